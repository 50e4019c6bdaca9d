"""Changes of a case: each is written whole or not at all, and can be undone. The later of two is told."""

import re
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from threading import Lock

from msgspec import Struct

from rubicon.exchanging.beginning import Start, begun
from rubicon.exchanging.coding import (
    Coding,
    CodingSheet,
    as_day,
    contradicted,
    with_assertion,
    with_end,
    with_retraction,
    with_supposition,
    with_work,
)
from rubicon.judging.assessing import language_of, read_arguments
from rubicon.language.facts import Fact
from rubicon.language.rules import Rulebook
from rubicon.language.speaking import speak
from rubicon.problems import BadInput, Problem
from rubicon.reading.writing import Draft, save
from rubicon.recording.entries import digest_of
from rubicon.web.asking import Fields, Supposing
from rubicon.web.desk import read_content
from rubicon.web.finding import check_whole
from rubicon.web.library import WITHIN, Library, Shelf
from rubicon.web.undoing import Journal

CaseEdit = Callable[[CodingSheet], CodingSheet]
"""What turns a case as it is into what it becomes."""

WHOLE = ("on", "until", "known", "grade", "note")
"""The fields of a form that stand in a fact under the same names."""

WORK = ("title", "publisher", "address", "author", "class", "origin")
"""The fields of a form that stand in a source, there after `source-`."""


class Stale(Exception):
    """The case is no longer as the page showed it; nothing was written."""


class Contradicted(Exception):
    """What was to be asserted contradicts what is on file, and was not said to be a conflict; nothing was written.

    `pairs` are facts, each with those that it contradicts.
    """

    def __init__(self, pairs: Iterable[tuple[Fact, tuple[Fact, ...]]]) -> None:
        self.pairs = tuple(pairs)
        super().__init__()


class Written(Struct, frozen=True):
    """A case before a change and after it, and the rulebook that both were read by."""

    before: bytes
    after: bytes
    shelf: Shelf


class Changer:
    """Writes into the cases of a library, one change after the other."""

    def __init__(self, library: Library, journal: Journal) -> None:
        self.library, self.journal = library, journal
        self._lock = Lock()

    def change(self, name: str, seen: str, change: CaseEdit) -> Written:
        """Change a case that is still as it was `seen`: the digest of the bytes that the page showed.

        Raises:
            Stale: it is not.
            Contradicted: the change contradicts what is on file.
            BadInput: the change cannot be made, or not written.
        """
        with self._lock:
            before = self.library.content(name)
            if digest_of(before) != seen:
                raise Stale
            shelf = self.library.shelf()
            desk = _sheet(before, name.rpartition(WITHIN)[2], shelf.rulebook)
            made = change(desk).draft
            if made.text == desk.draft.text:
                return Written(before, before, shelf)
            self.library.take_over()
            own = self.library.path(name)
            return self._save(Draft(own, before, made.text), before, shelf)

    def undo(self, name: str, seen: str) -> Written:
        """Put a case back as it was before its last change, if nobody else has changed it since.

        Raises:
            Stale: it is not as the page showed it.
            BadInput: nothing is known that could be undone, or it cannot be written.
        """
        with self._lock:
            path, now = self.library.path(name), self.library.content(name)
            if digest_of(now) != seen:
                raise Stale
            before = self.journal.last(path, now)
            if before is None:
                what = "there is nothing to undo here: the case was not changed on this page, or by another since"
                raise BadInput([Problem("argument", 0, what)])
            save(Draft(path, now, before.decode("utf-8-sig").replace("\r\n", "\n")))
            self.journal.drop(path)
            return Written(now, path.read_bytes(), self.library.shelf())

    def can_undo(self, name: str, now: bytes) -> bool:
        """Tell whether the last change of a case can be undone."""
        return self.journal.last(self.library.path(name), now) is not None

    def begin(self, name: str, start: Start) -> None:
        """Make a new case.

        Raises:
            BadInput: its name or a part of it is wrong, or there is one of this name.
        """
        if not re.fullmatch(r"[a-z0-9][a-z0-9-]{0,79}", name):
            what = f'"{name}" cannot be the name of a case'
            raise BadInput([Problem("argument", 0, what, "Use small letters, digits and hyphens.")])
        with self._lock:
            self.library.take_over()
            made = begun(self.library.folder / f"{name}.toml", self.library.shelf().rulebook, start)
            save(made.draft)

    def _save(self, draft: Draft, before: bytes, shelf: Shelf) -> Written:
        save(draft)
        after = draft.path.read_bytes()
        self.journal.add(draft.path, before, after)
        return Written(before, after, shelf)


def _sheet(content: bytes, name: str, rulebook: Rulebook) -> CodingSheet:
    """Return a case to be written, under the name by which its states are read, so that no text is read twice.

    Raises:
        BadInput: it has problems.
    """
    case = read_content(content, name, rulebook)
    text = content.decode("utf-8-sig").replace("\r\n", "\n")
    return CodingSheet(rulebook, Draft(Path(name), content, text), case)


