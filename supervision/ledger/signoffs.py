"""Sign documents: 拟稿, 审核, then 签发 or 批准, in this order, of one content named by its SHA-256."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from supervision.errors import LedgerError, StaleError
from supervision.ledger.act import Act, chosen, moment, said
from supervision.ledger.actor import Actor
from supervision.ledger.engine import Ledger
from supervision.ledger.tables import signoffs

STEP_NAMES = {"draft": ("拟稿", "drafting"), "review": ("审核", "review"), "issue": ("签发", "issue"), "approve": ("批准", "approval")}
# What the house sends out is issued; what the public reads is approved.
STEPS = {
    "brief": ("draft", "review", "issue"),
    "bulletin": ("draft", "review", "issue"),
    "public_extract": ("draft", "review", "approve"),
}
KIND_NAMES = {"brief": ("研判日报", "the brief"), "bulletin": ("快报", "the bulletin"), "public_extract": ("公开版", "the public extract")}
SHA256 = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, kw_only=True)
class Signoff:
    """One signature; `is_alone` says that the same person took the step before, in a house of one."""

    signoff_id: int
    kind: str
    sha256: str
    title: str
    step_no: int
    step: str
    signed_by: str
    signed_at: datetime
    note: str | None
    is_alone: bool


def sign(ledger: Ledger, actor: Actor, *, kind: str, sha256: str, step: str, title: str, at: datetime, note: str | None = None) -> int:
    """Take the next step of a document; its number. A changed document has another SHA-256 and begins anew."""
    steps = STEPS[chosen(kind, tuple(STEPS), ("文种", "the kind"))]
    chosen(step, steps, ("步骤", "the step"))
    if not SHA256.fullmatch(sha256):
        raise LedgerError("unknown", field="SHA-256", value=sha256, choices="64 hex digits")
    with ledger.writing(actor, f"signoffs.{step}", right="sign", at=at) as act:
        is_alone = _turn(act, kind=kind, sha256=sha256, step=step)
        return act.add(
            signoffs, kind=kind, sha256=sha256, title=said(title, ("标题", "the title"), limit=200, is_line=True),
            step_no=steps.index(step) + 1, step=step, signed_by=actor.name, signed_at=at, note=note, is_alone=is_alone,
        )  # fmt: skip


def _turn(act: Act, *, kind: str, sha256: str, step: str) -> bool:
    """Refuse a step that is not next, or whose signer already signed this document; True for a house of one."""
    steps = STEPS[kind]
    query = select(signoffs).where(signoffs.c.kind == kind, signoffs.c.sha256 == sha256).order_by(signoffs.c.step_no)
    done = act.con.execute(query).mappings().all()
    for taken in done:
        if taken["step"] == step:
            raise StaleError("decided", who=taken["signed_by"], at=moment(taken["signed_at"]), what=STEP_NAMES[step])
    upcoming = steps[len(done)]
    if step != upcoming:
        raise LedgerError("order_of_steps", what=KIND_NAMES[kind], next=STEP_NAMES[upcoming], step=STEP_NAMES[step])
    return any(act.second(first=taken["signed_by"], before=STEP_NAMES[taken["step"]], step=STEP_NAMES[step]) for taken in done)


def listed(ledger: Ledger, *, kind: str, sha256: str | None = None) -> list[Signoff]:
    """List the signatures of a kind of document, or of one document in the order of its steps."""
    query = select(signoffs).where(signoffs.c.kind == kind).order_by(signoffs.c.signoff_id)
    return ledger.listed(query if sha256 is None else query.where(signoffs.c.sha256 == sha256), Signoff)


def require(ledger: Ledger, *, kind: str, sha256: str) -> tuple[Signoff, ...]:
    """Give the signatures of a document that has all of them; LedgerError names the first that is missing."""
    found = listed(ledger, kind=kind, sha256=sha256)
    steps = STEPS[chosen(kind, tuple(STEPS), ("文种", "the kind"))]
    if len(found) < len(steps):
        raise LedgerError("unsigned", what=KIND_NAMES[kind], step=STEP_NAMES[steps[len(found)]])
    return tuple(found)
