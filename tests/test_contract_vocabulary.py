"""Sentences of section 2.1 of the contract that the other tests of the language leave open."""

import json

import pytest

from contract import PEOPLE, SOURCES, WORDS, case, fact, judged, problems, rule, run, standing, world, write
from rubicon import assess, parse_case, read_rulebook

FRAMEWORK = """
    title = "Of votes"
    ask = "Will {who} vote?"
    question = "{who} votes"
    event = "{who} votes"
    horizon = 30
    considered = "{who} waits"
    [role.who]
    kind = "actor"
"""
BACKGROUND = '[[fact]]\nthat = "Anna trusts Bela"\nsource = "work"\n'
PARTS = {
    "vocabulary": WORDS,
    "entities": PEOPLE,
    "background": BACKGROUND,
    "sources": SOURCES,
    "framework": FRAMEWORK,
}


@pytest.mark.parametrize("name", [*PARTS, "cases", "properties"])
def test_no_topic_of_rules_has_a_reserved_name(tmp_path, name):
    """DESIGN 2.1: what lies under a reserved name is no rule, however much it looks like one."""
    text = rule(["?x marches"], "?x votes")
    folder = world(tmp_path, {f"{name}/b": text}, **({name: None} if name in PARTS else {}))
    if name in PARTS:
        assert "b.toml:" in problems(read_rulebook, folder)
    else:
        assert not read_rulebook(folder).rules


@pytest.mark.parametrize("name", PARTS)
def test_each_reserved_name_is_a_file_or_a_folder(tmp_path, name):
    """DESIGN 2.1: the same words in `name.toml` and in a folder of that name are the same part of the rulebook."""
    rules = {"a/b": rule(["?x marches"], "?x votes", cites=["work p3"])}
    one = world(tmp_path / "file", rules, **PARTS)
    other = world(tmp_path / "folder", rules, **{**PARTS, name: None})
    write(other, f"{name}/inside/part", PARTS[name])
    text = case("Anna marches", head='as_of = 2022-01-05\nroles = { who = "Anna" }')
    told = []
    for folder in (one, other):
        book = read_rulebook(folder)
        found = assess(book, parse_case(text, book))
        told.append([(finding.sentence, finding.truth, finding.standing) for finding in found.findings])
    assert told[0] == told[1]
    assert ("Anna trusts Bela", True, "definite") in told[0]
    assert ("Anna votes", True, "defeasible") in told[0]


@pytest.mark.parametrize(
    "opening",
    [
        "nothing shows that",
        "it is open whether",
        "it is disputed whether",
        "at least",
        "at most",
        "exactly",
        "the sum of",
        "the largest",
        "the smallest",
        "every reported",
        "some reported",
        "it is false that",
    ],
)
def test_no_form_starts_with_a_reserved_opening(tmp_path, opening):
    """DESIGN 2.1: a form, or a denied form, that begins like a condition is an error."""
    for key, form in (
        ("form", f"{opening} {{x:actor}} quarrels"),
        ("denied", f"{opening.capitalize()} {{x}} quarrels"),
    ):
        first = "" if key == "form" else 'form = "{x:actor} quarrels"\n    '
        text = WORDS + f'\n    [statement.bad]\n    {first}{key} = "{form}"\n'
        assert f"no form may start with `{opening}`" in problems(
            read_rulebook, world(tmp_path, vocabulary=text)
        )


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ("a quarrel: {x:actor} beats {y:actor}", "a colon stands before a slot that is not the last"),
        ("a quarrel of {x:actor} with: {y:actor}", ""),
        ("{x:actor} {y:actor} quarrel", "two slots stand side by side"),
        ("{x:actor}, {y:actor} quarrel", "two slots stand side by side"),
        ("{x:actor} and {y:actor} quarrel", ""),
    ],
)
def test_a_word_stands_between_two_slots_and_a_colon_before_the_last_alone(tmp_path, form, said):
    """DESIGN 2.1: a form is refused for these two reasons, and for neither where it keeps to both."""
    text = WORDS + f'\n    [statement.more]\n    form = "{form}"\n'
    found = problems(read_rulebook, world(tmp_path, vocabulary=text))
    assert said in found if said else not found


@pytest.mark.parametrize(
    ("sentence", "kind"),
    [
        ("Anna has Bela troops", "number"),
        ("Anna has 2022-01-05 troops", "number"),
        ("Anna meets Bela on 5", "date"),
        ("Anna meets Bela on Carl", "date"),
        ("Anna says 5", "text"),
        ('Anna trusts "Bela"', "without quotes"),
    ],
)
def test_number_date_and_text_are_kinds_of_their_own(tmp_path, sentence, kind):
    """DESIGN 2.1: they need no declaration, and take nothing of another kind."""
    book = read_rulebook(world(tmp_path))
    assert kind in problems(parse_case, case(fact(sentence)), book)
    for good in ("Anna has 5 troops", "Anna meets Bela on 2022-01-05", 'Anna says "5"'):
        assert not problems(parse_case, case(fact(good)), book)


