"""What came in, what belongs together, and who may be concerned; texts and addresses only for who may read them."""

from __future__ import annotations

import pandas as pd

from dashboard.internal.access.person import Person
from dashboard.internal.reading.listings import Listing
from dashboard.internal.reading.warehouse import Published

FILTERS = ("since", "until", "category", "channel", "status", "district")
WHERE = """
    ($category is null or category = $category) and ($channel is null or channel = $channel)
    and ($status is null or status = $status) and ($district is null or coalesce(district, '') = $district)
"""
IN_SPAN = f"received_at > cast($since as timestamp) and received_at <= cast($until as timestamp) and {WHERE}"
COMPLAINTS = f"""
select complaint_id, strftime(received_at, '%Y-%m-%d %H:%M') as received_at, category, channel as source_channel, status, is_verified,
    is_repeat, repeat_group_id, hot_spot_id, township, district, sources_within_2km, strftime(closed_on, '%Y-%m-%d') as closed_on,
    place_quality
from complaints
where {IN_SPAN}
order by complaints.received_at desc, complaint_id
"""
# what a map shows of them, in the order of the list
PLACES = f"""
select complaint_id, strftime(received_at, '%Y-%m-%d') as received_on, category, status, closed_on is not null as is_closed, lon, lat,
    repeat_group_id, hot_spot_id
from complaints
where {IN_SPAN} and lon is not null and lat is not null
order by received_at desc, complaint_id
limit $most
"""
COUNTS = f"""
select count(*) as reports, count(*) filter (status <> '已办结') as still_open,
    count(*) filter (is_repeat) as repeats, count(distinct repeat_group_id) as groups, count(distinct hot_spot_id) as spots,
    count(*) filter (is_verified) as verified, count(*) filter (is_verified is not null) as judged,
    count(*) filter (lon is null or lat is null) as placeless
from complaints
where {IN_SPAN}
"""
MONTHS = f"""
select coalesce(category, '—') as category, month_id, count(*) as reports
from complaints where {WHERE}
group by all
"""
GROUPS = """
with members as (
    select *, max(received_at) over (partition by repeat_group_id) as last_at from complaints where repeat_group_id is not null
)
select members.repeat_group_id, count(*) as reports, count(distinct stg_complaints.reporter_key) as persons,
    min(members.category) as category,
    strftime(min(members.received_at), '%Y-%m-%d') as first_on, strftime(max(members.received_at), '%Y-%m-%d') as last_on,
    count(*) filter (members.status <> '已办结') as still_open,
    min(members.township) as township, min(members.district) as district
from members
left join stg_complaints on stg_complaints.complaint_id = members.complaint_id
where members.last_at > cast($since as timestamp)
group by members.repeat_group_id
order by reports desc, last_on desc, members.repeat_group_id
"""
SPOTS = """
select hot_spots.hot_spot_id, count(*) as reports, count(distinct complaints.category) as categories,
    strftime(min(complaints.received_at), '%Y-%m-%d') as first_on, strftime(max(complaints.received_at), '%Y-%m-%d') as last_on,
    min(complaints.township) as township, min(complaints.district) as district
from hot_spots
join complaints on complaints.hot_spot_id = hot_spots.hot_spot_id
group by hot_spots.hot_spot_id
having max(complaints.received_at) > cast($since as timestamp)
order by reports desc, last_on desc, hot_spots.hot_spot_id
"""
CANDIDATES = """
with reasons as (
    select enterprise_id, arg_max(evidence, struct_pack(p := points, d := occurred_on)) as evidence
    from enterprise_evidence
    where points > 0 and enterprise_id in (select enterprise_id from complaint_enterprises where complaint_id = $id)
    group by enterprise_id
)
select links.rank_no, coalesce(enterprises.name, links.enterprise_id) as name, enterprises.source_type,
    cast(round(links.distance_m) as bigint) as distance_m, round(links.bearing_deg) as bearing_deg, links.wind_match,
    cast(round(links.weighted_m) as bigint) as weighted_m, trim(complaints.object_name) = enterprises.name as is_named,
    reasons.evidence, links.enterprise_id
from complaint_enterprises as links
join complaints on complaints.complaint_id = links.complaint_id
join enterprises on enterprises.enterprise_id = links.enterprise_id
left join reasons on reasons.enterprise_id = links.enterprise_id
where links.complaint_id = $id
order by links.rank_no, links.enterprise_id
"""
OPTIONS = """
select 'category' as filter, category as value, count(*) as reports from complaints group by all
union all
select 'channel', channel, count(*) from complaints group by all
union all
select 'status', status, count(*) from complaints group by all
union all
select 'district', district, count(*) from complaints group by all
order by filter, reports desc, value
"""
ONE = """
select complaint_id, received_at, category, channel, status, closed_on, is_verified, lon, lat, place_quality, district, township,
    repeat_group_id, group_reports, is_repeat, repeats_complaint_id, hot_spot_id, sources_within_2km
from complaints where complaint_id = $id
"""
TEXT = "select content, address, object_name from complaints where complaint_id = $id"
WIND = """
select observed_at, wind_from_deg, wind_ms, is_calm, distance_m from complaint_winds where complaint_id = $id limit 1
"""
CIRCLES = """
select 'group' as kind, repeat_group_id as id, avg(lon) as lon, avg(lat) as lat, avg(x_m) as x_m, avg(y_m) as y_m, count(*) as reports,
    max(received_at) as last_at
from complaints where repeat_group_id is not null and lon is not null and lat is not null
group by repeat_group_id
union all
select 'spot', hot_spot_id, avg(lon), avg(lat), avg(x_m), avg(y_m), count(*), max(received_at)
from complaints where hot_spot_id is not null and lon is not null and lat is not null
group by hot_spot_id
"""
REACH = f"""
select circles.kind, circles.id, circles.lon, circles.lat, circles.reports,
    max(sqrt(power(complaints.x_m - circles.x_m, 2) + power(complaints.y_m - circles.y_m, 2))) as reach_m
from ({CIRCLES}) as circles
join complaints on case circles.kind when 'group' then complaints.repeat_group_id else complaints.hot_spot_id end = circles.id
where circles.last_at > cast($since as timestamp)
group by circles.kind, circles.id, circles.lon, circles.lat, circles.reports
order by circles.kind, circles.id
"""
MOMENT = "select as_of_at from build_info limit 1"

