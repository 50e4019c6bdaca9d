"""What a judgement holds, read again from DESIGN 2.2 and 4: what explaining says is checked against this alone."""

from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property
from operator import add, eq, ge, gt, le, lt, mul, ne, sub

from rubicon import assess
from rubicon.judging import holds
from rubicon.judging.assessing import language_of, verdict_on
from rubicon.language.conditions import (
    TODAY,
    Absent,
    Aggregate,
    Comparison,
    Holds,
    Operation,
    Pattern,
    Several,
    Since,
    Tally,
    Unsettled,
    Variable,
)
from rubicon.language.facts import Atom, Literal
from rubicon.language.speaking import speak, speak_pattern
from rulebooks import ENDS

ABSENCE, OPEN, DISPUTED = "nothing shows that ", "it is open whether ", "it is disputed whether "


class World:
    """A case judged under some suppositions, by one school."""

    def __init__(self, rulebook, case, assessment=None, **supposed):
        self.rulebook, self.case = rulebook, case
        self.assessment = assessment or assess(rulebook, case, **supposed)
        self.vocabulary = rulebook.vocabulary
        self.judgement = self.assessment.judgement
        self.language = language_of(rulebook, case)
        self.setting = {name: supposed[name] for name in ("as_of", "schools") if name in supposed}
        self._others, self._carriers = {}, {}

    def values(self, kind):
        """Return the values that something of a kind may have: its entities, its listed values, or some."""
        known = self.vocabulary.kinds.get(kind)
        if known is None:
            return ENDS[kind]
        entities = (*self.rulebook.entities, *self.case.entities)
        return known.values or tuple(one.name for one in entities if self.vocabulary.is_a(one.kind, kind))

    def supposing(self, **supposed):
        """Return the world in which something else is supposed, judged on the same day by the same school."""
        return World(self.rulebook, self.case, **self.setting, **supposed)

    @cached_property
    def arguments(self):
        """Return every argument by what makes it the same in two judgements."""
        return {_key(argument): argument for argument in self.judgement.arguments}

    @cached_property
    def by_literal(self):
        """Return the keys of the arguments for each literal."""
        found = {}
        for key, argument in self.arguments.items():
            found.setdefault(argument.literal, []).append(key)
        return found

    @cached_property
    def by_statement(self):
        """Return what is established, or may be, by statement."""
        found = {}
        for literal, truth in self.judgement.established.items():
            found.setdefault(literal.atom.statement, []).append((literal, truth))
        return found

    def say(self, literal):
        """Return the sentence of a literal."""
        return speak(self.vocabulary, literal)

    def read(self, sentence):
        """Return the literal of a sentence."""
        return self.language.literal(sentence)

    def est(self, literal):
        """Tell whether a literal is established; None where the model leaves it undefined."""
        return self.judgement.established.get(literal, False)

    def verdict(self, literal):
        """Return how a literal stands; of a denied one, how the denial does."""
        return verdict_on(self.judgement, self.vocabulary, literal)

    def stance(self, literal):
        """Return truth, standing and confidence of a literal."""
        found = self.verdict(literal)
        return found.truth, found.standing, found.confidence

    def so(self, sentence):
        """Tell whether a sentence is so, a denied one by whatever conflicts with what it denies."""
        return self.verdict(self.read(sentence)).truth is True

    def settled(self, literal):
        """Tell whether a literal is definite, or in a clash of what would be."""
        clashing = (literal in clash.literals for clash in self.judgement.clashes)
        return literal in self.judgement.definite or any(clashing)

    def conflicting(self, literal):
        """Return the conflict set of a literal, as far as anything speaks of it."""
        spoken = self.judgement.for_.keys() | self.judgement.established.keys()
        return [other for other in spoken if self.vocabulary.in_conflict(literal, other)]

    def argued(self, literal):
        """Return the arguments for a literal."""
        return [self.arguments[key] for key in self.by_literal.get(literal, ())]

    def meeting(self, pattern):
        """Yield what meets a pattern, whose variables match anything, each with its truth in the model."""
        one_of = self.vocabulary.statements[pattern.statement].one_of
        for literal, truth in self.by_statement.get(pattern.statement, ()):
            if literal.truth == pattern.truth and matches(pattern, literal):
                yield literal, truth
            elif literal.truth and not pattern.truth and one_of is not None:
                named = pattern.terms[one_of]
                if named != literal.atom.values[one_of] and matches(pattern, literal, one_of):
                    yield literal, truth

    def shown(self, pattern):
        """Tell whether anything that meets a pattern is established."""
        return either(truth for _, truth in self.meeting(pattern))

    def met(self, ground, binding):
        """Tell whether a line of `if` holds: one instance stands for one value of its wildcards."""
        if isinstance(ground.condition, Holds):
            return self.shown(pattern_of(ground.mentions[0].literal))
        return self.holds(ground, binding)

    def holds(self, ground, binding):
        """Tell whether a condition holds under a binding; sums, reports, days and comparisons as the judge says."""
        condition = ground.condition
        if isinstance(condition, Several):
            return self._several(ground, binding)
        if isinstance(condition, Comparison | Since):
            return holds(self.judgement, ground)
        pattern = filled(condition.pattern, binding)
        if isinstance(condition, Holds):
            return self.shown(pattern)
        if isinstance(condition, Absent):
            return opposite(self.shown(pattern))
        if isinstance(condition, Unsettled) and not any(one.startswith("_") for one in pattern.variables):
            return self._unsettled(condition, pattern)
        if isinstance(condition, Tally):
            return self.tallied(condition, pattern)
        return holds(self.judgement, ground)

    def _unsettled(self, condition, pattern):
        contrary = Pattern(pattern.statement, pattern.terms, not pattern.truth)
        settled = either([self.shown(pattern), self.shown(contrary)])
        if settled is True or not condition.disputed:
            return opposite(settled)
        sides = (literal_of(pattern), literal_of(contrary))
        spoken = [
            argument.applies
            for one in sides
            for argument in self.argued(one)
            if argument.weight != "defeater"
        ]
        return every([opposite(settled), either(spoken)])

    def _several(self, ground, binding):
        """Tell whether so many lines hold; a variable that nothing outside binds belongs to its own line."""
        lines = zip(ground.condition.lines, ground.parts, strict=True)
        truths = [
            self.shown(filled(line.pattern, binding)) if isinstance(line, Holds) else part.holds
            for line, part in lines
        ]
        return enough(ground.condition, truths.count(True), len(truths) - truths.count(False))

    def tallied(self, condition, pattern):
        """Tell whether a tally of what meets a pattern is as it asks."""
        least = len(self.members(condition, pattern, sure=True))
        return enough(condition, least, len(self.members(condition, pattern, sure=False)))

    def members(self, condition, pattern, *, sure):
        """Return the values of the counted variable for which the pattern is shown (or may be)."""
        at = pattern.terms.index(Variable(condition.member))
        return {
            literal.atom.values[at]
            for literal, truth in self.meeting(pattern)
            if truth is True or (truth is None and not sure)
        }

    def applies(self, argument):
        """Tell whether an argument applies, by its conditions and exceptions looked at again."""
        instance = argument.instance
        if instance is None:
            return True
        binding = plain(instance)
        stopped = either(
            every(self.holds(ground, binding) for ground in group) for group in instance.exceptions
        )
        return every([*(self.met(ground, binding) for ground in instance.conditions), opposite(stopped)])

    def is_circular(self, argument):
        """Tell whether an argument that stands can be made only once its own conclusion stands."""
        return not self._rests_within(argument, self._without(argument.literal))

    def _without(self, literal):
        """Return what stands, step by step, without any argument for a literal."""
        if literal not in self._others:
            found, pending = set(), [a for a in self.judgement.arguments if a.stands and a.literal != literal]
            while fresh := [a for a in pending if self._rests_within(a, found)]:
                found.update(argument.literal for argument in fresh)
                pending = [argument for argument in pending if argument.literal not in found]
            self._others[literal] = found
        return self._others[literal]

    def _rests_within(self, argument, literals):
        """Tell whether each condition of an argument is met, or counted, by some literals."""
        key = _key(argument)
        if key not in self._carriers:
            self._carriers[key] = self.carriers(argument)
        return all(any(one in literals for one in some) for some in self._carriers[key])

    def carriers(self, argument):
        """Return for each line that an argument needs shown what is established and meets it."""
        found = []
        for ground in argument.instance.conditions if argument.instance else ():
            condition = ground.condition
            if isinstance(condition, Since):
                found.append([ground.mentions[0].literal])
            elif isinstance(condition, Several):
                lines = [line for line in condition.lines if isinstance(line, Holds)]
                shown = [
                    [
                        one
                        for one, truth in self.meeting(filled(line.pattern, plain(argument.instance)))
                        if truth
                    ]
                    for line in lines
                ]
                found += [some for some in shown if some]
            elif isinstance(condition, Holds):
                found.append(
                    [one for one, truth in self.meeting(pattern_of(ground.mentions[0].literal)) if truth]
                )
            elif isinstance(condition, Tally):
                members = {}
                at = condition.pattern.terms.index(Variable(condition.member))
                for one, truth in self.meeting(filled(condition.pattern, plain(argument.instance))):
                    if truth:
                        members.setdefault(one.atom.values[at], []).append(one)
                found += members.values()
            elif isinstance(condition, Aggregate):
                found += [[m.literal] for m in ground.mentions if self.est(m.literal) is True]
        return found


