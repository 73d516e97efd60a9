"""One station: what it reads now, what its neighbours read, what lies around it and who answers for it."""

from __future__ import annotations

from datetime import datetime, timedelta

import pandas as pd

from dashboard.internal.reading.listings import Listing
from dashboard.internal.reading.point_sets import PointSet
from dashboard.internal.reading.warehouse import Published
from dashboard.maps.points import SOURCE_TYPES

MOMENT = "select as_of_at from build_info limit 1"
# the worst first, so that the first one is the one to open with
STATIONS = """
with latest as (
    select station_id, aqi
    from station_hours
    where observed_at = (select as_of_at from build_info limit 1)
)
select s.station_id, coalesce(s.name, s.station_id) as name, s.level, s.lon, s.lat, latest.aqi
from stations as s
left join latest on latest.station_id = s.station_id
where s.lon is not null and s.lat is not null
order by latest.aqi desc nulls last, s.station_id
"""
NOW = """
select h.observed_at, h.pm25_ugm3, h.pm10_ugm3, h.so2_ugm3, h.no2_ugm3, h.o3_ugm3, h.co_mgm3, h.aqi, h.level_code, h.primary_pollutant,
    h.invalid_reason, h.standard_id, l.hex, l.text_tone, l.category_zh, l.category_en
from station_hours as h
left join rule_aqi_levels as l on l.level_code = h.level_code
    and l.valid_from <= h.observed_on and (l.valid_to is null or l.valid_to >= h.observed_on)
where h.station_id = $station_id and h.observed_at <= $until_at and h.observed_at > $after_at
order by h.observed_at desc
limit 1
"""
# nearest of the same level first; when there are few, nearest of the other levels; micro-stations for reference only
NEIGHBOURS = """
with here as (select station_id, level, x_m, y_m from stations where station_id = $station_id),
others as (
    select s.station_id, coalesce(s.name, s.station_id) as name, s.level,
        sqrt((s.x_m - here.x_m) * (s.x_m - here.x_m) + (s.y_m - here.y_m) * (s.y_m - here.y_m)) as distance_m,
        case when s.station_id = here.station_id then 'own' when s.level = 'micro' then 'micro' else 'peer' end as role,
        s.level = here.level as is_same_level
    from stations as s, here
    where s.x_m is not null
)
select station_id, name, level, distance_m, role, is_same_level
from others
qualify row_number() over (partition by role order by role = 'micro' or is_same_level desc, distance_m, station_id)
    <= case role when 'own' then 1 when 'peer' then 3 else 2 end
order by case role when 'own' then 0 when 'peer' then 1 else 2 end, is_same_level desc, distance_m, station_id
"""
HOURLY = """
select station_id, observed_at,
    case $pollutant when 'pm25' then pm25_ugm3 when 'pm10' then pm10_ugm3 when 'so2' then so2_ugm3 when 'no2' then no2_ugm3
        when 'o3' then o3_ugm3 when 'co' then co_mgm3 end as value
from station_hours
where station_id in (select unnest(string_split($stations, chr(31)))) and observed_at > $after_at and observed_at <= $until_at
order by station_id, observed_at
"""
DAILY = """
select station_id, cast(observed_on as timestamp) as observed_at,
    case $pollutant when 'pm25' then pm25_ugm3 when 'pm10' then pm10_ugm3 when 'so2' then so2_ugm3 when 'no2' then no2_ugm3
        when 'o3' then o3_8h_max_ugm3 when 'co' then co_mgm3 end as value
from station_days
where station_id in (select unnest(string_split($stations, chr(31)))) and basis = 'raw' and is_in_force
    and observed_on >= cast($after_at as date) and observed_on <= cast($until_at as date)
order by station_id, observed_at
"""
NEIGHBOUR_READINGS = Listing(
    key="station_neighbours",
    right="station",
    parameters=("station_id",),
    select="""
with moment as (select as_of_at from build_info limit 1),
here as (select station_id, level, x_m, y_m from stations where station_id = $station_id),
others as (
    select s.station_id, coalesce(s.name, s.station_id) as name, s.level,
        sqrt((s.x_m - here.x_m) * (s.x_m - here.x_m) + (s.y_m - here.y_m) * (s.y_m - here.y_m)) as distance_m
    from stations as s, here
    where s.x_m is not null
),
nearest as (select * from others qualify row_number() over (partition by level order by distance_m, station_id) <= 4)
select n.name as station, n.level as station_level, round(n.distance_m / 1000, 1) as distance_km, h.observed_at, h.aqi, h.primary_pollutant,
    h.pm25_ugm3, h.pm10_ugm3, h.so2_ugm3, h.no2_ugm3, h.o3_ugm3, h.co_mgm3
from nearest as n
cross join moment as m
left join station_hours as h on h.station_id = n.station_id and h.observed_at = m.as_of_at
order by (n.level = 'micro'), n.distance_m, n.station_id
""",
)
INVENTORY = Listing(
    key="station_sources_by_type",
    right="station",
    parameters=("station_id",),
    select="""
with moment as (select cast(as_of_at as date) as as_of_on from build_info limit 1),
bodies as (
    select source_type, max(competent_body) as competent_body, max(second_body) as second_body
    from rule_source_types, moment
    where valid_from <= as_of_on and (valid_to is null or valid_to >= as_of_on)
    group by source_type
),
rings as (
    select ring_km, row_number() over (order by radius_m) as ring_no
    from rule_control_zones, moment
    where valid_from <= as_of_on and (valid_to is null or valid_to >= as_of_on)
),
polygon as (
    select distinct enterprise_id from zone_members where zone_kind = 'polygon' and station_id = $station_id
)
select coalesce(e.source_type, 'other') as source_type,
    any_value(b.competent_body) as competent_body, any_value(b.second_body) as second_body,
    count(*) filter (r.ring_no = 1) as in_ring_1, count(*) filter (r.ring_no = 2) as in_ring_2,
    count(*) filter (r.ring_no >= 3) as in_ring_3,
    count(*) as in_rings, count(p.enterprise_id) as in_polygon, count(*) filter (z.upwind_share_24h >= 0.5) as upwind_24h
from zone_members as z
join enterprises as e on e.enterprise_id = z.enterprise_id
left join rings as r on r.ring_km = z.ring_km
left join bodies as b on b.source_type = coalesce(e.source_type, 'other')
left join polygon as p on p.enterprise_id = z.enterprise_id
where z.zone_kind = 'ring' and z.station_id = $station_id and z.in_zone
group by coalesce(e.source_type, 'other')
order by in_rings desc, source_type
""",
)
SOURCES = Listing(
    key="station_sources",
    right="names",
    parameters=("station_id",),
    select="""
select e.enterprise_id, e.name, coalesce(e.source_type, 'other') as source_type, e.district, e.township,
    round(z.distance_m / 1000, 2) as distance_km, round(z.bearing_deg, 0) as bearing_deg, z.ring_km,
    round(100 * z.upwind_share_24h, 0) as upwind_pct, e.is_on_positive_list, e.grade, e.status
from zone_members as z
join enterprises as e on e.enterprise_id = z.enterprise_id
where z.zone_kind = 'ring' and z.station_id = $station_id and z.in_zone
order by z.distance_m, e.enterprise_id
""",
)
COMPLAINTS = Listing(
    key="station_complaints",
    right="station",
    parameters=("station_id",),
    select="""
with moment as (select as_of_at from build_info limit 1),
here as (select x_m, y_m from stations where station_id = $station_id),
reach as (
    select max(radius_m) as reach_m from rule_control_zones, moment
    where valid_from <= as_of_at and (valid_to is null or valid_to >= cast(as_of_at as date))
),
placed as (
    select c.complaint_id, c.received_at, c.category, c.status, c.is_verified, c.is_repeat, c.district, c.township,
        c.x_m - here.x_m as east_m, c.y_m - here.y_m as north_m
    from complaints as c, here, moment
    where c.received_at > moment.as_of_at - interval 30 day and c.received_at <= moment.as_of_at and c.x_m is not null
)
select received_at, category, round(sqrt(east_m * east_m + north_m * north_m) / 1000, 1) as distance_km,
    cast(round((degrees(atan2(east_m, north_m)) + 360)) as bigint) % 360 as bearing_deg,
    status, is_verified, is_repeat, district, township, complaint_id
from placed, reach
where east_m * east_m + north_m * north_m <= reach_m * reach_m
order by received_at desc, complaint_id
""",
)
COMPLAINT_PLACES = """
with here as (select x_m, y_m from stations where station_id = $station_id)
select c.complaint_id, c.received_at, c.category, c.lon, c.lat
from complaints as c, here
where c.received_at > $after_at and c.received_at <= $until_at and c.lon is not null
    and (c.x_m - here.x_m) * (c.x_m - here.x_m) + (c.y_m - here.y_m) * (c.y_m - here.y_m) <= $reach_m * $reach_m
order by c.received_at desc, c.complaint_id
limit 300
"""
# The order is the layer's: a click names a point by its place in it.
POINTS = """
select e.enterprise_id, e.lon, e.lat, coalesce(e.source_type, 'other') as code
from zone_members as z
join enterprises as e on e.enterprise_id = z.enterprise_id
where z.zone_kind = 'ring' and z.station_id = $station_id and z.distance_m <= cast($reach_m as double)
    and e.lon is not null and e.lat is not null
order by e.enterprise_id
"""
AROUND = """
select e.enterprise_id, e.name, coalesce(e.source_type, 'other') as source_type, z.distance_m, z.bearing_deg, z.upwind_share_24h
from zone_members as z
join enterprises as e on e.enterprise_id = z.enterprise_id
where z.zone_kind = 'ring' and z.station_id = $station_id and z.enterprise_id = $enterprise_id
"""
RINGS = """
select ring_km, radius_m, title_zh, sources_zh, measures_zh, patrol_days, clause, status
from rule_control_zones
where valid_from <= $on and (valid_to is null or valid_to >= $on)
order by radius_m
"""
ALERT = "select level, level_zh, starts_at, document from alerts_in_force order by starts_at desc limit 1"
EMERGENCY = Listing(
    key="station_emergency",
    right="names",
    parameters=("station_id",),
    select="""
select e.enterprise_id, e.name, coalesce(e.source_type, 'other') as source_type, p.line as production_line, p.measure,
    round(z.distance_m / 1000, 2) as distance_km, round(z.bearing_deg, 0) as bearing_deg, round(100 * z.upwind_share_24h, 0) as upwind_pct
from stg_emergency_plan as p
join alerts_in_force as a on a.level = p.level
join zone_members as z on z.enterprise_id = p.enterprise_id and z.zone_kind = 'ring' and z.station_id = $station_id and z.in_zone
join enterprises as e on e.enterprise_id = p.enterprise_id
order by z.distance_m, e.enterprise_id, p.line
""",
)
EMERGENCY_MEASURES = """
select p.measure, count(distinct p.enterprise_id) as enterprises, count(*) as lines
from stg_emergency_plan as p
join alerts_in_force as a on a.level = p.level
join zone_members as z on z.enterprise_id = p.enterprise_id and z.zone_kind = 'ring' and z.station_id = $station_id and z.in_zone
group by p.measure
order by enterprises desc, p.measure
"""
LISTINGS = (NEIGHBOUR_READINGS, INVENTORY, SOURCES, COMPLAINTS, EMERGENCY)
AROUND_STATION = PointSet(
    listing=Listing(key="station_points", select=POINTS, right="station", parameters=("station_id", "reach_m")), categories=SOURCE_TYPES
)
POINT_SETS = (AROUND_STATION,)
PARTED_BY = chr(31)


