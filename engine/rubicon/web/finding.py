"""The box that finds sentences as one types: what fits some words, and what a sentence in it still lacks."""

from collections.abc import Iterable

from msgspec import Struct

from rubicon.exchanging.bearing import bearing
from rubicon.exchanging.filling import blank, blanks_in
from rubicon.exchanging.searching import Fit, search
from rubicon.judging.assessing import ARGUMENT, asserted, language_of
from rubicon.language.facts import Case
from rubicon.language.names import Unread
from rubicon.language.rules import Rulebook, Section
from rubicon.language.sentences import Language
from rubicon.language.speaking import speak
from rubicon.language.vocabulary import Slot
from rubicon.problems import BadInput, Problem


class Blank(Struct, frozen=True):
    """A blank of a sentence: as it is written, what it is called, and what may fill it; nothing: any number or text."""

    written: str
    name: str
    kind: str
    choices: tuple[str, ...]


class Fitting(Struct, frozen=True):
    """What fits some words; `sentence` is what they say where they are a sentence themselves, perhaps with gaps.

    `on_file` are the sentences that are asserted already, by the case or as standing knowledge.
    """

    fits: tuple[Fit, ...] = ()
    sentence: str = ""
    means: str = ""
    bears: tuple[Section, ...] = ()
    gaps: tuple[Blank, ...] = ()
    on_file: frozenset[str] = frozenset()


def fitting(rulebook: Rulebook, case: Case, words: str) -> Fitting:
    """Return the sentences that fit some words, and how the words read where they are a sentence."""
    language, vocabulary = language_of(rulebook, case), rulebook.vocabulary
    on_file = frozenset(
        speak(vocabulary, fact.literal) for fact in asserted(rulebook, case) if fact.retracted is None
    )
    found = blanks_in(language, words)
    name = found.statement if found else _statement(language, words)
    if name is None:
        return Fitting(search(rulebook, words, case, guessing=False).fits, on_file=on_file)
    means, bears = vocabulary.statements[name].means or "", bearing(rulebook).get(name, ())
    said = words if found else speak(vocabulary, language.literal(words))
    slots = found.slots if found else ()
    return Fitting((), said, means, bears, tuple(_gap(language, case, slot) for slot in slots), on_file)


def check_whole(rulebook: Rulebook, case: Case, words: str) -> None:
    """See to it that words are a sentence without blanks.

    Raises:
        BadInput: they are none; where nothing is like them, those that fit are still to be chosen from.
    """
    language = language_of(rulebook, case)
    found = blanks_in(language, words)
    if found is not None:
        what = f"the sentence is not whole: {blank(found.slots[0])} says nothing yet"
        raise BadInput([Problem(ARGUMENT, 0, what, "Choose or write what stands there.")])
    try:
        language.literal(words)
    except Unread as unread:
        if unread.what.startswith("unknown sentence") and search(rulebook, words, case, guessing=False).fits:
            what, remedy = "these words are no sentence yet", "Choose one of those that fit, below the box."
            raise BadInput([Problem(ARGUMENT, 0, what, remedy)]) from unread


def _statement(language: Language, words: str) -> str | None:
    try:
        return language.literal(words).atom.statement
    except Unread:
        return None


def _gap(language: Language, case: Case, slot: Slot) -> Blank:
    """Return a gap with what may fill it, whoever plays a part in the case first."""
    names: Iterable[str]
    if slot.kind in language.listed:
        names = dict.fromkeys(language.listed[slot.kind].values())
    else:
        fit = [
            one.name for one in language.entities.values() if language.vocabulary.is_a(one.kind, slot.kind)
        ]
        parts = [name for _, name in case.roles if name in fit]
        names = dict.fromkeys([*parts, *sorted(fit, key=str.casefold)])
    return Blank(blank(slot), slot.name, slot.kind, tuple(names))
