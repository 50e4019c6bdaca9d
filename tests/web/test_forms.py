"""What writes: every form, its token, and what happens when two want to change one case."""

import asyncio
from urllib.parse import urlencode

import pytest
from starlette.routing import Route

from books import write_case
from rubicon.reading import read_case, read_rulebook
from rubicon.recording.entries import digest_of
from rubicon.web.changing import Changer
from rubicon.web.desk import Desk
from rubicon.web.exchange import Exchange
from rubicon.web.forms import Forms
from rubicon.web.library import Library
from rubicon.web.logbook import Logbook
from rubicon.web.pages import Pages
from rubicon.web.serving import application
from rubicon.web.undoing import KEPT, Journal
from visiting import PORT, TOKEN, ask, get, library_in, page_over, post

REQUEST = "Kazakhstan asks the CSTO to intervene"
DENIED = "Kazakhstan does not ask the CSTO to intervene"
FURTHER = "Ukraine asks the CSTO to intervene"


@pytest.fixture
def cases(tmp_path):
    return library_in(tmp_path, extra="# the analyst's own line\n")


@pytest.fixture
def app(cases):
    return page_over(cases)


def seen(cases) -> str:
    return digest_of((cases / "one.toml").read_bytes())


def send(app, cases, path, **fields):
    return post(app, path, {"seen": seen(cases), **fields}, part=True)


def graded(grade) -> dict[str, str]:
    return {"grade-letter": grade[0], "grade-digit": grade[1]}


def literals(cases):
    rulebook = read_rulebook(cases.parent / "rules")
    case = read_case(cases / "one.toml", rulebook)
    return {fact.literal for fact in case.facts if fact.retracted is None}


def every_form(cases):
    library = Library(cases, cases.parent / "rules")
    changer = Changer(library, Journal(None))
    logbook = Logbook(None)
    pages = Pages(Desk(library), changer, logbook, TOKEN)
    return Forms(Exchange(pages), changer, logbook).routes()


def test_every_form_asks_for_the_token(app, cases):
    """Without the token of this start, with another, or as another type, no form writes; nothing else takes a form."""
    before = (cases / "one.toml").read_bytes()
    routes = every_form(cases)
    assert routes
    assert all(isinstance(route, Route) and route.methods == {"POST"} for route in routes)
    fields = {"seen": seen(cases), "sentence": REQUEST, "name": "new", "title": "New", "as_of": "2022-01-01"}
    for route in routes:
        path = route.path.replace("{name}", "one")
        for token in (None, "", "wrong", TOKEN[:-1], "é"):
            pairs = [*fields.items(), *([("token", token)] if token is not None else [])]
            body = (urlencode(pairs).encode(),)
            assert asyncio.run(ask(app, "POST", path, body=body)).status == 403
        kind = {"content-type": "text/plain"}
        assert post(app, path, fields, headers=kind).status == 403
    assert (cases / "one.toml").read_bytes() == before
    assert len(list(cases.iterdir())) == 1


def test_a_post_from_another_site_writes_nothing(app, cases):
    """Even with the token, a form that another site sends is turned away."""
    before = (cases / "one.toml").read_bytes()
    fields = {"seen": seen(cases), "sentence": FURTHER}
    for origin in ("http://evil.example", "null", None):
        assert post(app, "/case/one/fact", fields, headers={"origin": origin}).status == 403
    assert (cases / "one.toml").read_bytes() == before


def test_a_body_that_grows_too_large_is_refused(app, cases):
    """A body that gives no length is read no further than the limit."""
    pieces = tuple(b"x" * 100_000 for _ in range(40))
    assert post(app, "/case/one/fact", body=pieces).status == 413


@pytest.mark.parametrize(
    "body", [b"token=%ff", b"\xff\xfe", b"token=%00", b"a=1&" * 1_000, b"token=\xc3\xa9"]
)
def test_a_form_in_a_broken_encoding_is_refused(app, body):
    """What is no text in UTF-8 is refused in a line."""
    answer = post(app, "/case/one/fact", body=(body,))
    assert answer.status in (400, 403)
    assert "Traceback" not in answer.text


