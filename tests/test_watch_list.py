"""What `pivots` asks about reads like a watch officer's list, and asks nobody absurd things."""

import html
import json
import re
from functools import cache

import pytest
from click.testing import CliRunner

from rubicon.cli import main
from shipped import TOP, answer, of, shipped

WATCHED = {
    "fire": "the separatist-held Donbas comes under armed attack",
    "evacuation": "people are evacuated from the separatist-held Donbas to Russia",
    "recognition": "Russia prepares to recognise or annex the separatist-held Donbas",
    "a vote": "authorities in the separatist-held Donbas call a vote on its status",
    "parliament": "Russia asks its parliament for leave to use force abroad",
    "hospitals and blood": "Russia sets up field hospitals or blood supplies near Ukraine",
    "fuel and bridging": "Russia brings up fuel or bridging near Ukraine",
    "reserves": "Russia calls up reservists",
    "embassies": "Russia takes its embassy staff or their families out of Ukraine",
    "seas and skies": "Russia closes seas or skies near Ukraine",
    "exercise": "an exercise of Russia near Ukraine does not end",
}


@cache
def questions(case: str, school: str = "chausovsky") -> dict[str, float]:
    """Return what `pivots` asks of a case, heaviest first: sentence to weight."""
    path = str(TOP / "cases" / f"{case}.toml")
    asked = ["pivots", path, "--school", school, "--format", "json"]
    found = CliRunner().invoke(main, asked, catch_exceptions=False)
    return {one["sentence"]: one["weight"] for one in json.loads(found.stdout)["questions"]}


def test_ukraine_in_december_2021_reads_like_a_watch_officers_list():
    """By our own inference, what announced the war is what is asked about first, and each of it weighs."""
    asked = questions("ukraine-2021", "own")
    assert set(list(asked)[: len(WATCHED)]) == set(WATCHED.values())
    assert all(asked[sentence] > 0 for sentence in WATCHED.values())


@cache
def asked_by_default(case: str, form: str) -> str:
    """Return what `pivots` prints of a case, no school named."""
    path = str(TOP / "cases" / f"{case}.toml")
    return CliRunner().invoke(main, ["pivots", path, "--format", form], catch_exceptions=False).stdout


def test_the_default_output_reads_like_a_watch_officers_list():
    """No school named, each sign is asked about with the school by which it weighs, and what it would change there."""
    elsewhere = {
        one["school"]: one for one in json.loads(asked_by_default("ukraine-2021", "json"))["elsewhere"]
    }
    own = elsewhere["own"]
    assert {one["sentence"] for one in own["questions"]} == set(WATCHED.values())
    assert (own["answer"], own["changed_by"]["answer"]) == ("roughly even chance", "likely")
    signs = own["changed_by"]["findings"]
    assert set(signs) <= set(WATCHED.values())
    path = str(TOP / "cases" / "ukraine-2021.toml")
    for told in (signs, *([one] for one in signs)):
        assumed = [part for one in told for part in ("--assume", one)]
        asked = ["assess", path, "--school", "own", "--format", "json", *assumed]
        found = json.loads(CliRunner().invoke(main, asked, catch_exceptions=False).stdout)
        assert (found["question"]["answer"] == "likely") == (told == signs)


@pytest.mark.parametrize("form", ["text", "markdown", "html"])
def test_each_form_of_the_default_output_asks_what_other_schools_would(form):
    """The questions stand under the school that would ask them, in words."""
    told = re.sub(r"<[^>]+>|\*\*|^[-*] ", "", asked_by_default("ukraine-2021", form), flags=re.MULTILINE)
    told = " ".join(html.unescape(told).split())
    told = told[told.index("Other schools would also ask") :]
    assert "Our own inference, added to the five variables: roughly even chance (45–55%). If " in told
    for question in (
        "Has Russia set up field hospitals or brought blood to its forces near Ukraine?",
        "Has Russia called up reservists or ordered mobilisation?",
        "Is Russia's upper house being asked to allow the use of force abroad?",
    ):
        assert question in told


def test_a_school_named_is_asked_alone():
    """With `--school` nobody else is judged; a sentence is asked about in one school alone, too."""
    path = str(TOP / "cases" / "ukraine-2021.toml")
    for more in (["--school", "own"], ["--about", "Russia masses troops near Ukraine"]):
        asked = ["pivots", path, "--format", "json", *more]
        assert json.loads(CliRunner().invoke(main, asked, catch_exceptions=False).stdout)["elsewhere"] == []


