"""Hold the object of an assessment against the standards of tradecraft, point by point: ICD 203 and ICD 206.

What is checked is what an object can show; whether it is well judged no check can tell. The standards are paraphrased.
ICD 203 is *Analytic Standards* (2015): nine of tradecraft, and of the five others those of time and of all sources. ICD 206
is *Sourcing Requirements for Disseminated Analytic Products* (2015).
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, TypeAlias
from typing import Literal as OneOf

from msgspec import Struct

from rubicon.language.rules import Rule

Object: TypeAlias = Mapping[str, Any]

TITLES = "titles of rules"
"""The key under which an object is given how its rules are called."""

USED = ("given", "reported")
"""How a fact counts that somebody reported."""


Further: TypeAlias = OneOf["pivots", "since"]
"""What an assessment can tell beside what it always tells."""


class Criterion(Struct, frozen=True):
    """One point of a standard: where it stands, what it asks, what of it is missing, and what would tell that."""

    standard: str
    name: str
    asks: str
    missing: tuple[str, ...] = ()
    told_by: Further | None = None


def points_of(made: Object, rules: Iterable[Rule] = ()) -> tuple[Criterion, ...]:
    """Return every point, with what the object of an assessment lacks of it; rules that it names are told by their titles."""
    titled = {**made, TITLES: {rule.id: rule.title for rule in rules}}
    return tuple(
        Criterion(standard, name, asks, tuple(dict.fromkeys(test(titled))), _untold(made, name))
        for standard, name, asks, test in _POINTS
    )


def _untold(o: Object, point: str) -> Further | None:
    further = _FURTHER.get(point)
    return further if further is not None and further not in o else None


def _sources_described(o: Object) -> Iterator[str]:
    for fact in _used(o):
        if fact["grade"] is None:
            yield f"“{fact['sentence']}” has no grade"


def _uncertainty(o: Object) -> Iterator[str]:
    question = o["question"]
    if question is None:
        yield "no question is answered, so that no likelihood is stated"
        return
    if question["answer"] not in ("yes", "no") and not question["range"]:
        yield "no word of likelihood with its range"
    if question["answer"] is not None and question["confidence"] is None:
        yield "no confidence in the answer"
    if question["answer"] is not None and not _reasons(o, question["sentence"]):
        yield "no basis of the answer"


def _kept_apart(o: Object) -> Iterator[str]:
    for found in o["findings"]:
        by_rule = {reason["rule"] is not None for reason in found["because"]}
        if by_rule and found["derived"] not in by_rule:
            kind = "a conclusion" if found["derived"] else "information"
            yield f"“{found['sentence']}” is told as {kind}, and is none"
    for fact in o["facts"]:
        if fact["status"] == "assumed" and fact["source"] is not None:
            yield f"the assumption “{fact['sentence']}” is dressed as a report"
    if "pivots" not in o:
        yield "what follows if what it rests on is wrong, and which signs would show it"


def _alternatives(o: Object) -> Iterator[str]:
    rivals = len(o["schools"]) > 1 or len((o["question"] or {}).get("candidates", ())) > 1
    if not rivals and not o.get("pivots", {}).get("changes"):
        yield "no other answer is weighed: by another school, or by what would change this one"


def _relevance(o: Object) -> Iterator[str]:
    if not any(section["kind"] == "findings" and section["findings"] for section in o["sections"]):
        yield "nothing is said of what follows: no risk, aim or implication is found"


def _argument(o: Object) -> Iterator[str]:
    question = o["question"]
    if question is None or (question["answer"] is None and not question["standing"]):
        yield "no main message"
    for found in o["findings"]:
        if found["truth"] and found["derived"] and not found["because"]:
            yield f"“{found['sentence']}” is concluded without a reason"
        if found["truth"] and found["standing"] != "definite":
            for other in found["against"]:
                if other["defeated_by"] is None:
                    yield f"“{found['sentence']}” stands against “{_titled(o, other['rule'])}”, and nothing says why"


def _change(o: Object) -> Iterator[str]:
    if "since" not in o:
        yield "what changed since it was last judged"


def _accuracy(o: Object) -> Iterator[str]:
    question = o["question"] or {}
    if not question.get("event"):
        yield "no event by which it can be seen whether it came"
    if not question.get("horizon"):
        yield "no time within which the event would have to come"


def _visuals(o: Object) -> Iterator[str]:
    if not any(section["state"] for section in o["sections"]):
        yield "no variable of which a table or a drawing could be made"


def _timely(o: Object) -> Iterator[str]:
    if o["as_of"] is None:
        yield "no day up to which information was taken"
        return
    for fact in _used(o):
        if fact["known"] is None:
            yield f"“{fact['sentence']}” does not say when it was known"
        elif fact["known"] > o["as_of"]:
            yield f"“{fact['sentence']}” was not known yet"


def _all_sources(o: Object) -> Iterator[str]:
    for fact in o["facts"]:
        if fact["status"] == "not in force" and not fact["why_not"]:
            yield f"“{fact['sentence']}” is on file and does not count, and nothing says why"
    origins = {
        source["origin"] for source in o["sources"] if source["key"] in {f["source"] for f in _used(o)}
    }
    if len(origins) < 2:
        yield "the facts come from fewer than two origins"


def _cited(o: Object) -> Iterator[str]:
    for fact in _used(o):
        if fact["source"] is None:
            yield f"“{fact['sentence']}” has no source"


def _listed(o: Object) -> Iterator[str]:
    keys = {source["key"] for source in o["sources"]}
    named = [fact["source"] for fact in o["facts"] if fact["source"] is not None]
    named += [key for found in o["findings"] for reason in found["because"] for key in reason["sources"]]
    yield from (
        f"the source “{key}” is cited and not listed" for key in dict.fromkeys(named) if key not in keys
    )


def _found_again(o: Object) -> Iterator[str]:
    used = {fact["source"] for fact in _used(o)}
    for source in o["sources"]:
        if source["key"] in used:
            lacking = [name for name in ("title", "date", "address") if not source[name]]
            if lacking:
                yield f"the source “{_called(source)}” has no {' and no '.join(lacking)}"


def _origins(o: Object) -> Iterator[str]:
    yield from (
        f"the source “{_called(one)}” does not say where it came from"
        for one in o["sources"]
        if not one["origin"]
    )


def _analysis_sourced(o: Object) -> Iterator[str]:
    for found in o["findings"]:
        if found["truth"] and found["derived"]:
            for reason in found["because"]:
                if reason["rule"] and not reason["sources"]:
                    yield f"the rule “{_titled(o, reason['rule'])}” cites no work"


def _called(source: Object) -> str:
    """Return the title of a source, or its key where it has none."""
    return str(source["title"] or source["key"])


def _titled(o: Object, rule: str) -> str:
    """Return the title of a rule, or its id where it is not told."""
    return str(o.get(TITLES, {}).get(rule, rule))


def _used(o: Object) -> list[Object]:
    return [fact for fact in o["facts"] if fact["status"] in USED]


def _reasons(o: Object, sentence: str) -> list[Object]:
    return [reason for found in o["findings"] if found["sentence"] == sentence for reason in found["because"]]


_FURTHER: dict[str, Further] = {"tradecraft 3": "pivots", "tradecraft 7": "since"}
"""The points of which something is missing unless it is asked for."""

_POINTS: tuple[tuple[str, str, str, Callable[[Object], Iterable[str]]], ...] = (
    ("ICD 203", "in time", "It says up to which day information was taken, and goes by no later.", _timely),
    ("ICD 203", "all sources", "It uses what there is, and says what it does not use and why.", _all_sources),
    (
        "ICD 203",
        "tradecraft 1",
        "It describes the quality and credibility of its sources.",
        _sources_described,
    ),
    ("ICD 203", "tradecraft 2", "It states likelihood and confidence, and their basis.", _uncertainty),
    (
        "ICD 203",
        "tradecraft 3",
        "It keeps information, assumptions and judgements apart, and says what hangs on them.",
        _kept_apart,
    ),
    ("ICD 203", "tradecraft 4", "It weighs alternatives.", _alternatives),
    ("ICD 203", "tradecraft 5", "It says what follows for whoever reads it.", _relevance),
    (
        "ICD 203",
        "tradecraft 6",
        "It has a main message, gives its reasons, and admits what speaks against them.",
        _argument,
    ),
    (
        "ICD 203",
        "tradecraft 7",
        "It explains what changed since it was last judged, or that nothing did.",
        _change,
    ),
    ("ICD 203", "tradecraft 8", "It is clear enough to be checked against what comes.", _accuracy),
    ("ICD 203", "tradecraft 9", "It has what a table or a drawing can show.", _visuals),
    ("ICD 206", "citation", "Each report that is used cites its source.", _cited),
    ("ICD 206", "list", "Each source that is cited is listed.", _listed),
    (
        "ICD 206",
        "reference",
        "Each source of a report can be found again: title, day and address.",
        _found_again,
    ),
    ("ICD 206", "descriptor", "Each source says from whom the report came.", _origins),
    ("ICD 206", "analysis", "Each judgement names the works that it goes by.", _analysis_sourced),
)
