"""The analysis of a rulebook: what no case brings about is found, each with a case that shows it, and nothing else."""

import json
import shutil
from itertools import product

import pytest
from click.testing import CliRunner

from rubicon.cli import main
from rubicon.editing.analysing import asking
from rubicon.editing.analysing.asking import unasked
from rubicon.editing.analysing.terrain import outset_of
from rubicon.editing.lints import HERE
from rubicon.explaining.unknowns import outlook_on
from rubicon.judging.assessing import assess
from rubicon.judging.reaching import open_questions
from rubicon.reading import parse_case, read_case, read_rulebook


def bridges(folder, **rules):
    """Write the rulebook of bridges with further rules, by topic__name; return its folder."""
    shutil.copytree(HERE / "bridges", folder / "rules")
    for name, text in rules.items():
        path = folder / "rules" / f"{name.replace('__', '/').replace('_', '-')}.toml"
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder / "rules"


def rule(lines, then, more=""):
    """Return the text of a rule without examples."""
    asked = ", ".join(line if line.startswith(("{", "[")) else f'"{line}"' for line in lines)
    return f'title = "R"\nif = [{asked}]\nthen = "{then}"\nbecause = "So it is."\n{more}\n'


def analysed(folder, *options):
    """Return what the analysis finds, from the command's JSON."""
    command = ["rules", "check", "--analyse", "--select", "RUB16", "--format", "json", "--no-cache"]
    done = CliRunner().invoke(main, [*command, "--rules", str(folder), *options], catch_exceptions=False)
    return [one for one in json.loads(done.stdout)["findings"] if one["id"].startswith("RUB16")]


def applying(folder, text, tmp_path):
    """Return the rules that apply in a case, by the judge."""
    path = tmp_path / "witness.toml"
    path.write_text(text, encoding="utf-8")
    book = read_rulebook(folder)
    judgement = assess(book, read_case(path, book)).judgement
    return {one.instance.rule.id for one in judgement.arguments if one.applies and one.instance}


NEVER = {
    "figures": (["?bridge carries ?n lorries a day", "?n >= 900", "?n < 800"], "?n"),
    "denial": (["?bridge is cracked", "?bridge is old", "?bridge is not cracked"], "cracked"),
    "absence": (["?bridge is old", "nothing shows that ?bridge is old"], "old"),
    "values": (["?bridge carries 5 lorries a day", "?bridge carries 6 lorries a day"], "carries"),
    "many": (
        [
            "closing of ?bridge is considered",
            "at most 0 ?_body: ?_body watches ?bridge",
            "?_one watches ?bridge",
        ],
        "watch",
    ),
}


@pytest.mark.parametrize("name", NEVER)
def test_a_rule_that_can_never_apply_is_found(name, tmp_path):
    """Whatever excludes its lines, and the case that is shown meets all but the line that is named."""
    lines, line = NEVER[name]
    folder = bridges(tmp_path, strain__odd=rule(lines, "?bridge is under strain"))
    (found,) = analysed(folder, "strain/odd")
    assert (found["id"], found["level"]) == ("RUB161", "warning")
    assert line in found["remedy"]
    assert "strain/odd" not in applying(folder, found["witness"], tmp_path)
    kept = [one for one in lines if f'"{one}"' not in found["remedy"]]
    assert len(kept) == len(lines) - 1
    (folder / "strain" / "odd.toml").write_text(rule(kept, "?bridge is under strain"), encoding="utf-8")
    assert "strain/odd" in applying(folder, found["witness"], tmp_path)


def test_an_exception_that_always_holds_is_found(tmp_path):
    """A rule that its own exception always stops can never apply."""
    never = 'unless = ["nothing shows that ?bridge is cracked", "?bridge is cracked"]'
    folder = bridges(tmp_path, strain__odd=rule(["?bridge is old"], "?bridge is under strain", never))
    (found,) = analysed(folder, "strain/odd")
    assert found["id"] == "RUB161"
    assert "strain/odd" not in applying(folder, found["witness"], tmp_path)


