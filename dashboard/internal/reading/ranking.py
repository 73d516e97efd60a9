"""Areas by composite index, PM2.5 and good days, each by itself; targets; enforcement with its denominators."""

from __future__ import annotations

import pandas as pd

from dashboard.internal.reading.listings import Listing
from dashboard.internal.reading.warehouse import Published

# Only areas of one kind are ranked together, all by one text and one profile; an area without a valid value has no rank.
AREAS = """
with chosen as (
    select area, composite_index, composite_yoy_pct, composite_pop_pct, pm25_mean_ugm3, pm25_yoy_pct, pm25_pop_pct,
        good_days, good_days_yoy, good_days_pop, valid_days, heavy_days, good_day_share_pct, invalid_reason
    from air_indices
    where area_kind = $area_kind and period_kind = $period_kind and period = $period and standard_id = $standard_id
        and basis = $basis and is_default
)
select area,
    case when composite_index is not null then rank() over (order by composite_index asc nulls last) end as composite_rank,
    composite_index, composite_yoy_pct, composite_pop_pct,
    case when pm25_mean_ugm3 is not null then rank() over (order by pm25_mean_ugm3 asc nulls last) end as pm25_rank,
    pm25_mean_ugm3, pm25_yoy_pct, pm25_pop_pct,
    case when good_days is not null then rank() over (order by good_days desc nulls last) end as good_days_rank,
    good_days, good_days_yoy, good_days_pop, valid_days, good_day_share_pct, heavy_days, invalid_reason
from chosen
order by composite_index asc nulls last, area
"""
PUBLISHED = """
select area, published_rank, ranked_areas, value, source
from rank_standings
where indicator = $indicator and period = $period
order by published_rank, area
"""
PUBLISHED_PERIODS = "select distinct indicator, period from rank_standings order by period desc, indicator"
TARGETS = """
select target_area, indicator, period, target_value, value, gap, is_met, document
from target_gaps
order by case when target_area = (select name from run_city) then 0 else 1 end, period desc, target_area, indicator
"""
PERIODS = """
select distinct period_kind, period, period_no, from_on, to_on
from air_indices
where area_kind = $area_kind
order by period_kind, period_no desc
"""
STANDARDS = """
select a.standard_id, max(r.title_zh) as title_zh, max(r.title_en) as title_en, bool_or(a.is_in_force) as is_in_force
from air_indices as a
left join rule_aqi_standards as r on a.standard_id = r.standard_id
where a.area_kind = $area_kind and a.period_kind = $period_kind and a.period = $period and a.is_default
group by a.standard_id
order by a.standard_id desc
"""
KINDS = "select distinct area_kind from air_indices where area_kind <> 'city' order by area_kind"
MEASURES = """
with counted as (
    select measure, unit, period, numerator, denominator, value
    from enforcement_statistics
    where area_kind = $area_kind and area = $area and period_kind = $period_kind and channel = ''
)
select n.measure, n.value, n.unit, n.numerator, n.denominator, b.value as value_before
from counted as n
left join counted as b on n.measure = b.measure and b.period = $period_before
where n.period = $period
order by n.measure
"""
CHANNELS = """
select channel,
    max(value) filter (measure = 'visit_count') as visit_count,
    max(value) filter (measure = 'off_site_count') as off_site_count,
    max(numerator) filter (measure = 'problem_rate') as visits_with_problems,
    max(value) filter (measure = 'problem_rate') as problem_rate,
    max(denominator) filter (measure = 'problem_rate') as checks,
    max(value) filter (measure = 'case_count') as case_count,
    max(value) filter (measure = 'case_rate') as case_rate,
    max(denominator) filter (measure = 'case_rate') as visits
from enforcement_statistics
where area_kind = $area_kind and area = $area and period_kind = $period_kind and period = $period and channel <> ''
group by channel
order by problem_rate desc nulls last, channel
"""
WORK_PERIODS = """
select distinct area_kind, area, period_kind, period
from enforcement_statistics
order by area_kind, area, period_kind desc, period desc
"""

AREA_RANKS = Listing(
    key="area_ranks", select=AREAS, right="ranking", parameters=("area_kind", "period_kind", "period", "standard_id", "basis")
)
PUBLISHED_RANKS = Listing(key="published_ranks", select=PUBLISHED, right="ranking", parameters=("indicator", "period"))
TARGET_GAPS = Listing(key="target_gaps", select=TARGETS, right="ranking")
WORK = Listing(
    key="enforcement", select=MEASURES, right="ranking", parameters=("area_kind", "area", "period_kind", "period", "period_before")
)
YIELDS = Listing(key="channel_yields", select=CHANNELS, right="ranking", parameters=("area_kind", "area", "period_kind", "period"))
LISTINGS = (AREA_RANKS, PUBLISHED_RANKS, TARGET_GAPS, WORK, YIELDS)


def area_kinds(build: Published) -> list[str]:
    """Name the kinds of area that have indices."""
    return list(build.rows(KINDS)["area_kind"])


def periods(build: Published, *, area_kind: str) -> pd.DataFrame:
    """List the periods of a kind of area, the newest of each kind first."""
    return build.rows(PERIODS, {"area_kind": area_kind})


def standards(build: Published, *, area_kind: str, period_kind: str, period: str) -> pd.DataFrame:
    """List the texts a period was computed by; `is_in_force` marks those that held in it."""
    return build.rows(STANDARDS, {"area_kind": area_kind, "period_kind": period_kind, "period": period})


def published_periods(build: Published) -> pd.DataFrame:
    """List indicator and period of every published ranking."""
    return build.rows(PUBLISHED_PERIODS)


def work_periods(build: Published) -> pd.DataFrame:
    """List the areas and periods enforcement is counted by."""
    return build.rows(WORK_PERIODS)
