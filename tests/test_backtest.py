"""Hold a library of cases against what happened."""

import json
from datetime import date
from decimal import Decimal
from math import log
from pathlib import Path
from textwrap import dedent

import pytest
from click.testing import CliRunner
from msgspec.structs import replace

from books import LIKELY, write_book, write_case
from rubicon import __version__, read_case, read_rulebook
from rubicon.cli import main
from rubicon.rendering.history import render_backtest
from rubicon.surveying.backtest import backtest
from rubicon.surveying.backtest.baselines import middle
from rubicon.surveying.backtest.grouping import predict

GOLDEN = Path(__file__).parent / "golden"

LIKELY_CASE = """
    title = "Case {name}"
    as_of = 2022-01-05
    roles = {{ intervener = "Russia", host = "{host}" }}
    {facts}
    {outcome}
"""
REQUEST = """
    [[fact]]
    that = "{host} asks the CSTO to intervene"
    on = 2022-01-05
    known = 2022-01-05
    grade = "B2"
    [[fact]]
    that = "Russia leads the CSTO"
    known = 2022-01-01
    grade = "B2"
"""
DISPUTE = """
    [[fact]]
    that = "Kazakhstan asks the CSTO to intervene"
    on = 2022-01-05
    known = 2022-01-05
    grade = "C3"
    [[fact]]
    that = "Kazakhstan does not ask the CSTO to intervene"
    on = 2022-01-05
    known = 2022-01-05
    grade = "C3"
    [[fact]]
    that = "Russia leads the CSTO"
    known = 2022-01-01
    grade = "B2"
"""
SECOND = """
    title = "The second school always sees an even chance"
    if = ["intervention by ?intervener in ?host is considered"]
    then = "the likelihood of intervention by ?intervener in ?host is judged: roughly even chance"
    overrides = ["likelihood/unsupported", "likelihood/supported"]
    because = "Nobody knows."
    school = "second"
"""
OUTCOMES = {
    "yes": "[outcome]\n    happened = true\n    on = 2022-01-20\n    summary = 'Troops went.'",
    "late": "[outcome]\n    happened = true\n    on = 2022-06-01\n    summary = 'Troops went in June.'",
    "no": "[outcome]\n    happened = false\n    summary = 'Nothing came of it.'",
    "none": "",
    "before": "[outcome]\n    happened = true\n    on = 2021-01-01\n    summary = 'Long over.'",
}


@pytest.fixture
def library(tmp_path):
    """Write cases as (name, facts, outcome), read them and return them with their rulebook."""
    rules = write_book(tmp_path / "rules", likelihood__second=SECOND)

    def make(*cases):
        book = read_rulebook(rules)
        read = []
        for name, facts, outcome in cases:
            text = LIKELY_CASE.format(
                name=name,
                host="Kazakhstan",
                facts=facts.replace("{host}", "Kazakhstan"),
                outcome=OUTCOMES[outcome],
            )
            read.append(read_case(write_case(tmp_path / f"{name}.toml", text), book))
        return book, read

    return make


def test_each_prediction_falls_into_its_count(library):
    """Likely or more predicts yes, unlikely or less no, an even chance and no answer are no call."""
    book, cases = library(
        ("hit", REQUEST, "yes"), ("alarm", REQUEST, "no"), ("miss", "", "yes"), ("rest", "", "no")
    )
    record = backtest(book, cases)
    counts = record.groups[0].tallies[0].counts
    assert (counts.hits, counts.false_alarms, counts.misses, counts.rejections) == (1, 1, 1, 1)
    second = record.groups[0].tallies[1].counts
    assert (second.silent_happened, second.silent_not, second.total) == (2, 2, 4)


def test_what_happens_after_the_horizon_counts_as_not_happened(library):
    """The event 147 days later is shown apart, and is no hit."""
    book, cases = library(("late", REQUEST, "late"))
    trial = backtest(book, cases).trials[0]
    assert (trial.happened, trial.later, trial.after) == (False, True, 147)
    assert trial.deadline == date(2022, 3, 6)


