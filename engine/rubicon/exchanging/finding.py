"""Find the sentences that fit an analyst's own words, best first."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from math import log2
from typing import TypeVar

from msgspec import Struct

from rubicon.exchanging.indexing import index_of, stems_of
from rubicon.exchanging.little import JOINING, SHARES
from rubicon.exchanging.naming import units_in
from rubicon.exchanging.playing import barred
from rubicon.language.facts import Entity
from rubicon.language.rules import Rulebook
from rubicon.language.sentences import Language
from rubicon.language.tokens import is_number
from rubicon.language.vocabulary import Slot, Statement

SHOWN = 5
"""Sentences that an answer names at most."""

LONGEST = 500
"""Characters of the longest phrase that is looked for."""

ENOUGH = 0.35
"""The share of what a phrase tells that what fits it has at least."""

ALIKE = 0.5
"""How much of a word is found where another of its group stands, or where the meaning alone has it."""

BESIDE = 0.3
"""The share of the best one's score that a further one has at least."""

NAMED = 3.0
"""What a name that fits tells beside the rarity of words."""

MEANT, RULED = 0.4, 0.05
"""What a word counts that stands in what a statement means, or in the rules that use it, alone."""

SATURATED, LEVELLED = 1.2, 0.5
"""How soon more ways of saying with a word count no more, and how much many ways make each count less (BM25, k1 and b)."""

GROUPED = 0.9
"""What a word counts, beside its group's rarity, where another of the group stands."""

ONE_WAY, LONG = 2.0, 0.7
"""What the one way of saying that fits best counts beside all together, and how much less a longer one."""

MANY_WAYS, BROAD, NEAREST = 1.5, 0.3, 4
"""What all ways that fit count together, how much less longer ones, and how much the nearest among them outweigh the rest."""

DENYING = 1.3
"""How much more a way of saying counts that denies, as the phrase does."""

COVERED = 0.3
"""How much of a score hangs on the share of the phrase that is found."""

UNPLACED, UNPLACED_HINT = 0.8, 0.85
"""What a score keeps for each name that a statement has no slot for, and where a hint of the name stands."""

TURNED = 0.95
"""What a score keeps where a statement names first who is named later, of two that can play one role each."""

BESIDES = 0.8
"""What a word counts that stands after an `as` or an `after`, beside what a phrase tells."""

UNFILLED = 0.9
"""What it keeps for each number that a statement wants and a phrase has not."""

LATER = 0.92
"""What everything counts in a statement that rules conclude."""

READ = 0.02
"""What each doubling of the rules that read a statement adds to its score."""

EARLIEST = 1
"""Words that stand before an `as` that begins something beside, at least."""

_Key = TypeVar("_Key", str, int)

_WORD = re.compile(r"[^\W_]+(?:,\d{3})*")


class Sought(Struct, frozen=True):
    """A phrase as it is looked for: what each telling stem counts, whom it names, whether a number, and whether it denies.

    `hinted` are those whom it names by a hint alone.
    """

    stems: dict[str, float]
    named: tuple[Entity, ...]
    counts: bool
    denies: bool
    hinted: frozenset[Entity]


