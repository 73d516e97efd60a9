"""What an alert level asks of whom: the plan line by line, by township, and who is on duty."""

from __future__ import annotations

import pandas as pd

from dashboard.internal.reading.listings import Listing
from dashboard.internal.reading.warehouse import Published

PLAN = """
select coalesce(e.name, p.enterprise_id) as name, p.enterprise_id, coalesce(t.title_zh, e.source_type) as source_type, e.grade,
    coalesce(e.township, e.district) as township, p.line as production_line, p.measure,
    cast(round(p.target_share * 100) as bigint) as target_load_pct, p.stop_from, t.competent_body, e.is_on_positive_list
from stg_emergency_plan as p
left join enterprises as e on p.enterprise_id = e.enterprise_id
left join rule_source_types as t on e.source_type = t.source_type
where p.level = $level and ($township is null or coalesce(e.township, e.district) = $township)
order by township nulls last, p.target_share nulls last, name, p.line
"""
BY_TOWNSHIP = """
select coalesce(e.township, e.district) as township,
    count(distinct p.enterprise_id) as enterprises, count(*) as lines,
    count(*) filter (where p.target_share = 0) as lines_stopped,
    count(*) filter (where p.target_share > 0 and p.target_share < 1) as lines_reduced,
    count(*) filter (where p.target_share >= 1 or p.target_share is null) as lines_other
from stg_emergency_plan as p
left join enterprises as e on p.enterprise_id = e.enterprise_id
where p.level = $level
group by 1
order by lines_stopped desc, lines desc, township
"""
LEVELS = "select distinct level from stg_emergency_plan order by level"
IN_FORCE = "select level, level_zh, starts_at, ends_at, document from alerts_in_force order by starts_at desc"
REDUCTIONS = "select pollutant, share_pct, clause, status from rule_alert_reductions where level = $level order by pollutant"
DUTY = """
select d.on_duty_on, d.leader, d.staff
from stg_duty_roster as d
cross join run_moment as m
where d.on_duty_on >= m.as_of_on and d.on_duty_on < m.as_of_on + interval 3 day
order by d.on_duty_on
"""

PLAN_LINES = Listing(key="emergency_plan", select=PLAN, right="names", parameters=("level", "township"))
PLAN_TOWNSHIPS = Listing(key="emergency_townships", select=BY_TOWNSHIP, right="emergency", parameters=("level",))
ROSTER = Listing(key="duty_roster", select=DUTY, right="emergency")
LISTINGS = (PLAN_LINES, PLAN_TOWNSHIPS, ROSTER)


def levels(build: Published) -> list[str]:
    """Name the alert levels the plan knows."""
    return list(build.rows(LEVELS)["level"])


def in_force(build: Published) -> pd.DataFrame:
    """List the alerts in force at the build's moment, the newest first."""
    return build.rows(IN_FORCE)


def reductions(build: Published, *, level: str) -> pd.DataFrame:
    """List the shares of emissions the text asks to cut at a level."""
    return build.rows(REDUCTIONS, {"level": level})
