"""Facts, works and judgements in and out, in the forms of others; the libraries of those forms read what is written."""

import csv
import io
import json
import os
import re
import shutil
import subprocess
import tomllib
import warnings
from datetime import date
from pathlib import Path

import bibtexparser
import pytest
from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle, formatter
from citeproc.source.json import CiteProcJSON
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft7Validator
from msgspec.structs import replace
from prov.model import ProvDocument, ProvEntity

from rubicon.cli import main
from rubicon.exchanging.bibtex import read_bibtex
from rubicon.exchanging.tables import HEADER, _written, read_table
from rubicon.exchanging.works import key_of, read_works, works_object
from rubicon.language.facts import Place, Source
from rubicon.reading import read_case, read_kept_rulebook

TOP = Path(__file__).resolve().parents[1]
CASES = sorted((TOP / "cases").glob("*.toml"))
SOME = [
    path for path in CASES if path.stem in ("belarus-2020", "crimea-2014", "kazakhstan-2022", "ukraine-2021")
]
NOWHERE = Place("", 0)
ROLES = ["--role", "intervener=Russia", "--role", "host=Kazakhstan"]

ACLED = """\
event_id_cnty,event_date,year,disorder_type,event_type,sub_event_type,actor1,country,admin1,location,source,notes,fatalities
KAZ1,05 January 2022,2022,Demonstrations,Riots,Mob violence,Rioters,Kazakhstan,Almaty,Almaty,Made-up Wire,"Rioters stormed the mayor's office, and set it on fire.",18
KAZ2,2022-01-06,2022,Strategic developments,Agreement,Agreement,Government,Kazakhstan,Almaty,Almaty,Made-up Wire,An invented row without anything to assert.,0
"""
UCDP = """\
id,year,type_of_violence,conflict_name,side_a,side_b,date_start,date_end,country,adm_1,where_coordinates,best,source_office,source_headline
77,2022,1,Made-up conflict,Government of Kyrgyzstan,Government of Tajikistan,2022-09-14 00:00:00.000,2022-09-14 00:00:00.000,Kyrgyzstan,Batken,Batken,5,Made-up Office,Soldiers of both countries exchange fire on the border
"""
BIBTEX = r"""
@string{tass = {{TASS} News}}
@comment{not a work}
@article{müller:2022, author = {M{\"u}ller, J{\"o}rg and Smith, Ann}, title = "The {CSTO} in {\'E}tat \& war",
  journal = tass # { Agency}, year = 2022, month = jan, day = 5, url = {https://example.org/a_b} }
@online(second, title = {Braces {in {braces}}}, date = {2022-01-06}, organization = "OSCE")
@misc{third, year = {2022}, title = {Only a year}}
"""


@pytest.fixture(scope="module")
def book():
    return read_kept_rulebook(TOP / "rules", examples=False)


