"""The tables of an enterprise's file, as they are shown and handed out."""

from __future__ import annotations

import pandas as pd

from dashboard.internal.access.person import Person
from dashboard.internal.reading.listings import Listing
from dashboard.internal.reading.warehouse import Published

EVIDENCE = """
select
    strftime(evidence.occurred_on, '%Y-%m-%d') as occurred_on, evidence.kind_zh as kind, evidence.evidence, evidence.points,
    evidence.reason_zh as reason_counted, evidence.source_table as table_name, evidence.source_key, evidence.source_file as file,
    evidence.source_line as line, evidence.clause
from enterprise_evidence as evidence
where evidence.enterprise_id = $id
order by evidence.occurred_on desc, evidence.points desc nulls last, evidence.kind_zh, evidence.source_key
"""
POINTS = """
select points.title_zh as reason_counted, points.points, points.points_max, strftime(points.observed_on, '%Y-%m-%d') as observed_on,
    points.evidence, points.source_table as table_name, points.source_key, points.clause
from candidate_points as points
where points.enterprise_id = $id and points.points > 0
order by points.points desc, points.reason_id
"""
ZONES = """
select coalesce(stations.name, members.station_id) as station, members.level, members.zone_kind, members.ring_km,
    cast(round(members.distance_m) as bigint) as distance_m, round(members.bearing_deg) as bearing_deg,
    round(100 * members.upwind_share_24h) as upwind_24h_pct, round(100 * members.upwind_share_6h) as upwind_6h_pct,
    round(100 * members.calm_share_24h) as calm_24h_pct, members.station_id
from zone_members as members
left join stations on stations.station_id = members.station_id
where members.enterprise_id = $id and coalesce(members.in_zone, true)
order by
    case members.level when 'national' then 1 when 'provincial' then 2 when 'city' then 3 when 'county' then 3 when 'township' then 4 else 5
    end,
    members.zone_kind, members.distance_m, members.station_id
"""
VISITS = """
select strftime(visits.visited_at, '%Y-%m-%d %H:%M') as visited_at, visits.mode, visits.kind, visits.channel, visits.is_random,
    visits.is_night,
    visits.problems_found, visits.outcome, coalesce(visits.unit, visits.agency) as check_unit, visits.officers, visits.visit_id,
    visits.source_file as file, visits.source_line as line
from visits
where visits.enterprise_id = $id
order by visits.visited_at desc, visits.visit_id
"""
CASES = """
select strftime(cases.opened_on, '%Y-%m-%d') as opened_on, cases.kind, strftime(cases.decided_on, '%Y-%m-%d') as decided_on,
    cases.fine_fen / 100.0 as fine_cny, cases.clause, cases.case_id, cases.source_file as file, cases.source_line as line
from enforcement_cases as cases
where cases.enterprise_id = $id
order by cases.opened_on desc, cases.case_id
"""
COMPLAINTS = """
select complaints.complaint_id, strftime(complaints.received_at, '%Y-%m-%d %H:%M') as received_at, complaints.category,
    complaints.channel as source_channel,
    complaints.status, complaints.is_verified, trim(complaints.object_name) = enterprises.name as is_named, complaints.is_repeat,
    cast(round(links.distance_m) as bigint) as distance_m, round(links.bearing_deg) as bearing_deg, links.wind_match, links.rank_no
from complaint_enterprises as links
join complaints on complaints.complaint_id = links.complaint_id
join enterprises on enterprises.enterprise_id = links.enterprise_id
where links.enterprise_id = $id
order by complaints.received_at desc, complaints.complaint_id
"""
CHECKS = """
select checks.rule_group, checks.rule_id, checks.title_zh as rule_title, checks.is_met as rule_met, checks.observed, checks.comparator,
    checks.threshold,
    checks.unit as rule_unit, checks.evidence, strftime(checks.observed_on, '%Y-%m-%d') as observed_on, checks.effect, checks.clause,
    checks.status as clause_status
from positive_list_checks as checks
where checks.enterprise_id = $id
order by coalesce(checks.is_met, true), checks.is_met is not null, checks.rule_group, checks.rule_id, checks.part
"""
PLAN = """
select plan.line as production_line, plan.level as alert_level, plan.measure,
    round(100 * plan.target_share) as target_pct, plan.stop_from, plan.source_file as file, plan.source_line as line
from stg_emergency_plan as plan
join enterprise_codes as codes on codes.code = plan.enterprise_id
where codes.enterprise_id = $id
order by plan.line, case plan.level when 'red' then 1 when 'orange' then 2 when 'yellow' then 3 else 4 end, plan.measure
"""
LINKS = """
select split_part(links.source_key, ':', 1) as list_name, stg.enterprise_id as list_code, stg.name as list_item, links.rule as link_rule,
    links.score, cast(round(links.distance_m) as bigint) as distance_m, links.linked_to, links.uscc, links.is_uscc_valid, links.link_note,
    stg.source_file as file, stg.source_line as line
from enterprise_links as links
left join stg_enterprises as stg on stg.source_key = links.source_key
where links.enterprise_id = $id
order by links.rank_no, links.source_key
"""
VERSIONS = """
select versions.version_no, strftime(versions.valid_from, '%Y-%m-%d') as valid_from, strftime(versions.valid_to, '%Y-%m-%d') as valid_to,
    versions.grade, versions.permit_category, strftime(versions.permit_valid_to, '%Y-%m-%d') as permit_valid_to, versions.is_key_unit,
    versions.status, versions.is_on_positive_list, versions.positive_list_batch
from enterprise_versions as versions
where versions.enterprise_id = $id
order by versions.version_no desc
"""
TEXTS = """
select complaint_id, content from complaints
where content is not null and complaint_id in (select complaint_id from complaint_enterprises where enterprise_id = $id)
"""


