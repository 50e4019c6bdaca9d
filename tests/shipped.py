"""The shipped rulebook, read once, and short cases in its language."""

from functools import cache
from pathlib import Path

from rubicon import Assessment, Rulebook, assess, parse_case, read_case, read_rulebook

TOP = Path(__file__).parent.parent

VARIABLES = {
    "trigger": "there is a specific trigger for intervention by Russia in {host}",
    "local-support": "local elements in {host} support intervention by Russia",
    "military-reaction": "Russia expects no hostile military reaction in {host}",
    "feasibility": "intervention by Russia in {host} is technically feasible",
    "cost": "Russia expects low political and economic costs from intervention in {host}",
}


@cache
def shipped() -> Rulebook:
    """Return the rulebook of the checkout."""
    return read_rulebook(TOP / "rules")


def library(name: str, **options) -> Assessment:
    """Assess a case of the library."""
    book = shipped()
    return assess(book, read_case(TOP / "cases" / f"{name}.toml", book), **options)


def of(host: str, day: str, *facts: str, **options) -> Assessment:
    """Assess a case of a host and a day, each fact from a source of its own; `grade|sentence` gives a grade."""
    text = f'title = "A case"\nas_of = {day}\nroles = {{ intervener = "Russia", host = "{host}" }}\n'
    for number, fact in enumerate(facts):
        grade, _, that = fact.rpartition("|")
        text += f'[source.s{number}]\ntitle = "Report {number}"\ndate = {day}\n'
        text += f'[[fact]]\nthat = "{that}"\non = {day}\nsource = "s{number}"\n'
        text += f'grade = "{grade}"\n' if grade else ""
    book = shipped()
    return assess(book, parse_case(text, book), **options)


def answer(found: Assessment) -> str | None:
    """Return the word of likelihood that is established."""
    host = dict(found.case.roles)["host"]
    levels = found.rulebook.vocabulary.kinds["likelihood"].values
    said = f"the likelihood of intervention by Russia in {host} is judged: "
    return next((level for level in levels if found.verdict(said + level).truth), None)


def variables(found: Assessment) -> dict[str, bool | None]:
    """Return whether each of the five variables is met."""
    host = dict(found.case.roles)["host"]
    return {key: found.verdict(form.format(host=host)).truth for key, form in VARIABLES.items()}
