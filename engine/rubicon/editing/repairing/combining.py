"""Two edits of one rule's file as one."""

from typing import Any

from rubicon.reading.rereading import Content


def together(was: Content, one: Content, other: Content) -> Content | None:
    """Return what a file says after two edits; None where both change the same thing.

    >>> together({"if": ["a", "b"], "kind": "strict"}, {"if": ["a"], "kind": "strict"}, {"if": ["a", "b"]})
    {'if': ['a']}
    >>> together({"if": ["a", "b", "c"]}, {"if": ["a", "c"]}, {"if": ["a", "b", "d"]})
    {'if': ['a', 'd']}
    >>> together({"if": ["a", "b"]}, {"if": ["a"]}, {"if": ["a", "d"]}) is None
    True
    """
    made: Content = {}
    for key in dict.fromkeys([*was, *one, *other]):
        before, left, right = was.get(key), one.get(key), other.get(key)
        if left == before:
            value = right
        elif right == before or left == right:
            value = left
        else:
            value = _merged(before, left, right)
            if value is None:
                return None
        if value is not None:
            made[key] = value
    return made


def _merged(before: Any, left: Any, right: Any) -> Any:
    """Return a list with what two others do to it, item by item; None where they do it to the same item."""
    if not isinstance(left, list) or not isinstance(right, list):
        return None
    items = before if isinstance(before, list) else [] if before is None else [before]
    first, more = _done(items, left)
    second, yet = _done(items, right)
    if first.keys() & second.keys():
        return None
    done = first | second
    kept = [done.get(at, [item]) for at, item in enumerate(items)]
    return [*(one for some in kept for one in some), *more, *yet]


def _done(items: list[Any], now: list[Any]) -> tuple[dict[int, list[Any]], list[Any]]:
    """Return what became of items, by their places, and what is added at the end."""
    if len(now) > len(items):
        return {}, now[len(items) :]
    at = next((at for at, item in enumerate(items) if now[at : at + 1] != [item]), None)
    if at is None:
        return {}, []
    return {at: [] if len(now) < len(items) else [now[at]]}, []
