"""Follow standing arguments down to what they rest on: facts, absences, and the weakest link."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from rubicon.explaining.citing import ASSUMED, Sources, is_framing
from rubicon.explaining.claims import WeakLink
from rubicon.judging import measure, reports
from rubicon.judging.judgements import Argument
from rubicon.judging.ledger import Ledger
from rubicon.language.binding import bound
from rubicon.language.conditions import Absent, Aggregate, Holds, Pattern, Reported, Tally
from rubicon.language.facts import Literal

RANK = {"high": 2, "moderate": 1, "low": 0}


@dataclass(slots=True)
class Roots:
    """What standing arguments rest on: asserted literals, absences, in order of first meeting."""

    literals: dict[Literal, None] = field(default_factory=dict)
    facts: dict[Literal, None] = field(default_factory=dict)
    absences: dict[Pattern, None] = field(default_factory=dict)

    def add(self, other: "Roots") -> None:
        """Take in what others rest on."""
        self.literals |= other.literals
        self.facts |= other.facts
        self.absences |= other.absences

    @property
    def presumed(self) -> bool:
        """Tell whether they hold no fact of the case and no assumption, but some absence."""
        return not self.facts and bool(self.absences)

    @property
    def standing(self) -> bool:
        """Tell whether they hold no fact of the case and no assumption, but some standing fact."""
        return not self.facts and bool(self.literals)


def roots_of(ledger: Ledger, heads: Iterable[Literal]) -> Roots:
    """Return what the standing arguments for some established literals rest on."""
    roots, met = Roots(), set[Literal]()
    pending = list(heads)[::-1]
    while pending:
        literal = pending.pop()
        if literal in met:
            continue
        met.add(literal)
        below: list[Literal] = []
        for argument in ledger.for_(literal):
            if argument.stands or (argument.instance is None and not ledger.established(literal)):
                below += _below(ledger, argument, roots)
        pending += below[::-1]
    return roots


def _below(ledger: Ledger, argument: Argument, roots: Roots) -> list[Literal]:
    if argument.instance is None:
        real = [fact for fact in argument.facts if not is_framing(fact)]
        if real:
            roots.literals.setdefault(argument.literal)
        if any(fact.origin != "background" for fact in real):
            roots.facts.setdefault(argument.literal)
        return []
    binding, found = dict(argument.instance.binding), list[Literal]()
    for ground in argument.instance.conditions:
        condition = ground.condition
        if isinstance(condition, Absent):
            roots.absences.setdefault(bound(condition.pattern, binding))
        elif isinstance(condition, Reported):
            found += [report.literal for report in reports(ledger.judgement, ground)]
        elif isinstance(condition, Aggregate):
            members = measure(ledger.judgement, ground).members
            found += [literal for member in members if member.counts for literal in member.literals]
        elif isinstance(condition, Holds | Tally):
            met = (ledger.meets(mention.literal) for mention in ground.mentions)
            found += [literal for literal in met if literal is not None]
    for exception in argument.instance.exceptions:
        for ground in exception:
            if isinstance(ground.condition, Holds) and not any(
                ledger.meets(mention.literal) for mention in ground.mentions
            ):
                roots.absences.setdefault(bound(ground.condition.pattern, binding))
    return found


def _reported(ledger: Ledger, literal: Literal, sources: Sources) -> WeakLink | None:
    """Return the link that a report is which counts without being established."""
    asserted = ledger.asserting(literal)
    return WeakLink("fact", literal, None, sources.cited(asserted[0])) if asserted else None


def _capped(argument: Argument) -> bool:
    """Tell whether nothing in an argument is weak but the cap that DESIGN 4 sets."""
    return argument.weakest in ("attacked", "absence")


def _absence(argument: Argument) -> Pattern | None:
    if argument.instance is None:
        return None
    binding = dict(argument.instance.binding)
    absent = (g.condition for g in argument.instance.conditions if isinstance(g.condition, Absent))
    return next((bound(condition.pattern, binding) for condition in absent), None)


def weakest_link(ledger: Ledger, literal: Literal, sources: Sources) -> WeakLink | None:
    """Return the link on which the confidence in an established literal hangs; None when it is high."""
    level = ledger.judgement.confidence.get(literal)
    if level is None or level == "high":
        return None
    met = set[Literal]()
    while literal not in met:
        met.add(literal)
        standing = [a for a in ledger.for_(literal) if a.stands and a.confidence is not None]
        if not standing:
            return _reported(ledger, literal, sources)
        best = max(standing, key=lambda argument: (RANK[argument.confidence or "low"], _capped(argument)))
        rule = best.instance.rule if best.instance else None
        match best.weakest:
            case Literal() as below:
                literal = ledger.meets(below) or below
            case "rule":
                return WeakLink("rule", literal, rule)
            case "absence":
                return WeakLink("absence", literal, rule, pattern=_absence(best))
            case "attacked":
                return WeakLink("attacked", literal, rule)
            case _:
                assumed = bool(best.facts) and all(fact.origin in ASSUMED for fact in best.facts)
                return WeakLink("assumption" if assumed else "fact", literal, rule, sources.cited(best))
    return None
