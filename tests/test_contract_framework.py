"""Sentences of section 2.3 of the contract: the framework, its question, tiers and schools, and which rulebook is read."""

import pytest

from books import FRAMEWORK, write_book, write_case
from faults import flat, made, run, told
from rubicon import assess, read_case, read_rulebook

SUPPORT = "local elements in {host} support intervention by {intervener}"
SECTION = f"""
    [[section]]
    key = "disputed"
    title = "Authority"
    kind = "findings"
    for = ["the authority of the government of {{host}} is disputed"]
    [[section]]
    key = "second"
    title = "Abroad"
    kind = "variable"
    against = ["{SUPPORT}"]
"""
TIERS = """
    [tier.large]
    title = "on a large scale"
    event = "{intervener} sends 50,000 troops into {host}"
    considered = "{intervener} sends 50000 troops to {host}"
    [tier.open]
    title = "openly"
    event = "{intervener} sends 1,000 troops into {host}"
    default = true
"""
ASKS = "Kazakhstan asks the CSTO to intervene"


@pytest.fixture
def here(tmp_path, monkeypatch):
    """Stand in a folder with the small rulebook and its case."""
    monkeypatch.chdir(tmp_path)
    write_case(tmp_path / "case.toml")
    return tmp_path


def framework(here, text=FRAMEWORK, **files):
    """Write the small rulebook by another framework."""
    return write_book(here / "rules", framework=text, **files)


def test_title_method_ask_event_and_horizon_are_told(here):
    """DESIGN 2.3: the framework's title and method, its question, its event, and the day by which it would have to happen."""
    framework(here, FRAMEWORK.replace("    ask =", '    method = "Two things are asked."\n    ask =', 1))
    text = told("assess", "case.toml", "--format", "text")
    for said in (
        "Two things are asked.",
        "Will Russia send troops into Kazakhstan",
        "Russia sends troops into Kazakhstan",
        "6 March 2022",  # sixty days after 5 January
    ):
        assert said in text, said
    assert "Two variables" in told("rules", "list", "--format", "text")


@pytest.mark.parametrize(
    ("horizon", "last"), [(1, "6 January 2022"), (60, "6 March 2022"), (365, "5 January 2023")]
)
def test_the_horizon_is_counted_in_days_from_the_day_judged(here, horizon, last):
    """DESIGN 2.3: within so many days the event would have to happen."""
    framework(here, FRAMEWORK.replace("horizon = 60", f"horizon = {horizon}"))
    assert last in told("assess", "case.toml", "--format", "text")


@pytest.mark.parametrize(
    ("roles", "said"),
    [
        ('{ intervener = "Russia" }', "host"),
        ('{ intervener = "Russia", host = "the CSTO" }', "country"),
        ('{ intervener = "Russia", host = "Kazakhstan", guest = "Ukraine" }', "guest"),
    ],
)
def test_a_case_binds_every_role_and_no_other(here, roles, said):
    """DESIGN 2.3: the roles that the framework names must be bound, each by one of its kind."""
    framework(here)
    text = (here / "case.toml").read_text(encoding="utf-8")
    (here / "case.toml").write_text(
        text.replace('{ intervener = "Russia", host = "Kazakhstan" }', roles), encoding="utf-8"
    )
    result = run("assess", "case.toml")
    assert result.exit_code == 1
    assert said in result.stderr


def test_what_is_considered_is_asserted_from_the_roles_for_rules_to_bind(here):
    """DESIGN 2.3: without a fact of the case a rule of absences concludes of its roles, and of nobody else."""
    framework(here)
    write_case(here / "case.toml", extra="")
    text = (here / "case.toml").read_text(encoding="utf-8").partition("[[fact]]")[0]
    (here / "case.toml").write_text(text, encoding="utf-8")
    found = {one["sentence"]: one for one in made("assess", "case.toml")["findings"]}
    assert found["intervention by Russia in Kazakhstan is considered"]["standing"] == "definite"
    level = "the likelihood of intervention by Russia in Kazakhstan is judged: unlikely"
    assert found[level]["truth"] is True
    assert not [one for one in found if "Ukraine" in one]


@pytest.mark.parametrize("turned", [False, True])
def test_sections_stand_in_the_frameworks_order(here, turned):
    """DESIGN 2.3: the report's sections come as the framework has them."""
    head, first = FRAMEWORK.split("    [[section]]\n", 1)
    first, schools = first.split("    [[school]]", 1)
    parts = [f"    [[section]]\n{first}", SECTION]
    framework(here, head + "".join(reversed(parts) if turned else parts) + "    [[school]]" + schools)
    keys = [one["title"] for one in made("assess", "case.toml")["sections"]]
    expected = (
        ["Authority", "Abroad", "Local support"] if turned else ["Local support", "Authority", "Abroad"]
    )
    assert keys == expected
    text = run("assess", "case.toml", "--format", "markdown").stdout
    told_at = [text.index(title) for title in (one for one in expected if one != "Authority")]
    assert told_at == sorted(told_at)


