"""Compare two cases: point by point, and which differences carry the difference in the answer."""

from collections.abc import Iterable

from rubicon.assessing import Assessment, assess
from rubicon.comparing.carrying import Scene, cross
from rubicon.comparing.differing import gaps
from rubicon.comparing.translating import translate
from rubicon.comparing.viewing import Viewer
from rubicon.explaining.answering import answers, candidates_of, pose
from rubicon.explaining.citing import Sources
from rubicon.explaining.sections import heads_of
from rubicon.explanations import RuleUsed
from rubicon.facts import Case, Literal, Value
from rubicon.findings import Ledger
from rubicon.histories.contrasts import Comparison, Crossing, Point, Side
from rubicon.rulebook import Framework, Rule, Rulebook, Section
from rubicon.timelining import framework_of, steps_of
from rubicon.version import __version__

__all__ = ["compare"]


def compare(
    rulebook: Rulebook, one: Case, other: Case, *, school: str | None = None, drafts: bool = False
) -> Comparison:
    """Compare two cases, each on its own day, by one school (default: the framework's).

    What is said of the one is told in the other's terms: the roles' entities change places, and days keep their
    distance from the day judged. A difference is all that one statement says of the same players in one case and not
    in the other; moved into a case, it takes the place of what is said there.

    Raises:
        BadInput: the rulebook asks no question, the school is unknown, or a limit is passed.
    """
    framework = framework_of(rulebook)
    schools = [school] if school else None
    assessments = (
        assess(rulebook, one, schools=schools, drafts=drafts),
        assess(rulebook, other, schools=schools, drafts=drafts),
    )
    return _Comparer(framework, assessments).compare()


class _Comparer:
    """Two judged cases side by side."""

    def __init__(self, framework: Framework, assessments: tuple[Assessment, Assessment]) -> None:
        one, other = assessments
        self.framework, self.assessments = framework, assessments
        self.vocabulary = one.rulebook.vocabulary
        self.views = (one.judgements[0], other.judgements[0])
        self.ledgers = (
            Ledger(self.views[0].judgement, self.vocabulary),
            Ledger(self.views[1].judgement, self.vocabulary),
        )
        days = (one.day, other.day)
        self.there = translate(self.vocabulary, framework, one.case, other.case, days)
        self.back = translate(self.vocabulary, framework, other.case, one.case, (days[1], days[0]))
        self.sources = Sources()
        self.viewers = (Viewer(self.ledgers[0], self.sources), Viewer(self.ledgers[1], self.sources))

    def compare(self) -> Comparison:
        """Put the comparison together, in the order in which it is told."""
        sides = (self._side(0), self._side(1))
        points = tuple(self._point(section) for section in self.framework.sections)
        found = gaps(self.framework, self.assessments, self.views, self.there, self.back, self.sources)
        goals = (sides[1].question, sides[0].question)
        crossings = []
        if (goals[0].answer, goals[0].candidates) != (goals[1].answer, goals[1].candidates):
            asked = [gap for gap in found if gap.difference.asked]
            for into in (0, 1):
                scene = Scene(self.framework, self.assessments[into], self.views[into], asked, into)
                crossings.append(cross(scene, goals[into]))
        cases = (sides[0].case, sides[1].case)
        named = self._named(crossings)
        return Comparison(
            rulebook=self.assessments[0].rulebook,
            version=__version__,
            school=self.views[0].school,
            sides=sides,
            pairs=tuple(
                (role.name, cases[0].role(role.name) or "", cases[1].role(role.name) or "")
                for role in self.framework.roles
                if cases[0].role(role.name) or cases[1].role(role.name)
            ),
            points=points,
            differences=tuple(gap.difference for gap in found),
            crossings=tuple(crossings),
            rules=tuple(RuleUsed(rule, self.sources.cites(rule)) for _, rule in sorted(named.items())),
            sources=self.sources.listed(),
        )

    def _side(self, at: int) -> Side:
        assessment, ledger = self.assessments[at], self.ledgers[at]
        question = pose(self.framework, assessment.case, assessment.day, ledger)
        heads: tuple[Literal, ...] = (question.literal,) if question.literal else ()
        if not heads:
            heads = candidates_of(ledger, answers(self.framework, self._roles(at), ledger))
        speaking = [a for one in heads for a in ledger.applying(one) if a.stands or question.literal is None]
        return Side(assessment.case, assessment.day, question, self.viewers[at].reasons(speaking))

    def _roles(self, at: int) -> dict[str, Value]:
        return dict(self.assessments[at].case.roles)

    def _point(self, section: Section) -> Point:
        heads = tuple(heads_of(self.ledgers[at], section, self._roles(at)) for at in (0, 1))
        views = (self.viewers[0].view(heads[0]), self.viewers[1].view(heads[1]))
        found: tuple[list[Literal], list[Literal]] = ([], [])
        for at in (0, 1):
            found[at].extend(one for one in heads[at].literals if self.ledgers[at].established(one))
        shared = tuple((one, told) for one in found[0] if (told := self.there.literal(one)) in found[1])
        only = (
            tuple(one for one in found[0] if one not in [pair[0] for pair in shared]),
            tuple(one for one in found[1] if one not in [pair[1] for pair in shared]),
        )
        same = heads[0].state == heads[1].state if section.kind == "variable" else not any(only)
        return Point(section, same, views, shared, only)

    def _named(self, crossings: Iterable[Crossing]) -> dict[str, Rule]:
        """Return the rules that the comparison names."""
        named = {**self.viewers[0].rules, **self.viewers[1].rules}
        for crossing in crossings:
            for carrier in crossing.carriers:
                named.update({step.rule.id: step.rule for step in steps_of(carrier.changes) if step.rule})
        return named
