"""A page's HTML as a row of blocks: paragraphs of pieces, and tables. For forms that are no text of their own."""

import re
from html.parser import HTMLParser
from typing import Literal as OneOf
from typing import TypeAlias

from msgspec import Struct, field
from msgspec.structs import replace

BlockRole: TypeAlias = OneOf["text", "heading", "item", "source", "marking"]

UNSAID = ("head", "svg", "figure", "summary", "script", "style")
"""What is drawn or only steers a screen."""

VOID = ("meta", "br", "hr", "img", "input", "link")


class Piece(Struct, frozen=True):
    """A stretch of text in one dress. `target` is where it leads: an address, or `#` and a key of the page."""

    text: str
    strong: bool = False
    emphasis: bool = False
    code: bool = False
    target: str = ""


class Prose(Struct, frozen=True):
    """A paragraph. `level` is a heading's, `depth` a list item's (from 0), `key` what links to it name."""

    role: BlockRole
    pieces: tuple[Piece, ...]
    level: int = 0
    depth: int = 0
    key: str = ""


class Grid(Struct, frozen=True):
    """A table: its first row holds the headers."""

    rows: tuple[tuple[tuple[Piece, ...], ...], ...]


class Sheaf(Struct, frozen=True):
    """A page: its title, the marking that stands on each of its sheets, and its blocks."""

    title: str
    marking: str
    blocks: tuple[Prose | Grid, ...]


def blocks_of(html: str) -> Sheaf:
    """Read the HTML of a page that these templates made."""
    reader = _Blocks()
    reader.feed(html)
    reader.close()
    reader.end()
    marking = next((one for one in reader.blocks if isinstance(one, Prose) and one.role == "marking"), None)
    title = re.search(r"<title>(.*?)</title>", html, re.DOTALL)
    unescaped = _Blocks()
    unescaped.feed(f"<p>{title[1] if title else ''}</p>")
    unescaped.end()
    said = [text_of(one.pieces) for one in unescaped.blocks if isinstance(one, Prose)]
    return Sheaf(
        said[0] if said else "",
        text_of(marking.pieces) if marking else "",
        tuple(one for one in reader.blocks if not (isinstance(one, Prose) and one.role == "marking")),
    )


def text_of(pieces: tuple[Piece, ...]) -> str:
    """Return what pieces say together."""
    return "".join(piece.text for piece in pieces)


class _Dress(Struct):
    """What stands open around the text that is being read."""

    strong: int = 0
    emphasis: int = 0
    code: int = 0
    targets: list[str] = field(default_factory=list)


class _Blocks(HTMLParser):
    """Collects blocks; what it does not know it takes for the text within."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[Prose | Grid] = []
        self._dress, self._pieces = _Dress(), list[Piece]()
        self._now = Prose("text", ())
        self._lists: list[str] = []
        self._rows: list[list[tuple[Piece, ...]]] | None = None
        self._unsaid: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if self._unsaid or tag in UNSAID:
            if tag not in VOID:
                self._unsaid.append(tag)
            return
        match tag:
            case "p":
                role: BlockRole = "marking" if given.get("class") == "marking" else "text"
                self._begin(Prose(role, (), key=given.get("id", "")))
            case "h1" | "h2" | "h3" | "h4":
                self._begin(Prose("heading", (), level=int(tag[1]), key=given.get("id", "")))
            case "ul" | "ol":
                self.end()
                self._lists.append(tag)
            case "li":
                role = "source" if given.get("id", "").startswith("source-") else "item"
                self._begin(Prose(role, (), depth=len(self._lists) - 1, key=given.get("id", "")))
            case "table":
                self.end()
                self._rows = []
            case "tr" if self._rows is not None:
                self._rows.append([])
            case "td" | "th":
                self._pieces = []
            case _:
                self._wear(tag, 1, given)

    def handle_endtag(self, tag: str) -> None:
        if self._unsaid:
            if tag == self._unsaid[-1]:
                self._unsaid.pop()
            return
        match tag:
            case "p" | "h1" | "h2" | "h3" | "h4" | "li":
                self.end()
            case "ul" | "ol":
                self.end()
                self._lists = self._lists[:-1]
            case "td" | "th" if self._rows:
                self._rows[-1].append(self._closed())
            case "table" if self._rows is not None:
                self.blocks.append(Grid(tuple(map(tuple, self._rows))))
                self._rows = None
            case _:
                self._wear(tag, -1, {})

    def handle_data(self, data: str) -> None:
        if self._unsaid:
            return
        dress = self._dress
        target = dress.targets[-1] if dress.targets else ""
        text = re.sub(r"\s+", " ", data)
        self._pieces.append(Piece(text, dress.strong > 0, dress.emphasis > 0, dress.code > 0, target))

    def _wear(self, tag: str, step: int, given: dict[str, str]) -> None:
        match tag:
            case "strong" | "b":
                self._dress.strong += step
            case "em" | "i":
                self._dress.emphasis += step
            case "code":
                self._dress.code += step
            case "a" if step > 0:
                self._dress.targets.append(given.get("href", ""))
            case "a" if self._dress.targets:
                self._dress.targets.pop()

    def _begin(self, block: Prose) -> None:
        self.end()
        self._now = block

    def end(self) -> None:
        """End the paragraph that is being read; one that says nothing is none."""
        if self._rows is not None:
            return
        pieces = self._closed()
        if pieces:
            self.blocks.append(replace(self._now, pieces=pieces))
        self._now = Prose("text", (), depth=max(len(self._lists) - 1, 0))

    def _closed(self) -> tuple[Piece, ...]:
        """Return the pieces read, no blank at either end and none twice."""
        found = list[Piece]()
        for piece in self._pieces:
            text = piece.text
            if not found or found[-1].text.endswith(" "):
                text = text.lstrip(" ")
            if text:
                found.append(replace(piece, text=text))
        while found and not found[-1].text.rstrip(" "):
            found.pop()
        if found:
            found[-1] = replace(found[-1], text=found[-1].text.rstrip(" "))
        self._pieces = []
        return tuple(found)
