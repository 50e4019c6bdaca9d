"""An editor's program that types into the shipped rulebook and waits for what `rubicon lsp` says of it.

Seconds are those of the clock, as whoever types sees them; beside them stands the server's own time.
"""

import asyncio
import os
import statistics
import sys
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import NamedTuple

from lsprotocol import types
from pygls.lsp.client import LanguageClient
from timing import TOP

EDITS = 20
"""Times that something is typed, each time another."""

PATIENCE = 120
"""Seconds after which an answer is missed."""

RULE = "rules/local-support/government-request.toml"
LONG = "rules/likelihood/troops-sent.toml"
WORDS = "rules/vocabulary/support.toml"
CASE = "cases/kazakhstan-2022.toml"


class Took(NamedTuple):
    """Seconds by the clock for each of some answers, and the server's own seconds for all of them; 0 where unknown."""

    times: list[float]
    own: float


class Waited(NamedTuple):
    """From a key pressed to the problems shown in files of some kinds, and from a question to its answer."""

    first: Took
    rule: Took
    long: Took
    words: Took
    case: Took
    hover: Took


def typing() -> Waited:
    """Open a rule, another with many examples, a file of the vocabulary and a case; make and mend a mistake in each."""
    return asyncio.run(_typing())


async def _typing() -> Waited:
    client = LanguageClient("benchmark", "1")
    heard: asyncio.Queue[types.PublishDiagnosticsParams] = asyncio.Queue()

    @client.feature(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)
    def published(params: types.PublishDiagnosticsParams) -> None:
        heard.put_nowait(params)

    environment = os.environ | {"PYTHONPATH": str(TOP / "engine")}
    await client.start_io(sys.executable, "-m", "rubicon", "lsp", env=environment, cwd=TOP)
    await client.initialize_async(types.InitializeParams(types.ClientCapabilities()))
    client.initialized(types.InitializedParams())
    try:
        versions = dict.fromkeys((RULE, LONG, WORDS, CASE), 1)
        texts = {name: (TOP / name).read_text(encoding="utf-8") for name in versions}

        async def spoil(name: str, count: int) -> Took:
            """Make a mistake and mend it, and wait each time until that is told."""
            uri, times, before = (TOP / name).as_uri(), [], _own(client)
            item = types.TextDocumentItem(uri, "toml", 1, texts[name])
            client.text_document_did_open(types.DidOpenTextDocumentParams(item))
            for turn in range(count):
                wrong = turn % 2 == 0
                text = texts[name] + (f"\nx{turn} = 1\n" if wrong else f"\n# {turn}\n")
                versions[name] += 1
                document = types.VersionedTextDocumentIdentifier(versions[name], uri)
                changes = [types.TextDocumentContentChangeWholeDocument(text)]
                start = time.perf_counter()
                client.text_document_did_change(types.DidChangeTextDocumentParams(document, changes))
                while True:
                    told = await asyncio.wait_for(heard.get(), PATIENCE)
                    if told.uri == uri and bool(told.diagnostics) == wrong:
                        break
                times.append(time.perf_counter() - start)
            return Took(times, _own(client) - before)

        first = await spoil(RULE, 1)
        waited = [await spoil(name, EDITS) for name in (RULE, LONG, WORDS, CASE)]
        position = types.HoverParams(
            types.TextDocumentIdentifier((TOP / RULE).as_uri()), types.Position(1, 20)
        )
        before = _own(client)
        hover = [await _timed(lambda: client.text_document_hover_async(position)) for _ in range(EDITS)]
        return Waited(first, *waited, Took(hover, _own(client) - before))
    finally:
        await asyncio.wait_for(client.shutdown_async(None), PATIENCE)
        client.exit(None)
        await client.stop()


async def _timed(ask: Callable[[], Awaitable[object]]) -> float:
    start = time.perf_counter()
    await ask()
    return time.perf_counter() - start


def _own(client: LanguageClient) -> float:
    """Return the seconds of processor time that the server has taken, where the system tells."""
    try:
        process = client._server  # noqa: SLF001 - pygls tells of it in no other way
        stat = Path(f"/proc/{process.pid}/stat").read_text(encoding="utf-8")
    except (OSError, AttributeError):
        return 0.0
    user, system = stat.rsplit(")", 1)[1].split()[11:13]
    return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")


def told(took: Took) -> str:
    """Write the median of some times and the longest, and the server's own for each."""
    own = f", {took.own / len(took.times) * 1000:.0f} ms of the server's own" if took.own else ""
    return f"{statistics.median(took.times) * 1000:.0f} ms, longest {max(took.times) * 1000:.0f} ms{own}"
