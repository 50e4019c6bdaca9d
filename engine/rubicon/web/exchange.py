"""The pages by which a case goes out to other programs, and what others have comes in."""

from importlib.util import find_spec
from typing import Any
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from rubicon.exchanging.exporting import FORMS, LOST, exported
from rubicon.exchanging.tables import template
from rubicon.problems import BadInput, Problem
from rubicon.recording.certifying import certificate_of
from rubicon.recording.entries import digest_of
from rubicon.recording.telling import tell_points
from rubicon.recording.tradecraft import points_of
from rubicon.rendering import as_json
from rubicon.rendering.objects import assessment_object
from rubicon.rendering.wording import Words
from rubicon.web.asking import Supposing, asked
from rubicon.web.pages import MISSING, Pages, is_part, missing, reading
from rubicon.web.panes import Pane, pane_of

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


DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
"""The type of a document."""

MADE = ("docx", "certificate")
"""Further forms of a report, each made of another."""


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
            reading("/case/{name}/tradecraft", self.tradecraft),
            reading("/table.csv", self.table),
        ]

    async def export(self, request: Request) -> Response:
        """Give the report as a file."""
        name, form = request.path_params["name"], request.path_params["form"]
        if form not in FILES and form not in MADE:
            return await self.pages.refuse(request, missing(f'there is no form "{form}"'), MISSING)
        state = await self.pages.desk.state(name, asked(request).supposed)
        if form == "certificate":
            made = await self.pages.desk.assessment(state)
            proof = await self.pages.desk.once.work(lambda: as_json(certificate_of(made)))
            return _download(f"{name}-certificate", "json", "application/json", proof.encode())
        if form == "docx":
            page = await self.pages.desk.exported(state, "html")
            return _download(name, "docx", DOCX, await self.pages.desk.once.work(lambda: _bound(page)))
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

    async def tradecraft(self, request: Request) -> Response:
        """Tell what a report lacks of the standards of tradecraft."""
        state = await self.pages.desk.state(request.path_params["name"], asked(request).supposed)

        async def told() -> Pane:
            opened = await self.pages.desk.opened(state)

            def made() -> Pane:
                explained = opened.explanation
                points = points_of(assessment_object(explained), (used.rule for used in explained.rules))
                query = self.pages.about(state)["query"]
                return pane_of(tell_points(points, explained.case.title, "html", query))

            return await self.pages.desk.once.work(made)

        return await self.pages.told(request, "Standards of tradecraft", told(), state)

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


def _bound(page: str) -> bytes:
    """Make a document of the page of a report.

    Raises:
        BadInput: the library that makes it is missing.
    """
    if find_spec("docx") is None:
        what = "a document needs the package python-docx, which is not installed"
        raise BadInput([Problem("argument", 0, what, "pip install 'rubicon[docx]'")])
    # Here, so that the page starts without the library that only this needs.
    from rubicon.rendering.documents import document  # noqa: PLC0415

    return document(page)


def _download(name: str, ending: str, kind: str, content: bytes) -> Response:
    """Give a file to be kept under a name."""
    named = {"content-disposition": f"attachment; filename*=UTF-8''{quote(name, safe='')}.{ending}"}
    return Response(content, media_type=kind, headers=named)
