"""Find the sentences that fit an analyst's own words, best first, by full-text search in memory."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from math import log

from rubicon.exchanging.naming import units_in
from rubicon.language.conditions import patterns
from rubicon.language.facts import Entity
from rubicon.language.rules import Rule, Rulebook
from rubicon.language.sentences import Language
from rubicon.language.tokens import is_number
from rubicon.language.vocabulary import Statement, Vocabulary
from rubicon.recording.texts import TextTables

SHOWN = 5
"""Sentences that an answer names at most."""

LONGEST = 500
"""Characters of the longest phrase that is looked for."""

ENOUGH = 0.2
"""The share of a phrase's words that what fits it has at least."""

BESIDE = 0.4
"""The share of the best one's score that a further one has at least."""

FURTHER = {"means": 0.4, "rules": 0.1}
"""What a word counts that stands in what a statement means, or in the rules that use it, alone."""

OFTEN = 0.4
"""How much more a word counts with each doubling, or so, of the ways of saying a statement that have it."""

UNPLACED = 0.8
"""What a score keeps for each name that a statement has no slot for."""

UNFILLED = 0.9
"""What it keeps for each number that a statement wants and a phrase has not."""

LATER = 0.9
"""What everything counts in a statement that rules conclude."""

_WORD = re.compile(r"[^\W_]+(?:,\d{3})*")
_STOP = frozenset(
    _WORD.findall(
        "s a an the of in on to for by at with and or that is are was were be been being has have had from its it this "
        "these those as after over into amid says said say will would could may might not no his her their our he she "
        "they who which what when where while than then there here also about against up out off more most some any "
        "all both one two if do does did"
    )
)
_BLANK = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)


def find(rulebook: Rulebook, language: Language, phrase: str, most: int = SHOWN) -> tuple[Statement, ...]:
    """Return the statements that fit a phrase, best first; none where nothing fits it.

    Looked at are forms, denials, questions, hints, meanings, and the titles and reasons of the rules that use
    them. Of names counts what kind of thing they name, and whether a statement has a slot for each.
    """
    units = list(units_in(language, phrase[:LONGEST]))
    words = [part for unit in units if isinstance(unit, str) for part in _WORD.findall(unit)]
    kinds = list(dict.fromkeys((unit.name, unit.kind) for unit in units if isinstance(unit, Entity)))
    kinds += [(unit, "number") for unit in units if isinstance(unit, str) and is_number(unit)]
    shelf = _Shelf(rulebook)
    scores = shelf.scores(shelf.known(word for word in words if word.casefold() not in _STOP))
    statements = rulebook.vocabulary.statements
    for name in scores:
        scores[name] *= _fit(rulebook.vocabulary, statements[name], [kind for _, kind in kinds])
    ranked = sorted(scores, key=lambda name: (-scores[name], name))[:most]
    return tuple(statements[name] for name in ranked if scores[name] >= BESIDE * scores[ranked[0]])


def _fit(vocabulary: Vocabulary, statement: Statement, kinds: Iterable[str]) -> float:
    """Return what a score keeps where a statement has no slot for a name or a number, or none for its number."""
    slots = [slot.kind for slot in statement.slots]
    kept = 1.0
    for kind in sorted(kinds):
        slot = next((slot for slot in slots if kind == slot or vocabulary.is_a(kind, slot)), None)
        if slot is None:
            kept *= UNPLACED
        else:
            slots.remove(slot)
    return kept * UNFILLED ** slots.count("number")


def _used(rules: Iterable[Rule]) -> dict[str, list[str]]:
    """Return the titles and reasons of the rules that use each statement."""
    found: dict[str, list[str]] = {}
    for rule in rules:
        told = f"{rule.title}\n{_BLANK.sub(' ', rule.because)}"
        spoken = [one.statement for line in (*rule.lines, *rule.excepting) for one in patterns(line)]
        for name in dict.fromkeys((*spoken, *(one.statement for one in rule.conclusions))):
            found.setdefault(name, []).append(told)
    return found


def _ways(statement: Statement) -> Iterator[str]:
    """Yield how a statement may be said: its form, its denial, its question, its hints."""
    for form in (statement.form, statement.denied, statement.ask):
        if form is not None:
            yield " ".join(part for part in form if isinstance(part, str))
    yield from statement.hints


class _Shelf:
    """What is said of each statement, in tables that can be searched by the stems of words."""

    def __init__(self, rulebook: Rulebook) -> None:
        self._texts = TextTables(("ways", *FURTHER))
        used = _used(rulebook.rules)
        self._concluded = {pattern.statement for rule in rulebook.rules for pattern in rule.conclusions}
        self._all = len(rulebook.vocabulary.statements)
        for name, statement in rulebook.vocabulary.statements.items():
            self._texts.put("ways", name, _ways(statement))
            self._texts.put("means", name, [statement.means or ""])
            self._texts.put("rules", name, used.get(name, ()))

    def known(self, words: Iterable[str]) -> Iterator[str]:
        """Yield words, each once, without the capitalised ones that nothing here has: people and places."""
        for word in dict.fromkeys(words):
            if not word[0].isupper() or any(self._texts.counts(table, word) for table in ("ways", *FURTHER)):
                yield word.casefold()

    def scores(self, words: Iterable[str]) -> dict[str, float]:
        """Return the score of each statement that has enough of the words, by how few statements have each.

        What rules conclude comes after what only an analyst can say.
        """
        found: dict[str, float] = {}
        met: Counter[str] = Counter()
        telling = 0
        for word in words:
            ways = self._texts.counts("ways", word)
            counts = {table: self._texts.counts(table, word) for table in FURTHER}
            worth = {name: FURTHER[table] for table in reversed(FURTHER) for name in counts[table]}
            worth.update({name: 1 + OFTEN * log(count) for name, count in ways.items()})
            few = log((self._all + 1) / (len(ways or worth) + 0.5))
            for name, share in worth.items():
                found[name] = found.get(name, 0.0) + few * share * (LATER if name in self._concluded else 1)
            telling += 1
            met.update({*ways, *counts["means"]})
        return {name: score for name, score in found.items() if met[name] and met[name] >= ENOUGH * telling}
