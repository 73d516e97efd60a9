"""Let the database itself refuse what nobody may do: delete a row, or change a line of the audit."""

from __future__ import annotations

from alembic import op

REFUSAL = "the ledger deletes nothing"
AUDIT_REFUSAL = "the audit is only ever added to"


def _sqlite(table: str, *, event: str, refusal: str, when: str = "") -> None:
    op.execute(f"create trigger {table}_no_{event} before {event} on {table} {when} begin select raise(abort, '{refusal}'); end")


def _postgresql(table: str, *, event: str, refusal: str) -> None:
    each = "statement" if event == "truncate" else "row"
    op.execute(f"create trigger {table}_no_{event} before {event} on {table} for each {each} execute function ledger_refuses('{refusal}')")


def keep_rows(*tables: str) -> None:
    """Refuse to delete from these tables."""
    for table in tables:
        if op.get_context().dialect.name == "sqlite":
            _sqlite(table, event="delete", refusal=REFUSAL)
        else:
            _postgresql(table, event="delete", refusal=REFUSAL)
            _postgresql(table, event="truncate", refusal=REFUSAL)


def keep_lines(table: str) -> None:
    """Refuse to change or to replace lines of the audit."""
    if op.get_context().dialect.name == "sqlite":
        _sqlite(table, event="update", refusal=AUDIT_REFUSAL)
        # `insert or replace` deletes without asking a trigger on delete, unless the connection chose recursive triggers.
        _sqlite(table, event="insert", refusal=AUDIT_REFUSAL, when=f"when exists (select 1 from {table} where seq = new.seq)")
    else:
        _postgresql(table, event="update", refusal=AUDIT_REFUSAL)


def install() -> None:
    """Make the function that PostgreSQL's triggers call; SQLite needs none."""
    if op.get_context().dialect.name == "postgresql":
        op.execute("create function ledger_refuses() returns trigger language plpgsql as $$ begin raise exception '%', tg_argv[0]; end $$")
