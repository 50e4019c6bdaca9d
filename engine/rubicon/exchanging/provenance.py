"""The provenance of a judgement as PROV-JSON (W3C member submission, 2013): what it was made from, by whom."""

from collections.abc import Iterable
from typing import Any

from rubicon.exchanging.tables import row_of_source
from rubicon.judging.assessing import Assessment
from rubicon.judging.findings import Finding
from rubicon.language.facts import Case, Fact
from rubicon.language.speaking import speak

PREFIX = {
    "rb": "https://rubicon.invalid/terms#",
    "case": "https://rubicon.invalid/case#",
    "rule": "https://rubicon.invalid/rule#",
    "source": "https://rubicon.invalid/source#",
}
"""The names of what a judgement is made of; none is an address that could be fetched."""

ProvDocument = dict[str, dict[str, dict[str, Any]]]


def provenance(assessment: Assessment, shown: Case) -> dict[str, Any]:
    """Return the provenance of the first judgement; `shown` is the case as others may see it."""
    return _Told(assessment, shown).object()


class _Told:
    """Collects the entities of a judgement and what each comes from."""

    def __init__(self, assessment: Assessment, shown: Case) -> None:
        self.assessment, self.shown = assessment, shown
        self.vocabulary = assessment.rulebook.vocabulary
        self.made: ProvDocument = {}
        self.sentences: dict[str, str] = {}
        self.keys = {
            one.key: other.key for one, other in zip(assessment.case.sources, shown.sources, strict=True)
        }

    def object(self) -> dict[str, Any]:
        assessment, case = self.assessment, self.shown
        day = {"rb:asOf": assessment.day.isoformat()} if assessment.day else {}
        self.put("entity", "case:file", {"prov:label": case.title})
        self.put("entity", "rb:rulebook", {"rb:digest": assessment.rulebook.digest})
        self.put("activity", "case:judgement", day)
        self.put("agent", "rb:program", {"prov:type": "prov:SoftwareAgent", "rb:version": assessment.version})
        self.link("wasAssociatedWith", activity="case:judgement", agent="rb:program")
        for name in dict.fromkeys(
            filter(None, (case.author, case.reviewed_by, *(f.coder for f in case.facts)))
        ):
            self.put("agent", self.agent(name), {"prov:type": "prov:Person", "prov:label": name})
        if case.author:
            self.link("wasAttributedTo", entity="case:file", agent=self.agent(case.author))
        for used in ("case:file", "rb:rulebook"):
            self.link("used", activity="case:judgement", entity=used)
        for source in case.sources:
            row = {key: str(value) for key, value in row_of_source(source).items() if value is not None}
            title = row.pop("title")
            self.put(
                "entity",
                f"source:{source.key}",
                {"prov:label": title, **{f"rb:{k}": v for k, v in row.items()}},
            )
        for number, fact in enumerate(case.facts, 1):
            self.fact(number, fact)
        findings = list(assessment.findings)
        for number, found in enumerate(findings, 1):
            self.sentences[found.sentence] = f"case:finding-{number}"
        for found in findings:
            self.finding(found)
        return {"prefix": PREFIX, **self.made}

    def put(self, kind: str, name: str, told: dict[str, Any]) -> None:
        self.made.setdefault(kind, {})[name] = told

    def link(self, kind: str, **ends: str) -> None:
        known = self.made.setdefault(kind, {})
        told = {f"prov:{end}": name for end, name in ends.items()}
        if told not in known.values():
            known[f"_:{kind}{len(known) + 1}"] = told

    def agent(self, name: str) -> str:
        people = sorted(
            {*filter(None, (self.shown.author, self.shown.reviewed_by, *(f.coder for f in self.shown.facts)))}
        )
        return f"case:person-{people.index(name) + 1}"

    def fact(self, number: int, fact: Fact) -> None:
        name = f"case:fact-{number}"
        told = {
            "prov:type": "rb:Assumption" if fact.basis == "assumption" else "rb:Fact",
            "prov:label": speak(self.vocabulary, fact.literal),
            "rb:on": fact.on and fact.on.isoformat(),
            "rb:known": fact.known and fact.known.isoformat(),
            "rb:grade": fact.grade and str(fact.grade),
            "rb:retracted": fact.retracted,
            "rb:note": fact.note,
        }
        self.put("entity", name, {key: value for key, value in told.items() if value is not None})
        below = self.source(fact.source.key) if fact.source else "case:file"
        self.link("wasDerivedFrom", generatedEntity=name, usedEntity=below)
        if fact.coder:
            self.link("wasAttributedTo", entity=name, agent=self.agent(fact.coder))

    def finding(self, found: Finding) -> None:
        name = self.sentences[found.sentence]
        told = {
            "prov:type": "rb:Finding",
            "prov:label": found.sentence,
            "rb:truth": "open" if found.truth is None else str(found.truth).casefold(),
            "rb:standing": found.standing,
            "rb:confidence": found.confidence,
        }
        self.put("entity", name, {key: value for key, value in told.items() if value is not None})
        self.link("wasGeneratedBy", entity=name, activity="case:judgement")
        for because in found.because:
            if because.rule is not None:
                self.put("entity", f"rule:{because.rule}", {"prov:type": "rb:Rule"})
                self.link("wasDerivedFrom", generatedEntity=name, usedEntity=f"rule:{because.rule}")
            for below in self.below(because.premises, because.sources if because.rule is None else ()):
                self.link("wasDerivedFrom", generatedEntity=name, usedEntity=below)

    def below(self, premises: Iterable[str], sources: Iterable[str]) -> Iterable[str]:
        for premise in premises:
            if premise in self.sentences:
                yield self.sentences[premise]
        for key in sources:
            yield self.source(self.keys.get(key, key))

    def source(self, key: str) -> str:
        """Return the name of a source; one of the rulebook is put among the entities when it is first named."""
        name = f"source:{key}"
        if name not in self.made["entity"]:
            work = self.assessment.rulebook.sources.get(key)
            self.put("entity", name, {"prov:label": work.title} if work else {})
        return name
