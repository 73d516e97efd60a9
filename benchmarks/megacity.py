"""Build an invented megacity, then one day more: `python -m benchmarks.megacity [folder]`.

100,000 enterprises, 200 stations × 2 years of hours, 1,000 meters × 1 year of hours, 200,000 complaints, 20 weather
stations × 2 years; everything arrives as CSV. Prints wall seconds, CPU seconds and peak memory of each build.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa

from benchmarks.machine import machine, now_text, timed

HOURS, METER_HOURS = 2 * 8760, 8760
START = np.datetime64("2024-11-01T00:00")
CITY = """
city_id = "megacity"
name = "虚构特大城市"
name_en = "Invented megacity"
jurisdiction = "CN"
crs = "EPSG:4547"
utc_offset = "+08:00"
bbox_deg = [113.0, 33.9, 115.0, 35.5]
control_levels = ["national"]
mean_level = "national"
is_demo = true
"""
FEEDS = {
    "enterprises": "enterprise_id name source_type uscc lon lat district has_power_meter",
    "stations": "station_id name level lon lat",
    "readings": "station_id observed_at pm25_ugm3 pm10_ugm3 so2_ugm3 no2_ugm3 o3_ugm3 co_mgm3",
    "met_stations": "met_id name lon lat",
    "weather": "met_id observed_at wind_from_deg wind_ms temp_c humidity_pct",
    "complaints": "complaint_id received_at category content lon lat reporter_key",
    "meters": "meter_id enterprise_id side rated_kw",
    "power": "meter_id observed_at kw",
}


def _feeds() -> str:
    parts = []
    for table, columns in FEEDS.items():
        mapped = ", ".join(f'{name} = "{name}"' for name in columns.split())
        parts.append(
            f'[[feed]]\nname = "{table}"\ntable = "{table}"\nfiles = ["{table}*.csv"]\ndatum = "wgs84"\ncolumns = {{ {mapped} }}\n'
        )
    return "\n".join(parts)


def _places(rng: np.random.Generator, count: int) -> tuple[np.ndarray, np.ndarray]:
    """Clustered places: towns of Pareto-distributed size and a uniform fifth."""
    towns = np.column_stack([rng.uniform(113.3, 114.7, 60), rng.uniform(34.1, 35.3, 60)])
    weight = rng.pareto(1.2, 60) + 0.1
    town = rng.choice(60, count, p=weight / weight.sum())
    lon = towns[town, 0] + rng.normal(0, 0.04, count)
    lat = towns[town, 1] + rng.normal(0, 0.03, count)
    is_loose = rng.random(count) < 0.2
    lon[is_loose], lat[is_loose] = rng.uniform(113.1, 114.9, is_loose.sum()), rng.uniform(34.0, 35.4, is_loose.sum())
    return np.round(np.clip(lon, 113.05, 114.95), 6), np.round(np.clip(lat, 33.95, 35.45), 6)


def _csv(con: duckdb.DuckDBPyConnection, path: Path, columns: dict[str, object]) -> None:
    con.register("rows", pa.table({name: pa.array(values) for name, values in columns.items()}))
    con.execute(f"copy rows to '{path}' (format csv, header true)")
    con.unregister("rows")


def _hours(ids: np.ndarray, first: int, count: int) -> tuple[np.ndarray, np.ndarray]:
    stamps = START + (np.arange(first, first + count) + 1) * np.timedelta64(1, "h")
    return np.tile(ids, count), np.repeat(stamps.astype("datetime64[us]"), len(ids))


def _hourly(con: duckdb.DuckDBPyConnection, raw: Path, rng: np.random.Generator, first: int, count: int, name: str) -> None:
    ids = np.array([f"S{i:04d}" for i in range(200)])
    key, at = _hours(ids, first, count)
    n = len(key)
    pm25 = np.round(np.exp(rng.normal(3.4, 0.6, n)), 0)
    columns: dict[str, object] = {"station_id": key, "observed_at": at, "pm25_ugm3": pm25, "pm10_ugm3": np.round(pm25 * 1.6, 0)}
    columns |= {f"{gas}_ugm3": np.round(np.exp(rng.normal(mean, 0.5, n)), 0) for gas, mean in (("so2", 2.0), ("no2", 3.2), ("o3", 4.0))}
    columns["co_mgm3"] = np.round(np.exp(rng.normal(-0.4, 0.3, n)), 1)
    _csv(con, raw / f"readings_{name}.csv", columns)
    met, met_at = _hours(np.array([f"W{i:02d}" for i in range(20)]), first, count)
    wind = np.round(rng.gamma(2.0, 0.9, len(met)), 1)
    _csv(
        con,
        raw / f"weather_{name}.csv",
        {
            "met_id": met,
            "observed_at": met_at,
            "wind_from_deg": rng.integers(0, 360, len(met)).astype(float),
            "wind_ms": wind,
            "temp_c": np.round(rng.normal(15, 8, len(met)), 1),
            "humidity_pct": np.round(rng.uniform(20, 95, len(met)), 0),
        },
    )


def _power(con: duckdb.DuckDBPyConnection, raw: Path, rng: np.random.Generator, first: int, count: int, name: str) -> None:
    key, at = _hours(np.array([f"M{i:04d}" for i in range(1000)]), first, count)
    _csv(con, raw / f"power_{name}.csv", {"meter_id": key, "observed_at": at, "kw": np.round(rng.gamma(2, 20, len(key)), 1)})


def _complaints(
    con: duckdb.DuckDBPyConnection, raw: Path, rng: np.random.Generator, first_hour: int, hours: int, count: int, name: str
) -> None:
    lon, lat = _places(np.random.default_rng(7), 200_000)
    chosen = rng.integers(0, len(lon), count)
    at = START + rng.integers(first_hour * 60, (first_hour + hours) * 60, count).astype("timedelta64[m]")
    _csv(
        con,
        raw / f"complaints_{name}.csv",
        {
            "complaint_id": [f"C{name}{i:06d}" for i in range(count)],
            "received_at": at.astype("datetime64[us]"),
            "category": rng.choice(np.array(["恶臭异味", "噪声", "油烟", "扬尘"]), count),
            "content": [f"虚构投诉第 {i} 件" for i in range(count)],
            "lon": lon[chosen],
            "lat": lat[chosen],
            "reporter_key": [f"r{i}" for i in rng.integers(0, count, count)],
        },
    )


def write(folder: Path, *, seed: int = 1) -> None:
    """Write the city's configuration and its two years of files."""
    raw = folder / "raw"
    raw.mkdir(parents=True, exist_ok=True)
    (folder / "city.toml").write_text(CITY, encoding="utf-8")
    (folder / "feeds.toml").write_text(_feeds(), encoding="utf-8")
    rng = np.random.default_rng(seed)
    con = duckdb.connect()
    lon, lat = _places(rng, 100_000)
    kinds = rng.choice(
        np.array(["industry", "catering", "auto_repair", "gas_station", "construction_site"]), 100_000, p=[0.5, 0.3, 0.1, 0.05, 0.05]
    )
    _csv(
        con,
        raw / "enterprises.csv",
        {
            "enterprise_id": [f"E{i:06d}" for i in range(100_000)],
            "name": [f"虚构{i:06d}号单位" for i in range(100_000)],
            "source_type": kinds,
            "uscc": [None] * 100_000,
            "lon": lon,
            "lat": lat,
            "district": [None] * 100_000,
            "has_power_meter": ["是" if i < 1000 else "否" for i in range(100_000)],
        },
    )
    for name, key, count, levels in (("stations", "S{:04d}", 200, ("national", "township")), ("met_stations", "W{:02d}", 20, None)):
        lon, lat = _places(rng, count)
        columns: dict[str, object] = {("station_id" if levels else "met_id"): [key.format(i) for i in range(count)]}
        columns |= {"name": [f"虚构站{i}" for i in range(count)], "lon": lon, "lat": lat}
        if levels:
            columns["level"] = [levels[i >= 20] for i in range(count)]
        _csv(con, raw / f"{name}.csv", columns)
    _csv(
        con,
        raw / "meters.csv",
        {
            "meter_id": [f"M{i:04d}" for i in range(1000)],
            "enterprise_id": [f"E{i // 2:06d}" for i in range(1000)],
            "side": ["production" if i % 2 == 0 else "treatment" for i in range(1000)],
            "rated_kw": [100.0] * 1000,
        },
    )
    for part in range(24):
        _hourly(con, raw, rng, part * 730, 730, f"{part:02d}")
    for part in range(12):
        _power(con, raw, rng, METER_HOURS + part * 730, 730, f"{part:02d}")
    _complaints(con, raw, rng, 0, HOURS, 200_000, "first")


