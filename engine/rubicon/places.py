"""Where the rulebooks, the case library and the templates lie: in the wheel, or in a checkout."""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def shipped(name: str) -> Path:
    """Return the folder `rules`, `cases`, `rulebooks` or `templates`: beside the package, else at the checkout's top."""
    installed = _PACKAGE / "data" / name
    return installed if installed.is_dir() else _PACKAGE.parents[1] / name
