"""Finding the sentence that fits an analyst's own words."""

import json
import tomllib
from pathlib import Path

import pytest
from click.testing import CliRunner
from msgspec.structs import replace

from rubicon.cli import main
from rubicon.exchanging.alike import GROUPS
from rubicon.exchanging.company import Company
from rubicon.exchanging.filling import example_of
from rubicon.exchanging.finding import Finder
from rubicon.exchanging.naming import is_adjective, units_in
from rubicon.exchanging.playing import barred
from rubicon.judging.assessing import language_of
from rubicon.language.facts import Entity
from rubicon.language.speaking import speak
from rubicon.reading import read_kept_rulebook

TOP = Path(__file__).resolve().parents[1]
SETS = {
    "phrases": (80, 0.83, 0.93),
    "second": (60, 0.93, 0.98),
    "development": (511, 0.94, 0.98),
    "headlines": (737, 0.91, 0.96),
}
"""The sets of phrases: how many there are, and of which share the right sentence is found first, and among three.

Reached are 0.85 and 0.95, 0.95 and 1.00, 0.96 and 0.99, and 0.93 and 0.98: one phrase may be lost to a new sentence. The
ranking and the hints are made better on the last two; the others are only scored. Before the fourth was written and the
hints after it, 0.72 and 0.85, 0.92 and 0.98, 0.93 and 0.98, and, of the fourth, 0.70 and 0.85 were reached: that is what
a new sentence without such hints may expect.
"""

ELSEWHERE = (
    "Stocks rally as inflation cools faster than forecast",
    "Actor wins best picture award for debut film",
    "Vaccine trial shows promise against malaria",
    "Tech giant unveils folding phone with bigger battery",
    "Cricket: batsman scores double century in rain-hit match",
    "How to bake sourdough bread at home",
    "Royal wedding draws thousands of tourists to London",
    "Wheat harvest hit by drought in the Midwest",
    "Chess champion beats computer in online match",
    "Volcano eruption disrupts holiday travel in Iceland",
    "Singer postpones tour because of throat infection",
    "Court fines carmaker over emissions",
    "Champions League final goes to penalties",
    "New species of frog found in the Amazon",
    "Heat wave sets temperature record across southern Europe",
    "Museum returns stolen statue to Greece",
    "Central bank raises interest rates by half a point",
    "Scientists photograph a black hole for the second time",
    "Airline cancels flights after software glitch",
    "Teachers strike over pay enters third week",
)
"""Headlines of which the vocabulary says nothing; of so many at least that is said."""
UNFIT = 13


@pytest.fixture(scope="module")
def book():
    return read_kept_rulebook(TOP / "rules", examples=False)


def phrases(name):
    return tomllib.loads((TOP / "tests" / "find" / f"{name}.toml").read_text(encoding="utf-8"))["phrase"]


def shares(book, name):
    """Return the share of phrases whose sentence is found first, and among three."""
    finder = Finder(book, language_of(book))
    first = three = 0
    asked = phrases(name)
    for phrase in asked:
        right = {phrase["statement"], *phrase.get("also", ())}
        found = [one.name for one in finder.find(phrase["words"])]
        first += bool(right & set(found[:1]))
        three += bool(right & set(found[:3]))
    return first / len(asked), three / len(asked)


@pytest.mark.parametrize("name", SETS)
def test_headlines_find_their_sentences(book, name):
    """Of phrases from headlines, set down before any hint or ranking, so many find their sentence first, and among three."""
    count, least_first, least_three = SETS[name]
    assert len(phrases(name)) == count
    first, three = shares(book, name)
    assert (first >= least_first, three >= least_three) == (True, True), (
        f"{name}: first {first:.3f}, among three {three:.3f}"
    )


def test_each_phrase_names_statements_that_there_are(book):
    """What is held to be right is in the vocabulary."""
    named = {
        one
        for name in SETS
        for phrase in phrases(name)
        for one in (phrase["statement"], *phrase.get("also", ()))
    }
    assert named <= set(book.vocabulary.statements)


def test_of_headlines_from_elsewhere_nothing_is_found(book):
    """Of most headlines about other things the answer says that nothing fits."""
    finder = Finder(book, language_of(book))
    assert sum(not finder.find(words) for words in ELSEWHERE) >= UNFIT


def test_what_the_framework_says_of_every_case_is_not_offered(book):
    """No phrase is answered with what every case asserts from its roles."""
    finder = Finder(book, language_of(book))
    posed = {pattern.statement for pattern in book.framework.posed}
    found = {
        one.name
        for words in ("intervention is considered", "what is asked about is")
        for one in finder.find(words)
    }
    assert posed.isdisjoint(found)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Georgia turns down the offer of peacekeepers", "Georgia rejects the offer of peacekeepers"),
        ("lawmakers nod through war powers", "parliament approves war powers"),
    ],
)
def test_words_that_say_nearly_the_same_find_the_same(book, one, other):
    """A verb with its particle, and words of one group, find what another of the group finds."""
    finder = Finder(book, language_of(book))
    assert finder.find(one)[0] == finder.find(other)[0]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("unrest over, country stabilized", "unrest over, country stabilised"),
        ("600 soldiers sent to Armenia", "700 soldiers sent to Armenia"),
    ],
)
def test_spelling_and_figures_change_nothing(book, one, other):
    """However a word is spelt and whatever the figure, the same is found."""
    finder = Finder(book, language_of(book))
    assert finder.find(one) == finder.find(other)


