"""Compute air tables from a handful of hours, through the production models in their own order."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any

import duckdb
import pyarrow as pa

from pipelines import raw
from pipelines.analyses import iaqi_values
from pipelines.contract import contracts
from pipelines.model import read_models
from pipelines.rules import load_rules

Row = dict[str, Any]
CLEAN = {"pm25_ugm3": 10.0, "pm10_ugm3": 20.0, "so2_ugm3": 5.0, "no2_ugm3": 15.0, "o3_ugm3": 60.0, "co_mgm3": 0.5}
BOX = {"west_deg": [113.0], "south_deg": [34.0], "east_deg": [115.0], "north_deg": [36.0]}
PLACES = pa.schema([(name, pa.string()) for name in ("kind", "source_key", "place_quality", "district", "township")])


def hour(observed_at: str | dt.datetime, station_id: str = "S1", **values: Any) -> Row:
    """One reading of clean air but for the values given; a reading of None is missing."""
    at = dt.datetime.fromisoformat(observed_at) if isinstance(observed_at, str) else observed_at
    return {"station_id": station_id, "observed_at": at, **CLEAN, **values}


def day(on: str, station_id: str = "S1", *, hours: Iterable[int] = range(1, 25), **values: Any) -> list[Row]:
    """The readings of a day's hours (labelled 1 to 24 by their end), all of the same air."""
    start = dt.datetime.fromisoformat(on)
    return [hour(start + dt.timedelta(hours=number), station_id, **values) for number in hours]


def _month(moment: dt.datetime | dt.date) -> int:
    begun = moment - dt.timedelta(hours=1) if isinstance(moment, dt.datetime) else moment
    return begun.year * 100 + begun.month


def _raw(table: str, rows: Sequence[Mapping[str, Any]]) -> pa.Table:
    contract = contracts()[table]
    told = []
    for number, row in enumerate(rows):
        at = row.get(contract.moment) if contract.moment is not None else None
        told.append({"source_file": "f", "source_line": number, "month_id": _month(at) if at is not None else None} | dict(row))
    return pa.Table.from_pylist(told, schema=raw.empty(contract).schema)


def _stations(hours: Sequence[Row], daily: Sequence[Row]) -> list[Row]:
    names = sorted({row["station_id"] for row in (*hours, *daily)})
    return [{"station_id": name, "name": name, "level": "national", "lon": 114.0, "lat": 35.0} for name in names]


@cache
def _rules(jurisdiction: str) -> dict[str, pa.Table]:
    """The rule tables, and every model that reads nothing else: computed once for all tests."""
    rules = load_rules(jurisdiction=jurisdiction)
    known = {**rules, "iaqi_values": iaqi_values.run(rules)}
    con = duckdb.connect()
    for name, table in known.items():
        con.register(name, table)
    for name, model in read_models().items():
        if not model.is_analysis and model.inputs and model.inputs <= known.keys():
            known[name] = con.execute(model.text).to_arrow_table()
            con.register(name, known[name])
    return known


def _needed(targets: Sequence[str], given: Iterable[str]) -> list[str]:
    models = read_models()
    open_tables, needed = list(targets), set()
    while open_tables:
        table = open_tables.pop()
        if table in models and table not in needed and table not in given:
            needed.add(table)
            open_tables += models[table].inputs
    return [name for name in models if name in needed]


def compute(
    *targets: str,
    hours: Sequence[Row] = (),
    daily: Sequence[Row] = (),
    stations: Sequence[Row] | None = None,
    events: Sequence[Row] = (),
    districts: Mapping[str, str] | None = None,
    as_of: str = "2099-01-01",
    jurisdiction: str = "CN",
    profile: str | None = None,
    given: Mapping[str, pa.Table] | None = None,
) -> dict[str, list[Row]]:
    """The rows of every target; `given` replaces a table instead of computing it."""
    placed = _stations(hours, daily) if stations is None else list(stations)
    at = dt.datetime.fromisoformat(as_of)
    months = {_month(row["observed_at"]) for row in hours} | {_month(row["observed_on"]) for row in daily}
    places = [
        {"kind": "station", "source_key": s["station_id"], "place_quality": "ok", "district": (districts or {}).get(s["station_id"])}
        for s in placed
    ]
    tables = {
        **_rules(jurisdiction),
        "raw_readings": _raw("readings", hours),
        "raw_readings_daily": _raw("readings_daily", daily),
        "raw_stations": _raw("stations", placed),
        "raw_exceptional_events": _raw("exceptional_events", events),
        "site_places": pa.Table.from_pylist(places, schema=PLACES),
        "run_months": pa.table({"month_id": pa.array(sorted(months), pa.int32())}),
        "run_moment": pa.table({"as_of_at": [at], "as_of_on": [at.date()]}),
        "run_city": pa.table({"name": ["甲市"], "mean_level": ["national"], "composite_profile": pa.array([profile], pa.string()), **BOX}),
        **(given or {}),
    }
    con = duckdb.connect()
    for name, table in tables.items():
        con.register(name, table)
    for name in _needed(targets, tables):
        con.execute(f"create table {name} as {read_models()[name].text}")
    return {target: con.execute(f"select * from {target}").to_arrow_table().to_pylist() for target in targets}


def one(rows: Sequence[Row], **where: Any) -> Row:
    """The only row with these values."""
    found = [row for row in rows if all(row[name] == value for name, value in where.items())]
    assert len(found) == 1, f"{len(found)} rows with {where}"
    return found[0]
