"""Broken files beside the exact text of their message: one folder for each part of a rulebook, and cases."""

import shutil
from pathlib import Path

import pytest

from rubicon.problems import BadInput
from rubicon.reading import read_case, read_rulebook

BROKEN = Path(__file__).parent / "broken"
WORDS = ("vocabulary", "entities", "sources", "background")
MADE = {"ten-megabytes": b'title = "' + b"x" * 10_000_000 + b'"\n'}


def broken(part):
    """Return the broken files and folders of a part; the messages stand beside them."""
    return sorted((path for path in (BROKEN / part).iterdir() if path.suffix != ".txt"), key=lambda p: p.name)


def message(work):
    """Read the rulebook and the cases of a folder; return the whole message, or the warnings."""
    try:
        rulebook = read_rulebook("rules")
        found = [str(warning) for warning in rulebook.warnings]
        for case in sorted(Path("cases").glob("*.toml")):
            found += [str(warning) for warning in read_case(case, rulebook).warnings]
    except BadInput as bad:
        return f"{bad}\n"
    assert found, "the file is good: nothing is said of it"
    return "\n".join(found) + "\n"


def place(part, path, work):
    """Put a broken file, or the files of a broken folder, into the base rulebook."""
    if path.is_dir():
        shutil.copytree(path, work, dirs_exist_ok=True)
        return
    targets = {"rules": f"rules/topic/{path.name}", "cases": f"cases/{path.name}"}
    if part == "framework":
        targets[part] = "rules/framework.toml"
    target = work / targets.get(part, f"rules/{part}/{path.name}")
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy(path, target)


@pytest.mark.parametrize(
    ("part", "path"),
    [
        pytest.param(part, path, id=f"{part}/{path.name}")
        for part in ("rules", "cases", "framework", *WORDS)
        for path in broken(part)
    ],
)
def test_every_broken_file_is_answered_by_its_message(part, path, tmp_path, monkeypatch, request):
    """What an editor or an analyst reads about a mistake is the text beside the file, to the letter."""
    shutil.copytree(BROKEN / "base", tmp_path, dirs_exist_ok=True)
    place(part, path, tmp_path)
    monkeypatch.chdir(tmp_path)
    said = message(tmp_path)
    golden = path.with_suffix(".txt")
    if request.config.getoption("--regold"):
        golden.write_text(said, encoding="utf-8")
    assert said == golden.read_text(encoding="utf-8")


def test_the_base_of_the_broken_files_is_good(tmp_path, monkeypatch):
    """Nothing is said of the rulebook and the case that the broken files are put into."""
    shutil.copytree(BROKEN / "base", tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    rulebook = read_rulebook("rules")
    assert not rulebook.warnings
    assert not read_case("cases/good.toml", rulebook).warnings


def test_every_message_belongs_to_a_broken_file():
    """A message whose file was renamed or removed is not left behind."""
    for golden in BROKEN.glob("*/*.txt"):
        assert golden.with_suffix(".toml").exists() or golden.with_suffix("").is_dir(), golden


def test_there_are_broken_files_enough():
    """The language's mistakes are shown by at least 60 broken rules and cases."""
    assert len(broken("rules")) + len(broken("cases")) >= 60
