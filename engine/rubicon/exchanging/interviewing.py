"""The interview: the open questions of a case, what settles the matter soonest first, until nothing open can change it."""

from collections.abc import Collection, Container, Iterator
from fractions import Fraction

from msgspec import Struct

from rubicon.exchanging.coding import Coding, CodingSheet, with_assertion
from rubicon.explaining.what_if import what_if
from rubicon.judging.assessing import Assessment, assess
from rubicon.judging.questions import Reply
from rubicon.language.binding import as_pattern
from rubicon.language.facts import Fact, Literal
from rubicon.language.rules import Rulebook
from rubicon.language.speaking import speak
from rubicon.rendering.pages import render_answer
from rubicon.rendering.wording import Words
from rubicon.supposing.finding import pivots_of
from rubicon.supposing.pivots import Course, Leaf, OpenQuestion, Pivots

UNKNOWN = "# not known: "
"""How the remark begins that keeps in the file what was asked and is not known."""


class Asked(Struct, frozen=True):
    """A question as it is asked: its words, what the sentence means, and the replies that there are."""

    question: OpenQuestion
    ask: str
    means: str

    @property
    def replies(self) -> tuple[Reply, ...]:
        """Return the replies to choose from."""
        return self.question.replies


class Round(Struct, frozen=True):
    """Where an interview stands: the case judged, and the questions still to be asked, what settles it soonest first.

    Asked is what bears on the answer. `settled`: however all that is open is answered, the answer stays. `sample` is
    how many completions were tried for that, None for all; `unknown` are the questions that were asked and are not known.
    """

    desk: CodingSheet
    assessment: Assessment
    asked: tuple[Asked, ...]
    unknown: tuple[str, ...]
    settled: bool
    sample: int | None


def round_of(desk: CodingSheet, done: Collection[Literal] = (), *, again: bool = False) -> Round:
    """Judge a case and find what to ask next. `done` are the affirmed literals that were asked about already.

    What is remarked as not known is asked `again`, or not at all.

    Raises:
        BadInput: the rulebook poses no question.
    """
    assessment = assess(desk.rulebook, desk.case)
    found = pivots_of(assessment)
    unknown = set(unknown_in(desk.draft.text))
    vocabulary = desk.rulebook.vocabulary
    silent = set() if again else unknown
    skipped = {
        one.about for one in found.questions if one.about in done or speak(vocabulary, one.about) in silent
    }
    asked = tuple(asked_as(desk.rulebook, one) for one in in_order(found, skipped))
    left = tuple(sorted(unknown & {speak(vocabulary, one.about) for one in found.questions}))
    sample = None if is_shown(found) else found.sample
    return Round(desk, assessment, asked, left, is_settled(found), sample)


def asked_as(rulebook: Rulebook, question: OpenQuestion) -> Asked:
    """Return a question as it is asked."""
    means = rulebook.vocabulary.statements[question.about.atom.statement].means or ""
    return Asked(question, Words(rulebook, "text").ask(as_pattern(question.about)), means)


def in_order(found: Pivots, skipped: Container[Literal] = ()) -> tuple[OpenQuestion, ...]:
    """Return the questions that bear on the answer and are not skipped, by their affirmed literals; what settles it soonest first.

    First comes the next question of a course that is known to be shortest. Of the others, those in the smallest sets
    of replies that settle the answer: a set counts half as much with each reply more, and not at all where one of its
    questions is skipped. Then the weight tells.
    """
    home = {reply: question.about for question in found.questions for reply in question.replies}
    soon: dict[Literal, Fraction] = {}
    bearing = {home[reply] for one in found.settling.sets for reply in one.replies}
    for one in found.settling.sets:
        abouts = [home[reply] for reply in one.replies]
        if not any(about in skipped for about in abouts):
            for about in abouts:
                soon[about] = soon.get(about, Fraction()) + Fraction(1, 2 ** len(abouts))
    course = found.settling.course
    if isinstance(course, Course) and found.settling.shortest:
        soon[course.about] = Fraction(len(found.questions) + len(found.settling.sets))
    bearing |= {course.about} if isinstance(course, Course) else set()
    moved = {literal for change in found.changes for move in change.moves for literal in move.assumed}
    asked = [
        one
        for one in found.questions
        if one.about not in skipped
        and (
            one.about in bearing
            or one.weight.value > 0
            or one.weight.error is not None
            or any(literal in moved for reply in one.replies for literal in reply.given)
        )
    ]
    return tuple(sorted(asked, key=lambda one: -soon.get(one.about, Fraction())))


def is_settled(found: Pivots) -> bool:
    """Tell whether no answers to open questions change the answer, as far as was looked."""
    acts = {"yes", "no", "value", "none"}
    alone = any({move.act for move in change.moves} <= acts for change in found.changes)
    return is_shown(found) or (found.robustness.value == 1 and not alone)


def is_shown(found: Pivots) -> bool:
    """Tell whether it is certain that nothing open changes the answer: the course to settle it has no question."""
    course = found.settling.course
    return isinstance(course, Leaf) and course.end is not None


def unknown_in(text: str) -> Iterator[str]:
    """Yield the sentences that the text of a case remarks as asked about and not known."""
    for line in text.split("\n"):
        if line.startswith(UNKNOWN):
            yield line.removeprefix(UNKNOWN).strip()


def with_unknown(desk: CodingSheet, literal: Literal) -> CodingSheet:
    """Return a desk whose file remarks that something was asked and is not known."""
    said = speak(desk.rulebook.vocabulary, literal)
    if said in unknown_in(desk.draft.text):
        return desk
    text = desk.draft.text.rstrip("\n")
    return desk.changed(f"{text}\n{UNKNOWN}{said}\n")


def with_known(desk: CodingSheet, literal: Literal) -> CodingSheet:
    """Return a desk whose file remarks no more that something is not known."""
    remark = f"{UNKNOWN}{speak(desk.rulebook.vocabulary, literal)}"
    lines = desk.draft.text.split("\n")
    return desk.changed("\n".join(line for line in lines if line.rstrip() != remark))


def with_reply(
    desk: CodingSheet, literals: Collection[Literal], entry: Coding
) -> tuple[CodingSheet, tuple[Fact, ...]]:
    """Return a desk on which what a reply says is asserted; `entry` says from when and by whom.

    Raises:
        BadInput: a day, a source or a grade cannot be read.
    """
    facts = []
    for literal in literals:
        said = {name: getattr(entry, name) for name in entry.__struct_fields__ if name != "sentence"}
        sentence = speak(desk.rulebook.vocabulary, literal)
        desk, fact = with_assertion(desk, Coding(sentence, **said), conflict=True)
        facts.append(fact)
    return desk, tuple(facts)


def told(before: Assessment, after: Assessment) -> str:
    """Say what an answer changed in the answer and the variables."""
    changes = what_if(before, after)
    return render_answer(after.rulebook, "text", "interview/moved.j2", "", {"y": changes})


def closing(now: Round) -> str:
    """Say why nothing more is asked."""
    if now.settled and now.sample is None:
        return "Nothing that is open can change the answer, however it is answered."
    if now.settled:
        return (
            f"Nothing that is open changed the answer in {now.sample:,} ways of answering it, drawn by lot."
        )
    open_ = "\n".join(f"- {sentence}" for sentence in now.unknown)
    if open_:
        return f"No question is left that bears on the answer. Not known, and able to change it:\n{open_}"
    return "No question is left that bears on the answer."
