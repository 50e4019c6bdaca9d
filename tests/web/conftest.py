"""A browser, a case to be changed on a page that is served, and that page in the browser."""

import pytest

from books import write_book, write_case

EARLIER = """
    [[fact]]
    that = "Ukraine does not ask Russia to intervene"
    on = 2022-01-03
    known = 2022-01-03
"""


@pytest.fixture(scope="module")
def browser():
    """Start a browser; what drives it is not everywhere."""
    from driving import launched  # noqa: PLC0415 - as above

    with launched() as found:
        yield found


@pytest.fixture
def served(tmp_path):
    """Serve a small rulebook and a small case, to be changed."""
    from driving import Served  # noqa: PLC0415 - as above

    (tmp_path / "cases").mkdir()
    write_case(tmp_path / "cases" / "one.toml", extra=EARLIER)
    made = Served(tmp_path, write_book(tmp_path / "rules"))
    yield made
    made.stop()


@pytest.fixture
def watched(browser, served):
    """Open the case in a window of its own; in the end nothing went wrong there."""
    from driving import Watched  # noqa: PLC0415 - as above

    context = browser.new_context(viewport={"width": 1400, "height": 900})
    context.set_default_timeout(20_000)
    found = Watched(context.new_page(), served.address)
    found.page.goto(f"{served.address}/case/one/")
    yield found
    found.check()
    context.close()
