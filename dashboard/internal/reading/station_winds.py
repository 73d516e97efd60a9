"""The wind at one station: hour by hour, counted by direction and speed, and with the concentrations it brought.

Winds of the daily kind, one value spread over its 24 hours, are left out of every count: they say nothing of an hour.
"""

from __future__ import annotations

from datetime import datetime, timedelta

import pandas as pd

from dashboard.charts.polar import Kernel
from dashboard.internal.reading.warehouse import Published

POLLUTANTS = ("pm25", "pm10", "so2", "no2", "o3", "co")
# a day label follows the hour's beginning, so the span ends with the hour that ends at as-of
HOURS = """
select w.observed_at, w.wind_from_deg, w.wind_ms, w.is_calm, w.met_id, w.distance_m, w.step_h,
    case when w.half_angle_cos is not null and not w.is_calm then degrees(acos(w.half_angle_cos)) end as half_angle_deg,
    h.pm25_ugm3
from station_winds as w
left join station_hours as h on h.station_id = w.station_id and h.observed_at = w.observed_at
where w.station_id = $station_id and w.observed_at > $after_at and w.observed_at <= $until_at
order by w.observed_at
"""
# sixteen sectors, the first one centred on north
ROSE = """
select cast(floor((wind_from_deg + 11.25) / 22.5) as bigint) % 16 as sector,
    case when wind_ms < 1 then 0 when wind_ms < 2 then 1 when wind_ms < 3 then 2 when wind_ms < 5 then 3 else 4 end as speed_class,
    count(*) as hours
from station_winds
where station_id = $station_id and observed_at > $after_at and observed_at <= $until_at
    and step_h = 1 and not is_calm and wind_from_deg is not null
group by all
order by sector, speed_class
"""
SUPPORT = """
select count(*) as hours, count(*) filter (is_calm) as calm_hours, max(distance_m) as distance_m,
    count(*) filter (step_h > 1) as daily_hours,
    degrees(atan2(sum(ux) filter (not is_calm), sum(uy) filter (not is_calm))) as mean_from_deg,
    avg(wind_ms) as wind_ms
from station_winds
where station_id = $station_id and observed_at > $after_at and observed_at <= $until_at
"""
READ = """
with winds as (
    select observed_at, wind_from_deg, wind_ms
    from station_winds
    where station_id = $station_id and observed_at > $after_at and observed_at <= $until_at
        and step_h = 1 and not is_calm and wind_from_deg is not null
),
hours as (
    select winds.observed_at, wind_from_deg, wind_ms,
        case $pollutant when 'pm25' then pm25_ugm3 when 'pm10' then pm10_ugm3 when 'so2' then so2_ugm3 when 'no2' then no2_ugm3
            when 'o3' then o3_ugm3 when 'co' then co_mgm3 end as value
    from winds
    join station_hours as h on h.station_id = $station_id and h.observed_at = winds.observed_at
)
"""
CELLS = (
    READ
    + """
select cast(floor((wind_from_deg + 5) / 10) as bigint) % 36 as direction_cell, cast(floor(wind_ms / 0.5) as bigint) as speed_cell,
    count(*) as hours, avg(value) as mean
from hours
where value is not null
group by all
order by direction_cell, speed_cell
"""
)
# conditional probability function: of the hours with wind from a sector, how many belong to the highest tenth
HIGH = (
    READ
    + """,
valued as (select * from hours where value is not null),
limits as (select quantile_cont(value, 0.9) as high_value, count(*) as all_hours from valued)
select cast(floor((wind_from_deg + 11.25) / 22.5) as bigint) % 16 as sector, count(*) as hours,
    count(*) filter (value >= high_value) as high_hours, any_value(high_value) as high_value, any_value(all_hours) as all_hours
from valued, limits
group by all
order by sector
"""
)
RULES = """
select kernel_sigma_deg, calm_below_ms, distance_scale_m from rule_wind_rules
where valid_from <= $on and (valid_to is null or valid_to >= $on)
limit 1
"""


def _span(until_at: datetime, hours: int) -> dict[str, datetime]:
    return {"after_at": until_at - timedelta(hours=hours), "until_at": until_at}


def hours(build: Published, *, station_id: str, until_at: datetime, count: int) -> pd.DataFrame:
    """List the last hours, oldest first; an hour without a valid wind has no direction, speed or calm."""
    found = build.rows(HOURS, {"station_id": station_id, **_span(until_at, count)})
    axis = pd.date_range(end=until_at, periods=count, freq="h", name="observed_at").astype(found["observed_at"].dtype)
    return found.set_index("observed_at").reindex(axis).reset_index()


def rose(build: Published, *, station_id: str, until_at: datetime, count: int) -> pd.DataFrame:
    """Count the hours with a direction by sector (0 north, clockwise) and speed class."""
    return build.rows(ROSE, {"station_id": station_id, **_span(until_at, count)})


def support(build: Published, *, station_id: str, until_at: datetime, count: int) -> pd.Series:
    """Say what the wind of a span rests on: hours, calm hours, distance of the met station, mean direction."""
    return build.rows(SUPPORT, {"station_id": station_id, **_span(until_at, count)}).iloc[0]


def cells(build: Published, *, station_id: str, pollutant: str, until_at: datetime, count: int) -> pd.DataFrame:
    """Count the hours and average the concentration by cells of 10° and 0.5 m/s."""
    return build.rows(CELLS, {"station_id": station_id, "pollutant": pollutant, **_span(until_at, count)})


def high(build: Published, *, station_id: str, pollutant: str, until_at: datetime, count: int) -> pd.DataFrame:
    """Count by sector the hours and those of the highest tenth."""
    return build.rows(HIGH, {"station_id": station_id, "pollutant": pollutant, **_span(until_at, count)})


def kernel(build: Published, *, until_at: datetime) -> Kernel:
    """Give the kernel the rules prescribe; the usual one when the build has no rule."""
    if "rule_wind_rules" not in build.tables():
        return Kernel()
    found = build.rows(RULES, {"on": until_at.date()})
    return Kernel() if found.empty else Kernel(direction_deg=float(found["kernel_sigma_deg"].iloc[0]))


def distance_scale_m(build: Published, *, until_at: datetime) -> float:
    """Give the distance over which nearness to the station fades by a factor of e."""
    found = build.rows(RULES, {"on": until_at.date()}) if "rule_wind_rules" in build.tables() else pd.DataFrame()
    return 5000.0 if found.empty else float(found["distance_scale_m"].iloc[0])
