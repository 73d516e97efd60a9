"""Write rows as Parquet from a query and the columns that are the same in every row."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from pipelines.intake.fields import Value

ROWS = 122_880  # DuckDB's own row group: its readers share a file among threads by them
TYPES = {
    "VARCHAR": pa.string(), "DOUBLE": pa.float64(), "BIGINT": pa.int64(), "INTEGER": pa.int32(), "BOOLEAN": pa.bool_(),
    "DATE": pa.date32(), "TIMESTAMP": pa.timestamp("us"),
}  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Fixed:
    """The value of a column that is the same in every row."""

    value: Value
    kind: str


@dataclass(frozen=True, kw_only=True)
class Written:
    """What was written: how many rows, their months, and their latest moment."""

    rows: int
    months: tuple[int, ...] = ()
    observed_to: datetime | None = None


@lru_cache(maxsize=64)
def _full(fixed: Fixed) -> pa.Array:
    """A fixed column for a full batch; the others take a slice of it."""
    kind = TYPES[fixed.kind]
    if fixed.value is None:
        return pa.nulls(ROWS, kind)
    # From buffers, because pa.scalar and pa.array load pandas, a third of a second.
    if isinstance(fixed.value, datetime):
        return pa.Array.from_buffers(kind, ROWS, [None, pa.py_buffer(np.full(ROWS, np.datetime64(fixed.value, "us")))])
    if isinstance(fixed.value, str) and kind == pa.string():
        # A dictionary is stored as it is: DuckDB's writer would hash the same text again for every row.
        text = fixed.value.encode()
        one = pa.StringArray.from_buffers(1, pa.py_buffer(np.array([0, len(text)], np.int32)), pa.py_buffer(text))
        zeros = pa.Array.from_buffers(pa.int32(), ROWS, [None, pa.py_buffer(np.zeros(ROWS, np.int32))])
        return pa.DictionaryArray.from_arrays(zeros, one)
    return pa.repeat(pa.scalar(fixed.value, kind), ROWS)


def _array(fixed: Fixed, rows: int) -> pa.Array:
    return _full(fixed).slice(0, rows) if rows <= ROWS else pa.concat_arrays([_full(fixed), _array(fixed, rows - ROWS)])


def _batches(con: duckdb.DuckDBPyConnection, columns: Mapping[str, str | Fixed], source: str) -> Iterator[pa.Table]:
    """The rows a batch at a time; the first batch is there even when there are no rows."""
    asked = [name for name, column in columns.items() if isinstance(column, str)]
    texts = ", ".join(f"{columns[name]} as k{i}" for i, name in enumerate(asked))
    reader = con.execute(f"select {texts} {source}").to_arrow_reader(ROWS)
    is_empty = True
    for batch in reader:
        found = dict(zip(asked, batch.columns, strict=True))
        yield pa.table({n: _array(c, batch.num_rows) if isinstance(c, Fixed) else found[n] for n, c in columns.items()})
        is_empty = False
    if is_empty:
        found = {name: pa.nulls(0, field.type) for name, field in zip(asked, reader.schema, strict=True)}
        yield pa.table({n: _array(c, 0) if isinstance(c, Fixed) else found[n] for n, c in columns.items()})


def pour(con: duckdb.DuckDBPyConnection, columns: Mapping[str, str | Fixed], source: str, path: Path, *, moment: str | None) -> Written:
    """Write the rows of `select … source` with the fixed columns among them; `moment` names the column whose latest value is told."""
    rows, months, latest = 0, set[int](), None
    batches = _batches(con, columns, source)
    first = next(batches)
    # Line numbers only rise: as differences they take a thousandth of their room.
    rising = {"source_line": "DELTA_BINARY_PACKED"} if "source_line" in columns else None
    repeating = [name for name in columns if name != "source_line"]
    with closing(
        pq.ParquetWriter(path, first.schema, compression="snappy", store_schema=False, use_dictionary=repeating, column_encoding=rising)
    ) as writer:
        batch: pa.Table | None = first
        while batch is not None:
            writer.write_table(batch, row_group_size=ROWS)
            rows += batch.num_rows
            if moment is not None and batch.num_rows:
                months |= {month for month in pc.unique(batch["month_id"]).to_pylist() if month is not None}
                highest = pc.max(pc.cast(batch[moment], pa.timestamp("us"))).as_py()
                latest = highest if latest is None or (highest is not None and highest > latest) else latest
            batch = next(batches, None)
    return Written(rows=rows, months=tuple(sorted(months)), observed_to=latest)


def empty(path: Path, kinds: Mapping[str, str]) -> None:
    """Write a Parquet file without rows."""
    pq.write_table(pa.table({name: pa.nulls(0, TYPES[kind]) for name, kind in kinds.items()}), path, store_schema=False)
