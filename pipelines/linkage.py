"""Link rows of several enterprise lists: the same USCC, else nearly the same name nearby, never two branches.

Rows come in the order that decides who leads (`order` 0, 1, 2, …). Every list is linked to the lists before it, each row to at
most one enterprise and each enterprise to at most one row of that list; within a list only one USCC or one name on one spot merge.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from rapidfuzz import fuzz, process
from scipy.spatial import cKDTree

from pipelines import names

NAME_SCORE = 60.0  # measured on 1,248 synthetic enterprises: name >= 60 and < 1 km gave precision 0.995, recall 0.995
WITHIN_M = 1000.0  # the same measurement; name alone (>= 80) gave 0.994 and 0.895
SAME_SPOT_M = 100.0  # one name twice in one list is one premises only when the points are one door apart
SURE_SCORE = 90.0  # one wrong character in ten or more: the same name mistyped, whatever character it is
BRAND_WITHIN = 7  # characters: a place name in front may have kept its 市
FAR_M = 5000.0  # beyond it the merge by code is kept and noted: a seat and its plant share a code
FEATURES = 64
CHUNK_ROWS = 4000


class Links:
    """The links found so far: for each row its leader, the rule, score, distance and the row it was linked to."""

    def __init__(self, rows: pd.DataFrame) -> None:
        self.keys = rows["source_key"].to_numpy(dtype=object)
        self.leader = np.arange(len(rows), dtype=np.int64)
        self.rule = np.full(len(rows), "self", dtype=object)
        self.score = np.full(len(rows), np.nan)
        self.distance_m = np.full(len(rows), np.nan)
        self.linked_to = np.full(len(rows), None, dtype=object)

    def add(self, row: int, to: int, *, rule: str, score: float, distance_m: float) -> None:
        """Link a row that stands alone to another row and so to that row's leader."""
        self.leader[row] = self.leader[to]
        self.rule[row], self.score[row], self.distance_m[row], self.linked_to[row] = rule, score, distance_m, self.keys[to]


def link(rows: pd.DataFrame) -> pd.DataFrame:
    """`leader` (an `order`), `rule`, `score`, `distance_m` and `linked_to` for every row, in the order given.

    `rows` needs source_key, source_feed, name, valid_uscc ('' for none), corrected, x_m, y_m. A corrected row links to nobody and
    nobody links to it but by another correction.
    """
    links = Links(rows)
    is_free = rows["corrected"].isna().to_numpy()
    links.rule[~is_free] = "correction"
    _link_codes(rows, links, is_free)
    _link_twins(rows, links, is_free)
    _link_names(rows, links, is_free)
    return pd.DataFrame({name: getattr(links, name) for name in ("leader", "rule", "score", "distance_m", "linked_to")}, index=rows.index)


def has_one_brand(here: str, there: str, *, score: float) -> bool:
    """Whether the shorter core's first two characters stand in the longer one's beginning, or the cores are all but equal.

    What follows (机械, 烩面馆) says what a firm does, not which firm it is.
    """
    short, long = sorted((here, there), key=lambda core: (len(core), core))
    return score >= SURE_SCORE or short[:2] in long[:BRAND_WITHIN]


def is_one_branch(here: str, there: str, *, has_one_code: bool = False) -> bool:
    """Whether two names may be one premises: equal branches; with one code also a head office and its only branch."""
    left, right = names.branch(here), names.branch(there)
    return left == right or (has_one_code and not (left and right))


def _distance_m(rows: pd.DataFrame, row: int, others: Iterable[int]) -> NDArray[np.float64]:
    at = list(others)
    x, y = rows["x_m"].to_numpy(), rows["y_m"].to_numpy()
    return np.hypot(x[at] - x[row], y[at] - y[row])


def _link_codes(rows: pd.DataFrame, links: Links, is_free: NDArray[np.bool_]) -> None:
    text, feed = rows["name"].to_numpy(dtype=object), rows["source_feed"].to_numpy(dtype=object)
    coded = rows[(rows["valid_uscc"] != "").to_numpy() & is_free]
    for members in coded.groupby("valid_uscc", sort=True).indices.values():
        at = coded.index.to_numpy()[members]
        for position, row in enumerate(at[1:], start=1):
            others = [int(o) for o in at[:position] if is_one_branch(text[row], text[o], has_one_code=True)]
            # a row of its own list that already belongs there means another site of the same company
            taken = {int(links.leader[o]) for o in at[:position] if feed[o] == feed[row]}
            far_m = np.nan_to_num(_distance_m(rows, int(row), others), nan=0.0)
            choices = sorted((far, o) for far, o in zip(far_m, others, strict=True) if int(links.leader[o]) not in taken or far <= WITHIN_M)
            if choices:
                to = choices[0][1]
                links.add(int(row), to, rule="uscc", score=100.0, distance_m=float(_distance_m(rows, int(row), [to])[0]))


