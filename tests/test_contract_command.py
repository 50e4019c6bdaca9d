"""Sections 3 and 9 of the contract, line by line: the command line, its JSON, and what comes from strangers."""

import itertools
import json
import os
import random
import re
import signal
import stat
import subprocess
import sys

import pytest

from books import write_book, write_case
from contract import PEOPLE, WORDS, case, fact, problems, rule, run, world, write
from rubicon import assess, parse_case, read_rulebook

REQUEST = "Kazakhstan asks the CSTO to intervene"
FORMS = ("markdown", "html", "text", "json")


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    """Make a folder with a rulebook that has a framework, and a case."""
    folder = tmp_path_factory.mktemp("desk")
    write_book(folder / "rules")
    write_case(folder / "case.toml")
    return folder


@pytest.fixture(scope="module")
def bare(tmp_path_factory):
    """Make a folder with the small world, which has no framework, and no case yet."""
    folder = tmp_path_factory.mktemp("bare")
    world(folder / "rules", {"a/b": rule(["?x marches"], "?x votes", cites=["work p3"])})
    return folder


def assessed(desk, *arguments, name="case.toml", stdin=""):
    """Run `assess` in JSON and return the object."""
    status, out, told = run(
        "assess", name, "--rules", "rules", "--format", "json", *arguments, cwd=desk, stdin=stdin
    )
    assert status == 0, told
    return json.loads(out)


# --- JSON ---------------------------------------------------------------------------------------------


def test_json_keys(desk):
    """One object with the stable keys; every finding, argument and question has its own."""
    found = assessed(desk)
    assert {
        "format",
        "case",
        "as_of",
        "rulebook",
        "rubicon",
        "findings",
        "question",
        "schools",
        "sections",
    } <= set(found)
    assert found["format"] == 2
    assert found["as_of"] == "2022-01-05"
    assert found["rulebook"].startswith("sha256:")
    for one in found["findings"]:
        assert {"sentence", "truth", "standing", "confidence", "derived", "because", "against"} <= set(one)
        for because in one["because"]:
            assert {"rule", "premises", "sources"} <= set(because)
        for against in one["against"]:
            assert {"rule", "premises", "defeated_by"} <= set(against)
    assert {"ask", "answer", "candidates", "sentence", "truth", "standing", "confidence"} <= set(
        found["question"]
    )
    for school in found["schools"]:
        assert {"name", "question", "findings"} <= set(school)


def test_json_has_all_findings_and_a_facts_own_because_has_no_rule(desk):
    """Every statement that a fact or rule speaks of is a finding; a fact's own argument names no rule."""
    by = {one["sentence"]: one for one in assessed(desk)["findings"]}
    assert by[REQUEST]["derived"] is False
    assert [one["rule"] for one in by[REQUEST]["because"]] == [None]
    assert by[REQUEST]["because"][0]["sources"]
    local = by["local elements in Kazakhstan support intervention by Russia"]
    assert local["derived"] is True
    assert local["because"][0]["rule"] == "local-support/request"
    assert sorted(local["because"][0]["premises"]) == [REQUEST, "Russia leads the CSTO"]
    assert "intervention by Russia in Kazakhstan is considered" in by


def test_an_answer_that_is_missing_is_null(tmp_path):
    """Where nothing is established the answer, its sentence, truth and confidence are null; status 0."""
    write_book(tmp_path / "rules", likelihood__supported=None, likelihood__unsupported=None)
    write_case(tmp_path / "case.toml")
    question = assessed(tmp_path)["question"]
    assert question["standing"] == "unknown"
    assert [question[key] for key in ("answer", "sentence", "truth", "confidence")] == [None] * 4


def test_candidates_and_their_range(tmp_path):
    """Rival values that nothing defeats are the candidates; the report gives the range between them."""
    rival = 'title = "R"\nif = ["?a asks ?b to intervene", "intervention by ?i in ?a is considered"]\nthen = "the likelihood of intervention by ?i in ?a is judged: roughly even chance"\nbecause = "A rival."\nschool = "first"\n'
    write_book(tmp_path / "rules", likelihood__rival=rival)
    write_case(tmp_path / "case.toml")
    question = assessed(tmp_path)["question"]
    assert question["standing"] == "contested"
    assert question["candidates"] == ["roughly even chance", "likely"]
    assert [question[key] for key in ("answer", "sentence", "truth", "confidence")] == [None] * 4
    text = run("assess", "case.toml", "--rules", "rules", "--format", "text", cwd=tmp_path)[1]
    assert "between roughly even chance and likely" in " ".join(text.split())


