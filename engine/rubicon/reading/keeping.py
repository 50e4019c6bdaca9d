"""Keep a rulebook that was read and found good, so that the next run need not read it again.

An entry lies in the user's cache folder under the SHA-256 of all that reading goes by: every name and every
byte of the rulebook's folder, the folder as it is shown, the version of the program and of Python. It holds
plain values alone (MessagePack), each made into one of a fixed list of classes, so that nothing in it can run.
What is damaged, cut short or foreign is read afresh without a word.
"""

import hashlib
import os
import sys
from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from decimal import Decimal
from pathlib import Path as FilePath
from typing import Any

import msgspec
from msgspec.structs import replace

from rubicon.language import conditions, facts, rules, vocabulary
from rubicon.language.rules import Rulebook
from rubicon.places import own_folder
from rubicon.problems import Problem
from rubicon.version import __version__

ENTRIES = 16
"""Rulebooks kept; beyond them the one longest unused goes."""

LARGEST = 200_000_000
"""Bytes of the largest entry that is read."""

_MAGIC = b"rubicon-kept-2\n"
_MADE = tuple(
    found
    for room in (facts, conditions, vocabulary, rules)
    for name, found in sorted(vars(room).items())
    if isinstance(found, type) and found.__module__ == room.__name__
)
_CLASSES = (*_MADE, Problem)
_NUMBER, _DAY, _TUPLE, _DICT, _SHARED = range(-5, 0)


def state_of(folder: FilePath) -> str | None:
    """Return the digest of all that reading a folder goes by; None where something cannot be read."""
    digest = hashlib.sha256(f"{__version__}\0{sys.version}\0{folder}\0".encode("utf-8", "surrogateescape"))
    try:
        for path in sorted(_walk(os.fspath(folder))):
            digest.update(path.encode("utf-8", "surrogateescape") + b"\0")
            if path.endswith(".toml"):
                with open(path, "rb") as file:  # noqa: PTH123 - a text, and no path, to be quick
                    content = file.read()
                digest.update(len(content).to_bytes(8, "big") + content)
    except OSError:
        return None
    return digest.hexdigest()


def _walk(folder: str) -> Iterator[str]:
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.startswith("."):
                continue
            if entry.is_symlink():
                yield f"{entry.path}\0{os.path.realpath(entry.path)}"
            if entry.is_dir():
                yield from _walk(entry.path)
            else:
                yield entry.path


def kept(state: str, *, examples: bool) -> Rulebook | None:
    """Return the rulebook kept under a state, without its examples unless they are asked for; None if none is."""
    body = kept_bytes(f"{state}.rulebook", _MAGIC)
    if body is None:
        return None
    try:
        whole, told = msgspec.msgpack.decode(body, type=tuple[Any, msgspec.Raw])
        made = _Maker().rulebook(whole)
        if not examples:
            return made
        pairs = zip(made.rules, _Maker().of(msgspec.msgpack.decode(told)), strict=True)
        return replace(made, rules=tuple(replace(rule, examples=some) for rule, some in pairs))
    except (ValueError, TypeError, LookupError, AttributeError, ArithmeticError, RecursionError):
        return None


def keep(state: str, rulebook: Rulebook) -> None:
    """Keep a rulebook under a state; where that cannot be done, nothing happens."""
    told = _Plain().of(tuple(rule.examples for rule in rulebook.rules))
    bare = replace(rulebook, rules=tuple(replace(rule, examples=()) for rule in rulebook.rules))
    keep_bytes(f"{state}.rulebook", _MAGIC, msgspec.msgpack.encode([_Plain().of(bare), told]))
    prune("*.rulebook", ENTRIES)


def kept_bytes(name: str, magic: bytes) -> bytes | None:
    """Return what is kept under a name, if it is whole and the user's own; None if nothing is."""
    folder = own_folder()
    content = _own_bytes(folder / name) if folder is not None else None
    if content is None or not content.startswith(magic):
        return None
    digest, body = content[len(magic) :][:32], content[len(magic) + 32 :]
    return body if hashlib.sha256(body).digest() == digest else None


