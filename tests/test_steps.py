"""Single steps: what one reply, or one report taken away, does to the answer, beside the whole search."""

import pytest

from reported import TOP, shipped
from rubicon.judging.assessing import assess
from rubicon.supposing.finding import pivots_of
from rubicon.supposing.steps import steps_of

NAMES = sorted(path.stem for path in (TOP / "cases").glob("*.toml"))


@pytest.mark.parametrize("name", NAMES)
def test_single_steps_are_those_of_the_whole_search(name):
    """Replies and doubtful reports that change the answer alone are the changes of one move; so are linchpins."""
    assessment = assess(*shipped(name))
    told, found = steps_of(assessment), pivots_of(assessment)
    single = {change.moves[0]: change.answer.literal for change in found.changes if len(change.moves) == 1}
    mine = {step.move: step.answer for step in told.steps}
    doubts = {doubt.literal for doubt in found.doubts}
    asked = {
        move: answer for move, answer in mine.items() if move.act != "withdraw" or move.literal in doubts
    }
    assert asked.items() >= single.items()
    assert len(asked) == len(single) or found.more
    lost = {move.literal: answer for move, answer in mine.items() if move.act == "withdraw"}
    for pin in found.linchpins:
        if any(fact.basis != "background" for fact in pin.facts):
            assert lost[pin.literal] == pin.answer.literal
    assert told.questions == len(found.questions)


def test_some_case_has_single_steps():
    """The comparison above is of something: replies and losses both occur among the shipped cases."""
    acts = {step.move.act for name in NAMES for step in steps_of(assess(*shipped(name))).steps}
    assert {"yes", "withdraw"} <= acts
