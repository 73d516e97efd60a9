"""What is published, what is refused, and what a person reads about it."""

import datetime as dt
import hashlib
import re
from pathlib import Path

import duckdb
import pytest

from lanxun.cli import main
from pipelines.city import City
from pipelines.disclosure.publish import Publication, Publisher, publish
from pipelines.disclosure.signoffs import Signoffs
from pipelines.errors import CheckError, ConfigurationError, NoBuildError
from tests.pipelines.disclosure.trial_city import COUNTS, write

NAMES = Signoffs(drafted_by="甲某", reviewed_by="乙某", approved_by="丙某")
WHO = Publisher(bureau="县生态环境分局", contact="政务公开岗，0371-65551234")
NOW = dt.datetime(2026, 12, 8, 1, 0)


def published(city: City, *, minute: int = 0, build_id: str | None = None) -> Publication:
    return publish(city, signoffs=NAMES, publisher=WHO, now=NOW + dt.timedelta(minutes=minute), build_id=build_id)


def rows(path: Path, select: str) -> list[tuple[object, ...]]:
    with duckdb.connect(str(path), read_only=True) as con:
        return con.execute(select).fetchall()


@pytest.fixture(scope="module")
def done(tmp_path_factory: pytest.TempPathFactory) -> Publication:
    return published(write(tmp_path_factory.mktemp("trial")))


def test_the_pointer_names_the_file_and_the_file_is_read_only(done: Publication) -> None:
    assert (done.path.parent / "current").read_text(encoding="utf-8").strip() == done.path.name
    assert done.path.stat().st_mode & 0o777 == 0o444
    assert [path.suffix for path in sorted(done.path.parent.iterdir()) if path.name not in {"current", ".lock"}] == [".duckdb", ".html"]


def test_the_city_is_the_mean_of_its_stations_and_micro_and_closed_stations_are_left_out(done: Publication) -> None:
    """(100 + 111) / 2 = 105.5 rounds half to even to 106; the trial's table puts its index 30 higher."""
    assert rows(done.path, "select pm25_ugm3, aqi, level_code, primary_pollutant, stations from air_now where scope = 'city'") == [
        (106.0, 136, 3, "PM2.5", 2)
    ]
    assert rows(done.path, "select station_id from air_now where scope = 'station' order by 1") == [("S1",), ("S2",)]
    assert rows(done.path, "select station_id, lon, lat from stations order by 1") == [("S1", None, None), ("S2", None, None)]


def test_the_forecast_is_the_latest_that_had_been_issued(done: Publication) -> None:
    found = rows(done.path, "select valid_on, aqi_low, level_low, level_high from air_outlook")
    assert found == [(dt.date(2026, 12, 8), 116, 3, 4), (dt.date(2026, 12, 9), 40, 1, 1)]


def test_only_finished_random_checks_with_a_public_outcome_are_published(done: Publication) -> None:
    found = rows(done.path, "select name, checked_on, result_zh from published_checks order by 2")
    assert found == [
        ("甲建材有限公司", dt.date(2026, 11, 20), "未发现问题"),
        ("乙化工有限公司", dt.date(2026, 11, 21), "发现问题待后续处理"),
    ]


def test_a_correction_of_a_published_check_leaves_a_trail_without_reason_or_person(done: Publication) -> None:
    assert rows(done.path, "select * from public_corrections") == [
        ("published_checks", "甲建材有限公司", "结果", "发现问题已责令改正", "未发现问题", dt.date(2026, 11, 25))
    ]


def test_only_listings_in_force_are_published(done: Publication) -> None:
    assert rows(done.path, "select name, category, batch from positive_list") == [("甲建材有限公司", "C6", "第一批")]


