"""Which judgements an edit of the rulebook moves: those of its cases, and those that were filed."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from rubicon.explaining.contents import Changes, Question
from rubicon.judging.assessing import Assessment, all_schools, assess, of_tier
from rubicon.judging.bearing import SchoolJudgement
from rubicon.language.facts import Case
from rubicon.language.rules import Rulebook, School
from rubicon.problems import BadInput
from rubicon.reading import read_case
from rubicon.reading.choosing import looked_for
from rubicon.reading.gathering import contents
from rubicon.recording.filing import Filed, judged, made_again, read_bytes
from rubicon.recording.mixing import look, question_of
from rubicon.recording.moving import Rewritten, questions_of, rewritten_between, side_by_side
from rubicon.recording.store import Log
from rubicon.version import __version__


class SchoolMove(Struct, frozen=True):
    """What a school answered before an edit, and answers after it."""

    school: School | None
    was: Question
    now: Question


class CaseMove(Struct, frozen=True):
    """A case whose judgement an edit moves: the schools whose answers turn, and what the first school's reasons do.

    `changes` is None where the words of the rulebook changed so that the reasons cannot be set side by side.
    """

    case: Case
    schools: tuple[SchoolMove, ...]
    changes: Changes | None


class FiledMove(Struct, frozen=True):
    """A filed judgement that would come out otherwise now; `now` is None, with the reason, where it cannot be made."""

    filed: Filed
    was: Question | None
    now: Question | None
    reason: str = ""


class Impact(Struct, frozen=True):
    """What lies between two states of a rulebook: the files that differ, and the judgements that they move.

    `unread` are the cases that one of the two cannot read, with what it says; `held` is how many filed judgements
    were looked at.
    """

    rulebook: Rulebook
    before: str
    rewritten: Rewritten
    cases: int
    moved: tuple[CaseMove, ...]
    unread: tuple[tuple[str, str], ...]
    filed: tuple[FiledMove, ...]
    held: int
    version: str = __version__

    @property
    def turned(self) -> int:
        """Return in how many cases the answer of some school turns."""
        return sum(bool(one.schools) for one in self.moved)

    @property
    def by_school(self) -> tuple[tuple[School, int], ...]:
        """Return the schools whose answers turn and in how many cases, the default one first, told at none too."""
        framework = self.rulebook.framework
        known = {school.name: school for school in framework.schools} if framework else {}
        counted = Counter(move.school.name for one in self.moved for move in one.schools if move.school)
        order = [known[name] for name in all_schools(self.rulebook) or ()]
        return tuple((one, counted[one.name]) for one in order if one == order[0] or counted[one.name])

    @property
    def looked_for(self) -> str:
        """Say where the rulebook's own cases are looked for."""
        return looked_for(Path(self.rulebook.folder))


def impact(
    before: Rulebook,
    after: Rulebook,
    files: tuple[Mapping[str, bytes], Mapping[str, bytes]],
    called: str,
    cases: Sequence[Path],
    log: Log | None = None,
) -> Impact:
    """Judge each case by both states of a rulebook, and each case's last filed judgement by the later one.

    `files` are the bytes of both states by name, `called` what the earlier is called.
    """
    moved: list[CaseMove] = []
    unread: list[tuple[str, str]] = []
    for path in cases:
        try:
            old, new = (read_case(str(path), book) for book in (before, after))
            move = _moved(_assessed(before, old), _assessed(after, new))
        except BadInput as bad:
            unread.append((path.stem, bad.problems[0].what))
        else:
            moved += [move] if move is not None else []
    last = _last(log) if log is not None else []
    filed = [] if log is None else [one for entry in last if (one := _filed(log, entry, after)) is not None]
    rewritten = rewritten_between(*files)
    told = (tuple(moved), tuple(unread), tuple(filed))
    return Impact(after, called, rewritten, len(cases), *told, held=len(last))


def files_in(rulebook: Rulebook) -> dict[str, bytes]:
    """Return the bytes of the files of a rulebook, by their names in its folder."""
    return contents(Path(rulebook.folder))


def _assessed(rulebook: Rulebook, case: Case) -> Assessment:
    return assess(rulebook, case, schools=all_schools(rulebook))


def _moved(was: Assessment, now: Assessment) -> CaseMove | None:
    schools = tuple(_turned(was, now))
    changes = side_by_side(was, now, questions_of(was, now))
    still = changes is not None and not changes.shifts and not _levels(changes)
    return None if still and not schools else CaseMove(now.case, schools, changes)


def _levels(changes: Changes) -> bool:
    """Tell whether the confidence in the answer differs."""
    return changes.question is not None and changes.question[0].confidence != changes.question[1].confidence


def _turned(was: Assessment, now: Assessment) -> Iterator[SchoolMove]:
    """Yield the schools of both states that answer otherwise."""
    before, after = (
        {one.school.name if one.school else "": question for one, question in _answers(assessment)}
        for assessment in (was, now)
    )
    schools = {one.school.name if one.school else "": one.school for one in now.judgements}
    for name, question in after.items():
        earlier = before.get(name)
        if earlier is not None and question is not None and look(earlier) != look(question):
            yield SchoolMove(schools[name], earlier, question)


def _answers(assessment: Assessment) -> Iterator[tuple[SchoolJudgement, Question | None]]:
    for one in assessment.judgements:
        yield one, question_of(replace(assessment, judgements=(one,)))


def _last(log: Log) -> list[Filed]:
    """Return the last entry of each case."""
    found: dict[str, Filed] = {}
    for both in log.entries():
        filed = Filed(*both)
        found[filed.entry.case] = filed
    return [found[name] for name in sorted(found)]


def _filed(log: Log, filed: Filed, after: Rulebook) -> FiledMove | None:
    """Return how a filed judgement would move; None where it stays."""
    entry = filed.entry
    try:
        was = question_of(made_again(log, entry)[0])
    except BadInput as bad:
        return FiledMove(filed, None, None, bad.problems[0].what)
    try:
        book = of_tier(after, entry.tier)
        now = question_of(judged(book, read_bytes(log.kept(entry.case_bytes), book, entry.case), entry.asked))
    except BadInput as bad:
        return FiledMove(filed, was, None, bad.problems[0].what)
    if was is None or now is None or look(was) == look(now):
        return None
    return FiledMove(filed, was, now)
