"""A bounded world to search: who and what there is in it, the day, and every fact that a case may state there."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from itertools import product

from msgspec import Struct

from rubicon.editing.analysing.cones import Cone, cone_of, is_thing
from rubicon.editing.analysing.domains import Domain
from rubicon.judging.assessing import considered, of_tier
from rubicon.language.binding import ground
from rubicon.language.conditions import Comparison, Pattern, Variable
from rubicon.language.dating import in_force
from rubicon.language.facts import Atom, Case, Entity, Fact, Grade, Literal, Place, Source, Value
from rubicon.language.rules import Rule, Rulebook, School
from rubicon.language.vocabulary import Vocabulary
from rubicon.reading.works import event_day

MOST_THINGS = 3
"""So many things of a kind, at most, beside those that roles and rules name."""

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
    """A world: from where it is looked at, the rules that bear, the roles, what there is, what holds anyhow and what may be stated."""

    rulebook: Rulebook
    approach: Approach
    rules: tuple[Rule, ...]
    roles: tuple[tuple[str, str], ...]
    new: tuple[Entity, ...]
    fixed: tuple[Fact, ...]
    options: tuple[Fact, ...]

    @property
    def day(self) -> date:
        """Return the day judged."""
        return self.approach.day


class TooWideError(Exception):
    """A world has more facts to state than may be searched."""


class Outset(Struct, frozen=True):
    """A rulebook to analyse: what a case may state in it, and a day on which all rules began that have.

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
    days += [fact.on for fact in rulebook.background if fact.on]
    first, last = min(days, default=date(2000, 1, 1)), max(days, default=date(2000, 1, 1))
    return Outset(rulebook, concluded, posed, last + timedelta(1), first - timedelta(1))


def terrain_of(outset: Outset, statements: Iterable[str], approach: Approach) -> Terrain:
    """Return the world in which some statements are searched.

    Raises:
        TooWideError: it has too many facts.
    """
    rulebook = of_tier(outset.rulebook, approach.tier)
    vocabulary, day = rulebook.vocabulary, approach.day
    naming = _Naming(rulebook)
    roles = _roles(rulebook, naming, dict(approach.players))
    case = Case(ANALYSIS, ANALYSIS, NOWHERE, day, tuple(roles.items()), (), (), ())
    posed = considered(rulebook, case)
    cone = cone_of(vocabulary, approach.rules, statements, [fact.literal for fact in posed])
    known = {entity.name: entity for entity in rulebook.entities}
    things = {name: naming.kinds.get(name) or known[name].kind for name in roles.values()}
    things |= {name: known[name].kind for name in sorted(cone.named) if name in known}
    _people(vocabulary, cone, things, naming)
    fixed = [*posed, *in_force(vocabulary, _bearing(rulebook.background, cone), day)]
    fixed += [_said(literal, GIVEN, at) for at, literal in enumerate(_scope(rulebook, roles))]
    values = Domain(vocabulary, cone, things, day, fixed)
    options = tuple(_options(outset, cone, values, {fact.literal for fact in fixed}))
    new = tuple(Entity(name, kind) for name, kind in naming.kinds.items())
    return Terrain(rulebook, approach, cone.rules, tuple(roles.items()), new, tuple(fixed), options)


class _Naming:
    """Makes names for new things, as `Country A`, that nothing else has."""

    def __init__(self, rulebook: Rulebook) -> None:
        self.taken = {name.casefold() for one in rulebook.entities for name in (one.name, *one.also)}
        self.kinds: dict[str, str] = {}

    def new(self, kind: str) -> str:
        """Return a new name for a thing of a kind."""
        words = kind.replace("-", " ").replace("_", " ")
        letters = (chr(ord("A") + number) for number in range(26))
        names = (f"{words[:1].upper()}{words[1:]} {letter}" for letter in letters)
        name = next(one for one in names if one not in self.kinds and one.casefold() not in self.taken)
        self.kinds[name] = kind
        return name


def _roles(rulebook: Rulebook, naming: _Naming, players: Mapping[str, str]) -> dict[str, str]:
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


def _people(vocabulary: Vocabulary, cone: Cone, things: dict[str, str], naming: _Naming) -> None:
    """Add new things of each kind of which the cone leaves a slot free."""
    free = {
        slot.kind
        for statement, terms in cone.needs
        for slot, value in zip(vocabulary.statements[statement].slots, terms, strict=True)
        if value is None and is_thing(vocabulary, slot.kind)
    }
    for kind in sorted(free):
        if any(other != kind and vocabulary.is_a(other, kind) for other in free):
            continue
        there = sum(vocabulary.is_a(own, kind) for own in things.values())
        wanted = max(
            (number for other, number in cone.counts.items() if vocabulary.is_a(kind, other)), default=0
        )
        for _ in range(min(MOST_THINGS, max(1, wanted - there))):
            things[naming.new(kind)] = kind


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
