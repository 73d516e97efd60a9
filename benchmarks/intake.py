"""Compare the intake with DuckDB's bare reader on one CSV: `python -m benchmarks.intake [folder]`.

The CSV holds two years of hourly readings of 200 invented stations, 3.5 million lines of ten columns. *Bare* reads it with the types
declared and writes the same columns as Parquet (zstd): no line numbers, no archive, no accounting, no strictness. *Table* is the same
into a table in memory. *Intake* is a build's whole first step: hash, archive, survey, strict casts, duplicates, rejects, Parquet. Each
runs in a fresh process, in turn, three rounds; the figures are medians.
"""

from __future__ import annotations

import shutil
import statistics
import sys
import tempfile
from pathlib import Path

import duckdb

from benchmarks.machine import Timing, machine, now_text, timed

ROUNDS = 3
STATIONS, HOURS = 200, 2 * 8760
KINDS = {"station_id": "VARCHAR", "observed_at": "TIMESTAMP"} | dict.fromkeys(
    ("pm25_ugm3", "pm10_ugm3", "so2_ugm3", "no2_ugm3", "o3_ugm3", "co_mgm3", "published_aqi"), "DOUBLE"
)
KINDS["flag"] = "VARCHAR"
CITY = """
city_id = "bench"
name = "虚构城市"
name_en = "Invented city"
jurisdiction = "CN"
crs = "EPSG:4547"
utc_offset = "+08:00"
bbox_deg = [113.0, 33.9, 115.0, 35.5]
is_demo = true
"""


def write(folder: Path) -> Path:
    """Write the invented city with its one file."""
    (folder / "raw").mkdir(parents=True, exist_ok=True)
    (folder / "city.toml").write_text(CITY, encoding="utf-8")
    mapped = ", ".join(f'{name} = "{name}"' for name in KINDS)
    (folder / "feeds.toml").write_text(
        f'[[feed]]\nname = "readings"\ntable = "readings"\nfiles = ["readings.csv"]\ncolumns = {{ {mapped} }}\n', encoding="utf-8"
    )
    path = folder / "raw" / "readings.csv"
    if path.is_file():
        return path
    con = duckdb.connect(config={"threads": 1})
    con.execute("select setseed(0.5)")
    gases = ", ".join(f"round(5 + 60 * random() * random(), {digits}) as g{i}" for i, digits in enumerate((0, 0, 0, 0, 0, 1, 0)))
    con.execute(
        "copy (select printf('S%04d', s) as station_id, timestamp '2024-11-01 01:00:00' + interval (h) hour as observed_at, "
        f"{gases}, case when random() < 0.01 then 'H' end as flag from range({HOURS}) a(h), range({STATIONS}) b(s)) "
        f"to '{path}' (format csv, header false)"
    )
    text = path.with_suffix(".aside")
    with path.open("rb") as body, text.open("wb") as whole:
        whole.write((",".join(KINDS) + "\n").encode())
        shutil.copyfileobj(body, whole, 1 << 20)
    text.rename(path)
    return path


def run(kind: str, folder: Path) -> None:
    """One run of one reader in this process."""
    if kind == "intake":
        from pipelines.city import load as load_city
        from pipelines.intake.load import load

        (partition,) = load(load_city(folder), raw_dir=folder / "raw").partitions
        print(partition.lines["loaded"])
        return
    path = folder / "raw" / "readings.csv"
    types = ", ".join(f"'{name}': '{sql_type}'" for name, sql_type in KINDS.items())
    source = f"select * from read_csv('{path}', columns={{{types}}}, header=true, auto_detect=false)"
    to = f"'{folder / 'bare.parquet'}' (format parquet, compression zstd)"
    statement = f"copy ({source}) to {to}" if kind == "bare" else f"create table t as {source}"
    con = duckdb.connect(config={"memory_limit": "1GB"})
    row = con.execute(statement).fetchone()
    print(row[0] if row else "")


def _line(name: str, timings: list[Timing]) -> str:
    wall, cpu, peak = (statistics.median(getattr(t, what) for t in timings) for what in ("wall_s", "cpu_s", "peak_mib"))
    return f"{name:<28} {wall:6.2f} s wall  {cpu:6.2f} s CPU  {peak:6.0f} MiB"


def main() -> None:
    """Write the file, run the readers in turn, print the medians."""
    if len(sys.argv) == 3:
        run(sys.argv[1], Path(sys.argv[2]))
        return
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(tempfile.mkdtemp(prefix="intake-"))
    path = write(folder)
    print(f"{STATIONS * HOURS:,} lines, {path.stat().st_size / 1e6:.0f} MB of CSV; {machine()}; {now_text()}")
    names = {"bare": "bare reader to Parquet", "table": "bare reader to a table", "intake": "intake"}
    found: dict[str, list[Timing]] = {kind: [] for kind in names}
    for _ in range(ROUNDS):
        for kind, timings in found.items():
            for left in ("work", "archive"):
                shutil.rmtree(folder / left, ignore_errors=True)
            timings.append(timed([sys.executable, "-m", "benchmarks.intake", kind, str(folder)]))
    if len({timing.output.strip() for kind in ("bare", "intake") for timing in found[kind]}) != 1:
        raise SystemExit("the readers did not load the same number of rows; compare their outputs before their times")
    for kind, timings in found.items():
        print(_line(names[kind], timings))
    for what, label in (("cpu_s", "CPU"), ("wall_s", "wall")):
        shares = [getattr(bare, what) / getattr(own, what) for bare, own in zip(found["bare"], found["intake"], strict=True)]
        rounds = ", ".join(f"{share:.2f}" for share in shares)
        print(f"intake reaches {statistics.median(shares):.2f} of the bare reader's speed by {label} (rounds {rounds})")


if __name__ == "__main__":
    main()
