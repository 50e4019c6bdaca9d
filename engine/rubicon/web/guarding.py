"""Who is let in: this machine alone, by the page's own name, from the page itself, in bounded size."""

from collections.abc import Iterable

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LARGEST_BODY = 2_000_000
"""Bytes of the largest body of a request."""

READING = frozenset({"GET", "HEAD"})
"""What asks without changing anything."""

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
"""What the browser may load, run and ask: what this page serves, and nothing else."""

HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "x-frame-options": "DENY",
}


class TooLarge(Exception):
    """A body is larger than LARGEST_BODY."""


class Guard:
    """Let in requests for one of some hosts (`name:port`), and answer others without passing them on."""

    def __init__(self, app: ASGIApp, hosts: Iterable[str]) -> None:
        self.app, self.hosts = app, frozenset(hosts)
        self.origins = frozenset(f"http://{host}" for host in self.hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or pass it on."""
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
            return
        if scope["type"] != "http":
            return

        async def dressed(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers[name] = value
                headers.setdefault("cache-control", "no-store")
            await send(message)

        refused = self._refused(scope["method"], Headers(scope=scope))
        if refused is not None:
            await refused(scope, receive, dressed)
            return
        await self.app(scope, _bounded(receive), dressed)

    def _refused(self, method: str, headers: Headers) -> PlainTextResponse | None:
        hosts = headers.getlist("host")
        if len(hosts) != 1 or hosts[0].lower() not in self.hosts:
            return PlainTextResponse("This page answers to its own address alone.", 421)
        origins = headers.getlist("origin")
        if any(origin not in self.origins for origin in origins) or len(origins) > 1:
            return PlainTextResponse("This page answers no other site.", 403)
        if method not in READING and not origins:
            return PlainTextResponse("What writes must come from this page.", 403)
        length = headers.get("content-length", "0")
        if not (length.isascii() and length.isdigit()):
            return PlainTextResponse("The length of the request is no number.", 400)
        return too_large() if len(length) > len(str(LARGEST_BODY)) or int(length) > LARGEST_BODY else None


def too_large() -> PlainTextResponse:
    """Answer a body that is larger than LARGEST_BODY."""
    return PlainTextResponse(f"At most {LARGEST_BODY:,} bytes are read of a request.", 413)


def _bounded(receive: Receive) -> Receive:
    """Stop reading a body that grows past what is read of one, whatever length it gave."""
    seen = 0

    async def bounded() -> Message:
        nonlocal seen
        message = await receive()
        seen += len(message.get("body", b""))
        if seen > LARGEST_BODY:
            raise TooLarge
        return message

    return bounded
