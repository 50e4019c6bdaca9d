"""Serve the tools over standard input and output, by the official package of the Model Context Protocol."""

from collections.abc import Callable
from typing import ParamSpec

from mcp.server import MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp.types import ToolAnnotations

from rubicon.mcp.answering import Answers
from rubicon.problems import BadInput, printable
from rubicon.version import __version__

INSTRUCTIONS = """\
Rubicon judges cases by rules. You propose facts; it judges, and says why. A fact is a sentence of its vocabulary, with
a source. Look for the sentence with `find` before you assert, read what it means, and assert only what the source says.
Declare a source with `add_source` first. Never invent a source, a date or a figure. What is not known stays unsaid.
A sentence that contradicts what is on file is refused; whether both stand is for the analyst to say, not for you."""

P = ParamSpec("P")

READS = ToolAnnotations(read_only_hint=True, open_world_hint=False)
WRITES = ToolAnnotations(
    read_only_hint=False, destructive_hint=False, idempotent_hint=False, open_world_hint=False
)


def serve(answers: Answers) -> None:
    """Serve until standard input ends."""
    server_of(answers).run("stdio")


def server_of(answers: Answers) -> MCPServer:
    """Return a server of the tools."""
    server = MCPServer("rubicon", instructions=INSTRUCTIONS, version=__version__, log_level="CRITICAL")

    @server.tool(annotations=READS)
    def cases() -> str:
        """List the names of the cases in the folder. The other tools take one as `case`."""
        return _given(answers, answers.cases)

    @server.tool(annotations=READS)
    def find(words: str, case: str | None = None) -> str:
        """Find the sentences of the vocabulary that say what some words say, best first, each with what it means.

        `case` fills the examples with who plays which part there. When nothing fits, the answer says so.
        """
        return _given(answers, answers.find, words, case)

    @server.tool(annotations=WRITES)
    def add_source(
        case: str,
        key: str,
        title: str,
        author: str | None = None,
        publisher: str | None = None,
        date: str | None = None,
        address: str | None = None,
        class_: str | None = None,
        origin: str | None = None,
        note: str | None = None,
    ) -> str:
        """Declare a source of a case under a key, by which facts name it. Only sources that exist.

        `date`: when it came out, as 2022-01-05. `class_`: W press, G government, S state outlet, N body or NGO,
        A academic, R reference, P partisan. `origin`: the person, body or wire from which the report came.
        """
        told = {"title": title, "author": author, "publisher": publisher, "date": date, "address": address}
        told |= {"class": class_, "origin": origin, "note": note}
        return _given(answers, answers.add_source, case, key, **told)

    @server.tool(name="assert", annotations=WRITES)
    def assertion(
        case: str,
        sentence: str,
        source: str,
        on: str | None = None,
        until: str | None = None,
        known: str | None = None,
        grade: str | None = None,
        note: str | None = None,
    ) -> str:
        """Write a fact into a case: a sentence of the vocabulary, and the key of the source that says so.

        `on`: when it became true (2022-01-05, 2022-01, 1992, 2022-01~ for about). `until`: the first day on which it
        was no longer so. `known`: when it was public. `grade`: Admiralty, A-F for the source and 1-6 for the report.
        `note`: how the source was read. A sentence that is none is answered with the nearest ones.
        """
        told = {"on": on, "until": until, "known": known, "grade": grade, "note": note}
        return _given(answers, answers.assertion, case, sentence, source, **told)

    @server.tool(annotations=READS)
    def assess(case: str, as_of: str | None = None, whole: bool = False) -> str:
        """Judge a case, on its own day or `as_of` another: the first page, or the `whole` report."""
        return _given(answers, answers.assess, case, as_of, whole=whole)

    @server.tool(annotations=READS)
    def why(case: str, sentence: str, as_of: str | None = None) -> str:
        """Explain how a sentence stands in a case: every argument for it and against it, and what they rest on."""
        return _given(answers, answers.why, case, sentence, as_of)

    @server.tool(annotations=READS)
    def why_not(case: str, sentence: str, as_of: str | None = None) -> str:
        """Explain why a sentence does not stand: every rule that could have shown it, and what each lacks."""
        return _given(answers, answers.why_not, case, sentence, as_of)

    @server.tool(annotations=READS)
    def pivots(case: str, as_of: str | None = None) -> str:
        """Say what would change the judgement, what it hangs on, and what to find out first. May take seconds."""
        return _given(answers, answers.pivots, case, as_of)

    @server.tool(annotations=READS)
    def next_question(case: str) -> str:
        """Ask what is to be found out next about a case, with the sentences that would answer it.

        When nothing open can change the answer, that is said.
        """
        return _given(answers, answers.next_question, case)

    return server


def _given(answers: Answers, answer: Callable[P, str], *arguments: P.args, **named: P.kwargs) -> str:
    """Return an answer; what is wrong is told to the assistant, never as a traceback.

    Raises:
        ToolError: there is no answer.
    """
    try:
        return answers.in_turn(answer, *arguments, **named)
    except BadInput as bad:
        raise ToolError(str(bad)) from None
    except Exception as error:
        kind = type(error).__name__
        what = f"a mistake of this program, not of yours: {kind}: {printable(str(error))}"
        raise ToolError(what) from error