COMPLAINTS_LIST = Listing(key="complaints", select=COMPLAINTS, right="complaints", parameters=FILTERS)
GROUPS_LIST = Listing(key="complaint_groups", select=GROUPS, right="complaints", parameters=("since",))
SPOTS_LIST = Listing(key="complaint_spots", select=SPOTS, right="complaints", parameters=("since",))
CANDIDATES_LIST = Listing(key="complaint_candidates", select=CANDIDATES, right="complaints", parameters=("id",))
LISTINGS = (COMPLAINTS_LIST, GROUPS_LIST, SPOTS_LIST, CANDIDATES_LIST)

Given = dict[str, str | None]


def is_delivered(build: Published) -> bool:
    """Whether anybody delivered complaints at all."""
    return "complaints" in build.tables() and len(build.rows("select 1 from complaints limit 1")) > 0


def as_of_at(build: Published) -> pd.Timestamp:
    """The moment up to which the build knows anything, the city's own time."""
    return build.rows(MOMENT)["as_of_at"].iloc[0]


def options(build: Published) -> dict[str, list[str]]:
    """List what each filter can be set to, the most frequent first."""
    found = build.rows(OPTIONS).dropna(subset=["value"])
    return {name: rows["value"].tolist() for name, rows in found.groupby("filter")}


def counts(build: Published, given: Given) -> pd.Series:
    """Count what the filters leave."""
    return build.rows(COUNTS, given).iloc[0]


def months(build: Published, given: Given) -> pd.DataFrame:
    """Count by category and month; the span of time does not narrow it."""
    return build.rows(MONTHS, {name: given[name] for name in FILTERS if name not in {"since", "until"}})


def places(build: Published, given: Given, *, most: int) -> pd.DataFrame:
    """List the latest that have a place."""
    return build.rows(PLACES, {**given, "most": most})


def circles(build: Published, since: str) -> pd.DataFrame:
    """Give each repeat group and hot spot since a day as a centre and a reach."""
    return build.rows(REACH, {"since": since})


def one(build: Published, complaint_id: str) -> pd.Series | None:
    """Give one complaint without its text, None when there is none."""
    found = build.rows(ONE, {"id": complaint_id})
    return None if found.empty else found.iloc[0]


def text(build: Published, complaint_id: str, person: Person) -> pd.Series | None:
    """Give text, address and object of one complaint; None for a person who may not read them."""
    if not person.may("complaint_texts"):
        return None
    found = build.rows(TEXT, {"id": complaint_id})
    return None if found.empty else found.iloc[0]


def wind(build: Published, complaint_id: str) -> pd.Series | None:
    """Give the wind of the hour before a complaint, None when nobody measured it nearby."""
    if "complaint_winds" not in build.tables():
        return None
    found = build.rows(WIND, {"id": complaint_id})
    return None if found.empty else found.iloc[0]


def candidates(build: Published, complaint_id: str) -> pd.DataFrame | None:
    """List the enterprises a complaint may concern, the first first; None when the build has no such table."""
    needed = {"complaint_enterprises", "enterprise_evidence", "enterprises"}
    return CANDIDATES_LIST.rows(build, id=complaint_id) if needed <= build.tables() else None
