"""Section 3 of the contract on what an answer holds: the object of JSON, the first page, the reasoning and the annexes."""

import json
import re

import pytest

from books import FRAMEWORK, VOCABULARY, write_book, write_case
from contract import fact
from faults import flat, made, run
from reported import explained, shipped
from rubicon.judging.assessing import all_schools
from rubicon.rendering import render_assessment

ASKS = "Kazakhstan asks the CSTO to intervene"
SUPPORT = "local elements in Kazakhstan support intervention by Russia"
RIVAL = """
    title = "An ally is left alone"
    if = ["?host asks ?_any to intervene", "intervention by ?i in ?host is considered"]
    then = "the likelihood of intervention by ?i in ?host is judged: unlikely"
    overrides = ["likelihood/supported"]
    because = "Allies are left alone."
    school = "second"
"""


@pytest.fixture
def here(tmp_path, monkeypatch):
    """Stand in a folder with the small rulebook and its case."""
    monkeypatch.chdir(tmp_path)
    write_book(tmp_path / "rules")
    write_case(tmp_path / "case.toml")
    return tmp_path


def more(here, *facts):
    """Add facts to the case."""
    path = here / "case.toml"
    path.write_text(path.read_text(encoding="utf-8") + "\n".join(facts), encoding="utf-8")


def parts(text):
    """Return the parts of a report in Markdown by their headings."""
    found = re.split(r"^## (.+)$", text, flags=re.MULTILINE)
    return dict(zip(found[1::2], map(flat, found[2::2]), strict=True))


def report(*arguments):
    """Return the parts of the report of the case."""
    result = run("assess", "case.toml", *arguments)
    assert result.exit_code == 0, result.stderr
    return parts(result.stdout)


# ---- JSON ----


def test_the_object_has_the_keys_that_are_stable(here):
    """DESIGN 3: one object, with every key of the contract, and of a stated kind."""
    found = made("assess", "case.toml")
    assert isinstance(found, dict)
    kinds = {
        "format": int,
        "case": str,
        "as_of": str,
        "rulebook": str,
        "rubicon": str,
        "findings": list,
        "question": dict,
        "facts": list,
        "sources": list,
        "schools": list,
        "sections": list,
        "unknowns": list,
        "assumed": list,
        "withdrawn": list,
    }
    assert {key: type(found[key]) for key in kinds} == kinds
    assert found["format"] == 2
    assert re.fullmatch(r"sha256:[0-9a-f]{64}", found["rulebook"])
    inner = {
        "findings": "sentence truth standing confidence derived because against",
        "facts": "sentence on known source grade status why_not",
        "sources": "key title date address origin",
        "schools": "name question findings",
        "sections": "key kind state presumed",
    }
    for key, names in inner.items():
        assert found[key], key
        assert all(set(names.split()) <= set(one) for one in found[key]), key
    assert {"ask", "answer", "candidates", "sentence", "truth", "standing", "confidence"} <= set(
        found["question"]
    )


def test_an_argument_against_names_its_rule_and_what_defeats_it(here):
    """DESIGN 3: `against` has rule, premises and `defeated_by`."""
    write_book(
        here / "rules", likelihood__rival=RIVAL.replace("second", "first").replace("supported", "other")
    )
    (here / "rules/likelihood/rival.toml").unlink()
    rival = RIVAL.replace('    overrides = ["likelihood/supported"]\n', "").replace("second", "first")
    supported = (here / "rules/likelihood/supported.toml").read_text(encoding="utf-8")
    (here / "rules/likelihood/supported.toml").write_text(
        supported.replace('["likelihood/unsupported"]', '["likelihood/unsupported", "likelihood/rival"]'),
        encoding="utf-8",
    )
    write_book(
        here / "rules",
        likelihood__rival=rival,
        likelihood__supported=supported.replace(
            '["likelihood/unsupported"]', '["likelihood/unsupported", "likelihood/rival"]'
        ),
    )
    by = {one["sentence"]: one for one in made("assess", "case.toml")["findings"]}
    likely = by["the likelihood of intervention by Russia in Kazakhstan is judged: likely"]
    (against,) = likely["against"]
    assert (against["rule"], against["defeated_by"]) == ("likelihood/rival", "likelihood/supported")
    assert set(against["premises"]) == {ASKS, "intervention by Russia in Kazakhstan is considered"}
    assert likely["truth"] is True


