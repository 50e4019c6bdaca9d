"""Run the benchmarks of DESIGN 8 and print one table: `python benchmarks/run.py [--full] [--record] [P1 P2 …]`.

Times are CPU time (user and system). Where a rival exists it does the same work, and what comes out is compared with
ours; where the work is not the same, the table says what is missing on which side. `--full` runs P5 over 10,000
assessments (else 1,000) and P7 over more rows; `--record` adds the table to `record.md`; `--compare REV` prints
what has become faster or slower since a revision, in pairs.
"""

import os
import platform
import random
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from importlib.util import find_spec
from pathlib import Path
from shutil import which
from statistics import median as middle

from firstorder import ClipsChain, Translation, clingo_chain, clingo_found, clingo_text, clips_facts
from material import CASE, changes, redrawn, shipped_case
from rivals import Clingo, Clips, ground
from timing import TOP, apart, each, median, processes

from rubicon.firing import fire
from rubicon.firing.confirming import fire_confirmed
from rubicon.judging.assessing import all_schools, assess
from rubicon.language.vocabulary import Vocabulary
from rubicon.supposing.answering import goal_of
from rubicon.supposing.inputs import inputs_of
from rubicon.supposing.scenarios import build
from rubicon.supposing.scenarios.tables import tabulate
from rubicon.supposing.switches import possibilities

Row = tuple[str, str, str, str]
"""What was measured, ours, theirs or what it is held against, and how they compare with the aim."""

FULL = "--full" in sys.argv
BITS = 20
SAMPLE = 200
"""Scenarios of which each rival judges a sample, to compare what comes out."""

BARE = [
    sys.executable,
    "-c",
    (
        "import os, sys; flags = sys.getdlopenflags(); sys.setdlopenflags(os.RTLD_LAZY);"
        "import durable_rules_engine; sys.setdlopenflags(flags); import click, jinja2"
    ),
]
"""A Python that imports what the command needs, and does nothing."""

RECORD = Path(__file__).parent / "record.md"


def rubicon(*arguments: str) -> list[str]:
    """Return a command of the command line."""
    return [sys.executable, "-m", "rubicon", *arguments]


def cold_start() -> Iterator[Row]:
    """P1: the command against a Python that imports what it needs."""
    bare, ours = processes(BARE, rubicon("assess", f"cases/{CASE}"), runs=15)
    yield (
        "cold `assess`, Markdown, all schools (rulebook, bytecode and templates cached)",
        f"{ms(ours.least)}, median {ms(ours.middle)}",
        f"{ms(bare.least)}, median {ms(bare.middle)}: bare imports of click, Jinja and durable-rules",
        f"{ours.ratio:.1f} × (aim: at most 2.5)",
    )
    code = (
        "import atexit, sys; from rubicon.cli import main;"
        "atexit.register(lambda: print(*{'numpy', 'clingo'} & set(sys.modules), file=sys.stderr)); main()"
    )
    command = [sys.executable, "-c", code, "assess", f"cases/{CASE}"]
    done = subprocess.run(command, cwd=TOP, capture_output=True, text=True, check=True)
    yield (
        "libraries it must not import",
        ", ".join(done.stderr.split()) or "none",
        "numpy, clingo",
        "(aim: none)",
    )


def other_commands() -> Iterator[Row]:
    """P1b: the other commands, cold."""
    case, other = f"cases/{CASE}", "cases/kyrgyzstan-2020.toml"
    sentence = "Kazakhstan asks the CSTO to intervene"
    aims = {
        "why": (rubicon("why", case, sentence), 4),
        "why-not": (rubicon("why-not", case, "the authority of the government of Kazakhstan is disputed"), 4),
        "what-if": (rubicon("what-if", case, "--without", sentence), 4),
        "rules list": (rubicon("rules", "list"), 4),
        "rules check": (rubicon("rules", "check"), 8),
        "rules check --no-cache": (rubicon("rules", "check", "--no-cache"), 8),
        "pivots": (rubicon("pivots", case), 8),
        "timeline": (rubicon("timeline", case), 8),
        "compare": (rubicon("compare", case, other), 12),
    }
    found = processes(BARE, *(command for command, _ in aims.values()), runs=5)
    for (name, (_, aim)), taken in zip(aims.items(), found[1:], strict=True):
        yield f"cold `{name}`", ms(taken.least), "bare imports", f"{taken.ratio:.1f} × (aim: under {aim})"
    cases = len(list((TOP / "cases").rglob("*.toml")))
    bare, taken = processes(BARE, rubicon("backtest"), runs=2)
    yield (
        f"cold `backtest` of {cases} cases, by all schools and sizes of event",
        f"{taken.least:.1f} s",
        "bare imports",
        f"{taken.least / bare.least / cases:.2f} × a case (aim: under 0.5)",
    )


