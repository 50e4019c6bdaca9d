"""Propose the example that a rule wants: one that passes with the rule and fails without a line of it.

It is sought among small changes of the examples that the rule has, and is tried by rule and mutant before it is told.
"""

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain, islice

from msgspec import Struct
from msgspec.structs import replace

from rubicon.editing.examples import Examples
from rubicon.editing.mutants import Mutant
from rubicon.editing.nearby import Nearby, Variation, renamed
from rubicon.editing.trying import Bench, in_use
from rubicon.judging.judgements import Judgement, Truth
from rubicon.language.facts import Atom, Fact, Literal, Value, sort_key
from rubicon.language.names import Unread
from rubicon.language.rules import Example, Rule
from rubicon.language.sentences import Language
from rubicon.language.speaking import speak
from rubicon.problems import BadInput
from rubicon.reading.examples import REPORTED
from rubicon.reading.writing import spelled
from rubicon.rendering.spelling import lower_first

MOST = 400
"""Changed examples that are tried for one line of a rule."""


class Footed(Struct, frozen=True):
    """An example in which a rule applies, under a binding, and what the rule concludes there."""

    example: Example
    binding: Mapping[str, Value]
    heads: tuple[Literal, ...]


class Proposer:
    """Seeks examples for the lines of one rule."""

    def __init__(self, bench: Bench, rule: Rule) -> None:
        self.bench, self.rule = bench, rule
        self.vocabulary = bench.rulebook.vocabulary
        self.language = Language(self.vocabulary, bench.rulebook.entities)
        self._known: dict[object, dict[Atom, Truth] | None] = {}
        self._bases = self._footed(rule)

    def propose(self, mutant: Mutant, changed: dict[str, Rule]) -> Example | None:
        """Return an example that passes with the rule and fails with the mutant; None where none is found."""
        runner = Examples(self.bench.rulebook, in_use(changed))
        for step in islice(self._steps(mutant), MOST):
            was = self._truths(step.example, self.bench.examples, known=True)
            now = self._truths(step.example, runner, known=False) if was is not None else None
            if was is None or now is None or was == now:
                continue
            found = self._told(step, was, now)
            if found is not None and self._shows(found, runner, mutant.rule):
                return found
        return None

    def _steps(self, mutant: Mutant) -> Iterator[Variation]:
        """Yield changed examples, the nearest first."""
        if mutant.change == "dropped override":
            yield from self._against(mutant.before)
            return
        bases = self._bases or [Footed(example, {}, ()) for example in self.rule.examples]
        near = [Nearby(self.bench.rulebook, self.rule, base.example, base.binding) for base in bases]
        alone = "by itself it concludes nothing" if self.rule.kind == "defeater" else "by itself"
        for base in bases:
            if base.example.beside:
                yield Variation(replace(base.example, beside=()), alone)
        if self.rule.kind == "defeater":
            yield from chain.from_iterable(map(self._doubting, bases))
        yield from chain.from_iterable(one.smallest(mutant.before) for one in near)
        yield from chain.from_iterable(one.larger(mutant.before) for one in near)

    def _doubting(self, base: Footed) -> Iterator[Variation]:
        """Yield examples in which what a defeater casts doubt on is reported, and one sentence is lacking."""
        for head in base.heads:
            doubted = Fact(head.contrary, "case", base.example.place, grade=REPORTED)
            for gone in base.example.given:
                kept = [fact for fact in base.example.given if fact is not gone]
                words = f"where nothing shows that {speak(self.vocabulary, gone.literal)}"
                yield Variation(replace(base.example, given=(*kept, doubted), beside=()), words)

    def _against(self, other: str) -> Iterator[Variation]:
        """Yield examples in which another rule speaks too, about the same."""
        rival = self.bench.rules.get(other)
        if rival is None:
            return
        name = f"it outweighs: {lower_first(rival.title)}"
        for example in self.rule.examples:
            if example.beside != "all":
                beside = tuple(dict.fromkeys((*example.beside, other)))
                yield Variation(replace(example, beside=beside), example.name)
        for mine in self._bases:
            for theirs in self._footed(rival):
                if "all" in (mine.example.beside, theirs.example.beside):
                    continue
                given = _together(mine, theirs)
                beside = tuple(dict.fromkeys((*mine.example.beside, *theirs.example.beside, other)))
                beside = tuple(one for one in beside if one != self.rule.id)
                yield Variation(replace(mine.example, given=given, beside=beside), name)

    def _footed(self, rule: Rule) -> list[Footed]:
        """Return the examples of a rule in which it applies."""
        found = []
        for example in rule.examples:
            try:
                judgement = self.bench.examples.judged(rule, example).judgement
            except BadInput:
                continue
            for argument in judgement.arguments:
                instance = argument.instance
                if instance is not None and instance.rule.id == rule.id and argument.applies is True:
                    found.append(Footed(example, dict(instance.binding), instance.conclusions))
                    break
        return found

    def _truths(self, example: Example, runner: Examples, *, known: bool) -> dict[Atom, Truth] | None:
        """Return the truth of what the rule speaks of in an example; None where it cannot be judged."""
        key = (tuple(fact.literal for fact in example.given), example.beside, example.as_of)
        if known and key in self._known:
            return self._known[key]
        try:
            rule = runner.rules[self.rule.id]
            found = self._heads(runner.judged(rule, example).judgement)
        except BadInput:
            found = None
        if known:
            self._known[key] = found
        return found

    def _heads(self, judgement: Judgement) -> dict[Atom, Truth]:
        heads = {head.statement for head in self.rule.conclusions}
        return {
            verdict.atom: verdict.truth
            for verdict in judgement.verdicts.values()
            if verdict.atom.statement in heads and verdict.truth is not None
        }

    def _told(self, step: Variation, was: dict[Atom, Truth], now: dict[Atom, Truth]) -> Example | None:
        """Return a changed example that expects what its rule makes of it, and the mutant does not."""
        differing = [atom for atom in {*was, *now} if was.get(atom) is not now.get(atom)]
        wanted = {literal.atom for literal in _asked(step.example)}
        differing.sort(key=lambda atom: (atom not in wanted, sort_key(Literal(atom, True))))
        atom = differing[0]
        said = Literal(atom, True)
        expect, false, refuse = ((said,) if was.get(atom) is truth else () for truth in (True, False, None))
        if refuse and now[atom] is False:
            refuse = (said.contrary,)
        name = step.words
        if name.startswith("where "):
            name = f"{'not' if refuse else 'also'} {name}"
        if any(other.name == name for other in self.rule.examples if other.given != step.example.given):
            name = ""
        return Example(
            name,
            step.example.place,
            step.example.given,
            expect,
            refuse,
            false,
            step.example.as_of,
            step.example.roles,
            step.example.entities,
            step.example.beside,
        )

    def _shows(self, example: Example, runner: Examples, name: str) -> bool:
        """Tell whether an example gives something, can be read, passes with the rule and fails with the mutant."""
        if (
            example.entities
            or not example.given
            or not all(map(self._is_read, (*_asked(example), *(f.literal for f in example.given))))
        ):
            return False
        was, now = self.bench.examples, runner
        return self.bench.holds(was, was.rules[name], example) and not self.bench.holds(
            now, now.rules[name], example
        )

    def _is_read(self, literal: Literal) -> bool:
        try:
            return self.language.literal(speak(self.vocabulary, literal)) == literal
        except Unread:
            return False


