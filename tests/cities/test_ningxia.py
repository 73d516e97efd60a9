"""Ningxia as it is: a list of key enterprises with gaps, stacked places and wrong codes, and no weather at all."""

from __future__ import annotations

import csv
import tomllib
from collections import defaultdict
from pathlib import Path

from tests.cities.built import Built

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
SOMEBODYS_MODEL = {"风险", "管理", "信用", "程度", "超标", "趋势", "level", "投诉"}
PROMISED = {
    *("enterprises", "stations", "station_hours", "station_days", "city_days", "zone_members", "complaints", "complaint_enterprises"),
    *("positive_list_checks", "patrol_candidates", "rejected_rows", "briefing_facts", "build_info"),
}


def listed(shared_data: Path) -> list[dict[str, str]]:
    with (shared_data / "ningxia" / "enterprises.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def is_code(text: str) -> bool:
    """GB 32100-2015: 18 characters of which the last is 31 minus the weighted sum modulo 31."""
    if len(text) != 18 or any(letter not in ALPHABET for letter in text):
        return False
    total = sum(ALPHABET.index(letter) * weight for letter, weight in zip(text, WEIGHTS, strict=False))
    return ALPHABET.index(text[17]) == (31 - total % 31) % 31


def test_every_enterprise_of_the_list_is_there(ningxia: Built, shared_data: Path) -> None:
    rows = listed(shared_data)
    assert len(rows) == 177
    assert ningxia.dispositions("key_enterprises") == {"loaded": 177, "non_data": 1}
    assert {row[0] for row in ningxia.rows("select enterprise_id from stg_enterprises")} == {row["序号"] for row in rows}
    # two pairs bear one valid code each, and both merges are on record
    merged = ningxia.rows("select enterprise_id, count(*) from enterprise_links group by all having count(*) > 1 order by 1")
    codes = defaultdict(list)
    for row in rows:
        if is_code(row["代码"].strip()):
            codes[row["代码"].strip()].append(row["序号"])
    assert [count for _, count in merged] == [len(ids) for ids in codes.values() if len(ids) > 1]
    assert ningxia.value("select count(*) from enterprises") == 177 - sum(count - 1 for _, count in merged)


def test_a_third_has_no_permit_and_none_is_invented(ningxia: Built, shared_data: Path) -> None:
    rows = listed(shared_data)
    without = {row["序号"] for row in rows if not row["许可证"].strip()}
    assert 0.3 < len(without) / len(rows) < 0.4
    assert {row[0] for row in ningxia.rows("select enterprise_id from stg_enterprises where permit_no is null")} == without


def test_points_that_several_names_share_are_flagged_and_no_others(ningxia: Built, shared_data: Path) -> None:
    stacks = defaultdict(set)
    for row in listed(shared_data):
        stacks[float(row["lng"]), float(row["lat"])].add((row["序号"], row["企业名称"]))
    shared = {number for stack in stacks.values() if len({name for _, name in stack}) > 1 for number, _ in stack}
    assert shared
    found = ningxia.rows("""
        select s.enterprise_id from places as p join stg_enterprises as s using (source_key)
        where p.kind = 'enterprise' and p.place_quality = 'duplicate'
    """)
    assert {row[0] for row in found} == shared


def test_a_place_in_whole_minutes_is_said_to_be_coarse(ningxia: Built, shared_data: Path) -> None:
    def is_whole(degrees: str) -> bool:
        return abs(float(degrees) * 60 - round(float(degrees) * 60)) < 1e-5

    whole = {row["序号"] for row in listed(shared_data) if is_whole(row["lng"]) and is_whole(row["lat"])}
    found = ningxia.rows("""
        select s.enterprise_id from places as p join stg_enterprises as s using (source_key)
        where p.kind = 'enterprise' and p.place_note like '%整分%'
    """)
    assert {row[0] for row in found} <= whole
    assert found


def test_a_code_is_called_valid_exactly_when_its_check_character_is_right(ningxia: Built) -> None:
    rows = ningxia.rows("select uscc, is_uscc_valid from enterprises where uscc is not null")
    assert {is_uscc_valid for _, is_uscc_valid in rows} == {True, False}
    for uscc, is_uscc_valid in rows:
        assert is_uscc_valid == is_code(uscc), uscc
    assert ningxia.value("select count(*) from enterprises where uscc is null and is_uscc_valid is not null") == 0


def test_18_stations_and_their_published_index(ningxia: Built) -> None:
    assert ningxia.value("select count(*) from stations") == ningxia.value("select count(distinct station_id) from station_hours") == 18
    told, same = ningxia.rows("select count(published_aqi), count(*) filter (where aqi = published_aqi) from station_hours")[0]
    assert told > 25000
    assert same == told


def test_without_weather_the_rings_are_full_and_the_wind_is_unknown(ningxia: Built) -> None:
    counts = ningxia.rows("""
        select
            count(*), count(upwind_share_1h), count(upwind_share_3h), count(upwind_share_6h), count(upwind_share_24h),
            count(calm_share_24h), count(wind_distance_m)
        from zone_members
    """)[0]
    assert counts[0] > 0
    assert counts[1:] == (0, 0, 0, 0, 0, 0)


def test_somebodys_model_is_not_read(ningxia: Built) -> None:
    feeds = tomllib.loads((ningxia.folder / "feeds.toml").read_text(encoding="utf-8"))["feed"]
    (feed,) = (feed for feed in feeds if feed["name"] == "key_enterprises")
    assert not SOMEBODYS_MODEL & set(feed["columns"].values())
    assert ningxia.value("select count(*) from enterprises where grade is not null or status is not null") == 0


def test_every_table_the_pages_open_is_there(ningxia: Built) -> None:
    assert {row[0] for row in ningxia.rows("select table_name from duckdb_tables()")} >= PROMISED


def test_the_build_says_it_published_and_nothing_is_wrong(ningxia: Built) -> None:
    assert "已发布" in ningxia.printed
    assert "Traceback" not in ningxia.printed + ningxia.errors
