"""Audit a build: each `.sql` here selects what must not exist, and is named as the promise it keeps."""

from __future__ import annotations

import hashlib
from pathlib import Path

import duckdb

from pipelines.errors import CheckError
from pipelines.model import references

CHECKS_DIR = Path(__file__).resolve().parent


def promises() -> dict[str, str]:
    """Every check's SELECT by the promise it keeps."""
    return {path.stem: path.read_text(encoding="utf-8").strip().rstrip(";") for path in sorted(CHECKS_DIR.glob("*.sql"))}


def version() -> str:
    """Name the promises as they are written now."""
    return hashlib.sha256("\n".join(f"{name}\n{select}" for name, select in promises().items()).encode()).hexdigest()[:24]


def broken(con: duckdb.DuckDBPyConnection, *, unchanged: frozenset[str] = frozenset()) -> list[str]:
    """One sentence for each broken promise, with the number of rows and the first of them.

    Parameters
    ----------
    unchanged
        Tables that are those of an audited build; a promise about nothing else is kept still.
    """
    sentences = []
    for promise, select in promises().items():
        if references(select) <= unchanged:
            continue
        found = con.execute(f"select count(*) over () as broken_rows, * from ({select}) limit 1")
        row = found.fetchone()
        if row is not None:
            names = [column[0] for column in found.description[1:]]
            first = ", ".join(f"{name} = {value}" for name, value in zip(names, row[1:], strict=True))
            sentences.append(f"{promise.replace('_', ' ')}: broken by {row[0]:,} rows, the first is {first}")
    return sentences


def audit(con: duckdb.DuckDBPyConnection, *, unchanged: frozenset[str] = frozenset()) -> None:
    """Refuse a build that breaks a promise, with CheckError naming all of them."""
    sentences = broken(con, unchanged=unchanged)
    if sentences:
        raise CheckError("the build breaks its promises and was not published: " + "; ".join(sentences))


def late_stations(con: duckdb.DuckDBPyConnection) -> tuple[str, ...]:
    """Name the stations whose latest hour is older than the build's moment."""
    found = con.execute(
        "select name, station_id, hours_late from station_freshness where is_late order by hours_late desc, station_id"
    ).fetchall()
    return tuple(f"{name}（{station}）迟 {hours:.0f} 小时" for name, station, hours in found)
