"""Faults B: what is judged, read or scored is not what DESIGN says it means."""

import json
import re
import unicodedata

import pytest

from books import FRAMEWORK, write_book, write_case
from contract import case, fact, rule, world
from faults import actors, case_message, desk, flat, made, message, rule_message, run, told
from rubicon import BadInput, assess, parse_case, read_rulebook

DEAD = """
    [kind.actor]
    [kind.place]
    [statement.killed]
    form = "{n:number} people are killed at {p:place} on {d:date}"
    [statement.stirs]
    form = "{x:actor} stirs"
    [statement.mourns]
    form = "{x:actor} mourns"
"""
EVENTS = [
    "10 people are killed at Osh on 2010-06-10",
    "20 people are killed at Jalal-Abad on 2010-06-10",
    "5 people are killed at Osh on 2010-06-11",
    "Anna stirs",
]
LINKED = """
    [kind.actor]
    [statement.alpha]
    form = "{x:actor} is alpha"
    [statement.beta]
    form = "{x:actor} is beta"
    [statement.knows]
    form = "{x:actor} knows {y:actor}"
    [statement.reaches]
    form = "{x:actor} reaches {y:actor}"
"""


@pytest.fixture
def here(tmp_path, monkeypatch):
    """Stand in an empty folder."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


# --- B1: what a sum has entries of -------------------------------------------------------------------------


def totalled(folder, function, limit):
    """Tell whether a condition on the number of dead holds."""
    asked = f"{function} ?_n over ?_d: ?_n people are killed at ?_p on ?_d is {limit}"
    people = actors("Anna") + actors("Osh", "Jalal-Abad", kind="place")
    rules = {"t/r": rule(["?x stirs", asked], "?x mourns")}
    book = read_rulebook(world(folder / "rules", rules, vocabulary=DEAD, entities=people, sources=None))
    return assess(book, parse_case(case(*EVENTS), book)).verdict("Anna mourns").truth is True


@pytest.mark.parametrize(
    ("function", "limit", "holds"),
    [
        ("the sum of", "at most 25", False),
        ("the sum of", "at most 34", False),
        ("the sum of", "at most 35", True),
        ("the sum of", "at least 35", True),
        ("the sum of", "at least 36", False),
        ("the largest", "at least 20", True),
        ("the largest", "at least 21", False),
        ("the largest", "at most 20", True),
        ("the largest", "at most 19", False),
        ("the smallest", "at least 5", True),
        ("the smallest", "at most 5", True),
        ("the smallest", "at least 6", False),
    ],
)
def test_a_sum_has_an_entry_for_each_combination_of_the_other_slots(tmp_path, function, limit, holds):
    """B1: 10 dead at Osh and 20 at Jalal-Abad on one day are two entries; `over` only orders the report."""
    assert totalled(tmp_path, function, limit) is holds


def test_the_sum_told_is_the_sum(here):
    """B1: the report tells the total, and no range where nothing is in dispute."""
    totalled(here, "the sum of", "at least 1")
    (here / "case.toml").write_text(case(*EVENTS), encoding="utf-8")
    text = told("why", "case.toml", "Anna mourns")
    assert "35" in text
    assert "between 15 and 25" not in text


# --- B2: back-testing without ranges -----------------------------------------------------------------------

BARE = re.sub(r"    \[ranges\]\n(    \".*\n)+", "", FRAMEWORK)
OUTCOME = '[outcome]\nhappened = true\non = 2022-01-07\nsummary = "It came."\n'


def test_an_ordered_answer_without_ranges_is_an_error_of_the_framework(tmp_path):
    """B2: words of likelihood without ranges cannot be scored; the framework says so when it is read."""
    found = message(read_rulebook, write_book(tmp_path / "rules", framework=BARE))
    assert "framework.toml" in found
    assert "ranges" in found


def test_a_likely_answer_is_never_scored_as_no_call(here):
    """B2: "likely" is a call; where it cannot be scored the run ends with the reason, and no score."""
    write_book(here / "rules", framework=BARE)
    write_case(here / "case.toml", extra=OUTCOME)
    result = run("backtest", "case.toml")
    assert "no call; it happened" not in result.stdout
    assert result.exit_code == 1 or "right" in result.stdout


def test_a_yes_is_scored_without_ranges(here):
    """B2: an answer that is yes or no needs no ranges, and is a call."""
    framework = BARE.replace(
        "the likelihood of intervention by {intervener} in {host} is judged: ?level",
        "local elements in {host} support intervention by {intervener}",
    )
    write_book(here / "rules", framework=framework)
    write_case(here / "case.toml", extra=OUTCOME)
    text = told("backtest", "case.toml")
    assert "no call; it happened" not in text
    assert "right: it happened" in text


# --- B3: a number that may be read in two ways -------------------------------------------------------------


@pytest.mark.parametrize("number", ["2.500", "10.000", "999.125"])
def test_a_number_with_three_decimals_is_refused_in_a_fact(tmp_path, number):
    """B3: 2.500 may be two and a half or two thousand five hundred; both readings are offered."""
    found = case_message(tmp_path, f"Anna has {number} troops")
    assert number in found
    assert re.search(number.replace(".", ",?") + r"(?!\d)", found.replace(number, ""))
    assert f"{number}0" in found


@pytest.mark.parametrize(
    "line",
    [
        "?n >= 2.500",
        "?n > 3 * 2.500",
        "?x has 2.500 troops",
        "the sum of ?_m over ?_y: ?_y has ?_m troops is at least 2.500",
        "every reported ?_m: ?x has ?_m troops is at least 2.500",
    ],
)
def test_a_number_with_three_decimals_is_refused_in_a_rule(tmp_path, line):
    """B3: the same in every condition that holds a number."""
    found = rule_message(tmp_path, rule(["?x has ?n troops", "?n >= 1", line], "?x marches"))
    assert "2,500" in found or re.search(r"\b2500\b", found)
    assert "2.5000" in found


def test_a_number_with_three_decimals_is_refused_in_an_argument(here):
    """B3: the same in what is assumed."""
    world(here / "rules")
    (here / "case.toml").write_text(case("Anna marches"), encoding="utf-8")
    result = run("assess", "case.toml", "--assume", "Anna has 2.500 troops")
    assert result.exit_code == 1
    assert "2.5000" in result.stderr


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        ("1.5", "1.5"),
        ("0.500", "0.5"),
        ("2.25", "2.25"),
        ("1000.500", "1000.5"),
        ("2,500", "2500"),
        ("1e3", "1000"),
        ("2.1250", "2.1250"),
    ],
)
def test_every_other_number_is_read_and_printed_so_that_it_is_read_again(tmp_path, written, printed):
    """B3: other writings have one reading; three decimals are printed with a fourth."""
    book = read_rulebook(world(tmp_path / "rules"))
    (finding,) = assess(book, parse_case(case(f"Anna has {written} troops"), book)).findings
    assert finding.sentence == f"Anna has {printed} troops"
    (again,) = assess(book, parse_case(case(finding.sentence), book)).findings
    assert again.sentence == finding.sentence


# --- B4, B5: quoted text -----------------------------------------------------------------------------------

CAFE = 'Anna says "café"'


@pytest.mark.parametrize(("in_rule", "in_case"), [("NFC", "NFD"), ("NFD", "NFC")])
def test_a_quoted_text_is_one_text_in_every_normal_form(tmp_path, in_rule, in_case):
    """B4: a rule and a fact that quote the same letters, composed or not, speak of one text."""
    condition = unicodedata.normalize(in_rule, CAFE.replace("Anna", "?x"))
    book = read_rulebook(world(tmp_path / "rules", {"a/b": rule([condition], "?x votes")}))
    read = parse_case(case(unicodedata.normalize(in_case, CAFE)), book)
    assessment = assess(book, read)
    assert assessment.verdict("Anna votes").truth is True
    assert assessment.verdict(unicodedata.normalize(in_rule, CAFE)).truth is True
    found = [one.sentence for one in assessment.findings if "says" in one.sentence]
    assert found == [unicodedata.normalize("NFC", CAFE)]


def quoting(*texts):
    """Return facts that quote texts, written in TOML's literal strings, where a backslash is a backslash."""
    return [f'[[fact]]\nthat = \'Anna says "{text}"\'\ngrade = "A1"\n' for text in texts]