def test_what_only_a_stated_conclusion_brings_about_is_a_note(tmp_path):
    """The case that is shown states it, and makes the rule apply."""
    lines = ["?bridge is under strain", "?bridge is not old", "?bridge is not cracked"]
    folder = bridges(tmp_path, verdict__odd=rule(lines, "?bridge is judged: doubtful"))
    (found,) = analysed(folder, "verdict/odd")
    assert (found["id"], found["level"]) == ("RUB162", "note")
    assert "under strain" in found["witness"]
    assert "verdict/odd" in applying(folder, found["witness"], tmp_path)


def test_what_can_apply_is_left_alone(tmp_path):
    """Rules that some case makes apply, in every kind of line, are not found."""
    folder = bridges(
        tmp_path,
        strain__a=rule(
            ["?bridge carries ?n lorries a day", "?n >= 900", "?n < 901"], "?bridge is under strain"
        ),
        strain__b=rule(
            ["?bridge is old", "it is disputed whether ?bridge is cracked"], "?bridge is under strain"
        ),
        strain__c=rule(
            ["?bridge is old", "it is open whether ?bridge is cracked"], "?bridge is under strain"
        ),
        strain__d=rule(
            ["closing of ?bridge is considered", "at least 3 ?_body: ?_body watches ?bridge"],
            "?bridge is under strain",
        ),
        strain__e=rule(
            ["?bridge is old", "some reported ?_n: ?bridge carries ?_n lorries a day is at least 7"],
            "?bridge is under strain",
        ),
        strain__f=rule(["?bridge is old since ?day", "?today - ?day >= 10 days"], "?bridge is under strain"),
    )
    assert [one for one in analysed(folder) if one["id"] < "RUB164"] == []


def test_the_cases_that_show_findings_are_written_into_a_folder(tmp_path):
    """Each is a file of its own that is judged like any other."""
    lines, _ = NEVER["figures"]
    folder = bridges(tmp_path, strain__odd=rule(lines, "?bridge is under strain"))
    analysed(folder, "--witnesses", str(tmp_path / "shown"))
    (path,) = (tmp_path / "shown").iterdir()
    assert path.name == "rub161-strain-odd.toml"
    done = CliRunner().invoke(
        main, ["assess", str(path), "--rules", str(folder), "--no-cache"], catch_exceptions=False
    )
    assert done.exit_code == 0


def test_witnesses_go_with_the_analysis(tmp_path):
    """They are a usage error without it."""
    done = CliRunner().invoke(main, ["rules", "check", "--witnesses", str(tmp_path)], catch_exceptions=False)
    assert done.exit_code == 2
    assert "--witnesses goes with --analyse" in done.stderr


def test_the_analysis_is_told_in_words(tmp_path):
    """The bound, the finding and the case that shows it stand in the report, the warning on standard error."""
    lines, _ = NEVER["figures"]
    folder = bridges(
        tmp_path,
        strain__odd=rule(lines, "?bridge is under no strain")
        + """
[[example]]
given = ["the North Bridge carries 900 lorries a day"]
refuse = ["the North Bridge is under no strain"]
""",
    )
    command = ["rules", "check", "--analyse", "--rules", str(folder), "--no-cache"]
    done = CliRunner().invoke(main, command, catch_exceptions=False)
    assert done.exit_code == 0
    assert "this rule can never apply [RUB161]" in done.stderr
    assert "at most 3 things of a kind" in done.stdout
    assert "how sure a conclusion is is compared of rules that make no other difference" in done.stdout
    assert "This rule can never apply." in done.stdout
    assert 'lorries a day"\nsource' in done.stdout


