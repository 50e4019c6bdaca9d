"""The answer to `find`: what fits a phrase, each with its meaning, an example and what it bears on."""

from decimal import Decimal
from typing import Any

from msgspec import Struct

from rubicon.exchanging.bearing import bearing
from rubicon.exchanging.company import Company
from rubicon.exchanging.filling import example_of
from rubicon.exchanging.finding import find
from rubicon.exchanging.naming import units_in
from rubicon.exchanging.playing import barred
from rubicon.judging.assessing import language_of
from rubicon.language.facts import Case, Entity
from rubicon.language.rules import Rulebook, Section
from rubicon.language.speaking import form_text, speak
from rubicon.language.tokens import number
from rubicon.language.vocabulary import Statement
from rubicon.rendering.headings import about
from rubicon.rendering.pages import as_json, render_answer
from rubicon.version import __version__


class Fit(Struct, frozen=True):
    """A statement that fits a phrase, an example of it and its denial, and the variables that it bears on."""

    statement: Statement
    form: str
    example: str
    denial: str
    bears: tuple[Section, ...]


class Search(Struct, frozen=True):
    """A phrase, and what fits it, best first."""

    rulebook: Rulebook
    phrase: str
    fits: tuple[Fit, ...]


def search(rulebook: Rulebook, phrase: str, case: Case | None = None, *, guessing: bool = True) -> Search:
    """Look for the sentences that fit a phrase; examples are filled from it, and from a case's roles.

    Not `guessing`, what neither says is left as a blank, `{power}`.
    """
    language = language_of(rulebook, case)
    units = list(units_in(language, phrase))
    named = dict.fromkeys(unit for unit in units if isinstance(unit, Entity))
    read = (number(unit) for unit in units if isinstance(unit, str))
    numbers: list[Decimal] = [one for one in read if one is not None]
    roles, day = (dict(case.roles), case.as_of) if case else ({}, None)
    bears, out = bearing(rulebook), barred(rulebook)
    company = Company(rulebook, out) if guessing else None
    fits = []
    for one in find(rulebook, language, phrase):
        literal = example_of(language, one, named, roles, day, numbers, company=company, barred=out)
        example, denial = (speak(rulebook.vocabulary, each) for each in (literal, literal.contrary))
        fits.append(Fit(one, form_text(one.form), example, denial, bears.get(one.name, ())))
    return Search(rulebook, phrase, tuple(fits))


def render_search(found: Search, form: str) -> str:
    """Render what was found in one of the formats."""
    if form == "json":
        return as_json(_object(found))
    return render_answer(found.rulebook, form, "find/find.j2", found.phrase, {"s": found})


def _object(found: Search) -> dict[str, Any]:
    return {
        **about(found.rulebook, __version__),
        "phrase": found.phrase,
        "found": [
            {
                "statement": fit.statement.name,
                "form": fit.form,
                "means": fit.statement.means,
                "example": fit.example,
                "denial": fit.denial,
                "bears_on": [section.key for section in fit.bears],
            }
            for fit in found.fits
        ],
    }
