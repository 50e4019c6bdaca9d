"""What each rule did for the cases, and rules begun from the command line."""

import json
import shlex
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from books import CASE, write_book, write_case
from rubicon.cli import main
from rubicon.editing.merits import merits_of
from rubicon.places import shipped
from rubicon.reading import read_case, read_rulebook

CAME = '[outcome]\nhappened = true\non = 2022-01-06\nsummary = "They came."\nsource = "address"\n'


@pytest.fixture
def book(tmp_path):
    """Write a rulebook with a likely and an unlikely case, both of which came true as said or not."""
    rules = write_book(tmp_path / "book")
    write_case(tmp_path / "yes.toml", extra=CAME)
    quiet = CASE.split("[[fact]]")[0]
    write_case(tmp_path / "no.toml", text=quiet, extra=CAME)
    return read_rulebook(rules), [tmp_path / "yes.toml", tmp_path / "no.toml"]


def test_a_rule_is_scored_by_the_cases_it_decided(book):
    """The likely case rests on two rules and came; the other rests on one, and came all the same."""
    rulebook, paths = book
    found = merits_of(rulebook, [read_case(path, rulebook) for path in paths])
    told = {one.rule.id: one for one in found.merits}
    supported, request, unsupported = (
        told[name] for name in ("likelihood/supported", "local-support/request", "likelihood/unsupported")
    )
    assert (supported.decided, supported.right, supported.wrong) == (("yes",), ("yes",), ())
    assert (request.decided, request.alone) == (("yes",), ("yes",))
    assert (unsupported.decided, unsupported.right, unsupported.wrong) == (("no",), (), ("no",))
    assert (supported.advice, unsupported.advice) == ("keep", "tune")


def test_only_ground_is_what_the_answer_falls_without(book):
    """A second rule for the same leaves neither the only ground."""
    _, paths = book
    again = write_book(paths[0].parent / "again", likelihood__again=AGAIN)
    other = read_rulebook(again)
    found = merits_of(other, [read_case(paths[0], other)])
    told = {one.rule.id: one for one in found.merits}
    assert told["likelihood/again"].decided == told["likelihood/supported"].decided == ("yes",)
    assert told["likelihood/again"].alone == told["likelihood/supported"].alone == ()


AGAIN = """
    title = "A request makes it likely"
    if = ["?host asks ?guarantor to intervene", "?intervener leads ?guarantor"]
    then = "the likelihood of intervention by ?intervener in ?host is judged: likely"
    overrides = ["likelihood/unsupported"]
    because = "{{ host }} asked."
    school = "first"
"""

DOUBT = """
    title = "A disputed authority casts doubt on any other answer than likely"
    kind = "defeater"
    if = ["the authority of the government of ?host is disputed", "intervention by ?intervener in ?host is considered"]
    then = "the likelihood of intervention by ?intervener in ?host is judged: likely"
    because = "It is disputed."
    school = "first"
"""


def test_a_doubt_that_takes_the_answer_away_decided_the_case(book):
    """No answer rests on it, and yet there is one without it: it is needed, and not to be retired."""
    _, paths = book
    other = read_rulebook(write_book(paths[0].parent / "again", likelihood__doubt=DOUBT))
    disputed = """
        [[fact]]
        that = "the authority of the government of Kazakhstan is disputed"
        source = "address"
        grade = "A1"
    """
    write_case(paths[0], extra=disputed + CAME)
    told = {one.rule.id: one for one in merits_of(other, [read_case(paths[0], other)]).merits}
    doubt = told["likelihood/doubt"]
    assert (doubt.decided, doubt.alone, doubt.right, doubt.wrong) == (("yes",), ("yes",), (), ())
    assert doubt.advice == ""
    assert not told["likelihood/supported"].decided


ASIDE = """
    title = "Who asks sends five itself"
    if = ["?host asks ?guarantor to intervene"]
    then = "?host sends 5 troops to ?host"
    because = "It asked."
"""


