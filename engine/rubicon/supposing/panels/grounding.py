"""One grounding for all rows of a pattern of roles: the rules fired once, and the circuit that judges each row."""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal

from msgspec import Struct

from rubicon.firing import fire
from rubicon.firing.confirming import confirm
from rubicon.firing.instances import Firings
from rubicon.judging.assessing import considered
from rubicon.language.binding import bound
from rubicon.language.dating import is_current, is_known
from rubicon.language.facts import Case, Fact, Literal, Place, Value
from rubicon.reading.panels import VALUE, ColumnSays
from rubicon.supposing.panels.asking import Reading, prepare, read_off
from rubicon.supposing.panels.asks import Ask, Kin, bound_columns
from rubicon.supposing.panels.rowcases import fact_of, sentence_of
from rubicon.supposing.panels.signals import (
    Asserts,
    Compared,
    Filled,
    InColumn,
    Lasting,
    Named,
    OnDay,
    Signal,
    Today,
)
from rubicon.supposing.panels.switching import Groundwork, Switchboard, measure, needed, side_of
from rubicon.supposing.scenarios import Circuit, Possibilities, Presence
from rubicon.supposing.scenarios.building import PLAIN, wire
from rubicon.supposing.scenarios.cells import index
from rubicon.supposing.switches import enders_of

AFAR = Decimal("0.7130000000000000000000000000000000000000001")
"""A number that stands for whatever a free column holds: no rule looks at it."""


class Grounding(Struct, frozen=True):
    """The circuit of a pattern of roles, what turns its switches on, and what is read off it."""

    circuit: Circuit
    signals: tuple[Signal, ...]
    reading: Reading


def ground_rows(ask: Ask, kin: Kin) -> Grounding:
    """Fire the rules once for all rows of a kin, confirm the firing, and build the circuit that judges them.

    Raises:
        BadInput: there is too much of it, or a rule needs the day and the rows have none.
    """
    vocabulary, framework = ask.rulebook.vocabulary, ask.rulebook.framework
    made = Groundwork(ask, kin, Switchboard([], {}, {}), {}, [], {})
    roles: dict[str, Value] = dict(kin.roles)
    _assert_standing(made)
    standing = tuple(made.facts)
    for at, saying in enumerate(ask.sayings):
        pattern = bound(saying.pattern, roles)
        if all(name == VALUE for name in pattern.variables):
            _assert_column(made, at, saying, roles)
    day = None if made.moving else kin.day
    rules = ask.rules if made.moving else tuple(rule for rule in ask.rules if rule.in_force(day))
    firings = fire(vocabulary, rules, made.facts, day)
    confirm(vocabulary, rules, made.facts, day, firings.instances)
    possible = _possibilities(made, firings, standing)
    cells = index(possible, PLAIN)
    if framework is None:
        raise ValueError("a panel needs a question")
    asked = prepare(cells, framework, roles)
    builder = wire(cells, made.switches.fixed)
    reading = read_off(builder, cells, asked)
    circuit, numbers = builder.circuit.pruned(reading.gates)
    return Grounding(circuit, tuple(made.switches.signals), reading.numbered(numbers))


def case_of_kin(kin: Kin) -> Case:
    """Return a case without facts, of the roles of some rows."""
    return Case("", "", Place("", 0), kin.day, kin.roles, (), (), ())


def _assert_standing(made: Groundwork) -> None:
    """Assert the background, and what every case asserts from its roles."""
    rulebook, day = made.ask.rulebook, made.kin.day
    vocabulary = rulebook.vocabulary
    for fact in (*rulebook.background, *considered(rulebook, case_of_kin(made.kin))):
        if fact.retracted is not None:
            continue
        if made.moving:
            span = _span(fact, is_event=vocabulary.statements[fact.literal.atom.statement].is_event)
            if span.first is not None and span.before is not None and span.first >= span.before:
                continue
            lasts = span != Lasting()
            _assert(made, fact, [made.switches.of(span)] if lasts else [])
        elif is_known(fact, day) and is_current(vocabulary, fact, day):
            _assert(made, fact, [])


def _span(fact: Fact, *, is_event: bool) -> Lasting:
    """Return the days on which an assertion counts, but for what ends it (`rubicon.language.dating`)."""
    first = [day.toordinal() for day in (fact.known, fact.on) if day is not None]
    ends = (fact.withdrawn, None if is_event else fact.until)
    before = [day.toordinal() for day in ends if day is not None]
    return Lasting(max(first, default=None), min(before, default=None))


