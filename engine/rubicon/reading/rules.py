"""Read a rule file: conditions, conclusions, reason, citations and what it says of itself."""

from collections.abc import Collection, Mapping
from typing import Literal as OneOf

from rubicon.language.conditions import Variable
from rubicon.language.facts import Level, Source
from rubicon.language.rules import Citation, Framework, Role, Rule
from rubicon.language.sentences import Language
from rubicon.language.speaking import speak_pattern
from rubicon.language.templating import ALLOWED, BadReason, names_in, slips_in
from rubicon.problems import did_you_mean, several
from rubicon.reading.conditions import Conditions
from rubicon.reading.examples import read_examples
from rubicon.reading.files import Sheet
from rubicon.reading.otherwise import read_otherwise
from rubicon.reading.tables import Table
from rubicon.reading.works import unknown_source

KINDS: tuple[OneOf["strict", "defeasible", "defeater"], ...] = ("strict", "defeasible", "defeater")
STATUSES: tuple[OneOf["draft", "stable", "retired"], ...] = ("draft", "stable", "retired")
LEVELS: tuple[Level, ...] = ("high", "moderate", "low")


def read_rules(
    name: str,
    sheet: Sheet,
    language: Language,
    sources: Mapping[str, Source] | None,
    framework: Framework | None,
    standing: Collection[str] = (),
) -> tuple[Rule, ...]:
    """Read a rule and, after it, what it says `otherwise`; none when it has no conclusion that can be read.

    `standing` are the statements of standing facts, which a remedy names first. `sources` None: a file of sources could not be read, and any will do. Without a framework any school
    and any role will do.
    """
    top = Table(sheet, (), sheet.content)
    if not sheet.content:
        sheet.at_line(
            1, "the file is empty", "Write a title, `if`, `then`, `because`, `cites` and two examples."
        )
        return ()
    title = top.text("title", required=True)
    before = len(sheet.problems)
    if_ = top.nested("if", required=True, tables=True)
    reader = Conditions(sheet, language, if_, top.nested("unless"), top.texts("where"), standing)
    reader.broken = reader.broken or len(sheet.problems) > before
    because = top.text("because") or ""
    named = _names_in(top, "because", because)
    conclusions = reader.conclusions(top.texts("then", required=True), named or ())
    if named is not None and not reader.broken:
        unknown = named - reader.unsafe.names
        _check_names(top, "because", because, unknown, reader.always, reader.tallies)
    considered = framework.considered if framework else None
    framing = speak_pattern(language.vocabulary, considered) if considered else ""
    reader.unsafe.tell(sheet, reader.ever, framing, considered.variables if considered else ())
    kind = top.choice("kind", KINDS, "defeasible")
    other = read_otherwise(top, reader, conclusions, framework, defeats=kind == "defeater")
    if other is not None:
        presumed = _names_in(top, "otherwise_because", other.because) or frozenset()
        _check_names(top, "otherwise_because", other.because, presumed, other.bound, tallies=False)
    overrides, contests = (tuple(text for text, _ in top.texts(key)) for key in ("overrides", "contests"))
    if kind == "defeater" and overrides:
        top.problem("overrides", "a defeater overrides nothing", "It only casts doubt; leave this out.")
    cites = _citations(top, sources)
    school = _school(top, framework)
    status, confidence = top.choice("status", STATUSES, "stable"), top.choice("confidence", LEVELS, "high")
    since, until, note = top.day("since"), top.day("until"), top.text("note")
    if since is not None and until is not None and until <= since:
        top.problem(
            "until",
            f"it ends on {until}, not after it begins on {since}",
            "`until` is the first day on which the rule no longer takes part.",
        )
    roles: dict[str, Role] | None = {role.name: role for role in framework.roles} if framework else None
    examples = read_examples(top.rows("example"), language, roles)
    top.finish()
    if not conclusions:
        return ()
    rule = Rule(
        name,
        title or "",
        top.place,
        tuple(reader.conditions),
        tuple(reader.unless),
        conclusions,
        kind,
        overrides,
        because,
        cites,
        school,
        status,
        since,
        until,
        confidence,
        note,
        examples,
        contests,
    )
    return (rule, *(other.rules(rule) if other is not None else ()))


def _names_in(top: Table, key: str, because: str) -> frozenset[str] | None:
    try:
        return names_in(because)
    except BadReason as bad:
        _at_reason(top, key, because, bad.line, bad.what, bad.remedy)
        return None


def _check_names(
    top: Table, key: str, because: str, names: frozenset[str], bound: Collection[str], tallies: bool
) -> None:
    rows = because.split("\n")
    for name in sorted(names - set(bound) - (ALLOWED if tallies else frozenset())):
        hint = did_you_mean(name, bound) or f"It may use: {several(sorted(bound))}."
        if Variable(name).is_wildcard:
            hint = f"?{name} stands for whoever it may be, and is not told: write ?{name.lstrip('_')} in its line."
        if name in ALLOWED:
            hint = "Only a rule whose `if` has a tally or a sum has one."
        line = next((number for number, row in enumerate(rows, 1) if name in row), 1)
        _at_reason(top, key, because, line, f'"{name}" is no variable of the rule', hint)
    for slip, meant, line in slips_in(because, bound):
        _at_reason(
            top, key, because, line, f"{slip} would be printed as it stands", f"Write {meant}", lint="RUB143"
        )


def _at_reason(
    top: Table, key: str, because: str, line: int, what: str, remedy: str, *, lint: str = ""
) -> None:
    """Report at the line of a reason that the text spells over several lines, else at its key."""
    start = top.sheet.line((key,))
    rows = top.sheet.text.split("\n", start + 2)
    opened = start <= len(rows) and rows[start - 1].rstrip().endswith(('"""', "'''"))
    spread = "\n" in because
    top.sheet.at_line(start + spread * (line - 1 + opened), what, remedy, lint=lint)


def _citations(top: Table, sources: Mapping[str, Source] | None) -> tuple[Citation, ...]:
    found = []
    for text, path in top.texts("cites"):
        key, _, place = text.strip().partition(" ")
        if sources is not None and key in sources:
            found.append(Citation(sources[key], place.strip()))
        elif sources is not None:
            hint = unknown_source(key, sources, " in sources.toml")
            top.sheet.problem(path, f'unknown source "{key}"', hint)
    return tuple(found)


def _school(top: Table, framework: Framework | None) -> str | None:
    school = top.text("school")
    schools = [known.name for known in framework.schools] if framework else None
    if school is not None and schools is not None and school not in schools:
        hint = did_you_mean(school, schools) or f"The schools are: {several(schools)}."
        top.problem("school", f'unknown school "{school}"', hint)
    return school
