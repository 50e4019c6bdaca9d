"""A bounded world to search: who and what there is in it, the day, and every fact that a case may state there."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from itertools import product

from msgspec import Struct
from msgspec.structs import replace

from rubicon.editing.analysing.calendars import Calendar, Span
from rubicon.editing.analysing.cones import Cone, cone_of
from rubicon.editing.analysing.domains import Domain
from rubicon.editing.analysing.things import Naming, people
from rubicon.judging.assessing import considered, of_tier
from rubicon.language.binding import ground
from rubicon.language.conditions import Comparison, Pattern, Variable
from rubicon.language.dating import in_force
from rubicon.language.facts import Atom, Case, Entity, Fact, Grade, Literal, Place, Source, Value
from rubicon.language.rules import Rule, Rulebook, School
from rubicon.reading.works import event_day

LAID = 60_000
"""So many facts, at most, that a case could state."""

ANALYSIS = "analysis"
NOWHERE = Place(ANALYSIS, 0)
GIVEN, TOLD = Grade("B", 2), Grade("C", 3)


class Approach(Struct, frozen=True):
    """From where a rulebook is looked at: the school, the rules that it judges by, the day, the tier, who plays which part."""

    school: School | None
    rules: tuple[Rule, ...]
    day: date
    tier: str | None = None
    players: tuple[tuple[str, str], ...] = ()
    drafts: bool = False

    @property
    def key(self) -> tuple[object, ...]:
        """Return what tells it from others."""
        return (self.school.name if self.school else None, self.day, self.tier, self.players, self.drafts)


class Terrain(Struct, frozen=True):
    """A world: from where it is looked at, the rules that bear, the roles, what there is, what holds anyhow and what may be stated.

    What holds anyhow does so within the spans `lasting`, and `among` days of the calendar; days but those in `named` move
    with the day judged.
    """

    rulebook: Rulebook
    approach: Approach
    rules: tuple[Rule, ...]
    roles: tuple[tuple[str, str], ...]
    new: tuple[Entity, ...]
    fixed: tuple[Fact, ...]
    options: tuple[Fact, ...]
    calendar: Calendar = Calendar()
    lasting: tuple[Span, ...] = ()
    named: frozenset[date] = frozenset()
    among: tuple[int | None, ...] = ()

    @property
    def day(self) -> date:
        """Return the day judged."""
        return self.approach.day

    @property
    def before(self) -> dict[date, int]:
        """Return for each turn the number of the choice that the day judged lies before it, after those of all facts."""
        return {day: number for number, day in enumerate(self.calendar.turns, len(self.options))}

    @property
    def first_set(self) -> int:
        """Return the number of the choice that the day judged is among the first days of the calendar that are a set."""
        return len(self.options) + len(self.calendar.turns)

    def stated(self, numbers: Iterable[int]) -> tuple[Fact, ...]:
        """Return the facts that a case states, by their numbers."""
        return tuple(self.options[number] for number in sorted(numbers) if number < len(self.options))


class TooWideError(Exception):
    """A world has more facts to state than may be searched."""


class Outset(Struct, frozen=True):
    """A rulebook to analyse: what a case may state in it, and a day on which all has begun, or ended, that does.

    A case may state what it is asked about, what cases of the rulebook state, and what no rule concludes; or, `freely`,
    whatever has a sentence. At its `dawn` nothing standing had begun. `concluded` are the conclusions by their statements, but of what may be stated anyhow.
    """

    rulebook: Rulebook
    concluded: dict[str, tuple[Pattern, ...]]
    posed: frozenset[str]
    day: date
    dawn: date
    freely: bool = False

    def is_sayable(self, literal: Literal) -> bool:
        """Tell whether a case may state a literal."""
        if literal.atom.statement in self.posed or self.freely:
            return self.freely and literal.atom.statement not in self.posed
        return not any(
            one.truth == literal.truth and _covers(one, literal)
            for one in self.concluded.get(literal.atom.statement, ())
        )


def _covers(pattern: Pattern, literal: Literal) -> bool:
    pairs = zip(pattern.terms, literal.atom.values, strict=True)
    return all(isinstance(term, Variable) or term == value for term, value in pairs)


def outset_of(rulebook: Rulebook, stated: Iterable[str] = ()) -> Outset:
    """Return what an analysis sets out from; `stated` are the statements that cases are known to state."""
    rules = [rule for rule in rulebook.rules if rule.status != "retired"]
    anyhow = {name for name, one in rulebook.vocabulary.statements.items() if one.ask} | {*stated}
    concluded: dict[str, tuple[Pattern, ...]] = {}
    for rule in rules:
        for pattern in rule.conclusions if rule.kind != "defeater" else ():
            if pattern.statement not in anyhow:
                concluded[pattern.statement] = (*concluded.get(pattern.statement, ()), pattern)
    posed = frozenset(one.statement for one in (rulebook.framework.posed if rulebook.framework else ()))
    days = [day for rule in rules for day in (rule.since, rule.until) if day]
    days += [day for fact in rulebook.background for day in (fact.on, fact.until, fact.known) if day]
    first, last = min(days, default=date(2000, 1, 1)), max(days, default=date(2000, 1, 1))
    return Outset(rulebook, concluded, posed, last + timedelta(1), first - timedelta(1))


class WorldBasis:
    """What a world is laid out on: what bears on some statements, who and what there is, and the standing facts that bear."""

    def __init__(
        self, outset: Outset, statements: Iterable[str], approach: Approach, spoken: Iterable[Pattern] = ()
    ) -> None:
        self.outset, self.approach = outset, approach
        self.rulebook = rulebook = of_tier(outset.rulebook, approach.tier)
        vocabulary = rulebook.vocabulary
        self.naming = naming = Naming(rulebook)
        self.roles = _roles(rulebook, naming, dict(approach.players))
        case = Case(ANALYSIS, ANALYSIS, NOWHERE, approach.day, tuple(self.roles.items()), (), (), ())
        self.posed = considered(rulebook, case)
        literals = [fact.literal for fact in self.posed]
        self.cone = cone_of(vocabulary, approach.rules, statements, literals, spoken)
        known = {entity.name: entity for entity in rulebook.entities}
        self.things = {name: naming.kinds.get(name) or known[name].kind for name in self.roles.values()}
        self.things |= {name: known[name].kind for name in sorted(self.cone.named) if name in known}
        people(vocabulary, self.cone, self.things, naming)
        self.bearing = _bearing(rulebook.background, self.cone)

    def laid(self, day: date, background: Iterable[tuple[Fact, Span]], calendar: Calendar) -> Terrain:
        """Return the world as of a day, with standing facts and the days on which they hold.

        Raises:
            TooWideError: it has too many facts.
        """
        vocabulary, cone = self.rulebook.vocabulary, self.cone
        scope = [_said(literal, GIVEN, at) for at, literal in enumerate(_scope(self.rulebook, self.roles))]
        always: Span = (None, None)
        dated = [(replace(fact), span) for fact, span in background]
        holding = [*((fact, always) for fact in self.posed), *dated, *((fact, always) for fact in scope)]
        fixed = tuple(fact for fact, _ in holding)
        values = Domain(vocabulary, cone, self.things, day, fixed)
        throughout = {fact.literal for fact, span in holding if span == always}
        options = tuple(_options(self.outset, cone, values, throughout))
        return Terrain(
            self.rulebook,
            replace(self.approach, day=day),
            tuple(one for one in cone.rules if not calendar.held or one.id in calendar.held),
            tuple(self.roles.items()),
            tuple(Entity(name, kind) for name, kind in self.naming.kinds.items()),
            fixed,
            options,
            calendar,
            tuple(span for _, span in holding),
            values.named,
        )


def terrain_of(outset: Outset, statements: Iterable[str], approach: Approach) -> Terrain:
    """Return the world in which some statements are searched on the day of an approach.

    Raises:
        TooWideError: it has too many facts.
    """
    ground = WorldBasis(outset, statements, approach)
    there = in_force(ground.rulebook.vocabulary, ground.bearing, approach.day)
    return ground.laid(approach.day, [(fact, (None, None)) for fact in there], Calendar())


def _roles(rulebook: Rulebook, naming: Naming, players: Mapping[str, str]) -> dict[str, str]:
    """Fill the roles that a case must fill: as told, as the scope names them, else by new things."""
    framework = rulebook.framework
    if framework is None:
        return {}
    named = {
        one.left.name: one.right
        for one in framework.scope
        if isinstance(one, Comparison) and one.operator == "=" and isinstance(one.left, Variable)
    }
    found: dict[str, str] = {}
    for role in framework.roles:
        if role.required:
            name = players.get(role.name) or named.get(role.name)
            found[role.name] = name if isinstance(name, str) else naming.new(role.kind)
    return found


def _scope(rulebook: Rulebook, roles: Mapping[str, str]) -> Iterator[Literal]:
    """Yield the sentences of the scope that the background does not hold for these roles."""
    held = {fact.literal for fact in rulebook.background}
    for one in rulebook.framework.scope if rulebook.framework else ():
        literal = ground(one.pattern, roles) if isinstance(one.pattern, Pattern) else None
        if literal is not None and literal not in held:
            yield literal


def _bearing(background: Iterable[Fact], cone: Cone) -> list[Fact]:
    """Return the standing facts that the cone speaks of."""
    needs: dict[str, list[tuple[Value | None, ...]]] = {}
    for statement, terms in cone.needs:
        needs.setdefault(statement, []).append(terms)
    return [
        fact
        for fact in background
        if any(
            all(term in (None, value) for term, value in zip(terms, fact.literal.atom.values, strict=True))
            for terms in needs.get(fact.literal.atom.statement, ())
        )
    ]


def _options(outset: Outset, cone: Cone, values: Domain, fixed: set[Literal]) -> Iterator[Fact]:
    """Yield the facts that a case may state of what the cone needs: given, or reported, so or not so."""
    statements = outset.rulebook.vocabulary.statements
    atoms: dict[Atom, None] = {}
    for name, terms in cone.needs:
        ways = [values.of(name, at) if term is None else [term] for at, term in enumerate(terms)]
        for one in product(*ways):
            atoms[Atom(name, one)] = None
            if len(atoms) > LAID:
                raise TooWideError
    number = len(fixed)
    for atom in atoms:
        for truth in (True, False) if statements[atom.statement].one_of is None else (True,):
            literal = Literal(atom, truth)
            if literal not in fixed and outset.is_sayable(literal):
                for on, grade in product(values.said(atom.statement), (GIVEN, TOLD)):
                    number += 1
                    yield _said(literal, grade, number, on or _on(literal, values.day))


def _on(literal: Literal, today: date) -> date | None:
    """Return the day from which an event is told that is still to come; None for all else."""
    event = event_day(literal)
    return today if event is not None and event > today else None


def _said(literal: Literal, grade: Grade, number: int, on: date | None = None) -> Fact:
    key = f"report-{number}"
    return Fact(literal, "case", NOWHERE, on or event_day(literal), source=Source(key, key), grade=grade)
