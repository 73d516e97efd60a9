"""Reproduce the published hourly index of China's national stations, and explain what differs.

`python -m benchmarks.national_aqi [folder]`, where the folder holds `cnemc_hourly_2026/hourly.parquet`. The hours go through
the production models; the published index and primary pollutants are only compared with.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from pathlib import Path

import duckdb

from benchmarks.machine import machine
from pipelines.analyses import iaqi_values
from pipelines.contract import contracts
from pipelines.model import read_models
from pipelines.raw import empty
from pipelines.rules import load_rules

FEED = """
create table raw_readings as
select
    stationcode as station_id, timepoint as observed_at,
    cast(pm2_5 as double) as pm25_ugm3, cast(pm10 as double) as pm10_ugm3, cast(so2 as double) as so2_ugm3,
    cast(no2 as double) as no2_ugm3, cast(o3 as double) as o3_ugm3, round(cast(co as double), 3) as co_mgm3,
    cast(null as varchar) as flag, cast(aqi as bigint) as published_aqi, primarypollutant as published_primary,
    cast(null as timestamp) as source_received_at, 'hourly.parquet' as source_file, row_number() over () as source_line,
    cast(year(timepoint - interval 1 hour) * 100 + month(timepoint - interval 1 hour) as integer) as month_id
from read_parquet(?)
"""
# the publisher's long names, in its order, become ours
COMPARED = """
create view compared as
select
    h.*, published_aqi = aqi as is_same,
    replace({names}, ',', '、') as published_names
from station_hours as h
where published_aqi is not null
"""
# Low values are replaced before they are published (3 for PM2.5 below 6), the index is computed before that.
CLASSES = """
select
    case
        when pm25_rounded = 3 and published_aqi in (6, 8) then 'PM2.5 is written as 3, the index is that of PM2.5 4 (6) or 5 (8)'
        when pm25_rounded = 3 and pm10_rounded = 6 and published_aqi = 5 then 'PM10 is written as 6, the index is that of PM2.5 3 (5)'
        else 'not explained'
    end as reason,
    standard_id, published_aqi, aqi, count(*) as row_count
from compared
where not coalesce(is_same, false)
group by all
order by all
"""
COUNTS = """
select count(*), count(*) filter (is_same), count(*) filter (is_same and published_names is not distinct from primary_pollutant)
from compared
where ? in (standard_id, 'all texts')
"""
PRIMARIES = """
select
    station_id, observed_at, aqi, pm25_rounded, pm10_rounded, published_names, primary_pollutant,
    case
        when pm10_rounded is null and published_names like '%PM10%' then 'PM10 is withheld in the feed but named'
        else 'not explained'
    end as reason
from compared
where is_same and published_names is distinct from primary_pollutant
order by all
"""
EXTRA = """
select standard_id, count(*), count(*) filter (aqi > 100)
from station_hours
where published_aqi is null and aqi is not null
group by all
order by all
"""
FEED_HABITS = """
select
    count(*) filter (pm25_rounded = 3), count(*) filter (pm25_rounded in (4, 5)),
    count(*) filter (pm25_rounded > pm10_rounded), count(*) filter (pm10_rounded is null and published_aqi is not null)
from station_hours
"""


def compute(parquet: Path) -> duckdb.DuckDBPyConnection:
    """Run the models up to station_hours over the feed."""
    con = duckdb.connect()
    con.execute("set threads = 2")
    rules = load_rules(jurisdiction="CN")
    for name, table in {**rules, "iaqi_values": iaqi_values.run(rules)}.items():
        con.register(name, table)
    con.execute(FEED, [str(parquet)])
    con.execute("create table run_months as select distinct month_id from raw_readings")
    con.register("raw_stations", empty(contracts()["stations"]))
    models = read_models()
    needed, waiting = set(), ["station_hours"]
    while waiting:
        name = waiting.pop()
        if name in models and not models[name].is_analysis and name not in needed:
            needed.add(name)
            waiting += models[name].inputs
    for name in (name for name in models if name in needed):
        con.execute(f"create table {name} as {models[name].text}")
    names = "published_primary"
    for row in rules["rule_pollutants"].sort_by([("sort_no", "descending")]).to_pylist():
        names = f"replace({names}, '{row['label_published']}', '{row['label']}')"
    con.execute(COMPARED.format(names=names))
    return con


def _row(con: duckdb.DuckDBPyConnection, query: str, *values: str) -> tuple[int, ...]:
    found = con.execute(query, list(values)).fetchone()
    assert found is not None
    return found


def _lines(con: duckdb.DuckDBPyConnection, query: str) -> Iterator[str]:
    for row in con.execute(query).fetchall():
        yield "  " + " | ".join(map(str, row))


def report(con: duckdb.DuckDBPyConnection) -> Iterator[str]:
    """Lines that state how many rows agree, and why the others do not."""
    for scope in ("all texts", "HJ633-2012", "HJ633-2026"):
        told, same, primary = _row(con, COUNTS, scope)
        yield (
            f"{scope}: {told:,} hours have a published index; {same:,} are reproduced ({100 * same / told:.4f} %), {told - same} are not; "
            f"of those reproduced, {same - primary} name other primary pollutants"
        )
    yield "hours whose index differs (reason, text, published, ours, hours):"
    yield from _lines(con, CLASSES)
    yield "hours whose primary pollutants differ although the index agrees:"
    yield from _lines(con, PRIMARIES)
    yield "hours with an index of ours and none published (text, hours, of them above 100):"
    yield from _lines(con, EXTRA)
    threes, fours_and_fives, above, withheld = _row(con, FEED_HABITS)
    yield f"PM2.5 is 3 in {threes:,} hours, 4 or 5 in {fours_and_fives:,}: the feed writes 3 for what lies below 6"
    yield f"PM2.5 is above PM10 in {above:,} hours; {withheld:,} published indices have no PM10: it is withheld where PM2.5 exceeds it"


def main(folder: Path) -> None:
    started = time.perf_counter()
    con = compute(folder / "cnemc_hourly_2026" / "hourly.parquet")
    count = con.execute("select count(*) from station_hours").fetchone()
    print(machine())
    print(f"{count[0] if count else 0:,} station-hours through the models in {time.perf_counter() - started:.1f} s")
    for line in report(con):
        print(line)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).resolve().parents[2] / "shared" / "data")
