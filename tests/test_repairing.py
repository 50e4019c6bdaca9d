"""Repairing: what is listed mends the judgement and breaks nothing; what breaks something is told with what it breaks."""

import json
from itertools import combinations
from shutil import copytree

import pytest
from click.testing import CliRunner

from rubicon import assess, read_case, read_rulebook
from rubicon.cli import main
from rubicon.editing.repairing import _composed, _depending, _read
from rubicon.editing.repairing.holding import EditTrial, seat_of
from rubicon.editing.repairing.seeking import seek
from rubicon.editing.trying import Bench
from rubicon.judging.assessing import language_of, read_arguments
from rubicon.judging.ledger import Ledger
from shipped import TOP

BRIDGES = TOP / "engine" / "rubicon" / "editing" / "lints" / "bridges"
UNSAFE = "the North Bridge is judged: unsafe"
RULE = "strain/many-lorries.toml"
GUARD = """
[[example]]
name   = "one lorry fewer is not enough"
given  = ["the North Bridge is old", "the North Bridge carries 499 lorries a day"]
refuse = ["the North Bridge is under strain"]
"""
COUNT = """
[[fact]]
that   = "the {bridge} carries {n} lorries a day"
on     = 2020-04-01
source = "survey"
"""


@pytest.fixture
def book(tmp_path, monkeypatch):
    """Stand beside a copy of the lints' small rulebook, whose case has 450 lorries and no second sign of wear."""
    monkeypatch.chdir(tmp_path)
    folder = copytree(BRIDGES, tmp_path / "rules")
    path = folder / "cases" / "north.toml"
    text = path.read_text(encoding="utf-8").replace(
        "the North Bridge is cracked", "the county watches the Mill Bridge"
    )
    text = text.replace("\n[[assumption]]", COUNT.format(bridge="North Bridge", n=450) + "\n[[assumption]]")
    crack = '\n[[fact]]\nthat   = "the North Bridge is cracked"\non     = 2020-04-01\nsource = "survey"\n'
    path.write_text(text.replace("\n[[assumption]]", crack + "\n[[assumption]]"), encoding="utf-8")
    signs = folder / "strain" / "signs-of-wear.toml"
    signs.write_text(
        signs.read_text(encoding="utf-8").replace("at_least = 2", "at_least = 3"), encoding="utf-8"
    )
    signs.write_text(
        signs.read_text(encoding="utf-8").replace(
            '"the county watches the North Bridge",\n]',
            '"the North Bridge is cracked",\n  "the county watches the North Bridge",\n]',
        ),
        encoding="utf-8",
    )
    assert CliRunner().invoke(main, ["rules", "test", "--rules", "rules"]).exit_code == 0
    return folder


def unguarded(folder):
    """Take away the example that holds the figure of a rule."""
    path = folder / RULE
    text = path.read_text(encoding="utf-8")
    assert GUARD in text
    path.write_text(
        text.replace(
            GUARD,
            '\n[[example]]\ngiven  = ["the North Bridge is old"]\nrefuse = ["the North Bridge is under strain"]\n',
        ),
        encoding="utf-8",
    )


def mended(*arguments, sentence=UNSAFE):
    command = [
        "rules",
        "repair",
        "rules/cases/north.toml",
        sentence,
        "--rules",
        "rules",
        "--format",
        "json",
        "--jobs",
        "1",
        *arguments,
    ]
    result = CliRunner().invoke(main, command, catch_exceptions=False)
    assert result.exit_code == 0, result.stderr
    return json.loads(result.stdout)


def bytes_under(folder):
    return {path: path.read_bytes() for path in folder.rglob("*.toml")}


def is_so(folder, sentence, name="north"):
    rulebook = read_rulebook(folder)
    return assess(rulebook, read_case(folder / "cases" / f"{name}.toml", rulebook)).verdict(sentence).truth


