"""Vote, per feed, kind and declared datum, whether the declaration is wrong.

Two witnesses: the stated district of each row (is the point inside it?) and other lists that hold the same places. Both are
asked under every datum; nothing is moved. One row per group, its `note` one Chinese sentence. A conflict between two lists
alone cannot say which of them is wrong; then nobody is accused and the note says so.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
import pyarrow as pa
import shapely

from pipelines import datum, points, polygons, projection, shared_points
from pipelines.city import City

LAYER = "core"
INPUTS = (*points.TABLES, "stg_districts")
ROW_BOUND = 10_000

HYPOTHESES = ("wgs84", "gcj02", "bd09")
LABELS = {"wgs84": "WGS84", "cgcs2000": "CGCS2000", "gcj02": "GCJ-02", "bd09": "BD-09", "unknown": "未声明"}
KINDS = {"enterprise": "污染源", "station": "监测站点", "met_station": "气象站", "complaint": "信访投诉"}
MIN_SUPPORT = 20  # 20 shared points: right in 197 of 200 trials with 500 m of noise, 5 points in 200 of 200 with 200 m
MIN_RATIO = 3.0  # points that speak for another datum outnumber those that speak for the declared one
AGREES_M = 100.0  # median offset that a map service's own errors explain
MAX_TESTED = 20_000  # rows asked per group; more change nothing but the time
SCHEMA = pa.schema(
    [
        ("source_feed", pa.string()),
        ("kind", pa.string()),
        ("declared", pa.string()),
        ("voted", pa.string()),
        ("is_wrong", pa.bool_()),
        ("support", pa.int64()),
        ("median_offset_m", pa.float64()),
        ("share_declared", pa.float64()),
        ("share_voted", pa.float64()),
        ("note", pa.string()),
    ]
)


@dataclass(frozen=True, kw_only=True)
class Ballot:
    """What the districts say of one group; `gained` rows lie inside their district only under `best`."""

    tested: int = 0
    best: str = ""
    gained: int = 0
    lost: int = 0
    share_declared: float | None = None
    share_best: float | None = None

    @property
    def accuses(self) -> bool:
        """Whether enough rows speak for another datum."""
        return self.gained >= MIN_SUPPORT and self.gained >= MIN_RATIO * self.lost

    @property
    def clears(self) -> bool:
        """Whether enough rows speak for the declared datum against every other."""
        return self.lost >= MIN_SUPPORT and self.lost >= MIN_RATIO * self.gained


@dataclass(frozen=True, kw_only=True)
class Conflict:
    """Two groups whose same places lie apart; the datum that would mend it on either side, if one does."""

    left: str
    right: str
    support: int
    offset_m: float
    mend_left: str | None
    mend_right: str | None


def run(inputs: Mapping[str, pa.Table], *, city: City) -> pa.Table:
    """One row per feed, kind and declared datum that has points in the box where the datums differ."""
    cloud = located(points.gather(inputs), city=city)
    groups = cloud.groupby("group", sort=True).indices
    districts = polygons.read(inputs["stg_districts"], code="code", level="district")
    ballots = {group: _ballot(cloud.iloc[rows], districts) for group, rows in groups.items()}
    agreements, conflicts = _compare(cloud, city=city)
    accused = _accuse(ballots, conflicts, declared={g: str(cloud["declared"].iat[r[0]]) for g, r in groups.items()})
    rows = [
        _row(
            cloud.iloc[groups[group]], ballots[group], accused, agreements, [c for c in conflicts if group in (c.left, c.right)], city=city
        )
        for group in groups
    ]
    return pa.Table.from_pylist(rows, schema=SCHEMA)


def located(cloud: pd.DataFrame, *, city: City) -> pd.DataFrame:
    """The points with coordinates, with `group` and with metres under the declared datum."""
    kept = cloud[points.is_given(cloud) & (cloud["lat"].abs() <= 90.0).to_numpy()].reset_index(drop=True)
    lon, lat = points.to_wgs84(kept["lon"].to_numpy(), kept["lat"].to_numpy(), kept["declared"].to_numpy(dtype=object))
    x_m, y_m = projection.to_metres(lon, lat, crs=city.crs)
    group = kept["kind"] + "\x1f" + kept["feed"] + "\x1f" + kept["declared"]
    return kept.assign(group=group, x_m=x_m, y_m=y_m)


def _basis(declared: str) -> str:
    return "wgs84" if declared in datum.WGS84_LIKE else declared


def _ballot(rows: pd.DataFrame, districts: polygons.Polygons) -> Ballot:
    shapes = dict(zip(districts.names, districts.shapes, strict=True))
    rows = rows[rows["district"].isin(shapes) & datum.is_shifted(rows["lon"], rows["lat"])]
    rows = rows.iloc[:: max(1, -(-len(rows) // MAX_TESTED))]
    if rows.empty:
        return Ballot()
    inside = {hypothesis: np.zeros(len(rows), dtype=bool) for hypothesis in HYPOTHESES}
    for name, at in rows.groupby("district").indices.items():
        shapely.prepare(shapes[name])
        for hypothesis, hits in inside.items():
            lon, lat = datum.to_wgs84(rows["lon"].to_numpy()[at], rows["lat"].to_numpy()[at], datum=hypothesis)
            hits[at] = shapely.intersects_xy(shapes[name], lon, lat)
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
    group = cloud["group"].to_numpy(dtype=object)
    keys = pd.Series(list(zip(group[found["left"]], group[found["right"]], strict=True)), dtype=object)
    for (left, right), at in sorted(keys.groupby(keys).indices.items()):
        if len(at) < MIN_SUPPORT:
            continue
        here, there = cloud.iloc[found["left"].to_numpy()[at]], cloud.iloc[found["right"].to_numpy()[at]]
        offset_m = _median_offset_m(here, there)
        if offset_m <= AGREES_M:
            agreements[left] = max(agreements.get(left, 0), len(at))
            agreements[right] = max(agreements.get(right, 0), len(at))
            continue
        mend_left, mend_right = _mend(here, there, offset_m, city=city), _mend(there, here, offset_m, city=city)
        if mend_left or mend_right:
            conflicts.append(
                Conflict(left=left, right=right, support=len(at), offset_m=offset_m, mend_left=mend_left, mend_right=mend_right)
            )
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
    open_ones = [c for c in conflicts if c.left not in accused and c.right not in accused]
    count = pd.Series([g for c in open_ones for g in (c.left, c.right)], dtype=object).value_counts()
    for conflict in open_ones:
        left, right = (
            conflict,
            replace(conflict, left=conflict.right, right=conflict.left, mend_left=conflict.mend_right, mend_right=conflict.mend_left),
        )
        blamed = [side for side in (left, right) if side.mend_left and not ballots[side.left].clears]
        if len(blamed) == 2:
            undeclared = [side for side in blamed if declared[side.left] == "unknown"]
            busier = [side for side in blamed if count[side.left] > count[side.right]]
            blamed = undeclared if len(undeclared) == 1 else busier
        if len(blamed) == 1 and blamed[0].mend_left:
            accused[blamed[0].left] = blamed[0].mend_left
    return accused


def _row(
    rows: pd.DataFrame, ballot: Ballot, accused: dict[str, str], agreements: dict[str, int], conflicts: list[Conflict], *, city: City
) -> dict[str, object]:
    group, declared = str(rows["group"].iat[0]), str(rows["declared"].iat[0])
    voted = accused.get(group)
    offset_m = None if voted is None else _median_offset_m(rows, under(rows, voted, city=city))
    has_evidence = voted is not None or ballot.clears or group in agreements
    note = _note(rows, ballot, accused, agreements, conflicts, offset_m)
    return {
        "source_feed": rows["feed"].iat[0],
        "kind": rows["kind"].iat[0],
        "declared": declared,
        "voted": voted if voted is not None else (_basis(declared) if has_evidence else None),
        "is_wrong": voted is not None,
        "support": max([ballot.tested, agreements.get(group, 0), *(c.support for c in conflicts)]),
        "median_offset_m": offset_m,
        "share_declared": ballot.share_declared,
        "share_voted": ballot.share_best if voted is not None and voted == ballot.best else ballot.share_declared,
        "note": note,
    }


def _note(
    rows: pd.DataFrame,
    ballot: Ballot,
    accused: dict[str, str],
    agreements: dict[str, int],
    conflicts: list[Conflict],
    offset_m: float | None,
) -> str:
    group = str(rows["group"].iat[0])
    label = LABELS[str(rows["declared"].iat[0])]
    what = f"“{rows['feed'].iat[0]}”的{KINDS[str(rows['kind'].iat[0])]}坐标"
    stated = f"{what}未声明坐标系（按 WGS84 处理）" if label == "未声明" else f"{what}申报为 {label}"
    if group in accused:
        return f"{stated}，疑为 {LABELS[accused[group]]}（两者相差约 {offset_m:.0f} 米）：{_evidence(group, ballot, conflicts)}；坐标未移动，请核实。"
    disputed = [c for c in conflicts if c.left not in accused and c.right not in accused]
    if disputed:
        other = disputed[0].right if disputed[0].left == group else disputed[0].left
        text = f"与“{other.split(chr(31))[1]}”的 {disputed[0].support} 个相同点相差约 {disputed[0].offset_m:.0f} 米"
        return f"{stated}，{text}，两份清单必有一份坐标系有误，现有资料无法判断是哪一份。"
    if ballot.clears or group in agreements:
        return f"{stated}，表决未见异常。"
    return f"{stated}，可供核对的点不足 {MIN_SUPPORT} 个或不足以区分，无法判断。"


def _evidence(group: str, ballot: Ballot, conflicts: list[Conflict]) -> str:
    parts = []
    if ballot.accuses:
        inside = f"申报坐标系下 {100 * (ballot.share_declared or 0):.1f}% 的点在所填区县内，改按 {LABELS[ballot.best]} 为 {100 * (ballot.share_best or 0):.1f}%"
        parts.append(f"{inside}（{ballot.gained} 点支持，{ballot.lost} 点反对）")
    for conflict in conflicts[:1]:
        other = conflict.right if conflict.left == group else conflict.left
        parts.append(f"与“{other.split(chr(31))[1]}”的 {conflict.support} 个相同点相差约 {conflict.offset_m:.0f} 米")
    return "，".join(parts)
