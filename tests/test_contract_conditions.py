"""Sentences of section 2.2 of the contract on conditions that the other tests leave open."""

import pytest

from contract import WORDS, case, fact, judged, problems, rule, standing, world
from faults import told
from rubicon import assess, parse_case, read_rulebook

RING = {
    "a/m": rule(["Estia sings"], "Anna marches", unless=["Anna strikes"]),
    "a/s": rule(["Estia sings"], "Anna strikes", unless=["Anna marches"]),
}
"""Two rules that stop each other: both conclusions are undecided."""


def lines(*texts, **count):
    """Return an inline table of lines as an editor writes it."""
    ((key, number),) = count.items()
    quoted = ", ".join(f'"{text}"' for text in texts)
    return f"{{ {key} = {number}, of = [{quoted}] }}"


def counting(table, first="Estia sings", then="Anna votes"):
    """Return a rule with one line and one table in its `if`."""
    return rule([], then).replace("if = []", f'if = ["{first}", {table}]')


@pytest.mark.parametrize(
    ("count", "expected"),
    [
        ({"at_least": 1}, (True, "defeasible")),
        ({"at_least": 2}, (None, "undecided")),
        ({"at_least": 3}, (None, "unknown")),
        ({"at_most": 2}, (True, "defeasible")),
        ({"at_most": 1}, (None, "undecided")),
        ({"exactly": 1}, (None, "undecided")),
        ({"exactly": 3}, (None, "unknown")),
    ],
)
def test_so_many_lines_have_three_values(tmp_path, count, expected):
    """DESIGN 2.2: of three lines one holds, one does not, and one is undecided: so is what hangs on it."""
    table = lines("Anna waits", "Bela waits", "Anna marches", **count)
    rules = {**RING, "a/b": counting(table)}
    assert standing(judged(tmp_path, rules, "Estia sings", "Anna waits"), "Anna votes")[:2] == expected


@pytest.mark.parametrize(("key", "number"), [("at_least", 1), ("at_most", 1), ("exactly", 1)])
def test_a_number_of_lines_is_never_definite(tmp_path, key, number):
    """DESIGN 2.2: a strict rule with such a line weighs as a defeasible one."""
    table = lines("Anna waits", "Bela waits", **{key: number})
    text = counting(table) + 'kind = "strict"\n'
    assert standing(judged(tmp_path, {"a/b": text}, "Estia sings", "Anna waits"), "Anna votes")[:2] == (
        True,
        "defeasible",
    )


@pytest.mark.parametrize(
    ("number", "lines_", "good"), [(0, 2, False), (1, 2, True), (2, 2, True), (3, 2, False)]
)
def test_so_many_is_at_least_one_and_at_most_all(tmp_path, number, lines_, good):
    """DESIGN 2.2: k is at least 1 and at most the number of the lines, for each of the three keys."""
    for key in ("at_least", "at_most", "exactly"):
        table = lines(*["Anna waits", "Bela waits"][:lines_], **{key: number})
        found = problems(read_rulebook, world(tmp_path / key, {"a/b": counting(table)}))
        assert (not found) is good


@pytest.mark.parametrize("over", ["?_x", "?_y"])
@pytest.mark.parametrize(
    ("limit", "truth"), [("at least 60", True), ("at least 61", None), ("at most 59", None)]
)
def test_over_bears_on_nothing_but_the_report(tmp_path, monkeypatch, over, limit, truth):
    """DESIGN 2.2: whatever stands after `over`, the same entries are counted; the report lists them by it."""
    monkeypatch.chdir(tmp_path)
    line = f"the sum of ?_n over {over}: ?_x sends ?_n troops to ?_y is {limit}"
    facts = [f"{who} sends {number} troops to Carl" for who, number in (("Anna", 20), ("Bela", 30))]
    facts += ["Anna sends 10 troops to Bela", "Estia sings"]
    world(tmp_path / "rules", {"a/b": rule(["Estia sings", line], "Anna votes")})
    (tmp_path / "case.toml").write_text(case(*facts), encoding="utf-8")
    book = read_rulebook("rules")
    assert standing(assess(book, parse_case(case(*facts), book)), "Anna votes")[0] is truth
    if truth:
        text = told("why", "case.toml", "Anna votes", "--format", "text")
        assert "60" in text


