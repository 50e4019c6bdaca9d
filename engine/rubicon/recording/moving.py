"""What moved between two judgements that were filed of a case: facts, codings, rules, time; and what each did."""

from collections.abc import Mapping
from datetime import date
from typing import get_args

from msgspec import Struct
from msgspec.structs import replace

from rubicon.explaining.claims import Cited
from rubicon.explaining.contents import Changes, Question
from rubicon.explaining.differences import changes
from rubicon.judging.assessing import Assessment, asserted
from rubicon.judging.ledger import Ledger
from rubicon.language.dating import in_force
from rubicon.language.facts import Case, Fact, Literal
from rubicon.language.rules import Rule, Rulebook
from rubicon.language.speaking import speak
from rubicon.language.vocabulary import Vocabulary
from rubicon.reading.gathering import RESERVED
from rubicon.recording.entries import Entry
from rubicon.recording.filing import Filed, files_of, made_again
from rubicon.recording.mixing import Mixer, Mover, bare, look, paired, question_of
from rubicon.recording.store import Log


class Said(Struct, frozen=True):
    """An assertion, and its sentence in the words of the rulebook by which it was read."""

    cited: Cited
    sentence: str
    event: bool


class Recoded(Struct, frozen=True):
    """A report of one sentence by one source that was coded otherwise: the two, and in what they differ."""

    was: Said
    now: Said
    ways: tuple[str, ...]


class Rewritten(Struct, frozen=True):
    """Files of the rulebook: rules by id, and what else by name."""

    new: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()


class Passed(Struct, frozen=True):
    """What the days between brought: what came into force and what no longer is, and rules begun and ended."""

    days: tuple[date | None, date | None]
    came: tuple[Literal, ...] = ()
    went: tuple[Literal, ...] = ()
    begun: tuple[Rule, ...] = ()
    ended: tuple[Rule, ...] = ()


class Motion(Struct, frozen=True):
    """What moved between two entries of a case.

    `parts` are those in which anything differs. `carried` are the smallest sets of them that, moved alone, make the
    earlier answer the later one; none where the answer is the same, or where it cannot be told. `changes` tells which
    reasons fell and came; None where the rulebook's words changed so that they cannot be set side by side. `engine`:
    the earlier entry comes out otherwise by this engine than it was filed.
    """

    rulebook: Rulebook
    case: Case
    version: str
    entries: tuple[Filed, Filed]
    questions: tuple[Question, Question] | None
    new: tuple[Said, ...]
    gone: tuple[Said, ...]
    recast: bool
    recoded: tuple[Recoded, ...]
    rewritten: Rewritten
    passed: Passed | None
    asked: tuple[str, ...]
    parts: tuple[Mover, ...]
    carried: tuple[tuple[Mover, ...], ...]
    changes: Changes | None

    @property
    def turned(self) -> bool:
        """Tell whether the answer, or what is in play, is another."""
        return self.questions is not None and look(self.questions[0]) != look(self.questions[1])


def motion(log: Log, before: Filed, after: Filed) -> Motion:
    """Tell what moved between two entries of one case.

    Raises:
        BadInput: one of them cannot be judged again.
    """
    (was, old_book), (now, new_book) = made_again(log, before.entry), made_again(log, after.entry)
    new, gone, pairs = paired(was.case.facts, now.case.facts)
    one, other = was.rulebook.vocabulary, now.rulebook.vocabulary
    recoded = tuple(
        Recoded(_said(one, a), _said(other, b), _ways(a, b)) for a, b in pairs if bare(a) != bare(b)
    )
    rewritten = rewritten_between(files_of(log, before.entry), files_of(log, after.entry))
    asked = _asked(before.entry, after.entry)
    recast = was.case.roles != now.case.roles or was.case.entities != now.case.entities
    moved: dict[Mover, bool] = {
        "facts": bool(new or gone or recast),
        "codings": bool(recoded),
        "rules": rewritten != Rewritten(),
        "time": was.day != now.day,
        "asked": bool(asked),
    }
    parts = tuple(part for part in get_args(Mover) if moved[part])
    questions = questions_of(was, now)
    made = Motion(
        rulebook=now.rulebook,
        case=now.case,
        version=now.version,
        entries=(before, after),
        questions=questions,
        new=tuple(_said(other, fact) for fact in new),
        gone=tuple(_said(one, fact) for fact in gone),
        recast=recast,
        recoded=recoded,
        rewritten=rewritten,
        passed=_passed(was, now) if moved["time"] else None,
        asked=asked,
        parts=parts,
        carried=(),
        changes=side_by_side(was, now, questions),
    )
    if not made.turned:
        return made
    mixer = Mixer(log, (before.entry, after.entry), (old_book, new_book))
    return replace(made, carried=mixer.carrying(parts, questions))


