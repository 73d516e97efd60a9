"""A station is late against the newest of its kind: hours against hours, delivered days against the days that are over."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

import pyarrow as pa

from tests.air_chain import Row, compute, day

MART = pa.schema(
    [("station_id", pa.string()), ("name", pa.string()), ("level", pa.string()), ("active_from", pa.date32()), ("active_to", pa.date32())]
)


def freshness(*, daily: Sequence[Row] = (), hours: Sequence[Row] = (), ended: Mapping[str, dt.date] | None = None) -> dict[str, Row]:
    names = sorted({row["station_id"] for row in (*daily, *hours)})
    mart = [{"station_id": name, "name": name, "level": "national", "active_to": (ended or {}).get(name)} for name in names]
    given = {"stations": pa.Table.from_pylist(mart, schema=MART)}
    found = compute("station_freshness", hours=hours, daily=daily, as_of="2026-03-10T08:30", given=given)
    return {row["station_id"]: row for row in found["station_freshness"]}


def mean(station_id: str, on: int, value: float | None = 12.0) -> Row:
    return {"station_id": station_id, "observed_on": dt.date(2026, 3, on), "pm25_ugm3": value}


def test_daily_stations_are_late_against_each_other() -> None:
    found = freshness(daily=[mean("A", 8), mean("A", 9), mean("B", 7), mean("B", 9, None)])
    assert {name: (row["judged_by"], row["is_late"], row["hours_late"]) for name, row in found.items()} == {
        "A": ("day", False, 0.0),
        "B": ("day", True, 48.0),
    }
    # the day of March 9 ends with the moment March 10, 00:00
    assert found["A"]["latest_observed_at"] == dt.datetime(2026, 3, 10)


def test_a_daily_station_owes_every_day_that_the_hours_have_passed() -> None:
    hours = [*day("2026-03-09", "H"), *day("2026-03-10", "H", hours=range(1, 9))]
    found = freshness(hours=hours, daily=[mean("A", 9), mean("B", 6)])
    assert {name: (row["judged_by"], row["is_late"], row["hours_late"]) for name, row in found.items()} == {
        "A": ("day", False, 0.0), "B": ("day", True, 72.0), "H": ("hour", False, 0.0),
    }  # fmt: skip


def test_hours_are_judged_as_before_and_a_closed_station_is_not() -> None:
    hours = [*day("2026-03-10", "H", hours=range(1, 9)), *day("2026-03-10", "L", hours=range(1, 6))]
    found = freshness(hours=hours, daily=[mean("C", 1)], ended={"C": dt.date(2026, 3, 1)})
    assert {name: row["hours_late"] for name, row in found.items()} == {"H": 0.0, "L": 3.0}
