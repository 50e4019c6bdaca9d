"""Faults C: messages that name the wrong remedy, or none, or the same thing many times over."""

import json
import random
import re
import string
import unicodedata

import pytest

from books import write_book
from contract import WORDS, case, rule, world, write
from faults import actors, case_message, message, rule_message, run, said, within
from rubicon import assess, parse_case, read_rulebook

# --- C3 ----------------------------------------------------------------------------------------------------


def test_a_variable_named_in_the_reason_is_used(tmp_path):
    """C3: `?day`, once in `if` and once in `because`, is used twice; nothing is said of it."""
    text = rule(["?x marches", "?_y meets ?x on ?day"], "?x votes", because="{{ x }} was met on {{ day }}.")
    assert rule_message(tmp_path, text) == ""


def test_a_variable_used_nowhere_else_is_still_warned_of(tmp_path):
    """C3: without the reason it is used once, and the remedy stands."""
    text = rule(["?x marches", "?_y meets ?x on ?day"], "?x votes")
    assert "?_day" in rule_message(tmp_path, text)


# --- C4, C5, C6: constructs that are not of the language ---------------------------------------------------

NEVER = ("unknown entity", "Add it to the entities", "is no number", "the United Isles")


def condition_message(folder, line):
    """Return what is said of one condition of a rule, without that condition itself."""
    lines = ["?x marches", "?_w meets ?x on ?day", "?today - ?day >= 0", line]
    return rule_message(folder, rule(lines, "?x votes")).replace(line, "…")


@pytest.mark.parametrize(
    ("line", "right", "wrong"),
    [
        ("more than 2 ?_s: ?_s marches", "at least 3", "at least 2"),
        ("fewer than 2 ?_s: ?_s marches", "at most 1", "at most 2"),
        ("less than 4 ?_s: ?_s marches", "at most 3", "at most 4"),
    ],
)
def test_a_strict_bound_is_answered_by_the_number_that_means_it(tmp_path, line, right, wrong):
    """C4: more than two is at least three; the remedy has the number, so that nobody is one off."""
    found = condition_message(tmp_path, line)
    assert right in found
    assert wrong not in found


@pytest.mark.parametrize(
    "line",
    [
        "at least 2 ?_s: nothing shows that ?_s marches",
        "at least 2 ?_s: ?_s marches and ?_s strikes",
        "exactly 2 ?_s: it is open whether ?_s marches",
    ],
)
def test_what_a_tally_cannot_count_is_answered_by_a_helper_statement(tmp_path, line):
    """C5: a tally counts one sentence; what else is to be counted needs a statement that another rule concludes."""
    found = condition_message(tmp_path, line)
    assert "unknown sentence" not in found
    assert "Write two lines" not in found
    assert re.search(r"tally|counts?\b|counted", found)
    assert re.search(
        r"(statement|sentence)[^.]*(rule|conclude)|(rule|conclude)[^.]*(statement|sentence)", found
    )


@pytest.mark.parametrize(
    ("line", "remedy"),
    [
        ("?x marches, ?x strikes", r"two lines|lines of (its|their) own|a line each|each on a line"),
        ("?x strikes unless ?x waits", r"`unless`|unless ="),
        ("no ?_s: ?_s marches", r"nothing shows that"),
        ("every ?_s: ?_s marches", r"nothing shows that|no condition|none says|cannot be said|can ?not say"),
        ("any actor trusts ?x", r"\?_"),
        ("any country leads ?x", r"\?_"),
        (
            "the average of ?_n over ?_s: ?_s has ?_n troops is at least 5",
            r"the sum of|no average|average",
        ),
        ("?today - ?day <= 6 months", r"\bdays\b"),
        ("the ?x strikes", r"`\?x|\"\?x|without (the|its) (\"the\"|article|`the`)|no article|[Ll]eave out"),
        ("?day is within 30 days of ?today", r"\?today - \?day <= 30 days"),
    ],
)
def test_a_construct_of_another_language_is_answered_by_that_which_says_it(tmp_path, line, remedy):
    """C6: what an editor would naturally write is no name; the message says how it is said, or that it is not."""
    found = condition_message(tmp_path, line)
    assert found
    assert not [one for one in NEVER if one in found]
    assert re.search(remedy, found)


