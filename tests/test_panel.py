"""The command `panel`: a table and its map in, judged rows out, and what is wrong told plainly."""

import io
import os
import re
import resource
import shlex
import time
from datetime import date
from pathlib import Path
from shutil import rmtree
from threading import Event

import pandas as pd
import pyarrow as pa
import pytest
from pyarrow import csv
from pyarrow import parquet as pq

from faults import flat, run
from paneled import assessed
from reported import TOP, rulebook
from rubicon.cli import progress
from rubicon.problems import BadInput
from rubicon.reading import parse_case
from rubicon.reading.panels import read_panel_map
from rubicon.supposing.panels import judging, keeping, running, tables
from rubicon.supposing.panels.framed import panel as inline
from rubicon.supposing.panels.grounding import ground_rows
from rubicon.supposing.panels.templates import template

PAGE = (TOP / "docs" / "panel.md").read_text(encoding="utf-8")
RULES = str(TOP / "rules")


def block(kind):
    return re.search(rf"```{kind}\n(.*?)```", PAGE, re.DOTALL).group(1)


@pytest.fixture
def desk(tmp_path, monkeypatch):
    """Stand beside the table and the map of the page."""
    monkeypatch.chdir(tmp_path)
    Path("months.csv").write_text(block("csv"), encoding="utf-8")
    Path("months.toml").write_text(block("toml"), encoding="utf-8")
    return tmp_path


def panel(*arguments):
    return run("panel", *arguments, "--rules", RULES)


def judged(*arguments):
    result = panel(*arguments, "--output", "out.parquet")
    assert result.exit_code == 0, result.stderr
    return pq.read_table("out.parquet").to_pylist()


def refused(*arguments):
    result = panel(*arguments)
    assert result.exit_code == 1, result.stdout + result.stderr
    return flat(result.stderr)


FACTS = [
    ["Kazakhstan asks the CSTO to intervene", "it is false that the authority of the government of Kazakhstan is disputed",
     "crowds storm public buildings in Kazakhstan"],
    [],
    ["the authority of the government of Ukraine is disputed", "it is false that crowds storm public buildings in Ukraine",
     "Russia has 150,000 troops near Ukraine"],
    ["the authority of the government of Ukraine is disputed", "it is false that crowds storm public buildings in Ukraine",
     "Russia has 100,000 troops near Ukraine"],
]  # fmt: skip


SAYS = {"asked": "asks", "disputed": "disputed", "storming": "storm", "troops": "troops near"}


def written(row, facts):
    """Return the case file of a row of the page, as an analyst would write it."""
    guarantor = f', guarantor = "{row["alliance"]}"' if row["alliance"] else ""
    head = f'title = "T"\nas_of = {row["month"]}\nroles = {{ intervener = "Russia", host = "{row["country"]}"{guarantor} }}\n'
    grades = {text: '\ngrade = "B2"' if "disputed" in text else "" for text in facts}
    return head + "".join(f'[[fact]]\nthat = "{text}"{grades[text]}\n' for text in facts)


def test_the_page_s_panel_says_what_assess_says_of_each_row_s_case_file(desk):
    """Answer, standing, candidates and variables are those of the case file that an analyst would write."""
    book = rulebook(TOP / "rules")
    rows = judged("months.csv", "--map", "months.toml")
    keys = [one.key for one in book.framework.sections if one.kind == "variable"]
    assert list(rows[0]) == [
        "country",
        "alliance",
        "month",
        "answer",
        "standing",
        "candidates",
        *keys,
        "decisive",
    ]
    assert len(rows) == len(FACTS)
    for row, facts in zip(rows, FACTS, strict=True):
        ours = (row["answer"], row["standing"], frozenset(row["candidates"]), tuple(row[key] for key in keys))
        assert ours == assessed(book, parse_case(written(row, facts), book))
        without = [
            assessed(book, parse_case(written(row, [f for f in facts if f != one]), book))[0] for one in facts
        ]
        columns = [name for name, text in SAYS.items() if any(text in one for one in facts)]
        turning = [name for name, answer in zip(columns, without, strict=True) if answer != row["answer"]]
        assert row["decisive"] == turning
    assert rows[0]["decisive"]
    assert len({row["answer"] for row in rows}) > 1


