"""Remember what was read of files, for a next reading in which most of them are as they were."""

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path as FilePath
from typing import Any

from msgspec import Struct, field
from msgspec.structs import replace

from rubicon.language.rules import Rule
from rubicon.problems import Problem
from rubicon.reading.files import Sheet, load, parse


class Memory(Struct):
    """What one reading leaves to the next.

    `laid` are bytes to be read in place of those on the disk; what else lies there is looked at only where it is `fresh`
    or was never looked at. `listed` are the files, and what is wrong with the folder. `words` is whatever was read of the files in `said`, on
    which the reading of all rules rests; `rules` has each rule's file with what was read of it, `fitting` all rules when
    they were last held against each other, if nothing was wrong with that.
    """

    laid: Mapping[FilePath, bytes] = field(default_factory=dict)
    fresh: bool = True
    listed: tuple[list[tuple[FilePath, FilePath]], list[Problem]] | None = None
    said: tuple[tuple[str, str], ...] = ()
    words: Any = None
    rules: dict[str, tuple[Sheet, tuple[Rule, ...], int]] = field(default_factory=dict)
    fitting: tuple[list[str], list[Rule]] = ([], [])
    _sheets: dict[FilePath, tuple[bytes, Sheet]] = field(default_factory=dict)
    _copies: dict[FilePath, Sheet] = field(default_factory=dict)
    _was_laid: set[FilePath] = field(default_factory=set)

    def sheet(self, path: FilePath) -> Sheet:
        """Read a file, or return a copy of what was read of the same bytes."""
        known = self._sheets.get(path)
        if not self.fresh and known is not None and path not in self.laid and path not in self._was_laid:
            return self._copy(path, known[1])
        try:
            raw = self.laid[path] if path in self.laid else path.read_bytes() if path.is_file() else None
        except OSError:
            raw = None
        if raw is None:
            self._sheets.pop(path, None)
            return load(path, str(path))
        if known is None or known[0] != raw:
            known = self._sheets[path] = raw, parse(raw, str(path))
        (self._was_laid.add if path in self.laid else self._was_laid.discard)(path)
        return self._copy(path, known[1])

    def _copy(self, path: FilePath, sheet: Sheet) -> Sheet:
        """Return a copy of what was read of a file, with the lines of its keys if they were found for the one before."""
        before = self._copies.get(path)
        if before is not None and before.content is sheet.content:
            sheet.lines = sheet.lines or before.lines
        self._copies[path] = copy = replace(sheet, problems=[*sheet.problems], placed={}, missing={})
        return copy

    def only(self, paths: Iterable[FilePath]) -> None:
        """Forget files that are no more."""
        self._sheets = {path: self._sheets[path] for path in paths if path in self._sheets}

    @property
    def texts(self) -> dict[str, str]:
        """Return what the files say that were read, by their paths."""
        return {sheet.shown: sheet.text for _, sheet in self._sheets.values()}

    def known(self, name: str, sheet: Sheet) -> tuple[Sheet, tuple[Rule, ...]] | None:
        """Return what was read of a rule's file if it is as it was, as it was before it was held against others."""
        if name not in self.rules:
            return None
        was, rules, count = self.rules[name]
        if (
            was.text != sheet.text
            or was.shown != sheet.shown
            or was.problems[: len(sheet.problems)] != sheet.problems
        ):
            return None
        del was.problems[count:]
        return was, rules

    def forget(self, touched: Callable[[Sheet], bool]) -> None:
        """Forget what was read of rules in whose files something was wrong, and of those that are touched by a change."""
        for sheet, _, count in self.rules.values():
            del sheet.problems[count:]
        self.rules = {name: one for name, one in self.rules.items() if one[0].is_well and not touched(one[0])}

    def keep(self, name: str, sheet: Sheet, rules: tuple[Rule, ...]) -> None:
        """Remember what was read of a rule's file."""
        self.rules[name] = sheet, rules, len(sheet.problems)
