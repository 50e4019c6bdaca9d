"""What the author coded himself: all five variables met in Georgia, eastern Ukraine and Kazakhstan."""

from click.testing import CliRunner

from rubicon.cli import main
from shipped import TOP, answer, library, shipped, variables

MET = dict.fromkeys(("trigger", "local-support", "military-reaction", "feasibility", "cost"), True)


def test_georgia_in_2008():
    """All five met, and likely, on the day of the attack."""
    found = library("georgia-2008-08-08")
    assert variables(found) == MET
    assert answer(found) == "likely"


def test_kazakhstan_in_2022():
    """All five met, and likely, on the day of the request."""
    found = library("kazakhstan-2022")
    assert variables(found) == MET
    assert answer(found) == "likely"


def test_eastern_ukraine_in_2014_departs_on_the_price_and_says_so():
    """Coded by the day, four of five are met in April; the price is not low, and the report and the case say why."""
    found = library("donbas-2014-04")
    assert variables(found) == {**MET, "cost": False}
    assert answer(found) == "unlikely"
    assert any("eastern Ukraine in 2014" in miss for miss in shipped().framework.misses)
    for name in ("donbas-2014-04", "donbas-2014-08"):
        told = CliRunner().invoke(main, ["assess", str(TOP / "cases" / f"{name}.toml"), "--format", "text"])
        assert "departs from the author's" in " ".join(told.stdout.split())


def test_ukraine_in_december_2021_stays_unlikely():
    """His own forecast, and wrong."""
    assert answer(library("ukraine-2021")) == "unlikely"


def test_without_the_words_of_the_day_the_price_in_kazakhstan_is_presumed():
    """The answer is then likely still, at low confidence, since a low price rests on silence alone."""
    cost = "Russia expects low political and economic costs from intervention in Kazakhstan"
    said = "the likelihood of intervention by Russia in Kazakhstan is judged: likely"
    words = [
        f"{power} keeps to words over Kazakhstan" for power in ("the European Union", "the United States")
    ]
    assert library("kazakhstan-2022").verdict(said).confidence == "moderate"
    found = library("kazakhstan-2022", without=words)
    assert answer(found) == "likely"
    assert found.verdict(cost).confidence == found.verdict(said).confidence == "low"
