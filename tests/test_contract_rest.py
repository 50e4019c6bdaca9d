"""Sentences of the contract that no other test holds: DESIGN 2.1, 2.2, 2.3, 2.4, 2.5 and 3."""

import pytest

from books import FRAMEWORK, write_book, write_case
from contract import WORDS, case, fact, judged, rule, standing, world
from faults import run
from rubicon import assess, parse_case, read_rulebook
from rubicon.judging.weighing import origins_of

YES, NO = "Anna protests", "Anna stays calm"


def test_hints_bear_on_find_alone(tmp_path, monkeypatch):
    """DESIGN 2.1: other words for a statement let `find` find it, and change no judgement."""
    monkeypatch.chdir(tmp_path)
    plain = 'form = "{x:actor} marches"\n'
    hinted = WORDS.replace(plain, f'{plain}    hints = ["takes to the avenues"]\n')
    told, found = [], []
    for words in (WORDS, hinted):
        world(tmp_path / "rules", {"a/b": rule(["?x marches"], "?x votes")}, vocabulary=words)
        book = read_rulebook("rules")
        told.append(
            [
                standing(assess(book, parse_case(case("Anna marches"), book)), one)
                for one in ("Anna votes", YES)
            ]
        )
        found.append("Anna marches" in run("find", "Anna takes to the avenues", "--format", "text").stdout)
    assert told[0] == told[1]
    assert found == [False, True]


def test_what_a_rule_contests_never_bears_on_judging(tmp_path):
    """DESIGN 2.2: that a conflict is meant is for editors; what stands is what stands without it."""
    outcomes = []
    for more in ({}, {"contests": ["a/for"]}):
        rules = {"a/for": rule(["Anna marches"], YES), "a/against": rule(["Anna marches"], NO, **more)}
        outcomes.append(standing(judged(tmp_path / str(len(outcomes)), rules, "Anna marches"), YES))
    assert outcomes == [(None, "contested", None)] * 2


def test_a_section_is_told_by_its_names_for_met_and_not_met(tmp_path, monkeypatch):
    """DESIGN 2.3: a section may have a name in the report for when it is met, and another for when it is not."""
    monkeypatch.chdir(tmp_path)
    named = '    kind = "variable"\n    met = "friends within"\n    not_met = "no friend within"\n'
    presumed = """
        title = "Nobody is presumed to support it"
        if = ["intervention by ?intervener in ?host is considered",
              "nothing shows that local elements in ?host support intervention by ?intervener"]
        then = "it is false that local elements in ?host support intervention by ?intervener"
        because = "Nobody is known to."
    """
    write_book(
        tmp_path / "rules",
        framework=FRAMEWORK.replace('    kind = "variable"\n', named),
        local_support__presumed=presumed,
    )
    write_case(tmp_path / "case.toml")
    met = run("assess", "case.toml", "--format", "text").stdout.casefold()
    asks = "Kazakhstan asks the CSTO to intervene"
    unmet = run("assess", "case.toml", "--format", "text", "--without", asks).stdout.casefold()
    assert ("friends within" in met, "no friend within" in met) == (True, False)
    assert "no friend within" in unmet


SOURCES = """
[source.wire]
title = "A wire"
publisher = "Wire"
[source.paper]
title = "A paper"
publisher = "Paper"
origin = "Wire"
[source.blog]
title = "A blog"
publisher = "Paper"
[source.bare]
title = "Bare"
[source.other]
title = "Other"
"""


def told(tmp_path, *facts, head=""):
    """Judge a case of sources that have origins and publishers or none."""
    book = read_rulebook(world(tmp_path / "rules"))
    return assess(book, parse_case(case(head=head) + SOURCES + "\n".join(facts), book))


