"""Find reports that lie near one another in place and time."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
import pyarrow as pa
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components
from scipy.spatial import cKDTree

FOREVER = np.datetime64("9999-12-31", "D")
DAY_S = 86_400.0


@dataclass(frozen=True, kw_only=True)
class Rule:
    """How near, how soon and how many; in force from `valid_from` to `valid_to`, both included."""

    radius_m: float
    window_s: float
    min_reports: int
    min_persons: int
    is_same_category: bool
    valid_from: np.datetime64
    valid_to: np.datetime64


def rules(table: pa.Table, rule_id: str) -> list[Rule]:
    """The rows of `rule_complaint_rules` with that id, oldest first."""
    found = [row for row in table.to_pylist() if row["rule_id"] == rule_id]
    return [
        Rule(
            radius_m=float(row["radius_m"]),
            window_s=float(row["window_days"]) * DAY_S,
            min_reports=int(row["min_reports"]),
            min_persons=int(row["min_persons"] or 1),
            is_same_category=bool(row["is_same_category"]),
            valid_from=np.datetime64(row["valid_from"], "D"),
            valid_to=FOREVER if row["valid_to"] is None else np.datetime64(row["valid_to"], "D"),
        )
        for row in sorted(found, key=lambda row: row["valid_from"])
    ]


def reports(points: pa.Table, complaints: pa.Table) -> pd.DataFrame:
    """Complaints with a place in order of receipt, then code: x_m, y_m, second, category, text, person as a number."""
    columns = ["complaint_id", "content", "object_name", "reporter_key", "closed_on"]
    frame = points.select(["complaint_id", "received_at", "x_m", "y_m", "category"]).to_pandas()
    frame = frame.merge(complaints.select(columns).to_pandas(), on="complaint_id", how="left", validate="1:1")
    frame = frame.sort_values(["received_at", "complaint_id"], ignore_index=True)
    text = frame["content"].fillna("").astype(str).str.strip()
    # Somebody without a key is a person of their own; the same words twice are the same person.
    stand_in = ("?" + text).where(text != "", "#" + frame["complaint_id"].astype(str))
    person = frame["reporter_key"].astype(object).where(frame["reporter_key"].notna(), stand_in)
    return pd.DataFrame(
        {
            "complaint_id": frame["complaint_id"].astype(object),
            "received_at": frame["received_at"].astype("datetime64[us]"),
            "closed_at": pd.to_datetime(frame["closed_on"]).astype("datetime64[us]"),
            "x_m": frame["x_m"].to_numpy(dtype=float),
            "y_m": frame["y_m"].to_numpy(dtype=float),
            "category": frame["category"].astype(object).fillna(""),
            "text": text.astype(object),
            "person": pd.factorize(person)[0],
        }
    )


def pairs(frame: pd.DataFrame, rule: Rule) -> pd.DataFrame:
    """Every (later, earlier) pair of row numbers within the rule's radius and days, limits included."""
    second = frame["received_at"].to_numpy().astype("datetime64[us]").astype(np.int64) / 1e6
    parts = [np.empty((0, 2), dtype=np.int64)]
    keys = frame["category"].to_numpy() if rule.is_same_category else np.zeros(len(frame), dtype=np.int64)
    for members in pd.Series(np.arange(len(frame))).groupby(keys).groups.values():
        own = np.asarray(members, dtype=np.int64)
        place = frame[["x_m", "y_m"]].to_numpy()[own]
        # Days as a third axis, scaled so that the window is as long as the radius: the tree then skips other seasons.
        cloud = np.column_stack([place, second[own] * (rule.radius_m / rule.window_s)])
        found = cKDTree(cloud).query_pairs(rule.radius_m * np.sqrt(2.0) * (1 + 1e-9), output_type="ndarray")
        offset = place[found[:, 0]] - place[found[:, 1]]
        is_near = np.sqrt(offset[:, 0] ** 2 + offset[:, 1] ** 2) <= rule.radius_m
        is_soon = np.abs(second[own[found[:, 0]]] - second[own[found[:, 1]]]) <= rule.window_s
        parts.append(own[found[is_near & is_soon]])
    both = np.concatenate(parts)
    return pd.DataFrame({"later": both.max(axis=1), "earlier": both.min(axis=1)})


def labels(count: int, linked: pd.DataFrame) -> np.ndarray:
    """A component number for each row that some pair links, -1 for the others."""
    later, earlier = linked["later"].to_numpy(), linked["earlier"].to_numpy()
    graph = coo_matrix((np.ones(len(linked), dtype=np.int8), (later, earlier)), shape=(count, count))
    _, component = connected_components(graph, directed=False)
    is_linked = np.zeros(count, dtype=bool)
    is_linked[later] = is_linked[earlier] = True
    result: np.ndarray = np.where(is_linked, component, -1)
    return result
