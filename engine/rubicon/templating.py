"""The one room that knows Jinja: reasons that editors write, and the templates of reports."""

from collections.abc import Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, TemplateError, TemplateSyntaxError, meta
from jinja2.exceptions import SecurityError
from jinja2.sandbox import SandboxedEnvironment

ALLOWED = frozenset({"tally"})
"""Names that a reason may use besides the variables of its rule: `tally.total`, `tally.members`."""


class BadReason(Exception):
    """A reason's template is wrong: what, and on which line of the text (from 1)."""

    def __init__(self, what: str, line: int = 1) -> None:
        self.what, self.line = what, line
        super().__init__(what)


class _Reasons(SandboxedEnvironment):
    """A sandbox in which arithmetic cannot fill the memory either."""

    intercepted_binops = frozenset({"*", "**"})

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:  # noqa: ARG002 - Jinja's
        raise SecurityError(f"a reason cannot use {operator}")


@cache
def _reasons() -> SandboxedEnvironment:
    return _Reasons(undefined=StrictUndefined, autoescape=False)


def names_in(reason: str) -> frozenset[str]:
    """Return the names that a reason's template uses.

    Raises:
        BadReason: the template cannot be parsed.
    """
    if "{" not in reason:
        return frozenset()
    try:
        return frozenset(meta.find_undeclared_variables(_reasons().parse(reason)))
    except TemplateSyntaxError as error:
        raise BadReason(error.message or "the template cannot be parsed", error.lineno) from None


@lru_cache(maxsize=10_000)
def _compiled(reason: str) -> Any:
    return _reasons().from_string(reason)


def say_reason(reason: str, values: Mapping[str, Any]) -> str:
    """Render a reason over the values of its rule's variables, as plain text on one line.

    Raises:
        BadReason: the template asks for what is not there.
    """
    if "{" not in reason:
        return " ".join(reason.split())
    try:
        return " ".join(str(_compiled(reason).render(values)).split())
    except (TemplateError, TypeError, ValueError, ArithmeticError, LookupError, AttributeError) as error:
        raise BadReason(str(error)) from None


@cache
def templates(folder: Path, *, html: bool) -> Environment:
    """Return the environment of a folder of templates; HTML and SVG are escaped, text is not."""
    return Environment(
        loader=FileSystemLoader(folder),
        undefined=StrictUndefined,
        autoescape=html,  # noqa: S701 - Markdown and plain text are not HTML
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


def render_template(
    folder: Path, name: str, values: Mapping[str, Any], *, html: bool, filters: Mapping[str, Any]
) -> str:
    """Render a template of a folder over some values, with more filters."""
    environment = templates(folder, html=html)
    environment.filters.update(filters)
    return environment.get_template(name).render(values)