def test_a_row_that_names_nobody_cannot_say_something_of_that_role(desk):
    """Ukraine has no guarantor in the table, so nothing can be said of asking it."""
    text = Path("months.csv").read_text(encoding="utf-8")
    Path("months.csv").write_text(text.replace("2022-02-20,,", "2022-02-20,no,"), encoding="utf-8")
    told = refused("months.csv", "--map", "months.toml")
    assert (
        'months.csv:4: the column "asked" says something of "guarantor", and the row names no one as that'
        in told
    )


def test_parquet_csv_and_a_query_come_out_alike(desk):
    """Types of columns do not matter, as long as they mean the same."""
    rows = judged("months.csv", "--map", "months.toml")
    table = pa.table(
        {
            "country": ["Kazakhstan", "Kazakhstan", "Ukraine", "Ukraine"],
            "alliance": ["the CSTO", "the CSTO", None, None],
            "month": [date.fromisoformat(row["month"]) for row in rows],
            "asked": [True, None, None, None],
            "disputed": [0, None, 1, 1],
            "storming": ["TRUE", "open", "false", " no "],
            "troops": [None, None, 150000.0, 100000.0],
        }
    )
    pq.write_table(table, "months.parquet")
    for named in ("months.parquet", "select * from 'months.parquet'"):
        found = judged(named, "--map", "months.toml")
        assert [row | {"month": str(row["month"]), "alliance": row["alliance"] or ""} for row in found] == [
            row | {"alliance": row["alliance"] or ""} for row in rows
        ]


def test_csv_is_printed_where_no_file_is_named(desk):
    """What goes to a pipe is CSV, and the same each time."""
    first, second = (panel("months.csv", "--map", "months.toml") for _ in range(2))
    assert first.stdout == second.stdout
    assert first.stdout.splitlines()[0].startswith("country,alliance,month,answer,standing,candidates,")
    assert len(first.stdout.splitlines()) == 5


def test_what_a_table_holds_does_not_dress_a_terminal(desk):
    """A mark that steers a terminal is shown undressed where rows are printed."""
    text = Path("months.csv").read_text(encoding="utf-8").replace("country,", "note,country,", 1)
    lines = [text.splitlines()[0], *(f"\x1b[2J,{line}" for line in text.splitlines()[1:])]
    Path("months.csv").write_text("\n".join(lines), encoding="utf-8")
    Path("months.toml").write_text('keep = ["note"]\n' + block("toml"), encoding="utf-8")
    told = panel("months.csv", "--map", "months.toml").stdout
    assert "\x1b" not in told
    assert "[2J" in told


def test_a_table_without_rows_comes_out_with_its_columns(desk):
    """What reads the output finds its columns, and no rows."""
    head = Path("months.csv").read_text(encoding="utf-8").splitlines()[0]
    Path("months.csv").write_text(head + "\n", encoding="utf-8")
    told = panel("months.csv", "--map", "months.toml").stdout.splitlines()
    assert len(told) == 1
    assert told[0].startswith("country,alliance,month,answer,standing,candidates,")


def test_a_cell_in_quotes_is_read_so_however_late_it_stands(desk):
    """The first quotes may stand below the rows by which the form of a file is guessed; a row cut short is told."""
    alone = judged("months.csv", "--map", "months.toml")[-1]
    first, *_, last = Path("months.csv").read_text(encoding="utf-8").splitlines()
    plain = "Ukraine,,2021-04-15,,,,"
    Path("months.csv").write_text("\n".join([first, *[plain] * 25_000, last, ""]), encoding="utf-8")
    named = judged("months.csv", "--map", "months.toml")
    assert len(named) == 25_001
    assert named[-1] == alone
    assert named[0] != alone
    Path("months.csv").write_text(
        "\n".join([first, *[plain] * 25_000, "Ukraine,,2021-04-15", ""]), encoding="utf-8"
    )
    told = refused("months.csv", "--map", "months.toml")
    assert told.startswith("months.csv:25002: the row has 3 cells, the header 7")


