"""The templates of reports: a folder of them, run by Jinja and kept compiled."""

import sys
from collections.abc import Mapping
from functools import cache, lru_cache, partial
from pathlib import Path
from types import FunctionType
from typing import Any

from jinja2 import Environment, FileSystemBytecodeCache, FileSystemLoader, StrictUndefined
from jinja2.runtime import Markup, escape, missing  # type: ignore[attr-defined]  # what compiled templates import

from rubicon.language.compiling import TemplateCode
from rubicon.places import own_folder


class _KeptTemplates(FileSystemBytecodeCache):
    """Compiled templates, anew where how they are compiled has changed."""

    def get_source_checksum(self, source: str) -> str:
        return super().get_source_checksum(source + _compiled_by())


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

as_markup = partial(str.__new__, Markup)
"""Mark a text as escaped, without asking what it is."""


def escaped(value: object) -> str:
    """Escape what goes into a page, unless it is marked as escaped."""
    kind = type(value)
    if kind is Markup:
        return value  # type: ignore[return-value]
    return _escape(value) if kind is str else escape(value)


def as_macro(function: FunctionType) -> FunctionType:
    """Let the arguments of a macro be left out; it looks itself which are missing."""
    function.__defaults__ = (missing,) * function.__code__.co_argcount
    return function


class _Reports(Environment):
    """The environment of reports."""

    code_generator_class = TemplateCode


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
