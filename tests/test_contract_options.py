"""Section 3 of the contract: every command and option that it names is there, and does what it says."""

import json
import re
import socket
import subprocess
import sys
from urllib.request import urlopen

import click
import pytest
from click.testing import CliRunner

from books import FRAMEWORK, VOCABULARY, write_book, write_case
from contract import fact
from faults import flat
from rubicon.cli import main

ASKED = "Kazakhstan asks the CSTO to intervene"
JUDGING = "--as-of --assume --without --school --tier --drafts --strict-scope"
ANSWERS = {
    "assess": f"{JUDGING} --brief --since --pivots --odds --certificate --check-tradecraft",
    "why": f"{JUDGING} --depth --brief",
    "why-not": JUDGING,
    "what-if": JUDGING,
    "pivots": f"{JUDGING} --matrix --about --odds",
    "compare": "",
    "timeline": "",
    "backtest": "--against --codings",
    "find": "--case",
    "log file": "--why --log",
    "log show": "--log",
    "log diff": "--log --all",
    "log verify": "--log",
    "log score": "--log",
    "log head": "--log",
    "rules list": "",
    "rules show": "",
    "rules test": "--threshold",
    "rules mutate": "",
    "rules impact": "",
    "rules score": "",
    "rules check": "--select --ignore --fix --analyse",
    "rules graph": "",
    "rules explain": "",
}
"""The commands that give an answer, and their options: a form and an output go with each."""

OTHERS = {
    "new": "",
    "assert": "--on --until --known --source --grade --note",
    "retract": "--why",
    "sources add": "",
    "interview": "",
    "import": "",
    "export": "--to --redact --template",
    "panel": "--map --template --output",
    "rules repair": "",
    "rules new": "",
    "rules rename": "",
    "rules fmt": "--check",
    "rules schema": "",
    "rules doc": "",
    "serve": "--port",
    "lsp": "",
    "mcp": "",
}
NOT_YET = {"rules repair"}
"""Promised, and not built when this was written; whoever builds it finds its options asked for here."""

READ_NONE = {"log show", "log diff", "log verify", "log head", "rules schema", "rules explain"}
"""Commands that go by the rulebook that was kept with a judgement, or by none."""


def every_command(command=main, name=""):
    """Yield the name of each command there is, with its group's."""
    if isinstance(command, click.Group):
        for part in command.list_commands(click.Context(command)):
            yield from every_command(
                command.get_command(click.Context(command), part), f"{name} {part}".strip()
            )
    else:
        yield name


def command_of(name):
    """Return a command, by the names of it and of its group; one that is not built is skipped."""
    command, context = main, click.Context(main)
    for part in name.split():
        command = command.get_command(context, part)
        if command is None and name in NOT_YET:
            pytest.skip(f"`rubicon {name}` is promised, and not built yet")
        assert command is not None, name
    return command


def options_of(name):
    """Return the options of a command."""
    return {option for one in command_of(name).params for option in one.opts}


@pytest.mark.parametrize("name", [*ANSWERS, *OTHERS])
def test_the_commands_and_options_of_the_contract_are_there(name):
    """DESIGN 3: each command takes its options, and `--no-cache` where it reads a rulebook."""
    wanted = set((ANSWERS | OTHERS)[name].split())
    if name not in READ_NONE:
        wanted |= {"--no-cache"}
    assert wanted <= options_of(name)


@pytest.mark.parametrize("name", ANSWERS)
def test_a_form_and_an_output_go_with_every_answer(name):
    """DESIGN 3: every answer may be had in another form, and in a file."""
    assert {"--format", "--output"} <= options_of(name)


OF_THEIR_OWN = {
    "rules check": "text json github sarif",
    "rules graph": "svg dot mermaid json",
    "rules explain": "markdown json",
}
"""Answers whose forms are not those of a report."""


@pytest.mark.parametrize("name", ANSWERS)
def test_a_form_is_one_of_five(name):
    """DESIGN 3: `--format` takes markdown, html, text, json and docx, and nothing else."""
    (form,) = [one for one in command_of(name).params if "--format" in one.opts]
    assert set(form.type.choices) == set(OF_THEIR_OWN.get(name, "markdown html text json docx").split())


