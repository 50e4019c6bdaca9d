"""What the analysis finds of days in random rulebooks is what trying every case of every day by the judge finds."""

import random
from datetime import date, timedelta
from itertools import product

from msgspec.structs import replace

from rubicon.editing.analysing.answers import met_by
from rubicon.editing.analysing.calendars import holds
from rubicon.editing.analysing.terrain import GIVEN, Approach, outset_of, terrain_of
from rubicon.editing.analysing.views import Panorama, schools_of
from rubicon.firing import fire
from rubicon.firing.cutting import cut
from rubicon.judging import judge
from rubicon.language.conditions import Pattern, Variable
from rubicon.reading import read_rulebook

VOCABULARY = """
[kind.thing]
[statement.a]
form = "{x:thing} is able"
ask = "Is {x} able?"
[statement.b]
form = "{x:thing} is big"
[statement.d]
form = "{x:thing} is done"
[statement.e]
form = "{x:thing} is early"
[statement.f]
form = "{x:thing} is fixed"
[statement.w]
form = "{x:thing} is worn by {n:number} marks"
one_of = "n"
[statement.seen]
form = "{x:thing} is seen on {day:date}"
"""
ENTITIES = '[[entity]]\nname = "the Mast"\nkind = "thing"\n'
FIRST = date(2020, 1, 1)
WINDOW = [FIRST + timedelta(days) for days in range(12)]
TURNS = WINDOW[2:9]
LINES = [
    ["?x is able"],
    ["it is false that ?x is able"],
    ["?x is able", "the Mast is big"],
    ["?x is able", "nothing shows that the Mast is big"],
    ["?x is able", "at least 1 ?_y: ?_y is big"],
    ["?x is able", "it is false that the Mast is big"],
    ["?x is able", "the Mast is worn by ?n marks", "?n >= 2"],
    ["?x is able", "the Mast is worn by ?n marks", "?n < 2"],
    ["?x is able", "the sum of ?_n over ?_y: ?_y is worn by ?_n marks is at least 3"],
    ["?x is able", "the Mast is seen on ?day", "?today - ?day <= 2 days"],
    ["?x is able", "the Mast is seen on ?day", "?today - ?day = 3 days"],
    ["?x is able", "the Mast is seen on ?day", "?day <= 2020-01-04"],
    ["?x is able", "the Mast is fixed since ?day", "?today - ?day >= 2 days"],
    ["?x is able", "the Mast is fixed since ?day", "?day < 2020-01-05"],
]
TODAYS = ["?today >= {day}", "?today < {day}", "?today - {day} <= 2 days", "?today = {day}"]
RULEBOOKS = 40


def random_rulebook(chance, folder):
    """Write five dated rules, of which one reads what two others conclude, and standing facts with days; return the rulebook."""
    (folder / "t").mkdir(parents=True)
    (folder / "vocabulary.toml").write_text(VOCABULARY, encoding="utf-8")
    (folder / "entities.toml").write_text(ENTITIES, encoding="utf-8")
    (folder / "sources.toml").write_text('[source.s]\ntitle = "S"\n', encoding="utf-8")
    facts = []
    said = [
        "the Mast is big",
        "it is false that the Mast is big",
        "the Mast is fixed",
        f"the Mast is worn by {chance.choice([1, 2])} marks",
        f"the Mast is worn by {chance.choice([3, 4])} marks",
    ]
    for that in said:
        start = chance.choice([None, *TURNS])
        end = chance.choice([None, *(day for day in TURNS if start is None or day > start)])
        dates = "".join(f"{key} = {day}\n" for key, day in (("on", start), ("until", end)) if day)
        facts += [f'[[fact]]\nthat = "{that}"\nsource = "s"\n{dates}'] if chance.random() < 0.6 else []
    if chance.random() < 0.7:
        facts.append(f'[[fact]]\nthat = "the Mast is seen on {chance.choice(TURNS)}"\nsource = "s"\n')
    (folder / "background.toml").write_text("\n".join(facts), encoding="utf-8")
    heads = ["?x is done", "it is false that ?x is done", "?x is early", "?x is early", "?x is done"]
    for number, head in enumerate(heads):
        lines = [*chance.choice(LINES)]
        lines += ["?x is early"] if number == 4 else []
        if chance.random() < 0.3:
            lines.append(chance.choice(TODAYS).format(day=chance.choice(TURNS)))
        text = [f'title = "R"\nif = {lines}\nthen = "{head}"\nbecause = "So."'.replace("'", '"')]
        if chance.random() < 0.4:
            text.append(f"since = {chance.choice(TURNS)}")
        elif chance.random() < 0.4:
            text.append(f"until = {chance.choice(TURNS)}")
        if number and heads[number - 1] != head and chance.random() < 0.5:
            text.append(f'overrides = ["t/r{number - 1}"]') if number == 1 else None
        (folder / "t" / f"r{number}.toml").write_text("\n".join(text) + "\n", encoding="utf-8")
    (folder / "t" / "never.toml").write_text(
        'title = "R"\nif = ["?x is able", "it is false that ?x is able", "?x is worn by ?n marks", "?x is seen on ?day"]\n'
        'then = ["?x is big", "?x is worn by ?n marks", "?x is seen on ?day"]\nbecause = "So."\n',
        encoding="utf-8",
    )
    return read_rulebook(folder)


