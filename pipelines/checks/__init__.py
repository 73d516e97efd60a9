"""Audit a build: each `.sql` here selects what must not exist, and is named as the promise it keeps.

A promise that reads `run_months` holds month by month, like a model that does: of tables whose other months were audited
before, only the replaced months are read again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from pathlib import Path

import duckdb

from pipelines.errors import CheckError
from pipelines.model import references

CHECKS_DIR = Path(__file__).resolve().parent
MONTHS = "run_months"


def promises() -> dict[str, str]:
    """Every check's SELECT by the promise it keeps."""
    return {path.stem: path.read_text(encoding="utf-8").strip().rstrip(";") for path in sorted(CHECKS_DIR.glob("*.sql"))}


def version() -> str:
    """Name the promises as they are written now."""
    return hashlib.sha256("\n".join(f"{name}\n{select}" for name, select in promises().items()).encode()).hexdigest()[:24]


def broken(con: duckdb.DuckDBPyConnection, *, changed_months: Mapping[str, tuple[int, ...]] | None = None) -> list[str]:
    """One sentence for each broken promise, with the number of rows and the first of them.

    Parameters
    ----------
    changed_months
        By table: the months that are no longer those of an audited build, none where all of it is; what is not named is all new.
    """
    known = changed_months or {}
    sentences = []
    for promise, select in promises().items():
        tables = references(select)
        changed = {table for table in tables if known.get(table) != () and table != MONTHS}
        if not changed:
            continue
        if MONTHS in tables:
            _cut(con, changed, tables=tables, known=known)
        found = con.execute(f"select count(*) over () as broken_rows, * from ({select}) limit 1")
        row = found.fetchone()
        if row is not None:
            names = [column[0] for column in found.description[1:]]
            first = ", ".join(f"{name} = {value}" for name, value in zip(names, row[1:], strict=True))
            sentences.append(f"{promise.replace('_', ' ')}: broken by {row[0]:,} rows, the first is {first}")
    return sentences


def _cut(con: duckdb.DuckDBPyConnection, changed: set[str], *, tables: Iterable[str], known: Mapping[str, tuple[int, ...]]) -> None:
    """Let `run_months` be the months in which a promise could be broken: all of its tables, where more than months of one changed."""
    if changed <= known.keys():
        parts = [f"select {month:d} as month_id" for month in sorted({month for table in changed for month in known[table]})]
    else:
        having = con.execute("select distinct table_name from duckdb_columns() where column_name = 'month_id'").fetchall()
        parts = [f"select month_id from {table}" for table in sorted({str(row[0]) for row in having} & set(tables) - {MONTHS})]
    con.execute(f"create or replace temp table {MONTHS} as select distinct month_id from ({' union all '.join(parts)})")


def audit(con: duckdb.DuckDBPyConnection, *, changed_months: Mapping[str, tuple[int, ...]] | None = None) -> None:
    """Refuse a build that breaks a promise, with CheckError naming all of them."""
    sentences = broken(con, changed_months=changed_months)
    if sentences:
        raise CheckError("the build breaks its promises and was not published: " + "; ".join(sentences))


def late_stations(con: duckdb.DuckDBPyConnection) -> tuple[str, ...]:
    """Name the stations whose latest hour is older than the build's moment."""
    found = con.execute(
        "select name, station_id, hours_late from station_freshness where is_late order by hours_late desc, station_id"
    ).fetchall()
    return tuple(f"{name}（{station}）迟 {hours:.0f} 小时" for name, station, hours in found)