def test_several_schools_give_several_judgements(desk):
    """`--school` twice gives two judgements, in the order asked for."""
    found = assessed(desk, "--school", "second", "--school", "first")
    assert [one["name"] for one in found["schools"]] == ["second", "first"]


# --- suppositions and days ----------------------------------------------------------------------------


@pytest.mark.parametrize("form", ["markdown", "html", "text"])
def test_the_report_shows_what_an_assumption_replaced(desk, form):
    """`--assume` of a contrary replaces the fact, and the report shows the replacement."""
    arguments = ("assess", "case.toml", "--rules", "rules", "--format", form)
    out = " ".join(
        run(*arguments, "--assume", "Kazakhstan does not ask the CSTO to intervene", cwd=desk)[1].split()
    )
    assert "It is assumed for this run that Kazakhstan does not ask the CSTO to intervene." in out
    assert f"Set aside for this run: {REQUEST} (since 5 January 2022, graded B2" in out


def test_without_what_is_not_there_is_a_problem(desk):
    """`--without` a sentence that nothing asserts is a problem of the argument, status 1."""
    status, out, told = run(
        "assess", "case.toml", "--rules", "rules", "--without", "Ukraine asks the CSTO to intervene", cwd=desk
    )
    assert (status, out) == (1, "")
    assert told.startswith("argument: ")


def test_conditions_are_no_arguments(desk):
    """A condition of a rule is no sentence to assume; the message says so."""
    told = run(
        "assess", "case.toml", "--rules", "rules", "--assume", f"nothing shows that {REQUEST}", cwd=desk
    )[2]
    assert "makes a condition" in told


def test_since_tells_what_changed(desk):
    """`--since` adds what changed since that day, and why."""
    out = run(
        "assess", "case.toml", "--rules", "rules", "--format", "text", "--since", "2022-01-04", cwd=desk
    )[1]
    assert "4 January 2022" in out
    assert "unlikely" in out
    assert "likely" in out


# --- exit statuses ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (("assess", "case.toml", "--rules", "rules"), 0),
        (("assess", "nosuch.toml", "--rules", "rules"), 1),
        (("assess", "case.toml", "--rules", "nosuch"), 1),
        (("assess", "case.toml", "--rules", "rules", "--school", "nosuch"), 1),
        (("assess", "case.toml", "--rules", "rules", "--assume", "nonsense"), 1),
        (("assess", "case.toml", "--rules", "rules", "--format", "xml"), 2),
        (("assess", "case.toml", "--rules", "rules", "--as-of", "2022-02-30"), 2),
        (("assess",), 2),
        (("nosuch",), 2),
        (("why", "case.toml", REQUEST, "--rules", "rules"), 0),
        (("why", "case.toml", "Ukraine asks the CSTO to intervene", "--rules", "rules"), 0),
        (("why", "case.toml", "nonsense", "--rules", "rules"), 1),
        (("rules", "list", "--rules", "rules"), 0),
        (("rules", "show", "local-support/request", "--rules", "rules"), 0),
        (("rules", "show", "nosuch", "--rules", "rules"), 1),
        (("rules", "check", "--rules", "rules"), 0),
    ],
)
def test_exit_statuses(desk, arguments, expected):
    """0 done, an unknown answer included; 1 problems, on standard error; 2 wrong usage."""
    status, out, told = run(*arguments, cwd=desk)
    assert status == expected, told
    assert bool(out) is (expected == 0)
    assert told or expected == 0


# --- the same bytes -----------------------------------------------------------------------------------


