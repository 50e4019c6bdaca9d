"""Remember what a check found well, so that the next one looks at that alone of which something else could be found.

What is kept of a rule is the SHA-256 of all that its examples go by: the vocabulary and the framework, itself, every
rule that one of its examples is judged beside, and the program. What is kept of a case is that of its file, the rulebook
and the program. Of what something was said of nothing is kept.
"""

import hashlib
import os
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from rubicon.editing.examples import Examples
from rubicon.language.rules import Rule, Rulebook
from rubicon.reading.keeping import keep_bytes, kept_bytes, prune
from rubicon.version import __version__

RULEBOOKS = 16
"""Rulebooks of which it is kept; beyond them the one checked longest ago goes."""

_MAGIC = b"rubicon-well-1\n"
_SIZE = hashlib.sha256().digest_size


class FoundWell:
    """The things of a rulebook that an earlier check found well, and those that are well now, each by its state.

    `said` is what all of them go by beside themselves and the program.
    """

    def __init__(self, folder: str, ending: str, said: str, *, keep: bool) -> None:
        self._ending = ending
        self._entry = _entry(folder, ending) if keep else None
        self._known = _read(self._entry) if self._entry is not None else set()
        self._now: set[bytes] = set()
        self._ground = _ground(said) if keep else b""

    def state(self, parts: Iterable[bytes]) -> bytes:
        """Return the digest of all that a thing goes by, of which these parts are its own."""
        digest = hashlib.sha256(self._ground)
        for part in parts:
            digest.update(hashlib.sha256(part).digest())
        return digest.digest()

    def has(self, state: bytes) -> bool:
        """Tell whether something in this state was found well."""
        if state not in self._known:
            return False
        self._now.add(state)
        return True

    def add(self, state: bytes) -> None:
        """Note that nothing is wrong with something in this state."""
        self._now.add(state)

    def save(self, *, whole: bool) -> None:
        """Keep what is well now, and unless that is the `whole` of it what was before; where it cannot be done, nothing happens."""
        found = self._now if whole else self._now | self._known
        if self._entry is not None and found != self._known:
            keep_bytes(self._entry, _MAGIC, b"".join(sorted(found)))
            prune(f"*{self._ending}", RULEBOOKS)


class Proven:
    """The rules whose examples came out well in an earlier check, and those that do now."""

    def __init__(self, examples: Examples, *, keep: bool) -> None:
        rulebook = examples.rulebook
        said = f"{rulebook.vocabulary!r}\0{rulebook.framework!r}\0{rulebook.entities!r}" if keep else ""
        self._examples, self._keep = examples, keep
        self._well = FoundWell(rulebook.folder, ".examples", said, keep=keep)
        self._texts: dict[str, bytes] = {}

    def has(self, rule: Rule) -> bool:
        """Tell whether the examples of a rule came out well when all that they go by was as it is."""
        return self._keep and self._well.has(self._state(rule))

    def add(self, rule: Rule) -> None:
        """Note that nothing is wrong with the examples of a rule."""
        if self._keep:
            self._well.add(self._state(rule))

    def save(self, *, whole: bool) -> None:
        """Keep what is proven now, and unless it is the `whole` rulebook what was before."""
        self._well.save(whole=whole)

    def _state(self, rule: Rule) -> bytes:
        """Return the digest of all that the examples of a rule go by."""
        beside = {rule.id}.union(*(self._examples.beside(rule, one) for one in rule.examples))
        return self._well.state(self._text(self._examples.rules[name]) for name in (rule.id, *sorted(beside)))

    def _text(self, rule: Rule) -> bytes:
        if rule.id not in self._texts:
            self._texts[rule.id] = repr(rule).encode("utf-8", "surrogatepass")
        return self._texts[rule.id]


def cases_well(rulebook: Rulebook, *, keep: bool) -> FoundWell:
    """Return the cases that can be read by a rulebook as it is, and of which there is nothing to say."""
    return FoundWell(rulebook.folder, ".cases", rulebook.digest, keep=keep)


def _ground(said: str) -> bytes:
    """Return the digest of what all things go by: something said, and the program."""
    digest = hashlib.sha256(f"{__version__}\0{sys.version}\0{said}".encode("utf-8", "surrogatepass"))
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


def _entry(folder: str, ending: str) -> str:
    """Return the name under which what is well of a rulebook is kept."""
    place = os.path.realpath(folder).encode("utf-8", "surrogateescape")
    return hashlib.sha256(place).hexdigest() + ending


def _read(entry: str) -> set[bytes]:
    """Return what is kept; nothing of what is damaged."""
    content = kept_bytes(entry, _MAGIC) or b""
    return {content[at : at + _SIZE] for at in range(0, len(content), _SIZE)}
