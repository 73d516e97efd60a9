"""Read the raw files with other eyes than the program's and find the traps where the census says they are."""

import csv
import io
import json
import os
import subprocess
import sys
import zipfile
from collections import Counter
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from python_calamine import CalamineWorkbook, SheetVisibleEnum

from pipelines.city import load
from pipelines.contract import contracts
from pipelines.demo.write import SEED

CITY_DIR = Path(__file__).resolve().parents[3] / "data" / "cities" / "demo"


@pytest.fixture(scope="module")
def raw(demo_city: Path) -> Path:
    return demo_city / "raw"


@pytest.fixture(scope="module")
def census(demo_city: Path) -> dict:
    return json.loads((demo_city / "truth" / "traps.json").read_text(encoding="utf-8"))


def _text(path: Path) -> str:
    data = path.read_bytes()
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("gb18030")


def _records(path: Path) -> list[list[str]]:
    return list(csv.reader(io.StringIO(_text(path))))


def _of(census: dict, trap: str, *, folder: str = "") -> int:
    return sum(t["count"] for t in census["traps"] if t["trap"] == trap and t["file"].startswith(folder))


def _digest(folder: Path) -> str:
    parts = []
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            parts.append(f"{path.relative_to(folder)} {sha256(path.read_bytes()).hexdigest()} {path.stat().st_mtime_ns}")
    return sha256("\n".join(parts).encode()).hexdigest()


def test_the_same_seed_writes_the_same_bytes_and_times_in_another_process(demo_city: Path, tmp_path: Path) -> None:
    code = f"from pathlib import Path; from pipelines.demo.write import write; write(Path({str(tmp_path)!r}), seed={SEED})"
    environment = os.environ | {"PYTHONHASHSEED": "7", "TZ": "America/Chicago", "PYTHONPATH": str(CITY_DIR.parents[2])}
    subprocess.run([sys.executable, "-c", code], check=True, env=environment)
    for part in ("raw", "truth"):
        assert _digest(tmp_path / part) == _digest(demo_city / part)


def test_every_feed_has_its_files_and_every_file_its_feed(raw: Path) -> None:
    city = load(CITY_DIR)
    found = {path for feed in city.feeds for pattern in feed.files for path in raw.glob(pattern)}
    assert all(any(raw.glob(pattern)) for feed in city.feeds for pattern in feed.files)
    assert {path for path in raw.rglob("*") if path.is_file()} == found


def test_every_input_table_but_the_daily_ones_is_delivered() -> None:
    city = load(CITY_DIR)
    assert city.is_demo
    assert set(contracts()) - {feed.table for feed in city.feeds} == {"readings_daily", "weather_daily"}


def test_the_folder_stays_small(raw: Path) -> None:
    assert sum(path.stat().st_size for path in raw.rglob("*") if path.is_file()) < 150e6


def test_every_trap_of_the_data_page_occurs(census: dict) -> None:
    wanted = {
        "encoding_gb18030", "encoding_utf_8_sig", "merged_heading", "repeated_heading", "title_line", "totals_row", "hidden_sheet",
        "full_width_digits", "dash", "slash", "minus_9999", "below_detection", "slash_date", "chinese_date", "excel_serial", "hour_24",
        "swapped_lon_lat", "degrees_minutes", "zero_zero", "two_datums_in_one_file", "wgs84_columns_hold_gcj02",
        "other_name_of_same_firm", "wrong_check_digit", "exact_duplicate_line", "hours_missing", "late_hours", "late_station",
        "corrected_hours", "co_in_micrograms", "station_moved", "station_renamed",
    }  # fmt: skip
    assert wanted <= set(census["counts"])
    assert all(census["counts"][trap] > 0 for trap in wanted)