def again() -> Iterator[Row]:
    """P2: a changed case in one process; and the chaining alone beside rival engines, over the same rules."""
    rulebook, case = shipped_case()
    texts = changes()
    for _ in range(3):
        redrawn(rulebook, next(texts))
    ours = median(lambda: redrawn(rulebook, next(texts)), 15)
    (bare,) = processes(BARE, runs=9)
    yield (
        "one fact changed: read, judged by all schools, explained, a page of HTML",
        ms(ours),
        f"{ms(bare.middle)}: bare imports",
        f"{ours / bare.middle:.2f} × (aim: under 0.55)",
    )
    texts = changes()
    taken = each(lambda: redrawn(rulebook, next(texts)), len(case.facts))
    yield (
        f"the same, each of {len(case.facts)} facts left out once: median, the slowest",
        f"{ms(middle(taken))}, {ms(max(taken))}",
        f"{ms(bare.middle)}: bare imports",
        f"{middle(taken) / bare.middle:.2f} × (aim: under 0.55)",
    )
    made = assess(rulebook, case, schools=all_schools(rulebook))
    rules = tuple({rule.id: rule for view in made.judgements for rule in view.rules}.values())
    facts, day, vocabulary = made.judgement.firings.facts, made.day or date.min, rulebook.vocabulary
    there = Translation(vocabulary, rules, day)
    given = there.facts(facts)
    instances = fire(vocabulary, rules, facts, day).instances
    heads = [head for one in instances if one.rule.kind != "defeater" for head in one.conclusions]
    mine = {there.literal(literal) for literal in (*(fact.literal for fact in facts), *heads)}
    days = set(given) - mine
    engine, loaded, text = ClipsChain(there), clips_facts(given), clingo_text(there, given)
    engine.run(loaded)
    alike = {
        "clingo": clingo_found(clingo_chain(text)) - days == mine,
        "CLIPS": engine.found() - days == mine,
    }
    nothing = Vocabulary({}, {})

    def afresh(firing: Callable[..., object]) -> None:
        """Fire a list of rules of its own, after a run in other words: else what was fired last would be taken over."""
        fire_confirmed(nothing, [], (), day)
        firing(vocabulary, [*rules], facts, day)

    fired = median(lambda: afresh(fire), 15)
    confirmed = median(lambda: afresh(fire_confirmed), 15)
    both = (
        ("clingo", "reading and grounding anew", median(lambda: clingo_chain(text), 15)),
        ("CLIPS", "rules built before", median(lambda: engine.run(loaded), 15)),
    )
    for name, how, taken in both:
        yield (
            f"chaining alone: {len(there.rules)} rules with variables, {len(given)} facts; {name}, {how}",
            f"{ms(fired)}, confirmed {ms(confirmed)}",
            ms(taken),
            (
                f"{fired / taken:.1f} ×; {len(mine)} literals, {'the same' if alike[name] else 'NOT the same'};"
                " the rival keeps no instances and does not confirm"
            ),
        )


