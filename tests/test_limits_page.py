"""The page on limits: what it says is what the program holds, and it leaves no limit of firing out."""

import ast
import re
from importlib import import_module
from itertools import combinations

import pytest

from brief import NOWHERE
from reported import TOP
from rubicon.firing import closing, joining
from rubicon.firing.confirming import fire_confirmed
from rubicon.language.conditions import Holds, Pattern, Variable
from rubicon.language.facts import Atom, Fact, Literal
from rubicon.language.rules import Rule
from rubicon.language.vocabulary import Kind, Slot, Statement, Vocabulary
from rubicon.problems import BadInput

PAGE = (TOP / "docs" / "limits.md").read_text(encoding="utf-8")
ROWS = re.findall(r"\| `([\w.]+)\.(\w+)` \| ([\d,]+) \|", PAGE)
ENGINE = TOP / "engine" / "rubicon"
BOUNDS = re.compile(r"at most|more than|number up to|is up to|from 1 to")


@pytest.mark.parametrize(("room", "name", "told"), ROWS)
def test_a_limit_is_what_the_page_says(room, name, told):
    """The named constant has the value of the page."""
    if room.startswith("web."):
        pytest.importorskip("starlette")
    assert getattr(import_module(f"rubicon.{room}"), name) == int(told.replace(",", ""))


def test_the_page_leaves_no_limit_of_firing_out():
    """Every limit of the closure and of joins stands there."""
    assert len(ROWS) > 12
    named = {name for module in (closing, joining) for name in vars(module) if name.startswith("MOST_")}
    # The first two are of durable-rules, which no user meets; the last says how much is kept for the next run.
    assert named - {"MOST_CONDITIONS", "MOST_KEYS", "MOST_KEPT"} <= {name for _, name, _ in ROWS}


def _told(path):
    """Yield the constants that a message of a module names as a bound."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.JoinedStr):
            words = "".join(one.value for one in node.values if isinstance(one, ast.Constant))
            shown = [one.value for one in node.values if isinstance(one, ast.FormattedValue)]
            names = [one.id for value in shown for one in ast.walk(value) if isinstance(one, ast.Name)]
            if BOUNDS.search(words):
                yield from (name for name in names if name.isupper() and name[0] != "_")


def test_the_page_has_every_limit_that_a_message_names():
    """Whatever a message calls the most stands on the page, but for how much of something is analysed."""
    rooms = (path for path in ENGINE.rglob("*.py") if path.parent.name != "analysing")
    found = {name for path in rooms for name in _told(path)}
    assert found <= {name for _, name, _ in ROWS}
    assert len(found) > 20


def test_a_clique_of_forty_is_refused_by_name_before_it_fills_the_memory(monkeypatch):
    """A rule of 780 conditions, each pair of forty at odds, over forty that all are: counted work, no time."""
    slots = (Slot("x", "actor"), Slot("y", "actor"))
    odds = Statement("odds", ("odds", *slots), slots, NOWHERE)
    vocabulary = Vocabulary({"actor": Kind("actor")}, {"odds": odds})
    names = [f"v{number:02}" for number in range(40)]
    lines = tuple(Holds("", Pattern("odds", (Variable(a), Variable(b)))) for a, b in combinations(names, 2))
    rule = Rule("t/clique", "", NOWHERE, lines, (), (Pattern("odds", (Variable("v00"), Variable("v39"))),))
    who = [f"n{number:02}" for number in range(40)]
    facts = [Fact(Literal(Atom("odds", pair), True), "case", NOWHERE) for pair in combinations(who, 2)]
    values = []
    add = joining.Work.add

    def counted(self, matches, width):
        values.append(matches * width)
        add(self, matches, width)

    monkeypatch.setattr(joining.Work, "add", counted)
    with pytest.raises(BadInput, match=r'the rule "t/clique" .* ways'):
        fire_confirmed(vocabulary, [rule], facts, None)
    assert sum(values) < 2 * joining.MOST_VALUES
