"""What a terminal is told beside an answer, and a pipe is not: that work goes on, dress, width and colour."""

import fcntl
import os
import pty
import re
import select
import struct
import subprocess
import sys
import termios
from pathlib import Path
from time import monotonic

import pytest

from books import write_book, write_case

TOP = Path(__file__).resolve().parents[1]
COMMAND = [sys.executable, "-m", "rubicon"]


@pytest.fixture
def here(tmp_path, monkeypatch):
    """Stand beside a small rulebook with a case."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PYTHONPATH", str(TOP / "engine"))
    write_book(tmp_path / "rules")
    write_case(tmp_path / "case.toml")
    return tmp_path


def shown(terminal, until=None):
    """Return what a terminal shows, to its end or until some words stand there."""
    found, began = b"", monotonic()
    while until is None or until not in found.decode(errors="replace"):
        ready, _, _ = select.select([terminal], [], [], 60)
        assert ready, found
        assert monotonic() - began < 120, found
        try:
            more = os.read(terminal, 4096)
        except OSError:  # the other end is closed
            break
        if not more:
            break
        found += more
    return found.decode(errors="replace")


def test_long_work_says_so_at_a_terminal(here):
    """DESIGN 3: an answer that takes more than a second says that it goes on, and takes that away before it is given."""
    master, slave = pty.openpty()
    with subprocess.Popen(
        [*COMMAND, "assess", "-", "--rules", "rules"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=slave,
        text=True,
    ) as running:
        os.close(slave)
        told = shown(master, "Working, 1 s")
        answer, _ = running.communicate((here / "case.toml").read_text(encoding="utf-8"))
        told += shown(master)
        assert running.returncode == 0
    os.close(master)
    assert answer.startswith("# A case")
    assert "Working" not in answer
    last = re.sub(r".*\r(?=[^\r\n])", "", told.rstrip("\r"))
    assert last.strip() == ""


def test_a_pipe_gets_no_progress(here):
    """DESIGN 3: whoever reads standard error through a pipe reads of problems alone, however long the work takes."""
    with subprocess.Popen(
        [*COMMAND, "assess", "-", "--rules", "rules"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as running:
        with pytest.raises(subprocess.TimeoutExpired):
            running.wait(2.5)
        answer, told = running.communicate((here / "case.toml").read_text(encoding="utf-8"))
    assert answer.startswith("# A case")
    assert told == ""


@pytest.mark.parametrize("columns", [50, 90])
def test_a_terminal_s_width_and_its_wish_for_no_colour_are_heeded(here, columns):
    """DESIGN 3: output to a terminal is dressed, no wider than it, and without colours where NO_COLOR is set."""
    # A library of the terminal may have put a width of its own into what a child inherits.
    environment = {**os.environ, "NO_COLOR": "1", "TERM": "xterm-256color"}
    environment.pop("COLUMNS", None)
    master, slave = pty.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    with subprocess.Popen(
        [*COMMAND, "assess", "case.toml", "--rules", "rules"],
        stdin=slave,
        stdout=slave,
        stderr=slave,
        env=environment,
    ) as running:
        os.close(slave)
        told = shown(master)
        assert running.wait(60) == 0
    os.close(master)
    colours = [
        found for found in re.findall(r"\x1b\[([\d;]*)m", told) if re.search(r"\b(3\d|4\d|9\d|10\d)\b", found)
    ]
    assert colours == []
    lines = [re.sub(r"\x1b\[[\d;]*m", "", line) for line in re.split(r"\r?\n", told)]
    assert [line for line in lines if len(line.rpartition("\r")[2]) > columns] == []
    assert "# A case" not in told
    assert any("A case" in line for line in lines)