def test_the_last_day_of_the_horizon_counts(tmp_path):
    """The event on the deadline itself falls within the horizon, that on the day after does not."""
    book = read_rulebook(write_book(tmp_path / "rules"))
    for day, within in (("2022-03-06", True), ("2022-03-07", False)):
        outcome = f"[outcome]\n    happened = true\n    on = {day}\n    summary = 'S.'"
        text = LIKELY_CASE.format(name="x", host="Kazakhstan", facts="", outcome=outcome)
        case = read_case(write_case(tmp_path / "case.toml", text), book)
        assert backtest(book, [case]).trials[0].happened is within


def test_the_schools_are_judged_apart(library):
    """Each school has its own call, and the case is marked where they differ."""
    book, cases = library(("one", REQUEST, "yes"))
    trial = backtest(book, cases).trials[0]
    assert [call.question.answer for call in trial.calls] == ["likely", "roughly even chance"]
    assert trial.differ


def test_the_scores_are_those_of_the_definition(library):
    """The scores of a school and of whoever always says the lowest word, worked by hand.

    Two cases, called likely (0.675) and unlikely (0.325); the first happened, the second did not.
    """
    book, cases = library(("hit", REQUEST, "yes"), ("rest", "", "no"))
    rated = {one.title: one for one in backtest(book, cases).groups[0].rated}
    own, always = rated["The first school"], rated["Always “unlikely”"]
    assert own.brier.value == pytest.approx(0.325**2)
    assert own.log.value == pytest.approx(-log(0.675))
    assert always.brier.value == pytest.approx((0.675**2 + 0.325**2) / 2)
    assert own.gain.value == pytest.approx((0.675**2 - 0.325**2) / 2)


def test_a_case_without_a_call_is_scored_as_the_base_rate(tmp_path):
    """Without a printed base rate that is how often it happened in the cases, one more of each supposed."""
    alone = LIKELY.replace('overrides = ["likelihood/unsupported"]', "")
    book = read_rulebook(
        write_book(tmp_path / "rules", likelihood__unsupported=None, likelihood__supported=alone)
    )
    cases = []
    for name, facts, outcome in (("hit", REQUEST, "yes"), ("open", "", "no")):
        text = LIKELY_CASE.format(
            name=name,
            host="Kazakhstan",
            facts=facts.replace("{host}", "Kazakhstan"),
            outcome=OUTCOMES[outcome],
        )
        cases.append(read_case(write_case(tmp_path / f"{name}.toml", text), book))
    record = backtest(book, cases)
    assert [trial.calls[0].probability for trial in record.trials] == [Decimal("0.675"), None]
    assert record.no_call == Decimal("0.5")
    assert record.groups[0].rated[0].brier.value == pytest.approx((0.325**2 + 0.5**2) / 2)


def test_one_episode_counts_once(library):
    """Three cases of one episode weigh together as much as the one case of another."""
    book, cases = library(("a", REQUEST, "yes"), ("b", REQUEST, "yes"), ("c", "", "yes"), ("d", "", "no"))
    alike = [replace(case, episode="one") for case in cases[:3]]
    group = backtest(book, [*alike, cases[3]]).groups[0]
    assert (len(group.trials), group.episodes) == (4, 2)
    one = (0.325**2 + 0.325**2 + 0.675**2) / 3
    assert group.rated[0].brier.value == pytest.approx((one + 0.325**2) / 2)


def test_samples_are_reported_apart(library):
    """Cases out of sample come first, then those in sample, then days by lot; what is learned is not from the lots."""
    book, cases = library(("a", REQUEST, "yes"), ("b", "", "no"), ("c", "", "no"))
    mixed = [replace(case, sample=sample) for case, sample in zip(cases, ("in", "out", "quiet"), strict=True)]
    record = backtest(book, mixed)
    assert [(group.sample, len(group.trials)) for group in record.groups] == [
        ("out", 1),
        ("in", 1),
        ("quiet", 1),
    ]
    assert record.no_call == Decimal("0.5")
    learned = {one.title: one.brier.value for one in record.groups[2].rated}
    assert learned["As often as in the other episodes"] == pytest.approx(0.5**2)
    own = {one.title: one.brier.value for one in record.groups[0].rated}
    assert own["As often as in the other episodes"] == pytest.approx((2 / 3) ** 2)


