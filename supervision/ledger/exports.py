"""Note every table that leaves the house as a file: what, how many rows, of which build, who, when."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from supervision.ledger.act import said
from supervision.ledger.actor import Actor
from supervision.ledger.audit import canonical
from supervision.ledger.engine import Ledger
from supervision.ledger.tables import exports


@dataclass(frozen=True, kw_only=True)
class Export:
    """One file that was taken."""

    export_id: int
    what: str
    row_count: int
    build_id: str | None
    parameters: str
    taken_by: str
    taken_at: datetime

    @property
    def given(self) -> dict[str, str]:
        """The filter under which it was taken."""
        return dict(json.loads(self.parameters))


def record(
    ledger: Ledger,
    actor: Actor,
    *,
    what: str,
    row_count: int,
    build_id: str | None,
    at: datetime,
    parameters: Mapping[str, str] | None = None,
) -> int:
    """Note an export; its number."""
    named = said(what, ("导出内容", "what is exported"), limit=120, is_line=True)
    with ledger.writing(actor, "exports.record", right="export", at=at) as act:
        return act.add(
            exports, what=named, row_count=row_count, build_id=build_id, parameters=canonical(dict(parameters or {})),
            taken_by=actor.name, taken_at=at,
        )  # fmt: skip


def listed(ledger: Ledger, *, limit: int = 500) -> list[Export]:
    """List exports, the newest first."""
    return ledger.listed(select(exports).order_by(exports.c.export_id.desc()).limit(limit), Export)
