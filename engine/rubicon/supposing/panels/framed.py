"""A panel in Python: a frame or a file in, judged rows out."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from rubicon.language.rules import Rulebook
from rubicon.problems import BadInput, Problem
from rubicon.reading.panels import PanelMap, read_panel_map
from rubicon.supposing.panels.needing import refuse_without


def panel(
    rulebook: Rulebook,
    table: Any,
    mapped: PanelMap | Path | str,
    *,
    schools: Sequence[str] | None = None,
    drafts: bool = False,
) -> Any:
    """Judge every row of a table by a map, as `rubicon panel` does.

    `table` is a frame of pandas, a table of Arrow or anything else that gives its columns to Arrow; or the name of a
    Parquet or CSV file, or a query of DuckDB. A frame of pandas comes back as one, all else as a table of Arrow.

    Raises:
        BadInput: the extra `[panel]` is not installed, the map has problems, the table is none or lacks columns, or
            a row cannot be judged.
    """
    refuse_without("duckdb", "pyarrow")
    # Here, so that what is missing is told as a problem and not as an import that fails.
    import pyarrow as pa  # noqa: PLC0415

    from rubicon.supposing.panels.running import panel_of, run  # noqa: PLC0415
    from rubicon.supposing.panels.tables import open_frame, open_table  # noqa: PLC0415

    found = mapped if isinstance(mapped, PanelMap) else read_panel_map(mapped, rulebook)
    is_pandas = type(table).__module__.startswith("pandas") and hasattr(table, "columns")
    if isinstance(table, str | Path):
        opened = open_table(str(table), found)
    else:
        try:
            frame = pa.Table.from_pandas(table, preserve_index=False) if is_pandas else pa.table(table)
        except (pa.ArrowException, TypeError, ValueError) as error:
            what = f"Arrow cannot read it: {' '.join(map(str, error.args))}"
            remedy = "Give a frame, or columns by their names, each of one type and of one length."
            raise BadInput([Problem("the table", 0, what, remedy)]) from None
        opened = open_frame(frame, found)
    ready = panel_of(rulebook, found, opened.layout, schools, drafts=drafts)
    judged = pa.concat_tables([ready.schema.empty_table(), *run(ready, opened, lambda _: None)])
    return judged.to_pandas() if is_pandas else judged