def _assert(made: Groundwork, fact: Fact, switches: Sequence[int]) -> None:
    made.presences[id(fact)] = tuple(switches)
    made.facts.append(fact)


def _assert_column(made: Groundwork, at: int, saying: ColumnSays, roles: dict[str, Value]) -> None:
    """Assert what a column says, in each way in which it may."""
    kind = made.ask.rulebook.vocabulary.kinds.get(saying.kind)
    if not saying.kind:
        for truth in (True, False):
            said = sentence_of(saying, roles, None, truth=truth)
            if said is not None:
                _assert_cell(made, at, saying, said, made.switches.of(Asserts(at, truth)))
    elif kind is not None and kind.values:
        for listed in kind.values:
            literal = sentence_of(saying, roles, listed, truth=True)
            if literal is not None:
                _assert_cell(made, at, saying, literal, made.switches.of(Named(at, listed)))
    else:
        value = dict(made.kin.exact).get(at)
        if value is None and at in made.ask.freedom.values and (at, False) not in _exactly(made):
            value = _symbol(made, InColumn(at), is_day=saying.kind == "date")
        literal = sentence_of(saying, roles, value, truth=True) if value is not None else None
        if literal is not None:
            _assert_cell(made, at, saying, literal, made.switches.of(Filled(at)))


def _exactly(made: Groundwork) -> frozenset[tuple[int, bool]]:
    return bound_columns(made.ask, dict(made.kin.roles))


def _symbol(made: Groundwork, side: InColumn, *, is_day: bool) -> Value:
    """Return a value that stands for what a row holds."""
    number = 2 * side.column + side.since + 1
    value: Value = date.max - timedelta(days=number) if is_day else AFAR + number
    made.standing[value] = side
    return value


def _assert_cell(made: Groundwork, at: int, saying: ColumnSays, literal: Literal, switch: int) -> None:
    """Assert one sentence of a column; what is so from a day counts from that day."""
    switches = [switch]
    since: date | None = None
    if saying.on is not None:
        since = dict(made.kin.since).get(at)
        if since is None and (at, True) not in _exactly(made):
            symbol = _symbol(made, InColumn(at, since=True), is_day=True)
            since = symbol if isinstance(symbol, date) else None
        if since is None:
            return
    fact = fact_of(saying, literal, since)
    if fact.on is not None:
        starts = _begun(made, fact.on)
        if starts is False:
            return
        switches += [] if starts is True else [starts]
    _assert(made, fact, switches)


def _begun(made: Groundwork, begins: date) -> int | bool:
    """Return the switch that a day is not after the row's, or what is known of that already."""
    if begins not in made.standing and not made.moving:
        return made.kin.day is None or begins <= made.kin.day
    if not made.moving and made.kin.day is None:
        return True
    left = side_of(made, begins)
    right = Today() if made.moving or made.kin.day is None else OnDay(made.kin.day.toordinal())
    return made.switches.of(Compared("<=", left, right))


def _possibilities(made: Groundwork, firings: Firings, standing: Sequence[Fact]) -> Possibilities:
    """Say when each fact counts, and on which comparisons each instance rests."""
    vocabulary = made.ask.rulebook.vocabulary
    enders = enders_of(vocabulary, standing)
    places = {id(fact): place for place, fact in enumerate(firings.facts)}
    presences = tuple(
        Presence(
            on=made.presences[id(fact)],
            ended_by=tuple(sorted(places[id(other)] for other in enders.get(id(fact), ()))),
        )
        for fact in firings.facts
    )
    needing, staying, held = {}, {}, {}
    measured: dict[tuple[Decimal, str, Decimal], int] = {}
    for number, instance in enumerate(firings.instances):
        rule = instance.rule
        if made.moving and (rule.since is not None or rule.until is not None):
            ends = (day.toordinal() if day is not None else None for day in (rule.since, rule.until))
            held[rule.id] = Presence(on=(made.switches.of(Lasting(*ends)),))
        needs = needed(made, instance, instance.conditions)
        if needs:
            needing[number] = needs
        measure(made, instance.conditions, measured)
        for at, together in enumerate(instance.exceptions):
            kept = needed(made, instance, together)
            if kept:
                staying[number, at] = kept
            measure(made, together, measured)
    return Possibilities(vocabulary, firings, presences, held, needing, staying, measured)
