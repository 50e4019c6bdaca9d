"""The open questions of a case, as the interview asks them: what settles the answer soonest first."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from msgspec import Struct
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from rubicon.exchanging.bearing import Affirmed, affirmed_in, showing
from rubicon.explaining.pivotal import sets_of
from rubicon.judging.questions import Act
from rubicon.language.facts import Literal
from rubicon.language.speaking import speak
from rubicon.language.vocabulary import Vocabulary
from rubicon.rendering.wording import Words
from rubicon.supposing.pivots import OpenQuestion, Pivots
from rubicon.web.asking import asked
from rubicon.web.desk import Opened, State
from rubicon.web.pages import Pages, is_part, reading

if TYPE_CHECKING:
    from rubicon.exchanging.interviewing import Asked

LABELS: dict[Act, str] = {"yes": "Yes", "no": "No", "none": "None of them"}
"""How a reply is called beside the sentences that it asserts; a value is its sentence."""


class ReplyView(Struct, frozen=True):
    """A way of answering a question: how it is called, the sentences that it asserts, and the answer to which it alone leads."""

    label: str
    sentences: tuple[str, ...]
    alone: str = ""


class QuestionView(Struct, frozen=True):
    """An open question: how it is asked, the sentence that it is about, and the ways of answering it."""

    ask: str
    means: str
    about: str
    ways: tuple[ReplyView, ...]

    @property
    def both(self) -> tuple[str, ...]:
        """Return what is reported and denied where reports conflict; nothing of a question of values."""
        return (
            tuple(way.sentences[0] for way in self.ways) if len(self.ways) == 2 and self.ways[0].label else ()
        )


class ShowingView(Struct, frozen=True):
    """A variable as it comes out that is only presumed, and the open questions whose answers could show it."""

    outcome: str
    questions: tuple[QuestionView, ...]


class OpenView(Struct, frozen=True):
    """What is open in a case: what bears on the answer, in the order to be asked, what does not, and what is not known.

    What does not stands by the presumed variable that it could show, where there is one; `other` could show none.
    """

    bearing: tuple[QuestionView, ...]
    showing: tuple[ShowingView, ...]
    other: tuple[QuestionView, ...]
    unknown: tuple[QuestionView, ...]


class Questions:
    """The page of the open questions of a case."""

    def __init__(self, pages: Pages) -> None:
        self.pages = pages

    def routes(self) -> list[Route]:
        """Return the address and what answers it."""
        return [reading("/case/{name}/questions", self.questions)]

    async def questions(self, request: Request) -> Response:
        """List what is open."""
        desk = self.pages.desk
        state = await desk.state(request.path_params["name"], asked(request).supposed)
        found, opened = await desk.inputs(state), await desk.opened(state)
        listed = await desk.once.result(("questions", state.key), lambda: _open(state, found, opened))
        return await self.pages.show(
            "web/questions.html.j2",
            part=is_part(request),
            title=opened.assessment.case.title,
            open=listed,
            **self.pages.about(state),
        )


def _open(state: State, found: Pivots, opened: Opened) -> OpenView:
    # Here, as the page starts without the two large libraries that only this needs.
    from rubicon.exchanging.interviewing import asked_as, in_order, unknown_in  # noqa: PLC0415

    rulebook = state.rulebook
    unknown = set(unknown_in(state.content.decode("utf-8", "replace")))
    alone = _turning(opened)
    views = {one: _view(rulebook.vocabulary, asked_as(rulebook, one), alone) for one in found.questions}
    asked = [one for one in found.questions if views[one].about not in unknown]
    bearing = [one for one in in_order(found) if one in asked]
    rest = [one for one in asked if one not in bearing]
    grouped = []
    for outcome, sides in _presumed(opened):
        some = [one for one in rest if not _given(one).isdisjoint(sides)]
        rest = [one for one in rest if one not in some]
        grouped += [ShowingView(outcome, tuple(views[one] for one in some))] if some else []
    return OpenView(
        tuple(views[one] for one in bearing),
        tuple(grouped),
        tuple(views[one] for one in rest),
        tuple(view for view in views.values() if view.about in unknown),
    )


def _turning(opened: Opened) -> dict[tuple[Literal, ...], str]:
    """Return the answer to which each finding leads that alone changes it, as the first page tells them."""
    brief = opened.explanation.brief
    return {
        given: one.outlook.answer or "no established answer"
        for one in (brief.turning or () if brief else ())
        if one.supposed.act not in ("withdraw", "deny")
        for given in sets_of((one.supposed,))
    }


def _presumed(opened: Opened) -> Iterator[tuple[str, set[Affirmed]]]:
    """Yield each variable that is presumed, as it comes out, and the statements that could show it."""
    told = opened.explanation
    words = Words(told.rulebook, "text")
    for one in told.sections:
        if one.section is not None and one.presumed:
            so = one.state == "met"
            sides = [affirmed_in(pattern) for pattern in one.section.for_]
            against = [affirmed_in(pattern) for pattern in one.section.against]
            goals = [(name, truth == so) for name, truth in sides]
            goals += [(name, truth != so) for name, truth in against]
            yield words.outcome(one.section, one.state), showing(opened.assessment.judgements[0].rules, goals)


def _given(one: OpenQuestion) -> set[Affirmed]:
    """Return the statements that the replies to a question would assert."""
    return {(given.atom.statement, given.truth) for reply in one.replies for given in reply.given}


def _view(vocabulary: Vocabulary, one: "Asked", alone: Mapping[tuple[Literal, ...], str]) -> QuestionView:
    ways = tuple(
        ReplyView(
            LABELS.get(reply.act, ""),
            tuple(speak(vocabulary, literal) for literal in reply.given),
            alone.get(reply.given, ""),
        )
        for reply in one.replies
    )
    return QuestionView(one.ask, one.means, speak(vocabulary, one.question.about), ways)
