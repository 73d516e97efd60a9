"""What the morning screen shows: the air and its changes, targets, ranks, alert, forecast."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import pandas as pd
import streamlit as st

from dashboard.internal.headline import Reach, Situation
from dashboard.internal.reading import places
from dashboard.internal.reading.warehouse import Published
from pipelines.errors import NoBuildError

AS_OF = "select as_of_at, city, is_demo from build_info limit 1"
FACTS = "select fact_key, indicator, value, unit, text, period, standard_id, mart, filter from briefing_facts"
LEVELS = """
select level_code, aqi_from, aqi_to, category_zh, category_en, hex, text_tone
from rule_aqi_levels
where valid_from <= $on and coalesce(valid_to >= $on, true)
order by level_code
"""
STATIONS = """
with latest as (
    select max(observed_at) as observed_at from station_hours where observed_at <= $at and observed_at > $at - interval 3 hour
)
select
    s.station_id, coalesce(s.name, s.station_id) as name, s.level, s.lon, s.lat, s.township, latest.observed_at,
    h.aqi_at_hand as aqi, h.primary_pollutant, h.pm25_ugm3
from stations as s
cross join latest
left join station_hours as h on h.station_id = s.station_id and h.observed_at = latest.observed_at
where s.lon is not null and s.lat is not null and coalesce(s.active_to >= $on, true)
order by s.station_id
"""
DAYS = """
with chosen as (
    select area, standard_id from city_days
    where area_kind = 'city' and basis = 'raw' and is_in_force and observed_on = $on - interval 1 day
    limit 1
)
select d.observed_on, d.aqi, d.level_code, d.primary_pollutant, d.standard_id, d.area
from city_days as d
join chosen on chosen.area = d.area and chosen.standard_id = d.standard_id
where d.area_kind = 'city' and d.basis = 'raw'
    and d.observed_on in ($on - interval 1 day, $on - interval 2 day, $on - interval 1 day - interval 1 year)
order by d.observed_on desc
"""
INDICES = """
select area, period_kind, period, standard_id, pm25_mean_ugm3, pm25_yoy_pct, good_days, good_days_yoy, valid_days, composite_index,
    composite_yoy_pct, composite_rank, ranked_areas
from air_indices
where area_kind = 'city' and basis = 'raw' and is_in_force and is_default and period_kind in ('month_to_date', 'year_to_date')
order by to_on desc
"""
GAPS = """
select indicator, period, target_value, value, gap, is_met, document from target_gaps
where area_kind = 'city' and period in ($month, $year)
order by indicator, period desc
"""
RANKS = """
select indicator, period, published_rank, ranked_areas, source from rank_standings
where is_latest and area = $area
order by indicator
"""
TOWNS = """
with kinds as (
    select area_kind, max(to_on) as to_on, count(distinct area) as areas from air_indices
    where period_kind = 'month_to_date' and basis = 'raw' and is_in_force and is_default and area_kind <> 'city'
    group by area_kind
)
select i.area_kind, i.area, i.period, i.composite_index, i.composite_rank, i.ranked_areas, i.pm25_mean_ugm3, i.standard_id
from air_indices as i
join (select * from kinds where areas > 1 order by area_kind limit 1) as k on k.area_kind = i.area_kind and k.to_on = i.to_on
where i.period_kind = 'month_to_date' and i.basis = 'raw' and i.is_in_force and i.is_default
order by i.composite_rank nulls last, i.area
"""
LINES = """
select h.observed_at, coalesce(s.name, s.station_id) as name, h.aqi_at_hand as aqi
from station_hours as h
join stations as s on s.station_id = h.station_id
where list_contains($levels, s.level) and h.observed_at <= $at and h.observed_at > $at - interval 24 hour
order by s.station_id, h.observed_at
"""
ALERTS = "select level, level_zh, starts_at, document from alerts_in_force order by starts_at desc"
FORECASTS = """
select issued_at, valid_on, aqi_low, aqi_high, primary_pollutant, wind_from_deg, wind_ms, rain_mm, source
from stg_forecasts
where valid_on >= $on and issued_at = (select max(issued_at) from stg_forecasts where issued_at <= $at)
order by valid_on, source
"""
WINDS = """
select w.observed_at, w.wind_from_deg, w.wind_ms, w.is_calm, r.half_angle_deg
from station_winds as w
left join rule_upwind_rules as r on w.wind_ms >= r.wind_from_ms and coalesce(w.wind_ms < r.wind_below_ms, true)
    and r.valid_from <= $on and coalesce(r.valid_to >= $on, true)
