"""The library of cases: each reads cleanly, and what is scored is thick enough and coded before its outcome."""

import re
from hashlib import sha256

import pytest

from rubicon import read_case
from shipped import TOP, shipped

NAMES = sorted(path.stem for path in (TOP / "cases").glob("*.toml"))
TABLE = (TOP / "docs" / "library.md").read_text(encoding="utf-8")


def case_of(name):
    return read_case(TOP / "cases" / f"{name}.toml", shipped())


def digest(case):
    """Return the first 16 digits of the digest of what is coded: sentences, days, sources and grades."""
    spoken = [
        (fact.literal, fact.on, fact.until, fact.known, fact.source and fact.source.key, str(fact.grade))
        for fact in case.facts
    ]
    return sha256("\n".join(sorted(map(repr, spoken))).encode()).hexdigest()[:16]


@pytest.mark.parametrize("name", NAMES)
def test_every_case_reads_without_a_warning(name):
    """A case of the library has a day, sources, grades and an outcome for each tier that says when it happened."""
    case = case_of(name)
    assert case.warnings == ()
    for outcome in (case.outcome, *dict(case.outcomes).values()):
        assert outcome is not None
        assert outcome.happened == (outcome.on is not None)


@pytest.mark.parametrize("name", NAMES)
def test_what_is_scored_out_of_sample_is_thick_enough(name):
    """At least eight facts from three origins were public on the day; whatever is thinner says why it is not scored."""
    case = case_of(name)
    if case.sample == "out" and not case.unscored:
        known = [
            fact
            for fact in case.facts
            if fact.literal.atom.statement != "lies-in" and fact.known and fact.known <= case.as_of
        ]
        assert len(known) >= 8
        assert len({fact.source.comes_from for fact in known if fact.source}) >= 3


def test_an_episode_lies_in_one_sample():
    """Files of one episode are all in sample or all out of it."""
    samples = {}
    for name in NAMES:
        case = case_of(name)
        samples.setdefault(case.episode or case.name, set()).add(case.sample)
    assert all(len(found) == 1 for found in samples.values())


@pytest.mark.parametrize("name", [name for name in NAMES if case_of(name).sample == "out"])
def test_the_coding_is_the_one_that_was_made_before_the_answer_was_seen(name):
    """The digest in docs/library.md is that of the facts; whoever changes them says there what, and why."""
    row = re.search(rf"^\| {name} \|.*\| `(\w+)` \|$", TABLE, re.MULTILINE)
    assert row, f"{name} has no row in docs/library.md"
    assert row[1] == digest(case_of(name))
