"""Renaming: every file that says a name says the new one, and all means what it meant."""

import random
from pathlib import Path
from shutil import copytree

import pytest
from click.testing import CliRunner

from rubicon import assess, read_case, read_rulebook
from rubicon.cli import main
from rubicon.editing.renaming import asked, renamed, written_in
from rubicon.judging.assessing import all_schools
from rubicon.language.speaking import form_text
from rubicon.reading.choosing import case_files
from rubicon.reading.writing import Draft, draft_of, new_draft, save_together
from shipped import TOP, shipped

BRIDGES = TOP / "engine" / "rubicon" / "editing" / "lints" / "bridges"
WISHES = [
    ("form", "{bridge} is old", "the arches of {bridge} are old"),
    ("form", "old", "old age weighs on {bridge}"),
    ("form", "{bridge} is not old", "{bridge} is young"),
    ("form", "{bridge:bridge} carries {n} lorries a day", "each day {n} lorries use {bridge:bridge}"),
    ("entity", "the North Bridge", "the bridge of Aix"),
    ("entity", "the county", "Essex"),
    ("rule", "strain/many-lorries", "load/lorries"),
    ("topic", "strain", "stress"),
    ("source", "handbook", "guide-2001"),
]


@pytest.fixture
def book(tmp_path, monkeypatch):
    """Stand beside a copy of the lints' small rulebook."""
    monkeypatch.chdir(tmp_path)
    return copytree(BRIDGES, tmp_path / "rules")


def rename(*arguments, status=0):
    result = CliRunner().invoke(main, ["rules", "rename", *arguments, "--rules", "rules"])
    assert result.exit_code == status, result.stdout + result.stderr
    return result


def bytes_under(folder):
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*.toml")}


def name_of(book, what, new):
    """Return how what was renamed is called back: a form as the vocabulary has it."""
    return new if what != "form" else new.replace(":bridge", "")


@pytest.mark.parametrize(("what", "old", "new"), WISHES)
def test_a_renaming_and_its_undoing_leave_the_same_bytes(book, what, old, new):
    """What is renamed is said in every file; renamed back, each file has the bytes that it had."""
    before = bytes_under(book)
    rename(what, old, new, "--write")
    between = bytes_under(book)
    assert between != before
    assert CliRunner().invoke(main, ["rules", "check", "--rules", "rules"]).exit_code == 0
    statement = read_rulebook(BRIDGES).vocabulary.statements.get(old)
    rename(what, name_of(book, what, new), form_text(statement.form) if statement else old, "--write")
    assert bytes_under(book) == before


def test_files_that_were_laid_out_are_so_with_a_longer_name(book):
    """Where the new name makes a line too long it is broken as `rules fmt` would; files laid out otherwise are left so."""
    own = book / "strain" / "few-lorries.toml"
    own.write_text(own.read_text(encoding="utf-8").replace("title   =", "title ="), encoding="utf-8")
    assert (
        CliRunner().invoke(main, ["rules", "fmt", "--check", "--rules", "rules"]).stdout
        == f"rules/strain/{own.name}\n"
    )
    rename("entity", "the North Bridge", "the Old Northern Bridge of the Upper River by the Mill", "--write")
    assert (
        CliRunner().invoke(main, ["rules", "fmt", "--check", "--rules", "rules"]).stdout
        == f"rules/strain/{own.name}\n"
    )
    assert "title =" in own.read_text(encoding="utf-8")


def test_remarks_quotes_and_line_ends_stay(book):
    """Around a name every byte stays: remarks, quotes of either kind, a file's own line ends."""
    path = book / "strain" / "many-lorries.toml"
    text = path.read_text(encoding="utf-8").replace('"?bridge is old"', "'?bridge is old'", 1)
    path.write_bytes(
        ("# The North Bridge is old\n" + text.replace("if      = [", "if      = [  # why\n  "))
        .replace("\n", "\r\n")
        .encode()
    )
    before = path.read_bytes()
    rename("form", "{bridge} is old", "{bridge} has seen much", "--write")
    wanted = before.replace(b"?bridge is old", b"?bridge has seen much")
    assert path.read_bytes() == wanted.replace(
        b'"the North Bridge is old', b'"the North Bridge has seen much'
    )


