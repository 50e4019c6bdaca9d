"""Follow standing arguments down to what they rest on: facts, absences, and the weakest link."""

from collections.abc import Iterable

from msgspec import Struct, field

from rubicon.explaining.citing import ASSUMED, asserted_in, is_framing
from rubicon.explaining.claims import WeakLink
from rubicon.judging.judgements import Argument, Dispute
from rubicon.judging.ledger import Ledger
from rubicon.language.conditions import Aggregate, Pattern, Several, Tally, Unsettled
from rubicon.language.facts import Literal

RANK = {"high": 2, "moderate": 1, "low": 0}


class Roots(Struct):
    """What standing arguments rest on: asserted literals, absences, in order of first meeting.

    `silent`: some of them go by what nothing shows, by what is open, or by how little there is.
    """

    literals: dict[Literal, None] = field(default_factory=dict)
    facts: dict[Literal, None] = field(default_factory=dict)
    absences: dict[Pattern, None] = field(default_factory=dict)
    silent: bool = False

    def add(self, other: "Roots") -> None:
        """Take in what others rest on."""
        self.literals |= other.literals
        self.facts |= other.facts
        self.absences |= other.absences
        self.silent |= other.silent

    @property
    def presumed(self) -> bool:
        """Tell whether they hold no fact of the case and no assumption, but some absence."""
        return not self.facts and self.silent

    @property
    def standing(self) -> bool:
        """Tell whether they hold no fact of the case and no assumption, but some standing fact."""
        return not self.facts and bool(self.literals)


def roots_of(ledger: Ledger, heads: Iterable[Literal]) -> Roots:
    """Return what the standing arguments for some established literals rest on."""
    roots = Roots()
    for argument in ledger.beneath(heads):
        real = [fact for fact in argument.facts if not is_framing(fact)]
        if real:
            roots.literals.setdefault(argument.literal)
        if any(fact.basis != "background" for fact in real):
            roots.facts.setdefault(argument.literal)
        absent = ledger.absences(argument)
        roots.absences.update(dict.fromkeys(absent))
        roots.silent |= bool(absent) or _is_silent(argument)
    return roots


def _is_silent(argument: Argument) -> bool:
    """Tell whether an argument goes by what is open or disputed, or by a number that is not passed."""
    grounds = argument.instance.conditions if argument.instance else ()
    return any(
        isinstance(ground.condition, Unsettled)
        or (
            isinstance(ground.condition, Tally | Several | Aggregate) and ground.condition.bound != "at least"
        )
        for ground in grounds
    )


def roots_of_argument(ledger: Ledger, argument: Argument) -> Roots:
    """Return what one argument rests on."""
    roots = roots_of(ledger, ledger.premises(argument))
    roots.absences = {**dict.fromkeys(ledger.absences(argument)), **roots.absences}
    return roots


def _reported(ledger: Ledger, literal: Literal) -> WeakLink | None:
    """Return the link that a report is which counts without being established."""
    asserted = ledger.asserting(literal)
    return WeakLink("fact", literal, None, asserted_in(asserted[0])) if asserted else None


def _worst(ledger: Ledger, argument: Argument, below: Literal) -> Literal:
    """Return of the reports among the premises that are as weak as one the worst graded: nobody doubts where a place lies."""

    def grade(literal: Literal) -> str:
        """Return the best grade of a report, worse ones later in the alphabet; of what is no graded report, nothing."""
        if any(one.instance is not None and one.stands for one in ledger.for_(literal)):
            return ""
        cited = [c.fact.grade for one in ledger.asserting(literal) for c in asserted_in(one)]
        return min((str(one) for one in cited if one is not None), default="")

    level = ledger.judgement.confidence.get(below)
    tied = [one for one in ledger.premises(argument) if ledger.judgement.confidence.get(one) == level]
    return max((below, *tied), key=grade) if grade(below) else below


def _capped(argument: Argument) -> bool:
    """Tell whether nothing in an argument is weak but the cap that DESIGN 4 sets."""
    return argument.weakest in ("attacked", "absence")


def weakest_link(ledger: Ledger, literal: Literal) -> WeakLink | None:
    """Return the link on which the confidence in an established literal hangs; None when it is high."""
    level = ledger.judgement.confidence.get(literal)
    if level is None or level == "high":
        return None
    met = set[Literal]()
    while literal not in met:
        met.add(literal)
        standing = [argument for argument in ledger.reasons(literal) if argument.confidence is not None]
        if not standing:
            return _reported(ledger, literal)
        best = max(standing, key=lambda argument: (RANK[argument.confidence or "low"], _capped(argument)))
        rule = best.instance.rule if best.instance else None
        match best.weakest:
            case Literal() as below:
                literal = _worst(ledger, best, ledger.meets(below) or below)
            case Dispute() as dispute:
                applying = [one for literal in dispute.literals for one in ledger.applying(literal)]
                evidence = tuple(cited for one in applying for cited in asserted_in(one))
                return WeakLink("dispute", literal, rule, evidence, literals=dispute.literals)
            case "rule":
                return WeakLink("rule", literal, rule)
            case "absence":
                absent = ledger.absences(best, exceptions=False)
                return WeakLink("absence", literal, rule, pattern=next(iter(absent), None))
            case "attacked":
                return WeakLink("attacked", literal, rule)
            case _:
                assumed = bool(best.facts) and all(fact.basis in ASSUMED for fact in best.facts)
                return WeakLink("assumption" if assumed else "fact", literal, rule, asserted_in(best))
    return None