def test_a_facts_own_argument_has_no_rule_and_its_sources(here):
    """DESIGN 3: `rule` is null, and the sources are those that assert it."""
    more(here, '[source.second]\ntitle = "S"\n', fact(ASKS, "C3", source="second"))
    by = {one["sentence"]: one for one in made("assess", "case.toml")["findings"]}
    (because,) = by[ASKS]["because"]
    assert (because["rule"], because["premises"]) == (None, [])
    assert sorted(because["sources"]) == ["address", "second"]
    assert by[SUPPORT]["because"][0]["rule"] == "local-support/request"


@pytest.mark.parametrize(
    ("text", "status"),
    [
        (fact("Russia leads the CSTO", "A1", source="address"), "given"),
        (fact("Russia leads the CSTO", "C3", source="address"), "reported"),
        ('[[assumption]]\nthat = "Ukraine asks the CSTO to intervene"\nwhy = "So."\n', "assumed"),
        (
            fact("Ukraine asks the CSTO to intervene", "A1", source="address") + "on = 2022-02-01\n",
            "not in force",
        ),
        (
            fact("Ukraine asks the CSTO to intervene", "A1", source="address") + "known = 2022-02-01\n",
            "not in force",
        ),
        (
            fact("Ukraine asks the CSTO to intervene", "A1", source="address") + 'retracted = "Slip."\n',
            "not in force",
        ),
    ],
)
def test_each_fact_on_file_has_its_status_and_why_it_does_not_count(here, text, status):
    """DESIGN 3: given, reported, assumed or not in force; `why_not` says why it does not count, where it does not."""
    path = here / "case.toml"
    head = path.read_text(encoding="utf-8").partition("[[fact]]")[0]
    path.write_text(head + text, encoding="utf-8")
    (one,) = made("assess", "case.toml")["facts"]
    assert one["status"] == status
    if status == "not in force":
        assert one["why_not"]


def test_a_source_of_json_has_its_particulars_and_where_it_comes_from(here):
    """DESIGN 3: key, title, date, address and origin of each source that is cited."""
    more(
        here,
        '[source.w]\ntitle = "A wire"\ndate = 2022-01-04\naddress = "https://example.org/w"\norigin = "Wire"\n',
        fact(ASKS, "C3", source="w"),
    )
    by = {one["key"]: one for one in made("assess", "case.toml")["sources"]}
    assert by["w"] == {
        "key": "w",
        "title": "A wire",
        "date": "2022-01-04",
        "address": "https://example.org/w",
        "origin": "Wire",
    }


def test_what_is_assumed_withdrawn_and_unknown_is_listed(here):
    """DESIGN 3: `assumed`, `withdrawn` and `unknowns` name what this run supposes, and what is not known."""
    disputed = "the authority of the government of Kazakhstan is disputed"
    found = made("assess", "case.toml", "--assume", disputed, "--without", "Russia leads the CSTO")
    assert (found["assumed"], found["withdrawn"]) == ([disputed], ["Russia leads the CSTO"])
    plain = made("assess", "case.toml")
    assert (plain["assumed"], plain["withdrawn"], plain["unknowns"]) == ([], [], [])
    head = (here / "case.toml").read_text(encoding="utf-8").partition("[[fact]]")[0]
    (here / "case.toml").write_text(
        head + fact("Russia leads the CSTO", "A1", source="address"), encoding="utf-8"
    )
    assert made("assess", "case.toml")["unknowns"] == ["Has Kazakhstan asked the CSTO for troops?"]


