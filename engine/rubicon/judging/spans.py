"""What an uncertain day could do: each tried at its other end, by itself. DESIGN 2.5."""

from collections.abc import Iterator
from datetime import date
from typing import Literal as OneOf

from msgspec import Struct
from msgspec.structs import replace

from rubicon.judging.assessing import Assessment, judgement_of, supposed
from rubicon.judging.judgements import Judgement
from rubicon.language.conditions import Since
from rubicon.language.dating import in_force, public_from
from rubicon.language.facts import Fact, Uncertain


class Slide(Struct, frozen=True):
    """A fact whose `on` or `until` is taken at the other end of its span, and what is then judged."""

    fact: Fact
    which: OneOf["on", "until"]
    day: date
    judgement: Judgement


def slides(assessment: Assessment) -> Iterator[Slide]:
    """Judge anew with each uncertain day at its other end, where other facts are then in force or a rule reads the day.

    The judgement is that of the first school.
    """
    vocabulary, day = assessment.rulebook.vocabulary, assessment.day
    gone = {id(fact) for fact in assessment.withdrawn}
    facts = [fact for fact in assessment.asserted if id(fact) not in gone]
    facts += supposed(assessment.assumed)
    rules = assessment.judgements[0].rules
    dated = {line.pattern.statement for rule in rules for line in rule.lines if isinstance(line, Since)}

    def counting(some: list[Fact]) -> set[int]:
        places = {id(fact): at for at, fact in enumerate(some)}
        return {places[id(fact)] for fact in in_force(vocabulary, some, day)}

    before: set[int] | None = None
    for at, fact in enumerate(facts):
        for which, moved, end in _other_ends(fact):
            before = counting(facts) if before is None else before
            tried = [*facts[:at], moved, *facts[at + 1 :]]
            after = counting(tried)
            if after != before or (which == "on" and fact.literal.atom.statement in dated):
                force = [tried[place] for place in sorted(after)]
                yield Slide(fact, which, end, judgement_of(vocabulary, rules, force, day))


def _other_ends(fact: Fact) -> Iterator[tuple[OneOf["on", "until"], Fact, date]]:
    if fact.on_within is not None and fact.on is not None:
        end = _other(fact.on_within, fact.on)
        yield "on", replace(fact, on=end, on_within=None, known=_known(fact, end)), end
    if fact.until_within is not None and fact.until is not None:
        end = _other(fact.until_within, fact.until)
        yield "until", replace(fact, until=end, until_within=None), end


def _known(fact: Fact, on: date) -> date | None:
    """Return when a fact was public, had it begun on another day."""
    stated = fact.known_stated or fact.known is None
    return fact.known if stated else public_from(on, fact.source, fact.basis)


def _other(within: Uncertain, counted: date) -> date:
    """Return the end of a span that a day is not counted from."""
    return within.last if counted == within.first else within.first
