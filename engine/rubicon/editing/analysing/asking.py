"""Which questions are never put: in no case within the bound are they among the open ones that an assessment lists."""

from collections.abc import Iterable, Iterator

from msgspec.structs import replace

from rubicon.editing.analysing.asked import AskedWorld, told_of
from rubicon.editing.analysing.sides import everywhere
from rubicon.editing.analysing.terrain import (
    Outset,
    TooWideError,
    terrain_of,
)
from rubicon.editing.analysing.witnesses import written
from rubicon.editing.inspecting import Inspection
from rubicon.language.conditions import patterns
from rubicon.language.rules import Framework, Rule
from rubicon.language.vocabulary import BUILT_IN
from rubicon.problems import BadInput, Problem
from rubicon.supposing.solving import UnsettledError

MOST_SIDES = 400
"""Sides from which it is looked whether a question is put: by school, day, size of event and who plays which part."""

MOST_TRIED = 12
"""Ways of filling a question for which cases are judged, from one side."""


def unasked(outset: Outset) -> Iterator[Problem]:
    """Yield the statements whose question is never put, or of which that is not decided.

    Nothing is asked without a framework; and of a statement with a number, a day or a text only `why-not` asks.
    """
    framework, statements = outset.rulebook.framework, outset.rulebook.vocabulary.statements
    if framework is None:
        return
    search = _QuestionSearch(
        outset,
        framework,
        [
            one.name
            for one in statements.values()
            if one.ask and not any(slot.kind in BUILT_IN for slot in one.slots)
        ],
    )
    search.run()
    look = Inspection(outset.rulebook)
    for name in search.pending:
        place = look.of_statement(statements[name], "ask")
        if name in search.unsure:
            what = "whether this question is ever put is not decided"
            yield look.told(place, "RUB169", what, "The search takes more work than may be spent on it.")
        else:
            remedy = f"{search.why(look, name)} Leave the `ask` out, or mend what keeps it from being put."
            witness = search.shown.get(name) or search.plain()
            yield look.told(place, "RUB168", "this question is never put", remedy, witness=witness)


class _QuestionSearch:
    """The questions that no case was seen to put yet, those that may be, and the case that comes nearest."""

    def __init__(self, outset: Outset, framework: Framework, names: Iterable[str]) -> None:
        self.outset, self.framework = replace(outset, freely=True), framework
        self.pending, self.unsure, self.led = dict.fromkeys(names), set[str](), set[str]()
        self.shown: dict[str, str] = {}
        asked = (one for lines in outset.rulebook.ask_if.values() for line in lines for one in patterns(line))
        self.statements = sorted({one.statement for one in (*told_of(framework), *asked)})

    def run(self) -> None:
        """Look from one side after another, until each question is seen to be put."""
        seen, looked, known = set[object](), 0, dict[tuple[Rule, ...], set[str]]()
        for approach in everywhere(self.outset):
            if approach.rules not in known:
                known[approach.rules] = self._open(approach.rules)
            names = [name for name in self.pending if name in known[approach.rules]]
            if not names:
                continue
            if looked == MOST_SIDES:
                self.unsure.update(names)
                return
            try:
                terrain = terrain_of(self.outset, self.statements, approach)
                rules = tuple(rule.id for rule in terrain.rules)
                alike = (rules, terrain.roles, tuple(fact.literal for fact in terrain.fixed))
                if alike not in seen:
                    seen.add(alike)
                    looked += 1
                    self._look(AskedWorld(terrain, self.framework, names))
            except (TooWideError, BadInput):
                self.unsure.update(names)

    def _open(self, rules: Iterable[Rule]) -> set[str]:
        """Return the statements that lead to what is told of by some rules, and that these do not conclude whatever it is of."""
        asked: dict[str, set[str]] = {}
        settled = set[str]()
        for rule in rules:
            for head in rule.conclusions:
                asked.setdefault(head.statement, set()).update(one.statement for one in rule.premises)
                if len(set(head.variables)) == len(head.terms):
                    settled.add(head.statement)
        met = {one.statement for one in told_of(self.framework)}
        queue = [*met]
        for name in queue:
            fresh = asked.get(name, set()) - met
            met |= fresh
            queue += fresh
        return met - settled

    def _look(self, view: AskedWorld) -> None:
        for name in [*self.pending]:
            self.led.update([name] if view.led.get(name) else [])
            for question in view.led.get(name, ())[:MOST_TRIED]:
                try:
                    facts = view.worth(question)
                except UnsettledError:
                    self.unsure.add(name)
                    continue
                if facts is None or name not in self.pending:
                    continue
                for stated in view.cases(question, facts):
                    for put in view.put(stated) & self.pending.keys():
                        del self.pending[put]
                    if name not in self.pending:
                        break
                else:
                    self.unsure.add(name)
            if len(view.led.get(name, ())) > MOST_TRIED:
                self.unsure.add(name)
            if name in self.pending and name not in self.shown:
                self.shown[name] = written(
                    view.terrain, view.near(name), "A case that does not put the question"
                )

    def plain(self) -> str:
        """Return the text of a case that states nothing."""
        approach = next(everywhere(self.outset))
        return written(terrain_of(self.outset, [], approach), (), "A case that puts the question nowhere")

    def why(self, look: Inspection, name: str) -> str:
        """Say why a question is never put."""
        if name in self.led:
            return "Wherever it could bear on what a report tells of, no case meets its `ask_if`."
        if name in look.heads:
            return "Rules conclude it, and what rules conclude is never open."
        return "It bears on nothing that a report tells of."
