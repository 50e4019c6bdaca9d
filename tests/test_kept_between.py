"""What a long-lived process keeps never shows: after any changes it tells, byte for byte, what a fresh one does."""

import json
import random
import re
import subprocess
import sys
from collections import Counter
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

from msgspec.structs import replace

from rubicon import judging
from rubicon.explaining import explain
from rubicon.firing.confirming import fire_confirmed
from rubicon.judging import judge
from rubicon.judging.assessing import all_schools, assess
from rubicon.judging.findings import findings_of
from rubicon.judging.judgements import Judgement
from rubicon.language.facts import Atom, Grade, Literal, Place
from rubicon.language.sameness import Latest
from rubicon.language.templates import templates
from rubicon.problems import BadInput
from rubicon.reading import parse_case, read_rulebook
from rubicon.rendering import render_assessment
from rulebooks import TODAY, WORDS, random_fact, random_literal, random_problem

TOP = Path(__file__).resolve().parents[1]
BRIDGE = TOP / "tests" / "golden" / "bridge"
NAMES = ("kazakhstan-2022", "georgia-2008-08-08", "estonia-2007")
GRADES = ("A1", "A2", "B2", "C3", "D4", "F6")
SUPPOSED = (
    "Kazakhstan asks the CSTO to intervene",
    "it is false that Kazakhstan asks the CSTO to intervene",
    "the government of Kazakhstan is losing control",
)


def told(books, state):
    """Return all that is told of a state, or what is wrong with it."""
    folder = state["rules"]
    if folder not in books:
        books[folder] = read_rulebook(TOP / folder)
    book = books[folder]
    if state["dropped"]:
        book = replace(book, rules=tuple(rule for rule in book.rules if rule.id not in state["dropped"]))
    try:
        case = parse_case(state["text"], book, state["name"])
        options = {"assume": tuple(state["assume"]), "schools": all_schools(book)}
        made = assess(book, case, **options)
        found = explain(made, assess(book, case, schools=all_schools(book)) if state["assume"] else None)
    except BadInput as bad:
        return {"problems": str(bad)}
    assert made.findings == findings_of(made.judgement, book.vocabulary)
    return {form: render_assessment(found, form) for form in ("markdown", "html", "json")}


def changed(chance, text):
    """Change one thing in the text of a case."""
    head, *facts = text.split("[[fact]]")
    at = chance.randrange(len(facts))
    kind = chance.choice(("drop", "again", "grade", "day", "as_of"))
    if kind == "drop" and len(facts) > 1:
        del facts[at]
    elif kind == "again":
        facts.insert(chance.randrange(len(facts)), re.sub(r"\[outcome.*", "", facts[at], flags=re.DOTALL))
    elif kind == "grade":
        facts[at] = re.sub(r'grade( *)= "\w\d"', rf'grade\1= "{chance.choice(GRADES)}"', facts[at], count=1)
    elif kind == "day":
        facts[at] = re.sub(r"\non( *)= (\d{4})", lambda m: f"\non{m[1]}= {int(m[2]) - 1}", facts[at], count=1)
    else:
        head = re.sub(r"as_of = (\d{4}-\d\d)-\d\d", rf"as_of = \1-{chance.randint(1, 28):02}", head)
    return "[[fact]]".join((head, *facts)), kind


