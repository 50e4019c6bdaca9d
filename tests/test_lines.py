"""The line of every key is exact: against documents made line by line, and against tomlkit's."""

import random
import tomllib

import pytest
import tomlkit

from rubicon.places import shipped
from rubicon.reading.lines import DEEPEST, key_lines, last_key, too_deep
from rubicon.reading.pieces import read_pieces

STRINGS = [
    '"plain"',
    '"a # no comment, [no] = table"',
    '"quotes \\" and \\\\ \\n"',
    "'C:\\dir'",
    '""',
    "''",
    '"{ x = [1"',
    '"""one line"""',
    "'''it''s'''",
    '"""ends in quotes"""""',
    '"\\u00e9 \\U0001F600"',
]
SCALARS = [*STRINGS, "1", "-2.5e3", "0xff", "1_000", "true", "2022-01-05", "2022-01-05 10:00:00Z", "inf"]
LONG = ['"""\nfirst = 1\n[no.table]\n"""', "'''\n''one\n[[no]]\n\"'''", '"""a \\\n   b"""', '"""\n\n"""']
KEYS = ["a", "b-c", "d_1", '"quoted key"', "'literal'", '"\\u00e9"', "7", '"a.b"']


class Writer:
    """Write a random document and note the line of each path."""

    def __init__(self, seed):
        self.rng = random.Random(seed)
        self.text = ""
        self.lines = {}
        self.used = set()
        self.serial = 0

    @property
    def line(self):
        """Return the line that is being written."""
        return self.text.count("\n") + 1

    def key(self):
        """Return a new key as written, and as read."""
        written = self.rng.choice(KEYS)
        self.serial += 1
        if written[-1] in "\"'":
            written = f"{written[:-1]}{self.serial}{written[-1]}"
        else:
            written += str(self.serial)
        return written, next(iter(tomllib.loads(f"{written} = 1")))

    def dotted(self, path):
        """Write a key of one to three parts; return its path."""
        start, names = self.line, []
        for _ in range(self.rng.choice([1, 1, 1, 2, 3])):
            written, name = self.key()
            names.append(written)
            path = (*path, name)
            self.lines.setdefault(path, start)
        self.text += self.rng.choice([".", " . "]).join(names)
        return path

    def space(self):
        """Write what may stand between the items of a list."""
        self.text += self.rng.choice(["", " ", "\n", "\n  ", ' # [a] = "remark\n', "\n\n\t"])

    def value(self, path, depth, *, inline=False):
        """Write a text, a number, a list or a table in braces."""
        kind = self.rng.random()
        if kind < 0.6 or depth > 3:
            self.text += self.rng.choice(SCALARS if inline or self.rng.random() < 0.8 else LONG)
        elif kind < 0.85:
            self.text += "["
            count = self.rng.randint(0, 4)
            for index in range(count):
                self.space()
                self.lines[*path, index] = self.line
                self.value((*path, index), depth + 1)
                self.space()
                self.text += "," if index < count - 1 or self.rng.random() < 0.5 else ""
            self.space()
            self.text += "]"
        else:
            self.text += "{ "
            count = self.rng.randint(0, 3)
            for index in range(count):
                inner = self.dotted(path)
                self.text += " = "
                self.value(inner, depth + 1, inline=True)
                self.text += " , " if index < count - 1 else " "
            self.text += "}"

    def pairs(self, path):
        """Write some keys with their values."""
        for _ in range(self.rng.randint(0, 4)):
            self.text += self.rng.choice(["", "  ", "\n", "# a = 1\n"])
            inner = self.dotted(path)
            self.text += self.rng.choice([" = ", "=", "\t=  "])
            self.value(inner, 0)
            self.text += self.rng.choice(["\n", " # done\n", "\n\n"])

    def document(self):
        """Write and return a document."""
        self.pairs(())
        for _ in range(self.rng.randint(0, 4)):
            start = self.line
            written, name = self.key()
            if self.rng.random() < 0.5:
                self.text += f"[{written}]\n"
                self.lines[name,] = start
                self.pairs((name,))
                continue
            self.lines[name,] = start
            for index in range(self.rng.randint(1, 3)):
                self.lines[name, index] = self.line
                self.text += f"[[ {written} ]] # one more\n"
                self.pairs((name, index))
                if self.rng.random() < 0.5:
                    inner, inside = self.key()
                    self.lines[name, index, inside] = self.line
                    self.text += f"[{written}.{inner}]\n"
                    self.pairs((name, index, inside))
        return self.text


@pytest.mark.parametrize("seed", range(200))
def test_the_lines_are_those_on_which_a_document_was_written(seed):
    """Escapes, long texts, nested lists, tables in braces, dotted keys and remarks do not mislead."""
    writer = Writer(seed)
    text = writer.document()
    tomllib.loads(text)
    assert key_lines(text) == {(): 1, **writer.lines}
    assert key_lines(text.replace("\n", "\r\n")) == {(): 1, **writer.lines}


