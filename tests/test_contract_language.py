"""Section 2.1 of the contract, line by line: vocabulary, slots, entities, sentences, numbers, days."""

import pytest

from contract import PEOPLE, WORDS, case, fact, judged, problems, rule, standing, world, write
from rubicon import assess, parse_case, read_rulebook


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    return read_rulebook(world(tmp_path_factory.mktemp("rules")))


def read(book, *sentences):
    """Return the sentences of the facts as they are printed."""
    found = assess(book, parse_case(case(*sentences), book)).findings
    return [(one.sentence, one.truth) for one in found]


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        ("anna PROTESTS", "Anna protests"),
        ("Dons protests", "the Dons protests"),
        ("The Dons protests", "the Dons protests"),
        ("the Don Brothers protests", "the Dons protests"),
        ("don brothers protests", "the Dons protests"),
        ("Anna’s army obeys Bela", "Anna's army obeys Bela"),
        ("Anna's army obeys Bela", "Anna's army obeys Bela"),
        ("the Dons' army obeys Bela", "the Dons' army obeys Bela"),
        ("the Dons’ army obeys Bela", "the Dons' army obeys Bela"),
        ("the Dons's army obeys Bela", "the Dons' army obeys Bela"),
        ("the United Isles’ army obeys Estia", "the United Isles' army obeys Estia"),
        ("  Anna   protests. ", "Anna protests"),
        ("Anna has 1e5 troops", "Anna has 100,000 troops"),
        ("Anna has 100,000 troops", "Anna has 100,000 troops"),
        ("Anna has 100000 troops", "Anna has 100,000 troops"),
        ("Anna has 1E+5 troops", "Anna has 100,000 troops"),
        ("Anna has 9999 troops", "Anna has 9999 troops"),
        ("Anna has 9,999 troops", "Anna has 9999 troops"),
        ("Anna has 10000 troops", "Anna has 10,000 troops"),
        ("Anna has 0.10 troops", "Anna has 0.1 troops"),
        ("Anna has 1e22 troops", "Anna has 10,000,000,000,000,000,000,000 troops"),
        ("Anna has 1e-9 troops", "Anna has 0.000000001 troops"),
        ("Anna has -5 troops", "Anna has -5 troops"),
        ("Anna has −12000 troops", "Anna has -12,000 troops"),
        ("the mood of Anna is: HIGH", "the mood of Anna is: high"),
        ('Anna says "Hi, there"', 'Anna says "Hi, there"'),
        ("Anna says “Hi, there”", 'Anna says "Hi, there"'),
        ('Anna says "50% {{ x }}"', 'Anna says "50% {{ x }}"'),
        ('Anna says ""', 'Anna says ""'),
    ],
)
def test_one_canonical_spelling(book, written, printed):
    """Case, a leading "the", typographic quotes and possessives do not matter; output has one spelling."""
    assert read(book, written) == [(printed, True)]


def test_days_are_iso_or_prose(book):
    """A day is read as 2022-01-05 or 5 January 2022, and printed in one way."""
    iso = read(book, "Anna meets Bela on 2022-01-05")
    assert iso == read(book, "Anna meets Bela on 5 January 2022")
    assert len(iso) == 1


@pytest.mark.parametrize(
    "sentence", ["Anna stays calm", "it is false that Anna protests", "It is FALSE that Anna protests"]
)
def test_denials(book, sentence):
    """The denied form, or `it is false that`, says the contrary; a finding is told in the positive form."""
    assert read(book, sentence) == [("Anna protests", False)]


def test_a_denial_of_the_denied_form_is_the_sentence(book):
    """Denying the denied form affirms the sentence."""
    assert read(book, "it is false that Anna stays calm") == [("Anna protests", True)]


def test_numbers_are_exact(tmp_path):
    """Decimals are exact up to 1e22 and down to 1e-9: no binary rounding decides a comparison."""
    rules = {
        "a/b": rule(["?x has ?n troops", "?n > 10000000000000000000000"], "?x protests"),
        "a/c": rule(["?x reports ?n tanks", "?n * 3 = 0.3"], "?x marches"),
    }
    found = judged(
        tmp_path,
        rules,
        "Anna has 10000000000000000000001 troops",
        "Bela has 1e22 troops",
        "Anna reports 0.1 tanks",
        "Bela reports 0.1000000000000000000001 tanks",
    )
    assert standing(found, "Anna protests")[0] is True
    assert standing(found, "Bela protests")[0] is None
    assert standing(found, "Anna marches")[0] is True
    assert standing(found, "Bela marches")[0] is None


def test_numbers_that_differ_in_the_last_digit_stay_two(book):
    """0.1 and 0.10 are one number; 1e22 and 1e22+1 are two."""
    assert len(read(book, "Anna reports 0.1 tanks", "Anna reports 0.10 tanks")) == 1
    assert len(read(book, "Anna reports 1e22 tanks", "Anna reports 10000000000000000000001 tanks")) == 2


def test_a_member_of_a_kind_is_a_member_of_the_wider(book):
    """Every country is an actor: it may stand where an actor stands."""
    assert read(book, "Estia trusts Anna") == [("Estia trusts Anna", True)]


@pytest.mark.parametrize(
    ("sentence", "words"),
    [
        ("Anna leads Bela", "country"),
        ("Anna protsets", "} protests"),
        ("Ana protests", "Anna"),
        ("Zoltan protests", "Zoltan"),
        ("Anna has many troops", "number"),
        ("Anna has 1,00 troops", "number"),
        ("Anna meets Bela on 2022-02-30", "2022-02-30"),
        ("the mood of Anna is: purple", "low"),
        ("?x protests", "variable"),
        ("Anna and Bela protests", ""),
        ("Anna protests and Bela marches", "and"),
        ("Anna says hello", "quotes"),
        ('Anna says "hello', "closed"),
        ("nothing shows that Anna protests", "condition"),
        ("it is open whether Anna protests", "condition"),
        ("", "empty"),
    ],
)
def test_a_sentence_without_a_reading_is_a_problem(book, sentence, words):
    """What cannot be read is told with its line and with what comes nearest."""
    told = problems(parse_case, case(fact(sentence)), book)
    assert told.startswith("-:"), told
    assert words in told