def sparse(terrain):
    """Leave of what a case may state what is given of the first statement alone, so that every case can be tried."""
    kept = [fact for fact in terrain.options if fact.literal.atom.statement in ("a", "b")]
    return replace(terrain, options=tuple(fact for fact in kept if fact.grade == GIVEN))


def done_on(book, outset, day):
    """Tell whether something is done in some case of a day, by the judge."""
    ((school, rules),) = schools_of(outset, None)
    terrain = sparse(terrain_of(outset, ["d"], Approach(school, rules, day)))
    there = [rule for rule in terrain.rules if rule.in_force(day)]
    fired = fire(book.vocabulary, there, (*terrain.fixed, *terrain.options), day)
    ways = {}
    for fact in terrain.options:
        ways.setdefault(fact.literal, [None]).append(fact)
    for chosen in product(*ways.values()):
        stated = {id(fact) for fact in (*terrain.fixed, *chosen) if fact is not None}
        facts = tuple(fact for fact in fired.facts if id(fact) in stated)
        if is_done(judge(book.vocabulary, cut(book.vocabulary, fired, facts=facts))):
            return True
    return False


def is_done(judgement):
    """Tell whether something is done."""
    return any(
        truth is True and one.atom.statement == "d" and one.truth
        for one, truth in judgement.established.items()
    )


def test_the_days_that_are_found_are_those_on_which_some_case_shows_it(tmp_path):
    """Neither more nor fewer, whatever begins, ends, is counted or lies so many days back; and each case shows it."""
    done = Pattern("d", (Variable("x"),))
    seen = {True: 0, False: 0}
    turning = 0

    def laid(field, inquiry):
        ((gate, _),) = inquiry.lay(field.cells, [met_by(field.cells, done)])
        inquiry.ready([gate])
        return [gate]

    for seed in range(RULEBOOKS):
        book = random_rulebook(random.Random(seed), tmp_path / str(seed))
        outset = outset_of(book)
        ((school, rules),) = schools_of(outset, None)
        approach = Approach(school, rules, outset.day)
        found = []
        for view in Panorama(outset, ["d"], approach, laid, widen=sparse).views():
            for run in view.runs:
                shown = view.find(0, run)
                if shown is None:
                    continue
                found.append(run)
                day = shown.terrain.day
                assert holds((run,), day)
                there = [rule for rule in rules if rule.in_force(day)]
                on_day = terrain_of(outset, ["d"], replace(approach, day=day, rules=tuple(there)))
                facts = (*on_day.fixed, *shown.facts)
                assert is_done(judge(book.vocabulary, fire(book.vocabulary, there, facts, day))), seed
        truths = []
        for day in WINDOW:
            truths.append(done_on(book, outset, day))
            assert holds(tuple(found), day) == truths[-1], f"{seed}: {day}"
            seen[truths[-1]] += 1
        turning += len(set(truths)) == 2
    assert min(seen.values()) > 40
    assert turning > 10