def test_what_is_doubtful_is_not_scored_and_says_why(library):
    """A case, or an outcome, that gives a reason is listed with it."""
    book, cases = library(("a", REQUEST, "yes"), ("b", "", "no"), ("c", "", "no"))
    thin = replace(cases[1], unscored="Thin.")
    outcome = replace(cases[2].outcome, unscored="Nobody counted them.")
    record = backtest(book, [cases[0], thin, replace(cases[2], outcome=outcome)])
    assert [(one.name, one.why) for one in record.unscored] == [("b", "Thin."), ("c", "Nobody counted them.")]
    assert "b: Thin." in render_backtest(record, "markdown")


def test_events_are_told_by_how_long_before_they_were_judged(library):
    """Fifteen days before and on the day itself are two rows."""
    book, cases = library(("a", REQUEST, "yes"), ("b", "", "yes"), ("c", "", "no"))
    now = replace(cases[1], outcome=replace(cases[1].outcome, on=date(2022, 1, 5)))
    leads = backtest(book, [cases[0], now, cases[2]]).groups[0].leads
    assert [(lead.first, lead.last, lead.counts.hits, lead.counts.misses) for lead in leads] == [
        (0, 0, 0, 1),
        (8, 30, 1, 0),
    ]


def test_the_first_paragraph_says_what_may_be_claimed(library):
    """Without a case out of sample nothing may be claimed; with some the gain and its interval are given."""
    book, cases = library(("a", REQUEST, "yes"), ("b", "", "no"))
    opening = render_backtest(backtest(book, cases), "markdown").splitlines()[2]
    assert opening.startswith("**What may be claimed, and what not.**")
    assert "None of these cases is out of sample" in opening
    out = [replace(case, sample="out") for case in cases]
    opening = render_backtest(backtest(book, out), "markdown").splitlines()[2]
    assert "On the two episodes with which no rule was made (two cases; it happened in one)" in opening
    assert "have a mean squared error of 0.106, against 0.281" in opening


def test_a_sign_is_a_baseline(tmp_path):
    """A framework may name what whoever knows no rule would go by: an answer at a sign, or how often it came with it."""
    rules = write_book(tmp_path / "rules")
    with (rules / "framework.toml").open("a", encoding="utf-8") as file:
        file.write(
            '[[baseline]]\ntitle = "Yes if asked"\nif = ["{host} asks ?_g to intervene"]\n'
            'says = "likely"\notherwise = "unlikely"\n'
            '[[baseline]]\ntitle = "As often when asked"\nif = ["{host} asks ?_g to intervene"]\n'
        )
    book = read_rulebook(rules)
    cases = []
    for name, facts, outcome in (("a", REQUEST, "yes"), ("b", REQUEST, "no"), ("c", "", "no")):
        text = LIKELY_CASE.format(
            name=name,
            host="Kazakhstan",
            facts=facts.replace("{host}", "Kazakhstan"),
            outcome=OUTCOMES[outcome],
        )
        cases.append(read_case(write_case(tmp_path / f"{name}.toml", text), book))
    record = backtest(book, cases)
    assert [trial.signs for trial in record.trials] == [(True, True), (True, True), (False, False)]
    rated = {one.title: one.brier.value for one in record.groups[0].rated}
    assert rated["Yes if asked"] == pytest.approx((0.325**2 + 0.675**2 + 0.325**2) / 3)
    assert rated["As often when asked"] == pytest.approx(((2 / 3) ** 2 + (2 / 3) ** 2 + 0.5**2) / 3)


def test_what_people_expected_stands_beside_the_answer(tmp_path):
    """A dated forecast is scored by itself, against the outcome of its case."""
    book = read_rulebook(write_book(tmp_path / "rules"))
    forecast = """
    [source.crowd]
    title = "What a crowd thought"
    [[forecast]]
    by = "A crowd"
    on = 2022-01-04
    p = 0.4
    of = "troops by the summer"
    source = "crowd"
    """
    text = LIKELY_CASE.format(
        name="x",
        host="Kazakhstan",
        facts=REQUEST.replace("{host}", "Kazakhstan") + forecast,
        outcome=OUTCOMES["yes"],
    )
    record = backtest(book, [read_case(write_case(tmp_path / "case.toml", text), book)])
    assert [(one.forecast.by, one.square, one.ours) for one in record.matched] == [
        ("A crowd", pytest.approx(0.36), pytest.approx(0.325**2))
    ]
    told = render_backtest(record, "markdown")
    assert "| A crowd | 4 January 2022 | troops by the summer | 40% | What a crowd thought |" in told


