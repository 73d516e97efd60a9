"""Zhengzhou as it is: places, rings and indices against computations that share no code with the program."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path
from typing import Any

import geopandas
import pytest
from shapely import points

from tests.cities import gcj02
from tests.cities.built import Built

RESTAURANTS = "zhengzhou/restaurants_poi"
REVIEWED = "郑州餐饮POI.csv"
BOUNDARIES = "china_boundaries/410100_counties.geojson"
RINGS_M = {1: 1000.0, 3: 3000.0, 5: 5000.0}

Lines = list[dict[str, str]]


@cache
def lines_of(path: Path) -> Lines:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def files(shared_data: Path) -> list[Path]:
    return sorted((shared_data / RESTAURANTS).glob("*.csv"))


@cache
def delivered(shared_data: Path) -> dict[tuple[str, int], tuple[float, float]]:
    """WGS84 as each file declares it, by file and line: the 11 by our own formula, the reviewed one as its columns say."""
    found = {}
    for path in files(shared_data):
        for number, row in enumerate(lines_of(path), start=2):
            if path.name == REVIEWED:
                place = float(row["WGS84_经度"]), float(row["WGS84_纬度"])
            else:
                place = gcj02.to_wgs84(float(row["经度(lon)"]), float(row["纬度(lat)"]))
            found[f"{RESTAURANTS}/{path.name}", number] = place
    return found


def frame(places: dict[Any, tuple[float, float]], *, crs: str = "EPSG:4326") -> geopandas.GeoDataFrame:
    return geopandas.GeoDataFrame({"key": list(places)}, geometry=points(list(places.values())), crs=crs)


def sources(city: Built) -> dict[tuple[str, int], str]:
    """Which enterprise stands where its file says: the line whose code the enterprise bears."""
    query = """
        select s.source_file, s.source_line, l.enterprise_id
        from enterprise_links as l
        join stg_enterprises as s using (source_key)
        where l.rule = 'self'
    """
    return {(file, line): enterprise_id for file, line, enterprise_id in city.rows(query)}


def test_our_formula_reproduces_the_published_pairs(shared_data: Path) -> None:
    pairs = [row for row in lines_of(shared_data / "coord_vectors" / "pairs.csv") if row["kind"] == "wgs2gcj"]
    assert pairs
    for row in pairs:
        here = float(row["in_lon"]), float(row["in_lat"])
        assert gcj02.from_wgs84(*here) == pytest.approx((float(row["out_lon"]), float(row["out_lat"])), abs=1e-6)
        assert gcj02.to_wgs84(*gcj02.from_wgs84(*here)) == pytest.approx(here, abs=1e-12)


def test_every_line_of_the_12_files_has_one_fate(zhengzhou: Built, shared_data: Path) -> None:
    written = {path.name: len(lines_of(path)) for path in files(shared_data)}
    assert sum(count for name, count in written.items() if name != REVIEWED) == 17574
    assert written[REVIEWED] == 2177
    fates = zhengzhou.rows("select file, disposition, sum(lines) from source_lines where table_name = 'enterprises' group by all")
    by_file = {name: {d: int(n) for f, d, n in fates if f.endswith("/" + name) and n} for name in written}
    assert by_file == {name: {"loaded": count, "non_data": 1} for name, count in written.items()}
    off = zhengzhou.rows("""
        select file, feed, line_count, sum(lines) from source_files join source_lines using (file, feed)
        group by all having line_count <> sum(lines)
    """)
    assert off == []


def test_only_the_file_whose_columns_lie_is_suspected_and_its_rows_stay_where_they_are(zhengzhou: Built, shared_data: Path) -> None:
    votes = zhengzhou.rows("select source_feed, declared, voted, is_wrong from datum_votes where kind = 'enterprise' order by 1")
    assert votes == [("restaurants", "gcj02", "gcj02", False), ("restaurants_reviewed", "wgs84", "gcj02", True)]
    assert zhengzhou.rows("""
        select source_feed, place_quality, count(*) from places join stg_enterprises using (source_key)
        where kind = 'enterprise' group by all order by 1
    """) == [("restaurants", "ok", 17574), ("restaurants_reviewed", "suspected_datum", 2177)]
    moved = zhengzhou.rows("""
        select s.source_line, p.lon, p.lat from places as p join stg_enterprises as s using (source_key)
        where p.place_quality = 'suspected_datum'
    """)
    reviewed = lines_of(shared_data / RESTAURANTS / REVIEWED)
    assert {(line, lon, lat) for line, lon, lat in moved} == {
        (number, float(row["WGS84_经度"]), float(row["WGS84_纬度"])) for number, row in enumerate(reviewed, start=2)
    }


def test_every_note_on_a_place_is_a_whole_sentence(zhengzhou: Built) -> None:
    notes = [row[0] for row in zhengzhou.rows("select distinct place_note from places where place_note is not null")]
    assert notes
    assert [note for note in notes if not note.endswith("。") or "。。" in note or "；；" in note] == []


def test_the_place_proposed_for_a_suspected_row_is_that_of_our_formula(zhengzhou: Built) -> None:
    rows = zhengzhou.rows("select lon, lat, proposed_lon, proposed_lat from enterprises where place_quality = 'suspected_datum'")
    assert len(rows) > 1000
    for lon, lat, proposed_lon, proposed_lat in rows:
        assert (proposed_lon, proposed_lat) == pytest.approx(gcj02.to_wgs84(lon, lat), abs=1e-9)


def test_every_restaurant_lies_where_our_formula_puts_it(zhengzhou: Built, shared_data: Path) -> None:
    places = delivered(shared_data)
    rows = zhengzhou.rows("""
        select s.source_file, s.source_line, p.lon, p.lat from places as p join stg_enterprises as s using (source_key)
        where p.kind = 'enterprise'
    """)
    assert len(rows) == len(places) == 19751
    for file, line, lon, lat in rows:
        assert (lon, lat) == pytest.approx(places[file, line], abs=1e-10)


def test_ring_members_are_those_of_geopandas(zhengzhou: Built, shared_data: Path) -> None:
    metres = "EPSG:4547"
    places = delivered(shared_data)
    homes = {code: places[line] for line, code in sources(zhengzhou).items()}
    stations = {
        row["stationcode"]: (float(row["longitude"]), float(row["latitude"]))
        for row in lines_of(shared_data / "cnemc_hourly_2026" / "stations.csv")
        if row["area"] == "郑州市"
    }
    here, there = frame(homes).to_crs(metres), frame(stations).to_crs(metres)
    near, far = there.sindex.query(here.geometry, predicate="dwithin", distance=max(RINGS_M.values()))
    distances = here.geometry.iloc[near].reset_index(drop=True).distance(there.geometry.iloc[far].reset_index(drop=True))
    expected = {
        (there.key.iloc[s], here.key.iloc[e]): (distance, min(km for km, radius in RINGS_M.items() if distance <= radius))
        for e, s, distance in zip(near, far, distances, strict=True)
    }
    found = {
        (station, enterprise): (distance, ring)
        for station, enterprise, distance, ring in zhengzhou.rows(
            "select station_id, enterprise_id, distance_m, ring_km from zone_members where zone_kind = 'ring' and in_zone"
        )
    }
    assert len(stations) == 11
    assert found.keys() == expected.keys()
    assert {key: ring for key, (_, ring) in found.items()} == {key: ring for key, (_, ring) in expected.items()}
    assert max(abs(found[key][0] - expected[key][0]) for key in found) < 1e-6


def test_a_bearing_is_the_one_of_the_ellipsoid(zhengzhou: Built) -> None:
    from pyproj import Geod

    rows = zhengzhou.rows("""
        select s.lon, s.lat, e.lon, e.lat, m.bearing_deg, m.distance_m
        from zone_members as m join stations as s using (station_id) join enterprises as e using (enterprise_id)
        where m.distance_m > 50
    """)
    lon, lat, to_lon, to_lat, bearing, _ = zip(*rows, strict=True)
    azimuth, _, _ = Geod(ellps="GRS80").inv(lon, lat, to_lon, to_lat)
    turns = [(ours - theirs + 180.0) % 360.0 - 180.0 for ours, theirs in zip(bearing, azimuth, strict=True)]
    assert max(map(abs, turns)) < 0.01


def test_one_in_eighty_lies_outside_its_stated_district(zhengzhou: Built, shared_data: Path) -> None:
    """Points and outlines are both GCJ-02, so the independent answer needs no conversion at all."""
    outlines = geopandas.read_file(shared_data / BOUNDARIES)[["name", "geometry"]]
    given = {
        (f"{RESTAURANTS}/{path.name}", number): (float(row["经度(lon)"]), float(row["纬度(lat)"]))
        for path in files(shared_data)
        if path.name != REVIEWED
        for number, row in enumerate(lines_of(path), start=2)
    }
    stated = {(file, number): Path(file).stem for file, number in given}
    inside = geopandas.sjoin(frame(given), outlines.set_crs("EPSG:4326", allow_override=True), predicate="within", how="left")
    expected = {key: name if isinstance(name, str) else None for key, name in zip(inside.key, inside["name"], strict=True)}
    found = {
        (file, line): district
        for file, line, district in zhengzhou.rows("""
            select s.source_file, s.source_line, p.district from places as p join stg_enterprises as s using (source_key)
            where p.kind = 'enterprise' and s.source_feed = 'restaurants'
        """)
    }
    assert found == expected
    assert sum(found[key] != stated[key] for key in found) / len(found) == pytest.approx(0.012, abs=0.0005)


def test_the_published_hourly_index_is_reproduced(zhengzhou: Built) -> None:
    told, same = zhengzhou.rows("select count(published_aqi), count(*) filter (where aqi = published_aqi) from station_hours")[0]
    assert told > 15000
    assert same == told
    assert zhengzhou.value("select count(distinct station_id) from station_hours") == 11


def test_the_stations_stand_in_the_districts_of_the_map(zhengzhou: Built, shared_data: Path) -> None:
    outlines = geopandas.read_file(shared_data / BOUNDARIES)
    for station, lon, lat, district in zhengzhou.rows("select station_id, lon, lat, district from stations"):
        there = gcj02.from_wgs84(lon, lat)
        (name,) = outlines[outlines.contains(points(*there))]["name"]
        assert district == name, station


def test_without_weather_no_share_is_claimed(zhengzhou: Built) -> None:
    assert zhengzhou.value("select count(*) from zone_members where upwind_share_24h is not null or wind_distance_m is not null") == 0


def test_the_build_says_what_is_late_and_nothing_is_wrong(zhengzhou: Built) -> None:
    assert "已发布" in zhengzhou.printed
    assert "Traceback" not in zhengzhou.printed + zhengzhou.errors
