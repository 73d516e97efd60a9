"""Find complaints that repeat one another, month by month.

A report is *repeated* when, with the earlier reports around it (same category, within the rule's radius and days), the
rule's number of reports from the rule's number of persons is reached. A report received after an earlier one around it had
been closed counts double (复查后再次投诉). A report without a reporter key counts as a person of its own, unless its text is
the same as another's. Beside that (`copy`), the same text on the same category and place under a new code within the days is a
*re-delivery* of the earlier report.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pyarrow as pa

from pipelines import nearby
from pipelines.city import City

LAYER = "core"
INPUTS = ("complaint_points", "stg_complaints", "rule_complaint_rules", "run_months")
COLUMNS = {"stg_complaints": ("complaint_id", "content", "reporter_key", "closed_on")}
ROW_BOUND = 2_000_000
LOOK_BACK = 2


def run(inputs: Mapping[str, pa.Table], *, city: City) -> pa.Table:
    """One row per month of the later reports, kind and report linked, with the first (`group`) or earlier (`copy`) one it goes with."""
    del city  # thresholds come with their rule rows
    reports = nearby.reports(inputs["complaint_points"], inputs["stg_complaints"])
    months = inputs["run_months"]["month_id"].to_numpy().astype(np.int64)
    copy_of = np.full(len(reports.month_id), -1, dtype=np.int64)
    found = []
    for rule in nearby.rules(inputs["rule_complaint_rules"], "repeat", look_back=LOOK_BACK):
        pairs = nearby.pairs(reports, rule)
        copies = _copies(reports, pairs)
        copy_of[copies.later] = copies.earlier
        found.append(nearby.links(reports, pairs.where(_triggers(reports, pairs, rule=rule)[pairs.later]), months=months))
    own = np.flatnonzero((copy_of >= 0) & np.isin(reports.month_id, months))
    copied = nearby.table(reports, own, copy_of[own], month_id=reports.month_id[own].astype(np.int64), kind="copy")
    return pa.concat_tables([*found, copied])


def _copies(reports: nearby.Reports, pairs: nearby.Pairs) -> nearby.Pairs:
    """The first earlier report with the same text, for each report that has one."""
    same = pairs.where((reports.words[pairs.later] == reports.words[pairs.earlier]) & reports.has_words[pairs.later])
    order = np.lexsort((same.earlier, same.later))
    later, first = np.unique(same.later[order], return_index=True)
    return nearby.Pairs(later=later, earlier=same.earlier[order][first])


def _triggers(reports: nearby.Reports, pairs: nearby.Pairs, *, rule: nearby.Rule) -> np.ndarray:
    """Which reports reach the rule's number of reports and persons together with the earlier ones around them."""
    count = len(reports.month_id)
    weight = np.ones(count, dtype=np.int64)
    weight[pairs.later[reports.closed_at[pairs.earlier] <= reports.received_at[pairs.later]]] = 2  # NaT, still open, compares as false
    around = weight + np.bincount(pairs.later, weights=weight[pairs.earlier], minlength=count).astype(np.int64)
    persons = nearby.different(count, pairs, reports.person)
    result: np.ndarray = (around >= rule.min_reports) & (persons >= rule.min_persons) & reports.is_under(rule)
    return result
