"""The lints: each has a rule, a page and a test, and its page's examples are what it says."""

import json
import re
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from rubicon.cli import main
from rubicon.editing.analysing import ANALYSED, analyse
from rubicon.editing.changed import changed_since_0_1, unconfirmed
from rubicon.editing.check import check
from rubicon.editing.ignoring import heed
from rubicon.editing.lints import HERE, lints
from rubicon.editing.mending import mend
from rubicon.editing.spreading import Crew
from rubicon.problems import BadInput
from rubicon.reading import read_case, read_rulebook

BLOCK = re.compile(r"```toml\n# (\S+)\n(.*?)```\n", re.DOTALL)


def laid_out(folder: Path, part: str) -> Path:
    """Write the blocks of a part of a page beside the rulebook of bridges; return the folder of its rules."""
    rules = folder / "rules"
    shutil.copytree(HERE / "bridges", rules)
    for name, text in BLOCK.findall(part):
        path = folder / name if name.startswith("cases/") else rules / name
        path.parent.mkdir(parents=True, exist_ok=True)
        before = path.read_text(encoding="utf-8") + "\n" if path.exists() else ""
        path.write_text(before + text, encoding="utf-8")
    return rules


def findings(rules: Path, analysed: bool = False):
    """Return every finding of a rulebook and its cases, whatever its level; those of the analysis if asked for."""
    try:
        book = read_rulebook(rules)
    except BadInput as bad:
        return list(bad.problems)
    cases = [read_case(path, book) for path in sorted((rules.parent / "cases").glob("*.toml"))]
    told = [*check(book, notes=True).problems, *changed_since_0_1(book, cases)]
    told += [one for case in cases for one in (*case.warnings, *unconfirmed(case))]
    if analysed:
        told += analyse(book, "", _stated(cases), Crew(book, 1), lambda _done, _total: None).problems
    return heed(told, book, [case.place.path for case in cases])


def _stated(cases):
    return {fact.literal.atom.statement for case in cases for fact in case.facts}


def parts(name: str) -> tuple[str, str]:
    """Return the bad and the good part of a lint's page."""
    page = lints()[name].page
    bad = page.split("\n## Bad\n")[1].split("\n## Good\n")[0]
    return bad, page.split("\n## Good\n")[1].split("\n## Why it matters\n")[0]


@pytest.mark.parametrize("name", lints())
def test_the_bad_example_of_a_page_is_found(name, tmp_path):
    """What the page calls bad is found, at a line that is there."""
    rules = laid_out(tmp_path, parts(name)[0])
    found = [one for one in findings(rules, name in ANALYSED) if (one.lint or "RUB001") == name]
    assert found, findings(rules)
    for one in found:
        assert one.what
        assert one.remedy
        assert one.line <= len(Path(one.path).read_text(encoding="utf-8").splitlines())


@pytest.mark.parametrize("name", lints())
def test_the_good_example_of_a_page_is_clean(name, tmp_path):
    """Nothing at all is found in what the page calls good."""
    assert findings(laid_out(tmp_path, parts(name)[1]), name in ANALYSED) == []


def run(*arguments):
    return CliRunner().invoke(main, ["rules", *arguments], catch_exceptions=False)


def test_each_lint_has_a_page_and_an_id_of_its_own_folder():
    """At least thirty lints, each with every part of a page, and with a rule unless the reader tells it."""
    assert len(lints()) >= 30
    told = {
        "RUB001",
        "RUB002",
        "RUB003",
        "RUB004",
        "RUB005",
        "RUB103",
        "RUB104",
        "RUB113",
        "RUB131",
        "RUB132",
    }
    told |= {
        "RUB134",
        "RUB143",
        "RUB303",
        "RUB304",
        "RUB305",
        "RUB308",
        "RUB309",
        "RUB403",
        "RUB404",
    } | ANALYSED
    for name, one in lints().items():
        assert one.page.startswith(f"# {name}: {one.title}\n\nLevel: {one.level}.\n")
        assert (one.find is None) == (name in told)
        assert re.findall("^## .*", one.page, re.MULTILINE) == ["## Bad", "## Good", "## Why it matters"]


@pytest.mark.parametrize("name", [name for name, one in lints().items() if one.mend])
def test_what_can_be_mended_is(name, tmp_path):
    """`--fix` mends the bad example of its page, so that the finding is gone and the file still reads."""
    rules = laid_out(tmp_path, parts(name)[0])
    result = run("check", "--rules", str(rules), "--fix", "--select", name)
    assert (result.exit_code, result.stderr) == (0, "1 mended.\n")
    assert name not in {one.lint for one in findings(rules)}


