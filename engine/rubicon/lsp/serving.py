"""Serve an editor's program over standard input and output, by the Language Server Protocol."""

import asyncio
import logging
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

from lsprotocol import types
from pygls import uris
from pygls.exceptions import JsonRpcException

from rubicon.editing.renaming import Renamed
from rubicon.lsp.answering import Spot, Suggested, defined, hover, lenses, offers, references, school_at
from rubicon.lsp.laying import KnownBook
from rubicon.lsp.looking import RuleServer, path_of
from rubicon.lsp.renaming import changed_rows, renaming, subject_at
from rubicon.problems import BadInput

T = TypeVar("T")


def serve(given: str | None) -> None:
    """Serve until the editor says that it is done; `given` is the rulebook by which cases are read."""
    for name in ("pygls", "lsprotocol"):  # no traceback reaches a user
        logging.getLogger(name).addHandler(logging.NullHandler())
        logging.getLogger(name).propagate = False
    server_of(given).start_io()


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
        home = server.home(path_of(params.text_document.uri))
        if home is not None:
            server.saved[home.folder] = server.saved.get(home.folder, 0) + 1
        server.changed(params.text_document.uri)

    @server.feature(types.TEXT_DOCUMENT_DID_CLOSE)
    async def closed(params: types.DidCloseTextDocumentParams) -> None:
        server.changed(params.text_document.uri)

    @server.feature(types.SHUTDOWN)
    async def ended(_params: None) -> None:
        server.counts.stop()

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
        path = path_of(params.text_document.uri)
        book = await server.book_of(params.text_document.uri)
        if book is None or book.known is None:
            return []
        known, problems = book.known, book.problems
        counts = server.counts.of(book.folder, school_at(known, path), server.saved.get(book.folder, 0))
        found = server.guarded(lambda: lenses(known, problems, path, counts))
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

    @server.feature(types.TEXT_DOCUMENT_PREPARE_RENAME)
    async def nameable(params: types.PrepareRenameParams) -> types.PrepareRenamePlaceholder | None:
        uri, line = params.text_document.uri, params.position.line
        await server.settled(uri)
        found = await _asked(server, uri, params.position, subject_at)
        if found is None:
            return None
        units = server.workspace.position_codec.client_num_units
        row = server.rows(uri)[line]
        ends = (types.Position(line, units(row[:column])) for column in (found.start, found.end))
        return types.PrepareRenamePlaceholder(types.Range(*ends), found.name)

    @server.feature(types.TEXT_DOCUMENT_RENAME, types.RenameOptions(prepare_provider=True))
    async def renames(params: types.RenameParams) -> types.WorkspaceEdit | None:
        uri = params.text_document.uri
        await server.settled(uri)
        subject = await _asked(server, uri, params.position, subject_at)
        book = await server.book_of(uri)
        if subject is None or book is None:
            return None
        async with server.alone:
            _, cases = server.opened(book.folder)
            try:
                done = await asyncio.to_thread(renaming, book, subject, params.new_name, cases)
            except BadInput as bad:
                raise JsonRpcException(str(bad), types.LSPErrorCodes.RequestFailed) from None
        return _edit(server, done)

    return server


def _edit(server: RuleServer, done: Renamed) -> types.WorkspaceEdit:
    """Return a renaming as an editor carries it out: lines that are other, and files that are called otherwise."""
    called = {path_of(uri): uri for uri in server.workspace.text_documents}  # as the editor spells it
    units = server.workspace.position_codec.client_num_units
    texts: list[types.TextDocumentEdit] = []
    moves: list[types.RenameFile] = []
    for one in done.files:
        uri = called.get(one.path) or uris.from_fs_path(str(one.path)) or ""
        rows = changed_rows(one.was, one.now)
        edits = [
            types.TextEdit(types.Range(types.Position(line, 0), types.Position(line, units(was))), now)
            for line, was, now in rows
        ]
        if edits:
            document = types.OptionalVersionedTextDocumentIdentifier(uri)
            texts.append(types.TextDocumentEdit(document, edits))
        if one.path != one.target:
            moves.append(types.RenameFile(uri, uris.from_fs_path(str(one.target)) or ""))
    return types.WorkspaceEdit(document_changes=[*texts, *moves])


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
    return server.guarded(lambda: answer(known, path_of(uri), rows, position.line, column))


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


def _line(line: int) -> types.Range:
    return types.Range(types.Position(line, 0), types.Position(line, 0))


def _location(spot: Spot) -> types.Location:
    return types.Location(uris.from_fs_path(str(spot.path)) or "", _line(spot.line))
