"""The tools for assistants' programs, asked by the official client over standard input and output."""

import os
import re
import sys
import tomllib
from pathlib import Path
from unittest.mock import ANY

import anyio
import pytest
from click.testing import CliRunner
from mcp import Client, StdioServerParameters

from books import write_book
from rubicon.cli import main

TOP = Path(__file__).resolve().parents[1]
REQUEST = "Kazakhstan asks the CSTO to intervene"
SUPPORT = "local elements in Ukraine support intervention by Russia"
CASE = """\
# A remark that stays.
title = "Mine"
as_of = 2022-01-05
roles = { intervener = "Russia", host = "Kazakhstan" }

[source.one]
title = "Report"
date = 2022-01-05

[[fact]]
that = "Russia leads the CSTO"
source = "one"
"""


@pytest.fixture
def place(tmp_path):
    """Make a folder of one case, a rulebook beside it, and a file outside that nobody may reach."""
    write_book(tmp_path / "rules")
    (tmp_path / "cases" / "more").mkdir(parents=True)
    (tmp_path / "cases" / "mine.toml").write_text(CASE, encoding="utf-8")
    (tmp_path / "outside.toml").write_text(CASE, encoding="utf-8")
    return tmp_path


def session(place, talk):
    """Start the server in a folder, let a client talk with it, and return what comes of that."""
    environment = {"PYTHONPATH": str(TOP / "engine"), "RUBICON_CACHE": os.environ["RUBICON_CACHE"]}
    command = ["-m", "rubicon", "mcp", "cases", "--coder", "M"]
    server = StdioServerParameters(command=sys.executable, args=command, env=environment, cwd=place)

    async def whole():
        async with Client(server) as client:
            return await talk(client)

    return anyio.run(whole)


def asked(place, *calls):
    """Make some calls, and return for each whether it was refused and what was said."""

    async def talk(client):
        return [await said_of(client, name, given) for name, given in calls]

    return session(place, talk)


async def said_of(client, name, given):
    result = await client.call_tool(name, given)
    return result.is_error, result.content[0].text


