"""The pages: what each address answers. None of these writes."""

from collections.abc import Awaitable, Callable, Coroutine, Mapping
from pathlib import Path
from typing import Any, get_args
from typing import Literal as OneOf

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from rubicon.exchanging.beginning import parts_of
from rubicon.language.templates import render_template
from rubicon.language.tokens import day_text
from rubicon.places import shipped
from rubicon.problems import BadInput, Problem
from rubicon.recording.entries import digest_of
from rubicon.rendering.pages import FILTERS
from rubicon.rendering.wording import Words
from rubicon.version import __version__
from rubicon.web.asking import Fields, Supposing, asked
from rubicon.web.changing import Changer
from rubicon.web.deeds import Account
from rubicon.web.desk import Desk, State
from rubicon.web.library import WITHIN
from rubicon.web.logbook import Logbook
from rubicon.web.panes import Pane
from rubicon.web.rulebook import around_of
from rubicon.web.views import shown

Handler = Callable[[Request], Awaitable[Response]]

DAYS: Mapping[str, Callable[..., object]] = {"day": day_text}
"""What the pages' own templates can do with days: spell them as prose does."""

HowDone = OneOf["saved", "undone", "redone", "unchanged"]
"""How a case came to be as it is: changed, put back, changed again as before, or left as it was."""

JustDone = tuple[HowDone, Account]
"""What a page says was just done: how, and what it did."""

TURNS: tuple[HowDone, ...] = get_args(HowDone)

FOUND, REFUSED, MISSING, BROKEN = 200, 400, 404, 500
"""How a request ended."""


