"""Look for the smallest edits of the rules that mend one judgement, and break no other and no example.

Every single edit, and every two together, are tried in the case at once; those by which the sentence comes out are then
done one by one, and tried on every example and every other case.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from itertools import combinations
from pathlib import Path
from typing import TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from rubicon.editing.repairing.combining import together
from rubicon.editing.repairing.edits import Edit, edits_of, unlikelihood
from rubicon.editing.repairing.holding import Looked, Repair, breaking, hold, parts_of, seat_of
from rubicon.editing.repairing.seeking import MOST_SETS, pairs_across, seek
from rubicon.editing.spreading import Tick
from rubicon.editing.trying import Bench
from rubicon.judging.assessing import assess, verdict_on
from rubicon.judging.ledger import Ledger
from rubicon.language.facts import Case, Literal
from rubicon.language.rules import Rule, Rulebook
from rubicon.language.speaking import speak
from rubicon.reading.revising import revised
from rubicon.reading.writing import Draft, draft_of
from rubicon.version import __version__

MOST_EDITS = 6_000
"""Single edits that are tried together in the case; beyond them no pairs are."""

MOST_COMPOSED = 4 * MOST_EDITS
"""Pairs of edits of one file that are tried, so many at once as single ones."""

MOST_HELD = 300
"""Pairs of edits that are tried on every example and case."""

EditWays: TypeAlias = tuple[tuple[Edit, ...], ...]
"""EditWays of doing some edits, which differ in how far figures move, the nearest first."""

Each: TypeAlias = Callable[[Callable[[Bench, EditWays], Looked], Sequence[EditWays]], Iterable[Looked]]
"""Does something about each of some items, as `Crew.each` does."""


class Repairs(Struct, frozen=True):
    """What would mend a judgement of a case by a school, by their `cost`.

    `tried` and `pairs` are the single edits and the pairs tried in the case, the latter of so many as are `possible`;
    `alone` and `mending` those of each by which it would come out. The single ones were all tried on every example and
    case, of the pairs so many as were `held`. Without `whole` not every pair was tried.
    """

    rulebook: Rulebook
    case: Case
    wanted: str
    school: str | None
    is_so: bool
    rules: int = 0
    tried: int = 0
    pairs: int = 0
    possible: int = 0
    alone: int = 0
    mending: int = 0
    held: int = 0
    whole: bool = True
    repairs: tuple[Repair, ...] = ()
    broken: tuple[tuple[str, str], ...] = ()
    version: str = __version__


def repairs(
    rulebook: Rulebook, case: Case, wanted: Literal, school: str | None, each: Each, tick: Tick
) -> Repairs:
    """Try every single edit of the rules on which a sentence depends, and every two, so that it is established.

    Raises:
        BadInput: the case cannot be judged, there is no such school, or the rules and edits pass a limit together.
    """
    bench, vocabulary = Bench(rulebook), rulebook.vocabulary
    judged = assess(rulebook, case, schools=[school] if school else None).judgements[0]
    said = speak(vocabulary, wanted)
    if verdict_on(judged.judgement, vocabulary, wanted).truth is True:
        return Repairs(rulebook, case, said, school, is_so=True)
    names = _depending(judged.rules, wanted)
    seat = seat_of(bench, case, school)
    ledger = Ledger(seat.school.judgement, vocabulary)
    deciding = _deciding(ledger, wanted)
    edits = list(_read(bench, names, ledger))
    some = edits[:MOST_EDITS]
    whole = len(some) == len(edits)
    found = seek(vocabulary, seat, some, wanted, 2 if whole else 1, MOST_SETS)
    sets = [tuple(some[at] for at in one) for one in found.sets]
    alone = {one[0].kin for one in sets if len(one) == 1}
    composed = list(_composed(bench, [one for one in some if one.kin not in alone])) if whole else []
    composed.sort(key=lambda one: one.rule not in deciding)
    for start in range(0, min(len(composed), MOST_COMPOSED), MOST_EDITS):
        part = composed[start : start + MOST_EDITS]
        sets += [(part[at],) for (at,) in seek(vocabulary, seat, part, wanted, 1, MOST_SETS).sets]
    groups: dict[tuple[object, ...], list[tuple[Edit, ...]]] = {}
    for one in sets:
        groups.setdefault(tuple(edit.kin for edit in one), []).append(one)
    ways = [tuple(sorted(one, key=_far)) for one in groups.values()]
    ways.sort(key=lambda one: (_size(one[0]), unlikelihood(part.change for part in parts_of(one[0]))))
    singles = [one for one in ways if _size(one[0]) == 1]
    doubles = ways[len(singles) :]
    if len(doubles) > MOST_HELD:
        doubles.sort(key=_promise(doubles, deciding, each))
    chosen = [*singles, *doubles[:MOST_HELD]]
    looked: list[Looked] = []
    for outcome in each(partial(hold, case=case, wanted=wanted, school=school), chosen):
        looked.append(outcome)
        tick(len(looked), len(chosen))
    listed = sorted((one.repair for one in looked if one.repair), key=lambda one: one.cost)
    return Repairs(
        rulebook,
        case,
        said,
        school,
        is_so=False,
        rules=len(names),
        tried=len(some),
        pairs=found.tried - len(some) + min(len(composed), MOST_COMPOSED),
        possible=pairs_across(edits) + len(composed),
        alone=len(singles),
        mending=len(doubles),
        held=len(chosen) - len(singles),
        whole=whole and found.whole == 2 and len(composed) <= MOST_COMPOSED,
        repairs=tuple(listed),
        broken=tuple((one.told, one.broken) for one in looked if one.broken),
    )


def repaired(rulebook: Rulebook, one: Repair) -> list[Draft]:
    """Return the files of rules with the edits of a repair done, their remarks kept.

    Raises:
        BadInput: one cannot be read any more.
    """
    places = {rule.id: rule.place for rule in rulebook.rules}
    drafts = [(draft_of(Path(places[edit.rule].path)), edit.content) for edit in one.edits]
    return [draft.with_text(revised(draft.text, content)) for draft, content in drafts]


def _read(bench: Bench, names: Iterable[str], ledger: Ledger) -> Iterator[Edit]:
    """Yield every edit of some rules that can be read, with the rules as it makes them."""
    for name in names:
        rule = bench.rereader.rules[name]
        for edit in edits_of(rule, bench.rereader.content(rule), bench.rulebook.vocabulary, ledger):
            yield from _readable(bench, edit)


def _readable(bench: Bench, edit: Edit) -> Iterator[Edit]:
    changed = bench.rereader.read(edit.rule, edit.content)
    if not isinstance(changed, str):
        yield replace(edit, rules=bench.mine(changed, edit.rule))


def _composed(bench: Bench, edits: Iterable[Edit]) -> Iterator[Edit]:
    """Yield every two edits of one file as one, where they do not meet and what they make can be read."""
    files: dict[str, list[Edit]] = {}
    for edit in edits:
        if edit.figure is None or edit.steps not in (edit.figure.low, edit.figure.high):
            files.setdefault(edit.rule, []).append(edit)
    for name, some in files.items():
        was = dict(bench.rereader.content(bench.rereader.rules[name]))
        was.pop("example", None)
        for one, other in combinations(some, 2):
            content = together(was, one.content, other.content)
            if content is not None:
                yield from _readable(bench, Edit(name, "", "", "", content, parts=(one, other)))


def _deciding(ledger: Ledger, wanted: Literal) -> frozenset[str]:
    """Return the rules, by their files, that speak for or against a sentence in a case, and that what is so rests on."""
    sides = (wanted, *ledger.rivals(wanted))
    arguments = [argument for side in sides for argument in ledger.for_(side)] + [*ledger.beneath(sides)]
    rules = [argument.instance.rule for argument in arguments if argument.instance]
    return frozenset(rule.otherwise_of or rule.id for rule in rules)


def _promise(
    pairs: Iterable[EditWays], deciding: frozenset[str], each: Each
) -> Callable[[EditWays], tuple[int, int]]:
    """Return what puts pairs in order: the fewer edits that break an example by themselves, and then the more that touch what decides."""
    single = {part.kin: part for one in pairs for part in parts_of(one[0]) if part.figure is None}
    broken = each(breaking, [((one,),) for one in single.values()])
    breaks = {kin for kin, looked in zip(single, broken, strict=True) if looked.broken}

    def promise(one: EditWays) -> tuple[int, int]:
        parts = tuple(parts_of(one[0]))
        return sum(part.kin in breaks for part in parts), sum(part.rule not in deciding for part in parts)

    return promise


def _size(edits: Iterable[Edit]) -> int:
    return sum(1 for _ in parts_of(edits))


def _far(edits: Iterable[Edit]) -> int:
    """Return how far figures move."""
    return sum(abs(part.steps - part.figure.steps) for part in parts_of(edits) if part.figure is not None)


def _depending(rules: Iterable[Rule], wanted: Literal) -> list[str]:
    """Return the rules, by their files, that conclude a sentence or its contrary, or what these ask, and so on."""
    concluding: dict[str, list[Rule]] = {}
    for rule in rules:
        for head in rule.conclusions:
            concluding.setdefault(head.statement, []).append(rule)
    waiting, met, found = [wanted.atom.statement], {wanted.atom.statement}, set[str]()
    while waiting:
        for rule in concluding.get(waiting.pop(), ()):
            found.add(rule.otherwise_of or rule.id)
            asked = {pattern.statement for pattern in rule.premises} - met
            met |= asked
            waiting += sorted(asked)
    return sorted(found)
