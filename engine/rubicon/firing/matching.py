"""durable-rules, driven as a matcher of joins: rows in, matches out. The only room that knows the library.

Each ruleset has one rule: conditions `c0`, `c1`, … that take the rows of one source each and join on
the numbered keys they share. Rows carry tokens made of digits, never the analyst's texts or numbers, so
nothing that durable-rules does to text, numbers or JSON can reach a match.
"""

import json
import os
import sys
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import count
from threading import Lock
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

JoinKeys: TypeAlias = tuple[int, ...]
"""The numbers of the join keys that a source's rows carry."""

JoinShape: TypeAlias = tuple[JoinKeys, ...]
"""What a ruleset joins: for each source its keys; equal numbers must be equal tokens."""

Item: TypeAlias = tuple[int, Sequence[str], Any]
"""A row: its source, its tokens in the order of the source's keys, and what it stands for."""

_SENTINEL = '{"id":"s","boot":1}'
_idle: dict[JoinShape, list[int]] = {}
_ids: list[str] = []
_hashes: set[int] = set()
_numbers = count()
_lock = Lock()


def fnv(text: str) -> int:
    """Return the 32-bit FNV-1a hash by which durable-rules tells facts and properties apart."""
    value = 0x811C9DC5
    for byte in text.encode():
        value = (value ^ byte) * 0x01000193 & 0xFFFFFFFF
    return value


def fact_ids(least: int) -> list[str]:
    """Return at least so many short ids, no two with the same hash, for durable-rules compares only hashes."""
    with _lock:
        while len(_ids) < least:
            name = str(next(_numbers))
            value = fnv(name)
            if value not in _hashes:
                _hashes.add(value)
                _ids.append(name)
    return _ids


def ruleset(shape: JoinShape) -> dict[str, Any]:
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


def match(shape: JoinShape, rows: Iterable[Item]) -> list[tuple[Any, ...]]:
    """Join rows, at least one, in a ruleset of this shape; return one row of each source for every match.

    What was asserted is forgotten at the end; the ruleset itself is kept for the next call.
    """
    formats, names = _format(shape)
    ids = _ids
    stands: dict[str, Any] = {}
    texts = []
    for number, (source, tokens, row) in enumerate(rows):
        if number >= len(ids):
            fact_ids(2 * number + 64)
        name = ids[number]
        stands[name] = row
        texts.append(formats[source] % (name, *tokens))
    idle = _idle.get(shape)
    handle: int = idle.pop() if idle else engine.create_ruleset("r", json.dumps(ruleset(shape)))
    code, state = engine.assert_fact(handle, _SENTINEL)
    try:
        _expect_handled(code)
        engine.start_action_for_state(handle, state)
        engine.complete_and_start_action(handle, state)
        code, _ = engine.assert_facts(handle, f"[{','.join(texts)}]")
        _expect_handled(code)
        matches: list[tuple[Any, ...]] = []
        started = engine.start_action_for_state(handle, state)
        answer = started[1] if started else None
        while answer:
            fired = json.loads(answer)["join"]
            some = fired if isinstance(fired, list) else (fired,)
            matches += [tuple([stands[one[name]["id"]] for name in names]) for one in some]
            answer = engine.complete_and_start_action(handle, state)
        return matches
    finally:
        engine.delete_state(handle, "0")
        if sum(map(len, list(_idle.values()))) < IDLE:
            _idle.setdefault(shape, []).append(handle)
        else:
            engine.delete_ruleset(handle)


@lru_cache(maxsize=IDLE)
def _format(shape: JoinShape) -> tuple[list[str], list[str]]:
    """Return how a row of each source is written, and the conditions' names."""
    formats = [
        f'{{"id":"%s","c":"{number}"' + "".join(f',"k{key}":"%s"' for key in keys) + "}"
        for number, keys in enumerate(shape)
    ]
    return formats, [f"c{number}" for number in range(len(shape))]


def _expect_handled(code: int) -> None:
    if code:
        raise RuntimeError(f"durable-rules did not take a fact (code {code})")
