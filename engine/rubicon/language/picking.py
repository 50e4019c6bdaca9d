"""The filters by which templates pick from what they are given: as Jinja's own, looking the parts up at once."""

from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from operator import attrgetter
from typing import Any

from jinja2 import Environment, pass_context, pass_environment
from jinja2.filters import make_attrgetter, sync_do_map
from jinja2.runtime import Context


@lru_cache(maxsize=500)
def _part_of(environment: Environment, attribute: str | int) -> Callable[[Any], Any]:
    """Return what gives a part of a value by its name, dots in it too; by Jinja where the value has none."""
    slow = make_attrgetter(environment, attribute)
    if isinstance(attribute, int):
        return slow
    quick = attrgetter(attribute)

    def part(value: Any) -> Any:
        try:
            return quick(value)
        except AttributeError:
            return slow(value)

    return part


def _picking(*, by_part: bool, wanted: bool) -> Callable[..., Iterator[Any]]:
    """Return a filter that keeps the values whose part, or which themselves, pass a test or fail it."""

    @pass_environment
    def picked(environment: Environment, values: Iterable[Any], *named: Any) -> Iterator[Any]:
        values = list(values or ())
        tested = list(map(_part_of(environment, named[0]), values)) if by_part and values else values
        if len(named) > by_part:
            test, *given = named[by_part:]
            passes: Any = environment.tests[test]
            tested = [passes(one, *given) for one in tested]
        return iter([value for value, found in zip(values, tested, strict=True) if bool(found) is wanted])

    return picked


@pass_context
def _mapped(context: Context, values: Iterable[Any], *named: Any, **options: Any) -> Iterator[Any]:
    """Return a part of each value, or what a filter makes of it."""
    if not named and options.keys() == {"attribute"}:
        return map(_part_of(context.environment, options["attribute"]), values or ())
    made = context.environment.filters[named[0]] if named else None
    if made is None or len(named) > 1 or options or hasattr(made, "jinja_pass_arg"):
        return iter(sync_do_map(context, values, *named, **options))
    return map(made, values or ())


PICKING: dict[str, Callable[..., Iterator[Any]]] = {
    "map": _mapped,
    "select": _picking(by_part=False, wanted=True),
    "reject": _picking(by_part=False, wanted=False),
    "selectattr": _picking(by_part=True, wanted=True),
    "rejectattr": _picking(by_part=True, wanted=False),
}
"""The filters by their names."""
