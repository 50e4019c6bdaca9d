"""What each rule did for a library of cases: those it decided, the right and wrong answers it carried."""

from collections.abc import Iterable, Iterator
from typing import Literal as OneOf
from typing import TypeAlias

from msgspec import Struct, field

from rubicon.editing.inspecting import Inspection
from rubicon.explaining.answering import pose
from rubicon.judging.assessing import ARGUMENT, all_schools, assess
from rubicon.judging.bearing import SchoolJudgement
from rubicon.judging.ledger import Ledger
from rubicon.language.facts import Case
from rubicon.language.rules import Framework, Rule, Rulebook, School
from rubicon.problems import BadInput
from rubicon.surveying.backtest import is_late, outcome_of, rules_below, what_came
from rubicon.surveying.backtest.grouping import predict
from rubicon.surveying.timeline import framework_of
from rubicon.version import __version__

Advice: TypeAlias = OneOf["keep", "tune", "retire", ""]
"""What the counts suggest, and no more than that; "" where they suggest nothing."""


class Merit(Struct, frozen=True):
    """What a rule did: the cases it decided, whose answer rests on it or is another without it.

    `alone` are those that have another answer without it, be it a conclusion or a doubt of its; `applied` those in which
    it applied at all. `right` and `wrong` are the cases in which the answer was a call that came true and one that did
    not; `fresh` those among both with which no rule was made, `lot` those of days drawn by lot, `late` those of a day
    before the works that the rule cites. `bears`: a way leads from it to the question.
    """

    rule: Rule
    bears: bool = True
    decided: tuple[str, ...] = ()
    alone: tuple[str, ...] = ()
    right: tuple[str, ...] = ()
    wrong: tuple[str, ...] = ()
    fresh: tuple[str, ...] = ()
    lot: tuple[str, ...] = ()
    late: tuple[str, ...] = ()
    applied: tuple[str, ...] = ()

    @property
    def advice(self) -> Advice:
        """Return what the counts suggest: to retire what bears and decides nothing, to tune what is oftener wrong than right."""
        if not self.decided:
            return "retire" if self.bears else ""
        if len(self.wrong) > len(self.right):
            return "tune"
        return "keep" if self.right else ""


class Merits(Struct, frozen=True):
    """The merits of the rules of a school, over so many cases; `unread` are those that could not be judged."""

    rulebook: Rulebook
    school: School | None
    cases: int
    merits: tuple[Merit, ...]
    unread: tuple[tuple[str, str], ...] = ()
    version: str = field(default=__version__)


def merits_of(rulebook: Rulebook, cases: Iterable[Case], school: str | None = None) -> Merits:
    """Judge each case on its own day by one school (default: the first), and say what each of its rules did.

    Raises:
        BadInput: the rulebook asks no question, or there is no such school.
    """
    framework = framework_of(rulebook)
    asked = [school] if school else list(all_schools(rulebook) or ())[:1]
    found: dict[str, dict[str, list[str]]] = {}
    judged_by: dict[str, Rule] = {}
    title: School | None = None
    unread = []
    count = 0
    for case in cases:
        try:
            view = assess(rulebook, case, schools=asked or None).judgements[0]
            came = _came(framework, case)
        except BadInput as bad:
            if any(problem.path == ARGUMENT for problem in bad.problems):
                raise
            unread.append((case.name, bad.problems[0].what))
            continue
        count, title = count + 1, view.school
        judged_by |= {rule.id: rule for rule in view.rules}
        for rule, column in _did(rulebook, framework, case, view, happened=came):
            found.setdefault(rule, {}).setdefault(column, []).append(case.name)
    bearing = _bearing(rulebook, framework)
    merits = (
        Merit(
            rule, name in bearing, **{column: tuple(names) for column, names in found.get(name, {}).items()}
        )
        for name, rule in sorted(judged_by.items())
    )
    return Merits(rulebook, title, count, tuple(merits), tuple(unread))


def _came(framework: Framework, case: Case) -> bool | None:
    """Tell whether the event came within the horizon; None where the case is not scored."""
    outcome = outcome_of(framework, case.outcome, case.outcomes)
    if outcome is None or case.unscored or outcome.unscored:
        return None
    return what_came(framework, outcome, case.as_of, case.place.path).happened


def _did(
    rulebook: Rulebook, framework: Framework, case: Case, view: SchoolJudgement, *, happened: bool | None
) -> Iterator[tuple[str, str]]:
    """Yield what each rule did in a case: below its answer, or where that is another without it."""
    part = view.about(framework.asked)
    ledger = Ledger(part, rulebook.vocabulary)
    applying = (one.instance for one in view.judgement.arguments if one.applies is True)
    yield from ((name, "applied") for name in sorted({one.rule.id for one in applying if one is not None}))
    question = pose(framework, case, case.as_of, ledger)
    call = predict(framework, question.answer)
    below = rules_below(ledger, question.literal) if question.literal is not None else {}
    mattering = (one.instance.rule for one in part.arguments if one.instance and one.applies is not False)
    for name, rule in sorted({**{rule.id: rule for rule in mattering}, **below}.items()):
        turns = _answer_without(rulebook, framework, case, view, name) != question.answer
        if not turns and name not in below:
            continue
        yield name, "decided"
        if turns:
            yield name, "alone"
        if happened is not None and call != "none":
            yield name, "right" if (call == "yes") == happened else "wrong"
            if case.sample != "in":
                yield name, "fresh" if case.sample == "out" else "lot"
        if is_late(rule, case.as_of):
            yield name, "late"


def _bearing(rulebook: Rulebook, framework: Framework) -> frozenset[str]:
    """Return the rules from which a way leads to the question's statement, by their ids."""
    inspection = Inspection(rulebook)
    ahead = list(inspection.heads.get(framework.question.statement, ()))
    found: set[str] = set()
    while ahead:
        rule = ahead.pop()
        if rule.id not in found:
            found.add(rule.id)
            ahead += inspection.feeding(rule)
    return frozenset(found)


def _answer_without(
    rulebook: Rulebook, framework: Framework, case: Case, view: SchoolJudgement, name: str
) -> str | None:
    """Return the answer that a school gives without one of its rules."""
    kept = tuple(rule for rule in view.rules if rule.id != name)
    rest = view.among(rulebook.vocabulary, kept)
    ledger = Ledger(rest.about(framework.asked), rulebook.vocabulary)
    return pose(framework, case, case.as_of, ledger).answer
