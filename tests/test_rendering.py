"""Reports, answers and pages as texts: what a reader may rely on in every one of them."""

import json
import os
import random
import re
import subprocess
import sys
from functools import cache
from html.parser import HTMLParser
from xml.etree import ElementTree as ET

import pytest

from reported import GOLDEN, READ_ALOUD, REPORTS, TOP, bridge, explained, shipped, shuffled
from rubicon.explaining import explain, rule_page, why
from rubicon.judging.assessing import all_schools, assess, read_arguments
from rubicon.reading import parse_case
from rubicon.rendering import render_assessment, render_rule, render_rules_list, render_why

LIKELIHOODS = (
    "almost no chance|very unlikely|unlikely|roughly even chance|likely|very likely|almost certain"  # ICD 203
)
SHIPPED = ("kazakhstan-2022", "ukraine-2021")
GOLDENS = [
    ("kazakhstan-2022", "markdown", "md"),
    ("kazakhstan-2022-without-the-request", "markdown", "md"),
    ("ukraine-2021", "markdown", "md"),
    ("bridge", "markdown", "md"),
    ("bridge", "text", "txt"),
    ("bridge", "html", "html"),
    ("bridge", "json", "json"),
    ("bridge-accepted", "markdown", "md"),
]


@cache
def report(name, form="markdown"):
    return render_assessment(REPORTS[name](), form)


def body(name):
    """Return the trees of a Markdown report, its first annex."""
    return report(name).partition("## Annex A")[2].partition("## Annex B")[0]


def prose(text):
    """Return a Markdown text without code, addresses and sources, line by line."""
    text = text.partition("## Sources")[0]
    text = re.sub(r"`[^`]*`|<[^>]*>", "", text)
    return [line.strip(" -*#|") for line in text.splitlines() if line.strip(" -*#|")]


def sentences(text):
    return [part for line in prose(text) for part in re.split(r"(?<=[.!?:])(?:\*\*)?\s+", line)]


@pytest.mark.parametrize(("name", "form", "ending"), GOLDENS)
def test_a_report_is_what_it_was(name, form, ending, request):
    """Every report is compared whole; `--regold` rewrites what is compared."""
    # The digest of the shipped rulebook changes with every comma in it, and says nothing about the report.
    text = re.sub(r"(?<=rulebook )[0-9a-f]{12}|(?<=sha256:)[0-9a-f]{64}", "…", report(name, form))
    path = GOLDEN / f"{name}.{ending}"
    if request.config.getoption("--regold"):
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", READ_ALOUD)
def test_a_first_page_that_was_read_aloud_is_what_it_was(name, request):
    """Three days of crisis and a quiet one, compared whole; `--regold` rewrites them, to be read aloud again."""
    book, case = shipped(name)
    text = render_assessment(explained((book, case), schools=all_schools(book)), "text", brief=True)
    path = GOLDEN / f"brief-{name.rpartition('/')[2]}.txt"
    if request.config.getoption("--regold"):
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", REPORTS)
@pytest.mark.parametrize("form", ["markdown", "text"])
def test_prose_holds_no_trace_of_the_machine(name, form):
    """No braces, no truth values, no ids or names of statements stand in what a reader reads."""
    read = shipped("kazakhstan-2022") if name.startswith(("kaz", "ukr")) else bridge()
    statements = read[0].vocabulary.statements.values()
    words = " ".join(part for statement in statements for part in statement.form if isinstance(part, str))
    ids = {found.name for found in statements if "-" in found.name and found.name not in words}
    ids |= {rule.id for rule in read[0].rules}
    # Plain text has no marks around a rule's id, so the list of rules, where ids belong, is left out.
    text = report(name, form).partition("Annex B")[0]
    found = [line for line in prose(text) if re.search(r"[{}]|\b(True|False|None|Decimal|Literal)\b", line)]
    found += [line for line in prose(text) for word in ids if re.search(rf"(?<![\w-]){word}(?![\w-])", line)]
    assert found == []