def test_a_backslash_in_a_quoted_text_stands_for_itself(tmp_path):
    r"""B5: "C:\new" and "C:new" are two texts, and the first is printed as it was written."""
    book = read_rulebook(world(tmp_path / "rules"))
    found = {
        one.sentence for one in assess(book, parse_case(case(*quoting("C:\\new", "C:new")), book)).findings
    }
    assert found == {'Anna says "C:\\new"', 'Anna says "C:new"'}


def test_a_backslash_before_a_quote_escapes_it(tmp_path):
    r"""B5: \" is a quote inside the text; what is printed is read again as the same text."""
    book = read_rulebook(world(tmp_path / "rules"))
    (one,) = assess(book, parse_case(case(*quoting('say \\"so\\" now')), book)).findings
    (again,) = assess(book, parse_case(case(fact(one.sentence)), book)).findings
    assert again.sentence == one.sentence
    assert one.sentence.count('"') == 4


def test_a_quoted_text_cannot_end_in_a_backslash(tmp_path):
    """B5: a text that ends in one is an error, never another text."""
    book = read_rulebook(world(tmp_path / "rules"))
    with pytest.raises(BadInput):
        parse_case(case(*quoting("C:\\")), book)


# --- B6: long chains ---------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def chain(tmp_path_factory):
    """Make a chain of 1,000 steps, which is judged at once."""
    folder = tmp_path_factory.mktemp("chain")
    people = actors(*(f"N{at}" for at in range(1001)))
    facts = ["N0 reaches N0", *(f"N{at} knows N{at + 1}" for at in range(1000))]
    rules = {"t/on": rule(["?x reaches ?y", "?y knows ?z"], "?x reaches ?z")}
    return desk(folder, LINKED, people, rules, {"case": case(*facts)})


