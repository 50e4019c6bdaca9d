"""Compare two cases: point by point, and which differences carry the difference in the answer."""

from rubicon.explaining.answering import answers, candidates_of, pose
from rubicon.explaining.contents import RuleUsed
from rubicon.explaining.sections import heads_of
from rubicon.judging.assessing import Assessment, assess
from rubicon.judging.ledger import Ledger
from rubicon.judging.scope import outside
from rubicon.language.facts import Case, Literal, Value
from rubicon.language.rules import Framework, Rulebook, Section
from rubicon.problems import BadInput
from rubicon.supposing.agreeing import Accord, cases_agree
from rubicon.surveying.comparing.carrying import Recipient, cross
from rubicon.surveying.comparing.contrasts import Contrast, Point, Side, View
from rubicon.surveying.comparing.differing import gaps
from rubicon.surveying.comparing.meeting import meetings_of
from rubicon.surveying.comparing.translating import translate
from rubicon.surveying.comparing.viewing import Viewer
from rubicon.surveying.timeline import framework_of
from rubicon.surveying.titles import file_names
from rubicon.version import __version__

__all__ = ["compare"]


def compare(
    rulebook: Rulebook, one: Case, other: Case, *, school: str | None = None, drafts: bool = False
) -> Contrast:
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
        standing = one.rulebook.background
        self.there = translate(self.vocabulary, framework, one.case, other.case, days, standing)
        self.back = translate(self.vocabulary, framework, other.case, one.case, (days[1], days[0]), standing)
        self.viewers = (Viewer(self.ledgers[0]), Viewer(self.ledgers[1]))

    def compare(self) -> Contrast:
        """Put the comparison together, in the order in which it is told."""
        sides = (self._side(0), self._side(1))
        points = tuple(self._point(section) for section in self.framework.sections)
        found, unmoved = gaps(self.framework, self.assessments, self.views, self.there, self.back)
        goals = (sides[1].question, sides[0].question)
        crossings = []
        accord = None
        if (goals[0].answer, goals[0].candidates) != (goals[1].answer, goals[1].candidates):
            accord = self._accord()
            asked = [gap for gap in found if gap.difference.asked]
            for into in (0, 1):
                scene = Recipient(self.framework, self.assessments[into], self.views[into], asked, into)
                crossings.append(cross(scene, goals[into]))
        cases = (sides[0].case, sides[1].case)
        named = {**self.viewers[0].rules, **self.viewers[1].rules}
        named.update({gap.difference.rule.id: gap.difference.rule for gap in found if gap.difference.rule})
        return Contrast(
            rulebook=self.assessments[0].rulebook,
            version=__version__,
            school=self.views[0].school,
            sides=sides,
            files=file_names(cases),
            pairs=tuple(
                (role.name, cases[0].role(role.name) or "", cases[1].role(role.name) or "")
                for role in self.framework.roles
                if cases[0].role(role.name) or cases[1].role(role.name)
            ),
            swaps=tuple((name, other) for name, other in self.there.swaps if name < other),
            points=points,
            differences=tuple(gap.difference for gap in found),
            crossings=tuple(crossings),
            meetings=meetings_of(self.framework, self.ledgers, accord) if accord else None,
            met_whole=accord is not None and accord.whole,
            unmoved=unmoved,
            rules=tuple(RuleUsed(rule, rule.cites) for _, rule in sorted(named.items())),
        )

    def _accord(self) -> Accord | None:
        """Find the fewest findings that end the difference; None where more is open than can be searched."""
        try:
            return cases_agree(*self.assessments)
        except BadInput:
            return None

    def _side(self, at: int) -> Side:
        assessment, ledger = self.assessments[at], self.ledgers[at]
        question = pose(self.framework, assessment.case, assessment.day, ledger)
        heads: tuple[Literal, ...] = (question.literal,) if question.literal else ()
        if not heads:
            heads = candidates_of(ledger, answers(self.framework, self._roles(at), ledger))
        speaking = [a for one in heads for a in ledger.applying(one) if a.stands or question.literal is None]
        reasons = self.viewers[at].reasons(speaking)
        return Side(assessment.case, assessment.day, question, reasons, outside(assessment))

    def _roles(self, at: int) -> dict[str, Value]:
        return dict(self.assessments[at].case.roles)

    def _point(self, section: Section) -> Point:
        heads = tuple(heads_of(self.ledgers[at], section, self._roles(at)) for at in (0, 1))
        if section.kind == "variable":
            views = (
                self.viewers[0].view(heads[0], self._roles(0)),
                self.viewers[1].view(heads[1], self._roles(1)),
            )
            return Point(section, heads[0].state == heads[1].state, views)
        one, other = (
            [found for found in heads[at].literals if self.ledgers[at].established(found)] for at in (0, 1)
        )
        pairs = {found: self.there.literal(found) for found in one if self.there.literal(found) in other}
        only = (
            tuple(self.viewers[0].told(found) for found in one if found not in pairs),
            tuple(self.viewers[1].told(found) for found in other if found not in pairs.values()),
        )
        return Point(
            section,
            not any(only),
            (View(None, None, heads[0].literals), View(None, None, heads[1].literals)),
            tuple(
                (self.viewers[0].told(found), self.viewers[1].told(mirrored))
                for found, mirrored in pairs.items()
            ),
            only,
        )
