"""The pages: what each address answers. None of these writes."""

from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from typing import Any

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from rubicon.language.templating import render_template
from rubicon.places import shipped
from rubicon.problems import BadInput
from rubicon.rendering.pages import FILTERS
from rubicon.version import __version__
from rubicon.web.asking import Supposed, asked
from rubicon.web.desk import Desk, Opened, State
from rubicon.web.views import groups_of, matching, questions_of, strip_of

Answer = Callable[[Request], Awaitable[Response]]

FOUND, REFUSED, MISSING, BROKEN = 200, 400, 404, 500
"""How a request ended."""


class Pages:
    """The pages over one desk. `token` is what every form carries."""

    def __init__(self, desk: Desk, token: str) -> None:
        self.desk, self.token = desk, token
        self.templates: Path = shipped("templates")

    def routes(self) -> list[Route]:
        """Return the addresses and what answers them."""
        return [
            _reading("/", self.library),
            _reading("/row/{name}", self.row),
            _reading("/case/{name}/", self.case),
            _reading("/case/{name}/why", self.why),
            _reading("/case/{name}/timeline", self.timeline),
        ]

    async def show(self, template: str, status: int = FOUND, **values: Any) -> HTMLResponse:
        """Fill a template, off the event loop."""
        library = self.desk.library
        given: Mapping[str, Any] = {
            "token": self.token,
            "version": __version__,
            "folder": library.folder,
            "to_be_copied": library.to_be_copied,
            **values,
        }

        def made() -> bytes:
            text = render_template(self.templates, template, given, html=True, filters=FILTERS)
            return text.encode("utf-8", "backslashreplace")  # names of files may be no UTF-8

        return HTMLResponse(await self.desk.once.work(made), status)

    async def refuse(self, request: Request, bad: BadInput, status: int = REFUSED) -> Response:
        """Say what is wrong with a request, on a page or in a part of one."""
        part = is_part(request)
        return await self.show("web/refused.html.j2", status, problems=bad.problems, part=part)

    async def library(self, request: Request) -> Response:
        """List the cases, those whose names hold what is looked for."""
        form = asked(request)
        names = matching(await self.desk.once.work(self.desk.library.names), form.get("words"))
        part = is_part(request)
        return await self.show("web/library.html.j2", names=names, words=form.get("words"), part=part)

    async def row(self, request: Request) -> Response:
        """Say of one case what the library lists."""
        row = await self.desk.row(request.path_params["name"])
        return await self.show("web/row.html.j2", row=row)

    async def case(self, request: Request) -> Response:
        """Show a case: its facts and questions, and the report."""
        form = asked(request)
        state = await self.desk.state(request.path_params["name"], form.supposed)
        return await self.opened(request, state)

    async def opened(self, request: Request, state: State, **values: Any) -> Response:
        """Show a state of a case."""
        opened = await self.desk.opened(state)
        part = is_part(request)
        return await self.show(
            "web/case.html.j2", part=part, **self.about(state), **_shown(state, opened), **values
        )

    def about(self, state: State) -> dict[str, Any]:
        """Return what every page of a case is given."""
        query = state.supposed.query
        return {"name": state.name, "supposed": state.supposed, "query": f"?{query}" if query else ""}

    async def why(self, request: Request) -> Response:
        """Tell why a sentence is so, or what it lacks."""
        form = asked(request)
        state = await self.desk.state(request.path_params["name"], form.supposed)
        sentence = form.get("sentence")
        panes = [
            pane.named(f"why{at}-").lowered().supposing(state.supposed.query)
            for at, pane in enumerate(await self.desk.why(state, sentence))
        ]
        part = is_part(request)
        return await self.show(
            "web/why.html.j2", part=part, panes=panes, sentence=sentence, **self.about(state)
        )

    async def timeline(self, request: Request) -> Response:
        """Tell the judgement day by day."""
        state = await self.desk.state(request.path_params["name"], Supposed())
        pane = await self.desk.timeline(state)
        return await self.show("web/answer.html.j2", title="Timeline", pane=pane, **self.about(state))


def _shown(state: State, opened: Opened) -> dict[str, Any]:
    told = opened.explanation
    return {
        "e": told,
        "case": told.case,
        "groups": groups_of(told),
        "questions": questions_of(told),
        "strip": strip_of(told),
        "report": opened.report.lowered().supposing(state.supposed.query),
        "days": opened.days,
    }


def is_part(request: Request) -> bool:
    """Tell whether a request wants only the part of the page that it will replace."""
    return request.headers.get("hx-request") == "true"


def _reading(path: str, answer: Answer) -> Route:
    return Route(path, answer, methods=["GET"])
