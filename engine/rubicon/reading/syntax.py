"""Say in plain words why a file is no TOML: the line, what is wrong, the remedy."""

import re
from typing import NamedTuple

from rubicon.reading.lines import key_lines, last_key

_AT = re.compile(r"\s*\(at (?:line (\d+), column (\d+)|end of document)\)")
_DAY = re.compile(r"\d{1,4}[./-]\d{1,2}[./-]\d{1,4}|\d{4}[/-]\d{1,2}(?!\d)|\d{1,2} [A-Za-z]+ \d{4}|\d{4}~")
_WANTED_DAY = "Write days as year-month-day, in four, two and two digits: 2022-01-05"
_CURLED = ("“", "”", "„", "‘", "’", "«", "»")
_STRAIGHT = "typographic quotes do not open a text", 'Use straight quotes: "…"'
_LINE = 'A line reads `key = "value"` or `[table]`.'


class Slip(NamedTuple):
    """Where a document stops being TOML (a line and a column from 1), what is wrong, and the remedy."""

    line: int
    column: int
    what: str
    remedy: str


def slip_of(text: str, message: str) -> Slip:
    """Put the message of tomllib's error on a text into words for those who write it."""
    found = _AT.search(message)
    rows = text.split("\n")
    if found and found.group(1):
        line, column = int(found.group(1)), int(found.group(2))
        offset = sum(len(row) + 1 for row in rows[: line - 1]) + column - 1
    else:
        line, column, offset = max(i for i, row in enumerate(rows, 1) if row.strip() or i == 1), 1, len(text)
    row = rows[line - 1] if line <= len(rows) else ""
    said = _AT.sub("", message)
    if re.match(r"Cannot (overwrite|declare|redefine|mutate)|Duplicate", said):
        return _twice(text[:offset], row, line, column)
    path, start = _last(text[:offset])
    if row[column - 1 : column] in _CURLED:
        return Slip(line, column, *_STRAIGHT)
    if said.startswith("Unclosed") or (said.startswith("Invalid value") and path and start < line):
        return _unclosed(path, start, line, column, braces="inline table" in said)
    if said.startswith(("Unterminated", "Expected '\"", "Expected \"'")):
        opened = max(text.rfind(quotes) for quotes in ('"""', "'''"))
        start = text.count("\n", 0, max(opened, 0)) + 1
        return Slip(start, 1, "the text that begins here is never closed", "Close it with the same quotes.")
    what, remedy = _words(said, row, column)
    return Slip(line, column, what, remedy)


def _twice(before: str, row: str, line: int, column: int) -> Slip:
    path, start = _last(before)
    names = [str(key) for key in path if isinstance(key, str)]
    first = start
    lines = key_lines(before)
    for length in range(len(path), 0, -1):
        first = lines.get(path[:length], start)
        if first < start:
            break
    where = f"It stands on line {first} already. " if first < start else ""
    header = re.fullmatch(r"\s*\[+\s*([\w-]+)\s*\]+\s*(#.*)?", row)
    dotted = re.match(r"\s*\[+\s*([\w-]+)\.", before.split("\n")[first - 1])
    if header and dotted and dotted[1] == header[1]:
        remedy = f"Each has a name of its own in its brackets, as on line {first}: [{header[1]}.name]"
        return Slip(start or line, column, f"[{header[1]}] has no name", remedy)
    if header:
        remedy = f"{where}Where it is one of several, write [[{header[1]}]] before each, in double brackets."
        return Slip(start or line, column, f"[{header[1]}] stands here twice", remedy)
    return Slip(
        start or line,
        column,
        f'"{".".join(names)}" is written twice',
        f"{where}Write each key and each [table] once; [[table]] begins one of several.",
    )


def _unclosed(path: tuple[str | int, ...], start: int, line: int, column: int, *, braces: bool) -> Slip:
    if braces:
        return Slip(
            line, column, "a table in braces is not closed", "Write it on one line: { key = value, … }"
        )
    name = next((str(key) for key in reversed(path) if isinstance(key, str)), "")
    begun = f', which begins on line {start} with "{name}",' if name and start < line else ""
    return Slip(
        line,
        column,
        f"the list{begun} lacks a comma or its closing bracket before this",
        "Put a comma between two items, and ] after the last.",
    )


def _last(before: str) -> tuple[tuple[str | int, ...], int]:
    try:
        return last_key(before)
    except RecursionError:
        return (), 1