def test_unless_inside_if_is_sent_to_the_key_of_that_name(tmp_path):
    """C6: `unless …` as a line of `if` is an exception, which has a key of its own."""
    found = condition_message(tmp_path, "unless ?x strikes")
    assert re.search(r"`unless`|unless = ", found)


# --- C7: a failing example ---------------------------------------------------------------------------------


@pytest.mark.parametrize("lacking", ["Anna strikes", "Anna waits"])
def test_a_failing_example_names_the_condition_that_lacks(tmp_path, monkeypatch, lacking):
    """C7: as `why-not` would; the example's name stands in quotes, and nothing is counted as "1 arguments"."""
    monkeypatch.chdir(tmp_path)
    met = {"Anna strikes", "Anna waits", "Anna marches"} - {lacking}
    text = rule(["?x marches", "?x strikes", "?x waits"], "?x votes")
    text += f'[[example]]\nname = "Strikers"\ngiven = {json.dumps(sorted(met))}\nexpect = ["Anna votes"]\n'
    world(tmp_path / "rules", {"a/b": text})
    result = run("rules", "check")
    found = said(result.stderr)
    assert result.exit_code == 1
    assert re.search(r"[\"“]Strikers[\"”]", found)
    assert lacking in found
    assert not [one for one in met if one in found]
    assert "1 arguments" not in found


# --- C8: an unsafe variable --------------------------------------------------------------------------------

UNSAFE = rule(
    ["nothing shows that ?x marches"], "?x votes", because="{{ x }} stays at home.", unless=["?x strikes"]
)


def test_an_unsafe_variable_is_one_message(tmp_path):
    """C8: one slip is told once, however often the variable is used."""
    found = rule_message(tmp_path, UNSAFE)
    assert found.count("a/b.toml:") == 1
    assert "?x" in found


def test_an_unsafe_variable_of_the_roles_is_bound_by_what_is_considered(tmp_path):
    """C8: where the framework's `considered` would bind the variable the message writes that line out."""
    text = """
        title = "Nobody asks"
        if = ["nothing shows that ?host asks ?_g to intervene"]
        then = "it is false that local elements in ?host support intervention by ?intervener"
        because = "Nobody in {{ host }} asks."
    """
    found = message(read_rulebook, write_book(tmp_path / "rules", t__unsafe=text))
    assert found.count("unsafe.toml:") == 1
    assert "intervention by ?intervener in ?host is considered" in found


# --- C9: a letter dropped ----------------------------------------------------------------------------------

SHORT = {
    "{leader:country} leads {alliance:alliance}": "Russia leads the CSTO",
    "{state:country} belongs to {alliance:alliance}": "Kazakhstan belongs to the CSTO",
    "{country:country} borders {neighbour:country}": "Russia borders Kazakhstan",
    "{state:country} sends troops to {host:country}": "Russia sends troops to Kazakhstan",
    "{state:country} sends {number:number} troops to {host:country}": "Russia sends 500 troops to Kazakhstan",
    "{host:country} invites {guest:country}": "Kazakhstan invites Russia",
    "{leader:country} is missing": "Kazakhstan is missing",
    "{one:country} has {number:number} troops near {host:country}": "Russia has 500 troops near Kazakhstan",
    "{one:country} masses troops near {host:country}": "Russia masses troops near Kazakhstan",
    "{host:country} asks {guarantor:actor} to intervene": "Kazakhstan asks the CSTO to intervene",
    "{alliance:alliance} is a rival of {one:country}": "the CSTO is a rival of Russia",
    "the armed forces of {host:country} are split": "the armed forces of Kazakhstan are split",
}
OTHERS = [
    f"{one}{two}er" for one in ("dimm", "fast", "grand", "hidd", "plain", "quiet") for two in "aeioubcdlt"
]
KINDS = '[kind.actor]\n[kind.country]\nis = "actor"\n[kind.alliance]\nis = "actor"\n'
NAMES = actors("Russia", "Kazakhstan", kind="country") + actors("the CSTO", kind="alliance")


