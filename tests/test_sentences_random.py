"""Reading is the inverse of writing, over random vocabularies, entities and values."""

import random
from datetime import date, timedelta
from decimal import Decimal
from itertools import product

import pytest

from rubicon.language.conditions import Pattern, Variable
from rubicon.language.facts import Atom, Entity, Literal, Place
from rubicon.language.names import Unread
from rubicon.language.sentences import Language
from rubicon.language.speaking import say_form, speak, speak_pattern
from rubicon.language.tokens import number_text, value_text
from rubicon.language.vocabulary import Kind, Slot, Statement, Vocabulary

WORDS = ["asks", "leads", "is", "not", "the", "of", "to", "and", "near", "says", "at", "has", "a", "holds"]
NAMES = [
    "Russia",
    "the CSTO",
    "the United States",
    "Côte d'Ivoire",
    "the People's Republic of China",
    "the Netherlands",
    "Guinea-Bissau",
    "McDonald's",
    "St. Lucia",
    "Acme Inc.",
    'Operation "Shield"',
    "the Party of Regions, Ltd",
    "Åland",
    "Straße 7",
    "Республика Абхазия",
    "the 201st Division",
]
TEXTS = [
    "we will come",
    'a "quote"',
    "a \\ backslash",
    "  two  spaces ",
    "{braces} {{ x }}",
    "ö\n—“”’s.",
    "",
    "is at least 3.",
]
KINDS = {
    "actor": Kind("actor"),
    "country": Kind("country", "actor"),
    "level": Kind("level", values=("very low", "low", "the highest of all", "low's")),
}
SLOT_KINDS = ["actor", "country", "level", "number", "date", "text"]


def some_number(rng):
    digits = rng.randrange(1, 10 ** rng.randint(1, 12))
    value = Decimal(digits).scaleb(rng.randint(-9, 9)) * rng.choice([1, 1, 1, -1])
    return value if Decimal("1e-9") <= abs(value) <= Decimal("1e22") else Decimal(digits)


def some_value(rng, kind, names):
    if kind == "number":
        return Decimal(number_text(some_number(rng)).replace(",", ""))
    if kind == "date":
        return date(1, 1, 1) + timedelta(days=rng.randrange(3_650_000))
    if kind == "text":
        return rng.choice(TEXTS)
    return rng.choice(KINDS[kind].values or names)


def some_vocabulary(rng, *, marked):
    """Make statements of random words and slots; a `marked` one has a word that no other sentence has."""
    statements = {}
    for index in range(rng.randint(1, 6)):
        slots = [Slot(f"s{number}", rng.choice(SLOT_KINDS)) for number in range(rng.randint(1, 4))]
        forms = []
        for denied in (False, True):
            parts = [f"{'un' if denied else ''}verb{index}"] if marked else [rng.choice(WORDS)]
            order = rng.sample(slots, len(slots)) if denied else slots
            form = [" ".join(rng.choices(WORDS, k=rng.randint(0, 2))) + " "] if rng.random() < 0.5 else []
            for slot in order:
                form += [slot, f"{rng.choice(['', chr(39) + 's', ',', ':'])} {rng.choice(WORDS)} "]
            form[-1] = f"{form[-1].rstrip()} {parts[0]}"
            if rng.random() < 0.3:
                form += [" ", order[0]]
            forms.append(tuple(part for part in form if part))
        statements[f"st{index}"] = Statement(
            f"st{index}", forms[0], tuple(slots), Place("v", index), forms[1] if rng.random() < 0.5 else None
        )
    return Vocabulary(KINDS, statements)


def dressed(rng, sentence):
    """Spell a sentence otherwise without changing what it says: quoted texts stay as they are."""
    pieces, quoted = [], False
    for index, char in enumerate(sentence):
        if char == '"' and (index == 0 or sentence[index - 1] != "\\"):
            quoted = not quoted
        if quoted or char == '"':
            pieces.append(char)
        elif char == "'":
            pieces.append(rng.choice("'’‘"))
        elif char == " ":
            pieces.append(rng.choice([" ", "  ", "\u00a0", "\n"]))
        elif char == "-" and sentence[index - 1 : index].isalpha():
            pieces.append(rng.choice("-‐‑"))
        else:
            pieces.append(char.upper() if rng.random() < 0.3 and len(char.upper()) == 1 else char)
    return "".join(pieces) + rng.choice(["", ".", " "])


