"""Each sentence of DESIGN 2 to 4 has tests that hold it: tests/contract_map.toml says which."""

import ast
import tomllib
from pathlib import Path

TESTS = Path(__file__).parent
MAP = tomllib.loads((TESTS / "contract_map.toml").read_text(encoding="utf-8"))
SECTIONS = ("2.1", "2.2", "2.3", "2.4", "2.5", "3", "4")


def defined_in(path):
    """Return the names of the tests of a file."""
    return {
        node.name
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef)
    }


def is_there(test):
    """Tell whether a test is there, or a broken file with its message."""
    if test.startswith("broken/"):
        return bool(list(TESTS.glob(f"{test}*"))) and (TESTS / f"{test}.txt").is_file()
    path, _, name = test.partition("::")
    return name.startswith("test_") and (TESTS / path).is_file() and name in defined_in(TESTS / path)


def test_every_section_is_covered_sentence_by_sentence():
    """The map has the sections of the contract and no other, and says no sentence twice."""
    assert tuple(MAP) == SECTIONS
    said = [one["says"] for some in MAP.values() for one in some]
    assert len(said) == len(set(said))
    assert all(set(one) == {"says", "held_by"} and one["held_by"] for some in MAP.values() for one in some)


def test_every_test_that_the_map_names_is_there():
    """A test that is renamed or removed leaves no sentence unheld."""
    named = [test for some in MAP.values() for one in some for test in one["held_by"]]
    assert [test for test in named if not is_there(test)] == []


def test_every_test_of_the_contract_is_named_by_the_map():
    """A test of the contract is of some sentence of it."""
    named = {test for some in MAP.values() for one in some for test in one["held_by"]}
    there = {
        f"{path.name}::{name}"
        for path in TESTS.glob("test_contract_*.py")
        if path != Path(__file__)
        for name in defined_in(path)
        if name.startswith("test_")
    }
    assert there - named == set()