def fresh(state):
    """Return what a fresh process tells of a state."""
    command = [sys.executable, __file__]
    done = subprocess.run(command, input=json.dumps(state), capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


def forget():
    """Empty every memory of the program, but for the templates, which are files."""
    kept = {
        id(thing): thing
        for name, room in list(sys.modules.items())
        if name.partition(".")[0] == "rubicon"
        for thing in vars(room).values()
        if hasattr(thing, "cache_clear") and not isinstance(thing, type) and thing is not templates
    }
    assert len(kept) > 20
    assert sum(isinstance(thing, Latest) for thing in kept.values()) > 3
    for thing in kept.values():
        thing.cache_clear()


def test_what_is_kept_never_shows(pytestconfig):
    """Random changes to several cases, under two rulebooks, with rules and suppositions coming and going.

    What is told is what a fresh process tells, and, of every state, what is told when all memories were emptied before it.
    """
    checks = max(4, pytestconfig.getoption("rulebooks") // 100)
    chance, seen, books, filed = random.Random("kept"), Counter(), {}, []
    texts = {name: (TOP / "cases" / f"{name}.toml").read_text(encoding="utf-8") for name in NAMES}
    rules = [rule.id for rule in read_rulebook(TOP / "rules").rules]
    bridge = {"rules": "tests/golden/bridge/rules", "name": "bridge", "dropped": [], "assume": []}
    bridge["text"] = (BRIDGE / "case.toml").read_text(encoding="utf-8")
    for check in range(checks):
        for _ in range(4):
            name = chance.choice(NAMES)
            text, kind = changed(chance, texts[name])
            state = {
                "rules": "rules",
                "name": name,
                "text": text,
                "dropped": chance.sample(rules, chance.choice((0, 0, 40))),
                "assume": chance.sample(SUPPOSED, 1) if name == NAMES[0] and chance.random() < 0.3 else [],
            }
            found = told(books, state)
            seen[kind] += 1
            filed.append((state, found))
            if "problems" not in found:
                texts[name] = text
        told(books, bridge)
        assert found == fresh(state), f"check {check}: {kind} in {name}"
        seen["told"] += "problems" not in found
    assert seen["told"] > checks // 2
    assert told(books, bridge) == fresh(bridge)
    for state, found in filed:
        forget()
        assert told(books, state) == found, state["name"]


def read(book, text, name):
    """Return the case that a text is, or what is wrong with it."""
    try:
        return parse_case(text, book, name)
    except BadInput as bad:
        return str(bad)


def test_what_was_read_before_never_shows():
    """Random changes to several cases, well written and not, with remarks and without: read as by whoever never read one."""
    chance, seen, book = random.Random("read"), Counter(), read_rulebook(TOP / "rules")
    texts = {name: (TOP / "cases" / f"{name}.toml").read_text(encoding="utf-8") for name in NAMES}
    for _ in range(120):
        name = chance.choice(NAMES)
        text, kind = changed(chance, texts[name])
        if chance.random() < 0.3:
            was, now = chance.choice(
                (
                    ('source = "', 'source = "un'),
                    ("[source.", "[source.un"),
                    ("date = 20", "date = 19"),
                    ("that = ", "taht = "),
                )
            )
            text, kind = text.replace(was, now, 1), now
        found = read(book, text, name)
        assert found == read(replace(book), text, name), kind
        assert read(book, texts[name], name) == read(replace(book), texts[name], name)
        seen[isinstance(found, str)] += 1
        if not isinstance(found, str):
            texts[name] = text
    assert min(seen.values()) > 10


def moved(chance, facts):
    """Change some facts: one goes, comes, comes back denied, is graded or dated anew, writes its number otherwise, or all move."""
    facts, kind = list(facts), chance.choice(("go", "come", "deny", "grade", "day", "write", "line"))
    at = chance.randrange(len(facts)) if facts else 0
    if kind == "come" or not facts:
        facts.insert(at, random_fact(chance, random_literal(chance, chance.choice(list(WORDS.statements)))))
    elif kind == "go":
        del facts[at]
    elif kind == "deny":
        facts[at] = replace(facts[at], literal=facts[at].literal.contrary)
    elif kind == "grade":
        facts[at] = replace(facts[at], grade=Grade(chance.choice("ABCDEF"), chance.randint(1, 6)))
    elif kind == "day":
        facts[at] = replace(facts[at], on=chance.choice((None, TODAY, TODAY - timedelta(days=1))))
    elif kind == "write":
        atom = facts[at].literal.atom
        values = tuple(one + Decimal("0.0") if isinstance(one, Decimal) else one for one in atom.values)
        facts[at] = replace(facts[at], literal=Literal(Atom(atom.statement, values), facts[at].literal.truth))
    else:
        facts = [replace(one, place=Place(one.place.path, one.place.line + 7)) for one in facts]
    return facts, kind


def test_what_was_fired_and_judged_before_never_shows(pytestconfig):
    """Facts and days change under random rulebooks; each time all is fired and judged as by whoever never did before."""
    seen, taken = Counter(), Counter()
    for seed in range(pytestconfig.getoption("rulebooks")):
        chance = random.Random(f"kept {seed}")
        problem = random_problem(chance)
        rules, facts, day, last = tuple(problem.rules), list(problem.facts), TODAY, {}
        for _ in range(6):
            firings = fire_confirmed(WORDS, rules, facts, day)
            alone = fire_confirmed(WORDS, list(rules), facts, day)
            assert repr(firings) == repr(alone), f"seed {seed}"
            found, anew = judge(WORDS, firings), judging.weigh_all(WORDS, alone)
            for name in Judgement.__struct_fields__:
                if name not in ("firings", "conflicts"):
                    assert getattr(found, name) == getattr(anew, name), f"seed {seed}: {name}"
            assert repr((found.arguments, found.for_, found.verdicts, found.clashes)) == repr(
                (anew.arguments, anew.for_, anew.verdicts, anew.clashes)
            ), f"seed {seed}"
            assert all(found.conflicts.of(one) == anew.conflicts.of(one) for one in anew.for_)
            taken["instances"] += len(firings.instances)
            taken["the very instance"] += sum(id(one) in last for one in firings.instances)
            last = {id(one): one for one in firings.instances}
            facts, kind = moved(chance, facts)
            seen[kind] += 1
            if chance.random() < 0.2:
                day = TODAY + timedelta(days=chance.randint(-3, 3))
    assert len(seen) == 7
    assert taken["instances"] > taken["the very instance"] > taken["instances"] // 4


if __name__ == "__main__":
    sys.stdout.write(json.dumps(told({}, json.load(sys.stdin))))
