"""What a case says of itself, what came of it, its sources, the ends of facts and assumptions, on the page."""

import pytest

from rubicon.reading import read_case, read_rulebook
from rubicon.recording.entries import digest_of
from visiting import get, library_in, page_over, post

REQUEST = "Kazakhstan asks the CSTO to intervene"
FURTHER = "Ukraine asks the CSTO to intervene"


@pytest.fixture
def cases(tmp_path):
    return library_in(tmp_path, extra="# the analyst's own line\n")


@pytest.fixture
def app(cases):
    return page_over(cases)


def send(app, cases, path, **fields):
    seen = digest_of((cases / "one.toml").read_bytes())
    return post(app, f"/case/one/{path}", {"seen": seen, **fields})


def case(cases):
    return read_case(cases / "one.toml", read_rulebook(cases.parent / "rules"))


def own(cases) -> dict[str, str]:
    """Return the fields of the first form as the page fills them in."""
    now = case(cases)
    return {
        "title": now.title,
        "as_of": str(now.as_of),
        "role-intervener": "Russia",
        "role-host": now.role("host") or "",
        **{key: getattr(now, key) or "" for key in ("author", "reviewed_by", "marking", "note")},
    }


def test_a_case_is_amended_where_the_form_says_otherwise(app, cases):
    """Title, day, parts and names change in their places; what is emptied is taken out; the rest stays to the byte."""
    before = (cases / "one.toml").read_bytes()
    assert (
        send(app, cases, "amend", **own(cases)).headers["location"].startswith("/case/one/about?unchanged=")
    )
    assert (cases / "one.toml").read_bytes() == before
    spread = {"note": " Coded   on\r\nthe day. "}
    assert send(app, cases, "amend", **(own(cases) | spread)).status == 303
    before = (cases / "one.toml").read_bytes()
    assert send(app, cases, "amend", **(own(cases) | {"note": "Coded on the day."})).status == 303
    assert (cases / "one.toml").read_bytes() == before
    fields = own(cases) | {"title": "Another", "as_of": "2022-01-06", "marking": "LIMITED", "author": "B"}
    assert send(app, cases, "amend", **fields).status == 303
    now = case(cases)
    assert (now.title, str(now.as_of), now.marking, now.author) == ("Another", "2022-01-06", "LIMITED", "B")
    assert "# the analyst's own line" in (cases / "one.toml").read_text()
    assert 'value="LIMITED"' in get(app, "/case/one/about").text
    assert send(app, cases, "amend", **(own(cases) | {"marking": ""})).status == 303
    assert case(cases).marking is None
    known = {"role-host": "Atlantis", "kind-host": "country"}
    assert send(app, cases, "amend", **(own(cases) | {"role-host": "Atlantis"})).status == 400
    assert send(app, cases, "amend", **(own(cases) | known)).status == 303
    assert case(cases).role("host") == "Atlantis"


def test_a_change_of_the_particulars_is_undone_and_done_again_where_it_was_made(app, cases):
    """The page of the particulars offers it in words, stays open, and says what was undone."""
    before = (cases / "one.toml").read_bytes()
    assert "Undo:" not in get(app, "/case/one/about").text
    send(app, cases, "amend", **(own(cases) | {"title": "Another"}))
    after = (cases / "one.toml").read_bytes()
    page = get(app, "/case/one/about").text
    assert "Undo: changed the particulars: title was" in page
    assert '<input type="hidden" name="stays" value="about">' in page
    undone = send(app, cases, "undo", stays="about")
    assert (cases / "one.toml").read_bytes() == before
    where = undone.headers["location"]
    assert where.startswith("/case/one/about?undone=")
    path, _, query = where.partition("?")
    told = get(app, path, query=query).text
    assert ("Undone: changed the particulars" in told, "Redo: changed the particulars" in told) == (
        True,
        True,
    )
    assert send(app, cases, "redo", stays="about").headers["location"].startswith("/case/one/about?redone=")
    assert (cases / "one.toml").read_bytes() == after
    assert send(app, cases, "undo").headers["location"].startswith("/case/one/?undone=")


def test_what_came_is_told_and_told_again(app, cases):
    """The outcome is written, shown, and replaced; without yes or no nothing is."""
    assert send(app, cases, "outcome", happened="").status == 400
    assert send(app, cases, "outcome", happened="yes", on="2022-01-06", summary="They came.").status == 303
    told = case(cases).outcome
    assert told is not None
    assert (told.happened, str(told.on), told.summary) == (True, "2022-01-06", "They came.")
    assert ">They came.</textarea>" in get(app, "/case/one/about").text
    assert send(app, cases, "outcome", happened="no", on="", summary="None came.").status == 303
    told = case(cases).outcome
    assert told is not None
    assert (told.happened, told.on, told.summary) == (False, None, "None came.")
    assert "right" not in get(app, "/row/one").text


def test_a_source_is_amended(app, cases):
    """What is told of a source changes in its place; one that the case does not have is refused."""
    fields = {"key": "address", "title": "An address", "date": "2022-01-05", "origin": "The president"}
    assert send(app, cases, "source", **fields).status == 303
    (source,) = case(cases).sources
    assert (source.title, source.origin) == ("An address", "The president")
    assert send(app, cases, "source", key="none", title="x").status == 400


def test_a_fact_ends_or_is_taken_back(app, cases):
    """A fact that has ended, or that its source took back, counts up to that day and stays on file."""
    assert send(app, cases, "withdraw", sentence=REQUEST, source="address", until="2022-01-07").status == 303
    ended = next(fact for fact in case(cases).facts if fact.until)
    assert str(ended.until) == "2022-01-07"
    assert ended.retracted is None
    leads = "Russia leads the CSTO"
    assert send(app, cases, "withdraw", sentence=leads, withdrawn="2022-01-08").status == 303
    assert any(str(fact.withdrawn) == "2022-01-08" for fact in case(cases).facts)
    assert send(app, cases, "withdraw", sentence=leads, until="soon").status == 400


def test_an_assumption_is_written_as_one_and_withdrawn(app, cases):
    """An assumption carries its reason and no source; it is shown as one, and withdrawn like a fact."""
    assert send(app, cases, "fact", sentence=FURTHER, assumed="it would fit").status == 303
    (assumed,) = (fact for fact in case(cases).facts if fact.basis == "assumption")
    assert assumed.why == "it would fit"
    page = get(app, "/case/one/").text
    assert "Assumed" in page
    denied = "Kazakhstan does not ask the CSTO to intervene"
    assert send(app, cases, "fact", sentence=denied, assumed="a guess").status == 409
    assert send(app, cases, "withdraw", sentence=FURTHER, why="it does not").status == 303
    assert [fact.retracted for fact in case(cases).facts if fact.basis == "assumption"] == ["it does not"]