def test_an_entity_keeps_article_possessive_and_other_names(book):
    """A name takes its article and possessive along; where another name of it is written, that stays."""
    vocabulary = book / "vocabulary.toml"
    extra = '\n[statement.arch]\nform = "{bridge:bridge}\'s arch is low"\nmeans = "Too low for lorries."\n'
    vocabulary.write_text(vocabulary.read_text(encoding="utf-8") + extra, encoding="utf-8")
    entities = book / "entities.toml"
    entities.write_text(
        entities.read_text(encoding="utf-8").replace(
            'Bridge"\nkind', 'Bridge"\nalso = ["Old Stones"]\nkind', 1
        ),
        encoding="utf-8",
    )
    case = book / "cases" / "north.toml"
    said = ["The North Bridge's arch is low", "Old Stones' arch is low", "north bridge's arch is low"]
    facts = "".join(
        f'\n[[fact]]\nthat = "{one}"\nsource = "survey"\non = 2020-04-0{n}\n' for n, one in enumerate(said, 1)
    )
    case.write_text(case.read_text(encoding="utf-8") + facts, encoding="utf-8")
    rename("entity", "the North Bridge", "the Narrows", "--write")
    text = case.read_text(encoding="utf-8")
    assert [
        f'that = "{one}"' in text for one in ("The Narrows' arch is low", said[1], "Narrows' arch is low")
    ] == [True] * 3


def test_a_comparison_names_an_entity_too(book):
    """A rule that compares with an entity compares with its new name."""
    path = book / "strain" / "few-lorries.toml"
    path.write_text(
        path.read_text(encoding="utf-8").replace('"?n < 50"', '"?n < 50", "?bridge is not the Mill Bridge"'),
        encoding="utf-8",
    )
    rename("entity", "the Mill Bridge", "the Weir", "--write")
    assert '"?bridge is not the Weir"' in path.read_text(encoding="utf-8")


def test_what_editors_state_of_the_rulebook_is_renamed_too(book):
    """The files of `properties/` say the new name; their prose stays."""
    path = book / "properties" / "one.toml"
    path.parent.mkdir(exist_ok=True)
    text = 'title = "the North Bridge is old"\nif = ["?bridge is old"]\nnever = ["the North Bridge is old"]\nrule = "strain/few-lorries"\n'
    path.write_text(text, encoding="utf-8")
    rename("form", "old", "{bridge} has seen much", "--write")
    rename("entity", "the North Bridge", "the Weir", "--write")
    rename("rule", "strain/few-lorries", "load/light", "--write")
    told = path.read_text(encoding="utf-8").splitlines()
    assert told[0] == 'title = "the North Bridge is old"'
    assert told[1:3] == ['if = ["?bridge has seen much"]', 'never = ["the Weir has seen much"]']
    assert told[3] == 'rule = "load/light"'


def test_nothing_is_written_unasked(book):
    """The difference is shown as version control shows it; the files stay as they are."""
    before = bytes_under(book)
    shown = rename("topic", "strain", "stress")
    assert (
        "rename from rules/strain/many-lorries.toml\nrename to rules/stress/many-lorries.toml" in shown.stdout
    )
    assert "Nothing is written" in shown.stderr
    shown = rename("form", "old", "{bridge} is ancient")
    assert '+form   = "{bridge:bridge} is ancient"' in shown.stdout
    assert '+that = "the North Bridge is ancient"' in shown.stdout
    assert bytes_under(book) == before