@pytest.fixture
def desk(tmp_path, monkeypatch):
    """Stand in a folder with nothing in it."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*arguments, stdin=None, status=0):
    result = CliRunner().invoke(main, [*map(str, arguments)], input=stdin, catch_exceptions=False)
    assert result.exit_code == status, result.stderr
    return result


def begin_like(case, name="copy"):
    """Begin a case with the roles, day and entities of another."""
    content = tomllib.loads(case.read_text(encoding="utf-8"))
    roles = [word for role, who in content["roles"].items() for word in ("--role", f"{role}={who}")]
    own = [word for one in content.get("entity", ()) for word in ("--entity", f"{one['name']}={one['kind']}")]
    run("new", name, "--title", "Copy", "--as-of", content["as_of"].isoformat(), *roles, *own)
    return Path(f"{name}.toml")


def facts_of(case):
    return sorted((replace(one, place=NOWHERE) for one in case.facts if one.basis == "case"), key=repr)


@pytest.mark.parametrize("form", ["csv", "json"])
@pytest.mark.parametrize("case", SOME, ids=lambda path: path.stem)
def test_facts_go_out_and_come_back(book, desk, case, form):
    """A case exported and imported into an empty one has the same facts, with the same sources."""
    Path(f"facts.{form}").write_text(run("export", case, "--to", form).stdout, encoding="utf-8")
    copy = begin_like(case)
    run("import", "copy", f"facts.{form}", "--conflict")
    there, back = read_case(case, book), read_case(copy, book)
    assert facts_of(back) == facts_of(there)
    again = run("import", "copy", f"facts.{form}", "--conflict")
    assert again.stdout.startswith("0 facts and 0 sources are new")


@pytest.mark.parametrize("case", SOME, ids=lambda path: path.stem)
def test_works_go_out_and_come_back(book, desk, case):
    """The works of a case come back from CSL-JSON as they were, and a citation processor reads them."""
    text = run("export", case, "--to", "csl").stdout
    Path("works.json").write_text(text, encoding="utf-8")
    copy = begin_like(case)
    run("import", "copy", "works.json")
    there, back = read_case(case, book).sources, read_case(copy, book).sources
    keys = {key_of(one.key): one for one in there}
    assert {one.key: replace(one, key="") for one in back} == {
        k: replace(one, key="") for k, one in keys.items()
    }


@pytest.mark.parametrize("case", SOME, ids=lambda path: path.stem)
def test_works_are_cited_by_a_citation_processor(book, desk, case):
    """A processor makes a bibliography of the works by a style of its own: each with title, publisher and year."""
    items = json.loads(run("export", case, "--to", "csl").stdout)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the processor does not use `custom`, which CSL 1.0.2 has
        references = CiteProcJSON(items)
    style = CitationStylesStyle("harvard-cite-them-right", validate=False)
    bibliography = CitationStylesBibliography(style, references, formatter.plain)
    works = {one.key.lower(): one for one in read_case(case, book).sources}
    assert set(references) == set(works)
    for key in works:
        bibliography.register(Citation([CitationItem(key)]))
    printed = [
        (key, str(entry)) for key, entry in zip(bibliography.keys, bibliography.bibliography(), strict=True)
    ]
    for key, entry in printed:
        work = works[key]
        wanted = [work.publisher, work.address, str(work.date.year) if work.date else None]
        assert [part for part in wanted if part and part not in entry] == [], entry
        assert plain(work.title) in plain(entry)


def plain(text):
    """Return the letters and digits of a text: a style may change its quotes and capitals."""
    return re.sub(r"[\W_]+", "", text).casefold()


@pytest.fixture(scope="module")
def schema():
    """Return the official schema of CSL-JSON, as `RUBICON_CSL_SCHEMA` names it: no package that we need ships it."""
    named = os.environ.get("RUBICON_CSL_SCHEMA")
    if not named:
        pytest.skip("RUBICON_CSL_SCHEMA names no csl-data.json")
    return Draft7Validator(json.loads(Path(named).read_text(encoding="utf-8")))


def test_works_are_as_the_schema_of_csl_has_them(book, schema):
    """The works of every case are CSL-JSON by the official schema, which a misspelt variable is not."""
    for case in CASES:
        items = works_object(read_case(case, book).sources)
        assert [error.message for error in schema.iter_errors(items)] == []
    assert not schema.is_valid([{**items[0], "publishers": "P"}])


@pytest.mark.parametrize("case", SOME, ids=lambda path: path.stem)
def test_provenance_is_read_by_the_library_of_prov(desk, case):
    """PROV-JSON is read whole: every finding comes from the judgement, and every fact from its source or the case."""
    text = run("export", case, "--to", "prov").stdout
    document = ProvDocument.deserialize(content=text, format="json")
    assert ProvDocument.deserialize(content=document.serialize(format="json"), format="json") == document
    content = json.loads(text)
    assert len(list(document.get_records(ProvEntity))) == len(content["entity"])
    findings = {name for name, one in content["entity"].items() if one.get("prov:type") == "rb:Finding"}
    facts = {
        name
        for name, one in content["entity"].items()
        if one.get("prov:type") in ("rb:Fact", "rb:Assumption")
    }
    derived = {one["prov:generatedEntity"] for one in content["wasDerivedFrom"].values()}
    assert {one["prov:entity"] for one in content["wasGeneratedBy"].values()} == findings
    assert facts <= derived
    named = set(content["entity"]) | set(content["activity"]) | set(content["agent"])
    links = [
        one
        for kind, some in content.items()
        if kind not in ("prefix", "entity", "activity", "agent")
        for one in some.values()
    ]
    assert {end for one in links for end in one.values()} <= named


@pytest.mark.parametrize("case", SOME, ids=lambda path: path.stem)
def test_arguments_are_written_as_argdown(desk, case):
    """Every statement has a name, every argument numbered premises and a conclusion."""
    text = run("export", case, "--to", "argdown").stdout
    named = set(re.findall(r"^\[(S\d+)\]:", text, re.MULTILINE))
    assert set(re.findall(r"^\(\d+\) \[(S\d+)\]$", text, re.MULTILINE)) <= named
    for block in re.split(r"^<A\d+>: .*\n\n", text, flags=re.MULTILINE)[1:]:
        premises, conclusion = block.split("\n\n", 1)[0].split("-----\n")
        numbers = [int(one) for one in re.findall(r"^\((\d+)\) ", premises + conclusion, re.MULTILINE)]
        assert numbers == list(range(1, len(numbers) + 1))
        assert len(numbers) > 1


@pytest.fixture(scope="module")
def node():
    """Return where Node.js lies, if it finds Argdown's own parser."""
    found = shutil.which("node")
    asked = [found, "-e", "require('@argdown/core')"]
    if found is None or subprocess.run(asked, capture_output=True, check=False).returncode:
        pytest.skip("Node.js does not find @argdown/core (NODE_PATH)")
    return found


