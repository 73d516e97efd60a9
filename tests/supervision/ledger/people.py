"""The people of the tests, their clock, and the proposal they argue about."""

from __future__ import annotations

from datetime import datetime

from supervision.ledger import corrections
from supervision.ledger.actor import Actor
from supervision.ledger.engine import Ledger

AT = datetime(2026, 12, 8, 9, 15, 30, 123456)
STEWARD = Actor(name="魏笙", roles=frozenset({"steward"}))
OTHER_STEWARD = Actor(name="顾朝", roles=frozenset({"steward"}))
PLANNER = Actor(name="李<四>", roles=frozenset({"planner"}))
LEADER = Actor(name="陆明", roles=frozenset({"leader"}))
OFFICER = Actor(name="秦川", roles=frozenset({"officer"}), via="route")


def propose(ledger: Ledger, *, actor: Actor = STEWARD, key: str = "LT00042", new: str | None = "停产", at: datetime = AT) -> int:
    return corrections.propose(
        ledger, actor, table="enterprises", key=key, column="status", old="正常生产", new=new, reason="企业来函", at=at
    )
