"""Who around a station might be behind its readings: several candidates with evidence for and against, or none."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import pandas as pd

from dashboard.internal.reading.warehouse import Published

# defaults of the method, to be confirmed by the bureau; shown on the page beside the list
FEWEST_WIND_HOURS = 6
MOST_CALM_SHARE = 0.5
LEAST_UPWIND_SHARE = 0.5
FEWEST, MOST = 2, 6
SAME_DIRECTION_DEG = 15.0
OWN_DAYS, COMPLAINT_DAYS = 14, 30

SUPPORT = """
select count(*) as hours, count(*) filter (is_calm) as calm_hours, max(w.distance_m) as wind_distance_m
from station_winds as w
where w.station_id = $station_id and w.observed_at > $until_at - interval 24 hour and w.observed_at <= $until_at
"""
POOL = """
with members as (
    select z.enterprise_id, z.distance_m, z.bearing_deg, z.ring_km, z.upwind_share_24h, z.wind_distance_m, z.place_quality
    from zone_members as z
    where z.zone_kind = 'ring' and z.station_id = $station_id and z.in_zone
),
own as (
    select enterprise_id, count(*) as own_facts from enterprise_evidence
    where kind in ('treatment_off', 'stop_ignored', 'cems_exceedance') and occurred_on > cast($until_at as date) - $own_days
    group by enterprise_id
),
reported as (
    select enterprise_id, count(*) as complaint_facts from enterprise_evidence
    where kind in ('complaint_named', 'complaint_repeat', 'complaint_verified') and occurred_on > cast($until_at as date) - $complaint_days
    group by enterprise_id
),
powered as (
    select enterprise_code as enterprise_id, max(day_on) as power_on
    from meter_days where side = 'production' and day_on > cast($until_at as date) - 3 and recorded_s > 0
    group by enterprise_code
),
running as (
    select p.enterprise_id, p.power_on, sum(d.running_s) / 3600.0 as running_h, sum(d.recorded_s) / 3600.0 as recorded_h
    from powered as p
    join meter_days as d on d.enterprise_code = p.enterprise_id and d.day_on = p.power_on and d.side = 'production'
    group by p.enterprise_id, p.power_on
),
judged as (
    select m.*, coalesce(own.own_facts, 0) as own_facts, coalesce(reported.complaint_facts, 0) as complaint_facts,
        running.power_on, running.running_h, running.recorded_h,
        coalesce(m.upwind_share_24h, 0) * exp(-m.distance_m / $scale_m) as nearness,
        (coalesce(own.own_facts, 0) > 0)::int + (coalesce(reported.complaint_facts, 0) > 0)::int
            + (coalesce(running.running_h, 0) > 0)::int as supports
    from members as m
    left join own using (enterprise_id)
    left join reported using (enterprise_id)
    left join running using (enterprise_id)
    where (m.upwind_share_24h >= $least_share or coalesce(own.own_facts, 0) > 0) and coalesce(m.place_quality, 'ok') in ('ok', 'duplicate')
)
select j.*, e.name, coalesce(e.source_type, 'other') as source_type, e.district, e.township, e.status, e.is_on_positive_list,
    coalesce(e.has_cems, false) or coalesce(e.has_power_meter, false) or coalesce(e.has_video, false) as has_remote,
    e.pollutants, c.band, c.total, c.competent_body, c.exclusion,
    (select count(*) from members as o where o.enterprise_id <> j.enterprise_id
        and abs((o.bearing_deg - j.bearing_deg + 540) % 360 - 180) <= $same_deg) as same_direction
from judged as j
join enterprises as e on e.enterprise_id = j.enterprise_id
left join patrol_candidates as c on c.enterprise_id = j.enterprise_id
where j.supports > 0
order by (coalesce(j.upwind_share_24h, 0) >= $least_share) desc, j.supports desc, j.nearness desc, j.enterprise_id
limit $most
"""
EVIDENCE = """
select enterprise_id, kind, kind_zh, occurred_on, evidence, source_file, source_line
from enterprise_evidence
where enterprise_id in (select unnest(string_split($enterprises, chr(31))))
    and occurred_on > cast($until_at as date) - case
        when kind in ('treatment_off', 'stop_ignored', 'cems_exceedance') then $own_days
        when kind in ('complaint_named', 'complaint_repeat', 'complaint_verified') then $complaint_days end
qualify row_number() over (partition by enterprise_id, kind order by occurred_on desc, source_line) = 1
order by enterprise_id, occurred_on desc, kind
"""
NEEDED = frozenset({"zone_members", "station_winds", "enterprise_evidence", "patrol_candidates", "meter_days"})


@dataclass(frozen=True, kw_only=True)
class Candidates:
    """The list, and what it rests on.

    Attributes
    ----------
    verdict
        `listed`, `calm` (too many calm hours), `few_hours` (too little wind), `too_few` (fewer than two: none is named), `no_tables`.
    rows
        Empty unless `listed`.
    evidence
        Dated facts of the candidates, the latest of each kind.
    """

    verdict: str
    hours: int
    calm_hours: int
    wind_distance_m: float | None
    rows: pd.DataFrame
    evidence: pd.DataFrame


def verdict(*, hours: int, calm_hours: int, found: int) -> str:
    """Decide whether a list may be shown at all."""
    if hours - calm_hours < FEWEST_WIND_HOURS:
        return "calm" if calm_hours > hours - calm_hours else "few_hours"
    if calm_hours > MOST_CALM_SHARE * hours:
        return "calm"
    return "listed" if found >= FEWEST else "too_few"


def candidates(build: Published, *, station_id: str, until_at: datetime, scale_m: float) -> Candidates:
    """List up to six candidates of the last 24 hours, or say why none is named."""
    nothing = pd.DataFrame()
    if not build.tables() >= NEEDED:
        return Candidates(verdict="no_tables", hours=0, calm_hours=0, wind_distance_m=None, rows=nothing, evidence=nothing)
    support = build.rows(SUPPORT, {"station_id": station_id, "until_at": until_at}).iloc[0]
    windows = {"until_at": until_at, "own_days": OWN_DAYS, "complaint_days": COMPLAINT_DAYS}
    rows = build.rows(
        POOL,
        {
            "station_id": station_id,
            "scale_m": scale_m,
            "least_share": LEAST_UPWIND_SHARE,
            "same_deg": SAME_DIRECTION_DEG,
            "most": MOST,
            **windows,
        },
    )
    hours, calm_hours = int(support["hours"]), int(support["calm_hours"])
    said = verdict(hours=hours, calm_hours=calm_hours, found=len(rows))
    shown = rows if said == "listed" else rows.head(0)
    evidence = build.rows(EVIDENCE, {"enterprises": chr(31).join(shown["enterprise_id"]), **windows})
    distance_m = None if pd.isna(support["wind_distance_m"]) else float(support["wind_distance_m"])
    return Candidates(verdict=said, hours=hours, calm_hours=calm_hours, wind_distance_m=distance_m, rows=shown, evidence=evidence)