def test_a_section_counts_for_and_against(here):
    """DESIGN 2.3: the same sentence meets the section that counts it for, and not the one that counts it against."""
    framework(here, FRAMEWORK + SECTION)
    states = {one["title"]: one["state"] for one in made("assess", "case.toml")["sections"]}
    assert (states["Local support"], states["Abroad"]) == ("met", "not met")


@pytest.mark.parametrize("names", [("first", "second"), ("second", "first")])
def test_schools_stand_in_the_frameworks_order(here, names):
    """DESIGN 2.3: the schools come as the framework has them, each with a judgement of its own."""
    schools = {
        "first": '    [[school]]\n    name = "first"\n    title = "The first school"\n',
        "second": '    [[school]]\n    name = "second"\n    title = "The second school"\n    with = ["first"]\n',
    }
    head = FRAMEWORK.partition("    [[school]]")[0].replace(
        'default_school = "first"', f'default_school = "{names[0]}"'
    )
    framework(here, head + "".join(schools[name] for name in names))
    assert [one["name"] for one in made("assess", "case.toml")["schools"]] == list(names)


LEVEL = "the likelihood of intervention by ?i in ?h is judged: "


def rival(school, value):
    """Return a rule of a school for an answer."""
    return f"""
        title = "So says {school}"
        if = ["intervention by ?i in ?h is considered"]
        then = "{LEVEL}{value}"
        because = "So it says."
        school = "{school}"
    """


def test_rivals_are_compared_and_never_mixed(here):
    """DESIGN 2.3: rules of two schools that name none of each other never contest each other's answer."""
    head = FRAMEWORK.replace('    with = ["first"]\n', "")
    framework(
        here,
        head,
        likelihood__supported=rival("first", "likely"),
        likelihood__unsupported=rival("second", "unlikely"),
    )
    found = {one["name"]: one["question"] for one in made("assess", "case.toml")["schools"]}
    assert {name: one["answer"] for name, one in found.items()} == {"first": "likely", "second": "unlikely"}
    assert {one["standing"] for one in found.values()} == {"defeasible"}
    framework(here)  # the second school judges with the first's rules now
    write_book(
        here / "rules",
        likelihood__supported=rival("first", "likely"),
        likelihood__unsupported=rival("second", "unlikely"),
    )
    found = {one["name"]: one["question"] for one in made("assess", "case.toml")["schools"]}
    assert (found["first"]["answer"], found["second"]["answer"]) == ("likely", None)
    assert found["second"]["standing"] == "contested"


def test_a_rule_may_read_what_a_tier_considers_and_the_question_stays(here):
    """DESIGN 2.3: what a tier considers is asserted beside the framework's; the question's sentence is the same."""
    sent = """
        title = "Many are sent"
        if = ["?i sends ?n troops to ?h", "?n >= 50000"]
        then = "the authority of the government of ?h is disputed"
        because = "So many come."
    """
    framework(here, FRAMEWORK + TIERS, local_support__sent=sent)
    book = read_rulebook("rules")
    case = read_case("case.toml", book)
    plain, large = assess(book, case), assess(book, case, tier="large")
    for found in (plain, large):
        assert found.verdict("intervention by Russia in Kazakhstan is considered").standing == "definite"
    disputed = "the authority of the government of Kazakhstan is disputed"
    assert (plain.verdict(disputed).truth, large.verdict(disputed).truth) == (None, True)
    asked = [
        made("assess", "case.toml", *more)["question"]
        for more in ((), ("--tier", "large"), ("--tier", "open"))
    ]
    assert len({one["ask"] for one in asked}) == 1
    assert [one["tier"] for one in asked] == ["open", "large", "open"]
    assert asked[0] == asked[2]
    assert asked[0]["sentence"].rpartition(":")[0] == asked[1]["sentence"].rpartition(":")[0]


