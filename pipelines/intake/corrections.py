"""Replay accepted corrections of input cells over the raw tables, at every build; a source file is never changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import duckdb

from pipelines.contract import Contract
from pipelines.intake.casting import identifier
from pipelines.intake.fields import Reading, Rule, read


@dataclass(frozen=True, kw_only=True)
class Correction:
    """One row of `raw_corrections`."""

    correction_id: str
    table: str
    key: str
    column: str
    old: str | None
    new: str | None
    at: datetime


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What became of a correction: how many rows it changed, or why none."""

    correction_id: str
    rows: int
    reason: str | None = None


def listed(rows: Sequence[Mapping[str, object]]) -> list[Correction]:
    """Corrections from rows of `raw_corrections`, oldest first."""
    found = [
        Correction(
            correction_id=str(row["correction_id"]),
            table=str(row["table"]),
            key=str(row["key"]),
            column=str(row["column"]),
            old=None if row.get("old") is None else str(row["old"]),
            new=None if row.get("new") is None else str(row["new"]),
            at=row["at"],  # type: ignore[arg-type]
        )
        for row in rows
    ]
    return sorted(found, key=lambda item: (item.at, item.correction_id))


def corrected(con: duckdb.DuckDBPyConnection, *, table: str, corrections: Sequence[Correction], contract: Contract) -> tuple[Outcome, ...]:
    """Apply the corrections of `table` to `raw_<table>`, the newest last; the outcome of each, in the order applied."""
    outcomes: list[Outcome] = []
    for item in sorted(corrections, key=lambda item: (item.at, item.correction_id)):
        if item.table == table:
            outcomes.append(_apply(con, item, contract))
    return tuple(outcomes)


def _apply(con: duckdb.DuckDBPyConnection, item: Correction, contract: Contract) -> Outcome:
    reason = refusal(item, contract)
    if reason is not None:
        return Outcome(correction_id=item.correction_id, rows=0, reason=reason)
    parts = item.key.split("|")
    where = " and ".join(f"{identifier(name)} = ?" for name in contract.key)
    values: list[object] = [_reading(part, contract, name).value for part, name in zip(parts, contract.key, strict=True)]
    raw, column = f"raw_{contract.name}", identifier(item.column)
    if _count(con, f"select count(*) from {raw} where {where}", values) == 0:
        return Outcome(correction_id=item.correction_id, rows=0, reason="no_such_key")
    if item.old is not None:
        # Old and present are compared as typed values: 36 corrects a cell that shows 36.0.
        where += f" and ({column} is not distinct from ? or cast({column} as varchar) = ?)"
        values += [_reading(item.old, contract, item.column).value, item.old]
    rows = _count(con, f"select count(*) from {raw} where {where}", values)
    if rows == 0:
        return Outcome(correction_id=item.correction_id, rows=0, reason="old_value_differs")
    con.execute(f"update {raw} set {column} = ? where {where}", [_reading(item.new, contract, item.column).value, *values])
    return Outcome(correction_id=item.correction_id, rows=rows)


def refusal(item: Correction, contract: Contract) -> str | None:
    """Why a correction cannot be tried at all."""
    parts = item.key.split("|")
    field = next((f for f in contract.fields if f.name == item.column), None)
    if field is None:
        return "unknown_column"
    keys = [_reading(part, contract, name) for part, name in zip(parts, contract.key, strict=False)]
    if len(parts) != len(contract.key) or any(key.reason is not None or key.value is None for key in keys):
        return "wrong_key"
    new = _reading(item.new, contract, field.name)
    return "required_missing" if new == Reading() and field.is_required else new.reason


def _reading(text: str | None, contract: Contract, name: str) -> Reading:
    """A correction is written in the contract's own units and clock."""
    if text is None:
        return Reading()
    return read(text, Rule(field=contract.field(name), city_clock=timedelta(), is_moment=name == contract.moment))


def _count(con: duckdb.DuckDBPyConnection, sql: str, values: Sequence[object]) -> int:
    row = con.execute(sql, list(values)).fetchone()
    assert row is not None
    return int(row[0])
