"""What the list of places to look at reads: the candidates, those left out, and what speaks for and against each."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from dashboard.internal.reading.areas import WITHIN
from dashboard.internal.reading.listings import Listing
from dashboard.internal.reading.point_sets import PointSet
from dashboard.internal.reading.warehouse import Published
from dashboard.maps.points import SOURCE_TYPES

RIGHT = "candidates"
NEEDED = ("patrol_candidates", "candidate_points", "candidate_exclusions", "complaint_enterprises", "zone_members", "enterprises")
FILTERS = ("state", "types", "zone", "within_km", "towns", "evidence", "actions", "bands", "rules", "area")
# One filter for the table, the map and the file: what is seen beside each other is the same set in the same order.
CHOSEN = (
    """
from patrol_candidates c
join enterprises e on e.enterprise_id = c.enterprise_id
where c.is_excluded = (coalesce($state, 'proposed') = 'excluded')
    and ($types is null or list_contains(string_split($types, ','), coalesce(c.source_type, 'other')))
    and ($towns is null or list_contains(string_split($towns, ','), coalesce(c.township, '—')))
    and ($actions is null or list_contains(string_split($actions, ','), c.action))
    and ($bands is null or list_contains(string_split($bands, ','), c.band))
    and ($rules is null or c.enterprise_id in (
        select x.enterprise_id from candidate_exclusions x
        where x.is_standing and list_contains(string_split($rules, ','), x.rule_id)))
    and ($zone is null or c.enterprise_id in (
        select z.enterprise_id from zone_members z
        where z.in_zone and z.zone_id = $zone and ($within_km is null or z.ring_km <= cast($within_km as double))))
    and ($evidence is null
        or c.points_upwind > 0 and list_contains(string_split($evidence, ','), 'upwind')
        or c.points_own_data > 0 and list_contains(string_split($evidence, ','), 'own_data')
        or c.points_complaint > 0 and list_contains(string_split($evidence, ','), 'complaint')
        or c.points_unfixed > 0 and list_contains(string_split($evidence, ','), 'unfixed')
        or c.points_hazard > 0 and list_contains(string_split($evidence, ','), 'hazard'))
    and ($area is null or c.enterprise_id in ("""
    + WITHIN
    + "))\n"
)
FILTERED = CHOSEN + "order by c.rank_no\n"
COLUMNS = """
select c.rank_no, c.enterprise_id, c.name, coalesce(c.source_type, 'other') as source_type, c.district, c.township, c.total, c.band,
    c.action, c.basis, c.within_hours, c.reasons, c.latest_on, c.frequency_used, c.frequency_limit,
    coalesce(e.is_on_positive_list, false) as is_on_positive_list, c.competent_body, c.second_body, c.measures, c.exclusion, c.override,
    c.points_upwind, c.points_own_data, c.points_complaint, c.points_history, c.points_unfixed, c.points_hazard, c.points_recency
"""
CANDIDATES = Listing(key="candidates", select=COLUMNS + FILTERED, right=RIGHT, parameters=FILTERS)
# The page reads a screenful and counts; a large city's whole list would take seconds.
SCREENFUL = COLUMNS + FILTERED + "limit $most offset $first"
TYPES = "select coalesce(c.source_type, 'other') as source_type, count(*) as rows" + CHOSEN + "group by all order by rows desc, source_type"
ROW_OF = (
    "with listed as (select c.enterprise_id, row_number() over (order by c.rank_no) - 1 as row"
    + CHOSEN
    + ") select row from listed where enterprise_id = $enterprise_id"
)
EXCLUSIONS = Listing(
    key="candidate_exclusions",
    select="""
select c.enterprise_id, c.name, coalesce(c.source_type, 'other') as source_type, c.district, c.township, x.rule_id,
    x.title_zh as rule_title, x.evidence, x.observed_on, x.clause, x.status, x.is_standing, x.override_title_zh, x.override_evidence
from candidate_exclusions x
join patrol_candidates c on c.enterprise_id = x.enterprise_id
order by x.rule_id, c.rank_no
""",
    right=RIGHT,
)
LISTINGS = (CANDIDATES, EXCLUSIONS)
POINTS = PointSet(
    listing=Listing(
        key="candidates",
        select="select e.lon, e.lat, coalesce(c.source_type, 'other') as code" + FILTERED,
        right=RIGHT,
        parameters=FILTERS,
    ),
    categories=SOURCE_TYPES,
)
POINT_SETS = (POINTS,)
COUNTS = """
select
    count(*) filter (not is_excluded) as proposed,
    count(*) filter (not is_excluded and action = '入企检查') as visits,
    count(*) filter (not is_excluded and action = '入企检查' and within_hours is not null) as cases,
    count(*) filter (not is_excluded and action = '非现场核查') as off_site,
    count(*) filter (not is_excluded and action = '转办') as handed_on,
    count(*) filter (not is_excluded and action = '属地巡查') as patrols,
    count(*) filter (is_excluded) as excluded,
    count(*) filter (not is_excluded and band <> '低') as upper_bands
from patrol_candidates
"""
SPARED = """
select count(*) as spared,
    count(*) filter (spared_by = 'positive_list') as positive_list,
    count(*) filter (spared_by = 'frequency') as frequency,
    count(*) filter (spared_by = 'off_site') as off_site
from visits_spared
"""
RULES = """
select rule_id, any_value(title_zh) as title, count(*) filter (is_standing) as standing, count(*) filter (not is_standing) as overridden
from candidate_exclusions group by rule_id order by rule_id
"""
CHOICES = """
select coalesce(source_type, 'other') as source_type, coalesce(township, '—') as township, action, band, count(*) as rows
from patrol_candidates group by all
"""
ZONES = """
select zone_members.zone_kind, zone_members.zone_id, coalesce(any_value(stations.name), zone_members.zone_id) as station,
    any_value(stations.level) as level, max(zone_members.ring_km) as reach_km, count(distinct zone_members.enterprise_id) as sources
from zone_members
left join stations on stations.station_id = zone_members.station_id
where zone_members.in_zone
group by zone_members.zone_kind, zone_members.zone_id
order by case any_value(stations.level) when 'national' then 1 when 'provincial' then 2 else 3 end, zone_members.zone_kind, station
"""
FOR = """
select reason_group, title_zh, points, points_max, evidence, observed_on, source_table, source_key, source_file, source_line, clause, status
from candidate_points where enterprise_id = $enterprise_id and points > 0
order by points desc, reason_id
"""
# What a planner must weigh before going: what stands in the way, what was found clean, and how far place and wind can be trusted.
AGAINST = """
select * from (
    select 1 as sort_no, 'rule' as kind, rule_id || ' ' || title_zh || '：' || evidence || case when is_standing then ''
        else '（已有相反证据，不适用：' || coalesce(override_title_zh, '') || '）' end as words,
        observed_on, source_table, source_key, cast(null as varchar) as source_file, cast(null as bigint) as source_line
    from candidate_exclusions where enterprise_id = $enterprise_id
    union all
    select 2, 'clean', any_value(evidence order by occurred_on desc), max(occurred_on), any_value(source_table), max(source_key),
        max(source_file), any_value(source_line)
    from (
        select evidence, occurred_on, source_table, source_key, source_file, source_line, quantity
        from enterprise_evidence
        where enterprise_id = $enterprise_id and kind = 'visit' order by occurred_on desc limit 1
    ) where contains(evidence, '未发现问题') having count(*) > 0
    union all
    select 3, 'wind', stations.name || '：距离 ' || round(zone_members.distance_m / 1000, 1) || ' km，近 24 小时仅 '
        || round(100 * zone_members.upwind_share_24h) || '% 的时段处于上风向', null, 'zone_members',
        zone_members.zone_id || '/' || zone_members.enterprise_id, null, null
    from zone_members join stations on stations.station_id = zone_members.station_id
    where zone_members.enterprise_id = $enterprise_id and zone_members.zone_kind = 'ring' and zone_members.in_zone
        and zone_members.upwind_share_24h < 0.1 and stations.level in ('national', 'provincial')
    union all
    select 3, 'wind', '信访件 ' || linked.complaint_id || '（相距 ' || round(linked.distance_m) || ' 米）：举报时'
        || case linked.wind_match when 'calm' then '静稳，风向不可靠' else '该企业不在上风向' end,
        cited.observed_on, 'complaint_enterprises', linked.complaint_id || '/' || linked.enterprise_id, null, null
    from complaint_enterprises linked
    join candidate_points cited on cited.enterprise_id = linked.enterprise_id and cited.source_table = 'complaints'
        and cited.source_key = linked.complaint_id and cited.points > 0
    where linked.enterprise_id = $enterprise_id and linked.wind_match in ('calm', 'not_upwind')
    union all
    select 4, 'place', place_note, null, 'enterprises', enterprise_id, null, null
    from enterprises where enterprise_id = $enterprise_id and place_quality not in ('ok', 'duplicate') and place_note is not null
) order by sort_no, observed_on desc nulls last, words limit 8
"""
ONE = """
select c.*, coalesce(e.is_on_positive_list, false) as is_on_positive_list, e.grade, e.permit_category, e.place_quality, e.lon, e.lat
from patrol_candidates c join enterprises e on e.enterprise_id = c.enterprise_id
where c.enterprise_id = $enterprise_id
"""


def missing(build: Published) -> list[str]:
    """Name the tables this page needs and the build does not hold."""
    present = build.tables()
    return [table for table in NEEDED if table not in present]


def counts(build: Published) -> pd.Series:
    """Count the candidates by what is proposed."""
    return build.rows(COUNTS).iloc[0]


def spared(build: Published) -> pd.Series | None:
    """Count the visits spared, None when this build does not know."""
    return build.rows(SPARED).iloc[0] if "visits_spared" in build.tables() else None


def rules(build: Published) -> pd.DataFrame:
    """Count by exclusion rule."""
    return build.rows(RULES)


def choices(build: Published) -> pd.DataFrame:
    """Give what there is to filter by."""
    return build.rows(CHOICES)


def _given(asked: Mapping[str, str | None]) -> dict[str, object]:
    return {name: asked.get(name) for name in FILTERS}


def screenful(build: Published, asked: Mapping[str, str | None], *, first: int, most: int) -> pd.DataFrame:
    """Give some rows of the list, counted from nought."""
    return build.rows(SCREENFUL, _given(asked) | {"first": first, "most": most})


def types(build: Published, asked: Mapping[str, str | None]) -> dict[str, int]:
    """Count the list's rows by type of source."""
    return {str(row.source_type): int(row.rows) for row in build.rows(TYPES, _given(asked)).itertuples()}


def row_of(build: Published, asked: Mapping[str, str | None], enterprise_id: str) -> int | None:
    """Tell at which row of the list an enterprise stands, None when it is not in it."""
    found = build.rows(ROW_OF, _given(asked) | {"enterprise_id": enterprise_id})
    return None if found.empty else int(found["row"].iloc[0])


def zones(build: Published) -> pd.DataFrame:
    """List the zones that hold sources."""
    return build.rows(ZONES)


def one(build: Published, enterprise_id: str) -> pd.Series | None:
    """Give one candidate, None when it is none that this person sees."""
    found = build.rows(ONE, {"enterprise_id": enterprise_id})
    return None if found.empty else found.iloc[0]


def speaks_for(build: Published, enterprise_id: str) -> pd.DataFrame:
    """Give the reasons of a candidate with their points, dates and source rows."""
    return build.rows(FOR, {"enterprise_id": enterprise_id})


def speaks_against(build: Published, enterprise_id: str) -> pd.DataFrame:
    """Give what speaks against a visit or for caution; empty when the evidence table is missing."""
    if "enterprise_evidence" not in build.tables():
        return pd.DataFrame()
    return build.rows(AGAINST, {"enterprise_id": enterprise_id})
