"""Serve an editor's program over standard input and output, by the Language Server Protocol."""

import asyncio
import logging
import os
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TypeVar

from lsprotocol import types
from pygls import uris
from pygls.lsp.server import LanguageServer

from rubicon.lsp.answering import Spot, Suggested, defined, hover, lenses, offers, references
from rubicon.lsp.laying import Belongs, KnownBook, OpenBook, belongs
from rubicon.problems import BadInput, Problem, printable
from rubicon.version import __version__

PAUSE = 0.15
"""Seconds without a key pressed after which what was typed is looked at."""

T = TypeVar("T")
Found = Mapping[Path, list[types.Diagnostic]]


def serve(given: str | None) -> None:
    """Serve until the editor says that it is done; `given` is the rulebook by which cases are read."""
    for name in ("pygls", "lsprotocol"):  # no traceback reaches a user
        logging.getLogger(name).addHandler(logging.NullHandler())
        logging.getLogger(name).propagate = False
    server_of(given).start_io()


class RuleServer(LanguageServer):
    """The server, with the rulebooks that it knows by their folders."""

    def __init__(self, given: str | None) -> None:
        super().__init__("rubicon", __version__)
        self.given = given
        self.books: dict[Path, OpenBook] = {}
        self._turns: dict[Path, int] = {}
        self._looking: dict[Path, asyncio.Task[None]] = {}
        self._shown: dict[Path, set[Path]] = {}
        self._one = asyncio.Lock()

    def home(self, path: Path) -> Belongs | None:
        """Return the rulebook that a file is of, if any."""
        try:
            return belongs(path, self.given)
        except BadInput as bad:
            self._say(str(bad))
            return None

    def changed(self, uri: str) -> None:
        """Look at a file's rulebook soon; what is typed meanwhile is looked at with it."""
        home = self.home(_path(uri))
        if home is not None:
            turn = self._turns[home.folder] = self._turns.get(home.folder, 0) + 1
            self._looking[home.folder] = asyncio.ensure_future(self._look(home.folder, turn))

    async def book_of(self, uri: str) -> OpenBook | None:
        """Return the rulebook of a file as it was last read; wait for it where it never was."""
        home = self.home(_path(uri))
        if home is None:
            return None
        if home.folder not in self.books and home.folder in self._looking:
            await asyncio.shield(self._looking[home.folder])
        return self.books.get(home.folder)

    async def _look(self, folder: Path, turn: int) -> None:
        await asyncio.sleep(PAUSE)
        async with self._one:
            if self._turns[folder] != turn:
                return
            buffers: dict[Path, str] = {}
            cases: dict[Path, str] = {}
            for uri, document in self.workspace.text_documents.items():
                home = self.home(_path(uri))
                if home is not None and home.folder == folder:
                    (cases if home.case else buffers)[_path(uri)] = document.source
            try:
                found = await asyncio.to_thread(self._found, folder, buffers, cases)
            except BadInput as bad:
                self._say(str(bad))
                return
            except Exception as error:  # noqa: BLE001 - a mistake of ours must not stop the server
                self._mistake(error)
                return
            if self._turns[folder] == turn:
                self._publish(folder, found)

    def _found(self, folder: Path, buffers: Mapping[Path, str], cases: Mapping[Path, str]) -> Found:
        known = self.books.get(folder) or OpenBook(folder)
        book = self.books[folder] = known.read(buffers)
        problems = [*book.problems]
        if book.known is not None:
            problems += [one for path, text in cases.items() for one in book.known.wrong_with(path, text)]
        found: dict[Path, list[types.Diagnostic]] = {}
        for problem in problems:
            path = Path(problem.path)
            at = path if path.suffix == ".toml" else folder / "vocabulary.toml"
            found.setdefault(at, []).append(self._diagnostic(problem))
        return found

    def _diagnostic(self, problem: Problem) -> types.Diagnostic:
        line = max(problem.line - 1, 0)
        start, end = (column - 1 for column in problem.columns)
        codec = self.workspace.position_codec
        units = [codec.client_num_units(problem.excerpt[:column]) for column in (start, end)]
        span = types.Range(types.Position(line, units[0]), types.Position(line, max(units)))
        weight = types.DiagnosticSeverity.Warning if problem.warning else types.DiagnosticSeverity.Error
        text = "\n".join(filter(None, [printable(problem.what), *map(printable, problem.remedy.split("\n"))]))
        return types.Diagnostic(span, text, severity=weight, code=problem.lint or None, source="rubicon")

    def _publish(self, folder: Path, found: Found) -> None:
        """Show what was found, and clear what was shown of files that are well now."""
        called = {_path(uri): uri for uri in self.workspace.text_documents}  # as the editor spells it
        for path in sorted({*found, *self._shown.get(folder, ())}):
            uri = called.get(path) or uris.from_fs_path(str(path)) or ""
            told = types.PublishDiagnosticsParams(uri, found.get(path, []))
            self.text_document_publish_diagnostics(told)
        self._shown[folder] = set(found)

    def rows(self, uri: str) -> Sequence[str]:
        """Return the lines of an open file."""
        return self.workspace.get_text_document(uri).source.split("\n")

    def guarded(self, answer: Callable[[], T]) -> T | None:
        """Return an answer; where there is none because of a mistake, say so and return None."""
        try:
            return answer()
        except BadInput as bad:
            self._say(str(bad))
        except Exception as error:  # noqa: BLE001 - a mistake of ours must not stop the server
            self._mistake(error)
        return None

    def _mistake(self, error: Exception) -> None:
        kind = type(error).__name__
        self._say(f"a mistake of this program, not of yours: {kind}: {printable(str(error))}")

    def _say(self, text: str) -> None:
        self.window_log_message(types.LogMessageParams(types.MessageType.Error, text))


