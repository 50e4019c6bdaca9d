"""States of cases, each judged and told once, whoever asks."""

import asyncio
from collections.abc import Hashable, Iterable
from datetime import date

from msgspec import Struct

from rubicon.explaining import explain, why
from rubicon.explaining.contents import Explanation
from rubicon.explaining.grounds import with_grounds
from rubicon.explaining.lacking import why_not
from rubicon.explaining.pivots import tell_pivots
from rubicon.explaining.what_if import what_if
from rubicon.judging.assessing import Assessment, all_schools, assess, read_arguments
from rubicon.language.facts import Case
from rubicon.language.rules import Rulebook
from rubicon.problems import BadInput, Problem
from rubicon.reading import parse_case
from rubicon.rendering import render_assessment, render_why
from rubicon.rendering.answers import render_what_if, render_why_not
from rubicon.rendering.history import render_backtest, render_comparison, render_timeline
from rubicon.rendering.pivots import render_pivots
from rubicon.supposing.pivots import Pivots
from rubicon.surveying.backtest import backtest
from rubicon.surveying.backtest.records import Unscored
from rubicon.surveying.comparing.beside import compare
from rubicon.surveying.timeline import timeline
from rubicon.surveying.timeline.days import happening_days
from rubicon.web.asking import Supposing
from rubicon.web.deeds import Account, account, remarks
from rubicon.web.finding import Fitting, fitting
from rubicon.web.library import WITHIN, Library, Shelf
from rubicon.web.once import Once
from rubicon.web.panes import Pane, pane_of
from rubicon.web.rows import LibraryEntry, row_of

KEPT = 64
"""States, and answers about them, that are kept."""

ROWS = 2
"""Cases that the library judges at once, so that the first are told before the last."""


class State(Struct, frozen=True):
    """A case as its file now is, the rulebook it is judged by, and what is supposed."""

    name: str
    content: bytes
    shelf: Shelf
    supposed: Supposing

    @property
    def key(self) -> tuple[str, bytes, str, Supposing]:
        """Return what tells this state from every other."""
        return self.name, self.content, self.shelf.state, self.supposed

    @property
    def rulebook(self) -> Rulebook:
        """Return the rulebook."""
        return self.shelf.rulebook

    def holding(self, content: bytes) -> "State":
        """Return the case as it would be with other bytes."""
        return State(self.name, content, self.shelf, Supposing())

    def read(self) -> Case:
        """Read the case.

        Raises:
            BadInput: it has problems.
        """
        return read_content(self.content, self.name.rpartition(WITHIN)[2], self.rulebook)


class Opened(Struct, frozen=True):
    """A state as its page shows it: judged, explained, its first page, and the days on which something happened."""

    assessment: Assessment
    explanation: Explanation
    first: Pane
    days: tuple[date, ...]


