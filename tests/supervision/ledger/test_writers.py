"""Two people at once: one wins and the other is told who; a killed writer loses nothing that was acknowledged."""

from __future__ import annotations

import random
import sqlite3
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from threading import Barrier

import pytest
from sqlalchemy import func, select, text

from supervision.errors import LedgerError, StaleError
from supervision.ledger import audit, engine, exports, orders
from supervision.ledger.engine import Ledger, open_ledger
from supervision.ledger.tables import order_steps
from tests.supervision.ledger.people import AT, OFFICER, PLANNER

ORDERS = 30
KILLS = 5


def _issue(ledger: Ledger, count: int) -> list[int]:
    return [
        orders.issue(ledger, PLANNER, kind="dispatch", title=f"令 {i}", body="b", addressee="a", source="s", at=AT) for i in range(count)
    ]


def test_two_officers_take_the_same_step_of_the_same_orders(address: str) -> None:
    first = open_ledger(address)
    numbers = _issue(first, ORDERS)
    barrier = Barrier(2)

    def officer(name: str) -> list[str]:
        ledger, me = open_ledger(address), replace(OFFICER, name=name)
        outcomes = []
        for number in numbers:
            barrier.wait()
            try:
                orders.advance(ledger, me, number, to="action", version=1, at=AT)
                outcomes.append("won")
            except StaleError as refusal:
                outcomes.append(str(refusal.facts["who"]))
        ledger.close()
        return outcomes

    with ThreadPoolExecutor(2) as pool:
        one, other = pool.map(officer, ("秦川", "郭靖"))
    assert {frozenset(pair) for pair in zip(one, other, strict=True)} <= {frozenset({"won", "秦川"}), frozenset({"won", "郭靖"})}
    assert [(a == "won") + (b == "won") for a, b in zip(one, other, strict=True)] == [1] * ORDERS
    with first.reading() as con:
        assert con.execute(select(func.count()).select_from(order_steps)).scalar() == 2 * ORDERS
    assert audit.verify(first).is_whole
    assert audit.drifted(first) == []
    first.close()


def test_many_threads_on_one_ledger_lose_no_line(ledger: Ledger) -> None:
    with ThreadPoolExecutor(12) as pool:
        list(pool.map(lambda i: exports.record(ledger, PLANNER, what=f"表 {i}", row_count=i, build_id=None, at=AT), range(120)))
    assert sorted(e.row_count for e in exports.listed(ledger)) == list(range(120))
    assert audit.verify(ledger).lines == 120
    assert audit.verify(ledger).is_whole


def test_a_reader_sees_one_moment_while_others_write(ledger: Ledger) -> None:
    _issue(ledger, 1)
    with ledger.reading() as con:
        count = select(func.count()).select_from(audit.audit)
        before = con.execute(count).scalar()
        _issue(ledger, 2)
        assert con.execute(count).scalar() == before


def test_who_reads_cannot_write(ledger: Ledger) -> None:
    _issue(ledger, 1)
    with pytest.raises(LedgerError), ledger.reading() as con:
        con.execute(text("update orders set title = 'x'"))


def test_a_killed_writer_loses_no_acknowledged_row(address: str) -> None:
    acknowledged: list[int] = []
    chance = random.Random(20261208)
    for _ in range(KILLS):
        process = subprocess.Popen([sys.executable, "-m", "tests.supervision.ledger.writers", address], stdout=subprocess.PIPE, text=True)
        assert process.stdout is not None
        assert process.stdout.readline() == "open\n"
        first = process.stdout.readline()  # on a busy machine the first row takes longer than any time chosen here
        time.sleep(chance.random() * 0.15)
        process.kill()
        told = first + process.stdout.read()
        process.wait()
        acknowledged += [int(line) for line in told.splitlines(keepends=True) if line.endswith("\n")]
    ledger = open_ledger(address)
    _issue(ledger, 1)  # the lock of the killed is free
    found = {order.order_id for order in orders.listed(ledger)}
    assert len(acknowledged) >= KILLS
    assert set(acknowledged) <= found
    assert audit.verify(ledger).is_whole
    assert audit.drifted(ledger) == []
    ledger.close()


def test_a_writer_killed_inside_its_transaction_leaves_nothing(address: str) -> None:
    ledger = open_ledger(address)
    _issue(ledger, 1)
    script = (
        "import sys, time; from tests.supervision.ledger.people import *; from supervision.ledger.engine import open_ledger\n"
        "from supervision.ledger.tables import exports\n"
        "with open_ledger(sys.argv[1]).writing(PLANNER, 'x', right='export', at=AT) as act:\n"
        "    act.add(exports, what='half', row_count=1, parameters='{}'); act.finish(); print('in', flush=True); time.sleep(60)\n"
    )
    process = subprocess.Popen([sys.executable, "-c", script, address], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "in\n"
    process.kill()
    process.wait()
    _issue(ledger, 1)
    assert exports.listed(ledger) == []
    assert audit.verify(ledger).is_whole
    ledger.close()


def test_who_waits_too_long_is_told_that_nothing_was_written(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "BUSY_S", 1)
    ledger, other = open_ledger(address), open_ledger(address)
    with ledger.writing(PLANNER, "long", right="export", at=AT), pytest.raises(LedgerError) as refusal:
        _issue(other, 1)
    assert refusal.value.rule == "busy"
    assert orders.listed(other) == []
    _issue(other, 1)
    ledger.close()
    other.close()


def test_sqlite_is_set_to_keep_what_it_acknowledged(tmp_path: Path) -> None:
    ledger = open_ledger(f"sqlite:///{tmp_path / 'l.sqlite'}")
    with ledger.reading() as con:
        assert [con.execute(text(f"pragma {name}")).scalar() for name in ("journal_mode", "synchronous", "foreign_keys")] == ["wal", 2, 1]
    ledger.close()
    assert sqlite3.connect(tmp_path / "l.sqlite").execute("pragma integrity_check").fetchone() == ("ok",)
