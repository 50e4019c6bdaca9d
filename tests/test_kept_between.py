"""What a long-lived process keeps never shows: after any changes it tells, byte for byte, what a fresh one does."""

import json
import random
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

from msgspec.structs import replace

from rubicon.explaining import explain
from rubicon.judging.assessing import all_schools, assess
from rubicon.judging.findings import findings_of
from rubicon.problems import BadInput
from rubicon.reading import parse_case, read_rulebook
from rubicon.rendering import render_assessment

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


def test_what_is_kept_never_shows(pytestconfig):
    """Random changes to several cases, under two rulebooks, with rules and suppositions coming and going."""
    checks = max(4, pytestconfig.getoption("rulebooks") // 100)
    chance, seen, books = random.Random("kept"), Counter(), {}
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
            if "problems" not in found:
                texts[name] = text
        told(books, bridge)
        assert found == fresh(state), f"check {check}: {kind} in {name}"
        seen["told"] += "problems" not in found
    assert seen["told"] > checks // 2
    assert told(books, bridge) == fresh(bridge)


if __name__ == "__main__":
    sys.stdout.write(json.dumps(told({}, json.load(sys.stdin))))
