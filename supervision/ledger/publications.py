"""Record every public extract: which file, of which build, what was suppressed in it, and who let it out."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from supervision.ledger import signoffs
from supervision.ledger.act import said
from supervision.ledger.actor import Actor
from supervision.ledger.audit import canonical
from supervision.ledger.engine import Ledger
from supervision.ledger.tables import publications

KIND = "public_extract"


@dataclass(frozen=True, kw_only=True)
class Publication:
    """One public extract; the next one is audited against its suppressed cells."""

    publication_id: int
    sha256: str
    path: str
    build_id: str
    suppressed: str
    drafted_by: str
    reviewed_by: str
    approved_by: str
    published_by: str
    published_at: datetime

    @property
    def cells(self) -> list[dict[str, Any]]:
        """The suppressed cells."""
        return list(json.loads(self.suppressed))


def record(
    ledger: Ledger,
    actor: Actor,
    *,
    sha256: str,
    path: str,
    build_id: str,
    suppressed: Sequence[Mapping[str, Any]],
    at: datetime,
) -> int:
    """Record an extract; its number. LedgerError unless its 拟稿, 审核 and 批准 are signed."""
    drafted, reviewed, approved = signoffs.require(ledger, kind=KIND, sha256=sha256)
    with ledger.writing(actor, "publications.record", right="publish", at=at) as act:
        return act.add(
            publications, sha256=sha256, path=said(path, ("路径", "the path"), limit=400, is_line=True), build_id=build_id,
            suppressed=canonical([dict(cell) for cell in suppressed]), drafted_by=drafted.signed_by, reviewed_by=reviewed.signed_by,
            approved_by=approved.signed_by, published_by=actor.name, published_at=at,
        )  # fmt: skip


def listed(ledger: Ledger) -> list[Publication]:
    """List extracts, the newest first."""
    return ledger.listed(select(publications).order_by(publications.c.publication_id.desc()), Publication)


def latest(ledger: Ledger) -> Publication | None:
    """Give the extract before the next one."""
    return next(iter(listed(ledger)), None)