class Pages:
    """The pages over one desk. `token` is what every form carries."""

    def __init__(self, desk: Desk, changer: Changer, logbook: Logbook, token: str) -> None:
        self.desk, self.changer, self.logbook, self.token = desk, changer, logbook, token
        self.templates: Path = shipped("templates")

    def routes(self) -> list[Route]:
        """Return the addresses and what answers them."""
        return [
            reading("/", self.library),
            reading("/row/{name}", self.row),
            reading("/case/{name}/", self.case),
            reading("/case/{name}/why", self.why),
            reading("/case/{name}/changed", self.changed),
            reading("/case/{name}/report", self.report),
            reading("/case/{name}/find", self.find),
            reading("/case/{name}/timeline", self.timeline),
            reading("/case/{name}/pivots", self.pivots),
            reading("/backtest", self.backtest),
            reading("/new", self.new),
            reading("/rules/", self.rules),
            reading("/decided/{rule:path}", self.decided),
            reading("/rules/{rule:path}", self.rule),
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
            text = render_template(self.templates, template, given, html=True, filters={**FILTERS, **DAYS})
            return text.encode("utf-8", "backslashreplace")  # names of files may be no UTF-8

        return HTMLResponse(await self.desk.once.work(made), status)

    async def refuse(self, request: Request, bad: BadInput, status: int = REFUSED) -> Response:
        """Say what is wrong with a request, on a page or in a part of one; not what a file is warned of besides."""
        wrong = [one for one in bad.problems if not one.warning]
        return await self.show("web/refused.html.j2", status, problems=wrong, part=is_part(request))

    async def library(self, request: Request) -> Response:
        """List the cases: those that are called what is looked for, then those that mention it."""
        words = asked(request).get("words")
        called, mentioning = await self.desk.once.work(lambda: self.desk.library.search(words))
        names = (*called, *mentioning)
        rows = await self.desk.known(names)
        unknown = [name for name in names if name not in rows]
        headings = await self.desk.once.work(lambda: {one: self.desk.library.heading(one) for one in unknown})
        return await self.show(
            "web/library.html.j2",
            names=called,
            mentioning=mentioning,
            rows=rows,
            headings=headings,
            filed={name: self.logbook.of(name.rpartition(WITHIN)[2]) for name in rows},
            words=words,
            part=is_part(request),
        )

    async def row(self, request: Request) -> Response:
        """Say of one case what the library lists."""
        name = request.path_params["name"]
        row = await self.desk.row(name)
        filed = await self.desk.once.work(lambda: self.logbook.of(name.rpartition(WITHIN)[2]))
        return await self.show("web/row.html.j2", row=row, filed=filed)

    async def case(self, request: Request) -> Response:
        """Show a case: its facts and questions, and the report."""
        form = asked(request)
        state = await self.desk.state(request.path_params["name"], form.supposed)
        return await self.opened(request, state, said=await self.said_of(state, form))

    async def opened(
        self, request: Request, state: State, before: State | None = None, said: JustDone | None = None
    ) -> Response:
        """Show a state of a case, what is different from the one before it, and what was done to come from there."""
        opened = await self.desk.opened(state)
        changed = await self.desk.change(before, state) if before is not None else None
        since = before or (self.desk.as_filed(state) if state.supposed != Supposing() else None)
        was = await self.desk.opened(since) if since is not None else None
        return await self.show(
            "web/case.html.j2",
            part=is_part(request),
            seen=digest_of(state.content),
            **await self.turns(state),
            said=said,
            changed=changed.untitled().named("changed-").lowered() if changed else None,
            **self.about(state),
            supposing=since is not None and before is None,
            **shown(state, opened, was, said[1] if said else Account()),
        )

    async def turns(self, state: State) -> dict[str, Any]:
        """Return what the last change of a case did, and what that did which was undone last."""
        last, undone = await self.desk.once.work(lambda: self.changer.around(state.name, state.content))
        return {
            "undo": await self.desk.account(state.holding(last), state) if last is not None else None,
            "redo": await self.desk.account(state, state.holding(undone)) if undone is not None else None,
        }

    async def said_of(self, state: State, form: Fields) -> JustDone | None:
        """Return what an address says was just done to a case, unless another changed it since."""
        seen = digest_of(state.content)
        for how in TURNS:
            if form.get(how) and seen.startswith(form.get(how)):
                turn = None if how == "unchanged" else "redo" if how == "undone" else "undo"
                return how, (turn and (await self.turns(state))[turn]) or Account()
        return None

    async def changed(self, request: Request) -> Response:
        """Tell what a supposition, or another day, changes in a case as it is filed."""
        state = await self.desk.state(request.path_params["name"], asked(request).supposed)
        changed = await self.desk.change(self.desk.as_filed(state), state)
        pane = changed.untitled().named("changed-").lowered().supposing(state.supposed.query)
        return await self.show(
            "web/changed.html.j2", part=is_part(request), changed=pane, **self.about(state)
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
            pane.headed().named(f"why{at}-").lowered().supposing(state.supposed.query)
            for at, pane in enumerate(await self.desk.why(state, sentence))
        ]
        part = is_part(request)
        return await self.show(
            "web/why.html.j2", part=part, panes=panes, sentence=sentence, **self.about(state)
        )

    async def report(self, request: Request) -> Response:
        """Show the whole report; or, as a part of the case's page, what follows on the first page."""
        state = await self.desk.state(request.path_params["name"], asked(request).supposed)
        pane = (await self.desk.report(state)).supposing(state.supposed.query)
        pane = pane.since("reasoning").lowered() if is_part(request) else pane
        case = (await self.desk.opened(state)).explanation.case
        given = {"pane": pane, "case": case, **self.about(state)}
        return await self.show("web/report.html.j2", part=is_part(request), **given)

    async def find(self, request: Request) -> Response:
        """Find the sentences that fit some words, or read them as the sentence that they are."""
        words = asked(request).get("sentence")
        state = await self.desk.state(request.path_params["name"], Supposing())
        found = await self.desk.found(state, words) if words else None
        return await self.show("web/found.html.j2", found=found, words=words, **self.about(state))

    async def timeline(self, request: Request) -> Response:
        """Tell the judgement day by day."""
        state = await self.desk.state(request.path_params["name"], Supposing())
        return await self.told(request, "Timeline", self.desk.timeline(state), state)

    async def pivots(self, request: Request) -> Response:
        """Tell what would change the judgement."""
        state = await self.desk.state(request.path_params["name"], asked(request).supposed)
        return await self.told(request, "What would change it", self.desk.pivots(state), state)

    async def backtest(self, request: Request) -> Response:
        """Hold the library against what happened."""
        return await self.told(request, "Back-test", self.desk.backtested())

    async def new(self, request: Request) -> Response:  # noqa: ARG002 - starlette's
        """Ask what a new case is about."""
        rulebook = await self.desk.rulebook()
        kinds = sorted(name for name, kind in rulebook.vocabulary.kinds.items() if not kind.values)
        names = sorted(entity.name for entity in rulebook.entities)
        return await self.show("web/new.html.j2", roles=parts_of(rulebook), kinds=kinds, names=names)

    async def rules(self, request: Request) -> Response:  # noqa: ARG002 - starlette's
        """List the rules by topic."""
        rulebook = await self.desk.rulebook()
        topics = Words.by_topic(rule for rule in rulebook.rules if rule.otherwise_of is None)
        return await self.show("web/rules.html.j2", rulebook=rulebook, topics=topics)

    async def rule(self, request: Request) -> Response:
        """Show a rule: its reason, its sources and examples, what feeds it and what it feeds."""
        rulebook, name = await self.desk.rulebook(), request.path_params["rule"]
        rules = {rule.id: rule for rule in rulebook.rules}
        if name not in rules:
            return await self.refuse(request, missing(f'there is no rule "{name}"'), MISSING)
        around = await self.desk.once.result(
            ("around", rulebook.digest, name), lambda: around_of(rulebook, rules[name])
        )
        return await self.show("web/rule.html.j2", rule=rules[name], around=around)

    async def decided(self, request: Request) -> Response:
        """List the cases whose answer rests on a rule."""
        name = request.path_params["rule"]
        names = await self.desk.once.work(self.desk.library.names)
        rows = [row for row in [await self.desk.row(one) for one in names] if name in row.decided_by]
        return await self.show("web/decided.html.j2", rows=rows, total=len(names))

    async def told(
        self, request: Request, title: str, telling: Coroutine[Any, Any, Pane], state: State | None = None
    ) -> Response:
        """Show a page at once, which then asks for its own answer: that may take its time."""
        given = self.about(state) if state else {"name": None, "query": ""}
        if not is_part(request):
            telling.close()
            query = request.url.query
            own = f"{request.url.path}?{query}" if query else request.url.path
            return await self.show("web/waiting.html.j2", title=title, own=own, **given)
        pane = await telling
        query = state.supposed.query if state else ""
        return await self.show("web/answer.html.j2", pane=pane.supposing(query), **given)


def missing(what: str) -> BadInput:
    """Return the message for what is not here."""
    return BadInput([Problem("argument", 0, what, "Begin at the library.")])


def is_part(request: Request) -> bool:
    """Tell whether a request wants only the part of the page that it will replace."""
    return request.headers.get("hx-request") == "true"


def reading(path: str, answer: Handler) -> Route:
    """Return the address of a page, which only answers."""
    return Route(path, answer, methods=["GET"])
