"""The command that asks what is open, and writes each answer down at once."""

from collections.abc import Collection

import click

from rubicon.cli import ending
from rubicon.cli.completing import CASE
from rubicon.cli.desk import path_of, read_desk
from rubicon.cli.options import rules_option
from rubicon.cli.prompting import line_for
from rubicon.exchanging.coding import Coding, CodingSheet, as_day, desk_of, noticed, with_work
from rubicon.exchanging.interviewing import (
    Asked,
    Round,
    closing,
    round_of,
    told,
    with_known,
    with_reply,
    with_unknown,
)
from rubicon.language.facts import Fact, Literal
from rubicon.language.speaking import speak
from rubicon.problems import BadInput
from rubicon.reading.writing import save

YES, NO, UNKNOWN, CONFLICT, STOP = "yes", "no", "not known", "conflict", "stop"
_SHORT = {
    "y": YES,
    "n": NO,
    "?": UNKNOWN,
    "": UNKNOWN,
    "unknown": UNKNOWN,
    "c": CONFLICT,
    "s": STOP,
    "q": STOP,
}


class _Leaving(Exception):
    """Whoever answers has left; `midway`: after an answer that is not whole."""

    midway = False


@click.command("interview")
@click.argument("case", metavar="CASE", shell_complete=CASE)
@click.option("--coder", metavar="NAME", help="Who answers; it is written with each fact.")
@click.option("--again", is_flag=True, help="Ask what was answered with not known, too.")
@rules_option
def command(case: str, coder: str | None, again: bool, folder: str | None) -> None:
    """Ask what is open in a case, what settles the matter soonest first, until nothing open can change the answer.

    Answers are yes, no, not known (or an empty line), conflict (reported by some and denied by others) and stop.
    Each is written at once: leave at any point, and begin again where you left.
    """
    desk = read_desk(case, folder)
    done: set[Literal] = set()
    now = round_of(desk, again=again)
    _say(_opening(now))
    try:
        while now.asked and not now.settled:
            asked = now.asked[0]
            done.add(asked.question.about)
            after = _answered(now.desk, asked, coder, len(now.asked))
            following = round_of(after, done, again=again)
            if after.case != now.desk.case:
                _say(told(now.assessment, following.assessment))
            now = following
    except _Leaving as leaving:
        kept = (
            "The last answer was not whole and is not written; those before it are"
            if leaving.midway
            else "What was answered is written"
        )
        _say(f"Left here. {kept}; the same command goes on from there.")
        return
    _say(closing(now))


def _say(text: str) -> None:
    ending.give(f"{text.strip()}\n\n", None)


def _opening(now: Round) -> str:
    count = len(now.asked)
    if not count or now.settled:
        return now.desk.case.title
    return f"{now.desk.case.title}: {count} open question{'s' if count != 1 else ''} that bear{'s' if count == 1 else ''} on the answer, what settles it soonest first."


def _answered(desk: CodingSheet, asked: Asked, coder: str | None, left: int) -> CodingSheet:
    """Ask a question until its answer can be written, write it, and return the case with it."""
    _say(f"{asked.ask} ({left} left)\n{asked.means}")
    while True:
        try:
            changed, facts = _reply(desk, asked, coder)
            save(changed.draft)
        except BadInput as bad:
            click.echo(str(bad), err=True)
            desk = desk_of(path_of(str(desk.draft.path)), desk.rulebook)
        else:
            for fact in facts:
                said = speak(desk.rulebook.vocabulary, fact.literal)
                _say(f"{fact.place.path}:{fact.place.line}: {said}")
            ending.warn(noticed(changed, facts))
            return desk_of(desk.draft.path, desk.rulebook)


def _reply(desk: CodingSheet, asked: Asked, coder: str | None) -> tuple[CodingSheet, tuple[Fact, ...]]:
    ways = {reply.act: reply for reply in asked.replies}
    if set(ways) <= {"yes", "no"}:
        chosen = _choice({YES: ways["yes"].given, NO: ways["no"].given})
    else:
        values = {str(at): reply.given for at, reply in enumerate(asked.replies, 1)}
        for number, given in values.items():
            _say(f"{number}: {'; '.join(speak(desk.rulebook.vocabulary, one) for one in given)}")
        chosen = _choice(values)
    if not chosen:
        return with_unknown(desk, asked.question.about), ()
    desk = with_known(desk, asked.question.about)
    facts: list[Fact] = []
    for literals in chosen:
        if len(chosen) > 1:
            _say(f"Who says that {'; '.join(speak(desk.rulebook.vocabulary, one) for one in literals)}?")
        desk, source = _source(desk)
        entry = Coding(
            "",
            on=_asked("Since when (a day, empty if none)"),
            source=source,
            grade=_asked("Grade (A-F and 1-6, empty if none)"),
            note=_asked("Note (empty if none)"),
            coder=coder,
        )
        desk, made = with_reply(desk, literals, entry)
        facts += made
    return desk, tuple(facts)


def _choice(ways: dict[str, tuple[Literal, ...]]) -> list[Collection[Literal]]:
    """Ask which way it is: one of the ways, both of two where reports conflict, none where it is not known."""
    offered = [*ways, UNKNOWN, CONFLICT, STOP]
    while True:
        said = _line(f"{', '.join(offered[:-1])} or {STOP}", midway=False).casefold()
        said = _SHORT.get(said, said)
        if said == STOP:
            raise _Leaving
        if said == UNKNOWN:
            return []
        if said == CONFLICT:
            return [*list(ways.values())[:2]] if YES in ways else _both(ways)
        if said in ways:
            return [ways[said]]
        click.echo(f'"{said}" is none of these.', err=True)


def _both(ways: dict[str, tuple[Literal, ...]]) -> list[Collection[Literal]]:
    found = _line("Which of them are reported (1, 2)").replace(",", " ").split()
    return [ways[number] for number in dict.fromkeys(found) if number in ways]


def _source(desk: CodingSheet) -> tuple[CodingSheet, str | None]:
    """Ask for a source by its key; one that is not declared yet is."""
    key = _asked("Source (its key; a new one is declared; empty if none)")
    if key is None or key in {one.key for one in desk.case.sources} or key in desk.rulebook.sources:
        return desk, key
    row = {
        "title": _line("Title of the new source") or key,
        "publisher": _asked("Publisher (empty if none)"),
        "date": as_day(_asked("Date (empty if none)")),
        "address": _asked("Address (empty if none)"),
        "class": _asked(
            "Class (W press, G government, S state, N body, A academic, R reference, P partisan)"
        ),
    }
    return with_work(desk, key, row), key


def _asked(text: str) -> str | None:
    return _line(text) or None


def _line(text: str, *, midway: bool = True) -> str:
    """Ask for a line; whoever sends none any more has left."""
    line = line_for(text)
    if line is None:
        leaving = _Leaving()
        leaving.midway = midway
        raise leaving
    return line