def test_an_answer_is_a_value_or_yes_or_no(here):
    """DESIGN 3: the value of the `one_of` slot, or yes or no where the statement has none."""
    assert made("assess", "case.toml")["question"]["answer"] == "likely"
    statement = "local elements in {host} support intervention by {intervener}"
    yes = re.sub(r'question = ".*"', f'question = "{statement}"', FRAMEWORK)
    yes = yes.partition("    [ranges]")[0] + "    [[section]]" + yes.partition("    [[section]]")[2]
    write_book(here / "rules", framework=yes)
    assert made("assess", "case.toml")["question"]["answer"] == "yes"
    denied = made("assess", "case.toml", "--assume", f"it is false that {SUPPORT}")["question"]
    assert (denied["answer"], denied["truth"]) == ("no", False)
    nothing = made("assess", "case.toml", "--without", ASKS)["question"]
    assert [nothing[key] for key in ("answer", "sentence", "truth", "confidence")] == [None] * 4
    assert nothing["standing"] == "unknown"


def test_the_report_shows_the_findings_on_the_path_and_json_all_of_them(here):
    """DESIGN 3: a conclusion on which neither the answer nor a section rests stands in JSON alone."""
    aside = """
        title = "A request is heard by all"
        if = ["?host asks ?g to intervene", "?i leads ?g"]
        then = "?i sends 7 troops to Ukraine"
        because = "So it goes."
    """
    write_book(here / "rules", aside__heard=aside)
    sentence = "Russia sends 7 troops to Ukraine"
    assert sentence in {one["sentence"] for one in made("assess", "case.toml")["findings"]}
    whole = report()
    assert sentence not in whole["The reasoning"] + whole["Annex A: the arguments"]
    assert f"L{SUPPORT[1:]}" in whole["The reasoning"]


# ---- the first page ----


def test_the_first_page_opens_with_answer_word_range_event_day_and_base_rate(here):
    """DESIGN 3: the bottom line has the word with its range, what counts, by when, and how often it came."""
    tier = """
    [tier.open]
    title = "in the open"
    event = "troops of {intervener} enter {host}"
    base_rate = { share = 0.02, of = "windows of 60 days", until = 2021-06-30, source = "count" }
    default = true
    """
    write_book(here / "rules", framework=FRAMEWORK + tier, sources='[source.count]\ntitle = "Our count"\n')
    bottom = report("--brief")["Bottom line"]
    for said in (
        "Will Russia send troops into Kazakhstan, in the open, by 6 March 2022? Likely (55–80%).",
        "What counts: troops of Russia enter Kazakhstan.",
        "About one in 50 windows of 60 days saw it (counted up to 30 June 2021).",
    ):
        assert said in bottom, said


def test_what_happened_is_told_in_the_cases_own_facts_with_grades_and_origins(here):
    """DESIGN 3: each fact of the case that bears on the answer, with who says so, the grades and from how many origins."""
    more(here, '[source.w]\ntitle = "A wire"\n', fact(ASKS, "C3", source="w"))
    happened = report("--brief")["What happened"]
    assert f"{ASKS} (An address B2, A wire C3, two origins)." in happened
    assert "Russia leads the CSTO (An address A1, one origin)." in happened


STATES = [
    ("a fact on file", (), None),
    ("inferred", (), "support"),
    ("presumed, as nothing shows otherwise", ("--without", ASKS), "presumed"),
    ("nothing on file settles it", ("--without", ASKS), "support"),
]


