"""Whether edits mend a judgement and break nothing, tried on every example and case, and how far a figure may move for that."""

from collections.abc import Callable, Iterable, Iterator
from functools import partial

from msgspec import Struct
from msgspec.structs import replace

from rubicon.editing.casework import Seat
from rubicon.editing.repairing.edits import Edit, moved_to, unlikelihood
from rubicon.editing.repairing.figures import MovableFigure
from rubicon.editing.trying import Bench
from rubicon.firing.instances import Firings
from rubicon.judging import judge
from rubicon.judging.assessing import verdict_on
from rubicon.judging.bearing import bearing_on
from rubicon.judging.judgements import Judgement
from rubicon.language.facts import Case, Literal, sort_key
from rubicon.language.rules import Rule
from rubicon.language.speaking import speak
from rubicon.language.vocabulary import Vocabulary
from rubicon.problems import BadInput

MOST_WAYS = 6
"""Places to which a figure is moved, one after the other, where what it mends there breaks something."""


class RepairStep(Struct, frozen=True):
    """An edit of a repair, and between which a figure that it moves mends, whatever else it is; None: without an end."""

    rule: str
    title: str
    change: str
    before: str
    after: str
    low: str | None = None
    high: str | None = None
    ranges: bool = False


class Repair(Struct, frozen=True):
    """An edit, or two, by which a judgement is mended: what stood before and stands after, and what it costs.

    `moved` are the other findings of the case that come out otherwise by the same school, `touched` the other cases in
    which a rule of it applies as it is; none of them, and no example, comes out otherwise.
    """

    steps: tuple[RepairStep, ...]
    moved: tuple[str, ...]
    touched: tuple[str, ...]
    edits: tuple[Edit, ...]

    @property
    def cost(self) -> tuple[object, ...]:
        """Return what it is ordered by: the likelier to be meant, then the fewest findings and cases that it bears on.

        One edit comes before two; of as many, those come first of which the least likely change stands earlier in `LIKELY`.
        """
        said = tuple((one.rule, one.change, one.after or one.before) for one in self.steps)
        return (
            len(self.steps),
            unlikelihood(one.change for one in self.steps),
            len(self.moved),
            len(self.touched),
            said,
        )


class Looked(Struct, frozen=True):
    """What came of some edits: a repair, or what they break."""

    repair: Repair | None = None
    told: str = ""
    broken: str = ""


def hold(
    bench: Bench, ways: tuple[tuple[Edit, ...], ...], *, case: Case, wanted: Literal, school: str | None
) -> Looked:
    """Try ways of doing some edits, which differ in how far figures move, the nearest first, until one breaks nothing."""
    trial = EditTrial(bench, seat_of(bench, case, school), wanted, case)
    told = broken = ""
    for number, way in enumerate(ways[:MOST_WAYS]):
        edits = trial.nearest(way) if not number else way
        if not trial.mends(edits):
            continue
        by = trial.breaks(edits)
        if not by:
            return Looked(trial.repair(edits))
        if not broken:
            told, broken = "; ".join(_told(one) for one in parts_of(edits)), by
    return Looked(None, told, broken)


def breaking(bench: Bench, ways: tuple[tuple[Edit, ...], ...]) -> Looked:
    """Tell what example fails by an edit, whatever becomes of the case."""
    (edit,) = ways[0]
    changed = bench.rereader.read(edit.rule, edit.content)
    failing = None if isinstance(changed, str) else bench.failing([edit.rule], changed)
    return Looked(None, _told(edit), f"{failing[0].id}: {failing[1].name}" if failing else "")


def seat_of(bench: Bench, case: Case, school: str | None) -> Seat:
    """Return a case as a school judges it; without a name as the first does."""
    for seat in bench.casework.seats_of(case):
        if school is None or (seat.school.school is not None and seat.school.school.name == school):
            return seat
    raise AssertionError(school)


