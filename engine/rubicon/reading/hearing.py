"""Listen to what the reader asks of each table of a file."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from msgspec import Struct

from rubicon.reading.lines import Path
from rubicon.reading.tables import Table


class Heard(Struct, frozen=True):
    """What the reader asks of a table: the key, the getter, whether it insists, the words that may stand there."""

    key: str
    way: str
    required: bool = False
    options: tuple[str, ...] = ()


WAYS = (
    "has",
    "text",
    "texts",
    "nested",
    "choice",
    "day",
    "span",
    "flag",
    "integer",
    "share",
    "table",
    "named",
    "rows",
)
"""The getters of a table that ask for a key."""


@contextmanager
def overheard(listen: Callable[[str, Path, Heard], None]) -> Iterator[None]:
    """Tell a listener of each key that is asked for meanwhile: the file, the path of the table, and what is asked."""
    plain = {way: getattr(Table, way) for way in WAYS}

    def telling(way: str, getter: Callable[..., Any]) -> Callable[..., Any]:
        def told(self: Table, key: str, *others: Any, **named: Any) -> Any:
            options = others[0] if way == "choice" else ()
            required = way == "share" or bool(named.get("required"))
            asked = Heard(key, way, required=required, options=options)
            listen(self.sheet.shown, self.path, asked)
            return getter(self, key, *others, **named)

        return told

    try:
        for way, getter in plain.items():
            setattr(Table, way, telling(way, getter))
        yield
    finally:
        for way, getter in plain.items():
            setattr(Table, way, getter)
