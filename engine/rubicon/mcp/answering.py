"""What each tool answers, as text: over the cases of one folder, and written into nothing else."""

from collections.abc import Callable
from datetime import date
from threading import Lock
from typing import ParamSpec

from msgspec.structs import replace

from rubicon.exchanging.coding import Coding, CodingSheet, desk_of, noticed, with_assertion, with_work
from rubicon.exchanging.interviewing import closing, round_of
from rubicon.exchanging.searching import render_search, search
from rubicon.explaining import explain, why
from rubicon.explaining.grounds import with_grounds
from rubicon.explaining.lacking import why_not
from rubicon.explaining.pivots import tell_pivots
from rubicon.judging.assessing import ARGUMENT, Assessment, all_schools, assess, language_of, read_arguments
from rubicon.language.facts import Case, Literal
from rubicon.language.speaking import speak
from rubicon.language.uncertain import plain_day
from rubicon.problems import BadInput, Problem, messages
from rubicon.reading import read_case
from rubicon.reading.writing import save
from rubicon.rendering import render_assessment, render_why
from rubicon.rendering.answers import render_why_not
from rubicon.rendering.pivots import render_pivots
from rubicon.supposing.elsewhere import elsewhere_of
from rubicon.supposing.finding import pivots_of
from rubicon.web.library import Library

OFFERED = 3
"""Sentences that one that is none is answered with."""

FORM = "text"
"""The form of the answers."""

P = ParamSpec("P")


class Answers:
    """Answers over the cases of a folder, one after the other; what is asserted is marked as coded by `coder`.

    Each raises BadInput where it cannot answer: an unknown case, a sentence that is none, a fact without a source.
    """

    def __init__(self, library: Library, coder: str) -> None:
        self._library, self._coder = library, coder
        self._lock = Lock()

    def in_turn(self, answer: Callable[P, str], *arguments: P.args, **named: P.kwargs) -> str:
        """Return an answer while no other is made."""
        with self._lock:
            return answer(*arguments, **named)

    def cases(self) -> str:
        """List the cases of the folder."""
        return "\n".join(self._library.names()) or "There is no case in the folder yet."

    def find(self, words: str, case: str | None) -> str:
        """Find the sentences that fit some words."""
        rulebook = self._library.shelf().rulebook
        return render_search(search(rulebook, words, self._case(case) if case else None), FORM)

    def add_source(self, case: str, key: str, **told: str | None) -> str:
        """Declare a source of a case."""
        if not (told.get("title") or "").strip():
            raise BadInput([Problem(ARGUMENT, 0, "a source needs a title", "Say what the report is called.")])
        desk = self._desk(case)
        row = {**told, "date": _day(told.get("date"))}
        save(with_work(desk, key, row).draft)
        return f"{case}: the source {key} is declared."

    def assertion(self, case: str, sentence: str, source: str, **told: str | None) -> str:
        """Write a fact into a case."""
        desk = self._desk(case)
        self._check_sourced(desk, source)
        self._read(desk.case, sentence)
        made, fact = with_assertion(desk, Coding(sentence, source=source, coder=self._coder, **told))
        save(made.draft)
        said = f"{case}, line {fact.place.line}: {speak(made.rulebook.vocabulary, fact.literal)}"
        return "\n".join([said, *messages(noticed(made, [fact]))])

    def assess(self, case: str, day: str | None, *, whole: bool) -> str:
        """Judge a case: the first page, or the whole report."""
        assessment = self._judged(case, day, rivals=True)
        report = render_assessment(explain(assessment), FORM, brief=not whole)
        return "\n".join([report.rstrip("\n"), *messages(assessment.warnings)])

    def why(self, case: str, sentence: str, day: str | None) -> str:
        """Explain how a sentence stands."""
        assessment = self._judged(case, day)
        literal = self._read(assessment.case, sentence)
        return render_why(with_grounds(assessment, why(assessment, literal)), FORM)

    def why_not(self, case: str, sentence: str, day: str | None) -> str:
        """Explain why a sentence does not stand."""
        assessment = self._judged(case, day)
        return render_why_not(why_not(assessment, self._read(assessment.case, sentence)), FORM)

    def pivots(self, case: str, day: str | None) -> str:
        """Say what would change the judgement."""
        assessment = self._judged(case, day, rivals=True)
        found = pivots_of(assessment)
        told = tell_pivots(assessment, found, elsewhere=elsewhere_of(assessment, found))
        return render_pivots(told, FORM)

    def next_question(self, case: str) -> str:
        """Ask what is to be found out next, with the sentences that would answer it."""
        now = round_of(self._desk(case))
        if now.settled or not now.asked:
            return closing(now)
        asked, vocabulary = now.asked[0], now.desk.rulebook.vocabulary
        replies = [
            f"- {reply.act}: {'; '.join(speak(vocabulary, one) for one in reply.given)}"
            for reply in asked.replies
        ]
        return "\n".join([asked.ask, *([asked.means] if asked.means else []), *replies])

    def _case(self, name: str) -> Case:
        return read_case(self._library.path(name), self._library.shelf().rulebook)

    def _desk(self, name: str) -> CodingSheet:
        return desk_of(self._library.path(name), self._library.shelf().rulebook)

    def _judged(self, name: str, day: str | None, *, rivals: bool = False) -> Assessment:
        case, rulebook = self._case(name), self._library.shelf().rulebook
        return assess(rulebook, case, as_of=_day(day), schools=all_schools(rulebook) if rivals else None)

    def _read(self, case: Case, sentence: str) -> Literal:
        """Read a sentence; one that is none is answered with those that fit its words.

        Raises:
            BadInput: it is none.
        """
        rulebook = self._library.shelf().rulebook
        try:
            return read_arguments(language_of(rulebook, case), [sentence])[0]
        except BadInput as bad:
            fits = search(rulebook, sentence, case).fits[:OFFERED]
            offered = ["What fits its words:", *(f"  {fit.example}" for fit in fits)] if fits else []
            raise BadInput(
                replace(one, remedy="\n".join([one.remedy, *offered])) for one in bad.problems
            ) from None

    def _check_sourced(self, desk: CodingSheet, source: str) -> None:
        keys = {one.key for one in desk.case.sources} | set(desk.rulebook.sources)
        if source.strip() in keys:
            return
        what = f'there is no source "{source}"' if source.strip() else "every assertion needs a source"
        remedy = "Declare it first, by `add_source`, and name it by its key."
        raise BadInput([Problem(ARGUMENT, 0, what, remedy)])


def _day(text: str | None) -> date | None:
    """Read a day.

    Raises:
        BadInput: it is none.
    """
    try:
        return date.fromisoformat(plain_day(text)) if text else None
    except ValueError:
        raise BadInput([Problem(ARGUMENT, 0, f'"{text}" is no day', "Write it as 2022-01-05.")]) from None