@pytest.mark.parametrize(
    "name", ["why", "why-not", "what-if", "pivots", "compare", "timeline", "backtest", "log"]
)
def test_every_command_that_judges_takes_a_tier(here, name):
    """DESIGN 2.3: a run judges one tier, whatever it is asked; a tier that is none is named."""
    framework(here, FRAMEWORK + TIERS)
    arguments = {
        "why": ("why", "case.toml", ASKS),
        "why-not": ("why-not", "case.toml", ASKS),
        "what-if": ("what-if", "case.toml", "--without", ASKS),
        "compare": ("compare", "case.toml", "case.toml"),
        "backtest": ("backtest", "case.toml"),
        "log": ("log", "file", "case.toml", "--log", "log.sqlite"),
    }.get(name, (name, "case.toml"))
    assert run(*arguments, "--tier", "large").exit_code == 0
    wrong = run(*arguments, "--tier", "larg")
    assert wrong.exit_code == 1
    assert 'unknown tier "larg"' in wrong.stderr


@pytest.mark.parametrize("name", ["why", "why-not", "what-if", "pivots"])
def test_a_strict_run_refuses_what_lies_outside_the_scope(here, name):
    """DESIGN 2.3: `--strict-scope` refuses a case in which a line of the scope is not definite, whatever is asked."""
    framework(here, FRAMEWORK.replace("    ask =", '    scope = ["?host is Ukraine"]\n    ask =', 1))
    arguments = (name, "case.toml", *((ASKS,) if name.startswith("why") else ()))
    if name == "what-if":
        arguments = (*arguments, "--without", ASKS)
    assert run(*arguments).exit_code == 0
    refused = run(*arguments, "--strict-scope")
    assert (refused.exit_code, refused.stdout) == (1, "")
    assert "?host is Ukraine" in refused.stderr


@pytest.mark.parametrize(("grade", "outside"), [("B2", False), ("C3", True), (None, True)])
def test_what_is_merely_reported_is_outside_the_scope(here, grade, outside):
    """DESIGN 2.3: a line of the scope holds where it is definite: a report that stands is not enough, and unknown less."""
    framework(
        here, FRAMEWORK.replace("    ask =", '    scope = ["?host asks the CSTO to intervene"]\n    ask =', 1)
    )
    path = here / "case.toml"
    text = path.read_text(encoding="utf-8")
    if grade is None:
        text = text.replace(ASKS, "Ukraine asks the CSTO to intervene")
    path.write_text(text.replace('"B2"', f'"{grade or "B2"}"'), encoding="utf-8")
    found = made("assess", "case.toml")
    assert bool(found["outside_scope"]) is outside
    assert ("Outside the scope" in run("assess", "case.toml").stdout) is outside


def test_without_a_framework_a_case_lists_its_findings(here):
    """DESIGN 2.3: no roles, no day and no question are needed, and JSON has none."""
    write_book(here / "rules", framework=None)
    (here / "rules/framework.toml").unlink(missing_ok=True)
    (here / "case.toml").write_text(
        f'title = "A"\n[[fact]]\nthat = "{ASKS}"\n[[fact]]\nthat = "Russia leads the CSTO"\n',
        encoding="utf-8",
    )
    found = made("assess", "case.toml")
    assert (found["question"], found["as_of"]) == (None, None)
    assert [one["kind"] for one in found["sections"]] == ["findings"]
    support = "local elements in Kazakhstan support intervention by Russia"
    assert support in {one["sentence"] for one in found["findings"]}
    text = flat(run("assess", "case.toml", "--format", "text").stdout)
    assert "These rules pose no question. What they find:" in text
    assert f"L{support[1:]}" in text


def test_an_ordered_answer_alone_needs_ranges_and_a_scale(here):
    """DESIGN 2.3: where the answer is yes or no, or its values have no order to speak of, neither is asked for."""
    yes = FRAMEWORK.replace(
        "the likelihood of intervention by {intervener} in {host} is judged: ?level", SUPPORT
    )
    bare = yes.partition("    [ranges]")[0] + "    [[section]]" + yes.partition("    [[section]]")[2]
    framework(here, bare.replace('    scale = "ICD 203"\n', ""))
    assert made("assess", "case.toml")["question"]["answer"] == "yes"
    for lacking in ('    scale = "ICD 203"\n', '    "likely" = [55, 80]\n'):
        framework(here, FRAMEWORK.replace(lacking, ""))
        refused = run("assess", "case.toml")
        assert refused.exit_code == 1
        assert "framework.toml:" in refused.stderr


def test_the_answers_word_comes_with_its_range_by_the_named_scale(here):
    """DESIGN 2.3: `scale` says whose words the ranges give, and the report says both."""
    framework(here, FRAMEWORK.replace("ICD 203", "the desk's own scale"))
    text = told("assess", "case.toml", "--format", "text")
    assert "Likely (55–80%)" in text
    assert "the desk's own scale" in text
