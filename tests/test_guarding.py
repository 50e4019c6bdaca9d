"""What of a rule no example guards, and the example that is proposed."""

from textwrap import dedent

import pytest
from click.testing import CliRunner

from books import REQUEST, write_book
from rubicon.cli import main

CLEAN = {
    "local-support__request": None,
    "likelihood__supported": None,
    "likelihood__unsupported": None,
}

RULE = """
    title = "R"
    if = [{lines}]
    then = "local elements in ?host support intervention by ?leader"
    {more}
    because = "They were asked."
    [[example]]
    given = [{given}]
    expect = ["local elements in Kazakhstan support intervention by Russia"]
"""
LINES = '"?host asks ?guarantor to intervene", "?leader leads ?guarantor"'
GIVEN = '"Kazakhstan asks the CSTO to intervene", "Russia leads the CSTO"'
DISPUTED = "the authority of the government of ?host is disputed"
RIVAL = """
    title = "A denial"
    if = ["the authority of the government of ?host is disputed", "?leader leads ?_alliance"]
    then = "it is false that local elements in ?host support intervention by ?leader"
    because = "Nobody speaks for them."
    [[example]]
    given = ["the authority of the government of Ukraine is disputed", "Russia leads the CSTO"]
    false = ["local elements in Ukraine support intervention by Russia"]
    [[example]]
    given = ["the authority of the government of Ukraine is disputed"]
    refuse = ["it is false that local elements in Ukraine support intervention by Russia"]
"""


def analysed(folder, *arguments):
    command = ["rules", "check", "--analyse", *arguments, "--rules", str(folder), "--no-cache"]
    done = CliRunner().invoke(main, command, catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.stdout


@pytest.mark.parametrize(
    ("lines", "given", "more", "line"),
    [
        pytest.param(
            f'{LINES}, "{DISPUTED}"',
            f'{GIVEN}, "the authority of the government of Kazakhstan is disputed"',
            "",
            f"The condition “{DISPUTED}”",
            id="condition",
        ),
        pytest.param(LINES, GIVEN, f'unless = ["{DISPUTED}"]', f"The exception “{DISPUTED}”", id="exception"),
        pytest.param(
            LINES, GIVEN, 'overrides = ["topic/rival"]', "That it overrides “topic/rival”", id="override"
        ),
        pytest.param(
            f'{LINES}, "nothing shows that {DISPUTED}"',
            GIVEN,
            "",
            f"The condition “nothing shows that {DISPUTED}”",
            id="absence",
        ),
        pytest.param(
            f'{LINES}, "?leader sends ?n troops to ?host", "?n >= 1,000"',
            f'{GIVEN}, "Russia sends 2,000 troops to Kazakhstan"',
            "",
            "The condition “?n >= 1,000”",
            id="number",
        ),
        pytest.param(
            f'{LINES}, "?leader is not ?host"',
            GIVEN,
            "",
            "The condition “?leader is not ?host”",
            id="identity",
        ),
        pytest.param(
            f'{LINES}, ["{DISPUTED}", "?leader sends 500 troops to ?host"]',
            f'{GIVEN}, "the authority of the government of Kazakhstan is disputed"',
            "",
            "“?leader sends 500 troops to ?host”",
            id="alternative",
        ),
    ],
)
def test_the_example_that_is_proposed_guards_the_line(tmp_path, lines, given, more, line):
    """An unguarded line is named with an example; pasted into the file it passes, and the line is guarded."""
    text = dedent(RULE).format(lines=lines, given=given, more=more)
    book = write_book(tmp_path, topic__rule=text, topic__rival=RIVAL, **CLEAN)
    told = analysed(book, "topic/rule")
    assert line in told
    proposed = [part.split("```")[0] for part in told.split("```toml\n")[1:]]
    path = book / "topic" / "rule.toml"
    path.write_text(path.read_text(encoding="utf-8") + "\n" + "\n".join(proposed), encoding="utf-8")
    assert line not in analysed(book, "topic/rule")


def test_what_is_guarded_is_not_named(tmp_path):
    """Where each line has its example there is nothing to say."""
    guard = """
        [[example]]
        given = ["Kazakhstan asks the CSTO to intervene", "Russia leads the CSTO",
                 "the authority of the government of Kazakhstan is disputed"]
        refuse = ["local elements in Kazakhstan support intervention by Russia"]
    """
    book = write_book(tmp_path, **{"local-support__request": dedent(REQUEST) + dedent(guard)})
    assert "Every condition, exception and override has an example" in analysed(book, "local-support")
