"""A ledger comes forward with everything in it, once, whoever opens it; a newer program's ledger is left alone."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import select, text

from supervision.errors import LedgerError
from supervision.ledger import audit, migrating
from supervision.ledger.engine import Ledger, _engine, _url, open_ledger
from supervision.ledger.tables import HEAD, METADATA
from tests.supervision.ledger.filling import fill, fill_spine

LATER_TABLES = {"orders", "order_steps", "publications"}


def _scripts() -> ScriptDirectory:
    config = Config()
    config.set_main_option("script_location", str(migrating.MIGRATIONS_DIR))
    return ScriptDirectory.from_config(config)


def _at(address: str, revision: str) -> Ledger:
    """A ledger that an earlier program left at a migration."""
    ledger = Ledger(engine=_engine(_url(address)), address=address)
    with ledger._writing() as con:
        migrating.migrate(con, to=revision)
    return ledger


def _rows(ledger: Ledger, names: set[str]) -> dict[str, list[dict[str, Any]]]:
    with ledger.reading() as con:
        return {name: [dict(row) for row in con.execute(select(METADATA.tables[name])).mappings()] for name in names}


def test_the_migrations_end_where_the_tables_are(ledger: Ledger) -> None:
    assert _scripts().get_current_head() == HEAD
    with ledger.reading() as con:
        found = MigrationContext.configure(con, opts={"compare_type": True})
        assert compare_metadata(found, METADATA) == []


def test_an_empty_ledger_is_made_once_however_many_open_it(address: str) -> None:
    with ThreadPoolExecutor(4) as pool:
        opened = list(pool.map(lambda _: open_ledger(address), range(4)))
    fill(opened[0])
    assert audit.verify(opened[3]).is_whole
    for ledger in opened:
        ledger.close()


def test_a_filled_ledger_of_the_first_migration_comes_forward_whole(address: str) -> None:
    old = _at(address, "0001")
    fill_spine(old)
    names = set(METADATA.tables) - LATER_TABLES
    before, verdict = _rows(old, names), audit.verify(old)
    assert all(before.values()), "every table of the first migration has a row"
    old.close()
    ledger = open_ledger(address)
    assert _rows(ledger, names) == before
    assert audit.verify(ledger, anchor=(verdict.lines, verdict.head)) == verdict
    assert audit.drifted(ledger) == []
    assert not any(_rows(ledger, LATER_TABLES).values())
    ledger.close()


def test_opening_again_changes_nothing(address: str) -> None:
    first = open_ledger(address)
    fill(first)
    before = _rows(first, set(METADATA.tables))
    second = open_ledger(address)
    assert _rows(second, set(METADATA.tables)) == before
    first.close()
    second.close()


def test_a_migration_that_fails_leaves_the_ledger_as_it_was(address: str) -> None:
    old = _at(address, "0001")
    with old._writing() as con:
        con.execute(text("create table publications (in_the_way integer)"))
    fill_spine(old)
    before = _rows(old, {"audit"})
    with pytest.raises(LedgerError):
        open_ledger(address)
    assert _rows(old, {"audit"}) == before
    with old.reading() as con:
        assert migrating.version(con) == "0001"
    old.close()


def test_the_ledger_of_a_newer_program_is_refused_and_untouched(address: str) -> None:
    ledger = open_ledger(address)
    with ledger._writing() as con:
        con.execute(text("update alembic_version set version_num = '9999'"))
    with pytest.raises(LedgerError) as refusal:
        open_ledger(address)
    assert refusal.value.rule == "newer"
    assert "9999" in refusal.value.told("zh")
    with ledger.reading() as con:
        assert migrating.version(con) == "9999"
    ledger.close()


@pytest.mark.parametrize(
    "address",
    ["nonsense", "sqlite://", "mysql://a:geheim@localhost/x", "postgresql://a:geheim@127.0.0.1:1/x", "sqlite:////proc/nowhere/l.sqlite"],
)
def test_a_ledger_that_cannot_be_opened_is_one_sentence_without_the_password(address: str) -> None:
    with pytest.raises(LedgerError) as refusal:
        open_ledger(address)
    assert refusal.value.rule == "unreachable"
    assert "geheim" not in str(refusal.value)
    assert "\n" not in str(refusal.value)


def test_a_damaged_file_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "l.sqlite").write_bytes(b"not a database" * 1000)
    with pytest.raises(LedgerError) as refusal:
        open_ledger(f"sqlite:///{tmp_path / 'l.sqlite'}")
    assert refusal.value.rule == "unreachable"


def test_nobody_else_on_the_machine_may_look_into_the_folder(tmp_path: Path) -> None:
    open_ledger(f"sqlite:///{tmp_path / 'ledger' / 'ledger.sqlite'}").close()
    assert (tmp_path / "ledger").stat().st_mode & 0o077 == 0