@pytest.mark.parametrize("name", list(every_command()))
def test_rules_go_with_every_command(name):
    """DESIGN 3: `--rules` is accepted by every command there is, those that are not in the contract included."""
    assert "--rules" in options_of(name)


@pytest.fixture
def desk(tmp_path, monkeypatch):
    """Stand in a folder with a small rulebook, a case of it, and a log with one entry."""
    monkeypatch.chdir(tmp_path)
    write_book(tmp_path / "rules")
    write_case(tmp_path / "case.toml")
    run("log", "file", "case.toml", "--rules", "rules", "--log", "log.sqlite")
    return tmp_path


def run(*arguments, status=0):
    """Run the command line, which ends with this status."""
    result = CliRunner().invoke(main, arguments, catch_exceptions=False)
    assert result.exit_code == status, result.stderr
    return result


LOG = ("--log", "log.sqlite")
UNREAD = [
    ("log", "show", *LOG),
    ("log", "verify", *LOG),
    ("log", "head", *LOG),
    ("rules", "explain", "RUB145"),
    ("rules", "schema", "rule"),
]


@pytest.mark.parametrize("arguments", UNREAD)
def test_a_command_that_reads_no_rulebook_says_so(desk, arguments):
    """DESIGN 3: `--rules` changes nothing there, which standard error says; a slip in the name is told as elsewhere."""
    plain, named = run(*arguments), run(*arguments, "--rules", "rules")
    assert (named.stdout, plain.stderr) == (plain.stdout, "")
    assert named.stderr.startswith("rubicon: this ")
    assert "--rules changes nothing here" in named.stderr
    assert 'no rulebook "ruels"' in run(*arguments, "--rules", "ruels", status=1).stderr


def test_a_log_of_two_entries_goes_by_the_rulebooks_kept_with_them(desk):
    """DESIGN 3: `log diff` takes `--rules`, and tells what moved between the judgements as they were made."""
    run("log", "file", "case.toml", "--rules", "rules", *LOG, "--without", ASKED)
    plain, named = run("log", "diff", *LOG), run("log", "diff", *LOG, "--rules", "us-force")
    assert named.stdout == plain.stdout
    assert "goes by the rulebook that was kept with each judgement" in named.stderr


# ---- what the options of a judgement do ----

LEADS = "Russia leads the CSTO"
SUPPORT = "local elements in Kazakhstan support intervention by Russia"
DISPUTED = "the authority of the government of Kazakhstan is disputed"


def answer(*arguments, name="case.toml"):
    """Return the answer of the case."""
    return json.loads(run("assess", name, "--rules", "rules", "--format", "json", *arguments).stdout)[
        "question"
    ]["answer"]


@pytest.mark.parametrize(
    ("day", "expected"), [("2022-01-04", "unlikely"), ("2022-01-05", "likely"), ("2023-01-01", "likely")]
)
def test_a_case_is_judged_as_of_another_day(desk, day, expected):
    """DESIGN 3: `--as-of` judges on that day, whatever day the case names."""
    assert answer("--as-of", day) == expected


def test_several_sentences_may_be_assumed_and_withdrawn(desk):
    """DESIGN 3: `--assume` and `--without` may stand more than once, and all of them count."""
    both = (
        "--assume",
        DISPUTED,
        "--assume",
        "Ukraine asks the CSTO to intervene",
        "--without",
        ASKED,
        "--without",
        LEADS,
    )
    found = json.loads(run("assess", "case.toml", "--rules", "rules", "--format", "json", *both).stdout)
    assert set(found["assumed"]) == {DISPUTED, "Ukraine asks the CSTO to intervene"}
    assert set(found["withdrawn"]) == {ASKED, LEADS}
    by = {one["sentence"]: one for one in found["findings"]}
    assert (by[DISPUTED]["standing"], by[DISPUTED]["confidence"]) == ("definite", "low")
    assert by.get(ASKED, {"truth": None})["truth"] is None


