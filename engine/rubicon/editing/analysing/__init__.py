"""Analyse a rulebook as a whole: what no case can bring about, and what makes no difference, each shown by a case.

Each statement is searched by itself, over all that leads to it, in worlds that are bounded: so many new things of each
kind beside those that roles and rules name, and the numbers and days on, below and above each boundary that rules
compare with. In such a world clingo looks for the facts of a case; the judge tries each case before it is told.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from typing import Literal as OneOf
from typing import TypeAlias

from msgspec import Struct

from rubicon.editing.analysing.asking import unasked
from rubicon.editing.analysing.examining import Examination
from rubicon.editing.analysing.gaps import VariableRow, row_of
from rubicon.editing.analysing.proving import Proof, parts_of, prove, whole
from rubicon.editing.analysing.rivalling import findings
from rubicon.editing.analysing.terrain import GIVEN, TOLD, outset_of
from rubicon.editing.analysing.things import MOST_THINGS
from rubicon.editing.inspecting import Inspection, is_about
from rubicon.editing.spreading import Crew, Tick
from rubicon.editing.trying import Bench
from rubicon.language.rules import Rulebook
from rubicon.problems import Problem
from rubicon.reading.properties import read_properties

BOUND = (
    f"at most {MOST_THINGS} things of a kind beside those that roles and rules name, facts graded {GIVEN} or {TOLD}, and the"
    " numbers and days on, below and above each boundary that rules compare with"
)
"""Within what a search is exhaustive."""

CONFLICT = "RUB167"
"""The finding of a conflict without an override: a note, of which only the number is told unless it is asked for."""

ANALYSED = frozenset({*(f"RUB16{digit}" for digit in (1, 2, 3, 4, 5, 6, 7, 8, 9)), "RUB171"})
"""The findings that only an analysis tells."""


class Analysis(Struct, frozen=True):
    """What is found of rules, what each variable can be, and what became of each property."""

    problems: tuple[Problem, ...]
    variables: tuple[VariableRow, ...] = ()
    proofs: tuple[Proof, ...] = ()


def analyse(rulebook: Rulebook, about: str, stated: Iterable[str], crew: Crew, tick: Tick) -> Analysis:
    """Return what is found of the rules in use, of the variables and of the properties; or of a topic or a rule alone.

    `stated` are the statements that the cases at hand state.
    """
    mine = [rule for rule in rulebook.rules if rule.status != "retired" and is_about(rule, about)]
    known = frozenset(stated)
    names = sorted({one.statement for rule in mine for one in rule.conclusions})
    tasks: list[SearchTask] = [("rules", name, 0) for name in names]
    if not about:
        sections = rulebook.framework.sections if rulebook.framework else ()
        tasks += [("questions", "", 0)]
        tasks += [("variable", one.title, 0) for one in sections if one.kind == "variable"]
        outset = outset_of(rulebook, known)
        tasks += [
            ("property", one.place.path, part)
            for one in read_properties(rulebook)[0]
            for part in range(parts_of(outset, one))
        ]
    problems: list[Problem] = []
    variables: list[VariableRow] = []
    proofs: dict[str, list[Proof]] = {}
    for number, some in enumerate(crew.each(partial(_looked, known, about), tasks), 1):
        for one in some:
            if isinstance(one, Problem):
                problems.append(one)
            elif isinstance(one, VariableRow):
                variables.append(one)
            else:
                proofs.setdefault(one.stated.place.path, []).append(one)
        tick(number, len(tasks))
    look = Inspection(rulebook)
    proved = tuple(map(whole, proofs.values()))
    problems += [problem for proof in proved for problem in _unproved(look, proof)]
    return Analysis(tuple(problems), tuple(variables), proved)


SearchTask: TypeAlias = tuple[OneOf["rules", "questions", "variable", "property"], str, int]
"""What is searched by itself: the rules for a statement, the questions, a variable, or a part of a property."""


def _looked(
    stated: frozenset[str], about: str, bench: Bench, task: SearchTask
) -> Sequence[Problem | VariableRow | Proof]:
    """Return what is found of the rules that conclude something of a statement, of a variable or of a property."""
    rulebook, (what, named, part) = bench.rulebook, task
    if what == "rules":
        return tuple(findings(Examination(rulebook, stated, named, about)))
    outset = outset_of(rulebook, stated)
    if what == "questions":
        return tuple(unasked(outset))
    if what == "variable":
        sections = rulebook.framework.sections if rulebook.framework else ()
        return [row_of(outset, one) for one in sections if one.kind == "variable" and one.title == named]
    return [prove(outset, one, part) for one in read_properties(rulebook)[0] if one.place.path == named]


def _unproved(look: Inspection, proof: Proof) -> Iterator[Problem]:
    stated = proof.stated
    if proof.state == "false":
        remedy = f"It is not so of {proof.of}." if proof.of else "Mend the rules, or state what is so."
        what = f'"{stated.title}" is not so'
        yield look.told(stated.place, "RUB171", what, remedy, witness=proof.witness)
    elif proof.state == "undecided":
        what = f'whether "{stated.title}" is not decided'
        yield look.told(stated.place, "RUB169", what, "The search takes more work than may be spent on it.")
