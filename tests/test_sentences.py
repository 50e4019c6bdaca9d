"""Every kind of condition reads to the value that it means; what is near is refused with a hint."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from rubicon.language.conditions import (
    Absent,
    Aggregate,
    Comparison,
    Holds,
    Operation,
    Pattern,
    Reported,
    Tally,
    Unsettled,
    Variable,
)
from rubicon.language.facts import Atom, Entity, Literal
from rubicon.language.names import Unread
from rubicon.language.openings import is_comparison, read_condition
from rubicon.language.sentences import Language
from rubicon.language.speaking import fill, speak
from rubicon.reading import read_rulebook

BASE = read_rulebook(Path(__file__).parent / "broken" / "base" / "rules")
LANGUAGE = Language(BASE.vocabulary, BASE.entities)
KINDS = {
    "n": "number",
    "m": "number",
    "day": "date",
    "level": "likelihood",
    "x": "actor",
    "y": "country",
    "words": "text",
}


def var(name):
    return Variable(name)


X, N = var("x"), var("n")
CALM = Pattern("calm", (var("host"),))
SENDS = Pattern("sends", (var("_x"), var("host")))
SENDS_N = Pattern("sends-number", (var("_x"), var("_n"), var("host")))
NEAR = Pattern("near", ("Russia", var("_n"), var("host")))

CONDITIONS = {
    "?host is calm": lambda t: Holds(t, CALM),
    "  ?host   is\n calm. ": lambda t: Holds(t, CALM),
    "Kazakhstan IS Calm": lambda t: Holds(t, Pattern("calm", ("Kazakhstan",))),
    "it is false that ?host is calm": lambda t: Holds(t, Pattern("calm", (var("host"),), truth=False)),
    "It is FALSE that ?host is calm.": lambda t: Holds(t, Pattern("calm", (var("host"),), truth=False)),
    "?host does not ask ?_x to intervene": lambda t: Holds(
        t, Pattern("asks", (var("host"), var("_x")), truth=False)
    ),
    "it is false that ?host does not ask ?_x to intervene": lambda t: Holds(
        t, Pattern("asks", (var("host"), var("_x")))
    ),
    "nothing shows that ?host is calm": lambda t: Absent(t, CALM),
    "Nothing shows that it is false that ?host is calm": lambda t: Absent(
        t, Pattern("calm", (var("host"),), truth=False)
    ),
    "it is open whether ?host is calm": lambda t: Unsettled(t, CALM, disputed=False),
    "it is disputed whether ?host is calm": lambda t: Unsettled(t, CALM, disputed=True),
    "it is open whether it is false that ?host is calm": lambda t: Unsettled(t, CALM, disputed=False),
    "at least 3 ?_x: ?_x sends troops to ?host": lambda t: Tally(t, "at least", 3, "_x", SENDS),
    "At most 1,000 ?_x : ?_x sends troops to ?host.": lambda t: Tally(t, "at most", 1000, "_x", SENDS),
    "exactly 0 ?_x:?_x sends troops to ?host": lambda t: Tally(t, "exactly", 0, "_x", SENDS),
    "the sum of ?_n over ?_x: ?_x sends ?_n troops to ?host is at least 2500": lambda t: Aggregate(
        t, "sum", "_n", "_x", SENDS_N, "at least", Decimal(2500)
    ),
    "the largest ?_n over ?_x: ?_x sends ?_n troops to ?host is at most 3 * ?n": lambda t: Aggregate(
        t, "largest", "_n", "_x", SENDS_N, "at most", Operation("*", Decimal(3), N)
    ),
    "the smallest ?_n: ?_x sends ?_n troops to ?host is at least ?n": lambda t: Aggregate(
        t, "smallest", "_n", "_n", SENDS_N, "at least", N
    ),
    "every reported ?_n: Russia has ?_n troops near ?host is at least 50,000": lambda t: Reported(
        t, True, "_n", NEAR, "at least", Decimal(50000)
    ),
    "some reported ?_n: Russia has ?_n troops near ?host is at most ?n - 5": lambda t: Reported(
        t, False, "_n", NEAR, "at most", Operation("-", N, Decimal(5))
    ),
    "?n >= 100,000": lambda t: Comparison(t, N, ">=", Decimal(100000), "number"),
    "?n>=1e5": lambda t: Comparison(t, N, ">=", Decimal(100000), "number"),
    "?n ≥ 2.5.": lambda t: Comparison(t, N, ">=", Decimal("2.5"), "number"),
    "?n is at most -3": lambda t: Comparison(t, N, "<=", Decimal(-3), "number"),
    "?n < 3 * ?m": lambda t: Comparison(t, N, "<", Operation("*", Decimal(3), var("m")), "number"),
    "?n + 2 * ?m - 1 = 5": lambda t: Comparison(
        t,
        Operation("-", Operation("+", N, Operation("*", Decimal(2), var("m"))), Decimal(1)),
        "=",
        Decimal(5),
        "number",
    ),
    "(?n + 2) * ?m != 5": lambda t: Comparison(
        t, Operation("*", Operation("+", N, Decimal(2)), var("m")), "!=", Decimal(5), "number"
    ),
    "?today - ?day <= 730 days": lambda t: Comparison(
        t, Operation("-", var("today"), var("day")), "<=", Decimal(730), "number"
    ),
    "?today - ?day is at least 1 day": lambda t: Comparison(
        t, Operation("-", var("today"), var("day")), ">=", Decimal(1), "number"
    ),
    "?day >= 2022-01-05": lambda t: Comparison(t, var("day"), ">=", date(2022, 1, 5), "date"),
    "?day is at most 5 January 2022": lambda t: Comparison(t, var("day"), "<=", date(2022, 1, 5), "date"),
    "?today is ?day": lambda t: Comparison(t, var("today"), "=", var("day"), "date"),
    "?level is at least likely": lambda t: Comparison(t, var("level"), ">=", "likely", "likelihood"),
    "?level is Roughly Even Chance": lambda t: Comparison(
        t, var("level"), "=", "roughly even chance", "likelihood"
    ),
    "?level < likely": lambda t: Comparison(t, var("level"), "<", "likely", "likelihood"),
    "?x is not ?y": lambda t: Comparison(t, X, "!=", var("y"), "identity"),
    "?x is Russia": lambda t: Comparison(t, X, "=", "Russia", "identity"),
    "?x is the russian federation": lambda t: Comparison(t, X, "=", "Russia", "identity"),
    "?x != the CSTO": lambda t: Comparison(t, X, "!=", "the CSTO", "identity"),
    '?words is "a >= b"': lambda t: Comparison(t, var("words"), "=", "a >= b", "identity"),
    '?x says "3 is at least 2"': lambda t: Holds(t, Pattern("says", (X, "3 is at least 2"))),
    "?x says “we \\ will”": lambda t: Holds(t, Pattern("says", (X, "we \\ will"))),
    '?x says "a \\"quote\\""': lambda t: Holds(t, Pattern("says", (X, 'a "quote"'))),
}


@pytest.mark.parametrize("line", CONDITIONS)
def test_every_kind_of_condition_reads_to_what_it_means(line):
    """A condition, however it is spaced, capitalised or ended, is the value that the language gives it."""
    assert read_condition(LANGUAGE, line, KINDS) == CONDITIONS[line](line)


@pytest.mark.parametrize("line", CONDITIONS)
def test_only_comparisons_wait_for_the_kinds_of_variables(line):
    """A line is a comparison exactly if it reads to one."""
    expected = isinstance(CONDITIONS[line](line), Comparison)
    assert is_comparison(LANGUAGE, line) == expected


REFUSED = {
    "at least three ?_x: ?_x sends troops to ?host": "Write it in figures: 3",
    "?n is more than 5": "Write it as `?n > 5`",
    "?day is before 2022-01-05": "Write it as `?day < 2022-01-05`",
    "?n => 5": "Write it as `?n >= 5`",
    "?n >= 5k": "Write it in figures: 5,000",
    "?n >= 5%": "Write the number alone: 5",
    "?n / 2 >= 5": "Multiply the other side instead",
    "?today - ?day <= 2 years": "Count it in days: 730 days",
    "today - ?day <= 730 days": "as in ?today",
    "?x is a country": "Leave it out",
    "nothing shows ?host is calm": "Write `nothing shows that …`",
    "It is not true that ?host is calm": "Write `it is false that …`",
    "it is unclear whether ?host is calm": "Write `it is open whether …`",
    "more than 2 ?_x: ?_x sends troops to ?host": "Write `at least 3 ?_x: …`",
    '?host is calm and ?x says "no"': "Write two lines",
    "?host is calm or ?x leads the CSTO": "as a list inside `if`",
    "public buildings in ?host are stormed on 5.1.2022": "2022-01-05 or 2022-05-01",
    "?day + 3 >= ?today": "Take the difference of two days",
    "?level is lkely": 'Did you mean "likely"?',
    "?n is at least Russia": "Write a number",
    "?x >= ?y": "Use `is` or `is not`",
    '?x is "Russia"': "Names are written without quotes",
    "?n >= 1 >= 2": "Write two lines",
    "the sum of ?_n over ?_x: ?_x sends ?_n troops to ?host is 5": "the sum of ?_n over ?_x: …",
    "every reported ?_n: Kazakhstan is calm is at least 5": "Name it there too",
    "nothing shows that at most 2 ?_x: ?_x sends troops to ?host": "Write a plain sentence",
    "?host is clam": '"{host} is calm"',
    "?ho-st is calm": "A variable is ?",
    "host is calm": "write ?host",
    '?x says "we come': "stands in two",
}


@pytest.mark.parametrize("line", REFUSED)
def test_what_an_editor_may_write_instead_is_refused_with_a_hint(line):
    """A natural wording outside the language is answered by the wording within it."""
    with pytest.raises(Unread) as caught:
        read_condition(LANGUAGE, line, KINDS)
    assert REFUSED[line] in caught.value.remedy


@pytest.mark.parametrize(
    "sentence",
    [
        "Russia leads the CSTO",
        "russia LEADS csto",
        "The Russian Federation leads Collective Security Treaty Organization.",
        "Russia\u00a0leads\nthe CSTO",
        "Rus\u00adsia leads the\u200b CSTO",
    ],
)
def test_names_are_read_in_any_dress(sentence):
    """Capitals, a leading "the", aliases, odd spaces and invisible marks change nothing."""
    assert LANGUAGE.literal(sentence) == Literal(Atom("leads", ("Russia", "the CSTO")), True)


def test_a_date_is_read_in_iso_and_in_prose():
    """Both spellings of a day give the same event."""
    one, other = (
        LANGUAGE.literal(f"public buildings in Kazakhstan are stormed on {day}")
        for day in ("2022-01-05", "5 January 2022")
    )
    assert one == other == Literal(Atom("storming", ("Kazakhstan", date(2022, 1, 5))), True)


def test_a_sentence_with_two_readings_shows_both():
    """Neither reading is taken; the message names both forms with their places."""
    with pytest.raises(Unread) as caught:
        LANGUAGE.literal("Russia warns the Council of War")
    assert "2 ways" in caught.value.what
    assert caught.value.remedy.count("vocabulary.toml:") == 2


def test_a_denied_literal_is_spoken_in_its_denied_form():
    """The contrary has one canonical spelling, the denied form where there is one."""
    asks = Literal(Atom("asks", ("Kazakhstan", "the CSTO")), False)
    assert speak(BASE.vocabulary, asks) == "Kazakhstan does not ask the CSTO to intervene"
    calm = Literal(Atom("calm", ("Kazakhstan",)), False)
    assert speak(BASE.vocabulary, calm) == "it is false that Kazakhstan is calm"


def test_a_text_of_the_framework_takes_the_possessive_of_a_name():
    """After a name in s stands an apostrophe alone; a name that holds braces is not filled again."""
    assert fill("{a}'s and {b}'s", {"a": "the Netherlands", "b": "Russia"}) == "the Netherlands' and Russia's"
    assert fill("{a} {b}", {"a": "{b}", "b": "x"}) == "{b} x"


def test_a_language_with_more_entities_is_one_made_of_all():
    """What an example or a case adds is known there, hints too, and not where it was not added."""
    more = [Entity("Zembla", "country", ("Zemble",), hints=("Onhava",)), Entity("the Order", "actor")]
    wider, whole = LANGUAGE.with_entities(more), Language(BASE.vocabulary, (*BASE.entities, *more))
    assert (wider.names, wider.entities, wider.hinted) == (whole.names, whole.entities, whole.hinted)
    assert wider.names_of("country") == whole.names_of("country")
    assert wider.literal("Zemble asks the Order to intervene") == whole.literal(
        "Zembla asks Order to intervene"
    )
    assert not wider.names.keys() & {("onhava",)}
    assert ("onhava",) in wider.hinted
    with pytest.raises(Unread, match="Zembla"):
        LANGUAGE.literal("Zembla asks the CSTO to intervene")


def test_a_sentence_that_goes_unread_is_refused_each_time_in_the_same_words():
    """What is wrong with it is remembered, and each time it is said anew."""
    told = []
    for _ in range(2):
        with pytest.raises(Unread, match="Freedonia") as refused:
            LANGUAGE.pattern("Freedonia asks the CSTO to intervene")
        told.append(refused.value)
    assert not LANGUAGE.reads("Freedonia asks the CSTO to intervene")
    assert told[0] is not told[1]
    assert vars(told[0]) == vars(told[1])