def server_of(given: str | None) -> RuleServer:
    """Return the server with all that it answers."""
    server = RuleServer(given)

    @server.feature(types.TEXT_DOCUMENT_DID_OPEN)
    async def opened(params: types.DidOpenTextDocumentParams) -> None:
        server.changed(params.text_document.uri)

    @server.feature(types.TEXT_DOCUMENT_DID_CHANGE)
    async def typed(params: types.DidChangeTextDocumentParams) -> None:
        server.changed(params.text_document.uri)

    @server.feature(types.TEXT_DOCUMENT_DID_SAVE)
    async def saved(params: types.DidSaveTextDocumentParams) -> None:
        server.changed(params.text_document.uri)

    @server.feature(types.TEXT_DOCUMENT_DID_CLOSE)
    async def closed(params: types.DidCloseTextDocumentParams) -> None:
        server.changed(params.text_document.uri)

    @server.feature(types.TEXT_DOCUMENT_HOVER)
    async def told(params: types.HoverParams) -> types.Hover | None:
        text = await _asked(server, params.text_document.uri, params.position, hover)
        return types.Hover(types.MarkupContent(types.MarkupKind.Markdown, text)) if text else None

    @server.feature(types.TEXT_DOCUMENT_DEFINITION)
    async def definition(params: types.DefinitionParams) -> list[types.Location]:
        found = await _asked(server, params.text_document.uri, params.position, defined)
        return [_location(spot) for spot in found or ()]

    @server.feature(types.TEXT_DOCUMENT_REFERENCES)
    async def uses(params: types.ReferenceParams) -> list[types.Location]:
        found = await _asked(server, params.text_document.uri, params.position, references)
        return [_location(spot) for spot in found or ()]

    @server.feature(types.TEXT_DOCUMENT_CODE_LENS)
    async def over(params: types.CodeLensParams) -> list[types.CodeLens]:
        path = _path(params.text_document.uri)
        book = await server.book_of(params.text_document.uri)
        if book is None or book.known is None:
            return []
        known, problems = book.known, book.problems
        found = server.guarded(lambda: lenses(known, problems, path))
        return [types.CodeLens(_line(line), command=types.Command(text, "")) for line, text in found or ()]

    @server.feature(
        types.TEXT_DOCUMENT_COMPLETION, types.CompletionOptions(trigger_characters=['"', " ", "?"])
    )
    async def completion(params: types.CompletionParams) -> types.CompletionList:
        def answer(
            book: KnownBook, _path: Path, rows: Sequence[str], line: int, column: int
        ) -> list[types.CompletionItem]:
            found = offers(book, rows, line, column)
            return [_item(server, rows[line], params.position, column, n, one) for n, one in enumerate(found)]

        found = await _asked(server, params.text_document.uri, params.position, answer)
        return types.CompletionList(is_incomplete=True, items=found or [])

    return server


async def _asked(
    server: RuleServer,
    uri: str,
    position: types.Position,
    answer: Callable[[KnownBook, Path, Sequence[str], int, int], T],
) -> T | None:
    """Return an answer about a position in a file."""
    book = await server.book_of(uri)
    known = book.known if book is not None else None
    if known is None:
        return None
    rows = server.rows(uri)
    at = types.Position(position.line, position.character)
    column = server.workspace.position_codec.position_from_client_units(rows, at).character
    return server.guarded(lambda: answer(known, _path(uri), rows, position.line, column))


def _item(
    server: RuleServer, row: str, at: types.Position, column: int, number: int, offer: Suggested
) -> types.CompletionItem:
    """Return an offer as an editor lists it; it is filtered here, for a form begins with a slot as often as not."""
    start = server.workspace.position_codec.client_num_units(row[: offer.start])
    return types.CompletionItem(
        offer.label,
        detail=offer.said,
        documentation=offer.about or None,
        filter_text=row[offer.start : column],
        sort_text=f"{number:04}",
        insert_text_format=types.InsertTextFormat.Snippet,
        text_edit=types.TextEdit(types.Range(types.Position(at.line, start), at), offer.snippet),
    )


def _path(uri: str) -> Path:
    return Path(os.path.normpath(uris.to_fs_path(uri) or "-"))


def _line(line: int) -> types.Range:
    return types.Range(types.Position(line, 0), types.Position(line, 0))


def _location(spot: Spot) -> types.Location:
    return types.Location(uris.from_fs_path(str(spot.path)) or "", _line(spot.line))
