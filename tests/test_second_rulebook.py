"""A rulebook of another kind of question, through every command and form: no word of the first one stands in it."""

import re
from pathlib import Path
from shutil import copytree

import pytest

from faults import run
from reported import GOLDEN

FOREIGN = re.compile(
    r"\b(troops?|russian?s?|russia's|kazakhstan|ukraine|soviet|interven\w*|deploy\w*|invasion|invade\w*|icd 203"
    r"|chausovsky\w*|variables?|five(?! hundred)|host|hosts|guarantor)\b",
    re.IGNORECASE,
)
OUTCOME = '\n[outcome]\nhappened = true\non = 2020-05-20\nsummary = "Barriers were put up."\n'
UNSAFE = "the Old Bridge is unsafe"
ACCEPTED = "the Hauliers does not oppose closing the Old Bridge"
COMMANDS = {
    "assess": ("assess", "cases/may.toml"),
    "assess the first page": ("assess", "cases/may.toml", "--brief"),
    "assess two schools": ("assess", "cases/may.toml", "--school", "masons", "--school", "drivers"),
    "assess all that may be added": (
        "assess",
        "cases/may.toml",
        "--pivots",
        "--since",
        "2020-05-02",
        "--assume",
        ACCEPTED,
    ),
    "assess a sparse case": ("assess", "cases/quiet.toml"),
    "why": ("why", "cases/may.toml", UNSAFE),
    "why-not": ("why-not", "cases/may.toml", "closing the Old Bridge is accepted"),
    "what-if": ("what-if", "cases/may.toml", "--assume", ACCEPTED),
    "pivots": ("pivots", "cases/may.toml"),
    "compare": ("compare", "cases/may.toml", "cases/quiet.toml"),
    "timeline": ("timeline", "cases/may.toml"),
    "backtest": ("backtest",),
    "rules list": ("rules", "list"),
    "rules show": ("rules", "show", "damage/cracks"),
}
FORMS = ("text", "markdown", "html", "json")


@pytest.fixture
def desk(tmp_path, monkeypatch):
    """Stand beside a copy of the rulebook about bridges, with a full case and a sparse one of its own."""
    copytree(GOLDEN / "bridge", tmp_path / "desk")
    monkeypatch.chdir(tmp_path / "desk")
    text = Path("case.toml").read_text(encoding="utf-8")
    Path("cases").mkdir()
    Path("cases/may.toml").write_text(text + OUTCOME, encoding="utf-8")
    quiet = text.partition("[source.gazette]")[0].replace("The Old Bridge in May", "A day without news")
    Path("cases/quiet.toml").write_text(
        quiet + OUTCOME.replace("true\non = 2020-05-20", "false"), encoding="utf-8"
    )
    Path("case.toml").unlink()
    return tmp_path


def words_of(text):
    """Return what a reader reads of an answer: no style sheet, no key of JSON, no class or id of HTML."""
    text = re.sub(r"<style>.*?</style>|<[^>]+>", " ", text, flags=re.DOTALL)
    return " ".join(re.sub(r'"\w+":', " ", text).split())


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("name", COMMANDS)
def test_no_word_of_the_first_rulebook_stands_in_an_answer_by_another(desk, name, form):
    """C20: Russia, troops, interventions, five variables and ICD 203 belong to one framework, and to no other."""
    arguments = COMMANDS[name]
    cases = sorted(str(path) for path in Path("cases").glob("*.toml")) if name == "backtest" else []
    result = run(*arguments, *cases, "--rules", "rules", "--format", form)
    assert result.exit_code == 0, result.stderr
    told = words_of(result.stdout)
    if form == "json":  # a kind of section is a word of the language, not of the report
        told = told.replace('"variable"', "")
    assert sorted({found.group() for found in FOREIGN.finditer(told)}) == []
    assert len(told.split()) > 10


def test_what_check_says_of_another_rulebook_is_its_own(desk):
    """C20: `rules check` names what it read, and no troops."""
    result = run("rules", "check", "--rules", "rules")
    assert result.exit_code == 0
    assert not FOREIGN.search(result.stdout + result.stderr)


def test_a_report_by_another_rulebook_speaks_its_words(desk):
    """Its noun, its scale and its school are what the report says."""
    text = " ".join(run("assess", "cases/may.toml", "--rules", "rules", "--format", "text").stdout.split())
    for said in ("The tests", "the masons' scale", "The masons' school", "Will the Old Bridge be closed"):
        assert said in text
