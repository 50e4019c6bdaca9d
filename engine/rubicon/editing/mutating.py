"""Change the rules of a rulebook one thing at a time, and say what no example and no case notices."""

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from time import monotonic

import msgspec
from msgspec import Struct

from rubicon.editing.inspecting import is_about
from rubicon.editing.mutants import CHANGES, Mutant, MutationKind
from rubicon.editing.sameness import BOUND
from rubicon.editing.spreading import Crew, OutOfTimeError, Tick, within
from rubicon.editing.testing import in_percent
from rubicon.editing.trying import Bench, MutantFate, MutantTrial
from rubicon.language.rules import Rulebook
from rubicon.places import own_folder
from rubicon.problems import BadInput, Problem, in_order
from rubicon.reading.choosing import case_files
from rubicon.reading.replacing import replace
from rubicon.version import __version__

SECONDS = 60.0
"""A process's own time on one mutant; past it the mutant is late, and counts as noticed by nobody."""

SAVED_EVERY = 5.0
"""Seconds between two savings of what is found."""

KEPT = 4
"""Rulebooks of which what became of the mutants is kept."""

NOTICED: tuple[MutantFate, ...] = ("refused", "example", "case")
"""What notices a mutant: the reader, an example or a case."""

_ENDING = ".mutants"


class Tried(Struct, frozen=True):
    """A mutant, without what its file says, and what became of it."""

    rule: str
    change: MutationKind
    before: str
    after: str
    fate: MutantFate
    by: str = ""


class ChangeTally(Struct, frozen=True):
    """How the mutants of one kind of change fared."""

    change: str
    total: int
    fates: dict[MutantFate, int]

    def of(self, fate: MutantFate) -> int:
        """Return how many ended so."""
        return self.fates.get(fate, 0)

    @property
    def same(self) -> int:
        """Return how many are proved to mean the same as their rule."""
        return self.of("same")

    @property
    def noticed(self) -> int:
        """Return how many the reader, an example or a case notices."""
        return sum(self.of(fate) for fate in NOTICED)

    @property
    def left(self) -> int:
        """Return how many nothing notices, the late ones among them."""
        return self.total - self.noticed - self.same

    @property
    def score(self) -> Fraction:
        """Return the share that is noticed, of those not proved to mean the same; of nothing all."""
        meant = self.total - self.same
        return Fraction(self.noticed, meant) if meant else Fraction(1)

    @property
    def percent(self) -> str:
        """Return the score as it is told."""
        return in_percent(self.score)


class Mutation(Struct, frozen=True):
    """What became of every mutant of some rules, in the order of the rules and of their files."""

    rulebook: Rulebook
    rules: int
    tried: tuple[Tried, ...]
    bound: str = BOUND
    seconds: float = SECONDS
    version: str = __version__

    @property
    def tallies(self) -> tuple[ChangeTally, ...]:
        """Return how each kind of change fared."""
        found = (_tally(change, [one for one in self.tried if one.change == change]) for change in CHANGES)
        return tuple(one for one in found if one.total)

    @property
    def whole(self) -> ChangeTally:
        """Return how all fared together."""
        return _tally("all", self.tried)

    @property
    def unnoticed(self) -> tuple[Tried, ...]:
        """Return those that nothing notices, late ones included."""
        return tuple(one for one in self.tried if one.fate in ("survives", "late"))

    @property
    def same(self) -> tuple[Tried, ...]:
        """Return those that are proved to mean the same as their rule."""
        return tuple(one for one in self.tried if one.fate == "same")

    @property
    def without_reader(self) -> str:
        """Return the score of what the reader takes alone, as it is told."""
        return _tally("read", [one for one in self.tried if one.fate != "refused"]).percent


def mutate(rulebook: Rulebook, about: str, crew: Crew, tick: Tick, *, keep: bool) -> Mutation:
    """Try every mutant of the rules in use, or of a topic or a rule.

    With `keep`, what is found is kept in the user's cache folder as it comes, and not sought again.

    Raises:
        BadInput: an example fails as the rules are; then nothing can be told from an example.
    """
    written = [rule for rule in rulebook.rules if rule.status != "retired" and rule.otherwise_of is None]
    failing = in_order(p for some in crew.each(_failing, [rule.id for rule in written]) for p in some)
    if failing:
        raise BadInput(failing)
    ids = [rule.id for rule in written if is_about(rule, about)]
    path = _path(rulebook) if keep else None
    known = _read(path)
    found: dict[str, list[Tried]] = {name: known[name] for name in ids if name in known}
    missing = [name for name in ids if name not in found]
    saved = monotonic()
    try:
        for done, (name, tried) in enumerate(zip(missing, crew.each(_try_all, missing), strict=True), 1):
            found[name] = tried
            tick(len(ids) - len(missing) + done, len(ids))
            if monotonic() - saved > SAVED_EVERY:
                _save(path, known | found)
                saved = monotonic()
    finally:
        _save(path, known | found)
    return Mutation(rulebook, len(ids), tuple(one for name in ids for one in found[name]))


def _failing(bench: Bench, rule_id: str) -> tuple[Problem, ...]:
    return tuple(problem for problem in bench.examples.run(bench.rules[rule_id]) if not problem.warning)


def _try_all(bench: Bench, rule_id: str) -> list[Tried]:
    return [_try(bench, mutant) for mutant in bench.mutants(bench.rules[rule_id])]


def _try(bench: Bench, mutant: Mutant) -> Tried:
    try:
        with within(SECONDS):
            trial = bench.tried(mutant)
    except OutOfTimeError:
        trial = MutantTrial("late")
    return Tried(mutant.rule, mutant.change, mutant.before, mutant.after, trial.fate, trial.by)


def _tally(change: str, tried: Sequence[Tried]) -> ChangeTally:
    return ChangeTally(change, len(tried), dict(Counter(one.fate for one in tried)))


def _path(rulebook: Rulebook) -> Path | None:
    """Return the file that keeps what is found of a rulebook as it is, its cases included; None where none may."""
    folder = own_folder(make=True)
    if folder is None:
        return None
    digest = hashlib.sha256(f"{__version__}\0{rulebook.digest}\0{SECONDS}\0".encode())
    for path in case_files(Path(rulebook.folder)):
        digest.update(f"{path.name}\0".encode("utf-8", "surrogateescape") + path.read_bytes())
    return folder / f"{digest.hexdigest()}{_ENDING}"


def _read(path: Path | None) -> dict[str, list[Tried]]:
    """Return what is kept, by rule; nothing of what is damaged. What was late is tried again."""
    try:
        content = path.read_bytes() if path is not None else b"{}"
        kept = msgspec.json.decode(content, type=dict[str, list[Tried]])
    except (OSError, msgspec.MsgspecError, ValueError):
        return {}
    return {name: some for name, some in kept.items() if not any(one.fate == "late" for one in some)}


def _save(path: Path | None, found: Mapping[str, list[Tried]]) -> None:
    """Keep what is found; where that cannot be done, nothing happens."""
    if path is None:
        return
    try:
        replace(path, msgspec.json.encode(found))
        others = sorted(path.parent.glob(f"*{_ENDING}"), key=lambda one: one.stat().st_mtime, reverse=True)
        for old in others[KEPT:]:
            old.unlink(missing_ok=True)
    except OSError:
        return
