"""Write rows as Parquet from a query and the columns that are the same in every row."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from types import TracebackType
from typing import Self

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


def assembled(columns: Mapping[str, str | Fixed], found: Mapping[str, pa.Array], rows: int) -> pa.Table:
    """The columns that were computed with the fixed ones among them."""
    return pa.table({name: _array(column, rows) if isinstance(column, Fixed) else found[name] for name, column in columns.items()})


def batches(con: duckdb.DuckDBPyConnection, columns: Mapping[str, str | Fixed], source: str) -> Iterator[pa.Table]:
    """The rows a batch at a time; the first batch is there even when there are no rows."""
    asked = [name for name, column in columns.items() if isinstance(column, str)]
    texts = ", ".join(f"{columns[name]} as k{i}" for i, name in enumerate(asked))
    reader = con.execute(f"select {texts} {source}").to_arrow_reader(ROWS)
    is_empty = True
    for batch in reader:
        yield assembled(columns, dict(zip(asked, batch.columns, strict=True)), batch.num_rows)
        is_empty = False
    if is_empty:
        found = {name: pa.nulls(0, field.type) for name, field in zip(asked, reader.schema, strict=True)}
        yield assembled(columns, found, 0)


class RowFile:
    """A Parquet file of loaded rows that is written by a thread of its own while the next rows are made.

    `moment` names the column whose latest value is told. The file is whole once the `with` block has ended.
    """

    def __init__(self, path: Path, *, moment: str | None) -> None:
        self._path, self._moment = path, moment
        self._thread = ThreadPoolExecutor(max_workers=1)
        self._writing: Future[None] | None = None
        self._writer: pq.ParquetWriter | None = None
        self._rows = 0
        self._months: set[int] = set()
        self._latest: datetime | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None) -> None:
        try:
            if kind is None:
                self._wait()
        finally:
            self._thread.shutdown()
            if self._writer is not None:
                self._writer.close()

    def _wait(self) -> None:
        if self._writing is not None:
            self._writing.result()

    def _write(self, rows: pa.Table) -> None:
        if self._writer is None:
            # Line numbers only rise: as differences they take a thousandth of their room.
            rising = {"source_line": "DELTA_BINARY_PACKED"} if "source_line" in rows.column_names else None
            repeating = [name for name in rows.column_names if name != "source_line"]
            self._writer = pq.ParquetWriter(
                self._path, rows.schema, compression="snappy", store_schema=False, use_dictionary=repeating, column_encoding=rising
            )
        self._writer.write_table(rows, row_group_size=ROWS)
        if self._moment is not None and rows.num_rows:
            self._months |= {month for month in pc.unique(rows["month_id"]).to_pylist() if month is not None}
            highest = pc.max(pc.cast(rows[self._moment], pa.timestamp("us"))).as_py()
            self._latest = highest if self._latest is None or (highest is not None and highest > self._latest) else self._latest

    def add(self, rows: pa.Table) -> None:
        """Write more rows; only one batch waits, so that a slow disk does not fill the memory."""
        self._wait()
        self._rows += rows.num_rows
        self._writing = self._thread.submit(self._write, rows)

    def written(self) -> Written:
        """What was written so far."""
        self._wait()
        return Written(rows=self._rows, months=tuple(sorted(self._months)), observed_to=self._latest)


def pour(con: duckdb.DuckDBPyConnection, columns: Mapping[str, str | Fixed], source: str, path: Path, *, moment: str | None) -> Written:
    """Write the rows of `select … source` with the fixed columns among them."""
    with RowFile(path, moment=moment) as file:
        for rows in batches(con, columns, source):
            file.add(rows)
        return file.written()


def leave_out(path: Path, lines: Sequence[int]) -> int:
    """Write a file of rows again without those of some lines; how many rows that were."""
    left, aside = np.array(sorted(lines), np.int64), path.with_name(f".{path.name}")
    held, count = pq.ParquetFile(path), 0
    with RowFile(aside, moment=None) as file:
        for group in range(held.num_row_groups):
            rows = held.read_row_group(group)
            is_left = np.isin(np.asarray(rows["source_line"]), left)
            count += int(is_left.sum())
            file.add(rows.filter(pa.array(~is_left)) if is_left.any() else rows)
    aside.replace(path)
    return count


def empty(path: Path, kinds: Mapping[str, str]) -> None:
    """Write a Parquet file without rows."""
    pq.write_table(pa.table({name: pa.nulls(0, TYPES[kind]) for name, kind in kinds.items()}), path, store_schema=False)
