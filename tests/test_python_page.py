"""The page on Rubicon in Python is run, and the names that the package gives away are those that it lists."""

import doctest
import re
import subprocess
import sys

import pytest

import rubicon
from reported import TOP, bridge, shipped
from rubicon import BadInput, assess
from rubicon.exchanging import frames

PAGE = (TOP / "docs" / "python.md").read_text(encoding="utf-8")
NAMES = {
    "Assessment",
    "BadInput",
    "Case",
    "Finding",
    "Problem",
    "Rulebook",
    "Verdict",
    "__version__",
    "assess",
    "backtest",
    "backtest_frame",
    "facts_frame",
    "findings_frame",
    "panel",
    "parse_case",
    "read_case",
    "read_panel_map",
    "read_rulebook",
}
"""The public names: those of the design, and what the page needs."""


def test_the_page_is_run(tmp_path, monkeypatch):
    """Every example of the page, in its order, prints what the page says it prints."""
    for name in ("rules", "cases"):
        (tmp_path / name).symlink_to(TOP / name, target_is_directory=True)
    monkeypatch.chdir(tmp_path)
    blocks = re.findall(r"^```pycon\n(.*?)^```", PAGE, re.DOTALL | re.MULTILINE)
    assert len(blocks) > 8
    ran = doctest.DocTestParser().get_doctest("".join(blocks), {}, "python.md", "python.md", 0)
    said = []
    found = doctest.DocTestRunner(verbose=False).run(ran, out=said.append)
    assert found.failed == 0, "".join(said)
    assert found.attempted > 40


def test_the_public_names_are_those_of_the_list():
    """Nothing is given away that the list lacks, each name is there, and the page tells of each."""
    assert set(rubicon.__all__) == NAMES
    for name in NAMES:
        assert getattr(rubicon, name) is not None
        assert f"`{name}" in PAGE, name
    stub = (TOP / "engine" / "rubicon" / "__init__.pyi").read_text(encoding="utf-8")
    assert set(re.findall(r'^    "(\w+)",$', stub, re.MULTILINE)) == NAMES


@pytest.mark.parametrize("made", [lambda: shipped("kazakhstan-2022"), bridge])
def test_an_assessment_shows_its_first_page_in_a_notebook(made):
    """It is the page of `--brief`, in a frame of its own, whatever the rulebook; no mark of it gets out of the frame."""
    book, case = made()
    page = assess(book, case)._repr_html_()
    frame = re.fullmatch(r'<iframe [^>]*srcdoc="([^"]*)"[^>]*></iframe>', page, re.DOTALL)
    assert frame is not None
    assert case.title.replace("'", "&#x27;") in frame.group(1)
    assert "sandbox" in page


def test_the_package_alone_loads_little():
    """Names are loaded when they are asked for: neither pandas nor numpy by the first judgement."""
    code = (
        "import rubicon; assert {*rubicon.__all__} <= {*dir(rubicon)}; import sys; from rubicon import assess, read_case, read_rulebook; book = read_rulebook('rules');"
        "made = assess(book, read_case('cases/kazakhstan-2022.toml', book)); made.findings;"
        "print({'pandas', 'numpy', 'pyarrow', 'duckdb', 'distributed'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=TOP, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"


def test_a_frame_without_pandas_says_what_to_install(monkeypatch):
    """A clear sentence, and no traceback of an import."""
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(
        BadInput, match=r"a data frame needs pandas, which is not installed\n.*pip install pandas"
    ):
        frames.findings_frame(assess(*shipped("kazakhstan-2022")))
