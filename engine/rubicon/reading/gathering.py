"""Gather the files of a rulebook: which hold its words, which its rules, and what lies there by mistake."""

import hashlib
import os
import re
from collections.abc import Iterable, Iterator
from operator import itemgetter
from pathlib import Path as FilePath
from typing import NamedTuple
from unicodedata import normalize

from rubicon.problems import BadInput, Problem, did_you_mean
from rubicon.reading.files import Sheet, load
from rubicon.reading.remembering import Memory

RESERVED = ("vocabulary", "entities", "background", "sources", "framework")
"""Names at the top of a rulebook that hold no rules; each is a file or a folder of files."""

BESIDE = ("cases", "properties")
"""Names at the top of a rulebook that hold what is not read with it: its cases, and what editors state of it."""

FILES = 12_000
"""Files of the largest rulebook: 10,000 rules, and what they speak of."""

_ID = re.compile(r"[^\W_][\w.-]*/[^\W_][\w.-]*")
_ALMOST = re.compile(r"\.toml\.txt$|\.tml$|\.toml$", re.IGNORECASE)


def is_id(name: str) -> bool:
    """Tell whether a rule may be called so: `<topic>/<rule-name>`."""
    return _ID.fullmatch(name) is not None


class Files(NamedTuple):
    """The files of a rulebook by what they hold; rules by id. `problems` are those of no file."""

    parts: dict[str, list[Sheet]]
    rules: dict[str, Sheet]
    misplaced: list[Sheet]
    problems: list[Problem]
    digest: str


def gather(folder: FilePath, memory: Memory | None = None) -> Files:
    """Load every file of a rulebook's folder, and those that a memory lays there.

    Raises:
        BadInput: there is no such folder, or it has too many files.
    """
    inner, problems = _listed(folder, memory)
    parts: dict[str, list[Sheet]] = {name: [] for name in RESERVED}
    rules: dict[str, Sheet] = {}
    misplaced: list[Sheet] = []
    digest = hashlib.sha256()
    folded: dict[str, str] = {}
    for path, inside in inner:
        name = normalize("NFC", inside.with_suffix("").as_posix())  # macOS spells accents apart
        sheet = memory.sheet(path) if memory is not None else load(path, str(path))
        digest.update(f"{name}\0{sheet.text}\0".encode("utf-8", errors="replace"))
        part = inside.stem if len(inside.parts) == 1 else inside.parts[0]
        if part in RESERVED:
            if {"if", "then"} <= sheet.content.keys():  # told once, and not of each key
                remedy = f"Move it to the folder of its topic: <topic>/{inside.name}"
                sheet.of_whole(f"this is a rule, and lies where the {part} does", remedy)
                misplaced.append(sheet)
                continue
            parts[part].append(sheet)
            continue
        if not is_id(name):
            sheet.of_whole(f'"{name}" cannot be the id of a rule', _misplaced(inside))
            misplaced.append(sheet)
            continue
        rules[name] = sheet
        if name.casefold() in folded:
            what = f'the rule "{name}" is there twice'
            sheet.of_whole(what, f"The other is {folded[name.casefold()]}; capitals do not tell two apart.")
        folded.setdefault(name.casefold(), str(path))
    if memory is not None:
        memory.only(path for path, _ in inner)
    if not parts["vocabulary"]:
        problems.append(
            Problem(str(folder), 0, "the folder has no vocabulary", "A rulebook needs vocabulary.toml.")
        )
    return Files(parts, rules, misplaced, problems, f"sha256:{digest.hexdigest()}")


def _listed(folder: FilePath, memory: Memory | None) -> tuple[list[tuple[FilePath, FilePath]], list[Problem]]:
    """Return the files of a rulebook, and what is wrong with its folder; as a memory has them, if they need not be fresh."""
    if memory is not None and not memory.fresh and memory.listed is not None:
        inner, problems = memory.listed
        if memory.laid.keys() <= {path for path, _ in inner}:
            return inner, [*problems]
    found: list[Problem] = []
    inner = _inner(folder, found, memory.laid if memory is not None else ())
    if memory is not None:
        memory.listed = inner, [*found]
    return inner, found