def test_every_command_of_the_page_is_one(desk):
    """What the page tells to type is run, but for what needs a cluster."""
    told = re.findall(r"^    (rubicon panel .*)$", PAGE, re.MULTILINE)
    assert len(told) == 3
    for command in told:
        words = shlex.split(command)[1:]
        if "--scheduler" not in words:
            result = run(*words, "--rules", RULES)
            assert result.exit_code == 0, result.stderr
    assert panel("months.csv", "--map", "months.toml", "--scheduler", "tcp://127.0.0.1:9").exit_code == 2


def test_several_schools_stand_side_by_side(desk):
    """Each has its own columns, under its name."""
    rows = judged("months.csv", "--map", "months.toml", "--school", "chausovsky", "--school", "rand")
    assert {"chausovsky.answer", "rand.answer", "rand.decisive"} <= set(rows[0])
    alone = judged("months.csv", "--map", "months.toml", "--school", "rand")
    assert [row["rand.answer"] for row in rows] == [row["answer"] for row in alone]


def test_batches_are_put_together_in_their_order(desk, monkeypatch):
    """However many rows are judged at once, the output is the same, and a run that was stopped goes on where it was."""
    whole = judged("months.csv", "--map", "months.toml")
    monkeypatch.setattr(tables, "ROWS", 3)
    monkeypatch.setattr(tables.batches, "__defaults__", (3,))
    made = []
    inner = running.Panel.judged

    def counted(self, batch, start):
        made.append(start)
        if len(made) == 2:
            raise KeyboardInterrupt
        return inner(self, batch, start)

    monkeypatch.setattr(running.Panel, "judged", counted)
    assert panel("months.csv", "--map", "months.toml", "--output", "parts.parquet").exit_code == 130
    assert not Path("parts.parquet").exists()
    assert len(list(Path("parts.parquet.parts").iterdir())) == 1
    assert panel("months.csv", "--map", "months.toml", "--output", "parts.parquet").exit_code == 0
    assert made == [0, 3, 3]
    assert pq.read_table("parts.parquet").to_pylist() == whole
    assert not Path("parts.parquet.parts").exists()


def test_what_was_made_of_other_rows_is_not_taken_over(desk, monkeypatch):
    """A part goes by the bytes of its rows, by the map and by the rulebook."""
    monkeypatch.setattr(running.Parts, "join", lambda *_: None)
    assert panel("months.csv", "--map", "months.toml", "--output", "o.parquet").exit_code == 0
    text = Path("months.csv").read_text(encoding="utf-8")
    Path("months.csv").write_text(text.replace("yes,no,yes", "no,no,yes"), encoding="utf-8")
    assert panel("months.csv", "--map", "months.toml", "--output", "o.parquet").exit_code == 0
    assert len(list(Path("o.parquet.parts").iterdir())) == 2


