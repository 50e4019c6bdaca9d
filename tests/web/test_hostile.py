"""What a hostile page, a hostile file or a hostile address comes to, through every form and on every page."""

import asyncio
import json
from urllib.parse import quote, urlencode

import pytest
from starlette.routing import Route

from books import write_case
from rubicon.web.changing import Changer
from rubicon.web.desk import Desk
from rubicon.web.exchange import Exchange
from rubicon.web.forms import Forms
from rubicon.web.library import Library
from rubicon.web.logbook import Logbook
from rubicon.web.logpages import LogPages
from rubicon.web.pages import Pages
from rubicon.web.particulars import Particulars
from rubicon.web.undoing import Journal, digest_of
from visiting import ADDRESS, TOKEN, ask, get, library_in, page_over, post

SCRIPT = "\"'><script>alert(1)</script><img src=x onerror=alert(1)>"
EVIL = "javascript:alert(1)"
REQUEST = "Kazakhstan asks the CSTO to intervene"
ACLED = f"""event_id_cnty,event_date,event_type,sub_event_type,notes,country,admin1,location,fatalities,source
KZ1,2022-01-05,Riots,asks,"{SCRIPT.replace('"', '""')}",Kazakhstan,Almaty,Almaty,3,"{SCRIPT.replace('"', '""')}"
"""
TABLE = f"""sentence,on,note,source_title,source_address,source_publisher
Ukraine asks the CSTO to intervene,2022-01-04,"{SCRIPT.replace('"', '""')}","{SCRIPT.replace('"', '""')}",{EVIL},<b>x</b>
"""
OUT = (
    "../secret",
    "..%2Fsecret",
    "%2e%2e%2fsecret",
    "..\\secret",
    "~",
    "..~secret",
    "a/../../secret",
    "one\x00",
)


@pytest.fixture
def cases(tmp_path):
    folder = library_in(tmp_path)
    write_case(tmp_path / "secret.toml", extra="# secret\n")
    return folder


@pytest.fixture
def app(cases):
    return page_over(cases, cases.parent / "log.sqlite")


def send(app, cases, path, **fields):
    seen = digest_of((cases / "one.toml").read_bytes())
    return post(app, f"/case/one/{path}", {"seen": seen, **fields}, part=True)


def routes(cases) -> list[Route]:
    """Return every address of the page, those that write too."""
    library = Library(cases, cases.parent / "rules")
    changer, logbook = Changer(library, Journal(None)), Logbook(None)
    pages = Pages(Desk(library), changer, logbook, TOKEN)
    exchange = Exchange(pages)
    found = [*pages.routes(), *LogPages(pages, logbook).routes(), *exchange.routes()]
    return [*found, *Particulars(pages).routes(), *Forms(exchange, changer, logbook).routes()]


def addresses(cases, case="one"):
    """Return the address of every page, for a case."""
    for route in routes(cases):
        if route.methods and "GET" in route.methods:
            path = route.path.replace("{name}", case).replace("{form}", "html")
            path = path.replace("{number:int}", "1").replace("{rule:path}", "local-support/request")
            yield path.replace("/case/html", "/case/csv")


def test_script_in_every_field_of_every_form_stays_text(app, cases):
    """What is written into any field, or stands in any file brought in, is shown as text on every page."""
    fact = {"sentence": "Ukraine asks the CSTO to intervene", "note": SCRIPT, "source-address": EVIL}
    fact |= {f"source-{key}": SCRIPT for key in ("title", "publisher", "author", "origin")}
    told = [send(app, cases, "fact", **fact)]
    told += [
        send(app, cases, "fact", sentence=SCRIPT),
        send(app, cases, "fact", sentence=REQUEST, **{"grade-letter": SCRIPT, "grade-digit": SCRIPT}),
        *(send(app, cases, "fact", sentence=REQUEST, **{key: SCRIPT}) for key in ("on", "until")),
        send(app, cases, "fact", sentence=REQUEST, source=SCRIPT),
        send(app, cases, "withdraw", sentence=SCRIPT, why=SCRIPT),
        send(app, cases, "import", text=TABLE, filename=f"{SCRIPT}.csv", conflict="1"),
        send(app, cases, "import", text=SCRIPT, filename=SCRIPT),
        send(app, cases, "import", text=json.dumps([{"id": "a", "title": SCRIPT, "URL": EVIL}])),
        send(app, cases, "import", text=ACLED, filename="acled.csv"),
        send(
            app, cases, "events", **{"text": ACLED, "filename": SCRIPT, "choice-2": SCRIPT, "start": SCRIPT}
        ),
        send(app, cases, "events", **{"text": ACLED, "filename": "acled.csv", "choice-2": REQUEST}),
        send(app, cases, "withdraw", sentence=REQUEST, source="address", until=SCRIPT, withdrawn=SCRIPT),
        send(app, cases, "withdraw", sentence=REQUEST, source="address", why=SCRIPT),
        send(app, cases, "fact", sentence="Kazakhstan leads the CSTO", assumed=SCRIPT, conflict="1"),
        send(
            app, cases, "source", key="address", title=SCRIPT, origin=SCRIPT, address=EVIL, date="2022-01-05"
        ),
        send(app, cases, "outcome", happened="yes", on="2022-01-06", summary=SCRIPT, unscored=SCRIPT),
        send(app, cases, "outcome", happened=SCRIPT, on=SCRIPT, source=SCRIPT),
        send(
            app, cases, "amend", title=SCRIPT, as_of="2022-01-05", author=SCRIPT, marking=SCRIPT, note=SCRIPT
        ),
        send(app, cases, "amend", **{"title": "x", "as_of": "2022-01-05", "role-host": SCRIPT}),
        send(app, cases, "file", who=SCRIPT, why=SCRIPT),
        send(app, cases, "file", who=SCRIPT, why=SCRIPT),
    ]
    new = {"name": "evil", "title": SCRIPT, "as_of": "2022-01-05", "author": SCRIPT, "marking": SCRIPT}
    new |= {"role-intervener": "Russia", "role-host": SCRIPT, "kind-host": "country"}
    told.append(post(app, "/new", new))
    told += [get(app, path) for path in addresses(cases)]
    told += [get(app, path, part=True) for path in addresses(cases)]
    for name in ("words", "sentence", "assume", "without", "day", "one", "other", "hash", "entry", "redact"):
        told += [get(app, path, query={name: SCRIPT}) for path in addresses(cases)]
    told += [get(app, f"/case/{quote(SCRIPT, safe='')}/"), get(app, f"/rules/{SCRIPT}")]
    for page in told:
        if page.headers.get("content-type", "text/html").startswith("text/html"):
            assert "<script>alert" not in page.text
            assert "<img" not in page.text
            assert 'href="javascript:' not in page.text
        assert page.status != 500
    stored = (cases / "one.toml").read_text(encoding="utf-8")
    assert stored.count("<script>alert(1)") > 4