def bytes_under(folder):
    """Return every file below a folder with its bytes, but for what Python and Jinja keep of themselves."""
    return {str(path): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def test_the_tools_are_offered_with_what_they_need(place):
    """Each tool tells what it does; whoever asserts must name a source; only two of them write."""

    async def talk(client):
        return (await client.list_tools()).tools

    tools = {tool.name: tool for tool in session(place, talk)}
    assert set(tools) == {
        "cases", "find", "add_source", "assert", "assess", "why", "why_not", "pivots", "next_question",
    }  # fmt: skip
    assert all(tool.description for tool in tools.values())
    assert {name for name, tool in tools.items() if not tool.annotations.read_only_hint} == {
        "add_source",
        "assert",
    }
    assert set(tools["assert"].input_schema["required"]) == {"case", "sentence", "source"}
    page = (TOP / "docs" / "mcp.md").read_text(encoding="utf-8")
    assert set(re.findall(r"^\| `(\w+)` \|", page, re.MULTILINE)) == set(tools)


def test_a_case_is_coded_and_judged(place):
    """A source is declared, a fact found and asserted, marked with its coder; what follows is told as by the commands."""
    fact = {"case": "mine", "sentence": "kazakhstan asks CSTO to intervene", "source": "two", "grade": "B2"}
    source = {"case": "mine", "key": "two", "title": "Other", "date": "2022-01-05", "class_": "W"}
    told = asked(
        place,
        ("cases", {}),
        ("find", {"words": "the government asks for troops", "case": "mine"}),
        ("add_source", source),
        ("assert", {**fact, "on": "2022-01-05", "note": "As read."}),
        ("assess", {"case": "mine"}),
        ("assess", {"case": "mine", "whole": True, "as_of": "2022-01-04"}),
        ("why", {"case": "mine", "sentence": REQUEST}),
        ("why_not", {"case": "mine", "sentence": SUPPORT}),
        ("pivots", {"case": "mine"}),
    )
    assert [error for error, _ in told] == [False] * len(told)
    cases, found, _, asserted, brief, whole, why, why_not, pivots = (text for _, text in told)
    assert cases == "mine"
    assert "Kazakhstan asks Russia to intervene" in found
    assert asserted == f"mine, line 19: {REQUEST}"
    text = (place / "cases" / "mine.toml").read_text(encoding="utf-8")
    assert text.startswith("# A remark that stays.\n")
    assert {key: str(value) for key, value in tomllib.loads(text)["fact"][1].items()} == {
        "that": REQUEST,
        "on": "2022-01-05",
        "source": "two",
        "grade": "B2",
        "note": "As read.",
        "coder": "M",
    }
    assert len(whole) > len(brief)
    case = str(place / "cases" / "mine.toml")
    for printed, arguments in (
        (why, ["why", case, REQUEST]),
        (why_not, ["why-not", case, SUPPORT]),
        (pivots, ["pivots", case]),
    ):
        rules = ["--rules", str(place / "rules"), "--format", "text"]
        assert printed.rstrip() == CliRunner().invoke(main, [*arguments, *rules]).stdout.rstrip()


def test_the_next_question_is_asked_until_nothing_matters(place):
    """The next question comes with the sentences that answer it; once one is asserted another comes, or the end."""
    seen = []

    async def talk(client):
        for _ in range(9):
            _, text = await said_of(client, "next_question", {"case": "mine"})
            seen.append(text)
            for line in text.splitlines():
                for one in line.removeprefix("- yes: ").split("; ") if line.startswith("- yes: ") else ():
                    fact = {"case": "mine", "sentence": one, "source": "one", "grade": "A1"}
                    assert await said_of(client, "assert", fact) == (False, ANY)
            if "- yes: " not in text:
                break

    session(place, talk)
    assert len(seen) == len(set(seen)) > 1
    assert seen[-1] == "Nothing that is open can change the answer, however it is answered."


REFUSED = [
    ({"sentence": "Kazakhstan ask the CSTO to intervene"}, '"{host} asks {guarantor} to intervene"'),
    ({"sentence": "an appeal to intervene goes out"}, "  Kazakhstan asks Russia to intervene"),
    ({"source": "nobody"}, 'there is no source "nobody"'),
    ({"source": " "}, "every assertion needs a source"),
    ({"source": None}, "Field required"),
    ({"grade": "Z9"}, "no Admiralty grade"),
    ({"on": "soon"}, '"soon" is no day'),
    ({"case": "other"}, 'there is no case "other" here'),
    ({"sentence": "it is false that Russia leads the CSTO"}, "contradicts"),
    ({"sentence": "x" * 100_000}, "the sentence has 100,000 characters"),
    ({"note": "\x1b[2J"}, "no text may hold"),
]
"""What is wrong with an assertion, and what is said of it."""


def test_what_may_not_be_asserted_is_refused(place):
    """A sentence that is none gets the nearest; no source, no fact; nothing is written."""
    before = bytes_under(place)
    right = {"case": "mine", "sentence": REQUEST, "source": "one"}
    facts = [{key: one for key, one in {**right, **given}.items() if one is not None} for given, _ in REFUSED]
    results = asked(place, *(("assert", fact) for fact in facts))
    for (given, told), (refused, text) in zip(REFUSED, results, strict=True):
        assert (refused, told in text) == (True, True), f"{str(given)[:100]}: {text[:900]}"
        assert "Traceback" not in text
    assert bytes_under(place) == before


def test_nothing_is_read_or_written_outside_the_folder(place):
    """No name leads out of the folder: not by dots, not as an absolute path, not through a link to a file or a folder."""
    (place / "cases" / "link.toml").symlink_to(place / "outside.toml")
    (place / "cases" / "folder").symlink_to(place)
    before = bytes_under(place)
    names = ["../outside", "../outside.toml", "more/../../outside", "..~outside", "link", "folder~outside"]
    calls = []
    for name in [*names, str(place / "outside.toml"), str(place / "outside"), "/etc/hosts", ""]:
        calls += [
            ("assert", {"case": name, "sentence": REQUEST, "source": "one"}),
            ("add_source", {"case": name, "key": "two", "title": "T"}),
            ("assess", {"case": name}),
            ("next_question", {"case": name}),
            ("find", {"words": "asks", "case": name or "/"}),
        ]
    results = asked(place, ("cases", {}), *calls)
    assert results[0] == (False, "mine")
    assert [text for refused, text in results[1:] if not refused or "there is no case" not in text] == []
    assert bytes_under(place) == before


def test_a_link_within_the_folder_stays_within(place):
    """A link to another file of the folder is that file."""
    (place / "cases" / "again.toml").symlink_to(place / "cases" / "mine.toml")
    fact = {"case": "again", "sentence": REQUEST, "source": "one"}
    assert asked(place, ("assert", fact))[0][0] is False
    assert REQUEST in (place / "cases" / "mine.toml").read_text(encoding="utf-8")
    assert (place / "cases" / "again.toml").is_symlink()


def test_all_that_is_written_lies_in_the_folder(place):
    """But for the cache that every command keeps, nothing else on the way is touched."""
    before = bytes_under(place)
    fact = {"case": "mine", "sentence": REQUEST, "source": "one"}
    asked(place, ("assert", fact), ("assess", {"case": "mine"}), ("pivots", {"case": "mine"}))
    after = bytes_under(place)
    mine = str(place / "cases" / "mine.toml")
    assert {path for path in {*before, *after} if before.get(path) != after.get(path)} == {mine}


def test_a_case_with_problems_is_told_with_its_line(place):
    """What is wrong with a file is told as the commands tell it."""
    (place / "cases" / "mine.toml").write_text(CASE.replace("Russia leads", "Russia led"), encoding="utf-8")
    refused, text = asked(place, ("assess", {"case": "mine"}))[0]
    assert refused
    assert "mine.toml:11: unknown sentence" in text


@pytest.mark.parametrize(
    ("folder", "told"), [("nowhere", "there is no such folder"), ("outside.toml", "folder")]
)
def test_a_folder_that_is_none_is_refused(place, monkeypatch, folder, told):
    """Without a folder nothing is served."""
    monkeypatch.chdir(place)
    result = CliRunner().invoke(main, ["mcp", folder])
    assert result.exit_code == 1
    assert told in result.stderr
