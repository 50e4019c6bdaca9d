"""The one room that knows Jinja: reasons that editors write, and the templates of reports."""

import re
from collections.abc import Collection, Iterator, Mapping
from functools import cache, lru_cache
from typing import Any

from jinja2 import (
    StrictUndefined,
    TemplateError,
    TemplateSyntaxError,
    nodes,
)
from jinja2.exceptions import SecurityError
from jinja2.sandbox import SandboxedEnvironment

from rubicon.problems import did_you_mean, several

ALLOWED = frozenset({"tally"})
"""Names that a reason may use besides the variables of its rule: `tally.total`, `tally.members`."""


FILTERS = frozenset({"capitalize", "count", "first", "join", "last", "length", "lower", "sort", "upper"})
"""Jinja's filters that a reason may use."""

LONGEST = 1_000
"""Characters of the longest reason."""

SAID = 4_000
"""Characters of a reason as it is told; a longer one is cut."""

FILTERED = 5
"""Filters within filters."""

_PARTS = frozenset(
    {("tally", "total"), ("tally", "members"), *(("loop", p) for p in ("first", "last", "index"))}
)
_PARTS_HINT = "Only a tally has parts: {{ tally.total }} and {{ tally.members }}"
_PLAIN = (
    nodes.Template,
    nodes.Output,
    nodes.TemplateData,
    nodes.Const,
    nodes.If,
    nodes.CondExpr,
    nodes.Compare,
    nodes.Operand,
    nodes.And,
    nodes.Or,
    nodes.Not,
)
_JINJA = frozenset(
    [
        "and",
        "or",
        "not",
        "in",
        "is",
        "if",
        "else",
        "elif",
        "for",
        "true",
        "false",
        "none",
        "True",
        "False",
        "None",
        "loop",
    ]
)
_UNMATCHED = "the braces of the reason do not match, or hold no name"
_BRACES = "Variables stand in double braces: {{ host }}"
_ONLY = re.compile(r"\{\{\s*([A-Za-z_]\w*)((?<=[{\s]tally)\.(?:total|members))?\s*\}\}", re.ASCII)
_MARKS = re.compile(r"[{}#%]")
_SLIP = re.compile(r"\$?(?<!\{)\{ ?(\w+) ?\}(?!\})|\?(\w+)|\$(\w+)|%(\w+)%|<(\w+)>")


class BadReason(Exception):
    """A reason's template is wrong: what, on which line of the text (from 1), and the remedy."""

    def __init__(self, what: str, line: int = 1, remedy: str = _BRACES) -> None:
        self.what, self.line, self.remedy = what, line, remedy
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

    A reason holds names, `tally.total`, `tally.members`, the filters of `FILTERS`, conditions and loops;
    nothing that calls, computes, sets or includes.

    Raises:
        BadReason: the template is too long, cannot be parsed, or holds more than that.
    """
    if len(reason) > LONGEST:
        what = f"the reason is too long: {len(reason):,} characters, and at most {LONGEST:,} are read"
        raise BadReason(what, remedy="Say it in a sentence or two; more belongs in `note`.")
    found = _plain_names(reason)
    if found is not None:
        return found
    try:
        template = _reasons().parse(reason)
        return _names_of(template)
    except TemplateSyntaxError as error:
        raise BadReason(_slip(error.message or ""), error.lineno) from None
    except (RecursionError, ValueError, OverflowError):
        raise BadReason("the reason nests too deeply, or holds a number that is too long") from None


def _plain_names(reason: str) -> frozenset[str] | None:
    """Return the names in a reason that is nothing but text and names, or None: then it is Jinja's to read."""
    if "{" not in reason:
        return frozenset()
    found = frozenset(name for name, _ in _ONLY.findall(reason))
    return None if _MARKS.search(_ONLY.sub("", reason)) or not _JINJA.isdisjoint(found) else found


def _slip(message: str) -> str:
    tag = re.match(r"Encountered unknown tag '(\w+)'", message)
    return f'there is no tag "{tag.group(1)}"' if tag else _UNMATCHED