@pytest.mark.parametrize("case", SOME, ids=lambda path: path.stem)
def test_arguments_are_read_by_argdown(desk, case, node):
    """Argdown's own parser reads the text without a slip, every statement and every argument of it."""
    text = run("export", case, "--to", "argdown").stdout
    script = (
        "const {ArgdownApplication, ParserPlugin, ModelPlugin} = require('@argdown/core');"
        "const app = new ArgdownApplication();"
        "app.addPlugin(new ParserPlugin(), 'p'); app.addPlugin(new ModelPlugin(), 'm');"
        "const r = app.run({process: ['p', 'm'], input: require('fs').readFileSync(0, 'utf8'), throwExceptions: true});"
        "console.log(JSON.stringify([r.lexerErrors, r.parserErrors, Object.keys(r.statements), Object.keys(r.arguments)]))"
    )
    read = subprocess.run([node, "-e", script], input=text, capture_output=True, text=True, check=True)
    slips, faults, statements, arguments = json.loads(read.stdout)
    assert (slips or [], faults or []) == ([], [])
    assert set(re.findall(r"^\[(S\d+)\]:", text, re.MULTILINE)) <= set(statements)
    assert set(re.findall(r"^<(A\d+)>:", text, re.MULTILINE)) == set(arguments)


def test_the_template_is_the_header_of_the_table(desk):
    """The template has the columns that an export writes, and no row."""
    assert run("export", "--template").stdout == ",".join(HEADER) + "\n"
    first = run("export", SOME[0], "--to", "csv").stdout.split("\n", 1)[0]
    assert first == ",".join(HEADER)


@pytest.mark.parametrize("form", ["csv", "json", "csl", "prov", "argdown"])
def test_each_form_says_what_it_cannot_carry(desk, form):
    """What is lost is told on standard error, and twice the same bytes are written."""
    one, other = (run("export", SOME[0], "--to", form) for _ in range(2))
    assert one.stdout == other.stdout
    assert "rubicon: what it cannot carry: " in one.stderr


def test_what_is_redacted_is_nowhere(desk):
    """With --redact no form has notes, reasons of retractions or anything of a marked source but its number."""
    run("new", "mine", "--as-of", "2022-01-05", *ROLES, "--note", "SECRET a")
    told = [
        "--title",
        "SECRET b",
        "--author",
        "SECRET c",
        "--publisher",
        "SECRET d",
        "--address",
        "https://secret.example",
    ]
    run("sources", "add", "mine", "secret-key", *told, "--marking", "restricted", "--origin", "SECRET e")
    run("sources", "add", "mine", "open", "--title", "Open report")
    run(
        "assert",
        "mine",
        "Kazakhstan asks the CSTO to intervene",
        "--source",
        "secret-key",
        "--note",
        "SECRET f",
    )
    run(
        "assert",
        "mine",
        "crowds storm public buildings in Kazakhstan",
        "--source",
        "open",
        "--note",
        "SECRET g",
    )
    run("retract", "mine", "crowds storm public buildings in Kazakhstan", "--why", "SECRET h")
    for form in ("csv", "json", "csl", "prov", "argdown"):
        text = run("export", "mine.toml", "--to", form, "--redact").stdout
        assert "secret" not in text.casefold(), form
        assert form == "argdown" or "Open report" in text
        assert form == "argdown" or "withheld-1" in text
        if form in ("csv", "json", "prov"):
            assert "secret" in run("export", "mine.toml", "--to", form).stdout.casefold()


@given(
    st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1).filter(
        lambda text: text == text.strip()
    )
)
@settings(deadline=None)
def test_no_cell_is_computed_by_a_spreadsheet(text):
    """A cell that a spreadsheet would take for a formula begins with an apostrophe, and comes back without it."""
    table = _written([{"sentence": "x", "note": text}])
    cell = next(csv.DictReader(io.StringIO(table)))["note"]
    assert not cell.startswith(("=", "+", "-", "@"))
    assert read_table(table, "t")[0]["note"] == text


