"""What a judgement found, one finding for each ground statement, and where its arguments are looked up."""

from collections.abc import Collection, Iterator, Mapping

from msgspec import Struct

from rubicon.firing.instances import GroundCondition
from rubicon.judging.judgements import Argument, Judgement, Standing, Truth
from rubicon.judging.ledger import Ledger
from rubicon.language.binding import bound
from rubicon.language.conditions import (
    Absent,
    Aggregate,
    Comparison,
    Holds,
    Pattern,
    Reported,
    Several,
    Since,
    Tally,
    Unsettled,
)
from rubicon.language.facts import Atom, Level, Literal, Value, sort_key, source_keys
from rubicon.language.speaking import speak, speak_pattern
from rubicon.language.vocabulary import Vocabulary

REPORTS = "a report"
"""What `defeated_by` names when no rule but better graded reports defeat an argument."""

GIVEN = "what is given"
"""What `defeated_by` names when a definite statement leaves no room for an argument."""


class Because(Struct, frozen=True):
    """A standing argument: its rule's id (None for an asserted fact), its premises, its sources' keys."""

    rule: str | None
    premises: tuple[str, ...]
    sources: tuple[str, ...]


class Against(Struct, frozen=True):
    """An argument for the opposite that applies; `defeated_by` names what overrides it, None if nothing."""

    rule: str | None
    premises: tuple[str, ...]
    defeated_by: str | None


class Finding(Struct, frozen=True):
    """A ground statement and how it stands (DESIGN 3 and 4); `sentence` is always the positive form.

    `because` are the standing arguments for what is established; where nothing is, those that apply for
    the sentence. `against` are those that apply for the opposite. `derived`: a rule is among `because`.
    """

    sentence: str
    truth: Truth
    standing: Standing
    confidence: Level | None
    derived: bool
    because: tuple[Because, ...]
    against: tuple[Against, ...]


def findings_of(
    judgement: Judgement, vocabulary: Vocabulary, only: Collection[Atom] | None = None
) -> tuple[Finding, ...]:
    """Return a finding for every ground statement that a fact or applicable rule speaks of, in order.

    With `only`, for those of the given atoms alone.
    """
    return Recorder(judgement, vocabulary).findings(only)


class Recorder:
    """Makes findings, wording each sentence once."""

    def __init__(self, judgement: Judgement, vocabulary: Vocabulary) -> None:
        self.ledger = Ledger(judgement, vocabulary)
        self._said: dict[Literal, str] = {}

    def say(self, literal: Literal) -> str:
        """Return the canonical sentence of a literal."""
        if literal not in self._said:
            self._said[literal] = speak(self.ledger.vocabulary, literal)
        return self._said[literal]

    def findings(self, only: Collection[Atom] | None = None) -> tuple[Finding, ...]:
        """Return all findings, or those of some atoms, sorted by statement and values."""
        spoken = {
            argument.literal.atom
            for argument in self.ledger.judgement.arguments
            if argument.applies is not False and (only is None or argument.literal.atom in only)
        }
        ordered = sorted((Literal(atom, truth=True) for atom in spoken), key=sort_key)
        return tuple(self._finding(literal) for literal in ordered)

    def _finding(self, literal: Literal) -> Finding:
        ledger = self.ledger
        verdict = ledger.verdict(literal.atom)
        if verdict.truth is False:
            pro, contra = ledger.against(literal), ledger.applying(literal)
        else:
            pro, contra = ledger.applying(literal), ledger.against(literal)
        if verdict.truth is not None:
            pro = tuple(argument for argument in pro if argument.stands)
        return Finding(
            sentence=self.say(literal),
            truth=verdict.truth,
            standing=verdict.standing,
            confidence=verdict.confidence,
            derived=any(argument.instance for argument in pro),
            because=tuple(self._because(argument) for argument in pro),
            against=tuple(self._against(argument) for argument in contra),
        )

    def _because(self, argument: Argument) -> Because:
        return Because(
            rule=argument.instance.rule.id if argument.instance else None,
            premises=self.premises(argument),
            sources=sources_of(argument),
        )

    def _against(self, argument: Argument) -> Against:
        return Against(
            rule=argument.instance.rule.id if argument.instance else None,
            premises=self.premises(argument),
            defeated_by=self._victor(argument),
        )

    def _victor(self, argument: Argument) -> str | None:
        for index in argument.beaten_by:
            victor = self.ledger.judgement.arguments[index]
            return victor.instance.rule.id if victor.instance else REPORTS
        definite = self.ledger.judgement.definite
        return GIVEN if any(rival in definite for rival in self.ledger.rivals(argument.literal)) else None

    def premises(self, argument: Argument) -> tuple[str, ...]:
        """Return the sentences that an argument rests on, in the order of its conditions, each once."""
        if argument.instance is None:
            return ()
        binding = dict(argument.instance.binding)
        said = (text for ground in argument.instance.conditions for text in self._premise(ground, binding))
        return tuple(dict.fromkeys(said))

    def _premise(self, ground: GroundCondition, binding: Mapping[str, Value]) -> Iterator[str]:
        condition = ground.condition
        match condition:
            case Holds() | Since():
                met = self.ledger.bearing(ground).literals
                yield from map(self.say, met or (mention.literal for mention in ground.mentions))
            case Absent():
                yield "nothing shows that " + self._pattern(condition.pattern, binding)
            case Unsettled():
                opening = f"it is {'disputed' if condition.disputed else 'open'} whether "
                yield opening + self._pattern(condition.pattern, binding)
            case Tally() | Several() | Aggregate() | Reported():
                yield from map(self.say, self.ledger.bearing(ground).literals)
            case Comparison():
                return

    def _pattern(self, pattern: Pattern, binding: Mapping[str, Value]) -> str:
        return speak_pattern(self.ledger.vocabulary, bound(pattern, binding))


def sources_of(argument: Argument) -> tuple[str, ...]:
    """Return the keys of the sources of an argument's assertions, or of the works its rule cites."""
    if argument.instance is not None:
        return tuple(dict.fromkeys(cite.source.key for cite in argument.instance.rule.cites))
    return tuple(source_keys(argument.facts))
