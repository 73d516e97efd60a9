"""Say what the runner needs of an engine."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import pyarrow as pa


@dataclass(frozen=True, kw_only=True)
class Digest:
    """What a table holds: rows and an order-independent hash, as a whole and by month."""

    rows: int
    whole: str
    months: dict[int, str]

    @classmethod
    def of_months(cls, months: Mapping[int, str]) -> Digest:
        """Put together a table whose every row has a month; a month's hash is its row count, a colon and its content."""
        present = {month: months[month] for month in sorted(months)}
        rows = sum(int(told.partition(":")[0]) for told in present.values())
        return cls(rows=rows, whole=";".join(f"{month}:{told}" for month, told in present.items()), months=present)


class Engine(Protocol):
    """Something that holds tables and runs one SELECT at a time.

    Inputs (`raw_*`, `rule_*`, `run_*`, accounting) are only visible while the build runs; models and analyses are kept
    in the build's DuckDB file, whatever the engine computes them with.
    """

    name: str
    is_incremental: bool

    def put_files(self, table: str, files: Sequence[Path], *, columns: Sequence[str], where: str | None) -> None:
        """Make Parquet files visible as an input table, cut by a condition in portable SQL."""

    def put(self, table: str, rows: pa.Table) -> None:
        """Make an Arrow table visible as an input table."""

    def months(self, months: Sequence[int]) -> None:
        """Make `run_months` the months to compute, for the thread that asks."""

    def create(self, table: str, select: str) -> None:
        """Compute a table anew."""

    def view(self, table: str, select: str) -> None:
        """Give a SELECT a name that later ones may read; nothing is kept."""

    def store(self, table: str, rows: pa.Table) -> None:
        """Keep the result of an analysis as a table."""

    def replace_months(self, table: str, select: str, *, months: Sequence[int]) -> None:
        """Compute some months of a table anew and leave the others as they are; no months given means all anew."""

    def store_months(self, table: str, rows: pa.Table, *, months: Sequence[int]) -> None:
        """Keep the result of an analysis for some months; no months given means all anew."""

    def fetch(self, table: str, *, columns: Sequence[str] = (), months: Sequence[int] = ()) -> pa.Table:
        """Read a table to the driver: all of it, or the columns and months named."""

    def count(self, table: str) -> int:
        """Count the rows of a table."""

    def digest(self, table: str, *, months: Sequence[int] = ()) -> Digest:
        """Hash a table's content, independent of the order of its rows, also by month where it has a `month_id`.

        Months given restrict it to those.
        """

    def tables(self) -> set[str]:
        """Name the kept tables."""

    def drop(self, table: str) -> None:
        """Forget a kept table."""

    def finish(self) -> None:
        """Bring every kept table into the build's file."""

    def close(self) -> None:
        """Let go of the build's file and of everything else, also after a fault."""
