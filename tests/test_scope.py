"""The framework speaks of Russia and of the former Soviet republics, and of the size that is asked about."""

import pytest

from rubicon import assess, parse_case
from rubicon.judging.scope import outside
from shipped import answer, of, shipped

SENT = "Russia sends troops to Kazakhstan"
OPENLY = "Russia sends its troops to Kazakhstan openly"


def test_the_scope_is_russia_in_the_other_republics():
    """Poland, Syria and Russia itself are outside, and so is another power in Kazakhstan."""
    assert not outside(of("Kazakhstan", "2022-01-05"))
    for host in ("Poland", "Syria", "Russia"):
        assert outside(of(host, "2022-01-05"))
    text = 'title = "A case"\nas_of = 2022-01-05\nroles = { intervener = "Turkey", host = "Azerbaijan" }\n'
    assert outside(assess(shipped(), parse_case(text, shipped())))


def test_three_tiers():
    """Covert or small, openly with a thousand or more, which is the default, and on a large scale."""
    assert [tier.name for tier in shipped().framework.tiers] == ["open", "small", "large"]


@pytest.mark.parametrize(
    ("facts", "open_", "small", "large"),
    [
        ([SENT], "likely", "almost certain", "likely"),
        ([SENT, "Russia sends 150 troops to Kazakhstan", OPENLY], None, "almost certain", None),
        ([SENT, "Russia sends 3,000 troops to Kazakhstan"], "likely", "almost certain", "likely"),
        (
            [SENT, "Russia sends 3,000 troops to Kazakhstan", OPENLY],
            "almost certain",
            "almost certain",
            "likely",
        ),
        (
            [SENT, "Russia sends 60,000 troops to Kazakhstan", OPENLY],
            "almost certain",
            "almost certain",
            "almost certain",
        ),
    ],
)
def test_almost_certain_needs_reports_that_fit_the_tier(facts, open_, small, large):
    """A report of troops of unknown number or manner makes it likely and no more; a few that are counted, not that."""
    for tier, expected in (("open", open_), ("small", small), ("large", large)):
        said = answer(of("Kazakhstan", "2022-01-06", *(f"B2|{fact}" for fact in facts), tier=tier))
        if expected is None:
            assert said not in ("likely", "almost certain")
        else:
            assert said == expected


def test_a_number_sent_is_troops_sent():
    """A hundred and fifty sent are troops sent."""
    found = of("Kyrgyzstan", "2010-06-13", "B2|Russia sends 150 troops to Kyrgyzstan")
    assert found.verdict("Russia sends troops to Kyrgyzstan").truth is True