def test_a_disk_that_is_full_is_told_of_the_output(desk, monkeypatch):
    """The output is named, what is made is kept, and when there is room again the run goes on."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100, hard))
    try:
        told = refused("months.csv", "--map", "months.toml", "--output", "o.parquet", "--no-cache")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert told.startswith("o.parquet: the output cannot be written: file too large What is made lies in")
    assert list(Path("o.parquet.parts").iterdir()) == []
    assert judged("months.csv", "--map", "months.toml")
    assert refused("months.csv", "--map", "months.toml", "--output", "nowhere/o.parquet").endswith(
        "nowhere/o.parquet: the output cannot be written: no such file or directory Check the folder."
    )


def test_a_part_that_is_damaged_is_made_again(desk, monkeypatch):
    """What a crash of the machine left of a part is not joined."""
    whole = judged("months.csv", "--map", "months.toml")
    with monkeypatch.context() as patch:
        patch.setattr(tables.Parts, "join", lambda *_: None)
        assert panel("months.csv", "--map", "months.toml", "--output", "out.parquet").exit_code == 0
    (part,) = Path("out.parquet.parts").iterdir()
    part.write_bytes(part.read_bytes()[:-100])
    assert judged("months.csv", "--map", "months.toml") == whole


def test_a_run_whose_parts_another_took_away_says_so(desk, monkeypatch):
    """Two runs of the same share what they make; the first to end takes it away, and its output is whole."""
    inner = tables.Parts.write

    def taken(self, number, digest, part):
        inner(self, number, digest, part)
        rmtree(self.folder)

    monkeypatch.setattr(tables.Parts, "write", taken)
    told = refused("months.csv", "--map", "months.toml", "--output", "o.parquet")
    assert told.startswith("o.parquet: another run wrote it meanwhile")


def test_the_output_has_the_rights_of_other_files_and_is_written_through_a_link(desk):
    """Who may not read what this user writes may not read a panel."""
    mask = os.umask(0o077)
    try:
        judged("months.csv", "--map", "months.toml")
    finally:
        os.umask(mask)
    assert Path("out.parquet").stat().st_mode & 0o777 == 0o600
    Path("out.parquet").rename("real.parquet")
    Path("out.parquet").symlink_to("real.parquet")
    Path("real.parquet").write_bytes(b"")
    judged("months.csv", "--map", "months.toml")
    assert Path("out.parquet").is_symlink()
    assert len(pq.read_table("real.parquet")) == 4


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('says = "{host} asks', 'says = "{hst} asks', "{hst} is no role"),
        ("asks {guarantor} to", "asks {guarantor} too", "asks {guarantor} to intervene"),
        ("column.disputed", "column.disputted", 'no column "disputted" Did you mean "disputed"?'),
        ('day = "month"', "", 'the key "day" is missing'),
        ('intervener = "Russia"', 'intervener = "Rusia"', 'Did you mean "Russia"?'),
        ('intervener = "Russia"', "", 'the role "intervener" is missing'),
        ('grade = "B2"', 'grade = "B9"', '"B9" is no Admiralty grade'),
        ("has {value} troops", "has 100 troops", 'nor that it is open (column "troops")'),
        (
            "{value} troops",
            "{value} soldiers",
            'unknown sentence "{intervener} has {value} soldiers near {host}"',
        ),
        ('grade = "B2"', 'on = "nix"', 'months.toml:13: months.csv has no column "nix"'),
        (
            'day = "month"',
            'keep = ["asked", "nix"]\nday = "month"',
            'months.toml:1: months.csv has no column "nix"',
        ),
        ("host       =", "hots       =", 'months.toml:5: unknown role "hots" 5 | hots'),
        (
            'guarantor  = { column = "alliance" }',
            "",
            'this says something of "guarantor", and nobody plays that',
        ),
        ('grade = "B2"', 'yes = ["no"]\nno = ["no"]', '"no" has two meanings'),
        ('grade = "B2"', 'colour = "red"', 'unknown key "colour"'),
    ],
)
def test_a_mistake_in_the_map_is_told_with_its_line(desk, old, new, said):
    """What is wrong, where, and what was meant."""
    text = block("toml")
    assert old in text
    Path("months.toml").write_text(text.replace(old, new), encoding="utf-8")
    told = refused("months.csv", "--map", "months.toml")
    assert said in told
    assert re.match(r"months\.(toml:\d+|csv:\d+): ", told)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("2014-12-13", "2014-13-12", 'months.csv:3: "2014-13-12" is no day'),
        ("2014-12-13", "", 'months.csv:3: the column "month" gives no day'),
        (
            "Kazakhstan,the CSTO,2022",
            "Kazakstan,the CSTO,2022",
            'months.csv:2: unknown entity "Kazakstan" (column "country") Did you mean',
        ),
        ("Kazakhstan,the CSTO,2022", ",the CSTO,2022", 'months.csv:2: the row names no one as "host"'),
        ("Kazakhstan,the CSTO,2022", "the CSTO,the CSTO,2022", "wrong kind: the CSTO is an alliance"),
        (
            "yes,no,yes",
            "perhaps,no,yes",
            'months.csv:2: "perhaps" says neither yes, nor no, nor that it is open (column "asked")',
        ),
        ("2014-12-13", "2014-W50-6", 'months.csv:3: "2014-W50-6" is no day (column "month")'),
        ('"150,000"', "many", 'months.csv:4: "many" is no number'),
    ],
)
def test_a_cell_that_is_no_value_is_told_with_its_row(desk, old, new, said):
    """The row, what stands there, and what would be right."""
    text = Path("months.csv").read_text(encoding="utf-8")
    assert old in text
    Path("months.csv").write_text(text.replace(old, new, 1), encoding="utf-8")
    assert said in refused("months.csv", "--map", "months.toml")


HEAD = "country,alliance,month,asked,disputed,storming,troops\n"


@pytest.mark.parametrize(
    ("table", "told"),
    [
        (
            HEAD + '\n"Kazakhstan",the CSTO,2022-01-05,yes,,,\n\n\nKazakstan,the CSTO,2022-01-05,,,,\n',
            'months.csv:6: unknown entity "Kazakstan"',
        ),
        (
            HEAD.replace("\n", ",said\n")
            + 'Kazakhstan,the CSTO,2022-01-05,,,,,"two\nlines"\nKazakstan,the CSTO,2022-01-05,,,,,\n',
            'months.csv:4: unknown entity "Kazakstan"',
        ),
        (
            HEAD + "Kazakhstan,the CSTO,2022-01-05,,,,\nKazakhstan,the CSTO,2022-01-05,,,,,no\n",
            "months.csv:3: the row has 8 cells, the header 7",
        ),
        (
            HEAD + "Kazakhstan,the CSTO,2022-01-05,,,,\nKazakhstan,the CSTO,2022-01-05,,,\n",
            "months.csv:3: the row has 6 cells, the header 7",
        ),
        (
            HEAD + "Kazakhstan,the CSTO,2022-01-05,yes,,,\n" * 30_000 + "Kazakhstan,the CSTO,2022-01-05,,,\n",
            "months.csv:30002: the row has 6 cells, the header 7",
        ),
        (
            HEAD + 'Kazakhstan,the CSTO,2022-01-05,,,,"1\n',
            "months.csv:2: the quotes of a cell do not end where the cell ends",
        ),
        ("", "months.csv: the table is empty"),
        (HEAD.replace("disputed", "asked"), 'months.csv:1: two columns are called "asked"'),
    ],
)
def test_a_csv_file_is_told_by_its_lines(desk, table, told):
    """Blank lines and cells of several lines count; rows of another length and columns of one name are refused."""
    Path("months.csv").write_text(table, encoding="utf-8")
    assert told in refused("months.csv", "--map", "months.toml")


@pytest.mark.parametrize("sign", [",", ";", "\t"])
@pytest.mark.parametrize("late", [True, False])
def test_an_empty_cell_too_many_is_told_wherever_it_stands(desk, sign, late):
    """Even past what DuckDB looks at before it reads; lines that end in an empty cell are none, nor are those of a cell."""
    row = "Kazakhstan,the CSTO,2022-01-05,,,,\n"
    rows = [row] * (25_000 if late else 3)
    head = HEAD.replace("\n", ",said\n")
    table = head + "".join(f"{one[:-1]},\n" for one in rows) + f'{row[:-1]},"two,\nlines,\n"\n'
    path = Path("months.tsv" if sign == "\t" else "months.csv")
    path.write_text(table.replace(",", sign), encoding="utf-8")
    assert panel(path.name, "--map", "months.toml", "--output", "o.parquet").exit_code == 0
    path.write_text((table + row[:-1] + ",,\n" + row).replace(",", sign), encoding="utf-8")
    assert f"{path}:{len(rows) + 5}: the row has 9 cells, the header 8" in refused(
        path.name, "--map", "months.toml"
    )


def test_a_file_that_is_not_in_utf_8_is_told_with_its_line(desk):
    """Spreadsheets write other letters; where they do, and how it is mended."""
    Path("months.csv").write_bytes((HEAD + "Kazakhstan,the CSTO,2022-01-05,\xe9,,,\n").encode("latin-1"))
    assert refused("months.csv", "--map", "months.toml").startswith(
        "months.csv:2: the file is not in UTF-8 Save"
    )
    Path("months.csv").write_text(HEAD, encoding="utf-16")
    assert refused("months.csv", "--map", "months.toml").startswith(
        "months.csv:1: the file is not in UTF-8 Save"
    )


def test_a_day_that_is_none_is_told_once(desk):
    """A cell that holds no day is not told as empty, too; one that is empty is."""
    table = HEAD + "Kazakhstan,the CSTO,5/1/2022,,,,\nKazakhstan,the CSTO,,,,,\n"
    Path("months.csv").write_text(table, encoding="utf-8")
    told = refused("months.csv", "--map", "months.toml")
    assert re.findall(r"months\.csv:(\d): (\S+ \S+)", told) == [("2", '"5/1/2022" is'), ("3", "the column")]


def test_a_day_may_be_written_as_in_a_sentence(desk):
    """The remedy for a day that is none names two ways, and both are read."""
    whole = judged("months.csv", "--map", "months.toml")
    text = Path("months.csv").read_text(encoding="utf-8").replace("2022-02-20", "20 February 2022")
    Path("months.csv").write_text(text, encoding="utf-8")
    found = judged("months.csv", "--map", "months.toml")
    assert [row.pop("month") for row in found][2] == "20 February 2022"
    assert found == [{name: cell for name, cell in row.items() if name != "month"} for row in whole]


@pytest.mark.parametrize("none", ["999999", "999999.0", "NA"])
def test_a_column_with_a_value_is_left_open_by_words_of_its_own(desk, none):
    """What stands for no answer in a data set is no number of troops, whatever the type of the column."""
    table = HEAD + f"Ukraine,,2022-02-20,,,,{none}\nUkraine,,2022-02-20,,,,\nUkraine,,2022-02-20,,,,999998\n"
    Path("months.csv").write_text(table, encoding="utf-8")
    text = block("toml").replace('near {host}"', 'near {host}"\nopen = [999999, "NA"]')
    Path("months.toml").write_text(text, encoding="utf-8")
    query = "select * replace (cast(troops as double) as troops) from 'months.csv'"
    for source in ("months.csv",) if none == "NA" else ("months.csv", query):
        first, second, third = judged(source, "--map", "months.toml")
        assert first == second
        assert [second["answer"], third["answer"]] == ["almost no chance", "unlikely"]


def test_a_column_of_texts_is_left_open_by_an_empty_cell_alone(desk):
    """Any word may be what such a column says; other columns with a value are left open by `unknown`, too."""
    says = 'says = "no report was found on {value}"'
    more = f'[column.asked]\n{says}\n[column.troops]\nsays = "Russia has {{value}} troops near {{host}}"'
    text = block("toml")
    Path("months.toml").write_text(text[: text.index("[column.asked]")] + more, encoding="utf-8")
    found = read_panel_map("months.toml", rulebook(TOP / "rules"))
    assert [one.left_open for one in found.sayings] == [("",), ("", "open", "unknown")]
    Path("months.csv").write_text(HEAD + "Ukraine,,2022-02-20,unknown,,,unknown\n", encoding="utf-8")
    assert judged("months.csv", "--map", "months.toml")[0]["answer"] == "almost no chance"


def test_a_day_beyond_the_calendar_and_a_cell_of_several_values_are_told(desk):
    """Neither is a mistake of the program: DuckDB's years go on after 9999, and its cells may be lists."""
    for day in ("date '12021-09-27'", "date 'infinity'", "timestamp '12021-09-27'"):
        query = "select * replace (DAY as month) from 'months.csv'".replace("DAY", day)
        assert re.match(
            r'the query:1: "\S.*" is no day \(column "month"\)', refused(query, "--map", "months.toml")
        )
    query = "select * replace ([1, 2] as troops) from 'months.csv'"
    told = refused(query, "--map", "months.toml")
    assert told.startswith(
        'months.toml:18: the column "troops" of the query holds lists Give each cell one value'
    )
    kept = block("toml").replace('day = "month"', 'day = "month"\nkeep = ["some"]')
    Path("months.toml").write_text(kept, encoding="utf-8")
    result = panel("select *, [1, 2] as some from 'months.csv'", "--map", "months.toml")
    assert "1; 2" in result.stdout.splitlines()[1]


