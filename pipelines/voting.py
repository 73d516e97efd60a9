"""Vote, per feed, kind and declared datum, whether the declaration is wrong.

Two witnesses: the stated township or district of each row (is the point inside it?) and other lists that hold the same places.
Both are asked under every datum; nothing is moved. One row per group, its `note` one Chinese sentence. Of two lists that
conflict without a further witness, the one without a declaration is blamed, else the one that conflicts with more lists, else
the one that claims WGS84 against a claim of GCJ-02 (the note calls that an inference); else nobody, and the note says so.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping

import numpy as np
import pandas as pd
import pyarrow as pa
import shapely

from pipelines import datum, points, polygons, projection, shared_points, vote_notes
from pipelines.city import City
from pipelines.election import MIN_RATIO, MIN_SUPPORT, SEPARATOR, Ballot, Conflict, Election

HYPOTHESES = ("wgs84", "gcj02", "bd09")
AGREES_M = 100.0  # median offset that a map service's own errors explain
MAX_TESTED = 20_000  # rows asked per group; more change nothing but the time
SCHEMA = pa.schema(
    [
        ("source_feed", pa.string()),
        ("kind", pa.string()),
        ("declared", pa.string()),
        ("voted", pa.string()),
        ("verdict", pa.string()),
        ("is_wrong", pa.bool_()),
        ("support", pa.int64()),
        ("median_offset_m", pa.float64()),
        ("share_declared", pa.float64()),
        ("share_voted", pa.float64()),
        ("note", pa.string()),
    ]
)


def vote(inputs: Mapping[str, pa.Table], *, city: City) -> pa.Table:
    """One row per feed, kind and declared datum that has a point at all."""
    cloud = located(points.gather(inputs), city=city)
    groups = cloud.groupby("group", sort=True).indices
    areas = _areas(inputs["stg_districts"])
    ballots = {str(group): _ballot(cloud.iloc[rows], areas) for group, rows in groups.items()}
    agreements, conflicts = _compare(cloud, city=city)
    declared = {str(group): str(cloud["declared"].iat[rows[0]]) for group, rows in groups.items()}
    accused = _accuse(ballots, conflicts, declared=declared)
    election = Election(ballots=ballots, agreements=agreements, conflicts=tuple(conflicts), accused=accused)
    return pa.Table.from_pylist([_row(cloud.iloc[rows], election, city=city) for rows in groups.values()], schema=SCHEMA)


def located(cloud: pd.DataFrame, *, city: City) -> pd.DataFrame:
    """The points with coordinates, with `group` and with metres under the declared datum."""
    kept = cloud[points.is_given(cloud) & (cloud["lat"].abs() <= 90.0).to_numpy()].reset_index(drop=True)
    lon, lat = points.to_wgs84(kept["lon"].to_numpy(), kept["lat"].to_numpy(), kept["declared"].to_numpy(dtype=object))
    x_m, y_m = projection.to_metres(lon, lat, crs=city.crs)
    group = kept["kind"] + SEPARATOR + kept["feed"] + SEPARATOR + kept["declared"]
    return kept.assign(group=group, x_m=x_m, y_m=y_m)


def _basis(declared: str) -> str:
    return "wgs84" if declared in datum.WGS84_LIKE else declared


def _areas(districts: pa.Table) -> dict[str, dict[str, shapely.Geometry]]:
    """The polygons of each level by name; a name that two polygons share says nothing."""
    levels = {level: polygons.read(districts, code="code", level=level) for level in ("township", "district")}
    return {
        level: {name: shape for name, shape in zip(found.names, found.shapes, strict=True) if found.names.count(name) == 1}
        for level, found in levels.items()
    }


def _ballot(rows: pd.DataFrame, areas: dict[str, dict[str, shapely.Geometry]]) -> Ballot:
    # a township's border is near for many more points than a district's
    town = rows["township"].where(rows["township"].isin(areas["township"]), None)
    county = rows["district"].where(rows["district"].isin(areas["district"]), None)
    rows = rows.assign(area=("township\x1f" + town).where(town.notna(), "district\x1f" + county))
    rows = rows[rows["area"].notna() & datum.is_shifted(rows["lon"], rows["lat"])]
    rows = rows.iloc[:: max(1, -(-len(rows) // MAX_TESTED))]
    if rows.empty:
        return Ballot()
    inside = {hypothesis: np.zeros(len(rows), dtype=bool) for hypothesis in HYPOTHESES}
    for area, at in rows.groupby("area").indices.items():
        level, name = str(area).split("\x1f")
        shape = areas[level][name]
        shapely.prepare(shape)
        for hypothesis, hits in inside.items():
            lon, lat = datum.to_wgs84(rows["lon"].to_numpy()[at], rows["lat"].to_numpy()[at], datum=hypothesis)
            hits[at] = shapely.intersects_xy(shape, lon, lat)
    now = _basis(str(rows["declared"].iat[0]))
    others = [h for h in HYPOTHESES if h != now]
    best = max(others, key=lambda h: int(inside[h].sum()))
    return Ballot(
        tested=len(rows),
        best=best,
        gained=int((inside[best] & ~inside[now]).sum()),
        lost=int((inside[now] & ~inside[best]).sum()),
        share_declared=float(inside[now].mean()),
        share_best=float(inside[best].mean()),
    )


def _compare(cloud: pd.DataFrame, *, city: City) -> tuple[dict[str, int], list[Conflict]]:
    found = shared_points.pairs(cloud)
    agreements: dict[str, int] = {}
    conflicts: list[Conflict] = []
    sides = found.assign(here=cloud["group"].to_numpy()[found["left"]], there=cloud["group"].to_numpy()[found["right"]])
    for _, shared in sides.groupby(["here", "there"], sort=True):
        if len(shared) < MIN_SUPPORT:
            continue
        here, there = cloud.iloc[shared["left"].to_numpy()], cloud.iloc[shared["right"].to_numpy()]
        names = (str(here["group"].iat[0]), str(there["group"].iat[0]))
        offset_m = _median_offset_m(here, there)
        if offset_m <= AGREES_M:
            agreements |= {name: max(agreements.get(name, 0), len(shared)) for name in names}
            continue
        mends = (_mend(here, there, offset_m, city=city), _mend(there, here, offset_m, city=city))
        if any(mends):
            sizes = {"support": len(shared), "offset_m": offset_m}
            conflicts.append(Conflict(left=names[0], right=names[1], mend_left=mends[0], mend_right=mends[1], **sizes))  # type: ignore[arg-type]
    return agreements, conflicts


def _median_offset_m(here: pd.DataFrame, there: pd.DataFrame) -> float:
    east = np.median(here["x_m"].to_numpy() - there["x_m"].to_numpy())
    north = np.median(here["y_m"].to_numpy() - there["y_m"].to_numpy())
    return float(np.hypot(east, north))


def under(rows: pd.DataFrame, hypothesis: str, *, city: City) -> pd.DataFrame:
    """The rows with their metres as if they had been delivered in another datum."""
    lon, lat = datum.to_wgs84(rows["lon"], rows["lat"], datum=hypothesis)
    x_m, y_m = projection.to_metres(lon, lat, crs=city.crs)
    return rows.assign(x_m=x_m, y_m=y_m)


def _mend(rows: pd.DataFrame, others: pd.DataFrame, offset_m: float, *, city: City) -> str | None:
    now = _basis(str(rows["declared"].iat[0]))
    left = {h: _median_offset_m(under(rows, h, city=city), others) for h in HYPOTHESES if h != now}
    best = min(left, key=lambda h: left[h])
    return best if left[best] * MIN_RATIO <= offset_m else None


def _accuse(ballots: dict[str, Ballot], conflicts: list[Conflict], *, declared: dict[str, str]) -> dict[str, str]:
    accused = {group: ballot.best for group, ballot in ballots.items() if ballot.accuses}
    for side in [c for pair in conflicts for c in (pair, pair.turned())]:
        # districts tell GCJ-02 from BD-09 badly, another list tells them apart to the metre
        if side.left in accused and side.mend_left and side.right not in accused:
            accused[side.left] = side.mend_left
    open_ones = [c for c in conflicts if c.left not in accused and c.right not in accused]
    busy = Counter(group for c in open_ones for group in (c.left, c.right))
    for conflict in open_ones:
        if conflict.left in accused or conflict.right in accused:
            continue
        blamed = [side for side in (conflict, conflict.turned()) if side.mend_left and not ballots[side.left].clears]
        reasons: tuple[Callable[[Conflict], bool], ...] = (
            lambda side: declared[side.left] == "unknown",
            lambda side: busy[side.left] > busy[side.right],
            # a WGS84 heading over a map service's coordinates is the common slip, the reverse is rare; the note says so
            lambda side: declared[side.left] in datum.WGS84_LIKE and declared[side.right] not in datum.WGS84_LIKE,
        )
        for is_likelier in reasons:
            likelier = [side for side in blamed if is_likelier(side)]
            blamed = likelier if len(likelier) == 1 else blamed
        if len(blamed) == 1 and blamed[0].mend_left:
            accused[blamed[0].left] = blamed[0].mend_left
    return accused


def _row(rows: pd.DataFrame, election: Election, *, city: City) -> dict[str, object]:
    group, declared = str(rows["group"].iat[0]), str(rows["declared"].iat[0])
    ballot, voted = election.ballots[group], election.accused.get(group)
    offset_m = None if voted is None else _median_offset_m(rows, under(rows, voted, city=city))
    verdict = election.verdict(group)
    return {
        "source_feed": rows["feed"].iat[0],
        "kind": rows["kind"].iat[0],
        "declared": declared,
        "voted": voted if verdict == "wrong" else None if verdict == "disputed" else declared,
        "verdict": verdict,
        "is_wrong": voted is not None,
        "support": max([ballot.tested, election.agreements.get(group, 0), *(c.support for c in election.conflicts_of(group))]),
        "median_offset_m": offset_m,
        "share_declared": ballot.share_declared,
        "share_voted": ballot.share_best if voted is not None and voted == ballot.best else ballot.share_declared,
        "note": vote_notes.note(rows, election, offset_m, city=city),
    }
