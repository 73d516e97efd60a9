"""Vote, per feed, kind and declared datum, whether the declaration is wrong.

Two witnesses: the stated district of each row (is the point inside it?) and other lists that hold the same places. Both are
asked under every datum; nothing is moved. One row per group, its `note` one Chinese sentence. A conflict between two lists
alone cannot say which of them is wrong; then nobody is accused and the note says so.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
import pyarrow as pa
import shapely

from pipelines import datum, points, polygons, projection, shared_points
from pipelines.city import City

SEPARATOR = "\x1f"
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
        ("verdict", pa.string()),
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

    def turned(self) -> Conflict:
        """The same conflict seen from the other side."""
        return replace(self, left=self.right, right=self.left, mend_left=self.mend_right, mend_right=self.mend_left)


@dataclass(frozen=True, kw_only=True)
class Election:
    """Everything the witnesses said, and who stands accused of which datum."""

    ballots: dict[str, Ballot]
    agreements: dict[str, int]
    conflicts: tuple[Conflict, ...]
    accused: dict[str, str]

    def conflicts_of(self, group: str) -> list[Conflict]:
        """The conflicts of one group, that group on the left."""
        return [c if c.left == group else c.turned() for c in self.conflicts if group in (c.left, c.right)]

    def disputes_of(self, group: str) -> list[Conflict]:
        """The conflicts that the accusation of another group does not explain."""
        return [c for c in self.conflicts_of(group) if c.right not in self.accused]

    def verdict(self, group: str) -> str:
        """`wrong`, `disputed` (one of two lists is wrong, nobody knows which), `agrees` or `undecided`."""
        if group in self.accused:
            return "wrong"
        if self.disputes_of(group):
            return "disputed"
        return "agrees" if self.ballots[group].clears or group in self.agreements else "undecided"


def vote(inputs: Mapping[str, pa.Table], *, city: City) -> pa.Table:
    """One row per feed, kind and declared datum that has a point at all."""
    cloud = located(points.gather(inputs), city=city)
    groups = cloud.groupby("group", sort=True).indices
    districts = polygons.read(inputs["stg_districts"], code="code", level="district")
    ballots = {str(group): _ballot(cloud.iloc[rows], districts) for group, rows in groups.items()}
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


def _ballot(rows: pd.DataFrame, districts: polygons.Polygons) -> Ballot:
    shapes = dict(zip(districts.names, districts.shapes, strict=True))
    rows = rows[rows["district"].isin(shapes) & datum.is_shifted(rows["lon"], rows["lat"])]
    rows = rows.iloc[:: max(1, -(-len(rows) // MAX_TESTED))]
    if rows.empty:
        return Ballot()
    inside = {hypothesis: np.zeros(len(rows), dtype=bool) for hypothesis in HYPOTHESES}
    for name, at in rows.groupby("district").indices.items():
        shape = shapes[str(name)]
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
        if len(blamed) == 2:
            undeclared = [side for side in blamed if declared[side.left] == "unknown"]
            blamed = undeclared if len(undeclared) == 1 else [side for side in blamed if busy[side.left] > busy[side.right]]
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
        "note": _note(rows, election, offset_m),
    }


def _note(rows: pd.DataFrame, election: Election, offset_m: float | None) -> str:
    group, label = str(rows["group"].iat[0]), LABELS[str(rows["declared"].iat[0])]
    what = f"“{rows['feed'].iat[0]}”的{KINDS[str(rows['kind'].iat[0])]}坐标"
    stated = f"{what}未声明坐标系（按 WGS84 处理）" if label == "未声明" else f"{what}申报为 {label}"
    voted = election.accused.get(group)
    if voted is not None:
        return f"{stated}，疑为 {LABELS[voted]}（两者相差约 {offset_m:.0f} 米）：{_evidence(group, election)}；坐标未移动，请核实。"
    verdict = election.verdict(group)
    if verdict == "disputed":
        return f"{stated}，{_apart(election.disputes_of(group)[0])}，两份清单必有一份坐标系有误，现有资料无法判断是哪一份。"
    if verdict == "agrees":
        return f"{stated}，表决未见异常。"
    return f"{stated}，可供核对的点不足 {MIN_SUPPORT} 个或不足以区分，无法判断。"


def _apart(conflict: Conflict) -> str:
    return f"与“{conflict.right.split(SEPARATOR)[1]}”的 {conflict.support} 个相同点相差约 {conflict.offset_m:.0f} 米"


def _evidence(group: str, election: Election) -> str:
    ballot, parts = election.ballots[group], []
    if ballot.accuses:
        now, then = 100 * (ballot.share_declared or 0.0), 100 * (ballot.share_best or 0.0)
        parts.append(f"申报坐标系下 {now:.1f}% 的点在所填区县内，改按 {LABELS[ballot.best]} 为 {then:.1f}%")
        parts[-1] += f"（{ballot.gained} 点支持，{ballot.lost} 点反对）"
    parts += [_apart(conflict) for conflict in election.conflicts_of(group)[:1]]
    accusing = [name for name, other in election.ballots.items() if other.accuses]
    if ballot.accuses and len(accusing) > 1 and not any(other.clears for other in election.ballots.values()):
        parts.append("多份清单同时如此，也可能是区划边界自身的坐标系申报有误")
    return "，".join(parts)