def test_a_row_that_is_not_what_was_shown_is_left(tmp_path):
    """What has changed since it was read is not touched."""
    rules = laid_out(tmp_path, parts("RUB203")[0])
    found = [one for one in findings(rules) if one.lint == "RUB203"]
    path = Path(found[0].path)
    path.write_text(path.read_text(encoding="utf-8").replace("Tell whether", "Say whether"), encoding="utf-8")
    before = path.read_bytes()
    assert mend(found) == 0
    assert path.read_bytes() == before


def test_findings_are_told_as_json(tmp_path):
    """Each has its id, level, place with columns, the line and the remedy; those of one cause are one."""
    rules = laid_out(tmp_path, parts("RUB152")[0])
    result = run("check", "--rules", str(rules), "--select", "RUB152", "--format", "json")
    (found,) = json.loads(result.stdout)["findings"]
    row = (rules / "strain" / "loud.toml").read_text(encoding="utf-8").split("\n")[found["line"] - 1]
    assert (found["id"], found["level"], found["excerpt"]) == ("RUB152", "note", row)
    assert row[found["column"] - 1 : found["end_column"] - 1] == "?bridge is loud"


def test_findings_are_told_to_a_forge(tmp_path):
    """A workflow command a finding, its text on one line, an error where an example fails."""
    rules = laid_out(tmp_path, parts("RUB002")[0])
    result = run("check", "--rules", str(rules), "--format", "github")
    (row,) = [line for line in result.stdout.splitlines() if "RUB002" in line]
    path = rules / "strain" / "cracks.toml"
    assert row.startswith(f"::error file={path},line=")
    assert "title=RUB002::example 1 fails" in row
    assert result.exit_code == 1


def test_findings_are_told_as_sarif(tmp_path):
    """Every result names a rule of the run, its level and a region that begins at 1 or later."""
    rules = laid_out(tmp_path, parts("RUB115")[0])
    log = json.loads(run("check", "--rules", str(rules), "--format", "sarif").stdout)
    (told,) = log["runs"]
    assert log["version"] == "2.1.0"
    known = {one["id"] for one in told["tool"]["driver"]["rules"]}
    assert known == set(lints())
    assert {one["ruleId"] for one in told["results"]} <= known
    assert "RUB115" in {one["ruleId"] for one in told["results"]}
    for one in told["results"]:
        region = one["locations"][0]["physicalLocation"]["region"]
        assert region["startLine"] >= 1
        assert 1 <= region["startColumn"] < region["endColumn"]


def test_a_rulebook_that_cannot_be_read_is_told_in_each_form(tmp_path):
    """What stops the reader is a finding, too."""
    rules = laid_out(tmp_path, parts("RUB001")[0])
    result = run("check", "--rules", str(rules), "--format", "json")
    assert result.exit_code == 1
    assert [one["id"] for one in json.loads(result.stdout)["findings"]] == ["RUB001"]


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ((), {"RUB101", "RUB102"}),
        (("--ignore", "RUB101"), {"RUB102"}),
        (("--ignore", "RUB1"), set()),
        (("--select", "RUB1", "--ignore", "RUB10"), {"RUB145"}),
        (("--select", "RUB101", "--ignore", "RUB1"), {"RUB101"}),
        (("--select", "RUB"), {"RUB101", "RUB102", "RUB145"}),
    ],
)
def test_findings_are_chosen_by_the_beginnings_of_their_ids(tmp_path, options, told):
    """The longer beginning decides; notes are told only where they are selected."""
    rule = laid_out(tmp_path, parts("RUB145")[0]) / "strain" / "cracks.toml"
    rule.write_text(rule.read_text(encoding="utf-8").split("[[example]]")[0], encoding="utf-8")
    result = run("check", "--rules", str(tmp_path / "rules"), *options)
    assert set(re.findall(r"\[(RUB\d+)\]", result.stderr)) == told


def test_a_topic_or_a_rule_is_checked_alone(tmp_path):
    """Only what lies in its files is told, and only its examples are run."""
    rules = laid_out(tmp_path, parts("RUB101")[0])
    assert "RUB101" not in run("check", "verdict", "--rules", str(rules)).stderr
    assert "RUB101" in run("check", "strain", "--rules", str(rules)).stderr
    assert "1 rule read" in run("check", "strain/few-lorries", "--rules", str(rules)).stdout


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("check", "--select", "RUB999"), 'no finding is called "RUB999"'),
        (("check", "verdicts"), 'no topic and no rule is called "verdicts"'),
        (("explain", "RUB999"), 'no finding is called "RUB999"'),
    ],
)
def test_an_unknown_name_is_answered(tmp_path, arguments, message):
    """Each mistake is told in a line, with the nearest name."""
    rules = laid_out(tmp_path, "")
    options = ("--rules", str(rules)) if arguments[0] == "check" else ()
    result = run(*arguments, *options)
    assert result.exit_code == 1
    assert message in result.stderr