def asserting(form: Fields) -> CaseEdit:
    """Return the change that a form asks for: a fact, with its source, perhaps in the place of another."""

    def change(desk: CodingSheet) -> CodingSheet:
        desk, source = _sourced(desk, form)
        if form.get("replaces"):
            why = form.get("why") or "corrected"
            desk, _ = with_retraction(desk, form.get("replaces"), why, form.get("replaces-source") or None)
        if form.get("assumed"):
            made, fact = with_supposition(desk, form.get("sentence"), form.get("assumed"), conflict=True)
            if not form.get("conflict"):
                check(desk, [fact])
            return made
        check_whole(desk.rulebook, desk.case, form.get("sentence"))
        given = {key: form.get(key) or None for key in WHOLE}
        published = {one.key: one.date for one in desk.case.sources}.get(source or "")
        if published and not given["known"]:
            given["known"] = published.isoformat()
        entry = Coding(form.get("sentence"), source=source, **given)
        same = form.get("replaces") == form.get("sentence")  # what it contradicts, it contradicted before
        return _asserted(desk, entry, conflict=same or bool(form.get("conflict")))

    return change


def withdrawing(form: Fields) -> CaseEdit:
    """Return the change that takes a sentence out of force for a reason; or says from which day on it is, and why."""

    def change(desk: CodingSheet) -> CodingSheet:
        source = form.get("source") or None
        ends = {key: as_day(form.get(key)) for key in ("until", "withdrawn") if form.get(key)}
        if ends:
            return with_end(desk, form.get("sentence"), ends, source)[0]
        return with_retraction(desk, form.get("sentence"), form.get("why") or None, source)[0]

    return change


def remarking(form: Fields) -> CaseEdit:
    """Return the change that remarks what was asked and is not known."""

    def change(desk: CodingSheet) -> CodingSheet:
        # Here, so that the page starts without the two large libraries that only the interview needs.
        from rubicon.exchanging.interviewing import with_unknown  # noqa: PLC0415

        literal = read_arguments(language_of(desk.rulebook, desk.case), [form.get("sentence")])[0]
        return with_unknown(desk, literal)

    return change


def keeping(supposed: Supposing, day: date | None) -> CaseEdit:
    """Return the change that makes facts of what is supposed, known on the day judged.

    What an assumed sentence replaced is retracted with it, so that the judgement stays what was supposed.
    """

    def change(desk: CodingSheet) -> CodingSheet:
        for sentence in supposed.without:
            desk, _ = with_retraction(desk, sentence, "supposed away, and then kept so")
        for sentence in supposed.assume:
            for other in _replaced(desk, sentence):
                desk, _ = with_retraction(desk, other, f"replaced by: {sentence}")
            known = day.isoformat() if day else None
            desk = _asserted(desk, Coding(sentence, known=known), conflict=True)
        return desk

    return change


def _asserted(desk: CodingSheet, entry: Coding, *, conflict: bool) -> CodingSheet:
    written, fact = with_assertion(desk, entry, conflict=True)
    if not conflict:
        check(desk, [fact])
    return written


def check(desk: CodingSheet, facts: Iterable[Fact]) -> None:
    """See to it that facts contradict nothing on a desk.

    Raises:
        Contradicted: some do.
    """
    pairs = [(fact, against) for fact in facts if (against := contradicted(desk, fact))]
    if pairs:
        raise Contradicted(pairs)


def _replaced(desk: CodingSheet, sentence: str) -> Iterable[str]:
    """Return the sentences of the case that an assumed one replaces."""
    vocabulary = desk.rulebook.vocabulary
    literal = read_arguments(language_of(desk.rulebook, desk.case), [sentence])[0]
    found = [
        one.literal
        for one in desk.case.facts
        if one.basis == "case" and one.retracted is None and vocabulary.in_conflict(one.literal, literal)
    ]
    return [speak(vocabulary, one) for one in dict.fromkeys(found)]


def _sourced(desk: CodingSheet, form: Fields) -> tuple[CodingSheet, str | None]:
    """Return the key of the source that a form names, declared where it is a new one."""
    row: dict[str, str | date | None] = {key: form.get(f"source-{key}") or None for key in WORK}
    row["date"] = form.day("source-date")
    if form.get("source") and any(row.values()):
        what = "two sources are named: one on file, and a new one"
        raise BadInput([Problem("argument", 0, what, "Choose the one, or tell of the other.")])
    if form.get("source"):
        return desk, form.get("source")
    if not any(row.values()):
        return desk, None
    row["title"] = row["title"] or row["publisher"] or row["address"]
    key = _key(desk.rulebook, desk, str(row["publisher"] or row["title"]), row["date"])
    return with_work(desk, key, row), key


def _key(rulebook: Rulebook, desk: CodingSheet, name: str, day: object) -> str:
    """Return a key for a source that none has yet, made of its name and its day."""
    words = re.sub(r"[^a-z0-9]+", "-", name.casefold()).strip("-")[:40].strip("-") or "source"
    made = f"{words}-{day}" if day else words
    taken = {source.key for source in desk.case.sources} | set(rulebook.sources)
    return next(
        key for at in range(1, len(taken) + 2) if (key := made if at == 1 else f"{made}-{at}") not in taken
    )


def new_case(form: Fields, roles: Iterable[str]) -> Start:
    """Return what a new case begins with, as a form says it.

    Raises:
        BadInput: the day is none.
    """
    parts = {role: form.get(f"role-{role}") for role in roles if form.get(f"role-{role}")}
    entities = [
        (form.get(f"role-{role}"), form.get(f"kind-{role}")) for role in parts if form.get(f"kind-{role}")
    ]
    author, marking = form.get("author") or None, form.get("marking") or None
    return Start(form.get("title"), form.day("as_of"), parts, entities, author, marking)