def test_since_tells_what_changed_and_through_which_rules(desk):
    """DESIGN 3: `--since` adds what is new since that day, and why the answer is another."""
    text = flat(run("assess", "case.toml", "--rules", "rules", "--since", "2022-01-04").stdout)
    assert "4 January 2022" in text
    assert re.search(r"unlikely .*likely", text)
    assert "Supported intervention is likely" in text
    plain = flat(run("assess", "case.toml", "--rules", "rules").stdout)
    assert "4 January 2022" not in plain


ON_INPUT = [
    ("assess", "-"),
    ("why", "-", ASKED),
    ("why-not", "-", ASKED),
    ("what-if", "-", "--without", ASKED),
    ("pivots", "-"),
    ("timeline", "-"),
    ("compare", "-", "case.toml"),
    ("export", "-"),
    ("log", "file", "-", "--log", "other.sqlite"),
]


@pytest.mark.parametrize("arguments", ON_INPUT)
def test_a_dash_is_standard_input(desk, arguments):
    """DESIGN 3: `-` reads the case from standard input, whatever is asked of it."""
    text = (desk / "case.toml").read_bytes()
    result = CliRunner().invoke(main, [*arguments, "--rules", "rules"], input=text, catch_exceptions=False)
    assert (result.exit_code, bool(result.stdout)) == (0, True), result.stderr


ENDINGS = [
    ("assess", "case.toml"),
    ("why", "case.toml", ASKED),
    ("why-not", "case.toml", ASKED),
    ("what-if", "case.toml", "--without", ASKED),
    ("pivots", "case.toml"),
    ("timeline", "case.toml"),
    ("compare", "case.toml", "case.toml"),
    ("backtest", "case.toml"),
    ("find", "asks"),
    ("log", "show", "--log", "log.sqlite"),
    ("rules", "list"),
    ("rules", "show", "local-support/request"),
    ("rules", "graph"),
    ("rules", "check"),
    ("rules", "explain", "RUB145"),
    ("rules", "test"),
]


@pytest.mark.parametrize("arguments", ENDINGS)
def test_the_form_follows_the_ending_and_another_is_wrong_usage(desk, arguments):
    """DESIGN 3: `--output x.json` writes JSON without a word of `--format`; `x.xyz` writes nothing, with status 2."""
    arguments = (*arguments, "--rules", "rules")
    assert run(*arguments, "--output", "out.json").stdout == ""
    json.loads((desk / "out.json").read_text(encoding="utf-8"))
    refused = run(*arguments, "--output", "out.xyz", status=2)
    assert "names no form by its ending" in refused.stderr
    assert not (desk / "out.xyz").exists()
    written = run(*arguments, "--output", "out.xyz", "--format", "json")
    assert written.stdout == ""
    assert (desk / "out.xyz").read_bytes() == (desk / "out.json").read_bytes()


def test_what_check_finds_may_be_written_to_a_file(desk):
    """DESIGN 3: `rules check --output findings.sarif` is SARIF, and the status stays what it is."""
    (desk / "rules/likelihood/bad.toml").write_text('title = "Bad"\n', encoding="utf-8")
    run("rules", "check", "--rules", "rules", "--output", "findings.sarif", status=1)
    assert json.loads((desk / "findings.sarif").read_text(encoding="utf-8"))["version"] == "2.1.0"


# ---- the further options ----


@pytest.mark.parametrize("command", ["assess", "pivots"])
def test_odds_give_the_weight_of_each_answer(desk, command):
    """DESIGN 3: `--odds` takes an open answer to be so with a probability, and the answers get their weight."""
    vocabulary = VOCABULARY.replace(
        'form = "the authority of the government of {host:country} is disputed"',
        'form = "the authority of the government of {host:country} is disputed"\n    ask = "Is it disputed in {host}?"',
    )
    write_book(desk / "rules", vocabulary=vocabulary)
    told = flat(run(command, "case.toml", "--rules", "rules", "--odds", f"{DISPUTED}=0.2").stdout)
    assert "80%" in told
    assert "20%" in told
    assert "80%" not in flat(run(command, "case.toml", "--rules", "rules").stdout).replace("55–80%", "")
    assert run(command, "case.toml", "--rules", "rules", "--odds", DISPUTED, status=2).stdout == ""


