"""What is an open question, and what `pivots` says of a case small enough to work out by hand."""

from fractions import Fraction

import pytest

import rubicon.judging.questions
import rubicon.supposing.diagrams
import rubicon.supposing.shares
import rubicon.supposing.solving
from books import CASE, FRAMEWORK, VOCABULARY, write_book, write_case
from brief import NOWHERE, fact, given, rule
from rubicon import BadInput, read_case, read_rulebook
from rubicon.judging.differences import APPLIES, CARRIES
from rubicon.language.facts import Case
from rubicon.language.rules import Rulebook
from rubicon.language.speaking import speak
from rubicon.language.vocabulary import Statement, Vocabulary
from rubicon.supposing.finding import pivots

ASKED = VOCABULARY.replace(
    'form = "the authority of the government of {host:country} is disputed"',
    'form = "the authority of the government of {host:country} is disputed"\n    ask = "Is it disputed in {host}?"',
)
UNASKED = CASE.replace(
    """    [[fact]]
    that = "Kazakhstan asks the CSTO to intervene"
    on = 2022-01-05
    source = "address"
    grade = "B2"
""",
    "",
)
DISPUTED = "the authority of the government of Kazakhstan is disputed"


class Desk:
    """A rulebook and a case on disk, and their pivots."""

    def __init__(self, folder, case=CASE, extra="", about=None, **changes):
        self.rulebook = read_rulebook(write_book(folder / "rules", **{"vocabulary": ASKED, **changes}))
        self.case = read_case(write_case(folder / "case.toml", case, extra), self.rulebook)
        self.pivots = pivots(self.rulebook, self.case, about=about)

    def say(self, literal):
        """Return the sentence of a literal."""
        return speak(self.rulebook.vocabulary, literal)

    @property
    def questions(self):
        """Return the open questions, the weightiest first."""
        return [self.say(question.about) for question in self.pivots.questions]

    @property
    def changes(self):
        """Return the moves of each change."""
        return [
            [(move.act, self.say(move.literal)) for move in change.moves] for change in self.pivots.changes
        ]


def test_one_open_question_turns_the_answer(tmp_path):
    """If the authority is disputed the request is no support, and the answer falls from likely to unlikely."""
    desk = Desk(tmp_path)
    assert desk.pivots.answer.literal.atom.values[-1] == "likely"
    assert desk.questions == [DISPUTED]
    assert desk.pivots.questions[0].weight.value == 1
    assert desk.pivots.robustness.value == Fraction(1, 2)
    assert desk.changes == [[("yes", DISPUTED)]]
    assert desk.pivots.changes[0].answer.literal.atom.values[-1] == "unlikely"
    assert desk.pivots.exhausted


def test_the_path_of_a_change_runs_from_the_facts_to_the_answer(tmp_path):
    """The path names what no longer applies and what comes to stand, premises first."""
    steps = Desk(tmp_path).pivots.changes[0].path
    assert [
        (step.rule.id, step.was >= APPLIES, step.now >= APPLIES, step.now == CARRIES) for step in steps
    ] == [
        ("local-support/request", True, False, False),
        ("likelihood/unsupported", False, True, True),
        ("likelihood/supported", True, False, False),
    ]


def test_linchpins_are_given_facts_too(tmp_path):
    """Without the request, or without the lead of the alliance, the answer is unlikely."""
    desk = Desk(tmp_path)
    assert [desk.say(pin.literal) for pin in desk.pivots.linchpins] == [
        "Kazakhstan asks the CSTO to intervene",
        "Russia leads the CSTO",
    ]
    assert {pin.answer.literal.atom.values[-1] for pin in desk.pivots.linchpins} == {"unlikely"}


def test_a_question_is_filled_from_what_rules_can_meet(tmp_path):
    """Who is asked must be led by the intervener: the question is about the CSTO, and about nobody else."""
    assert Desk(tmp_path, UNASKED).questions == ["Kazakhstan asks the CSTO to intervene", DISPUTED]


def test_a_question_is_filled_with_what_the_case_names(tmp_path):
    """An alliance that only the background names fills no question; a role does."""
    fact = '\n    [[fact]]\n    that = "Russia leads the CSTO"\n    source = "address"\n    grade = "A1"\n'
    assert fact in UNASKED
    background = '\n    [[fact]]\n    that = "Russia leads the CSTO"\n'
    silent = UNASKED.replace(fact, "\n")
    assert Desk(tmp_path / "a", silent, background=background).questions == []
    named = silent.replace('host = "Kazakhstan" }', 'host = "Kazakhstan", guarantor = "the CSTO" }')
    framework = '[role.guarantor]\n    kind = "actor"\n    required = false\n    [ranges]'
    desk = Desk(
        tmp_path / "b", named, background=background, framework=FRAMEWORK.replace("[ranges]", framework)
    )
    assert desk.questions == ["Kazakhstan asks the CSTO to intervene", DISPUTED]


