"""The house: where rooms may look, what they may know, and how large they grow."""

import ast
import re
import tomllib
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
    "recording",
    "exchanging",
    "editing",
    "web",
    "mcp",
    "lsp",
    "cli",
]
"""A room imports only from rooms before it in this list."""

GROUND = ["problems", "version", "places"]
"""What every room stands on."""

OUTSIDE = {
    "durable_rules_engine": "firing",
    "jinja2": "language",
    "numpy": "supposing",
    "clingo": "supposing",
    "oxidd": "supposing",
    "click": "cli",
    "rich": "cli",
    "platformdirs": "places",
    "sqlite3": "recording",
    "tomlkit": "reading",
    "tomllib": "reading",
}
"""Each outside library is known in one room."""

OPTIONAL = {
    "distributed": "supposing",
    "docx": "rendering",
    "duckdb": "supposing",
    "lsprotocol": "lsp",
    "mcp": "mcp",
    "pandas": "exchanging",
    "pyarrow": "supposing",
    "pygls": "lsp",
    "starlette": "web",
    "uvicorn": "web",
}
"""Libraries of an extra, each known in one room too."""

EVERYWHERE = {"msgspec"}
"""Libraries that are known in every room: values are made of them."""

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
        library = name.split(".")[0]
        owner = (OUTSIDE | OPTIONAL).get(library)
        assert owner in (None, room_of(path)), f"{name} is known in {owner} alone"


def test_every_outside_library_is_used() -> None:
    """The list of outside libraries names nothing that no room knows."""
    known = {name.split(".")[0] for path in files() for name, _ in imports(path)}
    assert {*OUTSIDE, *OPTIONAL} <= known


@pytest.mark.parametrize("path", files(), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_rooms_are_small(path: Path) -> None:
    """No module has more than 300 lines, and no name hides what it holds."""
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LARGEST
    assert not FORBIDDEN.search(path.stem)


def type_named(node: ast.stmt) -> str | None:
    """Return the name of the type that a statement defines: a class, or an alias with a capital."""
    if isinstance(node, ast.ClassDef):
        return node.name
    if isinstance(node, ast.AnnAssign) and "TypeAlias" in ast.dump(node.annotation):
        return ast.unparse(node.target)
    if isinstance(node, ast.Assign) and "TypeVar" not in ast.dump(node.value):
        name = ast.unparse(node.targets[0])
        return name if re.fullmatch(r"[A-Z][a-z]\w*", name) else None
    return None


def test_no_type_name_is_defined_twice() -> None:
    """One word means one thing: no two modules define a class or an alias of the same name."""
    homes: dict[str, list[str]] = {}
    for path in files():
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if name := type_named(node):
                homes.setdefault(name, []).append(str(path.relative_to(PACKAGE)))
    assert {name: where for name, where in homes.items() if len(where) > 1} == {}


def test_every_room_is_on_the_list() -> None:
    """The list names every room, and nothing else."""
    rooms = {room_of(path) for path in files()} - {"__init__", "__main__"}
    assert rooms == set(ROOMS)


def test_contributing_draws_the_house_as_it_is() -> None:
    """The picture in CONTRIBUTING names every room, in the order of the list, and the libraries it knows."""
    text = (TOP / "CONTRIBUTING.md").read_text(encoding="utf-8")
    picture = re.search(r"```\n(problems.*?)```", text, re.DOTALL)
    assert picture is not None
    lines = [line for line in picture.group(1).splitlines() if re.match("[a-z]", line)]
    drawn = [line.split()[0] for line in lines[1:]]
    assert sorted(lines[0].split("  ")[0].split() + re.findall("version|places", lines[0])) == sorted(GROUND)
    assert drawn == [room for room in ROOMS if room not in GROUND]
    for library, room in (OUTSIDE | OPTIONAL).items():
        line = lines[0] if room in GROUND else lines[1 + drawn.index(room)]
        assert library in line, f"{room} knows {library}"


def test_what_security_claims_is_tested() -> None:
    """Each test that SECURITY.md names is there, and each of its claims names one."""
    text = (TOP / "SECURITY.md").read_text(encoding="utf-8")
    for path, name in re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", text):
        assert f"def {name}(" in (TOP / path).read_text(encoding="utf-8"), f"{path} has no {name}"
    rows = [line for line in text.splitlines() if line.startswith("| can")]
    assert rows
    assert all("`tests/" in row for row in rows)


def test_every_outside_library_is_declared() -> None:
    """What a room imports from outside is a dependency, and none that is declared goes unused."""
    project = tomllib.loads((TOP / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    declared = {re.split("[=><]", one)[0] for one in project["dependencies"]}
    packages = {"durable_rules_engine": "durable-rules", "docx": "python-docx"}
    assert declared == {packages.get(name, name) for name in OUTSIDE} - {"tomllib", "sqlite3"} | EVERYWHERE
    extras = [one for some in project["optional-dependencies"].values() for one in some]
    assert {packages.get(name, name) for name in OPTIONAL} <= {re.split("[=><]", one)[0] for one in extras}


def test_no_file_names_a_registry_or_this_machine() -> None:
    """No text file of the repository records an address of a registry or a path of a machine."""
    forbidden = re.compile(
        r"(pypi\.org/simple|files\.pythonhosted|registry\.npmjs|/(?:root|home|work|tmp|Users)/)"
    )
    suffixes = {".py", ".toml", ".md", ".txt", ".j2", ".json", ".html", ""}
    for folder in (
        "engine",
        "rules",
        "cases",
        "rulebooks",
        "templates",
        "tests",
        "benchmarks",
        "docs",
        ".ci",
    ):
        for path in sorted((TOP / folder).rglob("*")):
            if path.is_file() and path.suffix in suffixes and path != Path(__file__).resolve():
                found = forbidden.search(path.read_text(encoding="utf-8", errors="replace"))
                assert found is None, f"{path} names {found.group()}"