STRAIN, NONE = "?bridge is under strain", "?bridge is under no strain"
HEAVY = ["?bridge carries ?n lorries a day", "?n >= 900"]
FAULTS = {
    "always": (
        "RUB163",
        {
            "verdict__odd": rule(
                [
                    "closing of ?bridge is considered",
                    '["?bridge is old", "nothing shows that ?bridge is old"]',
                ],
                "?bridge is judged: doubtful",
            )
        },
        {
            "verdict__odd": rule(
                ["closing of ?bridge is considered", '["?bridge is old", "?bridge is not old"]'],
                "?bridge is judged: doubtful",
            )
        },
    ),
    "subsumed": (
        "RUB164",
        {"strain__odd": rule(["?bridge is old", *HEAVY], STRAIN)},
        {
            "strain__odd": rule(["?bridge is old", *HEAVY], STRAIN),
            "strain__many_lorries": rule(["?bridge is old", HEAVY[0], "?n >= 500", "?n < 901"], STRAIN),
        },
    ),
    "counted": (
        "RUB164",
        {
            "strain__odd": rule(
                [
                    "closing of ?bridge is considered",
                    '{ at_least = 3, of = ["?bridge is old", "?bridge is cracked", "?_body watches ?bridge"] }',
                ],
                STRAIN,
            )
        },
        {
            "strain__odd": rule(
                [
                    '{ at_least = 3, of = ["?bridge is old", "?bridge is cracked", "?_body watches ?bridge"] }',
                    "?bridge is under no strain",
                ],
                "?bridge is judged: doubtful",
            )
        },
    ),
    "beaten": (
        "RUB165",
        {
            "verdict__odd": rule(["?bridge is cracked", "?bridge is old"], "?bridge is judged: sound"),
            "verdict__winner": rule(
                ["?bridge is cracked"], "?bridge is judged: doubtful", 'overrides = ["verdict/odd"]'
            ),
        },
        {
            "verdict__odd": rule(["?bridge is cracked", "?bridge is old"], "?bridge is judged: sound"),
            "verdict__winner": rule(
                ["?bridge is cracked", "?_body watches ?bridge"],
                "?bridge is judged: doubtful",
                'overrides = ["verdict/odd"]',
            ),
        },
    ),
    "apart": (
        "RUB166",
        {"strain__odd": rule(HEAVY, STRAIN, 'overrides = ["strain/few-lorries"]')},
        {
            "strain__odd": rule(
                ["?bridge carries ?n lorries a day", "?n >= 49"], STRAIN, 'overrides = ["strain/few-lorries"]'
            )
        },
    ),
    "conflict": (
        "RUB167",
        {"strain__odd": rule(["?bridge is not old"], NONE)},
        {"strain__odd": rule(["?bridge is not old"], NONE, 'contests = ["strain/signs-of-wear"]')},
    ),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_seeded_fault_of_each_kind_is_found(name, tmp_path):
    """In the rule that has it, with a case in which the judge sees its rule apply, but for what never meets."""
    lint, rules, _ = FAULTS[name]
    folder = bridges(tmp_path, **rules)
    (found,) = [one for one in analysed(folder) if one["id"] == lint]
    assert found["path"].endswith("odd.toml")
    assert next(iter(rules)).replace("__", "/") in applying(folder, found["witness"], tmp_path)


@pytest.mark.parametrize("name", FAULTS)
def test_what_lacks_the_fault_is_left_alone(name, tmp_path):
    """A rulebook that is nearly the same, without the fault, has no finding of the kind."""
    lint, _, rules = FAULTS[name]
    folder = tmp_path / "rules"
    shutil.copytree(HERE / "bridges", folder)
    for one, text in rules.items():
        (folder / f"{one.replace('__', '/').replace('_', '-')}.toml").write_text(text, encoding="utf-8")
    assert [one for one in analysed(folder) if one["id"] == lint] == []


def test_what_is_found_does_not_hang_on_the_order_of_work(tmp_path):
    """The same rulebook gives the same bytes."""
    folder = bridges(tmp_path, **FAULTS["conflict"][1], **FAULTS["beaten"][1])
    assert analysed(folder) == analysed(folder)


def properties(folder, **texts):
    """Put properties in the place of those of the bridges; return the folder."""
    shutil.rmtree(folder / "properties")
    (folder / "properties").mkdir()
    for name, text in texts.items():
        (folder / "properties" / f"{name}.toml").write_text(f'title = "It is so"\n{text}\n', encoding="utf-8")
    return folder


def told(folder):
    """Return the status of the command, what it reports, and what it warns of."""
    command = ["rules", "check", "--analyse", "--rules", str(folder), "--no-cache"]
    done = CliRunner().invoke(main, command, catch_exceptions=False)
    return done.exit_code, done.stdout, done.stderr


SURE = rule(["?bridge is cracked"], "?bridge is judged: sound", 'confidence = "moderate"')
UNSAFE = '["{bridge} is judged: unsafe"]'
CLAIMS = {
    "never": (
        'claim = "never"\nsentences = ["{bridge} is judged: unsafe", "{bridge} is not cracked"]',
        f'claim = "never"\nsentences = {UNSAFE}',
        {},
    ),
    "possible": (
        f'claim = "possible"\nsentences = {UNSAFE}',
        'claim = "possible"\nsentences = ["it is false that closing of {bridge} is considered"]',
        {},
    ),
    "variables": ('claim = "variables"', None, {}),
    "schools": (
        'claim = "schools"\nsteps = 2',
        'claim = "schools"\nsteps = 1',
        {"verdict__odd": SURE.replace("title", 'school = "rivals"\ntitle', 1)},
    ),
    "reports": (
        'claim = "reports"\nsteps = 2',
        'claim = "reports"\nsteps = 1',
        {
            "verdict__odd": rule(["closing of ?bridge is considered"], "?bridge is judged: sound"),
            "verdict__strained_and_cracked": rule(
                ["?bridge is cracked", "?bridge is under strain"],
                "?bridge is judged: unsafe",
                'overrides = ["verdict/odd"]',
            ),
        },
    ),
}
RIVALS = """
[[school]]
name  = "rivals"
title = "The rivals"
"""


@pytest.mark.parametrize("claim", CLAIMS)
def test_a_property_is_proved_or_shown_false(claim, tmp_path):
    """What is so is proved; what is not ends with status 1, and but for what is impossible a case shows it."""
    true, false, rules = CLAIMS[claim]
    folder = tmp_path / "rules"
    shutil.copytree(HERE / "bridges", folder)
    for name, text in rules.items():
        (folder / f"{name.replace('__', '/').replace('_', '-')}.toml").write_text(text, encoding="utf-8")
    if claim == "schools":
        framework = folder / "framework.toml"
        framework.write_text(framework.read_text(encoding="utf-8") + RIVALS, encoding="utf-8")
    status, report, _ = told(properties(folder, so=true))
    assert status == 0
    assert "It is so: proved within the bound." in report
    if false is None:
        return
    status, report, warned = told(properties(folder, so=false))
    assert status == 1
    assert "It is so: not so" in report
    assert '"It is so" is not so [RUB171]' in warned
    assert ("A case that shows it" in report.split("## RUB171")[-1]) == (claim != "possible")


def test_what_each_variable_can_be_is_a_table(tmp_path):
    """Strain can be met and missed, contested, and open though all is answered; without a rule for it, it never is met."""
    folder = bridges(tmp_path)
    assert "| Strain | yes | yes | yes | yes |" in told(folder)[1]
    for name in ("many-lorries", "signs-of-wear"):
        (folder / "strain" / f"{name}.toml").unlink()
    few = folder / "strain" / "few-lorries.toml"
    few.write_text(
        few.read_text(encoding="utf-8").replace('contests = ["strain/signs-of-wear"]\n', ""), encoding="utf-8"
    )
    assert "| Strain | yes | yes |" in told(folder)[1]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('claim = "always"', '"claim" cannot be "always"'),
        ('claim = "never"', 'the key "sentences" is missing'),
        ('claim = "never"\nsentences = ["{bridge} sings"]', "sings"),
        ('claim = "schools"\nsteps = -1', '"steps" cannot be -1'),
        ('claim = "variables"\nsentence = "x"', 'unknown key "sentence"'),
        ('claim = "schools"\nsteps = 1\nsentences = ["{bridge} is old"]', "has no sentences"),
        ('claim = "schools"\nsteps = 1\nbesides = ["{bridge} is old"]', 'has no "besides"'),
    ],
)
def test_a_slip_in_a_property_is_told_at_its_line(text, message, tmp_path):
    """`rules check` reads the properties, too."""
    folder = properties(bridges(tmp_path), so=text)
    done = CliRunner().invoke(
        main, ["rules", "check", "--rules", str(folder), "--no-cache"], catch_exceptions=False
    )
    assert done.exit_code == 1
    assert message in done.stderr
    assert "so.toml:" in done.stderr