@pytest.mark.parametrize(
    ("table", "told"),
    [
        ("", "facts.csv:1: the table has no header"),
        ("sentence,sourse\nx,y\n", 'unknown column "sourse"'),
        ("sentence\nx,y\n", "facts.csv:2: the row has more cells"),
        ("sentence,on\nno such thing,\nKazakhstan asks the CSTO to intervene,soon\n", "facts.csv:3: "),
        ("sentence,source\nKazakhstan asks the CSTO to intervene,nowhere\n", 'unknown source "nowhere"'),
        ("note,grade\nx,B2\n", "the table has no column `sentence`"),
        ("sentence,on,on\nx,y,z\n", 'facts.csv:1: two columns are called "on"'),
        ("sentence;on\n\nKazakhstan asks the CSTO to intervene;soon\n", "facts.csv:3: "),
    ],
)
def test_what_cannot_be_imported_is_told_row_by_row(desk, table, told):
    """Every row that cannot be asserted is told by its line, and nothing is written."""
    run("new", "mine", "--as-of", "2022-01-05", *ROLES)
    Path("facts.csv").write_text(table)
    before = Path("mine.toml").read_bytes()
    assert told in run("import", "mine", "facts.csv", status=1).stderr
    assert Path("mine.toml").read_bytes() == before


def test_bibtex_is_read_as_its_library_reads_it():
    """Keys, authors, titles, days and addresses are those of bibtexparser; a year alone is no day."""
    works = dict(read_bibtex(BIBTEX, "b.bib"))
    library = {entry.key: entry.fields_dict for entry in bibtexparser.parse_string(BIBTEX).entries}
    assert [key_of(key) for key in library if key != "second"] == [key for key in works if key != "second"]
    first = works["muller-2022"]
    assert first == {
        "title": "The CSTO in État & war",
        "author": "Jörg Müller, Ann Smith",
        "publisher": "TASS News Agency",
        "date": date(2022, 1, 5),
        "address": library["müller:2022"]["url"].value,
    }
    assert (works["second"]["title"], works["second"]["date"]) == ("Braces in braces", date(2022, 1, 6))
    assert works["third"]["date"] is None


def test_bibtex_is_imported_once(desk):
    """The works of a BibTeX file become sources; imported again they are there."""
    run("new", "mine", "--as-of", "2022-01-05", *ROLES)
    Path("works.bib").write_text(BIBTEX)
    assert "0 facts and 3 sources are new" in run("import", "mine", "works.bib").stdout
    assert "0 sources are new, 3 were there" in run("import", "mine", "works.bib").stdout
    assert "is never closed" in run("import", "mine", put("b.bib", "@misc{a, title = {x"), status=1).stderr


def put(name, text):
    Path(name).write_text(text, encoding="utf-8")
    return name


def test_works_of_zotero_are_read():
    """Items of Zotero have people by given and family name, a journal for a publisher, and years that are no days."""
    items = [
        {
            "id": "http://zotero.org/users/1/items/AB2",
            "type": "article-journal",
            "title": "T",
            "container-title": "J",
            "author": [{"family": "Doe", "given": "Jo"}, {"literal": "RAND"}],
            "issued": {"date-parts": [["2022", 1, 5]]},
        },
        {"id": "AB2", "type": "book", "title": "U", "issued": {"date-parts": [[2022]]}},
    ]
    first, second = read_works(json.dumps(items), "w.json")
    assert first[0] == "ab2"
    assert (first[1]["author"], first[1]["publisher"], first[1]["date"]) == (
        "Jo Doe, RAND",
        "J",
        date(2022, 1, 5),
    )
    assert (second[0], second[1]["date"]) == ("ab2-2", None)


@pytest.mark.parametrize("class_", ["W", "G", "S", "N", "A", "R", "P", None])
def test_every_class_of_work_comes_back(class_):
    """CSL has no variable for the class, the origin and the marking; they come back all the same."""
    source = Source("k", "T", "A", "P", date(2022, 1, 5), "https://example.org", class_, "O", "M")
    ((key, row),) = read_works(json.dumps(works_object([source])), "w.json")
    assert (key, row["class"], row["origin"], row["marking"], row["date"]) == (
        "k",
        class_,
        "O",
        "M",
        source.date,
    )


