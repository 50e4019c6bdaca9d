"""Read a rulebook: a folder of text files, every problem of all of them at once."""

from collections.abc import Iterator, Mapping
from operator import is_
from pathlib import Path as FilePath

from msgspec.structs import replace

from rubicon.language.binding import unified
from rubicon.language.collecting import uncollected
from rubicon.language.conditions import Since
from rubicon.language.rules import Rule, Rulebook
from rubicon.language.vocabulary import Vocabulary
from rubicon.problems import BadInput, did_you_mean, in_order
from rubicon.reading.circles import circles_of_overrides
from rubicon.reading.circling import check_circles
from rubicon.reading.files import Sheet
from rubicon.reading.gathering import gather
from rubicon.reading.ground import CommonGround, read_ground, rewordings_of
from rubicon.reading.remembering import Memory
from rubicon.reading.rules import read_rules


def read_books(folder: FilePath, memory: Memory | None = None) -> Rulebook:
    """Read every file of a rulebook, whatever is kept of it; files that a memory knows are not read again.

    Raises:
        BadInput: the files have problems; all of them are in it.
    """
    with uncollected(lasting=memory is None or memory.words is None):  # later little is read anew
        return _read(folder, memory)


def _read(folder: FilePath, memory: Memory | None) -> Rulebook:
    files = gather(folder, memory)
    memory = memory or Memory()
    said = tuple((sheet.shown, sheet.text) for sheets in files.parts.values() for sheet in sheets)
    if memory.words is None or memory.said != said:
        was, memory.words, memory.said = memory.words, read_ground(files.parts, memory.words), said
        changes = None if was is None else rewordings_of(was, memory.words)
        memory.forget(changes.touch if changes is not None else lambda _: True)
    words: CommonGround = memory.words
    standing = frozenset(fact.literal.atom.statement for fact in words.background)
    read: list[Rule] = []
    sheets: dict[str, Sheet] = {}
    for name, sheet in files.rules.items():
        known = memory.known(name, sheet)
        sheets[name], made = known or (sheet, ())
        if known is None and (not sheet.broken or sheet.content):
            made = read_rules(name, sheet, words.language, words.known, words.framework, standing)
        if known is None:
            memory.keep(name, sheet, made)
        read += made
    rules = {rule.id: rule for rule in read}
    sheets |= {rule.id: sheets[rule.otherwise_of] for rule in read if rule.otherwise_of}
    vocabulary = words.vocabulary
    names, fitting = memory.fitting
    if names != list(sheets) or len(read) != len(fitting) or not all(map(is_, read, fitting)):
        before = _count(sheets)
        _check_overrides(rules, sheets, vocabulary)
        check_circles(rules, sheets, vocabulary)
        _check_dated(rules, sheets)
        memory.fitting = (list(sheets), read) if _count(sheets) == before else ([], [])
    spoken = (sheet for some in words.parts.values() for sheet in some)
    told = [*spoken, *(sheets[name] for name in files.rules), *files.misplaced]
    problems = [*files.problems, *(problem for sheet in told for problem in sheet.problems)]
    if any(not problem.warning for problem in problems):
        from rubicon.reading.rewording import spoken_in, with_new_forms  # noqa: PLC0415 - only a mistake needs it

        raise BadInput(
            with_new_forms(words.language, problems, spoken_in(read, words.background, words.framework))
        )
    return Rulebook(
        str(folder),
        vocabulary,
        tuple(sorted(words.entities, key=lambda entity: entity.name)),
        tuple(words.background),
        words.sources,
        tuple(rules[name] for name in sorted(rules)),
        words.framework,
        files.digest,
        in_order(problems),
        words.ask_if,
    )


def _count(sheets: Mapping[str, Sheet]) -> int:
    return sum(len(sheet.problems) for sheet in sheets.values())


def _check_overrides(rules: dict[str, Rule], sheets: dict[str, Sheet], vocabulary: Vocabulary) -> None:
    named = (
        (rule, sheets[name], key, index, other)
        for name, rule in rules.items()
        for key in ("overrides", "contests")
        for index, other in enumerate(rule.overrides if key == "overrides" else rule.contests)
    )
    for rule, sheet, key, index, other in named:
        path = (key, index)
        if _is_known(sheet, path, other, sheets) and other in rules:
            what = remedy = lint = ""
            twice = other in (rule.overrides if key == "overrides" else rule.contests)[:index]
            if twice:
                what, remedy = f'"{other}" is named twice', "Leave one out."
                lint = "RUB131" if key == "overrides" else "RUB134"
            elif rules[other].status == "retired":
                what, remedy = f'"{other}" is retired', "A retired rule never takes part; leave it out."
                lint = "RUB132"
            elif other == rule.id and key == "overrides":
                sheet.problem(
                    path, "a rule overrides itself", "Name the rule that yields to it, or leave this out."
                )
                continue
            elif not _may_conflict(rule, rules[other], vocabulary):
                what = f'the conclusions of "{other}" never conflict with those of this rule'
                lint = "RUB131" if key == "overrides" else "RUB134"
                remedy = (
                    "To override is to win where two conclusions conflict; leave it out or check both."
                    if key == "overrides"
                    else "Leave it out, or check both: there is no conflict to mean."
                )
            if what:
                sheet.problem(path, what, remedy, lint=lint)
    for circle in circles_of_overrides(rules):
        chain = " overrides ".join(f'"{name}"' for name in circle)
        index = rules[circle[0]].overrides.index(circle[1])
        sheets[circle[0]].problem(
            ("overrides", index), f"a circle of overrides: {chain}", "Leave one of these overrides out."
        )


def _is_known(sheet: Sheet, path: tuple[str | int, ...], other: str, sheets: dict[str, Sheet]) -> bool:
    if other not in sheets:
        titled = [f'"{name}"' for name, one in sheets.items() if one.content.get("title") == other]
        hint = f"Name it by its id: {titled[0]}" if titled else did_you_mean(other, sheets)
        hint = hint or "The id of a rule is <topic>/<rule-name>, without .toml."
        sheet.problem(path, f'unknown rule "{other}"', hint)
    return other in sheets


def _may_conflict(one: Rule, other: Rule, vocabulary: Vocabulary) -> bool:
    return any(
        unified(vocabulary, a, replace(b, truth=not b.truth)) is not None
        for a in one.conclusions
        for b in other.conclusions
    )


def dated_conclusions(rules: Mapping[str, Rule]) -> Iterator[tuple[Rule, Since, str]]:
    """Yield each `since` of what a rule concludes, with that rule: only what is asserted has a day."""
    dated = [
        (rule, condition)
        for rule in rules.values()
        if rule.otherwise_of is None
        for condition in rule.lines
        if isinstance(condition, Since)
    ]
    asked = {condition.pattern.statement for _, condition in dated}
    concluding: dict[tuple[str, bool], str] = {}
    for rule in rules.values() if asked else ():
        for head in rule.conclusions if rule.kind != "defeater" else ():
            if head.statement in asked:
                known = concluding.get((head.statement, head.truth), rule.id)
                concluding[head.statement, head.truth] = min(known, rule.id)
    for rule, condition in dated:
        other = concluding.get((condition.pattern.statement, condition.pattern.truth))
        if other is not None:
            yield rule, condition, other


def _check_dated(rules: dict[str, Rule], sheets: dict[str, Sheet]) -> None:
    for rule, condition, other in dated_conclusions(rules):
        sheet = sheets[rule.id]
        sheet.problem(
            sheet.placed[id(condition)],
            f'"{other}" concludes this, and what is concluded has no day',
            "`since` asks of what facts assert alone: leave it out, or ask of what that rule rests on.",
        )
