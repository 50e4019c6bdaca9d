"""The pages of the log: what was filed, what moved, whether it holds, and what came."""

from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from rubicon.recording.advancing import advance, answer_told
from rubicon.recording.entries import digest_of
from rubicon.recording.looking import user
from rubicon.web.asking import Supposing, asked
from rubicon.web.library import WITHIN
from rubicon.web.logbook import Logbook
from rubicon.web.pages import Pages, reading
from rubicon.web.panes import Pane


class LogPages:
    """The pages over one log."""

    def __init__(self, pages: Pages, logbook: Logbook) -> None:
        self.pages, self.logbook = pages, logbook

    def routes(self) -> list[Route]:
        """Return the addresses and what answers them."""
        return [
            reading("/log", self.entries),
            reading("/log/moved", self.all_moved),
            reading("/log/verify", self.verified),
            reading("/log/score", self.scored),
            reading("/log/{number:int}", self.entry),
            reading("/log/{number:int}/json", self.answer),
            reading("/case/{name}/log", self.of_case),
            reading("/case/{name}/log/moved", self.moved),
        ]

    async def entries(self, request: Request) -> Response:  # noqa: ARG002 - starlette's
        """List what was filed."""
        listed = await self._work(self.logbook.listed)
        names = {name.rpartition(WITHIN)[2]: name for name in await self._work(self.pages.desk.library.names)}
        path = self.logbook.path
        return await self.pages.show("web/log.html.j2", entries=listed, names=names, path=path)

    async def entry(self, request: Request) -> Response:
        """Show an entry."""
        number = request.path_params["number"]
        line = await self._work(lambda: self.logbook.entry(number))
        framework = (await self.pages.desk.rulebook()).framework
        titles = {school.name: school.title for school in framework.schools} if framework else {}
        return await self.pages.show("web/entry.html.j2", line=line, titles=titles)

    async def answer(self, request: Request) -> Response:
        """Give what an entry answered, as it was filed."""
        number = request.path_params["number"]
        filed, text = await self._work(lambda: self.logbook.answer(number))
        named = {"content-disposition": f'attachment; filename="{filed.entry.number}.json"'}
        return Response(text, media_type="application/json", headers=named)

    async def all_moved(self, request: Request) -> Response:
        """Tell what moved in every case since it was last filed."""
        return await self.pages.told(
            request, "What moved since each case was filed", self._pane(self.logbook.all_moved)
        )

    async def verified(self, request: Request) -> Response:
        """Tell whether the log holds."""
        form = asked(request)
        wanted, every = form.get("hash"), bool(form.get("every"))
        telling = self._pane(lambda: self.logbook.verified(wanted, every=every))
        return await self.pages.told(request, "Whether the log holds", telling)

    async def scored(self, request: Request) -> Response:
        """Hold what was filed against what came."""

        def told() -> Pane:
            library = self.pages.desk.library
            files = {name.rpartition(WITHIN)[2]: library.content(name) for name in library.names()}
            return self.logbook.scored(files)

        return await self.pages.told(request, "What was filed, and what came", self._pane(told))

    async def of_case(self, request: Request) -> Response:
        """Show what was filed of a case, and offer to file its judgement."""
        supposed = asked(request).supposed
        state = await self.pages.desk.state(request.path_params["name"], Supposing(supposed.day))
        opened = await self.pages.desk.opened(state)
        made = opened.assessment
        listed = await self._work(lambda: self.logbook.listed(made.case.name))
        answer = answer_told((await self.pages.desk.exported(state, "json")).encode())
        return await self.pages.show(
            "web/case-log.html.j2",
            entries=listed,
            case=made.case,
            e=opened.explanation,
            first=opened.first.lowered().supposing(state.supposed.query),
            since=advance(listed[0].told, answer) if listed else None,
            told=answer,
            rules=len(made.rulebook.rules),
            who=made.case.author or user(),
            seen=digest_of(state.content),
            **self.pages.about(state),
        )

    async def moved(self, request: Request) -> Response:
        """Tell what moved in a case between two times that it was filed."""
        state = await self.pages.desk.state(request.path_params["name"], Supposing())
        up_to = asked(request).number("entry")
        case = state.name.rpartition(WITHIN)[2]
        telling = self._pane(lambda: self.logbook.moved(case, up_to))
        return await self.pages.told(request, "What moved", telling, state)

    async def _pane(self, telling: Any) -> Pane:
        found: Pane = await self._work(telling)
        return found

    async def _work(self, work: Any) -> Any:
        return await self.pages.desk.once.work(work)