def test_an_edit_that_an_example_forbids_is_told_with_the_example(book):
    """The figure cannot move while an example stands on it; nothing is written."""
    before = bytes_under(book)
    told = mended()
    assert not told["is_so"]
    broken = {one["edit"]: one["breaks"] for one in told["broken"]}
    edit = "strain/many-lorries: moved number: ?n >= 450"
    assert broken[edit] == "strain/many-lorries: one lorry fewer is not enough"
    assert not any(one["after"] == "?n >= 450" for one in told["repairs"])
    assert bytes_under(book) == before


def test_what_is_listed_mends_the_case_and_breaks_no_example(book):
    """Each edit that is listed, done by hand, lets the sentence come out, and every example pass."""
    unguarded(book)
    told = mended()
    found = {(one["rule"], one["after"]): one for one in told["repairs"]}
    figure = found["strain/many-lorries", "?n >= 450"]
    assert (figure["before"], figure["change"]) == ("?n >= 500", "moved number")
    assert figure["moved"] == ["the North Bridge is under strain"]
    assert figure["touched"] == []
    assert is_so(book, UNSAFE) is not True
    text = (book / RULE).read_text(encoding="utf-8")
    (book / RULE).write_text(text.replace(figure["before"], figure["after"], 1), encoding="utf-8")
    assert is_so(book, UNSAFE) is True
    assert CliRunner().invoke(main, ["rules", "test", "--rules", "rules"]).exit_code == 0
    assert mended()["is_so"]


def test_an_edit_that_turns_another_case_is_not_listed(book):
    """A case that would come out otherwise forbids the edit, and is named."""
    unguarded(book)
    north = (book / "cases" / "north.toml").read_text(encoding="utf-8")
    south = north.replace("the North Bridge", "the Mill Bridge").replace("450", "460")
    south = south.replace("watches the Mill Bridge", "watches the North Bridge")
    (book / "cases" / "south.toml").write_text(south, encoding="utf-8")
    broken = {one["edit"]: one["breaks"] for one in mended()["broken"]}
    assert broken["strain/many-lorries: moved number: ?n >= 450"] == "south"


def test_an_override_and_an_exception_are_tried(book):
    """Where two rules conflict in a case, that one override the other mends it, and so does an exception of the other."""
    case = book / "cases" / "north.toml"
    text = (
        case.read_text(encoding="utf-8").replace("450", "40").replace("watches the Mill", "watches the North")
    )
    case.write_text(text, encoding="utf-8")
    told = mended(sentence="the North Bridge is under no strain")
    found = {(one["rule"], one["change"], one["after"]) for one in told["repairs"]}
    broken = {one["edit"] for one in told["broken"]}
    assert ("strain/few-lorries", "added override", "strain/signs-of-wear") in found
    assert ("strain/signs-of-wear", "added exception", "?bridge carries ?_n lorries a day") in found
    assert (
        "strain/signs-of-wear: added exception: ?_body watches ?bridge" not in broken
    )  # it is a condition there
    path = book / "strain" / "few-lorries.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(
        text.replace("because", 'overrides = ["strain/signs-of-wear"]\nbecause', 1), encoding="utf-8"
    )
    assert is_so(book, "the North Bridge is under no strain") is True
    path.write_text(text, encoding="utf-8")
    path = book / "strain" / "signs-of-wear.toml"
    text = path.read_text(encoding="utf-8")
    exception = 'unless  = ["?bridge carries ?_n lorries a day"]\nthen'
    path.write_text(text.replace("then", exception, 1), encoding="utf-8")
    assert is_so(book, "the North Bridge is under no strain") is True
    assert CliRunner().invoke(main, ["rules", "test", "--rules", "rules"]).exit_code == 0


