"""Find one enterprise and say who it is, whether one may go there, and where it lies."""

from __future__ import annotations

import pandas as pd

from dashboard.internal.access.person import Person
from dashboard.internal.reading.warehouse import Published
from pipelines import names

FOUND_SHOWN = 30
LEAST_LIKE = 0.6
BY_CODE = """
select distinct enterprises.enterprise_id
from enterprises
where enterprises.enterprise_id = $code or upper(enterprises.uscc) = upper($code)
"""
BY_LISTED_CODE = """
select distinct enterprises.enterprise_id
from enterprise_codes
join enterprises on enterprises.enterprise_id = enterprise_codes.enterprise_id
where enterprise_codes.code in ($code, upper($code))
"""
# What was typed stands in a name as it is, or its marks stand there in order, or most of them stand there at all.
BY_NAME = r"""
with known as (
    select enterprise_id, unnest(string_split(coalesce(names_merged, name, enterprise_id), '；')) as known from enterprises
),
plain as (
    select
        enterprise_id, known,
        upper(regexp_replace(replace(replace(known, '（', '('), '）', ')'), '[\s·•・.,，。、\-—_]', '', 'g')) as said
    from known
),
scored as (
    select
        enterprise_id, known, length(known) as size,
        case when contains(said, $text) then 1.0 when said like $spread escape '\' then 0.9
            else 0.85 * list_sum(list_transform(string_split($core, ''), lambda mark: cast(contains(said, mark) as integer))) / $marks
        end as likeness
    from plain
),
best as (
    select enterprise_id, arg_max(known, likeness) as known, max(likeness) as likeness, min(size) as size
    from scored where likeness >= $least group by enterprise_id
)
select
    best.enterprise_id, enterprises.name, nullif(best.known, enterprises.name) as known_as, enterprises.source_type,
    enterprises.district, enterprises.township, enterprises.uscc
from best
join enterprises on enterprises.enterprise_id = best.enterprise_id
order by best.likeness desc, best.size, best.enterprise_id
limit $most
"""
ONE = "select * from enterprises where enterprise_id = $id"
CANDIDATE = "select * from patrol_candidates where enterprise_id = $id"
FREQUENCY = """
select frequency_used.*, rule.title_zh, rule.exempt_kinds
from frequency_used
left join (select distinct limit_id, title_zh, exempt_kinds from rule_frequency_limits) as rule on rule.limit_id = frequency_used.limit_id
where frequency_used.enterprise_id = $id
limit 1
"""
LISTED = """
select batch, category, listed_on, valid_to, removed_on, reason, is_in_force
from positive_listings where enterprise_id = $id
order by is_in_force desc, listed_on desc
limit 1
"""
GRADE = """
select duty_zh, duty_en from rule_performance_grades
where grade = $grade and valid_from <= $on and coalesce(valid_to >= $on, true)
order by valid_from desc limit 1
"""
TALLY = """
select
    count(*) filter (kind = 'visit') as visits,
    count(*) filter (kind in ('problem', 'off_site_problem')) as problems,
    count(*) filter (kind in ('complaint_named', 'complaint_near')) as complaints,
    count(*) filter (kind = 'violation') as cases,
    count(*) filter (kind in ('cems_exceedance', 'treatment_off', 'stop_ignored')) as alarms,
    max(occurred_on) filter (kind = 'visit') as last_visit_on
from enterprise_events
where enterprise_id = $id and occurred_on > cast($since as date) and occurred_on <= cast($until as date)
"""
STATIONS = """
select distinct stations.station_id, coalesce(stations.name, stations.station_id) as name, stations.level, stations.lon, stations.lat,
    min(zone_members.distance_m) over (partition by stations.station_id) as distance_m
from zone_members
join stations on stations.station_id = zone_members.station_id
where zone_members.enterprise_id = $id and stations.lon is not null and stations.lat is not null
order by distance_m, stations.station_id
"""
MOMENT = "select as_of_at from build_info limit 1"


def as_of_at(build: Published) -> pd.Timestamp:
    """The moment up to which the build knows anything, the city's own time."""
    return build.rows(MOMENT)["as_of_at"].iloc[0]


def _first(build: Published, table: str, select: str, parameters: dict[str, object]) -> pd.Series | None:
    if table not in build.tables():
        return None
    found = build.rows(select, parameters)
    return None if found.empty else found.iloc[0]


def by_code(build: Published, code: str) -> list[str]:
    """Give the enterprises a code names: by their own id or credit code first, else by a code that some list gives them."""
    for table, select in (("enterprises", BY_CODE), ("enterprise_codes", BY_LISTED_CODE)):
        if code and table in build.tables():
            found = build.rows(select, {"code": code})
            if len(found):
                return found["enterprise_id"].tolist()
    return []


def by_name(build: Published, text: str) -> pd.DataFrame:
    """List the enterprises whose name, present or former, is most like a text, the likest first."""
    said, core = names.plain(text), names.core(text)
    spread = "%".join("\\" + mark if mark in "%_\\" else mark for mark in said)
    given = {"text": said, "spread": f"%{spread}%", "core": core or said, "marks": float(max(1, len(core or said)))}
    return build.rows(BY_NAME, {**given, "least": LEAST_LIKE if said else 2.0, "most": FOUND_SHOWN})


def one(build: Published, enterprise_id: str, person: Person) -> pd.Series | None:
    """Give an enterprise by its id, None when there is none in the person's districts."""
    found = build.rows(ONE, {"id": enterprise_id})
    if found.empty:
        return None
    row = found.iloc[0]
    return row if person.may("private") else row.drop(labels=["liaison_name", "liaison_phone"], errors="ignore")


def candidate(build: Published, enterprise_id: str) -> pd.Series | None:
    """Give its row among the candidates, None when the build has none."""
    return _first(build, "patrol_candidates", CANDIDATE, {"id": enterprise_id})


def frequency(build: Published, enterprise_id: str) -> pd.Series | None:
    """Give how often it may be checked this year and how often it was, None when the build cannot tell."""
    return _first(build, "frequency_used", FREQUENCY, {"id": enterprise_id})


def listed(build: Published, enterprise_id: str) -> pd.Series | None:
    """Give its last place on the positive list, None when it never had one."""
    return _first(build, "positive_listings", LISTED, {"id": enterprise_id})


def duty(build: Published, grade: object, on: pd.Timestamp) -> pd.Series | None:
    """Give what a grade obliges to under an alert, None when the rules do not say."""
    if grade is None or pd.isna(grade):
        return None
    return _first(build, "rule_performance_grades", GRADE, {"grade": str(grade), "on": on.date()})


def tally(build: Published, enterprise_id: str, *, since: pd.Timestamp, until: pd.Timestamp) -> pd.Series | None:
    """Count what happened after one day until another, None when the build keeps no events."""
    return _first(build, "enterprise_events", TALLY, {"id": enterprise_id, "since": since.date(), "until": until.date()})


def stations(build: Published, enterprise_id: str) -> pd.DataFrame:
    """List the stations in whose surroundings it lies, the nearest first."""
    return build.rows(STATIONS, {"id": enterprise_id})
