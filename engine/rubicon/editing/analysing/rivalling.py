"""What rules are to each other: overrides that never matter, and conflicts without one; and all that is found of them."""

from collections.abc import Iterator

from rubicon.editing.analysing.examining import Examination
from rubicon.editing.analysing.mattering import without_override
from rubicon.editing.analysing.questions import QueryKind
from rubicon.editing.inspecting import is_about
from rubicon.language.rules import Rule
from rubicon.problems import Problem
from rubicon.supposing.solving import UnsettledError


def findings(exam: Examination) -> Iterator[Problem]:
    """Yield what is found of the rules that conclude something of a statement."""
    for rule in exam.rules:
        if rule.conclusions[0].statement == exam.statement and is_about(rule, exam.about):
            found = list(exam.of_rule(rule))
            yield from found
            if all(one.lint == "RUB169" for one in found):
                for name in rule.overrides:
                    if name in exam.look.by_id and exam.look.by_id[name].status != "retired":
                        yield from _override(exam, rule, exam.look.by_id[name])
        yield from _conflicts(exam, rule)


def _override(exam: Examination, rule: Rule, other: Rule) -> Iterator[Problem]:
    """Find an override without which all is the same."""
    shared = {one.statement for one in rule.conclusions} & {one.statement for one in other.conclusions}
    if not shared or not exam.sites([exam.statement], freely=False).firstly(rule, other):
        return
    asked: QueryKind = ("overrides", rule.id, other.id)
    try:
        if any(exam.found(asked, rule, other, of=name, nearby=True) for name in sorted(shared)):
            return
        if exam.differs(without_override(rule.id, other.id), rule, other):
            return
        found = exam.found(("meets", rule.id, other.id), rule, other)
        shown = found or exam.found(("applies", rule.id, ""), rule, other)
        text = exam.same(shown or exam.nothing(), rule, other, f"{rule.id} and what it overrides")
    except UnsettledError:
        yield exam.undecided(rule, f'that it overrides "{other.id}" matters')
        return
    never = "" if found else ": the two never apply together"
    what = f'that this rule overrides "{other.id}" never matters{never}'
    yield exam.told(exam.look.at(rule, "overrides"), "RUB166", what, "Leave it out.", text)


def _conflicts(exam: Examination, rule: Rule) -> Iterator[Problem]:
    """Find rules that apply against each other, neither overriding."""
    sites = exam.sites([exam.statement], freely=False)
    told = {rule.id}
    for approach in sites.firstly(rule):
        site = sites.known.get(approach.key)
        for one, name in site.pairs("conflicts") if site else ():
            other = exam.look.by_id[name]
            if (
                one != rule.id
                or name in told
                or not (is_about(rule, exam.about) or is_about(other, exam.about))
            ):
                continue
            if name in rule.contests or rule.id in other.contests:
                continue
            try:
                facts = site.find(("conflicts", one, name)) if site else None
                if facts is None or site is None:
                    continue
                text = exam.shown((site, facts), f"{one} against {name}", rule, other)
            except UnsettledError:
                continue
            told.add(name)
            what = f'this conflicts with "{name}", and neither overrides the other'
            remedy = f'Let one override the other, or say that it is meant: contests = ["{name}"]'
            yield exam.told(exam.look.at(rule, "then"), "RUB167", what, remedy, text)
