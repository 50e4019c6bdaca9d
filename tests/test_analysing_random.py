"""What the analysis finds in random rulebooks is what trying every case by the judge finds."""

import random
from itertools import product

from msgspec.structs import replace

from rubicon.editing.analysing.mattering import difference, without_override, without_rule
from rubicon.editing.analysing.sides import approaches
from rubicon.editing.analysing.sites import Site
from rubicon.editing.analysing.terrain import outset_of, terrain_of
from rubicon.firing import fire
from rubicon.judging import judge
from rubicon.reading import read_rulebook

VOCABULARY = """
[kind.thing]
[statement.a]
form = "{x:thing} is able"
[statement.b]
form = "{x:thing} is big"
[statement.d]
form = "{x:thing} is done"
[statement.e]
form = "{x:thing} is early"
"""
BASE = ["?x is able", "?x is big", "it is false that ?x is able", "it is false that ?x is big"]
HEADS = ["?x is done", "it is false that ?x is done"]
LATER = ["?x is early", "it is false that ?x is early"]
RULEBOOKS = 40


def random_rulebook(chance, folder):
    """Write three rules for one statement and two for another that reads it; return the rulebook."""
    (folder / "t").mkdir(parents=True)
    (folder / "vocabulary.toml").write_text(VOCABULARY, encoding="utf-8")
    names = [f"t/r{number}" for number in range(5)]
    for number, name in enumerate(names):
        own = HEADS if number < 3 else LATER
        lines = [chance.choice(BASE), chance.choice([*BASE, *(HEADS if number > 2 else [])])]
        if chance.random() < 0.4:
            lines.append(f"nothing shows that {chance.choice(BASE)}")
        rivals = [other for other in names[:number] if (names.index(other) < 3) == (number < 3)]
        text = [
            f'title = "R"\nif = {lines}\nthen = "{chance.choice(own)}"\nbecause = "So."'.replace("'", '"')
        ]
        kind = chance.choice(["defeasible"] * 3 + ["defeater", "strict"])
        text.append(f'kind = "{kind}"')
        if rivals and kind != "defeater" and chance.random() < 0.7:
            text.append(f'overrides = ["{chance.choice(rivals)}"]')
        if chance.random() < 0.3:
            text.append(f'unless = ["{chance.choice(BASE)}"]')
        (folder / f"{name}.toml").write_text("\n".join(text) + "\n", encoding="utf-8")
    return read_rulebook(folder)


def every_case(terrain):
    """Yield the facts of every case of a world: each sentence unsaid, given or reported."""
    ways = {}
    for fact in terrain.options:
        ways.setdefault(fact.literal, [None]).append(fact)
    for chosen in product(*ways.values()):
        yield tuple(fact for fact in chosen if fact is not None)


def shown(vocabulary, rules, facts, terrain):
    """Return what is established and what is a candidate of the statements of the last rules, and which rules apply."""
    judgement = judge(vocabulary, fire(vocabulary, rules, (*terrain.fixed, *facts), terrain.day))
    applying = {one.instance.rule.id for one in judgement.arguments if one.applies and one.instance}
    truths = {one: truth for one, truth in judgement.established.items() if truth is not False}
    candidates = {one: truth for one, truth in judgement.candidates.items() if truth is not False}
    return applying, (truths, candidates)


def without(rule, name):
    """Return a rule that does not override another."""
    return replace(rule, overrides=tuple(other for other in rule.overrides if other != name))


def test_what_is_found_is_what_every_case_shows(tmp_path):
    """Which rules ever apply, are ever idle, make a difference, and which overrides matter: neither less nor more."""
    seen = {"applies": set(), "idle": set(), "differs": set(), "overrides": set()}
    for seed in range(RULEBOOKS):
        chance = random.Random(seed)
        book = random_rulebook(chance, tmp_path / str(seed))
        outset = outset_of(book)
        statement = "d" if seed % 2 else "e"
        mine = [rule for rule in book.rules if rule.conclusions[0].statement == statement]
        (approach,) = approaches(outset, mine[0])
        terrain = terrain_of(outset, [statement], approach)
        site = Site([statement], terrain)
        cases = list(every_case(terrain))
        tried = [(facts, *shown(book.vocabulary, terrain.rules, facts, terrain)) for facts in cases]
        for rule in mine:
            where = f"{seed}: {rule.id}"
            applies = any(rule.id in applying for _, applying, _ in tried)
            idle = any(rule.id not in applying for _, applying, _ in tried)
            assert (site.find(("applies", rule.id, "")) is not None) == applies, where
            assert (
                ("idle", rule.id, "") not in site.gates or site.find(("idle", rule.id, "")) is not None
            ) == idle, where
            fewer = [one for one in terrain.rules if one.id != rule.id]
            differs = any(
                shown(book.vocabulary, fewer, facts, terrain)[1] != found for facts, _, found in tried
            )
            assert (difference(site, rule.id, without_rule(rule.id)) is not None) == differs, where
            if site.find(("decides", rule.id, "")) is not None:
                assert differs, where
            for kind, found in (("applies", applies), ("idle", idle), ("differs", differs)):
                seen[kind].add(found)
            for name in rule.overrides:
                changed = [without(one, name) if one.id == rule.id else one for one in terrain.rules]
                matters = any(
                    shown(book.vocabulary, changed, facts, terrain)[1] != found for facts, _, found in tried
                )
                assert (difference(site, rule.id, without_override(rule.id, name)) is not None) == matters, (
                    where
                )
                if site.find(("overrides", rule.id, name)) is not None:
                    assert matters, where
                seen["overrides"].add(matters)
    assert seen == {
        "applies": {True, False},
        "idle": {True},
        "differs": {True, False},
        "overrides": {True, False},
    }