@pytest.mark.parametrize("name", REPORTS)
def test_likelihood_and_confidence_never_share_a_sentence(name):
    """A sentence that names a confidence names no likelihood (ICD 203)."""
    both = [
        sentence
        for sentence in sentences(report(name))
        if re.search(r"\bconfidence\b", sentence, re.IGNORECASE)
        and re.search(rf"\b({LIKELIHOODS})\b", sentence)
    ]
    assert both == []


@pytest.mark.parametrize("name", REPORTS)
def test_every_sentence_begins_with_a_capital_and_ends(name):
    """A line of prose begins like a sentence and ends like one."""
    told = report(name).partition("## Annex B")[0]
    lines = [line.strip(" -*") for line in told.splitlines() if line.strip(" -*")]
    lines = [line for line in lines if not line.startswith(("#", "|", "“"))]
    assert [line for line in lines if not re.match(r"[A-Z0-9(]", line)] == []
    assert [line for line in lines if not re.search(r"[.:?!)]$", line)] == []
    assert [line for line in lines if re.search(r" [.,;:]|\.\.(?!\.)| {2}|\(\)", line)] == []


@pytest.mark.parametrize("name", REPORTS)
def test_every_leaf_names_its_source(name):
    """The last line of every branch cites a source, says that there is none, or is no information."""
    tree = body(name)
    lines = [line for line in tree.splitlines() if line.lstrip().startswith("- ")]
    leaves = [
        line
        for line, after in zip(lines, [*lines[1:], ""], strict=True)
        if len(line) - len(line.lstrip()) >= (len(after) - len(after.lstrip()) if after else 0)
    ]
    told = (
        r"\[\d+\]|no source given|[Nn]othing shows|\(see |reason is given|It is assumed|assumed for this run"
        r"|This does not prevail|It is disputed whether|The time from|\*\)$|carry|is (at|more|less)"
    )
    assert [line for line in leaves if not re.search(told, line)] == []


@pytest.mark.parametrize("name", REPORTS)
def test_a_reason_is_told_once(name):
    """No argument is told twice in full: elsewhere the report refers to it."""
    book = (shipped("kazakhstan-2022") if name.startswith(("kaz", "ukr")) else bridge())[0]
    lines = body(name).splitlines()
    told = [" ".join(line.split()) for line in lines for rule in book.rules if f"(*{rule.title}*" in line]
    assert sorted(told) == sorted(set(told))
    assert told


class Page(HTMLParser):
    """Collects what a page refers to."""

    def __init__(self):
        super().__init__()
        self.tags, self.links, self.ids, self.attributes = set(), [], [], set()

    def handle_starttag(self, tag, attrs):
        """Note a tag, its attributes and where it leads."""
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self.links += [value for name, value in attrs if name == "href"]
        self.ids += [value for name, value in attrs if name == "id"]


@pytest.mark.parametrize("name", REPORTS)
def test_a_page_needs_no_network(name):
    """HTML is one file: no script, no outside style, font or image; links go within or to web addresses."""
    text = report(name, "html")
    page = Page()
    page.feed(text)
    assert not page.tags & {"script", "link", "img", "iframe", "object", "embed", "image", "use"}
    assert not page.attributes & {"src", "srcset", "xlink:href", "onload", "onclick"}
    assert not re.search(r"@import|url\((?!#)", text)
    assert [link for link in page.links if not link.startswith(("#", "http://", "https://"))] == []
    assert sorted(page.ids) == sorted(set(page.ids))
    assert [link for link in page.links if link.startswith("#") and link[1:] not in page.ids] == []


@pytest.mark.parametrize("name", REPORTS)
def test_the_drawing_is_well_formed_and_legible(name):
    """The SVG is well-formed XML, its boxes do not overlap, and each text fits its box."""
    svg = re.search(r"<svg.*?</svg>", report(name, "html"), re.DOTALL).group()
    root = ET.fromstring(svg)  # noqa: S314 - our own text
    space = "{http://www.w3.org/2000/svg}"
    groups = root.findall(f"{space}g")
    boxes = []
    for group in groups:
        rect = group.find(f"{space}rect")
        x, y, width, height = (int(rect.get(key)) for key in ("x", "y", "width", "height"))
        lines = [span.text for span in group.iter(f"{space}tspan")]
        assert max(len(line) for line in lines) * 5.5 < width
        assert len(lines) * 15 < height
        assert x >= 0
        assert x + width <= int(root.get("width"))
        assert y + height <= int(root.get("height"))
        boxes.append((x, y, x + width, y + height))
    assert len(boxes) > 3
    for at, (left, top, right, bottom) in enumerate(boxes):
        for other in boxes[at + 1 :]:
            assert right <= other[0] or other[2] <= left or bottom <= other[1] or other[3] <= top


