"""Run the examples of rules: what each concludes, and why one fails."""

import re
from collections.abc import Iterator
from datetime import date

from msgspec.structs import replace

from rubicon.editing.asserting import unexplained
from rubicon.judging.assessing import Assessment, considered, judgement_of, verdict_on
from rubicon.judging.bearing import SchoolJudgement
from rubicon.judging.judgements import Judgement, Verdict
from rubicon.judging.ledger import Ledger
from rubicon.language.binding import as_pattern, unified
from rubicon.language.conditions import patterns
from rubicon.language.dating import in_force
from rubicon.language.facts import Case, Fact, Literal
from rubicon.language.rules import Example, Rule, Rulebook
from rubicon.language.speaking import speak
from rubicon.problems import BadInput, Problem, did_you_mean, several
from rubicon.version import __version__


class Examples:
    """Runs examples over the rules that belong together."""

    def __init__(self, rulebook: Rulebook, rules: dict[str, Rule]) -> None:
        self.rulebook, self.rules = rulebook, rules
        self.overridden_by: dict[str, list[str]] = {}
        for rule in rules.values():
            for other in rule.overrides:
                self.overridden_by.setdefault(other, []).append(rule.id)
        self.otherwise: dict[str, list[str]] = {}
        for rule in rules.values():
            if rule.otherwise_of is not None:
                self.otherwise.setdefault(rule.otherwise_of, []).append(rule.id)
        self._judged: dict[tuple[int, str], SchoolJudgement] = {}
        self._last: Rule | None = None

    def run(self, rule: Rule) -> Iterator[Problem]:
        """Yield what is wrong with the examples of one rule, its `otherwise` included."""
        concluded, presumed = rule.kind != "defeater" and not any(map(_asks, rule.examples)), set[str]()
        for example in rule.examples:
            asked = {"with": named(example), "by": example.by}
            unknown = [(k, name) for k, some in asked.items() for name in some if name not in self.rules]
            for key, name in unknown:
                remedy = did_you_mean(name, self.rules) or "Name a rule by its id, <topic>/<rule-name>."
                remedy = 'For every rule write with = "all"' if name.casefold() == "all" else remedy
                yield _problem(rule, example, f'unknown rule "{name}" in `{key}`', remedy)
            if unknown:
                continue
            try:
                judged = self.judged(rule, example)
            except BadInput as bad:
                yield from (_problem(rule, example, problem.what, problem.remedy) for problem in bad.problems)
                continue
            failed = list(self.failures(rule, example, judged))
            yield from failed
            if rule.kind == "defeater":
                concluded = concluded or bool(failed) or self.casts_doubt(rule, example, judged.judgement)
            else:
                asks = _asks(example)
                concluded = concluded or (asks and (bool(failed) or _applies(judged.judgement, rule.id)))
                own = self.otherwise.get(rule.id, ()) if asks else ()
                presumed.update(name for name in own if _applies(judged.judgement, name))
        if rule.examples and not concluded:
            yield self.inconclusive(rule)
        if rule.examples and not presumed.issuperset(self.otherwise.get(rule.id, ())):
            what = "no example makes its `otherwise` conclude"
            remedy = "Add an example in which only its `where` holds, and `expect` what it then says."
            yield Problem(*rule.place, what, remedy, lint="RUB104")

    def failures(self, rule: Rule, example: Example, judged: SchoolJudgement) -> Iterator[Problem]:
        """Yield each expectation that the judgement does not meet."""
        called = example.name if _NUMBERED.fullmatch(example.name) else f'example "{example.name}"'
        for literal, key, met in self.expectations(example, judged.judgement):
            if not met:
                sentence = speak(self.rulebook.vocabulary, literal)
                remedy = self.cause(rule, example, judged, literal.contrary if key == "false" else literal)
                yield _failed(rule, example, f'{called} fails: {_SHOULD[key]} "{sentence}"', remedy)
                continue
            for what, remedy in self.unexplained(example, judged.judgement, literal, key):
                yield _failed(rule, example, f"{called} fails: {what}", remedy)

    def passes(self, example: Example, judgement: Judgement) -> bool:
        """Tell whether a judgement meets all that an example expects."""
        return all(
            met and not any(self.unexplained(example, judgement, literal, key))
            for literal, key, met in self.expectations(example, judgement)
        )

    def expectations(self, example: Example, judgement: Judgement) -> Iterator[tuple[Literal, str, bool]]:
        """Yield each sentence that an example speaks of, under which key, and whether it comes out so."""
        wanted: list[tuple[Literal, str, bool | None]] = [(one, "expect", True) for one in example.expect]
        wanted += [(literal, "refuse", None) for literal in example.refuse]
        wanted += [(literal, "false", False) for literal in example.false]
        for literal, key, truth in wanted:
            verdict = self.verdict(judgement, literal)
            yield literal, key, verdict.truth is not True if key == "refuse" else verdict.truth is truth

    def unexplained(
        self, example: Example, judgement: Judgement, literal: Literal, key: str
    ) -> Iterator[tuple[str, str]]:
        """Yield what an example says of the explanation of a sentence and is not so."""
        if example.by or example.because_of or example.standing:
            ledger = Ledger(judgement, self.rulebook.vocabulary)
            said = literal.contrary if key == "false" else literal
            yield from unexplained(ledger, example, said, self.verdict(judgement, literal))

    def cause(self, rule: Rule, example: Example, judged: SchoolJudgement, literal: Literal) -> str:
        """Say by what a literal is established, or what its rule lacks to conclude it, as `why-not` does."""
        ledger = Ledger(judged.judgement, self.rulebook.vocabulary)
        held = ledger.meets(literal) or ledger.opposite(literal)
        told = [self._held(ledger, held, is_so=held == ledger.meets(literal))] if held else []
        if ledger.meets(literal) is None:
            # Here, so that a check of examples that come out well loads nothing of what explains.
            from rubicon.explaining.lacking import why_not  # noqa: PLC0415
            from rubicon.rendering.answers import render_lacking  # noqa: PLC0415

            day = example.as_of or rule.since
            beside = replace(self.rulebook, background=(), rules=judged.rules)
            assessment = Assessment(beside, _as_case(rule, example, day), day, __version__, (judged,))
            told += [
                render_lacking(why_not(assessment, literal), rule.id) or self._not_concluded(judged, literal)
            ]
        return "\n".join(told)

    def _not_concluded(self, judged: SchoolJudgement, literal: Literal) -> str:
        """Say why no rule is told that could conclude a literal: there is none, or none that does not ask for it."""
        words, goal = self.rulebook.vocabulary, as_pattern(literal)
        for rule in judged.rules:
            if not any(unified(words, head, goal) is not None for head in rule.conclusions):
                continue
            if rule.kind == "defeater":
                return f"{rule.id} is a defeater: it only casts doubt, and its examples say what is refused."
            if any(one.statement == goal.statement for line in rule.lines for one in patterns(line)):
                return f"{rule.id} would conclude it only where it is so already."
            if any(one.statement == goal.statement for line in rule.excepting for one in patterns(line)):
                return f"{rule.id} would conclude it, but is stopped by it."
        return _NOT_CONCLUDED

    def _held(self, ledger: Ledger, literal: Literal, *, is_so: bool) -> str:
        rules = [argument.instance.rule.id for argument in ledger.applying(literal) if argument.instance]
        by = f" by {several(dict.fromkeys(rules))}" if rules else ", as it is given"
        what = "so" if is_so else f"so that {speak(self.rulebook.vocabulary, literal)}"
        return f"It is established to be {what}{by}."

    def verdict(self, judgement: Judgement, literal: Literal) -> Verdict:
        """Return the verdict on what an example speaks of."""
        return verdict_on(judgement, self.rulebook.vocabulary, literal)

    def casts_doubt(self, rule: Rule, example: Example, judgement: Judgement) -> bool:
        """Tell whether a sentence that the example refuses would stand without the defeater."""
        without = self.judged(rule, example, leave_out=rule.id).judgement
        return any(
            self.verdict(without, literal).truth is True
            and self.verdict(judgement, literal).truth is not True
            for literal in example.refuse
        )

    def judged(self, rule: Rule, example: Example, leave_out: str = "") -> SchoolJudgement:
        """Judge an example with the rules that belong to it; a rule's own are kept until another rule is meant."""
        if not any(one is example for one in rule.examples):
            return self._judge(rule, example, leave_out)
        if rule is not self._last:
            self._last, self._judged = rule, {}
        made = self._judged.get((id(example), leave_out))
        if made is None:
            made = self._judged[id(example), leave_out] = self._judge(rule, example, leave_out)
        return made

    def _judge(self, rule: Rule, example: Example, leave_out: str) -> SchoolJudgement:
        day, facts = facts_of(self.rulebook, rule, example)
        rules = [
            self.rules[name]
            for name in sorted(self.beside(rule, example) - {leave_out})
            if self.rules[name].in_force(day)
        ]
        judgement = judgement_of(self.rulebook.vocabulary, rules, facts, day)
        return SchoolJudgement(None, tuple(rules), judgement)

    def beside(self, rule: Rule, example: Example) -> set[str]:
        """Return the rules of an example: its own, its `otherwise`, those that override or are overridden, its `with`."""
        own = {rule.id, *self.otherwise.get(rule.id, ())}
        if example.beside == "all":
            return {other.id for other in self.rules.values() if other.status != "draft"} | own
        overriding = (other for name in own for other in self.overridden_by.get(name, ()))
        names = {*own, *rule.overrides, *overriding, *named(example)}
        return {name for name in names if name in self.rules}

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
        return Problem(*rule.place, what, remedy, lint="RUB103")