def test_small_counts_and_their_neighbours_are_withheld(done: Publication) -> None:
    """3 is below 5; with 7 or 10 beside it, or 12 and 15 below it, it could be read off."""
    said = {(d, c): n for d, c, n in rows(done.path, "select district, category, reports from complaint_counts where month = '2026-11'")}
    assert said["甲区", "扬尘"] is None
    assert said[None, None] == sum(COUNTS.values())
    assert (said["甲区", None], said["乙区", None], said[None, "噪声"], said[None, "扬尘"]) == (10, 21, 16, 15)
    assert [said[cell] for cell in COUNTS] == [None] * 4


def test_no_personal_text_is_in_the_values_or_in_the_bytes(done: Publication) -> None:
    content = done.path.read_bytes()
    with duckdb.connect(str(done.path), read_only=True) as con:
        tables = [name for (name,) in con.execute("select table_name from duckdb_tables()").fetchall()]
        everything = "\n".join(str(con.execute(f"select * from {table}").fetchall()) for table in tables)
    for secret in (
        "王大山",
        "15451219792",
        "科学大道",
        "魏笙",
        "519021000030",
        "JC0000",
        "TS0000",
        "味道很大",
        "村委会",
        "JH2026",
        "113.6253",
    ):
        assert secret not in everything
        assert secret.encode() not in content
    assert not re.search(r"1[3-9]\d{9}", everything)


def test_the_report_says_what_was_published_withheld_checked_and_by_whom(done: Publication) -> None:
    text = done.report.read_text(encoding="utf-8")
    assert done.report.stat().st_mode & 0o777 == 0o640, "it tells which counts are small: not for the public process"
    for said in (
        "甲某",
        "乙某",
        "丙某",
        "演示数据",
        "20261208T003000-abc123",
        "complaint_counts",
        "少于 5 件：甲区 × 扬尘",
        "为防止由合计推出",
    ):
        assert said in text
    build = done.path.parent.parent / "warehouse" / "20261208T003000-abc123.duckdb"
    assert hashlib.sha256(build.read_bytes()).hexdigest() in text
    assert hashlib.sha256(done.path.read_bytes()).hexdigest() in text
    assert text.count("通过</span>") == len(done.checks)
    assert "未通过" not in text


def refused(city: City, *, because: str) -> None:
    """A publication that fails leaves the folder as it was."""
    before = sorted(path.name for path in city.public_dir.iterdir()) if city.public_dir.exists() else []
    with pytest.raises(CheckError, match=because):
        published(city)
    assert sorted(path.name for path in city.public_dir.iterdir() if path.name != ".lock") == [name for name in before if name != ".lock"]


@pytest.mark.parametrize(
    ("changes", "because"),
    [
        ("update enterprises set name = '甲建材（联系13812345678）' where enterprise_id = 'E1'", "没有手机号码"),
        ("update enterprises set name = '甲建材0371-65551234' where enterprise_id = 'E1'", "没有固定电话"),
        ("update enterprises set name = '41010519900307123X' where enterprise_id = 'E1'", "没有身份证号码"),
        ("update enterprises set name = '王大山' where enterprise_id = 'E1'", "没有内部文字"),
        ("update stations set name = '科学大道站113.62531' where station_id = 'S1'", "没有坐标"),
        ("update stations set township = '试验县一街道科学大道100号' where station_id = 'S1'", "没有内部文字"),
        ("update station_hours set co_mgm3 = 113.62534 where station_id = 'S1'", "没有坐标数值"),
        ("update positive_listings set batch = '全县污染最严重名单'", "最差"),
        ("update stg_inspections set agency = '污染企业排名前列'", "排名"),
        ("insert into rule_disclosure_columns select jurisdiction, 'stations', 'address', 'VARCHAR', '地址', 'address', valid_from,"
         " valid_to, clause, status from rule_disclosure_columns limit 1", "允许清单"),
        ("delete from rule_disclosure_columns where table_name = 'positive_list' and column_name = 'batch'", "允许清单"),
        ("update rule_disclosure_columns set type = 'VARCHAR' where column_name = 'aqi'", "允许清单"),
    ],
)  # fmt: skip
def test_a_file_that_would_tell_too_much_is_refused(tmp_path: Path, changes: str, because: str) -> None:
    refused(write(tmp_path, changes=changes), because=because)