HOSTILE = """
title = '<script>alert(1)</script> {{ 7 * 7 }} [x](javascript:alert(1)) *a* "q"'
as_of = 2020-05-10
roles = { bridge = "the Old Bridge" }
[source.bad]
title = "<img src=x onerror=alert(1)> {% raw %} | `code`"
publisher = "</svg></style>"
address = "javascript:alert(1)"
class = "Z<"
[[fact]]
that = "cracks run through the Old Bridge"
source = "bad"
[[assumption]]
that = "the town warns of the Old Bridge"
why = "<b onmouseover='x'>bold</b>"
"""


def test_hostile_texts_are_inert():
    """What a case file says is shown as text, in HTML and in Markdown, and is never a template."""
    book, _ = bridge()
    text = HOSTILE.replace("Z<", "W")
    explanation = explain(assess(book, parse_case(text, book)))
    page = Page()
    page.feed(html := render_assessment(explanation, "html"))
    assert not page.tags & {"script", "img", "b"}
    assert [link for link in page.links if link.startswith("javascript")] == []
    assert "{{ 7 * 7 }}" in html
    markdown = render_assessment(explanation, "markdown")
    assert "<script" not in markdown
    assert "<img" not in markdown
    assert "<b " not in markdown
    assert not re.search(r"(?<!\\)\]\(javascript", markdown)
    assert "{{ 7 \\* 7 }}" in markdown
    assert "{% raw %}" in render_assessment(explanation, "text")


@pytest.mark.parametrize("form", ["markdown", "html", "text", "json"])
def test_the_order_of_facts_and_rules_does_not_matter(form):
    """The same input in another order gives the same bytes."""
    for read, name in ((bridge(), "bridge"), (shipped("ukraine-2021"), "ukraine-2021")):
        options = {"schools": ["masons", "drivers"]} if name == "bridge" else {}
        for seed in range(3):
            mixed = shuffled(read, random.Random(seed))
            assert render_assessment(explained(mixed, **options), form) == report(name, form)


def test_the_seed_of_hashes_does_not_matter():
    """Two processes with different hash seeds write the same page."""
    code = (
        "import sys; sys.path.insert(0, 'tests')\n"
        "from reported import REPORTS\nfrom rubicon.rendering import render_assessment\n"
        "sys.stdout.buffer.write(render_assessment(REPORTS['bridge'](), 'html').encode())"
    )
    pages = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "PYTHONHASHSEED": seed},
            cwd=TOP,
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert pages == {report("bridge", "html").encode()}


def test_the_object_has_the_keys_of_the_contract():
    """`--format json` prints the keys of DESIGN 3."""
    found = json.loads(report("kazakhstan-2022", "json"))
    assert list(found)[:9] == [
        "format",
        "case",
        "as_of",
        "rulebook",
        "rubicon",
        "findings",
        "question",
        "schools",
        "sections",
    ]
    keys = ["sentence", "truth", "standing", "confidence", "derived", "because", "against"]
    assert all(list(finding) == keys for finding in found["findings"])
    assert {tuple(one) for finding in found["findings"] for one in finding["because"]} == {
        ("rule", "premises", "sources")
    }
    question = found["question"]
    assert (question["answer"], question["candidates"], question["truth"]) == ("likely", ["likely"], True)
    assert question["sentence"].endswith("is judged: likely")
    assert [school["name"] for school in found["schools"]] == ["chausovsky"]
    facts = [finding for finding in found["findings"] if not finding["derived"] and finding["truth"]]
    assert facts
    assert all(because["rule"] is None for finding in facts for because in finding["because"])


