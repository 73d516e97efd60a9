"""Measure the distance join of 1,000,000 enterprises and 2,000 stations within 5 km against other ways to do it.

    python -m benchmarks.distance_join [--enterprises N] [--stations N] [--rounds N] [--folder DIR]

Every method reads the same two Parquet files in a fresh process and keeps all pairs with their distances in memory; rounds
are interleaved and the table shows medians. PostGIS has its rows and its index loaded before the clock starts. What is not
installed is skipped by name. `lanxun grid` is the grid of our models alone; `lanxun model` is the text of
`station_enterprises.sql` as a build runs it, bearings and true north included.
"""

from __future__ import annotations

import argparse
import importlib
import importlib.util
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks import postgis, province
from benchmarks.machine import machine, now_text

ROOT = Path(__file__).resolve().parent.parent
RADIUS_M = 5_000.0
GRID = """
with steps as (select -1 as step union all select 0 as step union all select 1 as step),
s as (
    select sid, x_m, y_m, cast(floor(x_m / 5000.0) as bigint) + a.step as cx, cast(floor(y_m / 5000.0) as bigint) + b.step as cy
    from stations cross join steps as a cross join steps as b
),
e as (
    select eid, x_m, y_m, cast(floor(x_m / 5000.0) as bigint) as cx, cast(floor(y_m / 5000.0) as bigint) as cy from enterprises
),
p as (
    select e.eid, s.sid, (e.x_m - s.x_m) * (e.x_m - s.x_m) + (e.y_m - s.y_m) * (e.y_m - s.y_m) as distance_m2
    from e join s on e.cx = s.cx and e.cy = s.cy
)
select eid, sid, sqrt(distance_m2) as distance_m from p where distance_m2 <= 25000000.0
"""


def lanxun_grid(folder: Path) -> int:
    """The grid join of our models on DuckDB."""
    import duckdb

    con = duckdb.connect()
    con.execute("set preserve_insertion_order = false")  # as a build does
    for name in ("enterprises", "stations"):
        con.execute(f"create view {name} as select * from '{folder / name}.parquet'")
    return int(con.execute(GRID).to_arrow_table().num_rows)  # Arrow in memory, as SedonaDB hands over


def lanxun_model(folder: Path) -> int:
    """Our model's own text, as a build runs it."""
    import duckdb

    con = duckdb.connect()
    con.execute("set preserve_insertion_order = false")
    con.execute(f"create view enterprise_points as select eid as enterprise_id, x_m, y_m from '{folder / 'enterprises.parquet'}'")
    con.execute(f"create view station_points as select sid as station_id, x_m, y_m from '{folder / 'stations.parquet'}'")
    con.execute("create table zone_places (zone_id varchar, station_id bigint, enterprise_id bigint)")
    con.execute(
        f"create table rule_control_zones as select cast({RADIUS_M} as double) as largest_radius_m, cast({RADIUS_M} as double) as cell_m"
    )
    con.execute(
        "create table grid_north as select 5e5 as x_m, 3.6e6 as y_m, 2e-3 as sine, 1e-7 as sine_per_x, "
        "0e0 as sine_per_y, 0e0 as sine_per_xy"
    )
    model = ROOT / "pipelines" / "models" / "core" / "station_enterprises.sql"
    con.execute(f"create table pairs as {model.read_text(encoding='utf-8')}")
    return int(con.execute("select count(*) from pairs").fetchall()[0][0])


def sedonadb(folder: Path) -> int:
    """SedonaDB's spatial join on ST_DWithin."""
    import pyarrow as pa
    import sedonadb as sedona

    con = sedona.connect()
    for name in ("enterprises", "stations"):
        con.read_parquet(str(folder / f"{name}.parquet")).to_view(name)
    found = con.sql(
        "with e as (select eid, ST_Point(x_m, y_m) as geom from enterprises), s as (select sid, ST_Point(x_m, y_m) as geom from stations) "
        f"select e.eid, s.sid, ST_Distance(e.geom, s.geom) as distance_m from e join s on ST_DWithin(e.geom, s.geom, {RADIUS_M})"
    )
    return int(pa.RecordBatchReader.from_stream(found).read_all().num_rows)