def compared(world, condition, binding):
    """Tell whether a comparison holds under a binding, read again from DESIGN 2.2."""
    left, right = (worth(world, side, binding) for side in (condition.left, condition.right))
    known = world.vocabulary.kinds.get(condition.scale)
    if known is not None and known.values and condition.operator not in ("=", "!="):
        left, right = known.values.index(left), known.values.index(right)
    return ORDERS[condition.operator](left, right)


def worth(world, side, binding):
    """Return what an expression comes to: a difference of days is a number."""
    if isinstance(side, Variable):
        return world.assessment.day if side.name == TODAY else binding[side.name]
    if not isinstance(side, Operation):
        return side
    left, right = (worth(world, one, binding) for one in (side.left, side.right))
    if isinstance(left, date) and isinstance(right, date):
        return Decimal((left - right).days)
    if isinstance(left, date):
        return left + timedelta(int(right) if side.operator == "+" else -int(right))
    return {"+": add, "-": sub, "*": mul}[side.operator](left, right)


ORDERS = {"<": lt, "<=": le, "=": eq, "!=": ne, ">=": ge, ">": gt}


def enough(condition, least, most):
    """Tell whether a number that lies between two is as a tally asks."""
    found = []
    if condition.bound != "at most":
        found.append(True if least >= condition.number else None if most >= condition.number else False)
    if condition.bound != "at least":
        found.append(True if most <= condition.number else None if least <= condition.number else False)
    return every(found)