def test_a_fact_is_added_with_a_new_source(app, cases):
    """The fact and its source stand in the file; what stood there stays; the answer is the page with what changed."""
    answer = send(
        app,
        cases,
        "/case/one/fact",
        **{
            "sentence": FURTHER,
            **graded("B2"),
            "on": "2022-01",
            "source-publisher": "The Wire",
            "source-date": "2022-01-04",
        },
    )
    assert answer.status == 200
    assert "What changed" in answer.text
    assert "The case file is not changed" not in answer.text
    text = (cases / "one.toml").read_text(encoding="utf-8")
    assert "# the analyst's own line" in text
    assert "[source.the-wire-2022-01-04]" in text
    assert f'that   = "{FURTHER}"' in text
    again = send(
        app,
        cases,
        "/case/one/fact",
        **{
            "sentence": "Ukraine asks Russia to intervene",
            "source-publisher": "The Wire",
            "source-date": "2022-01-04",
        },
    )
    assert again.status == 200
    assert "[source.the-wire-2022-01-04-2]" in (cases / "one.toml").read_text(encoding="utf-8")


def test_what_cannot_be_read_is_told_beside_the_form(app, cases):
    """A wrong sentence, day, grade or source is told in place, and nothing is written."""
    before = (cases / "one.toml").read_bytes()
    for fields in (
        {"sentence": "Kazakstan asks the CSTO to intervene"},
        {"sentence": FURTHER, "on": "soon"},
        {"sentence": FURTHER, **graded("Z9")},
        {"sentence": FURTHER, "grade-letter": "B"},
        {"sentence": FURTHER, "source": "nobody"},
        {"sentence": FURTHER, "source-title": "x", "source-date": "soon"},
        {"sentence": ""},
        {"sentence": "<script>alert(1)</script>"},
    ):
        answer = send(app, cases, "/case/one/fact", **fields)
        assert answer.status == 400
        assert answer.headers["hx-retarget"] == "#said"
        assert "<script>alert" not in answer.text
    assert (cases / "one.toml").read_bytes() == before


def test_a_contradiction_is_taken_on_the_analysts_word_alone(app, cases):
    """What contradicts the file is shown with its source first; said to be a conflict, both stand."""
    before = (cases / "one.toml").read_bytes()
    answer = send(app, cases, "/case/one/fact", sentence=DENIED)
    assert answer.status == 409
    assert "An address" in answer.text
    assert (cases / "one.toml").read_bytes() == before
    assert send(app, cases, "/case/one/fact", sentence=DENIED, conflict="1").status == 200
    assert len(literals(cases)) == 3


def test_a_fact_is_corrected_and_withdrawn(app, cases):
    """A correction retracts the old fact and asserts the new; a withdrawal keeps the reason."""
    fields = {
        "sentence": REQUEST,
        **graded("C3"),
        "source": "address",
        "replaces": REQUEST,
        "replaces-source": "address",
    }
    assert send(app, cases, "/case/one/fact", **fields).status == 200
    text = (cases / "one.toml").read_text(encoding="utf-8")
    assert 'retracted = "corrected"' in text
    assert '"C3"' in text
    assert (
        send(app, cases, "/case/one/withdraw", sentence=REQUEST, source="address", why="a hoax").status == 200
    )
    assert 'retracted = "a hoax"' in (cases / "one.toml").read_text(encoding="utf-8")
    assert send(app, cases, "/case/one/withdraw", sentence=REQUEST).status == 400


def test_each_change_is_undone_in_turn_after_a_restart_too(app, cases):
    """Undoing goes back change by change to the bytes of the start, and then says that there is no more; redoing likewise forth."""
    states, sentences = [(cases / "one.toml").read_bytes()], (FURTHER, "Ukraine asks Russia to intervene")
    for sentence in sentences:
        assert send(app, cases, "/case/one/fact", sentence=sentence).status == 200
        states.append((cases / "one.toml").read_bytes())
    again = application(
        Desk(Library(cases, cases.parent / "rules")), Journal(cases.parent / "undo"), PORT, TOKEN
    )
    for way, to in (("undo", states[-2::-1]), ("redo", states[1:]), ("undo", states[-2::-1])):
        done = sentences if way == "redo" else sentences[::-1]
        for state, sentence in zip(to, done, strict=True):
            assert f"{way.capitalize()}: asserted “{sentence}”" in get(again, "/case/one/").text
            assert send(again, cases, f"/case/one/{way}").status == 200
            assert (cases / "one.toml").read_bytes() == state
        assert f"{way.capitalize()}: " not in get(again, "/case/one/").text
        assert send(again, cases, f"/case/one/{way}").status == 400


def test_what_was_undone_is_done_again_only_where_nothing_came_between(app, cases):
    """Another change, here or by an editor, and what was undone is gone for good; the change that came stands."""
    for came in ("fact", "editor"):
        assert send(app, cases, "/case/one/fact", sentence=FURTHER).status == 200
        assert send(app, cases, "/case/one/undo").status == 200
        assert "Redo: asserted" in get(app, "/case/one/").text
        if came == "fact":
            other = "Ukraine asks Russia to intervene"
            assert send(app, cases, "/case/one/fact", sentence=other).status == 200
        else:
            with (cases / "one.toml").open("a", encoding="utf-8") as file:
                file.write("# an editor's line\n")
        kept = (cases / "one.toml").read_bytes()
        assert "Redo: " not in get(app, "/case/one/").text
        assert send(app, cases, "/case/one/redo").status == 400
        assert (cases / "one.toml").read_bytes() == kept


