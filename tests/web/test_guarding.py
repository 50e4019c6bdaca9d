"""Who is let in, and what a stranger's request comes to."""

import asyncio

import pytest

from books import CASE, write_case
from rubicon.places import shipped
from rubicon.web.desk import Desk
from rubicon.web.guarding import LARGEST_BODY
from rubicon.web.library import Library
from rubicon.web.serving import application
from rubicon.web.undoing import Journal
from visiting import ADDRESS, PORT, TOKEN, ask, get, library_in

SCRIPT = "<script>alert(1)</script>"


@pytest.fixture
def cases(tmp_path):
    folder = library_in(tmp_path)
    write_case(tmp_path / "secret.toml")
    return folder


@pytest.fixture
def app(cases):
    return application(Desk(Library(cases, cases.parent / "rules")), Journal(None), PORT, TOKEN)


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1", "127.0.0.1:81", f"{ADDRESS}.evil.example", "", None, "localhost"]
)
def test_a_foreign_host_is_turned_away(app, host):
    """A name that leads here from elsewhere is not ours, whatever it resolves to."""
    assert get(app, headers={"host": host}).status == 421
    assert get(app, "/static/page.css", headers={"host": host}).status == 421


def test_the_page_answers_to_both_of_its_names(app):
    """127.0.0.1 and localhost are this machine."""
    assert get(app, headers={"host": f"localhost:{PORT}"}).status == 200


@pytest.mark.parametrize(
    "origin", ["http://evil.example", "null", f"https://{ADDRESS}", "http://127.0.0.1:81"]
)
def test_another_site_is_turned_away(app, origin):
    """A request that names another site is refused, whatever it asks."""
    assert get(app, headers={"origin": origin}).status == 403


def test_a_request_that_would_write_must_name_this_page(app):
    """Without an origin nothing but reading is answered."""
    for method in ("POST", "PUT", "DELETE", "PATCH"):
        assert asyncio.run(ask(app, method, "/", headers={"origin": None})).status == 403


@pytest.mark.parametrize(
    "path",
    [
        "/case/../secret/",
        "/case/..%2Fsecret/",
        "/case/%2e%2e%2fsecret/",
        "/case/..\\secret/",
        "/case/.../",
        "/case/\udcff/",
        "/case/one.toml/",
        "/case/\x00/",
        "/row/..%2Fsecret",
        "/static/../case.html.j2",
        "/static/..%2Fcase.html.j2",
        "/static/%2e%2e/case.html.j2",
        "/static//etc/passwd",
    ],
)
def test_no_path_leads_out_of_the_folder(app, path):
    """A name that is no case of the folder is no case, however it is written."""
    answer = get(app, path)
    assert answer.status in (200, 400, 404)
    assert "A case" not in answer.text
    assert "root:" not in answer.text
    assert "extends" not in answer.text


def test_a_body_too_large_is_not_read(app):
    """A body is refused by the length it states, by the length it has, and where its length is no number."""
    told = asyncio.run(ask(app, "POST", "/", headers={"content-length": str(LARGEST_BODY + 1)}))
    assert told.status == 413
    assert get(app, headers={"content-length": "²"}).status == 400
    assert get(app, headers={"content-length": "9" * 5_000}).status == 413


@pytest.mark.parametrize("query", ["sentence=%ff", "sentence=%00", "day=%1b", "x=%ed%a0%80", "a=1&" * 500])
def test_broken_encodings_are_answered(app, query):
    """What is no text is refused in a line, not by a traceback."""
    answer = get(app, "/case/one/why", query=query)
    assert answer.status == 400
    assert "Traceback" not in answer.text


def test_script_in_any_field_stays_text(app, cases):
    """Whatever a case or an address says, it is shown as text."""
    hostile = CASE.replace('title = "A case"', f'title = "{SCRIPT}"')
    write_case(
        cases / "hostile.toml",
        hostile,
        extra=f"""
        [source.evil]
        title = "{SCRIPT}"
        publisher = "{SCRIPT}"
        address = "javascript:alert(1)"
        [[fact]]
        that = "Ukraine asks the CSTO to intervene"
        source = "evil"
        note = "{SCRIPT}"
        """,
    )
    pages = [get(app, "/case/hostile/"), get(app, "/row/hostile"), get(app, query={"words": SCRIPT})]
    pages += [
        get(app, "/case/one/why", query={"sentence": SCRIPT}),
        get(app, "/case/one/", query={"assume": SCRIPT}),
        get(app, f"/case/{SCRIPT}/"),
    ]
    for page in pages:
        assert "<script>alert" not in page.text
        assert 'href="javascript:' not in page.text


def test_the_policy_allows_nothing_from_elsewhere(app):
    """Every answer, a refusal too, carries the policy; no page runs script of its own or loads from elsewhere."""
    for answer in (get(app), get(app, "/case/one/"), get(app, "/none"), get(app, headers={"host": "x"})):
        assert answer.headers["content-security-policy"].startswith("default-src 'none'; script-src 'self'")
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["cache-control"] == "no-store" or answer.status == 421
        assert "<script>" not in answer.text
        assert 'src="http' not in answer.text


def test_what_is_no_page_is_answered(app):
    """An unknown address, and an unknown way of asking, get a page that says so."""
    assert get(app, "/none").status == 404
    assert asyncio.run(ask(app, "POST", "/")).status == 405


def test_htmx_is_shipped_whole_with_its_licence():
    """The one library of the page lies beside it, with the terms it comes under."""
    static = shipped("templates") / "web" / "static"
    assert b'version="4.' in (static / "htmx.min.js").read_bytes()
    assert "Zero-Clause BSD" in (static / "htmx.LICENSE").read_text(encoding="utf-8")
