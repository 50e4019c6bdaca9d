"""What an example asserts of the explanation: by what, because of what, and how a conclusion stands."""

import pytest

from books import write_book
from rubicon.editing.check import check
from rubicon.reading import read_rulebook

SUPPORT = "local elements in Kazakhstan support intervention by Russia"

RULE = """
title = "A poll is local support"
if = ["?intervener leads ?_alliance", "?host asks ?_anyone to intervene"]
then = "local elements in ?host support intervention by ?intervener"
overrides = ["topic/against"]
because = "They were asked."
[[example]]
given = ["Kazakhstan asks the CSTO to intervene", "Russia leads the CSTO"]
expect = ["local elements in Kazakhstan support intervention by Russia"]
{asserted}
"""

AGAINST = """
title = "Disputed authority is no support"
if = ["the authority of the government of ?host is disputed", "?intervener leads ?_alliance"]
then = "it is false that local elements in ?host support intervention by ?intervener"
because = "Nobody speaks for them."
[[example]]
given = ["the authority of the government of Kazakhstan is disputed", "Russia leads the CSTO"]
false = ["local elements in Kazakhstan support intervention by Russia"]
{asserted}
[[example]]
given = ["Russia leads the CSTO"]
refuse = ["it is false that local elements in Kazakhstan support intervention by Russia"]
{refused}
"""


def failures(tmp_path, rule: str = "", against: str = "", refused: str = "") -> list[str]:
    """Return what fails of the examples of two rules that assert more."""
    book = write_book(
        tmp_path,
        topic__rule=RULE.replace("{asserted}", rule),
        topic__against=AGAINST.replace("{asserted}", against).replace("{refused}", refused),
    )
    problems = check(read_rulebook(book)).problems
    return [f"{one.what}\n{one.remedy}" for one in problems if not one.warning]


@pytest.mark.parametrize(
    "asserted",
    [
        'by = "topic/rule"',
        'because_of = ["Russia leads the CSTO", "Kazakhstan asks the CSTO to intervene"]',
        'standing = "defeasible"',
        'standing = "established"',
    ],
)
def test_what_is_so_passes(tmp_path, asserted):
    """The rule that concludes, the facts it rests on and the standing it has are not complained of."""
    assert failures(tmp_path, asserted) == []


@pytest.mark.parametrize(
    ("asserted", "told"),
    [
        ('by = "topic/against"', "should stand by topic/against\nIt stands by topic/rule."),
        (
            'because_of = ["Ukraine asks the CSTO to intervene"]',
            'should rest on "Ukraine asks the CSTO to intervene"\nIt rests on:\n  Russia leads the CSTO\n  Kazakhstan asks',
        ),
        ('standing = "definite"', "should be definite\nIt is defeasible."),
    ],
)
def test_what_is_not_so_fails(tmp_path, asserted, told):
    """A failure says what was asserted, and how it is."""
    (failure,) = failures(tmp_path, asserted)
    assert failure.startswith(f'example 1 fails: "{SUPPORT}" ')
    assert told in failure


def test_a_conclusion_to_the_contrary_is_explained_likewise(tmp_path):
    """What is asserted beside `false` is asserted of the denial."""
    assert failures(tmp_path, against='by = "topic/against"\nstanding = "defeasible"') == []
    (failure,) = failures(tmp_path, against='by = "topic/rule"')
    assert f'"it is false that {SUPPORT}" should stand by topic/rule' in failure


def test_what_is_refused_may_be_said_to_be_unknown_or_contested(tmp_path):
    """`standing` tells why something is not concluded."""
    assert failures(tmp_path, refused='standing = "unknown"') == []
    (failure,) = failures(tmp_path, refused='standing = "contested"')
    assert "should be contested\nIt is unknown." in failure


def test_what_the_example_gives_stands_by_no_rule(tmp_path):
    """A sentence that is given is carried by itself."""
    (failure,) = failures(
        tmp_path,
        f'by = "topic/rule"\n[[example]]\ngiven = ["{SUPPORT}"]\nexpect = ["{SUPPORT}"]\nby = "topic/rule"',
    )
    assert "should stand by topic/rule\nIt stands by what is given." in failure


def test_an_unknown_rule_in_by_is_an_error(tmp_path):
    """A misspelt rule is named with the one that was meant."""
    (failure,) = failures(tmp_path, 'by = "topic/rul"')
    assert failure == 'unknown rule "topic/rul" in `by`\nDid you mean "topic/rule"?'
