"""Find places where many different reports came in within few days, month by month.

The simplest honest version: a report sets off a hot spot when, with the different earlier reports within the rule's radius
and days, it reaches the rule's number. Reports with the same words count once. There is no test of chance here: the space-time
scan with its false-alarm rate (the rule row's cell, baseline and simulations) is still to come, so a busy quarter shows up more
easily than it should.
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
LOOK_BACK = 1


def run(inputs: Mapping[str, pa.Table], *, city: City) -> pa.Table:
    """One row per month of the later reports and report linked, with the first one it hangs together with in that month."""
    del city  # thresholds come with their rule rows
    reports = nearby.reports(inputs["complaint_points"], inputs["stg_complaints"])
    months = inputs["run_months"]["month_id"].to_numpy().astype(np.int64)
    found = [nearby.LINKS.empty_table()]
    for rule in nearby.rules(inputs["rule_complaint_rules"], "hot_spot", look_back=LOOK_BACK):
        pairs = nearby.pairs(reports, rule)
        enough = nearby.different(len(reports.month_id), pairs, reports.words) >= rule.min_reports
        found.append(nearby.links(reports, pairs.where((enough & reports.is_under(rule))[pairs.later]), months=months))
    return pa.concat_tables(found)
