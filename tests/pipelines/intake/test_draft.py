"""A draft loads back, marks what is unsure, and reads the very files it was made from."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipelines.city import load as load_city
from pipelines.intake.draft import UNSURE, draft, draft_city, zone
from pipelines.intake.load import load
from tests.dirty.damages import workbook
from tests.pipelines.intake.town import balanced


def test_zone_is_the_central_meridian() -> None:
    assert [zone(lon) for lon in (75.0, 113.6, 114.0, 106.3, 135.0)] == ["EPSG:4534", "EPSG:4547", "EPSG:4547", "EPSG:4544", "EPSG:4554"]


def test_a_draft_reads_gbk_and_workbooks_with_titles_and_units(tmp_path: Path) -> None:
    raw = tmp_path / "raw"
    raw.mkdir()
    (raw / "企业.csv").write_bytes("某市企业台账\n企业编码,企业名称,经度,纬度,风量\ne1,某厂,113.6,34.7,5\n".encode("gb18030"))
    (raw / "气象.xlsx").write_bytes(workbook(_weather))
    (raw / "说明.csv").write_text("甲,乙\n1,2\n", encoding="utf-8")
    files = sorted(raw.iterdir())
    (tmp_path / "city.toml").write_text(draft_city(files, city_id="town", name="小城"), encoding="utf-8")
    text = draft(files, root=raw)
    (tmp_path / "feeds.toml").write_text(text, encoding="utf-8")
    city = load_city(tmp_path)
    assert city.crs == "EPSG:4547"
    assert {feed.table for feed in city.feeds} == {"enterprises", "weather"}
    assert next(feed for feed in city.feeds if feed.table == "weather").units == {"wind_ms": "km/h"}
    assert f'datum = "unknown"  {UNSURE}' in text
    assert "未能识别：说明.csv" in text
    found = load(city, raw_dir=raw)
    assert [p.lines["loaded"] for p in found.partitions] == [1, 1]


@pytest.mark.parametrize(
    ("lon", "lat", "datum"),
    [
        ("GCJ02_经度", "GCJ02_纬度", "gcj02"),
        ("WGS84_lng", "WGS84_lat", "wgs84"),
        ("经度(BD09)", "纬度(BD09)", "bd09"),
        ("GCJ02_经度", "WGS84_纬度", "unknown"),
        ("经度", "纬度", "unknown"),
    ],
)
def test_a_heading_may_name_its_datum_and_a_person_confirms_it(lon: str, lat: str, datum: str, tmp_path: Path) -> None:
    (tmp_path / "list.csv").write_text(f"企业编码,企业名称,{lon},{lat}\ne1,某厂,113.6,34.7\n", encoding="utf-8")
    text = draft([tmp_path / "list.csv"], root=tmp_path)
    assert f'datum = "{datum}"  {UNSURE}' in text
    assert f'lon = "{lon}"' in text
    assert f'lat = "{lat}"' in text


def _weather(book: object) -> None:
    sheet = book.add_worksheet("气象")  # type: ignore[attr-defined]
    sheet.write_row("A1", ["区站号", "观测时间", "风向(°)", "风速(km/h)"])
    sheet.write_row("A2", ["57083", "2024-01-05 08:00", 90, 36])


def test_the_draft_of_the_real_restaurants_loads_them(tmp_path: Path, shared_data: Path) -> None:
    files = sorted((shared_data / "zhengzhou" / "restaurants_poi").glob("*区.csv"))
    (tmp_path / "city.toml").write_text(draft_city(files, city_id="zhengzhou", name="郑州"), encoding="utf-8")
    (tmp_path / "feeds.toml").write_text(draft(files, root=shared_data).replace('"unknown"', '"gcj02"'), encoding="utf-8")
    city = load_city(tmp_path)
    assert city.crs == "EPSG:4547"
    found = load(city, raw_dir=shared_data)
    assert len(found.partitions) == len(files)
    for partition in found.partitions:
        balanced(partition)
        assert partition.table == "enterprises"
        assert partition.lines["loaded"] > 800
