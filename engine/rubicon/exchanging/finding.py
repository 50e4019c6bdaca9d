"""Find the sentences that fit an analyst's own words, best first."""

import re
from collections import Counter
from collections.abc import Iterable

from msgspec import Struct

from rubicon.exchanging.alike import SHARES
from rubicon.exchanging.indexing import index_of
from rubicon.exchanging.naming import units_in
from rubicon.language.facts import Entity
from rubicon.language.rules import Rulebook
from rubicon.language.sentences import Language
from rubicon.language.tokens import is_number
from rubicon.language.vocabulary import Statement
from rubicon.recording.texts import stems_of

SHOWN = 5
"""Sentences that an answer names at most."""

LONGEST = 500
"""Characters of the longest phrase that is looked for."""

ENOUGH = 0.25
"""The share of what a phrase tells that what fits it has at least."""

ALIKE = 0.5
"""How much of a word is found where another of its group stands, or where the meaning alone has it."""

BESIDE = 0.4
"""The share of the best one's score that a further one has at least."""

NAMED = 3.0
"""What a name that fits tells beside the rarity of words."""

MEANT, RULED = 0.4, 0.05
"""What a word counts that stands in what a statement means, or in the rules that use it, alone."""

SATURATED, LEVELLED = 1.2, 0.25
"""How soon more ways of saying with a word count no more, and how much many ways make each count less (BM25, k1 and b)."""

ONE_WAY, LONG = 2.0, 0.7
"""What the one way of saying that fits best counts beside all together, and how much less a longer one."""

DENYING = 1.3
"""How much more a way of saying counts that denies, as the phrase does."""

COVERED = 0.3
"""How much of a score hangs on the share of the phrase that is found."""

UNPLACED = 0.8
"""What a score keeps for each name that a statement has no slot for."""

UNFILLED = 0.9
"""What it keeps for each number that a statement wants and a phrase has not."""

LATER = 0.95
"""What everything counts in a statement that rules conclude."""

_WORD = re.compile(r"[^\W_]+(?:,\d{3})*")


class Sought(Struct, frozen=True):
    """A phrase as it is looked for: its telling stems in turn, the kinds of whom it names, and whether it denies."""

    stems: tuple[str, ...]
    kinds: tuple[str, ...]
    denies: bool