@pytest.mark.parametrize("form", FORMS)
def test_the_same_bytes_however_facts_and_files_are_shuffled(tmp_path, form):
    """Facts, sources, entities, files and the seed of hashes in another order give the same bytes."""
    rules = {
        "a/one": rule(["?x marches", "?x trusts ?y"], ["?y votes", "?x sings"], cites=["work p3"]),
        "a/two": rule(["?x strikes"], "it is false that ?x votes"),
        "b/three": rule(["at least 2 ?_x: ?_x marches"], "the mood of Anna is: high"),
        "b/four": rule(["?x waits", "nothing shows that ?x sings"], "the mood of Anna is: low"),
    }
    facts = [
        *(
            fact(f"{name} {verb}", grade)
            for name in ("Anna", "Bela", "Carl")
            for verb, grade in (("marches", "A1"), ("strikes", "C3"), ("waits", None))
        ),
        *(
            fact(sentence, "B2")
            for sentence in (
                "Anna trusts Bela",
                "Bela trusts Carl",
                "Carl trusts Anna",
                "Anna reports 1e22 tanks",
            )
        ),
    ]
    people = PEOPLE.strip().split("[[entity]]")[1:]
    chance, outputs = random.Random(7), set()
    for turn in range(4):
        folder = tmp_path / str(turn)
        chance.shuffle(facts)
        chance.shuffle(people)
        names = list(rules)
        chance.shuffle(names)
        for name in names:
            write(folder / "rules", name, rules[name])
        world(folder / "rules", entities="".join(f"[[entity]]{one}\n" for one in people))
        write(folder, "case", case(*facts))
        status, out, told = run(
            "assess", "case.toml", "--rules", "rules", "--format", form, cwd=folder, seed=str(turn)
        )
        assert status == 0, told
        digest = read_rulebook(folder / "rules").digest.split(":")[-1]
        outputs.add(out.replace(digest, "…").replace(digest[:12], "…"))
    assert len(outputs) == 1


def test_output_is_what_would_be_printed(desk):
    """`--output` writes the same bytes that a pipe gets."""
    arguments = ("assess", "case.toml", "--rules", "rules")
    printed = run(*arguments, cwd=desk)[1]
    assert run(*arguments, "--output", "out.md", cwd=desk)[1] == ""
    assert (desk / "out.md").read_text() == printed


# --- how output ends ----------------------------------------------------------------------------------


def shell(command, cwd):
    """Run a line of a shell with `rubicon` in it, and return status, output and messages."""
    line = command.replace("rubicon", f"{sys.executable} -m rubicon", 1)
    done = subprocess.run(
        ["/bin/sh", "-c", line], cwd=cwd, capture_output=True, text=True, timeout=120, check=False
    )
    assert "Traceback" not in done.stderr + done.stdout, done.stderr
    return done.returncode, done.stdout, done.stderr


@pytest.mark.parametrize(
    "command", ["assess case.toml", "rules list", "rules check", "assess case.toml --format html"]
)
def test_a_reader_that_leaves_early_is_no_failure(desk, command):
    """`| head -1` ends quietly."""
    status, out, _ = shell(f"rubicon {command} --rules rules 2>messages | head -1; cat messages >&2", desk)
    assert status == 0
    assert len(out.splitlines()) == 1


@pytest.mark.parametrize(
    "command", ["assess case.toml --rules rules", "rules list --rules rules", "rules check --rules rules"]
)
def test_standard_output_that_is_closed_or_full(desk, command):
    """A closed or full standard output is a problem told in a line, status 1."""
    for where in (">&-", ">/dev/full"):
        status, _, told = shell(f"rubicon {command} {where}", desk)
        assert status == 1
        assert "standard output: nothing can be printed" in told


def test_standard_input_that_is_closed(desk):
    """A case that is to come from a closed standard input is a problem."""
    status, _, told = shell("rubicon assess - --rules rules <&-", desk)
    assert status == 1
    assert told.startswith("-: "), told


def test_a_working_folder_that_is_gone(desk, tmp_path):
    """A working folder that was removed is no reason for a traceback."""
    gone = tmp_path / "gone"
    gone.mkdir()
    status, out, _ = shell(f"rmdir {gone}; rubicon assess {desk}/case.toml --rules {desk}/rules", gone)
    assert status == 0
    assert out


