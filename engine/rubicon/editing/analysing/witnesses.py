"""A case that shows a finding: its text, as a file that can be run, and what the judge itself makes of it."""

from collections.abc import Iterable
from pathlib import Path

from rubicon.editing.analysing.terrain import TOLD, Terrain
from rubicon.judging.assessing import assess
from rubicon.judging.judgements import Argument, Judgement
from rubicon.language.facts import Case, Fact
from rubicon.language.rules import Rule, Rulebook
from rubicon.language.speaking import speak
from rubicon.reading import parse_case
from rubicon.reading.works import event_day
from rubicon.reading.writing import table_text, with_entity, with_fact, with_source

CASE = "witness"


def written(terrain: Terrain, facts: Iterable[Fact], title: str) -> str:
    """Return the text of the case that states some facts in a world; graded B2 they are given, graded C3 reported."""
    lines = table_text({"title": title, "as_of": terrain.day})
    if terrain.roles:
        lines += ["", "[roles]", *table_text(dict(terrain.roles))]
    text = "\n".join(lines) + "\n"
    stated = [*(fact for fact in terrain.fixed if fact.basis == "case"), *facts]
    used = {value for fact in stated for value in fact.literal.atom.values}
    used |= {name for _, name in terrain.roles}
    for entity in terrain.new:
        if entity.name in used:
            text, _ = with_entity(text, {"name": entity.name, "kind": entity.kind})
    for number, fact in enumerate(stated, 1):
        said = f"A {'report' if fact.grade == TOLD else 'record'} made up to show this"
        text, _ = with_source(text, f"source-{number}", {"title": said, "class": "R"})
        sentence = speak(terrain.rulebook.vocabulary, fact.literal)
        on = None if fact.on == event_day(fact.literal) else fact.on
        row = {"that": sentence, "on": on, "source": f"source-{number}", "grade": str(fact.grade)}
        text, _ = with_fact(text, row)
    return text


def read(rulebook: Rulebook, text: str) -> Case:
    """Read the text of a witness as a case.

    Raises:
        BadInput: it cannot be read.
    """
    return parse_case(text, rulebook, str(Path(CASE).with_suffix(".toml")))


def judged(terrain: Terrain, rulebook: Rulebook, text: str) -> Judgement:
    """Judge a witness as `assess` does, by the school of its world; the rulebook may be a changed one."""
    seen = terrain.approach
    schools = None if seen.school is None else [seen.school.name]
    made = assess(rulebook, read(rulebook, text), schools=schools, drafts=seen.drafts, tier=seen.tier)
    return made.judgement


def applying(judgement: Judgement, rule: Rule) -> list[Argument]:
    """Return the arguments by which a rule applies."""
    return [
        one
        for one in judgement.arguments
        if one.applies is True and one.instance is not None and one.instance.rule.id == rule.id
    ]


def has_applied(judgement: Judgement, rule: Rule) -> bool:
    """Tell whether some instance of a rule applies."""
    return bool(applying(judgement, rule))