def moment(build: Published) -> datetime:
    """Give the city's time up to which the build knows."""
    at: datetime = build.rows(MOMENT)["as_of_at"].iloc[0].to_pydatetime()
    return at


def stations(build: Published) -> pd.DataFrame:
    """List the stations that have a place, the worst of the latest hour first."""
    return build.rows(STATIONS)


def now(build: Published, *, station_id: str, until_at: datetime, within_h: int = 24) -> pd.Series | None:
    """Give the latest reading, None when there is none within a day."""
    found = build.rows(NOW, {"station_id": station_id, "until_at": until_at, "after_at": until_at - timedelta(hours=within_h)})
    return None if found.empty else found.iloc[0]


def neighbours(build: Published, *, station_id: str) -> pd.DataFrame:
    """List the station itself, up to three of its kind and two micro-stations, each with its `role`."""
    return build.rows(NEIGHBOURS, {"station_id": station_id})


def readings(build: Published, *, station_ids: list[str], pollutant: str, until_at: datetime, hours: int, is_daily: bool) -> pd.DataFrame:
    """Give the values of some stations over a span; a day's value where a year of hours would not be legible."""
    span = {"after_at": until_at - timedelta(hours=hours), "until_at": until_at}
    return build.rows(DAILY if is_daily else HOURLY, {"stations": PARTED_BY.join(station_ids), "pollutant": pollutant, **span})