def test_encodings_are_what_the_census_says(raw: Path, census: dict) -> None:
    strange, marked = set(), set()
    for path in raw.rglob("*.csv"):
        data = path.read_bytes()
        if data.startswith(b"\xef\xbb\xbf"):
            marked.add(path.relative_to(raw).as_posix())
        try:
            data.decode("utf-8")
        except UnicodeDecodeError:
            strange.add(path.relative_to(raw).as_posix())
    assert strange == {t["file"] for t in census["traps"] if t["trap"] == "encoding_gb18030"}
    assert marked == {t["file"] for t in census["traps"] if t["trap"] == "encoding_utf_8_sig"}


def test_readings_hold_the_counted_marks(raw: Path, census: dict) -> None:
    cells: Counter[str] = Counter()
    for path in (raw / "空气" / "小时").glob("*.csv"):
        for record in _records(path)[1:]:
            cells.update(c for c in record[3:] if not c.isascii() or not c.replace(".", "").isdigit())
    assert cells["—"] == _of(census, "dash", folder="空气")
    assert cells["/"] == _of(census, "slash", folder="空气")
    assert cells["-9999"] == _of(census, "minus_9999", folder="空气")
    assert cells["＜0.5"] == _of(census, "below_detection", folder="空气") == 14
    wide = sum(count for text, count in cells.items() if text and not text.isascii() and text.isdigit())
    assert wide == _of(census, "full_width_digits", folder="空气") == 20


def test_hours_are_written_in_four_ways(raw: Path, census: dict) -> None:
    files = {path.stem: _text(path) for path in (raw / "空气" / "小时").glob("*.csv")}
    assert sum(text.count(" 24:00,") for text in files.values()) == _of(census, "hour_24")
    assert files["2025Q1"].count("时,") == _of(census, "chinese_date", folder="空气")
    assert sum("/" in line.split(",")[0] for text in files.values() for line in text.splitlines()) == _of(
        census, "slash_date", folder="空气"
    )


def test_one_line_stands_five_times_among_the_complaints_and_24_twice_among_the_readings(raw: Path) -> None:
    repeated = [Counter(map(tuple, _records(path))) for path in sorted((raw / "信访").glob("*.csv"))]
    assert sorted(count for counter in repeated for count in counter.values() if count > 1) == [5]
    lines = Counter(_text(raw / "空气" / "小时" / "2026Q2.csv").splitlines())
    assert Counter(lines.values()) == {1: len(lines) - 24, 2: 24}


def test_359_complaints_are_delivered_as_363_records(raw: Path) -> None:
    records = [record for path in (raw / "信访").glob("*.csv") for record in _records(path)[1:]]
    assert len(records) == 363
    assert len({record[0] for record in records}) == 359
    assert sum("\n" in record[4] for record in records) == 3


def test_the_permit_workbook_is_as_untidy_as_the_census_says(raw: Path, census: dict) -> None:
    book = CalamineWorkbook.from_path(raw / "企业" / "排污许可企业清单.xlsx")
    assert [sheet.name for sheet in book.sheets_metadata if sheet.visible != SheetVisibleEnum.Visible] == ["代码表"]
    rows = book.get_sheet_by_name("企业清单").to_python()
    codes = [row[0] for row in rows if str(row[0]).startswith("LT")]
    assert len(codes) == len(set(codes)) == 1653
    assert sum(row[0] == "企业编号" for row in rows) == 1 + _of(census, "repeated_heading", folder="企业")
    assert sum(row[0] == "合计" for row in rows) == 1
    lines = {t["line"]: t for t in census["traps"] if t["trap"] == "below_detection" and t["file"].startswith("企业")}
    assert {i for i, row in enumerate(rows, start=1) if "＜0.5" in row} == set(lines)
    for trap in census["traps"]:
        if trap["trap"] in {"swapped_lon_lat", "zero_zero", "degrees_minutes"} and trap["file"].endswith("清单.xlsx"):
            assert rows[trap["line"] - 1][0] == trap["key"]
    swapped = {row[0] for row in rows if str(row[0]).startswith("LT") and str(row[7]).startswith("38.") and str(row[8]).startswith("104.")}
    assert swapped == {t["key"] for t in census["traps"] if t["trap"] == "swapped_lon_lat" and t["file"].endswith("清单.xlsx")}
    assert sum(isinstance(row[11], float) for row in rows) == _of(census, "excel_serial", folder="企业")


