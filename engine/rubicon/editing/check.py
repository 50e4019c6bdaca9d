"""Check a rulebook as a whole: run the examples of every rule, and say what a rule lacks."""

from collections.abc import Iterable, Iterator
from datetime import date

from msgspec import Struct

from rubicon.firing.grounding import entry_slots
from rubicon.judging.assessing import considered, judgement_of, verdict_on
from rubicon.judging.judgements import Judgement, Verdict
from rubicon.language.conditions import Aggregate, Variable, weakens
from rubicon.language.dating import in_force
from rubicon.language.facts import Case, Literal
from rubicon.language.rules import Example, Rule, Rulebook
from rubicon.language.speaking import speak
from rubicon.language.vocabulary import Vocabulary
from rubicon.problems import BadInput, Problem, did_you_mean, in_order


class Check(Struct, frozen=True):
    """What a check did, and the problems it found, warnings included."""

    folder: str
    rules: int
    examples: int
    statements: int
    background: int
    problems: tuple[Problem, ...]

    @property
    def is_well(self) -> bool:
        """Tell whether nothing but warnings was found."""
        return all(problem.warning for problem in self.problems)


def check(rulebook: Rulebook) -> Check:
    """Run every example of every rule that is not retired, and look for what rules lack."""
    active = [rule for rule in rulebook.rules if rule.status != "retired"]
    runner = _Examples(rulebook, {rule.id: rule for rule in active})
    problems = [*rulebook.warnings]
    for rule in active:
        problems += runner.run(rule)
        problems += _lacks(rule)
        problems += _second_numbers(rule, rulebook.vocabulary)
    problems += _unused(rulebook)
    examples = sum(len(rule.examples) for rule in active)
    counts = (
        rulebook.folder,
        len(rulebook.rules),
        examples,
        len(rulebook.vocabulary.statements),
        len(rulebook.background),
    )
    return Check(*counts, in_order(problems))


class _Examples:
    """Runs examples over the rules that belong together."""

    def __init__(self, rulebook: Rulebook, rules: dict[str, Rule]) -> None:
        self.rulebook, self.rules = rulebook, rules
        self.overridden_by: dict[str, list[str]] = {}
        for rule in rules.values():
            for other in rule.overrides:
                self.overridden_by.setdefault(other, []).append(rule.id)

    def run(self, rule: Rule) -> Iterator[Problem]:
        """Yield what is wrong with the examples of one rule."""
        concluded = False
        for example in rule.examples:
            unknown = [name for name in _named(example) if name not in self.rules]
            for name in unknown:
                remedy = did_you_mean(name, self.rules) or "Name a rule by its id, <topic>/<rule-name>."
                yield _problem(rule, example, f'unknown rule "{name}" in `with`', remedy)
            if unknown:
                continue
            try:
                judgement = self.judged(rule, example)
            except BadInput as bad:
                yield from (_problem(rule, example, problem.what, problem.remedy) for problem in bad.problems)
                continue
            yield from self.failures(rule, example, judgement)
            if rule.kind == "defeater":
                concluded = concluded or self.casts_doubt(rule, example, judgement)
            else:
                concluded = concluded or (bool(example.expect or example.false) and _applies(judgement, rule))
        if rule.examples and not concluded:
            yield self.inconclusive(rule)

    def failures(self, rule: Rule, example: Example, judgement: Judgement) -> Iterator[Problem]:
        """Yield each expectation that the judgement does not meet."""
        wanted: list[tuple[Literal, str, bool | None]] = [(one, "expect", True) for one in example.expect]
        wanted += [(literal, "refuse", None) for literal in example.refuse]
        wanted += [(literal, "false", False) for literal in example.false]
        for literal, key, truth in wanted:
            verdict = self.verdict(judgement, literal)
            met = verdict.truth is not True if key == "refuse" else verdict.truth is truth
            if not met:
                sentence = speak(self.rulebook.vocabulary, literal)
                yield _problem(
                    rule,
                    example,
                    f'{example.name} fails: {_SHOULD[key]} "{sentence}"',
                    _stands(verdict, judgement),
                )

    def verdict(self, judgement: Judgement, literal: Literal) -> Verdict:
        """Return the verdict on what an example speaks of."""
        return verdict_on(judgement, self.rulebook.vocabulary, literal)

    def casts_doubt(self, rule: Rule, example: Example, judgement: Judgement) -> bool:
        """Tell whether a sentence that the example refuses would stand without the defeater."""
        without = self.judged(rule, example, leave_out=rule.id)
        return any(
            self.verdict(without, literal).truth is True
            and self.verdict(judgement, literal).truth is not True
            for literal in example.refuse
        )

    def judged(self, rule: Rule, example: Example, leave_out: str = "") -> Judgement:
        """Judge an example with its rule, those that override or are overridden by it, and its `with`."""
        day = example.as_of or rule.since
        names = {rule.id, *rule.overrides, *self.overridden_by.get(rule.id, ()), *_named(example)}
        if example.beside == "all":
            names = {other.id for other in self.rules.values() if other.status != "draft"} | {rule.id}
        rules = [
            self.rules[name]
            for name in sorted(names - {leave_out})
            if name in self.rules and self.rules[name].in_force(day)
        ]
        facts = (*example.given, *considered(self.rulebook, _as_case(rule, example, day)))
        vocabulary = self.rulebook.vocabulary
        return judgement_of(vocabulary, rules, in_force(vocabulary, facts, day), day)

    def inconclusive(self, rule: Rule) -> Problem:
        """Return the warning that no example shows the rule at work."""
        if rule.kind == "defeater":
            remedy = "Add an example whose `refuse` would stand without it (name the doubted rule in `with`)."
            what = "no example shows this defeater casting doubt"
        else:
            what, remedy = (
                "no example makes this rule conclude",
                "Add an example with what it needs and `expect`.",
            )
        return Problem(rule.place.path, rule.place.line, what, remedy, "", warning=True)