@pytest.mark.parametrize("value", ["purple", "lowish", '"low"'])
def test_a_list_of_values_is_closed(tmp_path, value):
    """DESIGN 2.1: a kind with `values` has these values and no other."""
    book = read_rulebook(world(tmp_path))
    assert "level" in problems(parse_case, case(fact(f"the mood of Anna is: {value}")), book)


@pytest.mark.parametrize(
    ("number", "refused"),
    [
        ("1.500", True),
        ("999.999", True),
        ("0.999", False),  # an integer part of 1 to 999 alone may be thousands
        ("1000.500", False),
        ("1,500.125", False),
        ("2.500e0", False),
        ("2.50", False),
        ("2.5000", False),
        ("-2.500", True),
    ],
)
def test_a_number_has_two_readings_exactly_then(tmp_path, number, refused):
    """DESIGN 2.1: an integer part of 1 to 999, no comma, no exponent and exactly three decimals."""
    book = read_rulebook(world(tmp_path))
    told = problems(parse_case, case(fact(f"Anna has {number} troops")), book)
    assert bool(told) is refused
    if refused:
        assert f"{number}0" in told
        assert number.replace(".", ",") in told


def test_days_are_iso_in_json_and_words_in_prose(tmp_path):
    """DESIGN 2.1: dates are ISO in JSON, `5 January 2022` in prose."""
    world(tmp_path / "rules")
    text = fact("Anna meets Bela on 2022-01-05", source="one") + fact("Anna waits", source="one").replace(
        "that", "on = 2022-01-04\nthat"
    )
    (tmp_path / "case.toml").write_text(case(text, head="as_of = 2022-01-06"), encoding="utf-8")
    arguments = ("assess", "case.toml", "--rules", "rules", "--format")
    made = run(*arguments, "json", cwd=tmp_path)[1]
    prose = " ".join(run(*arguments, "text", cwd=tmp_path)[1].split())
    assert "Anna meets Bela on 2022-01-05" in made
    assert {one["on"] for one in json.loads(made)["facts"]} == {"2022-01-05", "2022-01-04"}
    assert "January" not in made
    assert "Anna meets Bela on 5 January 2022" in prose
    assert "4 January 2022" in prose
    assert "2022-01-0" not in prose


@pytest.mark.parametrize("form", ["text", "markdown", "html", "json"])
def test_every_output_spells_a_sentence_in_one_way(tmp_path, form):
    """DESIGN 2.1: however a case and a rule spell a sentence, every answer has its one canonical spelling."""
    world(tmp_path / "rules", {"a/b": rule(["the don BROTHERS marches"], "DONS votes")})
    (tmp_path / "case.toml").write_text(case(fact("don brothers MARCHES.", source="one")), encoding="utf-8")
    for command in (("assess", "case.toml"), ("why", "case.toml", "dons VOTES")):
        told = run(*command, "--rules", "rules", "--format", form, cwd=tmp_path)[1].casefold()
        assert "the dons votes" in told
        assert "the dons marches" in told
        assert "don brothers" not in told


def test_a_code_goes_out_with_its_entity(tmp_path):
    """DESIGN 2.1: an entity may have a code, which an export carries; without one it has none."""
    world(tmp_path / "rules")
    people = (
        '[[entity]]\nname = "Zed"\nkind = "country"\ncode = "ZED"\n[[entity]]\nname = "Yan"\nkind = "actor"\n'
    )
    (tmp_path / "case.toml").write_text(case(people), encoding="utf-8")
    made = json.loads(run("export", "case.toml", "--to", "json", "--rules", "rules", cwd=tmp_path)[1])
    assert {one["name"]: one["code"] for one in made["entities"]} == {"Zed": "ZED", "Yan": None}


def test_an_event_stays_on_record_and_a_state_ends(tmp_path):
    """DESIGN 2.1: what has a date slot is never ended by a day; any other statement holds from `on` to `until`."""
    text = fact("Anna marches").rstrip() + "\non = 2022-01-03\nuntil = 2022-01-05\n"
    for day, truth in ((2, None), (3, True), (4, True), (5, None)):
        head = f"as_of = 2022-01-0{day}"
        found = judged(tmp_path, {}, text, fact("Anna meets Bela on 2022-01-01"), head=head)
        assert standing(found, "Anna marches")[0] is truth
        assert standing(found, "Anna meets Bela on 2022-01-01")[0] is True