@pytest.mark.parametrize("number", [1, 2])
def test_an_edit_is_written_where_it_is_asked_for(book, number):
    """`--apply` writes the edit of a number, remarks kept; the sentence comes out, and every example passes."""
    case = book / "cases" / "north.toml"
    text = (
        case.read_text(encoding="utf-8").replace("450", "40").replace("watches the Mill", "watches the North")
    )
    case.write_text(text, encoding="utf-8")
    sentence = "the North Bridge is under no strain"
    for path in (book / "strain").glob("*.toml"):
        path.write_text("# A remark at the top.\n" + path.read_text(encoding="utf-8"), encoding="utf-8")
    before = bytes_under(book)
    listed = mended(sentence=sentence)["repairs"]
    assert len(listed) >= number
    command = ["rules", "repair", str(case), sentence, "--rules", "rules", "--jobs", "1", "--apply"]
    result = CliRunner().invoke(main, [*command, str(number)])
    assert result.exit_code == 0, result.stderr
    (changed,) = [path for path, raw in bytes_under(book).items() if raw != before[path]]
    assert changed == book / f"{listed[number - 1]['rule']}.toml"
    assert changed.read_text(encoding="utf-8").startswith("# A remark at the top.\n")
    assert f"+++ rules/{listed[number - 1]['rule']}.toml" in result.stdout
    assert is_so(book, sentence) is True
    assert CliRunner().invoke(main, ["rules", "test", "--rules", "rules"]).exit_code == 0
    assert "so it does already" in CliRunner().invoke(main, command[:-1]).stdout.lower()


def test_what_an_editor_likelier_means_is_listed_first(book):
    """Of as many edits a figure is moved before a condition is left out; an exception is added last."""
    unguarded(book)
    order = [
        "moved",
        "dropped condition",
        "dropped exception",
        "another",
        "dropped",
        "added override",
        "added",
    ]

    def ranks(one):
        changes = [each["change"] for each in (one, *one["beside"])]
        return [next(at for at, start in enumerate(order) if change.startswith(start)) for change in changes]

    listed = [ranks(one) for one in mended()["repairs"]]
    case = book / "cases" / "north.toml"
    text = (
        case.read_text(encoding="utf-8").replace("450", "40").replace("watches the Mill", "watches the North")
    )
    case.write_text(text, encoding="utf-8")
    conflicting = [ranks(one) for one in mended(sentence="the North Bridge is under no strain")["repairs"]]
    for found in (listed, conflicting):
        assert len({tuple(one) for one in found}) > 1
        assert found == sorted(found, key=lambda one: (len(one), sorted(one, reverse=True)))
    assert listed[0] == [0]
    assert conflicting[0] != [6]
    assert [6] in conflicting


def test_a_number_that_is_not_in_the_list_is_refused(book):
    """Nothing is written for it."""
    before = bytes_under(book)
    command = [
        "rules",
        "repair",
        "rules/cases/north.toml",
        UNSAFE,
        "--rules",
        "rules",
        "--jobs",
        "1",
        "--apply",
        "99",
    ]
    result = CliRunner().invoke(main, command)
    assert result.exit_code == 1
    assert "and no number 99" in result.stderr
    assert bytes_under(book) == before


def test_the_answer_is_told_in_words(book):
    """Markdown names the rule, what becomes what, the cost, and that no rule is tuned to a case."""
    unguarded(book)
    command = ["rules", "repair", "rules/cases/north.toml", UNSAFE, "--rules", "rules", "--jobs", "1"]
    told = CliRunner().invoke(main, command).stdout
    assert "“?n >= 500” becomes “?n >= 450”" in told
    assert "A rule is not tuned to make a case come out" in told
    again = CliRunner().invoke(main, [*command[:-1], "2"])
    assert again.stdout == told


def test_what_is_no_sentence_and_no_school_is_refused(book):
    """A misspelling is answered as everywhere."""
    refused = {
        ("the North Bridge is jugded: unsafe",): "The vocabulary's nearest form is",
        (UNSAFE, "--school", "handbok"): 'Did you mean "handbook"',
    }
    for more, said in refused.items():
        command = ["rules", "repair", "rules/cases/north.toml", *more, "--rules", "rules"]
        result = CliRunner().invoke(main, command)
        assert result.exit_code == 1
        assert said in result.stderr