def test_nothing_of_another_is_undone(app, cases):
    """After an editor has changed the file, undoing would lose that: it is refused."""
    send(app, cases, "/case/one/fact", sentence=FURTHER)
    with (cases / "one.toml").open("a", encoding="utf-8") as file:
        file.write("# an editor's line\n")
    assert "Undo: " not in get(app, "/case/one/").text
    assert send(app, cases, "/case/one/undo").status == 400
    assert "# an editor's line" in (cases / "one.toml").read_text(encoding="utf-8")


def test_the_later_of_two_is_told(app, cases):
    """A form from a page that shows an older case is refused, whoever changed it; nothing is lost."""
    old = seen(cases)
    assert send(app, cases, "/case/one/fact", sentence=FURTHER).status == 200
    kept = (cases / "one.toml").read_bytes()
    fields = {"seen": old, "sentence": "Ukraine asks Russia to intervene"}
    answer = post(app, "/case/one/fact", fields, part=True)
    assert answer.status == 409
    assert "changed elsewhere" in answer.text
    assert post(app, "/case/one/undo", {"seen": old}, part=True).status == 409
    assert (cases / "one.toml").read_bytes() == kept


def test_a_fact_has_one_source_and_is_public_on_its_day(app, cases):
    """A source on file beside a new one is refused; a fact that says no day is public on that of its source."""
    both = {"sentence": FURTHER, "source": "address", "source-title": "Another"}
    assert send(app, cases, "/case/one/fact", **both).status == 400
    assert send(app, cases, "/case/one/fact", sentence=FURTHER, source="address").status == 200
    fact = read_case(cases / "one.toml", read_rulebook(cases.parent / "rules")).facts[-1]
    assert (str(fact.known), fact.known_stated) == ("2022-01-05", False)


def test_what_is_corrected_is_no_new_contradiction(app, cases):
    """A fact that is in conflict already is graded anew without being asked about that again; another report is."""
    assert send(app, cases, "/case/one/fact", sentence=DENIED, conflict="1").status == 200
    again = {"sentence": REQUEST, "source": "address", "replaces": REQUEST, "replaces-source": "address"}
    assert send(app, cases, "/case/one/fact", **again, **graded("A2")).status == 200
    assert send(app, cases, "/case/one/fact", sentence=REQUEST, **graded("B3")).status == 409


def test_what_is_supposed_is_made_facts_of(app, cases):
    """Kept, a supposition judges as it did while it was one; what it replaced is retracted with the reason."""
    query = {"assume": DENIED}
    supposed = get(app, "/case/one/", query=query).text
    assert "Unlikely (20–45%)" in supposed
    answer = post(app, "/case/one/keep", {"seen": seen(cases)}, query=query, part=True)
    assert answer.status == 200
    assert "Unlikely (20–45%)" in answer.text
    assert "Nothing of it is written" not in answer.text
    assert answer.headers["hx-push-url"] == "/case/one/"
    assert f'retracted = "replaced by: {DENIED}"' in (cases / "one.toml").read_text(encoding="utf-8")


def test_without_script_a_form_leads_back_to_the_page(app, cases):
    """A form that is sent whole is answered by the page's address, as it was asked for; there it is said what was done."""
    fields = {"seen": seen(cases), "sentence": FURTHER}
    answer = post(app, "/case/one/fact", fields, query={"without": REQUEST})
    assert answer.status == 303
    path, _, query = answer.headers["location"].partition("?")
    assert (path, query.partition("&")[0]) == ("/case/one/", "without=Kazakhstan+asks+the+CSTO+to+intervene")
    told = f"<p>Asserted “{FURTHER}”.</p>"
    assert told in get(app, path, query=query).text
    assert send(app, cases, "/case/one/fact", sentence="Ukraine asks Russia to intervene").status == 200
    assert told not in get(app, path, query=query).text


