"""The guide to encoding a framework builds a rulebook that is read, judged and back-tested."""

import re
from pathlib import Path

from faults import run

GUIDE = Path(__file__).parents[1] / "docs" / "frameworks.md"


def test_the_rulebook_of_the_guide_is_whole(tmp_path, monkeypatch):
    """Its files, read out of the page, pass the check without a warning, and its case is called rightly."""
    files = re.findall(
        r"`(ferry/[\w/-]+\.toml)`:\n\n```toml\n(.*?)```", GUIDE.read_text(encoding="utf-8"), re.DOTALL
    )
    assert len(files) == 6
    for name, text in files:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    checked = run("rules", "check", "--rules", "ferry")
    assert checked.exit_code == 0, checked.stderr
    assert "warning" not in checked.stdout + checked.stderr
    told = run("backtest", "ferry/cases/monday.toml", "--rules", "ferry")
    assert told.exit_code == 0, told.stderr
    assert "right: it happened" in told.stdout