def _link_twins(rows: pd.DataFrame, links: Links, is_free: NDArray[np.bool_]) -> None:
    """One name twice on one spot in one list."""
    frame = rows[is_free & (links.rule == "self") & rows["x_m"].notna().to_numpy()]
    frame = frame.assign(plain=frame["name"].map(names.plain))
    frame = frame[frame.duplicated(["source_feed", "plain"], keep=False)]
    for members in frame.groupby(["source_feed", "plain"], sort=True).indices.values():
        at = frame.index.to_numpy()[members]
        for position, row in enumerate(at[1:], start=1):
            others = [int(o) for o in at[:position] if _may_share(rows, int(row), int(o))]
            near_m = _distance_m(rows, int(row), others)
            if len(near_m) and near_m.min() <= SAME_SPOT_M:
                to = others[int(np.argmin(near_m))]
                links.add(int(row), to, rule="name_and_distance", score=100.0, distance_m=float(near_m.min()))


def _may_share(rows: pd.DataFrame, row: int, other: int) -> bool:
    """Two valid codes that differ are two companies, whatever the names say."""
    here, there = rows["valid_uscc"].iat[row], rows["valid_uscc"].iat[other]
    return not here or not there or here == there


def _link_names(rows: pd.DataFrame, links: Links, is_free: NDArray[np.bool_]) -> None:
    feeds = rows["source_feed"].to_numpy(dtype=object)
    placed = is_free & rows["x_m"].notna().to_numpy()
    cores = np.array([names.core(name) for name in rows["name"]], dtype=object)
    marks = _marks(cores)
    seen = np.zeros(len(rows), dtype=bool)
    for feed in dict.fromkeys(feeds):
        own = feeds == feed
        late = np.flatnonzero(own & placed & (links.rule == "self"))
        early = np.flatnonzero(seen & placed)
        seen |= own
        if len(late) and len(early):
            found = _candidates(rows, early, late, cores, marks)
            taken = set(links.leader[np.flatnonzero(own & (links.rule != "self"))].tolist())
            _assign(found, links, taken)


def _marks(cores: NDArray[np.object_]) -> NDArray[np.uint64]:
    """A 64-bit set of each core's characters: its overlap bounds the score from above and saves most comparisons."""
    marks = np.zeros(len(cores), dtype=np.uint64)
    for at, core in enumerate(cores):
        bits = 0
        for character in core:
            bits |= 1 << (ord(character) * 2654435761 >> 7) % FEATURES
        marks[at] = bits
    return marks


def _candidates(
    rows: pd.DataFrame, early: NDArray[np.int64], late: NDArray[np.int64], cores: NDArray[np.object_], marks: NDArray[np.uint64]
) -> pd.DataFrame:
    points = rows[["x_m", "y_m"]].to_numpy()
    tree = cKDTree(points[early])
    text, lengths = rows["name"].to_numpy(dtype=object), np.array([len(core) for core in cores])
    found = []
    for start in range(0, len(late), CHUNK_ROWS):
        chunk = late[start : start + CHUNK_ROWS]
        near = cKDTree(points[chunk]).sparse_distance_matrix(tree, WITHIN_M, output_type="coo_matrix")
        row, other, far_m = chunk[near.row], early[near.col], near.data
        # characters that the other core lacks cannot be part of what both share
        mine = lengths[row] - np.bitwise_count(marks[row] & ~marks[other])
        theirs = lengths[other] - np.bitwise_count(marks[other] & ~marks[row])
        keep = 200.0 * np.minimum(mine, theirs) >= NAME_SCORE * (lengths[row] + lengths[other])
        row, other, far_m = row[keep], other[keep], far_m[keep]
        score = process.cpdist(cores[row].tolist(), cores[other].tolist(), scorer=fuzz.ratio, score_cutoff=NAME_SCORE, workers=1)
        hits = [
            h
            for h in np.flatnonzero(score >= NAME_SCORE)
            if has_one_brand(cores[row[h]], cores[other[h]], score=float(score[h]))
            and is_one_branch(text[row[h]], text[other[h]])
            and _may_share(rows, int(row[h]), int(other[h]))
        ]
        found.append(pd.DataFrame({"row": row[hits], "other": other[hits], "score": score[hits].astype(float), "distance_m": far_m[hits]}))
    return pd.concat(found, ignore_index=True)


def _assign(found: pd.DataFrame, links: Links, taken: set[int]) -> None:
    """Best score first, then nearest; each row and each enterprise once."""
    used: set[int] = set()
    for pair in found.sort_values(["score", "distance_m", "row", "other"], ascending=[False, True, True, True]).itertuples(index=False):
        row, other = int(pair.row), int(pair.other)
        leader = int(links.leader[other])
        if row in used or leader in taken:
            continue
        used.add(row)
        taken.add(leader)
        links.add(row, other, rule="name_and_distance", score=float(pair.score), distance_m=float(pair.distance_m))