_NUMBERED = re.compile("example [0-9]+")
_NOT_CONCLUDED = (
    "No rule of this example concludes it: check the sentence, or name the rule that does in `with`."
)
_SHOULD = {
    "expect": "it should conclude",
    "refuse": "it should not conclude",
    "false": "it should conclude the opposite of",
}


def facts_of(rulebook: Rulebook, rule: Rule, example: Example) -> tuple[date | None, tuple[Fact, ...]]:
    """Return the day on which an example of a rule is judged, and the facts that then count."""
    day = example.as_of or rule.since
    facts = (*example.given, *considered(rulebook, _as_case(rule, example, day)))
    return day, in_force(rulebook.vocabulary, facts, day)


def _asks(example: Example) -> bool:
    """Tell whether an example says that something is concluded."""
    return bool(example.expect or example.false)


def named(example: Example) -> tuple[str, ...]:
    """Return the rules that an example names to be judged beside its own."""
    return example.beside if isinstance(example.beside, tuple) else ()


def _as_case(rule: Rule, example: Example, day: date | None) -> Case:
    return Case(
        example.name, example.name, rule.place, day, example.roles, example.entities, (), example.given
    )


def _applies(judgement: Judgement, rule: str) -> bool:
    return any(
        argument.applies is True and argument.instance is not None and argument.instance.rule.id == rule
        for argument in judgement.arguments
    )


def _failed(rule: Rule, example: Example, what: str, remedy: str) -> Problem:
    return Problem(rule.place.path, example.place.line, what, remedy, "[[example]]", lint="RUB002")


def _problem(rule: Rule, example: Example, what: str, remedy: str) -> Problem:
    return Problem(rule.place.path, example.place.line, what, remedy, "[[example]]")
