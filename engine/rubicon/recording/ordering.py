"""The order in which a judgement can be shown, step by step, each by what the steps before it have shown.

A step shows that one argument applies, or one statement stands; or that a set of both is unfounded: each can hold only by
what is in the set. What is left is undecided (van Gelder, Ross and Schlipf, JACM 1991).
"""

from collections.abc import Iterable
from typing import TypeAlias

from msgspec import Struct

from rubicon.firing.instances import Firings
from rubicon.judging.conditions import meets
from rubicon.judging.model import Model, clauses_of, is_met, make_model
from rubicon.judging.program import ALWAYS, Program, make_program
from rubicon.language.facts import Literal
from rubicon.language.vocabulary import Vocabulary

CertifiedNode: TypeAlias = int | Literal
"""An instance, counted from 1, or a literal."""

Failing: TypeAlias = tuple[str, int] | None
"""Which condition of an instance fails, or which exception holds, counted from 1."""


class ProofStep(Struct, frozen=True):
    """What is shown: one key that holds, or (not `shown`) keys that together have no foundation, and of each why."""

    shown: bool
    keys: tuple[CertifiedNode, ...]
    because: tuple[Failing, ...] = ()


def steps_of(vocabulary: Vocabulary, firings: Firings) -> tuple[list[ProofStep], list[CertifiedNode]]:
    """Return the steps that show a judgement, and what stays undecided, each after what it may hold by."""
    program = make_program(vocabulary, firings)
    return _Shower(program, make_model(program)).show()


class _Shower:
    """Keeps what is shown so far: `lower` marks what surely holds, `upper` what may."""

    def __init__(self, program: Program, model: Model) -> None:
        self.program, self.model = program, model
        self.holds, _ = clauses_of(program)
        self.lower, self.upper = bytearray(program.size), bytearray([1] * program.size)
        self.steps: list[ProofStep] = []
        self.bodies = 1 + len(program.literals)
        self.choices = self.bodies + len(program.bodies)

    def show(self) -> tuple[list[ProofStep], list[CertifiedNode]]:
        self.lower[ALWAYS] = 1
        for component in self.model.order:
            nodes = [component] if isinstance(component, int) else component
            left = [node for node in nodes if node != ALWAYS]
            while left:
                left, shown = self._shown(left)
                left, fallen = self._fallen(left)
                if not shown and not fallen:
                    break
        return self.steps, self._undecided()

    def _shown(self, nodes: list[int]) -> tuple[list[int], bool]:
        """Show what surely holds among some nodes; return the others, and whether any does."""
        left, grew = nodes, True
        while grew:
            grew, waiting = False, left
            left = []
            for node in waiting:
                if self.model.lower[node] and self.holds(node, self.lower, self.upper, self.lower, True):
                    self.lower[node] = grew = True
                    if node < self.choices:
                        self.steps.append(ProofStep(True, (self._key(node),)))
                else:
                    left.append(node)
        return left, len(left) < len(nodes)

    def _fallen(self, nodes: list[int]) -> tuple[list[int], bool]:
        """Show the largest unfounded set among some nodes; return the others, and whether there is one."""
        inside = {node for node in nodes if not self.model.upper[node]}
        now = bytearray(self.upper)
        for node in inside:
            now[node] = 0
        grew = True
        while grew:
            grew = False
            for node in sorted(inside):
                if self.holds(node, now, self.lower, self.upper, False):
                    now[node] = grew = True
                    inside.discard(node)
        told = sorted(node for node in inside if node < self.choices)
        if told:
            because = tuple(self._reason(node, now) for node in told)
            self.steps.append(ProofStep(False, tuple(map(self._key, told)), because))
        self.upper = now
        return [node for node in nodes if node not in inside], bool(inside)

    def _undecided(self) -> list[CertifiedNode]:
        """Return what is left, each after what it may hold by."""
        now, found = bytearray(self.lower), list[CertifiedNode]()
        left = [node for node in range(1, self.program.size) if self.upper[node] and not self.lower[node]]
        grew = True
        while grew:
            grew, waiting, left = False, left, []
            for node in waiting:
                if self.holds(node, now, self.lower, self.upper, False):
                    now[node] = grew = True
                    found += [self._key(node)] if node < self.choices else []
                else:
                    left.append(node)
        return found

    def _key(self, node: int) -> CertifiedNode:
        return self.program.literals[node - 1] if node < self.bodies else node - self.bodies + 1

    def _reason(self, node: int, now: bytearray) -> Failing:
        """Return why an instance does not apply: the first of its conditions that fails, else an exception."""
        if node < self.bodies:
            return None
        body = self.program.bodies[node - self.bodies]
        failing = _first(not meets(test, now, self.lower, False) for test in body.conditions)
        if failing:
            return "condition", failing
        return "exception", _first(is_met(some, self.lower, self.upper, True) for some in body.exceptions)


def _first(truths: Iterable[bool]) -> int:
    """Return the place of the first that is so, counted from 1; 0 if none is."""
    return next((at for at, so in enumerate(truths, 1) if so), 0)