@pytest.mark.parametrize(("how", "arguments", "which"), STATES)
def test_each_variable_has_a_line_with_how_it_is_known(here, how, arguments, which):
    """DESIGN 3: fact, inferred, presumed, reports conflict, or nothing on file."""
    presumed = """
        title = "Nobody is presumed to support it"
        if = ["intervention by ?i in ?host is considered",
              "nothing shows that local elements in ?host support intervention by ?i"]
        then = "it is false that local elements in ?host support intervention by ?i"
        because = "Nobody is known to."
    """
    framework = FRAMEWORK
    if which is None:
        asked = "{host} asks the CSTO to intervene"
        framework = FRAMEWORK.replace("local elements in {host} support intervention by {intervener}", asked)
    write_book(
        here / "rules",
        framework=framework,
        **({"local_support__presumed": presumed} if which == "presumed" else {}),
    )
    lines = report("--brief", *arguments)["The variables"]
    assert lines.startswith("- Local support: ")
    assert how in lines


def test_reports_that_conflict_are_how_a_variable_is_known(here):
    """DESIGN 3: a variable that equal reports leave open says that they conflict, and both sides stand in the bottom line."""
    asked = "{host} asks the CSTO to intervene"
    write_book(
        here / "rules",
        framework=FRAMEWORK.replace("local elements in {host} support intervention by {intervener}", asked),
    )
    more(here, fact("Kazakhstan does not ask the CSTO to intervene", "B2", source="address"))
    first = report("--brief")
    assert "Local support: reports conflict" in first["The variables"]
    assert ASKS in first["Bottom line"]
    assert "Kazakhstan does not ask the CSTO to intervene" in first["Bottom line"]


def test_what_would_change_the_answer_and_what_to_ask_first(here):
    """DESIGN 3: the first page names the change, and the question to put first."""
    vocabulary = VOCABULARY.replace(
        'form = "the authority of the government of {host:country} is disputed"',
        'form = "the authority of the government of {host:country} is disputed"\n    ask = "Is {host}\'s government disputed?"',
    )
    write_book(here / "rules", vocabulary=vocabulary)
    change = report("--brief")["What would change the answer"]
    assert "If the authority of the government of Kazakhstan is disputed: unlikely (20–45%)." in change
    assert "Is Kazakhstan's government disputed?" in change


def test_who_disagrees_is_told_with_the_premise_on_which_it_parts(here):
    """DESIGN 3: each other school with its answer and the rule by which it parts; those that agree are named."""
    write_book(here / "rules", likelihood__rival=RIVAL)
    told = report("--brief", "--school", "first", "--school", "second")
    (disagrees,) = [text for title, text in told.items() if title == "Who disagrees"]
    assert "The second school (unlikely): “An ally is left alone”" in disagrees
    assert "“An ally is left alone”" in disagrees
    (here / "rules/likelihood/rival.toml").unlink()
    agreed = report("--brief")
    assert "Who disagrees" not in agreed
    assert "The same answer: The second school" in " ".join(agreed.values())


def test_what_speaks_against_and_what_does_not_count_is_told(here):
    """DESIGN 3: what on file speaks against the answer, and what on file is not used."""
    doubt = """
        title = "A rival call casts doubt"
        if = ["Ukraine asks the CSTO to intervene", "intervention by ?i in ?host is considered"]
        then = "it is false that local elements in ?host support intervention by ?i"
        because = "Two call at once."
    """
    request = (here / "rules/local-support/request.toml").read_text(encoding="utf-8")
    write_book(
        here / "rules",
        **{
            "local-support__doubt": doubt,
            "local-support__request": request.replace(
                "because =", 'overrides = ["local-support/doubt"]\nbecause =', 1
            ),
        },
    )
    more(
        here,
        fact("Ukraine asks the CSTO to intervene", "A1", source="address"),
        fact("Ukraine leads the CSTO", "A1", source="address") + "known = 2022-02-01\n",
    )
    against = report("--brief")["Against it, and not used"]
    assert "“A rival call casts doubt”" in against
    assert "one known only later" in against


