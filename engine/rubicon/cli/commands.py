"""The commands of an analyst, and the group that all commands belong to."""

from datetime import date
from pathlib import Path

import click

from rubicon.assessing import Assessment, assess, read_arguments
from rubicon.cli import ending
from rubicon.cli.answers import what_if_command, why_not_command
from rubicon.cli.editors import rules
from rubicon.cli.history import backtest_command, compare_command, timeline_command
from rubicon.cli.options import (
    Day,
    assume_option,
    case_argument,
    case_of,
    day_option,
    drafts_option,
    format_option,
    output_option,
    rulebook_of,
    rules_option,
    school_option,
    sentence_argument,
    without_option,
)
from rubicon.explaining import explain, why
from rubicon.problems import BadInput
from rubicon.rendering import render_assessment, render_why
from rubicon.version import __version__


class Group(click.Group):
    """A group whose commands end honestly: problems with status 1, Ctrl-C with 130, never a traceback."""

    def invoke(self, ctx: click.Context) -> object:
        """Run a command; bad input ends it with its message."""
        try:
            return super().invoke(ctx)
        except BadInput as bad:
            ending.refuse(bad)
        except BrokenPipeError:
            ending.hang_up()
        except KeyboardInterrupt:
            ending.interrupted()


@click.group(cls=Group, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="rubicon")
def main() -> None:
    """Judge whether a power will send troops, and explain why.

    CASE is a case file, the name of a case of the library, or - for standard input. A SENTENCE is one of
    the vocabulary's sentences, in quotes.
    """


@main.command("assess")
@case_argument
@rules_option
@day_option
@click.option("--since", type=Day(), metavar="DATE", help="Add what changed since this day, and why.")
@assume_option
@without_option
@school_option
@drafts_option
@format_option
@output_option
def assess_command(
    case: str,
    folder: Path | None,
    day: date | None,
    since: date | None,
    assume: tuple[str, ...],
    without: tuple[str, ...],
    schools: tuple[str, ...],
    drafts: bool,
    form: str,
    output: Path | None,
) -> None:
    """Write the assessment of a case."""
    rulebook = rulebook_of(folder)
    read = case_of(case, rulebook)

    def judged(on: date | None, *, changed: bool) -> Assessment:
        return assess(
            rulebook,
            read,
            as_of=on,
            assume=assume if changed else (),
            without=without if changed else (),
            schools=schools or None,
            drafts=drafts,
        )

    assessment = judged(day, changed=True)
    baseline = judged(day, changed=False) if assume or without else None
    earlier = judged(since, changed=True) if since else None
    ending.warn(assessment.warnings)
    text = render_assessment(explain(assessment, baseline, earlier), form)
    ending.give(text, output, markdown=form == "markdown")


@main.command("why")
@case_argument
@sentence_argument
@rules_option
@day_option
@assume_option
@without_option
@school_option
@drafts_option
@format_option
@output_option
def why_command(
    case: str,
    sentence: str,
    folder: Path | None,
    day: date | None,
    assume: tuple[str, ...],
    without: tuple[str, ...],
    schools: tuple[str, ...],
    drafts: bool,
    form: str,
    output: Path | None,
) -> None:
    """Explain how a sentence stands in a case: every argument for it, and those against it."""
    rulebook = rulebook_of(folder)
    assessment = assess(
        rulebook,
        case_of(case, rulebook),
        as_of=day,
        assume=assume,
        without=without,
        schools=schools or None,
        drafts=drafts,
    )
    literal = read_arguments(assessment.language, [sentence])[0]
    ending.give(render_why(why(assessment, literal), form), output, markdown=form == "markdown")


main.add_command(rules)
main.add_command(timeline_command)
main.add_command(backtest_command)
main.add_command(compare_command)
main.add_command(why_not_command)
main.add_command(what_if_command)