def _key(argument):
    instance = argument.instance
    if instance is None:
        return (None, argument.literal)
    return (instance.rule.id, argument.literal, instance.branch, instance.binding)


def plain(instance):
    """Return the plain variables of an instance: a wildcard belongs to its own line."""
    return {name: value for name, value in instance.binding if not name.startswith("_")}


def pattern_of(literal):
    return Pattern(literal.atom.statement, literal.atom.values, literal.truth)


def literal_of(pattern):
    return Literal(Atom(pattern.statement, pattern.terms), pattern.truth)


def filled(pattern, binding):
    """Return a pattern with the plain variables of a binding filled in."""
    terms = tuple(
        binding.get(term.name, term) if isinstance(term, Variable) else term for term in pattern.terms
    )
    return Pattern(pattern.statement, terms, pattern.truth)


def everywhere(pattern, binding):
    """Return a pattern with all its variables filled, wildcards too."""
    terms = tuple(binding[t.name] if isinstance(t, Variable) else t for t in pattern.terms)
    return Pattern(pattern.statement, terms, pattern.truth)


def matches(pattern, literal, skipped=None):
    """Tell whether a literal's atom is one that a pattern speaks of; a name stands for one value throughout."""
    if literal.atom.statement != pattern.statement:
        return False
    found = {}
    for at, (term, value) in enumerate(zip(pattern.terms, literal.atom.values, strict=True)):
        if at == skipped:
            continue
        if isinstance(term, Variable):
            if found.setdefault(term.name, value) != value:
                return False
        elif term != value:
            return False
    return True


def said_of(vocabulary, condition, binding):
    """Return how an absence or a matter left open is told."""
    opening = ABSENCE if isinstance(condition, Absent) else DISPUTED if condition.disputed else OPEN
    return opening + speak_pattern(vocabulary, filled(condition.pattern, binding))


def every(truths):
    found = list(truths)
    return False if False in found else None if None in found else True


def either(truths):
    found = list(truths)
    return True if True in found else None if None in found else False


def opposite(truth):
    return None if truth is None else not truth