# --- facts and codings -----------------------------------------------------------------------------------


def _said(vocabulary: Vocabulary, fact: Fact) -> Said:
    event = vocabulary.statements[fact.literal.atom.statement].is_event
    return Said(Cited(fact), speak(vocabulary, fact.literal, prose=True), event)


def _ways(one: Fact, other: Fact) -> tuple[str, ...]:
    """Return in what two codings of a report differ."""
    names = ("grade", "on", "until", "known", "withdrawn", "source", "retracted", "coder", "why", "note")
    spans = {"on": "on_within", "until": "until_within"}
    return tuple(
        name
        for name in names
        if getattr(one, name) != getattr(other, name)
        or (name in spans and getattr(one, spans[name]) != getattr(other, spans[name]))
    )


# --- rules, time and what was asked ----------------------------------------------------------------------


def rewritten_between(before: Mapping[str, object], after: Mapping[str, object]) -> Rewritten:
    """Compare the files of two rulebooks, by name; what each holds may be its bytes or their digest."""
    return Rewritten(
        new=tuple(_id(name) for name in after if name not in before),
        gone=tuple(_id(name) for name in before if name not in after),
        changed=tuple(_id(name) for name in after if name in before and after[name] != before[name]),
    )


def _id(name: str) -> str:
    """Return the id of a rule's file; of another its name."""
    rule = name.removesuffix(".toml")
    return name if rule.partition("/")[0] in RESERVED else rule


def _passed(was: Assessment, now: Assessment) -> Passed:
    """Return what the time between brought by itself: to the later case, by the later rules."""
    rulebook = now.rulebook
    every = asserted(rulebook, now.case)
    then, later = (
        dict.fromkeys(fact.literal for fact in in_force(rulebook.vocabulary, every, day))
        for day in (was.day, now.day)
    )
    rules = [rule for rule in rulebook.rules if rule.status == "stable"]
    return Passed(
        days=(was.day, now.day),
        came=tuple(literal for literal in later if literal not in then),
        went=tuple(literal for literal in then if literal not in later),
        begun=tuple(rule for rule in rules if rule.in_force(now.day) and not rule.in_force(was.day)),
        ended=tuple(rule for rule in rules if rule.in_force(was.day) and not rule.in_force(now.day)),
    )


def _asked(before: Entry, after: Entry) -> tuple[str, ...]:
    """Return in what two judgements were asked for otherwise."""
    one, other = before.asked, after.asked
    found = [name for name in ("drafts", "assume", "without") if getattr(one, name) != getattr(other, name)]
    return tuple(
        name for name in ("school", "tier") if getattr(before, name) != getattr(after, name)
    ) + tuple(found)


# --- what it came to -------------------------------------------------------------------------------------


def questions_of(was: Assessment, now: Assessment) -> tuple[Question, Question] | None:
    """Return the question as two judgements answer it, where both ask one."""
    one, other = question_of(was), question_of(now)
    return (one, other) if one is not None and other is not None else None


def side_by_side(
    was: Assessment, now: Assessment, questions: tuple[Question, Question] | None
) -> Changes | None:
    """Set two judgements of a case side by side, in the words of both; None where a statement has other slots."""
    one, other = was.rulebook.vocabulary, now.rulebook.vocabulary
    for name, statement in one.statements.items():
        if name in other.statements and other.statements[name].slots != statement.slots:
            return None
    if one.statements.keys() - other.statements.keys():
        return None
    words = Vocabulary({**other.kinds, **one.kinds}, {**other.statements, **one.statements})
    before, after = Ledger(was.judgement, words), Ledger(now.judgement, other)
    sections = now.rulebook.framework.sections if now.rulebook.framework else ()
    return changes(before, after, sections, dict(now.case.roles), questions)
