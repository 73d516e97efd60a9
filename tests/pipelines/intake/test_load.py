"""What load promises: reuse, archive, notes, layouts, sources, clocks."""

from __future__ import annotations

import json
import os
import sqlite3
from datetime import datetime
from pathlib import Path

import geopandas
import pytest
from shapely.geometry import Point, Polygon

from pipelines.city import load as load_city
from pipelines.contract import contracts
from pipelines.errors import ConfigurationError, InputError
from pipelines.intake.load import load
from tests.pipelines.intake.town import READINGS, balanced, build, feed, intake, rows

BODY = b"\xe7\xab\x99\xe7\x82\xb9\xe7\xbc\x96\xe7\xa0\x81,\xe6\x97\xb6\xe9\x97\xb4,PM2.5\n1001A,2024-01-05 08:00,36\n1001A,2024-02-01 00:00,<1\n"  # noqa: E501
SOURCE = ["source_feed", "source_file", "source_sha256", "source_sheet", "source_line", "source_received_at", "source_datum", "month_id"]


def test_columns_are_the_contract_then_the_source(tmp_path: Path) -> None:
    build(tmp_path, feed("readings", READINGS), {"a.csv": BODY})
    (partition,) = intake(tmp_path).partitions
    first, second = rows(partition)
    assert list(first) == [f.name for f in contracts()["readings"].fields] + SOURCE
    assert (first["source_line"], first["month_id"], second["month_id"]) == (2, 202401, 202401)  # 00:00 ends an hour of January
    assert partition.months == (202401,)
    assert partition.observed_to == datetime(2024, 2, 1)
    (cell,) = rows(partition, "rejected_cells")
    assert list(cell) == ["file", "sha256", "sheet", "line", "table_name", "column_name", "reason", "raw_text"]
    assert (cell["line"], cell["column_name"], cell["raw_text"]) == (3, "pm25_ugm3", "<1")


def test_an_unchanged_file_is_not_read_again(tmp_path: Path) -> None:
    build(tmp_path, feed("readings", READINGS), {"a.csv": BODY})
    first = intake(tmp_path)
    before = {path: path.stat().st_mtime_ns for path in first.partitions[0].folder.iterdir()}
    assert intake(tmp_path) == first
    assert {path: path.stat().st_mtime_ns for path in first.partitions[0].folder.iterdir()} == before
    build(tmp_path, feed("readings", READINGS + '\nunits = { pm25_ugm3 = "mg/m3" }'), {})
    assert intake(tmp_path).partitions[0].key != first.partitions[0].key


def test_a_half_written_partition_is_written_again(tmp_path: Path) -> None:
    build(tmp_path, feed("readings", READINGS), {"a.csv": BODY})
    first = intake(tmp_path)
    (first.partitions[0].folder / "partition.json").unlink()
    (tmp_path / "work" / "intake" / ".dead.4194303").mkdir()
    assert intake(tmp_path) == first
    assert not list((tmp_path / "work" / "intake").glob(".dead*"))


def test_archive_keeps_bytes_and_first_time(tmp_path: Path) -> None:
    build(tmp_path, feed("readings", READINGS), {"a.csv": BODY})
    raw = tmp_path / "raw" / "a.csv"
    os.utime(raw, (1_700_000_000, 1_700_000_000))  # 2023-11-14 22:13:20 UTC
    (first,) = intake(tmp_path).partitions
    assert first.received_at == datetime(2023, 11, 15, 6, 13, 20)
    kept = tmp_path / "archive" / first.sha256[:2] / first.sha256
    assert kept.read_bytes() == BODY
    assert kept.stat().st_mode & 0o222 == 0
    record = json.loads(kept.with_name(kept.name + ".json").read_text())
    assert (record["name"], record["bytes"], record["feed"]) == ("a.csv", len(BODY), "f")
    os.utime(raw, (1_800_000_000, 1_800_000_000))
    assert intake(tmp_path).partitions[0].received_at == first.received_at


def test_received_at_and_delay_come_from_the_feed(tmp_path: Path) -> None:
    build(tmp_path, feed("readings", READINGS + '\nreceived_at = "2024-03-01 12:00"\npublication_delay_h = 1.5'), {"a.csv": BODY})
    (partition,) = intake(tmp_path).partitions
    assert partition.received_at == datetime(2024, 3, 1, 12)
    assert rows(partition)[0]["source_received_at"] == datetime(2024, 1, 5, 9, 30)


def test_a_feed_without_files_is_noted_and_a_pattern_may_not_climb(tmp_path: Path) -> None:
    build(tmp_path, feed("readings", READINGS, files="none/*.csv"), {})
    assert "no file matches" in intake(tmp_path).notes[0]
    build(tmp_path, feed("readings", READINGS, files="../*.csv"), {})
    with pytest.raises(ConfigurationError, match="below the raw folder"):
        intake(tmp_path)


