"""Tell each statement once: its evidence and reasons where it is first told, a reference elsewhere."""

from collections.abc import Iterable, Sequence

from msgspec import Struct
from msgspec.structs import replace

from rubicon.explaining.citing import asserted_in, is_framing, one_sided, status_of
from rubicon.explaining.claims import Cited, Claim, Cut, Premise, Reason, Reference, Status, Victor
from rubicon.explaining.conditions import look
from rubicon.explaining.contents import Contrary, RuleUsed
from rubicon.explaining.roots import roots_of
from rubicon.firing.instances import GroundCondition, Instance
from rubicon.judging.judgements import Argument
from rubicon.judging.ledger import Ledger
from rubicon.language.facts import Literal
from rubicon.language.rules import Rule

DEPTH = 20
"""Steps of reasons that an answer tells, unless it is asked for others."""


class Chapter(Struct, frozen=True):
    """A section as the teller knows it: its place in the report, its key and title."""

    index: int
    key: str
    title: str


class Teller:
    """Tells claims in the order of the report, and remembers what was told where.

    It goes `depth` steps down, and leaves out what comes after so many `lines` but for one item in each place:
    `cut` tells what that came to, and `finish` goes through it in silence.
    """

    def __init__(self, ledger: Ledger, depth: int = DEPTH, lines: int | None = None) -> None:
        self.ledger = ledger
        self.depth, self.lines, self.told, self.more = depth, lines, 0, 0
        self._level = 0
        self._deeper: dict[Literal, None] = {}
        self._left: list[Argument | Literal] = []
        self.chapter = Chapter(0, "", "")
        self.owners: dict[Literal, Chapter] = {}
        self.contrary: list[Contrary] = []
        self.spoken: dict[Literal, Chapter] = {}
        self._told: dict[Literal, Chapter] = {}
        self._argued: dict[tuple[object, ...], Chapter] = {}
        self._shown: set[Literal] = set()
        self._rules: dict[str, Rule] = {}

    def rules(self) -> tuple[RuleUsed, ...]:
        """Return the rules that the reasons told so far use, by id."""
        return tuple(RuleUsed(rule, rule.cites) for _, rule in sorted(self._rules.items()))

    @property
    def is_full(self) -> bool:
        """Tell whether as many lines are told as there may be."""
        return self.lines is not None and self.told >= self.lines

    def cut(self) -> Cut | None:
        """Return what was left out, if anything was."""
        idle = sum(map(self.ledger.idle, {*self._told, *self._shown}))
        deeper = len(self._deeper)
        return Cut(self.depth, deeper, self.more, idle) if deeper or self.more or idle else None

    def finish(self) -> None:
        """Go through all that was left out, so that `spoken` and `rules` have it too."""
        self.depth, self.lines = DEPTH, None
        while self._deeper or self._left:
            deeper, left = list(self._deeper), self._left
            self._deeper, self._left = {}, []
            for one in (*deeper, *left):
                self.claim(one) if isinstance(one, Literal) else self.reason(one)

    def open_chapter(self, chapter: Chapter, heads: Iterable[Literal]) -> None:
        """Promise that a section will tell these claims, unless an earlier one does.

        A claim that is not established tells the other sides of the conflict too.
        """
        for literal in heads:
            settled = self.ledger.established(literal)
            for told in (literal, *(() if settled else self._contested_with(literal))):
                self.owners.setdefault(told, chapter)

    def reference(self, chapter: Chapter) -> Reference:
        """Refer from the present section to another, or to itself."""
        here = chapter == self.chapter
        return Reference(chapter.key, chapter.title, here or chapter.index < self.chapter.index, here)

    def head(self, literal: Literal, chapter: Chapter) -> Claim:
        """Tell a claim as the head of its section."""
        self.chapter = chapter
        return self.claim(literal)

    def claim(self, literal: Literal) -> Claim:
        """Tell a statement: in full where it belongs and was not told yet, else by a reference.

        Of one that is not so, what is established instead is told.
        """
        ledger = self.ledger
        self.told += 1
        self.spoken.setdefault(literal, self.chapter)
        status = status_of(ledger, literal)
        instead = ledger.opposite(literal) if status == "refuted" else None
        if instead is not None:
            return replace(self.claim(instead), literal=literal, status="refuted", instead=instead)
        arguments, rivals = self._arguments(literal, status), ledger.against(literal)
        verdict = ledger.verdict(literal.atom)
        told = Claim(
            literal,
            status,
            verdict.standing,
            ledger.judgement.confidence.get(literal),
            tuple(
                cited
                for argument in arguments
                if argument.instance is None
                for cited in asserted_in(argument)
            ),
            one_sided=one_sided(ledger, literal) if status == "contested" else None,
        )
        if not rivals and all(argument.instance is None for argument in arguments):
            return replace(told, full=self._first_shown(literal))
        owner = self._told.get(literal) or self.owners.get(literal) or self.chapter
        if owner != self.chapter or literal in self._told:
            return replace(told, told=self.reference(owner), full=False)
        if self._level >= self.depth or (self._level and self.is_full):
            self._deeper.setdefault(literal)
            return replace(told, evidence=self._bottom(literal), full=False, cut=True)
        self._told[literal] = self.chapter
        if status in ("contested", "undecided"):
            self._told.update(dict.fromkeys(self._contested_with(literal), self.chapter))
        self._level += 1
        reasons = self._reasons([argument for argument in arguments if argument.instance])
        against = self._reasons(rivals)
        self._level -= 1
        self._remember(literal, against, status)
        more = len(rivals) - len(against) + sum(bool(one.instance) for one in arguments) - len(reasons)
        return replace(told, reasons=reasons, against=against, more=more, full=self._first_shown(literal))

    def _reasons(self, arguments: Sequence[Argument]) -> tuple[Reason, ...]:
        """Tell arguments: the first, and others as long as there is room."""
        found: list[Reason] = []
        for argument in arguments:
            if found and self.is_full:
                self._left += arguments[len(found) :]
                self.more += len(arguments) - len(found)
                break
            found.append(self.reason(argument))
        return tuple(found)

    def _bottom(self, literal: Literal) -> tuple[Cited, ...]:
        """Return the assertions at the bottom of the reasons for a statement."""
        return tuple(
            cited
            for fact in roots_of(self.ledger, (literal,)).literals
            for argument in self.ledger.asserting(fact)
            for cited in asserted_in(argument)
        )

    def _first_shown(self, literal: Literal) -> bool:
        first = literal not in self._shown
        self._shown.add(literal)
        return first

    def _contested_with(self, literal: Literal) -> list[Literal]:
        return [rival for rival in self.ledger.rivals(literal) if self.ledger.applying(rival)]

    def _arguments(self, literal: Literal, status: Status) -> tuple[Argument, ...]:
        return self.ledger.reasons(literal) if status in ("so", "assumed") else self.ledger.applying(literal)

    def _remember(self, literal: Literal, against: tuple[Reason, ...], status: Status) -> None:
        settled = status in ("so", "assumed")
        where = Reference(self.chapter.key, self.chapter.title, above=True)
        known = {(told.literal, told.reason.rule) for told in self.contrary}
        for reason in against:
            if (literal, reason.rule) not in known:
                known.add((literal, reason.rule))
                self.contrary.append(Contrary(literal, reason, settled, where))

    def reason(self, argument: Argument) -> Reason:
        """Tell an argument: its rule and premises, or the reports it consists of."""
        self.told += 1
        victors = tuple(self._victor(index) for index in argument.beaten_by)
        outdone = (
            not argument.stands
            and not victors
            and any(rival in self.ledger.judgement.definite for rival in self.ledger.rivals(argument.literal))
        )
        if argument.instance is None:
            self.spoken.setdefault(argument.literal, self.chapter)
            return Reason(
                argument.literal,
                argument.applies,
                argument.stands,
                evidence=asserted_in(argument),
                beaten_by=victors,
                outdone=outdone,
            )
        instance = argument.instance
        key = (instance.rule.id, instance.branch, instance.binding)
        earlier = self._argued.get(key)
        self._argued.setdefault(key, self.chapter)
        self._rules[instance.rule.id] = instance.rule
        looks = self._looks(instance.conditions, instance)
        premises = () if earlier else self._premises(looks, instance)
        return Reason(
            argument.literal,
            argument.applies,
            argument.stands,
            instance.rule,
            instance.binding,
            next((found.tallied for found in looks if found.tallied is not None), None),
            instance.rule.cites,
            premises,
            (),
            victors,
            outdone,
            self.reference(earlier) if earlier else None,
        )

    def _premises(self, looks: Iterable[Premise], instance: Instance) -> tuple[Premise, ...]:
        told = [self._premise(found) for found in looks if not self._frames(found)]
        for exception in instance.exceptions:
            parts = tuple(self._premise(found) for found in self._looks(exception, instance))
            met = None if any(part.met is None for part in parts) else all(part.met for part in parts)
            told.append(Premise("exception", met, parts=parts))
        return tuple(told)

    def _looks(self, conditions: Iterable[GroundCondition], instance: Instance) -> tuple[Premise, ...]:
        binding, day = dict(instance.binding), self.ledger.judgement.day
        return tuple(look(self.ledger, ground, binding, day) for ground in conditions)

    def _premise(self, found: Premise) -> Premise:
        """Tell what meets a condition: the first statement, and others as long as there is room."""
        claims: list[Claim] = []
        for literal in found.literals:
            if claims and self.is_full:
                break
            claims.append(self._member(found, literal, found.literals[0]))
        left = found.literals[len(claims) :]
        self._left += left
        self.more += len(left)
        return replace(found, claims=tuple(claims), more=len(left))

    def _member(self, found: Premise, literal: Literal, first: Literal) -> Claim:
        """Tell a statement that a condition speaks of.

        One that only counts as a report is told as a report; the members of a tally that are derived as its
        first is, in one line.
        """
        if found.kind == "tally" and literal != first and self._is_like(literal, first):
            return self._likewise(literal)
        counts = found.kind in ("reported", "aggregate") and not self.ledger.established(literal)
        reports = self.ledger.asserting(literal)
        if not counts or not reports:
            return self.claim(literal)
        self.spoken.setdefault(literal, self.chapter)
        evidence = tuple(cited for argument in reports for cited in asserted_in(argument))
        standing = self.ledger.verdict(literal.atom).standing
        return Claim(literal, "reported", standing, None, evidence, full=self._first_shown(literal))

    def _is_like(self, literal: Literal, first: Literal) -> bool:
        rules = self._rules_for(literal)
        told = literal in self._told or bool(self.ledger.against(literal))
        return bool(rules) and not told and rules == self._rules_for(first)

    def _rules_for(self, literal: Literal) -> tuple[str, ...]:
        standing = (argument for argument in self.ledger.for_(literal) if argument.stands)
        return tuple(argument.instance.rule.id for argument in standing if argument.instance)

    def _likewise(self, literal: Literal) -> Claim:
        verdict = self.ledger.verdict(literal.atom)
        return Claim(
            literal, "so", verdict.standing, verdict.confidence, self._bottom(literal), likewise=True
        )

    def _frames(self, found: Premise) -> bool:
        """Tell whether a premise only poses the question, which the report need not repeat."""
        return found.kind == "holds" and any(
            is_framing(fact)
            for literal in found.literals
            for argument in self.ledger.for_(literal)
            for fact in argument.facts
        )

    def _victor(self, index: int) -> Victor:
        argument = self.ledger.judgement.arguments[index]
        rule = argument.instance.rule if argument.instance else None
        if rule is not None:
            self._rules[rule.id] = rule
        return Victor(rule, argument.literal, asserted_in(argument))
