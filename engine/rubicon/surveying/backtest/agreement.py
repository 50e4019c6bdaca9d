"""How far two codings of the same cases agree, beyond what chance would give."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct

from rubicon.explaining.answering import pose
from rubicon.explaining.sections import heads_of
from rubicon.judging.assessing import assess
from rubicon.judging.ledger import Ledger
from rubicon.language.facts import Case, Value
from rubicon.language.rules import Rulebook
from rubicon.language.speaking import form_text
from rubicon.language.vocabulary import Vocabulary
from rubicon.surveying.timeline import framework_of
from rubicon.version import __version__

SILENT = "not coded"


class Kappa(Struct, frozen=True):
    """On how many items two coders agree, and Cohen's kappa; None where both have but one word for everything."""

    title: str
    items: int
    agreed: int
    kappa: float | None


class Agreement(Struct, frozen=True):
    """The agreement of two folders of codings: by sentence, by variable and on the answer, and all sentences together.

    `coded` are the items of which at least one of the two says something. `alone` are the cases that one folder alone
    has.
    """

    rulebook: Rulebook
    version: str
    cases: tuple[str, ...]
    alone: tuple[str, ...]
    pooled: Kappa
    coded: Kappa
    sentences: tuple[Kappa, ...]
    variables: tuple[Kappa, ...]
    answer: Kappa


def agreement(rulebook: Rulebook, one: Mapping[str, Case], other: Mapping[str, Case]) -> Agreement:
    """Compare two codings, each a mapping of cases by name, sentence by sentence and variable by variable.

    Raises:
        BadInput: the rulebook asks no question, or a limit is passed.
    """
    names = sorted(one.keys() & other.keys())
    pairs = [(one[name], other[name]) for name in names]
    items = _items(rulebook.vocabulary, pairs)
    every = [pair for found in items.values() for pair in found]
    judged = [(_outlook(rulebook, mine), _outlook(rulebook, yours)) for mine, yours in pairs]
    return Agreement(
        rulebook=rulebook,
        version=__version__,
        cases=tuple(names),
        alone=tuple(sorted(one.keys() ^ other.keys())),
        pooled=kappa("", every),
        coded=kappa("", [pair for pair in every if pair != (SILENT, SILENT)]),
        sentences=tuple(kappa(title, items[title]) for title in sorted(items)),
        variables=tuple(
            kappa(section.title, [(mine[section.key], yours[section.key]) for mine, yours in judged])
            for section in framework_of(rulebook).sections
            if section.kind == "variable"
        ),
        answer=kappa("", [(mine[""], yours[""]) for mine, yours in judged]),
    )


def kappa(title: str, pairs: Sequence[tuple[str, str]]) -> Kappa:
    """Return the agreement of pairs of words beyond chance.

    The coefficient of J. Cohen, *A coefficient of agreement for nominal scales*, Educational and Psychological
    Measurement 20 (1960).

    >>> kappa("", [("yes", "yes"), ("yes", "no"), ("no", "no"), ("no", "no")]).kappa
    0.5
    """
    agreed = sum(mine == yours for mine, yours in pairs)
    ours, theirs = (Counter(side) for side in zip(*pairs, strict=True)) if pairs else (Counter(), Counter())
    by_chance = sum(ours[word] * theirs[word] for word in sorted(ours))
    whole = len(pairs) ** 2
    found = None if by_chance == whole else (agreed * len(pairs) - by_chance) / (whole - by_chance)
    return Kappa(title, len(pairs), agreed, found)


def _items(vocabulary: Vocabulary, pairs: Iterable[tuple[Case, Case]]) -> dict[str, list[tuple[str, str]]]:
    """Return by statement what both coders say of each thing that either codes, else that both are silent."""
    said = [tuple(_said(vocabulary, case) for case in pair) for pair in pairs]
    used = sorted({statement for pair in said for side in pair for statement, _ in side})
    found: dict[str, list[tuple[str, str]]] = {}
    for statement in used:
        items = found.setdefault(form_text(vocabulary.statements[statement].form), [])
        for mine, yours in said:
            things = sorted({thing for side in (mine, yours) for thing in side if thing[0] == statement})
            items += [(mine.get(thing, SILENT), yours.get(thing, SILENT)) for thing in things]
            if not things:
                items.append((SILENT, SILENT))
    return found


def _said(vocabulary: Vocabulary, case: Case) -> dict[tuple[str, str], str]:
    """Return of each thing that a case codes what is said of it: so, not so, a value, or several of these."""
    found: dict[tuple[str, str], set[str]] = {}
    for fact in case.facts:
        if fact.basis == "case" and fact.retracted is None:
            statement = vocabulary.statements[fact.literal.atom.statement]
            values = [str(value) for value in fact.literal.atom.values]
            word = "so" if statement.one_of is None else values.pop(statement.one_of)
            thing = (fact.literal.atom.statement, " | ".join(values))
            found.setdefault(thing, set()).add(word if fact.literal.truth else f"not {word}")
    return {thing: " and ".join(sorted(words)) for thing, words in found.items()}


def _outlook(rulebook: Rulebook, case: Case) -> dict[str, str]:
    """Return how each variable comes out by the first school, and, under no key, the answer."""
    framework = framework_of(rulebook)
    ledger = Ledger(assess(rulebook, case).judgement, rulebook.vocabulary)
    roles: dict[str, Value] = dict(case.roles)
    states = {section.key: str(heads_of(ledger, section, roles).state) for section in framework.sections}
    return {**states, "": pose(framework, case, case.as_of, ledger).answer or "none"}
