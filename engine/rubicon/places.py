"""Where the rulebooks, the case library and the templates lie, and where what is kept for the next run does."""

import os
import stat
from pathlib import Path

import platformdirs

CACHE = "RUBICON_CACHE"
"""The variable of the environment that names the folder for what is kept; empty, nothing is kept."""

_PACKAGE = Path(__file__).resolve().parent


def shipped(name: str) -> Path:
    """Return the folder `rules`, `cases`, `rulebooks` or `templates`: beside the package, else at the checkout's top."""
    installed = _PACKAGE / "data" / name
    return installed if installed.is_dir() else _PACKAGE.parents[1] / name


def is_installed(folder: Path) -> bool:
    """Tell whether a folder is part of the program as it is installed, and not of a checkout of its sources."""
    return folder.resolve().is_relative_to(_PACKAGE / "data")


def own_folder(*, make: bool = False) -> Path | None:
    """Return the folder for what is kept between runs, if it is the user's own and nobody else may write in it.

    That is what `RUBICON_CACHE` names, else the folder of each system for caches. `make`: make it if need be.
    """
    named = os.environ.get(CACHE)
    if named == "":
        return None
    try:
        folder = Path(named) if named else platformdirs.user_cache_path("rubicon")
        if make:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        about = folder.lstat()
    except (OSError, RuntimeError, ValueError):  # there is none, it cannot be made, or there is no home
        return None
    mine = stat.S_ISDIR(about.st_mode) and about.st_uid == os.geteuid() and not about.st_mode & 0o022
    return folder if mine else None


def own_data() -> Path | None:
    """Return the folder for what is the user's own and stays, of each system for data; None without a home."""
    try:
        return platformdirs.user_data_path("rubicon")
    except (OSError, RuntimeError, ValueError):
        return None


def own_log() -> Path | None:
    """Return the file of the user's own log of judgements; None without a home."""
    folder = own_data()
    return folder / "log.sqlite" if folder is not None else None