class FRAMEWORK:
    """The words that predict: three of them, as in the small rulebook."""

    ranges = (
        ("unlikely", Decimal(20), Decimal(45)),
        ("roughly even chance", Decimal(45), Decimal(55)),
        ("likely", Decimal(55), Decimal(80)),
    )


@pytest.mark.parametrize(
    ("answer", "call", "probability"),
    [
        ("unlikely", "no", "0.325"),
        ("roughly even chance", "none", "0.5"),
        ("likely", "yes", "0.675"),
        (None, "none", None),
    ],
)
def test_a_word_stands_for_its_range(answer, call, probability):
    """A range above one half is a yes, one below a no; the probability is its middle."""
    assert predict(FRAMEWORK, answer) == call
    assert middle(FRAMEWORK, answer) == (None if probability is None else Decimal(probability))


def test_an_open_answer_is_no_call(tmp_path):
    """Where nothing is established, the case is counted as no call."""
    book = read_rulebook(
        write_book(tmp_path / "rules", likelihood__supported=None, likelihood__unsupported=None)
    )
    text = LIKELY_CASE.format(name="x", host="Kazakhstan", facts="", outcome=OUTCOMES["yes"])
    record = backtest(book, [read_case(write_case(tmp_path / "case.toml", text), book)])
    assert record.groups[0].tallies[0].counts.silent_happened == 1


def test_rules_of_later_date_are_told_and_scored_apart(tmp_path):
    """A rule whose works all appeared after the day judged is late; what is left without it has a score of its own."""
    rules = write_book(tmp_path / "rules")
    (rules / "sources.toml").write_text(
        '[source.after]\ntitle = "Written after"\ndate = 2023-01-01\n'
        '[source.before]\ntitle = "Written before"\ndate = 2021-01-01\n',
        encoding="utf-8",
    )
    for name, cited in (("supported", "after"), ("unsupported", "before")):
        path = rules / "likelihood" / f"{name}.toml"
        path.write_text(f'cites = ["{cited}"]\n' + path.read_text(encoding="utf-8"), encoding="utf-8")
    book = read_rulebook(rules)
    text = LIKELY_CASE.format(
        name="x", host="Kazakhstan", facts=REQUEST.replace("{host}", "Kazakhstan"), outcome=OUTCOMES["yes"]
    )
    record = backtest(book, [read_case(write_case(tmp_path / "case.toml", text), book)])
    call = record.trials[0].calls[0]
    assert [rule.id for rule in call.late] == ["likelihood/supported"]
    assert (call.question.answer, call.then.question.answer) == ("likely", None)
    assert record.groups[0].tallies[0].then.silent_happened == 1
    assert [one.kind for one in record.groups[0].rated[:3]] == ["school", "then", "school"]


def run(*arguments):
    return CliRunner().invoke(main, [str(one) for one in arguments])


def test_a_case_with_problems_is_reported_and_the_others_still_scored(tmp_path, library):
    """The exit status is 1, the message names the file and line, and the rest of the library is in the record."""
    library(("hit", REQUEST, "yes"), ("open", REQUEST, "none"), ("before", REQUEST, "before"))
    broken = tmp_path / "broken.toml"
    broken.write_text('title = "Broken"\nas_of = 2022-01-05\n', encoding="utf-8")
    names = [tmp_path / f"{name}.toml" for name in ("hit", "open", "before", "broken")]
    result = run("backtest", *names, "--rules", tmp_path / "rules", "--format", "json")
    assert result.exit_code == 1
    made = json.loads(result.stdout)
    assert [one["case"] for one in made["cases"]] == ["hit"]
    assert [(one["case"], bool(one["problems"])) for one in made["unscored"]] == [
        ("before", True),
        ("broken", True),
        ("open", False),
    ]
    assert "broken.toml:" in result.stderr
    assert "before the day judged" in result.stderr


