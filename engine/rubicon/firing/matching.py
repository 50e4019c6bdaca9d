"""durable-rules, driven as a matcher of joins: rows in, matches out. The only room that knows the library.

Each ruleset has one rule: conditions `c0`, `c1`, … that take the rows of one source each and join on
the numbered keys they share. Rows carry tokens made of digits, never the analyst's texts or numbers, so
nothing that durable-rules does to text, numbers or JSON can reach a match.
"""

import json
import os
import sys
from collections.abc import Iterable, Sequence
from typing import Any, TypeAlias

flags = sys.getdlopenflags()
sys.setdlopenflags(
    os.RTLD_LAZY
)  # durable-rules 2.0.28 names a symbol that Python 3.13 dropped, and never calls it
try:
    import durable_rules_engine as engine
finally:
    sys.setdlopenflags(flags)

MOST_CONDITIONS = 15
"""Conditions of one ruleset; durable-rules holds 16 messages in a frame."""

MOST_KEYS = 12
"""Keys on which one condition joins; durable-rules reads at most 30 tests."""

AT_ONCE = 500
"""Matches that durable-rules hands over in one answer."""

IDLE = 64
"""Rulesets kept for the next run (about 60 kB each)."""

Keys: TypeAlias = tuple[int, ...]
"""The numbers of the join keys that a source's rows carry."""

Shape: TypeAlias = tuple[Keys, ...]
"""What a ruleset joins: for each source its keys; equal numbers must be equal tokens."""

_SENTINEL = '{"id":"s","boot":1}'
_idle: dict[Shape, list[int]] = {}
_ids: list[str] = []
_hashes: set[int] = set()
_unchecked = 0


def fnv(text: str) -> int:
    """Return the 32-bit FNV-1a hash by which durable-rules tells facts and properties apart."""
    value = 0x811C9DC5
    for byte in text.encode():
        value = (value ^ byte) * 0x01000193 & 0xFFFFFFFF
    return value


def fact_ids(count: int) -> list[str]:
    """Return at least so many short ids, no two with the same hash, for durable-rules compares only hashes."""
    global _unchecked  # noqa: PLW0603 - the list is made once for the process and only grows
    while len(_ids) < count:
        name = str(_unchecked)
        _unchecked += 1
        value = fnv(name)
        if value not in _hashes:
            _hashes.add(value)
            _ids.append(name)
    return _ids


def ruleset(shape: Shape) -> dict[str, Any]:
    """Write the ruleset that joins sources of this shape.

    The last test of a condition is written twice: when the very last test fails, durable-rules reads
    past its end. The second rule takes the sentinel, without which a session cannot be deleted.

    >>> ruleset(((0,), (0, 1)))["join"]["all"]
    [{'c0': {'c': '0'}}, {'c1': {'$and': [{'c': '1'}, {'k0': {'c0': 'k0'}}, {'k0': {'c0': 'k0'}}]}}]
    """
    conditions: list[dict[str, Any]] = []
    seen: dict[int, str] = {}
    for number, keys in enumerate(shape):
        own: dict[str, Any] = {"c": str(number)}
        tests = [{f"k{key}": {seen[key]: f"k{key}"}} for key in keys if key in seen]
        conditions.append({f"c{number}": {"$and": [own, *tests, tests[-1]]} if tests else own})
        for key in keys:
            seen.setdefault(key, f"c{number}")
    return {
        "join": {"all": conditions, "dist": 0, "cap": AT_ONCE},
        "start": {"all": [{"m": {"boot": 1}}]},
    }


class Matcher:
    """A ruleset with rows in it. Feed it rows of any source; it gives each new match once. Close it."""

    __slots__ = ("_filled", "_formats", "_handle", "_ids", "_names", "_rows", "_shape", "_state")

    def __init__(self, shape: Shape) -> None:
        self._shape = shape
        idle = _idle.get(shape)
        self._handle: int = idle.pop() if idle else engine.create_ruleset("r", json.dumps(ruleset(shape)))
        self._rows: dict[str, tuple[Any, ...]] = {}
        self._filled = 0
        self._names = [f"c{number}" for number in range(len(shape))]
        self._formats = [
            f'{{"id":"%s","c":"{number}"' + "".join(f',"k{key}":"%s"' for key in keys) + "}"
            for number, keys in enumerate(shape)
        ]
        code, self._state = engine.assert_fact(self._handle, _SENTINEL)
        _expect_handled(code)
        engine.start_action_for_state(self._handle, self._state)
        engine.complete_and_start_action(self._handle, self._state)

    def feed(
        self, rows: Iterable[tuple[int, Sequence[str], tuple[Any, ...]]]
    ) -> list[tuple[tuple[Any, ...], ...]]:
        """Add rows, each with its source, its tokens in the order of the source's keys, and what it stands for.

        Return the matches they make with each other and with all earlier rows: one row for each source.
        """
        texts = []
        at = self._filled
        ids = _ids
        for source, tokens, row in rows:
            if at >= len(ids):
                fact_ids(2 * at + 16)
            name = ids[at]
            at += 1
            self._rows[name] = row
            texts.append(self._formats[source] % (name, *tokens))
        if not texts:
            return []
        self._filled = at
        code, _ = engine.assert_facts(self._handle, f"[{','.join(texts)}]")
        _expect_handled(code)
        return self._drain()

    def _drain(self) -> list[tuple[tuple[Any, ...], ...]]:
        rows, names = self._rows, self._names
        matches: list[tuple[tuple[Any, ...], ...]] = []
        started = engine.start_action_for_state(self._handle, self._state)
        answer = started[1] if started else None
        while answer:
            fired = json.loads(answer)["join"]
            some = fired if isinstance(fired, list) else (fired,)
            matches += [tuple([rows[match[name]["id"]] for name in names]) for match in some]
            answer = engine.complete_and_start_action(self._handle, self._state)
        return matches

    def close(self) -> None:
        """Forget the rows; keep the ruleset for the next matcher of this shape, unless many are kept."""
        engine.delete_state(self._handle, "0")
        if sum(map(len, _idle.values())) < IDLE:
            _idle.setdefault(self._shape, []).append(self._handle)
        else:
            engine.delete_ruleset(self._handle)


def _expect_handled(code: int) -> None:
    if code:
        raise RuntimeError(f"durable-rules did not take a fact (code {code})")
