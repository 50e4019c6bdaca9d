"""Options and arguments that several commands share."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import click

from rubicon.cli.naming import case_of
from rubicon.judging.assessing import Assessment, of_tier, read_arguments
from rubicon.language.facts import Case, Literal
from rubicon.language.rules import Rulebook
from rubicon.language.uncertain import plain_day
from rubicon.reading import read_kept_rulebook, read_rulebook
from rubicon.reading.choosing import choose_rulebook

UNKEPT = "rubicon.unkept"
"""Where a run remembers that it is to read nothing that was kept."""

FORMATS = ("markdown", "html", "text", "json", "docx")

ENDINGS = {
    ".md": "markdown",
    ".markdown": "markdown",
    ".html": "html",
    ".htm": "html",
    ".txt": "text",
    ".json": "json",
    ".docx": "docx",
}
"""The form that the ending of a file's name asks for (DESIGN 3)."""


def read_day(_ctx: click.Context, _param: click.Parameter, value: str | None) -> date | None:
    """Read a day, written as 2022-01-05 or spelled as in prose, or end with a usage message."""
    try:
        return date.fromisoformat(plain_day(value)) if value is not None else None
    except ValueError:
        raise click.BadParameter(f'"{value}" is not a day; write it as 2022-01-05.') from None


def read_pairs(
    _ctx: click.Context, _param: click.Parameter, values: tuple[str, ...]
) -> list[tuple[str, str]]:
    """Read values that are written NAME=VALUE, or end with a usage message."""
    found = [value.split("=", 1) for value in values]
    for value, parts in zip(values, found, strict=True):
        if len(parts) != 2 or not all(part.strip() for part in parts):
            raise click.BadParameter(f'"{value}" is not written as NAME=VALUE.')
    return [(name.strip(), value.strip()) for name, value in found]


def read_output(ctx: click.Context, _param: click.Parameter, value: Path | None) -> Path | None:
    """Read the name of the file to write, or end with a usage message where its ending names no form."""
    form_by(ctx.params.get("form"), value)
    return value


def form_by(
    given: str | None, output: Path | None, endings: Mapping[str, str] = ENDINGS, usual: str = "markdown"
) -> str:
    """Return the form that is asked for, else that of the file's ending, else the usual one.

    Raises:
        BadParameter: the ending names none of the forms.
    """
    if given is not None or output is None or not output.suffix:
        return given or usual
    if output.suffix.lower() not in endings:
        raise click.BadParameter(
            f"{output} names no form by its ending. Use {', '.join(endings)}, or --format."
        )
    return endings[output.suffix.lower()]


def read_odds(
    _ctx: click.Context, _param: click.Parameter, value: tuple[str, ...]
) -> tuple[tuple[str, Fraction], ...]:
    """Read sentences with their probabilities, or end with a usage message."""
    found = []
    for one in value:
        sentence, _, share = one.rpartition("=")
        try:
            found.append((sentence.strip(), Fraction(share)))
        except (ValueError, ZeroDivisionError):
            raise click.BadParameter(f'"{one}" has no probability; write it as "SENTENCE=0.2".') from None
    return tuple(found)


def read_share(_ctx: click.Context, _param: click.Parameter, value: str | None) -> float | None:
    """Read a probability, or end with a usage message."""
    try:
        share = None if value is None else float(value)
    except ValueError:
        share = -1.0
    if share is not None and not 0 <= share <= 1:
        raise click.BadParameter(
            f'"{value}" is no probability; write a number from 0 to 1, as 0.2 for 20 per cent.'
        )
    return share


Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]


def _set_cache(ctx: click.Context, _param: click.Parameter, value: bool) -> None:
    """Remember that nothing kept is to be read or written."""
    ctx.meta[UNKEPT] = value