@pytest.mark.parametrize("seed", range(50))
def test_every_key_that_tomlkit_writes_has_the_line_on_which_it_stands(seed):
    """The line of a key in a document made by tomlkit is one on which the key is written."""
    rng = random.Random(seed)
    text = tomlkit.dumps({f"t{i}": content(rng, 0) for i in range(5)})
    rows, lines = text.split("\n"), key_lines(text)
    assert set(paths_of(tomllib.loads(text), ())) == set(lines)
    for path, line in lines.items():
        key = path[-1] if path else ""
        assert isinstance(key, int) or key in rows[line - 1]


def content(rng, depth):
    kind = rng.random() if depth < 3 else 0
    if kind < 0.5:
        return rng.choice(["text", 'a "quote"', "two\nlines", 5, 2.5, True, "\t\\"])
    if kind < 0.7:
        return [rng.choice(["a", "b\nc"]) for _ in range(rng.randint(0, 3))]
    if kind < 0.85:
        return [{f"k{i}": content(rng, depth + 1) for i in range(2)} for _ in range(rng.randint(1, 3))]
    return {f"k{i}": content(rng, depth + 1) for i in range(rng.randint(1, 3))}


def paths_of(value, path):
    yield path
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in items:
        yield from paths_of(inner, (*path, key))


def test_a_table_within_a_table_that_has_no_header_has_the_line_of_its_first_mention():
    """An unknown key in a header is found where the header stands."""
    assert key_lines("\n[a.b]\nc = 1\n[a]\nd = 1\n") == {
        (): 1,
        ("a",): 2,
        ("a", "b"): 2,
        ("a", "b", "c"): 3,
        ("a", "d"): 5,
    }


@pytest.mark.parametrize(
    ("text", "last"),
    [
        ("a = 1\nb = [\n  1,", (("b",), 2)),
        ("[t]\nb = { c = 1, d = ", (("t", "b", "d"), 2)),
        ("a = 1\n\n[[t]]\n", (("t", 0), 3)),
        ("", ((), 1)),
        ('a = "\\UFFFFFFFF"\n"\\UFFFFFFFF" = 1\n', (("\U0010ffff",), 2)),
    ],
)
def test_the_last_key_of_the_beginning_of_a_document_is_found(text, last):
    """What stands before a mistake is enough to name the key it belongs to."""
    assert last_key(text) == last


def test_a_key_of_many_parts_is_found_before_it_is_read():
    """The parts are counted in keys bare and quoted, and long texts without dots are no matter."""
    assert too_deep("x = 1\n" + ".".join("a" * (DEEPEST + 1)) + " = 1") == 2
    assert too_deep("x = 1\n[" + " . ".join(['"a"', "'b'"] * DEEPEST) + "]") == 2
    assert too_deep(".".join("a" * DEEPEST) + " = 1") is None
    assert too_deep("word " * 100_000 + "." * 100) is None


PIECES = [
    "[[fact]]\nthat = 'one'\n",
    "[[fact]] # remark\nthat = 'two'\n[fact.more]\nx = 1\n",
    "  [[fact]]\nthat = 'three'\n",
    '[source.a]\ntitle = """\n[source.b]\n"""\n',
    "[source.b]\ndate = 2022-01-05\n\n",
    '[source."b c"]\n',
    "[source]\na.x = 1\n",
    "[outcome]\nhappened = true\n[outcome.small]\n",
    "[outcome.small]\nhappened = [\n[1],\n]\n",
    "[outcome.large]",
    "[other]\nlist = '''\n[[fact]]\n'''\n",
    "[fact]\n",
    "[[outcome]]\n",
    "[a.b.c]\n",
]
HEADS = [
    "",
    "title = 't'\n",
    "# none\n\n",
    "fact = []\n",
    "source.a = 1\n",
    "x = [\n[1],\n[[2]]\n]\n",
    "t = '''\n[x]\n",
]


def as_ordered(value):
    """Return what a document says with the order of its keys."""
    if isinstance(value, dict):
        return [(key, as_ordered(one)) for key, one in value.items()]
    return [as_ordered(one) for one in value] if isinstance(value, list) else value


def test_a_text_read_in_pieces_says_what_it_says_as_a_whole():
    """Tables in any order, well written or not: what is put together is what tomllib reads, with the lines of the headers."""
    chance, seen = random.Random("pieces"), [0, 0, 0]
    for _ in range(4_000):
        text = chance.choice(HEADS) + "".join(chance.choices(PIECES, k=chance.randint(0, 5)))
        try:
            whole = tomllib.loads(text)
        except tomllib.TOMLDecodeError:
            whole = None
        found = read_pieces(text)
        seen[0 if whole is None else 1 if found is None else 2] += 1
        if found is not None:
            assert whole is not None, text
            assert as_ordered(found[0]) == as_ordered(whole), text
            lines = key_lines(text)
            assert all(lines[path] == line for path, line in found[1].items()), text
    assert min(seen) > 400


def test_shipped_cases_are_read_in_pieces():
    """Every shipped case is read so, and says the same."""
    for path in sorted(shipped("cases").glob("*.toml")):
        text = path.read_text(encoding="utf-8")
        content, _ = read_pieces(text)
        assert as_ordered(content) == as_ordered(tomllib.loads(text)), path
