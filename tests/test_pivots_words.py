"""The words of what would change a judgement: changes, key assumptions, indicators, robustness; and their object."""

import json
import re
import subprocess
import sys
from fractions import Fraction

import pytest
from click.testing import CliRunner

import rubicon.supposing.diagrams
import rubicon.supposing.shares
from books import CASE, VOCABULARY, write_book, write_case
from rubicon import assess, read_case, read_rulebook
from rubicon.cli import main
from rubicon.explaining.pivots import tell_pivots
from rubicon.language.speaking import speak
from rubicon.places import shipped
from rubicon.rendering.pivots import render_pivots
from rubicon.rendering.shares import PivotWords
from rubicon.supposing.finding import pivots_of

ASKED = (
    VOCABULARY.replace(
        'form = "the authority of the government of {host:country} is disputed"',
        'form = "the authority of the government of {host:country} is disputed"\n'
        '    ask = "Is the authority of the government of {host} disputed?"',
    )
    + """
    [statement.shuns]
    form = "{actor:actor} shuns {host:country}"
    ask = "Does {actor} shun {host}?"
"""
)
SHUNNED = """
    title = "Two who shun a country leave it to the power"
    if = ["intervention by ?intervener in ?host is considered", "at least 2 ?_actor: ?_actor shuns ?host"]
    then = "local elements in ?host support intervention by ?intervener"
    because = "Nobody else is left."
"""
UNASKED = CASE.replace('that = "Kazakhstan asks the CSTO to intervene"', 'that = "Russia leads the CSTO"')
REFUSED = """
    [[fact]]
    that = "Kazakhstan does not ask the CSTO to intervene"
    source = "address"
    grade = "A1"
    [[fact]]
    that = "Ukraine asks the CSTO to intervene"
    source = "address"
    grade = "A1"
"""
ASSUMPTION = """
    [[assumption]]
    that = "Ukraine asks the CSTO to intervene"
    why = "To have one that carries nothing."
"""
REQUEST = "Kazakhstan asks the CSTO to intervene"
LEADS = "Russia leads the CSTO"


@pytest.fixture
def desk(tmp_path):
    """Return a function that writes the small rulebook and a case, and hands back their paths."""

    def write(case=CASE, extra="", **changes):
        rules = write_book(tmp_path / "rules", **{"vocabulary": ASKED, **changes})
        return rules, write_case(tmp_path / "case.toml", case, extra)

    return write


def run(*arguments):
    """Run the command line; return its status and its output, with line breaks within paragraphs undone."""
    done = CliRunner().invoke(main, [str(one) for one in arguments])
    return done.exit_code, done.output


def said(rules, case, *options):
    status, output = run("pivots", case, "--rules", rules, *options)
    assert status == 0, output
    return output


# ---- smallest changes ----


def test_a_change_is_told_with_where_it_leads_and_by_which_rules(desk):
    """A smallest change reads as a sentence with the new answer in its range, then the rules on the way."""
    text = said(*desk())
    assert "**The answer is likely (55–80%).**" in text
    assert (
        "- If it turned out that the authority of the government of Kazakhstan is disputed, "
        "**the answer would be unlikely (20–45%)**.\n"
        "  - It would no longer be established that local elements in Kazakhstan support intervention by Russia: "
        "“A request is local support” would no longer apply.\n"
        "  - The answer would be unlikely, and no longer likely: “Unsupported intervention is unlikely”."
    ) in text


def test_a_doubtful_report_that_is_withdrawn_is_named_with_its_source(desk):
    """Where a report in doubt carries the answer, its withdrawal is a change, with the report's source."""
    text = said(*desk(CASE.replace('"B2"', '"C3"')))
    assert (
        f"If the report that {REQUEST} [1] were withdrawn, **the answer would be unlikely (20–45%)**" in text
    )
    assert "against what is reported" not in text, "to deny it is no smaller change than to withdraw it"


def test_an_assumption_that_is_given_up_is_called_one(desk):
    """An assumption in a change is an assumption and no report."""
    extra = f'\n[[assumption]]\nthat = "{REQUEST}"\nwhy = "It was said so."\n'
    text = said(*desk(UNASKED, extra))
    assert f"If the assumption that {REQUEST} were withdrawn" in text
    assert f"- It is assumed that {REQUEST}: without it, the answer would be unlikely" in text


