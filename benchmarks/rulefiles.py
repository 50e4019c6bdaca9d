"""A rulebook of any number of files. It asks of Rubicon only what every revision of it has, so that two can be compared."""

import tempfile
import time
from pathlib import Path

from rubicon import read_rulebook

RULE = """\
title   = "Rule {number} on unrest"
if      = ["unrest of degree ?n shakes ?place", "?place lies near ?other", "?n >= {number}"]
unless  = ["calm returns to ?place"]
then    = "unrest may spread from ?place to ?other for reason {number}"
because = "Unrest in {{{{ place }}}} is near {{{{ other }}}}."

[[example]]
given  = ["unrest of degree {number} shakes Alpha", "Alpha lies near Beta"]
expect = ["unrest may spread from Alpha to Beta for reason {number}"]

[[example]]
given  = ["unrest of degree {number} shakes Alpha"]
refuse = ["unrest may spread from Alpha to Beta for reason {number}"]
"""
VOCABULARY = """\
[kind.place]
[statement.unrest]
form = "unrest of degree {n:number} shakes {place:place}"
[statement.near]
form = "{place:place} lies near {other:place}"
[statement.calm]
form = "calm returns to {place:place}"
[statement.spread]
form = "unrest may spread from {place:place} to {other:place} for reason {reason:number}"
"""
ENTITIES = '[[entity]]\nname = "Alpha"\nkind = "place"\n[[entity]]\nname = "Beta"\nkind = "place"\n'


def reading(rules: int) -> dict[str, float]:
    """Read a rulebook of so many rule files; return the time in seconds."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "vocabulary.toml").write_text(VOCABULARY, encoding="utf-8")
        (folder / "entities.toml").write_text(ENTITIES, encoding="utf-8")
        (folder / "unrest").mkdir()
        for number in range(rules):
            path = folder / "unrest" / f"rule-{number:05}.toml"
            path.write_text(RULE.format(number=number), encoding="utf-8")
        start = time.process_time()
        rulebook = read_rulebook(folder)
        taken = time.process_time() - start
    assert len(rulebook.rules) == rules
    return {"time": taken}