def test_the_range_of_a_sum_is_printed_and_its_dispute_named(tmp_path, monkeypatch):
    """DESIGN 2.2: where a number is in dispute the report gives the range of the sum, and says whose it is."""
    monkeypatch.chdir(tmp_path)
    line = "the sum of ?_n over ?_x: ?_x has ?_n troops is at least 15"
    world(tmp_path / "rules", {"a/b": rule(["Estia sings", line], "Estia votes")})
    facts = ["Estia sings", "Bela has 5 troops", *(fact(f"Anna has {n} troops", "C3") for n in (10, 20))]
    (tmp_path / "case.toml").write_text(case(*facts), encoding="utf-8")
    text = told("why", "case.toml", "Estia votes", "--format", "text")
    assert "between 15 and 25" in text
    assert "Anna has 10 troops" in text
    assert "Anna has 20 troops" in text


@pytest.mark.parametrize(
    ("denial", "least", "most"),
    [(None, 5, 5), ("C3", 0, 5), ("A1", 0, 0), ("E5", 5, 5)],
)
def test_no_entry_counts_where_the_numbers_denial_applies_undefeated(tmp_path, denial, least, most):
    """DESIGN 2.2: an entry that an equal report denies may be none; one that a worse report denies is not."""
    facts = ["Estia sings", fact("Anna reports 5 tanks", "C3")]
    if denial:
        facts.append(fact("it is false that Anna reports 5 tanks", denial))
    for limit, truth in (
        (f"at least {least}", True),
        (f"at least {least + 1}", None),
        (f"at most {most}", True),
        *([(f"at most {most - 1}", None)] if most else []),
    ):
        line = f"the sum of ?_n over ?_x: ?_x reports ?_n tanks is {limit}"
        rules = {"a/b": rule(["Estia sings", line], "Anna votes")}
        found = judged(tmp_path / limit.replace(" ", "-"), rules, *facts)
        assert standing(found, "Anna votes")[0] is truth, limit


@pytest.mark.parametrize(
    ("line", "facts", "held"),
    [
        ("it is open whether ?_z trusts ?_z", ("Anna trusts Bela",), False),
        ("it is disputed whether ?_z trusts ?_z", (fact("Anna trusts Anna", "C3"),), False),
        (
            "it is disputed whether ?_z trusts ?_z",
            (fact("Anna trusts Anna", "C3"), fact("it is false that Anna trusts Anna", "C3")),
            True,
        ),
        (
            "it is disputed whether ?_z trusts ?_z",
            (fact("Anna trusts Bela", "C3"), fact("it is false that Anna trusts Bela", "C3")),
            False,
        ),
    ],
)
def test_whoever_it_may_be_is_the_same_one_within_a_line(tmp_path, line, facts, held):
    """DESIGN 2.2: `?_z` twice in a line of open or disputed matters is one, whoever that is."""
    rules = {"a/b": rule(["Estia sings", line], "Anna votes")}
    assert standing(judged(tmp_path, rules, "Estia sings", *facts), "Anna votes")[0] is (held or None)


@pytest.mark.parametrize(
    "line",
    [
        "?x trusts ?y",
        "nothing shows that ?x trusts ?y",
        "it is open whether ?y votes",
        "?y is not Anna",
        "?y > 3",
    ],
)
def test_what_a_variable_stands_for_is_said_by_a_positive_line(tmp_path, line):
    """DESIGN 2.2: in an exception, an absence, an open matter or a comparison a variable must be bound elsewhere."""
    for text in (
        rule(["?x marches"], "?x votes", unless=[line]),
        *([] if line.startswith("?x") else [rule(["?x marches", line], "?x votes")]),
    ):
        assert "unsafe variable ?y" in problems(read_rulebook, world(tmp_path, {"a/b": text}))


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        (rule(["?x marches", "?y has ?n troops", "?n > 3"], "?x votes"), True),
        (rule(["?x marches", "it is false that ?y protests"], "?y votes"), True),
        (rule(["?x marches", "nothing shows that ?y protests"], "?y votes"), False),
        (rule(["?x marches", "it is false that the mood of ?x is: ?l"], "the mood of Bela is: ?l"), False),
    ],
)
def test_a_denied_line_binds_what_it_names_but_the_value(tmp_path, text, safe):
    """DESIGN 2.2: a positive condition binds its variables; which value is denied is said by another line."""
    assert ("unsafe variable" not in problems(read_rulebook, world(tmp_path, {"a/b": text}))) is safe


