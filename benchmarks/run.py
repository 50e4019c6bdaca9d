"""Run the benchmarks of DESIGN 8 and print one table: `python benchmarks/run.py [--full] [P1 P2 …]`.

The figures are ratios of medians from one run on one machine. P5 runs 1,000 assessments, with `--full` 10,000.
"""

import random
import subprocess
import sys
from collections.abc import Callable, Iterator
from time import perf_counter

from material import CASE, explained, shipped_case
from rivals import Clingo, Clips, ground
from timing import TOP, apart, median, processes

from rubicon.explaining import explain
from rubicon.firing import fire
from rubicon.firing.confirming import confirm
from rubicon.judging import judge
from rubicon.judging.assessing import assess
from rubicon.supposing.answering import goal_of
from rubicon.supposing.inputs import inputs_of
from rubicon.supposing.scenarios import build, tabulate
from rubicon.supposing.switches import possibilities

Row = tuple[str, str, str, str]
"""What was measured, ours, theirs or what it is held against, and how they compare with the aim."""

BITS = 20
SCENARIOS = 200
"""Scenarios of which CLIPS and clingo judge a sample, one after the other."""


def cold_start() -> Iterator[Row]:
    """P1: the command against a Python that imports what it needs."""
    imports = (
        "import os, sys; flags = sys.getdlopenflags(); sys.setdlopenflags(os.RTLD_LAZY);"
        "import durable_rules_engine; sys.setdlopenflags(flags); import click, jinja2"
    )
    command = [sys.executable, "-m", "rubicon", "assess", f"cases/{CASE}"]
    ours, bare = processes(command, [sys.executable, "-c", imports])
    yield (
        "cold `assess`, Markdown",
        ms(ours),
        f"{ms(bare)} bare imports",
        f"{ours / bare:.2f} × (aim: at most 2.5)",
    )
    code = (
        "import atexit, sys; from rubicon.cli import main;"
        "atexit.register(lambda: print(*{'numpy', 'clingo'} & set(sys.modules), file=sys.stderr)); main()"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, "assess", f"cases/{CASE}"],
        cwd=TOP,
        capture_output=True,
        text=True,
        check=True,
    )
    loaded = done.stderr.split()
    yield "libraries it must not import", ", ".join(loaded) or "none", "numpy, clingo", "(aim: none)"


def again() -> Iterator[Row]:
    """P2: assess once more, explanation included, against rival engines on the same ground rules."""
    rulebook, case = shipped_case()
    assessment = assess(rulebook, case)
    firings = assessment.judgement.firings
    facts = [fact.literal for fact in firings.facts]
    program = ground(firings.instances, facts)
    numbers = [program.numbers[literal] for literal in dict.fromkeys(facts)]
    ours = median(lambda: explained(rulebook, case), 15)
    rules, day = assessment.judgements[0].rules, assessment.day
    vocabulary = rulebook.vocabulary
    parts = {
        "fire": median(lambda: fire(vocabulary, rules, firings.facts, day), 15),
        "confirm": median(lambda: confirm(vocabulary, rules, firings.facts, day, firings.instances), 15),
        "judge": median(lambda: judge(vocabulary, firings), 15),
        "explain": median(lambda: explain(assessment), 15),
    }
    for name, engine in (("CLIPS", Clips), ("clingo", Clingo)):
        built = median(lambda engine=engine: engine(program).run(numbers), 15)
        ready = engine(program)
        warm = median(lambda ready=ready: ready.run(numbers), 15)
        yield (
            f"assess and explain; {name}, rules built",
            ms(ours),
            ms(built),
            f"{ours / built:.2f} × (aim: at most 1)",
        )
        yield f"the same; {name}, prebuilt", ms(ours), ms(warm), f"{ours / warm:.1f} ×"
    shares = ", ".join(f"{name} {ms(taken)}" for name, taken in parts.items())
    yield "of which", shares, f"{len(firings.instances)} instances", ""


