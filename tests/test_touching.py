"""What a change of the vocabulary can touch: every file in which something may read by it, and few others."""

import pytest

from rubicon.language.facts import Entity
from rubicon.language.names import Unread
from rubicon.language.openings import read_condition
from rubicon.language.sentences import Language
from rubicon.reading.books import read_books
from rubicon.reading.files import parse
from rubicon.reading.touching import rewordings_between

KINDS = '[kind.bridge]\n[kind.state]\nvalues = ["sound", "unsafe"]\n'
ENTITIES = [Entity("the Mill", "bridge")]


def vocabulary(folder, statement, name="words"):
    """Read a vocabulary with one statement."""
    (folder / name).mkdir()
    (folder / name / "vocabulary.toml").write_text(
        f"{KINDS}\n[statement.one]\n{statement}\n", encoding="utf-8"
    )
    return read_books(folder / name).vocabulary


def sheet(text):
    """Read a rule's file with a line."""
    return parse(f"if = [{text}]\n".encode(), "rule.toml")


@pytest.mark.parametrize(
    ("form", "line"),
    [
        ("{b:bridge} is old", "?b is old"),
        ("{b:bridge} is old", "?b IS  Old."),
        ("{b:bridge}'s span is long", "the Mill’s span is long"),
        ("{b:bridge}'s span is long", "the Mills' span is long"),
        ("{b:bridge} is well\u00adkept", "?b is well\u200bkept"),
        ("{b:bridge} is déjà vu", "?b is de\u0301ja\u0300 vu"),
        ("{b:bridge}, a bridge, is old", "?b, a bridge, is old"),
        ("{b:bridge} is old", "nothing shows that it is false that ?b is old"),
        ("{b:bridge} is old", "at least 1 ?_b:?_b is old."),
        ("old {b:bridge} stands", "at least 1 ?_b:old ?_b stands"),
        ("long is {n:number} for {b:bridge}", "the largest ?_n:long is ?_n for the Mill is at least 3"),
        ("{b:bridge} is old", "?b is old. since ?day"),
        ("{b:bridge} is called {t:text} by all", '?b is called "the old" by all'),
        ("{b:bridge} is called {t:text}", '?b is called"x"'),
    ],
)  # fmt: skip
def test_a_line_that_reads_by_a_form_alone_is_touched_by_it(tmp_path, form, line):
    """However it is spelled and wherever in a line it stands; so that what is not touched reads as before."""
    none = vocabulary(tmp_path, 'form = "nothing is meant by {b:bridge}"')
    some = vocabulary(tmp_path, f'form = "{form}"', "more")
    entities = [*ENTITIES, Entity("the Mills", "bridge")]
    assert read_condition(Language(some, entities), line, {})
    with pytest.raises(Unread):
        read_condition(Language(none, entities), line, {})
    for one, other in ((none, some), (some, none)):
        changes = rewordings_between(one, other)
        assert changes.touch(sheet(f"'{line}'" if '"' in line else f'"{line}"'))
        assert not changes.touch(sheet('"?b is new", "at least 1 ?_b: it lasts", "the span counts"'))


@pytest.mark.parametrize(
    "reworded",
    [
        'form = "{b:bridge} is judged: {s:state}"',
        'form = "{b:bridge} is judged: {s:state}"\none_of = "s"\ndenied = "{b} is not judged: {s}"',
        'form = "{b:bridge} is judged: {s:text}"\none_of = "s"',
        'form = "{s:state} is judged: {b:bridge}"\none_of = "s"',
    ],
)
def test_whatever_of_a_statement_its_reading_rests_on_is_a_change(tmp_path, reworded):
    """Which of its values is one alone, how it is denied, what its slots take."""
    plain = vocabulary(tmp_path, 'form = "{b:bridge} is judged: {s:state}"\none_of = "s"')
    other = vocabulary(tmp_path, reworded, "more")
    assert rewordings_between(plain, other).touch(sheet('"it is false that the Mill is judged: sound"'))


def test_what_no_reading_rests_on_is_no_change(tmp_path):
    """A question and a meaning touch nothing; a kind touches everything."""
    plain = vocabulary(tmp_path, 'form = "{b:bridge} is old"')
    told = vocabulary(
        tmp_path, 'form = "{b:bridge} is old"\nask = "Is {b} old?"\nmeans = "Built long ago."', "more"
    )
    assert not rewordings_between(plain, told).touch(sheet('"?b is old"'))
    wider = vocabulary(tmp_path, 'form = "{b:bridge} is old"\n[kind.ford]', "kinds")
    assert rewordings_between(plain, wider) is None