def _words(said: str, row: str, column: int) -> tuple[str, str]:
    before, mark = row[: column - 1].rstrip(), row[column - 1 : column]
    if row.lstrip().startswith(("//", "--", "/*", ";", "%", "<!--", "'")):
        return "this line cannot be read", "A remark begins with #."
    if re.match(r"\s*\{\s*\"", row):
        return "this is not TOML but looks like JSON", _LINE
    if row.lstrip().startswith("[") and said.startswith("Expected ']") and " " in row.strip():
        return (
            "the name of the table has a space",
            "Write one word, with - for each space: [source.the-times]",
        )
    if any(quote in row for quote in _CURLED) and "Invalid" in said:
        return _STRAIGHT
    if said.startswith("Illegal character '\\n'"):
        hint = (
            'Close it with " (a quote inside a text is written \\"); a text of several lines stands in """.'
        )
        return "the text is not closed on its line", hint
    if said.startswith(("Illegal character", "Found invalid character")):
        return f"a character that no text may hold (U+{ord(mark or chr(0)):04X})", "Delete it."
    if said.startswith("Invalid date"):
        return "there is no such day", _day(row)
    if said.startswith("Invalid value"):
        return _value(row)
    if said.startswith("Expected '=' after"):
        return _pair(row)
    if said.startswith("Expected newline"):
        value = row.partition("=")[2].strip()
        if _DAY.match(value):
            return "the day cannot be read", _day(row)
        if re.match("0[0-9]", value):
            return "the number begins with 0", "Write it without the 0."
        if mark in (",", ";"):
            called = "comma" if mark == "," else "semicolon"
            return f"a {called} stands after the value", "Leave it out; only items of a list have a comma."
        hint = 'A quote inside a text is written \\".' if row.count('"') > 2 else "Begin a new line for it."
        return "something stands after the value", hint
    if said.startswith("Unescaped") or "hex" in said or "scalar" in said:
        return "a backslash in a text", "Write two for one: \\\\"
    if said.startswith("Expected ']"):
        return "the name of the table is not closed", "Write [table] or [[table]] on a line of its own."
    if before.endswith(("{", ",")) and mark in ("", "#"):
        return "a table in braces goes over several lines", "Write it on one line, or as [table] of its own."
    if before.endswith(",") and mark == "}":
        return "a comma stands after the last item of a table in braces", "Leave it out."
    if said.startswith("Invalid"):
        return "this line cannot be read", _LINE
    return f"this is not TOML: {said[:1].lower()}{said[1:]}", _LINE


def _day(row: str) -> str:
    """Say how the day that is the value of a line is to be written."""
    from rubicon.language.figures import A_DAY, day_hint  # noqa: PLC0415 - only a mistake needs it

    key, _, value = row.partition("#")[0].partition("=")
    value = value.strip().rstrip(",")
    if key.strip() not in ("on", "until"):
        return day_hint(value).replace(A_DAY, _WANTED_DAY)
    if value.endswith("~") or "/" in value[5:]:
        return f'Write what is known of a day in quotes: "{value}"'
    return day_hint(value, spans=True).replace(A_DAY, _WANTED_DAY)


def _value(row: str) -> tuple[str, str]:
    key, _, value = (part.strip() for part in row.partition("="))
    value = value or key
    if row.rstrip().endswith("="):
        return f'"{key}" has no value', f'Write {key} = "…", or leave the line out.'
    if value.casefold() in ("true", "false", "yes", "no"):
        return f"{value} is no value", "Write true or false, in small letters."
    if _DAY.match(value):
        return "the day cannot be read", _day(row)
    if value[:1].isalpha() or value.startswith("?"):
        return "a text without quotes", 'Put it in double quotes: "…"'
    return "the value cannot be read", 'Text stands in double quotes ("…"), days are written 2022-01-05.'


def _pair(row: str) -> tuple[str, str]:
    stripped = row.strip()
    if stripped.startswith(('"', "'")) or stripped.endswith(("]", ",")):
        return "this line stands outside any list", "Was a list closed too early, or its [ forgotten?"
    key, colon, _ = stripped.partition(":")
    if colon and " " not in key:
        return "a colon where = is wanted", f"Write {key} = …"
    return "this line is no `key = value`", "Write = after the key; a key has no spaces."
