"""The facts on file: how each counts, which sections it bears on, and why it does not where it does not."""

from collections.abc import Iterable, Mapping
from typing import Literal as OneOf
from typing import TypeAlias

from msgspec import Struct

from rubicon.explaining.citing import ASSUMED
from rubicon.explaining.claims import Cited, Reference
from rubicon.judging.assessing import Assessment
from rubicon.judging.ledger import Ledger
from rubicon.language.conditions import patterns
from rubicon.language.dating import is_current, is_known
from rubicon.language.facts import Fact, Literal, sort_key
from rubicon.language.rules import Rule

Use: TypeAlias = OneOf["given", "reported", "assumed", "not in force"]
"""How a fact counts on the day judged."""

Bar: TypeAlias = OneOf[
    "retracted",
    "set aside",
    "known later",
    "withdrawn",
    "not yet so",
    "no longer so",
    "superseded",
    "outweighed",
    "contested",
    "unread",
    "idle",
]
"""Why a fact does not count: the first seven are not in force; the reports of `outweighed` and `contested` conflict
with others, and count nowhere; no rule of the school reads an `unread` one, and none that applies reads an `idle` one."""


class OnFile(Struct, frozen=True):
    """A fact of the case on file: how it counts, why it does not (None: it does), and what it bears on."""

    literal: Literal
    cited: Cited
    use: Use
    bar: Bar | None
    bears: tuple[Reference, ...] = ()

    @property
    def fact(self) -> Fact:
        """Return the assertion."""
        return self.cited.fact


def filed(
    assessment: Assessment, ledger: Ledger, bearing: Mapping[Literal, tuple[Reference, ...]]
) -> tuple[OnFile, ...]:
    """Return the case's own facts and assumptions, by what they say and when.

    `bearing` says what each bears on, for it or against it.
    """
    counting = {id(fact): fact for fact in ledger.judgement.firings.facts}
    given = {one.literal for one in ledger.judgement.arguments if one.weight == "given"}
    read = _read(assessment.judgements[0].rules)
    if assessment.rulebook.framework is not None:
        sections = assessment.rulebook.framework.sections
        read |= {pattern.statement for one in sections for pattern in (*one.for_, *one.against)}
        read.add(assessment.rulebook.framework.question.statement)
    aside = {id(fact) for fact in assessment.withdrawn}
    own = [*assessment.case.facts, *(one for one in counting.values() if one.basis == "argument")]
    found = []
    for fact in sorted(own, key=_order):
        literal, cited = fact.literal, Cited(fact)
        if id(fact) not in counting:
            bar = "set aside" if id(fact) in aside else _out_of_force(assessment, fact)
            found.append(OnFile(literal, cited, "not in force", bar))
            continue
        use: Use = "assumed" if fact.basis in ASSUMED else "given" if literal in given else "reported"
        bears = bearing.get(literal, ())
        found.append(OnFile(literal, cited, use, _bar(ledger, literal, read, bears), bears))
    return tuple(found)


def _read(rules: Iterable[Rule]) -> set[str]:
    """Return the statements that some rules read."""
    return {
        pattern.statement
        for rule in rules
        for condition in rule.all_conditions
        for pattern in patterns(condition)
    }


def _out_of_force(assessment: Assessment, fact: Fact) -> Bar:
    day, vocabulary = assessment.day, assessment.rulebook.vocabulary
    if fact.retracted is not None:
        return "retracted"
    if day is not None and not is_known(fact, day):
        return "known later" if fact.known is not None and day < fact.known else "withdrawn"
    if day is not None and not is_current(vocabulary, fact, day):
        return "not yet so" if fact.on is not None and day < fact.on else "no longer so"
    return "superseded"


def _bar(ledger: Ledger, literal: Literal, read: Iterable[str], bears: tuple[Reference, ...]) -> Bar | None:
    if bears:
        return None
    if not ledger.established(literal):
        return "outweighed" if ledger.opposite(literal) is not None else "contested"
    return "idle" if literal.atom.statement in read else "unread"


def _order(fact: Fact) -> tuple[object, ...]:
    said = (
        str(fact.on or ""),
        str(fact.known or ""),
        fact.source.key if fact.source else "",
        str(fact.grade or ""),
    )
    return (sort_key(fact.literal), *said, str(fact.until or ""), fact.note or "", fact.why or "")
