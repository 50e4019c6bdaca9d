"""What a search for the nearest bindings looks at: what is established, spoken of, or asserted for another day."""

from collections.abc import Iterable, Iterator

from msgspec.structs import replace

from rubicon.explaining.claims import Cited, Claim, Reason
from rubicon.explaining.lacking.ways import Mistimed, Timing
from rubicon.explaining.telling import Chapter, Teller
from rubicon.firing.grounding import World
from rubicon.firing.tables import Possible
from rubicon.judging.assessing import Assessment
from rubicon.judging.judgements import Judgement
from rubicon.judging.ledger import Ledger
from rubicon.judging.weighing import first_day
from rubicon.language.binding import Binding, bound, extended, unified
from rubicon.language.conditions import Pattern, Since
from rubicon.language.dating import is_current
from rubicon.language.facts import Atom, Day, Fact, Literal, Value, sort_key
from rubicon.language.rules import Rule
from rubicon.language.templating import names_in
from rubicon.language.vocabulary import BUILT_IN, Vocabulary


class Scene:
    """One judgement of a case, looked at by pattern."""

    def __init__(self, assessment: Assessment) -> None:
        first = assessment.judgements[0]
        self.assessment = assessment
        self.vocabulary = assessment.rulebook.vocabulary
        self.ledger = Ledger(first.judgement, self.vocabulary)
        self.day = assessment.day
        self.roles = dict[str, Value](assessment.case.roles)
        entities = (*assessment.rulebook.entities, *assessment.case.entities)
        self.kinds = {entity.name: entity.kind for entity in entities}
        self.rules = first.rules
        framework = assessment.rulebook.framework
        self.framing = framework.considered.statement if framework else None
        self.mistimed = self._mistimed()
        self._clashing = {one for clash in first.judgement.clashes for one in clash.literals}
        self._asserted = {fact.literal.atom.statement for fact in self.assessment.asserted}
        self._concluding: dict[str, list[tuple[Rule, Pattern]]] = {}
        for rule in self.rules:
            if rule.kind != "defeater":
                for conclusion in rule.conclusions:
                    self._concluding.setdefault(conclusion.statement, []).append((rule, conclusion))
        self.world = World(_spoken(first.judgement), first.judgement.firings.facts, self.day)
        self._near: dict[str, tuple[Atom, ...]] = {}

    def _mistimed(self) -> dict[Literal, tuple[Mistimed, ...]]:
        """Return the assertions that do not count on the day, each with the reason."""
        counting = set(self.ledger.judgement.firings.facts)
        aside = set(self.assessment.withdrawn)
        found: dict[Literal, list[Fact]] = {}
        for fact in self.assessment.asserted:
            if fact not in counting:
                found.setdefault(fact.literal, []).append(fact)
        return {
            literal: tuple(self._timed(fact, set_aside=fact in aside) for fact in facts)
            for literal, facts in sorted(found.items(), key=lambda item: sort_key(item[0]))
        }

    def _timed(self, fact: Fact, *, set_aside: bool) -> Mistimed:
        why, when = timing(self, fact)
        if why == "superseded" and set_aside:
            why = "set aside"
        return Mistimed(Cited(fact), why, when)

    def concluding(self, statement: str) -> Iterable[tuple[Rule, Pattern]]:
        """Return the rules in play that conclude a statement or its contrary, and what they conclude."""
        return self._concluding.get(statement, ())

    def is_reachable(self, statement: str) -> bool:
        """Tell whether a rule concludes a statement, a question asks for it, or something asserts its like.

        What takes a number, a day or a text is looked up and not asked: it counts as asked for.
        """
        known = self.vocabulary.statements[statement]
        if statement in self._concluding or statement in self._asserted or known.ask is not None:
            return True
        return any(slot.kind in BUILT_IN for slot in known.slots)

    def is_settled(self, literal: Literal) -> bool:
        """Tell whether a sentence is definite, or would be, were it not for others that conflict."""
        return literal in self.ledger.judgement.definite or literal in self._clashing

    def is_framing(self, literal: Literal) -> bool:
        """Tell whether a sentence only poses the question."""
        return any(fact.basis == "considered" for a in self.ledger.for_(literal) for fact in a.facts)

    def is_asked(self, statement: str) -> bool:
        """Tell whether a question finds a statement out, rather than a rule."""
        return self.vocabulary.statements[statement].ask is not None and statement not in self._concluding

    def established(self, pattern: Pattern, binding: Binding, line: int | None = None) -> Iterator[Binding]:
        """Yield the ways of extending a binding so that a pattern is established."""
        for atom in self.ledger.spoken(pattern.statement):
            if self.ledger.meets(Literal(atom, pattern.truth)):
                found = extended(pattern, atom, binding, line)
                if found is not None:
                    yield found
        one_of = self.vocabulary.statements[pattern.statement].one_of
        if pattern.truth or one_of is None:
            return
        wanted = bound(pattern, binding).terms[one_of]
        for atom in self.ledger.spoken(pattern.statement):
            if wanted != atom.values[one_of] and self.ledger.established(Literal(atom, truth=True)):
                found = extended(pattern, atom, binding, line, skipped=one_of)
                if found is not None:
                    yield found

    def near(self, pattern: Pattern, binding: Binding, line: int) -> Iterator[Binding]:
        """Yield the ways of extending a binding to what is spoken of or asserted, but not established."""
        if pattern.statement not in self._near:
            other = [one.atom for one in self.mistimed if one.atom.statement == pattern.statement]
            self._near[pattern.statement] = tuple(
                dict.fromkeys([*self.ledger.spoken(pattern.statement), *other])
            )
        for atom in self._near[pattern.statement]:
            literal = Literal(atom, pattern.truth)
            if not self.ledger.meets(literal):
                found = extended(pattern, atom, binding, line)
                if found is not None:
                    yield found

    def first_day(self, literal: Literal) -> Day | None:
        """Return the first day that the surest dated assertions of a literal give; None if none is dated."""
        asserting = self.ledger.judgement.for_.get(literal, ())
        facts = (fact for index in asserting for fact in self.ledger.judgement.arguments[index].facts)
        found = first_day(facts, self.day)
        return found[0] if found is not None else None

    def since(self, condition: Since, binding: Binding, line: int) -> Iterator[Binding]:
        """Yield the ways of extending a binding so that something asserted is so since the day that is bound."""
        day = condition.day.name if not condition.day.is_wildcard else f"{condition.day.name}@{line}"
        for atom in self.ledger.spoken(condition.pattern.statement):
            literal = Literal(atom, condition.pattern.truth)
            found = extended(condition.pattern, atom, binding, line)
            first = (
                self.first_day(literal) if found is not None and self.ledger.established(literal) else None
            )
            if found is not None and first is not None and found.get(day, first) == first:
                yield {**found, day: first}

    def begun(self, pattern: Pattern) -> dict[Literal, Day | None]:
        """Return what is established and meets a pattern, with the first day that its surest assertions give."""
        one_of = self.vocabulary.statements[pattern.statement].one_of
        found: dict[Literal, Day | None] = {}
        for atom in self.ledger.spoken(pattern.statement):
            literal, other = Literal(atom, pattern.truth), Literal(atom, truth=True)
            if self.ledger.established(literal) and extended(pattern, atom, {}) is not None:
                found[literal] = self.first_day(literal)
            elif pattern.truth or one_of is None or atom.values[one_of] == pattern.terms[one_of]:
                continue
            elif self.ledger.established(other) and extended(pattern, atom, {}, skipped=one_of) is not None:
                found[other] = None
        return found

    def is_of(self, value: Value, kind: str) -> bool:
        """Tell whether a value may stand in a slot of a kind."""
        own = self.kinds.get(value) if isinstance(value, str) else None
        return own is not None and self.vocabulary.is_a(own, kind)

    def tell(self, literal: Literal) -> Claim:
        """Tell a statement with its sources and, one step deep, the rules that speak for and against it."""
        teller = Teller(self.ledger)
        teller.chapter = Chapter(0, "why-not", "")
        claim = teller.claim(literal)
        return replace(claim, reasons=_shallow(claim.reasons), against=_shallow(claim.against), told=None)


