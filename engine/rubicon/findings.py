"""What a judgement found, one finding for each ground statement, and where its arguments are looked up."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from rubicon.facts import Atom, Level, Literal, Value, sort_key
from rubicon.firings import GroundCondition
from rubicon.judgements import Argument, Judgement, Standing, Truth, Verdict
from rubicon.rulebook import (
    Absent,
    Aggregate,
    Comparison,
    Holds,
    Pattern,
    Reported,
    Tally,
    Unsettled,
    Variable,
)
from rubicon.sentences import speak, speak_pattern
from rubicon.vocabulary import Vocabulary

REPORTS = "a report"
"""What `defeated_by` names when no rule but better graded reports defeat an argument."""

GIVEN = "what is given"
"""What `defeated_by` names when a definite statement leaves no room for an argument."""


@dataclass(frozen=True, slots=True)
class Because:
    """A standing argument: its rule's id (None for an asserted fact), its premises, its sources' keys."""

    rule: str | None
    premises: tuple[str, ...]
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Against:
    """An argument for the opposite that applies; `defeated_by` names what overrides it, None if nothing."""

    rule: str | None
    premises: tuple[str, ...]
    defeated_by: str | None


@dataclass(frozen=True, slots=True)
class Finding:
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


class Ledger:
    """The arguments of one judgement, looked up by what they speak for and against."""

    def __init__(self, judgement: Judgement, vocabulary: Vocabulary) -> None:
        self.judgement, self.vocabulary = judgement, vocabulary
        self._applying: dict[Literal, tuple[Argument, ...]] = {}
        self._groups: dict[tuple[object, ...], list[Literal]] = {}
        atoms: dict[str, dict[Atom, None]] = {}
        for literal in sorted({**judgement.for_, **judgement.established}, key=sort_key):
            atoms.setdefault(literal.atom.statement, {})[literal.atom] = None
            group = vocabulary.group(literal.atom)
            if group is not None and literal.truth:
                self._groups.setdefault(group, []).append(literal)
        self._atoms = {statement: tuple(some) for statement, some in atoms.items()}

    def spoken(self, statement: str) -> tuple[Atom, ...]:
        """Return the atoms of a statement that any argument speaks of, in order of their values."""
        return self._atoms.get(statement, ())

    def established(self, literal: Literal) -> bool:
        """Tell whether a literal is established."""
        return self.judgement.established.get(literal) is True

    def rivals(self, literal: Literal) -> tuple[Literal, ...]:
        """Return its conflict set, as far as anything speaks for it: the contrary, other `one_of` values."""
        found = [literal.contrary]
        group = self.vocabulary.group(literal.atom) if literal.truth else None
        if group is not None:
            found += [other for other in self._groups.get(group, ()) if other != literal]
        return tuple(found)

    def for_(self, literal: Literal) -> tuple[Argument, ...]:
        """Return every argument for a literal, those that do not apply included."""
        arguments = self.judgement.arguments
        return tuple([arguments[index] for index in self.judgement.for_.get(literal, ())])

    def applying(self, literal: Literal) -> tuple[Argument, ...]:
        """Return the arguments for a literal that apply, or may (undefined in the model)."""
        found = self._applying.get(literal)
        if found is None:
            found = tuple([argument for argument in self.for_(literal) if argument.applies is not False])
            self._applying[literal] = found
        return found

    def asserting(self, literal: Literal) -> tuple[Argument, ...]:
        """Return the assertions of a literal that count: those that stand, or apply where nothing does."""
        settled = self.established(literal)
        return tuple(
            argument
            for argument in self.applying(literal)
            if argument.instance is None and (argument.stands or not settled)
        )

    def against(self, literal: Literal) -> tuple[Argument, ...]:
        """Return the arguments for its conflict set that apply, or may."""
        return tuple(found for rival in self.rivals(literal) for found in self.applying(rival))

    def opposite(self, literal: Literal) -> Literal | None:
        """Return the member of its conflict set that is established, if one is."""
        return next((rival for rival in self.rivals(literal) if self.established(rival)), None)

    def in_play(self, literal: Literal) -> bool:
        """Tell whether a literal is, or may be, a candidate: something undefeated applies for it (DESIGN 4)."""
        if literal.truth and literal in self.judgement.candidates:
            return self.judgement.candidates[literal] is not False
        if any(rival in self.judgement.definite for rival in self.rivals(literal)):
            return False
        return any(
            not argument.beaten_by and argument.weight != "defeater" for argument in self.applying(literal)
        )

    def verdict(self, atom: Atom) -> Verdict:
        """Return how a statement stands; of what nothing speaks, unknown."""
        return self.judgement.verdicts.get(atom) or Verdict(atom, None, "unknown")

    def meets(self, literal: Literal) -> Literal | None:
        """Return the established literal that meets a condition on `literal`, if one does (DESIGN 2.2)."""
        if self.established(literal):
            return literal
        return None if literal.truth else self.opposite(literal.contrary)


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
            case Holds():
                for mention in ground.mentions:
                    yield self.say(self.ledger.meets(mention.literal) or mention.literal)
            case Absent():
                yield "nothing shows that " + self._pattern(condition.pattern, binding)
            case Unsettled():
                opening = f"it is {'disputed' if condition.disputed else 'open'} whether "
                yield opening + self._pattern(condition.pattern, binding)
            case Tally() | Aggregate() | Reported():
                known = [m.literal for m in ground.mentions if self.ledger.applying(m.literal)]
                yield from (self.say(literal) for literal in known)
            case Comparison():
                return

    def _pattern(self, pattern: Pattern, binding: Mapping[str, Value]) -> str:
        return speak_pattern(self.ledger.vocabulary, bound(pattern, binding))


def bound(pattern: Pattern, binding: Mapping[str, Value]) -> Pattern:
    """Return a pattern with the variables of a binding filled in."""
    terms = tuple([binding.get(t.name, t) if isinstance(t, Variable) else t for t in pattern.terms])
    return Pattern(pattern.statement, terms, pattern.truth)


def sources_of(argument: Argument) -> tuple[str, ...]:
    """Return the keys of the sources of an argument's assertions, or of the works its rule cites."""
    if argument.instance is not None:
        return tuple(dict.fromkeys(cite.source.key for cite in argument.instance.rule.cites))
    return tuple(dict.fromkeys(fact.source.key for fact in argument.facts if fact.source))
