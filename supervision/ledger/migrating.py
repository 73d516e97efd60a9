"""Bring a ledger forward to the tables of this program; never back."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, inspect, text

from supervision.errors import LedgerError
from supervision.ledger.tables import HEAD

MIGRATIONS_DIR = Path(__file__).with_name("migrations")


def version(con: Connection) -> str | None:
    """Name the migration the ledger is at, None for an empty one."""
    if not inspect(con).has_table("alembic_version"):
        return None
    found = con.execute(text("select version_num from alembic_version")).scalar()
    return None if found is None else str(found)


def is_current(con: Connection) -> bool:
    """Whether nothing is to be done."""
    return version(con) == HEAD


def migrate(con: Connection, *, to: str = HEAD) -> None:
    """Apply the migrations that are missing, in the caller's locked transaction; LedgerError for a newer program's ledger."""
    if version(con) == to:
        return  # somebody else was first
    from alembic import command  # noqa: PLC0415 (a ledger that is up to date does not wait for Alembic)
    from alembic.config import Config  # noqa: PLC0415
    from alembic.script import ScriptDirectory  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS_DIR).replace("%", "%%"))
    config.attributes["connection"] = con
    found = version(con)
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    if found is not None and found not in known:
        raise LedgerError("newer", found=found, known=HEAD)
    command.upgrade(config, to)