def test_events_are_offered_and_never_asserted_unasked(desk):
    """Each event of ACLED is shown with sentences that may say it; only what is chosen is written, with its source."""
    run("new", "mine", "--as-of", "2022-01-07", *ROLES)
    Path("acled.csv").write_text(ACLED)
    before = Path("mine.toml").read_bytes()
    offered = run("import", "mine", "acled.csv", stdin="")
    assert "acled.csv:2: 2022-01-05: Riots; Mob violence; Rioters stormed" in offered.stdout
    assert "1: crowds storm public buildings in Kazakhstan" in offered.stdout
    assert Path("mine.toml").read_bytes() == before
    assert (
        "2 events of ACLED; 1 asserted."
        in run("import", "mine", "acled.csv", "--coder", "A", stdin="1\n\n").stdout
    )
    content = tomllib.loads(Path("mine.toml").read_text())
    fact = content["fact"][0]
    assert (fact["that"], fact["on"], fact["coder"]) == (
        "crowds storm public buildings in Kazakhstan",
        date(2022, 1, 5),
        "A",
    )
    source = content["source"][fact["source"]]
    assert (source["publisher"], source["origin"]) == ("ACLED", "Made-up Wire")


def test_events_are_asserted_by_a_mapping(desk):
    """A mapping says which events are asserted as what, with their columns in the sentence."""
    run("new", "mine", "--as-of", "2022-01-07", *ROLES)
    Path("acled.csv").write_text(ACLED)
    rule = '[[map]]\nwhere = { event_type = "riots" }\nthat = "the death toll of unrest in {country} is {fatalities}"\n'
    run("import", "mine", "acled.csv", "--map", put("map.toml", rule))
    facts = tomllib.loads(Path("mine.toml").read_text())["fact"]
    assert [one["that"] for one in facts] == ["the death toll of unrest in Kazakhstan is 18"]
    wrong = put("map.toml", rule.replace("event_type", "event_typ"))
    assert 'Did you mean "event_type"?' in run("import", "mine", "acled.csv", "--map", wrong, status=1).stderr


def test_events_of_ucdp_are_offered(desk):
    """Rows of UCDP's events are known by their header."""
    run("new", "mine", "--as-of", "2022-09-15", "--role", "intervener=Russia", "--role", "host=Kyrgyzstan")
    Path("ged.csv").write_text(UCDP)
    offered = run("import", "mine", "ged.csv", stdin="").stdout
    assert "ged.csv:2: 2022-09-14: state-based conflict; Made-up conflict" in offered
    assert "the forces of Kyrgyzstan and Tajikistan fight each other" in offered
    assert "1 event of UCDP GED; 0 asserted." in offered


def test_two_codings_are_merged_with_their_coders(desk):
    """Each fact keeps its coder, what both code stands once, a key that means two works is told apart."""
    for name, author, title in (("one", "A", "Report"), ("two", "B", "Other report")):
        run("new", name, "--as-of", "2022-01-05", *ROLES, "--author", author)
        run("sources", "add", name, "s", "--title", title)
        run("sources", "add", name, "shared", "--title", "Shared", "--address", "https://example.org/1")
        run(
            "assert",
            name,
            "crowds storm public buildings in Kazakhstan",
            "--on",
            "2022-01-05",
            "--source",
            "shared",
        )
    run("assert", "one", "Kazakhstan asks the CSTO to intervene", "--on", "2022-01-05", "--source", "s")
    run(
        "assert",
        "two",
        "Kazakhstan does not ask the CSTO to intervene",
        "--on",
        "2022-01-05",
        "--source",
        "s",
    )
    done = run("import", "one", "two.toml").stdout
    assert "1 fact is new, 1 is coded alike." in done
    assert (
        "contradiction: Kazakhstan asks the CSTO to intervene (A); Kazakhstan does not ask the CSTO to intervene (B)"
        in done
    )
    content = tomllib.loads(Path("one.toml").read_text())
    assert [(one["source"], one["coder"]) for one in content["fact"]] == [
        ("shared", "A"),
        ("s", "A"),
        ("s-2", "B"),
    ]
    assert content["source"]["s-2"]["title"] == "Other report"
    again = run("import", "one", "two.toml").stdout
    assert "0 facts are new, 2 are coded alike." in again


def test_a_coding_without_a_name_gets_the_coder_who_is_named(desk):
    """What --coder says is whose coding is brought in, where the facts name nobody."""
    for name in ("mine", "hers"):
        run("new", name, "--as-of", "2022-01-05", *ROLES)
    run("assert", "hers", "Kazakhstan asks the CSTO to intervene", "--on", "2022-01-05")
    run("import", "mine", "hers.toml", "--coder", "H")
    assert [one["coder"] for one in tomllib.loads(Path("mine.toml").read_text())["fact"]] == ["H"]


def test_codings_of_different_cases_are_not_merged(desk):
    """Codings of another day or of other roles are refused."""
    run("new", "one", "--as-of", "2022-01-05", *ROLES)
    run("new", "two", "--as-of", "2022-01-06", *ROLES)
    assert "Only codings of one case can be merged" in run("import", "one", "two.toml", status=1).stderr
