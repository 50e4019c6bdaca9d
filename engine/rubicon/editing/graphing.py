"""The rules as a graph: topics, what stands around a rule, what feeds a statement and what it feeds."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Literal as OneOf

from msgspec import Struct
from msgspec.structs import replace

from rubicon.editing.inspecting import Inspection
from rubicon.language.circles import components
from rubicon.language.conditions import Holds, Since, patterns
from rubicon.language.rules import Rule, Rulebook
from rubicon.language.speaking import form_text
from rubicon.language.vocabulary import Form
from rubicon.problems import BadInput, Problem, did_you_mean

LARGEST = 30
"""Nodes of a graph past which those that a reader can do without are gathered."""

_SLOTS = str.maketrans("{}", "‹›")


class Station(Struct, frozen=True):
    """A node of the graph: a topic (or several that feed each other), a rule, or a statement."""

    key: str
    kind: OneOf["topic", "rule", "statement"]
    text: str
    centre: bool = False


class Feed(Struct, frozen=True):
    """One node feeds another: by what it says (`for`), or against it (an exception, an absence, a contrary)."""

    lower: str
    upper: str
    kind: OneOf["for", "against"] = "for"
    times: int = 1


class RuleGraph(Struct, frozen=True):
    """Nodes and what feeds what; no way leads back to where it began.

    Between topics a line is left out where a way over others says as much, and topics that feed each other are one.
    Where there would be more than `LARGEST` nodes, the rules of a topic that only stand around are one; where there still
    are, so are statements that no rule concludes and the same rules read.
    """

    title: str
    stations: tuple[Station, ...]
    feeds: tuple[Feed, ...]


def graph_of(rulebook: Rulebook, about: str = "") -> RuleGraph:
    """Return the graph of a rulebook's topics, or what stands around one topic, rule or statement.

    Raises:
        BadInput: nothing is called so.
    """
    inspection = Inspection(rulebook)
    topics = sorted({_topic(rule) for rule in inspection.rules})
    if not about:
        return _topics(inspection, topics)
    if about in inspection.by_id:
        return _around(inspection, [inspection.by_id[about]], inspection.by_id[about].title)
    if about in topics:
        return _around(inspection, [one for one in inspection.rules if _topic(one) == about], about)
    if about in inspection.vocabulary.statements:
        return _statement(inspection, about)
    known = [*topics, *inspection.by_id, *inspection.vocabulary.statements]
    remedy = did_you_mean(about, known) or "`rubicon rules list` lists topics and rules."
    raise BadInput([Problem("argument", 0, f'no topic, rule or statement is called "{about}"', remedy)])


def _topic(rule: Rule) -> str:
    return rule.id.split("/", 1)[0]


def _read(rule: Rule) -> Iterator[tuple[str, bool]]:
    """Yield the statements that a rule reads, each with whether it is read for the rule."""
    for condition in rule.lines:
        plain = isinstance(condition, Holds | Since)
        yield from ((pattern.statement, plain) for pattern in patterns(condition))
    for condition in rule.excepting:
        yield from ((pattern.statement, False) for pattern in patterns(condition))


def _topics(inspection: Inspection, topics: list[str]) -> RuleGraph:
    numbers = {topic: number for number, topic in enumerate(topics)}
    counts: dict[tuple[int, int], int] = {}
    for reader in inspection.rules:
        for statement in {name for name, _ in _read(reader)}:
            for feeder in inspection.heads.get(statement, ()):
                pair = numbers[_topic(feeder)], numbers[_topic(reader)]
                counts[pair] = counts.get(pair, 0) + 1
    successors = [sorted({two for one, two in counts if one == number}) for number in numbers.values()]
    groups = list(components(successors))
    home = {number: at for at, group in enumerate(groups) for number in group}
    stations = [
        Station(f"t{at}", "topic", ", ".join(sorted(topics[number] for number in group)))
        for at, group in enumerate(groups)
    ]
    between: dict[tuple[int, int], int] = {}
    for (one, two), times in counts.items():
        if home[one] != home[two]:
            pair = home[one], home[two]
            between[pair] = between.get(pair, 0) + times
    feeds = [
        Feed(f"t{one}", f"t{two}", times=times)
        for (one, two), times in sorted(between.items())
        if not _by_others(one, two, set(between))
    ]
    return RuleGraph("Topics", tuple(sorted(stations, key=lambda one: one.text)), tuple(feeds))


def _by_others(one: int, two: int, between: set[tuple[int, int]]) -> bool:
    """Tell whether a way over other topics leads from one to another; the direct line is then left out."""
    pending, met = [one], set[int]()
    while pending:
        here = pending.pop()
        for start, end in between:
            if start == here and (start, end) != (one, two) and end not in met:
                if end == two:
                    return True
                met.add(end)
                pending.append(end)
    return False


def _around(inspection: Inspection, rules: list[Rule], title: str) -> RuleGraph:
    """Return rules with what they read and conclude, who concludes the former and who reads the latter."""
    made = _Drafter(inspection)
    for rule in rules:
        own = made.rule(rule, "", centre=True)
        for statement, plain in dict.fromkeys(_read(rule)):
            below = made.statement(statement, "in")
            made.feed(below, own, plain=plain)
            for feeder in inspection.heads.get(statement, ()):
                if feeder not in rules:
                    made.feed(made.rule(feeder, "in"), below)
        for pattern in rule.conclusions:
            above = made.statement(pattern.statement, "out")
            made.feed(own, above, plain=pattern.truth and rule.kind != "defeater")
            for reader in inspection.readers.get(pattern.statement, ()):
                if reader not in rules:
                    made.feed(above, made.rule(reader, "out"))
    return made.graph(title)


def _statement(inspection: Inspection, name: str) -> RuleGraph:
    """Return a statement with the rules that conclude it and those that read it."""
    made = _Drafter(inspection)
    own = made.statement(name, "", centre=True)
    for feeder in inspection.heads.get(name, ()):
        against = all(not p.truth for p in feeder.conclusions if p.statement == name)
        made.feed(made.rule(feeder, "in"), own, plain=not against and feeder.kind != "defeater")
    for reader in inspection.readers.get(name, ()):
        made.feed(own, made.rule(reader, "out"), plain=(name, True) in set(_read(reader)))
    return made.graph(name)


class _Drafter:
    """Collects nodes and feeds, each once; a side ("in", "out") keeps what stands on both apart."""

    def __init__(self, inspection: Inspection) -> None:
        self.inspection = inspection
        self.stations: dict[str, Station] = {}
        self.feeds: dict[tuple[str, str], Feed] = {}

    def rule(self, rule: Rule, side: str, *, centre: bool = False) -> str:
        return self._add(Station(f"{side}:rule:{rule.id}", "rule", rule.title, centre))

    def statement(self, name: str, side: str, *, centre: bool = False) -> str:
        form = self.inspection.vocabulary.statements[name].form
        return self._add(Station(f"{side}:statement:{name}", "statement", spoken(form), centre))

    def _add(self, station: Station) -> str:
        self.stations.setdefault(station.key, station)
        return station.key

    def feed(self, lower: str, upper: str, *, plain: bool = True) -> None:
        self.feeds.setdefault((lower, upper), Feed(lower, upper, "for" if plain else "against"))

    def graph(self, title: str) -> RuleGraph:
        made = RuleGraph(title, tuple(self.stations.values()), tuple(self.feeds.values()))
        for some in (_by_topic, _by_reader):
            if len(made.stations) > LARGEST:
                made = _gathered(made, some(made))
        return made


def _by_topic(graph: RuleGraph) -> dict[str, Station]:
    """Return the node that stands for each rule that only stands around: its topic, one at a side."""
    topics: dict[str, list[Station]] = defaultdict(list)
    for one in graph.stations:
        if one.kind == "rule" and not one.centre:
            topics[one.key.split("/", 1)[0].replace(":rule:", ":topic:")].append(one)
    return {
        rule.key: Station(key, "topic", f"{key.rsplit(':', 1)[1]}: {len(rules)} rules")
        for key, rules in topics.items()
        for rule in rules
        if len(rules) > 1
    }


def _by_reader(graph: RuleGraph) -> dict[str, Station]:
    """Return the node that stands for each statement that no rule concludes: all that the same rules read alike."""
    readers: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for feed in graph.feeds:
        readers[feed.lower].append((feed.upper, feed.kind))
    fed = {feed.upper.split(":", 1)[1] for feed in graph.feeds}
    alike: dict[tuple[tuple[str, str], ...], list[Station]] = defaultdict(list)
    for one in graph.stations:
        if one.kind == "statement" and not one.centre and one.key.split(":", 1)[1] not in fed:
            alike[tuple(readers[one.key])].append(one)
    return {
        one.key: Station(f"{some[0].key}…", "statement", f"{len(some)} sentences that no rule concludes")
        for some in alike.values()
        for one in some
        if len(some) > 2
    }


def _gathered(graph: RuleGraph, home: Mapping[str, Station]) -> RuleGraph:
    """Return a graph in which some nodes are one with others, and what feeds what with them."""
    stations = (home.get(one.key, one) for one in graph.stations)
    feeds: dict[tuple[str, str], Feed] = {}
    for feed in graph.feeds:
        lower, upper = (home[key].key if key in home else key for key in (feed.lower, feed.upper))
        before = feeds.get((lower, upper), replace(feed, times=0))
        kind = feed.kind if before.kind == feed.kind else "for"
        feeds[lower, upper] = Feed(lower, upper, kind, before.times + feed.times)
    return RuleGraph(graph.title, tuple({one.key: one for one in stations}.values()), tuple(feeds.values()))


def spoken(form: Form) -> str:
    """Return a form with the names of its slots in place of what fills them."""
    return form_text(form).translate(_SLOTS)