def test_a_certificate_goes_to_its_file(desk):
    """DESIGN 3: `assess --certificate FILE` writes the certificate, and prints the report it is of."""
    plain = run("assess", "case.toml", "--rules", "rules").stdout
    assert run("assess", "case.toml", "--rules", "rules", "--certificate", "c.json").stdout == plain
    assert "certificate" in json.loads((desk / "c.json").read_text(encoding="utf-8"))


def test_tradecraft_is_checked_instead_of_told(desk):
    """DESIGN 3: `assess --check-tradecraft` lists what the report lacks, with status 1 where it lacks something."""
    result = run("assess", "case.toml", "--rules", "rules", "--check-tradecraft", status=1)
    assert "Likely (55–80%)" not in result.stdout
    assert result.stdout


def test_pivots_are_asked_about_any_sentence_and_told_as_a_matrix(desk):
    """DESIGN 3: `--about` asks after another sentence, `--matrix` holds the evidence against the answers."""
    asked = flat(run("pivots", "case.toml", "--rules", "rules", "--about", SUPPORT).stdout)
    plain = flat(run("pivots", "case.toml", "--rules", "rules").stdout)
    matrix = flat(run("pivots", "case.toml", "--rules", "rules", "--matrix").stdout)
    assert asked != plain != matrix
    assert len(matrix) > len(plain)


def test_why_is_told_to_a_depth(desk):
    """DESIGN 3: `why --depth N` tells so many steps, `--brief` one."""
    level = "the likelihood of intervention by Russia in Kazakhstan is judged: likely"

    def told(*more):
        return flat(run("why", "case.toml", level, "--rules", "rules", *more).stdout).partition(
            "What it rests on"
        )[0]

    deep, shallow = told("--depth", "5"), told("--depth", "1")
    assert f"{ASKED} (since" in deep
    assert f"{ASKED} (since" not in shallow
    assert told("--brief") == shallow


def test_every_option_of_assert_is_optional(desk):
    """DESIGN 3: a sentence alone is asserted; each of the options alone goes into the file with it."""
    sentence = "Ukraine asks the CSTO to intervene"
    options = {
        "on": "2022-01-02",
        "until": "2022-01-04",
        "known": "2022-01-03",
        "source": "address",
        "grade": "C3",
        "note": "As heard.",
    }
    before = (desk / "case.toml").read_text(encoding="utf-8")
    for given in ((), *((f"--{key}", value) for key, value in options.items())):
        (desk / "case.toml").write_text(before, encoding="utf-8")
        run("assert", "case.toml", sentence, *given, "--rules", "rules")
        added = (desk / "case.toml").read_text(encoding="utf-8").replace(before, "")
        assert sentence in added
        keys = [line.partition("=")[0].strip() for line in added.splitlines() if "=" in line]
        assert keys == ["that", *(one[2:] for one in given[:1])]
        assert all(value in added for value in given[1:])


@pytest.mark.parametrize("why", [(), ("--why", "A slip.")])
def test_a_reason_may_be_given_for_a_retraction_and_for_filing(desk, why):
    """DESIGN 3: `--why` of `retract` and of `log file` is optional; what it says is kept."""
    run("retract", "case.toml", ASKED, *why, "--rules", "rules")
    assert ("A slip." in (desk / "case.toml").read_text(encoding="utf-8")) is bool(why)
    assert answer() == "unlikely"
    run("log", "file", "case.toml", *why, *LOG, "--rules", "rules")
    assert ("A slip." in run("log", "show", "2", *LOG).stdout) is bool(why)


