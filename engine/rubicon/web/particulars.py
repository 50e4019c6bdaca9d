"""What a case says of itself, what came of it, its sources, and how a fact goes out of force: pages of forms, and their changes."""

from collections.abc import Mapping
from datetime import date

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from rubicon.exchanging.amending import OF_CASE, with_happening, with_head, with_work_amended
from rubicon.exchanging.beginning import parts_of
from rubicon.exchanging.coding import CodingSheet
from rubicon.exchanging.tables import OF_SOURCE, row_of_source
from rubicon.language.facts import Case
from rubicon.problems import BadInput, Problem
from rubicon.recording.entries import digest_of
from rubicon.web.asking import Fields, Supposing, asked
from rubicon.web.changing import CaseEdit
from rubicon.web.pages import Pages, is_part, reading

OWN = ("title", *OF_CASE)
"""What a case says of itself in words, beside its day."""

TOLD = ("summary", "source", "note", "unscored")
"""What is told of an outcome in words."""

FormValue = str | date | None


class Particulars:
    """The page of what a case says of itself."""

    def __init__(self, pages: Pages) -> None:
        self.pages = pages

    def routes(self) -> list[Route]:
        """Return the address and what answers it."""
        return [
            reading("/case/{name}/about", self.about),
            reading("/case/{name}/withdraw", self.withdrawal),
        ]

    async def withdrawal(self, request: Request) -> Response:
        """Ask why a fact is to be taken out of force, or from when on it is no longer so."""
        form, desk = asked(request), self.pages.desk
        state = await desk.state(request.path_params["name"], form.supposed)
        return await self.pages.show(
            "web/withdraw.html.j2",
            part=is_part(request),
            sentence=form.get("sentence"),
            source=form.get("source"),
            assumed=bool(form.get("assumed")),
            seen=digest_of(state.content),
            **self.pages.about(state),
        )

    async def about(self, request: Request) -> Response:
        """Show what a case says of itself, its outcome and its sources, each to be changed."""
        desk = self.pages.desk
        state = await desk.state(request.path_params["name"], Supposing())
        said = await self.pages.said_of(state, asked(request))
        case = await desk.once.work(state.read)
        kinds = sorted(name for name, kind in state.rulebook.vocabulary.kinds.items() if not kind.values)
        return await self.pages.show(
            "web/about.html.j2",
            said=said,
            case=case,
            roles=parts_of(state.rulebook),
            kinds=kinds,
            names=sorted(entity.name for entity in (*state.rulebook.entities, *case.entities)),
            rows=[(source.key, row_of_source(source)) for source in case.sources],
            seen=digest_of(state.content),
            **await self.pages.turns(state),
            **self.pages.about(state),
        )


def amending(form: Fields) -> CaseEdit:
    """Return the change of what a case says of itself: of what the form says otherwise alone."""

    def change(desk: CodingSheet) -> CodingSheet:
        case, parts = desk.case, [part.name for part in parts_of(desk.rulebook)]
        now: dict[str, FormValue] = {"title": case.title, "as_of": case.as_of}
        now |= {key: getattr(case, key) for key in OWN}
        said: dict[str, FormValue] = {key: form.get(key) for key in OWN}
        row = _different(now, {**said, "as_of": form.day("as_of")})
        roles = {name: form.get(f"role-{name}") for name in parts if form.get(f"role-{name}")}
        roles = {name: who for name, who in roles.items() if who != case.role(name)}
        entities = [(roles[name], form.get(f"kind-{name}")) for name in roles if form.get(f"kind-{name}")]
        return with_head(desk, row, roles, entities) if row or roles else desk

    return change


def happening(form: Fields) -> CaseEdit:
    """Return the change that tells what came of a case.

    Raises:
        BadInput: it is not said whether it came.
    """
    happened = {"yes": True, "no": False}.get(form.get("happened"))
    if happened is None:
        what = "it is not said whether it happened"
        raise BadInput([Problem("argument", 0, what, "Choose yes or no.")])

    def change(desk: CodingSheet) -> CodingSheet:
        told = _outcome(desk.case)
        said = {"on": form.day("on"), **{key: form.get(key) for key in TOLD}}
        return with_happening(desk, None, {"happened": happened, **_different(told, said)})

    return change


def resourcing(form: Fields) -> CaseEdit:
    """Return the change of what is told of a source: of what the form says otherwise alone."""

    def change(desk: CodingSheet) -> CodingSheet:
        key = form.get("key")
        now = next((row_of_source(one) for one in desk.case.sources if one.key == key), {})
        said: dict[str, FormValue] = {name: form.get(name) for name in OF_SOURCE}
        row = _different(now, {**said, "date": form.day("date")})
        return with_work_amended(desk, key, row) if row else desk

    return change


def _outcome(case: Case) -> dict[str, FormValue]:
    told = case.outcome
    return {"on": told.on, "summary": told.summary, "unscored": told.unscored} if told else {}


def _different(now: Mapping[str, FormValue], said: Mapping[str, FormValue]) -> dict[str, FormValue]:
    """Return what is said otherwise than it is now, in more than its blanks; nothing for what is there takes it out."""
    return {
        key: value if value is not None else ""
        for key, value in said.items()
        if str(value or "").split() != str(now.get(key) or "").split()
    }
