"""The language server, asked through pytest-lsp, whose client holds what the server promises against the protocol."""

import sys
from shutil import copytree

import pytest
from lsprotocol import types

from shipped import TOP

pytest.importorskip("pytest_lsp.plugin", reason="pytest-lsp is not installed")
pytest_lsp = pytest.importorskip("pytest_lsp")

BRIDGES = TOP / "engine" / "rubicon" / "editing" / "lints" / "bridges"
RULE = "strain/many-lorries.toml"


@pytest_lsp.fixture(
    config=pytest_lsp.ClientServerConfig(
        server_command=[sys.executable, "-m", "rubicon", "lsp"],
        server_env={"PYTHONPATH": str(TOP / "engine")},
    )
)
async def client(lsp_client: pytest_lsp.LanguageClient, tmp_path):
    """Begin with all that VS Code can do, in a copy of the lints' small rulebook, and end in peace."""
    folder = copytree(BRIDGES, tmp_path / "bridges")
    parameters = types.InitializeParams(
        pytest_lsp.client_capabilities("visual-studio-code"), root_uri=folder.as_uri()
    )
    await lsp_client.initialize_session(parameters)
    yield lsp_client
    await lsp_client.shutdown_session()


def opened(client, tmp_path, text=None):
    """Open a rule, as it is or as it is typed; return where it lies and its text."""
    path = tmp_path / "bridges" / RULE
    text = path.read_text(encoding="utf-8") if text is None else text
    item = types.TextDocumentItem(path.as_uri(), "toml", 1, text)
    client.text_document_did_open(types.DidOpenTextDocumentParams(item))
    return types.TextDocumentIdentifier(path.as_uri()), text


@pytest.mark.asyncio
async def test_a_mistake_is_told_to_a_client_of_pytest_lsp(client, tmp_path):
    """A word that no sentence has is told at its line."""
    text = (tmp_path / "bridges" / RULE).read_text(encoding="utf-8")
    wrong, _ = opened(client, tmp_path, text.replace('"?bridge is old"', '"?bridge is oldd"'))
    while not client.diagnostics.get(wrong.uri):
        await client.wait_for_notification(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)
    (problem, *_) = client.diagnostics[wrong.uri]
    assert problem.range.start.line == 1
    assert "oldd" in problem.message


@pytest.mark.asyncio
async def test_what_is_answered_keeps_to_the_protocol(client, tmp_path):
    """Hover, completion, definition, references, lenses and renaming answer, each as a client of VS Code reads it."""
    rule, text = opened(client, tmp_path)
    row = next(at for at, line in enumerate(text.splitlines()) if "?bridge is old" in line)
    at = types.Position(row, text.splitlines()[row].index("is old") + 3)
    hover = await client.text_document_hover_async(types.HoverParams(rule, at))
    assert "before 1950" in hover.contents.value
    offered = await client.text_document_completion_async(types.CompletionParams(rule, at))
    assert offered
    (place, *_) = await client.text_document_definition_async(types.DefinitionParams(rule, at))
    assert place.uri.endswith("vocabulary.toml")
    context = types.ReferenceContext(include_declaration=False)
    assert await client.text_document_references_async(types.ReferenceParams(context, rule, at))
    lenses = await client.text_document_code_lens_async(types.CodeLensParams(rule))
    assert lenses
