"""What the tests of faults share: the command line in this process, messages without excerpts, counted work."""

import json
import re
import sys
from pathlib import Path

from click.testing import CliRunner

from contract import case, world
from rubicon import parse_case, read_rulebook
from rubicon.cli import main


class TooMuch(BaseException):
    """The work counted has passed its limit; no handler of mistakes may swallow it."""


def run(*arguments, stdin=None):
    """Run the command line with the rulebook `rules` of the working folder, unless another is named."""
    given = [str(one) for one in arguments]
    named = given if "--rules" in given else [*given, "--rules", "rules"]
    return CliRunner().invoke(main, named, input=stdin, catch_exceptions=False)


def told(*arguments):
    """Return what a command prints on success, as one line of plain words."""
    result = run(*arguments)
    assert result.exit_code == 0, result.stderr[-500:]
    return flat(result.stdout)


def made(*arguments):
    """Return the JSON object that a command prints on success."""
    result = run(*arguments, "--format", "json")
    assert result.exit_code == 0, result.stderr[-500:]
    return json.loads(result.stdout)


def flat(text):
    """Return a text on one line."""
    return " ".join(text.split())


def said(text):
    """Return messages without the excerpts of what was written, on one line: only what the program says."""
    return flat("\n".join(line for line in text.splitlines() if not re.match(r"\s*\d+ \| ", line)))


def message(work, *arguments):
    """Return the problems that reading ends with, or the warnings where it does not end, without excerpts."""
    try:
        found = work(*arguments)
    except Exception as bad:  # noqa: BLE001 (the message of whatever ends it is what is looked at)
        return said(str(bad))
    return said("\n".join(map(str, found.warnings)))


def rule_message(folder, text, **files):
    """Return what is said of a rule in the small world of the contract."""
    return message(read_rulebook, world(folder / "rules", {"a/b": text}, **files))


def case_message(folder, *facts, head="", **files):
    """Return what is said of a case in the small world of the contract; that a fact has no source is left out."""
    book = read_rulebook(world(folder / "rules", **files))
    found = message(parse_case, case(*facts, head=head), book)
    return re.sub(r"\S+ warning: a fact without a source Name its source\S* [^.]*\.", "", found).strip()


def actors(*names, kind="actor"):
    """Return the entities of a rulebook, all of one kind."""
    return "".join(f"[[entity]]\nname = {json.dumps(one)}\nkind = {json.dumps(kind)}\n" for one in names)


def desk(folder, vocabulary, entities, rules, cases):
    """Write a rulebook `rules` and cases (name to text) into a folder."""
    world(folder / "rules", rules, vocabulary=vocabulary, entities=entities, sources=None)
    for name, text in cases.items():
        (folder / f"{name}.toml").write_text(text, encoding="utf-8")
    return Path(folder)


def within(limit, work, *arguments):
    """Do work that makes at most so many calls: a measure that no other load on the machine can change."""
    calls = [0]

    def count(_frame, event, _argument):
        if event in ("call", "c_call"):
            calls[0] += 1
            if calls[0] > limit:
                sys.setprofile(None)
                raise TooMuch

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        return work(*arguments)
    except TooMuch:
        raise AssertionError(f"this takes more than {limit:,} calls") from None
    finally:
        sys.setprofile(before)


def calls(work, *arguments):
    """Count the calls that some work makes."""
    count = [0]

    def one(_frame, event, _argument):
        count[0] += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(one)
    try:
        work(*arguments)
    finally:
        sys.setprofile(before)
    return count[0]
