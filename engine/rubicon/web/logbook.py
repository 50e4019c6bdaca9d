"""The log of judgements, as the page reads it and adds to it."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from pathlib import Path

from msgspec import Struct

from rubicon.judging.assessing import Assessment
from rubicon.problems import BadInput, Problem
from rubicon.recording.advancing import Advance, FiledAnswer, advance, answer_told
from rubicon.recording.entries import Terms
from rubicon.recording.filing import Filed, file
from rubicon.recording.looking import filed_in, numbered, of_case
from rubicon.recording.moving import motion
from rubicon.recording.scoring import score
from rubicon.recording.store import Log, opened
from rubicon.recording.telling import tell_motion, tell_motions, tell_scored, tell_verified
from rubicon.recording.verifying import SHORTEST, verify
from rubicon.web.panes import Pane, pane_of


class LogLine(Struct, frozen=True):
    """An entry as it is listed: what it told, and what that says otherwise than the one of its case before, by its number."""

    filed: Filed
    told: FiledAnswer
    before: Filed | None = None
    since: Advance | None = None

    @property
    def at(self) -> datetime:
        """Return when it was filed, in UTC."""
        return datetime.fromisoformat(self.filed.entry.filed)


class Logbook:
    """A log in a file. `path`: None where there is no home to keep one in."""

    def __init__(self, path: Path | None) -> None:
        self.path = path
        self._counted: tuple[tuple[int, int], dict[str, tuple[Filed, ...]]] = ((0, 0), {})

    def listed(self, case: str | None = None) -> tuple[LogLine, ...]:
        """Return the entries, of one case or of all, the last first.

        Raises:
            BadInput: the log cannot be read.
        """
        if not self._exists():
            return ()
        with opened(self._file()) as log:
            entries = [one for one in filed_in(log) if case is None or one.entry.case == case]
            return tuple(_lines(log, entries))[::-1]

    def of(self, case: str) -> tuple[Filed, ...]:
        """Return the entries of a case, the last one last. The file is read again only where it changed."""
        if not self._exists():
            return ()
        about = self._file().stat()
        state = (about.st_mtime_ns, about.st_size)
        if state != self._counted[0]:
            found: dict[str, tuple[Filed, ...]] = {}
            with opened(self._file()) as log:
                for one in filed_in(log):
                    found[one.entry.case] = (*found.get(one.entry.case, ()), one)
            self._counted = (state, found)
        return self._counted[1].get(case, ())

    def entry(self, number: int) -> LogLine:
        """Return one entry.

        Raises:
            BadInput: there is none of this number.
        """
        with opened(self._file()) as log:
            entries = filed_in(log)
            filed = numbered(entries, number)
            same = [one for one in entries[: entries.index(filed) + 1] if one.entry.case == filed.entry.case]
            return tuple(_lines(log, same[-2:]))[-1]

    def answer(self, number: int) -> tuple[Filed, str]:
        """Return an entry, and what it answered: the JSON as it was filed.

        Raises:
            BadInput: there is none of this number, or what was kept is gone.
        """
        with opened(self._file()) as log:
            filed = numbered(filed_in(log), number)
            return filed, log.kept(filed.entry.answer).decode("utf-8")

    def moved(self, case: str, number: int | None = None) -> Pane:
        """Tell what moved in a case up to an entry, the last by default, since the one before it.

        Raises:
            BadInput: there are no two.
        """
        with opened(self._file()) as log:
            found = of_case(filed_in(log), case)
            if number is not None:
                found = tuple(one for one in found if one.entry.number <= number)
            if len(found) < 2:
                what = f'"{case}" was not filed before that'
                raise BadInput([Problem("argument", 0, what, "What moved is told from the second time on.")])
            return pane_of(tell_motion(motion(log, found[-2], found[-1]), "linked"))

    def all_moved(self) -> Pane:
        """Tell in a line a case what moved since each was last filed."""
        with opened(self._file()) as log:
            entries = filed_in(log)
            groups = [of_case(entries, case) for case in sorted({one.entry.case for one in entries})]
            motions = [motion(log, *some[-2:]) for some in groups if len(some) > 1]
            return pane_of(tell_motions(motions, [some[0] for some in groups if len(some) == 1], "html"))

    def verified(self, wanted: str, *, every: bool) -> Pane:
        """Tell whether the log is as it was written.

        Raises:
            BadInput: what is wanted is too short for a hash.
        """
        if 0 < len(wanted) < SHORTEST:
            what = f'"{wanted}" is too short for the beginning of a hash'
            raise BadInput([Problem("argument", 0, what, f"Give at least {SHORTEST} characters of it.")])
        with opened(self._file()) as log:
            return pane_of(tell_verified(verify(log, wanted, every=every), "linked"))

    def scored(self, cases: Mapping[str, bytes]) -> Pane:
        """Hold what was filed against what came; `cases` are the bytes of case files by their names."""
        with opened(self._file()) as log:
            return pane_of(tell_scored(score(log, cases), "html"))

    def file(self, assessment: Assessment, raw: bytes, day: date | None, who: str, why: str | None) -> Filed:
        """File a judgement, as `rubicon log file` does. `day`: that asked for, None where it is the case's own.

        Raises:
            BadInput: there is no home for a log, or a file changed meanwhile.
        """
        framework = assessment.rulebook.framework
        tier = framework.tiers[0].name if framework and framework.tiers else None
        with opened(self._file(), make=True) as log:
            return file(log, assessment, raw, Terms(day, (), tier), who=who, why=why)

    def _exists(self) -> bool:
        return self.path is not None and self.path.exists()

    def _file(self) -> Path:
        if self.path is None:
            what = "there is no home to keep a log in"
            raise BadInput([Problem("argument", 0, what, "Name one when you start: --log FILE.")])
        return self.path


def _lines(log: Log, entries: Iterable[Filed]) -> Iterator[LogLine]:
    """Yield entries in their order, each beside the one of its case before it."""
    last: dict[str, LogLine] = {}
    for filed in entries:
        told, before = answer_told(log.kept(filed.entry.answer)), last.get(filed.entry.case)
        line = LogLine(filed, told)
        if before is not None:
            line = LogLine(filed, told, before.filed, advance(before.told, told))
        last[filed.entry.case] = line
        yield line