class EditTrial:
    """A case, a sentence that should come out in it, and edits tried for that."""

    def __init__(self, bench: Bench, seat: Seat, wanted: Literal, case: Case) -> None:
        self.bench, self.seat, self.wanted, self.case = bench, seat, wanted, case
        self.vocabulary = bench.rulebook.vocabulary

    def rules(self, edits: Iterable[Edit]) -> dict[str, Rule] | None:
        """Return the rules of the rulebook with some edits done; None where they cannot be read so."""
        reader = self.bench.rereader
        for edit in edits:
            changed = reader.read(edit.rule, edit.content)
            if isinstance(changed, str):
                return None
            reader = reader.beyond(changed)
        return reader.rules

    def _sides(self, edits: tuple[Edit, ...], changed: dict[str, Rule]) -> tuple[list[Rule], list[Rule]]:
        names = dict.fromkeys(edit.rule for edit in edits)
        was = [rule for name in names for rule in self.bench.mine(self.bench.rereader.rules, name)]
        return was, [rule for name in names for rule in self.bench.mine(changed, name)]

    def firings(self, edits: tuple[Edit, ...]) -> Firings | None:
        """Return what is fired in the case after some edits; None where that is as before, or cannot be."""
        changed = self.rules(edits)
        try:
            return (
                None
                if changed is None
                else self.bench.casework.refired(self.seat, *self._sides(edits, changed))
            )
        except BadInput:
            return None

    def mends(self, edits: tuple[Edit, ...]) -> bool:
        """Tell whether the sentence comes out after some edits."""
        firings = self.firings(edits)
        if firings is None:
            return False
        judgement = judge(self.vocabulary, bearing_on(self.vocabulary, firings, {self.wanted.atom.statement}))
        return verdict_on(judgement, self.vocabulary, self.wanted).truth is True

    def breaks(self, edits: tuple[Edit, ...]) -> str:
        """Return the first example or case that comes out otherwise after some edits; or nothing."""
        changed = self.rules(edits)
        if changed is None:
            return "the reader"
        failing = self.bench.failing({edit.rule for edit in edits}, changed)
        if failing:
            return f"{failing[0].id}: {failing[1].name}"
        return self.bench.casework.turned(*self._sides(edits, changed), besides=self.case.place.path)

    def holds(self, edits: tuple[Edit, ...]) -> bool:
        """Tell whether some edits mend the judgement and break nothing."""
        return self.mends(edits) and not self.breaks(edits)

    def nearest(self, edits: tuple[Edit, ...]) -> tuple[Edit, ...]:
        """Return edits whose figures move no further than it takes for the sentence to come out."""
        for at, edit in enumerate(edits):
            if edit.figure is not None:
                so = partial(self._mends_with, edits, at)
                edits = self._with(edits, at, _last(edit.steps, edit.figure.steps, so))
        return edits

    def _mends_with(self, edits: tuple[Edit, ...], at: int, steps: int) -> bool:
        return self.mends(self._with(edits, at, steps))

    def _with(self, edits: tuple[Edit, ...], at: int, steps: int) -> tuple[Edit, ...]:
        """Return edits with the figure of one moved elsewhere."""
        one = edits[at]
        assert one.figure is not None, "only figures move"  # noqa: S101
        content = one.figure.moved(one.content, one.figure.steps)[2]
        moved = moved_to(self.bench.rereader.rules[one.rule], content, one.figure, steps)
        return (*edits[:at], replace(moved, before=one.before), *edits[at + 1 :])

    def repair(self, edits: tuple[Edit, ...]) -> Repair:
        """Return edits that mend as a repair, with what they cost."""
        changed, firings = self.rules(edits), self.firings(edits)
        assert changed is not None, "it was tried"  # noqa: S101
        assert firings is not None, "it was tried"  # noqa: S101
        moved = _moved(
            self.vocabulary, self.seat.school.judgement, judge(self.vocabulary, firings), self.wanted
        )
        ids = {rule.id for rule in self._sides(edits, changed)[0]}
        seats = self.bench.casework.seats()
        touched = {
            one.case.name for one in seats if any(i.rule.id in ids for i in one.school.firings.instances)
        }
        steps = tuple(step for at in range(len(edits)) for step in self._steps(edits, at))
        return Repair(steps, moved, tuple(sorted(touched - {self.case.name})), edits)

    def _steps(self, edits: tuple[Edit, ...], at: int) -> Iterator[RepairStep]:
        """Yield an edit as it is told, or the two that it is made of; with how far it may move, if it stands alone in its file."""
        title = self.bench.rereader.rules[edits[at].rule].title
        for one in parts_of(edits[at : at + 1]):
            step = RepairStep(one.rule, title, one.change, one.before, one.after)
            yield step if one.figure is None or edits[at].parts else self._ranged(step, edits, at, one.figure)

    def _ranged(
        self, step: RepairStep, edits: tuple[Edit, ...], at: int, figure: MovableFigure
    ) -> RepairStep:
        steps = edits[at].steps

        def so(other: int) -> bool:
            return self.holds(self._with(edits, at, other))

        ends: list[str | None] = []
        for far in (figure.low, figure.high):
            # beyond the rule's own figure it is moved the other way, which is another edit
            stop = figure.steps if (far < figure.steps) != (steps < figure.steps) else far
            is_open = stop == far and (steps == far or so(far))
            ends.append(None if is_open else figure.spelled(_last(steps, stop, so)))
        return replace(step, low=ends[0], high=ends[1], ranges=True)


def parts_of(edits: Iterable[Edit]) -> Iterator[Edit]:
    """Yield edits, and of two of one file each."""
    for edit in edits:
        yield from edit.parts or (edit,)


def _told(edit: Edit) -> str:
    return f"{edit.rule}: {edit.change}: {edit.after or edit.before}"


def _last(good: int, bad: int, so: Callable[[int], bool]) -> int:
    """Return the last number from one at which something is so, towards one at which it is not, where it ceases to be so once."""
    while abs(good - bad) > 1:
        middle = (good + bad) // 2
        good, bad = (middle, bad) if so(middle) else (good, middle)
    return good


def _moved(vocabulary: Vocabulary, was: Judgement, now: Judgement, wanted: Literal) -> tuple[str, ...]:
    """Return the findings that come out otherwise, but for those about what is wanted."""
    atoms = {*was.verdicts, *now.verdicts}
    truths = {
        atom: [one.verdicts[atom].truth if atom in one.verdicts else None for one in (was, now)]
        for atom in atoms
    }
    found = (
        Literal(atom, truth=True)
        for atom, (before, after) in truths.items()
        if before is not after and atom.statement != wanted.atom.statement
    )
    return tuple(speak(vocabulary, literal) for literal in sorted(found, key=sort_key))
