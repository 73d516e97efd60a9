"""The published hourly index of every national station, February to April 2026, comes out of our models."""

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from benchmarks import national_aqi


@pytest.fixture(scope="module")
def compared(shared_data: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    con = national_aqi.compute(shared_data / "cnemc_hourly_2026" / "hourly.parquet")
    yield con
    con.close()


def count(con: duckdb.DuckDBPyConnection, condition: str) -> int:
    found = con.execute(f"select count(*) from compared where {condition}").fetchone()
    assert found is not None
    return int(found[0])


def test_of_ten_thousand_published_indices_at_most_one_differs(compared: duckdb.DuckDBPyConnection) -> None:
    told = count(compared, "true")
    assert told > 2_200_000
    assert count(compared, "is_same") >= 0.9999 * told


def test_both_texts_occur(compared: duckdb.DuckDBPyConnection) -> None:
    assert count(compared, "standard_id = 'HJ633-2012'") > 70_000
    assert count(compared, "standard_id = 'HJ633-2026'") > 2_000_000


def test_where_the_index_agrees_the_primary_pollutants_do_unless_the_feed_withholds_one(compared: duckdb.DuckDBPyConnection) -> None:
    other = "is_same and published_names is distinct from primary_pollutant"
    assert count(compared, other) <= 3
    assert count(compared, f"{other} and not (pm10_rounded is null and published_names = 'PM10、PM2.5')") == 0


def test_every_index_that_differs_is_explained(compared: duckdb.DuckDBPyConnection) -> None:
    reasons = {row[0] for row in compared.execute(national_aqi.CLASSES).fetchall()}
    assert "not explained" not in reasons