def test_whom_the_framework_names_is_always_worth_asking_about(tmp_path):
    """`asks_about` fills questions with an entity that neither the case's facts nor its roles name."""
    fact = '\n    [[fact]]\n    that = "Russia leads the CSTO"\n    source = "address"\n    grade = "A1"\n'
    background = '\n    [[fact]]\n    that = "Russia leads the CSTO"\n'
    framework = 'asks_about = ["the CSTO"]\n' + FRAMEWORK
    desk = Desk(tmp_path, UNASKED.replace(fact, "\n"), background=background, framework=framework)
    assert desk.questions == ["Kazakhstan asks the CSTO to intervene", DISPUTED]


@pytest.mark.parametrize(
    ("line", "asked"),
    [
        ("?host leads the CSTO", False),
        ("Russia leads the CSTO", True),
        ("?guarantor is not Russia", True),
        ("?guarantor is Russia", False),
        ("?host asks ?guarantor to intervene", False),
    ],
)
def test_a_filling_is_asked_about_only_where_it_is_worth_it(tmp_path, line, asked):
    """`ask_if` names conditions on the slots, which must hold without the open answers: unknown is no."""
    ask = 'ask = "Has {host} asked {guarantor} for troops?"'
    assert ask in ASKED
    desk = Desk(tmp_path, UNASKED, vocabulary=ASKED.replace(ask, f'{ask}\n    ask_if = ["{line}"]'))
    assert ("Kazakhstan asks the CSTO to intervene" in desk.questions) == asked


def test_what_a_fact_settles_or_a_rule_concludes_is_no_open_question(tmp_path):
    """A denial settles a question; a statement that some rule concludes is none."""
    denial = f"""
        [[fact]]
        that = "it is false that {DISPUTED}"
        source = "address"
        grade = "A1"
    """
    assert Desk(tmp_path / "a", extra=denial).questions == []
    concluding = """
        title = "A request to outsiders is disputed"
        if = ["?host asks ?guarantor to intervene", "?host leads ?guarantor"]
        then = "the authority of the government of ?host is disputed"
        because = "So it is."
    """
    assert Desk(tmp_path / "b", topic__rule=concluding).questions == []


def test_a_statement_without_an_ask_is_no_open_question(tmp_path):
    """Leave out the `ask`, and nothing is open."""
    assert Desk(tmp_path, vocabulary=VOCABULARY).questions == []


def test_a_doubtful_fact_may_be_withdrawn(tmp_path):
    """Withdrawing is enough, so that denying is no smallest change; a given fact is no doubtful one."""
    desk = Desk(tmp_path, CASE.replace('grade = "B2"', 'grade = "C3"'), vocabulary=VOCABULARY)
    assert [desk.say(doubt.literal) for doubt in desk.pivots.doubts] == [
        "Kazakhstan asks the CSTO to intervene"
    ]
    assert desk.changes == [[("withdraw", "Kazakhstan asks the CSTO to intervene")]]
    assert desk.pivots.robustness.value == 1


def test_a_closed_one_of_slot_is_one_question_with_its_values(tmp_path):
    """The mood takes one of three values; only one of them makes the answer unlikely."""
    mood = (
        ASKED
        + """
    [statement.mood]
    form = "the mood in {host:country} is: {level:likelihood}"
    one_of = "level"
    ask = "How is the mood in {host}?"
    """
    )
    request = """
        title = "A request is local support"
        if = ["?host asks ?guarantor to intervene", "?intervener leads ?guarantor"]
        unless = ["the mood in ?host is: unlikely"]
        then = "local elements in ?host support intervention by ?intervener"
        because = "So it is."
    """
    desk = Desk(tmp_path, vocabulary=mood, **{"local-support__request": request})
    (question,) = desk.pivots.questions
    assert [reply.given[0].atom.values[-1] for reply in question.replies] == [
        "unlikely",
        "roughly even chance",
        "likely",
    ]
    assert desk.pivots.robustness.value == Fraction(2, 3)
    assert question.weight.value == Fraction(2, 3)
    assert desk.changes == [[("value", "the mood in Kazakhstan is: unlikely")]]


def test_any_sentence_may_be_asked_about(tmp_path):
    """The truth of a denied sentence is that of the denial; the sentence itself is no change."""
    desk = Desk(
        tmp_path / "a", about="it is false that local elements in Kazakhstan support intervention by Russia"
    )
    assert desk.pivots.answer.truth is False
    assert desk.changes == [[("yes", DISPUTED)]]
    assert desk.pivots.changes[0].answer.truth is None
    own = Desk(tmp_path / "b", UNASKED, about="Kazakhstan asks the CSTO to intervene")
    assert own.questions == own.changes == []


def test_a_rulebook_without_a_question_needs_a_sentence(tmp_path):
    """Without a framework there is nothing to ask after."""
    case = CASE.replace('roles = { intervener = "Russia", host = "Kazakhstan" }', "")
    with pytest.raises(BadInput, match="no framework"):
        Desk(tmp_path, case, framework=None, likelihood__supported=None, likelihood__unsupported=None)


