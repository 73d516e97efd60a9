"""Open the ledger on SQLite or PostgreSQL; one way to read it, one way to write it."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from threading import Lock
from typing import Any, TypeVar

from sqlalchemy import URL, Connection, Engine, Select, create_engine, event, make_url, text
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from supervision.errors import LedgerError
from supervision.ledger import migrating
from supervision.ledger.act import Act, said
from supervision.ledger.actor import NAMES, Actor

BUSY_S = 10
# One number that only this program locks; on PostgreSQL it makes writers wait in line, as SQLite does by itself.
WRITE_LOCK = 0x6C616E78756E
T = TypeVar("T")


@dataclass(frozen=True, kw_only=True)
class Ledger:
    """An open ledger; safe to share between threads.

    Attributes
    ----------
    needs_second_person
        Whether reviewing takes somebody else than writing; where it does not, each row that made use of it says so.
    """

    engine: Engine = field(repr=False)
    address: str
    needs_second_person: bool = True
    # The writers of one process stand in line: SQLite lets whoever asks at the right moment go first, and some never do.
    line: Lock = field(default_factory=Lock, repr=False, compare=False)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Read; everything seen inside is of one moment."""
        options: dict[str, Any] = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True} if self.is_postgresql else {}
        with self._sentences(), self.engine.connect() as con, con.execution_options(**options).begin():
            yield con

    @contextmanager
    def writing(self, actor: Actor, action: str, *, right: str, at: datetime) -> Iterator[Act]:
        """Write: one transaction that also writes the lines of the audit, or nothing at all.

        Parameters
        ----------
        action
            What is done, as `corrections.decide`.
        right
            What the actor must hold.
        at
            The city's own time.
        """
        if not actor.name.strip():
            raise LedgerError("unnamed")
        said(actor.name, ("姓名", "the name"), limit=80, is_line=True)
        if not actor.may(right):
            raise LedgerError("not_yours", who=actor.name, action=NAMES[right])
        with self._writing() as con:
            act = Act(con=con, actor=actor, action=action, at=at, needs_second_person=self.needs_second_person)
            yield act
            act.finish()

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        with self._turn(), self._sentences(), self.engine.connect() as con, con.execution_options(is_writing=True).begin():
            if self.is_postgresql:
                con.execute(text(f"set local lock_timeout = '{BUSY_S}s'"))
                con.execute(text("select pg_advisory_xact_lock(:key)"), {"key": WRITE_LOCK})
            yield con

    @contextmanager
    def _turn(self) -> Iterator[None]:
        if not self.line.acquire(timeout=BUSY_S):
            raise LedgerError("busy", seconds=BUSY_S)
        try:
            yield
        finally:
            self.line.release()

    @property
    def is_postgresql(self) -> bool:
        """Whether several machines may write."""
        return self.engine.dialect.name == "postgresql"

    def listed(self, query: Select[Any], kind: Callable[..., T]) -> list[T]:
        """Read rows as objects whose fields are the columns."""
        with self.reading() as con:
            return [kind(**row) for row in con.execute(query).mappings()]

    def close(self) -> None:
        """Close every connection."""
        self.engine.dispose()

    @contextmanager
    def _sentences(self) -> Iterator[None]:
        """Turn what a database says into one sentence; a password never stands in it."""
        try:
            yield
        except LedgerError:
            raise
        except PoolTimeoutError as fault:
            raise LedgerError("busy", seconds=BUSY_S) from fault
        except SQLAlchemyError as fault:
            reason = _reason(fault)
            if "locked" in reason or "lock timeout" in reason:
                raise LedgerError("busy", seconds=BUSY_S) from fault
            if "disk is full" in reason or "No space left" in reason:
                raise LedgerError("full") from fault
            is_store = isinstance(fault, DBAPIError) and type(fault).__name__ in {"OperationalError", "DatabaseError", "InterfaceError"}
            if is_store:
                raise LedgerError("unreachable", address=self.address, reason=reason) from fault
            raise LedgerError("refused", reason=reason) from fault


def _reason(fault: SQLAlchemyError) -> str:
    cause = fault.orig if isinstance(fault, DBAPIError) and fault.orig is not None else fault
    return next((line.strip() for line in str(cause).splitlines() if line.strip()), type(cause).__name__)


def _url(address: str) -> URL:
    try:
        url = make_url(address)
    except ArgumentError:
        raise LedgerError("unreachable", address="…", reason="not an address like sqlite:///… or postgresql://…") from None
    if url.drivername in {"postgres", "postgresql"}:
        url = url.set(drivername="postgresql+psycopg")
    if url.get_backend_name() not in {"sqlite", "postgresql"}:
        raise LedgerError("unreachable", address=url.render_as_string(), reason="only sqlite and postgresql are known")
    if url.get_backend_name() == "sqlite" and not url.database:
        raise LedgerError("unreachable", address=url.render_as_string(), reason="a ledger needs a file")
    return url


def _tuned(connection: sqlite3.Connection, _record: object) -> None:
    """Durable before fast: an acknowledged row survives kill -9 and, as far as the disk keeps its word, a power cut."""
    connection.isolation_level = None  # transactions are begun below, in words
    _to_wal(connection)
    for setting in ("synchronous = full", "foreign_keys = on", "recursive_triggers = on", "trusted_schema = off"):
        connection.execute(f"pragma {setting}")


def _to_wal(connection: sqlite3.Connection) -> None:
    """Switch a new file over; SQLite does not wait here when another process does the same, so we do."""
    end = time.monotonic() + BUSY_S
    while connection.execute("pragma journal_mode").fetchone() != ("wal",):
        try:
            connection.execute("pragma journal_mode = wal")
        except sqlite3.OperationalError:
            if time.monotonic() > end:
                raise
            time.sleep(0.01)


def _begun(con: Connection) -> None:
    """A writer locks at once: a read that later wants to write would ignore the busy timeout."""
    is_writing = bool(con.get_execution_options().get("is_writing"))
    con.exec_driver_sql(f"pragma query_only = {int(not is_writing)}")
    con.exec_driver_sql("begin immediate" if is_writing else "begin")


def _engine(url: URL) -> Engine:
    if url.get_backend_name() == "postgresql":
        return create_engine(url, pool_pre_ping=True, pool_size=10, connect_args={"connect_timeout": 5})
    folder = Path(str(url.database)).parent
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    engine = create_engine(url, pool_size=10, connect_args={"timeout": BUSY_S})
    event.listen(engine, "connect", _tuned)
    event.listen(engine, "begin", _begun)
    return engine


def open_ledger(address: str, *, needs_second_person: bool = True) -> Ledger:
    """Open a ledger, making or migrating it where needed; LedgerError when it cannot be opened or is of a newer program."""
    url = _url(address)
    shown = url.render_as_string(hide_password=True)
    try:
        engine = _engine(url)
    except (NoSuchModuleError, ArgumentError, OSError) as fault:
        raise LedgerError("unreachable", address=shown, reason=str(fault).splitlines()[0]) from fault
    ledger = Ledger(engine=engine, address=shown, needs_second_person=needs_second_person)
    try:
        with ledger.reading() as con:
            is_current = migrating.is_current(con)
        if not is_current:
            # the one write that no person makes
            with ledger._writing() as con:
                migrating.migrate(con)
    except LedgerError:
        ledger.close()
        raise
    return ledger
