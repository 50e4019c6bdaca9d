"""Write a certificate: all that a judgement rests on, and an order in which each step can be checked by the ones before.

`check_certificate.py` checks one without anything of this program. The writer lies here, and not with judging, because a
certificate is a record for others: it needs the words of sentences, and nothing that judges needs it.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any

from rubicon.firing.instances import Instance
from rubicon.judging.assessing import Assessment
from rubicon.judging.judgements import Judgement
from rubicon.judging.verdicts import verdict_of
from rubicon.language.binding import ground
from rubicon.language.conditions import Absent
from rubicon.language.dating import said_from
from rubicon.language.facts import Atom, Fact, Literal, sort_key
from rubicon.language.rules import Rule
from rubicon.language.vocabulary import Vocabulary
from rubicon.recording.ordering import CertifiedNode, steps_of
from rubicon.recording.wording import CertificateWords, sealed, text_of
from rubicon.rendering.headings import iso

FORMAT = 1
"""The version of the certificate's shape."""


def certificate_of(assessment: Assessment) -> dict[str, Any]:
    """Return the certificate of the judgement that an assessment stands on."""
    first = assessment.judgements[0]
    return {
        "certificate": FORMAT,
        "case": assessment.case.name,
        "school": first.school.name if first.school else None,
        "rulebook": assessment.rulebook.digest,
        "rubicon": assessment.version,
        **certified(assessment.rulebook.vocabulary, first.judgement),
    }


def certified(vocabulary: Vocabulary, judgement: Judgement) -> dict[str, Any]:
    """Return what certifies a judgement: statements, reports, rules, instances, and the steps."""
    words = CertificateWords(vocabulary)
    instances = judgement.firings.instances
    atoms = sorted(_atoms(judgement), key=lambda atom: sort_key(Literal(atom, True)))
    facts: dict[Literal, list[Fact]] = {}
    for fact in judgement.firings.facts:
        facts.setdefault(fact.literal, []).append(fact)
    steps, undecided = steps_of(vocabulary, judgement.firings)

    def said(key: CertifiedNode) -> int | str:
        return key if isinstance(key, int) else words.say(key)

    return {
        "as_of": iso(judgement.day),
        "forms": {name: words.form(name) for name in dict.fromkeys(atom.statement for atom in atoms)},
        "statements": [_statement(words, judgement, facts, atom) for atom in atoms],
        "facts": [
            _fact(words, fact, judgement.day) for one in sorted(facts, key=sort_key) for fact in facts[one]
        ],
        "rules": {rule.id: words.rule(rule) for rule in _rules(instances)},
        "instances": [_instance(words, number, one) for number, one in enumerate(instances, 1)],
        "steps": [
            {"shown": said(step.keys[0])}
            if step.shown
            else {"unfounded": [said(key) for key in step.keys], "because": step.because}
            for step in steps
        ],
        "undecided": [said(key) for key in undecided],
    }


def _rules(instances: Iterable[Instance]) -> list[Rule]:
    rules = {instance.rule.id: instance.rule for instance in instances}
    return [rules[name] for name in sorted(rules)]


def _atoms(judgement: Judgement) -> set[Atom]:
    """Return every statement that anything speaks for, or that a condition speaks of."""
    found = {literal.atom for literal in judgement.for_}
    for instance in judgement.firings.instances:
        for one in (*instance.conditions, *(part for some in instance.exceptions for part in some)):
            found |= {mention.literal.atom for mention in one.mentions}
            if isinstance(one.condition, Absent):
                said = ground(one.condition.pattern, dict(instance.binding))
                found |= {said.atom} if said else set()
    return found


def _statement(
    words: "CertificateWords", judgement: Judgement, facts: dict[Literal, list[Fact]], atom: Atom
) -> dict[str, Any]:
    yes, no = Literal(atom, True), Literal(atom, False)
    verdict = verdict_of(words.vocabulary, judgement, atom)
    speaking = [
        ["report"] * (side in facts)
        + [n for n, one in enumerate(judgement.firings.instances, 1) if side in one.conclusions]
        for side in (yes, no)
    ]
    return {
        "say": words.say(yes),
        "deny": words.say(no),
        "form": atom.statement,
        "values": [text_of(value) for value in atom.values],
        "truth": verdict.truth,
        "standing": verdict.standing,
        "for": speaking[0],
        "against": speaking[1],
    }


def _fact(words: "CertificateWords", fact: Fact, day: date | None) -> dict[str, Any]:
    source = fact.source
    return sealed(
        {
            "say": words.say(fact.literal),
            "kind": fact.basis,
            "grade": str(fact.grade) if fact.grade else None,
            "on": iso(said_from(fact, day)),
            "known": iso(fact.known),
            "source": source.title if source else None,
            "origin": source.comes_from if source else None,
        }
    )


def _instance(words: "CertificateWords", number: int, instance: Instance) -> dict[str, Any]:
    return sealed(
        {
            "id": number,
            "rule": instance.rule.id,
            "branch": instance.branch,
            "with": {name: text_of(value) for name, value in instance.binding},
            "if": [words.spoken(one) for one in instance.conditions],
            "unless": [[words.spoken(one) for one in some] for some in instance.exceptions],
            "then": [words.say(literal) for literal in instance.conclusions],
        }
    )
