"""Begin a rule: its file, as a draft, with the shape of its examples in remarks."""

import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from msgspec.structs import replace as fields_replaced

from rubicon.language.rules import Rulebook
from rubicon.problems import BadInput, Problem
from rubicon.reading import read_rulebook
from rubicon.reading.gathering import BESIDE, RESERVED
from rubicon.reading.replacing import replace
from rubicon.reading.writing import spelled

_NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*/[a-z0-9]+(?:-[a-z0-9]+)*")

EXAMPLES = """
# Give an example that concludes, one that must not, and one for each exception and override:
#
# [[example]]
# given  = ["…"]
# expect = ["…"]
#
# [[example]]
# name   = "not without …"
# given  = ["…"]
# refuse = ["…"]
"""


def begin_rule(
    rulebook: Rulebook,
    name: str,
    texts: Mapping[str, str | None],
    conditions: Iterable[str],
    cites: Iterable[str],
) -> Path:
    """Write the file of a new rule, and return its path; a rule that cannot be read is not left behind.

    `texts` are `title`, `then`, `because` and `school`, as far as they are known.

    Raises:
        BadInput: the name is none, or there is such a rule, or what was given cannot be read.
    """
    if not _NAME.fullmatch(name) or name.split("/", 1)[0] in (*RESERVED, *BESIDE):
        what = f'"{name}" is no name of a rule'
        taken = name.split("/", 1)[0]
        remedy = (
            f"The folder {taken} of a rulebook holds no rules; choose another topic."
            if taken in (*RESERVED, *BESIDE)
            else "Write TOPIC/RULE in small letters, digits and hyphens: cost/friends-pay."
        )
        raise BadInput([Problem("argument", 0, what, remedy)])
    path = Path(rulebook.folder) / f"{name}.toml"
    if path.exists():
        remedy = "Choose another name, or edit the file."
        raise BadInput([Problem(str(path), 0, "there is such a rule", remedy)])
    made = not path.parent.exists()
    path.parent.mkdir(parents=True, exist_ok=True)
    replace(path, _text(texts, list(conditions), list(cites)).encode("utf-8"))
    try:
        read_rulebook(rulebook.folder)
    except BadInput as bad:
        path.unlink()
        if made:
            path.parent.rmdir()
        raise BadInput(_at_arguments(bad, path)) from None
    return path


def _at_arguments(bad: BadInput, path: Path) -> list[Problem]:
    """Return what is wrong with a rule whose file is gone again, told of what it was made of."""
    own = [problem for problem in bad.problems if problem.path == str(path)]
    others = [problem for problem in bad.problems if not problem.warning]
    return [
        fields_replaced(one, path="argument", line=0, remedy=_in_one_place(one.remedy)) for one in own
    ] or others


def _in_one_place(remedy: str) -> str:
    """Leave out of a remedy on which lines of the file the same stands."""
    return "\n".join(row for row in remedy.split("\n") if not row.startswith("The same on line"))


def _text(texts: Mapping[str, str | None], conditions: list[str], cites: list[str]) -> str:
    rows = [f"title   = {spelled(texts['title'] or '')}"]
    if conditions:
        rows += ["if      = [", *(f"  {spelled(one)}," for one in conditions), "]"]
    rows.append(f"then    = {spelled(texts['then'] or '')}")
    if texts.get("because"):
        rows.append(f"because = {spelled(texts['because'] or '')}")
    if cites:
        rows.append(f"cites   = [{', '.join(map(spelled, cites))}]")
    if texts.get("school"):
        rows.append(f"school  = {spelled(texts['school'] or '')}")
    rows.append('status  = "draft"')
    return "\n".join(rows) + "\n" + EXAMPLES
