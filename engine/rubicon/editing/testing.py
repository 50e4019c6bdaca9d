"""Run the examples of a rulebook, and say what of its rules they cover."""

from collections.abc import Iterable, Sequence
from fractions import Fraction

from msgspec import Struct

from rubicon.editing.guarding import GuardedLine, guards_of
from rubicon.editing.inspecting import is_about
from rubicon.editing.mutants import MutationKind
from rubicon.editing.spreading import Crew, Tick
from rubicon.editing.trying import Bench
from rubicon.explaining.telling import Teller
from rubicon.judging.ledger import Ledger
from rubicon.language.rules import Rule, Rulebook
from rubicon.problems import BadInput, Problem, in_order
from rubicon.rendering.spelling import capital, stopped
from rubicon.rendering.wording import Words
from rubicon.version import __version__


class Coverage(Struct, frozen=True):
    """Something of the rules that examples cover: how many of how many, and those that none does."""

    title: str
    covered: int
    total: int
    missing: tuple[tuple[str, str], ...]

    @property
    def share(self) -> Fraction:
        """Return the share that is covered; of nothing all."""
        return Fraction(self.covered, self.total) if self.total else Fraction(1)

    @property
    def percent(self) -> str:
        """Return the share as it is told."""
        return in_percent(self.share)


class Tested(Struct, frozen=True):
    """What running the examples found. Without `parts` some failed, and nothing was measured."""

    rulebook: Rulebook
    rules: int
    examples: int
    problems: tuple[Problem, ...]
    parts: tuple[Coverage, ...] = ()
    version: str = __version__

    @property
    def is_well(self) -> bool:
        """Tell whether every example passes."""
        return all(problem.warning for problem in self.problems)

    @property
    def coverage(self) -> Fraction:
        """Return the share of all that is measured which some example covers."""
        whole = Coverage("", sum(p.covered for p in self.parts), sum(p.total for p in self.parts), ())
        return whole.share

    @property
    def percent(self) -> str:
        """Return the coverage as it is told."""
        return in_percent(self.coverage)


class ExamplesRun(Struct, frozen=True):
    """What the examples of a rule came to: problems, the rules that concluded, and those whose reason was told."""

    problems: tuple[Problem, ...]
    concluded: frozenset[str]
    told: frozenset[str]


def in_percent(share: Fraction) -> str:
    """Spell a share in per cent, to one place, never rounded up.

    >>> in_percent(Fraction(2, 3)), in_percent(Fraction(1))
    ('66.6%', '100%')
    """
    tenths = int(share * 1000)
    return f"{tenths // 10}%" if tenths % 10 == 0 else f"{tenths // 10}.{tenths % 10}%"


def run_examples(rulebook: Rulebook, about: str, crew: Crew, tick: Tick) -> Tested:
    """Run the examples of all rules in use, or of a topic or a rule, and measure what they cover.

    Where one fails nothing is measured: what fails already shows nothing of a rule.
    """
    used = [rule for rule in rulebook.rules if rule.status != "retired"]
    meant = [rule for rule in used if is_about(rule, about)]
    written = [rule for rule in meant if rule.otherwise_of is None]
    ids = [rule.id for rule in written]
    shown: list[ExamplesRun] = []
    for one in crew.each(_shown, ids):
        shown.append(one)
        tick(len(shown), 2 * len(ids))
    problems = in_order(problem for one in shown for problem in one.problems)
    tested = Tested(rulebook, len(ids), sum(len(rule.examples) for rule in written), problems)
    if not tested.is_well:
        return tested
    guards: list[GuardedLine] = []
    for number, some in enumerate(crew.each(_guards, ids), len(ids) + 1):
        guards += some
        tick(number, 2 * len(ids))
    concluded, told = (
        frozenset().union(*sets) for sets in zip(*((s.concluded, s.told) for s in shown), strict=True)
    )
    return Tested(*_counts(tested), _parts(meant, concluded, told, guards)) if shown else tested


def _counts(tested: Tested) -> tuple[Rulebook, int, int, tuple[Problem, ...]]:
    return tested.rulebook, tested.rules, tested.examples, tested.problems


def _parts(
    rules: Sequence[Rule], concluded: frozenset[str], told: frozenset[str], guards: Iterable[GuardedLine]
) -> tuple[Coverage, ...]:
    titles: dict[MutationKind, str] = {
        "dropped condition": "conditions that decided",
        "dropped exception": "exceptions",
        "dropped override": "overrides",
    }
    reasoned = [rule for rule in rules if rule.because]
    parts = [
        _part("rules concluded", [(rule.id, "", rule.id in concluded) for rule in rules]),
        _part("reasons told", [(rule.id, "", rule.id in told) for rule in reasoned]),
    ]
    for change, title in titles.items():
        parts.append(_part(title, [(g.rule, g.line, g.guarded) for g in guards if g.change == change]))
    return tuple(parts)


def _part(title: str, lines: Sequence[tuple[str, str, bool]]) -> Coverage:
    missing = tuple((rule, line) for rule, line, covered in lines if not covered)
    return Coverage(title, len(lines) - len(missing), len(lines), missing)


def _shown(bench: Bench, rule_id: str) -> ExamplesRun:
    """Run the examples of a rule."""
    rule = bench.rules[rule_id]
    problems = tuple(bench.examples.run(rule))
    concluded, told = set[str](), set[str]()
    for example in rule.examples:
        try:
            judgement = bench.examples.judged(rule, example).judgement
        except BadInput:
            continue
        teller = Teller(Ledger(judgement, bench.rulebook.vocabulary))
        for argument in judgement.arguments:
            if argument.instance is None or argument.applies is not True:
                continue
            used = argument.instance.rule
            concluded.add(used.id)
            if used.id not in told and used.because:
                reason = teller.reason(argument)
                said = Words(bench.rulebook, "text", (reason,)).because(reason)
                if said != stopped(capital(used.title)):
                    told.add(used.id)
    return ExamplesRun(problems, frozenset(concluded), frozenset(told))


def _guards(bench: Bench, rule_id: str) -> tuple[GuardedLine, ...]:
    return guards_of(bench, bench.rules[rule_id])
