"""Read a rulebook as it stands in an editor's program: its folder, with the text of open files laid over it."""

from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from msgspec.structs import replace

from rubicon.editing.changed import unconfirmed
from rubicon.editing.examples import Examples
from rubicon.editing.ignoring import heed
from rubicon.editing.inspecting import Inspection
from rubicon.editing.lints import chosen, lint
from rubicon.language.conditions import Pattern, patterns
from rubicon.language.facts import Place
from rubicon.language.rules import Rule
from rubicon.language.sentences import Language
from rubicon.problems import BadInput, Problem
from rubicon.reading import parse_case, read_rulebook
from rubicon.reading.choosing import choose_rulebook, is_rulebook, shown
from rubicon.reading.gathering import BESIDE, contents
from rubicon.recording.filing import laid_out

DEEP = 3
"""Folders above a file in which its rulebook is looked for."""


class Belongs(NamedTuple):
    """The rulebook that a file is of, and whether the file is a case."""

    folder: Path
    case: bool


def belongs(path: Path, given: str | None = None) -> Belongs | None:
    """Return the rulebook that an open file is of, or None; `given` is that of cases.

    Raises:
        BadInput: `given` is neither a folder nor the name of a shipped rulebook.
    """
    if path.suffix != ".toml" or path.name.startswith("."):
        return None
    for folder in path.parents[:DEEP]:
        if is_rulebook(folder):
            part = path.relative_to(folder).parts[0]
            if part in BESIDE and part != "cases":
                return None
            if part == "cases" and given is not None:
                break
            return Belongs(folder, part == "cases")
    for folder in path.parents[:2]:
        if folder.name == "cases":
            beside = folder.parent / "rules"
            if given is None and is_rulebook(beside):
                return Belongs(beside, True)
            return Belongs(choose_rulebook(given, ()).folder.resolve(), True)
    return None


class KnownBook:
    """A rulebook as it could last be read.

    Its files lay for a moment in a folder of their own, and `real` tells which file a path there stands for.
    `tried` are the rules whose examples were run.
    """

    def __init__(self, folder: Path, look: Inspection, tried: frozenset[str]) -> None:
        self.folder, self.look, self.tried = folder, look, tried
        for path in Path(look.rulebook.folder).rglob("*.toml"):
            look.file(str(path))  # now: it is gone when somebody asks

    def real(self, path: str) -> Path:
        """Return the file that a path of what was read stands for."""
        return self.folder / Path(path).relative_to(self.look.rulebook.folder)

    def wrong_with(self, path: Path, text: str) -> list[Problem]:
        """Return what is wrong with a case as it stands in an editor."""
        rulebook = self.look.rulebook
        with laid_out([(path.name, _bytes(text))]) as place:
            name = str(place / path.name)
            try:
                case = parse_case(text, rulebook, name)
                found = heed([*case.warnings, *unconfirmed(case)], rulebook, [case], name)
            except BadInput as bad:
                found = list(bad.problems)
        own = [_told(problem, rulebook.folder, self.folder) for problem in chosen(found, (), ())]
        return [_told(problem, name, path) for problem in own]

    @cached_property
    def language(self) -> Language:
        """Return the sentences that there are."""
        return Language(self.look.vocabulary, self.look.rulebook.entities)

    @cached_property
    def said(self) -> dict[str, tuple[Pattern, ...]]:
        """Return what each line of a rule speaks of, by its text."""
        return {c.text: patterns(c) for rule in self.look.written for c, _ in self.look.conditions(rule)}

    def used(self) -> Iterator[tuple[str, Place]]:
        """Yield the statements that rules and their examples speak of, with the line of each."""
        for rule in self.look.written:
            for condition, keys in self.look.conditions(rule):
                place = self.look.written_at(rule, condition, *keys)
                yield from ((pattern.statement, place) for pattern in patterns(condition))
            for at, pattern in enumerate(rule.conclusions):
                yield pattern.statement, self.look.at(rule, "then", at)
            for example in rule.examples:
                yield from ((fact.literal.atom.statement, fact.place) for fact in example.given)


class OpenBook:
    """What is wrong with a rulebook as it stands in an editor, and what it was when it could last be read."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.known: KnownBook | None = None
        self.problems: list[Problem] = []
        self._files: dict[str, bytes] = {}
        self._open: frozenset[Path] = frozenset()

    def read(self, buffers: Mapping[Path, str]) -> "OpenBook":
        """Return the book as it stands with these open files; the same one where nothing is new.

        Of files that are not open the examples are not run.
        """
        files, opened = contents(self.folder), frozenset(buffers)
        files |= {path.relative_to(self.folder).as_posix(): _bytes(text) for path, text in buffers.items()}
        if self._files and (files, opened) == (self._files, self._open):
            return self
        book = OpenBook(self.folder)
        book._files, book._open, book.known = files, opened, self.known
        with laid_out(files.items()) as place:
            try:
                look = Inspection(read_rulebook(place))
                meant = [rule for rule in look.written if self.folder / _inside(rule, place) in opened]
                book.known = KnownBook(self.folder, look, frozenset(rule.id for rule in meant))
                runner = Examples(look.rulebook, {rule.id: rule for rule in look.rules})
                failing = [problem for rule in meant for problem in runner.run(rule)]
                found = heed([*look.rulebook.warnings, *lint(look), *failing], look.rulebook)
            except BadInput as bad:
                found = list(bad.problems)
        book.problems = [_told(problem, str(place), self.folder) for problem in chosen(found, (), ())]
        if book.known is None and buffers:  # nothing typed could be read yet: what is on the disk may be
            book.known = OpenBook(self.folder).read({}).known
        return book


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", errors="surrogatepass")


def _inside(rule: Rule, folder: Path) -> Path:
    return Path(rule.place.path).relative_to(folder)


def _told(problem: Problem, laid: str, real: Path) -> Problem:
    """Return a problem as one of the files that were laid out: whole paths for the editor, short ones in words."""
    seen = str(shown(real))
    return replace(
        problem,
        path=problem.path.replace(laid, str(real)),
        what=problem.what.replace(laid, seen),
        remedy=problem.remedy.replace(laid, seen),
    )
