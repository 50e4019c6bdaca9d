"""The language server, asked by a client of the protocol over standard input and output."""

import asyncio
import os
import random
import re
import sys
import tomllib
from pathlib import Path
from shutil import copytree

import pytest
from click.testing import CliRunner
from lsprotocol import types
from pygls.lsp.client import LanguageClient

from rubicon.cli import main
from rubicon.lsp.laying import OpenBook

TOP = Path(__file__).resolve().parents[1]
BRIDGES = TOP / "engine" / "rubicon" / "editing" / "lints" / "bridges"
RULE = "strain/many-lorries.toml"
PATIENCE = 60
"""Seconds after which an answer is missed."""


@pytest.fixture
def book(tmp_path):
    """Make a copy of the lints' small rulebook."""
    return copytree(BRIDGES, tmp_path / "bridges")


class Editor:
    """An editor's program: it opens files, types, and hears what is wrong."""

    def __init__(self, client, folder):
        self.client, self.folder = client, folder
        self.found, self.said, self.heard = {}, [], asyncio.Event()

        @client.feature(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)
        def published(params):
            self.found[params.uri] = params.diagnostics
            self.heard.set()

        @client.feature(types.WINDOW_LOG_MESSAGE)
        def logged(params):
            self.said.append(params.message)

    def uri(self, name):
        """Name a file as the protocol does."""
        return Path(os.path.normpath(self.folder / name)).as_uri()

    def open(self, name, text=None):
        """Open a file, and return its text, which may be another than that on the disk."""
        text = (self.folder / name).read_text(encoding="utf-8") if text is None else text
        item = types.TextDocumentItem(self.uri(name), "toml", 1, text)
        self.client.text_document_did_open(types.DidOpenTextDocumentParams(item))
        return text

    def type(self, name, text, version=2):
        """Change the whole text of an open file."""
        self.heard.clear()
        document = types.VersionedTextDocumentIdentifier(version, self.uri(name))
        changes = [types.TextDocumentContentChangeWholeDocument(text)]
        self.client.text_document_did_change(types.DidChangeTextDocumentParams(document, changes))

    async def problems(self, name, *, none=False):
        """Wait until something is wrong with a file, or until nothing is."""
        while bool(self.found.get(self.uri(name))) == none or self.uri(name) not in self.found:
            await asyncio.wait_for(self.heard.wait(), PATIENCE)
            self.heard.clear()
        return self.found[self.uri(name)]

    def at(self, name, text, part, after=0):
        """Return the file and the place where a part of its text ends, or so many letters earlier."""
        end = text.index(part) + len(part) - after
        line = text.count("\n", 0, end)
        column = len(text[text.rfind("\n", 0, end) + 1 : end].encode("utf-16-le")) // 2
        return types.TextDocumentIdentifier(self.uri(name)), types.Position(line, column)


def session(folder, talk, *options):
    """Start the server, let an editor talk with it, and return what comes of that; it ends in peace."""
    environment = os.environ | {"PYTHONPATH": str(TOP / "engine")}

    async def whole():
        client = LanguageClient("editor", "1")
        editor = Editor(client, folder)
        command = ["-m", "rubicon", "lsp", *options]
        await client.start_io(sys.executable, *command, env=environment, cwd=folder)
        await client.initialize_async(types.InitializeParams(types.ClientCapabilities()))
        client.initialized(types.InitializedParams())
        try:
            return await asyncio.wait_for(talk(editor), 2 * PATIENCE)
        finally:
            await asyncio.wait_for(client.shutdown_async(None), PATIENCE)
            client.exit(None)
            await client.stop()

    return asyncio.run(whole())


