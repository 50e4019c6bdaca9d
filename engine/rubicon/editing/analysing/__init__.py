"""Analyse a rulebook as a whole: what no case can bring about, and what makes no difference, each shown by a case.

Each statement is searched by itself, over all that leads to it, in worlds that are bounded: so many new things of each
kind beside those that roles and rules name, and the numbers and days on, below and above each boundary that rules
compare with. In such a world clingo looks for the facts of a case; the judge tries each case before it is told.
"""

from collections.abc import Iterable, Sequence
from functools import partial

from rubicon.editing.analysing.examining import Examination
from rubicon.editing.analysing.rivalling import findings
from rubicon.editing.analysing.terrain import MOST_THINGS
from rubicon.editing.inspecting import is_about
from rubicon.editing.spreading import Crew, Tick
from rubicon.editing.trying import Bench
from rubicon.language.rules import Rulebook
from rubicon.problems import Problem

BOUND = (
    f"at most {MOST_THINGS} things of a kind beside those that roles and rules name, and the numbers and days on, below"
    " and above each boundary that rules compare with"
)
"""Within what a search is exhaustive."""

ANALYSED = frozenset({f"RUB16{digit}" for digit in (1, 2, 3, 4, 5, 6, 7, 9)})
"""The findings that only an analysis tells."""


def analyse(
    rulebook: Rulebook, about: str, stated: Iterable[str], crew: Crew, tick: Tick
) -> tuple[Problem, ...]:
    """Return what is found of the rules in use, or of a topic or a rule.

    `stated` are the statements that the cases at hand state.
    """
    mine = [rule for rule in rulebook.rules if rule.status != "retired" and is_about(rule, about)]
    statements = sorted({pattern.statement for rule in mine for pattern in rule.conclusions})
    task = partial(_of_statement, frozenset(stated), about)
    found: list[Problem] = []
    for number, some in enumerate(crew.each(task, statements), 1):
        found += some
        tick(number, len(statements))
    return tuple(found)


def _of_statement(stated: frozenset[str], about: str, bench: Bench, statement: str) -> Sequence[Problem]:
    """Return what is found of the rules that conclude something of a statement."""
    return tuple(findings(Examination(bench.rulebook, stated, statement, about)))
