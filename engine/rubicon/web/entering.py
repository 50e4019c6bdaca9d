"""What the forms of a case's page ask to be changed: facts, their sources, what is supposed, what is not known."""

import re
from collections.abc import Iterable
from datetime import date

from rubicon.exchanging.beginning import Start
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
from rubicon.web.asking import Fields, Supposing
from rubicon.web.changing import CaseEdit
from rubicon.web.finding import check_whole

WHOLE = ("on", "until", "known", "note")
"""The fields of a form that stand in a fact under the same names."""

WORK = ("title", "publisher", "address", "author", "class", "origin")
"""The fields of a form that stand in a source, there after `source-`."""


class Contradicted(Exception):
    """What was to be asserted contradicts what is on file, and was not said to be a conflict; nothing was written.

    `pairs` are facts, each with those that it contradicts.
    """

    def __init__(self, pairs: Iterable[tuple[Fact, tuple[Fact, ...]]]) -> None:
        self.pairs = tuple(pairs)
        super().__init__()


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
        given = {key: form.get(key) or None for key in WHOLE} | {"grade": _grade(form)}
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


def _grade(form: Fields) -> str | None:
    """Return the grade that a form's two menus make up.

    Raises:
        BadInput: one of them is left open.
    """
    marks = [form.get(f"grade-{mark}") for mark in ("letter", "digit")]
    if any(marks) and not all(marks):
        what = "a grade is that of the source and that of the report, and one of them is missing"
        raise BadInput([Problem("argument", 0, what, "Choose both, or neither.")])
    return "".join(marks) or None


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
