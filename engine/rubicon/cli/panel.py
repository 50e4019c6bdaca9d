"""The command that judges a table with a case in each row."""

from pathlib import Path

import click

from rubicon.cli import ending
from rubicon.cli.options import drafts_option, rulebook_of, rules_option, school_option, tier_option, unkept
from rubicon.cli.progress import working
from rubicon.supposing.panels.needing import refuse_without


@click.command("panel")
@click.argument("table", metavar="TABLE", required=False)
@click.option("--map", "mapped", metavar="FILE", help="Which column of the table says what (TOML).")
@click.option("--template", is_flag=True, help="Print a map to begin with.")
@click.option(
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Write Parquet to this file, and go on where an earlier run was stopped. Default: CSV on standard output.",
)
@click.option(
    "--scheduler",
    metavar="ADDRESS",
    help="Judge on a cluster of Dask that is already there; it needs --output.",
)
@school_option
@tier_option
@drafts_option
@rules_option
def command(
    table: str | None,
    mapped: str | None,
    template: bool,
    output: Path | None,
    scheduler: str | None,
    schools: tuple[str, ...],
    tier: str | None,
    drafts: bool,
    folder: str | None,
) -> None:
    """Judge every row of a table: Parquet, CSV, or a query of DuckDB."""
    if template:
        # Here and below, so that no other command loads what panels need.
        from rubicon.supposing.panels.templates import template as template_of  # noqa: PLC0415

        ending.give(template_of(rulebook_of(folder, tier=tier)), output)
        return
    if table is None or mapped is None:
        raise click.UsageError("Name a TABLE and its --map, or ask for the --template of a map.")
    if output is not None and output.suffix.lower() not in (".parquet", ".pq"):
        raise click.UsageError(f"{output} must end in .parquet: a panel is written as Parquet.")
    if scheduler is not None and output is None:
        raise click.UsageError("A panel on a cluster needs an --output FILE.")
    refuse_without("duckdb", "pyarrow", *(["distributed"] if scheduler else []))
    from rubicon.reading.panels import read_panel_map  # noqa: PLC0415
    from rubicon.supposing.panels.running import as_csv, panel_of, run, run_into  # noqa: PLC0415
    from rubicon.supposing.panels.tables import open_table  # noqa: PLC0415

    done = [0]

    def tell(rows: int) -> None:
        done[0] = rows

    rulebook = rulebook_of(folder, tier=tier)
    with working(lambda: f", {done[0]:,} rows" if done[0] else ""):
        found = read_panel_map(mapped, rulebook)
        opened = open_table(table, found)
        panel = panel_of(rulebook, found, opened.layout, schools or None, drafts=drafts, keeps=not unkept())
        if output is not None and scheduler is not None:
            from rubicon.supposing.panels.spreading import spread_into  # noqa: PLC0415

            spread_into(scheduler, panel, opened, output, tell)
            return
        if output is not None:
            run_into(panel, opened, output, tell)
            return
        parts = run(panel, opened, tell)
        ending.give(as_csv(next(parts, panel.schema.empty_table()), header=True), None)
        for judged in parts:
            ending.give(as_csv(judged, header=False), None)
