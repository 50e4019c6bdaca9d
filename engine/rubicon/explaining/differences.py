"""What differs between two judgements of a case, section by section, and the reasons that fell or came."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from rubicon.explaining.contents import Changes, Question, Shift
from rubicon.explaining.sections import Heads, heads_of
from rubicon.judging.differences import Turn, turns
from rubicon.judging.ledger import Ledger
from rubicon.language.facts import Level, Literal, Value
from rubicon.language.rules import Section

DEPTH = 12
"""Steps from a turned conclusion down to the fact that turned it; deeper chains are cut."""


def changes(
    before: Ledger,
    after: Ledger,
    sections: Sequence[Section],
    roles: Mapping[str, Value],
    questions: tuple[Question, Question] | None,
    since: date | None = None,
) -> Changes:
    """Compare two judgements section by section, then the answer."""
    shifts = []
    teller = _Teller(before, after)
    for section in sections:
        was, now = heads_of(before, section, roles), heads_of(after, section, roles)
        if _differ(before, after, was, now):
            shifts.append(_shift(teller, was, now))
    answer = None
    if questions is not None:
        one, two = questions
        answer = Shift(
            "answer",
            "",
            one.answer,
            two.answer,
            lost=teller.turned((one.literal,) if one.literal else (), came=False),
            gained=teller.turned((two.literal,) if two.literal else (), came=True),
            confidence=(one.confidence, two.confidence),
        )
    fallen, risen = _facts_only_in(before, after), _facts_only_in(after, before)
    return Changes(since, questions, tuple(shifts), answer, fallen, risen)


class _Teller:
    """Tells the arguments that ceased or came to carry some heads, each once in the whole account."""

    def __init__(self, before: Ledger, after: Ledger) -> None:
        self.before, self.after = before, after
        self._told: set[object] = set()

    def turned(self, heads: Sequence[Literal], *, came: bool) -> tuple[Turn, ...]:
        """Return what was not told yet of the rules that turned for some heads, each before what turned it."""
        met: set[Literal] = set()
        found = {turn.told: turn for head in heads for turn in self._below(head, came, met, DEPTH)}
        new = tuple(turn for key, turn in found.items() if key not in self._told)
        self._told.update(found)
        return new

    def _below(self, literal: Literal, came: bool, met: set[Literal], depth: int) -> Iterator[Turn]:
        strong = self.after if came else self.before
        if literal in met:
            return
        met.add(literal)
        for turn in turns(self.before, self.after, (literal,)):
            if turn.rule is None or turn.came is not came or not turn.carried:
                continue
            yield turn
            for below in turn.missing if depth else ():
                if not any(a.instance is None and a.stands for a in strong.for_(below)):
                    yield from self._below(below, came, met, depth - 1)


def _differ(before: Ledger, after: Ledger, was: Heads, now: Heads) -> bool:
    if was.state != now.state:
        return True
    levels = [
        {literal: ledger.judgement.confidence.get(literal) for literal in heads.literals}
        for ledger, heads in ((before, was), (after, now))
    ]
    return levels[0] != levels[1]


def _shift(teller: _Teller, was: Heads, now: Heads) -> Shift:
    section = was.section
    if section.kind == "findings":
        return Shift(
            section.key,
            section.title,
            None,
            None,
            gone=tuple(found for found in was.literals if found not in now.literals),
            come=tuple(found for found in now.literals if found not in was.literals),
        )
    return Shift(
        section.key,
        section.claim,
        was.state,
        now.state,
        lost=teller.turned(was.literals, came=False),
        gained=teller.turned(now.literals, came=True),
        confidence=(_level(teller.before, was), _level(teller.after, now)),
    )


def _level(ledger: Ledger, heads: Heads) -> Level | None:
    return next((ledger.judgement.confidence.get(found) for found in heads.literals), None)


def _facts_only_in(one: Ledger, other: Ledger) -> tuple[Literal, ...]:
    """Return the literals that facts establish in one judgement and nothing establishes in the other."""
    return tuple(
        argument.literal
        for argument in one.judgement.arguments
        if argument.instance is None and argument.stands and not other.established(argument.literal)
    )