def test_misses_stand_out_in_every_form(tmp_path, library):
    """The miss has a section of its own with its answer and day, and the event and horizon are printed."""
    library(("miss", "", "yes"), ("late", REQUEST, "late"))
    names = [tmp_path / f"{name}.toml" for name in ("miss", "late")]
    for form in ("markdown", "text", "html"):
        result = run("backtest", *names, "--rules", tmp_path / "rules", "--format", form)
        assert result.exit_code == 0
        text = " ".join(result.stdout.split())
        assert "MISS" in text
        assert "FALSE ALARM" in text
        assert "It happened 15 days later, on 20 January 2022" in text
        assert "147 days after the day judged" in text
        assert "within 60 days" in text
        assert "the intervener sends troops into the host" in text
        assert "These cases are no sample" in text


def test_html_plots_the_scores_and_the_calibration(tmp_path, library):
    """One figure has a bar for each score, the other a mark with the number of cases for each word said."""
    library(("a", REQUEST, "yes"), ("b", REQUEST, "no"))
    page = run(
        "backtest",
        tmp_path / "a.toml",
        tmp_path / "b.toml",
        "--rules",
        tmp_path / "rules",
        "--format",
        "html",
    ).stdout
    assert page.count("<svg") == 2
    assert ">Always “unlikely”</text>" in page
    assert ">2</text>" in page
    assert ">likely</text>" in page


def test_an_unknown_school_is_a_problem_of_the_command(tmp_path, library):
    """The message names the schools, once, and nothing is scored."""
    library(("a", REQUEST, "yes"), ("b", REQUEST, "no"))
    result = run(
        "backtest",
        tmp_path / "a.toml",
        tmp_path / "b.toml",
        "--rules",
        tmp_path / "rules",
        "--school",
        "third",
    )
    assert result.exit_code == 1
    assert result.stderr.count('unknown school "third"') == 1
    assert result.stdout == ""


def test_the_order_of_cases_does_not_matter(tmp_path, library):
    """The same cases in another order give the same bytes."""
    library(("a", REQUEST, "yes"), ("b", "", "no"), ("c", dedent(DISPUTE), "no"))
    names = [tmp_path / f"{name}.toml" for name in "abc"]
    one = run("backtest", *names, "--rules", tmp_path / "rules").stdout
    other = run("backtest", *names[::-1], "--rules", tmp_path / "rules").stdout
    assert one == other


def test_the_shipped_library_shows_its_known_miss():
    """Of Ukraine on 27 December 2021 the record says that the framework missed it, within the horizon."""
    result = run("backtest", "ukraine-2021", "kazakhstan-2022", "--format", "json")
    assert result.exit_code == 0
    made = {one["case"]: one for one in json.loads(result.stdout)["cases"]}
    assert made["ukraine-2021"]["calls"][0]["prediction"] == "no"
    assert (made["ukraine-2021"]["happened"], made["ukraine-2021"]["days_after"]) == (True, 59)
    assert made["kazakhstan-2022"]["calls"][0]["prediction"] == "yes"


def test_cases_of_one_title_and_day_are_told_apart_by_their_files(library):
    """Two versions of one case have rows of their own, each with the name of its file; others keep their title."""
    book, cases = library(("old", REQUEST, "yes"), ("new", "", "yes"), ("other", "", "no"))
    alike = [replace(case, title="One case") for case in cases[:2]]
    text = render_backtest(backtest(book, [*alike, cases[2]]), "markdown")
    rows = [line.split(" | ")[0] for line in text.splitlines() if line.startswith("| ")]
    assert {"| One case (new)", "| One case (old)", "| Case other"} <= set(rows)
    assert "**One case (new).**" in text


TROOPS = """
    [[fact]]
    that = "Russia sends 100 troops to {host}"
    on = 2022-01-05
    known = 2022-01-05
    grade = "B2"
"""


