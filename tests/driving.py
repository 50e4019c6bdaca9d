"""Drive the page in a real browser: Debian's chromium; where it is missing such tests are skipped, but not in CI."""

import os
import re
import shutil
import subprocess
import sys
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

import pytest

CHROMIUM = shutil.which("chromium")
if (CHROMIUM is None or find_spec("playwright") is None) and os.environ.get("CI") != "true":
    pytest.skip("there is no chromium, or nothing to drive it", allow_module_level=True)

from playwright.sync_api import Page, expect, sync_playwright  # noqa: E402 - not every environment has it

__all__ = ["Page", "Served", "Watched", "expect", "launched"]

SWITCHES = [
    "--no-sandbox",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
]


@contextmanager
def launched():
    """Start a browser, and end it."""
    assert CHROMIUM is not None, "CI installs chromium"
    with (
        sync_playwright() as playwright,
        playwright.chromium.launch(executable_path=CHROMIUM, args=SWITCHES) as found,
    ):
        yield found


class Served:
    """`rubicon serve` over a folder, as an analyst starts it."""

    def __init__(self, top: Path, rules: Path) -> None:
        self.top, self.folder, self.rules = top, top / "cases", rules
        self.start()

    @property
    def home(self) -> dict[str, str]:
        """Return an environment with data of its own."""
        return os.environ | {"XDG_DATA_HOME": str(self.top / "data")}

    def run(self, *arguments: str, warned: bool = False) -> str:
        """Run a command beside the page, as an editor does; return what it gives, or what it warns of."""
        command = [sys.executable, "-m", "rubicon", *arguments]
        done = subprocess.run(command, check=True, capture_output=True, text=True, env=self.home)
        return done.stderr if warned else done.stdout

    def start(self) -> None:
        """Start, and read where."""
        command = [sys.executable, "-m", "rubicon", "serve", str(self.folder), "--port", "0"]
        command += ["--rules", str(self.rules)]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=self.home)
        line = self.process.stdout.readline()
        self.address = re.search(r"http://127\.0\.0\.1:\d+", line)[0]

    def stop(self) -> None:
        """End as Ctrl-C does."""
        self.process.terminate()
        self.process.wait(20)
        self.process.stdout.close()

    @property
    def case(self) -> Path:
        """Return the file of the case that is looked at."""
        return self.folder / "one.toml"


class Watched:
    """A page whose every complaint and every request is kept."""

    def __init__(self, page: Page, address: str) -> None:
        self.page, self.complaints, self.requests = page, [], []
        page.on(
            "console",
            lambda one: self.complaints.append(one.text) if one.type in ("error", "warning") else None,
        )
        page.on("pageerror", lambda one: self.complaints.append(str(one)))
        page.on("request", lambda one: self.requests.append(one.url))
        self.address = address

    def check(self) -> None:
        """Nothing went wrong, and nothing was asked of anybody else."""
        refused = re.compile(r"status of 4(00|09)")  # the browser tells what the page refused
        assert [one for one in self.complaints if not refused.search(one)] == []
        assert [one for one in self.requests if not one.startswith(f"{self.address}/")] == []