def geopandas(folder: Path) -> int:
    """GeoPandas: sjoin with dwithin, then the distances."""
    import geopandas as gpd
    import pandas as pd
    import shapely

    frames = []
    for name in ("enterprises", "stations"):
        rows = pd.read_parquet(folder / f"{name}.parquet")
        frames.append(gpd.GeoDataFrame(rows, geometry=shapely.points(rows["x_m"], rows["y_m"])))
    enterprises, stations = frames
    pairs = gpd.sjoin(enterprises[["eid", "geometry"]], stations[["sid", "geometry"]], predicate="dwithin", distance=RADIUS_M)
    pairs["distance_m"] = shapely.distance(pairs.geometry.to_numpy(), stations.geometry.to_numpy()[pairs["index_right"].to_numpy()])
    return len(pairs)


METHODS: dict[str, tuple[str, Callable[[Path], int]]] = {
    "lanxun grid": ("duckdb", lanxun_grid),
    "lanxun model": ("duckdb", lanxun_model),
    "sedonadb": ("sedonadb", sedonadb),
    "geopandas": ("geopandas", geopandas),
}


def measure(method: str, folder: Path) -> dict[str, float]:
    """Run one method in this process; imports do not count, reading the files does."""
    module, run = METHODS[method]
    importlib.import_module(module)
    before, started_s = resource.getrusage(resource.RUSAGE_SELF), time.perf_counter()
    rows = run(folder)
    wall_s, after = time.perf_counter() - started_s, resource.getrusage(resource.RUSAGE_SELF)
    cpu_s = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return {"wall_s": wall_s, "cpu_s": cpu_s, "rss_mib": after.ru_maxrss / 1024, "rows": rows}


def in_fresh_process(method: str, folder: Path) -> dict[str, float]:
    """Run one method in a process of its own."""
    command = [sys.executable, "-m", "benchmarks.distance_join", "--method", method, "--folder", str(folder)]
    done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    return dict(json.loads(done.stdout.splitlines()[-1]))


def compare(folder: Path, *, rounds: int) -> None:
    """Run every method that is installed and print one table."""
    results: dict[str, list[dict[str, float]]] = {}
    skipped = [f"{name}: the package {module} is not installed" for name, (module, _) in METHODS.items() if not _is_installed(module)]
    with postgis.server(folder) as (server, reason):
        if server is None:
            skipped.append(f"postgis: {reason}")
        for _ in range(rounds):
            for name, (module, _run) in METHODS.items():
                if _is_installed(module):
                    results.setdefault(name, []).append(in_fresh_process(name, folder))
            if server is not None:
                results.setdefault("postgis", []).append(postgis.measure(server, radius_m=RADIUS_M))
    print(f"{'method':<14}{'wall s':>9}{'CPU s':>9}{'RSS MiB':>9}{'rows':>12}   walls")
    for name, runs in results.items():
        wall_s, cpu_s, rss_mib, rows = (statistics.median(run[key] for run in runs) for key in ("wall_s", "cpu_s", "rss_mib", "rows"))
        walls = ", ".join(f"{run['wall_s']:.2f}" for run in runs)
        print(f"{name:<14}{wall_s:>9.2f}{cpu_s:>9.2f}{rss_mib:>9.0f}{rows:>12,.0f}   {walls}")
    for line in skipped:
        print(f"skipped  {line}")
    load = ", ".join(f"{value:.1f}" for value in os.getloadavg())
    print(f"{machine()}; load {load} (1, 5, 15 min); {now_text()}")


def _is_installed(module: str) -> bool:
    return importlib.util.find_spec(module) is not None


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--enterprises", type=int, default=1_000_000)
    parser.add_argument("--stations", type=int, default=2_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--method", choices=sorted(METHODS), help="measure one method in this process, on files that exist")
    options = parser.parse_args()
    if options.method:
        print(json.dumps(measure(options.method, options.folder)))
        return
    with tempfile.TemporaryDirectory() as scratch:
        folder = options.folder or Path(scratch)
        province.write(folder, enterprises=options.enterprises, stations=options.stations)
        compare(folder, rounds=options.rounds)


if __name__ == "__main__":
    main()
