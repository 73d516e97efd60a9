"""Find reports that lie near one another in place and time, and what they join up to."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components
from scipy.spatial import cKDTree

from pipelines.errors import ModelError

FOREVER = np.datetime64("9999-12-31", "D")
DAY_S = 86_400.0
SHORTEST_MONTH_S = 28 * DAY_S
LINKS = pa.schema(
    [
        ("month_id", pa.int32()),
        ("kind", pa.string()),
        ("complaint_id", pa.string()),
        ("reported_month_id", pa.int32()),
        ("received_at", pa.timestamp("us")),
        ("first_complaint_id", pa.string()),
    ]
)
Numbers = NDArray[np.int64]


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


@dataclass(frozen=True, kw_only=True)
class Reports:
    """Complaints with a place in order of receipt, then code; who and what they say only as numbers."""

    complaint_id: pa.Array
    month_id: NDArray[np.int32]
    received_at: NDArray[np.datetime64]
    closed_at: NDArray[np.datetime64]
    place_m: NDArray[np.float64]
    category: Numbers
    person: Numbers
    words: Numbers
    has_words: NDArray[np.bool_]

    def is_under(self, rule: Rule) -> NDArray[np.bool_]:
        """Which were received while a rule was in force."""
        day = self.received_at.astype("datetime64[D]")
        under: NDArray[np.bool_] = (day >= rule.valid_from) & (day <= rule.valid_to)
        return under


@dataclass(frozen=True, kw_only=True)
class Pairs:
    """Row numbers of two reports near one another."""

    later: Numbers
    earlier: Numbers

    def where(self, chosen: NDArray[np.bool_]) -> Pairs:
        """The pairs chosen."""
        return Pairs(later=self.later[chosen], earlier=self.earlier[chosen])


def rules(table: pa.Table, rule_id: str, *, look_back: int) -> list[Rule]:
    """The rows of `rule_complaint_rules` with that id, oldest first; refuses one that reaches further back than `look_back` months."""
    found = [row for row in table.to_pylist() if row["rule_id"] == rule_id]
    for row in found:
        if float(row["window_days"]) * DAY_S > look_back * SHORTEST_MONTH_S:
            raise ModelError(
                f"complaint_rules.csv, rule {rule_id}, window_days {row['window_days']}: complaints are compared with those of "
                f"{look_back} months before; write fewer days or raise LOOK_BACK"
            )
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


def reports(points: pa.Table, complaints: pa.Table) -> Reports:
    """Put places and words together.

    Somebody without a key is a person of their own; the same words twice are the same person.
    """
    words = complaints.select(["complaint_id", "content", "reporter_key", "closed_on"])
    places = points.select(["complaint_id", "month_id", "received_at", "x_m", "y_m", "category"])
    frame = places.join(words, "complaint_id").sort_by([("received_at", "ascending"), ("complaint_id", "ascending")]).combine_chunks()
    text = pc.utf8_trim_whitespace(pc.fill_null(frame["content"], ""))
    has_words = pc.not_equal(text, "")
    alone = pc.binary_join_element_wise("#", frame["complaint_id"], "")
    stand_in = pc.if_else(has_words, pc.binary_join_element_wise("?", text, ""), alone)
    return Reports(
        complaint_id=frame["complaint_id"].combine_chunks(),
        month_id=frame["month_id"].to_numpy(),
        received_at=frame["received_at"].to_numpy().astype("datetime64[us]"),
        closed_at=pc.cast(frame["closed_on"], pa.timestamp("us")).to_numpy().astype("datetime64[us]"),
        place_m=np.column_stack([frame[axis].to_numpy() for axis in ("x_m", "y_m")]),
        category=_numbers(pc.fill_null(frame["category"], "")),
        person=_numbers(pc.coalesce(frame["reporter_key"], stand_in)),
        words=_numbers(pc.if_else(has_words, text, alone)),
        has_words=has_words.to_numpy(),
    )


def _numbers(texts: pa.ChunkedArray) -> Numbers:
    encoded = texts.dictionary_encode().combine_chunks()
    codes = encoded.indices if isinstance(encoded, pa.DictionaryArray) else pa.array([], pa.int32())
    result: Numbers = codes.to_numpy(zero_copy_only=False).astype(np.int64)
    return result


def pairs(found: Reports, rule: Rule) -> Pairs:
    """Every two reports within the rule's radius and days, limits included."""
    second = found.received_at.astype(np.int64) / 1e6
    parts = [np.empty((0, 2), dtype=np.int64)]
    kind = found.category if rule.is_same_category else np.zeros_like(found.category)
    order = np.argsort(kind, kind="stable")
    for own in np.split(order, np.flatnonzero(np.diff(kind[order])) + 1):
        place = found.place_m[own]
        # Days as a third axis, scaled so that the window is as long as the radius: the tree then skips other seasons.
        cloud = np.column_stack([place, second[own] * (rule.radius_m / rule.window_s)])
        near = cKDTree(cloud).query_pairs(rule.radius_m * np.sqrt(2.0) * (1 + 1e-9), output_type="ndarray")
        offset = place[near[:, 0]] - place[near[:, 1]]
        is_near = np.sqrt(offset[:, 0] ** 2 + offset[:, 1] ** 2) <= rule.radius_m
        is_soon = np.abs(second[own[near[:, 0]]] - second[own[near[:, 1]]]) <= rule.window_s
        parts.append(own[near[is_near & is_soon]])
    both = np.concatenate(parts)
    return Pairs(later=both.max(axis=1), earlier=both.min(axis=1))


