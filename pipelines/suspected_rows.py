"""Name the rows whose datum is in doubt: those of a feed voted wrong, and single rows one datum shift off another list's.

A file may hold two datums without saying so; then its median looks right and only the single row tells.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from pipelines import datum, points, projection, shared_points, vote_notes
from pipelines.city import City

APART_M = 250.0  # nearer than this, two sources place one door differently; the smallest GCJ-02 shift in cities is about 360 m
MENDED_M = 60.0  # what may remain when the other datum explains the whole offset
UNMOVED = "坐标未移动，请核实。"
LABELS = {"wgs84": "WGS84", "gcj02": "GCJ-02", "bd09": "BD-09"}


def find(cloud: pd.DataFrame, *, is_wrong: pd.DataFrame, city: City) -> pd.DataFrame:
    """`voted` (a datum or null) and `note` for every row of `cloud`; `is_wrong` are the votes that accuse."""
    keys = ["feed", "kind", "declared"]
    votes = is_wrong.rename(columns={"source_feed": "feed", "note": "vote_note"})[[*keys, "voted", "vote_note"]]
    found = cloud[keys].merge(votes, on=keys, how="left").set_index(cloud.index)
    named = found["voted"].notna()
    found["note"] = ("坐标系疑似有误，疑为 " + found["voted"].map(LABELS) + f"，整份清单如此；{UNMOVED}").where(named, "")
    calm = cloud[~named & cloud["x_m"].notna()]
    calm = calm.assign(group=calm["kind"] + "\x1f" + calm["feed"] + "\x1f" + calm["declared"])
    for row, voted, other in _single(calm.reset_index(names="origin"), city=city):
        note = f"与{vote_notes.title(other, city=city)}中同一信用代码的点恰差一个 {LABELS[voted]} 偏移，坐标系疑似有误；{UNMOVED}"
        found.loc[row, ["voted", "note"]] = [voted, note]
    return found[["voted", "note"]]


def _single(rows: pd.DataFrame, *, city: City) -> list[tuple[int, str, str]]:
    pairs = shared_points.pairs(rows)
    pairs = pairs[pairs["by"] == "uscc"]
    left, right = pairs["left"].to_numpy(dtype=np.int64), pairs["right"].to_numpy(dtype=np.int64)
    origin = rows["origin"].to_numpy(dtype=np.int64)
    result = []
    for here, there in ((left, right), (right, left)):
        best, left_over_m, now_m = _mend(rows, here, there, city=city)
        # where either side could be the wrong one, the claim of WGS84 is: see the vote on whole lists
        claims = rows["declared"].isin(datum.WGS84_LIKE).to_numpy()
        is_likelier = claims[here] | ~claims[there]
        for at in np.flatnonzero((now_m >= APART_M) & (left_over_m <= MENDED_M) & is_likelier):
            result.append((int(origin[here[at]]), str(best[at]), str(rows["feed"].iat[there[at]])))
    return result


def _mend(
    rows: pd.DataFrame, here: NDArray[np.int64], there: NDArray[np.int64], *, city: City
) -> tuple[NDArray[np.object_], NDArray[np.float64], NDArray[np.float64]]:
    x, y = rows["x_m"].to_numpy(), rows["y_m"].to_numpy()
    declared = rows["declared"].to_numpy(dtype=object)[here]
    now_m = np.hypot(x[here] - x[there], y[here] - y[there])
    best, left_over_m = np.full(len(here), "", dtype=object), np.full(len(here), np.inf)
    for hypothesis in LABELS:
        lon, lat = points.to_wgs84(rows["lon"].to_numpy()[here], rows["lat"].to_numpy()[here], np.full(len(here), hypothesis, dtype=object))
        east, north = projection.to_metres(lon, lat, crs=city.crs)
        remains_m = np.hypot(east - x[there], north - y[there])
        is_other = np.array([hypothesis != ("wgs84" if d in datum.WGS84_LIKE else d) for d in declared], dtype=bool)
        better = is_other & (remains_m < left_over_m)
        best[better], left_over_m[better] = hypothesis, remains_m[better]
    return best, left_over_m, now_m
