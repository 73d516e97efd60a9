"""Count an enterprise's record month by month, and say from when on each kind of record exists at all."""

from __future__ import annotations

import pandas as pd

from dashboard.internal.reading.warehouse import Published

# what a row of the strip counts; each event counts in one row
KINDS = {
    "visit": ("visit",),
    "off_site": ("off_site_check",),
    "problem": ("problem", "off_site_problem"),
    "complaint": ("complaint_named", "complaint_near"),
    "case": ("violation",),
    "alarm": ("treatment_off", "stop_ignored"),
    "cems": ("cems_exceedance",),
}
EVENTS = """
select kind, cast(extract(year from occurred_on) * 100 + extract(month from occurred_on) as integer) as month_id,
    count(distinct source_key) as events
from enterprise_events
where enterprise_id = $id
group by all
"""
VERSIONS = """
select valid_from, valid_to, grade, status, is_on_positive_list, positive_list_batch
from enterprise_versions
where enterprise_id = $id
order by version_no
"""
# the first day of each kind of record: of the whole list for what people write, of this enterprise for what its devices send
BEGINNINGS = {
    "visits": ("visit,off_site,problem", "select cast(min(visited_on) as date) as first_on from visits"),
    "complaints": ("complaint", "select cast(min(received_at) as date) as first_on from complaints"),
    "enforcement_cases": ("case", "select cast(min(opened_on) as date) as first_on from enforcement_cases"),
    "meter_days": (
        "alarm",
        """select cast(min(day_on) as date) as first_on from meter_days
        where enterprise_code in (select code from enterprise_codes where enterprise_id = $id)""",
    ),
    "outlet_days": (
        "cems",
        """select cast(min(day_on) as date) as first_on from outlet_days
        where enterprise_code in (select code from enterprise_codes where enterprise_id = $id)""",
    ),
}


def counts(build: Published, enterprise_id: str) -> dict[tuple[str, int], int] | None:
    """Count events by row and month (yyyymm), None when the build keeps no events."""
    if "enterprise_events" not in build.tables():
        return None
    found = build.rows(EVENTS, {"id": enterprise_id})
    rows = {kind: row for row, kinds in KINDS.items() for kind in kinds}
    found = found.assign(row=found["kind"].map(rows)).dropna(subset=["row", "month_id"])
    summed = found.groupby(["row", "month_id"])["events"].sum()
    return {(str(row), int(month)): int(events) for (row, month), events in summed.items()}


def beginnings(build: Published, enterprise_id: str) -> dict[str, int]:
    """Give for each row the month its records begin with; a row without any records has none."""
    tables, begun = build.tables(), {}
    for table, (rows, select) in BEGINNINGS.items():
        if table in tables and ("enterprise_codes" in tables or "$id" not in select):
            first_on = build.rows(select, {"id": enterprise_id} if "$id" in select else {})["first_on"].iloc[0]
            if not pd.isna(first_on):
                begun |= dict.fromkeys(rows.split(","), first_on.year * 100 + first_on.month)
    return begun


def versions(build: Published, enterprise_id: str) -> pd.DataFrame:
    """List what the registers said of it, one row a span of time."""
    if "enterprise_versions" not in build.tables():
        return pd.DataFrame(columns=["valid_from", "valid_to", "grade", "status", "is_on_positive_list", "positive_list_batch"])
    return build.rows(VERSIONS, {"id": enterprise_id})
