"""Weigh the firings: which conclusions stand, which are defeated, contested or open. DESIGN 4.

The logic is defeasible logic with ambiguity blocking and team defeat (Nute; Antoniou, Billington, Governatori
and Maher, *Representation results for defeasible logic*, ACM TOCL 2001), over the ground instances, read by
the well-founded semantics. s, o are literals; conflict(s) is the contrary of s and, where s affirms a value of
a `one_of` statement, every other value affirmed. "Meets s" is: s, and for a denied s any member of the
conflict set of its affirmation.

Facts
  All assertions of one literal are one argument with all their grades. It is *given* if one of them is
  background, considered, an example's or an argument of the command; or is a case's, graded A-B with 1-2, and
  no conflicting case's fact is so graded. Otherwise it is *reported* (an assumption always is).
  One report outgrades another if each grade of the other is below some grade of the one: no better in letter
  and in digit, and worse in one. Ungraded, F, 6 and assumptions are one class: below A-C with 1-3, not
  comparable to anything else.

Definite
  given(s)                                                    → definite(s)
  a strict instance for s without `unless`, whose conditions are met by definite literals or are comparisons
                                                              → definite(s)
  If members of this set conflict (a clash), it is made again with none of those that do; they are never
  established, and contested. What is given keeps applying: a clashing fact still attacks.

Established (every fact applies)
  est(s)         ← definite(s)
  est(s)         ← app(r), r a strict or defeasible instance or a fact for s, s clashes with nothing,
                   nothing in conflict(s) is definite, not attacked(s)
  attacked(s)    ← app(a), a any instance or fact for a member of conflict(s), not beaten(a, s)
  beaten(a, s)   ← app(t), t a strict or defeasible instance or a fact for s that overrides a
  app(r)         ← each condition of r holds, not stopped(r)
  stopped(r)     ← each condition of one of r's exceptions holds
  t overrides a if the rule of t names that of a in `overrides`; or both are reports and t outgrades a; or a
  is a presumption and t speaks for what it presumes against: a has `nothing shows that s` among its
  conditions, its conclusion is in conflict(s), and t is for a literal that meets s; or a is what a rule says
  otherwise, and t is for a member of the conflict set of its conclusion and presumes nothing itself.

Conditions (over every mention in the firing)
  holds            something that meets it is established
  since a day      the literal itself is established, and the day is the earliest among its dated assertions of the
                   highest confidence; what is assumed or an example's is dated the day judged where it names none
  nothing shows    not est of anything that meets a mention
  open whether     for a mention s: nothing that meets s or its contrary is established
  disputed whether likewise, and an instance or fact for s or its contrary, no defeater, applies
  tally            the number of members with an established mention
  several lines    the number of lines that hold: sentences likewise, comparisons as they are
  aggregate        mentions that differ in the number and the `one_of` slot alone are one entry. It counts with
                   its established number. Where several are established, or none is and some are
                   candidates, it is in dispute, and the condition holds if it does with every one of these;
                   of the candidates, "no entry" is one where denied(s) for one of them. Without either it
                   does not count.
                   The sum of nothing is 0; the largest or smallest of nothing keeps within no limit.
  every reported   the asserted literals mentioned with which nothing given conflicts and which no conflicting
                   report outgrades (a given one always): there is one, and all keep within the limit
  some reported    one of them does
  Tallies, several lines and aggregates are three-valued: they hold (do not) if they do (do not) however the
  undefined mentions fall, each by itself.

Candidates
  cand(s)        ← est(s)
  cand(s)        ← app(r), r no defeater for s, nothing in conflict(s) is definite, not beaten(r, o) for any o
                   in conflict(s) but the contrary of s
  denied(s)      ← app(a), a any instance or fact for the contrary of s, not beaten(a, s)

Standing, the first that fits: contested (it or its contrary clashes); definite; defeasible; that of a
conflicting literal which is established (the definite first, then the surest; truth is false); undecided (it
or a member of its conflict set is undefined); contested (an instance or fact, no defeater, applies for it or
its contrary); unknown. There is a verdict on each statement that a fact or an instance that applies, or may
apply, speaks of.

Confidence, on literals with est and on instances and facts that apply and are no defeaters: the least solution
of
  of s             the best of its arguments
  of an argument   the lowest of: its conditions, its rule; at most moderate if it has a condition `nothing
                   shows`, `open`, `disputed`, a tally or several lines `at most` or `exactly`, an aggregate
                   `at most`, or if something applies for a member of conflict(s)
  of a fact        the best of its grades: the lower of letter and digit, as DESIGN 4 sets them; ungraded
                   moderate, but high where the origin makes it given; an assumption, or an argument of the
                   command, low
  of a condition   holds: the best literal that meets it; since: that of its literal, at most that of the
                   assertions that give the day; tally `at least n`, `exactly n`: its n-th best member; several
                   lines likewise, a comparison among them being high; aggregate `at least`: the best level whose entries alone meet the limit, `at most`:
                   its lowest entry, one in dispute being low; `every reported`: the lowest fact considered;
                   `some reported`: the best that keeps within the limit
"""

from msgspec.structs import replace

from rubicon.firing.instances import Firings
from rubicon.judging.confidence import Ranks, argument_rank, rank_nodes, weakest_link
from rubicon.judging.definite import is_definite_step
from rubicon.judging.judgements import Argument, Judgement, Truth, Verdict, Weight
from rubicon.judging.model import Footing, Model, choice, denial, is_candidate, make_model, winning
from rubicon.judging.parts import by_parts
from rubicon.judging.program import ArgumentNode, Program, make_program
from rubicon.judging.reviewing import Counted, Measure, holds, measure, reports
from rubicon.judging.verdicts import candidates, is_argued, verdict_of, weigh_verdict
from rubicon.judging.weighing import LEVELS
from rubicon.language.collecting import uncollected
from rubicon.language.facts import Atom, Literal
from rubicon.language.vocabulary import Vocabulary