def test_what_a_property_sets_aside_no_report_speaks_of(tmp_path):
    """What one report can do is forgiven where it is set aside; no report of the case speaks of it either."""
    claim = 'claim = "reports"\nsteps = 1\nbesides = ["{bridge} is cracked"]'
    rules = CLAIMS["reports"][2]
    folder = properties(bridges(tmp_path, **rules), so=claim)
    status, report, _ = told(folder)
    assert status == 0
    assert "It is so: proved within the bound." in report
    status, report, _ = told(properties(folder, so=claim.replace("is cracked", "carries ?n lorries a day")))
    assert status == 1
    witness = report.split("A case that shows it")[-1].split("```")[1]
    assert "is cracked" in witness
    assert "lorries" not in witness


def test_sarif_tells_the_case_that_shows_a_finding(tmp_path):
    """In the words of its result, as it stands in JSON."""
    lines, _ = NEVER["figures"]
    folder = bridges(tmp_path, strain__odd=rule(lines, STRAIN))
    (found,) = analysed(folder, "strain/odd")
    command = ["rules", "check", "strain/odd", "--analyse", "--select", "RUB161", "--no-cache", "--rules"]
    done = CliRunner().invoke(main, [*command, str(folder), "--format", "sarif"], catch_exceptions=False)
    (run,) = json.loads(done.stdout)["runs"]
    (result,) = [one for one in run["results"] if one["ruleId"] == "RUB161"]
    assert result["message"]["text"].endswith(f"A case that shows it:\n\n{found['witness']}")