def test_two_columns_of_one_name_are_refused_where_one_of_them_is_read(desk):
    """A query, a Parquet file and a frame may all have them; those that nobody reads do not matter."""
    told = 'two columns are called "troops"'
    assert told in refused("select *, 5 as troops from 'months.csv'", "--map", "months.toml")
    assert judged("select *, 5 as spare, 6 as spare from 'months.csv'", "--map", "months.toml")
    plain = csv.read_csv("months.csv")
    double = plain.append_column("troops", plain.column("troops"))
    pq.write_table(double, "double.parquet")
    assert told in refused("double.parquet", "--map", "months.toml")
    with pytest.raises(BadInput, match=told):
        inline(rulebook(TOP / "rules"), double, "months.toml")


def test_a_query_is_known_however_it_begins(desk):
    """A star or a parenthesis may follow at once; a file of such a name is a file."""
    whole = judged("months.csv", "--map", "months.toml")
    for query in ("SELECT* from @", "(select * from @)", "(\nfrom @)"):
        text = query.replace("@", "read_csv('months.csv', all_varchar = true)")
        assert judged(text, "--map", "months.toml") == whole
    Path("months.csv").rename("from-with.csv")
    assert judged("from-with.csv", "--map", "months.toml") == whole


def test_the_time_zone_of_the_machine_does_not_matter(desk, monkeypatch):
    """The same file gives the same rows wherever it is judged."""
    months = (
        pa.array([date(2022, 1, 5)], pa.date32()).cast(pa.timestamp("us")).cast(pa.timestamp("us", "UTC"))
    )
    text = HEAD.strip().split(",")
    cells = [["Kazakhstan"], ["the CSTO"], months, ["yes"], ["no"], ["yes"], [None]]
    pq.write_table(pa.table(dict(zip(text, cells, strict=True))), "months.parquet")
    here = judged("months.parquet", "--map", "months.toml")
    monkeypatch.setenv("TZ", "America/New_York")
    time.tzset()
    try:
        assert judged("months.parquet", "--map", "months.toml") == here
    finally:
        monkeypatch.undo()
        time.tzset()


