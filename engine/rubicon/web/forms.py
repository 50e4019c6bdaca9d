"""What writes: each form of the page, asked for its token, and what it comes to."""

from collections.abc import Awaitable, Callable
from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from rubicon.exchanging.coding import desk_of
from rubicon.exchanging.works import key_of
from rubicon.problems import BadInput
from rubicon.reading.cases import read_heading
from rubicon.recording.entries import digest_of
from rubicon.recording.looking import user
from rubicon.rendering.wording import Words
from rubicon.web.asking import Fields, Supposing, asked, sent
from rubicon.web.bringing import (
    PAGE,
    Bundle,
    Choices,
    SentFile,
    bringing,
    choosing,
    events_in,
    file_in,
    offered,
)
from rubicon.web.changing import (
    CaseEdit,
    Changer,
    Stale,
    Written,
)
from rubicon.web.desk import State
from rubicon.web.entering import Contradicted, asserting, keeping, new_case, remarking, withdrawing
from rubicon.web.exchange import Exchange
from rubicon.web.logbook import Logbook
from rubicon.web.pages import HowDone
from rubicon.web.particulars import amending, happening, resourcing
from rubicon.web.views import readings_of

FormHandler = Callable[[Request, Fields], Awaitable[Response]]

CONFLICT = 409
"""How a request ends that somebody else's change, or a contradiction, forestalled."""

ELSEWHERE = 303
"""How a form ends that was sent without script: the page is then asked for."""


