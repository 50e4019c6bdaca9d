"""Remember whose examples came out as they say, so that the next check runs those alone whose outcome could differ.

What is kept of a rule is the SHA-256 of all that its examples go by: the vocabulary and the framework, itself, every
rule that one of its examples is judged beside, and the program. Of examples that something was said of nothing is kept.
"""

import hashlib
import os
import sys
from collections.abc import Iterator
from pathlib import Path

from rubicon.editing.examples import Examples
from rubicon.language.rules import Rule
from rubicon.reading.keeping import keep_bytes, kept_bytes, prune
from rubicon.version import __version__

RULEBOOKS = 16
"""Rulebooks of which it is kept; beyond them the one checked longest ago goes."""

_ENDING, _MAGIC = ".examples", b"rubicon-examples-1\n"
_SIZE = hashlib.sha256().digest_size


class Proven:
    """The rules whose examples came out well in an earlier check, and those that do now."""

    def __init__(self, examples: Examples, *, keep: bool) -> None:
        self._examples = examples
        self._entry = _entry(examples.rulebook.folder) if keep else None
        self._known = _read(self._entry) if self._entry is not None else set()
        self._now: set[bytes] = set()
        self._states: dict[str, bytes] = {}
        self._ground = _ground(examples) if keep else b""

    def has(self, rule: Rule) -> bool:
        """Tell whether the examples of a rule came out well when all that they go by was as it is."""
        if self._entry is None or self._state(rule) not in self._known:
            return False
        self._now.add(self._state(rule))
        return True

    def add(self, rule: Rule) -> None:
        """Note that nothing is wrong with the examples of a rule."""
        if self._entry is not None:
            self._now.add(self._state(rule))

    def save(self, *, whole: bool) -> None:
        """Keep what is proven now, and unless it is the `whole` rulebook what was before; where that cannot be done, nothing happens."""
        found = self._now if whole else self._now | self._known
        if self._entry is not None and found != self._known:
            keep_bytes(self._entry, _MAGIC, b"".join(sorted(found)))
            prune(f"*{_ENDING}", RULEBOOKS)

    def _state(self, rule: Rule) -> bytes:
        """Return the digest of all that the examples of a rule go by."""
        beside = {rule.id}.union(*(self._examples.beside(rule, one) for one in rule.examples))
        digest = hashlib.sha256(self._ground + self._own(rule))
        for name in sorted(beside):
            digest.update(self._own(self._examples.rules[name]))
        return digest.digest()

    def _own(self, rule: Rule) -> bytes:
        if rule.id not in self._states:
            self._states[rule.id] = hashlib.sha256(repr(rule).encode("utf-8", "surrogatepass")).digest()
        return self._states[rule.id]


def _ground(examples: Examples) -> bytes:
    """Return the digest of what all examples go by: the words of the rulebook, and the program that judges them."""
    rulebook = examples.rulebook
    said = f"{__version__}\0{sys.version}\0{rulebook.vocabulary!r}\0{rulebook.framework!r}\0{rulebook.entities!r}"
    digest = hashlib.sha256(said.encode("utf-8", "surrogatepass"))
    for line in sorted(_program(Path(__file__).parents[1])):
        digest.update(line.encode("utf-8", "surrogateescape"))
    return digest.digest()


def _program(folder: Path | str) -> Iterator[str]:
    """Yield the place, size and time of every module: whoever works on the program has a new one without a new version."""
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.endswith(".py"):
                about = entry.stat()
                yield f"{entry.path}\0{about.st_size}\0{about.st_mtime_ns}\n"
            elif entry.is_dir() and entry.name != "__pycache__":
                yield from _program(entry.path)


def _entry(folder: str) -> str:
    """Return the name under which what is proven of a rulebook is kept."""
    place = os.path.realpath(folder).encode("utf-8", "surrogateescape")
    return hashlib.sha256(place).hexdigest() + _ENDING


def _read(entry: str) -> set[bytes]:
    """Return what is kept; nothing of what is damaged."""
    content = kept_bytes(entry, _MAGIC) or b""
    return {content[at : at + _SIZE] for at in range(0, len(content), _SIZE)}