def test_what_is_no_table_is_told_plainly(desk):
    """A file that is not there, one of another kind, a query that DuckDB does not understand, an unfit output."""
    assert 'Did you mean "months.csv"?' in refused("month.csv", "--map", "months.toml")
    assert "a table is Parquet, CSV or a query" in refused("months.toml", "--map", "months.toml")
    assert "the query: DuckDB cannot read it" in refused("select from where", "--map", "months.toml")
    assert panel("months.csv", "--map", "months.toml", "--output", "o.csv").exit_code == 2
    assert panel("months.csv").exit_code == 2


def test_a_column_of_the_table_cannot_have_the_name_of_one_of_the_output(desk):
    """The column has to be named otherwise."""
    text = Path("months.csv").read_text(encoding="utf-8").replace("country", "answer", 1)
    Path("months.csv").write_text(text, encoding="utf-8")
    Path("months.toml").write_text(block("toml").replace("country", "answer"), encoding="utf-8")
    assert 'the output has a column "answer" of its own' in refused("months.csv", "--map", "months.toml")


@pytest.mark.parametrize("name", ["rules", "rulebooks/us-force", "tests/golden/bridge/rules"])
def test_the_template_is_a_map(tmp_path, name):
    """What is printed is read back, for each rulebook here."""
    book = rulebook(TOP / name)
    path = tmp_path / "map.toml"
    path.write_text(template(book), encoding="utf-8")
    assert read_panel_map(path, book).sayings


