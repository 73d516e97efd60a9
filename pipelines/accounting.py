"""Account for every physical line of every file: loaded, rejected, non-data or an exact duplicate."""

from __future__ import annotations

from collections.abc import Sequence

import duckdb
import pyarrow as pa

from pipelines.engines.duckdb import quoted
from pipelines.intake.load import Partition

DISPOSITIONS = ("loaded", "rejected", "non_data", "exact_duplicate")
TABLES = ("source_files", "source_lines", "rejected_rows", "rejected_cells")
REJECTED_ROWS = ("file", "sha256", "sheet", "line:BIGINT", "table_name", "reasons", "columns", "raw_text")
REJECTED_CELLS = ("file", "sha256", "sheet", "line:BIGINT", "table_name", "column_name", "reason", "raw_text")


def tables(partitions: Sequence[Partition]) -> dict[str, pa.Table]:
    """The two small accounting tables: one row per file and sheet; one per file, sheet and disposition."""
    files = {
        "file": pa.array([p.file for p in partitions], pa.string()),
        "sheet": pa.array([p.sheet for p in partitions], pa.string()),
        "sha256": pa.array([p.sha256 for p in partitions], pa.string()),
        "feed": pa.array([p.feed for p in partitions], pa.string()),
        "table_name": pa.array([p.table for p in partitions], pa.string()),
        "received_at": pa.array([p.received_at for p in partitions], pa.timestamp("us")),
        "line_count": pa.array([p.line_count for p in partitions], pa.int64()),
    }
    pairs = [(p, disposition) for p in partitions for disposition in DISPOSITIONS]
    lines = {
        name: pa.array([column[i].as_py() for i, p in enumerate(partitions) for _ in DISPOSITIONS], column.type)
        for name, column in files.items()
        if name not in {"received_at", "line_count"}
    }
    lines["disposition"] = pa.array([disposition for _, disposition in pairs], pa.string())
    lines["lines"] = pa.array([p.lines.get(disposition, 0) for p, disposition in pairs], pa.int64())
    return {"source_files": pa.table(files), "source_lines": pa.table(lines)}


def _columns(spec: Sequence[str]) -> str:
    return ", ".join(f'"{name.partition(":")[0]}" {name.partition(":")[2] or "VARCHAR"}' for name in spec)


def write(con: duckdb.DuckDBPyConnection, partitions: Sequence[Partition]) -> None:
    """Write the four accounting tables into the build, with the rejected rows and cells in full."""
    for name, rows in tables(partitions).items():
        con.register("incoming", rows)
        con.execute(f"create or replace table build.main.{name} as select * from incoming")
        con.unregister("incoming")
    for name, spec in (("rejected_rows", REJECTED_ROWS), ("rejected_cells", REJECTED_CELLS)):
        con.execute(f"create or replace table build.main.{name} ({_columns(spec)})")
        paths = [p.folder / f"{name}.parquet" for p in partitions if (p.folder / f"{name}.parquet").is_file()]
        if paths:
            listed = ", ".join(quoted(path) for path in paths)
            con.execute(f"insert into build.main.{name} by name select * from read_parquet([{listed}])")
