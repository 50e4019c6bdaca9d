"""A page as a word processor's document: headings, tables, numbered notes linked both ways, the marking on each sheet."""

import io
import re
import zipfile
from collections.abc import Iterable, Sequence

from docx import Document
from docx.document import Document as Made
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Cm, RGBColor
from docx.table import _Cell
from docx.text.paragraph import Paragraph

from rubicon.rendering.blocks import Grid, Piece, Prose, Sheaf, blocks_of, text_of
from rubicon.rendering.sheets import BREADTH, LINK, MONO, dress, element, rule, shade, sheets

EPOCH = (1980, 1, 1, 0, 0, 0)
"""The day that every part of a document bears: the same input gives the same bytes."""

STEP, DEEPEST = 0.55, 8.0
"""Centimetres by which each list stands in from the one around it, and the most by which any does."""


def document(html: str) -> bytes:
    """Return the document that says what a page of these templates says; drawings stay with the page."""
    sheaf = blocks_of(html)
    made = Document()
    dress(made)
    sheets(made, sheaf.marking)
    _Setter(made, sheaf).set()
    return _packed(made, sheaf.title)


class _Setter:
    """Sets blocks one after the other, and ties what links to what it links to."""

    def __init__(self, made: Made, sheaf: Sheaf) -> None:
        self.made, self.blocks = made, sheaf.blocks
        keys = [one.key for one in sheaf.blocks if isinstance(one, Prose) and one.key]
        self.marks = {key: f"{_plain(key)}_{at}" for at, key in enumerate(dict.fromkeys(keys), 1)}
        self.cited: set[str] = set()
        self.number = 0

    def set(self) -> None:
        """Set every block."""
        bottom = False
        for block in self.blocks:
            if isinstance(block, Grid):
                self._grid(block)
                continue
            made = self.made.add_paragraph(style=_style(block))
            if block.role == "item":
                made.paragraph_format.left_indent = Cm(min(STEP * (block.depth + 1), DEEPEST))
            elif block.role == "text" and block.depth:
                made.paragraph_format.left_indent = Cm(min(STEP * block.depth, DEEPEST))
            if bottom:
                shade(made)
            bottom = block.key == "bottom-line"
            self._anchor(made, block)
            if block.role == "source":
                self._note_number(made, block.key)
            self._pieces(made, block.pieces)

    def _grid(self, grid: Grid) -> None:
        rows = grid.rows
        if not rows or not rows[0]:
            return
        table = self.made.add_table(len(rows), len(rows[0]))
        table.style = "Table Grid"
        rule(table)
        table.alignment = WD_TABLE_ALIGNMENT.LEFT
        table.autofit = False
        widths = _widths(rows)
        for column, width in zip(table.columns, widths, strict=True):
            column.width = Cm(width)
        for at, row in enumerate(rows):
            properties = table.rows[at]._tr.get_or_add_trPr()  # noqa: SLF001 - the library has no name for these
            properties.append(OxmlElement("w:cantSplit"))
            if at == 0:
                properties.append(OxmlElement("w:tblHeader"))
            for cell, pieces, width in zip(table.rows[at].cells, row, widths, strict=True):
                self._cell(cell, pieces, width, head=at == 0)
        self.made.add_paragraph(style="Cell")

    def _cell(self, cell: _Cell, pieces: Sequence[Piece], width: float, *, head: bool) -> None:
        cell.width = Cm(width)
        cell.paragraphs[0].style = "Head" if head else "Cell"
        self._pieces(cell.paragraphs[0], pieces)

    def _note_number(self, made: Paragraph, key: str) -> None:
        """Begin a note with its number, which leads back to where it is first cited."""
        number = f"[{key.removeprefix('source-')}]"
        back = f"cited_{self.marks[key]}" if key in self.cited else ""
        self._linked(made, Piece(number), back)
        made.add_run("\t")

    def _pieces(self, made: Paragraph, pieces: Iterable[Piece]) -> None:
        for piece in pieces:
            target = piece.target
            if target.startswith("#") and target[1:] in self.marks:
                key = target[1:]
                first = key.startswith("source-") and key not in self.cited
                if first:
                    self.cited.add(key)
                    self._bookmark(made, f"cited_{self.marks[key]}")
                self._linked(made, piece, self.marks[key])
            elif re.match(r"https?://", target):
                self._outward(made, piece)
            else:
                self._run(made, piece)

    def _anchor(self, made: Paragraph, block: Prose) -> None:
        if block.key:
            self._bookmark(made, self.marks[block.key])

    def _bookmark(self, made: Paragraph, name: str) -> None:
        self.number += 1
        made._p.append(element("w:bookmarkStart", id=str(self.number), name=name))  # noqa: SLF001 - as above
        made._p.append(element("w:bookmarkEnd", id=str(self.number)))  # noqa: SLF001 - as above

    def _linked(self, made: Paragraph, piece: Piece, anchor: str) -> None:
        run = self._run(made, piece)
        if anchor:
            _wrap(made, run, element("w:hyperlink", anchor=anchor, history="1"))

    def _outward(self, made: Paragraph, piece: Piece) -> None:
        run = self._run(made, piece, LINK)
        link = OxmlElement("w:hyperlink")
        external = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"
        link.set(qn("r:id"), made.part.relate_to(piece.target, external, is_external=True))
        _wrap(made, run, link)

    @staticmethod
    def _run(made: Paragraph, piece: Piece, ink: RGBColor | None = None) -> BaseOxmlElement:
        run = made.add_run(piece.text)
        if ink is not None:
            run.font.color.rgb = ink
        run.bold = piece.strong or None
        run.italic = piece.emphasis or None
        if piece.code:
            run.font.name = MONO
        return run._r  # noqa: SLF001 - as above