def _names_of(template: nodes.Template) -> frozenset[str]:
    names, own = set(), {"loop"}
    for node in _nodes(template):
        if isinstance(node, nodes.Name):
            names.add(node.name)
        elif isinstance(node, nodes.For):
            if node.find(nodes.For):
                raise BadReason("a reason loops within a loop", node.lineno, "Loop once.")
            own |= {
                name.name
                for name in (node.target, *node.target.find_all(nodes.Name))
                if isinstance(name, nodes.Name)
            }
        elif isinstance(node, nodes.Filter):
            if node.name not in FILTERS:
                hint = did_you_mean(node.name, FILTERS) or f"Known are: {several(sorted(FILTERS))}."
                raise BadReason(f'there is no filter "{node.name}"', node.lineno, hint)
            _check_filter(node)
        elif isinstance(node, nodes.Getattr):
            whole = node.node.name if isinstance(node.node, nodes.Name) else ""
            if (whole, node.attr) not in _PARTS:
                raise BadReason(f'"{whole}.{node.attr}" has no meaning', node.lineno, _PARTS_HINT)
        elif isinstance(node, nodes.TemplateData) and ("{{" in node.data or "}}" in node.data):
            raise BadReason(_UNMATCHED, node.lineno)
        elif not isinstance(node, _PLAIN):
            raise BadReason("a reason names things; it cannot call, compute or include any", node.lineno)
    return frozenset(names - own)


def _check_filter(node: nodes.Filter) -> None:
    """Refuse filters that make much of little: `join` on a text, and too many within each other."""
    inner, depth = node.node, 1
    while isinstance(inner, nodes.Filter):
        if node.name == "join" and inner.name != "sort":
            break
        inner, depth = inner.node, depth + 1
    if node.name == "join" and not (isinstance(inner, nodes.Getattr) and inner.attr == "members"):
        hint = "Only a list can be joined: {{ tally.members | join(', ') }}"
        raise BadReason("a text is joined, letter by letter", node.lineno, hint)
    if depth > FILTERED or any(arg.find(nodes.Filter) for arg in node.args):
        hint = f"Use at most {FILTERED} filters, one after the other."
        raise BadReason("too many filters within each other", node.lineno, hint)


def _nodes(template: nodes.Template) -> Iterator[nodes.Node]:
    waiting: list[nodes.Node] = [template]
    while waiting:
        node = waiting.pop()
        yield node
        waiting += node.iter_child_nodes()


def slips_in(reason: str, names: Collection[str]) -> Iterator[tuple[str, str, int]]:
    """Yield what looks like a variable and is not: `{host}` or `?host`, what is meant, and its line.

    >>> list(slips_in("{host} asked.", ["host"]))
    [('{host}', '{{ host }}', 1)]
    """
    for found in _SLIP.finditer(reason):
        name = next(name for name in found.groups() if name)
        if name in names:
            line = reason.count("\n", 0, found.start()) + 1
            yield found.group(), f"{{{{ {name} }}}}", line


@lru_cache(maxsize=10_000)
def _compiled(reason: str) -> Any:
    return _reasons().from_string(reason)


def say_reason(reason: str, values: Mapping[str, Any]) -> str:
    """Render a reason over the values of its rule's variables, as plain text on one line.

    Raises:
        BadReason: the template asks for what is not there.
    """

    def spelled(found: re.Match[str]) -> str:
        name, part = found.groups()
        return str(getattr(values[name], part[1:]) if part else values[name])

    try:
        is_plain = _plain_names(reason) is not None  # most are; to compile them takes long
        said = _ONLY.sub(spelled, reason) if is_plain else _rendered(reason, values)
        said = " ".join(said.split())
        return said if len(said) <= SAID else f"{said[: SAID - 1]}…"
    except (TemplateError, TypeError, ValueError, ArithmeticError, LookupError, AttributeError) as error:
        raise BadReason(str(error)) from None


def _rendered(reason: str, values: Mapping[str, Any]) -> str:
    """Render a template until it has said as much as is told."""
    said, length = [], 0
    for piece in _compiled(reason).generate(values):
        said.append(piece)
        length += len(piece)
        if length > 2 * SAID:
            break
    return "".join(said)
