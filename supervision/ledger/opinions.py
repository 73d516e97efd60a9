"""Keep 会商意见: what a named person expects of a day, typed in because no forecast can say it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from supervision.errors import LedgerError
from supervision.ledger.act import said
from supervision.ledger.actor import Actor
from supervision.ledger.engine import Ledger
from supervision.ledger.tables import NAMES, opinions

LIMIT = 500


@dataclass(frozen=True, kw_only=True)
class Opinion:
    """One edition of the opinion for one day."""

    opinion_id: int
    for_on: date
    text: str
    said_by: str
    typed_by: str
    typed_at: datetime
    build_id: str | None
    superseded_by: int | None
    version: int
    changed_by: str
    changed_at: datetime


def give(
    ledger: Ledger,
    actor: Actor,
    *,
    for_on: date,
    text: str,
    said_by: str,
    at: datetime,
    build_id: str | None = None,
    replaces: int | None = None,
) -> int:
    """Write down an opinion for a day; its number. `replaces` is the edition the person saw, None when there was none."""
    told, who = said(text, ("会商意见", "the opinion"), limit=LIMIT), said(said_by, ("会商人", "the person"), limit=80, is_line=True)
    with ledger.writing(actor, "opinions.give", right="type_opinion", at=at) as act:
        query = select(opinions).where(opinions.c.for_on == for_on, opinions.c.superseded_by.is_(None))
        before = act.con.execute(query).mappings().first()
        if before is not None and before["opinion_id"] != replaces:
            raise act.stale(opinions, dict(before))
        if before is None and replaces is not None:
            raise LedgerError("nothing", what=NAMES[opinions.name], number=replaces)
        number = act.add(opinions, for_on=for_on, text=told, said_by=who, typed_by=actor.name, typed_at=at, build_id=build_id)
        if before is not None:
            act.change(opinions, before["opinion_id"], version=before["version"], superseded_by=number)
        return number


def listed(ledger: Ledger, *, from_on: date, to_on: date) -> list[Opinion]:
    """List the opinions in force for the days of a span, by day."""
    query = select(opinions).where(opinions.c.for_on.between(from_on, to_on), opinions.c.superseded_by.is_(None))
    return ledger.listed(query.order_by(opinions.c.for_on), Opinion)
