"""The rules drawn, and as a handbook."""

import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from click.testing import CliRunner

from books import write_book
from rubicon.cli import main
from rubicon.editing.graphing import graph_of
from rubicon.reading import read_rulebook

TOP = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="module")
def shipped():
    return read_rulebook(TOP / "rules")


def graph(*arguments):
    return CliRunner().invoke(main, ["rules", "graph", *arguments], catch_exceptions=False)


@pytest.mark.parametrize("about", ["", "cost", "request/host-declines", "trigger", "asks"])
def test_a_graph_has_no_circle(shipped, about):
    """From no node a way leads back to it, so that it can be drawn in layers; each end of a line is there."""
    made = graph_of(shipped, about)
    keys = {one.key for one in made.stations}
    assert all({one.lower, one.upper} <= keys for one in made.feeds)
    left = list(made.feeds)
    while left:
        sources = {one.lower for one in left} - {one.upper for one in left}
        assert sources, left
        left = [one for one in left if one.lower not in sources]


def test_what_stands_around_a_rule(tmp_path):
    """What it reads at one side with the rules that conclude it, what it concludes at the other with its readers."""
    made = json.loads(
        graph("likelihood/supported", "--rules", str(write_book(tmp_path)), "--format", "json").stdout
    )
    texts = {one["id"]: one["text"] for one in made["nodes"]}
    links = {(texts[one["from"]], texts[one["to"]]) for one in made["links"]}
    support = "local elements in ‹host› support intervention by ‹intervener›"
    assert ("A request is local support", support) in links
    assert (support, "Supported intervention is likely") in links
    assert {one["text"] for one in made["nodes"] if one["centre"]} == {"Supported intervention is likely"}


def test_what_speaks_against_is_drawn_otherwise(tmp_path):
    """An absence, an exception and a contrary are lines of another kind."""
    made = json.loads(
        graph("likelihood/unsupported", "--rules", str(write_book(tmp_path)), "--format", "json").stdout
    )
    kinds = {(one["from"].rsplit(":", 1)[1], one["kind"]) for one in made["links"] if "rule:" in one["to"]}
    assert ("supports", "against") in kinds
    assert ("considered", "for") in kinds


@pytest.mark.parametrize("about", ["", "cost", "request/host-declines", "storm"])
def test_every_form_says_the_same(about):
    """DOT and Mermaid have a line for each node and link; the SVG has a box a node that is linked."""
    made = json.loads(graph(*filter(None, [about]), "--format", "json").stdout)
    dot = graph(*filter(None, [about]), "--format", "dot").stdout
    mermaid = graph(*filter(None, [about]), "--format", "mermaid").stdout
    assert (dot.count("[label"), dot.count("->")) == (len(made["nodes"]), len(made["links"]))
    assert len(mermaid.splitlines()) == 1 + len(made["nodes"]) + len(made["links"])
    boxes = graph(*filter(None, [about])).stdout.count("<rect ")
    linked = {key for one in made["links"] for key in (one["from"], one["to"])}
    assert boxes == 1 + len(linked)


def topics_of(name):
    return sorted({one.id.split("/")[0] for one in read_rulebook(TOP / name).rules})


@pytest.mark.parametrize(
    ("book", "about"),
    [(book, topic) for book in ("rules", "rulebooks/us-force") for topic in topics_of(book)],
)
def test_the_drawing_of_each_topic_can_be_read(book, about):
    """None is wider than a page, or higher than two screens, and its own rules stand in it each by its title."""
    drawn = graph(about, "--rules", str(TOP / book)).stdout
    width, height = map(int, re.findall(r'<svg[^>]* width="(\d+)" height="(\d+)"', drawn)[0])
    assert width <= 1000
    assert height <= 2200
    made = json.loads(graph(about, "--rules", str(TOP / book), "--format", "json").stdout)
    titles = {one.title for one in read_rulebook(TOP / book).rules if one.id.startswith(f"{about}/")}
    assert titles == {one["text"] for one in made["nodes"] if one["centre"]}


def test_what_stands_around_a_large_topic_is_gathered(shipped):
    """The rules of another topic are one node with their number; so are sentences that the same rules read, if nobody concludes them."""
    nodes = {one.key: one.text for one in graph_of(shipped, "crisis").stations}
    assert nodes["in:topic:signs"] == "signs: 14 rules"
    assert any(text.endswith(" sentences that no rule concludes") for text in nodes.values())
    concluded = {pattern.statement for rule in shipped.rules for pattern in rule.conclusions}
    own = [rule for rule in shipped.rules if rule.id.startswith("crisis/")]
    read = {pattern.statement for rule in own for pattern in rule.premises}
    assert {f"in:statement:{name}" for name in concluded & read} <= nodes.keys()


def test_an_unknown_name_is_answered():
    """Neither topic nor rule nor statement: the nearest is named."""
    result = graph("request/host-decline")
    assert result.exit_code == 1
    assert 'Did you mean "request/host-declines"?' in result.stderr


class Links(HTMLParser):
    """Collects where a page leads, and the places in it."""

    def __init__(self):
        super().__init__()
        self.leads, self.places = [], set()

    def handle_starttag(self, tag, attrs):
        """Keep where a link leads, and the place that an element is."""
        found = dict(attrs)
        if tag == "a" and "href" in found:
            self.leads.append(found["href"])
        if "id" in found:
            self.places.add(found["id"])


