"""A panel in Python: a frame or a file in, judged rows out."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa

from rubicon.language.rules import Rulebook
from rubicon.reading.panels import PanelMap, read_panel_map
from rubicon.supposing.panels.running import panel_of, run
from rubicon.supposing.panels.tables import open_frame, open_table


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
        BadInput: the map has problems, the table lacks columns, or a row cannot be judged.
    """
    found = mapped if isinstance(mapped, PanelMap) else read_panel_map(mapped, rulebook)
    named = isinstance(table, str | Path)
    opened = open_table(str(table), found) if named else open_frame(_as_arrow(table), found)
    ready = panel_of(rulebook, found, opened.layout, schools, drafts=drafts)
    judged = pa.concat_tables([ready.schema.empty_table(), *run(ready, opened, lambda _: None)])
    return judged.to_pandas() if type(table).__module__.startswith("pandas") else judged


def _as_arrow(frame: Any) -> pa.Table:
    if type(frame).__module__.startswith("pandas"):
        return pa.Table.from_pandas(frame, preserve_index=False)
    return pa.table(frame)
