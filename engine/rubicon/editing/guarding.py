"""What of a rule no example guards: each condition, exception and override needs one that fails without it."""

from collections.abc import Iterator

from msgspec import Struct

from rubicon.editing.examples import Examples
from rubicon.editing.inspecting import is_about
from rubicon.editing.mutants import DROPS, Mutant, MutationKind
from rubicon.editing.proposing import Proposer, written
from rubicon.editing.sameness import same_meaning
from rubicon.editing.spreading import Crew, Tick
from rubicon.editing.trying import Bench, in_use
from rubicon.language.rules import Rule, Rulebook
from rubicon.problems import BadInput, in_order


class GuardedLine(Struct, frozen=True):
    """A line of a rule, what is dropped with it, and whether something notices: an example, or the reader."""

    rule: str
    change: MutationKind
    line: str
    guarded: bool


class Unguarded(Struct, frozen=True):
    """Lines of a rule without which no example fails, and one, as text to paste, that would; nothing: none is found."""

    rule: str
    path: str
    lines: tuple[GuardedLine, ...]
    example: str


def guards_of(bench: Bench, rule: Rule) -> tuple[GuardedLine, ...]:
    """Return every line of a rule that wants a guard; an override that changes nothing wants none."""
    return tuple(guard for guard, _, _ in _guarded(bench, rule))


def unguarded(rulebook: Rulebook, about: str, crew: Crew, tick: Tick) -> tuple[Unguarded, ...]:
    """Return what no example guards of the rules in use, or of a topic or a rule, with the example to add.

    An example is told only once it passes with the rule and fails without the line.

    Raises:
        BadInput: an example fails as the rules are.
    """
    ids = [
        rule.id
        for rule in rulebook.rules
        if rule.status != "retired" and rule.otherwise_of is None and is_about(rule, about)
    ]
    found: list[Unguarded] = []
    for number, some in enumerate(crew.each(_unguarded, ids), 1):
        found += some
        tick(number, len(ids))
    return tuple(found)


def _unguarded(bench: Bench, rule_id: str) -> list[Unguarded]:
    rule = bench.rules[rule_id]
    failing = [problem for problem in bench.examples.run(rule) if not problem.warning]
    if failing:
        raise BadInput(in_order(failing))
    left = [(guard, mutant, changed) for guard, mutant, changed in _guarded(bench, rule) if not guard.guarded]
    proposer = Proposer(bench, rule) if left else None
    found: list[Unguarded] = []
    while left and proposer is not None:
        guard, mutant, changed = left.pop(0)
        example = proposer.propose(mutant, changed)
        lines, rest = [guard], []
        for other in left:
            runner = Examples(bench.rulebook, in_use(other[2]))
            shown = example is not None and not bench.holds(runner, runner.rules[rule.id], example)
            if shown:
                lines.append(other[0])
            else:
                rest.append(other)
        left = rest
        found.append(
            Unguarded(rule.id, rule.place.path, tuple(lines), written(bench, example) if example else "")
        )
    return found


def _guarded(bench: Bench, rule: Rule) -> Iterator[tuple[GuardedLine, Mutant, dict[str, Rule]]]:
    """Yield each line of a rule that wants a guard, with the mutant that lacks it and the rules with that in them."""
    for mutant in bench.mutants(rule):
        if mutant.change not in DROPS:
            continue
        changed = bench.reread(mutant)
        if isinstance(changed, str):
            yield GuardedLine(rule.id, mutant.change, mutant.before, True), mutant, {}
        elif not same_meaning(bench.rulebook.vocabulary, bench.rereader.rules, changed, mutant):
            noticed = bench.failing([rule.id], changed) is not None
            yield GuardedLine(rule.id, mutant.change, mutant.before, noticed), mutant, changed