def test_a_rule_for_other_things_is_not_to_be_retired_for_the_calls(book):
    """No way leads from it to the question, and the page says so apart."""
    _, paths = book
    folder = write_book(paths[0].parent / "again", support__aside=ASIDE)
    other = read_rulebook(folder)
    told = {one.rule.id: one for one in merits_of(other, [read_case(paths[1], other)]).merits}
    assert (told["support/aside"].bears, told["support/aside"].advice) == (False, "")
    assert told["local-support/request"].advice == "retire"
    page = CliRunner().invoke(main, ["rules", "score", str(paths[1]), "--rules", str(folder)]).stdout
    idle, _, elsewhere = page.partition("## Not about the question")
    assert "`local-support/request`" in idle
    assert "`support/aside`" in elsewhere
    assert "`support/aside`" not in idle


def test_the_cases_are_named_and_days_by_lot_counted_apart(book):
    """A rule's cases stand under the table by how the call came out; a drawn day is not out of sample."""
    rulebook, paths = book
    paths[1].write_text('sample = "quiet"\n' + paths[1].read_text(encoding="utf-8"), encoding="utf-8")
    command = ["rules", "score", *map(str, paths), "--rules", rulebook.folder]
    page = CliRunner().invoke(main, command, catch_exceptions=False).stdout
    assert "- `likelihood/unsupported`: wrong in `no`." in page
    assert "- `likelihood/supported`: right in `yes`." in page
    assert "| `likelihood/unsupported` | 1 | 1 | 0 | 1 | 0 | 1 | 0 | tune |" in page


def test_what_decides_nothing_may_go(book):
    """A rule on which no answer rests is named apart."""
    rulebook, paths = book
    found = merits_of(rulebook, [read_case(paths[1], rulebook)])
    told = {one.rule.id: one.advice for one in found.merits}
    assert told["likelihood/supported"] == "retire"


def test_a_school_that_there_is_not_is_said(book):
    """Nothing is scored by a school that no framework has."""
    rulebook, paths = book
    result = CliRunner().invoke(
        main, ["rules", "score", str(paths[0]), "--rules", rulebook.folder, "--school", "frist"]
    )
    assert result.exit_code == 1
    assert 'unknown school "frist"' in result.stderr
    assert not result.stdout


@pytest.mark.parametrize("form", ["markdown", "html", "text", "json"])
def test_the_scores_are_told_in_every_form(book, form):
    """Each form names the rules and says what the counts do not prove."""
    rulebook, paths = book
    result = CliRunner().invoke(
        main, ["rules", "score", *map(str, paths), "--rules", rulebook.folder, "--format", form]
    )
    assert result.exit_code == 0
    assert "likelihood/unsupported" in result.stdout
    if form == "json":
        rows = {one["rule"]: one for one in json.loads(result.stdout)["rules"]}
        assert rows["likelihood/unsupported"]["advice"] == "tune"
    else:
        assert "prove nothing" in " ".join(result.stdout.split())


ARGUMENT = """\
argument: unknown sentence "?host aks ?guarantor to intervene"
      | "?host aks ?guarantor to intervene",
        The vocabulary's nearest form is:
"""


def new(book, name, *options):
    given = ["--title", "Leaders are asked", "--if", "?host asks ?guarantor to intervene"]
    given += ["--if", "?intervener leads ?guarantor"]
    given += ["--then", "local elements in ?host support intervention by ?intervener"]
    return CliRunner().invoke(main, ["rules", "new", name, *given, *options, "--rules", book[0].folder])


