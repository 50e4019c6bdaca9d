"""What is kept of a rulebook between runs: it never shows, whatever happens to it."""

import hashlib
import os
import random
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import msgspec
import pytest
from click.testing import CliRunner

from books import write_book, write_case
from contract import world
from rubicon.cli import main
from rubicon.places import own_folder, shipped
from rubicon.reading import keeping, read_kept_rulebook, read_rulebook
from test_amended_told import ASKED, RULES


@pytest.fixture
def desk(tmp_path, monkeypatch):
    """Stand beside a rulebook, with a cache folder of one's own."""
    write_book(tmp_path / "rules")
    write_case(tmp_path / "case.toml")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("RUBICON_CACHE", str(tmp_path / "kept"))
    return tmp_path


def entries(desk):
    return sorted((desk / "kept").glob("*.rulebook"))


@pytest.mark.parametrize("folder", ["rules", "shipped", "amended"])
def test_what_is_kept_is_what_was_read(desk, folder):
    """The second run gets the same rulebook from the entry, with its examples or without."""
    place = shipped("rules") if folder == "shipped" else desk / folder
    if folder == "amended":
        world(place, RULES, vocabulary=ASKED)
    read = read_rulebook(place)
    assert read_kept_rulebook(place) == read
    (entry,) = entries(desk)
    assert read_kept_rulebook(place) == read
    bare = read_kept_rulebook(place, examples=False)
    assert not any(rule.examples for rule in bare.rules)
    assert [rule.id for rule in bare.rules] == [rule.id for rule in read.rules]
    assert entry.stat().st_mode & 0o777 == 0o600


def test_the_second_run_reads_no_rule(desk, monkeypatch):
    """An entry is used: with it nothing is read anew."""
    read_kept_rulebook("rules")
    monkeypatch.setattr("rubicon.reading.read_rulebook", lambda _: pytest.fail("read anew"))
    assert read_kept_rulebook("rules").rules