@pytest.mark.parametrize(
    ("names", "said"),
    [
        (("甲某", "乙某"), "批准 is not named"),
        (("甲某", " ", "丙某"), "审核 is not named"),
        (("甲某", "乙某", "甲 某"), "three different people"),
        (("Ann", "乙某", "ＡＮＮ"), "three different people"),
    ],
)
def test_without_three_different_names_nothing_is_published(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], names: tuple[str, ...], said: str
) -> None:
    write(tmp_path)
    options = ["--drafted-by", "--reviewed-by", "--approved-by"]
    given = [text for pair in zip(options, names, strict=False) for text in pair]
    assert main(["publish-public", str(tmp_path), *given]) == 1
    told = capsys.readouterr().err
    assert said in told
    assert told.count("\n") == 1
    assert not (tmp_path / "public" / "current").exists()


def test_the_command_publishes_and_says_where_the_report_is(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(tmp_path)
    assert main(["publish-public", str(tmp_path), "--drafted-by", "甲某", "--reviewed-by", "乙某", "--approved-by", "丙某"]) == 0
    assert "披露报告" in capsys.readouterr().out
    assert (tmp_path / "public" / "current").exists()


def test_without_a_contact_for_replies_nothing_is_published(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="public_contact is missing"):
        Publisher(bureau="县生态环境分局", contact=" ")
    write(tmp_path)
    (tmp_path / "serve.toml").unlink()
    assert main(["publish-public", str(tmp_path), "--drafted-by", "甲某", "--reviewed-by", "乙某", "--approved-by", "丙某"]) == 2


@pytest.mark.parametrize("build_id", ["../../etc/passwd", "20200101T000000-nothing", ""])
def test_only_a_kept_build_can_be_published(tmp_path: Path, build_id: str) -> None:
    with pytest.raises(NoBuildError, match="keeps no build"):
        published(write(tmp_path), build_id=build_id)


def test_stations_have_places_only_with_a_map_approval(tmp_path: Path) -> None:
    write(tmp_path)
    toml = tmp_path / "city.toml"
    toml.write_text(toml.read_text(encoding="utf-8") + 'map_approval_no = "试S（2026）001号"\n', encoding="utf-8")
    done = published(write(tmp_path))
    assert rows(done.path, "select lon, lat from stations where station_id = 'S1'") == [(113.6253, 34.7466)]


def test_an_empty_city_publishes_empty_tables(tmp_path: Path) -> None:
    tables = ("stations", "station_hours", "stg_forecasts", "city_days", "positive_listings", "stg_inspections", "stg_corrections")
    done = published(write(tmp_path, months={}, changes=";".join(f"delete from {table}" for table in tables)))
    assert {table for table, count in done.rows.items() if count} == {"publication", "aqi_levels", "sensitive_groups", "method_notes"}


def test_what_a_killed_publication_left_is_swept_away(tmp_path: Path) -> None:
    city = write(tmp_path)
    first = published(city)
    for name in ("20261208T000000-dead.duckdb.building", "20261208T000000-dead.html"):
        (city.public_dir / name).write_bytes(b"x")
    published(city, minute=1)
    assert not list(city.public_dir.glob("*dead*"))
    assert first.path.exists()
    assert first.report.exists()


def test_an_address_that_only_names_a_district_does_not_stop_a_publication(tmp_path: Path) -> None:
    """Firms write 某某经济开发区 as their address; the station and the agency are named after it too."""
    changes = (
        "update enterprises set address = '试验经济技术开发区';"
        "update stations set name = '试验经济技术开发区管委会' where station_id = 'S1'"
    )
    assert published(write(tmp_path, changes=changes)).rows["stations"] == 2
