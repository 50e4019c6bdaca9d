"""The words of a rulebook: kinds of things, and the statements that can be made of them."""

from typing import TypeAlias

from msgspec import Struct, field

from rubicon.language.facts import Atom, Literal, Place

BUILT_IN = ("number", "date", "text")


class Kind(Struct, frozen=True, gc=False):
    """A kind of entity (`is` names the wider kind), or a closed, ordered list of values, lowest first."""

    name: str
    wider: str | None = None
    values: tuple[str, ...] = ()
    place: Place | None = None


class Slot(Struct, frozen=True, gc=False):
    """A place in a statement that takes a value of a kind."""

    name: str
    kind: str


Form: TypeAlias = tuple[str | Slot, ...]
"""The words and slots of a sentence in turn; a word part that starts with `'s` is a possessive."""


class Statement(Struct, frozen=True, gc=False):
    """Something that can be true or not: a form with slots. `one_of` is the index of the slot with one value.

    `hints` are other words that an analyst may look for, set off by semicolons where one text has several; only a search
    reads them.
    """

    name: str
    form: Form
    slots: tuple[Slot, ...]
    place: Place
    denied: Form | None = None
    ask: Form | None = None
    means: str | None = None
    one_of: int | None = None
    hints: tuple[str, ...] = ()

    @property
    def is_event(self) -> bool:
        """Tell whether the statement has a date slot, and so stays on record."""
        return any(slot.kind == "date" for slot in self.slots)

    @property
    def dates_a_number(self) -> bool:
        """Tell whether a number or a text stands beside the date, so that on another it may name nothing there is."""
        return self.is_event and any(slot.kind in ("number", "text") for slot in self.slots)


class Vocabulary(Struct, frozen=True):
    """All kinds and statements by name."""

    kinds: dict[str, Kind] = field(default_factory=dict)
    statements: dict[str, Statement] = field(default_factory=dict)

    def is_a(self, kind: str, wider: str) -> bool:
        """Tell whether every member of `kind` is a member of `wider`."""
        while kind != wider:
            known = self.kinds.get(kind)
            if known is None or known.wider is None:
                return False
            kind = known.wider
        return True

    def group(self, atom: Atom) -> tuple[object, ...] | None:
        """Return what the atoms share of which at most one is true, or None without `one_of`."""
        index = self.statements[atom.statement].one_of
        if index is None:
            return None
        return (atom.statement, *atom.values[:index], *atom.values[index + 1 :])

    def in_conflict(self, one: Literal, other: Literal) -> bool:
        """Tell whether two literals are in each other's conflict set (DESIGN 4).

        A literal conflicts with its contrary; two different values of a `one_of` slot conflict while
        both are affirmed.
        """
        if one.atom == other.atom:
            return one.truth != other.truth
        if not (one.truth and other.truth) or one.atom.statement != other.atom.statement:
            return False
        group = self.group(one.atom)
        return group is not None and group == self.group(other.atom)
