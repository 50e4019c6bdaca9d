"""Compare cases whose countries have regions of their own, and tell standing knowledge from what carries anything."""

import re
from functools import cache

import pytest

from books import write_book, write_case
from rubicon import read_case, read_rulebook
from rubicon.language.speaking import speak
from rubicon.places import shipped
from rubicon.rendering.history import render_comparison
from rubicon.surveying.comparing.beside import compare

MORE_WORDS = """
[kind.region]
[statement.lies]
form = "{region:region} lies in {host:country}"
[statement.sides]
form = "{region:region} sides with {intervener:country}"
[statement.army]
form = "{state:country} has {n:number} soldiers"
one_of = "n"
[statement.member]
form = "{state:country} belongs to {alliance:alliance}"
"""
MORE_ENTITIES = """
[[entity]]
name = "the Steppe"
kind = "region"
[[entity]]
name = "the Lakes"
kind = "region"
[[entity]]
name = "the Coast"
kind = "region"
"""
SIDES = """
    title = "A region that sides with the power is support"
    if = ["?region lies in ?host", "?region sides with ?intervener"]
    then = "local elements in ?host support intervention by ?intervener"
    because = "{{ region }} sides with {{ intervener }}."
"""
BACKGROUND = """
    [[fact]]
    that = "the Steppe lies in Kazakhstan"
    [[fact]]
    that = "the Coast lies in Ukraine"
    [[fact]]
    that = "Kazakhstan has 20000 soldiers"
    [[fact]]
    that = "Ukraine has 100000 soldiers"
    [[fact]]
    that = "Russia belongs to the CSTO"
    until = 2022-01-01
"""


def write_region_book(folder, background=BACKGROUND):
    rules = write_book(folder, **{"local-support__sides": SIDES}, background=background)
    for name, more in (("vocabulary", MORE_WORDS), ("entities", MORE_ENTITIES)):
        path = rules / f"{name}.toml"
        path.write_text(path.read_text(encoding="utf-8") + more, encoding="utf-8")
    return read_rulebook(rules)


def write_said(folder, host, day, *sentences):
    """Write a case of reports, each graded B2 unless its sentence ends in another grade in brackets."""
    graded = [re.fullmatch(r"(.*?)(?: \[(..)\])?", said).groups() for said in sentences]
    facts = "".join(f'\n[[fact]]\nthat = "{said}"\ngrade = "{grade or "B2"}"\n' for said, grade in graded)
    roles = f'{{ intervener = "Russia", host = "{host}" }}'
    return write_case(folder, f'title = "{host}"\nas_of = {day}\nroles = {roles}\n{facts}')


def compared(tmp_path, ours, theirs, background=BACKGROUND):
    book = write_region_book(tmp_path / "rules", background)
    cases = (
        read_case(write_said(tmp_path / "one.toml", "Kazakhstan", "2022-01-05", *ours), book),
        read_case(write_said(tmp_path / "other.toml", "Ukraine", "2021-12-27", *theirs), book),
    )
    return compare(book, *cases)


def moved(made):
    vocabulary = made.rulebook.vocabulary
    return {speak(vocabulary, literal) for one in made.differences for side in one.moved for literal in side}


def test_a_region_answers_to_the_one_region_of_the_other_country(tmp_path):
    """What is said of the one's only region is told of the other's, and it carries the difference."""
    made = compared(tmp_path, ["the Steppe sides with Russia"], [])
    assert "the Coast sides with Russia" in moved(made)
    assert made.crossings[1].carriers
    assert "the Coast and the Steppe change places" in render_comparison(made, "text").replace("\n", " ")


def test_of_several_regions_the_one_of_which_most_is_said_is_told(tmp_path):
    """The other region of the same country stays where it is, and that is said."""
    lakes = BACKGROUND + '[[fact]]\nthat = "the Lakes lies in Kazakhstan"\n'
    made = compared(tmp_path, ["the Lakes sides with Russia"], [], lakes)
    assert "the Coast sides with Russia" in moved(made)
    assert not any("the Lakes" in said for said in moved(made))


def test_a_region_without_a_counterpart_is_not_moved(tmp_path):
    """Where two regions have an equal claim none is told as the other country's, and the report says so."""
    two = BACKGROUND + '[[fact]]\nthat = "the Lakes lies in Kazakhstan"\n'
    made = compared(tmp_path, ["the Lakes sides with Russia", "the Steppe sides with Russia"], [], two)
    assert not any("the Lakes" in said or "the Steppe" in said or "the Coast" in said for said in moved(made))
    text = " ".join(render_comparison(made, "text").split())
    assert "left where they are: - Kazakhstan: the Lakes sides with Russia (also the Steppe)." in text


def test_standing_knowledge_that_no_rule_reaches_bears_on_nothing(tmp_path):
    """A membership that ended between the two days is told of no variable, and is not listed."""
    made = compared(tmp_path, ["Kazakhstan asks the CSTO to intervene", "Russia leads the CSTO"], [])
    told = {
        speak(made.rulebook.vocabulary, ground.literal): one.bears
        for one in made.differences
        for side in one.sides
        for ground in side
    }
    assert told["Russia belongs to the CSTO"] == ()
    assert told["Kazakhstan asks the CSTO to intervene"] == ("Local support",)
    text = " ".join(render_comparison(made, "text").split())
    assert "Russia belongs to the CSTO" not in text
    assert "no rule here asks about is not listed" in text


def test_a_report_and_its_denial_are_told_as_a_dispute(tmp_path):
    """Nobody is asked to suppose a sentence and its contrary at once."""
    leads = ["Russia leads the CSTO"]
    made = compared(
        tmp_path,
        [f"Kazakhstan {asks} the CSTO to intervene [D4]" for asks in ("asks", "does not ask")] + leads,
        ["Ukraine asks the CSTO to intervene", *leads],
    )
    text = " ".join(render_comparison(made, "text").split())
    assert "if it were undisputed, as for Ukraine, that Kazakhstan asks the CSTO to intervene." in text
    assert "if it were disputed, as for Kazakhstan, whether Ukraine asks the CSTO to intervene." in text


@cache
def shipped_comparison(one, other):
    book = read_rulebook(shipped("rules"))
    return compare(book, *(read_case(shipped("cases") / f"{name}.toml", book) for name in (one, other)))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("kazakhstan-2022", "kyrgyzstan-2010"),
        ("georgia-2008-08-08", "ukraine-2022"),
        ("crimea-2014", "donbas-2014-04"),
    ],
)
def test_shipped_comparisons_keep_names_and_regions(one, other):
    """Names keep their capitals, and no region is told as another country's."""
    made = shipped_comparison(one, other)
    text = " ".join(render_comparison(made, "text").partition("Rules named")[0].split())
    assert not re.search(r"\b(russia|ukraine|georgia|kazakhstan|kyrgyzstan)\b", text)
    assert not re.search(
        r"(Crimea|Donbas|Sevastopol) lies in Georgia|(Abkhazia|Ossetia) lies in Ukraine", text
    )
