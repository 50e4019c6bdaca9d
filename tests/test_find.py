"""Finding the sentence that fits an analyst's own words."""

import json
import tomllib
from pathlib import Path

import pytest
from click.testing import CliRunner

from rubicon.cli import main
from rubicon.exchanging.filling import example_of
from rubicon.exchanging.finding import find
from rubicon.exchanging.naming import is_adjective
from rubicon.judging.assessing import language_of
from rubicon.language.speaking import speak
from rubicon.reading import read_kept_rulebook

TOP = Path(__file__).resolve().parents[1]
PHRASES = tomllib.loads((TOP / "tests" / "find" / "phrases.toml").read_text(encoding="utf-8"))["phrase"]
FIRST, AMONG_THREE = 0.60, 0.80


@pytest.fixture(scope="module")
def book():
    return read_kept_rulebook(TOP / "rules", examples=False)


def shares(book):
    """Return the share of phrases whose sentence is found first, and among three."""
    language = language_of(book)
    first = three = 0
    for phrase in PHRASES:
        right = {phrase["statement"], *phrase.get("also", ())}
        found = [one.name for one in find(book, language, phrase["words"])]
        first += bool(right & set(found[:1]))
        three += bool(right & set(found[:3]))
    return first / len(PHRASES), three / len(PHRASES)


def test_headlines_find_their_sentences(book):
    """Of phrases from headlines, set down before any hint, so many find their sentence first, and among three."""
    assert len(PHRASES) == 80
    first, three = shares(book)
    assert (first >= FIRST, three >= AMONG_THREE) == (True, True), (
        f"first {first:.3f}, among three {three:.3f}"
    )


def run(*arguments):
    return CliRunner().invoke(main, ["find", *arguments], catch_exceptions=False)


def test_a_phrase_is_answered_with_sentences_to_write(book, monkeypatch):
    """What fits comes with its meaning, an example in the names of the phrase and the variables it bears on."""
    monkeypatch.chdir(TOP)
    found = json.loads(
        run("Kazakh", "president", "asks", "CSTO", "for", "troops", "--format", "json").stdout
    )["found"]
    assert found[0]["statement"] == "asks"
    assert found[0]["example"] == "Kazakhstan asks the CSTO to intervene"
    assert found[0]["denial"] == "Kazakhstan does not ask the CSTO to intervene"
    assert found[0]["means"].startswith("A formal request")
    assert "local-support" in found[0]["bears_on"]


def test_every_example_is_read_as_its_sentence(book):
    """An example of any statement is a sentence that an analyst may assert."""
    language = language_of(book)
    for statement in book.vocabulary.statements.values():
        literal = example_of(language, statement)
        assert language.literal(speak(book.vocabulary, literal)) == literal


def test_a_case_fills_the_examples(monkeypatch):
    """With a case its roles stand in the examples."""
    monkeypatch.chdir(TOP)
    shown = run("soldiers", "arrive", "--case", "georgia-2008-08-08").stdout
    assert "`Russia sends troops to Georgia`" in shown


@pytest.mark.parametrize("phrase", ["zzz qqq", "the", "¡…!", '"'])
def test_what_nothing_fits_is_said(phrase, monkeypatch):
    """Where no sentence fits the answer says so, and how one is added."""
    monkeypatch.chdir(TOP)
    result = run(phrase)
    assert result.exit_code == 0
    assert result.stdout.startswith("No sentence of the vocabulary fits")
    assert "[statement.NAME]" in result.stdout


@pytest.mark.parametrize("form", ["markdown", "html", "text", "json"])
def test_the_same_phrase_gives_the_same_answer(form, monkeypatch):
    """Every form is given, and twice the same bytes."""
    monkeypatch.chdir(TOP)
    one, other = (run("troops", "mass", "--format", form).stdout for _ in range(2))
    assert one == other
    assert "masses troops near" in one


@pytest.mark.parametrize(
    ("word", "name", "meant"),
    [
        ("Kazakh", "Kazakhstan", True),
        ("Ukrainians", "Ukraine", True),
        ("Chinese", "China", True),
        ("Turkish", "Turkey", True),
        ("Iranian", "Iraq", False),
        ("Georgia", "Germany", False),
        ("Chin", "China", True),
    ],
)
def test_an_adjective_names_its_country(word, name, meant):
    """The adjective of a name is read as the name, and no other."""
    assert is_adjective(word, name) is meant