def test_output_into_places_that_cannot_be_written(desk, tmp_path):
    """A folder that is not there, a file as a folder, a name too long: a problem with its place, status 1 or 2."""
    for place in ("nosuch/x", "case.toml/x", "x" * 300, "rules", "/proc/x"):
        status, out, told = run("assess", "case.toml", "--rules", "rules", "--output", place, cwd=desk)
        assert status in (1, 2), place
        assert not out
        assert told


def test_output_follows_a_link_and_leaves_devices_alone(desk, tmp_path):
    """A link is written through, not replaced; a device or pipe is written to, not replaced."""
    target, link = tmp_path / "target.md", tmp_path / "link.md"
    target.write_text("old")
    link.symlink_to(target)
    assert run("assess", "case.toml", "--rules", "rules", "--output", str(link), cwd=desk)[0] == 0
    assert link.is_symlink()
    assert target.read_text().startswith("# A case")
    out = shell("rubicon assess case.toml --rules rules --output /dev/stdout | cat", desk)[1]
    assert out.startswith("# A case")
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with subprocess.Popen(["/bin/cat", str(pipe)], stdout=subprocess.PIPE, text=True) as reader:
        assert run("assess", "case.toml", "--rules", "rules", "--output", str(pipe), cwd=desk)[0] == 0
        assert reader.communicate(timeout=60)[0].startswith("# A case")
    assert stat.S_ISFIFO(pipe.stat().st_mode)


# --- strangers ----------------------------------------------------------------------------------------


HOSTILE = r"""
title = "A\n\n# Title <script>alert(1)</script> [x](javascript:alert(1)) {{ 7*7 }} **b**"
[source.s]
title = "S <b>\n\n# source"
author = "<img src=x onerror=alert(1)>"
publisher = "| x | `c` {% raw %}"
address = "javascript:alert(1)"
[source.t]
title = "T"
address = "https://example.org/a\"onmouseover=\"alert(1)) [x](javascript:alert(1)) "
[source.u]
title = "U"
address = "http://example.org/\njavascript:alert(1)"
[source.v]
title = "V"
address = "HTTPS://example.org/fine?a=1&b=(2)"
[[entity]]
name = "# <i>Zed</i>"
kind = "actor"
[[fact]]
that = "Anna says \"a\n\n# fact <i> {{ 7*7 }} `x`\""
source = "s"
note = "x\n\n# note <u>"
[[fact]]
that = "Bela votes"
source = "t"
[[fact]]
that = "# <i>Zed</i> votes"
source = "u"
[[fact]]
that = "Carl votes"
source = "v"
[[assumption]]
that = "Anna votes"
why = "w\n\n# why <u> {{ 7*7 }}"
"""


def test_what_strangers_write_stays_text_in_html(bare):
    """HTML of facts, titles and sources is escaped; addresses are linked only when they are plain http(s)."""
    out = run("assess", "-", "--rules", "rules", "--format", "html", cwd=bare, stdin=HOSTILE)[1]
    for tag in ("<script", "<img", "<b>", "<i>", "<u>"):
        assert tag not in out
    links = [part.split('"')[0] for part in out.split('href="')[1:]]
    assert [link for link in links if not link.startswith("#")] == ["HTTPS://example.org/fine?a=1&amp;b=(2)"]
    assert "{{ 7*7 }}" in out
    assert "49" not in out.split("<body>")[1].split("Made by")[0]


def test_what_strangers_write_stays_text_in_markdown(bare):
    """No fact, title or source makes a heading, a link or a tag of its own."""
    out = run("assess", "-", "--rules", "rules", cwd=bare, stdin=HOSTILE)[1]
    headings = [line for line in out.splitlines() if line.lstrip(" -").startswith("#")]
    assert all(line.startswith(("# A ", "## ", "### ")) for line in headings), headings
    assert not any(word in line for line in headings[1:] for word in ("fact", "source", "why", "note"))
    assert not re.search(r"[^\\]\]\(", out)
    assert "<script" not in out
    assert [part.split(">")[0] for part in out.split("<")[1:]] == ["HTTPS://example.org/fine?a=1&b=(2)"]


def test_every_form_keeps_what_strangers_write_on_its_line(bare):
    """A line break in a text does not begin a line of the report."""
    for form in ("markdown", "text"):
        out = run("assess", "-", "--rules", "rules", "--format", form, cwd=bare, stdin=HOSTILE)[1]
        assert not any(
            line.strip().startswith(("javascript", "# fact", "# why", "# source"))
            for line in out.splitlines()
        )