def test_what_says_the_old_name_in_prose_is_told(book):
    """Titles, reasons and remarks are a person's words: they stay, and their lines are named."""
    told = rename("entity", "the North Bridge", "the Weir").stderr
    assert '2 lines say "the North Bridge" still' in told
    assert 'rules/cases/north.toml:1: title = "The North Bridge in spring"' in told
    path = book / "verdict" / "strained-and-cracked.toml"
    path.write_text(
        "# Strain: see strain/many-lorries.\n" + path.read_text(encoding="utf-8"), encoding="utf-8"
    )
    told = rename("topic", "strain", "load").stderr
    assert '1 line says "strain" still' in told
    assert "rules/verdict/strained-and-cracked.toml:1: # Strain: see strain/many-lorries." in told


def test_a_new_name_that_holds_the_old_one_is_not_told_as_left(book):
    """Only the lines that a person has to look at are named."""
    told = rename("entity", "the county", "the county of Kent").stderr
    assert '2 lines say "the county" still' in told
    assert "origin" in told
    assert "summary" in told


@pytest.mark.parametrize(
    ("what", "old", "new", "said"),
    [
        ("form", "{bridge} is odl", "{bridge} is aged", 'Did you mean "{bridge} is old"'),
        (
            "form",
            "{bridge} is old",
            "{bridge} is cracked",
            'this form reads like "{bridge} is cracked" (rules/vocabulary.toml:',
        ),
        ("form", "{bridge} is old", "the age of a bridge is great", "the new form lacks {bridge}"),
        ("form", "{bridge} is old", "{brigde} is aged", "{brigde} is no slot of the form"),
        ("form", "{bridge} is old", "{bridge:body} is aged", "a renaming changes no kind"),
        ("form", "{bridge} is old", "nothing shows that {bridge} is young", "no form may start with"),
        ("form", "{bridge} is old", "{bridge} is old", "it reads so already"),
        ("entity", "the Nort Bridge", "the Weir", 'Did you mean "the North Bridge"'),
        ("entity", "the North Bridge", "Mill Bridge", 'the name "the Mill Bridge" is taken'),
        ("entity", "the North Bridge", "?bridge", "cannot be a name"),
        ("rule", "strain/many-lories", "strain/x", 'Did you mean "strain/many-lorries"'),
        ("rule", "strain/many-lorries", "strain/few-lorries", 'there is a rule "strain/few-lorries"'),
        ("rule", "strain/many-lorries", "vocabulary/x", "cannot be the id of a rule"),
        ("topic", "strian", "x", 'Did you mean "strain"'),
        ("topic", "strain", "verdict", 'there is a topic "verdict"'),
        ("topic", "strain", "a/b", "cannot name a topic"),
        ("source", "handbok", "x", 'Did you mean "handbook"'),
        ("source", "handbook", "survey", 'there is a source "survey", in '),
        ("source", "handbook", "two words", "cannot be the key of a source"),
        ("source", "handbook", "handbook", "what it is called already"),
    ],
)
def test_what_cannot_be_renamed_is_refused(book, what, old, new, said):
    """A name that is not there is answered with the nearest; one that is taken or changes a meaning is refused."""
    before = bytes_under(book)
    told = rename(what, old, new, "--write", status=1)
    assert said in told.stderr
    assert "rubicon-" not in told.stderr
    assert bytes_under(book) == before


@pytest.mark.parametrize(
    ("what", "old", "new", "said"),
    [
        ("entity", "the county", "500", '"500" is a number, and cannot name an entity'),
        ("entity", "the county", "5 January 2022", '"5 January 2022" is a day, and cannot name an entity'),
        ("rule", "strain/many-lorries", "strain/500", '"500" is a number, and cannot name a rule'),
        ("topic", "strain", "1e5", '"1e5" is a number, and cannot name a topic'),
        ("source", "handbook", "2022-01-05", '"2022-01-05" is a day, and cannot name a source'),
    ],
)
def test_a_number_or_a_day_is_no_name(book, what, old, new, said):
    """It would be read as what it is; the refusal says so in plain words."""
    assert said in rename(what, old, new, status=1).stderr


CASE = """
title = "The Mill Bridge"
as_of = 2020-05-01
roles = { bridge = "the Mill Bridge" }

[[entity]]
name = "the guild"
kind = "body"

[source.letter]
title = "A letter of the guild"
date  = 2020-04-01

[[fact]]
that   = "the guild watches the Mill Bridge"  # the guild's own word
on     = 2020-04-01
source = "letter"
"""