@pytest.mark.parametrize("name", OUT)
def test_no_name_leads_out_of_the_folder(app, cases, name):
    """No page and no form reads or writes a case that is not in the folder, however its name is written."""
    before = {path: path.read_bytes() for path in cases.parent.rglob("*") if path.is_file()}
    fields = {"seen": digest_of((cases.parent / "secret.toml").read_bytes()), "sentence": REQUEST}
    fields |= {"title": "New", "as_of": "2022-01-01", "role-intervener": "Russia", "role-host": "Ukraine"}
    fields |= {"name": name, "text": TABLE, "filename": f"{name}.csv", "who": "me"}
    for route in routes(cases):
        path = route.path.replace("{name}", name).replace("{form}", name).replace("{rule:path}", name)
        path = path.replace("{number:int}", name)
        if route.methods and "POST" in route.methods:
            answer = post(app, path, fields)
            assert answer.status in (400, 404, 405, 409), path
        else:
            answer = get(app, path, query={"one": name, "other": name})
            assert answer.status in (200, 400, 404), path
        assert "# secret" not in answer.text
    assert {path: path.read_bytes() for path in cases.parent.rglob("*") if path.is_file()} == before


def test_no_stranger_is_answered_on_any_page(app, cases):
    """Every address turns away a foreign host, another site, and a form without the token or from elsewhere."""
    before = (cases / "one.toml").read_bytes()
    fields = {"seen": digest_of(before), "sentence": REQUEST, "text": TABLE, "who": "me", "name": "x"}
    for route in routes(cases):
        path = route.path.replace("{name}", "one").replace("{form}", "html")
        path = path.replace("{rule:path}", "local-support/request").replace("{number:int}", "1")
        method = "POST" if route.methods and "POST" in route.methods else "GET"
        body = (urlencode({"token": TOKEN, **fields}).encode(),)
        for headers in (
            {"host": "evil.example"},
            {"host": f"{ADDRESS}.evil.example"},
            {"origin": "http://evil.example"},
            {"origin": "null"},
        ):
            answer = asyncio.run(ask(app, method, path, headers=headers, body=body))
            assert answer.status in (403, 421), path
        if method == "POST":
            for wrong in ({}, {"token": ""}, {"token": TOKEN[::-1]}):
                body = (urlencode({**fields, **wrong}).encode(),)
                assert asyncio.run(ask(app, "POST", path, body=body)).status == 403, path
            plain = {"content-type": "text/plain"}
            assert post(app, path, fields, headers=plain).status == 403, path
            assert post(app, path, fields, headers={"origin": None}).status == 403, path
    assert (cases / "one.toml").read_bytes() == before
    assert not (cases.parent / "log.sqlite").exists()
    assert [path.name for path in cases.iterdir()] == ["one.toml"]


def test_every_form_reads_no_more_than_it_may_and_no_broken_text(app, cases):
    """A body past the limit, in pieces or at once, and one that is no text in UTF-8 are refused by every form."""
    before = (cases / "one.toml").read_bytes()
    for route in routes(cases):
        if not (route.methods and "POST" in route.methods):
            continue
        path = route.path.replace("{name}", "one")
        large = urlencode({"token": TOKEN, "text": "x" * 2_100_000}).encode()
        assert asyncio.run(ask(app, "POST", path, body=(large,))).status == 413, path
        pieces = tuple(large[at : at + 200_000] for at in range(0, len(large), 200_000))
        assert asyncio.run(ask(app, "POST", path, body=pieces)).status == 413, path
        for broken in (
            b"text=%ff",
            b"text=\xff\xfe",
            b"text=%00",
            b"text=%ed%a0%80",
            b"a=1&" * 300,
            b"text=%1b",
        ):
            body = (f"token={TOKEN}&".encode() + broken,)
            answer = asyncio.run(ask(app, "POST", path, body=body))
            assert answer.status == 400, path
            assert "Traceback" not in answer.text
    assert (cases / "one.toml").read_bytes() == before
