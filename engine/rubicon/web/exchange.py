"""The pages by which a case goes out to other programs, and what others have comes in."""

from typing import Any
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from rubicon.exchanging.exporting import FORMS, LOST, exported
from rubicon.exchanging.tables import template
from rubicon.recording.entries import digest_of
from rubicon.rendering.wording import Words
from rubicon.web.asking import Supposing, asked
from rubicon.web.pages import MISSING, Pages, is_part, missing, reading

FILES = {
    "markdown": ("text/markdown; charset=utf-8", "md"),
    "html": ("text/html; charset=utf-8", "html"),
    "text": ("text/plain; charset=utf-8", "txt"),
    "json": ("application/json", "json"),
}
"""The forms of a report that can be taken away, each with its type and the ending of its name."""

CASE_FILES = {
    "csv": ("text/csv; charset=utf-8", "csv"),
    "json": ("application/json", "json"),
    "csl": ("application/vnd.citationstyles.csl+json", "json"),
    "prov": ("application/json", "json"),
    "argdown": ("text/plain; charset=utf-8", "argdown"),
}
"""The same of the forms in which a case is given to other programs."""


class Exchange:
    """The pages of import and export."""

    def __init__(self, pages: Pages) -> None:
        self.pages = pages

    def routes(self) -> list[Route]:
        """Return the addresses and what answers them."""
        return [
            reading("/case/{name}/import", self.importing),
            reading("/case/{name}/export", self.exports),
            reading("/case/{name}/export/{form}", self.export),
            reading("/case/{name}/export/case/{form}", self.export_case),
            reading("/table.csv", self.table),
        ]

    async def export(self, request: Request) -> Response:
        """Give the report as a file."""
        name, form = request.path_params["name"], request.path_params["form"]
        if form not in FILES:
            return await self.pages.refuse(request, missing(f'there is no form "{form}"'), MISSING)
        state = await self.pages.desk.state(name, asked(request).supposed)
        kind, ending = FILES[form]
        text = await self.pages.desk.exported(state, form)
        return _download(name, ending, kind, text.encode("utf-8", "backslashreplace"))

    async def exports(self, request: Request) -> Response:
        """List the forms in which a case and its report can be taken away."""
        state = await self.pages.desk.state(request.path_params["name"], asked(request).supposed)
        return await self.pages.show("web/exports.html.j2", forms=FORMS, lost=LOST, **self.pages.about(state))

    async def export_case(self, request: Request) -> Response:
        """Give a case to other programs, or its file as it is."""
        name, form = request.path_params["name"], request.path_params["form"]
        state = await self.pages.desk.state(name, Supposing())
        if form == "file":
            return _download(name, "toml", "application/toml", state.content)
        if form not in FORMS:
            return await self.pages.refuse(request, missing(f'there is no form "{form}"'), MISSING)
        redact = bool(asked(request).get("redact"))
        text = await self.pages.desk.once.work(
            lambda: exported(state.rulebook, state.read(), form, redact=redact)
        )
        kind, ending = CASE_FILES[form]
        return _download(f"{name}-{form}", ending, kind, text.encode("utf-8", "backslashreplace"))

    async def table(self, request: Request) -> Response:  # noqa: ARG002 - starlette's
        """Give a table of facts without rows, to be filled in."""
        return _download("facts", "csv", "text/csv; charset=utf-8", template().encode())

    async def importing(self, request: Request, **came: Any) -> Response:
        """Ask for a file to be brought into a case, and show what came of one."""
        state = await self.pages.desk.state(request.path_params["name"], Supposing())
        case = await self.pages.desk.once.work(state.read)
        words = Words(state.rulebook, "text")
        return await self.pages.show(
            "web/import.html.j2",
            part=is_part(request),
            case=case,
            say=words.say,
            seen=digest_of(state.content),
            **{"choices": None, "file": None, "brought": None, **came},
            **self.pages.about(state),
        )


def _download(name: str, ending: str, kind: str, content: bytes) -> Response:
    """Give a file to be kept under a name."""
    named = {"content-disposition": f"attachment; filename*=UTF-8''{quote(name, safe='')}.{ending}"}
    return Response(content, media_type=kind, headers=named)
