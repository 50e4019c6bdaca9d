"""The lints: a folder for each, with the page that explains it and, but for what the reader tells, how it is found."""

from collections.abc import Callable, Container, Iterable, Iterator
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Literal as OneOf

from msgspec import Struct

from rubicon.editing.inspecting import Inspection
from rubicon.problems import Problem

Severity = OneOf["error", "warning", "note"]
"""How much a finding weighs: an error stops, a warning is told, a note is told when it is asked for."""

HERE = Path(__file__).parent


class Lint(Struct, frozen=True):
    """A kind of finding: its stable id, its level, its title, its page in Markdown, and how it is found.

    `find` is None for what the reader or the examples tell. `mend`, where there is a safe way, gets the row and
    what was said of it, and returns the row as it should be, or None where it should go.
    """

    id: str
    level: Severity
    title: str
    page: str
    find: Callable[[Inspection], Iterator[Problem]] | None
    mend: Callable[[str, str], str | None] | None


@cache
def lints() -> dict[str, Lint]:
    """Return every lint by its id, in the order of ids."""
    found = {}
    for folder in sorted(path.parent for path in HERE.glob("rub*/page.md")):
        module = import_module(f"{__name__}.{folder.name}")
        page = (folder / "page.md").read_text(encoding="utf-8")
        name = folder.name.upper()
        title = page.split("\n", 1)[0].removeprefix(f"# {name}: ")
        ways = (getattr(module, way, None) for way in ("find", "mend"))
        found[name] = Lint(name, module.LEVEL, title, page, *ways)
    return found


def lint(look: Inspection, *, notes: bool = True, named: Container[str] = ()) -> Iterator[Problem]:
    """Yield what every lint finds; without `notes` only those notes that are named."""
    for name, one in lints().items():
        if one.find is not None and (notes or one.level != "note" or name in named):
            yield from one.find(look)


def level(problem: Problem) -> Severity:
    """Return how much a problem weighs; what has no id is an error of the reader."""
    return lints()[problem.lint].level if problem.lint in lints() else "error"


def chosen(problems: Iterable[Problem], select: Iterable[str], ignore: Iterable[str]) -> list[Problem]:
    """Keep what is asked for: ids by their beginnings; errors always; notes only where they are selected.

    An id that is ignored by a longer beginning than it is selected by is left out.
    """
    select, ignore = tuple(select), tuple(ignore)

    def longest(id_: str, beginnings: tuple[str, ...]) -> int:
        return max((len(one) for one in beginnings if id_.startswith(one)), default=-1)

    kept = []
    for problem in problems:
        wanted, unwanted = longest(problem.lint, select), longest(problem.lint, ignore)
        default = 0 if not select and level(problem) == "warning" else -1
        if level(problem) == "error" or max(wanted, default) > unwanted:
            kept.append(problem)
    return kept