@pytest.mark.parametrize(
    "mark", [r"\u001b", r"\u0000", r"\u0007", r"\u202e", r"\u009b", r"\u2028", r"\u007f", r"\r", r"\b"]
)
@pytest.mark.parametrize(
    "text",
    [
        'title = "A {}"',
        'title = "A"\nnote = "{}"',
        'title = "A"\n[[fact]]\nthat = "Anna says \\"{}\\""',
        'title = "A"\n[[entity]]\nname = "Z{}"\nkind = "actor"',
        'title = "A"\n[source."x{}"]\ntitle = "S"',
    ],
)
def test_control_characters_are_refused(bare, mark, text):
    """A character that steers a terminal or turns text about is refused, however it is written."""
    book = read_rulebook(bare / "rules")
    told = problems(parse_case, text.format(mark) + "\n", book)
    assert "a character that no text may hold (U+" in told
    assert told.startswith(
        f"-:{text.count(chr(10)) + 1 if 'kind' not in text and 'source' not in text else ''}"[:3]
    )


@pytest.mark.parametrize("mark", ["\x1b", "\x00", "\u202e", "\x9b"])
def test_control_characters_are_refused_in_arguments_too(bare, mark):
    """A sentence of the command line or of a request is no better than one of a file."""
    book = read_rulebook(bare / "rules")
    told = problems(assess, book, parse_case(case("Anna votes"), book), assume=[f'Anna says "{mark}[31m"'])
    assert "a character that no text may hold (U+" in told


def test_quotes_and_letters_of_any_script_are_welcome(bare):
    """Accents, other scripts, emoji, braces and zero-width marks within words are text like any other."""
    text = "título ‘x’ “y” «z» Қазақстан 中文 العربية 👩‍💻 {} {{}} %s \\\\ \t-"
    sentence = "Anna says '{x}'".replace("'", '"').replace("{x}", text.replace("“y”", "y"))
    folder = bare / "any"
    folder.mkdir(exist_ok=True)
    write(folder, "case", f"title = '{text.replace(chr(9), ' ')}'\n[[fact]]\nthat = '''{sentence}'''\n")
    for form in FORMS:
        status, out, told = run("assess", "any/case.toml", "--rules", "rules", "--format", form, cwd=bare)
        assert status == 0, told
        assert "Қазақстан 中文 العربية" in out


REASONS = [
    "{{ x.__class__.__mro__ }}",
    "{{ ''.__class__ }}",
    "{{ x|attr('__class__') }}",
    "{% include '/etc/passwd' %}",
    "{{ lipsum() }}",
    "{{ range(10**9) | list }}",
    "{% set y = x * 1000000 %}{{ y }}",
    "{{ 'a' * 10**9 }}",
    "{{ x.format(x) }}",
    "{% for a in x %}{% for b in x %}{% for c in x %}{{ a }}{% endfor %}{% endfor %}{% endfor %}",
]


