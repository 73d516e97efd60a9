"""Votes on a declared datum: the real mislabelled file is caught, right files are not accused, a draw is called a draw."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from pipelines import datum, uscc, voting
from pipelines.city import Feed
from tests.pipelines.place_tables import CITY, districts, inputs, run_places, zhengzhou_restaurants


def code(number: int) -> str:
    body = f"91410100{number:09d}"
    return body + uscc.check_character(body)


def lists(*, declared, true, noise_m=50.0, size=40, seed=0, given="name"):
    """One list per (declared, true) datum, all holding the same places, the later ones with noise of a map service."""
    rng = np.random.default_rng(seed)
    lon, lat = rng.uniform(113.3, 114.0, size), rng.uniform(34.5, 34.9, size)
    rows = []
    for feed, (said, is_in) in enumerate(zip(declared, true, strict=True)):
        shift = rng.normal(0.0, noise_m, (2, size)) if feed else np.zeros((2, size))
        x, y = datum.from_wgs84(lon + shift[0] / 91_500, lat + shift[1] / 111_000, datum=is_in)
        for n in range(size):
            row = {
                "enterprise_id": str(n),
                "source_feed": f"list{feed}",
                "source_datum": said,
                "lon": x[n],
                "lat": y[n],
                "source_type": "industry",
            }
            rows.append(row | ({"name": f"第{n}{feed}", "uscc": code(n)} if given == "uscc" else {"name": f"企业{n}"}))
    return rows


def votes(tables):
    return {row["source_feed"]: row for row in voting.vote(tables, city=CITY).to_pylist()}


def test_the_file_whose_wgs84_columns_are_gcj02_is_caught_and_the_eleven_right_ones_are_not(shared_data: Path):
    tables = inputs(
        districts=districts(shared_data / "china_boundaries" / "410100_counties.geojson"),
        enterprises=zhengzhou_restaurants(shared_data, one_feed_each=True),
    )
    found, ballots = run_places(tables)
    assert {row["source_feed"]: row["voted"] for row in ballots if row["is_wrong"]} == {"郑州餐饮POI": "gcj02"}
    suspects = [row for row in found.values() if row["place_quality"] == "suspected_datum"]
    assert len(suspects) == 2177
    assert {row["source_key"].partition(":")[0] for row in suspects} == {"郑州餐饮POI"}
    note = next(row["note"] for row in ballots if row["is_wrong"])
    assert note.startswith("「郑州餐饮POI」的污染源坐标申报为 WGS84，疑为 GCJ-02（两者相差约 577 米）：")
    assert note.endswith("坐标未移动，请核实。")


def test_it_is_caught_by_names_alone_where_no_district_is_known(shared_data: Path):
    found = votes(inputs(enterprises=zhengzhou_restaurants(shared_data, one_feed_each=True)))
    assert [feed for feed, row in found.items() if row["is_wrong"]] == ["郑州餐饮POI"]


def test_it_is_caught_by_districts_alone_where_no_other_list_is_known(shared_data: Path):
    rows = zhengzhou_restaurants(shared_data)
    shapes = districts(shared_data / "china_boundaries" / "410100_counties.geojson")
    found = votes(inputs(districts=shapes, enterprises=rows[rows["source_feed"] == "郑州餐饮POI"].reset_index(drop=True)))
    assert found["郑州餐饮POI"]["voted"] == "gcj02"


def test_declared_rightly_the_same_file_is_cleared(shared_data: Path):
    shapes = districts(shared_data / "china_boundaries" / "410100_counties.geojson")
    found = votes(inputs(districts=shapes, enterprises=zhengzhou_restaurants(shared_data, claimed="gcj02")))
    assert not any(row["is_wrong"] for row in found.values())
    assert found["郑州餐饮POI"]["voted"] == "gcj02"


@pytest.mark.parametrize("seed", range(200))
def test_a_list_in_an_unstated_shifted_datum_is_named_in_two_hundred_trials(seed):
    rng = np.random.default_rng(seed)
    true = ("gcj02", "bd09", "wgs84")[seed % 3]
    rows = lists(
        declared=("wgs84", "wgs84"), true=("wgs84", true), noise_m=float(rng.uniform(0, 200)), size=int(rng.integers(20, 60)), seed=seed
    )
    found = votes(inputs(enterprises=rows))
    assert not found["list0"]["is_wrong"]
    if true == "wgs84":
        assert not found["list1"]["is_wrong"]
    else:
        assert found["list1"]["voted"] == true


def test_a_wgs84_claim_is_blamed_before_a_gcj02_claim_and_the_note_calls_it_an_inference():
    found = votes(inputs(enterprises=lists(declared=("gcj02", "wgs84"), true=("gcj02", "gcj02"))))
    assert (found["list0"]["verdict"], found["list1"]["verdict"], found["list1"]["voted"]) == ("undecided", "wrong", "gcj02")
    assert "WGS84 栏误填地图坐标最为常见，据此推断" in found["list1"]["note"]


def test_two_lists_alone_that_claim_two_shifted_datums_are_a_draw():
    found = votes(inputs(enterprises=lists(declared=("gcj02", "bd09"), true=("gcj02", "gcj02"))))
    assert [(row["verdict"], row["voted"]) for row in found.values()] == [("disputed", None)] * 2
    assert "两份清单必有一份坐标系有误，现有资料无法判断是哪一份。" in found["list0"]["note"]


def test_a_note_calls_a_list_by_its_source_and_by_its_key_where_the_source_does_not_tell():
    sources = ("城管局台账", "餐饮“油烟”「在线」名单")
    feeds = [Feed(name=f"list{i}", table="enterprises", files=("x",), source=source) for i, source in enumerate(sources)]
    tables = inputs(enterprises=lists(declared=("gcj02", "wgs84"), true=("gcj02", "gcj02")))

    def note(*feeds):
        return {row["source_feed"]: row["note"] for row in voting.vote(tables, city=replace(CITY, feeds=feeds)).to_pylist()}["list1"]

    assert note(*feeds).startswith("「餐饮“油烟”『在线』名单」的污染源坐标申报为 WGS84，疑为 GCJ-02（两者相差约 ")
    assert "：与「城管局台账」的 40 个相同点相差约 " in note(*feeds)
    twins = [replace(feed, source="城管局台账") for feed in feeds]
    assert note(*twins).startswith("「城管局台账」（list1）的污染源坐标")
    assert note(*[replace(feed, source=" ") for feed in feeds]).startswith("「list1」的污染源坐标")


def test_a_third_list_breaks_the_draw():
    found = votes(inputs(enterprises=lists(declared=("gcj02", "bd09", "gcj02"), true=("gcj02", "gcj02", "gcj02"))))
    assert {feed for feed, row in found.items() if row["is_wrong"]} == {"list1"}


def test_a_list_without_a_declaration_is_blamed_before_one_with():
    found = votes(inputs(enterprises=lists(declared=("gcj02", None), true=("gcj02", "gcj02"))))
    assert (found["list1"]["voted"], found["list1"]["declared"], found["list0"]["is_wrong"]) == ("gcj02", "unknown", False)


def test_fewer_than_twenty_shared_points_accuse_nobody():
    found = votes(inputs(enterprises=lists(declared=("wgs84", "wgs84"), true=("wgs84", "gcj02"), size=19)))
    assert not any(row["is_wrong"] for row in found.values())
    assert "可供核对的点不足 20 个或不足以区分，无法判断。" in found["list1"]["note"]


def test_a_suspected_feed_is_not_moved_and_its_better_place_is_proposed():
    found, _ = run_places(inputs(enterprises=lists(declared=("wgs84", "wgs84"), true=("wgs84", "gcj02"), noise_m=0.0)))
    for n in range(40):
        here, there = found[f"list0:{n}"], found[f"list1:{n}"]
        assert (here["place_quality"], there["place_quality"]) == ("ok", "suspected_datum")
        assert there["proposed_lon"] == pytest.approx(here["lon"], abs=1e-9)
        assert there["proposed_lat"] == pytest.approx(here["lat"], abs=1e-9)
        assert abs(there["lon"] - here["lon"]) > 0.003


def test_stated_townships_are_witnesses_too():
    rng = np.random.default_rng(5)
    lon, lat = rng.uniform(113.50, 113.60, 300), rng.uniform(34.60, 34.70, 300)
    towns = []
    for n in range(4):
        west = 113.50 + n * 0.025
        ring = [[west, 34.6], [west + 0.025, 34.6], [west + 0.025, 34.7], [west, 34.7], [west, 34.6]]
        geometry = json.dumps({"type": "Polygon", "coordinates": [ring]})
        towns.append({"code": str(n), "name": f"{n}镇", "level": "township", "geometry": geometry, "source_datum": "wgs84"})
    x, y = datum.wgs84_to_gcj02(lon, lat)
    rows = [
        {"enterprise_id": str(n), "source_feed": "a", "source_datum": "wgs84", "name": f"厂{n}", "lon": x[n], "lat": y[n]}
        | {"township": f"{int((lon[n] - 113.5) / 0.025)}镇"}
        for n in range(300)
    ]
    assert votes(inputs(districts=towns, enterprises=rows))["a"]["voted"] == "gcj02"
    right = [row | {"source_datum": "gcj02"} for row in rows]
    assert votes(inputs(districts=towns, enterprises=right))["a"]["verdict"] == "agrees"


def test_single_rows_in_another_datum_are_found_by_their_code():
    rows = lists(declared=("wgs84", "wgs84"), true=("wgs84", "wgs84"), noise_m=5.0, given="uscc")
    for row in rows[40:45]:
        row["lon"], row["lat"] = map(float, datum.wgs84_to_gcj02(row["lon"], row["lat"]))
    found, ballots = run_places(inputs(enterprises=rows))
    assert not any(row["is_wrong"] for row in ballots)
    suspects = {key for key, row in found.items() if row["place_quality"] == "suspected_datum"}
    assert suspects == {f"list1:{n}" for n in range(5)}
    assert found["list1:0"]["place_note"].startswith("与「list0」中同一信用代码的点恰差一个 GCJ-02 偏移")


def test_outside_china_no_datum_is_doubted():
    rng = np.random.default_rng(3)
    ring = [[-88.0, 41.5], [-87.5, 41.5], [-87.5, 42.1], [-88.0, 42.1], [-88.0, 41.5]]
    shape = {
        "code": "1",
        "name": "Cook",
        "level": "district",
        "geometry": json.dumps({"type": "Polygon", "coordinates": [ring]}),
        "source_datum": "wgs84",
    }
    rows = [
        {
            "enterprise_id": str(n),
            "source_feed": feed,
            "name": f"Plant {n}",
            "district": "Cook",
            "lon": -87.7 + x / 1000,
            "lat": 41.8 + y / 1000,
        }
        for feed in ("a", "b")
        for n, (x, y) in enumerate(rng.normal(0, 50, (40, 2)))
    ]
    found = votes(inputs(districts=[shape], enterprises=rows))
    assert not any(row["is_wrong"] for row in found.values())