def test_progress_counts_files(tmp_path: Path) -> None:
    build(tmp_path, feed("readings", READINGS), {"a.csv": BODY, "b.csv": BODY})
    seen: list[tuple[str, int, int]] = []
    load(load_city(tmp_path), raw_dir=tmp_path / "raw", progress=lambda *step: seen.append(step))
    assert seen == [("a.csv", 0, 2), ("b.csv", 1, 2), ("", 2, 2)]


def test_long_rows_meet_in_one_row_and_a_repeat_makes_a_second(tmp_path: Path) -> None:
    body = "站点,时间,指标,数值\nA,2024-01-05 08:00,PM2.5,36\nA,2024-01-05 08:00,二氧化硫,7\nA,2024-01-05 08:00,PM2.5,37\nA,2024-01-05 08:00,湿度,50\n"  # noqa: E501
    body += "B,2024-01-05 08:00,CO,<0.1\n"
    columns = 'layout = "long"\ncolumns = { station_id = "站点", observed_at = "时间" }\nlong = { variable = "指标", value = "数值" }'
    build(tmp_path, feed("readings", columns), {"a.csv": body.encode()})
    (partition,) = intake(tmp_path).partitions
    assert partition.lines == {"loaded": 4, "rejected": 0, "non_data": 2, "exact_duplicate": 0}
    found = [(r["station_id"], r["pm25_ugm3"], r["so2_ugm3"], r["source_line"]) for r in rows(partition)]
    assert sorted(found) == [("A", 36.0, 7.0, 2), ("A", 37.0, None, 4), ("B", None, None, 6)]


def test_china_sites_become_station_hours(tmp_path: Path) -> None:
    body = "date,hour,type,1A,2A\n20240105,0,PM2.5,10,\n20240105,0,CO,0.5,0.6\n20240105,0,AQI,50,60\n20240105,23,PM2.5,11,12\n2024,1,PM2.5,1,1\n"  # noqa: E501
    build(tmp_path, feed("readings", 'layout = "china_sites"'), {"a.csv": body.encode()})
    (partition,) = intake(tmp_path).partitions
    assert partition.lines == {"loaded": 3, "rejected": 1, "non_data": 2, "exact_duplicate": 0}
    found = {(r["station_id"], str(r["observed_at"])[5:13]): (r["pm25_ugm3"], r["co_mgm3"]) for r in rows(partition)}
    assert found == {
        ("1A", "01-05 00"): (10, 0.5),
        ("2A", "01-05 00"): (None, 0.6),
        ("1A", "01-05 23"): (11, None),
        ("2A", "01-05 23"): (12, None),
    }


def test_clock_where_constants_values_and_generated_codes(tmp_path: Path) -> None:
    body = "day,hour,name,v,kind\n2024-01-05,0,x,5,a\n2024-01-05,24,y,5,a\n2024-01-05,1,z,5,b\n"
    extra = 'columns = { observed_at = "day|hour", wind_ms = "v", wind_from_deg = "name" }\nconstants = { met_id = "m" }\nutc_offset = "+00:00"\n'  # noqa: E501
    extra += 'where = { kind = ["a"] }\nunits = { wind_ms = "km/h" }\nvalues = { wind_from_deg = { x = "90", y = "NA" } }'
    build(tmp_path, feed("weather", extra), {"a.csv": body.encode()})
    (partition,) = intake(tmp_path).partitions
    assert partition.lines["non_data"] == 2
    found = [(r["met_id"], r["observed_at"], r["wind_from_deg"], r["wind_ms"]) for r in rows(partition)]
    assert found == [("m", datetime(2024, 1, 5, 8), 90.0, 5 / 3.6), ("m", datetime(2024, 1, 6, 8), None, 5 / 3.6)]
    shop = 'columns = { name = "n", lon = "x" }\ngenerate = { enterprise_id = ["name", "lon"] }\ndatum = "gcj02"'
    build(tmp_path / "b", feed("enterprises", shop), {"a.csv": "n,x\n店,113.50\n".encode(), "b.csv": "x,n\n113.5,店\n".encode()})
    one, two = (rows(partition)[0] for partition in intake(tmp_path / "b").partitions)
    assert one["enterprise_id"] == two["enterprise_id"]
    assert one["enterprise_id"].startswith("f-")
    assert len(one["enterprise_id"]) == 14
    assert one["source_datum"] == "gcj02"


def test_a_row_without_anything_to_make_a_code_from_is_rejected(tmp_path: Path) -> None:
    shop = 'columns = { name = "n", lon = "x", lat = "y" }\ngenerate = { enterprise_id = ["lon", "lat"] }'
    build(tmp_path, feed("enterprises", shop), {"a.csv": "n,x,y\n店,,\n厂,113.5,34.5\n".encode()})
    (partition,) = intake(tmp_path).partitions
    assert (partition.lines["loaded"], partition.lines["rejected"]) == (1, 1)
    assert rows(partition, "rejected_rows")[0]["columns"] == "enterprise_id"


