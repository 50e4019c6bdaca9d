"""Works from BibTeX."""

import re
from collections.abc import Iterator
from datetime import date
from unicodedata import normalize

from rubicon.exchanging.works import WorkTold, keyed
from rubicon.problems import BadInput, Problem

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")

_ENTRY = re.compile(r"@\s*(\w+)\s*([{(])")
_FIELD = re.compile(r"\s*([\w-]+)\s*=\s*")
_BARE = re.compile(r"[^\s,#{}()\"]+")
_ACCENT = re.compile(r"\\([`'^\"~=.uvHcdbkr])\s*\{?\s*(\\?[A-Za-z])\s*\}?")
_MARKS = {
    "`": "\u0300",
    "'": "\u0301",
    "^": "\u0302",
    "~": "\u0303",
    "=": "\u0304",
    "u": "\u0306",
    ".": "\u0307",
    '"': "\u0308",
    "r": "\u030a",
    "H": "\u030b",
    "v": "\u030c",
    "d": "\u0323",
    "c": "\u0327",
    "k": "\u0328",
    "b": "\u0331",
}
_LETTERS = {
    "ss": "ß",
    "o": "ø",
    "O": "Ø",
    "l": "ł",
    "L": "Ł",
    "ae": "æ",
    "AE": "Æ",
    "oe": "œ",
    "aa": "å",
    "AA": "Å",
    "i": "ı",
}
_LETTER = re.compile(r"\\(ss|ae|AE|oe|aa|AA|[oOlLi])(?![A-Za-z])\s*(?:\{\})?")


def read_bibtex(text: str, path: str) -> list[WorkTold]:
    """Read the works of a BibTeX file.

    Raises:
        BadInput: an entry is never closed.
    """
    strings: dict[str, str] = {month: month for month in MONTHS}
    works = []
    at = 0
    while found := _ENTRY.search(text, at):
        kind, closing = found[1].casefold(), "}" if found[2] == "{" else ")"
        line = text.count("\n", 0, found.start()) + 1
        end = _end(text, found.end(), closing)
        if end is None:
            what = f"the entry @{found[1]} is never closed"
            raise BadInput([Problem(path, line, what, "Look for a brace that is missing.")])
        body, at = text[found.end() : end], end + 1
        if kind == "string":
            strings.update((name, value) for name, value in _fields(body, strings))
        elif kind not in ("comment", "preamble"):
            key, _, rest = body.partition(",")
            works.append((key.strip(), _work(dict(_fields(rest, strings)))))
    return keyed(works)


def _end(text: str, start: int, closing: str) -> int | None:
    depth, quoted = 0, False
    for at in range(start, len(text)):
        mark = text[at]
        if text[at - 1] == "\\":
            continue
        if mark == '"' and depth == 0:
            quoted = not quoted
        elif mark == "{" and not quoted:
            depth += 1
        elif mark == "}" and depth and not quoted:
            depth -= 1
        elif mark == closing and not depth and not quoted:
            return at
    return None


def _fields(body: str, strings: dict[str, str]) -> Iterator[tuple[str, str]]:
    at = 0
    while found := _FIELD.match(body, at):
        value, at = _value(body, found.end(), strings)
        yield found[1].casefold(), value
        comma = body.find(",", at)
        at = comma + 1 if comma >= 0 else len(body)


def _value(body: str, at: int, strings: dict[str, str]) -> tuple[str, int]:
    parts = []
    while True:
        if body[at : at + 1] in ("{", '"'):
            closing = "}" if body[at] == "{" else '"'
            end = _closing(body, at + 1, closing)
            parts.append(body[at + 1 : end])
            at = end + 1
        else:
            bare = _BARE.match(body, at)
            if bare is None:
                break
            parts.append(strings.get(bare[0].casefold(), bare[0]))
            at = bare.end()
        joined = re.match(r"\s*#\s*", body[at:])
        if joined is None:
            break
        at += joined.end()
    return "".join(parts), at


def _closing(body: str, start: int, closing: str) -> int:
    depth = 0
    for at in range(start, len(body)):
        if body[at] == closing and not depth and body[at - 1] != "\\":
            return at
        depth += {"{": 1, "}": -1}.get(body[at], 0)
    return len(body)


def _work(fields: dict[str, str]) -> dict[str, str | date | None]:
    said = {name: _plain(value) for name, value in fields.items()}
    people = said.get("author") or said.get("editor") or ""
    where = ("publisher", "journal", "journaltitle", "institution", "organization", "school", "howpublished")
    return {
        "title": said.get("title"),
        "author": ", ".join(_person(one) for one in re.split(r"\s+and\s+", people) if one) or None,
        "publisher": next((said[name] for name in where if said.get(name)), None),
        "date": _day(said),
        "address": said.get("url") or (f"https://doi.org/{said['doi']}" if said.get("doi") else None),
    }


def _person(name: str) -> str:
    family, comma, given = name.partition(",")
    return f"{given.strip()} {family.strip()}" if comma else name


def _day(said: dict[str, str]) -> date | None:
    month = said.get("month", "").casefold()[:3]
    number = str(MONTHS.index(month) + 1) if month in MONTHS else month
    written = said.get("date") or f"{said.get('year', '')}-{number.zfill(2)}-{said.get('day', '').zfill(2)}"
    try:
        return date.fromisoformat(written)
    except ValueError:
        return None


def _plain(text: str) -> str:
    r"""Return a text of TeX as it is printed.

    >>> _plain(r"{\"U}ber {The} {\c{S}}ah \& co")
    'Über The Şah & co'
    """
    text = _ACCENT.sub(lambda found: normalize("NFC", found[2].lstrip("\\") + _MARKS[found[1]]), text)
    text = _LETTER.sub(lambda found: _LETTERS[found[1]], text)
    text = re.sub(r"\\([&%$#_{}])", r"\1", text.replace("{", "").replace("}", "")).replace("~", " ")
    return " ".join(text.replace("---", "—").replace("--", "–").split())
