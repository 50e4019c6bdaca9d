"""A rulebook of another kind of question, through every command and form: no word of the first one stands in it."""

import re
from html import unescape
from pathlib import Path
from shutil import copytree
from zipfile import ZipFile

import click
import pytest

from faults import run
from reported import GOLDEN
from rubicon.cli import main
from rubicon.mcp.answering import Answers
from rubicon.web.desk import Desk
from rubicon.web.library import Library
from rubicon.web.serving import application
from rubicon.web.undoing import Journal
from visiting import PORT, TOKEN, get, post

FOREIGN = re.compile(
    r"\b(troops?|russian?s?|russia's|kazakhstan|ukraine|soviet|interven\w*|deploy\w*|invasion|invade\w*|icd 203"
    r"|chausovsky\w*|variables?|five(?! hundred| known only later)|host|hosts|guarantor)\b",
    re.IGNORECASE,
)
OUTCOME = '\n[outcome]\nhappened = true\non = 2020-05-20\nsummary = "Barriers were put up."\n'
UNSAFE = "the Old Bridge is unsafe"
ACCEPTED = "the Hauliers does not oppose closing the Old Bridge"
COMMANDS = {
    "assess": ("assess", "cases/may.toml"),
    "assess the first page": ("assess", "cases/may.toml", "--brief"),
    "assess two schools": ("assess", "cases/may.toml", "--school", "masons", "--school", "drivers"),
    "assess all that may be added": (
        "assess",
        "cases/may.toml",
        "--pivots",
        "--since",
        "2020-05-02",
        "--assume",
        ACCEPTED,
    ),
    "assess a sparse case": ("assess", "cases/quiet.toml"),
    "why": ("why", "cases/may.toml", UNSAFE),
    "why-not": ("why-not", "cases/may.toml", "closing the Old Bridge is accepted"),
    "what-if": ("what-if", "cases/may.toml", "--assume", ACCEPTED),
    "pivots": ("pivots", "cases/may.toml"),
    "compare": ("compare", "cases/may.toml", "cases/quiet.toml"),
    "timeline": ("timeline", "cases/may.toml"),
    "backtest": ("backtest",),
    "find": ("find", "hauliers against closing", "--case", "cases/may.toml"),
    "assess on an earlier day": ("assess", "cases/may.toml", "--as-of", "2020-05-01", "--drafts"),
    "assess with odds": ("assess", "cases/may.toml", "--odds", "a detour round the Old Bridge is open=0.2"),
    "rules list": ("rules", "list"),
    "rules show": ("rules", "show", "damage/cracks"),
}
FORMS = ("text", "markdown", "html", "json")


@pytest.fixture
def desk(tmp_path, monkeypatch):
    """Stand beside a copy of the rulebook about bridges, with a full case and a sparse one of its own."""
    copytree(GOLDEN / "bridge", tmp_path / "desk")
    monkeypatch.chdir(tmp_path / "desk")
    text = Path("case.toml").read_text(encoding="utf-8")
    Path("cases").mkdir()
    Path("cases/may.toml").write_text(text + OUTCOME, encoding="utf-8")
    quiet = text.partition("[source.gazette]")[0].replace("The Old Bridge in May", "A day without news")
    Path("cases/quiet.toml").write_text(
        quiet + OUTCOME.replace("true\non = 2020-05-20", "false"), encoding="utf-8"
    )
    Path("case.toml").unlink()
    return tmp_path


def words_of(text):
    """Return what a reader reads of an answer: no style sheet, no key of JSON, no class or id of HTML."""
    text = re.sub(r"<style>.*?</style>|<[^>]+>", " ", text, flags=re.DOTALL)
    return " ".join(re.sub(r'"\w+":', " ", text).split())


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("name", COMMANDS)
def test_no_word_of_the_first_rulebook_stands_in_an_answer_by_another(desk, name, form):
    """C20: Russia, troops, interventions, five variables and ICD 203 belong to one framework, and to no other."""
    arguments = COMMANDS[name]
    cases = sorted(str(path) for path in Path("cases").glob("*.toml")) if name == "backtest" else []
    result = run(*arguments, *cases, "--rules", "rules", "--format", form)
    assert result.exit_code == 0, result.stderr
    told = words_of(result.stdout)
    if form == "json":  # a kind of section is a word of the language, not of the report
        told = told.replace('"variable"', "")
    assert sorted({found.group() for found in FOREIGN.finditer(told)}) == []
    assert len(told.split()) > 10