@pytest.mark.parametrize("change", ["content", "name", "new", "gone", "cases"])
def test_every_change_is_seen(desk, change):
    """A byte, a name, a file more or less: each makes another entry."""
    before = keeping.state_of(desk / "rules")
    rule = desk / "rules/local-support/request.toml"
    if change == "content":
        rule.write_text(rule.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    elif change == "name":
        rule.rename(rule.with_name("asked.toml"))
    elif change == "new":
        (rule.parent / "note.txt").write_text("", encoding="utf-8")
    elif change == "gone":
        rule.unlink()
    else:
        (desk / "rules/cases").mkdir()
        (desk / "rules/cases/a.toml").write_text("", encoding="utf-8")
    assert keeping.state_of(desk / "rules") != before


def test_a_rulebook_with_problems_is_not_kept(desk):
    """Only what was found good is kept."""
    (desk / "rules/local-support/slip.toml").write_text('title = "Slip"\n', encoding="utf-8")
    assert CliRunner().invoke(main, ["assess", "case.toml"]).exit_code == 1
    assert not (desk / "kept").exists() or not entries(desk)


def spoilt(content):
    """Yield a content in every kind of disrepair."""
    chance = random.Random(5)
    yield b""
    yield content[:10]
    yield content[: len(content) // 2]
    yield content + b"x"
    yield b"\x80\x04cposix\nsystem\n(S'true'\ntR."
    for _ in range(40):
        at = chance.randrange(len(content))
        yield content[:at] + bytes([content[at] ^ chance.randrange(1, 256)]) + content[at + 1 :]


def sealed(body):
    return keeping._MAGIC + hashlib.sha256(body).digest() + body


def foreign():
    """Yield entries that are whole, and hold what no entry does."""
    for body in (
        None,
        [],
        {},
        [1, 2],
        [[0, "a"], []],
        [[10_000], []],
        [["x"], []],
        [[-1, 99], [-3]],
        [[-2], []],
    ):
        yield sealed(msgspec.msgpack.encode(body))
    yield sealed(b"\xc1\xc1")


def test_a_damaged_entry_is_read_afresh_without_a_word(desk):
    """Cut short, flipped or foreign: the rulebook is read anew, nothing is said, and the entry is mended."""
    read = read_kept_rulebook("rules")
    (entry,) = entries(desk)
    good = entry.read_bytes()
    for content in (*spoilt(good), *foreign()):
        entry.write_bytes(content)
        found = CliRunner().invoke(main, ["rules", "list"])
        assert (found.exit_code, found.stderr.replace("\n", "")[:28]) == (0, "rubicon: judged by the ruleb")
        assert read_kept_rulebook("rules") == read
        assert entry.read_bytes() == good


@pytest.mark.skipif(os.name != "posix", reason="rights are those of POSIX")
def test_what_is_not_the_users_own_is_not_read(desk, monkeypatch):
    """A folder or file that others may write, a link, or another's: neither is read, nor written."""
    read_kept_rulebook("rules")
    (entry,) = entries(desk)
    state = entry.stem
    assert keeping.kept(state, examples=True) is not None
    entry.chmod(0o622)
    assert keeping.kept(state, examples=True) is None
    entry.chmod(0o600)
    moved = entry.rename(desk / "elsewhere")
    entry.symlink_to(moved)
    assert keeping.kept(state, examples=True) is None
    entry.unlink()
    moved.rename(entry)
    (desk / "kept").chmod(0o777)
    assert own_folder() is None
    (desk / "kept").chmod(0o700)
    monkeypatch.setattr(os, "geteuid", lambda: 54321)
    assert (own_folder(), keeping.kept(state, examples=True)) == (None, None)


@pytest.mark.parametrize("place", ["a file", "/dev/null/none", "", "link"])
def test_without_a_place_to_keep_it_nothing_is_kept(desk, monkeypatch, place):
    """A cache that is off, or that cannot be made, costs nothing but time."""
    (desk / "a file").write_text("", encoding="utf-8")
    (desk / "link").symlink_to(desk)
    monkeypatch.setenv("RUBICON_CACHE", place)
    assert read_kept_rulebook("rules") == read_rulebook("rules")
    assert (desk / "a file").read_text(encoding="utf-8") == ""


def test_no_cache_reads_and_keeps_nothing(desk):
    """`--no-cache` leaves what is kept alone."""
    first = CliRunner().invoke(main, ["assess", "case.toml", "--no-cache"])
    assert not (desk / "kept").exists() or not entries(desk)
    CliRunner().invoke(main, ["assess", "case.toml"])
    (entry,) = entries(desk)
    entry.write_bytes(b"spoilt")
    again = CliRunner().invoke(main, ["assess", "case.toml", "--no-cache"])
    assert (entry.read_bytes(), again.stdout) == (b"spoilt", first.stdout)


def test_only_so_many_are_kept(desk, monkeypatch):
    """The entries have a bound; the one longest unused goes."""
    monkeypatch.setattr(keeping, "ENTRIES", 3)
    for number in range(5):
        (desk / f"rules/note{number}.txt").write_text("", encoding="utf-8")
        read_kept_rulebook("rules")
    assert len(entries(desk)) == 3


def test_two_processes_at_once_keep_one_whole_entry(desk):
    """Whoever writes last wins; nobody reads half an entry."""
    environment = {**os.environ, "RUBICON_CACHE": str(desk / "kept")}

    def assessed(_):
        command = [sys.executable, "-m", "rubicon", "assess", "case.toml"]
        return subprocess.run(command, cwd=desk, env=environment, capture_output=True, check=True).stdout

    with ThreadPoolExecutor(4) as several:
        told = list(several.map(assessed, range(8)))
    assert len(set(told)) == 1
    assert len(entries(desk)) == 1
    assert [path.name for path in (desk / "kept").iterdir() if path.name.startswith(".new-")] == []
