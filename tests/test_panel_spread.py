"""A panel on a cluster of two worker processes gives the same rows, and both have judged some of them."""

import pytest
from distributed import LocalCluster
from pyarrow import parquet as pq

from reported import TOP, rulebook
from rubicon.problems import BadInput
from rubicon.reading.panels import read_panel_map
from rubicon.supposing.panels import running, spreading, tables
from rubicon.supposing.panels.running import panel_of, run_into
from rubicon.supposing.panels.spreading import spread_into
from rubicon.supposing.panels.tables import open_table

MAP = """
day = "month"
[roles]
intervener = "Russia"
host = { column = "country" }
[column.disputed]
says = "the authority of the government of {host} is disputed"
[column.storming]
says = "crowds storm public buildings in {host}"
"""
COUNTRIES = ("Kazakhstan", "Ukraine", "Georgia", "Armenia")
CELLS = ("yes", "no", "")


@pytest.fixture
def table(tmp_path, monkeypatch):
    """Write a table of 96 rows, and let a batch have eight of them."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(tables.batches, "__defaults__", (8,))
    lines = [
        f"{COUNTRIES[at % 4]},20{at % 20 + 4:02}-0{at % 9 + 1}-15,{CELLS[at % 3]},{CELLS[at // 3 % 3]}"
        for at in range(96)
    ]
    (tmp_path / "map.toml").write_text(MAP, encoding="utf-8")
    (tmp_path / "table.csv").write_text(
        "\n".join(["country,month,disputed,storming", *lines, ""]), encoding="utf-8"
    )
    return tmp_path


@pytest.fixture(scope="module")
def cluster():
    """Start a scheduler and two worker processes."""
    with LocalCluster(n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None) as made:
        yield made.scheduler_address


def ready(table="table.csv"):
    book = rulebook(TOP / "rules")
    found = read_panel_map("map.toml", book)
    opened = open_table(table, found)
    return panel_of(book, found, opened.layout), opened


def test_two_processes_judge_the_same_rows(table, cluster):
    """Rows come from two process ids, in the order of the table, and are those of one process."""
    panel, opened = ready()
    processes = spread_into(cluster, panel, opened, table / "spread.parquet", lambda _: None)
    assert len(processes) == 2
    panel, opened = ready()
    run_into(panel, opened, table / "alone.parquet", lambda _: None)
    spread, alone = (pq.read_table(table / f"{name}.parquet") for name in ("spread", "alone"))
    assert spread.num_rows == 96
    assert spread.equals(alone)


def test_a_faulty_row_is_told_from_a_worker_as_from_here(table, cluster):
    """The message is the same, wherever the row is judged."""
    path = table / "table.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("Armenia", "Armenla"), encoding="utf-8")
    told = []
    for run in (lambda *rest: spread_into(cluster, *rest), run_into):
        panel, opened = ready()
        with pytest.raises(BadInput) as caught:
            run(panel, opened, table / "o.parquet", lambda _: None)
        told.append(str(caught.value))
    assert told[0] == told[1]
    assert 'unknown entity "Armenla"' in told[0]


def test_a_second_table_on_the_same_workers_is_told_by_its_own_name_and_lines(table, cluster, monkeypatch):
    """What a worker holds ready goes by the table; lines are counted here, since workers may not have the file."""
    panel, opened = ready()
    spread_into(cluster, panel, opened, table / "first.parquet", lambda _: None)
    rows = (table / "table.csv").read_text(encoding="utf-8").replace("Armenia", "Armenla")
    (table / "second.csv").write_text(rows.replace("\n", "\n\n"), encoding="utf-8")
    told = []
    for run in (lambda *rest: spread_into(cluster, *rest), run_into):
        panel, opened = ready("second.csv")
        with pytest.raises(BadInput) as caught:
            run(panel, opened, table / "o.parquet", lambda _: None)
        told.append(str(caught.value))
    assert told[0] == told[1]
    assert "second.csv:9: unknown entity" in told[0]


def test_columns_of_another_type_come_out_of_the_same_workers(table, cluster):
    """The output's columns have the types of this table, not of the one before."""
    panel, opened = ready()
    spread_into(cluster, panel, opened, table / "first.parquet", lambda _: None)
    query = "select * replace (cast(month as date) as month) from 'table.csv'"
    panel, opened = ready(query)
    spread_into(cluster, panel, opened, table / "second.parquet", lambda _: None)
    found = pq.read_table(table / "second.parquet")
    assert [str(found.schema.field("month").type), found.num_rows] == ["date32[day]", 96]


