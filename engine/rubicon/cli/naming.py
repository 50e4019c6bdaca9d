"""Which case a command is given: a file here, a name of the library, or standard input."""

import sys
from pathlib import Path

import click

from rubicon.language.facts import Case
from rubicon.language.rules import Rulebook
from rubicon.places import shipped
from rubicon.problems import BadInput, Problem, did_you_mean
from rubicon.reading import parse_case, read_case
from rubicon.reading.choosing import case_files, library_of, looked_for, shown
from rubicon.reading.files import LARGEST

SENT = "rubicon.sent"
"""Where a run remembers what standard input sent."""


def case_of(name: str, rulebook: Rulebook) -> Case:
    """Read a case file, or standard input for `-`. Its name without the ending, and a name of the library, will do.

    Raises:
        BadInput: there is none, or it has problems.
    """
    if name == "-":
        if sys.stdin is None:
            raise BadInput([Problem("-", 0, "standard input is closed", "Send the text of a case.")])
        raw = click.get_current_context().meta[SENT] = sys.stdin.buffer.read(LARGEST + 1)
        try:
            return parse_case(raw.decode("utf-8"), rulebook)
        except UnicodeDecodeError:
            raise BadInput([Problem("-", 0, "standard input is not UTF-8", "Send UTF-8 text.")]) from None
    path = found_at(name) or Path(name)
    library = library_of(Path(rulebook.folder)) or shipped("cases")
    if not path.exists() and path.parent.name in ("", "cases"):
        for candidate in (library / path.name, library / f"{path.name}.toml"):
            if candidate.is_file():
                return read_case(shown(candidate), rulebook)
        if name.isascii():  # what is wrong with other letters, the reader of files tells
            here = (one.stem for one in path.parent.glob("*.toml"))
            near = did_you_mean(path.stem, (*here, *(one.stem for one in library.glob("*.toml"))))
            raise no_case(path, "there is no such file here, and no such case in the library", near)
    return read_case(path, rulebook)


def no_case(path: Path, what: str, near: str) -> BadInput:
    """Return what is said where a case is not there; `near` suggests others."""
    return BadInput([Problem(str(path), 0, what, f"{near} `rubicon new {path}` begins a case.".strip())])


def library_names(folder: Path) -> tuple[str, ...]:
    """Return the names of a rulebook's own cases, for a command that was given none.

    Raises:
        BadInput: it has none.
    """
    if library_of(folder) is None:
        remedy = f"Name the case files, or put them where they are looked for: in {looked_for(folder)}."
        raise BadInput([Problem(str(folder), 0, "this rulebook has no cases of its own", remedy)])
    return tuple(map(str, case_files(folder, drawn=True)))


def found_at(name: str) -> Path | None:
    """Return the case file here that a name stands for: as it is, or with its ending."""
    path = Path(name)
    tried = (path, path.with_name(f"{path.name}.toml")) if path.name else ()
    return next((one for one in tried if one.is_file()), None)


def bytes_of(case: Case) -> bytes:
    """Return the bytes of the file that a case was read from, or of standard input."""
    path = case.place.path
    sent: bytes | None = click.get_current_context().meta.get(SENT) if path == "-" else None
    return Path(path).read_bytes() if sent is None else sent
