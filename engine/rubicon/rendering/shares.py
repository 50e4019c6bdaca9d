"""The words of what would change a judgement: shares, and statements that differ in who alone."""

from decimal import Decimal
from fractions import Fraction

from rubicon.explaining.pivotal import Alike, Supposed, Watched
from rubicon.language.binding import as_pattern
from rubicon.language.facts import Literal
from rubicon.language.speaking import say_form
from rubicon.language.tokens import number_text
from rubicon.rendering.spelling import listed, spelled
from rubicon.rendering.wording import Words

SMALLEST, LARGEST = Fraction(1, 10_000), Fraction(9_999, 10_000)
"""Shares beyond these are not told exactly: nothing that is possible reads as 0%, nor as 100%."""


class PivotWords(Words):
    """Words shares, and statements that differ in who alone."""

    @staticmethod
    def share(share: Fraction) -> str:
        """Spell a share in per cent, to two figures that tell."""
        if share in (0, 1):
            return f"{int(share) * 100}%"
        if share < SMALLEST:
            return "less than 0.01%"
        if share > LARGEST:
            return "more than 99.99%"
        return f"{_figures(share)}%"

    @staticmethod
    def points(error: Fraction) -> str:
        """Spell a standard error in percentage points."""
        return _figures(error) if error >= SMALLEST else "less than 0.01"

    @staticmethod
    def letter(at: int) -> str:
        """Return the letter of the rule at a place: A to Z, then A2 to Z2, and so on."""
        return chr(ord("A") + at % 26) + (str(at // 26 + 1) if at >= 26 else "")

    def ask_of(self, literal: Literal) -> str:
        """Return the interview question of a literal's statement."""
        return self.ask(as_pattern(literal))

    def supposed(self, part: Supposed) -> str:
        """Return the sentence of a part of a change, without a capital or a full stop; of several as `any one of`."""
        literals = part.literals
        if part.alike is None:
            return listed([self.say(literal) for literal in literals])
        return self._filled(literals[0], part.alike)

    def _filled(self, literal: Literal, alike: Alike) -> str:
        """Return a statement with `any one of A and B` in the place in which those meant differ."""
        statement = self.vocabulary.statements[literal.atom.statement]
        who = listed(self.value(value) for value in alike.values)
        opening = "any one of" if alike.count == 1 else f"each of any {spelled(alike.count)} of"
        values = {
            slot.name: f"{opening} {who}" if at == alike.place else value
            for at, (slot, value) in enumerate(zip(statement.slots, literal.atom.values, strict=True))
        }
        form = statement.form if literal.truth else statement.denied
        said = say_form(form or statement.form, values, prose=True)
        return self.text(said if form is not None else f"it is false that {said}")

    def others(self, watched: Watched) -> str:
        """Name those of whom the same is asked, without the first."""
        alike = watched.alike
        return self.text(listed(self.value(value) for value in alike.values[1:])) if alike else ""

    @staticmethod
    def completions(number: int) -> str:
        """Spell a number of ways to answer; a power of two that nobody would read in full as one."""
        if number < 10**9:
            return number_text(Decimal(number))
        return f"2^{number.bit_length() - 1}" if number.bit_count() == 1 else "more than a thousand million"


def _figures(share: Fraction) -> str:
    """Spell a share in per cent to two figures; where little is missing from all, to as many as tell it."""
    hundred = share * 100
    places = next((at for at in range(3) if min(hundred, 100 - hundred) * 10**at >= 10), 2)
    return number_text(Decimal(round(hundred * 10**places)) / 10**places)
