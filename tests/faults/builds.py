"""A tiny city whose build takes about a second, and a process that builds it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import duckdb

CITY = """
city_id = "tiny"
name = "小城"
name_en = "Tiny"
jurisdiction = "CN"
crs = "EPSG:4547"
utc_offset = "+08:00"
bbox_deg = [113.0, 34.0, 115.0, 35.0]
control_levels = ["national"]
mean_level = "national"
is_demo = true
"""
FEEDS = """
[[feed]]
name = "enterprises"
table = "enterprises"
files = ["enterprises.csv"]
datum = "wgs84"
columns = { enterprise_id = "编号", name = "名称", lon = "经度", lat = "纬度" }
constants = { source_type = "industry" }

[[feed]]
name = "stations"
table = "stations"
files = ["stations.csv"]
datum = "wgs84"
columns = { station_id = "编码", name = "名称", lon = "经度", lat = "纬度" }
constants = { level = "national" }

[[feed]]
name = "readings"
table = "readings"
files = ["readings*.csv"]
[feed.columns]
station_id = "编码"
observed_at = "时间"
pm25_ugm3 = "PM2.5"
pm10_ugm3 = "PM10"
so2_ugm3 = "SO2"
no2_ugm3 = "NO2"
o3_ugm3 = "O3"
co_mgm3 = "CO"
"""
HEADING = "编码,时间,PM2.5,PM10,SO2,NO2,O3,CO\n"


def readings(days: range, *, pm25_ugm3: int) -> str:
    """Hourly rows of two stations for some days of March 2026."""
    rows = [
        f"S{station},2026-03-{day:02d} {hour:02d}:00,{pm25_ugm3 + hour},80,9,30,60,0.7"
        for day in days
        for hour in range(1, 24)
        for station in (1, 2)
    ]
    return HEADING + "\n".join(rows) + "\n"


def write(folder: Path) -> Path:
    """Write the tiny city and return its folder."""
    raw = folder / "raw"
    raw.mkdir(parents=True)
    (folder / "city.toml").write_text(CITY, encoding="utf-8")
    (folder / "feeds.toml").write_text(FEEDS, encoding="utf-8")
    places = [f"E{i},虚构{i}号公司,{113.5 + i / 1000:.6f},34.500000" for i in range(40)]
    (raw / "enterprises.csv").write_text("编号,名称,经度,纬度\n" + "\n".join(places) + "\n", encoding="utf-8")
    (raw / "stations.csv").write_text("编码,名称,经度,纬度\nS1,甲站,113.51,34.50\nS2,乙站,113.53,34.51\n", encoding="utf-8")
    (raw / "readings_1.csv").write_text(readings(range(1, 11), pm25_ugm3=30), encoding="utf-8")
    return folder


def command(folder: Path, *options: str) -> list[str]:
    """The command that builds a city."""
    return [sys.executable, "-m", "lanxun.cli", "build", str(folder), *options]


def build(folder: Path, *options: str) -> subprocess.CompletedProcess[str]:
    """Build a city in a process of its own."""
    return subprocess.run(command(folder, *options), capture_output=True, text=True, check=False, timeout=120)


def published(folder: Path) -> Path:
    """The file `current` names."""
    return folder / "warehouse" / (folder / "warehouse" / "current").read_text(encoding="utf-8").strip()


def rows(folder: Path, select: str) -> list[tuple[object, ...]]:
    """What a query finds in the current build."""
    with duckdb.connect(str(published(folder)), read_only=True) as con:
        return con.execute(select).fetchall()
