"""Leave findings out where a remark in the file says so, with a reason: `# rubicon: ignore RUB141: why`."""

import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from rubicon.editing.inspecting import is_about
from rubicon.editing.lints import lints
from rubicon.language.rules import Rulebook
from rubicon.problems import Problem, in_order, one

_BEGUN = "rubicon: ignore"
_REMARK = re.compile(r"#\s*rubicon:\s*ignore\b[ \t]*([^:\n]*?)[ \t]*(?::[ \t]*(.*\S)?[ \t]*)?$")
_ASKED_FOR = {"RUB404", "RUB171"} | {f"RUB16{digit}" for digit in range(10)}
"""What is told only when it is asked for: a remark on it is never in vain."""

_FORM = "Write `# rubicon: ignore RUB141: the reason`."


def heed(
    problems: Iterable[Problem],
    rulebook: Rulebook,
    cases: Iterable[str] = (),
    about: str = "",
    texts: Mapping[str, str] | None = None,
) -> list[Problem]:
    """Leave out what remarks ignore, and tell of remarks that give no reason or ignore nothing.

    `cases` are the files of the cases that were looked at. `about` is a topic, a rule or a case where only its files are looked at; `texts` are files that need not be read
    from the disk.
    """
    left = list(problems)
    told = []
    for path in _files(rulebook, cases, about):
        for number, row in enumerate(_rows(path, texts or {}), 1):
            remark = _REMARK.match(row.strip())
            if remark is None:
                continue
            names = [name for name in re.split(r"[,\s]+", remark[1]) if name]
            unknown = [name for name in names if name not in lints() or lints()[name].level == "error"]
            if not remark[2] or not names or unknown:
                what = f"{one(unknown[0])} cannot be ignored" if unknown else "this ignores without a reason"
                told.append(Problem(path, number, what, _FORM, row, lint="RUB003"))
                continue
            met = [problem for problem in left if problem.path == path and problem.lint in names]
            left = [problem for problem in left if problem not in met]
            for name in sorted(set(names) - {problem.lint for problem in met} - _ASKED_FOR):
                what = f"{name} is ignored in vain"
                told.append(Problem(path, number, what, "Take the remark out.", row, lint="RUB004"))
    return list(in_order([*left, *told]))


def ignored_in(text: str) -> set[str]:
    """Return the findings that remarks in a text ignore."""
    remarks = (_REMARK.match(row.strip()) for row in text.split("\n")) if _BEGUN in text else ()
    return {name for remark in remarks if remark for name in re.split(r"[,\s]+", remark[1])}


def _files(rulebook: Rulebook, cases: Iterable[str], about: str) -> list[str]:
    folder = Path(rulebook.folder)
    written = {*cases, *(rule.place.path for rule in rulebook.rules if is_about(rule, about))}
    if about:
        return sorted(written)
    return sorted(written | {str(path) for path in folder.glob("*.toml")})


def _rows(path: str, texts: Mapping[str, str]) -> list[str]:
    try:
        text = texts[path] if path in texts else Path(path).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return []
    return text.split("\n") if _BEGUN in text else []