def test_a_page_is_printed():
    """`rules explain` prints the page of a finding, and lists all without one."""
    assert run("explain", "rub115").stdout.startswith("# RUB115: conditions that exclude each other\n")
    assert run("explain").stdout.count("\n- RUB") == len(lints())
    assert json.loads(run("explain", "RUB115", "--format", "json").stdout)["level"] == "warning"


def test_a_finding_stands_on_its_line_where_a_rule_has_where(tmp_path):
    """Lines of `where` come before those of `if`; a line that stands in both is one, and a repeated one is found where it stands."""
    rules = laid_out(tmp_path, parts("RUB114")[0])
    path = rules / "strain" / "cracks.toml"
    bound = """where   = ["?bridge is cracked"]
otherwise = "?bridge is under no strain"
otherwise_because = "Nothing shows strain."
"""
    path.write_text(
        path.read_text()
        .replace("because = ", bound + "because = ", 1)
        .replace('"?bridge is cracked",\n]', '"?bridge is old",\n]')
    )
    assert [one.place.split(":")[-1] for one in findings(rules) if one.lint == "RUB114"] == ["5"]


HEAVY = """\
title   = "Heavy traffic strains a bridge"
if      = ["?bridge carries ?n lorries a day", "?bridge is judged: ?state", '{line}']
then    = "?bridge is under strain"
because = "{{{{ bridge }}}} carries {{{{ n }}}} lorries a day, and is {{{{ state }}}}."
cites   = ["handbook p. 12"]

[[example]]
given  = ["the North Bridge carries {n} lorries a day", "the North Bridge is judged: doubtful"]
refuse = ["the North Bridge is under strain"]
"""


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("3 >= 2", "this always holds, whatever the case"),
        ("2 >= 3", "this never holds, whatever the case"),
        ("2022-01-05 < 2022-01-04", "this never holds, whatever the case"),
        ("?n * 2 <= ?n * 2", "this always holds, whatever the case"),
        ("?state is not ?state", "this never holds, whatever the case"),
        ("?state is at least sound", "this always holds, whatever the case"),
        ("?state > unsafe", "this never holds, whatever the case"),
        ("unsafe >= ?state", "this always holds, whatever the case"),
        ("at least 0 ?_body: ?_body watches ?bridge", "this always holds: nothing counts less than none"),
        ("?n >= 0", "every {n} from 0 up meets this"),
        ("-1 >= ?n", "no {n} from 0 up meets this"),
        (
            "every reported ?_n: ?bridge carries ?_n lorries a day is at most -5",
            "no {n} from 0 up meets this",
        ),
        (
            "the largest ?_n: ?bridge carries ?_n lorries a day is at least -5",
            "every {n} from 0 up meets this",
        ),
        *[
            (line, "")
            for line in (
                *("?n >= 1", "?n > 0", "?n <= 0", "0 < ?n", "?state is at least doubtful", "?state is sound"),
                *("at most 0 ?_body: ?_body watches ?bridge", "?today >= 2022-01-05"),
            )
        ],
    ],
)
def test_what_no_case_decides_is_told(tmp_path, line, said):
    """Two figures compared, the end of a scale, a limit from 0 down: what always or never holds is no condition."""
    rules = laid_out(tmp_path, "")
    (rules / "strain" / "heavy.toml").write_text(HEAVY.format(line=line, n=400), encoding="utf-8")
    found = [one for one in check(read_rulebook(rules)).problems if one.lint == "RUB123"]
    assert [one.what for one in found] == [said] * bool(said)
    assert all(one.remedy and one.excerpt[one.column - 1 : one.end - 1] == line for one in found)


def test_a_limit_below_0_is_meant_where_an_example_goes_below_it(tmp_path):
    """A number that may be below 0 makes a limit there a test."""
    rules = laid_out(tmp_path, "")
    path = rules / "strain" / "heavy.toml"
    path.write_text(HEAVY.format(line="?n >= -5", n=-6), encoding="utf-8")
    assert "RUB123" not in {one.lint for one in check(read_rulebook(rules)).problems}


def test_one_of_several_lines_that_always_holds_is_told(tmp_path):
    """A line that is counted among others is looked at as any."""
    rules = laid_out(tmp_path, "")
    text = HEAVY.format(line="?n > 1", n=400).replace(
        "'?n > 1'", '{ at_least = 1, of = ["?bridge is old", "3 >= 2"] }'
    )
    (rules / "strain" / "heavy.toml").write_text(text, encoding="utf-8")
    (found,) = [one for one in check(read_rulebook(rules)).problems if one.lint == "RUB123"]
    assert found.excerpt[found.column - 1 : found.end - 1] == "3 >= 2"
