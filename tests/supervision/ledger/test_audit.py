"""The chain says which line was changed, left out, or cut off; nobody changes it through the database."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from supervision.ledger import audit, corrections, exports, orders
from supervision.ledger.engine import Ledger, open_ledger
from supervision.ledger.tables import METADATA
from tests.supervision.ledger.people import AT, OFFICER, OTHER_STEWARD, PLANNER, STEWARD, propose

COLUMNS = ("at", "who", "roles", "via", "action", "subject", "before", "after", "previous", "hash")


def _forced(ledger: Ledger, *statements: str) -> None:
    """Change the ledger as somebody would who owns its file or its server: triggers off."""
    with ledger._writing() as con:
        if ledger.is_postgresql:
            con.execute(text("set local session_replication_role = replica"))
        else:
            for (name,) in con.execute(text("select name from sqlite_master where type = 'trigger'")).all():
                con.execute(text(f"drop trigger {name}"))
        for statement in statements:
            con.execute(text(statement))


def _some(ledger: Ledger, count: int = 6) -> None:
    for i in range(count):
        exports.record(ledger, PLANNER, what=f"表 {i}", row_count=i, build_id="B1", at=AT + timedelta(seconds=i))


def test_a_line_says_who_when_what_before_and_after(ledger: Ledger) -> None:
    number = propose(ledger)
    corrections.decide(ledger, OTHER_STEWARD, number, is_accepted=True, note="同意", version=1, at=AT)
    with ledger.reading() as con:
        first, second = con.execute(audit.audit.select().order_by(audit.audit.c.seq)).mappings().all()
    assert (first["who"], first["roles"], first["via"], first["action"]) == ("魏笙", "steward", "page", "corrections.propose")
    assert (first["subject"], first["before"], first["at"]) == (f"corrections:{number}", None, AT.isoformat())
    assert json.loads(second["before"])["state"] == "proposed"
    assert json.loads(second["after"]) | {"state": "proposed"} == json.loads(first["after"]) | {
        "decided_by": "顾朝", "decided_at": AT.isoformat(), "decision_note": "同意", "version": 2, "changed_by": "顾朝",
    }  # fmt: skip
    assert second["previous"] == first["hash"]


@pytest.mark.parametrize("table", sorted(METADATA.tables))
def test_the_database_refuses_to_delete(ledger: Ledger, table: str) -> None:
    _fill(ledger)
    for statement in [f"delete from {table}", *([f"truncate {table} cascade"] if ledger.is_postgresql else [])]:
        with pytest.raises(DBAPIError, match=r"deletes nothing|only ever added"), ledger.engine.connect() as con:
            con.execution_options(is_writing=True).execute(text(statement))
    assert audit.verify(ledger).is_whole


def _fill(ledger: Ledger) -> None:
    """A row in every table."""
    from tests.supervision.ledger.filling import fill

    fill(ledger)


def test_the_database_refuses_to_change_or_replace_a_line(ledger: Ledger) -> None:
    _some(ledger)
    statements = ["update audit set who = 'x' where seq = 2"]
    if not ledger.is_postgresql:
        kept = "at, 'x', roles, via, action, subject, before, after, previous, 'h'"
        statements.append(f"insert or replace into audit select 2, {kept} from audit where seq = 2")
    for statement in statements:
        with pytest.raises(DBAPIError, match="only ever added"), ledger.engine.connect() as con:
            con.execution_options(is_writing=True).execute(text(statement))


def test_a_cut_chain_is_found_by_what_was_noted_elsewhere(ledger: Ledger) -> None:
    _some(ledger)
    whole = audit.verify(ledger)
    assert (whole.lines, whole.is_whole) == (6, True)
    anchor = (whole.lines, whole.head)
    _some(ledger, 2)
    assert audit.verify(ledger, anchor=anchor).is_whole
    _forced(ledger, "delete from audit where seq > 4")
    assert audit.verify(ledger).is_whole, "a chain cut at its end looks whole from inside"
    assert asdict(audit.verify(ledger, anchor=anchor)) | {"head": ""} == {"lines": 4, "head": "", "broken_seq": 5, "fault": "cut"}


def test_a_row_changed_behind_the_ledgers_back_is_named(ledger: Ledger) -> None:
    number = propose(ledger)
    order = orders.issue(ledger, PLANNER, kind="dispatch", title="t", body="b", addressee="a", source="s", at=AT)
    orders.advance(ledger, OFFICER, order, to="action", version=1, at=AT)
    assert audit.drifted(ledger) == []
    _forced(
        ledger,
        f"update corrections set state = 'accepted' where correction_id = {number}",
        f"delete from order_steps where order_id = {order}",
    )
    assert audit.drifted(ledger) == [f"corrections:{number}", "order_steps:1", "order_steps:2"]
    assert audit.verify(ledger).is_whole


@pytest.fixture(scope="module")
def chain(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ledger]:
    """Twelve lines without guards, to be damaged and mended over and over."""
    found = open_ledger(f"sqlite:///{tmp_path_factory.mktemp('chain') / 'l.sqlite'}")
    _some(found, 8)
    for key in ("E1", "E2"):
        corrections.decide(found, OTHER_STEWARD, propose(found, key=key, actor=STEWARD), is_accepted=True, note="好", version=1, at=AT)
    _forced(found)
    yield found
    found.close()


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seq=st.integers(1, 12), column=st.sampled_from(COLUMNS), where=st.integers(0, 10_000), bit=st.integers(0, 5))
def test_any_changed_letter_of_any_line_is_found_at_that_line(chain: Ledger, seq: int, column: str, where: int, bit: int) -> None:
    with chain.reading() as con:
        old = con.execute(text(f"select {column} from audit where seq = {seq}")).scalar()
    if old is None:
        new = "{}"
    else:
        place = where % len(old)
        new = old[:place] + chr(ord(old[place]) ^ (1 << bit)) + old[place + 1 :]
    _write(chain, seq, column, new)
    try:
        verdict = audit.verify(chain)
    finally:
        _write(chain, seq, column, old)
    assert (verdict.broken_seq, verdict.lines) == (seq, seq - 1)
    assert audit.verify(chain).is_whole


def _write(ledger: Ledger, seq: int, column: str, value: str | None) -> None:
    with ledger._writing() as con:
        con.execute(text(f"update audit set {column} = :value where seq = {seq}"), {"value": value})


SWAPPED = [
    "update audit set seq = 100 where seq = 3",
    "update audit set seq = 3 where seq = 4",
    "update audit set seq = 4 where seq = 100",
]


@pytest.mark.parametrize(
    ("statements", "broken", "fault"),
    [
        (["delete from audit where seq = 3"], 3, "missing"),
        (["delete from audit where seq = 1"], 1, "missing"),
        (SWAPPED, 3, "unbound"),
    ],
)
def test_a_line_left_out_or_moved_is_named(ledger: Ledger, statements: list[str], broken: int, fault: str) -> None:
    _some(ledger)
    _forced(ledger, *statements)
    found = audit.verify(ledger)
    assert (found.broken_seq, found.fault) == (broken, fault)


def test_the_same_acts_give_the_same_hash_on_both_engines(ledger: Ledger, tmp_path: Path) -> None:
    other = open_ledger(f"sqlite:///{tmp_path / 'other.sqlite'}")
    _fill(ledger)
    _fill(other)
    assert audit.verify(ledger) == audit.verify(other)
    other.close()