def test_changes_that_differ_in_who_alone_are_one(desk):
    """Any two of several who would do are named in one sentence, which stands for every pair."""
    rules, case = desk(UNASKED, local_support__shunned=SHUNNED)
    write_case(case, UNASKED, REFUSED)
    text = said(rules, case)
    assert "The smallest changes take two steps together" in text
    assert (
        "If it turned out that each of any two of Russia, Ukraine and the CSTO shuns Kazakhstan, "
        "**the answer would be likely (55–80%)**"
    ) in text
    assert text.count("If it turned out") == 1
    assert len(json.loads(said(rules, case, "--format", "json"))["changes"]) == 3
    assert "Does Russia shun Kazakhstan? The same of Ukraine and the CSTO. | 50% each |" in text


def test_changes_that_are_not_every_choice_of_who_stay_apart(desk):
    """Where one of several has been settled, only the pairs that are left are told."""
    rules, case = desk(UNASKED, local_support__shunned=SHUNNED)
    write_case(
        case, UNASKED, '\n[[fact]]\nthat = "the CSTO shuns Kazakhstan"\nsource = "address"\ngrade = "A1"\n'
    )
    text = said(rules, case)
    assert "If it turned out that Russia shuns Kazakhstan, **the answer would be likely" in text
    assert "any two" not in text


def test_nothing_to_change_is_said(desk):
    """Where nothing open or doubtful bears on the answer, the page says so in each part."""
    text = said(*desk(vocabulary=VOCABULARY))
    assert "Nothing that is open or in doubt changes the answer, alone or together." in text
    assert "No question is open that bears on the answer." in text
    assert "it rests on the facts and the rules alone" in text


# ---- key assumptions ----


def test_linchpins_come_with_source_and_grade(desk):
    """What the answer falls without is told with date, grade and source, and where the answer goes."""
    text = said(*desk())
    assert (
        f"- {REQUEST} (since 5 January 2022, graded B2 [1]): without it, the answer would be unlikely (20–45%)."
        " Only one source is cited for it."
    ) in text
    assert f"- {LEADS} (public on 5 January 2022, graded A1 [1]): without it" in text
    assert "1. *An address*, 5 January 2022." in text
    assert "B2: usually reliable source, probably true" in text


def test_assumptions_that_carry_nothing_are_told_apart(desk):
    """An assumption without which the answer stays is listed as one."""
    text = said(*desk(extra=ASSUMPTION))
    assert "The answer stays without this assumption:\n\n- Ukraine asks the CSTO to intervene." in text


# ---- indicators and robustness ----


def test_open_questions_are_asked_and_weighed(desk):
    """Indicators are the vocabulary's own questions with their weights; robustness counts the completions."""
    text = said(*desk())
    assert "| Is the authority of the government of Kazakhstan disputed? | 100% |" in text
    assert "The answer holds in 1 of the 2 ways of answering the one open question (50%)." in text
    assert "the share is no probability" in text


def test_estimates_say_from_how_many_and_how_sure(desk, monkeypatch):
    """Beyond the bits that are judged exactly, the sample and its standard error are told."""
    monkeypatch.setattr(rubicon.supposing.shares, "EXACT", 0)
    monkeypatch.setattr(rubicon.supposing.diagrams, "NODES", 1)
    monkeypatch.setattr(rubicon.supposing.shares, "SAMPLE", 1 << 10)
    rules, case = desk()
    text = said(rules, case)
    assert re.search(
        r"holds in about \d\d% of the 2 ways of answering the one open question, as 1024 random ones show "
        r"\(standard error 1\.6 percentage points\)",
        text,
    )
    assert "after ± stands the standard error" in text
    found = json.loads(said(rules, case, "--format", "json"))
    assert found["robustness"]["sample"] == 1024
    assert 0.01 < found["robustness"]["error"] < 0.02


@pytest.mark.parametrize(
    ("share", "words"),
    [
        (Fraction(0), "0%"),
        (Fraction(1), "100%"),
        (Fraction(1, 3), "33%"),
        (Fraction(1, 40), "2.5%"),
        (Fraction(253, 256), "98.8%"),
        (Fraction(1, 2**18), "less than 0.01%"),
        (1 - Fraction(1, 2**18), "more than 99.99%"),
    ],
)
def test_shares_are_spelled_so_that_they_tell(share, words):
    """A share has two figures that tell, and what is possible is never 0%, nor 100%."""
    assert PivotWords.share(share) == words