def test_what_moved_is_told_of_one_case_the_last_or_all(desk):
    """DESIGN 3: `log diff CASE`, without CASE the last filed, and `--all` a line for each."""
    (desk / "other.toml").write_text(
        (desk / "case.toml").read_text(encoding="utf-8").replace("A case", "Another"), encoding="utf-8"
    )
    for name, more in (
        ("case.toml", ("--without", ASKED)),
        ("other.toml", ()),
        ("other.toml", ("--without", ASKED)),
    ):
        run("log", "file", name, *more, *LOG, "--rules", "rules")
    last, named, other, every = (
        flat(run("log", "diff", *more, *LOG).stdout) for more in ((), ("case",), ("other",), ("--all",))
    )
    assert last == other != named
    assert "other" in every
    assert re.search(r"\bcase\b", every)
    run("log", "diff", "case", "--all", *LOG, status=2)


@pytest.mark.parametrize("form", ["csv", "json", "csl", "prov", "argdown"])
def test_a_case_is_exported_in_five_forms(desk, form):
    """DESIGN 3: `--to` names the form, and CSV is the default."""
    text = run("export", "case.toml", "--to", form, "--rules", "rules").stdout
    assert text
    plain = run("export", "case.toml", "--rules", "rules").stdout
    assert (text == plain) is (form == "csv")
    run("export", "case.toml", "--to", "xml", "--rules", "rules", status=2)


def test_an_export_may_be_redacted_and_a_table_begun(desk):
    """DESIGN 3: `--redact` leaves notes out, `--template` gives the columns of a table."""
    path = desk / "case.toml"
    path.write_text(
        path.read_text(encoding="utf-8") + fact(DISPUTED, "C3", source="address", note="Secret."),
        encoding="utf-8",
    )
    assert "Secret." in run("export", "case.toml", "--rules", "rules").stdout
    assert "Secret." not in run("export", "case.toml", "--redact", "--rules", "rules").stdout
    header = run("export", "--template", "--rules", "rules").stdout
    assert header.splitlines() == [run("export", "case.toml", "--rules", "rules").stdout.splitlines()[0]]


def test_rules_are_tested_to_a_threshold(desk):
    """DESIGN 3: `rules test --threshold` decides the status by how much the examples cover."""
    run("rules", "test", "--rules", "rules", "--threshold", "0")
    run("rules", "test", "--rules", "rules", "--threshold", "100", status=1)


def test_findings_are_selected_ignored_mended_and_analysed(desk):
    """DESIGN 3: `rules check` tells what is selected, leaves out what is ignored, mends with --fix, and analyses."""
    run("rules", "check", "--rules", "rules")
    told = run("rules", "check", "--rules", "rules", "--select", "RUB101").stderr
    assert "RUB101" in told
    assert "RUB102" not in told
    ignored = run("rules", "check", "--rules", "rules", "--ignore", "RUB101").stderr
    assert "RUB101" not in ignored
    assert "RUB102" in ignored
    assert "request" in run("rules", "check", "local-support", "--rules", "rules", "--analyse").stdout
    path = desk / "rules/vocabulary.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("for troops?", "for troops"), encoding="utf-8")
    assert "1 mended." in run("rules", "check", "--rules", "rules", "--fix").stderr
    assert path.read_text(encoding="utf-8") == text


def test_a_rule_is_checked_by_its_file_too(desk):
    """A rule's file stands for the rule; nothing takes it for a case."""
    topic, name = "likelihood", "supported"
    for path in (f"rules/{topic}/{name}.toml", str(desk / "rules" / topic / name)):
        by_file = run("rules", "check", path, "--rules", "rules")
        by_name = run("rules", "check", f"{topic}/{name}", "--rules", "rules")
        assert (by_file.stdout, by_file.stderr) == (by_name.stdout, by_name.stderr)
        assert run("rules", "test", path).stdout == run("rules", "test", f"{topic}/{name}").stdout


@pytest.mark.parametrize("name", ["show", "graph"])
def test_a_rule_is_shown_and_drawn_by_its_file_too(desk, name):
    """So is it for whoever looks at one rule."""
    by_file = run("rules", name, "rules/likelihood/supported.toml")
    assert by_file.stdout == run("rules", name, "likelihood/supported").stdout