def _wrap(made: Paragraph, run: BaseOxmlElement, link: BaseOxmlElement) -> None:
    made._p.remove(run)  # noqa: SLF001 - as above
    link.append(run)
    made._p.append(link)  # noqa: SLF001 - as above


def _plain(key: str) -> str:
    """Return a key as the name of a bookmark may be: letters, digits, and no more than thirty of them."""
    return re.sub(r"\W", "_", key)[:30]


def _style(block: Prose) -> str:
    return {
        "heading": f"Heading {block.level}",
        "item": "List Bullet",
        "source": "Note",
        "text": "Normal",
        "marking": "Normal",
    }[block.role]


def _widths(rows: Sequence[Sequence[tuple[Piece, ...]]]) -> list[float]:
    """Share a line's breadth among columns by what each has to say, none so narrow that it breaks its words."""
    shares = []
    for column in zip(*rows, strict=True):
        said = [text_of(cell) for cell in column]
        longest = max(len(word) for one in said for word in (one.split() or [""]))
        shares.append((0.22 * min(longest, 16) + 0.4, sum(map(len, said)) ** 0.75))
    least, wanted = sum(low for low, _ in shares), sum(want for _, want in shares) or 1
    left = max(BREADTH - least, 0)
    return [low + left * want / wanted for low, want in shares]


def _packed(made: Made, title: str) -> bytes:
    """Return the document's bytes, with no day and no name of a machine in them."""
    about = made.core_properties
    about.title, about.author, about.language, about.comments = title, "Rubicon", "en-GB", ""
    for child in list(about._element):  # noqa: SLF001 - as above
        if child.tag.endswith(("}created", "}modified", "}lastModifiedBy")):
            about._element.remove(child)  # noqa: SLF001 - as above
    raw, packed = io.BytesIO(), io.BytesIO()
    made.save(raw)
    with zipfile.ZipFile(raw) as read, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as written:
        for name in read.namelist():
            part = zipfile.ZipInfo(name, EPOCH)
            part.compress_type = zipfile.ZIP_DEFLATED
            written.writestr(part, read.read(name))
    return packed.getvalue()