class Finder:
    """Finds the statements of a rulebook that fit a phrase.

    Looked at are forms, denials, questions, hints, meanings, and the titles and reasons of the rules that use
    them. Of names counts what kind of thing they name, and whether a statement has a slot for each that they may fill:
    a slot that is called as a role takes none whom the framework's scope bars from it. What the framework says of every
    case is not for an analyst to say, and never found.
    """

    def __init__(self, rulebook: Rulebook, language: Language) -> None:
        self._language, self._vocabulary = language, rulebook.vocabulary
        self._index = index_of(rulebook)
        self._posed = {one.statement for one in rulebook.framework.posed} if rulebook.framework else set()
        self._barred = barred(rulebook)
        self._leads = {name: self._leading(one) for name, one in self._vocabulary.statements.items()}
        self._concluded = {pattern.statement for rule in rulebook.rules for pattern in rule.conclusions}
        self._read_by = Counter(pattern.statement for rule in rulebook.rules for pattern in rule.premises)
        whole = sum(self._index.lengths.values()) / max(1, len(self._index.lengths))
        self._level = {
            name: 1 - LEVELLED + LEVELLED * length / whole for name, length in self._index.lengths.items()
        }

    def find(self, phrase: str, most: int = SHOWN) -> tuple[Statement, ...]:
        """Return the statements that fit a phrase, best first; none where nothing fits it."""
        statements = self._vocabulary.statements
        scores = self._scores(self._sought(phrase[:LONGEST]))
        ranked = sorted(scores, key=lambda name: (-scores[name], name))[:most]
        return tuple(statements[name] for name in ranked if scores[name] >= BESIDE * scores[ranked[0]])

    def _sought(self, phrase: str) -> Sought:
        units = list(units_in(self._language, phrase))
        words = [part for unit in units if isinstance(unit, str) for part in _WORD.findall(unit)]
        named = tuple(dict.fromkeys(unit for unit in units if isinstance(unit, Entity)))
        counts = any(is_number(unit) for unit in units if isinstance(unit, str))
        counts = counts or not set(SHARES).isdisjoint(word.casefold() for word in words)
        index = self._index
        read = list(zip(words, stems_of(words), strict=True))
        every = [stem for _, stems in read for stem in stems]
        telling = [  # a capital begins a name, where nothing here has the word
            stem
            for word, stems in read
            for stem in stems
            if not index.is_idle(stem)
            and (index.is_known(stem) or (word[0].islower() and not index.is_slight(stem)))
        ]
        aside = next(
            (at for at, word in enumerate(words) if at > EARLIEST and word.casefold() in JOINING), None
        )
        before = {stem for _, stems in read[:aside] for stem in stems}
        told = dict.fromkeys((*telling, *index.joined(every)), 1.0)
        told.update((stem, BESIDES) for stem in told if stem.partition("+")[0] not in before)
        surely = {unit for unit in units_in(self._language, phrase, hints=False) if isinstance(unit, Entity)}
        denies = index.denies((*every, *index.joined(every)))
        return Sought(told, named, counts, denies, frozenset(named) - surely)

    def _scores(self, phrase: Sought) -> dict[str, float]:
        """Return the score of each statement that has enough of a phrase.

        Each word counts by how rare it is and in how many ways of saying a statement it, or one of its group, stands
        (BM25; Robertson and Zaragoza, 2009); beside them all counts the one way that fits best, and all that fit, the
        nearest most.
        """
        summed, found, fitting = Counter[str](), Counter[str](), Counter[int]()
        for stem, counted in phrase.stems.items():
            worth, share, ways = self._of(stem)
            summed.update(_times(counted, worth))
            found.update(_times(counted, share))
            fitting.update(_times(counted, ways))
        best: dict[str, float] = {}
        near = Counter[str]()
        for at, much in fitting.items():
            way = self._index.ways[at]
            told = much * (DENYING if way.denies and phrase.denies else 1)
            best[way.statement] = max(best.get(way.statement, 0.0), told / way.length**LONG)
            near[way.statement] += (much / way.length**BROAD) ** NEAREST
        whole = sum(counted * self._index.rarity(stem) for stem, counted in phrase.stems.items())
        first = self._first(phrase.named)
        names = len(phrase.named) + phrase.counts
        scores = {}
        for name in summed.keys() - self._posed:
            placed, kept = self._fit(name, phrase)
            if found[name] + NAMED * placed < ENOUGH * (whole + NAMED * names) or not found[name]:
                continue
            score = summed[name] + ONE_WAY * best.get(name, 0.0) + MANY_WAYS * near[name] ** (1 / NEAREST)
            scores[name] = score * (1 - COVERED + COVERED * found[name] / whole) * kept * self._weight(name)
            scores[name] *= TURNED if first and self._leads[name] not in (None, first) else 1
        return scores

    def _of(self, stem: str) -> tuple[dict[str, float], dict[str, float], dict[int, float]]:
        """Return what a stem counts for each statement, how much of a phrase it covers there, and for each way of saying."""
        index = self._index
        rare = index.rarity(stem)
        worth = dict.fromkeys(index.rules.get(stem, ()), RULED * rare)
        worth.update(dict.fromkeys(index.means.get(stem, ()), MEANT * rare))
        share = dict.fromkeys(index.means.get(stem, ()), ALIKE * rare)
        here: dict[int, float] = {}
        for feature in index.features(stem):
            telling = index.rarity(feature) * (1 if feature == stem else GROUPED)
            for name, ways in index.places.get(feature, {}).items():
                often = len(ways) * (SATURATED + 1) / (len(ways) + SATURATED * self._level[name])
                worth[name] = max(worth.get(name, 0.0), telling * often)
                share[name] = max(share.get(name, 0.0), rare if feature == stem else ALIKE * rare)
                for way in ways:
                    here[way] = max(here.get(way, 0.0), telling)
        return worth, share, here

    def _leading(self, statement: Statement) -> str | None:
        """Return the role that a statement names first, where it names two."""
        roles = [slot.name for slot in statement.slots if slot.name in self._barred]
        return roles[0] if len(roles) > 1 else None

    def _first(self, named: Iterable[Entity]) -> str | None:
        """Return the role that who is named first can play, where two of them can play one each."""
        playing = [self._role(one) for one in named]
        roles = [role for role in playing if role]
        return roles[0] if len(roles) > 1 else None

    def _role(self, entity: Entity) -> str | None:
        """Return the one role that an entity of the rulebook can play, as far as the framework says."""
        open_to = [role for role, out in self._barred.items() if entity.name not in out]
        return open_to[0] if len(open_to) == 1 else None

    def _weight(self, name: str) -> float:
        """Return what a statement counts by itself: by how many rules read it, and whether rules conclude it."""
        return (1 + READ * log2(1 + self._read_by[name])) * (LATER if name in self._concluded else 1)

    def _fit(self, name: str, phrase: Sought) -> tuple[int, float]:
        """Return how many names a statement has slots for, and what its score keeps for those it has none for."""
        slots = sorted(
            self._vocabulary.statements[name].slots, key=lambda slot: slot.name not in self._barred
        )
        placed, kept = 0, 1.0
        for entity in (*phrase.named, *([None] if phrase.counts else ())):
            slot = next((one for one in slots if self._takes(one, entity)), None)
            if slot is None:
                kept *= UNPLACED if entity not in phrase.hinted else UNPLACED_HINT
            else:
                slots.remove(slot)
                placed += 1
        return placed, kept * UNFILLED ** sum(slot.kind == "number" for slot in slots)

    def _takes(self, slot: Slot, entity: Entity | None) -> bool:
        """Tell whether an entity, or a number, may stand in a slot."""
        if entity is None:
            return slot.kind == "number"
        return self._vocabulary.is_a(entity.kind, slot.kind) and entity.name not in self._barred.get(
            slot.name, ()
        )


def _times(counted: float, parts: Mapping[_Key, float]) -> dict[_Key, float]:
    return {key: counted * much for key, much in parts.items()}


def find(rulebook: Rulebook, language: Language, phrase: str, most: int = SHOWN) -> tuple[Statement, ...]:
    """Return the statements that fit a phrase, best first; none where nothing fits it."""
    return Finder(rulebook, language).find(phrase, most)