def test_another_rulebook_says_which_answers_move(tmp_path, library):
    """Of the cases that both can judge those whose answer is another are named, with the gain; so are the rest."""
    library(("a", REQUEST, "yes"), ("b", "", "no"), ("c", TROOPS, "no"))
    always = LIKELY.replace("judged: likely", "judged: roughly even chance")
    write_book(tmp_path / "other", likelihood__supported=always)
    words = tmp_path / "other" / "vocabulary.toml"
    words.write_text(words.read_text(encoding="utf-8").replace(" troops to ", " men to "), encoding="utf-8")
    names = [tmp_path / f"{name}.toml" for name in "abc"]
    given = ("backtest", *names, "--rules", tmp_path / "rules", "--against", tmp_path / "other")
    made = json.loads(run(*given, "--format", "json").stdout)["against"]
    assert [(one["case"], one["here"], one["there"]) for one in made["moved"]] == [
        ("a", "likely", "roughly even chance")
    ]
    assert (made["cases"], made["alone"]) == (2, ["c"])
    gain = ((0.5**2 + 0.325**2) - 2 * 0.325**2) / 2
    assert made["gains"][0]["mean"] == pytest.approx(gain, abs=1e-4)
    told = run(*given).stdout
    assert "of two cases that both could judge the answer is another in one" in told
    assert f"In sample the answers here are better than its by {gain:.3f} (" in told
    assert "in the Brier score (below 0: worse)." in told
    assert "| Case a | in sample | likely (55–80%) | roughly even chance (45–55%) | it happened |" in told
    assert "Judged by one of the two alone, and left out: c." in told


LIBRARY = {
    "asked-in": ("in", "first", REQUEST, "yes"),
    "again-in": ("in", "first", "", "yes"),
    "calm-in": ("in", "second", "", "no"),
    "late-in": ("in", "third", REQUEST, "late"),
    "asked-out": ("out", "fourth", REQUEST, "yes"),
    "alarm-out": ("out", "fifth", REQUEST, "no"),
    "calm-out": ("out", "sixth", "", "no"),
    "by-lot": ("quiet", "seventh", "", "no"),
    "open": ("out", "eighth", "", "none"),
}
EXPECTED = """
[source.crowd]
title = "What a crowd thought"
[[forecast]]
by = "A crowd"
on = 2022-01-04
p = 0.8
words = "a good chance"
of = "troops by the summer"
source = "crowd"
"""
ALSO = """
[[baseline]]
title = "Yes if someone asks"
if = ["{host} asks ?_guarantor to intervene"]
says = "likely"
otherwise = "unlikely"
[tier.open]
title = "openly"
event = "{intervener} sends troops into {host} openly"
default = true
[tier.large]
title = "on a large scale"
event = "{intervener} sends many troops into {host}"
"""


def test_the_whole_report_is_compared(tmp_path, monkeypatch, request):
    """A small library with every kind of case, told whole; `--regold` rewrites what is compared."""
    monkeypatch.chdir(tmp_path)
    rules = write_book(tmp_path / "rules", likelihood__second=SECOND)
    with (rules / "framework.toml").open("a", encoding="utf-8") as file:
        file.write(ALSO)
    (tmp_path / "cases").mkdir()
    for name, (sample, episode, facts, outcome) in LIBRARY.items():
        text = LIKELY_CASE.format(
            name=name,
            host="Kazakhstan",
            facts=facts.replace("{host}", "Kazakhstan"),
            outcome=OUTCOMES[outcome],
        )
        head = f'\n    sample = "{sample}"\n    episode = "{episode}"\n    as_of'
        large = "\n[outcome.large]\nhappened = false\n" if outcome != "none" else ""
        extra = large + (EXPECTED if name == "asked-out" else "")
        write_case(tmp_path / "cases" / f"{name}.toml", text.replace("\n    as_of", head), extra)
    said = run("backtest").stdout
    said = said.replace(f"rubicon {__version__}", "rubicon VERSION").replace(
        f"Rubicon {__version__}", "Rubicon VERSION"
    )
    golden = GOLDEN / "backtest.md"
    if request.config.getoption("--regold"):
        golden.write_text(said, encoding="utf-8")
    assert said == golden.read_text(encoding="utf-8")


def test_several_processes_give_what_one_gives(library):
    """The cases are shared out, faults among them, and come back as they would have come from one process."""
    names = [(f"case-{at}", REQUEST if at % 3 else "", ("yes", "no", "late")[at % 3]) for at in range(12)]
    book, cases = library(*names)
    cases[5] = replace(cases[5], as_of=None)
    alone, shared = (backtest(book, cases, processes=number) for number in (1, 3))
    assert (alone.trials, alone.unscored, alone.groups) == (shared.trials, shared.unscored, shared.groups)
    assert alone.unscored[0].problems
    assert all(one.case is other.case for one, other in zip(alone.trials, shared.trials, strict=True))
