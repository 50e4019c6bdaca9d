"""JSON Schemas from what the reader asks: they are committed as made, and hold every shipped file."""

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from rubicon.cli import main
from rubicon.editing.schemas import TITLES, schemas
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


def test_one_schema_is_printed():
    """Without a folder the schema of a kind of file goes to standard output."""
    printed = CliRunner().invoke(main, ["rules", "schema", "rule"]).stdout
    assert json.loads(printed)["title"] == "A rule"