def bytes_under(folder):
    return {path: path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def test_a_broken_buffer_is_told_at_its_line_and_mending_clears_it(book):
    """What is typed and unsaved is read with the rest of the rulebook; the files stay as they are."""
    before = bytes_under(book)

    async def talk(editor):
        text = editor.open(RULE)
        editor.type(RULE, text.replace('"?bridge is old"', '"?bridge is oldd"'))
        wrong = await editor.problems(RULE)
        editor.type(RULE, text, 3)
        return wrong, await editor.problems(RULE, none=True)

    (problem, *_), mended = session(book, talk)
    assert problem.range.start.line == 1
    assert problem.severity == types.DiagnosticSeverity.Error
    assert "oldd" in problem.message
    assert not mended
    assert bytes_under(book) == before


def test_a_finding_of_the_lints_has_its_id_and_its_columns(book):
    """A warning is told with its id, in units of the editor: a mark outside the plane counts twice."""

    async def talk(editor):
        text = editor.open("vocabulary.toml")
        editor.type(
            "vocabulary.toml",
            text + '\n[statement.idle]\nform = "{bridge:bridge} is 🌉 idle"\nmeans = "Not used."\n',
        )
        return await editor.problems("vocabulary.toml")

    problems = session(book, talk)
    assert {problem.severity for problem in problems} == {types.DiagnosticSeverity.Warning}
    assert all(re.fullmatch(r"RUB\d{3}", problem.code) for problem in problems)
    assert any("idle" in problem.message for problem in problems)


def test_a_failing_example_is_told_and_stands_over_the_rule(book):
    """The examples of an open rule are run as one types, and the lens says how they went."""

    async def talk(editor):
        text = editor.open(RULE)
        document = types.TextDocumentIdentifier(editor.uri(RULE))
        well = await editor.client.text_document_code_lens_async(types.CodeLensParams(document))
        editor.type(RULE, text.replace(">= 500", ">= 501"))
        wrong = await editor.problems(RULE)
        ill = await editor.client.text_document_code_lens_async(types.CodeLensParams(document))
        return text, well, wrong, ill

    text, well, wrong, ill = session(book, talk)
    assert [(lens.range.start.line, lens.command.title) for lens in well] == [
        (0, "2 examples pass"),
        (2, "read by 1 rule"),
    ]
    errors = [one.range.start.line for one in wrong if one.severity == types.DiagnosticSeverity.Error]
    assert errors[0] == text[: text.index("[[example]]")].count("\n")
    assert ill[0].command.title == "2 examples, 1 with problems"


def test_a_sentence_is_explained_found_and_followed(book):
    """Hover tells what it means and who uses it; definition and references lead there."""

    async def talk(editor):
        text = editor.open(RULE)
        document, position = editor.at(RULE, text, "?bridge is old", 3)
        told = await editor.client.text_document_hover_async(types.HoverParams(document, position))
        where = await editor.client.text_document_definition_async(types.DefinitionParams(document, position))
        context = types.ReferenceContext(include_declaration=True)
        used = await editor.client.text_document_references_async(
            types.ReferenceParams(context, document, position)
        )
        return told.contents.value, where, used

    told, (where,), used = session(book, talk)
    assert "It was built before 1950." in told
    assert "Was {bridge} built before 1950?" in told
    assert "Concluded by: no rule" in told
    assert "- `strain/many-lorries` Many lorries strain an old bridge" in told
    rows = (book / "vocabulary.toml").read_text(encoding="utf-8").splitlines()
    assert where.uri == (book / "vocabulary.toml").as_uri()
    assert "statement.old" in rows[where.range.start.line] or "is old" in rows[where.range.start.line]
    assert {Path(one.uri).name for one in used} == {"many-lorries.toml", "signs-of-wear.toml"}
    for one in used:
        rows = Path(one.uri.removeprefix("file://")).read_text(encoding="utf-8").splitlines()
        assert "is old" in rows[one.range.start.line]


def test_a_rule_that_is_named_is_explained_and_found(book):
    """An id leads to the file of its rule, and is offered where one is asked for."""

    async def talk(editor):
        text = (book / RULE).read_text(encoding="utf-8")
        text = text.replace("because", 'overrides = ["strain/few-lorries"]\nbecause', 1)
        editor.open(RULE, text)
        document, position = editor.at(RULE, text, "strain/few")
        told = await editor.client.text_document_hover_async(types.HoverParams(document, position))
        where = await editor.client.text_document_definition_async(types.DefinitionParams(document, position))
        offered = await editor.client.text_document_completion_async(
            types.CompletionParams(document, position)
        )
        return told.contents.value, where, {item.label for item in offered.items}

    told, (where,), offered = session(book, talk)
    assert "Few lorries do not strain a bridge" in told
    assert where.uri == (book / "strain/few-lorries.toml").as_uri()
    assert "strain/few-lorries" in offered


def test_sentences_and_entities_are_offered_in_quotes(book):
    """A rule gets variables in the slots, a fact what there is to choose from; a half-typed name its entity."""

    async def talk(editor):
        text = editor.open(RULE)
        offered = []
        for old, new in (
            ('"?bridge is old"', '"crack'),
            ('["the North Bridge is old"', '["crack'),
            ('["the North Bridge is old"', '["the Mil'),
        ):
            typed = text.replace(old, new, 1)
            editor.type(RULE, typed, len(offered) + 2)
            document, position = editor.at(RULE, typed, new)
            found = await editor.client.text_document_completion_async(
                types.CompletionParams(document, position)
            )
            offered.append({item.label: item for item in found.items})
        return offered

    in_rule, in_fact, half = session(book, talk)
    assert in_rule["{bridge} is cracked"].text_edit.new_text == "${1:?bridge} is cracked"
    assert in_rule["{bridge} is cracked"].documentation == "A crack that a survey put on record."
    assert "{bridge} is old" not in in_rule
    assert (
        in_fact["{bridge} is cracked"].text_edit.new_text
        == "${1|the Mill Bridge,the North Bridge|} is cracked"
    )
    assert half["the Mill Bridge"].text_edit.new_text == "the Mill Bridge"
    edit = half["the Mill Bridge"].text_edit.range
    assert edit.end.character - edit.start.character == len("the Mil")


def test_a_case_is_read_by_its_rulebook(book):
    """A case is told at its line what is wrong with it, and is well when it is mended."""

    async def talk(editor):
        text = editor.open("cases/north.toml")
        editor.type(
            "cases/north.toml", re.sub(r'^that( *)= "', r'that\1= "no ', text, count=1, flags=re.MULTILINE)
        )
        wrong = await editor.problems("cases/north.toml")
        editor.type("cases/north.toml", text, 3)
        return text, wrong, await editor.problems("cases/north.toml", none=True)

    text, (problem, *_), mended = session(book, talk)
    assert text.splitlines()[problem.range.start.line].startswith("that")
    assert not mended


def test_what_cannot_be_read_leaves_the_answers_of_before(book):
    """A file that is no TOML is told, and hover goes on; nothing that is typed ends the server."""

    async def talk(editor):
        text = editor.open("vocabulary.toml")
        editor.open(RULE)
        document, position = editor.at(RULE, (book / RULE).read_text(encoding="utf-8"), "?bridge is old")
        before = await editor.client.text_document_hover_async(types.HoverParams(document, position))
        for turn, broken in enumerate(["[[[", "", "\x00", "a = \ud83d"[:4], "x" * 100_000], 2):
            editor.type("vocabulary.toml", broken, turn)
            await editor.problems("vocabulary.toml")
        after = await editor.client.text_document_hover_async(types.HoverParams(document, position))
        far = types.HoverParams(document, types.Position(10_000, 10_000))
        nothing = await editor.client.text_document_hover_async(far)
        editor.type("vocabulary.toml", text, 9)
        return before, after, nothing, await editor.problems("vocabulary.toml", none=True), editor.said

    before, after, nothing, mended, said = session(book, talk)
    assert "It was built before 1950." in before.contents.value
    assert after == before
    assert nothing is None
    assert not mended
    assert said == []


def test_other_files_are_left_alone(book):
    """A TOML file of no rulebook gets no answer and no finding."""

    async def talk(editor):
        text = editor.open("../pyproject.toml", 'name = "the North Bridge is old"\n')
        document, position = editor.at("../pyproject.toml", text, "is old")
        told = await editor.client.text_document_hover_async(types.HoverParams(document, position))
        return told, editor.found, editor.said

    assert session(book, talk) == (None, {}, [])


def test_a_rulebook_that_is_not_there_is_refused():
    """A misspelled rulebook is told before anything is served."""
    result = CliRunner().invoke(main, ["lsp", "--rules", "bridgez"])
    assert result.exit_code == 1
    assert 'there is no rulebook "bridgez"' in result.stderr


def test_without_the_extra_the_command_says_what_to_install(monkeypatch):
    """No traceback where the library is missing."""
    monkeypatch.setattr("rubicon.cli.lsp.find_spec", lambda name: None)
    result = CliRunner().invoke(main, ["lsp"])
    assert result.exit_code == 1
    assert "pip install 'rubicon[lsp]'" in result.stderr


def test_the_page_gives_settings_that_can_be_read():
    """The manual's settings start the command as it is called."""
    page = (TOP / "docs" / "lsp.md").read_text(encoding="utf-8")
    helix = tomllib.loads(re.search(r"```toml\n(.*?)```", page, re.DOTALL)[1])
    assert helix["language-server"]["rubicon"] == {"command": "rubicon", "args": ["lsp"]}
    assert '"glspc.server.commandArguments": ["lsp"]' in page
    assert 'cmd = { "rubicon", "lsp" }' in page


def applied(folder, edit):
    """Do in a folder what an editor does with an edit of several files."""
    for change in edit.document_changes:
        if isinstance(change, types.RenameFile):
            old, new = (Path(uri.removeprefix("file://")) for uri in (change.old_uri, change.new_uri))
            assert old.is_relative_to(folder)
            new.parent.mkdir(exist_ok=True)
            old.rename(new)
            continue
        path = Path(change.text_document.uri.removeprefix("file://"))
        rows = path.read_text(encoding="utf-8").split("\n")
        for one in change.edits:
            assert (one.range.start.line, one.range.start.character) == (one.range.end.line, 0)
            assert one.range.end.character == len(rows[one.range.end.line])
            rows[one.range.end.line] = one.new_text
        path.write_text("\n".join(rows), encoding="utf-8")


@pytest.mark.parametrize(
    ("name", "part", "called", "new", "argument"),
    [
        (RULE, "?bridge is old", "{bridge} is old", "{bridge} has seen much", "form"),
        (RULE, '["the North', "the North Bridge", "the Weir", "entity"),
        (RULE, '["handbook', "handbook", "guide", "source"),
        ("sources.toml", "[source.hand", "handbook", "guide", "source"),
        ("entities.toml", '"the cou', "the county", "Essex", "entity"),
        (
            "cases/north.toml",
            'that   = "the North Bridge is crac',
            "{bridge} is cracked",
            "{bridge} has cracks",
            "form",
        ),
        (RULE, 'overrides = ["strain/few', "strain/few-lorries", "load/light", "rule"),
    ],
)
def test_what_stands_under_the_cursor_is_renamed_as_the_command_renames_it(
    book, tmp_path, name, part, called, new, argument
):
    """A sentence, an entity, a rule or a work: the editor gets the same files as `rules rename` would write."""
    rule = (
        (book / RULE)
        .read_text(encoding="utf-8")
        .replace("because", 'overrides = ["strain/few-lorries"]\nbecause', 1)
    )
    (book / RULE).write_text(rule, encoding="utf-8")
    other = copytree(book, tmp_path / "other" / "rules")

    async def talk(editor):
        text = editor.open(name)
        document, position = editor.at(name, text, part)
        asked = types.PrepareRenameParams(document, position)
        offered = await editor.client.text_document_prepare_rename_async(asked)
        edit = await editor.client.text_document_rename_async(types.RenameParams(document, position, new))
        return text, offered, edit, editor.said

    before = bytes_under(book)
    text, offered, edit, said = session(book, talk)
    assert bytes_under(book) == before
    assert (offered.placeholder, said) == (called, [])
    row = text.splitlines()[offered.range.start.line]
    assert row[offered.range.start.character : offered.range.end.character]
    applied(book, edit)
    command = ["rules", "rename", argument, called, new, "--write", "--rules", str(other)]
    assert CliRunner().invoke(main, command).exit_code == 0
    assert {str(path.relative_to(book)): raw for path, raw in bytes_under(book).items()} == {
        str(path.relative_to(other)): raw for path, raw in bytes_under(other).items()
    }


def test_a_name_that_is_taken_is_refused_and_an_unsaved_line_is_renamed(book):
    """The refusal is the command's; what is typed and unsaved is renamed as it stands."""

    async def talk(editor):
        text = editor.open(RULE)
        typed = text.replace('["?bridge is old"', '["?bridge is old", "?bridge is cracked"')
        editor.type(RULE, typed)
        document, position = editor.at(RULE, typed, "?bridge is crac")
        taken = types.RenameParams(document, position, "{bridge} is old")
        with pytest.raises(Exception, match="this form reads like") as refused:
            await editor.client.text_document_rename_async(taken)
        free = types.RenameParams(document, position, "cracks run through {bridge}")
        return refused.value, await editor.client.text_document_rename_async(free), editor.uri(RULE)

    refused, edit, uri = session(book, talk)
    assert 'this form reads like "{bridge} is old"' in str(refused)
    mine = next(one for one in edit.document_changes if one.text_document.uri == uri)
    assert '"cracks run through ?bridge"' in mine.edits[0].new_text


def test_what_is_not_open_is_looked_at_when_nothing_is_typed(book):
    """An edit that breaks the example of a rule that is not open is told there, without a command; so is a case."""

    async def talk(editor):
        text = editor.open("strain/many-lorries.toml")
        other = "strain/few-lorries.toml"
        broken = (book / other).read_text(encoding="utf-8").replace("< 50", "< 49")
        (book / other).write_text(broken, encoding="utf-8")
        case = book / "cases" / "north.toml"
        case.write_text(case.read_text(encoding="utf-8").replace("is old", "is odl"), encoding="utf-8")
        editor.type("strain/many-lorries.toml", text + "# more\n")
        return await editor.problems(other), await editor.problems("cases/north.toml")

    example, case = session(book, talk)
    assert any("fails" in one.message for one in example)
    assert any("unknown sentence" in one.message for one in case)


def test_a_lens_says_in_how_many_cases_a_rule_applied_and_which_it_decided(book):
    """The counts come when they are there; the editor is told to ask anew, and nothing waits for them."""
    case = book / "cases" / "north.toml"
    more = '\n[[fact]]\nthat   = "the North Bridge carries 800 lorries a day"\non     = 2020-04-01\nsource = "survey"\n'
    text = case.read_text(encoding="utf-8")
    case.write_text(text.replace("\n[[assumption]]", more + "\n[[assumption]]"), encoding="utf-8")

    async def talk(editor):
        editor.open(RULE)
        document = types.TextDocumentIdentifier(editor.uri(RULE))
        deadline = asyncio.get_running_loop().time() + PATIENCE
        told = ""
        while "applies" not in told and asyncio.get_running_loop().time() < deadline:
            over = await editor.client.text_document_code_lens_async(types.CodeLensParams(document))
            told = over[0].command.title
            await asyncio.sleep(0.2)
        return told

    assert session(book, talk) == "2 examples pass · applies in 1 case, decided 1"


def test_a_rulebook_read_bit_by_bit_is_the_rulebook_read_whole(book):
    """Whatever is typed, in whatever order, what is kept of what was read never shows."""
    opened, chance = OpenBook(book), random.Random(5)
    buffers = {}
    names = [path for path in sorted(book.rglob("*.toml")) if "cases" not in path.parts]
    slips = [
        ("bridge", "brigde"),
        ("old", "odl"),
        ("= [", "= "),
        ("handbook", "handbok"),
        ("500", "50"),
        ("\n", "\n# x\n"),
        ("{", ""),
    ]
    for _ in range(60):
        path = chance.choice(names)
        text = path.read_text(encoding="utf-8")
        if chance.random() < 0.7:
            old, new = chance.choice(slips)
            text = text.replace(old, new, chance.choice([1, 1, 2, -1]))
        buffers[path] = text
        if chance.random() < 0.4:
            buffers.pop(chance.choice(sorted(buffers)))
        opened.read(buffers)
        as_read_whole(opened, buffers)


def as_read_whole(opened, buffers):
    """Hold a rulebook that was read bit by bit against the same read whole."""
    fresh = OpenBook(opened.folder)
    fresh.known = opened.known
    fresh.read(buffers)
    assert opened.is_well == fresh.is_well
    assert sorted(map(str, opened.problems)) == sorted(map(str, fresh.problems))
    if opened.is_well:
        assert opened.known.look.rulebook == fresh.known.look.rulebook


WORDS = [
    ("vocabulary/findings.toml", "More passes", "x"),
    ("vocabulary/findings.toml", "[statement.strained]", "\n[statement.strained]"),
    ("vocabulary/findings.toml", "is under strain", "is strained"),
    ("vocabulary/findings.toml", "{bridge:bridge} is under strain", "{bridge:bridge} is old"),
    ("vocabulary/findings.toml", "[statement.strained]", "[statement.cracked]"),
    ("vocabulary/signs.toml", "[kind.body]", "\n[kind.body]"),
    ("vocabulary/signs.toml", '"doubtful", ', ""),
    ("vocabulary/signs.toml", "{body:body} watches", "{body:bridge} watches"),
    ("vocabulary/signs.toml", "is cracked", "has a crack"),
    ("vocabulary/signs.toml", "[statement.old]", "x = 1\n[statement.old]"),
    ("vocabulary/signs.toml", 'ask    = "Was', 'asks = "Was'),
    ("vocabulary/signs.toml", "?bridge is cracked", "?bridge is craked"),
    ("vocabulary/signs.toml", "?bridge is cracked", "?bridge is old"),
    ("entities.toml", "the Mill Bridge", "the Wood Bridge"),
    ("entities.toml", '"body"', '"bodi"'),
    ("entities.toml", '"the county"', '"the council"'),
    ("sources.toml", "2001", "2031"),
    ("sources.toml", "[source.handbook]", "[source.book]"),
    ("background.toml", "watches", "wacthes"),
    ("background.toml", "2001", "2002"),
    ("background.toml", "the Mill", "\nthe Mill"),
    ("framework.toml", "under strain", "strain"),
    ("framework.toml", "[20, 60]", "[10, 60]"),
    ("strain/few-lorries.toml", "strain/signs-of-wear", "strain/signs"),
]
"""Changes of words on which others rest: what they mean, how they read, where they stand, and slips in them."""


def in_parts(book):
    """Part a rulebook's vocabulary in two, give it a standing fact and a question with a condition, and open it."""
    words = (book / "vocabulary.toml").read_text(encoding="utf-8")
    words = words.replace('ask    = "How many', 'ask_if = ["?bridge is cracked"]\nask    = "How many')
    (book / "vocabulary.toml").unlink()
    (book / "vocabulary").mkdir()
    signs, findings = words.split("[statement.strained]")
    (book / "vocabulary/signs.toml").write_text(signs, encoding="utf-8")
    (book / "vocabulary/findings.toml").write_text(f"[statement.strained]{findings}", encoding="utf-8")
    fact = 'that = "the county watches the Mill Bridge"\non = 2001-01-01\nsource = "handbook"\n'
    (book / "background.toml").write_text(f"[[fact]]\n{fact}", encoding="utf-8")
    opened = OpenBook(book)
    opened.read({})
    assert opened.is_well, opened.problems
    assert opened.known.look.rulebook.background
    assert opened.known.look.rulebook.ask_if
    return opened


@pytest.mark.parametrize("seed", range(4))
def test_a_change_of_the_words_shows_in_all_that_rests_on_them_and_nowhere_else(book, seed):
    """Standing facts, the framework, questions and rules are taken over only where they read as before."""
    opened, chance, buffers = in_parts(book), random.Random(seed), {}
    for _ in range(60):
        name, old, new = chance.choice(WORDS)
        path = book / name
        text = path.read_text(encoding="utf-8")
        assert old in text
        if path in buffers:
            buffers[path] = text
        if chance.random() < 0.8:
            buffers[path] = text.replace(old, new, 1)
        opened.read(buffers)
        as_read_whole(opened, buffers)


WATCHED = """
title   = "What is watched for long, and counted, is old"
where   = ["closing of ?bridge is considered"]
if      = [
  "?body watches ?bridge since ?day",
  "?day < 2001-01-01",
  "at least 1 ?_some:?_some watches ?bridge.",
  ["it is open whether ?bridge is cracked", "?bridge is judged: doubtful"],
  "the largest ?_n: ?bridge carries ?_n lorries a day is at most 400",
  "?body is the county",
]
unless    = ["nothing shows that ?bridge is old", "it is false that ?bridge carries 3 lorries a day"]
then      = "?bridge is not cracked"
otherwise = "?bridge is cracked"
because   = "Since {{ day }}."
cites     = ["handbook"]

[[example]]
given  = ["closing of the Mill Bridge is considered", "the county watches the Mill Bridge since 1999-01-01"]
refuse = ["the Mill Bridge isn’t cracked", "it is false that the Mill Bridge is cracked"]
"""
"""A rule with lines of many kinds, one sentence that nobody has, and a warning."""

KINDS = ["bridge", "body", "state", "number", "date", "text", "bodi"]
SENTENCES = [
  "closing of {} is considered", "{} is old", "{} is not old", "{} is cracked", "{} is not cracked",
  "{} carries {} lorries a day", "{} watches {}", "{} does not watch {}", "{} is under strain", "{} is under no strain",
  "{} is judged: {}", "{} watches {} since {}", "{} is the county", "the county watches {}", "{} isn't cracked",
  "{} carries 3 {} a {}", "the largest {} of {}", "{} watches the Mill {}", "the Mill Bridge is {}",
]  # fmt: skip
"""Sentences of the rules, of which forms are made: as they are, with words left out, with words that are slots."""


def likely_form(chance):
    """Make a form of the words of sentences that rules have."""
    words = []
    for word in chance.choice(SENTENCES).split():
        fate = chance.random()
        mark = ":" if word.endswith(":") else ""
        if word.startswith("{}") or fate < 0.08:
            words.append(f"{{x{len(words)}:{chance.choice(KINDS[:-1] if fate < 0.97 else KINDS)}}}{mark}")
        elif fate < 0.9:
            words.append(word.upper() if fate < 0.15 else word)
    return " ".join(words)


@pytest.mark.parametrize("seed", range(6))
def test_a_statement_added_reworded_or_removed_is_seen_by_all_that_may_say_it_and_by_nobody_else(book, seed):
    """Whatever form it has, and whether it can be read: a rule is read anew wherever its lines may be read by it."""
    opened, chance, buffers = in_parts(book), random.Random(seed), {}
    if seed % 2:
        buffers[book / "strain/watched.toml"] = WATCHED
    path = book / "vocabulary/findings.toml"
    plain = path.read_text(encoding="utf-8")
    added = {}
    for _ in range(60):
        deed = chance.random()
        if deed < 0.6 or not added:
            added[chance.randrange(3)] = likely_form(chance)
        elif deed < 0.8:
            del added[chance.choice(sorted(added))]
        elif deed < 0.9:
            rule = book / chance.choice([RULE, "strain/signs-of-wear.toml", "framework.toml"])
            text = rule.read_text(encoding="utf-8")
            buffers[rule] = text.replace("500 lorries", f"{chance.randrange(2)}00 lorries") + "\n"
        elif deed < 0.95:
            signs = book / "vocabulary/signs.toml"
            was = chance.choice(["Was {bridge}", "It was built", "[statement.old]"])
            buffers[signs] = signs.read_text(encoding="utf-8").replace(
                was, f"\n{was}" if was[0] == "[" else "Is {bridge}"
            )
        else:
            added = {}
        told = (f'[statement.more-{at}]\nform = "{form}"\n' for at, form in sorted(added.items()))
        buffers[path] = "\n".join([plain, *told])
        opened.read(buffers)
        as_read_whole(opened, buffers)


def test_what_was_excused_by_a_mistake_elsewhere_is_told_once_that_is_gone(book):
    """A line is no mistake while the form it may have is faulty; without that form it is one, though no word changed."""
    words, rule = book / "vocabulary.toml", book / RULE
    text = words.read_text(encoding="utf-8")
    faulty = f'{text}\n[statement.long]\nform = "{{bridge:bride}} is very long"\n'
    line = rule.read_text(encoding="utf-8").replace(
        '"?bridge is old", ', '"?bridge is old", "?bridge is very long", '
    )
    opened = OpenBook(book)
    for said, count in (
        (faulty, 1),
        (text, 1),
        (f"{text}\n", 1),
        (faulty, 1),
        (faulty.replace("bride", "bridge"), 1),
    ):
        buffers = {words: said, rule: line}
        opened.read(buffers)
        as_read_whole(opened, buffers)
        assert len(opened.problems) == count, opened.problems
    assert [one.lint for one in opened.problems] == ["RUB002"]


def test_a_rule_that_is_gone_is_missed_where_it_is_named(book):
    """While its file could not be read nothing was wrong with who overrides it; without the file there is."""
    gone, path = book / "strain/gone.toml", book / "strain/few-lorries.toml"
    text = path.read_text(encoding="utf-8")
    buffers = {path: 'overrides = ["strain/gone"]\n' + text}
    gone.write_text("title = ", encoding="utf-8")
    opened = OpenBook(book)
    opened.read(buffers)
    as_read_whole(opened, buffers)
    assert not any("unknown rule" in problem.what for problem in opened.problems)
    gone.unlink()
    opened.read(buffers, fresh=True)
    as_read_whole(opened, buffers)
    assert any("unknown rule" in problem.what for problem in opened.problems)