def test_what_only_a_case_has_is_renamed_in_it(book):
    """With `--case` an entity or a source of that case is renamed there, and nowhere else; without it, it is unknown."""
    mine, other = book.parent / "mine.toml", book / "cases" / "other.toml"
    for path in (mine, other):
        path.write_text(CASE, encoding="utf-8")
    assert 'no entity is called "the guild"' in rename("entity", "the guild", "Essex", status=1).stderr
    before = bytes_under(book)
    rename("entity", "the guild", "the masons", "--case", str(mine), "--write")
    rename("source", "letter", "masons-2020", "--case", str(mine), "--write")
    text = mine.read_text(encoding="utf-8")
    assert 'name = "the masons"' in text
    assert '"the masons watches the Mill Bridge"  # the guild' in text
    assert "[source.masons-2020]" in text
    assert 'source = "masons-2020"' in text
    assert bytes_under(book) == before
    rulebook = read_rulebook(book)
    case = read_case(mine, rulebook)
    assert [one.name for one in case.entities] == ["the masons"]
    assert case.facts[0].source.key == "masons-2020"
    refused = rename("entity", "the masons", "the county", "--case", str(mine), status=1)
    assert 'the name "the county" is taken' in refused.stderr
    refused = rename("source", "masons-2020", "handbook", "--case", str(mine), status=1)
    assert 'the name "handbook" is taken' in refused.stderr


def test_a_name_that_begins_another_is_renamed_alone(book):
    """Another entity, and a case's role, whose name only begins so, keep theirs."""
    entities = book / "entities.toml"
    extra = '\n[[entity]]\nname = "the North Bridge West"\nkind = "bridge"\n'
    entities.write_text(entities.read_text(encoding="utf-8") + extra, encoding="utf-8")
    case = book / "cases" / "north.toml"
    text = case.read_text(encoding="utf-8")
    (book / "cases" / "west.toml").write_text(
        text.replace("the North Bridge", "the North Bridge West"), encoding="utf-8"
    )
    rename("entity", "the North Bridge", "the Weir", "--write")
    assert 'roles = { bridge = "the Weir" }' in case.read_text(encoding="utf-8")
    told = (book / "cases" / "west.toml").read_text(encoding="utf-8")
    assert told == text.replace("the North Bridge", "the North Bridge West")
    assert 'name = "the North Bridge West"' in entities.read_text(encoding="utf-8")


def test_a_name_that_makes_a_sentence_mean_two_things_is_refused(book):
    """A new name may not turn a sentence that there is into one with two readings."""
    vocabulary = book / "vocabulary.toml"
    extra = '\n[statement.of]\nform = "{bridge:bridge} near {other:bridge} is old"\nmeans = "One of two."\n'
    vocabulary.write_text(vocabulary.read_text(encoding="utf-8") + extra, encoding="utf-8")
    case = book / "cases" / "north.toml"
    extra = '\n[[fact]]\nthat = "the North Bridge near the Mill Bridge is old"\nsource = "survey"\non = 2020-04-01\n'
    case.write_text(case.read_text(encoding="utf-8") + extra, encoding="utf-8")
    entities = book / "entities.toml"
    extra = '\n[[entity]]\nname = "the Ford"\nkind = "bridge"\n'
    entities.write_text(entities.read_text(encoding="utf-8") + extra, encoding="utf-8")
    told = rename("entity", "the Ford", "the North Bridge near the Mill Bridge", "--write", status=1)
    assert "once renamed: " in told.stderr


