"""The application as a whole, and its server on this machine alone."""

import gc
import secrets
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import uvicorn
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles

from rubicon.places import own_data, shipped
from rubicon.problems import BadInput, Problem
from rubicon.web.asking import Forged
from rubicon.web.changing import Changer
from rubicon.web.desk import Desk
from rubicon.web.exchange import Exchange
from rubicon.web.forms import Forms
from rubicon.web.guarding import Guard, TooLarge, too_large
from rubicon.web.library import Library
from rubicon.web.logbook import Logbook
from rubicon.web.logpages import LogPages
from rubicon.web.pages import BROKEN, MISSING, Pages
from rubicon.web.pairing import PairPages
from rubicon.web.particulars import Particulars
from rubicon.web.questions import Questions
from rubicon.web.undoing import Journal

HOST = "127.0.0.1"
"""The address that is listened on; no other machine reaches it."""

MADE = 100_000
"""Values made, beyond those let go, after which Python looks for circles: a judgement makes some tens of thousands."""

NAMES = (HOST, "localhost")
"""What the page may be called."""


def application(
    desk: Desk, journal: Journal, port: int, token: str | None = None, log: Path | None = None
) -> Guard:
    """Return the page over the cases of a desk, as an ASGI application that answers on one port."""
    changer, logbook = Changer(desk.library, journal), Logbook(log)
    pages = Pages(desk, changer, logbook, token or secrets.token_urlsafe(32))
    exchange = Exchange(pages)

    async def bad(request: Request, error: Exception) -> Response:
        if isinstance(error, BadInput):
            return await pages.refuse(request, error)
        return await pages.refuse(request, BadInput([]), BROKEN)

    async def forged(request: Request, error: Exception) -> Response:  # noqa: ARG001 - starlette's
        what = "the page is older than this start of the program, or the request is not its own"
        return await pages.refuse(
            request, BadInput([Problem("argument", 0, what, "Load the page again.")]), 403
        )

    async def large(request: Request, error: Exception) -> Response:  # noqa: ARG001 - starlette's
        return too_large()

    async def other(request: Request, error: Exception) -> Response:
        status = error.status_code if isinstance(error, HTTPException) else BROKEN
        what = "there is no such page" if status == MISSING else "this cannot be asked so"
        return await pages.refuse(
            request, BadInput([Problem("argument", 0, what, "Begin at the library.")]), status
        )

    @asynccontextmanager
    async def living(_app: Starlette) -> AsyncIterator[None]:
        yield
        desk.once.close()

    static = StaticFiles(directory=shipped("templates") / "web" / "static")
    return Guard(
        Starlette(
            routes=[
                *pages.routes(),
                *PairPages(pages).routes(),
                *LogPages(pages, logbook).routes(),
                *Particulars(pages).routes(),
                *Questions(pages).routes(),
                *exchange.routes(),
                *Forms(exchange, changer, logbook).routes(),
                Mount("/static", static),
            ],
            exception_handlers={
                BadInput: bad,
                Forged: forged,
                TooLarge: large,
                HTTPException: other,
                Exception: bad,
            },
            lifespan=living,
        ),
        [f"{name}:{port}" for name in NAMES],
    )


def serve(
    folder: Path, rules: Path, own: Path | None, port: int, tell: Callable[[str], None], log: Path | None
) -> None:
    """Serve a folder of cases until interrupted; port 0: any that is free. `tell` is told the address.

    `log` is the file of the log of judgements; None: there is no home for one.

    Raises:
        BadInput: the port cannot be had, or the rulebook or the folder has problems.
    """
    library = Library(folder, rules, own)
    data = own_data()
    library.shelf()
    library.names()
    gc.freeze()  # the rulebook lasts: to look through it for circles takes long, and finds none
    gc.set_threshold(MADE)
    gc.enable()  # the page lives long (see `rubicon.cli.run`)
    listening = _listen(port)
    port = listening.getsockname()[1]
    tell(f"http://{HOST}:{port}/")
    settings = uvicorn.Config(
        application(Desk(library), Journal(data / "undo" if data else None), port, log=log),
        log_level="warning",
        server_header=False,
        proxy_headers=False,
    )
    with listening:
        uvicorn.Server(settings).run([listening])


def _listen(port: int) -> socket.socket:
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((HOST, port))
        listening.listen()  # whoever is told the address can ask at once
    except OSError as error:
        listening.close()
        what = f"port {port} cannot be had: {(error.strerror or str(error)).lower()}"
        raise BadInput([Problem("argument", 0, what, "Name another with --port.")]) from None
    return listening
