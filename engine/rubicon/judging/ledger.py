"""Where the arguments of one judgement are looked up, by what they speak for and against."""

from rubicon.judging.judgements import Argument, Judgement, Verdict
from rubicon.language.facts import Atom, Literal, sort_key
from rubicon.language.vocabulary import Vocabulary


class Ledger:
    """The arguments of one judgement, looked up by what they speak for and against."""

    def __init__(self, judgement: Judgement, vocabulary: Vocabulary) -> None:
        self.judgement, self.vocabulary = judgement, vocabulary
        self._applying: dict[Literal, tuple[Argument, ...]] = {}
        self._groups: dict[tuple[object, ...], list[Literal]] = {}
        atoms: dict[str, dict[Atom, None]] = {}
        for literal in sorted({**judgement.for_, **judgement.established}, key=sort_key):
            atoms.setdefault(literal.atom.statement, {})[literal.atom] = None
            group = vocabulary.group(literal.atom)
            if group is not None and literal.truth:
                self._groups.setdefault(group, []).append(literal)
        self._atoms = {statement: tuple(some) for statement, some in atoms.items()}

    def spoken(self, statement: str) -> tuple[Atom, ...]:
        """Return the atoms of a statement that any argument speaks of, in order of their values."""
        return self._atoms.get(statement, ())

    def established(self, literal: Literal) -> bool:
        """Tell whether a literal is established."""
        return self.judgement.established.get(literal) is True

    def rivals(self, literal: Literal) -> tuple[Literal, ...]:
        """Return its conflict set, as far as anything speaks for it: the contrary, other `one_of` values."""
        found = [literal.contrary]
        group = self.vocabulary.group(literal.atom) if literal.truth else None
        if group is not None:
            found += [other for other in self._groups.get(group, ()) if other != literal]
        return tuple(found)

    def for_(self, literal: Literal) -> tuple[Argument, ...]:
        """Return every argument for a literal, those that do not apply included."""
        arguments = self.judgement.arguments
        return tuple([arguments[index] for index in self.judgement.for_.get(literal, ())])

    def applying(self, literal: Literal) -> tuple[Argument, ...]:
        """Return the arguments for a literal that apply, or may (undefined in the model)."""
        found = self._applying.get(literal)
        if found is None:
            found = tuple([argument for argument in self.for_(literal) if argument.applies is not False])
            self._applying[literal] = found
        return found

    def asserting(self, literal: Literal) -> tuple[Argument, ...]:
        """Return the assertions of a literal that count: those that stand, or apply where nothing does."""
        settled = self.established(literal)
        return tuple(
            argument
            for argument in self.applying(literal)
            if argument.instance is None and (argument.stands or not settled)
        )

    def against(self, literal: Literal) -> tuple[Argument, ...]:
        """Return the arguments for its conflict set that apply, or may."""
        return tuple(found for rival in self.rivals(literal) for found in self.applying(rival))

    def opposite(self, literal: Literal) -> Literal | None:
        """Return the member of its conflict set that is established, if one is."""
        return next((rival for rival in self.rivals(literal) if self.established(rival)), None)

    def in_play(self, literal: Literal) -> bool:
        """Tell whether a literal is, or may be, a candidate: something undefeated applies for it (DESIGN 4)."""
        if literal.truth and literal in self.judgement.candidates:
            return self.judgement.candidates[literal] is not False
        if any(rival in self.judgement.definite for rival in self.rivals(literal)):
            return False
        return any(
            not argument.beaten_by and argument.weight != "defeater" for argument in self.applying(literal)
        )

    def verdict(self, atom: Atom) -> Verdict:
        """Return how a statement stands; of what nothing speaks, unknown."""
        return self.judgement.verdicts.get(atom) or Verdict(atom, None, "unknown")

    def meets(self, literal: Literal) -> Literal | None:
        """Return the established literal that meets a condition on `literal`, if one does (DESIGN 2.2)."""
        if self.established(literal):
            return literal
        return None if literal.truth else self.opposite(literal.contrary)