def test_files_are_written_together_or_not_at_all(tmp_path):
    """Where one file cannot be written the others are as they were, and so are their folders."""
    one, two = tmp_path / "one.toml", tmp_path / "two.toml"
    one.write_text("a = 1\n", encoding="utf-8")
    two.write_text("b = 1\n", encoding="utf-8")
    drafts = [draft_of(one).with_text("a = 2\n"), draft_of(two).with_text("b = \ud800\n")]
    with pytest.raises(UnicodeEncodeError):
        save_together([(drafts[0], tmp_path / "new" / "one.toml"), (drafts[1], two)])
    assert sorted(path.name for path in tmp_path.iterdir()) == ["one.toml", "two.toml"]
    assert one.read_text(encoding="utf-8") == "a = 1\n"
    stale = Draft(two, b"c = 1\n", "b = 2\n")
    with pytest.raises(Exception, match="changed since it was read"):
        save_together([(draft_of(one).with_text("a = 2\n"), one), (stale, two)])
    with pytest.raises(Exception, match="there is such a file already"):
        save_together([(draft_of(one), two)])
    assert one.read_text(encoding="utf-8") == "a = 1\n"
    save_together(
        [
            (draft_of(one), tmp_path / "new" / "one.toml"),
            (new_draft(tmp_path / "x.toml", "x = 1\n"), tmp_path / "x.toml"),
        ]
    )
    assert sorted(path.name for path in tmp_path.iterdir()) == ["new", "two.toml", "x.toml"]


def wishes(seed):
    """Make up a renaming of each kind for the shipped rulebook."""
    book, chance = shipped(), random.Random(seed)
    statement = chance.choice(sorted(book.vocabulary.statements.values(), key=lambda one: one.name))
    words = form_text(statement.form)
    slots = [f"{{{slot.name}}}" for slot in statement.slots]
    turned = "it is told of " + " and of ".join(reversed(slots)) + f" that they are {seed} or so"
    return [
        ("form", words, chance.choice([turned, f"as they say in town {words}", f"{words} indeed"])),
        ("entity", chance.choice(book.entities).name, chance.choice(["the Gondals", "Angria"])),
        ("rule", chance.choice([one.id for one in book.rules if one.otherwise_of is None]), "odd/one"),
        ("topic", chance.choice(sorted({one.id.split("/")[0] for one in book.rules})), "oddity"),
        ("source", chance.choice(sorted(book.sources)), "odd-book"),
    ]


def verdicts(book, case, called):
    """Return how every finding of every school stands: statement names stay, entities are called as they were."""
    made = assess(book, case, schools=all_schools(book))
    return [
        sorted(
            (
                atom.statement,
                sorted(called.get(str(value), str(value)) for value in atom.values),
                *map(str, found),
            )
            for atom, one in judged.judgement.verdicts.items()
            for found in [(one.truth, one.standing, one.confidence)]
        )
        for judged in made.judgements
    ]


@pytest.mark.parametrize("seed", range(1))
def test_random_renamings_of_the_shipped_rulebook_keep_every_verdict(tmp_path, seed):
    """A form, an entity, a rule, a topic and a source, one after the other, leave each judgement as it was."""
    chance = random.Random(seed)
    copytree(TOP / "rules", tmp_path / "rules")
    (tmp_path / "cases").mkdir()
    for path in chance.sample(sorted((TOP / "cases").glob("*.toml")), 4):
        (tmp_path / "cases" / path.name).write_bytes(path.read_bytes())
    book, called = read_rulebook(tmp_path / "rules"), {}
    cases = [read_case(path, book) for path in case_files(tmp_path / "rules")]
    before = [verdicts(book, case, called) for case in cases]
    for what, old, new in wishes(seed):
        drafts = {path: draft_of(path) for path in (*written_in(book), *case_files(tmp_path / "rules"))}
        files = {str(path.relative_to(book.folder)): drafts[path].text for path in written_in(book)}
        texts = [(case, drafts[Path(case.place.path)].text) for case in cases]
        done = renamed(book, asked(book, what, old, new, cases), texts, files)
        assert done.files
        save_together([(drafts[one.path].with_text(one.now), one.target) for one in done.files])
        book = read_rulebook(tmp_path / "rules")
        cases = [read_case(path, book) for path in case_files(tmp_path / "rules")]
        called |= {new: old} if what == "entity" else {}
        assert [verdicts(book, case, called) for case in cases] == before, (what, old, new)