@pytest.fixture(scope="module")
def short(tmp_path_factory):
    """Make a rulebook of short sentences, and of sixty others that none of them is near to."""
    others = [f"a {word} sign of {{x:actor}} is seen by {{y:actor}}" for word in OTHERS]
    forms = "".join(
        f"[statement.s{at}]\nform = {json.dumps(form)}\n" for at, form in enumerate([*SHORT, *others])
    )
    folder = tmp_path_factory.mktemp("short")
    return read_rulebook(world(folder, vocabulary=KINDS + forms, entities=NAMES, sources=None))


def test_a_letter_dropped_brings_the_right_form_first(short):
    """C9: whichever letter of whichever word of a form is left out, the form meant is the first that is offered."""
    missed = []
    for form, sentence in SHORT.items():
        right = re.sub(r":\w+\}", "}", form)
        for word in re.findall(r"\b[a-z]{4,}\b", re.sub(r"\{[^}]*\}", "", form)):
            for at in range(len(word)):
                slip = sentence.replace(word, word[:at] + word[at + 1 :])
                offered = re.findall(r'"([^"]*\{[^"]*)"', message(parse_case, case(slip), short))
                missed += [slip] if offered[:1] != [right] else []
    assert not missed


# --- C10: one change, many messages ------------------------------------------------------------------------


def test_a_form_that_was_reworded_is_one_message_with_the_new_form_and_the_places(tmp_path):
    """C10: twelve rules that use the old words are twelve places of one message."""
    rules = {f"t/r{at:02}": rule(["?x marches"], "?x votes") for at in range(12)}
    words = WORDS.replace('"{x:actor} marches"', '"{x:actor} is on the march"')
    found = message(read_rulebook, world(tmp_path / "rules", rules, vocabulary=words))
    assert found.count("unknown sentence") == 1
    assert "{x} is on the march" in found
    assert all(f"r{at:02}" in found for at in range(12))


def test_a_source_that_was_deleted_is_one_message_with_the_places(tmp_path):
    """C10: twelve rules that cite it are twelve places of one message."""
    rules = {f"t/r{at:02}": rule(["?x marches"], "?x votes", cites=["work p3"]) for at in range(12)}
    found = message(read_rulebook, world(tmp_path / "rules", rules, sources=""))
    assert found.count("unknown source") == 1
    assert all(f"r{at:02}" in found for at in range(12))


# --- C11: suggestions have a bound -------------------------------------------------------------------------


@pytest.fixture(scope="module")
def crowd(tmp_path_factory):
    """Make a rulebook with 10,000 entities."""
    chance = random.Random(7)
    names = {"".join(chance.choices(string.ascii_lowercase, k=9)).title() for _ in range(10_000)}
    return read_rulebook(world(tmp_path_factory.mktemp("crowd"), entities=actors("Anna", *sorted(names))))


def test_suggestions_for_many_unknown_names_have_a_bound(crowd):
    """C11: 400 names that nobody knows, beside 10,000 that are known, are refused with bounded work."""
    chance = random.Random(11)
    names = ["".join(chance.choices(string.ascii_lowercase, k=8)).title() for _ in range(400)]
    found = within(12_000_000, message, parse_case, case(*(f"{name} marches" for name in names)), crowd)
    assert "unknown entity" in found
    assert names[0] in found


def test_one_slip_among_many_entities_is_still_answered_by_the_name_meant(crowd):
    """C11: the bound takes no suggestion from the one who made one slip."""
    name = crowd.entities[5_000].name
    slip = name[:4] + name[5:]
    assert f'Did you mean "{name}"' in message(parse_case, case(f"{slip} marches"), crowd)


# --- C12: days ---------------------------------------------------------------------------------------------

ON = '[[fact]]\nthat = "Anna marches"\ngrade = "A1"\n'
MEETS = "Anna meets Bela on "