def test_a_cluster_without_workers_is_told(table):
    """Nothing waits for workers that may never come."""
    with LocalCluster(n_workers=0, protocol="tcp://", processes=False, dashboard_address=":0") as made:
        panel, opened = ready()
        with pytest.raises(BadInput, match=r"the cluster at \S+ has no workers\n +Start some: dask worker"):
            spread_into(made.scheduler_address, panel, opened, table / "o.parquet", lambda _: None)


def test_a_cluster_that_is_lost_is_told_and_the_parts_are_kept(table):
    """No mistake of the program, but what happened and how to go on."""
    with LocalCluster(n_workers=1, threads_per_worker=1, dashboard_address=":0") as made:
        panel, opened = ready()

        def lose(rows):
            if rows == 16:
                made.close()

        with pytest.raises(BadInput, match="was lost while it judged"):
            spread_into(made.scheduler_address, panel, opened, table / "o.parquet", lose)
    assert len(list((table / "o.parquet.parts").iterdir())) >= 2


def test_a_worker_with_another_rubicon_is_told(table, cluster, monkeypatch):
    """Its version is asked for before anything is sent; what still goes wrong there is told with how to mend it."""
    panel, opened = ready()
    with monkeypatch.context() as patch:
        patch.setattr(spreading, "__version__", "9.9")
        with pytest.raises(
            BadInput, match=r"has Rubicon \d+\.\d+\.\d+, and this is 9\.9\n +Install this version"
        ):
            spread_into(cluster, panel, opened, table / "o.parquet", lambda _: None)
    monkeypatch.setattr(spreading, "judge_part", lambda *_: 1 / 0)
    with pytest.raises(BadInput, match=r"cannot judge: ZeroDivisionError: .*\n +Install this version"):
        spread_into(cluster, panel, opened, table / "o.parquet", lambda _: None)


def test_a_run_that_was_stopped_goes_on_on_a_cluster(table, cluster, monkeypatch):
    """Parts that one process has made are taken over."""
    panel, opened = ready()
    inner = running.Panel.judged

    def stopping(self, batch, start):
        if start == 48:
            raise KeyboardInterrupt
        return inner(self, batch, start)

    monkeypatch.setattr(running.Panel, "judged", stopping)
    with pytest.raises(KeyboardInterrupt):
        run_into(panel, opened, table / "o.parquet", lambda _: None)
    monkeypatch.setattr(running.Panel, "judged", inner)
    made = []
    write = spreading.Parts.write
    monkeypatch.setattr(
        spreading.Parts,
        "write",
        lambda self, number, *rest: (made.append(number), write(self, number, *rest)),
    )
    panel, opened = ready()
    spread_into(cluster, panel, opened, table / "o.parquet", lambda _: None)
    assert made == [6, 7, 8, 9, 10, 11]
    assert pq.read_table(table / "o.parquet").num_rows == 96


def test_where_no_scheduler_answers_the_way_to_one_is_told(table, monkeypatch):
    """The address is named, and the command that starts one."""
    monkeypatch.setattr(spreading, "PATIENCE", 1)
    panel, opened = ready()
    with pytest.raises(BadInput, match=r"no scheduler of Dask answers at tcp://127\.0\.0\.1:9"):
        spread_into("tcp://127.0.0.1:9", panel, opened, table / "o.parquet", lambda _: None)
