"""Ask the page as any program may, well-behaved or not: what is sent is sent as it stands."""

import asyncio
from typing import NamedTuple
from urllib.parse import urlencode

from books import write_book, write_case
from rubicon.web.desk import Desk
from rubicon.web.library import Library
from rubicon.web.serving import application
from rubicon.web.undoing import Journal

PORT = 8000
ADDRESS = f"127.0.0.1:{PORT}"
TOKEN = "the-token-of-this-start"  # noqa: S105 - made up for tests


class Answered(NamedTuple):
    """What came back."""

    status: int
    headers: dict[str, str]
    text: str


def library_in(place, extra=""):
    """Write a rulebook and a case beside each other; return the folder of cases."""
    write_book(place / "rules")
    folder = place / "cases"
    folder.mkdir()
    write_case(folder / "one.toml", extra=extra)
    return folder


def page_over(cases, *log):
    """Return the page over a folder of cases whose rulebook lies beside it, and a log where one is named."""
    desk = Desk(Library(cases, cases.parent / "rules"))
    return application(desk, Journal(cases.parent / "undo"), PORT, TOKEN, *log)


async def ask(app, method="GET", path="/", *, query="", headers=None, body=(b"",), part=False) -> Answered:
    """Send one request; `headers` replace those of a browser on the page, None leaves one out."""
    sent = {"host": ADDRESS, **({"hx-request": "true"} if part else {})}
    if method == "POST":
        sent |= {"origin": f"http://{ADDRESS}", "content-type": "application/x-www-form-urlencoded"}
    sent |= headers or {}
    waiting = list(body)
    came: list[dict] = []

    async def receive():
        if not waiting:
            return {"type": "http.disconnect"}
        piece = waiting.pop(0)
        return {"type": "http.request", "body": piece, "more_body": bool(waiting)}

    async def send(message):
        came.append(message)

    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "path": path,
        "raw_path": path.encode("utf-8", "surrogateescape"),
        "root_path": "",
        "query_string": query.encode("latin-1") if isinstance(query, str) else urlencode(query).encode(),
        "headers": [(n.encode(), v.encode("latin-1")) for n, v in sent.items() if v is not None],
        "client": ("127.0.0.1", 1),
        "server": ("127.0.0.1", PORT),
    }
    await app(scope, receive, send)
    start, *pieces = came
    text = b"".join(piece.get("body", b"") for piece in pieces).decode("utf-8")
    return Answered(start["status"], {n.decode(): v.decode() for n, v in start["headers"]}, text)


def get(app, path="/", **more) -> Answered:
    """Ask for a page."""
    return asyncio.run(ask(app, "GET", path, **more))


def post(app, path, fields=(), **more) -> Answered:
    """Send a form of the page."""
    pairs = [("token", TOKEN), *(fields.items() if isinstance(fields, dict) else fields)]
    return asyncio.run(ask(app, "POST", path, **{"body": (urlencode(pairs).encode(),), **more}))