def test_a_figure_is_told_with_the_range_in_which_it_mends(book):
    """On both of its ends it mends and breaks nothing; beyond an end that is told it does not."""
    (figure,) = [one for one in repaired_alone(book) if one["after"].startswith("?n >= ")]
    assert (figure["from"], figure["to"]) == ("21", "450")
    text = (book / RULE).read_text(encoding="utf-8")
    for steps, mends in ((20, False), (21, True), (100, True), (450, True), (451, False)):
        (book / RULE).write_text(text.replace("?n >= 500", f"?n >= {steps}", 1), encoding="utf-8")
        passes = CliRunner().invoke(main, ["rules", "test", "--rules", "rules"]).exit_code == 0
        assert (passes and is_so(book, UNSAFE) is True) == mends, steps
    (book / RULE).write_text(text, encoding="utf-8")


def repaired_alone(folder):
    """Let an example forbid fewer lorries than 21, and return what mends the case."""
    unguarded(folder)
    path = folder / RULE
    more = '\n[[example]]\nname = "few"\ngiven  = ["the North Bridge is old", "the North Bridge carries 20 lorries a day"]\nrefuse = ["the North Bridge is under strain"]\n'
    path.write_text(path.read_text(encoding="utf-8") + more, encoding="utf-8")
    return mended()["repairs"]


def test_an_open_end_of_a_range_is_told_as_such(book):
    """Where no example and no case holds a figure on one side, it may go as far as it likes."""
    unguarded(book)
    (figure,) = [one for one in mended()["repairs"] if one["after"].startswith("?n >= ")]
    assert (figure["from"], figure["to"]) == (None, "450")
    command = ["rules", "repair", "rules/cases/north.toml", UNSAFE, "--rules", "rules", "--jobs", "1"]
    assert "It may be 450 or less;" in CliRunner().invoke(main, command).stdout


def test_two_edits_together_are_found_where_neither_is_enough(book):
    """Each that is listed, done for its number, lets the sentence come out and every example pass."""
    unguarded(book)
    watched_too(book)
    told = mended()
    assert told["repairs"]
    assert all(one["beside"] for one in told["repairs"])
    both = {tuple(each["rule"] for each in (one, *one["beside"])) for one in told["repairs"]}
    assert ("strain/many-lorries", "verdict/strained-and-cracked") in both
    assert told["pairs"] > told["tried"]
    assert told["whole"]
    files = bytes_under(book)
    for number, one in enumerate(told["repairs"], 1):
        command = ["rules", "repair", "rules/cases/north.toml", UNSAFE, "--rules", "rules", "--jobs", "1"]
        done = CliRunner().invoke(main, [*command, "--apply", str(number)])
        assert done.exit_code == 0, done.stderr
        assert is_so(book, UNSAFE) is True, one
        assert CliRunner().invoke(main, ["rules", "test", "--rules", "rules"]).exit_code == 0, one
        for changed, raw in files.items():
            changed.write_bytes(raw)


BUSY = """  "?bridge is cracked",
  "?bridge carries ?m lorries a day",
  "?m >= 480","""


def test_of_more_pairs_than_may_be_tried_the_most_promising_are(book, monkeypatch):
    """Edits that break an example by themselves come last; how many pairs there were is told, and none is not said of all."""
    path = book / "verdict" / "strained-and-cracked.toml"
    text = path.read_text(encoding="utf-8").replace('  "?bridge is cracked",', BUSY, 1)
    given = '  "the North Bridge is cracked",\n'
    path.write_text(
        text.replace(given, f'{given}  "the North Bridge carries 600 lorries a day",\n'), encoding="utf-8"
    )
    assert CliRunner().invoke(main, ["rules", "test", "--rules", "rules"]).exit_code == 0
    full = mended()
    assert (full["held"], full["pairs"]) == (full["mending"], full["possible"])
    assert (len(full["repairs"]), full["mending"]) == (4, 10)
    monkeypatch.setattr("rubicon.editing.repairing.MOST_HELD", 6)
    told = mended()
    assert (told["held"], told["mending"]) == (6, 10)
    assert told["repairs"] == full["repairs"]
    command = ["rules", "repair", "rules/cases/north.toml", UNSAFE, "--rules", "rules", "--jobs", "1"]
    page = CliRunner().invoke(main, command).stdout
    assert "of these pairs the 6 that promised most were tried on the examples and cases" in page
    monkeypatch.setattr("rubicon.editing.repairing.MOST_HELD", 0)
    none = CliRunner().invoke(main, command).stdout
    assert "No single edit, and no pair among the 0 tried, mends it and breaks nothing" in none