def test_the_handbook_hangs_together(tmp_path):
    """A page a rule, each link leads to a page and a place that are there, and nothing comes from the network."""
    result = CliRunner().invoke(
        main, ["rules", "doc", "--output", str(tmp_path / "book")], catch_exceptions=False
    )
    pages = {path: Links() for path in (tmp_path / "book").rglob("*.html")}
    assert result.stdout.startswith(f"{len(pages) + 1} pages written.")
    for path, links in pages.items():
        links.feed(path.read_text(encoding="utf-8"))
    count = len(json.loads(CliRunner().invoke(main, ["rules", "list", "--format", "json"]).stdout))
    assert len(pages) >= count + 2
    for path, links in pages.items():
        for lead in links.leads:
            if re.match("https?:", lead):
                continue
            name, _, place = lead.partition("#")
            target = (path.parent / name).resolve() if name else path
            assert target.exists(), (path, lead)
            if place:
                assert place in pages[target].places, (path, lead)


TOLD = """
    title = "A request is local support"
    if = ["?host asks ?guarantor to intervene", "?intervener leads ?guarantor"]
    then = "local elements in ?host support intervention by ?intervener"
    contests = ["support/other"]
    because = "{{ host }} asked."

    [[example]]
    name = "a report is enough"
    as_of = 2022-01-05
    given = ["Russia leads the CSTO"]
    reported = ["Kazakhstan asks the CSTO to intervene"]
    expect = ["local elements in Kazakhstan support intervention by Russia"]
    with = ["support/other"]
    by = ["support/told"]
    because_of = ["Russia leads the CSTO"]
    standing = "defeasible"

    [[example]]
    given = ["Russia leads the CSTO"]
    refuse = ["local elements in Kazakhstan support intervention by Russia"]
"""
OTHER = """
    title = "A request is no local support"
    if = ["?host asks ?guarantor to intervene", "?intervener leads ?guarantor"]
    then = "it is false that local elements in ?host support intervention by ?intervener"
    because = "{{ host }} asked."
"""


def test_a_rules_page_tells_its_examples_whole(tmp_path):
    """What is only reported is not said to be given; the day, the rules beside, the name and how it stands are told."""
    folder = str(write_book(tmp_path / "rules", support__told=TOLD, support__other=OTHER))
    shown = CliRunner().invoke(
        main, ["rules", "show", "support/told", "--rules", folder], catch_exceptions=False
    )
    told = next(line for line in shown.stdout.splitlines() if "A report is enough" in line)
    assert told == (
        "- A report is enough: on 5 January 2022, given that Russia leads the CSTO and where it is reported that "
        "Kazakhstan asks the CSTO to intervene, beside `support/other`, it concludes that local elements in "
        "Kazakhstan support intervention by Russia. It stands by `support/told`. It rests on this: Russia leads "
        "the CSTO. How that stands: defeasible."
    )
    assert "- Given that Russia leads the CSTO, it is not established that" in shown.stdout
    assert "A conflict with `support/other` is meant." in shown.stdout
    assert "<a " not in shown.stdout


def test_the_handbook_leads_to_every_rule_that_it_names(tmp_path):
    """What a rule prevails over and yields to, and its `otherwise`, are links; the statements say what they take."""
    CliRunner().invoke(main, ["rules", "doc", "--output", str(tmp_path)], catch_exceptions=False)
    asked = (tmp_path / "local-support" / "government-request.html").read_text(encoding="utf-8")
    assert (
        'It prevails over <a href="../local-support/opposition-rejects-troops.html">Open rejection of foreign troops'
        in asked
    )
    for path in tmp_path.rglob("otherwise.html"):
        home = path.parent.with_suffix(".html")
        assert (
            f'.html"><code>{path.parent.parent.name}/{path.parent.name}</code></a> says otherwise'
            in path.read_text(encoding="utf-8")
        )
        assert f'{path.parent.name}/otherwise.html"><code>' in home.read_text(encoding="utf-8")
    statements = (tmp_path / "statements.html").read_text(encoding="utf-8")
    assert "‹host›, of the kind country; ‹level›, one of almost no chance, very unlikely," in statements
    assert "almost certain, of which one alone is true." in statements


def test_what_an_earlier_handbook_left_is_named(tmp_path):
    """A rule that is gone leaves its page behind; the page of somebody else in that folder is nobody's business."""
    rules, book = write_book(tmp_path / "rules", likelihood__again=OTHER), tmp_path / "book"
    command = ["rules", "doc", "--rules", str(rules), "--output", str(book)]
    assert not CliRunner().invoke(main, command, catch_exceptions=False).stderr
    (rules / "likelihood" / "again.toml").unlink()
    (book / "mine.html").write_text("<p>Mine</p>", encoding="utf-8")
    done = CliRunner().invoke(main, command, catch_exceptions=False)
    assert done.stderr == (
        "rubicon: left there by an earlier handbook, and nothing leads there now: likelihood/again.html\n"
    )
    assert "again.html" not in (book / "index.html").read_text(encoding="utf-8")


def test_a_folder_that_cannot_be_made_is_told(tmp_path):
    """A file in the way is answered in a line."""
    (tmp_path / "book").mkdir()
    (tmp_path / "book" / "cost").write_text("in the way", encoding="utf-8")
    result = CliRunner().invoke(main, ["rules", "doc", "--output", str(tmp_path / "book")])
    assert result.exit_code == 1
    assert "cannot be made" in result.stderr


def test_a_handbook_is_not_written_among_the_rules(tmp_path):
    """A folder in the rulebook's own is refused, and nothing is written there."""
    write_book(tmp_path / "rules")
    before = sorted(tmp_path.rglob("*"))
    for target in (tmp_path / "rules", tmp_path / "rules" / "doc"):
        command = ["rules", "doc", "--rules", str(tmp_path / "rules"), "--output", str(target)]
        done = CliRunner().invoke(main, command, catch_exceptions=False)
        assert done.exit_code == 1
        assert "this lies in the rulebook's own folder" in done.stderr
    assert sorted(tmp_path.rglob("*")) == before