def scenarios() -> Iterator[Row]:
    """P3: every setting of some bits of the shipped case at once, every conclusion judged."""
    rulebook, case = shipped_case()
    assessment = assess(rulebook, case)
    inputs = inputs_of(assessment, goal_of(assessment, None))
    possible = possibilities(assessment, inputs.switches)
    instances, facts = possible.firings.instances, possible.firings.facts
    supporting = [one for one in instances if one.rule.kind != "defeater"]
    conclusions = sorted({head for one in supporting for head in one.conclusions}, key=str)
    axes = [
        tuple(frozenset(inputs.switches.assumed[one] for one in reply.given) for reply in question.replies)
        for question in inputs.questions
        if len(question.replies) == 2
    ]
    lost = [one for one in inputs.own if not any(q.about[0] == one.literal for q in inputs.questions)]
    chosen = [
        *axes[: BITS // 2],
        *((frozenset(), frozenset({inputs.switches.without[one.literal]})) for one in lost),
    ]
    chosen = chosen[:BITS]
    made = median(lambda: build(possible, conclusions), 3)
    bounds = build(possible, conclusions)
    gates = list(bounds.surely.values())
    ours = median(lambda: tabulate(bounds.circuit, gates, chosen), 3)
    columns = tabulate(bounds.circuit, gates, chosen).columns
    program = ground(instances, [fact.literal for fact in facts])
    assumed = {switch: program.numbers[one] for one, switch in inputs.switches.assumed.items()}
    gone = {switch: program.numbers[one] for one, switch in inputs.switches.without.items()}
    moving = {switch for axis in chosen for option in axis for switch in option}
    away = {gone[switch] for switch in moving if switch in gone}
    base = {program.numbers[fact.literal] for fact in assessment.judgement.firings.facts} - away
    options = [
        tuple(
            tuple(assumed[s] for s in option if s in assumed)
            + tuple(gone[s] for s in (frozenset().union(*axis) - option) if s in gone)
            for option in axis
        )
        for axis in chosen
    ]
    engine = Clingo(program, base, options)
    models: list[int] = []
    theirs = median(lambda: models.append(engine.enumerate()), 1)
    chance = random.Random(1)
    drawn = [[chance.randrange(len(axis)) for axis in options] for _ in range(SAMPLE)]
    places = [program.numbers[literal] for literal in bounds.surely]

    def share(found: Callable[[list[int]], set[int]]) -> float:
        """Return in how much of the sample the same conclusions hold."""
        alike = 0
        for taken in drawn:
            at = sum(option << place for place, option in enumerate(taken))
            word, bit = divmod(at, 64)
            holds = found(taken)
            mine = [bool(int(column[word]) >> bit & 1) for column in columns]
            alike += sum(one == (place in holds) for one, place in zip(mine, places, strict=True))
        return alike / len(places) / len(drawn)

    size = 1 << len(chosen)
    missing = "weighing of arguments, tallies and confidence are missing there"
    yield (
        f"{len(conclusions)} conclusions in 2^{len(chosen)} scenarios; clingo, one enumerating solve",
        f"{ours:.3f} s, and {ms(made)} to build",
        f"{theirs:.1f} s, {models[-1]:,} models",
        f"{theirs / ours:,.0f} × faster (aim: 20); {share(engine.found):.1%} of a sample alike: {missing}",
    )
    loop = Clips(program)

    def facts_of(taken: list[int]) -> list[int]:
        return [*base, *(n for axis, option in zip(options, taken, strict=True) for n in axis[option])]

    def found(taken: list[int]) -> set[int]:
        loop.run(facts_of(taken))
        return loop.found()

    alike = share(found)
    each = median(lambda: [loop.run(facts_of(taken)) for taken in drawn], 1) / SAMPLE
    yield (
        "the same; CLIPS, rules built before, a run a scenario",
        f"{ours:.3f} s",
        f"{ms(each)} each, of {SAMPLE}",
        f"{each * size:,.0f} s for all if each took as long; {alike:.1%} alike, the same missing",
    )


def growing() -> Iterator[Row]:
    """P4: one axis at a time."""
    steps = (
        ("rules at 100 facts", (100, 1_000, 3_000, 10_000), lambda n: (n, 100, 50, True)),
        ("rules over one statement", (100, 1_000, 3_000, 10_000), lambda n: (n, 100, 1, False)),
        ("rules over one statement, each matching everywhere", (100, 1_000), lambda n: (n, 100, 1, True)),
        ("facts at 100 rules", (100, 1_000, 10_000, 100_000), lambda n: (100, n, 50, True)),
    )
    for what, sizes, arguments in steps:
        found = [apart("joins", *arguments(size)) for size in sizes]
        for small, large, one, two in zip(sizes, sizes[1:], found, found[1:], strict=False):
            factor = two["time"] / one["time"]
            yield (
                f"{small:,} → {large:,} {what}",
                f"{one['time']:.2f} → {two['time']:.2f} s",
                f"{two['peak']:.0f} MB at most, {two['instances']:,} instances",
                f"{factor:.1f} × for {large / small:.0f} × (aim: 12 × for 10 ×, 500 MB)",
            )


def memory() -> Iterator[Row]:
    """P5: many assessments in one process."""
    runs = 10_000 if FULL else 1_000
    found = apart("growth", runs)
    yield f"{runs:,} assessments, explained", f"{found['grown']:+.1f} MB", "", "(aim: at most 5 MB in 10,000)"


def files() -> Iterator[Row]:
    """P6: read many rule files."""
    least = min(apart("reading", 1_000, module="rulefiles")["time"] for _ in range(5))
    yield "read 1,000 rule files with two examples each", f"{least:.2f} s", "", "(aim: at most 1.5 s)"


def panels() -> Iterator[Row]:
    """P7: tables with a case in each row."""
    if find_spec("duckdb") is None or find_spec("pyarrow") is None or find_spec("distributed") is None:
        yield "panels", "not measured: the extra [panel] is not installed", "", ""
        return
    each = apart("grounding", 20, module="panels")["time"]
    yield "a grounding for a pattern of roles", ms(each), "", "(aim: at most 100 ms)"
    sizes = (84_000, 1_000_000, 4_000_000) if FULL else (84_000, 250_000, 1_000_000)
    peaks, spent = {}, {}
    with tempfile.TemporaryDirectory() as folder:
        apart("tables", folder, *sizes, module="panels")
        for rows in sizes:
            cache = str(Path(folder) / f"cache-{rows}")
            cold = apart("judged", folder, rows, cache, module="panels")
            warm = apart("judged", folder, rows, cache, module="panels")
            peaks[rows], spent[rows] = max(cold["peak"], warm["peak"]), warm["time"]
            yield (
                f"{rows:,} rows of 200 hosts, Parquet in and out, decisive columns too: cold, and with the groundings kept",
                f"{cold['time']:.1f} and {warm['time']:.1f} s, {peaks[rows]:.0f} MB",
                f"{rows / warm['time']:,.0f} rows a second, all in",
                {84_000: "(aim: 20 and 3 s)", 1_000_000: "(aim: 20 and 5 s, 600 MB)"}.get(rows, ""),
            )
        small, large = sizes[-2:]
        yield (
            f"memory at {large // small} times the rows",
            f"{peaks[large] / peaks[small]:.2f} ×",
            "",
            "(aim: at most 1.1 ×)",
        )
        yield (
            f"rows a second beyond the first {small:,}, once all is read",
            f"{(large - small) / (spent[large] - spent[small]):,.0f}",
            f"{large / spent[large]:,.0f} all in",
            "(aim: 500,000)",
        )
        alike = apart("sampled", folder, sizes[0], SAMPLE, module="panels")["alike"]
        yield f"{SAMPLE} rows judged by `assess`", f"{alike:.1%} alike", "", "(aim: all)"
        rows = 1_000_000
        one, two = (
            apart("spread", folder, rows, workers, str(Path(folder) / f"spread-{workers}"), module="panels")
            for workers in (1, 2)
        )
        yield (
            f"{rows:,} rows on Dask, cold: one worker process, and two, their start left out",
            f"{one['most']:.1f} and {two['most']:.1f} s of the slowest worker",
            (
                f"{one['time']:.1f} and {two['time']:.1f} s by the clock, on {os.cpu_count()} cores"
                f" with {os.getloadavg()[0]:.1f} processes at work"
            ),
            f"{one['most'] / two['most']:.2f} × (aim: at least 1.6)",
        )


def redrawing() -> Iterator[Row]:
    """Redraw the page in a browser."""
    if which("chromium") is None or find_spec("playwright") is None or find_spec("starlette") is None:
        yield "the page redrawn after a change", "not measured: no chromium, or nothing to drive it", "", ""
        return
    from redrawing import redraws  # noqa: PLC0415 - not every environment has what it needs

    taken = redraws(CASE)
    yield (
        "the page redrawn after a fact is withdrawn, in headless Chromium, wall time",
        f"{ms(middle(taken))}, {ms(min(taken))} at least",
        f"{len(taken)} changes, with {os.getloadavg()[0]:.1f} other processes at work",
        "(aim: 200 ms)",
    )


def typed() -> Iterator[Row]:
    """P8: from a key pressed in an editor to the problems shown, by the clock, over the protocol."""
    # here, so that whoever lacks the extra can run the rest
    from editors import EDITS, told, typing  # noqa: PLC0415

    found = typing()
    load = f"by the clock, with {os.getloadavg()[0]:.1f} other processes at work"
    yield "`rubicon lsp`, the first problems of a rule", told(found.first), load, ""
    made = f"{EDITS} mistakes made and mended in"
    for what, times in (
        (f"{made} a rule", found.rule),
        (f"{made} a rule with 20 examples", found.long),
        (f"{made} a case", found.case),
        (f"{made} the vocabulary", found.words),
        (f"a sentence added to the vocabulary in other words or taken out, {EDITS} times", found.added),
        (f"a sentence that many rules use worded otherwise or put back, {EDITS} times", found.reworded),
        ("its answer", found.hover),
    ):
        yield f"`rubicon lsp`, {what}", told(times), load, "(aim: 100 ms)"


BENCHMARKS: dict[str, Callable[[], Iterator[Row]]] = {
    "P1": cold_start,
    "P1b": other_commands,
    "P2": again,
    "P3": scenarios,
    "P4": growing,
    "P5": memory,
    "P6": files,
    "P7": panels,
    "P8": typed,
    "page": redrawing,
}

PAIRS = {
    "P1, cold assess": f"import sys; sys.argv = ['rubicon', 'assess', 'cases/{CASE}']; from rubicon.cli import main; main()",
    "P2, 30 × assess and explain, one school": (
        "from rubicon import assess, read_case, read_rulebook; from rubicon.explaining import explain;"
        f"book = read_rulebook('rules'); case = read_case('cases/{CASE}', book);"
        "[explain(assess(book, case)) for _ in range(30)]"
    ),
    "P6, reading 1,000 rule files": (
        f"import sys; sys.path.insert(0, {str(Path(__file__).parent)!r}); import rulefiles; rulefiles.reading(1_000)"
    ),
}
"""What `--compare` runs, in words that both revisions understand."""


def compare(revision: str) -> None:
    """Print what each of some work costs now and cost at a revision, measured in turn."""
    git = ["git", "-C", str(TOP), "rev-parse", "--verify", "--quiet", f"{revision}^{{commit}}"]
    if not revision or subprocess.run(git, check=False, stdout=subprocess.DEVNULL).returncode:
        raise SystemExit(f"--compare needs a revision, and {revision!r} is none: --compare REV")
    print(f"| work | {revision} | now | now / then |\n|---|---|---|---|")
    with _checked_out(revision) as then:
        for name, code in PAIRS.items():
            command = [sys.executable, "-c", code]
            was, now = processes(command, command, trees=(then, TOP))
            print(f"| {name} | {ms(was.least)} | {ms(now.least)} | {now.ratio:.2f} × |", flush=True)


@contextmanager
def _checked_out(revision: str) -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as name:
        tree = Path(name) / "then"
        git = ["git", "-C", str(TOP), "worktree"]
        subprocess.run([*git, "add", "--quiet", "--detach", str(tree), revision], check=True)
        try:
            yield tree
        finally:
            subprocess.run([*git, "remove", "--force", str(tree)], check=True)


def ms(seconds: float) -> str:
    """Write a time in milliseconds."""
    return f"{seconds * 1000:.1f} ms"


def record(lines: list[str]) -> None:
    """Add a table to the record, under the day, the revision and the machine."""
    git = ["git", "-C", str(TOP), "rev-parse", "--short", "HEAD"]
    revision = subprocess.run(git, check=True, capture_output=True, text=True).stdout.strip()
    cores, load = os.cpu_count(), os.getloadavg()[0]
    about = f"{datetime.now(tz=UTC).date()}, {revision}, Python {platform.python_version()}, {cores} cores, load {load:.1f}"
    with RECORD.open("a", encoding="utf-8") as file:
        file.write(f"\n## {about}\n\n" + "\n".join(lines) + "\n")


def main() -> None:
    """Run the benchmarks that are named, or all, and print the table."""
    if "--compare" in sys.argv:
        compare("".join(sys.argv[sys.argv.index("--compare") + 1 :][:1]))
        return
    wanted = [name for name in sys.argv[1:] if not name.startswith("-")] or list(BENCHMARKS)
    unknown = [name for name in wanted if name not in BENCHMARKS]
    if unknown:
        raise SystemExit(f"there is no benchmark {', '.join(unknown)}: name some of {', '.join(BENCHMARKS)}")
    lines = ["| id | work | Rubicon | against | ratio |", "|---|---|---|---|---|"]
    print("\n".join(lines))
    try:
        for name in wanted:
            for row in BENCHMARKS[name]():
                lines.append(f"| {name} | {' | '.join(row)} |")
                print(lines[-1], flush=True)
    finally:  # what was measured is kept, whatever comes after
        if "--record" in sys.argv and len(lines) > 2:
            record(lines)
    sys.stdout.flush()
    os._exit(0)  # before the environments of CLIPS are dropped


if __name__ == "__main__":
    main()