@pytest.mark.parametrize("reason", REASONS)
def test_a_reason_cannot_reach_out(tmp_path, reason):
    """A reason names its variables; whatever else it tries is an error when read."""
    told = problems(read_rulebook, world(tmp_path, {"a/b": rule(["?x marches"], "?x votes", because=reason)}))
    assert "a/b.toml:4" in told


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("nothing", b""),
        ("spaces", b" \n\n"),
        ("nul", b'title = "A\x00"\n'),
        ("latin", b'title = "\xff\xfe"\n'),
        ("wide", '\ufefftitle = "A"'.encode("utf-16")),
        ("brackets", b'title = "A"\nx = ' + b"[" * 5000 + b"]" * 5000),
        ("braces", b"x = " + b"{a=" * 3000 + b"1" + b"}" * 3000),
        ("dots", b"x" + b".a" * 5000 + b" = 1\n"),
        ("digits", b'title = "A"\nas_of = ' + b"9" * 6000),
        ("long-line", b'title = "' + b"A" * (10 * 2**20) + b'"\n'),
        ("long-sentence", b'title = "A"\n[[fact]]\nthat = "Anna ' + b"votes " * 100_000 + b'"\n'),
        ("time", b'title = "A"\nas_of = 12:00:00\n'),
        ("year-nought", b'title = "A"\nas_of = 0000-01-05\n'),
        ("infinity", b'title = "A"\nas_of = inf\n'),
        (
            "shapes",
            b'title = 3\nroles = "x"\nentity = [3]\nsource = 3\nfact = "Anna votes"\noutcome = 3\nassumption = {}\n',
        ),
        ("unclosed", b'title = "A\n'),
        ("twice", b'title = "A"\ntitle = "B"\n'),
    ],
)
def test_files_that_are_no_cases(bare, name, content):
    """Whatever a file holds, each slip is answered by `path:line: …` and status 1; never a traceback."""
    (bare / f"{name}.toml").write_bytes(content)
    status, out, told = run("assess", f"{name}.toml", "--rules", "rules", cwd=bare)
    assert (status, out) == (1, "")
    assert told.startswith(f"{name}.toml:")
    status, out, told = run("assess", "-", "--rules", "rules", cwd=bare, stdin=content)
    assert (status, out) == (1, "")
    assert told.startswith("-:")


def test_a_folder_a_loop_and_a_device_are_no_cases(bare):
    """A folder, a link to itself, a device: problems, not tracebacks and not a hang."""
    (bare / "loop.toml").unlink(missing_ok=True)
    (bare / "loop.toml").symlink_to("loop.toml")
    if not (bare / "pipe.toml").exists():
        os.mkfifo(bare / "pipe.toml")
    for name in ("rules", "loop.toml", "pipe.toml", "/dev/null", "x" * 5000, "a\x01b"):
        status, out, told = run("assess", name, "--rules", "rules", cwd=bare)
        assert (status, out) == (1, ""), name
        assert told


# --- rulebooks of few parts ---------------------------------------------------------------------------


@pytest.mark.parametrize("form", FORMS)
def test_a_rulebook_needs_only_a_vocabulary(tmp_path, form):
    """No entities, sources, rules or framework: a case is still read and its facts are listed."""
    world(tmp_path / "rules", entities=None, sources=None)
    text = 'title = "A"\n[[entity]]\nname = "Zoe"\nkind = "actor"\n[[fact]]\nthat = "Zoe marches"\n'
    status, out, told = run("assess", "-", "--rules", "rules", "--format", form, cwd=tmp_path, stdin=text)
    assert status == 0, told
    assert "Zoe marches" in out
    for arguments in (("rules", "list"), ("rules", "check")):
        assert run(*arguments, "--rules", "rules", cwd=tmp_path)[0] == 0


def test_a_folder_without_a_vocabulary(tmp_path):
    """A folder without a vocabulary is no rulebook, and the message says what it needs."""
    (tmp_path / "none").mkdir()
    status, out, told = run("assess", "-", "--rules", "none", cwd=tmp_path, stdin='title = "A"\n')
    assert (status, out) == (1, "")
    assert "A rulebook needs vocabulary.toml" in told


def test_headings_have_something_under_them(bare):
    """A report without a question leaves out the parts that have nothing to say."""
    lines = run("assess", "-", "--rules", "rules", cwd=bare, stdin=case("Anna marches"))[1].splitlines()
    said = [line for line in lines if line.strip()]
    bare_headings = [
        one
        for one, following in itertools.pairwise(said)
        if one.startswith("## ") and following.startswith("## ")
    ]
    assert bare_headings == []


# --- size ---------------------------------------------------------------------------------------------


def test_ten_thousand_facts(tmp_path):
    """A case of 10,000 facts under a few rules is judged."""
    rules = {
        "a/b": rule(["?x reports ?n tanks", "?n >= 9990"], "?x votes"),
        "a/c": rule(["at least 5 ?_x: ?_x votes"], "Anna sings"),
    }
    entities = "".join(f'[[entity]]\nname = "Unit {n}"\nkind = "actor"\n' for n in range(1, 101))
    facts = "".join(
        f'[[fact]]\nthat = "Unit {n % 100 + 1} reports {n} tanks"\ngrade = "A1"\n' for n in range(10_000)
    )
    book = read_rulebook(world(tmp_path, rules))
    found = assess(book, parse_case('title = "A"\n' + entities + facts, book))
    assert found.verdict("Unit 100 votes").truth is True
    assert found.verdict("Unit 50 votes").truth is None
    assert found.verdict("Anna sings").truth is True


