"""Issue orders and follow them: 剖析 → 研判 → 发布 → 落实 → 回复 → 核查."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select

from supervision.errors import LedgerError
from supervision.ledger.act import Act, chosen, said
from supervision.ledger.actor import Actor
from supervision.ledger.audit import canonical
from supervision.ledger.engine import Ledger
from supervision.ledger.tables import order_steps, orders

STEP_NAMES = {
    "analysis": ("剖析", "analysis"),
    "judgement": ("研判", "judgement"),
    "issue": ("发布", "issue"),
    "action": ("落实", "action"),
    "reply": ("回复", "reply"),
    "check": ("核查", "check"),
}
STEPS = tuple(STEP_NAMES)
# 调度指令 inside the house; 交办单, 督办单, 提示函 to departments and towns.
KINDS = ("dispatch", "assignment", "supervision", "reminder")


@dataclass(frozen=True, kw_only=True)
class Order:
    """One order as it stands; its evidence is what was known when it was decided."""

    order_id: int
    kind: str
    title: str
    body: str
    addressee: str
    source: str
    due_on: date | None
    step: str
    build_id: str | None
    evidence: str
    evidence_sha256: str
    issued_by: str
    issued_at: datetime
    version: int
    changed_by: str
    changed_at: datetime

    @property
    def frozen(self) -> Any:
        """The evidence as it was."""
        return json.loads(self.evidence)

    @property
    def is_closed(self) -> bool:
        """Whether the last step is done."""
        return self.step == STEPS[-1]

    def is_overdue(self, on: date) -> bool:
        """Whether it is still open after its day."""
        return self.due_on is not None and self.due_on < on and not self.is_closed


@dataclass(frozen=True, kw_only=True)
class Step:
    """One step that was taken."""

    order_step_id: int
    order_id: int
    step: str
    taken_by: str
    taken_at: datetime
    note: str | None


def issue(
    ledger: Ledger,
    actor: Actor,
    *,
    kind: str,
    title: str,
    body: str,
    addressee: str,
    source: str,
    at: datetime,
    due_on: date | None = None,
    build_id: str | None = None,
    evidence: Mapping[str, Any] | None = None,
    step: str = "issue",
) -> int:
    """Open an order; its number.

    Parameters
    ----------
    evidence
        What the decision rests on (plain JSON values); frozen with its hash.
    step
        Where it begins: at 剖析 or 研判 as a draft, or at 发布.
    """
    chosen(kind, KINDS, ("文种", "the kind"))
    chosen(step, STEPS[:3], ("步骤", "the step"))
    frozen = canonical(dict(evidence or {}))
    with ledger.writing(actor, "orders.issue", right="issue_order", at=at) as act:
        number = act.add(
            orders,
            kind=kind,
            title=said(title, ("标题", "the title"), limit=200, is_line=True),
            body=said(body, ("内容", "the text")),
            addressee=said(addressee, ("承办单位", "the addressee"), limit=120, is_line=True),
            source=said(source, ("来源", "the source"), limit=200, is_line=True),
            due_on=due_on,
            step=step,
            build_id=build_id,
            evidence=frozen,
            evidence_sha256=hashlib.sha256(frozen.encode()).hexdigest(),
            issued_by=actor.name,
            issued_at=at,
        )
        _taken(act, number, step, None)
        return number


def advance(ledger: Ledger, actor: Actor, order_id: int, *, to: str, version: int, at: datetime, note: str | None = None) -> None:
    """Take the next step of an order, and no other; two people at once: one takes it, the other is told who did."""
    chosen(to, STEPS, ("步骤", "the step"))
    with ledger.writing(actor, f"orders.{to}", right="advance_order", at=at) as act:
        row = act.row(orders, order_id)
        if row["version"] != version:
            raise act.stale(orders, row)
        if row["step"] == STEPS[-1]:
            raise LedgerError("finished", what=row["title"], step=STEP_NAMES[row["step"]])
        upcoming = STEPS[STEPS.index(row["step"]) + 1]
        if to != upcoming:
            raise LedgerError("order_of_steps", what=row["title"], next=STEP_NAMES[upcoming], step=STEP_NAMES[to])
        act.change(orders, order_id, version=version, step=to)
        _taken(act, order_id, to, note)


def _taken(act: Act, order_id: int, step: str, note: str | None) -> None:
    told = said(note, ("说明", "the note")) if note and note.strip() else None
    act.add(order_steps, order_id=order_id, step=step, taken_by=act.actor.name, taken_at=act.at, note=told)


def listed(ledger: Ledger, *, on: date | None = None, is_open: bool | None = None) -> list[Order]:
    """List orders, the newest first: those issued on one day, those still open, or all."""
    query = select(orders).order_by(orders.c.order_id.desc())
    if on is not None:
        begins_at = datetime.combine(on, datetime.min.time())
        query = query.where(orders.c.issued_at >= begins_at, orders.c.issued_at < begins_at + timedelta(days=1))
    if is_open is not None:
        query = query.where(orders.c.step != STEPS[-1] if is_open else orders.c.step == STEPS[-1])
    return ledger.listed(query, Order)


def history(ledger: Ledger, order_id: int) -> list[Step]:
    """List the steps of an order in the order they were taken."""
    return ledger.listed(select(order_steps).where(order_steps.c.order_id == order_id).order_by(order_steps.c.order_step_id), Step)
