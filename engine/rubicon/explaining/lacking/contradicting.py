"""Find out whether a rule could ever apply for a sentence: whatever became known, or never."""

from collections.abc import Iterable, Iterator

from rubicon.explaining.lacking.ordering import ValueOrder
from rubicon.explaining.lacking.scene import Scene
from rubicon.explaining.lacking.trying import attempt
from rubicon.explaining.lacking.ways import Hopeless
from rubicon.judging.judgements import Truth
from rubicon.language.binding import Binding, bound, covers
from rubicon.language.conditions import (
    Absent,
    Comparison,
    Condition,
    Holds,
    Pattern,
    Several,
    Since,
    Tally,
    Unsettled,
    Variable,
)
from rubicon.language.rules import Citation, Rule
from rubicon.language.vocabulary import BUILT_IN


def hopeless(
    scene: Scene, rule: Rule, cites: tuple[Citation, ...], conclusion: Pattern, start: Binding
) -> Hopeless | None:
    """Return why no branch of a rule could ever carry a conclusion under a binding; None if one could."""
    found = None
    for branch in rule.branches:
        reason = _unpeopled(scene, rule, cites, branch, start) or _contradiction(
            scene, rule, cites, branch, start
        )
        excluding = clash(scene, branch, start)
        if reason is None and excluding:
            reason = Hopeless(rule, cites, clash=excluding)
        own = needed_of_itself(scene, conclusion, branch, start)
        if reason is None and own:
            reason = Hopeless(rule, cites, own=own)
        full = crowded(scene, branch, start)
        if reason is None and full is not None:
            reason = Hopeless(rule, cites, few=full[0], settled=full[1])
        exception = stopped(scene, rule, conclusion, branch, start)
        if reason is None and exception:
            reason = Hopeless(rule, cites, exception=exception)
        if reason is None:
            return None
        found = found or reason
    return found


def _unpeopled(
    scene: Scene, rule: Rule, cites: tuple[Citation, ...], branch: tuple[Condition, ...], start: Binding
) -> Hopeless | None:
    """Return the kinds of which no entity is known though a variable has to be one, or the tally that asks too many."""
    wanted: dict[str, dict[str, None]] = {}
    for condition in branch:
        if isinstance(condition, Tally) and condition.bound != "at most":
            slot = condition.pattern.terms.index(Variable(condition.member))
            kind = scene.vocabulary.statements[condition.pattern.statement].slots[slot].kind
            known = members_of(scene, (kind,))
            if known is not None and known < condition.number:
                return Hopeless(rule, cites, few=condition)
        if isinstance(condition, Holds):
            slots = scene.vocabulary.statements[condition.pattern.statement].slots
            for slot_, term in zip(slots, bound(condition.pattern, start).terms, strict=True):
                if isinstance(term, Variable):
                    wanted.setdefault(term.name, {}).setdefault(slot_.kind)
    for kinds in wanted.values():
        if members_of(scene, tuple(kinds)) == 0:
            return Hopeless(rule, cites, kinds=tuple(kinds))
    return None


def members_of(scene: Scene, kinds: tuple[str, ...]) -> int | None:
    """Return how many values are of all these kinds; None if they cannot be counted."""
    if any(kind in BUILT_IN for kind in kinds):
        return None
    listed = [scene.vocabulary.kinds[kind].values for kind in kinds if scene.vocabulary.kinds[kind].values]
    if listed:
        return len(set(listed[0]).intersection(*listed[1:])) if len(listed) == len(kinds) else 0
    return sum(all(scene.vocabulary.is_a(own, kind) for kind in kinds) for own in scene.kinds.values())


def _contradiction(
    scene: Scene, rule: Rule, cites: tuple[Citation, ...], branch: tuple[Condition, ...], start: Binding
) -> Hopeless | None:
    tests = [condition for condition in branch if isinstance(condition, Comparison)]
    for test in tests:
        trial = attempt(scene, test, start)
        if trial.met is False and trial.comparison is not None:
            return Hopeless(rule, cites, comparisons=(trial.comparison,))
    order = ValueOrder()
    for at, test in enumerate(tests):
        order.add(test, _ranks(scene, test.scale), start)
        if order.is_broken():
            shown = [
                c for some in tests[: at + 1] if (c := attempt(scene, some, start).comparison) is not None
            ]
            return Hopeless(rule, cites, comparisons=tuple(shown))
    return None


def crowded(
    scene: Scene, branch: tuple[Condition, ...], binding: Binding
) -> tuple[Several, tuple[Pattern | Comparison, ...]] | None:
    """Return counted lines that can never come to their number, and what of them the other lines and values settle."""
    needed = [bound(c.pattern, binding) for c in branch if isinstance(c, Holds | Since)]
    for condition in branch:
        if isinstance(condition, Several):
            tried = [_settled(scene, line, needed, binding) for line in condition.lines]
            false = tuple(said for met, said in tried if met is False)
            true = tuple(said for met, said in tried if met is True)
            if condition.bound != "at most" and len(false) > len(condition.lines) - condition.number:
                return condition, false
            if condition.bound != "at least" and len(true) > condition.number:
                return condition, true
    return None


