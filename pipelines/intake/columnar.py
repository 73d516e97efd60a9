"""Read a Parquet file as texts: typed values are written out and cast again, so that every format obeys one ladder."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from pipelines.city import Feed
from pipelines.contract import Contract
from pipelines.errors import InputError
from pipelines.intake import headings
from pipelines.intake.casting import identifier, literal
from pipelines.intake.sheet import Sheet


def _raw_text(con: duckdb.DuckDBPyConnection, relation: str, lines: Sequence[int]) -> Iterator[tuple[int, str]]:
    con.register("wanted", pa.table({"line": pa.array(lines, pa.int64())}))
    rows = con.execute(f"select line, raw from {relation} semi join wanted using (line) order by line").fetchall()
    con.unregister("wanted")
    yield from rows


def sheet(con: duckdb.DuckDBPyConnection, path: Path, feed: Feed, contract: Contract, *, place: str) -> Sheet:
    """The one sheet of a Parquet file; refuses a broken file or missing columns with InputError."""
    try:
        meta = pq.ParquetFile(path)
        line_count, names = meta.metadata.num_rows, [field.name for field in meta.schema_arrow]
    except (pa.ArrowException, OSError) as fault:
        raise InputError(f"{place} is no readable Parquet file ({str(fault).splitlines()[0][:120]}); export it again") from fault
    found = headings.find(feed, contract, [names])
    if found is None:
        raise headings.refusal(feed, contract, [names], place=place)
    # An instant with a zone would print in the session's zone: it is written as UTC with its offset, and the ladder reads that.
    columns = [
        f"strftime({identifier(field.name)} at time zone 'UTC', '%Y-%m-%d %H:%M:%S') || 'Z' as c{i}"
        if pa.types.is_timestamp(field.type) and field.type.tz is not None
        else f"cast({identifier(field.name)} as varchar) as c{i}"
        for i, field in enumerate(meta.schema_arrow)
    ]
    source = f"read_parquet({literal(str(path))}, file_row_number=true)"
    inner = f"(select file_row_number + 1 as line, {', '.join(columns)} from {source})"
    raw = ", ".join(f"coalesce(c{i}, '')" for i in range(len(names)))
    relation = f"(select *, concat_ws(chr(9), {raw}) as raw from {inner})"
    return Sheet(
        name="",
        relation=relation,
        headings=tuple(names),
        line_count=line_count,
        non_data=0,
        raw_text=lambda lines: _raw_text(con, relation, lines),
        is_hand_made=False,
    )
