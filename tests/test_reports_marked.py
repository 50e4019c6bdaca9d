"""What stands on every page of an answer about a case: who may see it, and whether the framework speaks of it."""

import json

import pytest

from books import FRAMEWORK, write_book, write_case
from faults import run

ASKS = "Kazakhstan asks the CSTO to intervene"
ANSWERS = {
    "assess": ("assess", "case.toml"),
    "why": ("why", "case.toml", ASKS),
    "why-not": ("why-not", "case.toml", "Ukraine asks the CSTO to intervene"),
    "what-if": ("what-if", "case.toml", "--without", ASKS),
    "pivots": ("pivots", "case.toml"),
    "timeline": ("timeline", "case.toml"),
    "compare": ("compare", "case.toml", "case.toml"),
    "backtest": ("backtest", "case.toml"),
}
MARKING = "For the *desk* alone"
HAPPENED = '[outcome]\nhappened = true\non = 2022-01-07\nsummary = "It came."\n'


@pytest.fixture
def here(tmp_path, monkeypatch):
    """Stand in a folder with the small rulebook, which speaks of Ukraine alone, and a marked case of Kazakhstan."""
    monkeypatch.chdir(tmp_path)
    scoped = FRAMEWORK.replace("    ask =", '    scope = ["?host is Ukraine"]\n    ask =', 1)
    write_book(tmp_path / "rules", framework=scoped)
    write_case(tmp_path / "case.toml", extra=HAPPENED)
    case = tmp_path / "case.toml"
    case.write_text(f'marking = "{MARKING}"\n{case.read_text(encoding="utf-8")}', encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("name", ANSWERS)
@pytest.mark.parametrize("form", ["text", "markdown", "html", "json"])
def test_the_marking_opens_and_closes_every_answer(here, name, form):
    """DESIGN 2.5: `marking` is printed on every page; JSON has a key for it."""
    text = run(*ANSWERS[name], "--format", form).stdout
    shown = MARKING.replace("*", r"\*") if form == "markdown" else MARKING
    assert shown in text
    if form == "json":
        assert f'"marking": "{MARKING}"' in text
    elif form == "html":
        assert text.count(f'<p class="marking">{shown}</p>') == 2
        assert '@top-center { content: "For the \\2a desk\\2a  alone"' in text
    else:
        assert shown in text.splitlines()[0]
        assert shown in text.splitlines()[-1]


@pytest.mark.parametrize("name", [name for name in ANSWERS if name != "backtest"])
def test_an_answer_outside_the_scope_is_headed_by_that(here, name):
    """DESIGN 2.3: outside the scope every answer is headed by a banner that says so, before its title."""
    text = run(*ANSWERS[name]).stdout
    banner = text.index("Outside the scope of the framework.")
    assert "the host is Ukraine" in text[banner : text.index("# ")]
    found = json.loads(run(*ANSWERS[name], "--format", "json").stdout)
    told = found["cases"] if name == "compare" else [found]
    assert [one["outside_scope"] for one in told] == [["?host is Ukraine"]] * len(told)


def test_an_answer_within_the_scope_has_no_banner(here):
    """DESIGN 2.3: where each condition is definite nothing is said of the scope."""
    rules = here / "rules" / "framework.toml"
    rules.write_text(rules.read_text(encoding="utf-8").replace("?host is Ukraine", "?host is Kazakhstan"))
    assert "scope" not in run("assess", "case.toml").stdout.partition("## ")[0]


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("2021-12", "since December 2021"),
        ("2021", "since 2021"),
        ("2021-11~", "since about November 2021"),
        ("2022-01-02/2022-01-04", "since some day between 2 January 2022 and 4 January 2022"),
    ],
)
def test_an_uncertain_day_is_printed_as_written(here, written, said):
    """DESIGN 2.5: prose says what the case writes, and JSON keeps the writing."""
    case = here / "case.toml"
    text = case.read_text(encoding="utf-8")
    case.write_text(text.replace("on = 2022-01-05", f'on = "{written}"', 1), encoding="utf-8")
    assert f'on = "{written}"' in case.read_text(encoding="utf-8")
    assert said in run("assess", "case.toml").stdout
    facts = json.loads(run("assess", "case.toml", "--format", "json").stdout)["facts"]
    assert written in [one["on"] for one in facts]
