"""Files become values, whatever lies in the folder; what cannot be read is said, never raised."""

import os
import shutil
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from rubicon.language.conditions import Absent, Comparison, Holds, Pattern, Variable
from rubicon.problems import BadInput, Problem
from rubicon.reading import parse_case, read_case, read_rulebook
from rubicon.reading.files import LARGEST

BASE = Path(__file__).parent / "broken" / "base"
HEAD = 'title = "A case"\nas_of = 2022-01-08\nroles = { intervener = "Russia", host = "Kazakhstan" }\n'
FACT = '[[fact]]\nthat = "Kazakhstan is calm"\nsource = "chausovsky-2022"\n'


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """Copy the base rulebook, and work beside it."""
    shutil.copytree(BASE, tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    return tmp_path / "rules"


@pytest.fixture(scope="module")
def rulebook():
    """Read the base rulebook once."""
    return read_rulebook(BASE / "rules")


def rule_of(folder, text):
    """Read the base rulebook with one more rule, and return the rule."""
    path = folder / "topic" / "rule.toml"
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return next(rule for rule in read_rulebook(folder).rules if rule.id == "topic/rule")


def problems_of(folder):
    """Return what is said of a rulebook."""
    try:
        return read_rulebook(folder).warnings
    except BadInput as bad:
        return bad.problems


def test_a_rule_has_everything_that_its_file_says(folder):
    """Conditions, alternatives, exceptions, days, citations and examples come out in written order."""
    rule = rule_of(
        folder,
        """
title   = "A rule"
if      = ["?host asks ?g to intervene", ["?i leads ?g", "nothing shows that ?host is calm"], "?host is not ?g"]
unless  = ["the authority of the government of ?host is disputed", ["?host is calm", "?host leads the CSTO"]]
then    = ["?host warns ?g", "it is false that ?g warns ?host"]
kind    = "strict"
because = "{{ host }} asked."
cites   = ["chausovsky-2022 p8, note 3"]
school  = "own"
status  = "draft"
since   = 2012-12-19
until   = 2022-01-01
confidence = "low"
note    = "A note."

[[example]]
name     = "first"
given    = ["Kazakhstan is calm"]
reported = ["Ukraine is calm"]
false    = ["Kazakhstan is calm"]
expect   = "Kazakhstan is calm"
as_of    = 2020-01-01
roles    = { host = "the Russian Federation" }
with     = ["support/request"]
  [[example.entity]]
  name = "Belarus"
  kind = "country"

[[example]]
refuse = ["Kazakhstan is calm"]
with   = "all"
""".replace('"?g leads the CSTO"', '"?host leads the CSTO"'),
    )
    asks, alternatives, compared = rule.conditions
    assert asks == Holds("?host asks ?g to intervene", Pattern("asks", (Variable("host"), Variable("g"))))
    assert [type(c) for c in alternatives] == [Holds, Absent]
    assert isinstance(compared, Comparison)
    assert [len(exception) for exception in rule.unless] == [1, 2]
    assert [pattern.truth for pattern in rule.conclusions] == [True, False]
    assert (rule.kind, rule.school, rule.status, rule.confidence) == ("strict", "own", "draft", "low")
    assert (rule.since, rule.until, rule.place.path) == (
        date(2012, 12, 19),
        date(2022, 1, 1),
        str(folder / "topic" / "rule.toml"),
    )
    assert [(c.source.key, c.place) for c in rule.cites] == [("chausovsky-2022", "p8, note 3")]
    first, second = rule.examples
    assert [(str(f.grade), f.basis, f.place.line) for f in first.given] == [
        ("None", "example", 18),
        ("C3", "case", 19),
    ]
    assert first.roles == (("host", "Russia"),)
    assert [entity.name for entity in first.entities] == ["Belarus"]
    assert (first.beside, second.beside, second.name) == (("support/request",), "all", "example 2")


def test_a_rule_may_have_no_condition_at_all(folder):
    """An empty list says so; a list that is left out is a slip."""
    rule = rule_of(folder, 'title = "A"\nif = []\nthen = "Kazakhstan is calm"\nbecause = "It is."\n')
    assert rule.branches == ((),)


def test_alternatives_may_give_a_variable_different_kinds(folder):
    """A variable has the kind that its own alternative gives it."""
    rule = rule_of(
        folder,
        'title = "A"\nif = [["?a leads the CSTO", "Russia leads ?a"], "?a warns Russia"]\n'
        'then = "Russia warns ?a"\nbecause = "It is."\n',
    )
    assert len(rule.branches) == 2


def test_a_form_with_is_is_a_sentence_where_no_comparison_is_possible(folder):
    """`?host is cold` is read as the vocabulary has it, since a country cannot be compared with a mood."""
    words = (
        '[kind.mood]\nvalues = ["cold", "warm"]\n[statement.mood]\nform = "{host:country} is {mood:mood}"\n'
    )
    (folder / "vocabulary").mkdir()
    (folder / "vocabulary" / "mood.toml").write_text(words, encoding="utf-8")
    rule = rule_of(
        folder,
        'title = "A"\nif = ["?host is ?m", "?m is cold"]\nthen = "?host is warm"\nbecause = "It is."\n',
    )
    mood, cold = rule.conditions
    assert mood == Holds("?host is ?m", Pattern("mood", (Variable("host"), Variable("m"))))
    assert (cold.scale, cold.right) == ("mood", "cold")


def test_a_case_has_everything_that_its_file_says(rulebook):
    """Days default as the language says: an event's `on` is its day, `known` the later of `on` and the source's."""
    case = parse_case(
        HEAD
        + """
note = "A note."
[source.times]
title = "A report"
author = "A. Writer"
publisher = "The Times"
date = 2022-01-06
address = "https://example.org"
class = "W"
[[fact]]
that = "public buildings in Kazakhstan are stormed on 5 January 2022"
source = "times"
grade = "A1"
[[fact]]
that = "russia has 100,000 troops near kazakhstan"
on = 2022-01-07
until = 2022-01-09
withdrawn = 2022-01-10
source = "times"
[[assumption]]
that = "Ukraine is calm"
why = "We think so."
[outcome]
happened = true
on = 2022-01-06
summary = "They came."
""",
        rulebook,
        "case",
    )
    stormed, troops, assumed = case.facts
    assert (stormed.on, stormed.known, str(stormed.grade)) == (date(2022, 1, 5), date(2022, 1, 6), "A1")
    assert (troops.known, troops.withdrawn) == (date(2022, 1, 7), date(2022, 1, 10))
    assert troops.literal.atom.values == ("Russia", Decimal(100000), "Kazakhstan")
    assert (assumed.basis, assumed.why) == ("assumption", "We think so.")
    assert (case.role("host"), case.outcome.happened, case.sources[0].class_) == ("Kazakhstan", True, "W")
    assert [one.lint for one in case.warnings] == ["RUB309"]


def test_a_part_of_a_rulebook_may_be_a_file_and_a_folder_of_files(folder):
    """The framework too may lie in several files; they are read as one."""
    whole = read_rulebook(folder)
    text = (folder / "framework.toml").read_text(encoding="utf-8")
    head, _, rest = text.partition("[[section]]")
    (folder / "framework").mkdir()
    (folder / "framework" / "question.toml").write_text(head, encoding="utf-8")
    (folder / "framework" / "sections.toml").write_text("[[section]]" + rest, encoding="utf-8")
    (folder / "framework.toml").unlink()
    parted = read_rulebook(folder)
    assert parted.framework.sections == whole.framework.sections
    assert parted.framework.schools == whole.framework.schools
    assert parted.framework.question == whole.framework.question


def test_a_key_in_two_files_of_the_framework_is_said_to_be_there_twice(folder):
    """The message names the other place."""
    (folder / "framework").mkdir()
    (folder / "framework" / "more.toml").write_text('ask = "Will they?"\n[outlook]\n', encoding="utf-8")
    assert [(p.what, p.line) for p in problems_of("rules")] == [
        ('"ask" is there twice', 1),
        ('unknown key "outlook"', 2),
    ]


def test_the_rulebook_is_the_same_whatever_the_order_of_its_files(folder, monkeypatch):
    """Rules are sorted by id, and the digest is that of the content."""
    one = read_rulebook(folder)
    walk = os.walk
    monkeypatch.setattr(os, "walk", lambda *a, **k: ((p, d[::-1], f[::-1]) for p, d, f in walk(*a, **k)))
    assert read_rulebook(folder) == one


def test_hidden_files_and_texts_are_left_alone(folder):
    """A rulebook may hold a README and what editors leave behind."""
    (folder / "README.md").write_text("# Rules", encoding="utf-8")
    (folder / ".hidden.toml").write_text("nonsense", encoding="utf-8")
    (folder / ".git").mkdir()
    (folder / ".git" / "x.toml").write_text("nonsense", encoding="utf-8")
    (folder / "support" / "request.toml~").write_text("nonsense", encoding="utf-8")
    assert not problems_of(folder)


def test_a_rulebook_needs_only_a_vocabulary(tmp_path):
    """Without a framework a case needs neither roles nor a day."""
    (tmp_path / "vocabulary.toml").write_text('[statement.rain]\nform = "it rains"\n', encoding="utf-8")
    rulebook = read_rulebook(tmp_path)
    case = parse_case('title = "A"\n[[assumption]]\nthat = "It rains."\nwhy = "Clouds."\n', rulebook)
    assert (case.as_of, len(case.facts), rulebook.framework) == (None, 1, None)


def test_a_folder_that_is_not_there_is_said(tmp_path):
    """So are a folder without a vocabulary, and a path that no system has."""
    for path, what in (
        (tmp_path / "nowhere", "there is no such folder"),
        ("\0", "there is no such folder"),
        (tmp_path, "the folder has no vocabulary"),
    ):
        with pytest.raises(BadInput) as caught:
            read_rulebook(path)
        assert caught.value.problems[0].what == what


def test_a_case_that_is_not_there_is_said_with_the_nearest(folder, rulebook):
    """The nearest file in the folder is suggested."""
    with pytest.raises(BadInput) as caught:
        read_case("cases/god.toml", rulebook)
    assert str(caught.value) == (
        f'cases/god.toml: there is no such file\n        Did you mean "{Path("cases/good.toml")}"?'
    )


@pytest.mark.parametrize("name", ["folder", "loop", "fifo", "long" * 100, "a\0b"])
def test_what_is_no_file_is_said(folder, rulebook, name):
    """A folder, a link to itself, a pipe, a name that is too long, a name with a NUL."""
    path = Path(f"{name}.toml")
    if name == "folder":
        path.mkdir()
    elif name == "loop":
        path.symlink_to(path)
    elif name == "fifo":
        os.mkfifo(path)
    with pytest.raises(BadInput) as caught:
        read_case(path, rulebook)
    assert len(caught.value.problems) == 1


def test_a_folder_and_a_broken_link_among_the_rules_are_said(folder):
    """They have the ending of a rule, so that somebody meant them to be read."""
    (folder / "topic" / "sub.toml").mkdir(parents=True)
    (folder / "topic" / "link.toml").symlink_to("nowhere.toml")
    (folder / "linked").symlink_to(folder / "support")
    assert [(Path(p.path).name, p.what) for p in problems_of(folder)] == [
        ("linked", "this link leads to a folder that is read already"),
        ("link.toml", "there is no such file"),
    ]


def test_missing_rights_are_said(folder, rulebook, monkeypatch):
    """Of a file and of a folder alike."""

    def refused(*_, **__):
        raise PermissionError(13, "Permission denied", "rules")

    with monkeypatch.context() as patch:
        patch.setattr(Path, "open", refused)
        with pytest.raises(BadInput, match="cannot be read: permission denied"):
            read_case("cases/good.toml", rulebook)
    monkeypatch.setattr(os, "scandir", refused)
    assert "the folder cannot be read: permission denied" in [p.what for p in problems_of(folder)]


def test_a_line_of_ten_megabytes_is_answered_at_once(folder):
    """The file is not even read."""
    path = folder / "support" / "large.toml"
    path.write_bytes(b'title = "' + b"x" * 10_000_000 + b'"\n')
    assert problems_of("rules") == (
        Problem(
            str(Path("rules/support/large.toml")),
            1,
            f"the file has 10,000,011 bytes; at most {LARGEST:,} are read",
            "Split it into several files.",
        ),
    )


def test_a_text_with_broken_characters_is_answered(rulebook):
    """Standard input may hand over anything."""
    for text in ("\udc80", "\ud800", "\x00", "\ufeff", "", "\r", "title = '\U0001f600'\n"):
        with pytest.raises(BadInput) as caught:
            parse_case(text, rulebook)
        assert str(caught.value).encode()


@pytest.mark.parametrize(("opening", "closing"), [("[", "]"), ("{ a = ", " }"), ("[{ a = ", " }]")])
def test_no_depth_of_brackets_is_too_much(rulebook, opening, closing):
    """A file is answered on whatever level the reader gives up."""
    for depth in (*range(1, 30, 7), *range(250, 500), 5000):
        with pytest.raises(BadInput) as caught:
            parse_case(f"{HEAD}x = {opening * depth}1{closing * depth}\n", rulebook)
        assert caught.value.problems[0].what in ('unknown key "x"', "the file nests brackets too deeply")


def test_a_line_that_dresses_the_terminal_is_shown_undressed(rulebook):
    """Control characters of a file are spelled out in a message, and a message stays on its lines."""
    with pytest.raises(BadInput) as caught:
        parse_case(HEAD + '[[fact]]\nthat = "\x1b[2J\u202e:1: x"\n', rulebook, "a\nb")
    assert all(line.isprintable() for line in str(caught.value).split("\n"))
    assert "\\x1b[2J\\u202e" in str(caught.value)


def test_one_mistake_in_the_words_is_not_told_again_for_every_sentence(folder):
    """A statement, a name or a file that is faulty explains the sentences that rest on it."""
    words = folder / "vocabulary.toml"
    text = words.read_text(encoding="utf-8")
    words.write_text(text.replace("{leader:country} leads", "{leader:contry} leads"), encoding="utf-8")
    assert [p.what for p in problems_of(folder)] == ['unknown kind "contry"']
    words.write_text(text + "\nbroken", encoding="utf-8")
    assert len(problems_of(folder)) == 1
    words.write_text(text, encoding="utf-8")
    names = folder / "entities.toml"
    named = names.read_text(encoding="utf-8")
    names.write_text(named.replace('"alliance"', '"aliance"', 1), encoding="utf-8")
    assert [p.what for p in problems_of(folder)] == ['unknown kind "aliance"']
    names.write_text(named + "\nbroken", encoding="utf-8")
    assert len(problems_of(folder)) == 1
    names.write_text(named, encoding="utf-8")
    (folder / "sources.toml").write_text("broken", encoding="utf-8")
    assert len(problems_of(folder)) == 1


def test_a_case_may_name_what_the_rulebook_does_not(rulebook):
    """Its own entities take part in its sentences, after an s with the possessive of their own."""
    case = parse_case(
        HEAD + '[[entity]]\nname = "the United States"\nkind = "country"\nalso = ["the US"]\n'
        '[[fact]]\nthat = "the authority of the government of the US is disputed"\nsource = "chausovsky-2022"\n',
        rulebook,
    )
    assert case.facts[0].literal.atom.values == ("the United States",)


def test_a_presumption_on_its_own_statement_is_no_circle(folder):
    """Nor are circles through `unless`, or through an attack alone."""
    presumed = 'title = "A"\nif = ["?h asks ?_g to intervene", "nothing shows that ?h is calm"]\n'
    rule_of(folder, presumed + 'then = "it is false that ?h is calm"\nbecause = "It is."\n')
    rule_of(
        folder,
        'title = "A"\nif = "?h asks ?_g to intervene"\nunless = ["?h is calm"]\nthen = "?h is calm"\nbecause = "It."\n',
    )


def test_a_presumption_of_another_value_is_no_circle(folder):
    """Where nothing shows one value, another value of the same slot may be presumed."""
    rule_of(
        folder,
        'title = "A"\nif = ["?h asks ?_g to intervene", '
        '"nothing shows that the likelihood of intervention by Russia in ?h is judged: likely"]\n'
        'then = "the likelihood of intervention by Russia in ?h is judged: unlikely"\nbecause = "It is."\n',
    )