def test_without_the_extra_the_way_to_it_is_told(desk, monkeypatch):
    """No traceback, but the command that installs what is missing."""
    monkeypatch.setattr("rubicon.supposing.panels.needing.find_spec", lambda name: None)
    told = refused("months.csv", "--map", "months.toml")
    assert "a panel needs duckdb and pyarrow, which are not installed" in told
    assert "pip install 'rubicon[panel]'" in told
    with pytest.raises(BadInput, match="a panel needs duckdb and pyarrow"):
        inline(rulebook(TOP / "rules"), "months.csv", "months.toml")


def test_a_panel_in_python_is_that_of_the_command(desk):
    """A file's name, a table of Arrow and a frame of pandas come out alike, each in its own form."""
    book = rulebook(TOP / "rules")
    rows = judged("months.csv", "--map", "months.toml")
    assert inline(book, "months.csv", "months.toml").to_pylist() == rows
    table = csv.read_csv("months.csv", convert_options=csv.ConvertOptions(strings_can_be_null=True))
    assert inline(book, table, "months.toml")["answer"].to_pylist() == [row["answer"] for row in rows]
    frame = inline(book, table.to_pandas(), "months.toml")
    assert frame["decisive"].map(list).tolist() == [row["decisive"] for row in rows]


@pytest.mark.parametrize(
    ("table", "said"),
    [
        (pd.DataFrame({"asked": [True, "yes"]}), "tried to convert to boolean"),
        (pd.DataFrame([[1, 2]], columns=["asked", "asked"]), "Duplicate column names"),
        (pd.Series(["Ukraine"]), "non-struct type"),
        ({"asked": ["yes"], "disputed": []}, "expected length 1 but got length 0"),
        ([{"country": "Ukraine"}], "names or schema"),
        (5, "Expected pandas DataFrame"),
    ],
)
def test_what_is_no_frame_is_told_as_any_other_input(desk, table, said):
    """What is wrong with a table in Python is a `BadInput`, with what would be right."""
    with pytest.raises(BadInput) as caught:
        inline(rulebook(TOP / "rules"), table, "months.toml")
    assert said in str(caught.value)
    assert "columns by their names, each of one type" in str(caught.value)


