"""Read a table of a PostgreSQL or MySQL database and keep what was read as Parquet."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import sqlalchemy
import sqlalchemy.exc
import sqlalchemy.pool

from pipelines.city import Feed
from pipelines.errors import ConfigurationError, InputError

BATCH_ROWS = 50_000
CONNECT_TIMEOUT_S = 10
# What people write before `://`, and the driver that is installed for it.
DRIVERS = {
    "postgres": "postgresql+psycopg",
    "postgresql": "postgresql+psycopg",
    "mysql": "mysql+pymysql",
    "mariadb": "mariadb+pymysql",
}
# A PostgreSQL of encoding SQL_ASCII would else hand over bytes for texts.
DEFAULTS = {
    "postgresql": {"connect_timeout": str(CONNECT_TIMEOUT_S), "client_encoding": "utf8"},
    "mysql": {"connect_timeout": str(CONNECT_TIMEOUT_S), "charset": "utf8mb4"},
    "mariadb": {"connect_timeout": str(CONNECT_TIMEOUT_S), "charset": "utf8mb4"},
}
# pymysql tells a missing package for a kind of login as RuntimeError.
FAULTS = (sqlalchemy.exc.SQLAlchemyError, ImportError, ValueError, RuntimeError)


def _text(value: object) -> str | None:
    if value is None:
        return None
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, datetime) and value.tzinfo is not None:
        # The server's session decides the zone it is told in; one zone keeps the bytes, and so the hash, the same.
        return str(value.astimezone(UTC))
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False, sort_keys=True, default=str)
    return value.hex() if isinstance(value, bytes) else str(value)


def _table(names: Sequence[str], rows: Sequence[Sequence[object]]) -> pa.Table:
    schema = pa.schema([(name, pa.string()) for name in names])
    columns = [pa.array([_text(row[i]) for row in rows], pa.string()) for i in range(len(names))]
    return pa.table(columns, schema=schema)


def _engine(address: str) -> sqlalchemy.Engine:
    url = sqlalchemy.make_url(address)
    url = url.set(drivername=DRIVERS.get(url.drivername, url.drivername))
    defaults = DEFAULTS.get(url.get_backend_name(), {})
    url = url.update_query_dict({key: value for key, value in defaults.items() if key not in url.query})
    return sqlalchemy.create_engine(url, poolclass=sqlalchemy.pool.NullPool)


def _kind(fault: BaseException) -> str:
    """What went wrong by the driver's name for it; its text may hold the address with its password and is never told."""
    cause = getattr(fault, "orig", None) or fault
    code = getattr(cause, "sqlstate", None) or next((arg for arg in cause.args[:1] if isinstance(arg, int)), None)
    return type(cause).__name__ if code is None else f"{type(cause).__name__}, code {code}"


def fetch(feed: Feed, *, folder: Path) -> Path:
    """Run the feed's SELECT and write its rows as texts; the same rows give the same bytes, so that the hash says whether they changed."""
    if not feed.url_env or feed.query is None:
        raise ConfigurationError(
            f"feeds.toml, feed {feed.name!r}: a query needs url_env, the name of the environment variable that holds the address"
        )
    address = os.environ.get(feed.url_env)
    if not address:
        raise ConfigurationError(f"feed {feed.name!r}: environment variable {feed.url_env} is not set; put the database address there")
    target = folder / f"query-{feed.name.encode().hex()}.parquet"
    try:
        connection = _engine(address).connect()
    except FAULTS as fault:
        raise InputError(
            f"feed {feed.name!r}: no connection to the database ({_kind(fault)}); "
            f"check host, port, account and password in {feed.url_env}, and whether the server runs"
        ) from None
    try:
        with connection:
            _write(connection, feed.query, target)
    except FAULTS as fault:
        raise InputError(
            f"feed {feed.name!r}: the query failed ({_kind(fault)}); check the SELECT in feeds.toml and the rights of the account"
        ) from None
    return target


def _write(connection: sqlalchemy.Connection, query: str, target: Path) -> None:
    result = connection.execution_options(stream_results=True, yield_per=BATCH_ROWS).execute(sqlalchemy.text(query))
    names = list(result.keys())
    with pq.ParquetWriter(target, _table(names, []).schema) as writer:
        for rows in result.partitions(BATCH_ROWS):
            writer.write_table(_table(names, rows))
