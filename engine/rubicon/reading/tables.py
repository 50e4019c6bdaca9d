"""A table of a file, read key by key; what does not fit is a problem with its line."""

from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Any, TypeAlias, TypeVar

from rubicon.language.facts import Place, Uncertain
from rubicon.language.uncertain import read_uncertain
from rubicon.problems import did_you_mean
from rubicon.reading.files import Sheet
from rubicon.reading.keys import called, lowered, meant_by, said_of_lowered, sample_of, unquoted
from rubicon.reading.lines import Path

T = TypeVar("T", bound=str)

YEARS = (1000, 2999)
"""Whole numbers that may be meant for a year."""

UNCERTAIN = (
    'Write 2022-01-05, or what is known of it: "2022-01", "1992", "2022-01~" (about), '
    '"2022-01-03/2022-01-08" (some day between).'
)
"""What may be written for a day that is not known exactly."""


class Table:
    """A table under a path of a sheet. Keys that are never asked for are unknown keys (`finish`)."""

    def __init__(self, sheet: Sheet, path: Path, content: dict[str, Any]) -> None:
        self.sheet, self.path, self.content = sheet, path, content
        self.asked: dict[str, None] = {}

    @property
    def place(self) -> Place:
        """Return the line of the table."""
        return Place(self.sheet.shown, self.sheet.line(self.path))

    def problem(
        self, key: str | Path, what: str, remedy: str = "", *, lint: str = "", days: tuple[date, ...] = ()
    ) -> None:
        """Record a problem at a key of the table, or at a path below it."""
        below: Path = ((key,) if key else ()) if isinstance(key, str) else key
        self.sheet.problem((*self.path, *below), what, remedy, lint=lint, days=days)

    def finish(self) -> frozenset[str]:
        """Report the keys that were never asked for; return those that they are meant for.

        A key that is missing because it is misspelt, or stands too far down, is one slip, and told once.
        """
        found: set[str] = set()
        many = len(self.path) > 1 and isinstance(self.path[1], int)
        below = (f"[[{self.path[0]}]]" if many else f"[{self.path[0]}]") if self.path else ""
        unknown = [key for key in self.content if key not in self.asked]
        lower = lowered(unknown) if below else []
        if len(lower) > 1:
            for key in lower:
                self._found((key,))
            self.problem(lower[0], *said_of_lowered(lower, below))
        for key in unknown:
            if len(lower) < 2 or key not in lower:
                meant, remedy = meant_by(key, self.asked, below)
                if many and isinstance(self.content[key], dict):  # [entity.name] after [[entity]]
                    remedy = f"Begin each with {below}, in double brackets; its name is a key below."
                self.problem((key,), f'unknown key "{key}"', remedy)
                for path in [(key,), *((*self.path, other) for other in meant)]:
                    self._found(path)
                found.update(meant)
        return frozenset(found)

    def _found(self, path: Path) -> None:
        """Take back that a key is missing, which is there but misspelt or too far down."""
        missing = self.sheet.missing.pop(path, None)
        if missing is not None:
            self.sheet.problems.remove(missing)

    def has(self, key: str) -> bool:
        """Tell whether a key is there."""
        self.asked[key] = None
        return key in self.content

    def _value(self, key: str, kind: type | tuple[type, ...], wanted: str, *, required: bool) -> Any:
        self.asked[key] = None
        value = self.content.get(key)
        if value is None:  # TOML has no such value: the key is not there
            if required:
                first = next(iter(self.content), "")  # of a whole file, not the remark it may begin with
                missing = f'the key "{key}" is missing'
                self.problem("" if self.path else (first,), missing, f"Add {sample_of(key, wanted)}")
                self.sheet.missing[*self.path, key] = self.sheet.problems[-1]
            return None
        if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
            what = f'"{key}" must be {wanted}, not {called(value)}'
            self.problem(key, what, f"Write {sample_of(key, wanted)}")
            return None
        return value

    def text(self, key: str, *, required: bool = False) -> str | None:
        """Return a text that is not blank."""
        value = self._value(key, str, "a text", required=required)
        if isinstance(value, str) and not value.strip():
            remedy = "Write something in it." if required else "Write something, or leave the key out."
            self.problem(key, f'"{key}" is empty', remedy)
            return None
        return value if isinstance(value, str) else None

    def choice(self, key: str, options: tuple[T, ...], default: T, meanings: str = "") -> T:
        """Return one of a few words; `meanings` explain them where they are no words."""
        one_of = meanings or f"Write one of: {', '.join(options)}."
        self.asked[key] = None
        if key not in self.content:
            return default
        if not isinstance(self.content[key], str):
            self.problem(key, f'"{key}" must be a text, not {called(self.content[key])}', one_of)
            return default
        value = self.text(key)
        for option in options:
            if value == option:
                return option
        if value is not None:
            hint = meanings or did_you_mean(value, options) or one_of
            self.problem(key, f'"{key}" cannot be "{value}"', hint)
        return default

    def day(self, key: str, *, required: bool = False) -> date | None:
        """Return a day; a time of day is refused."""
        text = self.content.get(key)
        if isinstance(text, str):
            self.asked[key] = None
            self.problem(key, f'"{key}" must be a day, not a text', unquoted(key, text))
            return None
        value = self._value(key, date, "a day", required=required)
        if isinstance(value, datetime):
            self.problem(
                key, f'"{key}" must be a day without a time', f"Write {key} = {value.date().isoformat()}"
            )
            return None
        return value if isinstance(value, date) else None

    def span(self, key: str) -> Uncertain | None:
        """Return a day, or one of which only a span is known, written in quotes (DESIGN 2.5)."""
        if not isinstance(self.content.get(key), str):
            year = self.content.get(key)
            if type(year) is int and YEARS[0] <= year <= YEARS[1]:
                self.asked[key] = None
                self.problem(
                    key, f'"{key}" must be a day, not a number', f'Write {key} = "{year}", in quotes'
                )
                return None
            day = self.day(key)
            return Uncertain(day.isoformat(), day, day) if day is not None else None
        text = self.text(key)
        found = read_uncertain(text) if text is not None else None
        if text is not None and found is None:
            from rubicon.language.figures import A_DAY, day_hint  # noqa: PLC0415 - only a mistake needs it

            hint = day_hint(text, spans=True)
            self.problem(key, f'"{text}" is no day', UNCERTAIN if hint == A_DAY else hint)
        return found

    def flag(self, key: str, *, required: bool = False, default: bool = False) -> bool:
        """Return true or false."""
        value = self._value(key, bool, "true or false", required=required)
        return default if value is None else bool(value)

    def integer(self, key: str, *, required: bool = False) -> int | None:
        """Return a whole number."""
        value = self._value(key, int, "a whole number", required=required)
        return value if isinstance(value, int) else None

    def share(self, key: str) -> Decimal | None:
        """Return a number from 0 to 1, which must be there; one up to 100 may be meant in per cent."""
        value: object = self.content.get(key) if self.has(key) else None
        meant = Decimal("0.05")
        if isinstance(value, int | float) and not isinstance(value, bool):
            if 0 <= value <= 1:
                return Decimal(str(value))
            meant = Decimal(str(value)) / 100 if 1 < value <= 100 else meant
        what = f'"{key}" must be a number from 0 to 1'
        self.problem(key if key in self.content else "", what, f"Write {key} = {meant}")
        return None

    def texts(self, key: str, *, required: bool = False) -> list[tuple[str, Path]]:
        """Return a list of texts, or a single one, each with its path."""
        if not required and key not in self.content:  # most keys are not there
            self.asked[key] = None
            return []
        if isinstance(self.content.get(key), str):
            single = self.text(key, required=required)
            return [(single, (*self.path, key))] if single is not None else []
        value = self._value(key, list, "a list of texts", required=required)
        if value is not None and not value and required:
            self.problem(key, f'"{key}" is empty', "Write at least one line in it.")
        return list(self._texts_of(key, value or []))

    def _texts_of(self, key: str, value: list[Any]) -> Iterator[tuple[str, Path]]:
        for index, item in enumerate(value):
            if isinstance(item, str) and item.strip():
                yield item, (*self.path, key, index)
            else:
                what, remedy = "is empty", "Write something in it, or leave it out."
                if not isinstance(item, str):
                    what, remedy = f"must be a text, not {called(item)}", 'Write it in double quotes: "…"'
                self.problem((key, index), f'an item of "{key}" {what}', remedy)

    def nested(self, key: str, *, required: bool = False, tables: bool = False) -> "Nested":
        """Return a list whose items are texts, lists of texts or, where `tables` may stand, tables.

        The flag tells a list.
        """
        if isinstance(self.content.get(key), str):
            return [([item], item[1], False) for item in self.texts(key, required=required)]
        value = self._value(key, list, "a list of texts", required=required)
        found: Nested = []
        for index, item in enumerate(value or []):
            path: Path = (*self.path, key, index)
            if tables and isinstance(item, dict):
                found.append((Table(self.sheet, path, item), path, False))
            elif isinstance(item, str) and item.strip():
                found.append(([(item, path)], path, False))
            elif (
                isinstance(item, list) and item and all(isinstance(one, str) and one.strip() for one in item)
            ):
                found.append(([(one, (*path, number)) for number, one in enumerate(item)], path, True))
            else:
                self._misplaced(key, index, item)
        return found

    def _misplaced(self, key: str, index: int, item: Any) -> None:
        inner = (
            [one for one in item if not (isinstance(one, str) and one.strip())]
            if isinstance(item, list)
            else []
        )
        if isinstance(item, dict) or (inner and isinstance(inner[0], dict)):
            what = "must be a text or a list of texts, not a table"
            remedy = "A table that counts lines is an item of `if`, by itself."
        elif inner and isinstance(inner[0], list):
            what, remedy = "nests lists too deeply", "Write at most one list inside another."
        elif inner and not isinstance(inner[0], str):
            what, remedy = f"holds {called(inner[0])} instead of a text", 'Write it in double quotes: "…"'
        elif inner or item == [] or isinstance(item, str):
            what, remedy = "is empty", "Write something in it, or leave it out."
        else:
            what, remedy = (
                f"must be a text or a list of texts, not {called(item)}",
                'Write it in double quotes: "…"',
            )
        self.problem((key, index), f'an item of "{key}" {what}', remedy)

    def table(self, key: str, *, required: bool = False) -> "Table | None":
        """Return a table under a key."""
        value = self._value(key, dict, "a table", required=required)
        return Table(self.sheet, (*self.path, key), value) if isinstance(value, dict) else None

    def named(self, key: str) -> Iterator[tuple[str, "Table"]]:
        """Yield the tables `[key.name]` with their names."""
        table = self.table(key)
        if table is None:
            return
        for name in table.content:
            inner = table.table(name)
            if inner is not None:
                yield name, inner

    def rows(self, key: str) -> list["Table"]:
        """Return the tables `[[key]]`."""
        value = self._value(key, list, "a list of tables", required=False)
        found = []
        for index, item in enumerate(value or []):
            if isinstance(item, dict):
                found.append(Table(self.sheet, (*self.path, key, index), item))
            else:
                self.problem(
                    (key, index),
                    f'an item of "{key}" must be a table, not {called(item)}',
                    f"Begin each with [[{key}]]",
                )
        return found


Nested: TypeAlias = list[tuple[list[tuple[str, Path]] | Table, Path, bool]]
"""Items of a list, each with its path: texts with theirs, or a table."""
