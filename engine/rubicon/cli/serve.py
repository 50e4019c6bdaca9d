"""The command that serves the analyst's page."""

from importlib.util import find_spec
from pathlib import Path

import click

from rubicon.cli.log.opening import log_option
from rubicon.cli.options import rules_option
from rubicon.places import own_data, shipped
from rubicon.problems import BadInput, Problem
from rubicon.reading.choosing import choose_rulebook, library_of

PORT = 8765


@click.command("serve")
@click.argument("cases", metavar="[FOLDER]", default=None, required=False, type=click.Path(path_type=Path))
@click.option(
    "--port", type=click.IntRange(0, 65_535), default=PORT, show_default=True, help="0: any that is free."
)
@rules_option
@log_option
def command(cases: Path | None, port: int, folder: str | None, path: Path) -> None:
    """Serve a page over a folder of cases, in a browser on this machine alone. Default: the shipped library.

    The shipped library is copied into a folder of your own at the first change.
    """
    for needed in ("starlette", "uvicorn"):
        if find_spec(needed) is None:
            remedy = "pip install 'rubicon[web]'"
            raise BadInput([Problem("rubicon serve", 0, f"the package {needed} is not installed", remedy)])
    # Here, so that no other command loads the two large libraries that the page needs.
    from rubicon.web.serving import serve  # noqa: PLC0415

    own = None
    if cases is None:
        chosen = choose_rulebook(folder, ())
        cases = library_of(chosen.folder) or shipped("cases")
        data = own_data()
        if data is not None and cases.resolve() == shipped("cases").resolve():
            own = data / "cases"
    else:
        chosen = choose_rulebook(folder, [cases / "any.toml"])
    if chosen.notice:
        click.echo(f"rubicon: {chosen.notice}", err=True)
    serve(
        cases,
        chosen.folder,
        own,
        port,
        lambda address: click.echo(f"Rubicon is at {address} Ctrl-C ends it."),
        path,
    )
