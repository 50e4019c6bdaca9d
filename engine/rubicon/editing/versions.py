"""An earlier state of a rulebook's folder, by the version control that keeps it."""

import io
import subprocess
import tarfile
from pathlib import Path, PurePosixPath

from rubicon.problems import BadInput, Problem, forbidden_in
from rubicon.reading.gathering import BESIDE


def files_at(revision: str, folder: Path) -> dict[str, bytes]:
    """Return the files of a folder as git has them at a revision, by their names in it.

    Raises:
        BadInput: there is no git, the folder is in no repository, or the revision or the folder is not in it.
    """
    if revision.startswith("-") or not revision.strip() or forbidden_in(revision):
        raise _refused(
            f'"{revision}" is no revision', "Name one that git knows, such as HEAD~1, or a folder."
        )
    listed = _git(folder, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
    if listed is None:
        what = f'git knows no revision "{revision}" here, and there is no such folder'
        raise _refused(what, "Name a revision, such as HEAD~1 or a tag, or the folder of another rulebook.")
    packed = _git(folder, "archive", "--format=tar", listed.decode("ascii").strip(), ".")
    if packed is None:
        raise _refused(f"{folder} is not in git at {revision}", "Name a revision that has it.")
    with tarfile.open(fileobj=io.BytesIO(packed)) as tar:
        members = [member for member in tar.getmembers() if member.isfile()]
        opened = {member.name: tar.extractfile(member) for member in members}
        return {
            name.removeprefix("./"): file.read() for name, file in opened.items() if file and _is_read(name)
        }


def _is_read(name: str) -> bool:
    """Tell whether a file of a rulebook's folder is read with it."""
    path = PurePosixPath(name)
    return path.suffix == ".toml" and path.parts[0] not in BESIDE


def _git(folder: Path, *arguments: str) -> bytes | None:
    """Run git in a folder; return what it prints, or None where it fails."""
    try:
        # what is run is fixed, and a revision that looks like an option was refused
        done = subprocess.run(["git", *arguments], cwd=folder, capture_output=True, check=False)  # noqa: S603, S607
    except FileNotFoundError:
        raise _refused(
            "git is not installed", "Install it, or name the folder of another rulebook."
        ) from None
    return done.stdout if done.returncode == 0 else None


def _refused(what: str, remedy: str) -> BadInput:
    return BadInput([Problem("argument", 0, what, remedy)])
