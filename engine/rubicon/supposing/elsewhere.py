"""What schools beside the first would ask: open questions that weigh in their judgement and not in its own."""

from collections.abc import Collection, Sequence

from msgspec.structs import replace

from rubicon.firing.confirming import fire_confirmed
from rubicon.firing.cutting import cut
from rubicon.judging.assessing import Assessment, supposed
from rubicon.judging.questions import candidates
from rubicon.judging.reaching import Outlook, current_of, setting_of
from rubicon.language.binding import widened
from rubicon.language.facts import Literal
from rubicon.language.rules import School
from rubicon.problems import BadInput
from rubicon.supposing.answering import goal_of, target
from rubicon.supposing.inputs import Inputs, moves_of
from rubicon.supposing.pivots import Elsewhere, Pivots, Reversal
from rubicon.supposing.scenarios import build
from rubicon.supposing.scenarios.bits import Bits
from rubicon.supposing.shares import weigh
from rubicon.supposing.solving import COUNTED, solve
from rubicon.supposing.switches import possibilities, switches


def elsewhere_of(assessment: Assessment, found: Pivots) -> tuple[Elsewhere, ...]:
    """Return the other schools of an assessment that would ask what the first would not; `found` are its pivots.

    What could be supposed in any of them is fired once; there are none where that passes a limit.
    """
    known = {question.about for question in found.questions if question.weight.value}
    views = [view for view in assessment.judgements[1:] if view.school is not None]
    sides = [replace(assessment, judgements=(view,)) for view in views]
    try:
        outlooks = _outlooks(assessment, sides)
    except BadInput:
        return ()
    others = []
    for view, outlook in zip(views, outlooks, strict=True):
        told = _asked(outlook, view.school, known) if view.school else None
        if told and told.questions:
            others.append(told)
    return tuple(others)


def _outlooks(assessment: Assessment, sides: Sequence[Assessment]) -> tuple[Outlook, ...]:
    """Fire all that could be supposed in some schools, and return what each school alone would have fired of it."""
    vocabulary, day = assessment.rulebook.vocabulary, assessment.day
    goal = widened(vocabulary, goal_of(assessment, None))
    asked = [candidates(setting_of(side), goal) for side in sides]
    given = (one for some in asked for question in some for reply in question.replies for one in reply.given)
    own = {fact.literal: fact for fact in supposed(given)}
    current = tuple(current_of(assessment))
    rules = {rule.id: rule for side in sides for rule in side.judgements[0].rules}
    fired = fire_confirmed(vocabulary, tuple(rules.values()), (*current, *own.values()), day)
    held = [{rule.id for rule in side.judgements[0].rules} for side in sides]
    return tuple(
        Outlook(side, (goal,), some, some, current, own, cut(vocabulary, fired, names))
        for side, some, names in zip(sides, asked, held, strict=True)
    )


def _asked(outlook: Outlook, school: School, known: Collection[Literal]) -> Elsewhere | None:
    """Return what weighs in a school's judgement and is not known to, and the fewest replies to that which change it.

    None: nothing that is not known bears on its answer.
    """
    side, given = outlook.assessment, outlook.supposed
    inputs = Inputs(outlook.first, (), (), switches(given, ()))
    possible = possibilities(side, inputs.switches, outlook)
    asked = target(side, None, possible.firings)
    bounds = build(possible, asked.literals)
    gates = asked.gates(bounds)
    bearing = bounds.circuit.switches_of(gates)
    asking = (
        one for question in inputs.questions if question.about[0] not in known for one in question.replies
    )
    if bearing.isdisjoint(inputs.switches.assumed[literal] for reply in asking for literal in reply.given):
        return None
    answer = asked.answer(side.judgements[0].about({one.atom.statement for one in asked.literals}))
    shown = asked.shown(answer)
    _, weighed, _, _ = weigh(bounds.circuit, gates, shown, inputs.questions, inputs.switches)
    questions = tuple(one for one in weighed if one.weight.value and one.about not in known)
    left = {one.about for one in questions}
    moves, choices = moves_of(inputs, tuple(one for one in inputs.questions if one.about[0] in left), ())
    sets = solve(bounds.circuit, gates, shown, choices, COUNTED).sets if questions else ()
    if not sets:
        return Elsewhere(school, answer, questions, None)
    on = {switch: 1 for at in sets[0] for switch in choices[at].switches}
    after = [bool(low & 1) for low, _ in Bits(bounds.circuit, gates).run(1, on)]
    reversal = Reversal(tuple(moves[at] for at in sets[0]), asked.end(after), len(sets))
    return Elsewhere(school, answer, questions, reversal)
