"""The manual for analysts: its commands are run in their order, and it names every key of a case file."""

import re
import shlex
import tomllib
from pathlib import Path

import pytest
from click.testing import CliRunner

from rubicon.cli import main
from rubicon.reading import parse_case, read_kept_rulebook
from rubicon.reading.tables import Table

TOP = Path(__file__).resolve().parents[1]
MANUAL = (TOP / "docs" / "analysts.md").read_text(encoding="utf-8")

WHOLE = """
title = "T"
as_of = 2022-01-05
roles = { intervener = "Russia", host = "Kazakhstan" }
[[entity]]
name = "the Kant air base"
kind = "region"
[source.s]
title = "S"
[[fact]]
that = "Kazakhstan asks the CSTO to intervene"
source = "s"
[[assumption]]
that = "crowds storm public buildings in Kazakhstan"
why = "W"
[[odds]]
that = "the armed forces of Kazakhstan are split"
p = 0.2
[[forecast]]
by = "B"
on = 2022-01-01
of = "E"
p = 0.5
source = "s"
[outcome]
happened = true
"""


def run(command):
    """Run a line of the manual: a command, or one that is sent what `printf` prints."""
    said, _, rest = command.rpartition(" | ")
    words = shlex.split(rest)
    assert words[0] == "rubicon"
    stdin = shlex.split(said)[1].replace("\\n", "\n") if said else None
    return CliRunner().invoke(main, words[1:], input=stdin, catch_exceptions=False)


def test_the_manual_is_run_from_nothing_to_a_filed_judgement(tmp_path, monkeypatch):
    """Every command of the manual ends well, and every excerpt is what is printed."""
    monkeypatch.chdir(tmp_path)
    steps = re.findall(
        r"^    ((?:rubicon|printf) [^\n]*)$|^```(\w+)\n(.*?)^```", MANUAL, re.DOTALL | re.MULTILINE
    )
    ran = 0
    for command, kind, block in steps:
        if command:
            result = run(command)
            assert result.exit_code == 0, f"{command}\n{result.stderr}"
            ran += 1
        elif kind == "csv":
            Path("facts.csv").write_text(block, encoding="utf-8")
        elif kind == "console":
            line, *shown = block.rstrip("\n").split("\n")
            result = run(line.removeprefix("$ "))
            printed = result.stdout + result.stderr
            for passage in "\n".join(shown).split("\n…\n"):
                assert passage in printed, f"{line}\nlacks: {passage}\nprints: {printed[:2000]}"
    assert ran > 20
    case = tomllib.loads(Path("almaty.toml").read_text(encoding="utf-8"))
    facts = case["fact"]
    assert len(facts) == 15
    assert (len(case["assumption"]), case["outcome"]["happened"], case["marking"]) == (1, True, "EXERCISE")
    assert sum("retracted" in one for one in facts) == 1
    assert {path.name for path in tmp_path.iterdir()} >= {
        "almaty.html",
        "almaty.prov.json",
        "judgements.sqlite",
    }


@pytest.fixture(scope="module")
def keys():
    """Return the keys that the reader knows, by table."""
    asked = {}

    def finish(self):
        name = self.path[0] if self.path else ""
        asked.setdefault(name, set()).update(self.asked)

    book = read_kept_rulebook(TOP / "rules", examples=False)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Table, "finish", finish)
        parse_case(WHOLE, book)
    tables = {"entity", "source", "fact", "assumption", "outcome", "forecast", "odds"}
    asked[""] -= tables
    return {name: found for name, found in asked.items() if name in {"", *tables}}


@pytest.mark.parametrize(
    "table", ["", "entity", "source", "fact", "assumption", "outcome", "forecast", "odds"]
)
def test_the_manual_names_every_key(keys, table):
    """Each table of a case file has one in the manual, with every key that the reader knows and no other."""
    titles = {"": r"key", "source": r"`\[source\.KEY\]`", "outcome": r"`\[outcome\]`, `\[outcome\.TIER\]`"}
    title = titles.get(table, rf"`\[\[{table}\]\]`")
    found = re.search(rf"^\| {title} \|.*\n\|---.*\n((?:\|.*\n)+)", MANUAL, re.MULTILINE)
    assert found is not None
    rows = [row.split(" | ")[0] for row in found.group(1).splitlines()]
    assert {key for row in rows for key in re.findall(r"`(\w+)`", row)} == keys[table]
