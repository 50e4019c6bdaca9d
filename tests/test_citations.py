"""Each rule of the shipped rulebooks that cites a work says where in it, or says that the place was not seen."""

import re
from pathlib import Path

import pytest

from rubicon.places import shipped
from rubicon.reading import read_rulebook

FOLDERS = {"rules": shipped("rules"), "us-force": shipped("rulebooks") / "us-force"}
NOT_SEEN = "place not seen"
PLACE = re.compile(
    r"\b(abstract|title|table|summary|paras?|paragraph|pages?|sections?|articles?|chapter|points?|sentence|questions?"
    r"|tests?|conditions?|terms|key findings?|key takeaways?)\b|^on \S",
    re.IGNORECASE,
)


def placeless(folder: Path) -> list[str]:
    """Return each citation of a rulebook that names neither a place nor that it was not seen."""
    return sorted(
        f"{rule.id}: {cite.source.key} {cite.place}".rstrip()
        for rule in read_rulebook(folder).rules
        for cite in rule.cites
        if NOT_SEEN not in cite.place and not PLACE.search(cite.place)
    )


@pytest.mark.parametrize("name", FOLDERS)
def test_each_citation_has_a_place_or_says_that_it_was_not_seen(name):
    """A scholar who looks up what a rule cites is led to the place, or told that nobody has seen it."""
    assert placeless(FOLDERS[name]) == []
