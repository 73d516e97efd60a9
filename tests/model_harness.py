"""Run one SQL model on a handful of rows: rows in, rows out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import duckdb

from pipelines.contract import contracts

MODELS_DIR = Path(__file__).resolve().parent.parent / "pipelines" / "models"
SOURCE_COLUMNS = {
    "source_feed": "VARCHAR",
    "source_file": "VARCHAR",
    "source_sha256": "VARCHAR",
    "source_sheet": "VARCHAR",
    "source_line": "BIGINT",
    "source_received_at": "TIMESTAMP",
    "source_datum": "VARCHAR",
    "month_id": "INTEGER",
}
Rows = Sequence[Mapping[str, Any]]


def _sql_type(values: list[Any]) -> str:
    for value in values:
        for kind, name in (
            (bool, "BOOLEAN"),
            (int, "BIGINT"),
            (float, "DOUBLE"),
            (dt.datetime, "TIMESTAMP"),
            (dt.date, "DATE"),
            (str, "VARCHAR"),
        ):
            if isinstance(value, kind):
                return name
    return "VARCHAR"


def create(con: duckdb.DuckDBPyConnection, table: str, rows: Rows) -> None:
    """Create a table from dictionaries; `raw_*` gets every contract column, absent ones are null."""
    if table.startswith("raw_"):
        types = {f.name: f.sql_type for f in contracts()[table[4:]].fields} | SOURCE_COLUMNS
    else:
        names = list(dict.fromkeys(name for row in rows for name in row))
        types = {name: _sql_type([row.get(name) for row in rows]) for name in names}
    columns = ", ".join(f'"{column}" {kind}' for column, kind in types.items())
    con.execute(f"create table {table} ({columns})")
    for row in rows:
        marks = ", ".join("?" for _ in types)
        con.execute(f"insert into {table} values ({marks})", [row.get(name) for name in types])


def run_model(name: str, tables: Mapping[str, Rows], *, order_by: str = "all") -> list[dict[str, Any]]:
    """Every row of the model `name`, computed from `tables`; `rule_*` may be given like any other table."""
    paths = list(MODELS_DIR.glob(f"*/{name}.sql"))
    assert len(paths) == 1, f"{name} must be exactly one file below {MODELS_DIR}"
    con = duckdb.connect()
    for table, rows in tables.items():
        create(con, table, rows)
    result = con.execute(f"select * from ({paths[0].read_text(encoding='utf-8').rstrip().rstrip(';')}) order by {order_by}")
    names = [column[0] for column in result.description]
    return [dict(zip(names, row, strict=True)) for row in result.fetchall()]
