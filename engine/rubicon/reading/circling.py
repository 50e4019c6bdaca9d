"""Tell the circles among rules: the whole of each, at the rule whose change would undo most of them."""

from collections import Counter
from collections.abc import Iterable, Sequence

from msgspec import Struct

from rubicon.language.conditions import Condition
from rubicon.language.rules import Rule
from rubicon.language.vocabulary import Vocabulary
from rubicon.problems import several
from rubicon.reading.circles import circle_through_absence, statement_edges
from rubicon.reading.files import Sheet
from rubicon.reading.presumptions import opposed, presumptions, resting

_WHY = {
    "presumption": "what it presumes against would rest on what it presumes",
    "": "whether it is so would depend on whether it is so",
}
_REMEDY = {
    "presumption": "Ask here about a sentence that does not rest on what is presumed.",
    "": "Ask here about a sentence that none of these rules concludes.",
}


class Circle(Struct, frozen=True):
    """Rules that rest on each other, each with the condition that asks about what the next one concludes.

    `through` is what gives it no meaning, and stands in the first.
    """

    through: str
    steps: tuple[tuple[Rule, Condition], ...]

    @property
    def files(self) -> dict[str, int]:
        """Return the ids of the rules as they are written, with the step at which each first comes."""
        return {_file(rule): at for at, (rule, _) in reversed([*enumerate(self.steps)])}


def check_circles(rules: dict[str, Rule], sheets: dict[str, Sheet], vocabulary: Vocabulary) -> None:
    """Report each circle once: those that have a rule in common there, the shortest told whole."""
    active = [rules[name] for name in sorted(rules) if rules[name].status != "retired"]
    found = _circles(active, vocabulary)
    while found:
        name = _to_mend(found, active, vocabulary)
        here = sorted((one for one in found if name in one.files), key=lambda one: len(one.steps))
        found = [one for one in found if name not in one.files]
        _tell(here, name, sheets)
    for one, other in opposed(presumptions(active, vocabulary), vocabulary):
        sheet, beside = sheets[one.rule.id], sheets[other.rule.id]
        line = beside.line(beside.placed[id(other.condition)])
        sheet.problem(
            sheet.placed[id(one.condition)],
            f'"{one.rule.id}" and "{other.rule.id}" presume against each other',
            f"The other stands at {beside.shown}:{line}. Each would hold for want of the other: let one of them conclude from something that is shown.",
        )


def _circles(active: Sequence[Rule], vocabulary: Vocabulary) -> list[Circle]:
    found = [
        Circle(way[0].absent, tuple((edge.rule, edge.condition) for edge in way))
        for way in circle_through_absence(statement_edges(active, vocabulary))
    ]
    for one, steps in resting(presumptions(active, vocabulary), active, vocabulary):
        rest = tuple((step.rule, step.condition) for step in steps)
        found.append(Circle("a presumption", ((one.rule, one.condition), *rest)))
    return found


def _file(rule: Rule) -> str:
    return rule.otherwise_of or rule.id


def _to_mend(found: Sequence[Circle], active: Sequence[Rule], vocabulary: Vocabulary) -> str:
    """Return the rule on most circles: of several one without which there is none, a draft before others.

    A rule just written into a rulebook that was well is on all, and without it there is none. What is left
    to choose is chosen by where the absence stands, and by name.
    """
    counts = Counter(name for one in found for name in one.files)
    likely = sorted(name for name, count in counts.items() if count == max(counts.values()))
    if len(likely) > 1 and counts[likely[0]] == len(found):
        alone = [name for name in likely if not _circles(_without(name, active), vocabulary)]
        likely = alone or likely
    drafts = {rule.id for rule in active if rule.status == "draft"}
    likely = [name for name in likely if name in drafts] or likely
    first = _file(found[0].steps[0][0])
    return first if first in likely else likely[0]


def _without(name: str, rules: Iterable[Rule]) -> list[Rule]:
    return [rule for rule in rules if _file(rule) != name]


def _tell(circles: Sequence[Circle], name: str, sheets: dict[str, Sheet]) -> None:
    """Report circles at a rule that they have in common: the first whole, of the others their lines."""
    sheet, circle = sheets[name], circles[0]
    paths = [sheet.placed[id(one.steps[one.files[name]][1])] for one in circles]
    start = circle.files[name]
    told = []
    for rule, condition in (*circle.steps[start:], *circle.steps[:start]):
        other = sheets[rule.id]
        told.append(f"  {other.shown}:{other.line(other.placed[id(condition)])}: {condition.text}")
    if len(told) == 1:
        told = ["What the rule asks about here it concludes itself."]
    else:
        told.insert(0, "Each asks about what the next concludes:")
    kind = "presumption" if circle.through == "a presumption" else ""
    remedy = [*told, _REMEDY[kind]]
    if len(circles) > 1:
        lines = several(str(line) for line in sorted({sheet.line(path) for path in paths[1:]}))
        many = f"{len(circles) - 1} more circle{'s run' if len(circles) > 2 else ' runs'}"
        remedy.append(f"{many} through this rule, at line{'s' if ',' in lines else ''} {lines}.")
    sheet.problem(paths[0], f"a circle through {circle.through}: {_WHY[kind]}", "\n".join(remedy))
