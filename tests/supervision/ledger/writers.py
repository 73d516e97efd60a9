"""A process that writes into a ledger until it is killed: it says each number only after its row was acknowledged."""

from __future__ import annotations

import sys
from datetime import datetime

from supervision.ledger import orders
from supervision.ledger.engine import open_ledger
from tests.supervision.ledger.people import PLANNER


def _say(what: object) -> None:
    sys.stdout.write(f"{what}\n")
    sys.stdout.flush()


def main(address: str) -> None:
    ledger = open_ledger(address)
    _say("open")
    while True:
        number = orders.issue(
            ledger, PLANNER, kind="dispatch", title="t", body="b", addressee="a", source="s", at=datetime(2026, 12, 8), evidence={"n": 1}
        )
        _say(number)


if __name__ == "__main__":
    main(sys.argv[1])
