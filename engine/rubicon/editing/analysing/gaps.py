"""The variables as a table: which can be met and missed, where both sides speak, and where all is answered and neither does."""

from collections.abc import Iterable, Sequence

from msgspec import Struct
from msgspec.structs import replace

from rubicon.editing.analysing.calendars import Days, Span, joined
from rubicon.editing.analysing.fields import Field, Inquiry
from rubicon.editing.analysing.terrain import Approach, Outset, TooWideError
from rubicon.editing.analysing.views import EraView, Extent, Panorama, schools_of
from rubicon.editing.analysing.witnesses import judged, written
from rubicon.explaining.sections import heads_of
from rubicon.judging.definite import meeting
from rubicon.judging.ledger import Ledger
from rubicon.language.binding import bound, extended
from rubicon.language.conditions import Pattern
from rubicon.language.facts import Literal
from rubicon.language.rules import Section
from rubicon.supposing.scenarios.cells import Cells, is_met
from rubicon.supposing.scenarios.conditions import supporters
from rubicon.supposing.scenarios.formulas import Formula, every, no, some
from rubicon.supposing.solving import UnsettledError

COLUMNS = ("met", "missed", "both", "neither")
"""What a variable can be: met, missed, spoken for on both sides and open, spoken for on neither though all is answered."""

_STATES = {"met": "met", "missed": "not met", "both": "contested", "neither": "open"}


class VariableRow(Struct, frozen=True):
    """What a variable can be: for each column the days on which it can, or that it is not decided; and within what."""

    title: str
    shown: tuple[Days | None, ...]
    bound: Extent = Extent()


def row_of(outset: Outset, section: Section) -> VariableRow:
    """Return what a variable can be, by the school that a run judges by."""
    ((school, rules),) = schools_of(outset, None)[:1]
    patterns = (*section.for_, *section.against)

    def laid(field: Field, inquiry: Inquiry) -> Sequence[int]:
        gates = [sure for sure, _ in inquiry.lay(field.cells, _formulas(outset, section, field))]
        inquiry.ready(gates)
        return gates

    statements = sorted({one.statement for one in patterns})
    panorama = Panorama(outset, statements, Approach(school, rules, outset.day), laid, patterns)
    found: list[list[Span] | None] = [[] for _ in COLUMNS]
    try:
        for view in panorama.views():
            for at, column in enumerate(COLUMNS):
                days = found[at]
                if days is not None:
                    found[at] = _on(view, at, column, outset, section, days)
    except TooWideError:
        found = [None for _ in COLUMNS]
    return VariableRow(section.title, tuple(map(joined, found)), panorama.bound)


def _on(
    view: EraView, at: int, column: str, outset: Outset, section: Section, days: list[Span]
) -> list[Span] | None:
    """Return days, and those of an era on which a variable can be as a column says; None: that is not decided."""
    for run in view.runs:
        try:
            shown = view.find(at, run)
        except UnsettledError:
            return None
        if shown is None:
            continue
        text = written(shown.terrain, shown.facts, f"{section.title}: {column}")
        ledger = Ledger(judged(shown.terrain, outset.rulebook, text), outset.rulebook.vocabulary)
        if heads_of(ledger, section, dict(shown.terrain.roles)).state != _STATES[column]:
            return None
        days = [*days, run]
    return days


def opposing(section: Section) -> tuple[Pattern, ...]:
    """Return what counts against a variable: what it says, and the contrary of all that counts for it."""
    return (*section.against, *(replace(one, truth=not one.truth) for one in section.for_))


def _formulas(outset: Outset, section: Section, field: Field) -> tuple[Formula, ...]:
    """Say for each column when a variable is so."""
    cells, roles = field.cells, dict(field.terrain.roles)
    sides = [
        [bound(one, roles) for one in some_] for some_ in (section.for_, section.against, opposing(section))
    ]
    favour, against, missed = (some(is_met(cells, one) for one in _literals(cells, side)) for side in sides)
    speak = [some(_spoken(cells, side)) for side in (sides[0], sides[2])]
    doubts = [one for side in (sides[0], sides[2]) for one in _doubting(cells, side)]
    open_ = (no(favour), no(missed))
    return (
        every((favour, no(against))),
        every((missed, no(favour))),
        every((*speak, *open_)),
        every((*map(no, (*speak, *doubts)), *open_, *_answered(outset, cells))),
    )


def _literals(cells: Cells, side: Iterable[Pattern]) -> list[Literal]:
    """Return the literals that patterns speak of."""
    atoms = [
        Literal(atom, one.truth)
        for one in side
        for atom in sorted({literal.atom for literal in cells.conflicts.literals}, key=str)
        if extended(one, atom, {}) is not None
    ]
    return list(dict.fromkeys(atoms))


def _meeting(cells: Cells, side: Iterable[Pattern]) -> list[Literal]:
    return [one for literal in _literals(cells, side) for one in meeting(cells.conflicts, literal)]


def _spoken(cells: Cells, side: Iterable[Pattern]) -> list[Formula]:
    """Return, for what patterns speak of, that something supports it."""
    return [one for literal in _meeting(cells, side) for one in supporters(cells, literal)]


def _doubting(cells: Cells, side: Iterable[Pattern]) -> list[Formula]:
    """Return, for what patterns speak of, that a defeater for it applies: what it casts doubt on is contested."""
    return [
        cells.holds("applies", number)
        for literal in _meeting(cells, side)
        for number in cells.concluding.get(literal, ())
        if cells.instances[number].rule.kind == "defeater"
    ]


def _answered(outset: Outset, cells: Cells) -> list[Formula]:
    """Return, for each question that may be asked, that it is answered: so, not so, or by one of its values."""
    vocabulary = outset.rulebook.vocabulary
    questions: dict[object, list[Literal]] = {}
    for literal in cells.asserting:
        if vocabulary.statements[literal.atom.statement].ask:
            questions.setdefault(vocabulary.group(literal.atom) or literal.atom, []).append(literal)
    return [some(cells.holds("asserted", one) for one in some_) for some_ in questions.values()]
