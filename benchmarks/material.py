"""What is measured: the shipped case, and rulebooks and facts made in any size."""

import re
import time
from collections.abc import Iterator
from itertools import count

from timing import memory_now

from rubicon import Assessment, assess, parse_case, read_case, read_rulebook
from rubicon.explaining import explain
from rubicon.judging.assessing import all_schools, judgement_of
from rubicon.language.conditions import Holds, Pattern, Variable
from rubicon.language.facts import Atom, Case, Fact, Literal, Place
from rubicon.language.rules import Rule, Rulebook
from rubicon.language.vocabulary import Kind, Slot, Statement, Vocabulary
from rubicon.places import shipped
from rubicon.rendering import render_assessment

NOWHERE = Place("nowhere.toml", 1)
CASE = "kazakhstan-2022.toml"


def shipped_case() -> tuple[Rulebook, Case]:
    """Read the shipped rulebook and its first case."""
    rulebook = read_rulebook(shipped("rules"))
    return rulebook, read_case(shipped("cases") / CASE, rulebook)


def explained(rulebook: Rulebook, case: Case) -> Assessment:
    """Assess a case and explain the judgement, as a report needs it."""
    assessment = assess(rulebook, case)
    explain(assessment)
    return assessment


def changes() -> Iterator[bytes]:
    """Yield the text of the shipped case again and again, each time with another fact of it left out."""
    tables = re.split(r"^(?=\[)", (shipped("cases") / CASE).read_text(encoding="utf-8"), flags=re.MULTILINE)
    facts = [at for at, table in enumerate(tables) if table.startswith("[[fact]]")]
    for at in count():
        out = facts[at % len(facts)]
        yield "".join(tables[:out] + tables[out + 1 :]).encode()


def redrawn(rulebook: Rulebook, text: bytes) -> str:
    """Read, judge by all schools, explain and render as a page: all that follows from a changed case."""
    case = parse_case(text.decode(), rulebook, "kazakhstan-2022")
    return render_assessment(explain(assess(rulebook, case, schools=all_schools(rulebook))), "html")


def growth(runs: int) -> dict[str, float]:
    """Assess the shipped case again and again; return how much memory was added, in MB."""
    rulebook, case = shipped_case()
    for _ in range(300):
        explained(rulebook, case)
    before = memory_now()
    for _ in range(runs):
        explained(rulebook, case)
    return {"grown": memory_now() - before}


def joins(rules: int, facts: int, statements: int, everywhere: bool) -> dict[str, float]:
    """Judge rules that each join two statements on one entity; return the time in seconds.

    The facts are spread over the statements; with one statement, all rules read all of them. Unless a rule
    looks `everywhere`, it starts from an entity of its own.
    """
    names = [f"s{at}" for at in range(statements)]
    slots = (Slot("x", "thing"), Slot("y", "thing"))
    heads = {f"h{at}": Statement(f"h{at}", (f"h{at}", *slots), slots, NOWHERE) for at in range(rules)}
    bodies = {name: Statement(name, (name, *slots), slots, NOWHERE) for name in names}
    vocabulary = Vocabulary({"thing": Kind("thing")}, {**heads, **bodies})
    x, y, z = Variable("x"), Variable("y"), Variable("z")
    made = []
    for at in range(rules):
        first, second = names[at % statements], names[(at + 1) % statements]
        start = x if everywhere else f"e{at % facts}"
        conditions = (Holds("", Pattern(first, (start, y))), Holds("", Pattern(second, (y, z))))
        made.append(Rule(f"t/r{at:05}", "", NOWHERE, conditions, (), (Pattern(f"h{at}", (y, z)),)))
    own = [
        Fact(Literal(Atom(names[at % statements], (f"e{at}", f"e{at + 1}")), True), "example", NOWHERE)
        for at in range(facts)
    ]
    judgement_of(vocabulary, made[:1], own[:1], None)
    begun = time.process_time()
    judgement = judgement_of(vocabulary, made, own, None)
    return {"time": time.process_time() - begun, "instances": len(judgement.firings.instances)}