class Desk:
    """The cases of a library, judged when they are asked for."""

    def __init__(self, library: Library) -> None:
        self.library = library
        self.once = Once(KEPT)
        self._told: dict[str, tuple[Hashable, LibraryEntry]] = {}
        self._rows = asyncio.Semaphore(ROWS)

    async def state(self, name: str, supposed: Supposing) -> State:
        """Return a case as its file now is.

        Raises:
            BadInput: there is none, or the rulebook has problems.
        """

        def look() -> State:
            return State(name, self.library.content(name), self.library.shelf(), supposed)

        return await self.once.work(look)

    async def assessment(self, state: State) -> Assessment:
        """Return the judgement of a state, by all schools."""
        return await self.once.result(("assessment", state.key), lambda: _judged(state))

    async def opened(self, state: State) -> Opened:
        """Return all that a page shows of a state."""
        made = await self.assessment(state)
        filed = await self.assessment(self.as_filed(state)) if state.supposed.anything else None
        return await self.once.result(("opened", state.key), lambda: _opened(made, filed))

    async def report(self, state: State) -> Pane:
        """Return the whole report."""
        told = (await self.opened(state)).explanation
        return await self.once.result(
            ("report", state.key), lambda: pane_of(render_assessment(told, "linked"))
        )

    async def row(self, name: str) -> LibraryEntry:
        """Return what the library says of a case."""
        async with self._rows:
            try:
                state = await self.state(name, Supposing())
                told = self._told.get(name)
                if told is None or told[0] != state.key:
                    made = await self.assessment(state)
                    told = self._told[name] = (state.key, await self.once.work(lambda: row_of(name, made)))
            except BadInput as bad:
                return LibraryEntry(name, None, problem=str(bad))
            return told[1]

    async def known(self, names: Iterable[str]) -> dict[str, LibraryEntry]:
        """Return what the library says of those cases that were judged as they now are."""
        shelf = await self.once.work(self.library.shelf)

        def look() -> dict[str, LibraryEntry]:
            found = {}
            for name in names:
                told = self._told.get(name)
                if told and told[0] == State(name, self.library.content(name), shelf, Supposing()).key:
                    found[name] = told[1]
            return found

        return await self.once.work(look)

    async def why(self, state: State, sentence: str) -> tuple[Pane, ...]:
        """Return why a sentence is so, and where it is not, what it lacks."""
        made = await self.assessment(state)
        return await self.once.result(("why", state.key, sentence), lambda: _why(made, sentence))

    async def change(self, before: State, after: State) -> Pane:
        """Return what is different in one state from another."""
        was, now = await self.assessment(before), await self.assessment(after)
        written = before.content != after.content
        return await self.once.result(
            ("change", before.key, after.key),
            lambda: pane_of(render_what_if(what_if(was, now), "linked", written=written)),
        )

    async def account(self, before: State, after: State) -> Account:
        """Return what was done to a case between two states of it, whatever is supposed."""
        key = ("account", before.name, before.content, after.content, after.shelf.state)
        return await self.once.result(key, lambda: _account(before, after))

    async def timeline(self, state: State) -> Pane:
        """Return the judgement on each day on which something became known."""

        def made() -> Pane:
            told = timeline(state.rulebook, state.read(), schools=all_schools(state.rulebook))
            return pane_of(render_timeline(told, "linked"))

        return await self.once.result(("timeline", state.key), made)

    async def found(self, state: State, words: str) -> Fitting:
        """Return the sentences that fit some words, and how the words read where they are a sentence."""
        return await self.once.result(
            ("found", state.key, words), lambda: fitting(state.rulebook, state.read(), words)
        )

    async def inputs(self, state: State) -> Pivots:
        """Return on what a judgement hangs: what is open, what is doubtful, and how each moves the answer."""
        made = await self.assessment(state)

        def found() -> Pivots:
            # Here, so that the page starts without the two large libraries that only this needs.
            from rubicon.supposing.finding import pivots_of  # noqa: PLC0415

            return pivots_of(made)

        return await self.once.result(("inputs", state.key), found)

    async def pivots(self, state: State) -> Pane:
        """Return what would change the judgement, and what to find out first."""
        made, found = await self.assessment(state), await self.inputs(state)

        def told() -> Pane:
            # Here, as above.
            from rubicon.supposing.elsewhere import elsewhere_of  # noqa: PLC0415

            page = tell_pivots(made, found, elsewhere=elsewhere_of(made, found))
            return pane_of(render_pivots(page, "linked"))

        return await self.once.result(("pivots", state.key), told)

    async def exported(self, state: State, form: str) -> str:
        """Return the report as a file of one of the forms."""
        opened = await self.opened(state)
        return await self.once.work(lambda: render_assessment(opened.explanation, form))

    async def compared(self, one: State, other: State) -> Pane:
        """Return why two cases differ."""

        def made() -> Pane:
            told = compare(one.rulebook, one.read(), other.read())
            return pane_of(render_comparison(told, "linked"))

        return await self.once.result(("compare", one.key, other.key), made)

    async def backtested(self) -> Pane:
        """Return the library held against what happened."""
        names = await self.once.work(self.library.names)
        states = [await self.state(name, Supposing()) for name in names]

        def made() -> Pane:
            cases, unread = [], []
            for state in states:
                try:
                    cases.append(state.read())
                except BadInput as bad:
                    unread.append(Unscored(state.name, bad.problems))
            return pane_of(render_backtest(backtest(states[0].rulebook, cases, unread=unread), "linked"))

        return await self.once.result(("backtest", tuple(state.key for state in states)), made)

    async def rulebook(self) -> Rulebook:
        """Return the rulebook as its files now are."""
        return (await self.once.work(self.library.shelf)).rulebook

    @staticmethod
    def as_filed(state: State) -> State:
        """Return what a state is held against: that day without what is supposed; else the case's own day."""
        supposed = Supposing(state.supposed.day) if state.supposed.anything else Supposing()
        return State(state.name, state.content, state.shelf, supposed)


def read_content(content: bytes, name: str, rulebook: Rulebook) -> Case:
    """Read the bytes of a case.

    Raises:
        BadInput: they have problems.
    """
    try:
        return parse_case(content.decode("utf-8"), rulebook, name)
    except UnicodeDecodeError:
        raise BadInput([Problem(name, 0, "the file is not UTF-8", "Save it as UTF-8.")]) from None


def _account(before: State, after: State) -> Account:
    try:
        was, now = before.read(), after.read()
    except BadInput:  # the rulebook became another since
        return Account()
    return account(after.rulebook.vocabulary, was, now) or remarks(before.content, after.content)


def _judged(state: State) -> Assessment:
    return assess(
        state.rulebook,
        state.read(),
        as_of=state.supposed.day,
        assume=state.supposed.assume,
        without=state.supposed.without,
        schools=all_schools(state.rulebook),
    )


def _opened(made: Assessment, filed: Assessment | None) -> Opened:
    told = explain(made, filed)
    days = happening_days(made.rulebook, made.case) if made.rulebook.framework else ()
    return Opened(made, told, pane_of(render_assessment(told, "linked", brief=True)), days)


def _why(made: Assessment, sentence: str) -> tuple[Pane, ...]:
    literal = read_arguments(made.language, [sentence])[0]
    panes = [pane_of(render_why(with_grounds(made, why(made, literal)), "linked"))]
    if made.judgement.established.get(literal) is not True:
        panes.append(pane_of(render_why_not(why_not(made, literal), "linked")))
    return tuple(panes)
