"""Which rulebook is read, and which cases are its own: DESIGN 2.3."""

from collections.abc import Iterable
from pathlib import Path

from msgspec import Struct

from rubicon.places import shipped
from rubicon.problems import BadInput, Problem, did_you_mean
from rubicon.reading.gathering import BESIDE, RESERVED


class Chosen(Struct, frozen=True):
    """The folder of the rulebook that is read; `notice` says so where another could have been meant."""

    folder: Path
    notice: str = ""


def choose_rulebook(given: str | None, cases: Iterable[Path]) -> Chosen:
    """Return the rulebook that is read.

    That is `given`, a folder or the name of a shipped rulebook; else the one in whose `cases/` all cases lie;
    else the nearest `rules/` with a vocabulary, looking upward from the working folder; else the one shipped
    first. A notice says which of the last three was taken where they are not one.

    Raises:
        BadInput: `given` is neither a folder nor the name of a shipped rulebook, or the cases lie in two.
    """
    if given is not None:
        return Chosen(_named(given))
    own = {folder for case in cases if (folder := _owner(case)) is not None}
    if len(own) > 1:
        names = " and ".join(sorted(str(shown(folder)) for folder in own))
        what = f"these cases belong to two rulebooks, {names}"
        raise BadInput([Problem("argument", 0, what, "Say with --rules by which they are judged.")])
    first = shipped("rules").resolve()
    meant = list(dict.fromkeys([*own, *_nearest(), first]))
    if len(meant) == 1:
        return Chosen(shown(meant[0]))
    why = "to which the case belongs" if own else "the nearest one"
    return Chosen(
        shown(meant[0]), f"judged by the rulebook in {shown(meant[0])}, {why}; --rules names another"
    )


def library_of(folder: Path) -> Path | None:
    """Return the folder of a rulebook's own cases, if it has one.

    It lies inside the rulebook; that of a rulebook called `rules`, as it is shipped, lies beside it.
    """
    return next((library for library in _libraries(folder) if library.is_dir()), None)


def looked_for(folder: Path) -> str:
    """Say where a rulebook's own cases are looked for."""
    places = " and ".join(str(shown(place)) for place in _libraries(folder))
    alone = (
        "" if folder.resolve().name == "rules" else ", and beside the folder only where that is called rules"
    )
    return f"{places}{alone}"


def _libraries(folder: Path) -> list[Path]:
    parent = folder.parent if folder.name not in ("", "..") else folder.resolve().parent  # from within it
    beside = [parent / "cases"] if folder.resolve().name == "rules" else []
    return [folder / "cases", *beside]


def case_files(folder: Path, *, drawn: bool = False) -> list[Path]:
    """Return the files of a rulebook's own cases, by name, as messages show them; none where it has no library.

    `drawn`: those in folders of the library, too, such as the days that were drawn by lot.
    """
    library = library_of(folder)
    if library is None:
        return []
    return [shown(path) for path in sorted(library.rglob("*.toml") if drawn else library.glob("*.toml"))]


def shown(path: Path) -> Path:
    """Return a path as a message shows it: relative when it lies below the working folder."""
    try:
        return path.resolve().relative_to(Path.cwd().resolve())
    except (ValueError, OSError):  # it lies elsewhere, or the working folder is gone
        return path


def _named(given: str) -> Path:
    folder = Path(given)
    further = shipped("rulebooks")
    if folder.exists() or "/" in given:
        return shown(folder)
    if is_rulebook(further / given):
        return shown(further / given)
    names = sorted(path.name for path in further.glob("*") if is_rulebook(path))
    remedy = did_you_mean(given, names) or "Name the folder of a rulebook" + (
        f", or a shipped one: {', '.join(names)}." if names else "."
    )
    raise BadInput([Problem("argument", 0, f'there is no rulebook "{given}"', remedy)])


def _owner(case: Path) -> Path | None:
    """Return the rulebook in whose `cases/` a case lies."""
    above = case.resolve().parents[:2]  # its folder, or that of a part of the library
    return next(
        (folder.parent for folder in above if folder.name == "cases" and is_rulebook(folder.parent)), None
    )


def _nearest() -> list[Path]:
    try:
        here = Path.cwd().resolve()
    except OSError:  # the working folder is gone
        return []
    return [place / "rules" for place in (here, *here.parents) if is_rulebook(place / "rules")][:1]


def rule_at(name: str) -> tuple[Path, str] | None:
    """Return the rulebook and the id of the rule whose file a name stands for, with its ending or without; or of a topic's folder."""
    path = Path(name if name.endswith(".toml") else f"{name}.toml")
    topic = path.resolve().parent if path.is_file() else Path(name).resolve()
    if not path.is_file() and not ("/" in name and topic.is_dir()):
        return None
    if topic.name in (*RESERVED, *BESIDE) or not is_rulebook(topic.parent):
        return None
    return shown(topic.parent), f"{topic.name}/{path.stem}" if path.is_file() else topic.name


def part_at(path: Path) -> str:
    """Return the part of a rulebook, such as its vocabulary, to which a file without rules belongs; nothing where to none."""
    place = path.resolve()
    for above, part in ((place.parent, place.stem), (place.parent.parent, place.parent.name)):
        if part in (*RESERVED, BESIDE[1]) and is_rulebook(above):
            return part
    return ""


def is_rulebook(folder: Path) -> bool:
    """Tell whether a folder has a vocabulary."""
    try:
        return (folder / "vocabulary.toml").is_file() or (folder / "vocabulary").is_dir()
    except OSError:
        return False
