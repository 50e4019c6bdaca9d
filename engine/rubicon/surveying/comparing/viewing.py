"""Tell how one case sees a point: its reasons in a sentence each, and the facts and absences these rest on."""

from collections.abc import Iterable, Mapping

from rubicon.explaining.citing import asserted_in, is_framing
from rubicon.explaining.claims import Cited, Ground, Reason
from rubicon.explaining.conditions import look
from rubicon.explaining.sections import Heads, spoken
from rubicon.firing.instances import Instance
from rubicon.judging import holds
from rubicon.judging.judgements import Argument
from rubicon.judging.ledger import Ledger
from rubicon.language.binding import bound
from rubicon.language.conditions import Absent, Holds, Pattern, Since
from rubicon.language.facts import Literal, Value
from rubicon.language.rules import Rule
from rubicon.surveying.comparing.contrasts import Hindrance, ToldFinding, View


class Viewer:
    """Tells views of one judgement, and remembers the rules it named."""

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger
        self.rules: dict[str, Rule] = {}

    def view(self, heads: Heads, roles: Mapping[str, Value]) -> View:
        """Tell a section: with an outcome, why it is so; contested, what speaks on either side."""
        settled = [one for one in heads.literals if self.ledger.established(one)]
        against: list[Argument] = []
        if heads.state == "contested" and not settled:
            speaking = [a for one in heads.literals for a in self.ledger.applying(one)]
            against = [a for one in heads.literals for a in self.ledger.against(one)]
        else:
            speaking = [a for one in settled for a in self.ledger.for_(one) if a.stands]
        levels = [self.ledger.judgement.confidence.get(one) for one in settled]
        facts, absences = self._foundations((*speaking, *against))
        return View(
            heads.state,
            levels[0] if levels and heads.state in ("met", "not met") else None,
            heads.literals,
            self.reasons(speaking),
            self.reasons(against),
            facts,
            absences,
            self._hindrances(heads, roles) if heads.state == "open" else (),
        )

    def told(self, literal: Literal) -> ToldFinding:
        """Tell a finding with its reasons."""
        return ToldFinding(literal, self._reasons(a for a in self.ledger.for_(literal) if a.stands))

    def reasons(self, arguments: Iterable[Argument]) -> tuple[Reason, ...]:
        """Return each rule's reason once; of a strict rule, which only defines, what its premises rest on."""
        return self._reasons(self._telling(arguments))

    def _reasons(self, arguments: Iterable[Argument]) -> tuple[Reason, ...]:
        found: dict[tuple[object, ...], Reason] = {}
        for argument in arguments:
            instance = argument.instance
            if instance is None:
                continue
            self.rules[instance.rule.id] = instance.rule
            binding, day = dict(instance.binding), self.ledger.judgement.day
            looks = [look(self.ledger, ground, binding, day) for ground in instance.conditions]
            reason = Reason(
                argument.literal,
                argument.applies,
                argument.stands,
                instance.rule,
                instance.binding,
                next((one.tallied for one in looks if one.tallied is not None), None),
                instance.rule.cites,
            )
            found.setdefault((instance.rule.id, instance.binding), reason)
        return tuple(found.values())

    def _hindrances(self, heads: Heads, roles: Mapping[str, Value]) -> tuple[Hindrance, ...]:
        """Return what keeps the reasons for a section, or against it, from settling it."""
        literals = spoken(self.ledger, (*heads.section.for_, *heads.section.against), roles)
        met = set[Literal]()
        found = [one for literal in literals for one in self._hindering(literal, met)]
        return tuple({(one.reason.rule, one.contested): one for one in found}.values())

    def _hindering(self, literal: Literal, met: set[Literal]) -> Iterable[Hindrance]:
        if literal in met:
            return
        met.add(literal)
        for argument in self.ledger.for_(literal):
            if argument.instance is None or argument.applies is True or argument.weight == "defeater":
                continue
            unmet = [g for g in argument.instance.conditions if not holds(self.ledger.judgement, g)]
            if not unmet:
                exceptions = tuple(self._exceptions(argument.instance))
                yield Hindrance(self._reasons([argument])[0], exceptions)
                continue
            for ground in unmet:
                for mention in ground.mentions if isinstance(ground.condition, Holds | Since) else ():
                    yield from self._contested(argument, mention.literal, met)

    def _contested(self, argument: Argument, premise: Literal, met: set[Literal]) -> Iterable[Hindrance]:
        if not self.ledger.applying(premise):
            yield from self._hindering(premise, met)
            return
        against = self._reasons(self.ledger.against(premise))
        yield Hindrance(self._reasons([argument])[0], contested=premise, against=against)

    def _exceptions(self, instance: Instance) -> Iterable[Ground]:
        """Yield the asserted statements that the exceptions which stop an instance rest on."""
        for exception in instance.exceptions:
            if all(holds(self.ledger.judgement, ground) for ground in exception):
                for literal in self.ledger.meeting(exception):
                    yield Ground(literal, self._evidence(literal))

    def _evidence(self, literal: Literal) -> tuple[Cited, ...]:
        """Return the assertions of a literal; of a conclusion, those that it rests on."""
        facts, _ = self._foundations(a for a in self.ledger.for_(literal) if a.stands)
        return tuple(one for ground in facts for one in ground.evidence)

    def _telling(self, arguments: Iterable[Argument]) -> Iterable[Argument]:
        for argument in arguments:
            below = list(self._derived_below(argument)) if self._defines(argument) else []
            yield from self._telling(below) if below else (argument,)

    @staticmethod
    def _defines(argument: Argument) -> bool:
        return argument.instance is not None and argument.instance.rule.kind == "strict"

    def _derived_below(self, argument: Argument) -> Iterable[Argument]:
        for literal in self.ledger.premises(argument):
            for below in self.ledger.reasons(literal):
                if below.instance is not None:
                    yield below

    def _foundations(self, arguments: Iterable[Argument]) -> tuple[tuple[Ground, ...], tuple[Pattern, ...]]:
        """Return the asserted statements below some arguments, and the absences they rely on."""
        facts: dict[Literal, Ground] = {}
        absences: dict[Pattern, None] = {}
        met, pending = set[Literal](), list(arguments)[::-1]
        while pending:
            argument = pending.pop()
            if argument.instance is None:
                if any(not is_framing(fact) for fact in argument.facts):
                    facts.setdefault(
                        argument.literal,
                        Ground(
                            argument.literal,
                            asserted_in(argument),
                        ),
                    )
                continue
            binding = dict(argument.instance.binding)
            for ground in argument.instance.conditions:
                if isinstance(ground.condition, Absent):
                    absences.setdefault(bound(ground.condition.pattern, binding))
            fresh = [literal for literal in self.ledger.premises(argument) if literal not in met]
            met.update(fresh)
            below = [a for literal in fresh for a in self.ledger.applying(literal) if not a.beaten_by]
            pending += below[::-1]
        return tuple(facts.values()), tuple(absences)