def test_a_topic_is_checked_by_its_folder_too(desk):
    """A shell completes the path of a folder; it stands for the topic."""
    by_folder = run("rules", "check", "rules/likelihood/", "--rules", "rules")
    by_name = run("rules", "check", "likelihood", "--rules", "rules")
    assert (by_folder.stdout, by_folder.stderr) == (by_name.stdout, by_name.stderr)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("check", "rules"), "rules is a rulebook, and no topic or rule\n        Give it by --rules rules\n"),
        (("check", "rules/vocabulary.toml"), "belongs to the vocabulary of a rulebook"),
        (
            ("check", "rules/likelihood/supported.toml", "--rules", "us-force"),
            "It belongs to another: --rules rules",
        ),
        (("check", "rules/likelihood/suported.toml"), 'Did you mean "likelihood/supported" or'),
        (("graph", "rules/entities.toml"), "belongs to the entities of a rulebook"),
        (
            ("show", "likelihood"),
            "It is a topic. Its rules are: likelihood/supported, likelihood/unsupported.",
        ),
        (("test", "nothing.toml"), "There is no such file."),
        (("explain", "rules/likelihood/supported.toml"), "What a rule says tells `rubicon rules show RULE`."),
    ],
)
def test_what_is_no_rule_is_told_in_one_message(desk, arguments, said):
    """A rulebook, its words, another's rule, a topic, no file: each is called what it is."""
    result = run("rules", *arguments, status=1)
    assert said in result.stderr
    assert result.stderr.count("argument: ") == 1


def test_what_an_analysis_finds_is_written_as_markdown(desk):
    """What is printed as Markdown may go into a file that ends so."""
    run("rules", "check", "local-support", "--rules", "rules", "--analyse", "--output", "found.md")
    printed = run("rules", "check", "local-support", "--rules", "rules", "--analyse").stdout
    assert (desk / "found.md").read_text(encoding="utf-8") == printed


@pytest.mark.parametrize("name", ["assess", "rules list", "backtest", "export"])
def test_no_cache_reads_every_file_anew(desk, name):
    """DESIGN 3: with `--no-cache` the answer is the same, and nothing is kept."""
    arguments = [*name.split(), *(() if name == "rules list" else ("case.toml",)), "--rules", "rules"]
    assert run(*arguments, "--no-cache").stdout == run(*arguments).stdout


def test_another_coding_is_merged(desk):
    """DESIGN 3: `import CASE OTHER.toml` brings in what another has coded of the case, with the coder."""
    other = (desk / "case.toml").read_text(encoding="utf-8")
    other = other.replace('title = "A case"', 'title = "A case"\nauthor = "Cy"', 1)
    other += fact(DISPUTED, "C3", source="address")
    other += fact("Ukraine asks the CSTO to intervene", "C3", source="address", coder="Di")
    (desk / "other.toml").write_text(other, encoding="utf-8")
    run("import", "case.toml", "other.toml", "--rules", "rules")
    merged = (desk / "case.toml").read_text(encoding="utf-8")
    said = {part.split('"')[1]: re.findall(r'coder *= "(.*)"', part) for part in merged.split("[[fact]]")[1:]}
    assert said[DISPUTED] == ["Cy"]
    assert said["Ukraine asks the CSTO to intervene"] == ["Di"]
    assert merged.count(f'"{ASKED}"') == 1


def test_what_was_filed_is_listed_shown_and_summed_up(desk):
    """DESIGN 3: `log show` lists each entry with its answer, `log show N` shows one, `log head` is the hash of the last."""
    only = run("log", "head", *LOG).stdout.strip()
    run("log", "file", "case.toml", "--rules", "rules", *LOG, "--without", ASKED)
    listed = run("log", "show", *LOG).stdout
    rows = [line for line in listed.splitlines() if re.search(r"\b(likely|unlikely)\b", line)]
    assert [re.search(r"\b(likely|unlikely)\b", line)[1] for line in rows] == ["likely", "unlikely"]
    assert all("2022-01-05" in line or "5 January 2022" in line for line in rows)
    first, last = (json.loads(run("log", "show", number, *LOG, "--format", "json").stdout) for number in "12")
    assert (first["question"]["answer"], last["question"]["answer"]) == ("likely", "unlikely")
    head = run("log", "head", *LOG).stdout.strip()
    assert head != only
    assert run("log", "verify", head, *LOG).exit_code == 0
    (desk / "log.sqlite").rename(desk / "old.sqlite")
    run("log", "file", "case.toml", "--rules", "rules", *LOG)
    assert run("log", "head", *LOG).stdout.strip() != head
    run("log", "verify", head, *LOG, status=1)


