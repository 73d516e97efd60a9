"""Find places where many different reports came in within few days.

The simplest honest version: a report sets off a hot spot when, with the different earlier reports within the rule's radius
and days, it reaches the rule's number; hot spots that share a report are one. Reports with the same words count once. There
is no test of chance here: the space-time scan with its false-alarm rate (the rule row's cell, baseline and simulations) is
still to come, so a busy quarter shows up more easily than it should.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd
import pyarrow as pa

from pipelines import nearby
from pipelines.city import City

LAYER = "core"
INPUTS = ("complaint_points", "stg_complaints", "rule_complaint_rules")
COLUMNS = {"stg_complaints": ("complaint_id", "content", "object_name", "reporter_key", "closed_on")}
ROW_BOUND = 2_000_000


def run(inputs: Mapping[str, pa.Table], *, city: City) -> pa.Table:
    """One row per complaint in a hot spot, which is named after its first report."""
    del city  # thresholds come with their rule rows
    reports = nearby.reports(inputs["complaint_points"], inputs["stg_complaints"])
    spot = np.full(len(reports), -1, dtype=np.int64)
    for rule in nearby.rules(inputs["rule_complaint_rules"], "hot_spot"):
        pairs = nearby.pairs(reports, rule)
        triggers = _triggers(reports, pairs, rule=rule)
        label = nearby.labels(len(reports), pairs[triggers[pairs["later"].to_numpy()]])
        spot = np.where(label >= 0, label, spot)
    ids = reports["complaint_id"].to_numpy()
    members = pd.DataFrame({"own": np.arange(len(reports)), "spot": spot}).query("spot >= 0")
    first = members.groupby("spot")["own"].transform("min").to_numpy(dtype=np.int64)
    return pa.table(
        {
            "complaint_id": pa.array(ids[members["own"].to_numpy()], pa.string()),
            "hot_spot_id": pa.array(ids[first], pa.string()),
        }
    )


def _triggers(reports: pd.DataFrame, pairs: pd.DataFrame, *, rule: nearby.Rule) -> np.ndarray:
    """Which reports reach the rule's number of different reports together with the earlier ones around them."""
    own = np.arange(len(reports))
    wording = pd.factorize(reports["text"].where(reports["text"] != "", "#" + reports["complaint_id"].astype(str)))[0]
    around = pd.DataFrame(
        {
            "report": np.concatenate([own, pairs["later"].to_numpy()]),
            "wording": np.concatenate([wording, wording[pairs["earlier"].to_numpy()]]),
        }
    ).drop_duplicates()
    different = np.bincount(around["report"], minlength=len(reports))
    day = reports["received_at"].to_numpy().astype("datetime64[D]")
    result: np.ndarray = (different >= rule.min_reports) & (day >= rule.valid_from) & (day <= rule.valid_to)
    return result
