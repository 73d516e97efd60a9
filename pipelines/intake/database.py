"""Read a table of a PostgreSQL or MySQL database and keep what was read as Parquet."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import sqlalchemy
import sqlalchemy.exc

from pipelines.city import Feed
from pipelines.errors import ConfigurationError, InputError

BATCH_ROWS = 50_000


def _text(value: object) -> str | None:
    if value is None:
        return None
    if isinstance(value, bool):
        return str(value).lower()
    return value.hex() if isinstance(value, bytes) else str(value)


def _table(names: Sequence[str], rows: Sequence[Sequence[object]]) -> pa.Table:
    schema = pa.schema([(name, pa.string()) for name in names])
    columns = [pa.array([_text(row[i]) for row in rows], pa.string()) for i in range(len(names))]
    return pa.table(columns, schema=schema)


def fetch(feed: Feed, *, folder: Path) -> Path:
    """Run the feed's SELECT and write its rows as texts; the same rows give the same bytes, so that the hash says whether they changed."""
    if not feed.url_env or feed.query is None:
        raise ConfigurationError(
            f"feeds.toml, feed {feed.name!r}: a query needs url_env, the name of the environment variable that holds the address"
        )
    url = os.environ.get(feed.url_env)
    if not url:
        raise ConfigurationError(f"feed {feed.name!r}: environment variable {feed.url_env} is not set; put the database address there")
    target = folder / f"query-{feed.name.encode().hex()}.parquet"
    writer: pq.ParquetWriter | None = None
    try:
        engine = sqlalchemy.create_engine(url)
        with engine.connect() as connection:
            result = connection.execution_options(stream_results=True, yield_per=BATCH_ROWS).execute(sqlalchemy.text(feed.query))
            names = list(result.keys())
            writer = pq.ParquetWriter(target, _table(names, []).schema)
            for rows in result.partitions(BATCH_ROWS):
                writer.write_table(_table(names, rows))
        engine.dispose()
    except (sqlalchemy.exc.SQLAlchemyError, ImportError, ValueError) as fault:
        # The text of a driver may hold the address with its password: only the kind of fault is told.
        raise InputError(
            f"feed {feed.name!r}: the query failed ({type(fault).__name__}); check {feed.url_env}, the rights and the SELECT"
        ) from None
    finally:
        if writer is not None:
            writer.close()
    return target
