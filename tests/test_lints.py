"""The lints: each has a rule, a page and a test, and its page's examples are what it says."""

import re
import shutil
from pathlib import Path

import pytest

from rubicon.editing.changed import changed_since_0_1, unconfirmed
from rubicon.editing.check import check
from rubicon.editing.ignoring import heed
from rubicon.editing.lints import HERE, lints
from rubicon.problems import BadInput
from rubicon.reading import read_case, read_rulebook

BLOCK = re.compile(r"```toml\n# (\S+)\n(.*?)```\n", re.DOTALL)


def laid_out(folder: Path, part: str) -> Path:
    """Write the blocks of a part of a page beside the rulebook of bridges; return the folder of its rules."""
    rules = folder / "rules"
    shutil.copytree(HERE / "bridges", rules)
    for name, text in BLOCK.findall(part):
        path = folder / name if name.startswith("cases/") else rules / name
        path.parent.mkdir(parents=True, exist_ok=True)
        before = path.read_text(encoding="utf-8") + "\n" if path.exists() else ""
        path.write_text(before + text, encoding="utf-8")
    return rules


def findings(rules: Path):
    """Return every finding of a rulebook and its cases, whatever its level."""
    try:
        book = read_rulebook(rules)
    except BadInput as bad:
        return list(bad.problems)
    cases = [read_case(path, book) for path in sorted((rules.parent / "cases").glob("*.toml"))]
    told = [*check(book).problems, *changed_since_0_1(book, cases)]
    told += [one for case in cases for one in (*case.warnings, *unconfirmed(case))]
    return heed(told, book, cases)


def parts(name: str) -> tuple[str, str]:
    """Return the bad and the good part of a lint's page."""
    page = lints()[name].page
    bad = page.split("\n## Bad\n")[1].split("\n## Good\n")[0]
    return bad, page.split("\n## Good\n")[1].split("\n## Why it matters\n")[0]


@pytest.mark.parametrize("name", lints())
def test_the_bad_example_of_a_page_is_found(name, tmp_path):
    """What the page calls bad is found, at a line that is there."""
    rules = laid_out(tmp_path, parts(name)[0])
    found = [one for one in findings(rules) if (one.lint or "RUB001") == name]
    assert found, findings(rules)
    for one in found:
        assert one.what
        assert one.remedy
        assert one.line <= len(Path(one.path).read_text(encoding="utf-8").splitlines())


@pytest.mark.parametrize("name", lints())
def test_the_good_example_of_a_page_is_clean(name, tmp_path):
    """Nothing at all is found in what the page calls good, but for works of the base that it leaves uncited."""
    assert findings(laid_out(tmp_path, parts(name)[1])) == []
