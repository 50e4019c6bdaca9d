"""Each sentence of DESIGN 2 to 4 has tests that hold it: tests/contract_map.toml says which."""

import ast
import tomllib
from pathlib import Path

TESTS = Path(__file__).parent
MAP = tomllib.loads((TESTS / "contract_map.toml").read_text(encoding="utf-8"))
SENTENCES = {"2.1": 45, "2.2": 141, "2.3": 45, "2.4": 16, "2.5": 35, "3": 117, "4": 58}
"""How many sentences, and clauses that make a claim of their own, each section of the contract has."""


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
    """The map has every section and sentence in the order of the contract, each numbered, none twice, none unheld."""
    assert list(MAP) == list(SENTENCES)
    assert {section: [one["s"] for one in some] for section, some in MAP.items()} == {
        section: list(range(1, count + 1)) for section, count in SENTENCES.items()
    }
    said = [one["says"] for some in MAP.values() for one in some]
    assert len(said) == len(set(said))
    for section, some in MAP.items():
        for one in some:
            assert set(one) == {"s", "says", "held_by"}, (section, one["s"])
            assert one["held_by"], (section, one["s"])
            assert len(one["held_by"]) == len(set(one["held_by"])), (section, one["s"])


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