@pytest.mark.parametrize(
    ("reports", "origins"),
    [
        ([("wire", "B2"), ("paper", "B2")], 1),  # the paper has it from the wire
        ([("paper", "B2"), ("blog", "B2")], 2),  # the publisher counts only where no origin is named
        ([("wire", "B2"), ("blog", "B2")], 2),
        ([("bare", "B2"), ("other", "B2")], 2),  # a source without a publisher is its own origin
        ([("bare", "B2"), (None, "B2")], 1),  # a fact without a source has none
        ([("bare", "B2"), ("other", "C3")], 2),
        ([("bare", "B2"), ("other", "D3")], 1),  # what is worse than C and 3 confirms nothing
        ([("bare", "B2"), ("other", "C4")], 1),
        ([("bare", "B2"), ("other", None)], 1),
        ([(None, "B2")], 0),
    ],
)
def test_an_origin_is_named_or_the_publisher_or_the_source(tmp_path, reports, origins):
    """DESIGN 2.4: a sentence has so many origins as its reports in force that are no worse than C and 3 have."""
    facts = [fact(YES, grade, **({"source": source} if source else {})) for source, grade in reports]
    found = told(tmp_path, *facts)
    assert origins_of(found.judgement.firings.facts) == origins
    assert standing(found, YES) == (True, "definite", "high" if origins > 1 else "moderate")


def test_supersession_goes_by_source_and_not_by_origin(tmp_path):
    """DESIGN 2.4: a later report ends one of the same source; one of the same origin conflicts with it."""
    earlier, later = (
        {"on": "2022-01-01", "known": "2022-01-01"},
        {"on": "2022-01-03", "known": "2022-01-03"},
    )
    of = {
        source: told(
            tmp_path / source,
            days(fact(YES, "C3", source="wire"), earlier),
            days(fact(NO, "C3", source=source), later),
            head="as_of = 2022-01-05",
        )
        for source in ("wire", "paper")
    }
    assert standing(of["wire"], YES)[:2] == (False, "defeasible")
    assert standing(of["paper"], YES)[:2] == (None, "contested")


def days(text, named):
    """Add days to the text of a fact."""
    return text + "".join(f"{key} = {value}\n" for key, value in named.items())


def test_what_has_one_origin_is_at_most_moderate(tmp_path):
    """DESIGN 2.4: a case's assertion with one origin is at most moderate; background and what is assumed for a run are not capped."""
    assert standing(told(tmp_path / "one", fact(YES, "A2", source="wire")), YES)[2] == "moderate"
    both = [fact(YES, "A2", source="wire"), fact(YES, "A2", source="blog")]
    assert standing(told(tmp_path / "two", *both), YES)[2] == "high"
    background = f'[[fact]]\nthat = "{YES}"\nsource = "work"\ngrade = "A2"\n'
    book = read_rulebook(world(tmp_path / "background", background=background))
    assert standing(assess(book, parse_case(case(), book)), YES)[2] == "high"
    rules = {"a/b": rule([YES], "Anna votes")}
    given = judged(tmp_path / "above", rules, fact(YES, "A2", source="one"))
    assert standing(given, "Anna votes")[2] == "moderate"


def test_nothing_is_confirmed_by_a_single_origin(tmp_path):
    """DESIGN 2.4: credibility 1 with fewer than two origins counts as 2, and from the day of the second as 1."""
    one, other = fact(YES, "C1", source="wire"), fact(NO, "C2", source="bare")
    second = days(fact(YES, "C1", source="blog"), {"known": "2022-01-04"})
    assert standing(told(tmp_path / "one", one, other), YES)[:2] == (None, "contested")
    before = told(tmp_path / "before", one, second, other, head="as_of = 2022-01-03")
    after = told(tmp_path / "after", one, second, other, head="as_of = 2022-01-04")
    assert standing(before, YES)[:2] == (None, "contested")
    assert standing(after, YES)[:2] == (True, "defeasible")


def test_no_judgement_reads_the_outcome(tmp_path, monkeypatch):
    """DESIGN 2.5: an answer is the same bytes whatever came of the case, and without a word of that."""
    monkeypatch.chdir(tmp_path)
    write_book(tmp_path / "rules")
    came = '[outcome]\nhappened = {}\n{}summary = "What came, came."\n'
    answers = []
    for outcome in ("", came.format("true", "on = 2022-01-06\n"), came.format("false", "")):
        write_case(tmp_path / "case.toml", extra=outcome)
        commands = (("assess",), ("assess", "--pivots"), ("timeline",), ("pivots",))
        answers.append([run(*one[:1], "case.toml", *one[1:]).stdout for one in commands])
    assert answers[0] == answers[1] == answers[2]
    assert "What came" not in "".join(answers[0])