@pytest.mark.parametrize(
    ("written", "remedy"),
    [
        (MEETS + "2023-02-29", r"no 29 February 2023|2023-02-29 is no day|no such day|28 days"),
        (MEETS + "29 February 2023", r"no 29 February 2023|no such day|28 days"),
        (MEETS + "1992-05", r"single day|one day|a month|no month|which day"),
        (MEETS + "May 1992", r"single day|one day|a month|no month|which day"),
        (MEETS + "2021-03-07T10:00:00", r"time|2021-03-07(?!T)"),
        (ON + "on = 2023-02-29\n", r"29 February 2023|28 days"),
        (ON + 'on = "2023-02-29"\n', r"29 February 2023|no such day|28 days"),
        (ON + "on = 1992-05\n", r'"1992-05"'),
        (ON + 'on = "May 1992"\n', r'"1992-05"'),
        (ON + 'on = "2021-03-07 10:00"\n', r"without (a|the|its) time|2021-03-07(?! 1)"),
        (ON + "on = 2021-03-07 10:00\n", r"without (a|the|its) time|2021-03-07(?! 1)"),
    ],
)
def test_a_day_that_cannot_be_is_answered_by_what_may_be_written(tmp_path, written, remedy):
    """C12: the message says what is wrong with this day, or how this one is written."""
    found = case_message(tmp_path, written)
    assert "Begin a new line" not in found
    assert re.search(remedy, found.replace(written, ""))


@pytest.mark.parametrize("written", ["1992-05", "1992-05~", "1992-05-03/1992-05-28"])
def test_an_uncertain_day_may_be_written(tmp_path, written):
    """C12: `on` may be a month, about a month, or some day between two (DESIGN 2.5)."""
    book = read_rulebook(world(tmp_path / "rules"))
    read = parse_case(case(f'{ON}on = "{written}"\n', head="as_of = 1992-08-01"), book)
    assert assess(book, read).verdict("Anna marches").truth is True


# --- C13, C14: sentences that are nearly known -------------------------------------------------------------


@pytest.mark.parametrize(
    ("denial", "remedy"),
    [
        ("Anna does not trust Bela", "it is false that Anna trusts Bela"),
        ("Anna does not march", "it is false that Anna marches"),
        ("the mood of Anna is not: low", "it is false that the mood of Anna is: low"),
    ],
)
def test_a_denial_that_is_not_declared_is_answered_by_that_which_may_be_written(tmp_path, denial, remedy):
    """C13: where a statement declares no denied form its contrary begins with "it is false that"."""
    assert re.search(rf"it is false that …|{remedy}", case_message(tmp_path, denial))


def test_a_sentence_about_another_sentence_is_unknown_and_no_entity(tmp_path):
    """C14: "the government of … accepts that Donland" is no name that somebody should add."""
    lies = WORDS + '[statement.lies]\nform = "{x:actor} lies in {y:country}"\n'
    written = "the government of Anna accepts that Bela lies in Estia"
    found = case_message(tmp_path, written, vocabulary=lies)
    assert "unknown sentence" in found
    assert "Add it to the entities" not in found


# --- C15: letters that look alike in file names ------------------------------------------------------------


def test_a_file_name_in_another_normal_form_is_told_apart_or_read(tmp_path, monkeypatch):
    """C15: no suggestion looks the same as what was asked for; the file is read, or the difference is said."""
    monkeypatch.chdir(tmp_path)
    world(tmp_path / "rules")
    asked, there = (f"{unicodedata.normalize(form, 'türkei')}.toml" for form in ("NFC", "NFD"))
    (tmp_path / there).write_text(case("Anna marches"), encoding="utf-8")
    result = run("assess", asked)
    assert result.exit_code == 0 or re.search(
        r"U\+0308|NFD|decomposed|normal form|composed|combining", result.stderr
    )


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_a_rule_s_file_name_may_have_letters_or_the_message_is_true(tmp_path, form):
    """C15: `ä` is a letter; it is accepted, or the message says which letters are."""
    name = unicodedata.normalize(form, "märz")
    path = write(world(tmp_path / "rules"), f"a/{name}", rule(["?x marches"], "?x votes"))
    found = message(read_rulebook, tmp_path / "rules")
    assert path.exists()
    assert not found or re.search(r"a to z|a-z|ASCII|without accents|unaccented", found)
