"""The pages of two cases compared: which, why they differ, and why a sentence is so in each."""

from functools import partial
from urllib.parse import quote, urlencode

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from rubicon.web.asking import Supposing, asked
from rubicon.web.pages import FOUND, REFUSED, Pages, is_part, reading
from rubicon.web.panes import Pane
from rubicon.web.views import speaks_of


class PairPages:
    """The pages over two cases of one desk."""

    def __init__(self, pages: Pages) -> None:
        self.pages = pages

    def routes(self) -> list[Route]:
        """Return the addresses and what answers them."""
        return [reading("/compare", self.compared), reading("/compare/why", self.why)]

    async def compared(self, request: Request) -> Response:
        """Tell why two cases differ; ask which, until both are named."""
        form = asked(request)
        one, other = form.get("one"), form.get("other")
        library = self.pages.desk.library
        paths = [
            await self.pages.desk.once.work(partial(library.path, name)) for name in (one, other) if name
        ]
        same = len(paths) == 2 and paths[0] == paths[1]
        if same or len(paths) < 2:
            given = {"headings": await self.pages.desk.once.work(library.headings), "one": one, "same": same}
            part, status = is_part(request), REFUSED if same else FOUND
            return await self.pages.show("web/compare.html.j2", status, other=other, part=part, **given)
        states = [await self.pages.desk.state(name, Supposing()) for name in (one, other)]

        async def told() -> Pane:
            made = await self.pages.desk.compared(states[0], states[1])
            return made.asking(f"compare/why?{urlencode({'one': one, 'other': other})}&")

        return await self.pages.told(request, "Two cases compared", told())

    async def why(self, request: Request) -> Response:
        """Tell why a sentence is so in each of two cases; of a case that never speaks of it only where both do not."""
        form, panes = asked(request), []
        sentence = form.get("sentence")
        states = [await self.pages.desk.state(form.get(name), Supposing()) for name in ("one", "other")]
        made = [await self.pages.desk.assessment(state) for state in states]
        speaking = [state for state, one in zip(states, made, strict=True) if speaks_of(one, sentence)]
        for at, state in enumerate(speaking or states):
            case = await self.pages.desk.once.work(state.read)
            beside = f"/case/{quote(state.name, safe='')}/why?"
            told = [
                pane.named(f"why{at}-{n}-")
                for n, pane in enumerate(await self.pages.desk.why(state, sentence))
            ]
            panes.append((case.title, [pane.lowered(2).asking(beside) for pane in told]))
        return await self.pages.show(
            "web/compare-why.html.j2", part=is_part(request), panes=panes, sentence=sentence
        )
