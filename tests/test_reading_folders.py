"""Folders and names of files as systems spell and link them."""

import shutil
from pathlib import Path
from unicodedata import normalize

import pytest

from rubicon.problems import BadInput
from rubicon.reading import read_case, read_rulebook

BASE = Path(__file__).parent / "broken" / "base"
RULE = 'title = "A rule"\nif = ["?host asks ?_g to intervene"]\nthen = "?host is calm"\n'


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """Copy the base rulebook, and work beside it."""
    shutil.copytree(BASE, tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    return tmp_path / "rules"


def ids(folder):
    return [rule.id for rule in read_rulebook(folder).rules]


def said_of(folder):
    with pytest.raises(BadInput) as caught:
        read_rulebook(folder)
    return str(caught.value)


def test_a_link_to_a_folder_of_rules_is_read(folder, tmp_path):
    """A topic may lie elsewhere: its rules are read as if it lay here."""
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "storm.toml").write_text(RULE, encoding="utf-8")
    (folder / "damage").symlink_to(tmp_path / "elsewhere", target_is_directory=True)
    assert ids(folder) == ["damage/storm", "support/request"]


@pytest.mark.parametrize("goal", [".", "..", "support", "/"])
def test_a_link_to_what_is_read_already_is_named(folder, goal):
    """A link to the rulebook itself, to what is around it or to a folder of it would be read twice, or without end."""
    (folder / "again").symlink_to(goal, target_is_directory=True)
    assert "again: this link leads to a folder that is read already" in said_of(folder)


def test_a_link_that_leads_nowhere_is_named(folder):
    """A topic that has gone is no topic without rules."""
    (folder / "damage").symlink_to("gone", target_is_directory=True)
    assert "damage: a link that leads nowhere" in said_of(folder)


def test_a_rule_may_be_named_in_any_letters(folder):
    """Letters are letters, however the file system spells their accents."""
    for form in ("NFC", "NFD"):
        path = folder / "topic" / normalize(form, "überfall.toml")
        path.parent.mkdir(exist_ok=True)
        path.write_text(RULE, encoding="utf-8")
        assert ids(folder) == ["support/request", normalize("NFC", "topic/überfall")]
        path.unlink()


def test_a_case_is_found_however_its_accents_are_spelled(folder):
    """A name typed in one spelling opens the file that is stored in the other."""
    rulebook = read_rulebook(folder)
    Path("cases", normalize("NFD", "Łódź-été.toml")).write_bytes(Path("cases/good.toml").read_bytes())
    assert read_case(Path("cases", normalize("NFC", "Łódź-été.toml")), rulebook).name == normalize(
        "NFC", "Łódź-été"
    )


def test_a_text_is_the_same_in_either_spelling(folder):
    """Names, forms and quoted texts are compared as what they are, not as how their accents are stored."""
    case = Path("cases/good.toml").read_text(encoding="utf-8")
    told = [f'\n[[fact]]\nthat = "Russia says \\"{normalize(form, "café")}\\""\n' for form in ("NFC", "NFD")]
    Path("cases/two.toml").write_text(case + "".join(told), encoding="utf-8")
    facts = read_case("cases/two.toml", read_rulebook(folder)).facts[-2:]
    assert facts[0].literal == facts[1].literal


def test_a_text_keeps_its_backslashes(folder):
    """Two texts that differ in a backslash are two; one before a quote makes the quote part of the text."""
    case = Path("cases/good.toml").read_text(encoding="utf-8")
    texts = [r"C:\new", "C:new", r"a \"b\" c", r"\\"]
    told = "".join(f"\n[[fact]]\nthat = 'Russia says \"{text} \"'\n" for text in texts)
    Path("cases/two.toml").write_text(case + told, encoding="utf-8")
    facts = read_case("cases/two.toml", read_rulebook(folder)).facts[-4:]
    assert [fact.literal.atom.values[1] for fact in facts] == [r"C:\new ", "C:new ", 'a "b" c ', "\\\\ "]
