"""A row in every table of the ledger."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import date

from supervision.ledger import corrections, exports, headlines, opinions, orders, publications, signoffs
from supervision.ledger.engine import Ledger
from tests.supervision.ledger.people import AT, LEADER, OFFICER, OTHER_STEWARD, PLANNER, STEWARD, propose

DOCUMENT = hashlib.sha256("公开版".encode()).hexdigest()


def fill_spine(ledger: Ledger) -> None:
    """The tables of the first migration."""
    number = propose(ledger)
    corrections.decide(ledger, OTHER_STEWARD, number, is_accepted=True, note="同意", version=1, at=AT)
    headline = headlines.edit(ledger, PLANNER, build_id="B1", original="良", edited="昨日良", at=AT)
    headlines.review(ledger, LEADER, headline, version=1, at=AT)
    opinions.give(ledger, LEADER, for_on=date(2026, 12, 9), text="扩散转差", said_by="张工", at=AT)
    for actor, step in ((PLANNER, "draft"), (LEADER, "review"), (replace(LEADER, name="白杨"), "approve")):
        signoffs.sign(ledger, actor, kind="public_extract", sha256=DOCUMENT, step=step, title="公开版", at=AT)
    exports.record(ledger, PLANNER, what="enterprises", row_count=12, build_id="B1", at=AT)


def fill(ledger: Ledger) -> None:
    """All tables."""
    fill_spine(ledger)
    order = orders.issue(
        ledger, PLANNER, kind="reminder", title="提示函", body="请核查", addressee="甲镇", source="会商", at=AT, evidence={"n": 1}
    )
    orders.advance(ledger, OFFICER, order, to="action", version=1, at=AT)
    publications.record(ledger, STEWARD, sha256=DOCUMENT, path="public/p.duckdb", build_id="B1", suppressed=[], at=AT)