@pytest.mark.parametrize(("kind", "lacks"), [("strict", True), ("defeasible", True), ("defeater", False)])
@pytest.mark.parametrize("status", ["stable", "draft", "retired"])
@pytest.mark.parametrize("denied", [False, True])
def test_since_is_refused_of_what_any_rule_concludes_so(tmp_path, kind, lacks, status, denied):
    """DESIGN 2.2: of any school and status; a rule for the contrary, or a defeater, takes no day away."""
    concluded = "?x stays calm" if denied else "?x protests"
    rules = {
        "a/b": rule(["?x protests since ?day", "?day < 2022-01-01"], "?x votes"),
        "a/c": rule(["?x sings"], concluded, kind=kind, status=status, school="one"),
    }
    refused = "what is concluded has no day" in problems(read_rulebook, world(tmp_path, rules))
    assert refused is (lacks and not denied)


def test_whatever_is_not_dated_gives_no_day(tmp_path):
    """DESIGN 2.2: background, an assumption of the case and a report without a day leave `since` unmet."""
    text = rule(["?x protests since ?day", "?day <= 2022-03-01"], "?x votes")
    background = '[[fact]]\nthat = "Anna protests"\nsource = "work"\n'
    assumption = '[[assumption]]\nthat = "Anna protests"\nwhy = "We think so."\n'
    for name, facts, files in (
        ("background", (), {"background": background}),
        ("assumption", (assumption,), {}),
        ("report", ("Anna protests",), {}),
    ):
        book = read_rulebook(world(tmp_path / name, {"a/b": text}, **files))
        found = assess(book, parse_case(case(*facts, head="as_of = 2022-03-01"), book))
        assert standing(found, "Anna protests")[0] is True
        assert standing(found, "Anna votes")[0] is None


def test_an_answered_question_is_said_from_the_day_judged(tmp_path, monkeypatch):
    """DESIGN 2.2: what `pivots` answers is so since the day judged, as what is assumed for a run is."""
    monkeypatch.chdir(tmp_path)
    words = WORDS.replace(
        'form = "{x:actor} marches"', 'form = "{x:actor} marches"\n    ask = "Does {x} march?"'
    )
    for compared, changes in (("=", True), ("<", False)):
        rules = {"a/b": rule(["?x marches since ?day", f"?day {compared} ?today"], "?x votes")}
        world(tmp_path / "rules", rules, vocabulary=words)
        text = case("Anna waits", head="as_of = 2022-03-01")
        (tmp_path / "case.toml").write_text(text, encoding="utf-8")
        said = told("pivots", "case.toml", "--about", "Anna votes", "--format", "text")
        assert ("If it turned out that Anna marches" in said) is changes


def test_reported_values_are_in_force(tmp_path):
    """DESIGN 2.2: a value that is withdrawn, or not known yet, is no reported one."""
    line = "every reported ?_n: Anna has ?_n troops is at least 15"
    rules = {"a/b": rule(["Estia sings", line], "Anna votes")}
    low = fact("Anna has 10 troops", "C3").rstrip() + "\n{} = 2022-01-05\n"
    for key, day, truth in (
        ("withdrawn", 4, None),
        ("withdrawn", 5, True),
        ("known", 4, True),
        ("known", 5, None),
    ):
        found = judged(
            tmp_path / f"{key}{day}",
            rules,
            "Estia sings",
            fact("Anna has 20 troops", "C3"),
            low.format(key),
            head=f"as_of = 2022-01-0{day}",
        )
        assert standing(found, "Anna votes")[0] is truth
