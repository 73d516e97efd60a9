"""Build the staging tables that the place analyses read, from a few columns."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa

from pipelines.analyses import complaint_datum_votes, complaint_places, site_datum_votes, site_places
from pipelines.city import City, Feed
from pipelines.contract import contracts

ARROW = {
    "VARCHAR": pa.string(),
    "DOUBLE": pa.float64(),
    "BIGINT": pa.int64(),
    "BOOLEAN": pa.bool_(),
    "DATE": pa.date32(),
    "TIMESTAMP": pa.timestamp("us"),
}
CITY = City(
    folder=Path("nowhere"),
    city_id="test",
    name="试验市",
    name_en="Test",
    jurisdiction="CN",
    crs="EPSG:4547",
    utc_offset="+08:00",
    bbox_deg=(112.7, 34.2, 114.3, 35.0),
)


def table(name: str, rows: Sequence[Mapping[str, Any]] | pd.DataFrame = ()) -> pa.Table:
    """The staging table `stg_<name>`: every contract column, absent ones null."""
    frame = rows if isinstance(rows, pd.DataFrame) else pd.DataFrame(list(rows))
    types = {f.name: ARROW[f.sql_type] for f in contracts()[name].fields} | {"source_feed": pa.string(), "source_datum": pa.string()}
    if contracts()[name].moment is not None:
        types["month_id"] = pa.int32()
    columns = {
        column: pa.array(frame[column].tolist(), type=kind, from_pandas=True) if column in frame else pa.nulls(len(frame), kind)
        for column, kind in types.items()
    }
    if name == "enterprises":
        keys = [f"{f}:{e}" for f, e in zip(frame["source_feed"], frame["enterprise_id"], strict=True)] if len(frame) else []
        columns["source_key"] = pa.array(keys, type=pa.string())
    return pa.table(columns)


def inputs(**rows: Any) -> dict[str, pa.Table]:
    """All tables the place analyses read; those not given are empty."""
    names = ("enterprises", "stations", "met_stations", "complaints", "districts")
    return {f"stg_{name}": table(name, rows.get(name, ())) for name in names}


def run_places(tables: dict[str, pa.Table], city: City = CITY) -> tuple[dict[str, dict[str, Any]], list[dict[str, Any]]]:
    """Places by source key, and the votes."""
    found, votes = placed(tables, city)
    return {row["source_key"]: row for row in found.to_pylist()}, votes.to_pylist()


def placed(tables: dict[str, pa.Table], city: City) -> tuple[pa.Table, pa.Table]:
    """The tables `places` and `datum_votes`, each part computed from its own inputs only."""
    sites = {name: tables[name] for name in site_datum_votes.INPUTS}
    reports = {name: tables[name] for name in complaint_datum_votes.INPUTS}
    site_votes, report_votes = site_datum_votes.run(sites, city=city), complaint_datum_votes.run(reports, city=city)
    parts = (
        site_places.run({**sites, "site_datum_votes": site_votes}, city=city),
        complaint_places.run({**reports, "complaint_datum_votes": report_votes}, city=city).drop_columns(["month_id"]),
    )
    return pa.concat_tables(parts), pa.concat_tables((site_votes, report_votes))


def city_of(*feeds: str, **changes: Any) -> City:
    """The test city with enterprise feeds in this order."""
    return replace(CITY, feeds=tuple(Feed(name=name, table="enterprises", files=("x.csv",)) for name in feeds), **changes)


def districts(path: Path) -> pd.DataFrame:
    """The polygons of a GeoJSON file as rows of stg_districts, declared GCJ-02."""
    features = json.loads(path.read_text(encoding="utf-8"))["features"]
    return pd.DataFrame(
        {
            "code": [str(f["properties"]["adcode"]) for f in features],
            "name": [f["properties"]["name"] for f in features],
            "level": "district",
            "geometry": [json.dumps(f["geometry"]) for f in features],
            "source_feed": "districts",
            "source_datum": "gcj02",
        }
    )


def zhengzhou_restaurants(folder: Path, *, one_feed_each: bool = False, claimed: str = "wgs84") -> pd.DataFrame:
    """The 11 district files (GCJ-02) and 郑州餐饮POI.csv, whose columns named WGS84 are taken at their word."""
    parts = []
    for path in sorted((folder / "zhengzhou" / "restaurants_poi").glob("*.csv")):
        raw = pd.read_csv(path)
        is_claimed = path.stem == "郑州餐饮POI"
        new = {"经度(lon)": "lon", "纬度(lat)": "lat", "区域": "district", "POI名称": "name", "WGS84_经度": "lon", "WGS84_纬度": "lat"}
        part = raw.rename(columns=new | {"区县": "district", "店铺名称": "name"})[["lon", "lat", "district", "name"]]
        feed = path.stem if one_feed_each or is_claimed else "districts_poi"
        datum = claimed if is_claimed else "gcj02"
        ids = [f"{path.stem}-{n}" for n in range(len(part))]
        parts.append(part.assign(source_feed=feed, source_datum=datum, enterprise_id=ids, source_type="catering"))
    return pd.concat(parts, ignore_index=True)