CUT = r"depth|deeper|cut (off|short|at|here)|further steps|more steps"


def test_json_has_a_long_chain_whole(chain, monkeypatch):
    """B6: nothing of JSON depends on whether an argument is short enough to tell."""
    monkeypatch.chdir(chain)
    found = {one["sentence"]: one for one in made("assess", "case.toml")["findings"]}
    for at in (1, 500, 1000):
        (argument,) = [one for one in found[f"N0 reaches N{at}"]["because"] if one["rule"]]
        assert sorted(argument["premises"]) == sorted([f"N0 reaches N{at - 1}", f"N{at - 1} knows N{at}"])


def test_a_long_chain_is_cut_in_the_report_which_says_so(chain, monkeypatch):
    """B6: the report of a judged case is always made; a tree is cut at a stated depth."""
    monkeypatch.chdir(chain)
    text = told("assess", "case.toml")
    assert "N0 reaches N1000" in text
    assert re.search(CUT, text)


def test_a_long_chain_is_cut_in_why_which_says_so(chain, monkeypatch):
    """B6: `why` tells the nearest steps, and how to see the others."""
    monkeypatch.chdir(chain)
    text = told("why", "case.toml", "N0 reaches N1000")
    assert "N999 knows N1000" in text
    assert re.search(CUT, text)
    assert run("why", "case.toml", "N0 reaches N1000", "--format", "json").exit_code == 0


def test_the_first_page_of_a_long_chain_is_always_made(chain, monkeypatch):
    """B6: `--brief` needs no tree, and so no limit."""
    monkeypatch.chdir(chain)
    assert run("assess", "case.toml", "--brief").exit_code == 0


# --- B7: a sum whose entry is in dispute -------------------------------------------------------------------

SENDING = """
    [kind.actor]
    [statement.stirs]
    form = "{x:actor} stirs"
    [statement.mourns]
    form = "{x:actor} mourns"
    [statement.sends]
    form = "{x:actor} sends {n:number} troops"
    one_of = "n"
"""


def test_the_weakest_link_of_a_sum_is_the_dispute_not_a_good_report(here):
    """B7: where confidence is low because two good reports conflict, the conflict is named as what is low."""
    facts = ["Anna stirs", fact("Boris sends 60 troops", "A1")]
    facts += [fact(f"Clara sends {number} troops", "B2") for number in (50, 60)]
    asked = "the sum of ?_n over ?_x: ?_x sends ?_n troops is at least 100"
    people = actors("Anna", "Boris", "Clara")
    desk(here, SENDING, people, {"t/r": rule(["?y stirs", asked], "?y mourns")}, {"case": case(*facts)})
    text = told("why", "case.toml", "Anna mourns")
    assert "Confidence in this is low" in text
    (link,) = re.findall(r"weakest link is ([^.]*)\.", text)
    assert "graded B2" not in link
    assert re.search(r"disput|conflict|contest|disagree|contradict", link)


# --- B8: an argument that rests on what it shows -----------------------------------------------------------


def test_what_rests_on_the_sentence_itself_is_no_further_reason(here):
    """B8: with alpha given, beta, which follows from alpha alone, is no reason for alpha."""
    rules = {"t/ab": rule(["?x is alpha"], "?x is beta"), "t/ba": rule(["?x is beta"], "?x is alpha")}
    desk(here, LINKED, actors("Anna"), rules, {"case": case("Anna is alpha")})
    text = told("why", "case.toml", "Anna is alpha").split("What it rests on")[0]
    assert "Anna is beta" not in text or "adds nothing" in text


def test_a_recursive_conclusion_is_told_by_what_founds_it(here):
    """B8: one who reaches himself through others is told by them, not by reaching himself."""
    rules = {
        "t/base": rule(["?x knows ?y"], "?x reaches ?y"),
        "t/on": rule(["?x reaches ?y", "?y reaches ?z"], "?x reaches ?z"),
    }
    facts = [f"N{at} knows N{(at + 1) % 3}" for at in range(3)]
    desk(here, LINKED, actors("N0", "N1", "N2"), rules, {"case": case(*facts)})
    items = [flat(line) for line in run("why", "case.toml", "N0 reaches N0").stdout.splitlines()]
    told_again = [one for one in items if one.startswith("- N0 reaches N0 (see above)")]
    assert not told_again
    assert json.dumps(items).count("N0 knows N1") >= 1