def test_what_check_says_of_another_rulebook_is_its_own(desk):
    """C20: `rules check` names what it read, and no troops."""
    result = run("rules", "check", "--rules", "rules")
    assert result.exit_code == 0
    assert not FOREIGN.search(result.stdout + result.stderr)


def test_a_report_by_another_rulebook_speaks_its_words(desk):
    """Its noun, its scale and its school are what the report says."""
    text = " ".join(run("assess", "cases/may.toml", "--rules", "rules", "--format", "text").stdout.split())
    for said in ("The tests", "the masons' scale", "The masons' school", "Will the Old Bridge be closed"):
        assert said in text


def read(*arguments, stdin=None, status=0):
    """Run a command and return all that a reader reads of it, on both streams."""
    result = run(*arguments, stdin=stdin)
    assert result.exit_code == status, result.stdout + result.stderr
    return words_of(result.stdout + " " + result.stderr)


def foreign(text):
    """Return the words of the first rulebook that a text has."""
    return sorted({found.group() for found in FOREIGN.finditer(text)})


def words_of_file(path):
    """Return what a reader reads of a written document."""
    with ZipFile(path) as packed:
        return words_of(packed.read("word/document.xml").decode("utf-8"))


CSL = "CSL carries works alone, and has no variable for class"
FACT = "no cracks run through the Old Bridge"
TABLE = "sentence,on,source,grade\na detour round the Old Bridge is open,2020-05-03,gazette,B2\n"
MAP = """day = "day"
[roles]
bridge = "the Old Bridge"
[column.cracked]
says = "cracks run through {bridge}"
"""
ROWS = "day,cracked\n2020-05-10,yes\n2020-05-11,no\n"
CODING = """title = "The Old Bridge in May"
as_of = 2020-05-10
roles = { bridge = "the Old Bridge" }

[[fact]]
that  = "the town warns of the Old Bridge"
on    = 2020-05-06
grade = "B2"
coder = "M"
"""
SOURCE = (
    *("sources", "add", "cases/quiet.toml", "notice", "--title", "A notice", "--publisher", "The town"),
    *("--date", "2020-05-03", "--origin", "The town", "--class", "G"),
)
BEGIN = ("new", "cases/june", "--title", "June", "--as-of", "2020-06-10", "--role", "bridge=the Old Bridge")
FILE = ("log", "file", "cases/may.toml", "--log", "log.sqlite", "--who", "M", "--why", "The first look.")
LOG = ("--log", "log.sqlite")
STEPS = {
    "new": [BEGIN],
    "new without its part": [(*BEGIN[:6],)],
    "new with a name that nobody has": [(*BEGIN[:-1], "bridge=the Nw Bridge")],
    "sources add": [SOURCE],
    "assert": [SOURCE, ("assert", "cases/quiet.toml", FACT, "--source", "notice", "--grade", "B2")],
    "assert what contradicts": [("assert", "cases/may.toml", FACT)],
    "assert what is no sentence": [("assert", "cases/may.toml", "cracks run thruogh the Old Bridge")],
    "assert a figure with its unit": [
        ("assert", "cases/may.toml", "the town counts 2.500 lorries a day on the Old Bridge")
    ],
    "retract": [("retract", "cases/may.toml", "cracks run through the Old Bridge", "--why", "A shadow.")],
    "amend": [
        ("amend", "cases/quiet.toml", "--title", "A day", "--reviewed-by", "M", "--note", "Looked at.")
    ],
    "assume": [
        ("assume", "cases/quiet.toml", "a detour round the Old Bridge is open", "--why", "So it was.")
    ],
    "end": [
        ("end", "cases/may.toml", "the Hauliers opposes closing the Old Bridge", "--until", "2020-05-09")
    ],
    "outcome": [
        BEGIN,
        ("outcome", "cases/june.toml", "yes", "--on", "2020-06-12", "--summary", "It was closed."),
    ],
    "odds": [
        ("odds", "cases/quiet.toml", FACT, "0.2", "--why", "So it looks."),
        ("odds", "cases/quiet.toml", FACT, "--remove"),
    ],
    "forecast": [
        SOURCE,
        (
            *("forecast", "cases/quiet.toml", "0.4", "--by", "The masons", "--on", "2020-05-03"),
            *("--of", "a closure", "--source", "notice"),
        ),
    ],
    "entity": [
        ("entity", "cases/quiet.toml", "the New Bridge", "--kind", "bridge", "--note", "Being built.")
    ],
    "sources amend": [("sources", "amend", "cases/may.toml", "leaflet", "--origin", "The hauliers")],
    "rules test": [("rules", "test")],
    "rules mutate": [("rules", "mutate", "damage")],
    "rules impact": [("rules", "impact", "other", *LOG)],
    "rules score": [("rules", "score", "cases/may.toml")],
    "rules graph": [("rules", "graph"), ("rules", "graph", "damage", "--format", "mermaid")],
    "rules doc": [("rules", "doc", "--output", "handbook")],
    "rules new": [
        (
            *("rules", "new", "traffic/cracked", "--title", "Cracks keep lorries away"),
            *(
                "--if",
                "cracks run through ?bridge",
                "--then",
                "it is false that ?bridge carries heavy traffic",
            ),
        )
    ],
    "rules rename": [
        ("rules", "rename", "entity", "the Old Bridge", "the Stone Bridge", "--write"),
        ("rules", "rename", "topic", "damage", "wear"),
    ],
    "rules fmt": [("rules", "fmt")],
    "rules repair": [
        ("rules", "repair", "cases/may.toml", "closing the Old Bridge is accepted", "--jobs", "1")
    ],
    "interview": [("interview", "cases/quiet.toml", "--coder", "M")],
    "import a table": [("import", "cases/may.toml", "table.csv")],
    "import a coding": [("import", "cases/may.toml", "coding.toml", "--coder", "M")],
    "import an unknown form": [("import", "cases/may.toml", "table.xyz")],
    **{
        f"export {to}": [("export", "cases/may.toml", "--to", to)]
        for to in ("csv", "json", "csl", "prov", "argdown")
    },
    "export redacted": [("export", "cases/may.toml", "--to", "csv", "--redact")],
    "export the template": [("export", "cases/may.toml", "--template")],
    "log file": [FILE],
    "log show": [FILE, ("log", "show", *LOG)],
    "log show one": [FILE, ("log", "show", "1", *LOG)],
    "log diff": [
        FILE,
        ("retract", "cases/may.toml", "cracks run through the Old Bridge", "--why", "A shadow."),
        FILE,
        ("log", "diff", "may", *LOG),
    ],
    "log verify": [FILE, ("log", "verify", *LOG)],
    "log score": [FILE, ("log", "score", *LOG, "cases/may.toml")],
    "log head": [FILE, ("log", "head", *LOG)],
    "find what nobody says": [("find", "the moon waxes")],
    "rules explain": [("rules", "explain")],
    "rules schema": [("rules", "schema")],
    "a certificate": [("assess", "cases/may.toml", "--certificate", "certificate.json")],
    "tradecraft": [("assess", "cases/may.toml", "--check-tradecraft")],
    "strict scope": [("assess", "cases/may.toml", "--strict-scope")],
    "backtest against another": [("backtest", "cases/may.toml", "--against", "other")],
    "backtest two codings": [("backtest", "--codings", "cases", "codings")],
    "panel": [("panel", "rows.csv", "--map", "map.toml")],
    "panel template": [("panel", "--template")],
    "a document": [("assess", "cases/may.toml", "--output", "report.docx")],
    "a document of the first page": [("assess", "cases/may.toml", "--brief", "--output", "report.docx")],
}
OWN = {
    "export json": ['"variable"'],
    "a certificate": ['"variable"'],
    "export csl": [CSL],
    "tradecraft": ["ICD 203"],
    "rules fmt": ['"variable"'],
    "rules explain": ["variable"],
    "rules schema": ["variables", "variable"],
    "rules mutate": ["variables"],
}
"""What belongs: a kind of section and a rule's variables are words of the language, ICD 203 a standard for any report."""