def test_the_record_of_the_framework_and_the_sort_of_sources_are_told(here):
    """DESIGN 3: the record on cases that the framework was not built from, and one sentence on the sources."""
    write_book(
        here / "rules",
        framework=FRAMEWORK.replace("    ask =", '    record = "Three of four came."\n    ask =', 1),
    )
    more(here, '[source.w]\ntitle = "A wire"\nclass = "W"\n', fact(ASKS, "C3", source="w"))
    text = " ".join(report("--brief").values())
    assert text.count("Three of four came.") == 1
    assert len(re.findall(r"Sources: [^.]*one press report[^.]*\.", text)) == 1


@pytest.mark.parametrize("name", ["kazakhstan-2022", "ukraine-2021", "georgia-2008-08-08"])
def test_a_report_is_first_page_reasoning_and_four_annexes(name):
    """DESIGN 3: the first page stands alone; then the reasoning; then arguments, facts, rules and works, method."""
    book, case = shipped(name)
    told = explained((book, case), schools=all_schools(book))
    whole, first = (parts(render_assessment(told, "markdown", brief=brief)) for brief in (False, True))
    assert list(whole)[: len(first)] == list(first)
    assert list(first)[:4] == [
        "Bottom line",
        "What happened",
        "The variables",
        "What would change the answer",
    ]
    assert list(whole)[len(first) :] == [
        "The reasoning",
        "Annex A: the arguments",
        "Annex B: what is on file",
        "Annex C: rules and works",
        "Annex D: method and limits",
    ]


def test_stock_sentences_stand_in_the_method_alone():
    """DESIGN 3: what every report would carry, such as the scale and the cut-off, is no part of its first page or reasoning."""
    reports = [
        parts(render_assessment(explained(shipped(name)), "markdown"))
        for name in ("kazakhstan-2022", "ukraine-2021", "georgia-2008-08-08", "donbas-2014-08")
    ]
    for stock in (
        "The words of likelihood are those of",
        "what became known later is not used",
        "Judged by the rules of",
    ):
        for told in reports:
            assert stock in told["Annex D: method and limits"]
            assert stock not in " ".join(
                text for title, text in told.items() if not title.startswith("Annex D")
            )


ANNEX = [
    (
        fact("Ukraine asks the CSTO to intervene", "A1", source="address") + "known = 2022-02-01\n",
        "1 February 2022",
    ),
    (
        fact("Ukraine asks the CSTO to intervene", "A1", source="address") + "until = 2022-01-02\n",
        "2 January 2022",
    ),
    (fact("Russia sends 7 troops to Ukraine", "A1", source="address"), "No rule"),
    (fact("Kazakhstan does not ask the CSTO to intervene", "B2", source="address"), "onflict"),
]


@pytest.mark.parametrize(("text", "why"), ANNEX)
def test_each_fact_on_file_says_what_it_bears_on_or_why_it_does_not_count(here, text, why):
    """DESIGN 3: not in force, known later, contested, or read by no rule of this school; else the variables it bears on."""
    more(here, text)
    rows = report()["Annex B: what is on file"]
    assert why in rows
    if why != "onflict":
        assert "Local support" in rows


def test_rules_and_works_later_than_the_day_are_marked(here):
    """DESIGN 3: a work that appeared after the day judged bears a mark, and so does the rule that rests on it."""
    sources = '[source.early]\ntitle = "Early"\ndate = 2020-01-01\n[source.late]\ntitle = "Late"\ndate = 2023-01-01\n'
    request = (here / "rules/local-support/request.toml").read_text(encoding="utf-8")
    for key, marked in (("late", True), ("early", False)):
        write_book(
            here / "rules",
            sources=sources,
            **{"local-support__request": request.replace("because =", f'cites = ["{key} p1"]\nbecause =', 1)},
        )
        works = report()["Annex C: rules and works"]
        lines = works.partition("judged.")[2]
        assert ("†" in lines) is marked, lines
        if marked:
            assert re.search(r"Late\b[^-]*†", lines)
            assert re.search(r"`local-support/request`\) \[\d\] p\. 1\. †", lines)


