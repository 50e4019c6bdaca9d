"""File a judgement with all that it was made of, and make a filed one again."""

import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import msgspec
from msgspec import Struct

from rubicon.explaining import explain
from rubicon.judging.assessing import Assessment, all_schools, assess, of_tier
from rubicon.language.facts import Case
from rubicon.language.rules import Rulebook
from rubicon.problems import BadInput, Problem
from rubicon.reading import parse_case, read_rulebook
from rubicon.reading.gathering import contents
from rubicon.recording.entries import FIRST, Entry, Terms, digest_of
from rubicon.recording.store import Log
from rubicon.rendering import render_assessment
from rubicon.version import __version__


class Filed(Struct, frozen=True):
    """An entry, with its hash."""

    entry: Entry
    hash: str


def judged(rulebook: Rulebook, case: Case, asked: Terms) -> Assessment:
    """Judge a case as it was asked for, by the rival schools too unless some are named."""
    return assess(
        rulebook,
        case,
        as_of=asked.as_of,
        assume=asked.assume,
        without=asked.without,
        schools=asked.schools or all_schools(rulebook),
        drafts=asked.drafts,
    )


def answer_of(assessment: Assessment) -> str:
    """Return the object that `assess --format json` prints."""
    return render_assessment(explain(assessment), "json")


def file(
    log: Log,
    assessment: Assessment,
    raw: bytes,
    asked: Terms,
    *,
    who: str,
    why: str | None = None,
    now: datetime | None = None,
) -> Filed:
    """File a judgement, with the bytes of its case and of its rulebook as they now are.

    Raises:
        BadInput: what is kept does not give this judgement again, because a file changed meanwhile.
    """
    rulebook, case = assessment.rulebook, assessment.case
    files = contents(Path(rulebook.folder))
    tree = msgspec.json.encode({name: digest_of(content) for name, content in sorted(files.items())})
    answer = answer_of(assessment)
    again, *_ = remade(files, raw, case.name, asked)
    if answer_of(again) != answer:
        what = "the case or the rulebook changed while it was judged"
        raise BadInput([Problem(case.place.path, 0, what, "File it again.")])
    school = assessment.judgements[0].school
    entry = Entry(
        number=0,
        previous=FIRST,
        filed=(now or datetime.now(UTC)).astimezone(UTC).isoformat(timespec="seconds"),
        who=who,
        why=why,
        engine=__version__,
        case=case.name,
        title=case.title,
        day=assessment.day,
        school=school.name if school else None,
        tier=asked.tier,
        asked=asked,
        case_bytes=digest_of(raw),
        rulebook_files=digest_of(tree),
        answer=digest_of(answer.encode("utf-8")),
    )
    pieces = [*files.values(), raw, tree, answer.encode("utf-8")]
    return Filed(*log.append(entry, {digest_of(piece): piece for piece in pieces}))


def files_of(log: Log, entry: Entry) -> dict[str, str]:
    """Return the digests of the rulebook's files, by their names in its folder."""
    return msgspec.json.decode(log.kept(entry.rulebook_files), type=dict[str, str])


def made_again(log: Log, entry: Entry) -> tuple[Assessment, Rulebook]:
    """Judge a filed case again, from what the log keeps of it; return its rulebook as it was read, too.

    Raises:
        BadInput: something of it is gone, or this engine cannot read it.
    """
    files = {name: log.kept(digest) for name, digest in files_of(log, entry).items()}
    return remade(files, log.kept(entry.case_bytes), entry.case, entry.asked)


def remade(files: Mapping[str, bytes], raw: bytes, name: str, asked: Terms) -> tuple[Assessment, Rulebook]:
    """Judge a case from the bytes of its rulebook's files and its own."""
    rulebook = of_tier(read_files(files.items()), asked.tier)
    return judged(rulebook, read_bytes(raw, rulebook, name), asked), rulebook


def read_files(files: Iterable[tuple[str, bytes]]) -> Rulebook:
    """Read a rulebook from the bytes of its files."""
    with laid_out(files) as folder:
        return read_rulebook(folder)


@contextmanager
def laid_out(files: Iterable[tuple[str, bytes]]) -> Iterator[Path]:
    """Lay files out in a folder of their own, which is gone when all is done."""
    with tempfile.TemporaryDirectory(prefix="rubicon-") as place:
        folder = Path(place) / "rules"
        for inside, content in files:
            path = folder / inside
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        yield folder


def read_bytes(raw: bytes, rulebook: Rulebook, name: str) -> Case:
    """Read a case from its bytes."""
    return parse_case(raw.decode("utf-8", errors="surrogateescape"), rulebook, name)