def scenarios() -> Iterator[Row]:
    """P3: every completion of 20 bits of the shipped case at once, every conclusion judged."""
    rulebook, case = shipped_case()
    assessment = assess(rulebook, case)
    inputs = inputs_of(assessment, goal_of(assessment, None))
    possible = possibilities(assessment, inputs.switches)
    conclusions = sorted({one for some in possible.firings.instances for one in some.conclusions}, key=str)
    axes = [
        tuple(frozenset(inputs.switches.assumed[one] for one in reply.given) for reply in question.replies)
        for question in inputs.questions
        if len(question.replies) == 2
    ]
    lost = (frozenset({inputs.switches.without[doubt.literal]}) for doubt in inputs.asserted)
    axes = [*axes, *((frozenset(), option) for option in lost)][:BITS]
    made = median(lambda: build(possible, conclusions), 5)
    bounds = build(possible, conclusions)
    ours = median(lambda: tabulate(bounds.circuit, list(bounds.surely.values()), axes), 5)
    share = f"{len(conclusions)} conclusions, 2^{len(axes)} scenarios"
    yield share, f"{ours:.2f} s", f"{ms(made)} to build", "(aim: under 1 s)"
    program = ground(possible.firings.instances, [fact.literal for fact in possible.firings.facts])
    base = [program.numbers[fact.literal] for fact in assessment.judgement.firings.facts]
    literals = {switch: program.numbers[one] for one, switch in inputs.switches.assumed.items()}
    chance = random.Random(1)
    drawn = [
        base + [literals[switch] for axis in axes for switch in chance.choice(axis) if switch in literals]
        for _ in range(SCENARIOS)
    ]
    for name, engine in (("CLIPS", Clips(program)), ("clingo", Clingo(program))):
        start = perf_counter()
        for facts in drawn:
            engine.run(facts)
        each = (perf_counter() - start) / SCENARIOS
        total = each * (1 << len(axes))
        yield (
            f"the same; {name} in a loop",
            f"{ours:.2f} s",
            f"{total:,.0f} s ({ms(each)} each)",
            f"{total / ours:,.0f} × faster (aim: 1,000)",
        )


def growing() -> Iterator[Row]:
    """P4: one axis at a time."""
    steps = (
        ("rules at 100 facts", (100, 1_000, 3_000), lambda n: (n, 100, 50, True)),
        ("rules over one statement", (100, 1_000, 3_000), lambda n: (n, 100, 1, False)),
        ("rules over one statement, each matching everywhere", (100, 1_000), lambda n: (n, 100, 1, True)),
        ("facts at 100 rules", (100, 1_000, 10_000), lambda n: (100, n, 50, True)),
    )
    for what, sizes, arguments in steps:
        found = [apart("joins", *arguments(size)) for size in sizes]
        for small, large, one, two in zip(sizes, sizes[1:], found, found[1:], strict=False):
            factor = two["time"] / one["time"]
            scaled = factor ** (1 / (len(str(large // small)) - 1)) if large == 10 * small else factor
            yield (
                f"{small:,} → {large:,} {what}",
                f"{one['time']:.2f} → {two['time']:.2f} s",
                f"{two['peak']:.0f} MB at most, {two['instances']:,} instances",
                f"{scaled:.1f} × for {large / small:.0f} × (aim: 12 × for 10 ×, 500 MB)",
            )


def memory() -> Iterator[Row]:
    """P5: many assessments in one process."""
    runs = 10_000 if "--full" in sys.argv else 1_000
    found = apart("growth", runs)
    yield f"{runs:,} assessments, explained", f"{found['grown']:+.1f} MB", "", "(aim: at most 5 MB in 10,000)"


def files() -> Iterator[Row]:
    """P6: read many rule files."""
    times = sorted(apart("reading", 1_000)["time"] for _ in range(3))
    yield "read 1,000 rule files with two examples each", f"{times[1]:.2f} s", "", "(aim: at most 1.5 s)"


BENCHMARKS: dict[str, Callable[[], Iterator[Row]]] = {
    "P1": cold_start,
    "P2": again,
    "P3": scenarios,
    "P4": growing,
    "P5": memory,
    "P6": files,
}


def ms(seconds: float) -> str:
    """Write a time in milliseconds."""
    return f"{seconds * 1000:.1f} ms"


def main() -> None:
    """Run the benchmarks that are named, or all, and print the table."""
    wanted = [name for name in sys.argv[1:] if not name.startswith("-")] or list(BENCHMARKS)
    print("| id | work | Rubicon | against | ratio |\n|---|---|---|---|---|")
    for name in wanted:
        for row in BENCHMARKS[name]():
            print(f"| {name} | {' | '.join(row)} |", flush=True)


if __name__ == "__main__":
    main()