def _listing(key: str, select: str) -> Listing:
    return Listing(key=f"enterprise_{key}", select=select, right="enterprise", parameters=("id",))


EVIDENCE_LIST = _listing("evidence", EVIDENCE)
POINTS_LIST = _listing("points", POINTS)
ZONES_LIST = _listing("zones", ZONES)
VISITS_LIST = _listing("visits", VISITS)
CASES_LIST = _listing("cases", CASES)
COMPLAINTS_LIST = _listing("complaints", COMPLAINTS)
CHECKS_LIST = _listing("checks", CHECKS)
PLAN_LIST = _listing("plan", PLAN)
LINKS_LIST = _listing("links", LINKS)
VERSIONS_LIST = _listing("versions", VERSIONS)
LISTINGS = (
    EVIDENCE_LIST,
    POINTS_LIST,
    ZONES_LIST,
    VISITS_LIST,
    CASES_LIST,
    COMPLAINTS_LIST,
    CHECKS_LIST,
    PLAN_LIST,
    LINKS_LIST,
    VERSIONS_LIST,
)
# what a table is made of; a build without one of them has no such table, and the page says so
NEEDS = {
    "enterprise_evidence": {"enterprise_evidence"},
    "enterprise_points": {"candidate_points"},
    "enterprise_zones": {"zone_members", "stations"},
    "enterprise_visits": {"visits"},
    "enterprise_cases": {"enforcement_cases"},
    "enterprise_complaints": {"complaint_enterprises", "complaints"},
    "enterprise_checks": {"positive_list_checks"},
    "enterprise_plan": {"stg_emergency_plan", "enterprise_codes"},
    "enterprise_links": {"enterprise_links", "stg_enterprises"},
    "enterprise_versions": {"enterprise_versions"},
}
FEEDS = {
    "enterprise_visits": "visits",
    "enterprise_cases": "enforcement_cases",
    "enterprise_complaints": "complaints",
    "enterprise_plan": "stg_emergency_plan",
}


def rows(build: Published, listing: Listing, *, enterprise_id: str) -> pd.DataFrame | None:
    """Give the rows of one table for one enterprise, None when the build has no such table or its list was never delivered."""
    tables = build.tables()
    if not NEEDS[listing.key] <= tables:
        return None
    found = listing.rows(build, id=enterprise_id)
    feed = FEEDS.get(listing.key)
    if found.empty and feed is not None and not len(build.rows(f"select 1 from {feed} limit 1")):
        return None
    return found


def texts(build: Published, person: Person, *, enterprise_id: str) -> dict[str, str]:
    """Give what the complaints around it say, by their ids; nothing for a person who may not read them."""
    if not person.may("complaint_texts"):
        return {}
    found = build.rows(TEXTS, {"id": enterprise_id})
    return dict(zip(found["complaint_id"], found["content"], strict=True))