def write_day(folder: Path, *, seed: int = 2) -> None:
    """Write the files of one day more."""
    rng = np.random.default_rng(seed)
    con = duckdb.connect()
    raw = folder / "raw"
    _hourly(con, raw, rng, HOURS, 24, "day")
    _power(con, raw, rng, HOURS, 24, "day")
    _complaints(con, raw, rng, HOURS, 24, 270, "day")


def main() -> None:
    """Write, build, add a day, build again; print the figures."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(tempfile.mkdtemp(prefix="megacity-"))
    if not (folder / "raw" / "enterprises.csv").is_file():
        write(folder)
    for left in ("work", "archive", "warehouse"):
        shutil.rmtree(folder / left, ignore_errors=True)
    for path in (folder / "raw").glob("*_day.csv"):
        path.unlink()
    megabytes = sum(path.stat().st_size for path in (folder / "raw").iterdir()) / 1e6
    print(f"megacity, {megabytes:.0f} MB of CSV; {machine()}; {now_text()}")
    command = [str(Path(sys.executable).parent / "lanxun"), "build", str(folder), "--verbose"]
    first = timed(command)
    print(f"whole build cold: {first.wall_s:.1f} s wall, {first.cpu_s:.1f} s CPU, peak {first.peak_mib:.0f} MiB")
    print(first.output)
    write_day(folder)
    second = timed(command)
    print(f"one day more:     {second.wall_s:.1f} s wall, {second.cpu_s:.1f} s CPU, peak {second.peak_mib:.0f} MiB")
    print(second.output)


if __name__ == "__main__":
    main()
