"""Tiers of an event, the scope of a framework, and when a statement is asked: DESIGN 2.1 and 2.3."""

import json
from decimal import Decimal

import pytest
from click.testing import CliRunner

from books import FRAMEWORK, VOCABULARY, write_book, write_case
from rubicon import BadInput, assess, read_case, read_rulebook
from rubicon.cli import main
from rubicon.judging.scope import outside
from rubicon.language.conditions import Comparison, Holds

TIERS = """
    [tier.large]
    title = "on a large scale"
    event = "{intervener} sends 50,000 troops into {host}"
    considered = "the authority of the government of {host} is disputed"
    [tier.open]
    title = "openly"
    event = "{intervener} sends 1,000 troops into {host}"
    base_rate = { share = 0.005, of = "windows of 60 days", until = 2021-12-31, source = "count" }
    default = true
"""
SCOPE = 'scope = ["?intervener is Russia", "?host asks the CSTO to intervene"]\n    asks_about = ["CSTO"]\n'
SOURCES = '[source.count]\ntitle = "Our own count"\n'


@pytest.fixture
def book(tmp_path, monkeypatch):
    """Write a rulebook with tiers and a scope, and stand beside it."""
    framework = FRAMEWORK.replace("    horizon", f"    {SCOPE}    horizon") + TIERS
    vocabulary = VOCABULARY.replace(
        '    ask = "Has {host} asked {guarantor} for troops?"\n',
        '    ask = "Has {host} asked {guarantor} for troops?"\n'
        '    ask_if = ["?guarantor is not ?host"]\n    hints = ["a call for troops"]\n',
    )
    write_book(tmp_path / "rules", framework=framework, vocabulary=vocabulary)
    (tmp_path / "rules/sources.toml").write_text(SOURCES, encoding="utf-8")
    write_case(tmp_path / "case.toml")
    monkeypatch.chdir(tmp_path)
    return read_rulebook("rules")


def run(*arguments):
    return CliRunner().invoke(main, [*arguments], catch_exceptions=False)


def test_what_the_framework_says_is_read(book):
    """Tiers with their base rates, the default first; scope, scale, noun, and whom it always asks about."""
    framework = book.framework
    assert [tier.name for tier in framework.tiers] == ["open", "large"]
    assert framework.event == framework.tiers[0].event == "{intervener} sends 1,000 troops into {host}"
    rate = framework.tiers[0].base_rate
    assert (rate.share, rate.source.title) == (Decimal("0.005"), "Our own count")
    assert [type(line) for line in framework.scope] == [Comparison, Holds]
    assert (framework.scale, framework.noun, framework.asks_about) == ("ICD 203", "variable", ("the CSTO",))


def test_a_statement_may_say_when_it_is_asked_and_what_else_it_is_called(book):
    """`ask_if` and `hints` are kept for those who ask and search."""
    assert [line.text for line in book.ask_if["asks"]] == ["?guarantor is not ?host"]
    assert book.vocabulary.statements["asks"].hints == ("a call for troops",)


def test_a_run_judges_one_tier(book):
    """The default tier, or the one asked for: its event is printed, and what it considers is asserted."""
    case = read_case("case.toml", book)
    plain, large = assess(book, case), assess(book, case, tier="large")
    disputed = "the authority of the government of Kazakhstan is disputed"
    assert plain.verdict(disputed).truth is None
    assert large.verdict(disputed).truth is True
    shown = json.loads(run("assess", "case.toml", "--tier", "large", "--format", "json").stdout)
    assert "50,000" in shown["question"]["event"]
    with pytest.raises(BadInput, match='unknown tier "larg"'):
        assess(book, case, tier="larg")


def test_the_outcome_of_a_tier_is_the_one_it_is_scored_on(book, tmp_path):
    """`[outcome]` is the default tier's, `[outcome.NAME]` another's, and without one a tier is not scored."""
    text = (tmp_path / "case.toml").read_text(encoding="utf-8")
    (tmp_path / "case.toml").write_text(
        text + "\n[outcome]\nhappened = true\non = 2022-01-06\n", encoding="utf-8"
    )

    def scored(*arguments):
        return json.loads(run("backtest", "case.toml", "--format", "json", *arguments).stdout)["cases"]

    assert scored()[0]["happened"] is True
    assert scored("--tier", "large") == []
    (tmp_path / "case.toml").write_text(text + "\n[outcome.large]\nhappened = false\n", encoding="utf-8")
    assert scored() == []
    assert scored("--tier", "large")[0]["happened"] is False


def test_the_scope_holds_where_each_line_is_definite(book):
    """A line over the roles that is not definite is outside, and so is what is unknown; strict runs refuse."""
    case = read_case("case.toml", book)
    inside = assess(book, case, assume=["Kazakhstan asks the CSTO to intervene"])
    beyond = assess(book, case, without=["Kazakhstan asks the CSTO to intervene"])
    assert outside(inside) == ()
    assert [line.text for line in outside(beyond)] == ["?host asks the CSTO to intervene"]
    asks = "Kazakhstan asks the CSTO to intervene"
    assert run("assess", "case.toml", "--strict-scope", "--assume", asks).exit_code == 0
    refused = run("assess", "case.toml", "--strict-scope", "--without", asks)
    assert refused.exit_code == 1
    assert "the case lies outside the scope of the framework" in refused.stderr
    assert asks.replace("Kazakhstan", "?host") in refused.stderr
