"""Ask everything about a case and check what is told; count what was met, so that no check runs idle."""

from collections import Counter
from datetime import timedelta
from functools import cache

from reasons.asking import PROSE, contrast, differences, history, lacks, reasons, report, turning
from reasons.changing import check_shifts, check_what_if
from reasons.comparing import check_comparison
from reasons.histories import check_timeline
from reasons.lacking import check_why_not
from reasons.pivotal import check_pivots
from reasons.reports import check_report, check_tree
from reasons.supplying import check_supplied
from reasons.whys import check_why
from reasons.worlds import World
from rubicon.language.facts import Literal


class Questions:
    """Asks about one case on one day; `chance` chooses what, `seen` counts what the answers told."""

    def __init__(self, rulebook, case, chance, seen=None, **options):
        self.rulebook, self.case, self.chance, self.options = rulebook, case, chance, options
        self.world = World(rulebook, case, **options)
        self.seen = Counter() if seen is None else seen

    @property
    def form(self):
        """Return a form that is read: each takes its turn."""
        self.seen["asked"] += 1
        return PROSE[self.seen["asked"] % len(PROSE)]

    def some(self, literals, count):
        """Choose some literals."""
        found = list(literals)
        return self.chance.sample(found, min(count, len(found)))

    def spoken(self):
        """Return what is spoken of, affirmed or denied."""
        atoms = sorted(self.world.judgement.verdicts, key=repr)
        return [Literal(atom, self.chance.random() < 0.7) for atom in atoms]

    def derived(self):
        """Return what rules speak for, that which they carry first."""
        arguments = [a for a in self.world.judgement.arguments if a.instance and a.applies is not False]
        literals = dict.fromkeys(a.literal for a in arguments if a.stands)
        return list(literals) or list(dict.fromkeys(a.literal for a in arguments)) or self.spoken()

    def ask_report(self, schools=None):
        """Ask for the report: as it stands, what changed in it, and what other schools say."""
        day = self.world.assessment.day
        earlier = World(self.rulebook, self.case, as_of=day - timedelta(self.chance.choice((1, 2, 3))))
        explanation, told, shifts = report(self.world, self.form, earlier)
        check_report(self.world, told)
        check_tree(explanation)
        if self.rulebook.framework is not None:
            check_shifts(earlier, self.world, shifts)
        self.seen["a shift since an earlier day"] += any(one["lost"] or one["gained"] for one in shifts)
        self.seen["an argument that is defeated"] += any(
            one["defeated_by"] for finding in told["findings"] for one in finding["against"]
        )
        self.seen["a presumed variable"] += any(one["presumed"] for one in told["sections"])
        if schools:
            self.ask_schools(schools)

    def ask_schools(self, schools):
        """Ask for a report by several schools: each is told as it is judged by itself."""
        world = World(self.rulebook, self.case, schools=schools)
        _, told, _ = report(world, self.form)
        for name, one in zip(schools, told["schools"], strict=True):
            assert one["name"] == name
            check_report(World(self.rulebook, self.case, schools=[name]), {**told, **one}, alone=False)
        self.seen["several schools"] += 1

    def ask_why(self, count):
        """Ask why some sentences stand as they do."""
        for literal in self.some(self.derived() if self.chance.random() < 0.6 else self.spoken(), count):
            with naming("why", self.world.say(literal)):
                answer, told = reasons(self.world, literal, self.form)
                check_why(self.world, literal, told, self.chance)
                check_tree(answer)
                supports = told["supports"] or {"sets": [], "toppling": []}
                self.seen["a choice of supports"] += len(supports["sets"]) > 1
                self.seen["several facts that carry together"] += any(
                    len(one) > 1 for one in supports["sets"]
                )
                self.seen["several facts that topple together"] += any(
                    len(one) > 1 for one in supports["toppling"]
                )

    def ask_why_not(self, literals, count):
        """Ask why some sentences do not stand, and supply what is lacking."""
        falling = [literal for literal in literals if self.world.verdict(literal).truth is not True]
        for literal in self.some(falling, count):
            with naming("why-not", self.world.say(literal)):
                told = lacks(self.world, literal, self.form)
                check_why_not(self.world, literal, told)
                obstacles = [
                    obstacle
                    for way in told["ways"]
                    for one in way["attempts"]
                    for obstacle in one["obstacles"]
                ]
                self.seen.update(f"lacking: {kind}" for kind in {one["kind"] for one in obstacles})
                self.seen["a rule that is told to be impossible"] += bool(told["impossible"])
                self.seen["a defeat"] += any(
                    one["defeats"] for way in told["ways"] for one in way["attempts"]
                )
                check_supplied(self.world, literal, lacks, self.seen)

    def ask_what_if(self):
        """Ask what changes where some facts are withdrawn and some sentences are assumed."""
        supposed = self.supposed()
        with naming("what-if", supposed):
            after = World(self.rulebook, self.case, **self.options, **supposed)
            told = differences(self.world, after, self.form)
            check_what_if(self.world, after, told)
            turns = [turn for one in told["changes"] for turn in (*one["fell"], *one["came"]) if turn["rule"]]
            for key in ("premises", "stopped_by", "defeated_by"):
                self.seen[f"a turn by {key}"] += any(turn[key] for turn in turns)

    def supposed(self):
        """Return what to assume and to withdraw."""
        framing = ("argument", "considered")
        facts = (f for f in self.world.judgement.firings.facts if f.basis not in framing)
        asserted = sorted({self.world.say(fact.literal) for fact in facts})
        assume = [self.world.say(one) for one in self.some(self.spoken(), self.chance.choice((0, 1, 1, 2)))]
        return {"assume": assume, "without": [said for said in asserted if self.chance.random() < 0.25]}

    def ask_timeline(self):
        """Ask for the judgement on each day."""
        told = history(self.rulebook, self.case, self.form)
        check_timeline(cache(lambda day: World(self.rulebook, self.case, as_of=day)), told)
        self.seen["a stretch"] += len(told["stretches"]) > 1
        return told

    def ask_pivots(self, about):
        """Ask what would change the answer, or the truth of a sentence."""
        with naming("pivots", about and self.world.say(about)):
            told = turning(self.world, about, self.form)
            check_pivots(self.world, told, about, self.chance)
            self.seen["a change"] += bool(told["changes"])
            self.seen["a change of several moves"] += any(len(one["moves"]) > 1 for one in told["changes"])
            self.seen["a linchpin"] += bool(told["linchpins"])
            self.seen["an open question"] += bool(told["questions"])

    def ask_compare(self, other):
        """Ask why two cases differ."""
        told = contrast(self.rulebook, self.case, other, self.form)
        check_comparison([self.world, World(self.rulebook, other)], told)
        self.seen["a set that carries the answer"] += any(one["sets"] for one in told["crossings"])
        self.seen["several differences that carry it together"] += any(
            len(some["differences"]) > 1 for one in told["crossings"] for some in one["sets"]
        )


class naming:  # noqa: N801 (read as a verb: with naming …)
    """Name what was asked where a check of it fails."""

    def __init__(self, *asked):
        self.asked = asked

    def __enter__(self):
        return self

    def __exit__(self, kind, error, trace):
        if error is not None:
            error.add_note("asked: " + " ".join(map(str, self.asked)))
