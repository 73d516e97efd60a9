"""Run several SQL models one after the other, typed rows in and out, on DuckDB or on Sail."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import duckdb
import pyarrow as pa

from tests.model_harness import MODELS_DIR

Rows = list[dict[str, Any]]
KINDS = {
    "text": pa.string(),
    "whole": pa.int64(),
    "real": pa.float64(),
    "flag": pa.bool_(),
    "day": pa.date32(),
    "moment": pa.timestamp("us"),
    "month": pa.int32(),
}


def typed(rows: Sequence[Mapping[str, Any]], columns: Mapping[str, str]) -> pa.Table:
    """Rows as an Arrow table whose columns are of the named kinds; absent values are null."""
    unknown = {name for row in rows for name in row} - set(columns)
    assert not unknown, f"columns {sorted(unknown)} have no kind"
    return pa.table({name: pa.array([row.get(name) for row in rows], KINDS[kind]) for name, kind in columns.items()})


def model_text(name: str) -> str:
    """The SELECT of a model."""
    paths = list(MODELS_DIR.glob(f"*/{name}.sql"))
    assert len(paths) == 1, f"{name} must be exactly one file below {MODELS_DIR}"
    return paths[0].read_text(encoding="utf-8").rstrip().rstrip(";")


def on_duckdb(models: Sequence[str], inputs: Mapping[str, pa.Table]) -> dict[str, pa.Table]:
    """Every model's table, computed in the given order by DuckDB."""
    con = duckdb.connect()
    for name, table in inputs.items():
        con.register("incoming", table)
        con.execute(f"create table {name} as select * from incoming")
        con.unregister("incoming")
    results = {}
    for name in models:
        con.execute(f"create table {name} as {model_text(name)}")
        results[name] = con.execute(f"select * from {name}").to_arrow_table()
    return results


@contextmanager
def sail() -> Iterator[Any]:
    """A Spark session on a Sail server of our own."""
    from pysail.spark import SparkConnectServer
    from pyspark.sql import SparkSession

    server = SparkConnectServer(ip="127.0.0.1", port=0)
    server.start(background=True)
    _, port = server.listening_address
    session = SparkSession.builder.remote(f"sc://127.0.0.1:{port}").getOrCreate()
    session.conf.set("spark.sql.session.timeZone", "UTC")
    try:
        yield session
    finally:
        session.stop()
        server.stop()


def on_sail(session: Any, models: Sequence[str], inputs: Mapping[str, pa.Table]) -> dict[str, pa.Table]:
    """Every model's table, computed in the given order by Sail."""
    for name, table in inputs.items():
        session.createDataFrame(table).createOrReplaceTempView(name)
    results = {}
    for name in models:
        results[name] = session.sql(model_text(name)).toArrow()
        session.createDataFrame(results[name]).createOrReplaceTempView(name)
    return results


def rows_of(table: pa.Table, *key: str) -> Rows:
    """The rows of a table ordered by its key, which must be unique."""
    rows = table.to_pylist()
    keys = [tuple(row[name] for name in key) for row in rows]
    assert len(set(keys)) == len(keys), f"{key} is not unique"
    return sorted(rows, key=lambda row: tuple((row[name] is None, row[name]) for name in key))


def assert_same(left: Rows, right: Rows, *, relative: float = 1e-9, absolute: float = 1e-9) -> None:
    """Both lists hold the same rows; real numbers may differ by the tolerance, everything else not at all."""
    assert len(left) == len(right)
    for mine, theirs in zip(left, right, strict=True):
        assert mine.keys() == theirs.keys()
        for name, value in mine.items():
            other = theirs[name]
            if isinstance(value, float) and isinstance(other, float):
                assert abs(value - other) <= max(absolute, relative * abs(other)), (name, mine, theirs)
            else:
                assert plain(value) == plain(other), (name, mine, theirs)


def plain(value: Any) -> Any:
    """A moment without its zone: every engine here runs in UTC."""
    return value.replace(tzinfo=None) if isinstance(value, dt.datetime) else value