def test_one_text_may_hold_several_hints(book):
    """What semicolons set off is looked for each by itself, in any order of lines."""
    hints = book.vocabulary.statements["storm"].hints
    assert any(";" in one for one in hints)
    apart = replace(
        book,
        vocabulary=replace(
            book.vocabulary,
            statements={
                name: replace(one, hints=tuple(text for hint in one.hints for text in hint.split(";")))
                for name, one in book.vocabulary.statements.items()
            },
        ),
    )
    phrase = "mob breaks into the town hall"
    found = Finder(apart, language_of(apart)).find(phrase)
    assert [one.name for one in found] == [one.name for one in Finder(book, language_of(book)).find(phrase)]


def test_the_groups_have_each_word_once():
    """No group has a word twice, and each has two at least."""
    assert all(len(group) == len(set(group)) >= 2 for group in GROUPS)


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
    language, company = language_of(book), Company(book, barred(book))
    for statement in book.vocabulary.statements.values():
        literal = example_of(language, statement, company=company)
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


@pytest.mark.parametrize(
    ("phrase", "example"),
    [
        ("Kremlin dispatches paratroopers to Almaty", "Russia sends troops to Kazakhstan"),
        ("Beijing objects to Russian soldiers in Astana", "China objects to troops of Russia in Kazakhstan"),
        ("Kazakh president sends troops to Kyrgyzstan", "Kazakhstan sends troops to Kyrgyzstan"),
    ],
)
def test_a_capital_or_a_leader_names_its_country(phrase, example, monkeypatch):
    """What an entity's `hints` name fills the example as the entity; no sentence is read by it."""
    monkeypatch.chdir(TOP)
    assert json.loads(run(*phrase.split(), "--format", "json").stdout)["found"][0]["example"] == example


@pytest.mark.parametrize(
    ("rules", "phrase", "example"),
    [
        (
            "rules",
            "sanctions",
            "the United States imposes severe sanctions on Russia over Ukraine on 2022-01-05",
        ),
        ("rules", "border not drawn", "the border between Armenia and Azerbaijan is not demarcated"),
        ("rules", "Kyrgyz border", "the border between Kyrgyzstan and Tajikistan is not demarcated"),
        ("us-force", "embargo", "sanctions over Iraq are in force"),
    ],
)
def test_who_fills_an_example_goes_with_the_others_in_it(rules, phrase, example, monkeypatch):
    """Where a phrase names nobody, those fill an example who stand together in the rulebook's standing facts."""
    monkeypatch.chdir(TOP)
    found = json.loads(run(*phrase.split(), "--rules", rules, "--format", "json").stdout)["found"]
    assert example in [one["example"] for one in found]


def test_a_name_is_before_a_hint(book):
    """Whom a case names as another names by hint is that one, and a sentence knows no hints."""
    language = language_of(book)
    assert language.entity("Sevastopol") is None
    assert [one.name for one in units_in(language, "Sevastopol")] == ["Crimea"]
    language.add([Entity("Sevastopol", "region")])
    assert [one.name for one in units_in(language, "Sevastopol")] == ["Sevastopol"]
    assert [*units_in(language, "Simferopol", hints=False)] == ["Simferopol"]


def test_the_scope_says_who_can_play_a_role(book):
    """Of the roles, whom the framework's scope keeps out is known, and no line keeps out who is in."""
    out = barred(book)
    assert "Russia" not in out["intervener"]
    assert {"China", "Kazakhstan"} <= out["intervener"]
    assert {"Russia", "China"} <= out["host"]
    assert "Kazakhstan" not in out["host"]


def test_who_comes_first_is_who_does_it(book):
    """Of two sentences of the same words the one is found that names first whom the phrase names first."""
    finder = Finder(book, language_of(book))
    assert finder.find("Ukraine vows to fight Russia")[0].name == "vows-to-fight"
    assert finder.find("Russia bombs Ukraine, its army fights")[0].name != "vows-to-fight"


def test_an_example_puts_nobody_where_the_scope_bars_him(monkeypatch):
    """Who is named and cannot play a part is not put into its slot; who plays it in the case is."""
    monkeypatch.chdir(TOP)
    said = ["find", "Romania", "vows", "to", "fight", "for", "Georgia", "--case", "georgia-2008-08-08"]
    found = json.loads(CliRunner().invoke(main, [*said, "--format", "json"]).stdout)["found"]
    assert not [one["example"] for one in found if "fight Romania" in one["example"]]
    assert "Romania is ready to fight Russia for Georgia" in [one["example"] for one in found]