where w.station_id = $station_id and w.observed_at <= $at and w.observed_at > $at - interval 6 hour
order by w.observed_at
"""
COMPLAINTS = """
select complaint_id, received_at, category, township, lon, lat from complaints
where lon is not null and lat is not null and coalesce(place_quality, 'ok') in ('ok', 'duplicate')
    and received_at <= $at and received_at > $at - interval 7 day
order by received_at
"""
FOCUS = """
select township, count(*) as candidates, min(rank_no) as first_rank from patrol_candidates
where not is_excluded and action = '入企检查' and township is not null
group by township
order by candidates desc, first_rank
limit 1
"""
RISE = "select rise_flag from station_hours where station_id = $station_id and observed_at = $at"
HAS_RISE = "select 1 from information_schema.columns where table_name = 'station_hours' and column_name = 'rise_flag'"

STATION_COLUMNS = ("station_id", "name", "level", "lon", "lat", "township", "observed_at", "aqi", "primary_pollutant", "pm25_ugm3")


@dataclass(frozen=True, kw_only=True)
class Level:
    """One level of the index: its names and colours."""

    code: int
    aqi_from: int
    aqi_to: int | None
    names: Mapping[str, str]
    fill: str
    ink: str


@dataclass(frozen=True, kw_only=True)
class Morning:
    """What the head of the screen reads of one build; a frame without columns is a table that is not there."""

    at: datetime
    facts: pd.DataFrame
    levels: Sequence[Level]
    stations: pd.DataFrame
    days: pd.DataFrame
    indices: pd.DataFrame
    gaps: pd.DataFrame
    ranks: pd.DataFrame
    alerts: pd.DataFrame
    reach: Reach
    focus: tuple[str, int] | None

    def fact(self, key: str) -> pd.Series | None:
        """Give a briefing fact, None when there is none of this key."""
        found = self.facts[self.facts["fact_key"] == key] if len(self.facts) else self.facts
        return None if found.empty else found.iloc[0]

    def level(self, aqi: float | None) -> Level | None:
        """Give the level of an index."""
        if aqi is None or pd.isna(aqi):
            return None
        return next((level for level in self.levels if level.aqi_from <= aqi and (level.aqi_to is None or aqi <= level.aqi_to)), None)

    def worst(self, levels: Sequence[str]) -> pd.Series | None:
        """Give the station of these levels with the highest index in the latest hour."""
        found = self.stations.dropna(subset=["aqi"])
        found = found[found["level"].isin(levels)].sort_values(["aqi", "station_id"], ascending=[False, True])
        return None if found.empty else found.iloc[0]


def rows(build: Published, select: str, **parameters: object) -> pd.DataFrame:
    """Answer a SELECT, once for a build; a frame without columns when the build lacks what it asks for."""
    return _rows(str(build.path), build.districts, select, parameters, build)


@st.cache_data(max_entries=256, show_spinner=False)
def _rows(path: str, districts: frozenset[str] | None, select: str, parameters: Mapping[str, object], _build: Published) -> pd.DataFrame:  # noqa: ARG001  file and scope are the key
    try:
        return _build.rows(select, parameters)
    except NoBuildError:
        return pd.DataFrame()


def radii_km(build: Published) -> list[float]:
    """List the radii of the rings the build was made with; none when it has no zones."""
    found = rows(build, places.RADII)
    return [] if found.empty else [float(radius) for radius in found["ring_km"]]


def _levels(build: Published, at: datetime) -> list[Level]:
    return [
        Level(
            code=int(row.level_code),
            aqi_from=int(row.aqi_from),
            aqi_to=None if pd.isna(row.aqi_to) else int(row.aqi_to),
            names={"zh": row.category_zh, "en": row.category_en},
            fill=row.hex,
            ink="#ffffff" if row.text_tone == "light" else "#000000",
        )
        for row in rows(build, LEVELS, on=at.date()).itertuples(index=False)
    ]


def _reach(build: Published, station_id: str | None, hour: datetime) -> Reach:
    """Read whether a rise is local or regional; unknown as long as no build judges it."""
    if station_id is None or rows(build, HAS_RISE).empty:
        return Reach.UNKNOWN
    found = rows(build, RISE, station_id=station_id, at=hour)
    said = None if found.empty else found["rise_flag"].iloc[0]
    return Reach(said) if said in (Reach.LOCAL, Reach.REGIONAL) else Reach.UNKNOWN


def morning(build: Published, *, mean_level: str) -> Morning:
    """Read what the head of the screen needs."""
    about = build.rows(AS_OF).iloc[0]
    at = about["as_of_at"].to_pydatetime()
    stations = rows(build, STATIONS, at=at, on=at.date()).reindex(columns=STATION_COLUMNS)
    known = stations[stations["level"] == mean_level].dropna(subset=["aqi"]).sort_values(["aqi", "station_id"], ascending=[False, True])
    worst_id, hour = (known["station_id"].iloc[0], known["observed_at"].iloc[0].to_pydatetime()) if len(known) else (None, at)
    return Morning(
        at=at,
        facts=rows(build, FACTS),
        levels=_levels(build, at),
        stations=stations,
        days=rows(build, DAYS, on=at.date()),
        indices=rows(build, INDICES),
        gaps=rows(build, GAPS, month=f"{at:%Y-%m}", year=f"{at:%Y}"),
        ranks=rows(build, RANKS, area=about["city"]),
        alerts=rows(build, ALERTS),
        reach=_reach(build, worst_id, hour),
        focus=_focus(build),
    )


def _focus(build: Published) -> tuple[str, int] | None:
    found = rows(build, FOCUS)
    return None if found.empty else (str(found["township"].iloc[0]), int(found["candidates"].iloc[0]))


def day(read: Morning, *, years_back: int = 0, days_back: int = 1) -> pd.Series | None:
    """Give the city's day that lies this far back from the build's day, None when it has no index."""
    if read.days.empty:
        return None
    wanted = pd.Timestamp(read.at.date()) - pd.DateOffset(days=days_back) - pd.DateOffset(years=years_back)
    found = read.days[(pd.to_datetime(read.days["observed_on"]) == wanted) & read.days["aqi"].notna()]
    return None if found.empty else found.iloc[0]


def situation(read: Morning, *, mean_level: str, language: str) -> Situation:
    """Gather the facts of the conclusion."""
    means = read.stations[read.stations["level"] == mean_level].dropna(subset=["aqi"]).sort_values("aqi")
    codes = sorted({level.code for aqi in means["aqi"] if (level := read.level(aqi)) is not None})
    names = {level.code: level.names[language] for level in read.levels}
    worst, yesterday, before = read.worst([mean_level]), day(read), day(read, days_back=2)
    return Situation(
        hour=int(means["observed_at"].iloc[0].hour) if len(means) else None,
        categories=tuple(names[code] if language == "zh" else names[code].lower() for code in codes),
        primary=None if worst is None or pd.isna(worst["primary_pollutant"]) else str(worst["primary_pollutant"]),
        day_aqi=None if yesterday is None else int(yesterday["aqi"]),
        day_before_aqi=None if before is None else int(before["aqi"]),
        worst_station=None if worst is None else str(worst["name"]),
        worst_aqi=None if worst is None else int(worst["aqi"]),
        reach=read.reach,
        alert=_alert(read, language),
        focus=None if read.focus is None else read.focus[0],
        focus_count=0 if read.focus is None else read.focus[1],
    )


def _alert(read: Morning, language: str) -> str | None:
    if read.alerts.columns.empty:
        return None
    if read.alerts.empty:
        return ""
    return str(read.alerts["level_zh" if language == "zh" else "level"].iloc[0])
