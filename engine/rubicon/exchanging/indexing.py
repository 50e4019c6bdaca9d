"""What is said of each statement of a rulebook, by the stems of its words and by groups of words that are alike."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from math import log

from msgspec import Struct

from rubicon.exchanging.alike import GROUPS
from rubicon.exchanging.little import DENIALS, IDLE, SLIGHT
from rubicon.language.rules import Rule, Rulebook
from rubicon.language.vocabulary import Statement
from rubicon.recording.texts import stems_of as _stems_of

_BLANK = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)


_SPELT = re.compile(r"is(?=(?:e|ed|es|er|ers|ing|able|ation|ations)\b)")


def stems_of(texts: Iterable[str]) -> list[tuple[str, ...]]:
    """Return the stems of the words of each text, spelt one way: `stabilised` and `stabilization` have one."""
    return _stems_of(_SPELT.sub("iz", text.lower()) for text in texts)


class Wording(Struct, frozen=True):
    """One way of saying a statement, by its stems: its form, its denial, its question, a hint."""

    statement: str
    stems: frozenset[str]
    length: float
    denies: bool


class Index:
    """The words of a rulebook: where each stem, and each group of them, stands, and how rare it is.

    `ways` are the ways of saying the statements. `means` and `rules` give the statements whose meaning, or whose rules'
    titles and reasons, have a stem.
    """

    def __init__(self, rulebook: Rulebook) -> None:
        statements = rulebook.vocabulary.statements
        self._groups = _groups()
        self._joined = frozenset(stem for stem in self._groups if "+" in stem)
        self._idle, self._slight = (frozenset(stems) for stems in stems_of([IDLE, SLIGHT]))
        self._denials = frozenset(
            "+".join(stems) for stems in stems_of(one.replace("+", " ") for one in DENIALS)
        )
        self.all = len(statements)
        said = [(name, text) for name, one in statements.items() for text in _ways(one)]
        told = []
        for (name, _), stems in zip(said, stems_of(text for _, text in said), strict=True):
            whole = frozenset((*stems, *self.joined(stems)))
            telling = frozenset(stem for stem in whole if not self.is_idle(stem))
            told.append((name, telling, self.denies(whole)))
        self.places: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
        for at, (name, whole, _) in enumerate(told):
            for feature in {one for stem in whole for one in self.features(stem)}:
                self.places[feature][name].append(at)
        self.ways = [
            Wording(name, whole, sum(map(self.rarity, whole)) or 1.0, denies) for name, whole, denies in told
        ]
        self.lengths = dict.fromkeys(statements, 1)
        for way in self.ways:
            self.lengths[way.statement] += len(way.stems)
        self.means = self._homes((name, [one.means or ""]) for name, one in statements.items())
        self.rules = self._homes(_used(rulebook.rules).items())

    def joined(self, stems: Sequence[str]) -> list[str]:
        """Return the verbs among some stems that mean something of their own with a particle: `turn+down`."""
        pairs = (f"{stem}+{after}" for at, stem in enumerate(stems) for after in stems[at + 1 : at + 3])
        return [pair for pair in pairs if pair in self._joined]

    def features(self, stem: str) -> Iterator[str]:
        """Yield what a stem is found by: itself, and the groups it is in."""
        yield stem
        yield from self._groups.get(stem, ())

    def denies(self, stems: Iterable[str]) -> bool:
        """Tell whether words say that something is not so."""
        return not self._denials.isdisjoint(stems)

    def is_idle(self, stem: str) -> bool:
        """Tell whether a stem tells nothing by itself, as a figure does."""
        return stem in self._idle or stem.isdecimal()

    def is_slight(self, stem: str) -> bool:
        """Tell whether a stem tells something only beside others."""
        return stem in self._slight

    def is_known(self, stem: str) -> bool:
        """Tell whether anything here has a stem."""
        return stem in self.places or stem in self.means or stem in self.rules

    def rarity(self, feature: str) -> float:
        """Return how much a stem or a group tells: the fewer statements have it, the more."""
        having = len(self.places[feature]) if feature in self.places else 0
        return log(1 + (self.all - having + 0.5) / (having + 0.5))

    def _homes(self, texts: Iterable[tuple[str, Iterable[str]]]) -> dict[str, set[str]]:
        homes: dict[str, set[str]] = defaultdict(set)
        listed = [(name, "\n".join(some)) for name, some in texts]
        for (name, _), stems in zip(listed, stems_of(text for _, text in listed), strict=True):
            for stem in stems:
                homes[stem].add(name)
        return homes


_LAST: list[tuple[Rulebook, Index]] = []


def index_of(rulebook: Rulebook) -> Index:
    """Return the index of a rulebook; that of the last one is kept, since a page asks for it with every letter."""
    if not _LAST or _LAST[0][0] is not rulebook:
        _LAST[:] = [(rulebook, Index(rulebook))]
    return _LAST[0][1]


def _groups() -> dict[str, tuple[str, ...]]:
    """Return the names of the groups that each stem is in."""
    found: dict[str, list[str]] = {}
    words = [(f"={number}", word) for number, group in enumerate(GROUPS) for word in group]
    for (name, _), stems in zip(words, stems_of(word.replace("+", " ") for _, word in words), strict=True):
        found.setdefault("+".join(stems), []).append(name)
    return {stem: tuple(dict.fromkeys(names)) for stem, names in found.items()}


def _ways(statement: Statement) -> Iterator[str]:
    """Yield how a statement may be said: its form, its denial, its question, its hints."""
    for form in (statement.form, statement.denied, statement.ask):
        if form is not None:
            yield " ".join(part for part in form if isinstance(part, str))
    for hints in statement.hints:
        yield from hints.split(";")


def _used(rules: Iterable[Rule]) -> dict[str, list[str]]:
    """Return the titles and reasons of the rules that use each statement."""
    found: dict[str, list[str]] = {}
    for rule in rules:
        told = f"{rule.title}\n{_BLANK.sub(' ', rule.because)}"
        spoken = [one.statement for one in rule.premises]
        for name in dict.fromkeys((*spoken, *(one.statement for one in rule.conclusions))):
            found.setdefault(name, []).append(told)
    return found
