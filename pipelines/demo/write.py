"""Write the demo city: `raw/` as a bureau would deliver it, `truth/` for the tests."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

from pipelines.demo import write_acts, write_air, write_firms, write_office, write_truth
from pipelines.demo.scribe import Scribe
from pipelines.demo.world import create

SEED = 20261208
Progress = Callable[[str], None]


def _silent(_: str) -> None:
    return None


def write(folder: Path, *, seed: int, progress: Progress | None = None) -> None:
    """Write `folder`/raw and `folder`/truth; the same seed gives the same bytes. `progress` hears what is being done."""
    tell = progress or _silent
    world = create(seed, tell)
    for part in ("raw", "truth"):
        shutil.rmtree(folder / part, ignore_errors=True)
    raw = Scribe(folder / "raw")
    tell("企业名单")
    for list_of_firms in (
        write_firms.write_permits,
        write_firms.write_shops,
        write_firms.write_key_units,
        write_firms.write_online,
        write_firms.write_food,
        write_firms.write_fume,
    ):
        list_of_firms(world, raw)
    tell("站点、读数与气象")
    for air in (write_air.write_stations, write_air.write_readings, write_air.write_weather, write_air.write_forecasts):
        air(world, raw)
    tell("信访、执法与应急")
    for act in (
        write_acts.write_complaints,
        write_acts.write_checks,
        write_acts.write_cases,
        write_acts.write_listings,
        write_acts.write_plan,
    ):
        act(world, raw)
    tell("区划、设备与机构")
    for paper in (
        write_office.write_polygons,
        write_office.write_devices,
        write_office.write_people,
        write_office.write_papers,
        write_office.write_corrections,
    ):
        paper(world, raw)
    write_truth.write_truth(world, raw.traps, folder / "truth")
