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
USED = "asks {guarantor:actor} to intervene"
"""What a statement of `WORDS` says that `RULE` and many others use."""


class Took(NamedTuple):
    """Seconds by the clock for each of some answers, and the server's own seconds for all of them; 0 where unknown."""

    times: list[float]
    own: float


class Waited(NamedTuple):
    """From a key pressed to the problems shown in files of some kinds, and from a question to its answer.

    `added`: a statement that nobody uses yet is written, worded otherwise and taken out; `reworded`: one that many rules
    and examples use is worded otherwise and put back.
    """

    first: Took
    rule: Took
    long: Took
    words: Took
    added: Took
    reworded: Took
    case: Took
    hover: Took


def typing() -> Waited:
    """Open a rule, another with many examples, a file of the vocabulary and a case; make and mend mistakes in each."""
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

        async def spoil(name: str, count: int, write: Callable[[str, int], str], told_at: str = "") -> Took:
            """Make a mistake and mend it, and wait each time until that is told, there or in another file."""
            uri, times, before = (TOP / name).as_uri(), [], _own(client)
            shown = (TOP / (told_at or name)).as_uri()
            if versions[name] == 1:
                item = types.TextDocumentItem(uri, "toml", 1, texts[name])
                client.text_document_did_open(types.DidOpenTextDocumentParams(item))
            for turn in range(count):
                versions[name] += 1
                document = types.VersionedTextDocumentIdentifier(versions[name], uri)
                changes = [types.TextDocumentContentChangeWholeDocument(write(texts[name], turn))]
                start = time.perf_counter()
                client.text_document_did_change(types.DidChangeTextDocumentParams(document, changes))
                while True:
                    told = await asyncio.wait_for(heard.get(), PATIENCE)
                    if told.uri == shown and bool(told.diagnostics) == _is_wrong(turn):
                        break
                times.append(time.perf_counter() - start)
            return Took(times, _own(client) - before)

        first = await spoil(RULE, 1, _slip)
        waited = [await spoil(name, EDITS, _slip) for name in (RULE, LONG, WORDS)]
        waited += [await spoil(WORDS, EDITS, _added), await spoil(WORDS, EDITS, _reworded, RULE)]
        waited.append(await spoil(CASE, EDITS, _slip))
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


def _is_wrong(turn: int) -> bool:
    return turn % 2 == 0


def _slip(text: str, turn: int) -> str:
    """Write a key that nobody knows, and take it out."""
    return text + (f"\nx{turn} = 1\n" if _is_wrong(turn) else f"\n# {turn}\n")


def _added(text: str, turn: int) -> str:
    """Write a statement that no rule uses, each time in other words, and take it out."""
    form = f"{{host:country}} hears of {{guarantor:actor}} for the {'x' * turn}th time"
    return f'{text}\n[statement.hears]\nform = "{form}"\n' if _is_wrong(turn) else text


def _reworded(text: str, turn: int) -> str:
    """Word a statement that rules use otherwise, and as it was."""
    assert USED in text
    return text.replace(USED, f"{USED} at {'l' * turn}ast") if _is_wrong(turn) else text


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