def _spoken(judgement: Judgement) -> Possible:
    """Return what any argument of a judgement speaks for, as what a rule could meet."""
    found = Possible()
    for atom, truth in judgement.for_:
        found.add((atom.statement, truth), atom.values)
    return found


def _shallow(reasons: Iterable[Reason]) -> tuple[Reason, ...]:
    """Return reasons without their premises, and of those that then read alike the first."""
    kept: dict[object, Reason] = {}
    for reason in reasons:
        names = names_in(reason.rule.because) if reason.rule else ()
        said = tuple(value for name, value in reason.binding if name in names)
        rule = reason.rule.id if reason.rule else None
        kept.setdefault((rule, said, reason.tallied, reason.literal), replace(reason, premises=(), told=None))
    return tuple(kept.values())


def timing(scene: Scene, fact: Fact) -> tuple[Timing, Day | None]:
    """Return why a fact does not count on the day judged, and the day on which that begins or ends."""
    day = scene.day
    if day is not None:
        if fact.withdrawn is not None and fact.withdrawn <= day:
            return "withdrawn", fact.withdrawn
        if not is_current(scene.vocabulary, fact, day) and not (fact.on is not None and day < fact.on):
            return "ended", fact.until
        later = [(one, why) for one, why in ((fact.on, "begins"), (fact.known, "known")) if one and day < one]
        if later:
            when, why = max(later, key=lambda item: item[0])
            return ("begins" if why == "begins" else "known"), when
    return "superseded", None


def starts(vocabulary: Vocabulary, rule: Rule, goal: Pattern) -> Iterator[tuple[Pattern, Binding]]:
    """Yield each conclusion of a rule that could meet a goal, with the binding that makes it speak of it."""
    if rule.kind == "defeater":
        return
    for conclusion in rule.conclusions:
        found = unified(vocabulary, conclusion, goal)
        if found is not None:
            yield conclusion, found
