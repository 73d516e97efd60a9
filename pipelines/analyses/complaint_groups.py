"""Find complaints that repeat one another.

A report is *repeated* when, with the earlier reports around it (same category, within the rule's radius and days), the
rule's number of reports from the rule's number of persons is reached; it and those reports form a group, and groups that
share a report are one. A report received after an earlier one around it had been closed counts double (复查后再次投诉).
A report without a reporter key counts as a person of its own, unless its text is the same as another's. Beside that, the
same text on the same category and place under a new code within the days is a *re-delivery* of the earlier report.
Never a proof: complaints show where people are, not only where pollution is.
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
SCHEMA = pa.schema(
    [
        ("complaint_id", pa.string()),
        ("repeat_group_id", pa.string()),
        ("group_reports", pa.int64()),
        ("is_repeat", pa.bool_()),
        ("repeats_complaint_id", pa.string()),
    ]
)


def run(inputs: Mapping[str, pa.Table], *, city: City) -> pa.Table:
    """One row per complaint that belongs to a repeat group or repeats an earlier report word for word."""
    del city  # thresholds come with their rule rows
    reports = nearby.reports(inputs["complaint_points"], inputs["stg_complaints"])
    group = np.full(len(reports), -1, dtype=np.int64)
    copy_of = np.full(len(reports), -1, dtype=np.int64)
    for rule in nearby.rules(inputs["rule_complaint_rules"], "repeat"):
        pairs = nearby.pairs(reports, rule)
        copies = _copies(reports, pairs)
        copy_of[copies["later"]] = copies["earlier"]
        triggers = _triggers(reports, pairs, rule=rule)
        linked = pairs[triggers[pairs["later"].to_numpy()]]
        label = nearby.labels(len(reports), linked)
        group = np.where(label >= 0, label, group)
    return _table(reports, group, copy_of)


def _copies(reports: pd.DataFrame, pairs: pd.DataFrame) -> pd.DataFrame:
    """The first earlier report with the same text, for each report that has one."""
    text = reports["text"].to_numpy()
    same = (text[pairs["later"]] == text[pairs["earlier"]]) & (text[pairs["later"]] != "")
    first: pd.DataFrame = pairs[same].groupby("later", as_index=False)["earlier"].min()
    return first


def _triggers(reports: pd.DataFrame, pairs: pd.DataFrame, *, rule: nearby.Rule) -> np.ndarray:
    """Which reports reach the rule's number of reports and persons together with the earlier ones around them."""
    received, closed = reports["received_at"].to_numpy(), reports["closed_at"].to_numpy()
    later, earlier = pairs["later"].to_numpy(), pairs["earlier"].to_numpy()
    weight = np.ones(len(reports), dtype=np.int64)
    weight[later[closed[earlier] <= received[later]]] = 2  # NaT, still open, compares as false
    around = weight + np.bincount(later, weights=weight[earlier], minlength=len(reports)).astype(np.int64)
    own = np.arange(len(reports))
    person = reports["person"].to_numpy()
    seen = pd.DataFrame({"report": np.concatenate([own, later]), "person": np.concatenate([person, person[earlier]])}).drop_duplicates()
    persons = np.bincount(seen["report"], minlength=len(reports))
    day = received.astype("datetime64[D]")
    is_in_force = (day >= rule.valid_from) & (day <= rule.valid_to)
    result: np.ndarray = (around >= rule.min_reports) & (persons >= rule.min_persons) & is_in_force
    return result


def _table(reports: pd.DataFrame, group: np.ndarray, copy_of: np.ndarray) -> pa.Table:
    """Name each group after its first report; the rows are in order of receipt already."""
    ids = reports["complaint_id"].to_numpy()
    grouped = pd.DataFrame({"own": np.arange(len(reports)), "group": group}).query("group >= 0")
    first = grouped.groupby("group")["own"].transform("min")
    size = grouped.groupby("group")["own"].transform("size")
    by_report = pd.DataFrame({"first": first.to_numpy(), "size": size.to_numpy()}, index=grouped["own"].to_numpy())
    chosen = np.flatnonzero((group >= 0) | (copy_of >= 0))
    found = by_report.reindex(chosen)
    is_grouped = found["first"].notna().to_numpy()
    head = found["first"].fillna(0).to_numpy(dtype=np.int64)
    rows = {
        "complaint_id": ids[chosen],
        "repeat_group_id": np.where(is_grouped, ids[head], None),
        "group_reports": pa.array(found["size"].to_numpy(), pa.int64(), from_pandas=True, safe=False),
        "is_repeat": (copy_of[chosen] >= 0) | (is_grouped & (head != chosen)),
        "repeats_complaint_id": np.where(copy_of[chosen] >= 0, ids[np.maximum(copy_of[chosen], 0)], None),
    }
    return pa.table({field.name: pa.array(rows[field.name], field.type, from_pandas=True) for field in SCHEMA}, schema=SCHEMA)
