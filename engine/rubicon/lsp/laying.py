"""Read a rulebook as it stands in an editor's program: its folder, with the text of open files laid over it."""

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from msgspec.structs import replace

from rubicon.editing.changed import unconfirmed
from rubicon.editing.examples import Examples
from rubicon.editing.ignoring import heed, ignored_in
from rubicon.editing.inspecting import Inspection, RuleFile
from rubicon.editing.lints import chosen, lint
from rubicon.language.conditions import Pattern, patterns
from rubicon.language.facts import Place
from rubicon.language.rules import Rule, Rulebook
from rubicon.language.sentences import Language
from rubicon.problems import BadInput, Problem
from rubicon.reading import parse_case
from rubicon.reading.books import read_books
from rubicon.reading.choosing import case_files, choose_rulebook, is_rulebook, shown
from rubicon.reading.gathering import BESIDE, RESERVED
from rubicon.reading.remembering import Memory
from rubicon.reading.writing import draft_of

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


ExampleRun = tuple[tuple[object, ...], list[Problem], Rulebook]
"""What the outcome of a rule's examples rests on, what is wrong with them, and in whose words that is told."""


class KnownBook:
    """A rulebook as it could last be read.

    `tried` are the rules whose examples were run.
    """

    def __init__(self, folder: Path, look: Inspection, tried: frozenset[str]) -> None:
        self.folder, self.look, self.tried = folder, look, tried

    def wrong_with(self, path: Path, text: str) -> list[Problem]:
        """Return what is wrong with a case as it stands in an editor."""
        rulebook = self.look.rulebook
        try:
            case = parse_case(text, rulebook, str(path))
            told = [*case.warnings, *unconfirmed(case)]
            found = heed(told, rulebook, [str(path)], str(path), {str(path): text})
        except BadInput as bad:
            found = list(bad.problems)
        return _told(chosen(found, (), ()), self.folder)

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
    """What is wrong with a rulebook as it stands in an editor, and what it was when it could last be read.

    Of what was read before only what has changed is read anew, and only examples that it touches are run again.
    `is_well`: it can be read as it stands.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.known: KnownBook | None = None
        self.problems: list[Problem] = []
        self._memory = Memory()
        self._files: dict[str, RuleFile] = {}
        self._runs: dict[str, ExampleRun] = {}
        self._cases: dict[Path, tuple[str, tuple[object, ...], list[Problem]]] = {}
        self.is_well = False

    def read(self, buffers: Mapping[Path, str], *, fresh: bool = False) -> None:
        """Read the book as it stands with these open files; of files that are not open no examples are run anew.

        What lies on the disk beside them is looked at once, and then only where it is asked for afresh.
        """
        self._memory.fresh = fresh
        self._memory.laid = {path: _bytes(text) for path, text in buffers.items()}
        self.is_well = False
        broken = [
            sheet
            for path in buffers
            if self._holds_words(path) and (sheet := self._memory.sheet(path)).broken
        ]
        if broken:
            self._look_at_disk()
        if broken and self.known is not None:  # until they can be read nothing can be said of the rest
            self.problems = _told((problem for sheet in broken for problem in sheet.problems), self.folder)
            return
        try:
            look = self._look(read_books(self.folder, self._memory))
            self._look_on(look, [rule for rule in look.written if Path(rule.place.path) in buffers])
            self.is_well = True
        except BadInput as bad:
            self.problems = _told(bad.problems, self.folder)
        if buffers:
            self._look_at_disk()

    def _look_at_disk(self) -> None:
        """Where nothing typed could be read yet, know what is on the disk."""
        if self.known is None:
            disk = OpenBook(self.folder)
            disk.read({})
            self.known = disk.known

    def deepen(self, stop: Callable[[], bool]) -> bool:
        """Look at the disk, run every example and read every case; tell whether it came to its end before the stop."""
        self.read(
            {path: raw.decode("utf-8", "surrogatepass") for path, raw in self._memory.laid.items()},
            fresh=True,
        )
        known = self.known
        if known is None or not self.is_well:
            return False
        for rule in known.look.written:
            if stop():
                return False
            self._run(known.look, [rule])
        for path in case_files(self.folder):
            if stop():
                return False
            self._read_case(known, path)
        self._look_on(known.look, [])
        return True

    def _look_on(self, look: Inspection, meant: list[Rule]) -> None:
        """Tell what lints, examples and cases have wrong, as far as they were looked at; run those of some rules."""
        self._run(look, meant)
        runner = Examples(look.rulebook, {rule.id: rule for rule in look.rules})
        runs = {
            rule.id: self._runs[rule.id][1]
            for rule in look.written
            if rule.id in self._runs and _stands(self._runs[rule.id], runner, rule)
        }
        self.known = KnownBook(self.folder, look, frozenset(runs))
        failing = [problem for found in runs.values() for problem in found]
        named = {name for file in self._files.values() for name in ignored_in(file.text)}
        told = [*look.rulebook.warnings, *lint(look, notes=False, named=named), *failing]
        found = heed(told, look.rulebook, texts={path: file.text for path, file in self._files.items()})
        self.problems = _told(chosen(found, (), ()), self.folder)

    def cases(self, buffers: Mapping[Path, str]) -> list[Problem]:
        """Return what is wrong with open cases, and with others by the words that there are, as far as it is known."""
        known = self.known
        if known is None:
            return []
        words = _words(known.look)
        closed = [
            found
            for path, (_, rests, found) in self._cases.items()
            if path not in buffers and _alike(rests, words)
        ]
        opened = [known.wrong_with(path, text) for path, text in buffers.items()]
        return [problem for found in (*opened, *closed) for problem in found]

    @property
    def texts(self) -> dict[str, str]:
        """Return what the files of the rulebook say, by their names in its folder."""
        stated = {
            str(path): draft_of(path).text for path in sorted((self.folder / "properties").rglob("*.toml"))
        }
        texts = self._memory.texts | stated
        return {os.path.relpath(path, self.folder): text for path, text in texts.items()}

    def case_texts(self, buffers: Mapping[Path, str]) -> dict[Path, str]:
        """Return what the rulebook's own cases say, and open ones.

        Raises:
            BadInput: one of them cannot be read.
        """
        paths = [Path(os.path.abspath(path)) for path in case_files(self.folder, drawn=True)]  # noqa: PTH100 - as below
        return {path: draft_of(path).text for path in paths if path not in buffers} | dict(buffers)

    def _read_case(self, known: KnownBook, path: Path) -> None:
        try:
            text = path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError):
            text = ""
        rests, whole = _words(known.look), Path(os.path.abspath(path))  # noqa: PTH100 - links stay, as in an editor
        was = self._cases.get(whole)
        if was is None or was[0] != text or not _alike(was[1], rests):
            self._cases[whole] = text, rests, known.wrong_with(whole, text)

    def _holds_words(self, path: Path) -> bool:
        return path.relative_to(self.folder).with_suffix("").parts[0] in RESERVED

    def _look(self, rulebook: Rulebook) -> Inspection:
        """Return the rulebook as lints see it, with the files that are as they were."""
        was, texts = self._files, self._memory.texts
        self._files = {
            path: was[path] if path in was and was[path].text == text else RuleFile(text)
            for path, text in texts.items()
        }
        return Inspection(rulebook, self._files)

    def _run(self, look: Inspection, meant: Iterable[Rule]) -> None:
        """Run the examples of some rules; those that nothing touched are not run again."""
        runner = Examples(look.rulebook, {rule.id: rule for rule in look.rules})
        for rule in meant:
            if rule.id not in self._runs or not _stands(self._runs[rule.id], runner, rule):
                self._runs[rule.id] = _rests(runner, rule), list(runner.run(rule)), look.rulebook


def _rests(runner: Examples, rule: Rule) -> tuple[object, ...]:
    """Return what the outcome of a rule's examples rests on: a rule is another once a word that it says means another thing."""
    beside = {name for example in rule.examples for name in runner.beside(rule, example)}
    known = [name in runner.rules for example in rule.examples for name in example.by]
    frame = runner.rulebook.framework
    posed = [frame.considered, *(tier.considered for tier in frame.tiers[:1])] if frame else []
    return (*posed, rule, *known, *(runner.rules[name] for name in sorted(beside)))


def _stands(run: ExampleRun, runner: Examples, rule: Rule) -> bool:
    """Tell whether the examples of a rule came out as they would again; what is told of those that fail may name any word."""
    (rests, found, book), now = run, runner.rulebook
    told_alike = not found or (book.vocabulary is now.vocabulary and book.framework is now.framework)
    return told_alike and _alike(rests, _rests(runner, rule))


def _words(look: Inspection) -> tuple[object, ...]:
    """Return what the reading of a case rests on."""
    return (look.vocabulary, look.rulebook.sources)


def _alike(some: tuple[object, ...], others: tuple[object, ...]) -> bool:
    """Tell whether values are the very same, sentences apart, so that what rests on them is."""
    return len(some) == len(others) and all(
        one is other or (isinstance(one, Pattern) and one == other)
        for one, other in zip(some, others, strict=True)
    )


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", errors="surrogatepass")


def _told(problems: Iterable[Problem], folder: Path) -> list[Problem]:
    """Return problems with whole paths for the editor, and short ones in words."""
    whole, seen = str(folder), str(shown(folder))
    return [
        replace(one, what=one.what.replace(whole, seen), remedy=one.remedy.replace(whole, seen))
        for one in problems
    ]