def test_layers_keep_names_shapes_and_points(tmp_path: Path) -> None:
    shape = Polygon([(114, 34), (115, 34), (115, 35)])
    layer = geopandas.GeoDataFrame({"c": ["1"], "n": ["中原区"]}, geometry=[shape], crs="EPSG:4490")
    build(tmp_path, feed("districts", 'columns = { code = "c", name = "n" }', files="*.[gs][ph][kp]*"), {})
    layer.to_file(tmp_path / "raw" / "a.gpkg", driver="GPKG")
    layer.to_crs("EPSG:4547").to_file(tmp_path / "raw" / "b.shp", encoding="gb18030")
    (tmp_path / "raw" / "b.cpg").unlink()
    found = [rows(partition)[0] for partition in intake(tmp_path).partitions]
    assert [row["name"] for row in found] == ["中原区", "中原区"]
    for row in found:
        ring = json.loads(row["geometry"])["coordinates"][0]
        assert sorted(ring)[0] == pytest.approx([114, 34], abs=1e-6)
    points = geopandas.GeoDataFrame({"c": ["1"], "n": ["站"]}, geometry=[Point(114.5, 34.5)], crs="EPSG:4490")
    build(tmp_path / "p", feed("stations", 'columns = { station_id = "c", name = "n" }'), {})
    points.to_file(tmp_path / "p" / "raw" / "a.geojson", driver="GeoJSON")
    (row,) = rows(intake(tmp_path / "p").partitions[0])
    assert (row["lon"], row["lat"]) == (114.5, 34.5)


def test_a_query_is_read_and_archived(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with sqlite3.connect(tmp_path / "x.db") as db:
        db.execute("create table t (s text, at text, v real)")
        db.execute("insert into t values ('1001A', '2024-01-05 08:00:00', 36.5), ('1001A', null, 1)")
    text = '[[feed]]\nname = "q"\ntable = "readings"\nurl_env = "TOWN_URL"\nquery = "select * from t order by s, at"\n'
    text += 'columns = { station_id = "s", observed_at = "at", pm25_ugm3 = "v" }\n'
    build(tmp_path, text, {})
    with pytest.raises(ConfigurationError, match="TOWN_URL is not set"):
        intake(tmp_path)
    monkeypatch.setenv("TOWN_URL", f"sqlite:///{tmp_path}/x.db")
    (partition,) = intake(tmp_path).partitions
    assert (partition.lines["loaded"], partition.lines["rejected"]) == (1, 1)
    monkeypatch.setenv("TOWN_URL", "sqlite:////nowhere/secret-password.db")
    with pytest.raises(InputError) as told:
        intake(tmp_path)
    assert "secret" not in str(told.value)


def test_fast_lines_are_the_file_lines(tmp_path: Path) -> None:
    body = "站点编码,时间,PM2.5\n" + "".join(f"s{i},2024-01-05 08:00,{i % 500}\n" for i in range(300_000))
    build(tmp_path, feed("readings", READINGS), {"a.csv": body.encode()})
    (partition,) = intake(tmp_path).partitions
    assert partition.lines["loaded"] == 300_000
    assert all(row["station_id"] == f"s{row['source_line'] - 2}" for row in rows(partition)[::997])


def test_real_restaurants_add_up(tmp_path: Path, shared_data: Path) -> None:
    columns = 'columns = { name = "POI名称", lon = "经度(lon)", lat = "纬度(lat)" }\ngenerate = { enterprise_id = ["name", "lon", "lat"] }'
    text = feed("enterprises", columns + '\nexclude = ["**/郑州餐饮POI.csv"]', files="zhengzhou/restaurants_poi/*.csv")
    build(tmp_path, text, {})
    found = load(load_city(tmp_path), raw_dir=shared_data)
    for partition in found.partitions:
        balanced(partition)
    # The catalogue of the data says 17,574 rows in 11 files.
    assert len(found.partitions) == 11
    assert sum(p.lines["loaded"] + p.lines["rejected"] + p.lines["exact_duplicate"] for p in found.partitions) == 17_574


def test_real_hour_files_equal_the_parquet(tmp_path: Path, shared_data: Path) -> None:
    columns = 'columns = { station_id = "stationcode", observed_at = "timepoint", pm25_ugm3 = "pm2_5", co_mgm3 = "co" }'
    build(tmp_path, feed("readings", columns, files="cnemc_hourly_2026/*.zip"), {})
    found = load(load_city(tmp_path), raw_dir=shared_data)
    from_zip = {(r["station_id"], r["observed_at"]): (r["pm25_ugm3"], r["co_mgm3"]) for p in found.partitions for r in rows(p)}
    import duckdb

    source = shared_data / "cnemc_hourly_2026" / "hourly.parquet"
    sql = f"select stationcode, timepoint, pm2_5, round(co::double, 3) from '{source}' where timepoint::date = date '2026-04-09'"
    expected = {(s, t): (pm25, co) for s, t, pm25, co in duckdb.connect().execute(sql).fetchall()}
    assert len(expected) > 30_000
    assert {key: from_zip[key] for key in expected} == expected