def test_pairs_of_one_file_are_tried_in_as_many_goes_as_it_takes(book, monkeypatch):
    """What may be tried at once bounds no answer: with room for the single edits alone the list is the same."""
    unguarded(book)
    watched_too(book)
    full = mended()
    monkeypatch.setattr("rubicon.editing.repairing.MOST_EDITS", full["tried"])
    rulebook = read_rulebook(book)
    case = read_case(book / "cases" / "north.toml", rulebook)
    names = _depending(rulebook.rules, read_arguments(language_of(rulebook, case), [UNSAFE])[0])
    bench = Bench(rulebook)
    ledger = Ledger(seat_of(bench, case, None).school.judgement, rulebook.vocabulary)
    assert sum(1 for _ in _composed(bench, _read(bench, names, ledger))) > full["tried"]
    assert mended() == full
    assert full["whole"]


def test_two_edits_of_one_rule_are_found(book):
    """Two lines of one rule that both stand in the way are left out together, remarks kept."""
    (book / RULE).unlink()
    signs = book / "strain" / "signs-of-wear.toml"
    text = """
title   = "A bridge that is watched is under strain"
if      = [
  "closing of ?bridge is considered",  # who asks
  "the county watches ?bridge",
  "?bridge carries ?n lorries a day",  # counted
  "?n >= 10,000",
]
then    = "?bridge is under strain"
because = "{{ bridge }} is watched."
"""
    signs.write_text(text.lstrip(), encoding="utf-8")
    told = mended()
    found = {(one["before"], one["beside"][0]["before"]) for one in told["repairs"] if one["beside"]}
    assert ("the county watches ?bridge", "?n >= 10,000") in found
    number = 1 + next(
        at
        for at, one in enumerate(told["repairs"])
        if one["before"] == "the county watches ?bridge"
        and [each["change"] for each in (one, *one["beside"])] == ["dropped condition"] * 2
    )
    command = ["rules", "repair", "rules/cases/north.toml", UNSAFE, "--rules", "rules", "--jobs", "1"]
    assert CliRunner().invoke(main, [*command, "--apply", str(number)]).exit_code == 0
    made = signs.read_text(encoding="utf-8")
    assert "# who asks" in made
    assert "county" not in made.split("then")[0]
    assert is_so(book, UNSAFE) is True


def watched_too(folder):
    """Ask one line more of the rule for the answer."""
    path = folder / "verdict" / "strained-and-cracked.toml"
    text = path.read_text(encoding="utf-8")
    more = '"?bridge is cracked", "?_body watches ?bridge"'
    path.write_text(text.replace('"?bridge is cracked"', more, 1), encoding="utf-8")


@pytest.mark.parametrize("harder", [False, True])
def test_every_single_edit_and_pair_is_what_doing_each_by_hand_finds(book, harder):
    """The search of all at once finds what doing each edit, and each two of different files, and judging finds."""
    unguarded(book)
    if harder:
        watched_too(book)
    rulebook = read_rulebook(book)
    case = read_case(book / "cases" / "north.toml", rulebook)
    bench = Bench(rulebook)
    (wanted,) = read_arguments(language_of(rulebook, case), [UNSAFE])
    seat = seat_of(bench, case, None)
    ledger = Ledger(seat.school.judgement, rulebook.vocabulary)
    edits = list(_read(bench, _depending(seat.school.rules, wanted), ledger))
    assert len(edits) > 30
    trial = EditTrial(bench, seat, wanted, case)
    singles = {at for at, edit in enumerate(edits) if trial.mends((edit,))}
    pairs = {
        (one, other)
        for one, other in combinations(range(len(edits)), 2)
        if not {one, other} & singles
        and edits[one].rule != edits[other].rule
        and trial.mends((edits[one], edits[other]))
    }
    assert pairs if harder else singles
    found = seek(rulebook.vocabulary, seat, edits, wanted, 2, 1 << 20)
    assert set(found.sets) == {(at,) for at in singles} | pairs