WRONG = {"new without its part", "new with a name that nobody has", "tradecraft"}
REFUSED = {"assert what contradicts", "assert what is no sentence", "assert a figure with its unit"}
"""Steps that end with a problem: its words are read, too."""


@pytest.mark.parametrize("name", STEPS)
def test_no_word_of_the_first_rulebook_stands_in_what_a_command_says_or_writes(desk, name):
    """C20: desk, log, exchange and documents speak of the rulebook at hand, in answers, messages and files."""
    if "document" in name:
        pytest.importorskip("docx")
    Path("table.csv").write_text(TABLE, encoding="utf-8")
    if name == "panel":
        Path("map.toml").write_text(MAP, encoding="utf-8")
        Path("rows.csv").write_text(ROWS, encoding="utf-8")
    Path("table.xyz").write_text(TABLE, encoding="utf-8")
    Path("coding.toml").write_text(CODING, encoding="utf-8")
    copytree("rules", "other")
    copytree("cases", "codings")
    before = {path: path.read_bytes() for path in Path().rglob("*") if path.is_file()}
    bad = name in WRONG | REFUSED
    told = " ".join(
        read(*step, stdin="yes\nno\nnot known\nconflict\nstop\n", status=int(bad)) for step in STEPS[name]
    )
    for path in sorted(Path().rglob("*")):
        if path.is_file() and before.get(path) != path.read_bytes() and path.suffix != ".sqlite":
            told += (
                words_of_file(path) if path.suffix == ".docx" else words_of(path.read_text(encoding="utf-8"))
            )
    assert len(told.split()) >= 1
    for words in OWN.get(name, ()):
        told = told.replace(words, "")
    assert foreign(told) == []


