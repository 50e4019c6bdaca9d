"""JSON Schemas from what the reader asks: they are committed as made, and hold every shipped file."""

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import tomlkit
from click.testing import CliRunner

from books import write_book
from rubicon.cli import main
from rubicon.editing.schemas import TITLES, schemas
from rubicon.problems import BadInput
from rubicon.reading import read_rulebook
from rubicon.reading.tables import Table

TOP = Path(__file__).resolve().parents[1]
TOMBI = shutil.which("tombi", path=str(Path(sys.executable).parent)) or shutil.which("tombi")


@pytest.fixture(scope="module")
def made():
    return schemas()


def inner(schema, path):
    """Yield every schema inside one, with its path."""
    if isinstance(schema, dict):
        yield path, schema
        for key, value in schema.items():
            yield from inner(value, f"{path}.{key}")
    elif isinstance(schema, list):
        for at, value in enumerate(schema):
            yield from inner(value, f"{path}.{at}")


def test_what_is_committed_is_what_the_reader_asks(made):
    """`rubicon rules schema --output schemas` would change nothing."""
    for name in TITLES:
        text = (TOP / "schemas" / f"{name}.schema.json").read_text(encoding="utf-8")
        assert text == json.dumps(made[name], indent=2) + "\n", name


def test_no_table_is_left_open(made):
    """Every table says which keys it has, so that an editor can complete and refuse."""
    for name, schema in made.items():
        for path, one in inner(schema, name):
            if one.get("type") == "object":
                assert "properties" in one or "additionalProperties" in one, path
            if one.get("type") == "array":
                assert one["items"], path


def test_the_getters_are_put_back(made):
    """Listening leaves the reader as it was."""
    assert Table.text.__name__ == "text"
    assert Table.rows.__name__ == "rows"


def lint(*paths, cwd=TOP):
    command = [TOMBI, "lint", "--offline", *map(str, paths)]
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)
    return done.returncode, re.sub(r"\x1b\[[0-9;]*m", "", done.stdout + done.stderr)


@pytest.mark.skipif(TOMBI is None, reason="tombi is not installed")
def test_every_shipped_file_is_valid():
    """Tombi finds nothing against the schemas in the rulebooks and their cases."""
    status, said = lint("rules", "cases", "rulebooks")
    assert "Error" not in said
    assert status == 0


@pytest.mark.skipif(TOMBI is None, reason="tombi is not installed")
@pytest.mark.parametrize(
    ("name", "change", "message"),
    [
        ("rules/cost/a.toml", ("title ", "titel "), '"titel" is not allowed'),
        ("rules/cost/a.toml", ('kind    = "strict"', 'kind    = "strickt"'), "strickt"),
        ("cases/a.toml", ("as_of", "as-of"), '"as-of" is not allowed'),
        ("cases/a.toml", ("as_of    = 2022-01-05", 'as_of    = "5 January"'), "LocalDate"),
    ],
)
def test_a_slip_is_found_as_one_types(tmp_path, name, change, message):
    """An unknown key, an unknown word and a day that is none are found without Rubicon."""
    shutil.copytree(TOP / "schemas", tmp_path / "schemas")
    shutil.copy(TOP / "tombi.toml", tmp_path)
    sample = {"rules": "rules/variables/high-price.toml", "cases": "cases/kazakhstan-2022.toml"}[
        name.split("/")[0]
    ]
    text = (TOP / sample).read_text(encoding="utf-8")
    text = re.sub(r"^as_of +=", "as_of    =", text, flags=re.MULTILINE)
    assert change[0] in text
    path = tmp_path / name
    path.parent.mkdir(parents=True)
    path.write_text(text.replace(*change), encoding="utf-8")
    status, said = lint(name, cwd=tmp_path)
    assert status != 0
    assert message in said


WRONG = {
    "rule": [
        {"then": None},
        {"if": None},
        {"title": None},
        {"then": []},
        {"title": "  "},
        {"title": 7},
        {"if": 7},
        {"if": [7]},
        {"if": [[]]},
        {"if": [["a", ["b"]]]},
        {"if": [{"exactly": "two", "of": ["a", "b"]}]},
        {"if": [{"at_least": 1.5, "of": ["a", "b"]}]},
        {"if": [{"at_least": 1}]},
        {"if": [{"at_least": 1, "of": []}]},
        {"if": [{"at_least": 1, "off": ["a"]}]},
        {"kind": "usual"},
        {"status": "ready"},
        {"confidence": "sure"},
        {"unles": ["a"]},
        {"cites": [{"work": "a"}]},
        {"because": ""},
        {"since": "19 December 2012"},
        {"until": 2012},
        {"example": {"given": "a"}},
        {"example": [{"given": [7]}]},
        {"example": [{"gives": ["a"]}]},
        {"example": [{"standing": "firm"}]},
        {"example": [{"as_of": True}]},
        {"example": [{"roles": "Russia"}]},
        {"example": [{"entity": [{"name": "a"}]}]},
        {"example": [{"with": 7}]},
    ],
    "vocabulary": [
        {"statement": {"a": {"form": None}}},
        {"statement": {"a": {"form": "a", "asks": "a"}}},
        {"statement": {"a": {"form": ["a"]}}},
        {"kind": {"a": {"values": 7}}},
        {"statements": {}},
    ],
}


def without(content):
    """Leave out what is None."""
    return {
        key: without(one) if isinstance(one, dict) else one for key, one in content.items() if one is not None
    }


@pytest.mark.skipif(TOMBI is None, reason="tombi is not installed")
def test_what_the_reader_refuses_of_a_table_the_schema_refuses(tmp_path):
    """Keys that are missing, misspelt or of the wrong kind, words that are none of a list: by both, each alone."""
    shutil.copytree(TOP / "schemas", tmp_path / "schemas")
    right = {"title": "A", "if": ["a"], "then": "b", "example": [{"given": ["a"], "expect": ["b"]}]}
    pages = [
        f'[[schemas]]\npath = "schemas/{kind}.schema.json"\ninclude = ["{kind}/*.toml"]\n' for kind in WRONG
    ]
    (tmp_path / "tombi.toml").write_text('toml-version = "v1.0.0"\n' + "".join(pages), encoding="utf-8")
    for kind, slips in WRONG.items():
        (tmp_path / kind).mkdir()
        begin = right if kind == "rule" else {}
        for number, slip in enumerate([{}, *slips]):
            text = tomlkit.dumps(without({**begin, **slip}))
            (tmp_path / kind / f"{number}.toml").write_text(text, encoding="utf-8")
    _, said = lint(*WRONG, cwd=tmp_path)
    refused = set(re.findall(r"at \S*?((?:rule|vocabulary)/[0-9]+)\.toml", said))
    wrong = {f"{kind}/{number}" for kind, slips in WRONG.items() for number in range(1, len(slips) + 1)}
    assert refused == wrong
    folder = write_book(tmp_path / "book")
    for slip in WRONG["rule"]:
        rule = {
            **right,
            "if": ["?host asks ?guarantor to intervene"],
            "then": "?host asks ?guarantor to intervene",
        }
        path = folder / "likelihood" / "slip.toml"
        path.write_text(tomlkit.dumps(without({**rule, **slip})), encoding="utf-8")
        with pytest.raises(BadInput) as told:
            read_rulebook(folder)
        assert any(one.path.endswith("slip.toml") for one in told.value.problems), slip


def test_one_schema_is_printed():
    """Without a folder the schema of a kind of file goes to standard output."""
    printed = CliRunner().invoke(main, ["rules", "schema", "rule"]).stdout
    assert json.loads(printed)["title"] == "A rule"