def _asked(example: Example) -> tuple[Literal, ...]:
    return (*example.expect, *example.false, *example.refuse)


def _together(mine: Footed, theirs: Footed) -> tuple[Fact, ...]:
    """Return what two examples give, the second spoken of whom the first is about."""
    swap: dict[Value, Value] = {}
    for one in mine.heads:
        for other in theirs.heads:
            if one.atom.statement == other.atom.statement:
                pairs = zip(other.atom.values, one.atom.values, strict=True)
                swap = {a: b for a, b in pairs if isinstance(a, str) and isinstance(b, str)}
    moved = (replace(fact, literal=renamed(fact.literal, swap)) for fact in theirs.example.given)
    return tuple({fact.literal: fact for fact in (*mine.example.given, *moved)}.values())


def written(bench: Bench, example: Example) -> str:
    """Return an example as text for the file of its rule."""
    vocabulary = bench.rulebook.vocabulary
    rows = ["[[example]]"]
    if example.name:
        rows.append(f"name   = {spelled(example.name)}")
    if example.as_of is not None:
        rows.append(f"as_of  = {example.as_of}")
    if example.roles:
        cast = ", ".join(f"{role} = {spelled(name)}" for role, name in example.roles)
        rows.append(f"roles  = {{ {cast} }}")
    for key, graded in (("given ", False), ("reported", True)):
        facts = [fact for fact in example.given if (fact.grade is not None) is graded]
        said = [
            speak(vocabulary, fact.literal) + (f" since {fact.on}" if fact.on is not None else "")
            for fact in facts
        ]
        if said or not graded:
            rows.append(f"{key} = {_list(said)}")
    for key, literals in (("expect", example.expect), ("refuse", example.refuse), ("false ", example.false)):
        if literals:
            rows.append(f"{key} = {_list([speak(vocabulary, one) for one in literals])}")
    if example.beside == "all":
        rows.append('with   = "all"')
    elif example.beside:
        rows.append(f"with   = {_list(list(example.beside))}")
    if example.standing:
        rows.append(f"standing = {spelled(example.standing)}")
    return "\n".join(rows) + "\n"


def _list(texts: Iterable[str]) -> str:
    items = [spelled(text) for text in texts]
    if len(items) < 2:
        return f"[{', '.join(items)}]"
    return "[\n" + "".join(f"  {item},\n" for item in items) + "]"
