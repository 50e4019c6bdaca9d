"""Tell what the log says, in every form."""

from collections.abc import Iterable, Sequence
from typing import Any

from msgspec import Struct

from rubicon.language.rules import Rulebook
from rubicon.language.speaking import speak
from rubicon.language.vocabulary import Vocabulary
from rubicon.recording.entries import Entry
from rubicon.recording.filing import Filed
from rubicon.recording.moving import Motion, Said
from rubicon.recording.scoring import Scored
from rubicon.recording.tradecraft import Criterion, Further
from rubicon.recording.verifying import Verified
from rubicon.rendering import as_json, render_page
from rubicon.rendering.headings import FORMAT, iso
from rubicon.version import __version__

LINES = 40
"""Lines that moved in an answer, as a report of them shows; JSON has all."""

OPTIONS: dict[Further, str] = {"pivots": "--pivots", "since": "--since DATE"}
"""The options of the command that have an assessment tell more."""

WORDLESS = Rulebook("", Vocabulary())
"""What words entries, in which no sentence stands."""


class Shown(Struct, frozen=True):
    """An entry with what was answered: the JSON as it was filed."""

    filed: Filed
    answer: str


def tell_filed(filed: Filed, form: str) -> str:
    """Say as what a judgement was filed."""
    if form == "json":
        return as_json({**_about(), **_entry(filed)})
    return render_page(WORDLESS, form, "log/filed.j2", "Filed", {"f": filed})


def tell_entries(entries: Sequence[Filed], answers: Sequence[str | None], form: str) -> str:
    """List the entries of a log, each with its answer in a word."""
    if form == "json":
        return as_json({**_about(), "entries": [_entry(filed) for filed in entries]})
    rows = list(zip(entries, answers, strict=True))
    return render_page(WORDLESS, form, "log/entries.j2", "The log", {"rows": rows})


def tell_entry(shown: Shown, form: str, question: dict[str, Any] | None) -> str:
    """Show an entry: how it was made, what it answers, and with which bytes; as JSON, what was filed."""
    if form == "json":
        return shown.answer
    return render_page(WORDLESS, form, "log/show.j2", "An entry", {"f": shown.filed, "q": question})


def tell_head(entries: int, head: str, form: str) -> str:
    """Print the hash of the last entry, alone on its line."""
    return as_json({**_about(), "entries": entries, "head": head}) if form == "json" else head + "\n"


def tell_verified(verified: Verified, form: str) -> str:
    """Tell how a log stands."""
    if form == "json":
        return as_json(
            {
                **_about(),
                "well": verified.is_well,
                "entries": verified.entries,
                "head": verified.head,
                "found": verified.found,
                "faults": [
                    {"entry": one.number, "what": one.what, "part": one.part} for one in verified.faults
                ],
                "remade": [
                    {
                        "entry": one.entry.number,
                        "filed_by": one.entry.engine,
                        "same": one.same,
                        "refused": one.refused or None,
                        "moved": [{"line": m.line, "was": m.was, "now": m.now} for m in one.moved],
                    }
                    for one in verified.remade
                ],
            }
        )
    return render_page(WORDLESS, form, "log/verify.j2", "The log", {"v": verified, "lines": LINES})


def tell_motion(found: Motion, form: str) -> str:
    """Tell what moved between two entries."""
    if form == "json":
        return as_json({**_about(), **_motion(found)})
    return render_page(found.rulebook, form, "log/diff.j2", found.case.title, {"m": found})


def tell_motions(motions: Sequence[Motion], once: Sequence[Filed], form: str) -> str:
    """Tell in a line a case what moved; `once` are those that were filed but once."""
    if form == "json":
        cases = [_motion(one) for one in motions]
        return as_json({**_about(), "cases": cases, "once": [filed.entry.case for filed in once]})
    given = {"motions": motions, "once": once}
    return render_page(WORDLESS, form, "log/diff-all.j2", "What moved", given)