def rules_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the options of the rulebook it reads."""
    return _no_cache_option(_rules_option(command))


_no_cache_option: Decorator = click.option(
    "--no-cache",
    is_flag=True,
    expose_value=False,
    callback=_set_cache,
    help="Read every file of the rulebook anew, and keep nothing of it.",
)
_rules_option: Decorator = click.option(
    "--rules",
    "folder",
    default=None,
    metavar="FOLDER",
    help="The rulebook: a folder of text files, or the name of one that is shipped. Default: that of the case, "
    "else rules/ here or above, else the one shipped first.",
)


def unread_rules_option(goes_by: str) -> Decorator:
    """Give a command that reads no rulebook the option that goes with every command: it says what it goes by."""

    def notice(_ctx: click.Context, _param: click.Parameter, value: str | None) -> None:
        if value is not None:
            choose_rulebook(value, ())  # a slip in its name is told as elsewhere
            click.echo(f"rubicon: {goes_by}; --rules changes nothing here", err=True)

    return click.option(
        "--rules",
        expose_value=False,
        callback=notice,
        metavar="FOLDER",
        help="Accepted, as by every command; no rulebook is read here.",
    )


day_option: Decorator = click.option(
    "--as-of",
    "day",
    callback=read_day,
    default=None,
    metavar="DATE",
    help="Judge on this day instead of the case's own.",
)
assume_option: Decorator = click.option(
    "--assume",
    multiple=True,
    metavar="SENTENCE",
    help="Assume this for the run; it replaces what it conflicts with.",
)
without_option: Decorator = click.option(
    "--without",
    multiple=True,
    metavar="SENTENCE",
    help="Withdraw every assertion of this sentence for the run.",
)
school_option: Decorator = click.option(
    "--school",
    "schools",
    multiple=True,
    metavar="NAME",
    help="Judge by this school; several give several judgements.",
)
drafts_option: Decorator = click.option("--drafts", is_flag=True, help="Let draft rules take part.")
format_option: Decorator = click.option(
    "--format",
    "form",
    type=click.Choice(FORMATS),
    default=None,
    is_eager=True,
    help="The form of the output. Default: that of the ending of --output, else markdown.",
)
output_option: Decorator = click.option(
    "--output",
    callback=read_output,
    type=click.Path(path_type=Path, dir_okay=False),
    default=None,
    metavar="FILE",
    help="Write to this file instead of standard output.",
)
file_option: Decorator = click.option(
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Write to this file instead of standard output.",
)
odds_option: Decorator = click.option(
    "--odds",
    multiple=True,
    callback=read_odds,
    metavar="SENTENCE=P",
    help="Take this open answer to be so with this probability, and weigh the answer by it.",
)
tier_option: Decorator = click.option(
    "--tier",
    metavar="NAME",
    default=None,
    help="Ask about this size of event. Default: the one that the framework asks about first.",
)
strict_scope_option: Decorator = click.option(
    "--strict-scope", is_flag=True, help="Refuse a case that lies outside the scope of the framework."
)
case_argument: Decorator = click.argument("case", metavar="CASE")
sentence_argument: Decorator = click.argument("sentence", metavar="SENTENCE")


def unkept() -> bool:
    """Tell whether this run is to read nothing that was kept, and to keep nothing."""
    return bool(click.get_current_context().meta.get(UNKEPT))


def rulebook_of(given: str | None, *cases: str, tier: str | None = None, examples: bool = False) -> Rulebook:
    """Read the rulebook that is named, or else the one that DESIGN 2.3 chooses for some cases.

    Without `examples` the rules may lack theirs.
    """
    chosen = choose_rulebook(given, [Path(case) for case in cases if case != "-"])
    if chosen.notice:
        click.echo(f"rubicon: {chosen.notice}", err=True)
    if unkept():
        return of_tier(read_rulebook(chosen.folder), tier)
    return of_tier(read_kept_rulebook(chosen.folder, examples=examples), tier)


def read_both(
    given: str | None, *cases: str, tier: str | None = None, examples: bool = False
) -> tuple[Rulebook, list[Case]]:
    """Read a rulebook and the cases that are judged by it."""
    rulebook = rulebook_of(given, *cases, tier=tier, examples=examples)
    return rulebook, [case_of(case, rulebook) for case in cases]


def laid(assessment: Assessment, odds: Sequence[tuple[str, Fraction]]) -> list[tuple[Literal, Fraction]]:
    """Read the sentences of stated odds."""
    literals = read_arguments(assessment.language, [sentence for sentence, _ in odds])
    return [(literal, share) for literal, (_, share) in zip(literals, odds, strict=True)]
