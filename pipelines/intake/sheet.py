"""Hold one readable table of a source file as texts, whatever its format was."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import duckdb
import pyarrow as pa

CELLS = "cells"
BATCH_ROWS = 50_000


@dataclass(frozen=True, kw_only=True)
class Refused:
    """A line that could not even be cut into cells."""

    line: int
    reason: str
    raw_text: str


@dataclass(frozen=True, kw_only=True)
class Plain:
    """A file in which a line is a record and a cell is what stands between two delimiters: UTF-8 without a quote."""

    path: Path
    delimiter: str
    skip: int


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """One table of texts.

    `relation` is SQL with the columns c0, c1, … of `headings`, and `line` and `raw` unless `first_line` is given: then its rows are the
    physical lines first_line, first_line + 1, … in their order. `non_data` counts the lines that never reached the relation.
    """

    name: str
    relation: str
    headings: tuple[str, ...]
    line_count: int
    non_data: int
    raw_text: Callable[[Sequence[int]], Iterator[tuple[int, str]]]
    first_line: int | None = None
    refused: tuple[Refused, ...] = ()
    # Files made by hand carry totals and repeated headings; tables written by programs do not.
    is_hand_made: bool = True
    # The bytes hold no control character and, below the headings, no underscore.
    is_clean: bool = False
    # The bytes hold nothing beyond ASCII.
    is_ascii: bool = False
    # What to read instead when the relation does not give exactly one row per physical line.
    fallback: Callable[[], Sheet] | None = None
    # The same lines as a file, when it has no quotes.
    plain: Plain | None = None


@dataclass(frozen=True, kw_only=True)
class Record:
    """One record cut into cells, with the line it begins on."""

    line: int
    cells: Sequence[str | None]
    raw_text: str


def store(con: duckdb.DuckDBPyConnection, records: Iterable[Record], *, width: int) -> None:
    """Write records into the table `cells` (line, raw, c0 …), a batch at a time."""
    names = [f"c{i}" for i in range(width)]
    columns = ", ".join(f"{name} varchar" for name in names)
    con.execute(f"create or replace table {CELLS} (line bigint, raw varchar{', ' if names else ''}{columns})")
    iterator = iter(records)
    while batch := list(islice(iterator, BATCH_ROWS)):
        arrays: list[pa.Array] = [
            pa.array([record.line for record in batch], pa.int64()),
            pa.array([record.raw_text for record in batch], pa.string()),
        ]
        arrays += [pa.array([record.cells[i] for record in batch], pa.string()) for i in range(width)]
        con.register("batch", pa.table(arrays, names=["line", "raw", *names]))
        con.execute(f"insert into {CELLS} from batch")
        con.unregister("batch")


def stored_text(con: duckdb.DuckDBPyConnection, lines: Sequence[int]) -> Iterator[tuple[int, str]]:
    """The raw text of lines of the table `cells`."""
    con.register("wanted", pa.table({"line": pa.array(lines, pa.int64())}))
    cursor = con.execute(f"select line, raw from {CELLS} join wanted using (line) order by line").fetchall()
    con.unregister("wanted")
    yield from cursor