_SHOULD = {
    "expect": "it should conclude",
    "refuse": "it should not conclude",
    "false": "it should conclude the opposite of",
}


def _named(example: Example) -> tuple[str, ...]:
    return example.beside if isinstance(example.beside, tuple) else ()


def _as_case(rule: Rule, example: Example, day: date | None) -> Case:
    return Case(
        example.name, example.name, rule.place, day, example.roles, example.entities, (), example.given
    )


def _applies(judgement: Judgement, rule: Rule) -> bool:
    return any(
        argument.applies is True and argument.instance is not None and argument.instance.rule.id == rule.id
        for argument in judgement.arguments
    )


def _stands(verdict: Verdict, judgement: Judgement) -> str:
    if verdict.truth is not None:
        return f"It is {'established' if verdict.truth else 'established that it is not so'} ({verdict.standing})."
    known = sum(argument.applies is True for argument in judgement.arguments)
    return (
        f"It is {verdict.standing}. {known} arguments apply in this example; compare its `given` with `if`."
    )


def _problem(rule: Rule, example: Example, what: str, remedy: str) -> Problem:
    return Problem(rule.place.path, example.place.line, what, remedy, "[[example]]")


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
    """Warn of an aggregate over a statement with another number left open: each value of it is an entry."""
    for condition in (*rule.lines, *rule.excepting):
        if not isinstance(condition, Aggregate):
            continue
        statement = vocabulary.statements[condition.pattern.statement]
        for at in entry_slots(vocabulary, condition):
            term = condition.pattern.terms[at]
            if statement.slots[at].kind == "number" and isinstance(term, Variable) and term.is_wildcard:
                name = statement.slots[at].name
                what = f"reports that differ in {{{name}}} alone count as different entries here"
                remedy = f"Give {{{name}}} a statement of its own, or let a plain condition bind ?{name}."
                yield Problem(*rule.place, what, remedy, condition.text, warning=True)


def _spoken(rules: Iterable[Rule]) -> set[str]:
    spoken = {pattern.statement for rule in rules for pattern in rule.conclusions}
    conditions = (condition for rule in rules for condition in (*rule.lines, *rule.excepting))
    return spoken | {condition.pattern.statement for condition in conditions if condition.pattern}


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
