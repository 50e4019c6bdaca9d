"""Read `{ at_least = 3, of = […] }`, an inline table inside `if`: so many of its lines hold."""

from collections.abc import Sequence
from typing import Literal as OneOf

from msgspec import Struct

from rubicon.language.conditions import Comparison, Condition, Holds, Several
from rubicon.language.tokens import squeezed
from rubicon.reading.files import Sheet
from rubicon.reading.lines import Path
from rubicon.reading.tables import Table

BOUNDS: dict[str, OneOf["at least", "at most", "exactly"]] = {
    "at_least": "at least",
    "at_most": "at most",
    "exactly": "exactly",
}
"""The keys that say how many, and how they are said."""

_SAMPLE = 'Write it as { at_least = 3, of = ["…", "…", "…", "…"] }'


class Wanted(Struct, frozen=True):
    """How many of which lines are wanted, before the lines are read."""

    bound: OneOf["at least", "at most", "exactly"]
    number: int
    lines: tuple[tuple[str, Path], ...]


def read_wanted(table: Table) -> Wanted | None:
    """Read the table; what is wrong with it is a problem."""
    lines = tuple(table.texts("of", required=True))
    found = {key: table.integer(key) for key in BOUNDS}
    keys = [key for key in BOUNDS if key in table.content]
    numbers = [found[key] for key in keys]
    known = len(table.sheet.problems)
    table.finish()
    if len(keys) != 1:
        what = "says twice how many of its lines hold" if keys else "does not say how many of its lines hold"
        table.problem("", f"this {what}", _SAMPLE)
    number = numbers[0] if numbers else None
    if len(keys) != 1 or number is None or not lines or len(table.sheet.problems) > known:
        return None
    if not 1 <= number <= len(lines):
        what = f"{number} of {len(lines)} lines cannot be counted to"
        remedy = (
            f"Write a number from 1 to {len(lines)}."
            if len(lines) > 1
            else "Give it more lines to choose from."
        )
        table.problem(keys[0], what, remedy)
        return None
    said = [squeezed(text).casefold() for text, _ in lines]
    for place, (_, path) in enumerate(lines):
        if said[place] in said[:place]:
            table.sheet.problem(path, "this line stands here twice", "Leave one out: it would count twice.")
            return None
    return Wanted(BOUNDS[keys[0]], number, lines)


def several_of(sheet: Sheet, wanted: Wanted, path: Path, read: Sequence[Condition | None]) -> Several | None:
    """Make the condition of its lines as read; None where one of them cannot be counted."""
    lines: list[Holds | Comparison] = []
    for (_, at), condition in zip(wanted.lines, read, strict=True):
        if isinstance(condition, Holds | Comparison):
            alike = [one for one in lines if isinstance(one, Holds) and one.pattern == condition.pattern]
            if not alike:
                lines.append(condition)
                continue
            sheet.problem(at, "this line stands here twice", "Leave one out: it would count twice.")
        elif condition is not None:
            what = "a line of `of` is a sentence or a comparison, and this is neither"
            sheet.problem(at, what, "Give what it asks a statement of its own, and a rule that concludes it.")
        return None
    key = next(key for key, bound in BOUNDS.items() if bound == wanted.bound)
    text = f"{{ {key} = {wanted.number}, of = [{', '.join(_quoted(one.text) for one in lines)}] }}"
    made = Several(text, wanted.bound, wanted.number, tuple(lines))
    sheet.placed[id(made)] = path
    return made


def _quoted(text: str) -> str:
    return f"'{text}'" if '"' in text else f'"{text}"'