def test_an_open_answer_is_null_in_the_object():
    """Where no answer is established, answer, sentence, truth and confidence are null, and standing says why."""
    question = json.loads(report("bridge", "json"))["question"]
    assert [question[key] for key in ("answer", "sentence", "truth", "confidence")] == [None] * 4
    assert question["standing"] == "unknown"


def told_why(read, sentence, form="text", **options):
    book, case = read
    assessment = assess(book, case, **options)
    return render_why(why(assessment, read_arguments(assessment.language, [sentence])[0]), form)


def test_why_tells_every_standing_argument_and_what_is_against_it():
    """`why` gives the arguments down to numbered sources, the argument against, and what defeats it."""
    text = told_why(bridge(), "the Old Bridge is unsafe")
    assert text.startswith("Why the Old Bridge is unsafe")
    assert "Stone that has cracked in the Old Bridge no longer carries its load." in text
    assert re.search(r"Cracks run through the Old Bridge \(since 1 May 2020.*graded B2 \[\d\]", text)
    assert "Against it: The Old Bridge was repaired within the year." in text
    assert "This does not prevail: the rule “Cracks make a bridge unsafe” overrides it." in text


def test_why_keeps_apart_what_is_not_so_and_what_nothing_shows():
    """A sentence that is false, one that is contested and one that nothing shows get different answers."""
    false = told_why(shipped("ukraine-2021"), "Russia expects no hostile military reaction in Ukraine")
    silent = told_why(bridge(), "a detour round the Old Bridge is open")
    contested = told_why(bridge(), "closing the Old Bridge is accepted")
    assumed = told_why(bridge(), "the town warns of the Old Bridge")
    assert "it is not so." in false
    assert "nothing shows it; that does not make it false." in silent
    assert "it is contested; neither side prevails." in contested
    assert "For it:" in contested
    assert "Against it:" in contested
    assert "it is assumed, and nothing more." in assumed


def test_why_says_what_falls_short():
    """For a sentence that does not stand, the rules that could have carried it say what they lack."""
    text = told_why(
        shipped("kazakhstan-2022"),
        "local elements in Kazakhstan support intervention by Russia",
        without=["Kazakhstan asks the CSTO to intervene"],
    )
    assert "“A government's request is local support”" in text


@pytest.mark.parametrize("form", ["markdown", "html", "text", "json"])
def test_every_rule_has_a_page(form):
    """Each rule is a readable page in every format, with its id, conclusion and title."""
    book, _ = bridge()
    for rule in book.rules:
        text = render_rule(rule_page(book, rule), form)
        assert rule.id in text
        if form != "json":
            assert not re.search(r"\?_?[a-z]", text)
    pages = [render_rule(rule_page(*pair), form) for pair in ((book, rule) for rule in book.rules)]
    assert len(set(pages)) == len(book.rules)


def test_a_rules_page_says_what_it_overrides():
    """A page names the rules that it prevails over and those that it yields to."""
    book, _ = bridge()
    rules = {rule.id: rule for rule in book.rules}
    upper = render_rule(rule_page(book, rules["damage/cracks"]), "text")
    lower = render_rule(rule_page(book, rules["damage/lately-repaired"]), "text")
    assert "It prevails over “A late repair casts doubt on damage”" in upper
    assert "It yields to “Cracks make a bridge unsafe”" in lower
    assert "The time from the day to today is at most 365 days" in lower


def test_the_list_of_rules_names_each_once():
    """The list has one line for each rule, by topic."""
    book, _ = bridge()
    text = render_rules_list(book, "text")
    assert [text.count(f"- {rule.id}:") for rule in book.rules] == [1] * len(book.rules)
    assert [entry["id"] for entry in json.loads(render_rules_list(book, "json"))] == [
        r.id for r in book.rules
    ]


def test_an_unknown_format_is_refused():
    """Only the formats of the contract exist."""
    with pytest.raises(ValueError, match="unknown format 'pdf'"):
        render_assessment(REPORTS["bridge"](), "pdf")
