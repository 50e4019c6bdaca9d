"""The styles and sheets of a document: type, rules, margins, what stands at the head and foot of each sheet."""

from docx.document import Document as Made
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Cm, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.table import Table
from docx.text.paragraph import Paragraph

SERIF, SANS, MONO = "Georgia", "Calibri", "Consolas"

INK, LINK = RGBColor(0x1B, 0x1B, 0x1B), RGBColor(0x1F, 0x4E, 0x79)

BREADTH = 17.0
"""Centimetres of a line: a sheet of A4 less its margins."""


def dress(made: Made) -> None:
    """Set the styles: a serif for what is read, a sans for what is looked up."""
    for name, size, before, after in (
        ("Heading 1", 18, 0, 8),
        ("Heading 2", 13, 13, 4),
        ("Heading 3", 11, 10, 3),
        ("Normal", 10, 3, 4),
        ("List Bullet", 10, 0, 2),
    ):
        _spaced(_named(made, name), SANS if "Head" in name else SERIF, size, before, after)
    made.styles["List Bullet"].paragraph_format.first_line_indent = Cm(-0.45)
    for name, small, font in (
        ("Note", 9.5, SERIF),
        ("Cell", 9, SERIF),
        ("Head", 9, SANS),
        ("Edge", 8.5, SANS),
    ):
        style = made.styles.add_style(name, 1)
        style.base_style = made.styles["Normal"]
        _spaced(_named(made, name), font, small, 1, 2)
    note = _named(made, "Note").paragraph_format
    note.left_indent, note.first_line_indent = Cm(0.9), Cm(-0.9)
    note.tab_stops.add_tab_stop(Cm(0.9))
    _named(made, "Head").font.bold = True


def _named(made: Made, name: str) -> ParagraphStyle:
    style = made.styles[name]
    assert isinstance(style, ParagraphStyle)  # noqa: S101 - all that are asked for are paragraphs'
    return style


def _spaced(style: ParagraphStyle, font: str, size: float, before: float, after: float) -> None:
    style.font.name, style.font.size = font, Pt(size)
    style.font.color.rgb = INK
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    space = style.paragraph_format
    space.space_before, space.space_after, space.line_spacing = Pt(before), Pt(after), 1.15
    space.widow_control = True


def shade(made: Paragraph) -> None:
    """Set a paragraph off from the rest: the answer."""
    properties = made._p.get_or_add_pPr()  # noqa: SLF001 - as above
    borders = OxmlElement("w:pBdr")
    borders.append(element("w:left", val="single", sz="24", space="8", color="1B1B1B"))
    properties.append(borders)
    properties.append(element("w:shd", val="clear", color="auto", fill="F3F1EA"))
    made.paragraph_format.left_indent = Cm(0.4)
    for run in made.runs:
        run.font.size = Pt(12.5)


def sheets(made: Made, marking: str) -> None:
    """Make the sheets A4, with the marking at the head and foot of each, and its number at the foot."""
    section = made.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Cm(2)
    section.header_distance = section.footer_distance = Cm(0.9)
    head, foot = section.header.paragraphs[0], section.footer.paragraphs[0]
    for line in (head, foot):
        line.style, line.alignment = "Edge", WD_ALIGN_PARAGRAPH.CENTER
        line.add_run(marking).bold = True
    foot.add_run(" · " if marking else "")
    _field(foot, "PAGE")
    foot.add_run(" of ")
    _field(foot, "NUMPAGES")


def _field(line: Paragraph, name: str) -> None:
    """Add a field that the word processor fills in."""
    for kind, text in (("begin", ""), ("", f" {name} "), ("separate", ""), ("text", "1"), ("end", "")):
        run = line.add_run(text if kind == "text" else "")._r  # noqa: SLF001 - as above
        if kind == "":
            told = OxmlElement("w:instrText")
            told.set(qn("xml:space"), "preserve")
            told.text = text
            run.append(told)
        elif kind != "text":
            run.append(element("w:fldChar", fldCharType=kind))


def rule(table: Table) -> None:
    """Part the rows of a table by light lines, and its columns by none."""
    borders = OxmlElement("w:tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        across = side in ("top", "bottom", "insideH")
        borders.append(element(f"w:{side}", val="single" if across else "nil", sz="4", color="B5B2AA"))
    table._tbl.tblPr.append(borders)  # noqa: SLF001 - as above


def element(tag: str, **values: str) -> BaseOxmlElement:
    """Make an element of the file format, its attributes named without their prefix."""
    made = OxmlElement(tag)
    for name, value in values.items():
        made.set(qn(f"w:{name}"), value)
    return made
