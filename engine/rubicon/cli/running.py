"""What the commands that judge a case have in common: what is judged, and where the answer goes."""

import sys
from collections.abc import Callable
from datetime import date
from functools import wraps
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import click
from msgspec import Struct

from rubicon.cli import ending
from rubicon.cli.options import (
    assume_option,
    case_argument,
    day_option,
    drafts_option,
    form_by,
    format_option,
    output_option,
    read_both,
    rules_option,
    school_option,
    strict_scope_option,
    tier_option,
    without_option,
)
from rubicon.cli.progress import working
from rubicon.judging.assessing import Assessment, all_schools, assess
from rubicon.judging.scope import refuse_outside
from rubicon.language.collecting import uncollected
from rubicon.language.facts import Case
from rubicon.language.rules import Rulebook
from rubicon.problems import BadInput, Problem

Command = Callable[..., None]


class Run(Struct, frozen=True):
    """A case, the rulebook it is judged by, and what this run supposes."""

    rulebook: Rulebook
    case: Case
    day: date | None
    assume: tuple[str, ...]
    without: tuple[str, ...]
    schools: tuple[str, ...]
    drafts: bool
    strict_scope: bool = False

    @property
    def supposes(self) -> bool:
        """Tell whether the run assumes or withdraws anything."""
        return bool(self.assume or self.without)

    def judged(self, *, on: date | None = None, as_filed: bool = False, rivals: bool = False) -> Assessment:
        """Judge the case: on another day; as filed, without what the run supposes; by the rival schools too.

        Raises:
            BadInput: the case lies outside the framework's scope, and the run is strict about that.
        """
        made = assess(
            self.rulebook,
            self.case,
            as_of=on or self.day,
            assume=() if as_filed else self.assume,
            without=() if as_filed else self.without,
            schools=self.schools or (all_schools(self.rulebook) if rivals else None),
            drafts=self.drafts,
        )
        if self.strict_scope:
            refuse_outside(made)
        return made


class Delivery(Struct, frozen=True):
    """The form of an answer, and the file it goes to.

    A document (`bound`) is made of what the answer is as HTML, so that both say the same.
    """

    form: str
    output: Path | None
    bound: bool = False

    def give(self, text: str) -> None:
        """Print the answer, or write it to its file."""
        if self.bound:
            # Here, so that no other form loads the library that it needs.
            from rubicon.rendering.documents import document  # noqa: PLC0415

            ending.give(document(text), self.output)
        else:
            ending.give(text, self.output, markdown=self.form == "markdown")


def judging(command: Command) -> Command:
    """Give a command the options of a judgement, read the case, and pass both on as `run`."""

    @case_argument
    @rules_option
    @day_option
    @assume_option
    @without_option
    @school_option
    @tier_option
    @strict_scope_option
    @drafts_option
    @wraps(command)
    def running(
        case: str,
        folder: str | None,
        day: date | None,
        assume: tuple[str, ...],
        without: tuple[str, ...],
        schools: tuple[str, ...],
        tier: str | None,
        strict_scope: bool,
        drafts: bool,
        **others: Any,
    ) -> None:
        with working(), uncollected():  # one case is judged, and then the process ends
            rulebook, read = read_both(folder, case, tier=tier)
            command(run=Run(rulebook, read[0], day, assume, without, schools, drafts, strict_scope), **others)

    return running


def giving(command: Command) -> Command:
    """Give a command the options of the form and the file of its answer, and pass both on as `sheet`.

    Without `--format` the form is that of the file's ending; another ending is wrong usage (DESIGN 3).
    """

    @format_option
    @output_option
    @wraps(command)
    def running(form: str | None, output: Path | None, **others: Any) -> None:
        asked = form_by(form, output)
        sheet = Delivery("html", output, bound=True) if asked == "docx" else Delivery(asked, output)
        if sheet.bound:
            _can_bind(output)
        with working():
            command(sheet=sheet, **others)

    return running


def _can_bind(output: Path | None) -> None:
    """Make sure that a document can be made, and has somewhere to go, before anything is judged.

    Raises:
        BadInput: the library that makes it is missing.
        UsageError: it would go to a terminal.
    """
    if find_spec("docx") is None:
        what = "a document needs the package python-docx, which is not installed"
        raise BadInput([Problem("--format docx", 0, what, "pip install 'rubicon[docx]'")])
    if output is None and sys.stdout is not None and sys.stdout.isatty():
        raise click.UsageError("A document cannot be shown here. Use --output FILE.docx.")