@pytest.mark.parametrize("seed", range(60))
def test_reading_undoes_writing(seed):
    """A literal, spoken in its canonical spelling, in prose or in any dress, reads back as itself."""
    rng = random.Random(seed)
    vocabulary = some_vocabulary(rng, marked=True)
    language = Language(
        vocabulary, [Entity(name, "country", (f"alias {i}",)) for i, name in enumerate(NAMES)]
    )
    for _ in range(30):
        statement = rng.choice(list(vocabulary.statements.values()))
        values = tuple(some_value(rng, slot.kind, NAMES) for slot in statement.slots)
        literal = Literal(Atom(statement.name, values), rng.random() < 0.6)
        said = speak(vocabulary, literal)
        assert language.literal(said) == literal
        assert language.literal(speak(vocabulary, literal, prose=True)) == literal
        assert language.literal(dressed(rng, said)) == literal
        assert speak(vocabulary, language.literal(said)) == said


@pytest.mark.parametrize("seed", range(30))
def test_reading_undoes_the_writing_of_patterns(seed):
    """Variables, wildcards and values stand side by side in a pattern, and it reads back as itself."""
    rng = random.Random(seed)
    vocabulary = some_vocabulary(rng, marked=True)
    language = Language(vocabulary, [Entity(name, "country") for name in NAMES])
    for _ in range(30):
        statement = rng.choice(list(vocabulary.statements.values()))
        terms = tuple(
            Variable(rng.choice(["host", "_x", "states", "_"]))
            if rng.random() < 0.6
            else some_value(rng, slot.kind, NAMES)
            for slot in statement.slots
        )
        pattern = Pattern(statement.name, terms, rng.random() < 0.6)
        assert language.pattern(dressed_but_for_variables(rng, speak_pattern(vocabulary, pattern))) == pattern


def dressed_but_for_variables(rng, sentence):
    return sentence if "?" in sentence else dressed(rng, sentence)


@pytest.mark.parametrize("seed", range(60))
def test_a_sentence_has_as_many_readings_as_literals_that_are_spoken_so(seed):
    """Over a small world where everything can be confused, one reading is taken and several are refused."""
    rng = random.Random(seed)
    names = ["x", "x of y", "y", "the y's", "x and y", "of", "y of"]
    entities = [Entity(name, "country") for name in rng.sample(names, 4)]
    statements = {}
    for index in range(rng.randint(1, 3)):
        slots = tuple(Slot(f"s{number}", "country") for number in range(rng.randint(1, 2)))
        form = []
        for slot in slots:
            form += [slot, rng.choice([" of ", "'s of ", " and of ", " and "])]
        form = form if rng.random() < 0.5 else form[:-1]
        form = [rng.choice(["", "the ", "of "]), *form, rng.choice([" ok", " of ok"])]
        statements[f"st{index}"] = Statement(f"st{index}", tuple(p for p in form if p), slots, Place("v", 1))
    vocabulary = Vocabulary({"country": Kind("country")}, statements)
    language = Language(vocabulary, entities)
    meant = {}
    spellings = [
        (entity.name, spelled)
        for entity in entities
        for spelled in (entity.name, f"the {bare(entity.name)}", bare(entity.name))
    ]
    for name, statement in statements.items():
        for chosen in product(spellings, repeat=len(statement.slots)):
            literal = Literal(Atom(name, tuple(entity for entity, _ in chosen)), True)
            values = {slot.name: said for slot, (_, said) in zip(statement.slots, chosen, strict=True)}
            meant.setdefault(normal(say_form(statement.form, values)), set()).add(literal)
    for sentence, literals in meant.items():
        if len(literals) == 1:
            assert {language.literal(sentence)} == literals
        else:
            with pytest.raises(Unread, match="can be read in"):
                language.literal(sentence)


def bare(name):
    """Return a name without its article."""
    return name.removeprefix("the ")


def normal(sentence):
    """Spell alike what reads alike: capitals and double spaces do not count."""
    return " ".join(sentence.split()).casefold()


@pytest.mark.parametrize("exponent", range(-9, 23))
def test_numbers_are_exact_from_a_billionth_to_ten_sextillions(exponent):
    """Every power of ten reads the same in its canonical, its scientific and its plain spelling."""
    vocabulary = Vocabulary(
        {}, {"n": Statement("n", (Slot("n", "number"), " it is"), (Slot("n", "number"),), Place("v", 1))}
    )
    language = Language(vocabulary)
    for digits in ("1", "9.9999", "1.000000001"):
        value = Decimal(digits).scaleb(exponent)
        spellings = {
            f"{value:f}00" if "." in f"{value:f}" else f"{value:f}",  # three decimals could be thousands
            f"{digits}e{exponent}",
            f"{digits}E{exponent:+}",
            number_text(value),
            value_text(value),
        }
        read = {language.literal(f"{spelling} it is") for spelling in spellings}
        assert {literal.atom.values for literal in read} == {(value,)}