class Finder:
    """Finds the statements of a rulebook that fit a phrase.

    Looked at are forms, denials, questions, hints, meanings, and the titles and reasons of the rules that use
    them. Of names counts what kind of thing they name, and whether a statement has a slot for each. What the framework
    says of every case is not for an analyst to say, and never found.
    """

    def __init__(self, rulebook: Rulebook, language: Language) -> None:
        self._language, self._vocabulary = language, rulebook.vocabulary
        self._index = index_of(rulebook)
        self._posed = {one.statement for one in rulebook.framework.posed} if rulebook.framework else set()
        self._concluded = {pattern.statement for rule in rulebook.rules for pattern in rule.conclusions}
        whole = sum(self._index.lengths.values()) / max(1, len(self._index.lengths))
        self._level = {
            name: 1 - LEVELLED + LEVELLED * length / whole for name, length in self._index.lengths.items()
        }

    def find(self, phrase: str, most: int = SHOWN) -> tuple[Statement, ...]:
        """Return the statements that fit a phrase, best first; none where nothing fits it."""
        statements = self._vocabulary.statements
        scores = self._scores(self._read(phrase[:LONGEST]))
        ranked = sorted(scores, key=lambda name: (-scores[name], name))[:most]
        return tuple(statements[name] for name in ranked if scores[name] >= BESIDE * scores[ranked[0]])

    def _read(self, phrase: str) -> Sought:
        units = list(units_in(self._language, phrase))
        words = [part for unit in units if isinstance(unit, str) for part in _WORD.findall(unit)]
        kinds = [unit.kind for unit in dict.fromkeys(unit for unit in units if isinstance(unit, Entity))]
        kinds += ["number" for unit in units if isinstance(unit, str) and is_number(unit)]
        if "number" not in kinds and not set(SHARES).isdisjoint(word.casefold() for word in words):
            kinds.append("number")
        index = self._index
        read = list(zip(words, stems_of(words), strict=True))
        every = [stem for _, stems in read for stem in stems]
        telling = [
            stem
            for word, stems in read
            for stem in stems
            if not index.is_idle(stem)
            and (index.is_known(stem) or word[0].islower())  # else a name or a figure
        ]
        told = tuple(dict.fromkeys((*telling, *index.joined(every))))
        return Sought(told, tuple(sorted(kinds)), index.denies((*every, *index.joined(every))))

    def _scores(self, phrase: Sought) -> dict[str, float]:
        """Return the score of each statement that has enough of a phrase.

        Each word counts by how rare it is and in how many ways of saying a statement it, or one of its group, stands
        (BM25; Robertson and Zaragoza, 2009); beside them all counts the one way that fits best.
        """
        summed, found, fitting = Counter[str](), Counter[str](), Counter[int]()
        for stem in phrase.stems:
            worth, share, ways = self._of(stem)
            summed.update(worth)
            found.update(share)
            fitting.update(ways)
        best: dict[str, float] = {}
        for at, much in fitting.items():
            way = self._index.ways[at]
            fits = much / way.length**LONG * (DENYING if way.denies and phrase.denies else 1)
            best[way.statement] = max(best.get(way.statement, 0.0), fits)
        whole = sum(map(self._index.rarity, phrase.stems))
        scores = {}
        for name in summed.keys() - self._posed:
            covered = found[name] / whole
            placed, kept = self._fit(name, phrase.kinds)
            if found[name] + NAMED * placed < ENOUGH * (whole + NAMED * len(phrase.kinds)) or not found[name]:
                continue
            score = (summed[name] + ONE_WAY * best.get(name, 0.0)) * (1 - COVERED + COVERED * covered) * kept
            scores[name] = score * (LATER if name in self._concluded else 1)
        return scores

    def _of(self, stem: str) -> tuple[dict[str, float], dict[str, float], dict[int, float]]:
        """Return what a stem counts for each statement, how much of a phrase it covers there, and for each way of saying."""
        index = self._index
        rare = index.rarity(stem)
        worth = dict.fromkeys(index.rules.get(stem, ()), RULED * rare)
        worth.update(dict.fromkeys(index.means.get(stem, ()), MEANT * rare))
        share = dict.fromkeys(index.means.get(stem, ()), ALIKE * rare)
        here: dict[int, float] = {}
        for feature in reversed([*index.features(stem)]):
            telling = index.rarity(feature)
            for name, ways in index.places.get(feature, {}).items():
                often = len(ways) * (SATURATED + 1) / (len(ways) + SATURATED * self._level[name])
                worth[name] = max(worth.get(name, 0.0), telling * often)
                share[name] = rare if feature == stem else max(share.get(name, 0.0), ALIKE * rare)
                for way in ways:
                    here[way] = max(here.get(way, 0.0), telling)
        return worth, share, here

    def _fit(self, name: str, kinds: Iterable[str]) -> tuple[int, float]:
        """Return how many names a statement has slots for, and what its score keeps for those it has none for."""
        slots = [slot.kind for slot in self._vocabulary.statements[name].slots]
        placed, kept = 0, 1.0
        for kind in kinds:
            slot = next((one for one in slots if kind == one or self._vocabulary.is_a(kind, one)), None)
            if slot is None:
                kept *= UNPLACED
            else:
                slots.remove(slot)
                placed += 1
        return placed, kept * UNFILLED ** slots.count("number")


def find(rulebook: Rulebook, language: Language, phrase: str, most: int = SHOWN) -> tuple[Statement, ...]:
    """Return the statements that fit a phrase, best first; none where nothing fits it."""
    return Finder(rulebook, language).find(phrase, most)