# ---- a sentence instead of the question ----


def test_any_sentence_can_be_asked_about(desk):
    """With `--about` the page tells how that sentence stands and what would change it."""
    rules, case = desk()
    about = "local elements in Kazakhstan support intervention by Russia"
    text = said(rules, case, "--about", about)
    assert f"**it is so that {about}**" in text
    assert "is disputed, **nothing would show it**" in text
    found = json.loads(said(rules, case, "--about", about, "--format", "json"))
    assert (found["about"], found["answer"]["truth"]) == (about, True)
    assert found["answer"]["answer"] is None


# ---- the object, and the report ----


def test_the_object_has_its_documented_keys(desk):
    """The keys of the object are those that its documentation names, in the report as in the answer."""
    rules, case = desk(CASE.replace('"B2"', '"C3"'))
    alone = json.loads(said(rules, case, "--format", "json"))
    assert list(alone) == [
        *("format", "case", "as_of", "rulebook", "rubicon", "about", "answer", "changes", "more"),
        *("complete_to", "exhausted", "robustness", "questions", "linchpins", "doubtful"),
        *("settles", "origins", "odds", "matrix", "elsewhere"),
        *("marking", "author", "reviewed_by", "outside_scope"),
    ]
    change = alone["changes"][-1]
    assert change["moves"] == [
        {"act": "withdraw", "sentence": REQUEST, "assume": [], "without": [REQUEST], "sources": ["address"]}
    ]
    assert change["answer"]["answer"] == "unlikely"
    assert list(change["path"][0]) == ["rule", "sentence", "before", "after", "premises"]
    assert alone["linchpins"][0]["grades"] == ["C3"]
    status, output = run("assess", case, "--rules", rules, "--pivots", "--format", "json")
    assert status == 0
    inside = json.loads(output)["pivots"]
    assert inside == {key: alone[key] for key in list(alone)[5:-5]}
    _, plain = run("assess", case, "--rules", rules, "--format", "json")
    assert "pivots" not in json.loads(plain)


@pytest.mark.parametrize("name", ["kazakhstan-2022", "ukraine-2021"])
def test_making_a_change_gives_the_answer_that_is_told(name):
    """What a change says to assume and withdraw brings the answer it names, in a run of its own."""
    rulebook = read_rulebook(shipped("rules"))
    case = read_case(shipped("cases") / f"{name}.toml", rulebook)
    assessment = assess(rulebook, case)
    page = tell_pivots(assessment, pivots_of(assessment))
    for change in json.loads(render_pivots(page, "json"))["changes"]:
        assume = [one for move in change["moves"] for one in move["assume"]]
        without = [one for move in change["moves"] for one in move["without"]]
        after = assess(rulebook, case, assume=assume, without=without)
        told = change["answer"]["sentence"]
        now = page.told.found.answer.literal
        assert now is None or not after.verdict(speak(rulebook.vocabulary, now)).truth
        assert told is None or after.verdict(told).truth


def test_without_the_request_the_answer_for_kazakhstan_falls():
    """The request to the CSTO is a key assumption of the shipped case, with its source and grade."""
    _, text = run("pivots", "kazakhstan-2022")
    assert re.search(
        rf"^- {REQUEST} \(since .* graded B\d \[\d+\]\): without it, the answer would", text, re.MULTILINE
    )


def test_no_single_thing_turns_the_answer_for_ukraine_in_2021():
    """For Ukraine in December 2021 no fact alone carries the answer, and the changes take several steps."""
    _, text = run("pivots", "ukraine-2021")
    assert (
        "No single answer to an open question, and no doubt about a single report, changes the answer."
        in text
    )
    assert "No single fact or assumption carries the answer: withdraw any one, and it stays." in text


@pytest.mark.parametrize("name", ["kazakhstan-2022", "ukraine-2021"])
def test_likelihood_and_confidence_share_no_sentence(name):
    """No sentence of the page has both a word of likelihood and one of confidence (ICD 203)."""
    _, text = run("pivots", name)
    sentences = re.split(r"(?<=[.?:])\s", text.partition("## Sources")[0])
    assert any("likely" in sentence for sentence in sentences)
    assert not [one for one in sentences if "likely" in one and "confidence" in one]


