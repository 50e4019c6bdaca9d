"""Check a rulebook as a whole: run the examples of every rule, and look for what the lints know."""

from collections.abc import Callable
from pathlib import Path

from msgspec import Struct, field

from rubicon.editing.changed import unconfirmed
from rubicon.editing.examples import Examples
from rubicon.editing.inspecting import Inspection, is_about
from rubicon.editing.lints import level, lint
from rubicon.editing.proven import FoundWell, Proven
from rubicon.language.facts import Case
from rubicon.language.rules import Rule, Rulebook
from rubicon.problems import BadInput, Problem, in_order
from rubicon.reading import read_case
from rubicon.reading.choosing import case_files
from rubicon.surveying.spreading import spread


class Check(Struct, frozen=True):
    """What a check did, and the problems it found, warnings included."""

    folder: str
    rules: int
    examples: int
    statements: int
    background: int
    problems: tuple[Problem, ...]
    cases: int = 0

    @property
    def warnings(self) -> int:
        """Return the number of warnings."""
        return sum(level(problem) == "warning" for problem in self.problems)

    @property
    def is_well(self) -> bool:
        """Tell whether nothing but warnings was found."""
        return all(problem.warning for problem in self.problems)


class CasesRead(Struct):
    """The rulebook's own cases: the files that can be read, what was read anew, and what is wrong."""

    files: list[str] = field(default_factory=list)
    cases: list[Case] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def check(
    rulebook: Rulebook, about: str = "", *, notes: bool = False, keep: bool = False, processes: int = 1
) -> Check:
    """Run every example of every rule that is not retired, and look for what the lints know.

    `about` is a topic or a rule: only its examples are run, and only what lies in its files is told. Notes are
    left out unless they are asked for. With `keep` the examples that an earlier check found well, and whose outcome
    nothing has touched since, are not run again; the others are by so many `processes`.
    """
    look = Inspection(rulebook)
    runner = Examples(rulebook, {rule.id: rule for rule in look.rules})
    meant = [rule for rule in look.written if is_about(rule, about)]
    problems = [*rulebook.warnings, *lint(look)]
    proven = Proven(runner, keep=keep)
    doubtful = [rule for rule in meant if not proven.has(rule)]
    outcomes = spread(_wrong_with(runner), doubtful, processes) if doubtful else []
    for rule, found in zip(doubtful, outcomes, strict=True):
        problems += found
        if not found:
            proven.add(rule)
    proven.save(whole=not about)
    if about:
        places = {rule.place.path for rule in rulebook.rules if is_about(rule, about)}
        problems = [problem for problem in problems if problem.path in places]
    if not notes:
        problems = [problem for problem in problems if level(problem) != "note"]
    counts = (
        rulebook.folder,
        sum(rule.otherwise_of is None and is_about(rule, about) for rule in rulebook.rules),
        sum(len(rule.examples) for rule in meant),
        len(rulebook.vocabulary.statements),
        len(rulebook.background),
    )
    return Check(*counts, in_order(problems))


def _wrong_with(runner: Examples) -> Callable[[Rule], list[Problem]]:
    """Return what finds what is wrong with the examples of a rule."""
    # Here, so that a check with no example to run loads nothing that judges scenarios.
    from rubicon.editing.passing import come_out_well  # noqa: PLC0415

    return lambda rule: [] if come_out_well(runner, rule) else list(runner.run(rule))


def read_cases(rulebook: Rulebook, well: FoundWell) -> CasesRead:
    """Read the rulebook's own cases, but those that an earlier check found well."""
    found = CasesRead()
    for path in case_files(Path(rulebook.folder)):
        try:
            state = well.state((str(path).encode("utf-8", "surrogateescape"), path.read_bytes()))
        except OSError:
            state = b""
        if well.has(state):
            found.files.append(str(path))
            continue
        try:
            case = read_case(path, rulebook)
        except BadInput as bad:
            found.problems += bad.problems
            continue
        told = [*case.warnings, *unconfirmed(case)]
        if state and not told:
            well.add(state)
        found.cases.append(case)
        found.files.append(str(path))
        found.problems += told
    return found