def test_a_rule_is_begun(book):
    """It is a draft that reads, and `check` says what it lacks."""
    result = new(book, "support/leaders", "--because", "{{ host }} asked.")
    assert result.exit_code == 0
    rules = {one.id: one for one in read_rulebook(book[0].folder).rules}
    assert rules["support/leaders"].status == "draft"
    assert rules["support/leaders"].because == "{{ host }} asked."
    checked = CliRunner().invoke(main, ["rules", "check", "support/leaders", "--rules", book[0].folder])
    assert "no example that concludes [RUB101]" in checked.stderr


def test_what_says_what_a_begun_rule_lacks_is_told_for_its_own_rulebook(book):
    """The command that is named, run as it stands, finds the rule; a rule without examples is not said to pass them."""
    said = new(book, "support/leaders").stdout
    command = shlex.split(said.split("`")[1])
    assert command[0] == "rubicon"
    assert "no example that concludes [RUB101]" in CliRunner().invoke(main, command[1:]).stderr
    tested = CliRunner().invoke(main, ["rules", "test", "support/leaders", "--rules", book[0].folder]).stdout
    assert "There is none to pass." in tested
    assert "All pass" not in tested


@pytest.mark.parametrize(
    ("name", "options", "message"),
    [
        ("Leaders", (), '"Leaders" is no name of a rule'),
        ("cases/leaders", (), '"cases/leaders" is no name of a rule'),
        ("likelihood/supported", (), "there is such a rule"),
        ("support/leaders", ("--if", "?host aks ?guarantor to intervene"), ARGUMENT),
        ("support/leaders", ("--because", "{{ nobody }}"), '"nobody" is no variable of the rule'),
    ],
)
def test_what_cannot_be_a_rule_leaves_nothing_behind(book, name, options, message):
    """The message says what is wrong with it, and the rulebook is as it was."""
    before = {path: path.read_bytes() for path in paths_of(book)}
    result = new(book, name, *options)
    assert result.exit_code == 1
    assert message in result.stderr
    assert result.stderr.endswith("\nNothing is written.\n")
    assert "support/leaders.toml" not in result.stderr
    assert {path: path.read_bytes() for path in paths_of(book)} == before


def test_a_topic_that_is_kept_for_something_else_is_said_to_be(book):
    """A name well written is not said to be ill written."""
    refused = new(book, "vocabulary/leaders").stderr
    assert "The folder vocabulary of a rulebook holds no rules; choose another topic." in refused
    assert "small letters" not in refused


@pytest.mark.parametrize(
    "command",
    [
        (
            "new",
            "support/leaders",
            "--title",
            "A",
            "--if",
            "?host asks ?guarantor to intervene",
            "--then",
            "x",
        ),
        ("fmt",),
        ("check", "--fix"),
        ("rename", "rule", "likelihood/supported", "likelihood/backed", "--write"),
        ("repair", "CASE", "Kazakhstan asks the CSTO to intervene", "--apply", "1"),
    ],
)
def test_the_installed_rulebook_is_not_written_to(book, monkeypatch, command):
    """Its next version would undo it: an editor is told to copy it, and what only reads it still does."""
    rulebook, cases = book
    package = cases[0].parent / "package"
    place = package / "data" / "rules"
    shutil.copytree(rulebook.folder, place)
    (package / "data" / "templates").symlink_to(shipped("templates"))
    monkeypatch.setattr("rubicon.places._PACKAGE", package)
    before = {path: path.read_bytes() for path in place.rglob("*") if path.is_file()}
    asked = [str(cases[0]) if word == "CASE" else word for word in command]
    done = CliRunner().invoke(main, ["rules", *asked, "--rules", str(place)])
    assert done.exit_code == 1
    assert "this rulebook is part of the installed program" in done.stderr
    assert f"cp -r {place} rules, then --rules rules" in done.stderr
    assert {path: path.read_bytes() for path in place.rglob("*") if path.is_file()} == before
    assert CliRunner().invoke(main, ["rules", "list", "--rules", str(place)]).exit_code == 0


def paths_of(book):
    return [path for path in sorted(Path(book[0].folder).rglob("*")) if path.is_file()]