def test_argument_trees_lead_from_the_answer_to_facts_with_their_sources(here):
    """DESIGN 3: Annex A tells the answer's arguments down to what is on file."""
    tree = run("assess", "case.toml").stdout.partition("## Annex A")[2].partition("## Annex B")[0]
    order = [
        "- The answer is likely.",
        f"    - L{SUPPORT[1:]} (see Local support, below).",
        f"- L{SUPPORT[1:]}.",
        f"    - {ASKS} (",
    ]
    places = [tree.index(line) for line in order]
    assert places == sorted(places)
    assert re.search(rf"{ASKS} \(since 5 January 2022, graded B2 \[\d\]\)", flat(tree))


PRESUMING = """
    title = "Nobody is presumed to support it"
    if = ["intervention by ?i in ?host is considered", "nothing shows that ?host asks the CSTO to intervene"{}]
    then = "it is false that local elements in ?host support intervention by ?i"
    because = "Nobody is known to."
"""


@pytest.mark.parametrize(
    ("lines", "facts", "presumed"),
    [
        ("", (), True),  # an absence, and what is considered
        (', "?i leads the CSTO"', ("Russia leads the CSTO",), False),  # a fact of the case
        (', "?i leads the CSTO"', (), True),  # the same as standing knowledge
        ("", ("assumed",), False),
    ],
)
def test_a_variable_is_presumed_where_it_rests_on_an_absence_and_no_fact_of_the_case(
    here, lines, facts, presumed
):
    """DESIGN 3: at any depth no fact or assumption of the case other than `considered`, and some absence."""
    background = '[[fact]]\nthat = "Russia leads the CSTO"\nsource = "w"\n'
    assumed = "assumed" in facts
    text = PRESUMING.format(', "?i leads the CSTO"' if assumed else lines)
    standing = lines and not facts
    write_book(
        here / "rules",
        local_support__presumed=text,
        sources='[source.w]\ntitle = "W"\n',
        **({"background": background} if standing else {}),
    )
    head = (here / "case.toml").read_text(encoding="utf-8").partition("[[fact]]")[0]
    told = "".join(fact(one, "A1", source="address") for one in facts if one != "assumed")
    told += '[[assumption]]\nthat = "Russia leads the CSTO"\nwhy = "So."\n' if assumed else ""
    (here / "case.toml").write_text(head + told, encoding="utf-8")
    (section,) = made("assess", "case.toml")["sections"]
    assert (section["state"], section["presumed"]) == ("not met", presumed)
    line = report("--brief")["The variables"]
    assert ("presumed" in line) is presumed


def test_the_section_of_a_presumption_one_step_down_is_presumed_too(here):
    """DESIGN 3: an argument that rests on what is presumed rests on the absence beneath it."""
    step = """
        title = "Who is not supported is not disputed"
        if = ["it is false that local elements in ?host support intervention by ?i"]
        then = "the authority of the government of ?host is disputed"
        because = "So it is."
    """
    framework = FRAMEWORK.replace(
        "local elements in {host} support intervention by {intervener}",
        "the authority of the government of {host} is disputed",
    )
    write_book(
        here / "rules",
        framework=framework,
        local_support__presumed=PRESUMING.format(""),
        local_support__step=step,
    )
    head = (here / "case.toml").read_text(encoding="utf-8").partition("[[fact]]")[0]
    (here / "case.toml").write_text(head, encoding="utf-8")
    (section,) = made("assess", "case.toml")["sections"]
    assert (section["state"], section["presumed"]) == ("met", True)


def test_json_is_one_object_on_one_output(here):
    """DESIGN 3: `--format json` prints one object and nothing beside it."""
    text = run("assess", "case.toml", "--format", "json").stdout
    assert isinstance(json.loads(text), dict)
