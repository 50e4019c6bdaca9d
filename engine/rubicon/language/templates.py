"""The templates of reports: a folder of them, run by Jinja and kept compiled."""

import sys
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import BuiltinMethodType, MethodType
from typing import Any

from jinja2 import Environment, FileSystemBytecodeCache, FileSystemLoader, StrictUndefined
from jinja2.runtime import Context, Macro

from rubicon.places import own_folder


def _kept_templates(form: str) -> FileSystemBytecodeCache | None:
    """Return where compiled templates are kept, as Python keeps its own; they run, so only where they are ours."""
    folder = None if sys.dont_write_bytecode else own_folder(make=True)
    return FileSystemBytecodeCache(str(folder), f"{form}-%s.template") if folder is not None else None


class _Calling(Context):
    """Calls macros, and the methods that words are asked for by, without looking whether they want to know where they are called."""

    def call(self, called: Any, /, *args: Any, **kwargs: Any) -> Any:
        if type(called) not in _UNAWARE:
            return super().call(called, *args, **kwargs)
        if kwargs:
            kwargs.pop("_block_vars", None)
            kwargs.pop("_loop_vars", None)
        return called(*args, **kwargs)


_UNAWARE = frozenset({Macro, MethodType, BuiltinMethodType})


class _Reports(Environment):
    """The environment of reports."""

    context_class = _Calling


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
