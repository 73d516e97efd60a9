"""A ledger of its own for each test, on SQLite and on a real PostgreSQL."""

from __future__ import annotations

import time
import uuid
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from supervision.ledger.engine import Ledger, open_ledger
from tests.pipelines.intake.database_servers import PASSWORD, PASSWORD_IN_URL, postgresql

ENGINES = ("sqlite", "postgresql")


@pytest.fixture(scope="session")
def postgres_port() -> Iterator[int]:
    with postgresql() as port:
        end = time.monotonic() + 30
        while True:  # the port is open a moment before the server takes anybody in
            try:
                _admin(port).close()
                break
            except psycopg.OperationalError:
                assert time.monotonic() < end
                time.sleep(0.1)
        yield port


def _admin(port: int) -> psycopg.Connection:
    return psycopg.connect(host="127.0.0.1", port=port, user="lanxun", password=PASSWORD, dbname="postgres", autocommit=True)


@pytest.fixture(params=ENGINES)
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where an empty ledger may be."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'ledger' / 'ledger.sqlite'}"
    port, name = request.getfixturevalue("postgres_port"), f"ledger_{uuid.uuid4().hex[:12]}"
    with _admin(port) as con:
        con.execute(f"create schema {name}")  # type: ignore[call-overload]
    return f"postgresql://lanxun:{PASSWORD_IN_URL}@127.0.0.1:{port}/postgres?options=-csearch_path%3D{name}"


@pytest.fixture
def ledger(address: str) -> Iterator[Ledger]:
    found = open_ledger(address)
    yield found
    found.close()
