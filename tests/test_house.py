"""The house: where rooms may look, what they may know, and how large they grow."""

import ast
import re
from pathlib import Path

import pytest

TOP = Path(__file__).resolve().parents[1]
PACKAGE = TOP / "engine" / "rubicon"

ROOMS = [
    "version",
    "problems",
    "places",
    "language",
    "reading",
    "firing",
    "judging",
    "supposing",
    "explaining",
    "surveying",
    "rendering",
    "editing",
    "cli",
]
"""A room imports only from rooms before it in this list."""

OUTSIDE = {
    "durable_rules_engine": "firing",
    "jinja2": "language",
    "numpy": "supposing",
    "clingo": "supposing",
    "click": "cli",
    "rich": "cli",
    "grandalf": "rendering",
    "tomllib": "reading",
}
"""Each outside library is known in one room."""

LARGEST = 300
"""Lines of the largest room."""

FORBIDDEN = re.compile(r"\b(utils?|helpers?|core|base|common|manager|misc)\b")


def files() -> list[Path]:
    return sorted(PACKAGE.rglob("*.py"))


def room_of(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imports(path: Path) -> list[tuple[str, ast.stmt]]:
    found: list[tuple[str, ast.stmt]] = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found += [(alias.name, node) for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            found.append((node.module or "", node))
    return found


@pytest.mark.parametrize("path", files(), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_imports_point_down_the_list(path: Path) -> None:
    """A room imports only rooms before it, never the root of the package."""
    room = room_of(path)
    if room in ("__init__", "__main__"):
        return
    for name, _ in imports(path):
        if name.split(".")[0] != "rubicon":
            continue
        assert name != "rubicon", "no room imports the root of the package"
        other = name.split(".")[1]
        assert ROOMS.index(other) <= ROOMS.index(room), f"{room} must not know {other}"


@pytest.mark.parametrize("path", files(), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_each_outside_library_is_known_in_one_room(path: Path) -> None:
    """An outside library is imported in its own room alone."""
    for name, _ in imports(path):
        owner = OUTSIDE.get(name.split(".")[0])
        assert owner is None or owner == room_of(path), f"{name} is known in {owner} alone"


def test_every_outside_library_is_used() -> None:
    """The list of outside libraries names nothing that no room knows."""
    known = {name.split(".")[0] for path in files() for name, _ in imports(path)}
    assert set(OUTSIDE) <= known


@pytest.mark.parametrize("path", files(), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_rooms_are_small(path: Path) -> None:
    """No module has more than 300 lines, and no name hides what it holds."""
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LARGEST
    assert not FORBIDDEN.search(path.stem)


def test_every_room_is_on_the_list() -> None:
    """The list names every room, and nothing else."""
    rooms = {room_of(path) for path in files()} - {"__init__", "__main__"}
    assert rooms == set(ROOMS)


def test_no_file_names_a_registry_or_this_machine() -> None:
    """No text file of the repository records an address of a registry or a path of a machine."""
    forbidden = re.compile(
        r"(pypi\.org/simple|files\.pythonhosted|registry\.npmjs|/(?:root|home|work|tmp|Users)/)"
    )
    suffixes = {".py", ".toml", ".md", ".txt", ".j2", ".json", ".html", ""}
    for folder in ("engine", "rules", "cases", "templates", "tests", "benchmarks", ".ci"):
        for path in sorted((TOP / folder).rglob("*")):
            if path.is_file() and path.suffix in suffixes and path != Path(__file__).resolve():
                found = forbidden.search(path.read_text(encoding="utf-8", errors="replace"))
                assert found is None, f"{path} names {found.group()}"
