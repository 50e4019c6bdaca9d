"""Make the files as they are once something is renamed, and prove that they mean what they meant."""

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from rubicon.editing.renaming.asking import Recalled, Reworded, Wish
from rubicon.editing.renaming.comparing import Comparer
from rubicon.editing.renaming.documents import Renamer
from rubicon.language.facts import Case, Entity, Place
from rubicon.language.rules import Rulebook
from rubicon.problems import BadInput, Problem, in_order
from rubicon.reading import parse_case, read_rulebook
from rubicon.reading.gathering import BESIDE, RESERVED, contents
from rubicon.reading.layout import laid
from rubicon.reading.lines import Path as Keys
from rubicon.recording.filing import laid_out


class Respelt(Struct, frozen=True):
    """A file before and after; `target` is where it lies afterwards."""

    path: Path
    target: Path
    was: str
    now: str


class Renamed(Struct, frozen=True):
    """What a renaming changes, and what still says the old name in prose, where no rule reads it."""

    files: tuple[Respelt, ...]
    left: tuple[tuple[Place, str], ...]


def renamed(
    rulebook: Rulebook, wish: Wish, cases: Sequence[tuple[Case, str]], files: Mapping[str, str]
) -> Renamed:
    """Return what changes in the files of a rulebook, given by their names in its folder, and in some cases.

    Raises:
        BadInput: some sentence would not be read any more, or would mean something else.
    """
    folder = Path(rulebook.folder)
    renamer = Renamer(rulebook, wish)
    own = {rule.place.path: rule for rule in rulebook.rules if rule.otherwise_of is None}
    found = []
    outside = isinstance(wish, Recalled) and wish.inside
    for inside, was in sorted(files.items()):
        path = folder / inside
        rule = own.get(str(path))
        examples = enumerate(rule.examples) if rule is not None else ()
        entities: dict[Keys, tuple[Entity, ...]] = {("example", n): one.entities for n, one in examples}
        now = was if outside else renamer.renamed(was, _part(inside), entities)
        found.append(Respelt(path, folder / _target(wish, inside), was, _laid(was, now)))
    told = [
        Respelt(
            Path(case.place.path),
            Path(case.place.path),
            text,
            _laid(text, renamer.renamed(text, "case", {(): case.entities})),
        )
        for case, text in cases
    ]
    _prove(rulebook, wish, found, [(case, one) for (case, _), one in zip(cases, told, strict=True)])
    all_files = [*found, *told]
    changed = tuple(one for one in all_files if one.was != one.now or one.path != one.target)
    return Renamed(changed, tuple(_left(wish, all_files)))


def written_in(rulebook: Rulebook) -> list[Path]:
    """Return the files of a rulebook: those that are read with it, and what editors state of it."""
    folder = Path(rulebook.folder)
    stated = sorted((folder / "properties").rglob("*.toml"))
    return [*(folder / inside for inside in contents(folder)), *stated]


def _laid(was: str, now: str) -> str:
    """Return what a file says now, laid out as everywhere if it was so before."""
    return laid(now) if now != was and laid(was) == was else now


def _part(inside: str) -> str:
    first = Path(inside).with_suffix("").parts[0]
    return first if first in (*RESERVED, *BESIDE) else "rule"


def _target(wish: Wish, inside: str) -> str:
    if isinstance(wish, Reworded) or wish.what not in ("rule", "topic") or _part(inside) != "rule":
        return inside
    return f"{wish.name(inside.removesuffix('.toml'))}.toml"


def _prove(
    rulebook: Rulebook, wish: Wish, files: Sequence[Respelt], cases: Sequence[tuple[Case, Respelt]]
) -> None:
    """Read everything as it would be, and compare it with what there is.

    Raises:
        BadInput: something cannot be read, or means something else.
    """
    folder, compare = Path(rulebook.folder), Comparer(wish).same
    written = [(one.target.relative_to(folder).as_posix(), one.now.encode("utf-8")) for one in files]
    with laid_out(written) as place:
        back = {str(place / one.target.relative_to(folder)): str(one.path) for one in files}
        try:
            now = read_rulebook(place)
        except BadInput as bad:
            wrong = [one for one in bad.problems if not one.warning]
            words = [
                one for one in wrong if one.path.startswith(str(place / "vocabulary"))
            ]  # else they follow
            raise BadInput(_refused([_at_home(one, back) for one in words or wrong])) from None
    problems = [] if compare(rulebook, now) else _differing(rulebook, now, wish)
    for case, one in cases:
        try:
            if not compare(case, replace(parse_case(one.now, now, str(one.path)), name=case.name)):
                problems.append(_otherwise(str(one.path)))
        except BadInput as bad:
            problems += _refused([_at_home(one, back) for one in bad.problems])
    if problems:
        raise BadInput(in_order(problems))


def _refused(problems: Sequence[Problem]) -> list[Problem]:
    """Say of what is wrong that it is so with the files as they would be."""
    return [replace(one, what=f"once renamed: {one.what}") for one in problems if not one.warning]


def _at_home(problem: Problem, back: Mapping[str, str]) -> Problem:
    texts = [problem.path, problem.what, problem.remedy]
    for there, real in back.items():
        texts = [text.replace(there, real) for text in texts]
    return replace(problem, path=texts[0], what=texts[1], remedy=texts[2])


def _differing(was: Rulebook, now: Rulebook, wish: Wish) -> list[Problem]:
    """Say which rules would mean something else, or that the words of the rulebook would."""
    compare = Comparer(wish).same
    others = {rule.id: rule for rule in now.rules}
    found = []
    for rule in was.rules:
        name = wish.name(rule.id) if isinstance(wish, Recalled) else rule.id
        if name not in others or not compare(rule, others[name]):
            found.append(_otherwise(rule.place.path))
    return found or [_otherwise(was.folder)]


def _otherwise(path: str) -> Problem:
    what = "once renamed, something here would mean something else"
    return Problem(path, 0, what, "Give it a name that cannot be taken for anything else.")


def _left(wish: Wish, files: Sequence[Respelt]) -> Iterator[tuple[Place, str]]:
    """Yield the lines that say the old name still: remarks and prose, which no rule reads."""
    if isinstance(wish, Reworded):
        return
    after = "/" if wish.what == "topic" else r"(?![\w-])"  # a topic's name is a common word
    was, now = (
        re.compile(rf"(?<![\w/-]){re.escape(name)}{after}", re.IGNORECASE) for name in (wish.old, wish.new)
    )
    for one in files:
        for number, row in enumerate(one.now.split("\n"), 1):
            if was.search(now.sub("", row)):  # the new name may hold the old one
                yield Place(str(one.target), number), row.strip()