def test_the_rows_done_are_told_at_a_terminal(monkeypatch):
    """Work of more than a second says how far it is; a pipe gets nothing of it."""
    shown = io.StringIO()
    shown.isatty = lambda: True
    monkeypatch.setattr(progress.sys, "stderr", shown)
    monkeypatch.setattr(progress, "EVERY", 0.01)
    with progress.working(lambda: ", 131,072 rows"):
        for _ in range(1000):
            if "rows" in shown.getvalue():
                break
            Event().wait(0.01)
    assert "Working, 1 s, 131,072 rows" in shown.getvalue()


@pytest.fixture
def grounded(monkeypatch, tmp_path):
    """Count the groundings that are made, in a cache of the test's own."""
    monkeypatch.setenv("RUBICON_CACHE", str(tmp_path / "kept"))
    made = []

    def counted(ask, kin):
        made.append(kin)
        return ground_rows(ask, kin)

    monkeypatch.setattr(keeping, "ground_rows", counted)
    monkeypatch.setattr(judging, "ground_rows", counted)
    return made


def test_a_grounding_is_made_once_and_kept(desk, grounded):
    """One serves all rows of a pattern of roles, whatever their days and numbers, and the next run takes it over."""
    first = judged("months.csv", "--map", "months.toml")
    assert len(grounded) == 2
    assert judged("months.csv", "--map", "months.toml") == first
    assert len(grounded) == 2
    entries = sorted((desk / "kept").glob("*.grounding"))
    assert len(entries) == 2
    entries[0].write_bytes(entries[0].read_bytes()[:-1])
    entries[1].write_bytes(b"rubicon-grounded-1\n" + bytes(32) + b"nothing")
    assert judged("months.csv", "--map", "months.toml") == first
    assert len(grounded) == 4


def test_without_the_cache_nothing_is_kept(desk, grounded):
    """`--no-cache` makes every grounding anew and leaves none."""
    for _ in range(2):
        judged("months.csv", "--map", "months.toml", "--no-cache")
    assert len(grounded) == 4
    assert not list((desk / "kept").glob("*.grounding"))


def test_another_map_or_school_makes_groundings_of_its_own(desk, grounded):
    """What a grounding goes by is in the digest under which it is kept."""
    judged("months.csv", "--map", "months.toml")
    Path("months.toml").write_text(block("toml").replace('"B2"', '"C3"'), encoding="utf-8")
    judged("months.csv", "--map", "months.toml")
    judged("months.csv", "--map", "months.toml", "--school", "rand")
    judged("months.csv", "--map", "months.toml", "--tier", "small")
    assert len(grounded) == 8
