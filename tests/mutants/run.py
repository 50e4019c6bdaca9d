"""Apply each mutant to a copy of the package, run the tests of what is said, and tell which survive.

`python tests/mutants/run.py [NUMBER]…` runs all of them, or those numbered; it ends with 1 where one survives.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from table import MUTANTS

TOP = Path(__file__).parents[2]
TOLD = ("tests/test_reasons_told.py", "--rulebooks", "200")
"""What is told of 400 stories: it kills nearly all, and fast."""

ROOMS = (
    "tests/test_reasons_found.py",
    "tests/test_reasons.py",
    "tests/test_explaining.py",
    "tests/test_why_not.py",
    "tests/test_why_not_random.py",
    "tests/test_what_if.py",
    "tests/test_comparing.py",
    "tests/test_comparing_parts.py",
    "tests/test_timeline.py",
    "tests/test_pivoting.py",
    "tests/test_pivoting_by_hand.py",
    "tests/test_supports.py",
    "tests/test_faults_copies.py",
)
"""The tests of the rooms themselves, where the stories let one pass."""


def copied(folder):
    """Copy what can be mutated, and link the rest of the checkout beside it."""
    for path in TOP.iterdir():
        if path.name == "engine":
            shutil.copytree(path, folder / "engine", ignore=shutil.ignore_patterns("__pycache__"))
        elif not path.name.startswith(".git"):
            (folder / path.name).symlink_to(path)
    return folder / "engine" / "rubicon"


def fails(folder, *tests):
    """Tell whether some tests fail in a copy."""
    command = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", *tests]
    environment = {**os.environ, "PYTHONPATH": str(folder / "engine"), "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, check=False)
    if done.returncode not in (0, 1):
        sys.exit(done.stdout.decode() + done.stderr.decode())
    return done.returncode == 1


def tried(folder, package, number):
    """Run one mutant, and tell what killed it."""
    name, old, new = MUTANTS[number]
    path = package / name
    text = path.read_text(encoding="utf-8")
    if text.count(old) != 1:
        return f"cannot be made: {text.count(old)} times in {name}"
    path.write_text(text.replace(old, new), encoding="utf-8")
    try:
        if fails(folder, *TOLD):
            return "dies by what is told"
        return "dies by its room" if fails(folder, *ROOMS) else "SURVIVES"
    finally:
        path.write_text(text, encoding="utf-8")


def main(arguments):
    """Run the mutants named, or all; return 1 where one lives."""
    wanted = [int(one) for one in arguments] or range(len(MUTANTS))
    alive = 0
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        package = copied(folder)
        if not arguments and (fails(folder, *TOLD) or fails(folder, *ROOMS)):
            sys.exit("The tests fail without a mutant.")
        for number in wanted:
            found = tried(folder, package, number)
            alive += not found.startswith("dies")
            print(f"{number:2} {found}: {MUTANTS[number][0]}: {MUTANTS[number][1]}", flush=True)  # noqa: T201
    return min(alive, 1)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
