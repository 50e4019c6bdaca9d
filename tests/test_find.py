"""Finding the sentence that fits an analyst's own words."""

import tomllib
from pathlib import Path

import pytest

from rubicon.exchanging.finding import find
from rubicon.judging.assessing import language_of
from rubicon.reading import read_kept_rulebook

TOP = Path(__file__).resolve().parents[1]
PHRASES = tomllib.loads((TOP / "tests" / "find" / "phrases.toml").read_text(encoding="utf-8"))["phrase"]
FIRST, AMONG_THREE = 0.80, 0.95


@pytest.fixture(scope="module")
def book():
    return read_kept_rulebook(TOP / "rules", examples=False)


def shares(book):
    """Return the share of phrases whose sentence is found first, and among three."""
    language = language_of(book)
    first = three = 0
    for phrase in PHRASES:
        right = {phrase["statement"], *phrase.get("also", ())}
        found = [one.name for one in find(book, language, phrase["words"])]
        first += bool(right & set(found[:1]))
        three += bool(right & set(found[:3]))
    return first / len(PHRASES), three / len(PHRASES)


def test_headlines_find_their_sentences(book):
    """Of phrases from headlines, set down before any hint, 80 % find their sentence first, 95 % among three."""
    assert len(PHRASES) == 80
    first, three = shares(book)
    assert (first >= FIRST, three >= AMONG_THREE) == (True, True), f"first {first:.3f}, among three {three:.3f}"
