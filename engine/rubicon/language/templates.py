"""The templates of reports: a folder of them, run by Jinja and kept compiled."""

import marshal
import pickle
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from functools import cache, lru_cache, partial
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemBytecodeCache, FileSystemLoader, StrictUndefined
from jinja2.bccache import Bucket, bc_magic
from jinja2.runtime import Markup, escape, markup_join  # type: ignore[attr-defined]  # what compiled templates import

from rubicon.language.compiling import TemplateCode
from rubicon.language.picking import PICKING
from rubicon.places import own_folder


class _KeptTemplates(FileSystemBytecodeCache):
    """Compiled templates, anew where how they are compiled has changed."""

    def get_source_checksum(self, source: str) -> str:
        return super().get_source_checksum(source + _compiled_by())

    def load_bytecode(self, bucket: Bucket) -> None:
        """Load what is kept at once: from an open file Python reads it piece by piece, ten times as long."""
        head = bc_magic + pickle.dumps(bucket.checksum, 2)
        with suppress(OSError, EOFError, ValueError, TypeError):
            kept = Path(self.directory, self.pattern % bucket.key).read_bytes()
            if kept.startswith(head):
                bucket.code = marshal.loads(kept[len(head) :])  # noqa: S302 - ours alone, as Python's own is


@cache
def _compiled_by() -> str:
    """Return the text of what compiles templates."""
    return Path(__file__).with_name("compiling.py").read_text(encoding="utf-8")


def _kept_templates(form: str) -> FileSystemBytecodeCache | None:
    """Return where compiled templates are kept, as Python keeps its own; they run, so only where they are ours."""
    folder = None if sys.dont_write_bytecode else own_folder(make=True)
    return _KeptTemplates(str(folder), f"{form}-%s.template") if folder is not None else None


ESCAPED = 2_000
"""Texts whose escaped form is remembered."""

_escape = lru_cache(maxsize=ESCAPED)(escape)

as_markup: Callable[[str], str] = partial(str.__new__, Markup)
"""Mark a text as escaped, without asking what it is."""


def escaped(value: object) -> str:
    """Escape what goes into a page, unless it is marked as escaped."""
    kind = type(value)
    if kind is Markup:
        return value  # type: ignore[return-value]
    if kind is str:
        return _escape(value)
    return str(value) if kind is int else escape(value)


def joined(parts: tuple[object, ...]) -> str:
    """Join what is put together: escaped where a part is marked as escaped, else a text that is not."""
    kinds = set(map(type, parts))
    if Markup in kinds:
        return as_markup("".join(map(escaped, parts)))
    said: str = "".join(map(str, parts)) if kinds <= {str, int} else markup_join(parts)
    return said


class Turns:
    """What a template asks of a loop: where it is. It goes over what is there when it begins."""

    __slots__ = ("_items", "index0", "length")

    def __init__(self, items: Iterable[object], undefined: object) -> None:  # noqa: ARG002 - Jinja's
        self._items = items if type(items) is tuple else tuple(items)
        self.length = len(self._items)

    def __iter__(self) -> Iterator[tuple[object, "Turns"]]:
        for index0, item in enumerate(self._items):
            self.index0 = index0
            yield item, self

    @property
    def first(self) -> bool:
        """Tell whether this is the first turn."""
        return self.index0 == 0

    @property
    def last(self) -> bool:
        """Tell whether no turn follows."""
        return self.index0 + 1 == self.length

    @property
    def index(self) -> int:
        """Return which turn this is, from 1."""
        return self.index0 + 1

    @property
    def revindex(self) -> int:
        """Return which turn this is from the end, the last one 1."""
        return self.length - self.index0


class _Reports(Environment):
    """The environment of reports."""

    code_generator_class = TemplateCode

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        for name, filter_ in self.filters.items():
            self.filters[name] = _unwaiting(filter_)
        self.filters.update(PICKING)


def _unwaiting(filter_: Callable[..., Any]) -> Callable[..., Any]:
    """Return a filter without the look whether it has to wait."""
    return getattr(filter_, "__wrapped__", filter_) if hasattr(filter_, "jinja_async_variant") else filter_


@cache
def templates(folder: Path, *, html: bool) -> Environment:
    """Return the environment of a folder of templates; HTML and SVG are escaped, text is not."""
    return _Reports(
        loader=FileSystemLoader(folder),
        undefined=StrictUndefined,
        autoescape=html,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        bytecode_cache=_kept_templates("html" if html else "text"),
    )


def render_template(
    folder: Path, name: str, values: Mapping[str, Any], *, html: bool, filters: Mapping[str, Any]
) -> str:
    """Render a template of a folder over some values, with more filters."""
    environment = templates(folder, html=html)
    environment.filters.update(filters)
    return environment.get_template(name).render(values)


def macros(
    folder: Path,
    modules: Mapping[str, str],
    values: Mapping[str, Any],
    *,
    html: bool,
    filters: Mapping[str, Any],
) -> Any:
    """Return the last of some templates with its macros as what can be called; each knows those before it by name."""
    environment = templates(folder, html=html)
    environment.filters.update(filters)
    known, made = dict(values), None
    for name, template in modules.items():
        made = known[name] = environment.get_template(template).make_module(known)
    return made
