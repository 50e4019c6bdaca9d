"""How long the page takes to show a change, from the press of a button to the last part redrawn, in headless Chromium."""

import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from rubicon.places import shipped

CHANGES = 12
"""Facts that are withdrawn, one after the other, each undone before the next; only the first is a new state."""

SWITCHES = ["--no-sandbox", "--no-first-run", "--disable-background-networking", "--disable-component-update"]

WATCH = """() => {
  window.shown = 0;
  addEventListener("submit", () => { window.asked = performance.now(); window.shown = 0; }, true);
  new MutationObserver(() => { window.shown = performance.now(); })
    .observe(document.body, { subtree: true, childList: true, characterData: true });
}"""
"""Notes when a form was sent, and when the page last changed since."""

SETTLED = "() => window.shown > 0 && performance.now() - window.shown > 150 && !document.querySelector('.htmx-request')"


def redraws(case: str) -> list[float]:
    """Withdraw facts of a shipped case on the page; return how long each took to show, in seconds."""
    chromium = shutil.which("chromium")
    with (
        tempfile.TemporaryDirectory() as name,
        _served(Path(name), case) as address,
        sync_playwright() as driver,
    ):
        browser = driver.chromium.launch(executable_path=chromium, args=SWITCHES)
        page = browser.new_page(viewport={"width": 1400, "height": 900})
        page.goto(f"{address}/case/{Path(case).stem}/")
        page.wait_for_selector("#report", state="attached")
        page.evaluate(
            "() => document.querySelectorAll('details.folded').forEach((one) => { one.open = true; })"
        )
        page.evaluate(WATCH)
        times = [_withdrawn(page, at) for at in range(CHANGES)]
        browser.close()
    return times[2:]  # the first load what every later one has


def _withdrawn(page: Page, at: int) -> float:
    """Withdraw a fact, and undo it; return how long the withdrawal took to show."""
    fact = page.locator("details.withdraw").nth(at)
    fact.locator("summary").click()
    fact.locator("form button").click()
    page.wait_for_function(SETTLED)
    taken: float = page.evaluate("() => (window.shown - window.asked) / 1000")
    page.locator("button.undo").click()
    page.wait_for_function(SETTLED)
    return taken


@contextmanager
def _served(top: Path, case: str) -> Iterator[str]:
    """Serve a folder with one shipped case, and yield the address."""
    (top / "cases").mkdir()
    shutil.copy(shipped("cases") / case, top / "cases")
    command = [sys.executable, "-m", "rubicon", "serve", str(top / "cases"), "--port", "0"]
    home = os.environ | {"XDG_DATA_HOME": str(top / "data")}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=home) as server:
        assert server.stdout is not None
        found = re.search(r"http://127\.0\.0\.1:\d+", server.stdout.readline())
        assert found is not None
        try:
            yield found[0]
        finally:
            server.terminate()


if __name__ == "__main__":
    taken = redraws("kazakhstan-2022.toml")
    print(
        f"{statistics.median(taken) * 1000:.0f} ms, {max(taken) * 1000:.0f} ms at most, {len(taken)} changes"
    )
