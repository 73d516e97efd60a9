"""Keep the headline of a build: what the rules wrote, what a person made of it, and who reviewed that."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from supervision.errors import LedgerError
from supervision.ledger.act import chosen, said
from supervision.ledger.actor import Actor
from supervision.ledger.engine import Ledger
from supervision.ledger.tables import NAMES, headlines

# 实时未审核 and 已审核: whether the air data it speaks of have been reviewed, as the editor declares.
DATA_STATES = ("live", "reviewed")
LIMIT = 200


@dataclass(frozen=True, kw_only=True)
class Headline:
    """One edition of a build's headline; `reviewed_by` is None until a second person has agreed."""

    headline_id: int
    build_id: str
    original: str
    edited: str
    data_state: str
    edited_by: str
    edited_at: datetime
    reviewed_by: str | None
    reviewed_at: datetime | None
    superseded_by: int | None
    is_alone: bool
    version: int
    changed_by: str
    changed_at: datetime


def edit(
    ledger: Ledger,
    actor: Actor,
    *,
    build_id: str,
    original: str,
    edited: str,
    at: datetime,
    data_state: str = "live",
    replaces: int | None = None,
) -> int:
    """Write a new edition; its number.

    Parameters
    ----------
    replaces
        The edition the editor saw, None when there was none; if there is another by now, its editor is named.
    """
    told = said(edited, ("标题", "the title"), limit=LIMIT, is_line=True)
    chosen(data_state, DATA_STATES, ("数据状态", "the state of the data"))
    with ledger.writing(actor, "headlines.edit", right="edit_headline", at=at) as act:
        query = select(headlines).where(headlines.c.build_id == build_id, headlines.c.superseded_by.is_(None))
        before = act.con.execute(query).mappings().first()
        if before is not None and before["headline_id"] != replaces:
            raise act.stale(headlines, dict(before))
        if before is None and replaces is not None:
            raise LedgerError("nothing", what=NAMES[headlines.name], number=replaces)
        number = act.add(
            headlines, build_id=build_id, original=said(original, ("原文", "the original")), edited=told, data_state=data_state,
            edited_by=actor.name, edited_at=at, is_alone=False,
        )  # fmt: skip
        if before is not None:
            act.change(headlines, before["headline_id"], version=before["version"], superseded_by=number)
        return number


def review(ledger: Ledger, actor: Actor, headline_id: int, *, version: int, at: datetime) -> None:
    """Agree to an edition, as 审核人: somebody else than its editor."""
    with ledger.writing(actor, "headlines.review", right="sign", at=at) as act:
        row = act.row(headlines, headline_id)
        if row["superseded_by"] is not None or row["reviewed_by"] is not None:
            raise act.stale(headlines, row)
        is_alone = act.second(
            first=row["edited_by"], before=("编辑标题", "editing the headline"), step=("审核标题", "reviewing the headline")
        )
        act.change(headlines, headline_id, version=version, reviewed_by=actor.name, reviewed_at=at, is_alone=is_alone)


def listed(ledger: Ledger, *, build_id: str) -> list[Headline]:
    """List every edition of a build's headline, the newest first."""
    query = select(headlines).where(headlines.c.build_id == build_id).order_by(headlines.c.headline_id.desc())
    return ledger.listed(query, Headline)


def current(ledger: Ledger, *, build_id: str) -> Headline | None:
    """Give the edition in force; None while nobody has touched the machine's sentence."""
    return next(iter(listed(ledger, build_id=build_id)), None)