@pytest.mark.parametrize("case", ["kazakhstan-2022", "moldova-2022", "donbas-2014-04"])
def test_what_other_schools_would_ask_is_what_they_ask_when_they_are_named(case):
    """Asked by itself each school gives the same weight to it, and all else that weighs there weighs by default, too."""
    told = json.loads(asked_by_default(case, "json"))
    weighing = {one["sentence"] for one in told["questions"] if one["weight"]}
    assert told["elsewhere"]
    for one in told["elsewhere"]:
        alone = {sentence for sentence, weight in questions(case, one["school"]).items() if weight}
        assert {some["sentence"] for some in one["questions"]} == alone - weighing


def test_the_authors_school_is_not_moved_by_signs_alone():
    """He said unlikely in spite of a buildup: the same list is asked about there, and none of it weighs alone."""
    asked = questions("ukraine-2021")
    assert len(set(asked) & set(WATCHED.values())) >= len(WATCHED) - 2
    assert all(asked.get(sentence, 0) == 0 for sentence in WATCHED.values())


def test_passports_and_appeals_are_asked_about():
    """What makes a claim to protect, and a partner, where the day does not tell."""
    asked = questions("georgia-2008-08-07")
    assert "Russia gives its passports to people in Abkhazia" in asked
    assert "authorities in Abkhazia ask Russia for troops" in asked


@pytest.mark.parametrize("case", ["kazakhstan-2022", "ukraine-2021", "armenia-2022", "georgia-2008-08-08"])
def test_nobody_is_asked_whether_an_ally_or_an_attacker_fights_the_power(case):
    """Ready to fight says against whom, and is asked only of those who could come to fight for the country."""
    asked = [sentence for sentence in questions(case) if "is ready to fight" in sentence]
    host = case.split("-")[0].title()
    for sentence in asked:
        who = re.match(r"(.+) is ready to fight Russia for ", sentence)[1]
        assert of(host, "2010-01-01").verdict(f"{who} could come to fight for {host}").truth
        assert who not in ("Armenia", "Belarus", "Azerbaijan", "the CSTO", "Kyrgyzstan", "Russia", host)


def test_the_powers_of_weight_are_asked_about_where_the_case_is_silent():
    """The United States, the European Union, China and Turkey are asked whether they would punish it."""
    asked = " ".join(questions("kazakhstan-2022"))
    for power in ("the United States", "the European Union", "China", "Turkey"):
        assert f"{power} signals no penalty" in asked


def test_every_region_of_the_host_is_asked_about():
    """Whether or not the case names it; not a region that the power has annexed, and none of another country."""
    asked = " ".join(questions("georgia-2008-08-07"))
    assert "Abkhazia" in asked
    assert "Adjara" in asked
    assert "Transnistria" not in asked
    assert "Crimea comes under armed attack" not in questions("ukraine-2021")


def test_signs_of_three_kinds_beside_a_massed_force_make_it_likely_by_our_own_inference():
    """Two are not enough. The author said unlikely in spite of a buildup, so that his school is not moved by them."""
    massed = "B2|Russia masses troops near Ukraine"
    signs = [
        "B2|Russia sets up field hospitals or blood supplies near Ukraine",
        "B2|Russia calls up reservists",
        "B2|the United States takes its embassy staff or their families out of Ukraine",
    ]
    threat = "B2|the United States threatens Russia with severe sanctions over Ukraine"
    assert answer(of("Ukraine", "2021-04-08", massed, threat)) == "unlikely"
    assert answer(of("Ukraine", "2021-04-08", massed, threat, *signs[:2])) == "unlikely"
    assert answer(of("Ukraine", "2021-04-08", massed, threat, *signs)) == "unlikely"
    assert answer(of("Ukraine", "2021-04-08", massed, threat, *signs[:2], schools=["own"])) == "unlikely"
    assert answer(of("Ukraine", "2021-04-08", massed, threat, *signs, schools=["own"])) == "likely"


def test_every_sign_has_a_question_and_a_coding_rule():
    """Form, denied, ask and means, for all that the watch list asks about."""
    for statement in shipped().vocabulary.statements.values():
        if statement.place.path.endswith("watch.toml") and statement.ask:
            assert statement.denied
            assert statement.means