def test_every_command_is_run_by_another_rulebook():
    """No command is left out: each is among those above, is served below, or is a program's and not a reader's."""
    ran = {step[:2] for steps in STEPS.values() for step in steps} | {one[:2] for one in COMMANDS.values()}
    there = {
        (name, part) if part else (name,)
        for name in main.list_commands(click.Context(main))
        for part in parts_of(main.get_command(click.Context(main), name))
    }
    missing = {one for one in there if not any(some[: len(one)] == one for some in ran)}
    assert missing == {("serve",), ("lsp",), ("mcp",), ("rules", "check")}


def parts_of(command):
    """Return the names of the commands under a command; one that has none stands for itself."""
    return command.list_commands(click.Context(command)) if isinstance(command, click.Group) else [None]


def helps(command, name=""):
    """Yield what each command says of itself."""
    context = click.Context(command, info_name=name)
    yield name, command.get_help(context)
    for part in command.list_commands(context) if isinstance(command, click.Group) else ():
        yield from helps(command.get_command(context, part), f"{name} {part}".strip())


def test_no_command_explains_itself_by_the_first_rulebook():
    """C20: help names no part, place or size of one framework; ICD 203 is a standard for any."""
    for name, text in helps(main):
        told = text.replace("ICD 203", "").replace("armed intervention", "")
        if name.startswith("rules "):  # rules have variables of their own
            told = re.sub("variables?", "", told)
        assert foreign(told) == [], name


READABLE = re.compile(r'(?:placeholder|aria-label|title|alt|value)="([^"]*)"')


def test_no_word_of_the_first_rulebook_stands_on_the_page(desk):
    """C20: every page that can be reached by following links speaks of the rulebook at hand."""
    app = application(Desk(Library(Path("cases"), Path("rules"))), Journal(desk / "undo"), PORT, TOKEN)
    seen = re.search(r'name="seen" value="(\w+)"', get(app, "/case/may/").text).group(1)
    fact = {"seen": seen, "sentence": "a detour round the Old Bridge is open", "on": "2020-05-03"}
    assert post(app, "/case/may/fact", fact).status < 400
    assert post(app, "/case/may/fact", fact | {"sentence": "the Old Bridge opens"}).status < 500
    waiting, seen = ["/"], {}
    while waiting:
        path = waiting.pop()
        if path in seen or len(seen) > 150:
            continue
        place, _, query = path.partition("?")
        page = get(app, place, query=query)
        seen[path] = page
        if "text/html" in page.headers.get("content-type", ""):
            for link in re.findall(r'(?:href|hx-get)="([^"#]+)', page.text):
                there = link_from(place, unescape(link))
                if there is not None and "/static/" not in there and "docx" not in there:
                    waiting.append(there)
    assert {"/", "/case/may/"} <= set(seen)
    assert len(seen) > 15
    for path, page in seen.items():
        if re.match(r"text/(html|plain|markdown)", page.headers.get("content-type", "")):
            told = words_of(page.text).replace(CSL, "") + " ".join(READABLE.findall(page.text))
            assert foreign(unescape(told)) == [], path


def link_from(place, link):
    """Return where a link leads on this page, None where it leads away."""
    if re.match(r"[a-z]+:|//", link):
        return None
    if link.startswith("/"):
        return link
    return (
        place
        if link.startswith("?") and not link[1:]
        else place.rpartition("/")[0] + "/" + link.removeprefix("./")
    )


def test_no_word_of_the_first_rulebook_stands_in_what_assistants_are_told(desk):
    """C20: an assistant hears of the rulebook at hand."""
    answers = Answers(Library(Path("cases"), Path("rules")), "an assistant")
    told = [
        answers.cases(),
        answers.find("hauliers against closing", "may"),
        answers.find("nothing of the kind", None),
    ]
    told += [answers.assess("may", None, whole=whole) for whole in (False, True)]
    told += [answers.why("may", UNSAFE, None), answers.pivots("may", None)]
    assert [foreign(words_of(one)) for one in told] == [[]] * len(told)
