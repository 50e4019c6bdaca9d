"""A small world to hold the contract against: people who protest, march and trust, and a line to say it in."""

import json
import os
import subprocess
import sys
from pathlib import Path
from textwrap import dedent

from rubicon import BadInput, assess, parse_case, read_rulebook

WORDS = """
    [kind.actor]
    [kind.country]
    is = "actor"
    [kind.level]
    values = ["low", "middle", "high", "extreme"]
    [kind.colour]
    values = ["red", "green"]

    [statement.p]
    form = "{x:actor} protests"
    denied = "{x} stays calm"
    [statement.q]
    form = "{x:actor} marches"
    [statement.r]
    form = "{x:actor} strikes"
    [statement.s]
    form = "{x:actor} votes"
    [statement.t]
    form = "{x:actor} waits"
    [statement.u]
    form = "{x:actor} sings"
    [statement.trusts]
    form = "{x:actor} trusts {y:actor}"
    [statement.leads]
    form = "{x:country} leads {y:actor}"
    [statement.mood]
    form = "the mood of {x:actor} is: {l:level}"
    one_of = "l"
    [statement.strength]
    form = "{x:actor} has {n:number} troops"
    one_of = "n"
    [statement.sends]
    form = "{x:actor} sends {n:number} troops to {y:actor}"
    [statement.reports]
    form = "{x:actor} reports {n:number} tanks"
    [statement.meets]
    form = "{x:actor} meets {y:actor} on {d:date}"
    [statement.says]
    form = "{x:actor} says {w:text}"
    [statement.army]
    form = "{x:actor}'s army obeys {y:actor}"
"""

PEOPLE = """
    [[entity]]
    name = "Anna"
    kind = "actor"
    [[entity]]
    name = "Bela"
    kind = "actor"
    [[entity]]
    name = "Carl"
    kind = "actor"
    [[entity]]
    name = "the Dons"
    kind = "actor"
    also = ["the Don Brothers"]
    [[entity]]
    name = "Estia"
    kind = "country"
    code = "EST"
    [[entity]]
    name = "the United Isles"
    kind = "country"
"""

SOURCES = """
    [source.work]
    title = "A work"
"""


def write(folder: Path, name: str, text: str) -> Path:
    """Write a file of a rulebook as an editor would, and return its path."""
    path = folder / f"{name}.toml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(dedent(text), encoding="utf-8")
    return path


def world(folder: Path, rules: dict[str, str] | None = None, **files: str | None) -> Path:
    """Write the small world with rules (`topic/name` to text), other files added or left out (None)."""
    given = {"vocabulary": WORDS, "entities": PEOPLE, "sources": SOURCES, **files}
    for name, text in given.items():
        if text is not None:
            write(folder, name, text)
    for name, text in (rules or {}).items():
        write(folder, name, text)
    return folder


def rule(if_: str | list[object], then: str | list[str], **keys: object) -> str:
    """Return the text of a rule; TOML's strings and lists are written as JSON writes them."""
    lines = {"title": "A rule", "if": if_, "then": then, "because": "It is so.", **keys}
    return "\n".join(f"{key} = {_toml(value)}" for key, value in lines.items()) + "\n"


def _toml(value: object) -> str:
    return (
        json.dumps(value, ensure_ascii=False)
        if isinstance(value, str | bool | int | list | tuple)
        else str(value)
    )


def fact(sentence: str, grade: str | None = "A1", **keys: object) -> str:
    """Return the text of a fact, given (A1) unless another grade is named."""
    lines = {"that": sentence, **({"grade": grade} if grade else {}), **keys}
    return "[[fact]]\n" + "\n".join(f"{key} = {_toml(value)}" for key, value in lines.items()) + "\n"


def case(*facts: str, head: str = "") -> str:
    """Return the text of a case; a bare sentence is a fact that is given, by two sources of two origins."""
    told = [
        [one] if one.startswith("[[") else [fact(one, source=key) for key in ("one", "two")] for one in facts
    ]
    return (
        'title = "A case"\n'
        + dedent(head)
        + '\n[source.one]\ntitle = "One"\n[source.two]\ntitle = "Two"\n'
        + "\n".join(text for texts in told for text in texts)
    )


def judged(folder: Path, rules: dict[str, str], *facts: str, head: str = "", **how: object):
    """Assess a case of the small world under some rules."""
    book = read_rulebook(world(folder, rules))
    return assess(book, parse_case(case(*facts, head=head), book), **how)


def standing(assessment, sentence: str) -> tuple[bool | None, str, str | None]:
    """Return truth, standing and confidence of a sentence."""
    verdict = assessment.verdict(sentence)
    return verdict.truth, verdict.standing, verdict.confidence


def problems(call, *arguments: object, **keys: object) -> str:
    """Return the problems that a call ends with, as the user reads them."""
    try:
        call(*arguments, **keys)
    except BadInput as bad:
        return str(bad)
    return ""


def run(*arguments: str, cwd: Path, stdin: str | bytes = "", seed: str = "random", **how: object):
    """Run the command line in a process of its own; it must never show a traceback."""
    raw = stdin.encode() if isinstance(stdin, str) else stdin
    environment = {**os.environ, "PYTHONHASHSEED": seed}
    done = subprocess.run(
        [sys.executable, "-m", "rubicon", *arguments],
        cwd=cwd,
        input=raw,
        capture_output=True,
        env=environment,
        timeout=300,
        check=False,
        **how,
    )
    assert b"Traceback" not in done.stderr, done.stderr.decode()
    return done.returncode, done.stdout.decode(), done.stderr.decode()
