"""Lay out files as they are laid out everywhere, with every remark kept and nothing read otherwise."""

from collections.abc import Iterable
from pathlib import Path

from rubicon.problems import BadInput, Problem, did_you_mean
from rubicon.reading.choosing import case_files
from rubicon.reading.gathering import contents
from rubicon.reading.layout import laid
from rubicon.reading.writing import Draft, draft_of


def files_about(folder: Path, about: str) -> list[Path]:
    """Return the files of a rulebook, of what editors state of it and of its cases; or those of a topic or a rule.

    Raises:
        BadInput: no topic and no rule is called so.
    """
    inside = {name: folder / name for name in contents(folder)}
    if not about:
        stated = sorted((folder / "properties").rglob("*.toml"))
        return [*inside.values(), *stated, *case_files(folder, drawn=True)]
    names = {name: name.removesuffix(".toml") for name in inside}
    found = [inside[name] for name, one in names.items() if one == about or one.startswith(f"{about}/")]
    if not found:
        topics = {one.split("/", 1)[0] for one in names.values()}
        remedy = did_you_mean(about, [*topics, *names.values()]) or "Name a topic, a rule or a file."
        raise BadInput([Problem("argument", 0, f'no topic, rule or file is called "{about}"', remedy)])
    return found


def laid_out_anew(paths: Iterable[Path]) -> list[Draft]:
    """Return the files that are laid out otherwise than everywhere, as they would be.

    Raises:
        BadInput: a file cannot be read, or is no TOML; all that are not are in it.
    """
    drafts: list[tuple[Draft, Draft]] = []
    problems: list[Problem] = []
    for path in paths:
        try:
            draft = draft_of(path)
        except BadInput as bad:
            problems += bad.problems
            continue
        drafts.append((draft, draft.with_text(laid(draft.text))))
    if problems:
        raise BadInput(problems)
    return [new for draft, new in drafts if new.text != draft.text]