def test_a_sentence_with_two_readings_is_an_error_that_shows_both(tmp_path):
    """A sentence that fits two forms is an error naming both; forms of one wording are refused when read."""
    words = WORDS + '\n    [statement.pact]\n    form = "{x:actor} has {y:actor} in a pact"\n'
    words += '\n    [statement.member]\n    form = "{x:actor} has {y:actor}"\n'
    people = PEOPLE + '\n    [[entity]]\n    name = "Bela in a pact"\n    kind = "actor"\n'
    book = read_rulebook(world(tmp_path / "one", vocabulary=words, entities=people))
    told = problems(parse_case, case("Anna has Bela in a pact"), book)
    assert "{x} has {y} in a pact" in told
    assert '"{x} has {y}"' in told
    assert problems(parse_case, case("Anna has Carl in a pact"), book) == ""
    words = WORDS + '\n    [statement.doubled]\n    form = "{x:country} protests"\n'
    told = problems(read_rulebook, world(tmp_path / "two", vocabulary=words))
    assert 'reads like that of "p"' in told


def test_a_reading_is_one_over_rulebook_and_case_together(tmp_path):
    """A case's own entity that makes a second reading possible is an error."""
    words = WORDS + '\n    [statement.on]\n    form = "{x:actor} trusts {y:actor} on principle"\n'
    book = read_rulebook(world(tmp_path, vocabulary=words))
    entity = '[[entity]]\nname = "Bela on principle"\nkind = "actor"\n'
    assert problems(parse_case, case("Anna trusts Bela on principle"), book) == ""
    told = problems(parse_case, case("Anna trusts Bela on principle", entity), book)
    assert "Bela on principle" in told
    assert "{x} trusts {y} on principle" in told


def test_a_cases_own_entities(book):
    """A case may add entities of its own, with aliases."""
    entity = '[[entity]]\nname = "the Night Wolves"\nkind = "actor"\nalso = ["Nochnye Volki"]\n'
    assert read(book, entity, "Nochnye volki protests") == [("the Night Wolves protests", True)]


@pytest.mark.parametrize("name", ["anna", "The Anna", "don brothers", "ESTIA"])
def test_two_entities_may_not_share_a_name(book, name):
    """A name or alias that another has, in whatever spelling, is an error."""
    entity = f'[[entity]]\nname = "{name}"\nkind = "actor"\n'
    assert "belongs to" in problems(parse_case, case(entity), book)


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ("{x:actor} {y:actor} quarrel", "word"),
        ("{x:actor}: {y:actor} quarrel", ""),
        ("nothing shows that {x:actor} quarrels", "nothing shows that"),
        ("it is open whether {x:actor} quarrels", "it is open whether"),
        ("at least {n:number} quarrels of {x:actor}", "at least"),
        ("every reported quarrel of {x:actor}", "every reported"),
        ("it is false that {x:actor} quarrels", "it is false that"),
        ("{x:alien} quarrels", "alien"),
        ("{x} quarrels", "kind"),
        ("{x:actor quarrels", ""),
        ("{x:actor} quarrels with {x:country}", ""),
    ],
)
def test_forms_that_are_refused(tmp_path, form, words):
    """Between two slots stands a word; no colon before a slot but the last; no reserved opening."""
    text = WORDS + f'\n    [statement.bad]\n    form = "{form}"\n'
    told = problems(read_rulebook, world(tmp_path, vocabulary=text))
    assert "vocabulary.toml:" in told
    assert words in told


def test_one_of_names_a_slot(tmp_path):
    """`one_of` that names no slot is an error at its line."""
    text = WORDS + '\n    [statement.bad]\n    form = "{x:actor} quarrels"\n    one_of = "z"\n'
    assert "vocabulary.toml:" in problems(read_rulebook, world(tmp_path, vocabulary=text))


def test_a_folder_is_as_good_as_a_file(tmp_path):
    """A reserved name may be a folder of files instead of one file."""
    folder = world(tmp_path, vocabulary=None, entities=None)
    kinds, statements = WORDS.split("\n\n", 1)
    write(folder, "vocabulary/kinds", kinds)
    write(folder, "vocabulary/deeper/statements", statements)
    write(folder, "entities/people", PEOPLE)
    book = read_rulebook(folder)
    assert read(book, "Anna protests") == [("Anna protests", True)]


def test_a_state_ends_and_an_event_stays(book):
    """A state holds from `on` until `until`; what has a date slot stays on record."""
    text = case(
        fact("Anna protests", on="2022-01-01", until="2022-01-03")
        .replace('"2022-01-01"', "2022-01-01")
        .replace('"2022-01-03"', "2022-01-03"),
        fact("Anna meets Bela on 2022-01-01"),
        head="as_of = 2022-01-03",
    )
    found = assess(book, parse_case(text, book))
    assert standing(found, "Anna protests") == (None, "unknown", None)
    assert standing(found, "Anna meets Bela on 2022-01-01")[0] is True


def test_an_event_has_no_until(book):
    """`until` on an event is an error: events stay on record."""
    text = case('[[fact]]\nthat = "Anna meets Bela on 2022-01-01"\nuntil = 2022-01-03\n')
    assert "until" in problems(parse_case, text, book)