def conjunction(size):
    """Make a rulebook whose goal needs every one of so many open statements."""
    names = [f"leaf{at}" for at in range(size)]
    statements = {
        name: Statement(name, (name,), (), NOWHERE, ask=(name,) if name != "goal" else None)
        for name in (*names, "goal")
    }
    rules = (rule("t/goal", *names, then="goal"),)
    rulebook = Rulebook(".", Vocabulary({}, statements), rules=rules)
    return rulebook, Case("c", "c", NOWHERE, None, (), (), (), (given("leaf0"),))


def test_beyond_22_bits_diagrams_are_exact_and_clingo_finds_the_changes(monkeypatch):
    """A goal that needs 25 answers has one smallest change, of 25 moves, and stands in one of 2^25 completions."""
    monkeypatch.setattr(rubicon.supposing.solving, "PATIENCE", 0)
    rulebook, case = conjunction(26)
    found = pivots(rulebook, case, about="goal")
    assert found.bits == 25
    assert found.sample is None
    assert found.robustness.value == 1 - Fraction(1, 1 << 25)
    assert {question.weight.value for question in found.questions} == {Fraction(1, 1 << 24)}
    assert [len(change.moves) for change in found.changes] == [25]
    assert found.whole == 24


def test_past_the_size_of_diagrams_shares_are_estimates(monkeypatch):
    """With room for ten nodes there are no diagrams: the shares are those of so many random completions, with their error."""
    monkeypatch.setattr(rubicon.supposing.diagrams, "NODES", 10)
    monkeypatch.setattr(rubicon.supposing.solving, "PATIENCE", 0)
    found = pivots(*conjunction(26), about="goal")
    assert found.sample == rubicon.supposing.shares.SAMPLE
    assert found.robustness.error is not None


def test_up_to_22_bits_shares_are_exact():
    """A goal that needs 22 answers stands in one of 4,194,304 completions."""
    rulebook, case = conjunction(23)
    found = pivots(rulebook, case, about="goal")
    assert found.bits == 22
    assert found.robustness.value == 1 - Fraction(1, 1 << 22)
    assert {question.weight.value for question in found.questions} == {Fraction(1, 1 << 21)}
    assert found.sample is None


def test_what_the_run_assumes_is_the_ground_on_which_changes_stand(tmp_path):
    """Suppose the authority disputed: the answer is unlikely, and withdrawing the rest does not change it."""
    desk = Desk(tmp_path)
    supposed = pivots(desk.rulebook, desk.case, assume=[DISPUTED])
    assert supposed.answer.literal.atom.values[-1] == "unlikely"
    assert (supposed.questions, supposed.changes, supposed.linchpins) == ((), (), ())
    lacking = pivots(desk.rulebook, desk.case, without=["Kazakhstan asks the CSTO to intervene"])
    assert lacking.answer.literal.atom.values[-1] == "unlikely"
    assert [desk.say(change.assumed[0]) for change in lacking.changes] == [
        "Kazakhstan asks the CSTO to intervene"
    ]


def test_too_many_possible_questions_are_refused(tmp_path, monkeypatch):
    """A limit is passed with a message that names the statement."""
    monkeypatch.setattr(rubicon.judging.questions, "MOST_CANDIDATES", 0)
    with pytest.raises(BadInput, match="more than 0"):
        Desk(tmp_path)


@pytest.mark.parametrize("tried", [True, False])
def test_changes_run_through_rules_that_stop_each_other(monkeypatch, tried):
    """Two rules that stop each other leave the goal undecided; clingo reads the circle as judging does.

    As a stable model the goal would hold in one of two models, so that no change would be needed.
    """
    if not tried:
        monkeypatch.setattr(rubicon.supposing.solving, "BUDGET", 0)
        monkeypatch.setattr(rubicon.supposing.solving, "PATIENCE", 0)
    names = ("one", "other", "calm", "left", "right", "goal")
    statements = {
        name: Statement(name, (name,), (), NOWHERE, ask=(name,) if name == "calm" else None) for name in names
    }
    rules = (
        rule("t/left", "one", then="left", unless=["right"]),
        rule("t/right", "other", then="right", unless=["left", "calm"]),
        rule("t/goal", "left", then="goal"),
    )
    rulebook = Rulebook(".", Vocabulary({}, statements), rules=rules)
    facts = (fact("one", "C3"), fact("other", "C3"))
    case = Case("c", "c", NOWHERE, None, (), (), (), facts)
    found = pivots(rulebook, case, about="goal")
    assert (found.answer.truth, found.answer.standing) == (None, "undecided")
    moves = {(move.act, move.literal.atom.statement) for change in found.changes for move in change.moves}
    assert moves == {("yes", "calm"), ("withdraw", "other")}
    assert {change.answer.truth for change in found.changes} == {True}
    assert found.robustness.value == Fraction(1, 2)
