"""Replace files whole: a crash or an interruption leaves the old one."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from rubicon.problems import BadInput, Problem


def refuse_marked(path: Path) -> None:
    """See to it that a file that is there may be replaced: whoever marked it read-only means it to stay.

    Raises:
        BadInput: it is marked read-only.
    """
    if path.is_file() and not (path.stat().st_mode & 0o222 and os.access(path, os.W_OK)):
        remedy = f"Name another file, or let it be written to: chmod u+w {path}"
        raise BadInput([Problem(str(path), 0, "the file is read-only; nothing is written", remedy)])


@contextmanager
def whole(path: Path) -> Iterator[Path]:
    """Give a file to be written, which takes a path's place, with its rights, once all is written. A link is written through.

    Raises:
        BadInput: it is marked read-only.
        OSError: it cannot be written; what was there is as it was.
    """
    refuse_marked(path)
    path = Path(os.path.realpath(path))
    mode = path.stat().st_mode & 0o777 if path.exists() else 0o666 & ~_umask()
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".rubicon-")
    made = Path(name)
    try:
        yield made
        os.fsync(handle)
        made.chmod(mode)
        made.replace(path)
    except BaseException:
        made.unlink(missing_ok=True)
        raise
    finally:
        os.close(handle)


def replace(path: Path, content: bytes) -> None:
    """Write a file atomically; as `whole`."""
    with whole(path) as made:
        made.write_bytes(content)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
