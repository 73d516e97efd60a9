"""Give every delivered point its WGS84 place, its metres, its district and an honest word about its quality.

A point is converted from its declared datum and never otherwise moved: where the datum looks wrong or the axes look swapped,
the better place goes to `proposed_lon`, `proposed_lat` and a person decides. One row per kind and source key.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd
import pyarrow as pa
from numpy.typing import NDArray

from pipelines import datum, points, polygons, projection, suspected_rows
from pipelines.city import City

# How many different names of one list may share one coordinate. Premises in one building do: among 17,574 real restaurants the fullest
# coordinate holds 6 names (a food court). Two factories never stand on one spot;
# a geocoder that fell back to a centre puts them there.
STACKED_NAMES = 2
STACKED_NAMES_IN_BUILDINGS = 8
IN_BUILDINGS = ("catering", "medical", "auto_repair", "other")
WHOLE_MINUTE_DEG = 1e-5
SCHEMA = pa.schema(
    [
        *[(name, pa.string()) for name in ("kind", "source_key")],
        *[(name, pa.float64()) for name in ("lon", "lat", "x_m", "y_m")],
        *[(name, pa.string()) for name in ("place_quality", "place_note", "datum_used", "district_code", "district")],
        *[(name, pa.string()) for name in ("township_code", "township")],
        *[(name, pa.float64()) for name in ("proposed_lon", "proposed_lat", "convergence_deg")],
    ]
)


def place(inputs: Mapping[str, pa.Table], *, votes: pa.Table, city: City) -> pa.Table:
    """One row per point of the given staging tables, whether it has a place or not; `stg_districts` says where it lies."""
    cloud = points.gather(inputs)
    lon, lat = points.to_wgs84(cloud["lon"].to_numpy(), cloud["lat"].to_numpy(), cloud["declared"].to_numpy(dtype=object))
    is_on_earth = points.is_given(cloud) & (np.abs(lat) <= 90.0) & (np.abs(lon) <= 180.0)
    lon, lat = np.where(is_on_earth, lon, np.nan), np.where(is_on_earth, lat, np.nan)
    x_m, y_m = projection.to_metres(lon, lat, crs=city.crs)
    cloud = cloud.assign(wgs_lon=lon, wgs_lat=lat, x_m=x_m, y_m=y_m, quality="ok", note="", proposed_lon=np.nan, proposed_lat=np.nan)
    cloud["datum_used"] = cloud["declared"].where(cloud["declared"] != "unknown", "wgs84")
    _note_stacks(cloud)
    _note_minutes(cloud)
    _note_suspects(cloud, votes.to_pandas(), city=city)
    _note_outside(cloud, city=city)
    _note_missing(cloud)
    _note_undeclared(cloud)
    return _table(cloud, inputs["stg_districts"], city=city)


def _mark(cloud: pd.DataFrame, rows: NDArray[np.bool_], quality: str | None, note: str | pd.Series[str]) -> None:
    """Set the quality (the last mark wins) and put the note in front of what is noted already."""
    if not rows.any():
        return
    if quality is not None:
        cloud.loc[rows, "quality"] = quality
    cloud.loc[rows, "note"] = note + cloud.loc[rows, "note"]


def _note_stacks(cloud: pd.DataFrame) -> None:
    rows = cloud[(cloud["kind"].isin(("enterprise", "station"))) & cloud["wgs_lon"].notna()]
    count = rows.groupby(["kind", "feed", "lon", "lat"])["name"].transform("nunique").reindex(cloud.index, fill_value=0)
    limit = np.where(cloud["source_type"].isin(IN_BUILDINGS), STACKED_NAMES_IN_BUILDINGS, STACKED_NAMES)
    stacked = (count >= limit).to_numpy()
    _mark(cloud, stacked, "duplicate", "同一清单有 " + count[stacked].astype(str) + " 个不同名称落在同一坐标，请核实。")


def _note_minutes(cloud: pd.DataFrame) -> None:
    whole, is_short = cloud["wgs_lon"].notna().to_numpy(), np.ones(len(cloud), dtype=bool)
    for axis in ("lon", "lat"):
        degrees = np.where(whole, cloud[axis].to_numpy(), 0.0)
        whole = whole & (np.abs(degrees * 60.0 - np.round(degrees * 60.0)) <= 60.0 * WHOLE_MINUTE_DEG)
        is_short &= np.abs(degrees - np.round(degrees, 1)) < WHOLE_MINUTE_DEG
    _mark(cloud, whole & ~is_short, None, "坐标恰为整度整分，精度只到约 1 公里。")


def _note_suspects(cloud: pd.DataFrame, votes: pd.DataFrame, *, city: City) -> None:
    wrong = votes[votes["is_wrong"].astype(bool)]
    found = suspected_rows.find(cloud, is_wrong=wrong, city=city)
    _mark(cloud, found["voted"].notna().to_numpy(), "suspected_datum", found.loc[found["voted"].notna(), "note"])
    for voted in sorted(set(found["voted"].dropna())):
        rows = (found["voted"] == voted).to_numpy()
        cloud.loc[rows, "proposed_lon"], cloud.loc[rows, "proposed_lat"] = datum.to_wgs84(
            cloud["lon"][rows], cloud["lat"][rows], datum=voted
        )


def _in_box(lon: NDArray[np.float64], lat: NDArray[np.float64], *, city: City) -> NDArray[np.bool_]:
    west, south, east, north = city.bbox_deg
    inside: NDArray[np.bool_] = (lon >= west) & (lon <= east) & (lat >= south) & (lat <= north)
    return inside


def _note_outside(cloud: pd.DataFrame, *, city: City) -> None:
    given = points.is_given(cloud)
    outside = given & ~_in_box(cloud["wgs_lon"].to_numpy(), cloud["wgs_lat"].to_numpy(), city=city)
    _mark(cloud, outside, "outside_city", "坐标不在本市范围内。")
    cloud.loc[outside, ["proposed_lon", "proposed_lat"]] = np.nan
    lon, lat = cloud["lat"].to_numpy(), cloud["lon"].to_numpy()
    turned_lon, turned_lat = points.to_wgs84(lon, lat, cloud["declared"].to_numpy(dtype=object))
    swapped = outside & _in_box(turned_lon, turned_lat, city=city)
    shown = cloud.loc[swapped]
    _mark(
        cloud,
        swapped,
        None,
        "经纬度疑似颠倒：所报经度 " + shown["lon"].astype(str) + "、纬度 " + shown["lat"].astype(str) + "，对调后落在本市；",
    )
    cloud.loc[swapped, "proposed_lon"], cloud.loc[swapped, "proposed_lat"] = turned_lon[swapped], turned_lat[swapped]


def _note_missing(cloud: pd.DataFrame) -> None:
    given = points.is_given(cloud)
    unreal = given & cloud["wgs_lon"].isna().to_numpy() & cloud["proposed_lon"].isna().to_numpy()
    zero = ~given & (cloud["lon"] == 0.0).to_numpy() & (cloud["lat"] == 0.0).to_numpy()
    for rows, note in (
        (~given & ~zero, "没有坐标。"),
        (zero, "坐标为 0、0，按缺失处理。"),
        (unreal, "坐标超出地球经纬度范围，按缺失处理。"),
    ):
        cloud.loc[rows, "note"] = ""
        _mark(cloud, rows, "missing", note)
    lost = (cloud["quality"] == "missing").to_numpy()
    cloud.loc[lost, ["wgs_lon", "wgs_lat", "x_m", "y_m", "proposed_lon", "proposed_lat"]] = np.nan


def _note_undeclared(cloud: pd.DataFrame) -> None:
    rows = ((cloud["declared"] == "unknown") & (cloud["quality"] != "missing")).to_numpy()
    cloud.loc[rows, "note"] = cloud.loc[rows, "note"] + "坐标系未声明，按 WGS84 处理。"


def _table(cloud: pd.DataFrame, districts: pa.Table, *, city: City) -> pa.Table:
    lon, lat = cloud["wgs_lon"].to_numpy(), cloud["wgs_lat"].to_numpy()
    columns: dict[str, object] = {
        name: cloud[name] for name in ("kind", "source_key", "x_m", "y_m", "datum_used", "proposed_lon", "proposed_lat")
    }
    columns |= {"lon": lon, "lat": lat, "place_quality": cloud["quality"], "place_note": cloud["note"].where(cloud["note"] != "", None)}
    columns["convergence_deg"] = projection.convergence_deg(lon, lat, crs=city.crs)
    for level in ("district", "township"):
        shapes = polygons.read(districts, code="code", level=level)
        at = shapes.index(lon, lat)
        columns[f"{level}_code"] = np.array([*shapes.codes, None], dtype=object)[at]
        columns[level] = np.array([*shapes.names, None], dtype=object)[at]
    arrays = [pa.array(np.asarray(columns[field.name]), type=field.type, from_pandas=True) for field in SCHEMA]
    return pa.Table.from_arrays(arrays, schema=SCHEMA)