def test_a_thousand_rules_and_a_chain_twelve_deep(tmp_path):
    """1,000 rules, twelve of which make a chain with an absence at its foot, give the end of the chain."""
    words = WORDS + "".join(
        f'\n    [statement.step-{n}]\n    form = "step {n} of {{x:actor}} is taken"\n' for n in range(1001)
    )
    rules = {
        f"chain/step-{n:04}": rule([f"step {n} of ?x is taken"], f"step {n + 1} of ?x is taken")
        for n in range(12)
    }
    rules |= {
        f"wide/rule-{n:04}": rule([f"step {n} of ?x is taken", "?x marches"], "?x votes")
        for n in range(13, 1001)
    }
    rules["chain/start"] = rule(["?x marches", "nothing shows that ?x strikes"], "step 0 of ?x is taken")
    book = read_rulebook(world(tmp_path, rules, vocabulary=words))
    found = assess(book, parse_case(case("Anna marches"), book))
    verdict = found.verdict("step 12 of Anna is taken")
    assert (verdict.truth, verdict.standing, verdict.confidence) == (True, "defeasible", "moderate")
    assert found.verdict("Anna votes").truth is None


# --- Ctrl-C -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "arguments",
    [("assess", "-", "--rules", "rules"), ("assess", "-", "--rules", "rules", "--output", "out.md")],
)
def test_ctrl_c(desk, arguments):
    """Ctrl-C ends with 130, without a traceback, and leaves no half file."""
    (desk / "out.md").unlink(missing_ok=True)
    with subprocess.Popen(
        [sys.executable, "-m", "rubicon", *arguments],
        cwd=desk,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        process.stdin.write(
            b"#" * 500_000
        )  # more than a pipe holds: it returns when the command has come to read
        process.send_signal(signal.SIGINT)
        _, told = process.communicate()
    assert process.returncode == 130
    assert b"Traceback" not in told
    assert not (desk / "out.md").exists()


# --- the ends of the calendar -------------------------------------------------------------------------


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
@pytest.mark.parametrize("form", FORMS)
def test_the_first_and_the_last_day(desk, day, form):
    """A case may be judged on any day there is, though its horizon end after the last."""
    status, out, told = run(
        "assess", "case.toml", "--rules", "rules", "--as-of", day, "--format", form, cwd=desk
    )
    assert status == 0, told
    assert out


@pytest.mark.parametrize("line", ["?d > 9999-12-31", "?today - ?d >= 1e22 days", "?d - ?today > 1e22"])
def test_what_no_day_can_meet(tmp_path, line):
    """Asked why not, a comparison that no day can meet is told without a slip."""
    world(tmp_path / "rules", {"a/b": rule(["?x meets ?_y on ?d", line], "?x votes")})
    (tmp_path / "case.toml").write_text(case("Anna meets Bela on 2022-01-01", head="as_of = 2022-01-05"))
    status, out, told = run("why-not", "case.toml", "Anna votes", "--rules", "rules", cwd=tmp_path)
    assert status == 0, told
    assert out


# --- depth --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("steps", [12, 100, 1500])
def test_deep_arguments(tmp_path, steps):
    """An argument of any depth is told, to a stated depth; none is a problem, or a traceback."""
    world(tmp_path / "rules", {"a/b": rule(["?x trusts ?y", "?y votes"], "?x votes")})
    names = [f'[[entity]]\nname = "U {n}"\nkind = "actor"\n' for n in range(steps + 1)]
    trust = [fact(f"U {n} trusts U {n + 1}") for n in range(steps)]
    (tmp_path / "case.toml").write_text(case(*names, *trust, f"U {steps} votes"))
    for command in (("assess", "case.toml"), ("why", "case.toml", "U 0 votes")):
        status, out, told = run(*command, "--rules", "rules", "--format", "html", cwd=tmp_path)
        assert status == 0, told[-500:]
        assert out
