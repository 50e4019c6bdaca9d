"""Analyse a rulebook as a whole: what no case can bring about, and what makes no difference, each shown by a case.

Each statement is searched by itself, over all that leads to it, in worlds that are bounded: so many new things of each
kind beside those that roles and rules name, and the numbers and days on, below and above each boundary that rules
compare with. In such a world clingo looks for the facts of a case; the judge tries each case before it is told.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import partial

from msgspec.structs import replace

from rubicon.editing.analysing.applying import applies, near_miss
from rubicon.editing.analysing.sites import Sites
from rubicon.editing.analysing.terrain import MOST_THINGS, outset_of
from rubicon.editing.inspecting import Inspection, is_about
from rubicon.editing.spreading import Crew, Tick
from rubicon.editing.trying import Bench
from rubicon.language.rules import Rule, Rulebook
from rubicon.problems import Problem
from rubicon.supposing.solving import UnsettledError

BOUND = (
    f"at most {MOST_THINGS} things of a kind beside those that roles and rules name, and the numbers and days on, below"
    " and above each boundary that rules compare with"
)
"""Within what a search is exhaustive."""

UNDECIDED = "RUB169"
"""The finding that something was not decided."""

ANALYSED = frozenset({"RUB161", "RUB162", UNDECIDED})
"""The findings that only an analysis tells."""


def analyse(
    rulebook: Rulebook, about: str, stated: Iterable[str], crew: Crew, tick: Tick
) -> tuple[Problem, ...]:
    """Return what is found of the rules in use, or of a topic or a rule.

    `stated` are the statements that the cases at hand state.
    """
    mine = [rule for rule in rulebook.rules if rule.status != "retired" and is_about(rule, about)]
    statements = sorted({rule.conclusions[0].statement for rule in mine})
    task = partial(_of_statement, frozenset(stated), about)
    found: list[Problem] = []
    for number, some in enumerate(crew.each(task, statements), 1):
        found += some
        tick(number, len(statements))
    return tuple(found)


def _of_statement(stated: frozenset[str], about: str, bench: Bench, statement: str) -> Sequence[Problem]:
    """Return what is found of the rules whose first conclusion is of a statement."""
    look = Inspection(bench.rulebook)
    outset = outset_of(bench.rulebook, stated)
    sites = Sites(outset, statement), Sites(replace(outset, freely=True), statement)
    return [
        problem
        for rule in look.rules
        if rule.conclusions[0].statement == statement and is_about(rule, about)
        for problem in _of_rule(look, rule, *sites)
    ]


def _of_rule(look: Inspection, rule: Rule, sites: Sites, free: Sites) -> Iterator[Problem]:
    """Yield what is found of a rule, by what cases ordinarily state and by what any case may state."""
    place = look.at(rule, "if")
    try:
        if applies(sites, rule):
            return
        witness = applies(free, rule)
    except UnsettledError:
        what = "whether this rule can apply is not decided"
        yield look.told(place, UNDECIDED, what, "The search takes more work than may be spent on it.")
        return
    if witness:
        what = "this rule applies only where a case itself states what rules conclude"
        remedy = "Let a rule conclude it, give its statement an `ask`, or leave this rule out."
        yield look.told(place, "RUB162", what, remedy, witness=witness)
        return
    near = near_miss(free, rule)
    remedy = f'It could without "{near.line}".' if near.line else "Several of its lines exclude each other."
    yield look.told(place, "RUB161", "this rule can never apply", remedy, witness=near.witness)
