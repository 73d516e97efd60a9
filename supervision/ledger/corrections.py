"""Propose and decide corrections of delivered cells; an accepted one is replayed by every later build."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from pipelines.contract import contracts
from pipelines.intake import corrections as replayed
from supervision.errors import LedgerError, StaleError
from supervision.ledger.act import Act, Words, moment, said
from supervision.ledger.actor import Actor
from supervision.ledger.engine import Ledger
from supervision.ledger.tables import corrections

STATE_NAMES = {"proposed": ("待审核", "proposed"), "accepted": ("已采纳", "accepted"), "refused": ("未采纳", "refused")}
# Corrected tables that are no input table: their key and their columns. `lanxun build` reads links as a correction too.
DERIVED = {"enterprise_links": ("enterprise_id",)}
REASONS = {
    "unknown_table": ("没有这张数据表", "there is no such table"),
    "unknown_column": ("没有这个字段", "there is no such column"),
    "wrong_key": ("主键写法不对", "the key does not fit the table"),
    "required_missing": ("必填字段不能更正为空", "the value is required"),
    "out_of_range": ("新值超出范围", "the new value is out of range"),
    "not_a_number": ("新值不是数字", "the new value is no number"),
    "not_a_date": ("新值不是日期", "the new value is no date"),
}


@dataclass(frozen=True, kw_only=True)
class Correction:
    """One correction of one cell.

    Attributes
    ----------
    is_alone
        Whether the person who proposed it decided it too, in a house of one.
    superseded_by
        The later accepted correction of the same cell.
    """

    correction_id: int
    table_name: str
    row_key: str
    column_name: str
    old_text: str | None
    new_text: str | None
    reason: str
    build_id: str | None
    state: str
    proposed_by: str
    proposed_at: datetime
    decided_by: str | None
    decided_at: datetime | None
    decision_note: str | None
    superseded_by: int | None
    is_alone: bool
    version: int
    changed_by: str
    changed_at: datetime


def _checked(table: str, key: str, column: str, new: str | None, at: datetime) -> None:
    """Refuse now what the next build would leave out."""
    if table in DERIVED:
        reason = None if column in DERIVED[table] else "unknown_column"
    elif table not in contracts():
        reason = "unknown_table"
    else:
        item = replayed.Correction(correction_id="", table=table, key=key, column=column, old=None, new=new, at=at)
        reason = replayed.refusal(item, contracts()[table])
    if reason is not None:
        raise LedgerError("correction", table=table, key=key, column=column, reason=REASONS.get(reason, (reason, reason)))


def _line(text: str | None, field: Words) -> str | None:
    return said(text, field, limit=400, is_line=True) if text is not None and text.strip() else None


def _open(act: Act, table: str, key: str, column: str) -> None:
    """Refuse a second open proposal of a cell: two people would correct it past each other."""
    cell = (corrections.c.table_name == table, corrections.c.row_key == key, corrections.c.column_name == column)
    found = act.con.execute(select(corrections).where(*cell, corrections.c.state == "proposed")).mappings().first()
    if found is not None:
        what = f"{found['old_text'] or ''} → {found['new_text'] or ''}"
        raise StaleError("open_proposal", who=found["proposed_by"], at=moment(found["proposed_at"]), what=what)


def propose(
    ledger: Ledger,
    actor: Actor,
    *,
    table: str,
    key: str,
    column: str,
    old: str | None,
    new: str | None,
    reason: str,
    at: datetime,
    build_id: str | None = None,
) -> int:
    """Propose a correction; its number.

    Parameters
    ----------
    key
        The values of the table's key, joined by `|`.
    old, new
        As the contract writes them (its units, its clock); `old` is what the person saw, None where the cell was empty.
    """
    was, will = _line(old, ("原值", "the old value")), _line(new, ("新值", "the new value"))
    if was == will:
        raise LedgerError("same_value", value=was)
    where = said(key, ("主键", "the key"), limit=400, is_line=True)
    why = said(reason, ("原因", "the reason"))
    _checked(table, where, column, will, at)
    with ledger.writing(actor, "corrections.propose", right="propose_correction", at=at) as act:
        _open(act, table, where, column)
        return act.add(
            corrections, table_name=table, row_key=where, column_name=column, old_text=was, new_text=will, reason=why,
            build_id=build_id, state="proposed", proposed_by=actor.name, proposed_at=at, is_alone=False,
        )  # fmt: skip


def decide(ledger: Ledger, actor: Actor, correction_id: int, *, is_accepted: bool, note: str, version: int, at: datetime) -> Correction:
    """Accept or refuse a proposal; by somebody else than who proposed it, and with a note of why."""
    why = said(note, ("审核意见", "the note"))
    with ledger.writing(actor, "corrections.decide", right="decide_correction", at=at) as act:
        row = act.row(corrections, correction_id)
        if row["state"] != "proposed":
            raise StaleError("decided", who=row["decided_by"], at=moment(row["decided_at"]), what=STATE_NAMES[row["state"]])
        is_alone = act.second(
            first=row["proposed_by"], before=("提出更正", "proposing the correction"), step=("审核更正", "deciding the correction")
        )
        act.change(
            corrections, correction_id, version=version, state="accepted" if is_accepted else "refused",
            decided_by=actor.name, decided_at=at, decision_note=why, is_alone=is_alone,
        )  # fmt: skip
        if is_accepted:
            _supersede(act, row)
        return Correction(**act.row(corrections, correction_id))


def _supersede(act: Act, row: dict[str, object]) -> None:
    """Mark what was accepted for the same cell before; it stays, because a replay of an earlier day needs it."""
    cell = [corrections.c[name] == row[name] for name in ("table_name", "row_key", "column_name")]
    query = select(corrections.c.correction_id, corrections.c.version).where(
        *cell,
        corrections.c.state == "accepted",
        corrections.c.superseded_by.is_(None),
        corrections.c.correction_id != row["correction_id"],
    )
    for earlier in act.con.execute(query).all():
        act.change(corrections, earlier.correction_id, version=earlier.version, superseded_by=row["correction_id"])


def listed(ledger: Ledger, *, state: str | None = None, table: str | None = None) -> list[Correction]:
    """List corrections, the newest first."""
    query = select(corrections).order_by(corrections.c.correction_id.desc())
    if state is not None:
        query = query.where(corrections.c.state == state)
    if table is not None:
        query = query.where(corrections.c.table_name == table)
    return ledger.listed(query, Correction)
