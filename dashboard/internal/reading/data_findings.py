"""What the data check-up finds: late feeds, doubtful readings, doubtful places, merges and codes; None where a build cannot tell."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from dashboard.internal.reading.listings import Listing
from dashboard.internal.reading.warehouse import Published
from pipelines.linkage import FAR_M

FEEDS = Listing(
    key="feed_freshness",
    right="data",
    select="""
select table_name, source_feed as feed, state, newest_at, received_at as file_at, age_h, hours_allowed, row_count
from feed_freshness
order by case state when 'late' then 0 when 'covered' then 1 when 'on_time' then 2 else 3 end, table_name, source_feed
""",
)
STATIONS = Listing(
    key="station_freshness",
    right="data",
    select="""
select name as station, station_id, hours_late
from station_freshness
where is_late
order by hours_late desc nulls first, station_id
""",
)
# a meter belongs to an enterprise, so a person of one district sees the meters of that district
READINGS = Listing(
    key="reading_doubts",
    right="data",
    select="""
select d.doubt, coalesce(s.name, d.subject_id) as subject, d.subject_id, d.item as doubt_item, d.first_at, d.last_at, d.lasted_h, d.amount,
    d.before_amount, d.after_amount, d.unit, d.is_current, d.clause
from reading_doubts as d
left join stations as s on d.kind = 'station' and s.station_id = d.subject_id
left join stg_meters as m on d.kind = 'meter' and m.meter_id = d.subject_id
where d.kind = 'station' or m.meter_id is not null
order by d.is_current desc, d.last_at desc, d.subject_id, d.item
""",
)
PLACES = Listing(
    key="doubtful_places",
    right="names",
    parameters=("quality",),
    select="""
select p.kind as place_kind, p.place_quality, coalesce(e.name, s.name, p.source_key) as subject, p.source_key, p.place_note,
    coalesce(e.lon, s.lon) as given_lon, coalesce(e.lat, s.lat) as given_lat, p.datum_used, p.proposed_lon, p.proposed_lat,
    coalesce(e.enterprise_id, p.source_key) as row_key, coalesce(e.datum, s.datum) as datum, v.voted
from places as p
left join stg_enterprises as e on p.kind = 'enterprise' and e.source_key = p.source_key
left join stg_stations as s on p.kind = 'station' and s.station_id = p.source_key
left join datum_votes as v on v.kind = p.kind and v.source_feed = e.source_feed and v.declared = p.datum_used and v.is_wrong
where p.place_quality not in ('ok', 'missing') and p.kind <> 'complaint' and ($quality is null or p.place_quality = $quality)
order by p.proposed_lon is null, p.place_quality, p.kind, p.source_key
""",
)
MERGES = Listing(
    key="enterprise_merges",
    right="names",
    select="""
select l.source_key, e.name as subject, l.enterprise_id, o.name as linked_name, l.linked_to, l.rule as link_rule, l.score, l.distance_m,
    l.link_note, e.enterprise_id as row_key,
    exists (select 1 from enterprise_links as t where t.enterprise_id = e.enterprise_id) as is_code_taken
from enterprise_links as l
join stg_enterprises as e on e.source_key = l.source_key
left join stg_enterprises as o on o.source_key = l.linked_to
where l.rule not in ('self', 'correction')
order by l.rule <> 'name_and_distance' and l.link_note is null, l.link_note is null, l.score nulls last, l.distance_m desc nulls last,
    l.source_key
""",
)
CODES = Listing(
    key="wrong_codes",
    right="names",
    select="""
select l.source_key, e.name as subject, l.enterprise_id, l.uscc, o.uscc as other_uscc, o.source_key as other_key,
    e.enterprise_id as row_key, e.uscc as given_uscc
from enterprise_links as l
join stg_enterprises as e on e.source_key = l.source_key
left join (
    select enterprise_id, min(uscc) as uscc, min(source_key) as source_key
    from enterprise_links where is_uscc_valid
    group by enterprise_id
    having count(distinct uscc) = 1
) as o on o.enterprise_id = l.enterprise_id
where not l.is_uscc_valid
order by l.source_key
""",
)
# the raw text may hold a telephone number: it is shown redacted, and in no file
REJECTED = Listing(
    key="rejected",
    right="data",
    select="""
select 'row' as scope, file, nullif(sheet, '') as sheet, line, table_name, nullif(columns, '') as column_name, reasons as reason
from rejected_rows
union all
select 'cell' as scope, file, nullif(sheet, '') as sheet, line, table_name, column_name, reason
from rejected_cells
order by scope desc, file, line, column_name
""",
)
LISTINGS = (FEEDS, STATIONS, READINGS, PLACES, MERGES, CODES, REJECTED)
NEEDS: Mapping[str, frozenset[str]] = {
    "feed_freshness": frozenset({"feed_freshness"}),
    "station_freshness": frozenset({"station_freshness"}),
    "reading_doubts": frozenset({"reading_doubts", "stg_meters"}),
    "doubtful_places": frozenset({"places", "stg_enterprises", "stg_stations"}),
    "enterprise_merges": frozenset({"enterprise_links", "stg_enterprises"}),
    "wrong_codes": frozenset({"enterprise_links", "stg_enterprises"}),
    "rejected": frozenset({"rejected_rows", "rejected_cells"}),
}
# a contract refuses negative readings, so they are among the faulty cells
NEGATIVE = """
select count(*) as found from rejected_cells
where table_name in ('readings', 'readings_daily') and raw_text >= '-' and raw_text < '.'
"""
DOUBTS = "select doubt, is_current, count(*) as found from reading_doubts group by doubt, is_current"
PLACE_COUNTS = """
select place_quality, count(*) as found, count(proposed_lon) as proposed
from places where kind <> 'complaint' group by place_quality
"""
LINK_COUNTS = """
select
    count(*) filter (rule = 'name_and_distance') as by_name,
    count(*) filter (rule = 'uscc' and distance_m > $far_m) as far_apart,
    count(*) filter (not is_uscc_valid) as wrong_codes
from enterprise_links
"""


def listed(build: Published, listing: Listing, **given: str | None) -> pd.DataFrame | None:
    """Give the rows of a listing; None when the build has not the tables for it."""
    return listing.rows(build, **given) if NEEDS[listing.key] <= build.tables() else None


def _one(build: Published, select: str, table: str, **given: object) -> pd.DataFrame | None:
    return build.rows(select, given) if table in build.tables() else None


def negatives(build: Published) -> int | None:
    """Count readings that were delivered below zero."""
    found = _one(build, NEGATIVE, "rejected_cells")
    return None if found is None else int(found["found"].iloc[0])


def doubts(build: Published) -> dict[tuple[str, bool], int] | None:
    """Count doubtful readings by doubt and by whether it still lasts."""
    found = _one(build, DOUBTS, "reading_doubts")
    return None if found is None else {(str(row.doubt), bool(row.is_current)): int(row.found) for row in found.itertuples()}


def place_counts(build: Published) -> dict[str, tuple[int, int]] | None:
    """Count places by quality: all, and those with a proposed place."""
    found = _one(build, PLACE_COUNTS, "places")
    return None if found is None else {str(row.place_quality): (int(row.found), int(row.proposed)) for row in found.itertuples()}


def link_counts(build: Published) -> dict[str, int] | None:
    """Count the merges and codes that somebody should look at."""
    found = _one(build, LINK_COUNTS, "enterprise_links", far_m=FAR_M)
    return None if found is None else {str(name): int(count) for name, count in found.iloc[0].items()}
