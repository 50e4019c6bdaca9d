"""What judging finds: which arguments apply, which conclusions stand, and with what confidence."""

from datetime import date
from typing import Literal as OneOf
from typing import TypeAlias

from msgspec import Struct, field

from rubicon.firing.instances import Firings, Instance
from rubicon.judging.conflicts import Conflicts
from rubicon.language.facts import Atom, Fact, Level, Literal

Standing: TypeAlias = OneOf["definite", "defeasible", "undecided", "contested", "unknown"]
Weight: TypeAlias = OneOf["given", "reported", "strict", "defeasible", "defeater"]
Truth: TypeAlias = bool | None


class Dispute(Struct, frozen=True):
    """An entry of a sum, a largest or a smallest whose number is in dispute: the literals that give one."""

    literals: tuple[Literal, ...]


Weakest: TypeAlias = Literal | Dispute | OneOf["rule", "absence", "attacked", "fact"]
"""What a weakest link is: a premise, a number in dispute, the rule, a cap of DESIGN 4, or the fact itself."""


class Argument(Struct, frozen=True, gc=False):
    """One rule instance, or all the assertions of one sentence, that speaks for a literal.

    `applies` is the truth of `app` in the well-founded model (None: undefined). `stands`: the literal is
    established and this argument is one that supports it. `beaten_by` are the arguments (indices into
    `Judgement.arguments`) that apply and override it, `attacked_by` those for a conflicting literal
    that apply. `confidence` (of an argument that applies and supports; None otherwise) is that of its
    weakest link, which `weakest` names.
    """

    literal: Literal
    weight: Weight
    applies: Truth
    stands: bool
    instance: Instance | None = None
    facts: tuple[Fact, ...] = ()
    beaten_by: tuple[int, ...] = ()
    attacked_by: tuple[int, ...] = ()
    confidence: Level | None = None
    weakest: Weakest | None = None


class Verdict(Struct, frozen=True, gc=False):
    """The truth of a statement, how it stands, and the confidence in what is established."""

    atom: Atom
    truth: Truth
    standing: Standing
    confidence: Level | None = None


class Clash(Struct, frozen=True):
    """Definite statements that conflict, and the facts and rules they rest on; none of them is used."""

    literals: tuple[Literal, ...]
    facts: tuple[Fact, ...]
    rules: tuple[str, ...]


class Judgement(Struct, frozen=True):
    """Everything judged on one day, under one school.

    `arguments` are in canonical order; `for_` gives the indices of the arguments that speak for a
    literal. `established` maps every literal to True (established) or None (undefined in the model);
    what is not there is not established. `definite` are the definite ones. `confidence` is that of every
    established literal. `conflicts` gives the members of a literal's conflict set that have an argument.
    `candidates` maps every affirmed literal that has an argument to whether it is a candidate (None:
    undefined); what is not there is not. `denied` maps every literal whose contrary has an argument, too, to
    whether that denial applies undefeated.
    """

    day: date | None
    firings: Firings
    arguments: tuple[Argument, ...]
    for_: dict[Literal, tuple[int, ...]]
    established: dict[Literal, Truth]
    definite: frozenset[Literal]
    verdicts: dict[Atom, Verdict]
    conflicts: Conflicts
    clashes: tuple[Clash, ...] = ()
    confidence: dict[Literal, Level] = field(default_factory=dict)
    candidates: dict[Literal, Truth] = field(default_factory=dict)
    denied: dict[Literal, Truth] = field(default_factory=dict)
