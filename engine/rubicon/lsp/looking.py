"""The server's own: the rulebooks that it knows, what is looked at when, and what it shows of it."""

import asyncio
import gc
import os
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TypeVar

from lsprotocol import types
from pygls import uris
from pygls.lsp.server import LanguageServer

from rubicon.lsp.counting import CaseCounts
from rubicon.lsp.laying import Belongs, OpenBook, belongs
from rubicon.problems import BadInput, Problem, printable
from rubicon.version import __version__

PAUSE = 0.02
"""Seconds without a key pressed after which what was typed is looked at."""

QUIET = 1.0
"""Seconds after which every example is run, and every case read, that what was typed may have touched."""

T = TypeVar("T")
Diagnostics = Mapping[Path, list[types.Diagnostic]]


class RuleServer(LanguageServer):
    """The server, with the rulebooks that it knows by their folders."""

    def __init__(self, given: str | None) -> None:
        super().__init__("rubicon", __version__)
        self.given = given
        self.books: dict[Path, OpenBook] = {}
        self._turns: dict[Path, int] = {}
        self._looking: dict[Path, asyncio.Task[None]] = {}
        self._touched: set[Path] = set()
        self._deepening: dict[Path, asyncio.Task[None]] = {}
        self._shown: dict[Path, set[Path]] = {}
        self.alone = asyncio.Lock()
        self.counts = CaseCounts(self.looked_over)
        self.saved: dict[Path, int] = {}

    def home(self, path: Path) -> Belongs | None:
        """Return the rulebook that a file is of, if any."""
        try:
            return belongs(path, self.given)
        except BadInput as bad:
            self._say(str(bad))
            return None

    def changed(self, uri: str) -> None:
        """Look at a file's rulebook soon; what is typed meanwhile is looked at with it."""
        home = self.home(path_of(uri))
        if home is not None:
            self._touched |= {home.folder} if not home.case else set()
            turn = self._turns[home.folder] = self._turns.get(home.folder, 0) + 1
            self._looking[home.folder] = asyncio.ensure_future(self._look(home.folder, turn))

    async def book_of(self, uri: str) -> OpenBook | None:
        """Return the rulebook of a file as it was last read; wait for it where it never was."""
        home = self.home(path_of(uri))
        if home is None:
            return None
        if home.folder not in self.books and home.folder in self._looking:
            await asyncio.shield(self._looking[home.folder])
        return self.books.get(home.folder)

    async def settled(self, uri: str) -> None:
        """Wait until a file's rulebook was read as it stands."""
        home = self.home(path_of(uri))
        if home is not None and home.folder in self._looking:
            await asyncio.shield(self._looking[home.folder])

    async def _look(self, folder: Path, turn: int) -> None:
        await asyncio.sleep(PAUSE)
        async with self.alone:
            if self._turns[folder] != turn:
                return
            buffers, cases = self.opened(folder)
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
                self._deepening[folder] = asyncio.ensure_future(self._deepen(folder, turn, cases))

    def opened(self, folder: Path) -> tuple[dict[Path, str], dict[Path, str]]:
        """Return what the open files of a rulebook say, and the open cases that are read by it."""
        buffers: dict[Path, str] = {}
        cases: dict[Path, str] = {}
        for uri, document in self.workspace.text_documents.items():
            home = self.home(path_of(uri))
            if home is not None and home.folder == folder:
                (cases if home.case else buffers)[path_of(uri)] = document.source
        return buffers, cases

    async def _deepen(self, folder: Path, turn: int, cases: Mapping[Path, str]) -> None:
        """Run every example and read every case that may say otherwise than before, while nothing is typed."""
        await asyncio.sleep(QUIET)
        book = self.books[folder]
        async with self.alone:
            try:
                whole = await asyncio.to_thread(book.deepen, lambda: self._turns[folder] != turn)
            except Exception as error:  # noqa: BLE001 - a mistake of ours must not stop the server
                self._mistake(error)
                return
        gc.freeze()  # what was read lasts: to look through it again and again would take long
        if whole and self._turns[folder] == turn:
            self._publish(folder, self._by_file(folder, book, cases))
            self.looked_over()

    def looked_over(self) -> None:
        """Let the editor ask anew for what stands over the lines, if it can be told to."""
        workspace = self.client_capabilities.workspace
        if workspace is not None and workspace.code_lens is not None and workspace.code_lens.refresh_support:
            self.workspace_code_lens_refresh(None)

    def _found(self, folder: Path, buffers: Mapping[Path, str], cases: Mapping[Path, str]) -> Diagnostics:
        book = self.books.get(folder) or OpenBook(folder)
        if folder in self._touched or book.known is None:
            self._touched.discard(folder)
            book.read(buffers)
        self.books[folder] = book
        return self._by_file(folder, book, cases)

    def _by_file(self, folder: Path, book: OpenBook, cases: Mapping[Path, str]) -> Diagnostics:
        found: dict[Path, list[types.Diagnostic]] = {}
        for problem in [*book.problems, *book.cases(cases)]:
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

    def _publish(self, folder: Path, found: Diagnostics) -> None:
        """Show what was found, and clear what was shown of files that are well now."""
        called = {path_of(uri): uri for uri in self.workspace.text_documents}  # as the editor spells it
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


def path_of(uri: str) -> Path:
    """Return the path of a file that the protocol names."""
    return Path(os.path.normpath(uris.to_fs_path(uri) or "-"))
