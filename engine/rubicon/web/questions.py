"""The open questions of a case, as the interview asks them: what settles the answer soonest first."""

from typing import TYPE_CHECKING

from msgspec import Struct
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from rubicon.judging.questions import Act
from rubicon.language.speaking import speak
from rubicon.language.vocabulary import Vocabulary
from rubicon.supposing.pivots import Pivots
from rubicon.web.asking import asked
from rubicon.web.desk import State
from rubicon.web.pages import Pages, is_part, reading

if TYPE_CHECKING:
    from rubicon.exchanging.interviewing import Asked

LABELS: dict[Act, str] = {"yes": "Yes", "no": "No", "none": "None of them"}
"""How a reply is called beside the sentences that it asserts; a value is its sentence."""


class ReplyView(Struct, frozen=True):
    """A way of answering a question: how it is called, and the sentences that it asserts."""

    label: str
    sentences: tuple[str, ...]


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


class OpenView(Struct, frozen=True):
    """What is open in a case: what bears on the answer, in the order to be asked, what does not, and what is not known."""

    bearing: tuple[QuestionView, ...]
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
        found = await desk.inputs(state)
        listed = await desk.once.result(("questions", state.key), lambda: _open(state, found))
        return await self.pages.show(
            "web/questions.html.j2",
            part=is_part(request),
            title=(await desk.assessment(state)).case.title,
            open=listed,
            **self.pages.about(state),
        )


def _open(state: State, found: Pivots) -> OpenView:
    # Here, as the page starts without the two large libraries that only this needs.
    from rubicon.exchanging.interviewing import asked_as, in_order, unknown_in  # noqa: PLC0415

    rulebook = state.rulebook
    unknown = set(unknown_in(state.content.decode("utf-8", "replace")))
    first = in_order(found)
    rest = [one for one in found.questions if one not in first]
    told = [_view(rulebook.vocabulary, asked_as(rulebook, one)) for one in (*first, *rest)]
    bearing, other = told[: len(first)], told[len(first) :]
    return OpenView(
        tuple(one for one in bearing if one.about not in unknown),
        tuple(one for one in other if one.about not in unknown),
        tuple(one for one in told if one.about in unknown),
    )


def _view(vocabulary: Vocabulary, one: "Asked") -> QuestionView:
    ways = tuple(
        ReplyView(LABELS.get(reply.act, ""), tuple(speak(vocabulary, literal) for literal in reply.given))
        for reply in one.replies
    )
    return QuestionView(one.ask, one.means, speak(vocabulary, one.question.about), ways)