def test_conflicts_are_counted_where_they_are_not_told(tmp_path):
    """They are notes: the report says how many there are, and how to see them."""
    report = told(bridges(tmp_path, **FAULTS["conflict"][1]))[1]
    assert "Of 1 conflict without an override, which may be meant" in report
    assert "RUB167," not in report


def test_json_tells_the_table_and_the_properties(tmp_path):
    """Beside the findings stand the bound, what each variable can be and what became of each property."""
    command = ["rules", "check", "--analyse", "--format", "json", "--no-cache", "--rules"]
    done = CliRunner().invoke(main, [*command, str(bridges(tmp_path))], catch_exceptions=False)
    said = json.loads(done.stdout)
    row = {"title": "Strain", "met": "yes", "missed": "yes", "both": "yes", "neither": "yes"}
    (told_of,) = said["variables"]
    seen = told_of.pop("within")
    assert told_of == row
    assert seen["days"] == ["2000-01-02"]
    assert seen["numbers"] == ["0", "1", "49", "50", "51", "499", "500", "501"]
    assert seen["things"] == ["Body A", "Bridge A", "Bridge B"]
    assert all(one["within"]["days"] for one in said["properties"])
    assert {one["state"] for one in said["properties"]} == {"proved"}
    assert said["bound"].startswith("at most 3 things of a kind")


