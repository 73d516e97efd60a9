"""The rules a build was made by, and what each indicator means."""

from __future__ import annotations

import pandas as pd

from dashboard.internal.reading.listings import Listing
from dashboard.internal.reading.warehouse import Published
from pipelines.rules import rule_schemas

# no two languages of one text side by side
OTHER_LANGUAGE = {"zh": "_en", "en": "_zh"}
INDICATORS = """
select title_zh, title_en, unit, definition_zh, definition_en, clause, status, mart, key
from rule_indicators
where valid_to is null or valid_to >= (select as_of_on from run_moment)
order by key
"""
# a rule row is shown on the days it is in force; without a day, all of them
IN_FORCE = """
select * exclude (jurisdiction)
from rule_{table}
where ($on is null or (valid_from <= cast($on as date) and coalesce(valid_to, date '9999-12-31') >= cast($on as date)))
    and ($status is null or status = $status)
order by all
"""
COUNTS = """
select replace(rule_set, 'rule_', '') as rule_set, version, row_count
from build_rules
order by rule_set
"""

DEFINITIONS = Listing(key="indicators", select=INDICATORS, right="rules")
TABLES = {
    name: Listing(key=f"rules_{name}", select=IN_FORCE.format(table=name), right="rules", parameters=("on", "status"))
    for name in sorted(rule_schemas())
    if name != "indicators"
}
LISTINGS = (DEFINITIONS, *TABLES.values())


def versions(build: Published) -> pd.DataFrame:
    """List the rule tables of a build with the version and number of rows of each."""
    return build.rows(COUNTS)


def in_language(rows: pd.DataFrame, language: str) -> pd.DataFrame:
    """Leave out the columns of the other language, where both are there, and columns without any value."""
    other = OTHER_LANGUAGE[language]
    own = {"_en": "_zh", "_zh": "_en"}[other]
    twins = [column for column in rows.columns if column.endswith(other) and column[:-3] + own in rows.columns]
    return rows.drop(columns=twins).dropna(axis="columns", how="all")