def test_one_plant_stands_under_three_names_and_one_of_its_codes_is_wrong(raw: Path, census: dict) -> None:
    trap = next(t for t in census["traps"] if t["trap"] == "wrong_check_digit")
    key_unit = next(r for r in _records(raw / "企业" / "重点排污单位名录.csv") if r[0] == trap["key"])
    assert key_unit[2] == trap["text"]
    online = [r for r in _records(raw / "企业" / "在线监控企业.csv") if r[2][:17] == key_unit[2][:17]]
    rows = CalamineWorkbook.from_path(raw / "企业" / "排污许可企业清单.xlsx").get_sheet_by_name("企业清单").to_python()
    permit = [row for row in rows if str(row[2])[:17] == key_unit[2][:17]]
    assert len(online) == len(permit) == 1
    assert online[0][2] == permit[0][2] != key_unit[2]
    assert len({online[0][1], permit[0][1], key_unit[1]}) == 3


def test_the_micro_stations_deliver_carbon_monoxide_in_micrograms(raw: Path) -> None:
    values = [int(r[8]) for r in _records(raw / "空气" / "微站" / "微站_2026.csv")[1:5000] if r[8]]
    assert 200 < sorted(values)[len(values) // 2] < 2000


def test_one_station_is_late_and_the_others_are_not(raw: Path, census: dict) -> None:
    last: dict[str, str] = {}
    with zipfile.ZipFile(raw / "空气" / "实时" / "20261208.zip") as archive:
        for name in archive.namelist():
            for record in csv.reader(io.StringIO(archive.read(name).decode())):
                last[record[1]] = record[0]
    late = next(t for t in census["traps"] if t["trap"] == "late_station")
    assert late["count"] == 5
    assert {station for station, at in last.items() if at < "2026-12-08 08:00:00" and station != "站点编码"} == {late["key"]}


def test_files_carry_the_time_they_were_received(raw: Path) -> None:
    received = {
        path.relative_to(raw).as_posix(): datetime.fromtimestamp(path.stat().st_mtime, UTC) + timedelta(hours=8)
        for path in raw.rglob("*.csv")
    }
    assert f"{received['空气/补传/2026-09_519C2订正.csv']:%Y-%m-%d %H:%M}" == "2026-10-12 10:15"
    assert received["空气/小时/2026Q3.csv"] < received["空气/补传/2026-09_519C2订正.csv"]
    assert max(received.values()).replace(tzinfo=None) <= datetime(2026, 12, 8, 8, 30)


def test_the_correction_changes_what_the_first_file_said(raw: Path) -> None:
    later = {(r[1], r[0]): r for r in _records(raw / "空气" / "补传" / "2026-09_519C2订正.csv")[1:]}
    first = {(r[1], r[0]): r for r in _records(raw / "空气" / "小时" / "2026Q3.csv")[1:]}
    assert set(later) <= set(first)
    changed = [key for key in later if later[key][6] != first[key][6]]
    assert len(changed) >= 0.9 * len(later)
    assert all(later[key][3] == first[key][3] for key in later)


def test_power_and_analysers_cover_the_last_weeks(raw: Path) -> None:
    power = pq.read_table(raw / "监控" / "用电小时值.parquet")
    assert power.num_rows < 640 * 38 * 24
    assert power.num_rows > 0.99 * 640 * 38 * 24
    flags = Counter(r[4] for path in (raw / "监控").glob("排放*.csv") for r in _records(path)[1:])
    assert set(flags) == set("NFMDCB")
    assert flags["N"] > 0.4 * sum(flags.values())
