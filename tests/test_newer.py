"""What TOML 1.1 added is refused by every Python, at the place and in the words of one that reads TOML 1.0."""

import random
import sys
import tomllib

import pytest

from rubicon.reading import files
from rubicon.reading.newer import by_toml_1_0

KEY = "Invalid initial character for a key part"
TABLE = "Unclosed inline table"
STATEMENT = "Expected newline or end of document after a statement"
LIST = "Unclosed array"
ESCAPE = "Unescaped '\\' in a string"
OLD = sys.version_info < (3, 15)
ADDED = [
    ("a = { b = 1, }", f"{KEY} (at line 1, column 14)"),
    ("a = {\n  b = 1 }", f"{KEY} (at line 1, column 6)"),
    ("a = { b = 1\n}", f"{TABLE} (at line 1, column 12)"),
    ("a = { # why\n  b = 1 }", f"{KEY} (at line 1, column 7)"),
    ("a = { b = 1 # why\n}", f"{TABLE} (at line 1, column 13)"),
    ("a = { b = 1, # why\n c = 2 }", f"{KEY} (at line 1, column 14)"),
    ("a = [{ b = 1 },\n{ c = {\n} }]", f"{KEY} (at line 2, column 8)"),
    ("a = { b = { c = 1 }, }", f"{KEY} (at line 1, column 22)"),
    ("[[a]]\nb = { c = [\n1, # one\n], d = '''\n''',}", f"{KEY} (at line 5, column 5)"),
    ("on = 2022-01-05 10:30", f"{STATEMENT} (at line 1, column 17)"),
    ("on = 2022-01-05T10:30Z", f"{STATEMENT} (at line 1, column 16)"),
    ("at = 10:30 # half past", f"{STATEMENT} (at line 1, column 8)"),
    ("at = 07:30", f"{STATEMENT} (at line 1, column 7)"),
    ("at = [2022-01-05 10:30+05:30, 1]", f"{LIST} (at line 1, column 18)"),
    ("at = { on = 2022-01-05 07:30 }", f"{TABLE} (at line 1, column 24)"),
    ('a = "the \\e"', f"{ESCAPE} (at line 1, column 12)"),
    ('a = """\n\\\\e "" \\x41"""', f"{ESCAPE} (at line 2, column 10)"),
    ('"a\\e" = 1', f"{ESCAPE} (at line 1, column 5)"),
    ('a = "\\x', f"{ESCAPE} (at end of document)"),
]
"""Texts that Python 3.15 reads, or stops at later, with what Python 3.14 says of them."""


@pytest.mark.parametrize(("text", "said"), ADDED)
def test_what_was_added_is_told_as_an_older_reader_tells_it(text, said):
    """The line, the column and the words are those of the Pythons that never knew it."""
    assert by_toml_1_0(text, "") == said
    assert by_toml_1_0(text, "Unterminated string (at end of document)") == said
    if OLD:
        with pytest.raises(tomllib.TOMLDecodeError) as refused:
            tomllib.loads(text)
        assert str(refused.value) == said


PIECES = [
    *'{}[],#"=\n\n  ', "a", "b.c", "'it'", '"one"', '"""', "'''", "\\", "\\e", "\\x41", "\\n", "1", "2022-01-05", "T", "10:30",
    "07:15:00", "Z", "+05:30", "a = ", "b = ", "= {", "},", "[[a]]\n", "[d]\n", '"{"', "# {\n", '= """\n{', "= '",
]  # fmt: skip


@pytest.mark.parametrize("seed", range(8))
def test_what_an_older_reader_says_stays_as_it_is(seed):
    """Whatever is written, well or broken: what it reads is read, and what it refuses is refused in its words."""
    chance = random.Random(seed)
    whole = [text for text, _ in ADDED]
    for _ in range(4_000):
        some = [chance.choice(PIECES) for _ in range(chance.randint(2, 14))]
        if chance.random() < 0.5:
            some.insert(chance.randrange(len(some)), f"\n{chance.choice(whole)}\n")
        text = "".join(some)
        said = heard(text)
        assert by_toml_1_0(text, said) == said or not OLD, text
        assert by_toml_1_0(text, by_toml_1_0(text, said)) == by_toml_1_0(text, said), text


def heard(text):
    """Return what this Python's reader says of a text; nothing where it reads it."""
    try:
        tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        return str(error)
    return ""


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("a = { b = 1, }", ("a comma stands after the last item of a table in braces", "Leave it out.")),
        (
            "a = { b = 1,\n c = 2 }",
            (
                "a table in braces goes over several lines",
                "Write it on one line, or as [table] of its own.",
            ),
        ),
    ],
)
@pytest.mark.parametrize("more", [False, True])
def test_a_file_is_refused_however_much_this_python_reads(monkeypatch, text, told, more):
    """Each Python says the same of it, and nothing of the file is taken."""
    monkeypatch.setattr(files, "READS_MORE", more or not OLD)
    if OLD and more:  # as if it read it
        monkeypatch.setattr(files.tomllib, "loads", lambda _: {"a": {"b": 1}})
    sheet = files.parse(text.encode(), "case.toml")
    assert [(one.line, one.what, one.remedy) for one in sheet.problems] == [(1, *told)]
    assert sheet.content == {}
