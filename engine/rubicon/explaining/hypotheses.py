"""Tell how each piece of evidence bears on each possible answer."""

from msgspec import Struct

from rubicon.explaining.claims import Cited
from rubicon.language.facts import Literal
from rubicon.language.rules import Rule
from rubicon.supposing.matrix import CandidateFate, Matrix, Speaking, Weighing


class Exhibit(Struct, frozen=True):
    """A piece of evidence with its sources: what it says of each candidate, and which stand otherwise without it.

    `moved` gives those candidates with how they then stand; with any, the evidence is diagnostic. `consistent`: it
    speaks against none.
    """

    literal: Literal
    evidence: tuple[Cited, ...]
    cells: tuple[Speaking, ...]
    moved: tuple[tuple[Literal, CandidateFate], ...]
    consistent: bool

    @property
    def bears(self) -> bool:
        """Tell whether it says anything of any candidate, or moves one."""
        return bool(self.moved) or any(cell.favour or cell.oppose for cell in self.cells)


class Hypotheses(Struct, frozen=True):
    """The candidates with how they stand, the evidence (what moves one first), and the rules that its cells name."""

    candidates: tuple[tuple[Literal, CandidateFate], ...]
    exhibits: tuple[Exhibit, ...]
    rules: tuple[Rule, ...]


def tell_matrix(matrix: Matrix) -> Hypotheses:
    """Return a matrix as it is told."""
    exhibits = [_exhibit(matrix, one) for one in matrix.evidence]
    return Hypotheses(
        tuple(zip(matrix.candidates, matrix.fates, strict=True)),
        tuple(sorted(exhibits, key=lambda one: (not one.moved, not one.bears))),
        matrix.rules,
    )


def _exhibit(matrix: Matrix, one: Weighing) -> Exhibit:
    fates = zip(matrix.candidates, matrix.fates, one.without, strict=True)
    return Exhibit(
        one.literal,
        tuple(map(Cited, one.facts)),
        one.cells,
        tuple((candidate, after) for candidate, before, after in fates if after != before),
        matrix.is_consistent(one),
    )