def _settled(
    scene: Scene, line: Holds | Comparison, needed: list[Pattern], binding: Binding
) -> tuple[Truth, Pattern | Comparison]:
    """Tell whether a counted line holds wherever the other lines do, or nowhere, and what then holds."""
    if isinstance(line, Holds):
        said = bound(line.pattern, binding)
        if any(exclude(scene, said, one) for one in needed):
            return False, Pattern(said.statement, said.terms, not said.truth)
        return any(_implies(scene, one, said) for one in needed) or None, said
    trial = attempt(scene, line, binding)
    if trial.open or trial.met is None or trial.comparison is None:
        return None, line
    return trial.met, trial.comparison if trial.met else trial.comparison.negated


def _ranks(scene: Scene, kind: str) -> tuple[str, ...]:
    known = scene.vocabulary.kinds.get(kind)
    return known.values if known is not None else ()


def clash(scene: Scene, branch: tuple[Condition, ...], binding: Binding) -> tuple[Pattern, ...]:
    """Return two conditions that exclude each other under a binding."""
    needed = [bound(c.pattern, binding) for c in branch if isinstance(c, Holds | Since)]
    for at, one in enumerate(needed):
        for other in needed[at + 1 :]:
            if exclude(scene, one, other):
                return (one, other)
    for condition in branch:
        if isinstance(condition, Absent | Unsettled):
            pattern = bound(condition.pattern, binding)
            if isinstance(condition, Unsettled) and _has_wildcard(pattern.terms):
                continue  # that anything of the kind is open bars nothing by itself
            barred = [pattern, *_contrary(condition, pattern)]
            for one, forbidden in ((one, f) for one in needed for f in barred):
                if covers(forbidden, one):
                    return (one, forbidden)
    return ()


def stopped(
    scene: Scene, rule: Rule, conclusion: Pattern, branch: tuple[Condition, ...], binding: Binding
) -> tuple[Pattern | Comparison, ...]:
    """Return the exception that holds wherever a rule could carry a conclusion: by what it needs, shows or compares."""
    given = [bound(c.pattern, binding) for c in branch if isinstance(c, Holds | Since)]
    given.append(bound(conclusion, binding))
    for group in rule.unless:
        found: list[Pattern | Comparison] = []
        for part in group:
            if isinstance(part, Holds) and any(
                _implies(scene, one, bound(part.pattern, binding)) for one in given
            ):
                found.append(bound(part.pattern, binding))
            elif isinstance(part, Comparison):
                trial = attempt(scene, part, binding)
                if trial.met and not trial.open and trial.comparison is not None:
                    found.append(trial.comparison)
        if len(found) == len(group):
            return tuple(found)
    return ()


def _implies(scene: Scene, one: Pattern, wider: Pattern) -> bool:
    """Tell whether what meets one pattern meets another, too: one value denies the others."""
    if one.truth and not wider.truth and _is_of_the_same(scene, one, wider):
        return exclude(scene, one, Pattern(wider.statement, wider.terms))
    return covers(wider, one)


def needed_of_itself(
    scene: Scene, conclusion: Pattern, branch: tuple[Condition, ...], binding: Binding
) -> tuple[Pattern, ...]:
    """Return the line of a branch that is its conclusion, or that it denies, and the conclusion: it can carry nothing."""
    said = bound(conclusion, binding)
    for condition in branch:
        if isinstance(condition, Holds | Since):
            line = bound(condition.pattern, binding)
            other = not line.truth and scene.vocabulary.statements[line.statement].one_of is not None
            itself = (
                line == said and not _has_wildcard(line.terms) and not other
            )  # else another value denies it, too
            if itself or exclude(scene, line, said):
                return line, said
            if line.truth and said.truth and _is_of_the_same(scene, line, said):
                return line, said
    return ()


def _is_of_the_same(scene: Scene, one: Pattern, other: Pattern) -> bool:
    """Tell whether two patterns can only be one value of the same, or conflict."""
    one_of = scene.vocabulary.statements[one.statement].one_of
    if one.statement != other.statement or one_of is None:
        return False
    rest = [(a, b) for at, (a, b) in enumerate(zip(one.terms, other.terms, strict=True)) if at != one_of]
    return all(a == b for a, b in rest) and not _has_wildcard(a for a, _ in rest)


def _contrary(condition: Condition, pattern: Pattern) -> Iterator[Pattern]:
    if isinstance(condition, Unsettled):
        yield Pattern(pattern.statement, pattern.terms, not pattern.truth)


def exclude(scene: Scene, one: Pattern, other: Pattern) -> bool:
    """Tell whether two patterns can never be established together."""
    if one.statement != other.statement:
        return False
    if one.truth != other.truth:
        return one.terms == other.terms and not _has_wildcard(one.terms)
    one_of = scene.vocabulary.statements[one.statement].one_of
    if not one.truth or one_of is None or not _is_of_the_same(scene, one, other):
        return False
    values = one.terms[one_of], other.terms[one_of]
    return not any(isinstance(v, Variable) for v in values) and values[0] != values[1]


def _has_wildcard(terms: Iterable[object]) -> bool:
    return any(isinstance(term, Variable) and term.is_wildcard for term in terms)
