"""Marts of places: rows in, rows out; and the checks find what must not exist."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import duckdb
import pyarrow as pa
import pytest

from pipelines.analyses import zone_places
from tests.model_harness import create, run_model
from tests.pipelines.place_tables import CITY

CHECKS_DIR = Path(__file__).resolve().parents[2] / "pipelines" / "checks"
DAY = dt.date(2026, 4, 30)
MOMENT = [{"as_of_at": dt.datetime(2026, 4, 30, 8), "as_of_on": DAY, "known_at": dt.datetime(2026, 4, 30, 8)}]
EARLY, LATE = dt.datetime(2026, 1, 1), dt.datetime(2026, 2, 1)


def test_staging_keeps_the_latest_version_of_a_code_within_each_feed():
    raw = [
        {"source_feed": "a", "enterprise_id": "1", "name": "old", "source_received_at": EARLY, "source_file": "x", "source_line": 9},
        {"source_feed": "a", "enterprise_id": "1", "name": "new", "source_received_at": LATE, "source_file": "x", "source_line": 2},
        {"source_feed": "b", "enterprise_id": "1", "name": "other list", "source_received_at": EARLY, "source_file": "y", "source_line": 2},
    ]
    found = run_model("stg_enterprises", {"raw_enterprises": raw})
    assert [(r["source_key"], r["name"]) for r in found] == [("a:1", "new"), ("b:1", "other list")]


@pytest.mark.parametrize("table", ["met_stations", "districts", "zones", "organisations"])
def test_staging_breaks_a_tie_of_time_by_file_and_line(table):
    key = {"met_stations": "met_id", "districts": "code", "zones": "zone_id", "organisations": "org_id"}[table]
    raw = [{key: "1", "name": str(n), "source_file": "x", "source_line": n, "source_received_at": EARLY} for n in (2, 3, 1)]
    assert [r["name"] for r in run_model(f"stg_{table}", {f"raw_{table}": raw})] == ["3"]


def test_a_complaint_delivered_five_times_is_one_complaint():
    raw = [{"complaint_id": "1", "content": str(n), "source_received_at": EARLY, "source_line": n, "month_id": 202601} for n in range(5)]
    assert [(r["content"], r["month_id"]) for r in run_model("stg_complaints", {"raw_complaints": raw})] == [("4", 202601)]


def test_the_last_correction_of_a_cell_is_the_one_that_counts():
    base = {"table": "enterprise_links", "key": "b:7", "column": "enterprise_id"}
    raw = [base | {"correction_id": "1", "new": "1", "at": LATE}, base | {"correction_id": "2", "new": "7", "at": EARLY}]
    found = run_model("stg_corrections", {"raw_corrections": raw})
    assert [(r["table_name"], r["row_key"], r["column_name"], r["new_text"]) for r in found] == [
        ("enterprise_links", "b:7", "enterprise_id", "1")
    ]


def link(key, enterprise_id, rank_no, *, uscc=None, is_uscc_valid=None, rule="self", linked_to=None):
    return {
        "source_key": key,
        "enterprise_id": enterprise_id,
        "rank_no": rank_no,
        "feed_rank": rank_no,
        "uscc": uscc,
        "is_uscc_valid": is_uscc_valid,
        "rule": rule,
        "linked_to": linked_to,
        "names_merged": "甲；乙",
        "source_count": 2,
    }


def place(key, quality, lon, kind="enterprise", district="中原区"):
    names = ("township_code", "township", "proposed_lon", "proposed_lat")
    empty = dict.fromkeys(names)
    x_m = None if lon is None else lon * 1000.0
    row = {"kind": kind, "source_key": key, "lon": lon, "lat": lon and 34.7, "x_m": x_m, "y_m": x_m and 5.0, "place_quality": quality}
    return row | {"place_note": None, "district_code": "410102", "district": district, "convergence_deg": 0.1} | empty


def staged_enterprises(*rows):
    con = duckdb.connect()
    create(con, "raw_enterprises", rows)
    sql = (CHECKS_DIR.parent / "models" / "staging" / "stg_enterprises.sql").read_text(encoding="utf-8")
    return con.execute(sql).fetch_df().astype(object).where(lambda frame: frame.notna(), None).to_dict("records")


def tables(**changes):
    rows = staged_enterprises(
        {"source_feed": "a", "enterprise_id": "1", "name": "甲", "grade": "A", "source_type": "industry"},
        {"source_feed": "b", "enterprise_id": "7", "name": "乙", "grade": "B", "address": "人民路", "so2_t": 2.5},
    )
    base = {
        "stg_enterprises": rows,
        "enterprise_links": [link("a:1", "1", 1, uscc="X", is_uscc_valid=False), link("b:7", "1", 2, uscc="Y", is_uscc_valid=True)],
        "site_places": [place("a:1", "suspected_datum", 113.5), place("b:7", "ok", 113.6)],
        "enterprise_codes": [{"code": "1", "enterprise_id": "1"}, {"code": "7", "enterprise_id": "1"}],
        "stg_positive_list": [{"enterprise_id": "7", "listed_on": dt.date(2026, 1, 1), "valid_to": DAY, "removed_on": dt.date(2026, 5, 1)}],
        "run_moment": MOMENT,
    }
    return base | changes


def enterprises(given):
    records = run_model("enterprise_records", {name: given[name] for name in ("stg_enterprises", "enterprise_links", "site_places")})
    listed = run_model("listed_enterprises", given) or [{"enterprise_id": "", "listing_count": 0}]
    return run_model("enterprises", {"enterprise_records": records, "listed_enterprises": listed})


def test_an_enterprise_says_what_its_first_list_says_and_fills_its_gaps_from_the_others():
    (found,) = enterprises(tables())
    assert (found["enterprise_id"], found["name"], found["grade"], found["address"], found["so2_t"]) == ("1", "甲", "A", "人民路", 2.5)
    assert (found["source_type"], found["names_merged"], found["source_count"]) == ("industry", "甲；乙", 2)


def test_an_enterprise_stands_at_the_best_of_its_places_and_has_the_valid_of_its_codes():
    (found,) = enterprises(tables())
    assert (found["lon"], found["place_quality"], found["uscc"], found["is_uscc_valid"]) == (113.6, "ok", "Y", True)
    even = tables(site_places=[place("a:1", "ok", 113.5), place("b:7", "ok", 113.6)])
    assert enterprises(even)[0]["lon"] == 113.5


@pytest.mark.parametrize(
    ("change", "is_listed"),
    [
        ({}, True),
        ({"listed_on": dt.date(2026, 5, 1)}, False),
        ({"valid_to": dt.date(2026, 4, 29)}, False),
        ({"removed_on": DAY}, False),
        ({"enterprise_id": "9"}, False),
    ],
)
def test_the_positive_list_counts_on_the_day_of_the_build_and_by_any_list_s_code(change, is_listed):
    listing = tables()["stg_positive_list"][0] | change
    assert enterprises(tables(stg_positive_list=[listing]))[0]["is_on_positive_list"] is is_listed


def test_enterprise_points_hold_one_best_point_and_leave_out_the_missing():
    points = run_model("enterprise_points", tables())
    assert [(r["enterprise_id"], r["x_m"], r["source_type"]) for r in points] == [("1", 113_600.0, "industry")]
    nowhere = tables(site_places=[place("a:1", "missing", None), place("b:7", "missing", None)])
    assert run_model("enterprise_points", nowhere) == []


def test_every_list_s_code_leads_to_the_enterprise_and_the_earlier_meaning_holds():
    rows = staged_enterprises(
        {"source_feed": "a", "enterprise_id": "1", "name": "甲"}, {"source_feed": "b", "enterprise_id": "1", "name": "乙"}
    )
    links = [link("a:1", "1", 1), link("b:1", "b:1", 2)]
    found = run_model("enterprise_codes", {"stg_enterprises": rows, "enterprise_links": links})
    assert {r["code"]: r["enterprise_id"] for r in found} == {"1": "1", "a:1": "1", "b:1": "b:1"}


def test_a_station_has_its_nearest_met_station_however_far_and_none_where_there_is_none():
    station = {"station_id": "S", "name": "烟厂", "level": "national", "district": None, "active_from": DAY, "active_to": DAY}
    near, far = place("M2", "ok", 113.61, "met_station"), place("M1", "ok", 113.8, "met_station")
    (found,) = run_model("stations", {"stg_stations": [station], "site_places": [place("S", "ok", 113.6, "station"), near, far]})
    assert (found["met_id"], found["district"]) == ("M2", "中原区")
    assert found["met_distance_m"] == pytest.approx(10.0)
    (alone,) = run_model("stations", {"stg_stations": [station], "site_places": [place("S", "ok", 113.6, "station")]})
    assert (alone["met_id"], alone["met_distance_m"]) == (None, None)


def test_points_of_stations_and_complaints_leave_out_what_has_no_metres():
    stations = [{"station_id": "S", "level": "city"}, {"station_id": "T", "level": "city"}]
    placed = [place("S", "ok", 113.6, "station"), place("T", "missing", None, "station"), place("C", "ok", 113.6, "complaint")]
    assert [r["station_id"] for r in run_model("station_points", {"stg_stations": stations, "site_places": placed})] == ["S"]
    complaint = {"complaint_id": "C", "received_at": EARLY, "month_id": 202601, "category": "噪声"}
    given = {"run_months": [{"month_id": 202601}], "complaint_places": [row | {"month_id": 202601} for row in placed]}
    found = run_model("complaint_points", given | {"stg_complaints": [complaint, complaint | {"complaint_id": "D"}]})
    assert [(r["complaint_id"], r["x_m"]) for r in found] == [("C", 113_600.0)]


def test_a_point_on_the_edge_of_two_zones_belongs_to_both():
    # 114 E is the central meridian of EPSG:4547: the grid's 500,000 m line
    ring = "[[{0},34.0],[{1},34.0],[{1},35.0],[{0},35.0],[{0},34.0]]"
    geometry = '{{"type":"Polygon","coordinates":[{0}]}}'
    zones = pa.table(
        {
            "zone_id": ["west", "east"],
            "name": ["西", "东"],
            "station_id": ["S", None],
            "geometry": [geometry.format(ring.format(113.9, 114.0)), geometry.format(ring.format(114.0, 114.1))],
            "source_datum": ["wgs84", "wgs84"],
        }
    )
    points = pa.table({"enterprise_id": ["on", "in", "out"], "x_m": [500_000.0, 495_000.0, 400_000.0], "y_m": [3_800_000.0] * 3})
    found = zone_places.run({"stg_zones": zones, "enterprise_points": points}, city=CITY).to_pylist()
    assert [(r["zone_id"], r["enterprise_id"], r["station_id"]) for r in found] == [
        ("east", "on", None),
        ("west", "in", "S"),
        ("west", "on", "S"),
    ]


def broken(check, **rows):
    con = duckdb.connect()
    for name, content in rows.items():
        create(con, name, content)
    return con.execute((CHECKS_DIR / f"{check}.sql").read_text(encoding="utf-8")).fetchall()


CITY_BOX = [{"west_deg": 113.0, "south_deg": 34.0, "east_deg": 114.0, "north_deg": 35.0}]


@pytest.mark.parametrize(
    ("row", "is_broken"),
    [
        (place("1", "ok", 113.5), False),
        (place("1", "ok", 115.5), True),
        (place("1", "fine", 113.5), True),
        (place("1", "missing", None) | {"place_note": "没有坐标。"}, False),
        (place("1", "missing", 113.5) | {"place_note": "没有坐标。"}, True),
        (place("1", "duplicate", 113.5), True),
    ],
)
def test_a_place_of_unclear_worth_stops_the_build(row, is_broken):
    assert bool(broken("every_place_says_what_it_is_worth", places=[row, place("2", "ok", 113.6)], run_city=CITY_BOX)) is is_broken


def test_a_point_without_a_place_stops_the_build():
    empty = {"stg_stations": [{"station_id": "S"}], "stg_met_stations": [{"met_id": "M"}]}
    rows = empty | {"stg_enterprises": [{"source_key": "a:1"}]}
    placed = [place("S", "ok", 113.5, "station"), place("M", "ok", 113.5, "met_station")]
    assert broken("every_delivered_point_has_one_place", **rows, site_places=placed) == [("enterprise", "a:1", 1, 0)]
    assert broken("every_delivered_point_has_one_place", **rows, site_places=[*placed, place("a:1", "ok", 113.5)]) == []


def test_a_complaint_without_a_place_stops_the_build():
    month = {"month_id": 202601}
    rows = {"run_months": [month], "stg_complaints": [month | {"complaint_id": "C"}, {"complaint_id": "D", "month_id": 202512}]}
    placed = [place("C", "ok", 113.5, "complaint") | month]
    assert broken("every_complaint_has_one_place", **rows, complaint_places=placed) == []
    assert broken("every_complaint_has_one_place", **rows, complaint_places=[placed[0] | {"source_key": "E"}])
    assert broken("every_complaint_has_one_place", **rows, complaint_places=placed * 2) == [("C", 1, 2)]


def test_a_merge_that_cannot_be_undone_stops_the_build():
    rows = [{"source_key": "a:1"}, {"source_key": "b:7"}]
    good = [link("a:1", "1", 1), link("b:7", "1", 2, rule="uscc", linked_to="a:1")]
    assert broken("every_merge_can_be_undone", stg_enterprises=rows, enterprise_links=good) == []
    for bad in ({"linked_to": None}, {"rule": "guess"}, {"enterprise_id": "9"}):
        assert broken("every_merge_can_be_undone", stg_enterprises=rows, enterprise_links=[good[0], good[1] | bad])
    assert broken("every_merge_can_be_undone", stg_enterprises=rows, enterprise_links=good[:1])


def test_two_valid_codes_under_one_enterprise_stop_the_build():
    links = [link("a:1", "1", 1, uscc="X", is_uscc_valid=True), link("b:7", "1", 2, uscc="Y", is_uscc_valid=True)]
    assert broken("no_two_valid_codes_are_one_enterprise_unasked", enterprise_links=links) == [("1", "X", "Y")]
    assert broken("no_two_valid_codes_are_one_enterprise_unasked", enterprise_links=[links[0], links[1] | {"rule": "correction"}]) == []


def test_an_enterprise_listed_twice_stops_the_build():
    rows = {"stg_enterprises": [{"source_key": "a:1"}, {"source_key": "b:7"}], "stations": [{"station_id": "S"}]}
    one = {"enterprise_id": "1", "source_count": 2}
    assert broken("every_enterprise_is_listed_once", **rows, enterprises=[one]) == []
    assert broken("every_enterprise_is_listed_once", **rows, enterprises=[one, one])
    assert broken("every_enterprise_is_listed_once", **rows, enterprises=[one | {"source_count": 1}])