def keep_bytes(name: str, magic: bytes, body: bytes) -> None:
    """Keep some bytes under a name; where that cannot be done, nothing happens."""
    import tempfile  # noqa: PLC0415 - slow to load, and only an entry that is made needs it

    folder = own_folder(make=True)
    if folder is None:
        return
    with suppress(OSError):
        handle, made = tempfile.mkstemp(dir=folder, prefix=".new-")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(magic + hashlib.sha256(body).digest() + body)
            os.replace(made, folder / name)  # noqa: PTH105 - the pair to mkstemp
        except OSError:
            FilePath(made).unlink(missing_ok=True)


def prune(pattern: str, most: int) -> None:
    """Keep so many of the entries that a pattern names, and take the longest unused away."""
    folder = own_folder()
    with suppress(OSError):
        entries = folder.glob(pattern) if folder is not None else ()
        found = sorted(entries, key=lambda path: path.stat().st_mtime, reverse=True)
        for path in found[most:]:
            path.unlink(missing_ok=True)


def _own_bytes(path: FilePath) -> bytes | None:
    """Return the bytes of a plain file that belongs to the user and that nobody else may write."""
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError:
        return None
    with os.fdopen(handle, "rb") as file:
        try:
            about = os.fstat(file.fileno())
            plain = (about.st_mode & 0o170000) == 0o100000 and not about.st_mode & 0o022
            if not plain or about.st_uid != os.geteuid() or about.st_size > LARGEST:
                return None
            return file.read()
        except OSError:
            return None


class _Plain:
    """Turns values into lists, numbers and texts; what is shared is told once, and then by its number."""

    def __init__(self) -> None:
        self.pool: dict[int, int] = {}
        self.held: list[object] = []

    def of(self, value: Any) -> Any:
        if value is None or isinstance(value, str | bool | int):
            return value
        if isinstance(value, Decimal):
            return [_NUMBER, str(value)]
        if isinstance(value, date):
            return [_DAY, value.toordinal()]
        if isinstance(value, dict):
            return [_DICT, *(self.of(part) for pair in value.items() for part in pair)]
        if type(value) is tuple:
            return [_TUPLE, *map(self.of, value)]
        if id(value) in self.pool:
            return [_SHARED, self.pool[id(value)]]
        found = [_CODES[type(value)], *(self.of(getattr(value, name)) for name in _names(type(value)))]
        if type(value) in _POOLED:
            self.pool[id(value)] = len(self.held)
            self.held.append(value)
        return found


class _Maker:
    """Makes values of what `_Plain` turned them into."""

    def __init__(self) -> None:
        self.pool: list[object] = []

    def rulebook(self, plain: Any) -> Rulebook:
        made = self.of(plain)
        if not isinstance(made, Rulebook):
            raise TypeError
        return made

    def of(self, plain: Any) -> Any:
        code = plain[0]
        if code >= 0:
            kind = _CLASSES[code]
            make = self.of
            made = kind(*[make(part) if type(part) is list else part for part in plain[1:]])
            if kind in _POOLED:
                self.pool.append(made)
            return made
        if code == _TUPLE:
            make = self.of
            return tuple([make(part) if type(part) is list else part for part in plain[1:]])
        if code == _SHARED:
            return self.pool[plain[1]]
        if code == _NUMBER:
            return Decimal(plain[1])
        if code == _DAY:
            return date.fromordinal(plain[1])
        parts = [self.of(part) if type(part) is list else part for part in plain[1:]]
        return dict(zip(parts[::2], parts[1::2], strict=True))


def _names(kind: type) -> tuple[str, ...]:
    """Return the names of the parts of a value."""
    if issubclass(kind, msgspec.Struct):
        return kind.__struct_fields__
    return tuple(getattr(kind, "_fields", ()))


_CODES = {kind: code for code, kind in enumerate(_CLASSES)}
_POOLED = frozenset({facts.Source, conditions.Variable, vocabulary.Slot})
