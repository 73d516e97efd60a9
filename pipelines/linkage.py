"""Link rows of several enterprise lists: the same USCC, else nearly the same name nearby, never two branches.

Rows come in the order that decides who leads (`order` 0, 1, 2, …). Every list is linked to the lists before it, each row to at
most one enterprise and each enterprise to at most one row of that list; within a list only one USCC or one name on one spot merge.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from functools import lru_cache, reduce
from operator import or_

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
EVERY_BIT = (1 << FEATURES) - 1
CHUNK_ROWS = 4000


@dataclass(frozen=True, kw_only=True)
class Listing:
    """The delivered rows as arrays, in the order that decides who leads."""

    keys: NDArray[np.object_]
    feeds: NDArray[np.object_]
    names: NDArray[np.object_]
    codes: NDArray[np.object_]
    x_m: NDArray[np.float64]
    y_m: NDArray[np.float64]
    is_free: NDArray[np.bool_]

    def distance_m(self, row: int, others: Sequence[int]) -> NDArray[np.float64]:
        """Metres from one row to others, NaN where either has no place."""
        at = list(others)
        far_m: NDArray[np.float64] = np.hypot(self.x_m[at] - self.x_m[row], self.y_m[at] - self.y_m[row])
        return far_m

    def may_share(self, row: int, other: int) -> bool:
        """Two valid codes that differ are two companies, whatever the names say."""
        return not self.codes[row] or not self.codes[other] or self.codes[row] == self.codes[other]


class Links:
    """The links found so far: for each row its leader, the rule, score, distance and the row it was linked to."""

    def __init__(self, listing: Listing) -> None:
        size = len(listing.keys)
        self.keys = listing.keys
        self.leader = np.arange(size, dtype=np.int64)
        self.rule = np.where(listing.is_free, "self", "correction").astype(object)
        self.score = np.full(size, np.nan)
        self.distance_m = np.full(size, np.nan)
        self.linked_to = np.full(size, None, dtype=object)

    def add(self, row: int, to: int, *, rule: str, score: float, distance_m: float) -> None:
        """Link a row that stands alone to another row and so to that row's leader."""
        self.leader[row] = self.leader[to]
        self.rule[row], self.score[row], self.distance_m[row], self.linked_to[row] = rule, score, distance_m, self.keys[to]


def link(rows: pd.DataFrame) -> pd.DataFrame:
    """`leader` (an `order`), `rule`, `score`, `distance_m` and `linked_to` for every row, in the order given.

    `rows` needs source_key, source_feed, name, valid_uscc ('' for none), corrected, x_m, y_m. A corrected row links to nobody and
    nobody links to it but by another correction.
    """
    listing = Listing(
        keys=rows["source_key"].to_numpy(dtype=object),
        feeds=rows["source_feed"].to_numpy(dtype=object),
        names=rows["name"].to_numpy(dtype=object),
        codes=rows["valid_uscc"].to_numpy(dtype=object),
        x_m=rows["x_m"].to_numpy(dtype=np.float64),
        y_m=rows["y_m"].to_numpy(dtype=np.float64),
        is_free=rows["corrected"].isna().to_numpy(),
    )
    links = Links(listing)
    _link_codes(listing, links)
    _link_twins(listing, links)
    _link_names(listing, links)
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


def _groups(keys: Sequence[Hashable], rows: NDArray[np.int64]) -> list[list[int]]:
    """The rows of each key that occurs more than once, in the order given."""
    found: dict[Hashable, list[int]] = {}
    for key, row in zip(keys, rows.tolist(), strict=True):
        found.setdefault(key, []).append(row)
    return [members for members in found.values() if len(members) > 1]


def _link_codes(listing: Listing, links: Links) -> None:
    coded = np.flatnonzero(listing.is_free & (listing.codes != ""))
    for at in _groups(listing.codes[coded].tolist(), coded):
        for position, row in enumerate(at[1:], start=1):
            others = [o for o in at[:position] if is_one_branch(listing.names[row], listing.names[o], has_one_code=True)]
            # a row of its own list that already belongs there means another site of the same company
            taken = {int(links.leader[o]) for o in at[:position] if listing.feeds[o] == listing.feeds[row]}
            known_m = listing.distance_m(row, others)
            far_m = np.nan_to_num(known_m, nan=0.0)
            choices = [n for n, o in enumerate(others) if int(links.leader[o]) not in taken or far_m[n] <= WITHIN_M]
            if choices:
                best = min(choices, key=lambda n: (far_m[n], others[n]))
                links.add(row, others[best], rule="uscc", score=100.0, distance_m=float(known_m[best]))


def _link_twins(listing: Listing, links: Links) -> None:
    """One name twice on one spot in one list."""
    placed = np.flatnonzero(listing.is_free & (links.rule == "self") & np.isfinite(listing.x_m))
    keys = [(listing.feeds[row], names.plain(listing.names[row])) for row in placed.tolist()]
    for at in _groups(keys, placed):
        for position, row in enumerate(at[1:], start=1):
            others = [o for o in at[:position] if listing.may_share(row, o)]
            near_m = listing.distance_m(row, others)
            if len(near_m) and near_m.min() <= SAME_SPOT_M:
                best = int(np.argmin(near_m))
                links.add(row, others[best], rule="name_and_distance", score=100.0, distance_m=float(near_m[best]))