__all__ = [
    "Counted",
    "Measure",
    "candidates",
    "holds",
    "is_argued",
    "judge",
    "measure",
    "reports",
    "verdict_of",
]


def judge(vocabulary: Vocabulary, firings: Firings) -> Judgement:
    """Weigh all instances and facts of some firings against each other."""
    with uncollected():
        return by_parts(vocabulary, firings, weigh_all)


def weigh_all(vocabulary: Vocabulary, firings: Firings) -> Judgement:
    """Judge all instances and facts at once, whatever was judged before."""
    judgement = _weigh(vocabulary, firings)
    judgement.verdicts.update(_verdicts(judgement))
    return judgement


def _weigh(vocabulary: Vocabulary, firings: Firings) -> Judgement:
    """Weigh all but what the arguments alone tell: in a large case program and model would take a third of the memory."""
    program = make_program(vocabulary, firings)
    model = make_model(program)
    ranks = rank_nodes(program, model)
    arguments = _arguments(program, model, ranks)
    program, model = replace(program, bodies=()), replace(model, order=[])
    return Judgement(
        day=firings.day,
        firings=firings,
        arguments=arguments,
        for_={literal: program.for_[node] for literal, node in program.nodes.items()},
        established={one: _truth(model, node) for one, node in program.nodes.items() if model.upper[node]},
        definite=program.definite,
        verdicts={},
        clashes=program.clashes,
        confidence={
            literal: LEVELS[ranks.nodes[node]] for literal, node in program.nodes.items() if model.lower[node]
        },
        conflicts=program.conflicts,
        candidates=_candidates(program, model),
        denied=_denied(program, model),
    )


def _truth(model: Model, node: int) -> Truth:
    """Return the truth of a node in the model."""
    return True if model.lower[node] else None if model.upper[node] else False


def _arguments(program: Program, model: Model, ranks: Ranks) -> tuple[Argument, ...]:
    attacking: dict[int, tuple[int, ...]] = {}
    found = []
    for index, ground in enumerate(program.grounds):
        node = ground.literal
        if not program.rivals[node]:
            attacking[node] = ()
        elif node not in attacking:
            indices = (index for rival in program.rivals[node] for index in program.for_[rival])
            attacking[node] = tuple(sorted(i for i in indices if model.lower[program.grounds[i].node]))
        winners = winning(program, index) if attacking[node] else []
        beaten_by = tuple(sorted([i for i in winners if model.lower[program.grounds[i].node]]))
        found.append(_argument(program, model, ranks, ground, beaten_by, attacking[node]))
    return tuple(found)


def _argument(
    program: Program,
    model: Model,
    ranks: Ranks,
    ground: ArgumentNode,
    beaten_by: tuple[int, ...],
    attacked_by: tuple[int, ...],
) -> Argument:
    applies = _truth(model, ground.node)
    speaks = bool(applies) and ground.supports
    return Argument(
        literal=program.literals[ground.literal - 1],
        weight=_weight(program, ground),
        applies=applies,
        stands=speaks and bool(model.lower[ground.literal]),
        instance=ground.instance,
        facts=ground.assertion.facts if ground.assertion else (),
        beaten_by=beaten_by,
        attacked_by=attacked_by,
        confidence=LEVELS[argument_rank(ranks, ground)] if speaks else None,
        weakest=weakest_link(program, model, ranks, ground) if speaks else None,
    )


def _weight(program: Program, ground: ArgumentNode) -> Weight:
    """Return the weight of an argument; a strict rule that makes nothing definite weighs as a defeasible one."""
    if ground.instance is None:
        return "given" if ground.assertion is not None and ground.assertion.given else "reported"
    if ground.instance.rule.kind == "strict":
        definite = is_definite_step(program.conflicts, ground.instance, program.definite)
        return "strict" if definite else "defeasible"
    return ground.instance.rule.kind


def _candidates(program: Program, model: Model) -> dict[Literal, Truth]:
    found: dict[Literal, Truth] = {}
    for node, literal in enumerate(program.literals, 1):
        if literal.truth and not program.rivals[node]:
            grounds = [program.grounds[index] for index in program.for_[node]]
            truths = [_truth(model, ground.node) for ground in grounds if ground.supports]
            if True in truths or None in truths:
                found[literal] = True if True in truths else None
        elif literal.truth:
            truth = _chosen(model, choice(program, node))
            if truth is not False:
                found[literal] = truth
    return found


def _denied(program: Program, model: Model) -> dict[Literal, Truth]:
    return {
        literal: _chosen(model, denial(program, node))
        for node, literal in enumerate(program.literals, 1)
        if literal.contrary in program.nodes
    }


def _chosen(model: Model, how: Footing) -> Truth:
    """Return the truth of a choice in the model."""
    if is_candidate(how, model.lower, model.upper):
        return True
    return None if is_candidate(how, model.upper, model.lower) else False


def _verdicts(judgement: Judgement) -> dict[Atom, Verdict]:
    spoken = (argument.literal.atom for argument in judgement.arguments if argument.applies is not False)
    return {
        atom: weigh_verdict(judgement, atom, judgement.conflicts.of_contrary(atom))
        for atom in dict.fromkeys(spoken)
    }
