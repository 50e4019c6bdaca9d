"""Check a rulebook as a whole: run the examples of every rule, and say what a rule lacks."""

from collections.abc import Iterable, Iterator

from msgspec import Struct

from rubicon.editing.examples import Examples
from rubicon.firing.grounding import entry_slots
from rubicon.language.conditions import Aggregate, Variable, patterns, weakens
from rubicon.language.rules import Rule, Rulebook
from rubicon.language.vocabulary import Vocabulary
from rubicon.problems import Problem, in_order


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
        return sum(problem.warning for problem in self.problems)

    @property
    def is_well(self) -> bool:
        """Tell whether nothing but warnings was found."""
        return all(problem.warning for problem in self.problems)


def check(rulebook: Rulebook) -> Check:
    """Run every example of every rule that is not retired, and look for what rules lack."""
    active = [rule for rule in rulebook.rules if rule.status != "retired"]
    runner = Examples(rulebook, {rule.id: rule for rule in active})
    problems = [*rulebook.warnings]
    written = [rule for rule in active if rule.otherwise_of is None]
    for rule in written:
        problems += runner.run(rule)
        problems += _lacks(rule)
        problems += _second_numbers(rule, rulebook.vocabulary)
    problems += _unused(rulebook)
    examples = sum(len(rule.examples) for rule in active)
    counts = (
        rulebook.folder,
        sum(rule.otherwise_of is None for rule in rulebook.rules),
        examples,
        len(rulebook.vocabulary.statements),
        len(rulebook.background),
    )
    return Check(*counts, in_order(problems))


def _lacks(rule: Rule) -> Iterator[Problem]:
    place = rule.place
    if not any(example.expect or example.false for example in rule.examples) and rule.kind != "defeater":
        yield Problem(
            place.path, place.line, "no example that concludes", "Add one with `expect`.", "", warning=True
        )
    if not any(example.refuse for example in rule.examples):
        remedy = "Add one with `refuse`: facts that come close, and must not be enough."
        yield Problem(place.path, place.line, "no example that must not conclude", remedy, "", warning=True)
    if rule.kind == "strict" and (rule.unless or any(map(weakens, rule.lines))):
        remedy = "An absence, a tally or an `unless` makes it weigh as a defeasible rule; call it one."
        yield Problem(place.path, place.line, "this strict rule is not strict", remedy, "", warning=True)


def _second_numbers(rule: Rule, vocabulary: Vocabulary) -> Iterator[Problem]:
    """Warn of an aggregate over a statement with another number left open: each value of it is an entry.

    Not of one that it is said to be taken over.
    """
    for condition in (*rule.lines, *rule.excepting):
        if not isinstance(condition, Aggregate):
            continue
        statement = vocabulary.statements[condition.pattern.statement]
        for at in entry_slots(vocabulary, condition):
            term = condition.pattern.terms[at]
            is_open = isinstance(term, Variable) and term.is_wildcard and term.name != condition.member
            if statement.slots[at].kind == "number" and is_open:
                name = statement.slots[at].name
                what = f"reports that differ in {{{name}}} alone count as different entries here"
                remedy = f"Give {{{name}}} a statement of its own, or let a plain condition bind ?{name}."
                yield Problem(*rule.place, what, remedy, condition.text, warning=True)


def _spoken(rules: Iterable[Rule]) -> set[str]:
    spoken = {pattern.statement for rule in rules for pattern in rule.conclusions}
    conditions = (condition for rule in rules for condition in (*rule.lines, *rule.excepting))
    return spoken | {pattern.statement for condition in conditions for pattern in patterns(condition)}


def _unused(rulebook: Rulebook) -> Iterator[Problem]:
    spoken = _spoken(rulebook.rules) | {fact.literal.atom.statement for fact in rulebook.background}
    framework = rulebook.framework
    if framework is not None:
        spoken |= {framework.question.statement, framework.considered.statement}
        spoken |= {p.statement for section in framework.sections for p in (*section.for_, *section.against)}
    if not rulebook.rules:
        return
    for name, statement in sorted(rulebook.vocabulary.statements.items()):
        if name not in spoken:
            what = f'the statement "{name}" is used by no rule, background or section'
            yield Problem(*statement.place, what, "Use it, or remove it.", "", warning=True)