def points(build: Published, *, station_id: str, reach_m: str) -> pd.DataFrame:
    """List the enterprises around a station, in the layer's order; `code` is their type."""
    return AROUND_STATION.listing.rows(build, station_id=station_id, reach_m=reach_m)


def around(build: Published, *, station_id: str, enterprise_id: str) -> pd.Series | None:
    """Say how one enterprise lies to a station, None when it lies elsewhere."""
    found = build.rows(AROUND, {"station_id": station_id, "enterprise_id": enterprise_id})
    return None if found.empty else found.iloc[0]


def complaint_places(build: Published, *, station_id: str, until_at: datetime, days: int, reach_m: float) -> pd.DataFrame:
    """List the places of the complaints around a station, without texts."""
    span = {"after_at": until_at - timedelta(days=days), "until_at": until_at}
    return build.rows(COMPLAINT_PLACES, {"station_id": station_id, "reach_m": reach_m, **span})


def rings(build: Published, *, until_at: datetime) -> pd.DataFrame:
    """List the rings in force, the narrowest first."""
    return build.rows(RINGS, {"on": until_at.date()})


def alert(build: Published) -> pd.Series | None:
    """Give the alert in force, None when there is none."""
    found = build.rows(ALERT) if "alerts_in_force" in build.tables() else pd.DataFrame()
    return None if found.empty else found.iloc[0]


def emergency_measures(build: Published, *, station_id: str) -> pd.DataFrame:
    """Count the lines around a station by what the plan asks of them under the alert in force."""
    return build.rows(EMERGENCY_MEASURES, {"station_id": station_id})