def contents(folder: FilePath) -> dict[str, bytes]:
    """Return the bytes of every file of a rulebook, by its name in the folder.

    Raises:
        BadInput: there is no such folder, or a file of it cannot be read.
    """
    found: dict[str, bytes] = {}
    for path, inside in _inner(folder, []):
        try:
            found[inside.as_posix()] = path.read_bytes()
        except OSError as error:
            reason = (error.strerror or str(error)).lower()
            what = f"the file cannot be read: {reason}"
            raise BadInput([Problem(str(path), 0, what, "Check its name and its rights.")]) from None
    return found


def _inner(
    folder: FilePath, problems: list[Problem], laid: Iterable[FilePath] = ()
) -> list[tuple[FilePath, FilePath]]:
    """Return the files that are read with a rulebook, each with its name in the folder, in order."""
    if not _is_folder(folder):
        what, remedy = "there is no such folder", "Name the folder of a rulebook."
        if folder.is_file():
            what, remedy = "this is a file", f"Name the folder of the rulebook, such as {folder.parent}"
        raise BadInput([Problem(str(folder), 0, what, remedy)])
    paths = dict.fromkeys([*_files(folder, problems), *laid])
    inside = [(path, path.relative_to(folder)) for path in paths]
    named = sorted(((name.with_suffix("").parts, path, name) for path, name in inside), key=itemgetter(0))
    inner = [(path, name) for parts, path, name in named if parts[0] not in BESIDE]
    if len(inner) > FILES:
        what = f"the folder has {len(inner):,} files; at most {FILES:,} are read"
        raise BadInput([Problem(str(folder), 0, what, "Make two rulebooks of it.")])
    return inner


def _is_folder(folder: FilePath) -> bool:
    try:
        return folder.is_dir()
    except (OSError, ValueError):
        return False


def _files(folder: FilePath, problems: list[Problem]) -> Iterator[FilePath]:
    def unreadable(error: OSError) -> None:
        reason = (error.strerror or "it cannot be opened").lower()
        what = f"the folder cannot be read: {reason}"
        problems.append(Problem(str(error.filename), 0, what, "Check its rights."))

    seen: set[str] = set()
    root = os.path.realpath(folder)
    for place, folders, names in os.walk(folder, onerror=unreadable, followlinks=True):
        here, real = FilePath(place), os.path.realpath(place)
        if real in seen or root.startswith(f"{real.rstrip(os.sep)}{os.sep}"):
            what = "this link leads to a folder that is read already"
            problems.append(Problem(place, 0, what, "Remove the link; a folder is read once."))
            folders[:] = []
            continue
        seen.add(real)
        folders[:] = sorted(
            (name for name in folders if not name.startswith(".")),
            key=lambda name: (
                (here / name).is_symlink(),
                name,
            ),  # what a link leads to is read in its own place
        )
        for name in names:
            path = here / name
            if name.startswith("."):
                continue
            if name.endswith(".toml"):
                yield path
            elif _ALMOST.search(name):
                hint = f"Rename it to {_ALMOST.sub('', name)}.toml, or move it elsewhere."
                problems.append(Problem(str(path), 0, "this file is not read", hint, lint="RUB005"))
            elif path.is_symlink() and not path.exists():
                hint = "Remove the link, or set it right."
                problems.append(Problem(str(path), 0, "a link that leads nowhere", hint))


def _misplaced(inside: FilePath) -> str:
    if len(inside.parts) == 1:
        close = did_you_mean(inside.stem, RESERVED)
        return close or f"A rule lies in the folder of its topic: <topic>/{inside.name}"
    if len(inside.parts) > 2:
        return "A rule is <topic>/<rule-name>.toml: one folder deep."
    return "A rule is <topic>/<rule-name>.toml; its name is of letters, digits, -, _ and points."
