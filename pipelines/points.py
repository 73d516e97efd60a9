"""Gather every delivered point of a city under one roof: what it is, what its row says, and in which datum.

The datum is the row's own when the row states one, else the one its feed declares, else `unknown`. Degrees stay as delivered.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd
import pyarrow as pa

from pipelines import datum, uscc

SOURCES = {
    "enterprise": ("stg_enterprises", "source_key", "name"),
    "station": ("stg_stations", "station_id", "name"),
    "met_station": ("stg_met_stations", "met_id", "name"),
    "complaint": ("stg_complaints", "complaint_id", "object_name"),
}
STATED = ("wgs84", "cgcs2000", "gcj02", "bd09")
TEXTS = ("source_feed", "uscc", "district", "township", "source_type", "datum", "source_datum")


def _rows(table: pa.Table, *, kind: str, key: str, name: str) -> pd.DataFrame:
    told = [column for column in dict.fromkeys((key, name, *TEXTS, "lon", "lat")) if column in table.column_names]
    frame = table.select(told).sort_by(key).to_pandas()  # Arrow sorts 200,000 codes in a tenth of the time
    columns: dict[str, object] = {"kind": kind, "source_key": frame[key], "name": frame[name]}
    for text in TEXTS:
        columns[text] = frame[text].astype(object) if text in frame else pd.Series(None, index=frame.index, dtype=object)
    for axis in ("lon", "lat"):
        columns[axis] = frame[axis].astype(np.float64)
    return pd.DataFrame(columns, index=frame.index)


def gather(inputs: Mapping[str, pa.Table]) -> pd.DataFrame:
    """One row per point of the staging tables given, ordered by kind and key, with `feed`, `declared` and the valid `code` of its owner."""
    parts = [_rows(inputs[table], kind=kind, key=key, name=name) for kind, (table, key, name) in sorted(SOURCES.items()) if table in inputs]
    points = pd.concat(parts, ignore_index=True)
    for text in (*TEXTS, "name"):
        points[text] = points[text].astype(object).where(points[text].notna(), None)
    stated = points["datum"].where(points["datum"].isin(STATED), None)
    points["declared"] = stated.fillna(points["source_datum"]).fillna("unknown")
    points["feed"] = points["source_feed"].fillna("")
    points["code"] = ""
    told = points["uscc"].notna()
    codes = [uscc.normalise(text) for text in points.loc[told, "uscc"]]
    points.loc[told, "code"] = [code if uscc.is_valid(code) else "" for code in codes]
    return points.drop(columns=["datum", "source_datum", "source_feed", "uscc"])


def is_given(points: pd.DataFrame) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Whether a row has two finite coordinates that are not 0/0."""
    lon, lat = points["lon"].to_numpy(), points["lat"].to_numpy()
    given: np.ndarray[tuple[int], np.dtype[np.bool_]] = np.isfinite(lon) & np.isfinite(lat) & ~((lon == 0.0) & (lat == 0.0))
    return given


def to_wgs84(lon: datum.Degrees, lat: datum.Degrees, declared: np.ndarray[tuple[int], np.dtype[np.object_]]) -> datum.LonLat:
    """WGS84 degrees of points that each name their own datum."""
    out_lon, out_lat = lon.astype(np.float64).copy(), lat.astype(np.float64).copy()
    for name in sorted(set(declared)):
        rows = declared == name
        out_lon[rows], out_lat[rows] = datum.to_wgs84(lon[rows], lat[rows], datum=name)
    return out_lon, out_lat