class Forms:
    """The forms over some pages."""

    def __init__(self, exchange: Exchange, changer: Changer, logbook: Logbook) -> None:
        self.pages, self.exchange = exchange.pages, exchange
        self.changer, self.logbook = changer, logbook

    def routes(self) -> list[Route]:
        """Return the addresses that write. There is no other way to one than through the check of the token."""
        return [
            self._writing("/new", self.begin),
            self._writing("/case/{name}/fact", self.fact),
            self._writing("/case/{name}/withdraw", self.withdraw),
            self._writing("/case/{name}/unknown", self.unknown),
            self._writing("/case/{name}/keep", self.keep),
            self._writing("/case/{name}/undo", self.undo),
            self._writing("/case/{name}/redo", self.redo),
            self._writing("/case/{name}/file", self.file),
            self._writing("/case/{name}/amend", self._amended(amending)),
            self._writing("/case/{name}/outcome", self._amended(happening)),
            self._writing("/case/{name}/source", self._amended(resourcing)),
            self._writing("/case/{name}/import", self.bring),
            self._writing("/case/{name}/events", self.choose),
        ]

    def _writing(self, path: str, answer: FormHandler) -> Route:
        async def checked(request: Request) -> Response:
            form = await sent(request, self.pages.token)
            try:
                return await answer(request, form)
            except Stale:
                return await self._held_up(request, "web/stale.html.j2")
            except Contradicted as found:
                words = Words(await self.pages.desk.rulebook(), "text")
                told = [
                    (words.say(fact.literal), readings_of(words, against)) for fact, against in found.pairs
                ]
                return await self._held_up(request, "web/contradicted.html.j2", pairs=told)
            except BadInput as bad:
                return _in_place(await self.pages.refuse(request, bad))

        return Route(path, checked, methods=["POST"])

    async def _held_up(self, request: Request, template: str, **values: Any) -> Response:
        name = request.path_params["name"]
        part = request.headers.get("hx-request") == "true"
        return _in_place(await self.pages.show(template, CONFLICT, name=name, part=part, **values))

    async def begin(self, request: Request, form: Fields) -> Response:  # noqa: ARG002 - as all forms
        """Make a new case, of what a form says or of a case's file."""
        if form.get("text"):
            file = file_in(form)
            called = (
                file.path.stem
                if form.get("filename")
                else key_of(read_heading(file.text.encode(), "pasted")[0])[:80].strip("-")
            )
            name = form.get("name") or called
            await self.pages.desk.once.work(lambda: self.changer.take_in(name, f"{file.text}\n"))
            return RedirectResponse(f"/case/{name}/", ELSEWHERE)
        rulebook = await self.pages.desk.rulebook()
        roles = [role.name for role in rulebook.framework.roles] if rulebook.framework else []
        name = form.get("name") or key_of(form.get("title"))[:80].strip("-")
        await self.pages.desk.once.work(lambda: self.changer.begin(name, new_case(form, roles)))
        return RedirectResponse(f"/case/{name}/", ELSEWHERE)

    async def fact(self, request: Request, form: Fields) -> Response:
        """Assert a fact, or its denial, perhaps in the place of another."""
        return await self._changed(
            request, lambda name: self.changer.change(name, form.get("seen"), asserting(form))
        )

    async def withdraw(self, request: Request, form: Fields) -> Response:
        """Take a fact out of force."""
        return await self._changed(
            request, lambda name: self.changer.change(name, form.get("seen"), withdrawing(form))
        )

    async def unknown(self, request: Request, form: Fields) -> Response:
        """Remark in a case that something was asked and is not known."""
        made = remarking(form)
        return await self._changed(request, lambda name: self.changer.change(name, form.get("seen"), made))

    async def keep(self, request: Request, form: Fields) -> Response:
        """Make facts of what is supposed."""
        supposed = asked(request).supposed
        state = await self.pages.desk.state(request.path_params["name"], supposed)
        day = (await self.pages.desk.assessment(state)).day
        made = keeping(supposed, day)
        return await self._changed(
            request, lambda name: self.changer.change(name, form.get("seen"), made), Supposing(supposed.day)
        )

    async def undo(self, request: Request, form: Fields) -> Response:
        """Put a case back as it was."""
        return await self._turned(request, form, "undone")

    async def redo(self, request: Request, form: Fields) -> Response:
        """Do again what was undone last."""
        return await self._turned(request, form, "redone")

    async def _turned(self, request: Request, form: Fields, how: HowDone) -> Response:
        def turn(name: str) -> Written:
            return self.changer.turn(name, form.get("seen"), back=how == "undone")

        stays = form.get("stays") == "about"
        return await (
            self._shown_about(request, turn, how) if stays else self._changed(request, turn, how=how)
        )

    async def file(self, request: Request, form: Fields) -> Response:
        """File the judgement of a case as the page showed it."""
        name, desk = request.path_params["name"], self.pages.desk
        state = await desk.state(name, Supposing(asked(request).supposed.day))
        if digest_of(state.content) != form.get("seen"):
            raise Stale
        made = await desk.assessment(state)
        who, why = form.get("who") or user(), form.get("why") or None
        await desk.once.work(lambda: self.logbook.file(made, state.content, state.supposed.day, who, why))
        return RedirectResponse(f"/case/{name}/log", ELSEWHERE)

    def _amended(self, change: Callable[[Fields], CaseEdit]) -> FormHandler:
        """Return what changes a case's particulars, and shows them."""

        async def answer(request: Request, form: Fields) -> Response:
            made, seen = change(form), form.get("seen")
            return await self._shown_about(
                request, lambda name: self.changer.change(name, seen, made), "saved"
            )

        return answer

    async def _shown_about(
        self, request: Request, change: Callable[[str], Written], how: HowDone
    ) -> Response:
        """Change a case, and show its particulars with what was done."""
        name = request.path_params["name"]
        written = await self.pages.desk.once.work(lambda: change(name))
        return RedirectResponse(f"/case/{name}/about?{_mark(written, how)}", ELSEWHERE)

    async def bring(self, request: Request, form: Fields) -> Response:
        """Bring a file into a case; events are offered first."""
        file, told = file_in(form), list[Bundle]()
        events = await self.pages.desk.once.work(lambda: events_in(file))
        if events is not None:
            return await self._offer(request, file, form.number("start") or 0)
        made = bringing(file, told, conflict=bool(form.get("conflict")))
        name, seen = request.path_params["name"], form.get("seen")
        await self.pages.desk.once.work(lambda: self.changer.change(name, seen, made))
        return await self.exchange.importing(request, brought=told[-1])

    async def choose(self, request: Request, form: Fields) -> Response:
        """Assert the events that were chosen, and offer the next."""
        file, told = file_in(form), list[Bundle]()
        name, seen = request.path_params["name"], form.get("seen")
        made = choosing(file, form, told)
        await self.pages.desk.once.work(lambda: self.changer.change(name, seen, made))
        return await self._offer(request, file, (form.number("start") or 0) + PAGE, told[-1])

    async def _offer(
        self, request: Request, file: SentFile, start: int, brought: Bundle | None = None
    ) -> Response:
        """Offer events, from one on; none where all were offered."""
        name, library = request.path_params["name"], self.pages.desk.library

        def made() -> Choices | None:
            found = events_in(file)
            desk = desk_of(library.path(name), library.shelf().rulebook)
            return offered(desk, *found, start) if found and start < len(found[1]) else None

        choices = await self.pages.desk.once.work(made)
        return await self.exchange.importing(request, choices=choices, file=file, brought=brought)

    async def _changed(
        self,
        request: Request,
        change: Callable[[str], Written],
        supposed: Supposing | None = None,
        how: HowDone = "saved",
    ) -> Response:
        """Change a case, and show it with what was done and what is different."""
        name, desk = request.path_params["name"], self.pages.desk
        after = supposed if supposed is not None else asked(request).supposed
        written = await desk.once.work(lambda: change(name))
        if request.headers.get("hx-request") != "true":
            query = "&".join(part for part in (after.query, _mark(written, how)) if part)
            return RedirectResponse(f"/case/{name}/?{query}", ELSEWHERE)
        shelf = written.shelf
        before, now = (State(name, content, shelf, after) for content in (written.before, written.after))
        said = how, await desk.account(*((now, before) if how == "undone" else (before, now)))
        try:
            answer = await self.pages.opened(request, now, before, said)
        except BadInput:  # what was done without is gone: nothing is supposed any more
            after = Supposing(after.day)
            before, now = (State(name, content, shelf, after) for content in (written.before, written.after))
            answer = await self.pages.opened(request, now, before, said)
        answer.headers["hx-push-url"] = f"/case/{name}/?{after.query}" if after.query else f"/case/{name}/"
        return answer


def _mark(written: Written, how: HowDone) -> str:
    """Return the part of an address by which the page tells what was done: how, and what the case is since."""
    return f"{how if written.after != written.before else 'unchanged'}={digest_of(written.after)[:16]}"


def _in_place(answer: Response) -> Response:
    """Let an answer stand beside the form that it is about, which keeps what was written into it."""
    answer.headers["hx-retarget"] = "#said"
    answer.headers["hx-reswap"] = "innerHTML"
    return answer
