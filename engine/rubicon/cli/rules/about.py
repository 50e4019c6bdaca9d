"""What the commands of an editor have in common: the topic or rule that is meant, the cores, and the progress."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from fractions import Fraction
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

import click

from rubicon.cli.options import Decorator
from rubicon.cli.progress import settle
from rubicon.language.rules import Rulebook
from rubicon.problems import BadInput, Problem, did_you_mean
from rubicon.reading.choosing import rule_at

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


def check_about(rulebook: Rulebook, about: str) -> None:
    """Make sure that a topic or a rule is called so.

    Raises:
        BadInput: none is.
    """
    ids = [rule.id for rule in rulebook.rules]
    topics = {name.split("/", 1)[0] for name in ids}
    if about and about not in topics and about not in ids:
        remedy = did_you_mean(about, [*topics, *ids]) or "`rubicon rules list` lists them."
        raise BadInput([Problem("argument", 0, f'no topic and no rule is called "{about}"', remedy)])


def meant_by_file(folder: str | None, about: str) -> tuple[str | None, str]:
    """Return the rulebook and the rule that are meant where a rule is named by its file; else what was given."""
    found = rule_at(about) if about else None
    if found is None or (folder is not None and Path(folder).resolve() != found[0].resolve()):
        return folder, about
    return folder or str(found[0]), found[1]


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
