"""Places: what a delivered coordinate is worth, and that nothing is moved silently."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

from pipelines import datum, projection
from tests.pipelines.place_tables import CITY, districts, inputs, run_places, zhengzhou_restaurants

ROW = {"source_feed": "list", "source_datum": "wgs84", "source_type": "industry", "name": "甲厂", "lon": 113.6253, "lat": 34.7466}


def enterprise(enterprise_id: str, **changes):
    return ROW | {"enterprise_id": enterprise_id} | changes


def place(**changes):
    found, _ = run_places(inputs(enterprises=[enterprise("1", **changes)]))
    return found["list:1"]


def test_a_point_declared_wgs84_stays_where_it_is():
    found = place()
    assert (found["lon"], found["lat"], found["place_quality"], found["place_note"]) == (113.6253, 34.7466, "ok", None)
    x_m, y_m = projection.to_metres(113.6253, 34.7466, crs=CITY.crs)
    assert (found["x_m"], found["y_m"]) == (float(x_m), float(y_m))


def test_a_point_declared_gcj02_comes_home():
    found = place(lon=113.63134668, lat=34.74541732, source_datum="gcj02")
    assert found["lon"] == pytest.approx(113.6253, abs=3e-7)
    assert found["lat"] == pytest.approx(34.7466, abs=3e-7)
    assert found["datum_used"] == "gcj02"


def test_the_datum_of_the_row_wins_over_that_of_the_file():
    found, _ = run_places(
        inputs(
            enterprises=[
                enterprise("1", lon=113.63134668, lat=34.74541732, datum="gcj02"),
                enterprise("2", lon=113.63774761, lat=34.75172218, datum="bd09", name="乙厂"),
                enterprise("3", name="丙厂"),
            ]
        )
    )
    for key in ("list:1", "list:2", "list:3"):
        assert found[key]["lon"] == pytest.approx(113.6253, abs=1e-6)
        assert found[key]["lat"] == pytest.approx(34.7466, abs=1e-6)
    assert [found[k]["datum_used"] for k in ("list:1", "list:2", "list:3")] == ["gcj02", "bd09", "wgs84"]


def test_an_undeclared_datum_is_taken_as_wgs84_and_noted():
    found = place(source_datum=None)
    assert (found["lon"], found["datum_used"], found["place_quality"]) == (113.6253, "wgs84", "ok")
    assert found["place_note"] == "坐标系未声明，按 WGS84 处理。"


@pytest.mark.parametrize(
    ("lon", "lat", "note"),
    [
        (None, None, "没有坐标。"),
        (113.6, None, "没有坐标。"),
        (float("nan"), 34.7, "没有坐标。"),
        (float("inf"), 34.7, "没有坐标。"),
        (0.0, 0.0, "坐标为 0、0，按缺失处理。"),
        (200.0, 34.7, "坐标超出地球经纬度范围，按缺失处理。"),
        (113.6, 91.0, "坐标超出地球经纬度范围，按缺失处理。"),
    ],
)
def test_what_is_no_place_is_missing(lon, lat, note):
    found = place(lon=lon, lat=lat)
    assert (found["place_quality"], found["place_note"]) == ("missing", note)
    assert [found[c] for c in ("lon", "lat", "x_m", "y_m", "district_code", "proposed_lon")] == [None] * 6


def test_swapped_axes_are_proposed_the_right_way_round_and_not_moved():
    found = place(lon=34.7466, lat=113.6253)
    assert found["place_quality"] == "outside_city"
    assert "经纬度疑似颠倒：所报经度 34.7466、纬度 113.6253，对调后落在本市" in found["place_note"]
    assert (found["proposed_lon"], found["proposed_lat"]) == (113.6253, 34.7466)
    assert found["lon"] is None
    assert found["x_m"] is None


def test_a_point_of_another_city_is_outside_and_keeps_its_place():
    found = place(lon=116.4, lat=39.9)
    assert (found["place_quality"], found["lon"], found["proposed_lon"]) == ("outside_city", 116.4, None)
    assert found["place_note"] == "坐标不在本市范围内。"


def test_factories_stacked_on_one_coordinate_are_flagged_but_a_food_court_is_not():
    factories = [enterprise(str(n), name=f"{n}号厂") for n in range(2)]
    court = [enterprise(f"c{n}", name=f"{n}号面馆", source_type="catering", lon=113.7) for n in range(7)]
    tower = [enterprise(f"t{n}", name=f"{n}号火锅", source_type="catering", lon=113.8) for n in range(8)]
    found, _ = run_places(inputs(enterprises=[*factories, *court, *tower]))
    assert {found[f"list:{n}"]["place_quality"] for n in range(2)} == {"duplicate"}
    assert {found[f"list:c{n}"]["place_quality"] for n in range(7)} == {"ok"}
    assert {found[f"list:t{n}"]["place_quality"] for n in range(8)} == {"duplicate"}
    assert found["list:0"]["place_note"] == "同一清单有 2 个不同名称落在同一坐标，请核实。"


def test_one_name_on_one_coordinate_in_two_lists_is_no_stack():
    found, _ = run_places(inputs(enterprises=[enterprise("1"), enterprise("1", source_feed="other", name="甲工厂")]))
    assert {row["place_quality"] for row in found.values()} == {"ok"}


def test_whole_minutes_are_noted_as_coarse():
    found = place(lon=113 + 37 / 60, lat=34 + 45 / 60)
    assert (found["place_quality"], found["place_note"]) == ("ok", "坐标恰为整度整分，精度只到约 1 公里。")


def test_every_kind_of_point_gets_a_place():
    point = {"lon": 113.6, "lat": 34.7, "source_datum": "wgs84", "source_feed": "f", "name": "x"}
    found, _ = run_places(
        inputs(
            enterprises=[enterprise("1")],
            stations=[point | {"station_id": "S"}],
            met_stations=[point | {"met_id": "M"}],
            complaints=[point | {"complaint_id": "C", "lon": None}],
        )
    )
    assert {key: row["kind"] for key, row in found.items()} == {
        "list:1": "enterprise",
        "S": "station",
        "M": "met_station",
        "C": "complaint",
    }
    assert found["C"]["place_quality"] == "missing"


def test_a_city_without_points_has_no_places():
    assert run_places(inputs()) == ({}, [])


def square(code, west, south, east, north, level="district"):
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    geometry = json.dumps({"type": "Polygon", "coordinates": [ring]})
    return {"code": code, "name": f"区{code}", "level": level, "geometry": geometry, "source_feed": "d", "source_datum": "wgs84"}


def test_a_point_on_a_border_belongs_to_the_lowest_code_and_outside_to_none():
    tables = inputs(
        districts=[
            square("2", 113.0, 34.0, 113.5, 35.0),
            square("1", 113.5, 34.0, 114.0, 35.0),
            square("9", 113.0, 34.0, 113.5, 34.8, "township"),
        ],
        enterprises=[enterprise("1", lon=113.5), enterprise("2", lon=113.2), enterprise("3", lon=114.2)],
    )
    found, _ = run_places(tables)
    assert [found[f"list:{n}"]["district_code"] for n in (1, 2, 3)] == ["1", "2", None]
    assert [found[f"list:{n}"]["township"] for n in (1, 2, 3)] == ["区9", "区9", None]


def test_a_polygon_that_cannot_be_read_holds_nobody():
    broken = square("1", 113.0, 34.0, 114.0, 35.0) | {"geometry": '{"type": "Polygon", "coordinates": "—"}'}
    found, _ = run_places(inputs(districts=[broken], enterprises=[enterprise("1")]))
    assert found["list:1"]["district_code"] is None


def test_districts_equal_an_independent_spatial_join_row_for_row(shared_data: Path):
    shapes = districts(shared_data / "china_boundaries" / "410100_counties.geojson")
    rows = zhengzhou_restaurants(shared_data, claimed="gcj02")
    found, _ = run_places(inputs(districts=shapes, enterprises=rows))
    keys = (rows["source_feed"] + ":" + rows["enterprise_id"]).tolist()
    lon, lat = np.array([(found[k]["lon"], found[k]["lat"]) for k in keys]).T
    polygons = gpd.GeoDataFrame(
        shapes[["code"]],
        geometry=[
            shapely.transform(g, lambda a: np.column_stack(datum.gcj02_to_wgs84(a[:, 0], a[:, 1])))
            for g in map(shapely.from_geojson, shapes["geometry"])
        ],
        crs=4326,
    )
    points = gpd.GeoDataFrame({"key": keys}, geometry=gpd.points_from_xy(lon, lat), crs=4326)
    expected = gpd.sjoin(points, polygons, how="left", predicate="intersects").groupby("key")["code"].min()
    ours = pd.Series({k: found[k]["district_code"] for k in keys}, dtype=object)
    assert len(ours) == 19_751
    assert ours.where(ours.notna(), "").to_dict() == expected.fillna("").to_dict()
    assert (ours.isna()).sum() < 150


def test_the_stacked_points_of_a_real_list_are_flagged_and_no_other(shared_data: Path):
    raw = pd.read_csv(shared_data / "ningxia" / "enterprises.csv")
    rows = [
        {
            "enterprise_id": str(r["序号"]),
            "name": r["企业名称"],
            "lon": r["lng"],
            "lat": r["lat"],
            "source_feed": "list",
            "source_type": "industry",
        }
        for r in raw.to_dict("records")
    ]
    names = raw.groupby(["lng", "lat"])["企业名称"].transform("nunique")
    expected = {f"list:{key}" for key in raw.loc[names > 1, "序号"]}
    assert len(expected) == 43
    found, _ = run_places(inputs(enterprises=rows), replace(CITY, crs="EPSG:4544", bbox_deg=(104.2, 35.2, 107.7, 39.45)))
    assert {key for key, row in found.items() if row["place_quality"] == "duplicate"} == expected
