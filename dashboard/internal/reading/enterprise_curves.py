"""What an enterprise's meters and outlets sent in the last days; always asked for by their codes, never a whole table."""

from __future__ import annotations

from datetime import timedelta

import pandas as pd

from dashboard.internal.reading.warehouse import Published

METERS = """
select stg_meters.meter_id, coalesce(nullif(stg_meters.line, ''), stg_meters.meter_id) as line, stg_meters.side, stg_meters.rated_w
from stg_meters
join enterprise_codes on enterprise_codes.code = stg_meters.enterprise_id
where enterprise_codes.enterprise_id = $id
order by line, stg_meters.side, stg_meters.meter_id
"""
OUTLETS = """
select stg_outlets.outlet_id, stg_outlets.pollutant, stg_outlets.limit_ugm3 / 1000.0 as limit_mgm3
from stg_outlets
join enterprise_codes on enterprise_codes.code = stg_outlets.enterprise_id
where enterprise_codes.enterprise_id = $id
order by stg_outlets.outlet_id, stg_outlets.pollutant
"""
POWER = """
select meter_id, observed_at, power_w / 1000.0 as power_kw
from stg_power
where meter_id in (select unnest($codes)) and month_id between $first and $last
    and observed_at > $since and observed_at <= $until
order by meter_id, observed_at
"""
EMISSIONS = """
select outlet_id, pollutant, observed_at, value_ugm3 / 1000.0 as value_mgm3, flag
from stg_emissions
where outlet_id in (select unnest($codes)) and month_id between $first and $last
    and observed_at > $since and observed_at <= $until
order by outlet_id, pollutant, observed_at
"""
FLAGS = """
select flag, max(title_zh) as title_zh, bool_and(is_valid) as is_valid from rule_emission_flags group by flag
"""


def meters(build: Published, enterprise_id: str) -> pd.DataFrame:
    """List its meters by line and side; empty when it has none."""
    is_there = {"stg_meters", "enterprise_codes", "stg_power"} <= build.tables()
    return build.rows(METERS, {"id": enterprise_id}) if is_there else pd.DataFrame(columns=["meter_id", "line", "side", "rated_w"])


def outlets(build: Published, enterprise_id: str) -> pd.DataFrame:
    """List its outlets with pollutant and limit; empty when it has none."""
    is_there = {"stg_outlets", "enterprise_codes", "stg_emissions"} <= build.tables()
    return build.rows(OUTLETS, {"id": enterprise_id}) if is_there else pd.DataFrame(columns=["outlet_id", "pollutant", "limit_mgm3"])


def _span(codes: pd.Series, until: pd.Timestamp, days: int) -> dict[str, object]:
    since = until - timedelta(days=days)
    return {
        "codes": sorted(set(codes)),
        "first": since.year * 100 + since.month,
        "last": until.year * 100 + until.month,
        "since": since.to_pydatetime(),
        "until": until.to_pydatetime(),
    }


def power(build: Published, meter_ids: pd.Series, *, until: pd.Timestamp, days: int) -> pd.DataFrame:
    """Give the power of some meters in the days before a moment."""
    return build.rows(POWER, _span(meter_ids, until, days))


def emissions(build: Published, outlet_ids: pd.Series, *, until: pd.Timestamp, days: int) -> pd.DataFrame:
    """Give the hourly emissions of some outlets in the days before a moment, with what their flags mean."""
    found = build.rows(EMISSIONS, _span(outlet_ids, until, days))
    if "rule_emission_flags" not in build.tables():
        return found.assign(title_zh=None, is_valid=True)
    flags = build.rows(FLAGS)
    return (
        found.assign(flag=found["flag"].fillna("N"))
        .merge(flags, on="flag", how="left")
        .sort_values(["outlet_id", "pollutant", "observed_at"])
    )