def different(count: int, linked: Pairs, what: Numbers) -> Numbers:
    """For each report: how many different numbers `what` gives it and the earlier ones around it."""
    report = np.concatenate([np.arange(count), linked.later])
    told = np.concatenate([what, what[linked.earlier]])
    width = int(what.max(initial=0)) + 1
    result: Numbers = np.bincount(np.unique(report * width + told) // width, minlength=count)
    return result


def links(found: Reports, linked: Pairs, *, months: Numbers) -> pa.Table:
    """What the pairs join up to, month by month of the later report: a row per report with the first of those it hangs together with.

    Months meet in the reports they share, so nobody needs the pairs themselves, which are many more.
    """
    parts = []
    for month in months.tolist():
        of_month = linked.where(found.month_id[linked.later] == month)
        rows, ends = np.unique(np.concatenate([of_month.later, of_month.earlier]), return_inverse=True)
        label = _labels(len(rows), ends[: len(of_month.later)], ends[len(of_month.later) :])
        parts.append(table(found, rows, rows[_firsts(label)[label]], month_id=np.full(len(rows), month), kind="group"))
    return pa.concat_tables([LINKS.empty_table(), *parts])


def table(found: Reports, rows: Numbers, first: Numbers, *, month_id: Numbers, kind: str) -> pa.Table:
    """Links as rows: each report with another one."""
    columns = {
        "month_id": pa.array(month_id, pa.int32()),
        "kind": pa.repeat(kind, len(rows)),
        "complaint_id": found.complaint_id.take(pa.array(rows)),
        "reported_month_id": pa.array(found.month_id[rows], pa.int32()),
        "received_at": pa.array(found.received_at[rows], pa.timestamp("us")),
        "first_complaint_id": found.complaint_id.take(pa.array(first)),
    }
    return pa.table(columns, schema=LINKS)


def groups(linked: pa.Table) -> pa.Table:
    """What hangs together over all months: `complaint_id`, `month_id` of each report and `first_complaint_id`, the group's name."""
    unique = linked.group_by(["complaint_id", "reported_month_id", "received_at"]).aggregate([])
    unique = unique.sort_by([("received_at", "ascending"), ("complaint_id", "ascending")]).combine_chunks()
    own = pc.index_in(linked["complaint_id"], unique["complaint_id"]).to_numpy()
    other = pc.index_in(linked["first_complaint_id"], unique["complaint_id"]).to_numpy()
    label = _labels(unique.num_rows, own, other)
    first = unique["complaint_id"].take(pa.array(_firsts(label)[label]))
    return pa.table({"complaint_id": unique["complaint_id"], "month_id": unique["reported_month_id"], "first_complaint_id": first})


def _labels(count: int, left: Numbers, right: Numbers) -> Numbers:
    graph = coo_matrix((np.ones(len(left), dtype=np.int8), (left, right)), shape=(count, count))
    result: Numbers = connected_components(graph, directed=False)[1].astype(np.int64)
    return result


def _firsts(label: Numbers) -> Numbers:
    """By label: the first position that has it."""
    result: Numbers = np.unique(label, return_index=True)[1].astype(np.int64)
    return result