def _link_names(listing: Listing, links: Links) -> None:
    placed = listing.is_free & np.isfinite(listing.x_m)
    if len(set(listing.feeds.tolist())) < 2:
        return
    cores = np.array([names.core(name) for name in listing.names], dtype=object)
    marks = _marks(cores)
    seen = np.zeros(len(cores), dtype=bool)
    for feed in dict.fromkeys(listing.feeds):
        own = listing.feeds == feed
        late = np.flatnonzero(own & placed & (links.rule == "self"))
        early = np.flatnonzero(seen & placed)
        seen |= own
        if len(late) and len(early):
            found = _candidates(listing, early, late, cores=cores, marks=marks)
            taken = set(links.leader[np.flatnonzero(own & (links.rule != "self"))].tolist())
            _assign(found, links, taken)


@dataclass(frozen=True, kw_only=True)
class Marks:
    """Each core as 64-bit sets: a comparison of two sets rules most pairs out before any text is compared."""

    lengths: NDArray[np.int64]
    characters: NDArray[np.uint64]
    heads: NDArray[np.uint64]
    beginnings: NDArray[np.uint64]

    def may_match(self, row: NDArray[np.int64], other: NDArray[np.int64]) -> NDArray[np.bool_]:
        """False only for pairs whose score must be too low or whose brands differ."""
        # characters that the other core lacks cannot be part of what both share
        mine = self.lengths[row] - np.bitwise_count(self.characters[row] & ~self.characters[other])
        theirs = self.lengths[other] - np.bitwise_count(self.characters[other] & ~self.characters[row])
        bound = 200.0 * np.minimum(mine, theirs) / (self.lengths[row] + self.lengths[other])
        is_one_brand = ((self.heads[row] & self.beginnings[other]) | (self.heads[other] & self.beginnings[row])) != 0
        matches: NDArray[np.bool_] = (bound >= SURE_SCORE) | (is_one_brand & (bound >= NAME_SCORE))
        return matches


@lru_cache(maxsize=200_000)
def _bit(text: str) -> int:
    value = 0
    for character in text:
        value = value * 31 + ord(character)
    return 1 << (value * 2654435761 >> 7) % FEATURES


def _marks(cores: NDArray[np.object_]) -> Marks:
    characters, heads, beginnings = (np.zeros(len(cores), dtype=np.uint64) for _ in range(3))
    for at, core in enumerate(cores):
        start = core[:BRAND_WITHIN]
        characters[at] = reduce(or_, map(_bit, core), 0)
        # a core of one character may stand anywhere: its set is full
        heads[at] = _bit(core[:2]) if len(core) > 1 else EVERY_BIT
        beginnings[at] = reduce(or_, (_bit(start[n : n + 2]) for n in range(len(start) - 1)), 0) if len(core) > 1 else EVERY_BIT
    return Marks(lengths=np.array([len(core) for core in cores], dtype=np.int64), characters=characters, heads=heads, beginnings=beginnings)


def _candidates(
    listing: Listing, early: NDArray[np.int64], late: NDArray[np.int64], *, cores: NDArray[np.object_], marks: Marks
) -> pd.DataFrame:
    points = np.column_stack((listing.x_m, listing.y_m))
    tree = cKDTree(points[early])
    found = []
    for start in range(0, len(late), CHUNK_ROWS):
        chunk = late[start : start + CHUNK_ROWS]
        near = cKDTree(points[chunk]).sparse_distance_matrix(tree, WITHIN_M, output_type="ndarray")
        row, other, far_m = chunk[near["i"]], early[near["j"]], near["v"]
        keep = marks.may_match(row, other)
        row, other, far_m = row[keep], other[keep], far_m[keep]
        score = process.cpdist(cores[row].tolist(), cores[other].tolist(), scorer=fuzz.ratio, score_cutoff=NAME_SCORE, workers=1)
        hits = [
            h
            for h in np.flatnonzero(score >= NAME_SCORE).tolist()
            if has_one_brand(cores[row[h]], cores[other[h]], score=float(score[h]))
            and is_one_branch(listing.names[row[h]], listing.names[other[h]])
            and listing.may_share(int(row[h]), int(other[h]))
        ]
        found.append(pd.DataFrame({"row": row[hits], "other": other[hits], "score": score[hits].astype(float), "distance_m": far_m[hits]}))
    return pd.concat(found, ignore_index=True)


def _assign(found: pd.DataFrame, links: Links, taken: set[int]) -> None:
    """Best score first, then nearest; each row and each enterprise once."""
    used: set[int] = set()
    found = found.sort_values(["score", "distance_m", "row", "other"], ascending=[False, True, True, True])
    columns = (found[name].tolist() for name in ("row", "other", "score", "distance_m"))
    for row, other, score, distance_m in zip(*columns, strict=True):
        leader = int(links.leader[other])
        if row in used or leader in taken:
            continue
        used.add(row)
        taken.add(leader)
        links.add(row, other, rule="name_and_distance", score=score, distance_m=distance_m)