def test_a_new_case_is_begun(app, cases):
    """A case begins with a name, a title, a day and its roles; a wrong or taken name is refused."""
    fields = {"title": "Mine", "as_of": "2024-05-01", "role-intervener": "Russia", "role-host": "Ukraine"}
    assert post(app, "/new", {"name": "mine", **fields}).headers["location"] == "/case/mine/"
    assert get(app, "/case/mine/").status == 200
    for name in ("mine", "../mine", "a/b", "", "Ä", ".hidden", "x" * 200):
        assert post(app, "/new", {"name": name, **fields}).status == 400
    assert {path.name for path in cases.iterdir()} == {"one.toml", "mine.toml"}
    assert post(app, "/new", {"name": "other", **fields, "role-host": "Atlantis"}).status == 400
    known = {**fields, "role-host": "Atlantis", "kind-host": "country"}
    assert post(app, "/new", {"name": "other", **known}).status == 303


def test_a_case_is_taken_in_from_its_file(app, cases):
    """The text of a case's file becomes a case to the letter, under its own name or another; what is wrong is told with its line."""
    text = (cases / "one.toml").read_text(encoding="utf-8").replace("A case", "Brought along")
    came = post(app, "/new", {"filename": "brought.toml", "text": text})
    assert came.headers["location"] == "/case/brought/"
    assert (cases / "brought.toml").read_text(encoding="utf-8") == text.strip() + "\n"
    assert ">Brought along</h1>" in get(app, "/case/brought/").text
    assert post(app, "/new", {"name": "other", "text": text}).headers["location"] == "/case/other/"
    assert post(app, "/new", {"text": text}).headers["location"] == "/case/brought-along/"
    kept = {path.name for path in cases.iterdir()}
    for fields in (
        {"name": "other"},
        {"name": "../x"},
        {"filename": "one.toml"},
        {"filename": "../../y.toml", "name": "../y"},
    ):
        assert post(app, "/new", {"text": text, **fields}).status == 400
    broken = post(app, "/new", {"name": "broken", "text": text.replace("asks the CSTO", "axes the CSTO", 1)})
    assert broken.status == 400
    assert "broken, line " in broken.text
    assert {path.name for path in cases.iterdir()} == kept
    assert 'href="/new#import"' in get(app).text


def test_the_shipped_library_is_copied_at_the_first_write(cases, tmp_path):
    """Reading leaves the user's folder alone; the first write copies the library there, and the shipped one stays."""
    shipped, own = cases, tmp_path / "data" / "cases"
    before = (shipped / "one.toml").read_bytes()
    library = Library(shipped, tmp_path / "rules", own)
    app = application(Desk(library), Journal(None), PORT, TOKEN)
    assert str(own) in get(app, "/").text
    assert not own.exists()
    assert send(app, shipped, "/case/one/fact", sentence=FURTHER).status == 200
    assert (shipped / "one.toml").read_bytes() == before
    assert FURTHER in (own / "one.toml").read_text(encoding="utf-8")
    assert f"<code>{own}</code>" in get(app, "/").text


def test_many_readers_and_a_writer_lose_nothing(app, cases):
    """Two hundred requests at once with writers among them: no error, and every fact that was accepted is there."""
    write_case(
        cases / "one.toml",
        extra="".join(f'[[entity]]\nname = "Land {at}"\nkind = "country"\n' for at in range(20)),
    )

    async def write(at):
        while True:
            fields = {
                "token": TOKEN,
                "seen": seen(cases),
                "sentence": f"Land {at} asks the CSTO to intervene",
            }
            answer = await ask(app, "POST", "/case/one/fact", body=(urlencode(fields).encode(),), part=True)
            if answer.status == 200:
                return answer
            assert answer.status == 409

    async def run():
        readers = [ask(app, path=f"/case/one/{way}") for way in ("", "find", "timeline") for _ in range(60)]
        return await asyncio.gather(*readers, *(write(at) for at in range(20)))

    answers = asyncio.run(run())
    assert len(answers) == 200
    assert {answer.status for answer in answers} == {200}
    text = (cases / "one.toml").read_text(encoding="utf-8")
    assert all(f'"Land {at} asks the CSTO to intervene"' in text for at in range(20))


def test_the_journal_keeps_so_many_changes(tmp_path):
    """Only the last changes of a case can be undone; the folder does not grow without end."""
    journal, case = Journal(tmp_path / "undo"), tmp_path / "case.toml"
    for at in range(KEPT + 5):
        journal.add(case, str(at).encode(), str(at + 1).encode())
    kept = list((tmp_path / "undo").rglob("*-*"))
    assert len(kept) == KEPT
    assert journal.last(case, str(KEPT + 5).encode()) == str(KEPT + 4).encode()
    assert journal.last(case, b"another's") is None


def test_what_a_fact_lacks_is_said_on_the_page(app, cases):
    """A fact without a source is written, and the page says so as the command line does."""
    answer = send(app, cases, "/case/one/fact", sentence=FURTHER)
    assert answer.status == 200
    assert "To be looked at: " in answer.text
    assert "a fact without a source" in answer.text