LOUD = """
[statement.loud]
form   = "{bridge:bridge} is loud"
denied = "{bridge} is not loud"
means  = "It can be heard in the next village."
ask    = "Can {bridge} be heard in the next village?"
"""
NOISE = rule(["?bridge is loud"], STRAIN, 'contests = ["strain/few-lorries"]')
QUESTIONS = {
    "ask_if": (
        'ask_if = ["?bridge is old", "?bridge is not old"]',
        {"strain__odd": NOISE},
        "no case meets its `ask_if`",
        'ask_if = ["?bridge is old"]',
        {"strain__odd": NOISE},
    ),
    "concluded": (
        "",
        {
            "strain__odd": NOISE,
            "noise__old": rule(["?bridge is old"], "?bridge is loud"),
        },
        "what rules conclude is never open",
        "",
        {
            "strain__odd": NOISE,
            "noise__old": rule(["the Mill Bridge is old"], "the Mill Bridge is loud"),
        },
    ),
    "idle": (
        "",
        {},
        "bears on nothing that a report tells of",
        "",
        {"strain__odd": NOISE},
    ),
    "figures": (
        "",
        {"strain__odd": rule(["?bridge is loud", *HEAVY, "?n < 800"], STRAIN)},
        "bears on nothing that a report tells of",
        "",
        {"strain__odd": rule(["?bridge is loud", *HEAVY], STRAIN)},
    ),
}


def puts(book, path):
    """Return the statements whose questions a case puts."""
    made = assess(book, read_case(path, book))
    outlook = outlook_on(made)
    return {one.about[0].atom.statement for one in open_questions(outlook)}


@pytest.mark.parametrize("name", QUESTIONS)
def test_a_question_that_is_never_put_is_found(name, tmp_path):
    """With the reason, and a case that does not put it; the same rulebook without the fault puts it in some case."""
    more, rules, why, mended, clean = QUESTIONS[name]
    folder = bridges(tmp_path / "bad", **rules)
    with (folder / "vocabulary.toml").open("a", encoding="utf-8") as file:
        file.write(LOUD + more)
    (found,) = [one for one in analysed(folder) if one["id"] == "RUB168"]
    assert found["excerpt"].startswith('ask    = "Can {bridge} be heard')
    assert why in found["remedy"]
    path = tmp_path / "witness.toml"
    path.write_text(found["witness"], encoding="utf-8")
    assert "loud" not in puts(read_rulebook(folder), path)
    folder = bridges(tmp_path / "good", **clean)
    with (folder / "vocabulary.toml").open("a", encoding="utf-8") as file:
        file.write(LOUD + mended)
    assert [one for one in analysed(folder) if one["id"] in ("RUB168", "RUB169")] == []


def test_whether_a_question_is_put_is_not_decided_past_the_budget(tmp_path, monkeypatch):
    """It is neither told as never put nor passed over."""
    monkeypatch.setattr(asking, "MOST_SIDES", 0)
    outset = outset_of(read_rulebook(bridges(tmp_path)))
    assert {one.lint for one in unasked(outset)} == {"RUB169"}


def test_no_case_puts_what_is_never_put(tmp_path):
    """Of a small world every case is tried: what one of them puts is not found, and what none puts is."""
    for name, (more, rules, _, mended, clean) in QUESTIONS.items():
        for ask_if, some, bad in ((more, rules, True), (mended, clean, False)):
            folder = bridges(tmp_path / f"{name}-{bad}", **some)
            with (folder / "vocabulary.toml").open("a", encoding="utf-8") as file:
                file.write(LOUD + ask_if)
            book = read_rulebook(folder)
            seen = set()
            sentences = ["{b} is old", "{b} is cracked", "{b} is loud"]
            ways = [(None, one, one.replace(" is ", " is not ")) for one in sentences]
            lorries = (None, "{b} carries 700 lorries a day", "{b} carries 900 lorries a day")
            for stated in product(*ways, lorries):
                for bridge in ("the North Bridge", "the Mill Bridge"):
                    facts = "".join(f'[[fact]]\nthat = "{one.format(b=bridge)}"\n' for one in stated if one)
                    text = f'title = "T"\nas_of = 2000-01-02\nroles = {{ bridge = "{bridge}" }}\n{facts}'
                    made = assess(book, parse_case(text, book))
                    seen |= {one.about[0].atom.statement for one in open_questions(outlook_on(made))}
            assert ("loud" not in seen) == bad, name
            found = {one.place.split("/")[-1] for one in unasked(outset_of(book)) if one.lint == "RUB168"}
            assert bool(found) == bad, name