@pytest.mark.parametrize("form", ["markdown", "text", "html"])
def test_a_report_has_the_parts_in_short_if_asked(desk, form):
    """`assess --pivots` adds the three parts without paths; without it they are not there."""
    rules, case = desk()
    titles = ("What would change the judgement", "Key assumptions check", "Indicators to watch")
    _, plain = run("assess", case, "--rules", rules, "--format", form)
    status, full = run("assess", case, "--rules", rules, "--pivots", "--format", form)
    assert status == 0
    assert all(title in full and title not in plain for title in titles)
    assert "It would no longer be established" not in full
    assert ("weights-title" in full) == (form == "html")


def test_the_chart_has_a_bar_for_each_question_with_weight(desk):
    """The picture draws each weight, longest bar first, in the ink of the text."""
    rules, case = desk(UNASKED, local_support__shunned=SHUNNED)
    html = said(rules, case, "--format", "html")
    widths = [float(one) for one in re.findall(r'<rect [^>]*width="([\d.]+)"', html)]
    found = json.loads(said(rules, case, "--format", "json"))["questions"]
    assert widths == sorted(widths, reverse=True)
    assert len(widths) == len({(one["ask"].split()[0], one["weight"]) for one in found if one["weight"]})


def test_what_files_say_is_escaped(desk):
    """Text of a rulebook is no markup of the page."""
    hostile = SHUNNED.replace("Two who shun a country", "<script>alert(1)</script>")
    case = UNASKED + '\n[[fact]]\nthat = "Ukraine asks the CSTO to intervene"\nsource = "address"\n'
    html = said(*desk(case, local_support__shunned=hostile), "--format", "html")
    assert "&lt;script&gt;" in html
    assert "<script>" not in html


def test_the_order_of_facts_does_not_matter(desk):
    """The same facts in another order give the same bytes."""
    rules, case = desk(CASE.replace('"B2"', '"C3"'))
    first = said(rules, case)
    head, one, two = case.read_text().split("[[fact]]")
    case.write_text(f"{head}[[fact]]{two.rstrip()}\n[[fact]]{one}")
    assert said(rules, case) == first


# ---- mistakes, and what is loaded ----


def test_a_rulebook_without_a_question_needs_a_sentence(desk):
    """Without a framework both commands end with status 1 and say what to do instead."""
    rules, case = desk(framework=None)
    case.write_text(re.sub(r"^roles.*\n", "", case.read_text(), flags=re.MULTILINE))
    for arguments in (("pivots", case), ("assess", case, "--pivots")):
        status, output = run(*arguments, "--rules", rules)
        assert status == 1
        assert output.startswith("argument: ")
    assert "--about SENTENCE" in output


@pytest.mark.parametrize(("options", "loaded"), [((), False), (("--pivots",), True)])
def test_a_report_loads_the_solvers_only_if_asked(options, loaded):
    """`assess` alone imports neither numpy nor clingo; with `--pivots` it does."""
    code = (
        "import sys\nfrom rubicon.cli import main\n"
        f"main(['assess', 'kazakhstan-2022', *{list(options)!r}], standalone_mode=False)\n"
        "print('numpy' in sys.modules, 'clingo' in sys.modules, file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    numpy, clingo = done.stderr.split()[-2:]
    assert numpy == str(loaded)
    assert loaded or clingo == "False"


@pytest.mark.parametrize("name", ["kazakhstan-2022", "ukraine-2021", "donbas-2014-04"])
def test_no_share_of_completions_stands_in_prose(name):
    """DESIGN 5: shares and weights order the questions; outside the method no per cent is told but an answer's range."""
    for command, end in (("pivots", "## Method: how"), ("assess", "## Annex A")):
        _, text = run(command, name, *(["--pivots"] if command == "assess" else []))
        told, _, rest = text.partition(end)
        told = re.sub(
            r"\(\d+–\d+%\)", "", told.partition("Indicators to watch")[0] if command == "assess" else told
        )
        told = re.sub(r"^.*per cent of adults.*$", "", told, flags=re.MULTILINE)
        assert "%" not in told
        assert "2^" not in told
        assert "ways of answering" in rest
