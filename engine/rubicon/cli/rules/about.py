"""What the commands of an editor have in common: the topic or rule that is meant, the cores, and the progress."""

import shlex
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from fractions import Fraction
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

import click

from rubicon.cli.options import Decorator
from rubicon.cli.progress import settle
from rubicon.language.rules import Rulebook
from rubicon.places import is_installed
from rubicon.problems import BadInput, Problem, did_you_mean
from rubicon.reading.choosing import choose_rulebook, is_rulebook, part_at, rule_at

if TYPE_CHECKING:
    from rubicon.editing.spreading import Tick

PATIENCE = 1.0
"""Seconds of work before its progress is shown."""


about_argument: Decorator = click.argument("about", metavar="[TOPIC|RULE]", default="")
threshold_option: Decorator = click.option(
    "--threshold",
    type=click.FloatRange(0, 100),
    default=None,
    metavar="PERCENT",
    help="End with status 1 where it comes to less.",
)
jobs_option: Decorator = click.option(
    "--jobs",
    type=click.IntRange(1),
    default=None,
    metavar="N",
    help="Work in so many processes. Default: one for each core; the answer is the same.",
)


def refuse_installed(folder: str | Path) -> None:
    """Make sure that a rulebook is not the one that is installed with this program, whose next version replaces it.

    Raises:
        BadInput: it is.
    """
    if is_installed(Path(folder)):
        what = (
            "this rulebook is part of the installed program, and its next version would undo what you write"
        )
        copy = f"cp -r {shlex.quote(str(folder))} {Path(folder).name}"
        remedy = f"Copy it to a folder of your own and name that: {copy}, then --rules {Path(folder).name}"
        raise BadInput([Problem(str(folder), 0, what, remedy)])


def check_about(rulebook: Rulebook, about: str) -> None:
    """Make sure that a topic or a rule is called so.

    Raises:
        BadInput: none is.
    """
    ids = [rule.id for rule in rulebook.rules]
    topics = {name.split("/", 1)[0] for name in ids}
    if about and about not in topics and about not in ids:
        remedy = unknown_name(about, [*topics, *ids]) or "`rubicon rules list` lists them."
        raise BadInput([Problem("argument", 0, f'no topic and no rule is called "{about}"', remedy)])


def meant_by_file(folder: str | None, about: str) -> tuple[str | None, str]:
    """Return the rulebook and the topic or rule that are meant where it is named by its folder or file; else what was given.

    Raises:
        BadInput: it lies in another rulebook than the one given, or is a rulebook, or its words.
    """
    found = rule_at(about) if about else None
    if about and found is None:
        _no_rule(Path(about))
    if found is None:
        return folder, about
    if folder is None or choose_rulebook(folder, ()).folder.resolve() == found[0].resolve():
        return folder or str(found[0]), found[1]
    if not about.endswith(".toml"):
        return folder, about
    what = f"{about} is no file of the rulebook {folder}"
    raise BadInput([Problem("argument", 0, what, f"It belongs to another: --rules {found[0]}")])


def _no_rule(path: Path) -> None:
    """Refuse what is no rule, but of a rulebook: its folder, or a file of what its rules speak of."""
    if is_rulebook(path):
        what, remedy = f"{path} is a rulebook, and no topic or rule", f"Give it by --rules {path}"
    elif path.is_file() and (part := part_at(path)):
        what = f"{path} holds no rule, but belongs to the {part} of a rulebook"
        remedy = "Name a topic, a rule or its file; `rubicon rules check` alone reads this with all the rest."
    else:
        return
    raise BadInput([Problem("argument", 0, what, remedy)])


def unknown_name(name: str, known: Iterable[str]) -> str:
    """Say what may be meant by the name of a rule that none has; nothing where nothing is near."""
    close = did_you_mean(name, known)
    if close or not name.endswith(".toml"):
        return close
    return did_you_mean("/".join(Path(name).with_suffix("").parts[-2:]), known) or "There is no such file."


def jobs_of(asked: int | None) -> int:
    """Return in how many processes to work."""
    from rubicon.surveying.spreading import cores  # noqa: PLC0415 - to check alone needs no processes

    return asked or cores()


def falls_short(share: Fraction, threshold: float | None) -> bool:
    """Tell whether a share is below what was asked for, in per cent."""
    return threshold is not None and share * 100 < Fraction(str(threshold))


@contextmanager
def progress(words: str) -> "Iterator[Tick]":
    """Show on a terminal how far some work has come, on standard error, once it takes more than a moment."""
    if sys.stderr is None or not sys.stderr.isatty():
        yield lambda _done, _total: None
        return
    settle()  # a bar says more than that the work goes on, and no thread may live when processes begin
    from rich.console import Console  # noqa: PLC0415 - rich is slow to load, and only a terminal needs it
    from rich.progress import Progress  # noqa: PLC0415

    # it draws only when told to: a thread of its own would not survive the start of more processes
    bar = Progress(console=Console(stderr=True), transient=True, auto_refresh=False)
    task, begun, shown = bar.add_task(words, total=None), monotonic(), False

    def tick(done: int, total: int) -> None:
        nonlocal shown
        if monotonic() - begun > PATIENCE:
            if not shown:
                bar.start()
                shown = True
            bar.update(task, completed=done, total=total, refresh=True)

    try:
        yield tick
    finally:
        if shown:
            bar.stop()