def test_serve_gives_the_page_over_a_folder_at_a_port(desk):
    """DESIGN 3: `serve FOLDER --port N` lists the cases of that folder, and no others, at that port of this machine."""
    pytest.importorskip("uvicorn")
    (desk / "mine").mkdir()
    write_case(desk / "mine/alone.toml")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "rubicon", "serve", "mine", "--port", str(port), "--rules", "rules"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as serving:
        try:
            assert f"http://127.0.0.1:{port}/" in serving.stdout.readline()
            with urlopen(f"http://127.0.0.1:{port}/", timeout=60) as page:
                shown = page.read().decode("utf-8")
        finally:
            serving.terminate()
    assert re.findall(r'data-row="/row/([^"]+)"', shown) == ["alone"]
    assert "The cases lie in <code>mine</code>" in shown


# ---- statuses ----


@pytest.mark.parametrize(
    ("arguments", "start"),
    [
        (("assess", "broken.toml"), "broken.toml:"),
        (("why", "case.toml", "nonsense"), "argument: "),
        (("assess", "case.toml", "--assume", "nonsense"), "argument: "),
        (("compare", "case.toml", "broken.toml"), "broken.toml:"),
        (("rules", "show", "nosuch"), "argument: "),
        (("assert", "case.toml", "nonsense"), "argument: "),
        (("export", "broken.toml"), "broken.toml:"),
    ],
)
def test_problems_stand_on_standard_error_with_their_place(desk, arguments, start):
    """DESIGN 3: status 1, all problems as `path:line: …` or `argument: …`, and nothing on standard output."""
    (desk / "broken.toml").write_text(
        'title = "B"\n[[fact]]\nthat = "no"\n[[fact]]\nthat = "nor this"\n', encoding="utf-8"
    )
    result = run(*arguments, "--rules", "rules", status=1)
    assert result.stdout == ""
    assert result.stderr.startswith(start)
    if start == "broken.toml:":
        assert re.search(r"^broken.toml:3: ", result.stderr, re.MULTILINE)
        assert re.search(r"^broken.toml:5: ", result.stderr, re.MULTILINE)


@pytest.mark.parametrize(
    ("text", "status"),
    [
        (
            '[[example]]\ngiven = ["Kazakhstan asks the CSTO to intervene"]\nexpect = ["Russia leads the CSTO"]\n',
            1,
        ),
        ("", 0),
    ],
)
def test_an_example_that_fails_is_status_1(desk, text, status):
    """DESIGN 3: where an example fails, `rules check` and `rules test` end with 1; warnings alone leave it at 0."""
    path = desk / "rules/likelihood/supported.toml"
    path.write_text(path.read_text(encoding="utf-8") + text, encoding="utf-8")
    for command in ("check", "test"):
        result = run("rules", command, "--rules", "rules", status=status)
        assert ("supported.toml:" in result.stderr) is bool(status) or command == "check"


def test_an_answer_that_nobody_knows_is_a_result(desk):
    """DESIGN 3: "unknown" ends with 0, for assess, why, why-not and pivots alike."""
    for name in ("supported", "unsupported"):
        (desk / f"rules/likelihood/{name}.toml").unlink()
    write_book(desk / "rules", framework=FRAMEWORK, likelihood__supported=None, likelihood__unsupported=None)
    for name in ("supported", "unsupported"):
        (desk / f"rules/likelihood/{name}.toml").unlink(missing_ok=True)
    level = "the likelihood of intervention by Russia in Kazakhstan is judged: likely"
    assert answer() is None
    for arguments in (("why", "case.toml", level), ("why-not", "case.toml", level), ("pivots", "case.toml")):
        assert run(*arguments, "--rules", "rules").stdout