def tell_scored(found: Scored, form: str) -> str:
    """Hold filed judgements against what came."""
    if form == "json":
        return as_json({**_about(), **_scored(found)})
    return render_page(WORDLESS, form, "log/score.j2", "What was filed, and what came", {"s": found})


def tell_points(points: Sequence[Criterion], case: str, form: str, page: str | None = None) -> str:
    """Tell what an assessment lacks of the standards of tradecraft, and what would tell it.

    That is an option of the command; on the page of a case, where the query is `page`, another page of it.
    """
    if form == "json":
        told = [
            {"standard": one.standard, "name": one.name, "asks": one.asks, "missing": _missing(one)}
            for one in points
        ]
        return as_json({**_about(), "case": case, "points": told})
    given = {"points": points, "case": case, "page": page, "options": OPTIONS}
    return render_page(WORDLESS, form, "tradecraft/tradecraft.j2", "Standards of tradecraft", given)


def _missing(one: Criterion) -> list[str]:
    if one.told_by is None:
        return list(one.missing)
    return [*one.missing[:-1], f"{one.missing[-1]} (add {OPTIONS[one.told_by]})"]


def _about() -> dict[str, Any]:
    return {"format": FORMAT, "rubicon": __version__}


def _entry(filed: Filed) -> dict[str, Any]:
    entry: Entry = filed.entry
    return {
        "entry": entry.number,
        "hash": filed.hash,
        "previous": entry.previous,
        "filed": entry.filed,
        "who": entry.who,
        "why": entry.why,
        "engine": entry.engine,
        "case": entry.case,
        "as_of": iso(entry.day),
        "school": entry.school,
        "tier": entry.tier,
    }


def _said(items: Iterable[Said]) -> list[dict[str, Any]]:
    return [
        {"sentence": one.sentence, "source": one.cited.fact.source.key if one.cited.fact.source else None}
        for one in items
    ]


def _motion(found: Motion) -> dict[str, Any]:
    vocabulary, passed = found.rulebook.vocabulary, found.passed
    return {
        "case": found.case.name,
        "entries": [filed.entry.number for filed in found.entries],
        "answers": [question.answer for question in found.questions or ()],
        "turned": found.turned,
        "parts": list(found.parts),
        "carried": [list(some) for some in found.carried],
        "facts": {"new": _said(found.new), "gone": _said(found.gone), "recast": found.recast},
        "codings": [
            {**_said([one.now])[0], "was": _said([one.was])[0]["sentence"], "ways": list(one.ways)}
            for one in found.recoded
        ],
        "rules": {
            "new": list(found.rewritten.new),
            "gone": list(found.rewritten.gone),
            "changed": list(found.rewritten.changed),
        },
        "time": passed
        and {
            "days": [iso(day) for day in passed.days],
            "came": [speak(vocabulary, literal) for literal in passed.came],
            "went": [speak(vocabulary, literal) for literal in passed.went],
            "begun": [rule.id for rule in passed.begun],
            "ended": [rule.id for rule in passed.ended],
        },
        "asked": list(found.asked),
    }


def _scored(found: Scored) -> dict[str, Any]:
    return {
        "held": [
            {
                "entry": one.entry.number,
                "case": one.entry.case,
                "as_of": iso(one.entry.day),
                "school": one.school,
                "answer": one.answer,
                "prediction": one.prediction,
                "happened": one.came.happened,
                "ahead": one.ahead,
            }
            for one in found.held
        ],
        "waiting": [
            {
                "entry": one.entry.number,
                "case": one.entry.case,
                "deadline": iso(one.deadline),
                "problems": [problem.what for problem in one.problems],
            }
            for one in found.waiting
        ],
        "replaced": found.replaced,
        "scores": [
            {
                "school": one.school,
                "ahead": one.ahead,
                "cases": one.counts.total,
                "hits": one.counts.hits,
                "misses": one.counts.misses,
                "false_alarms": one.counts.false_alarms,
                "rejections": one.counts.rejections,
                "brier": one.brier,
            }
            for one in found.tallies
        ],
    }
