"""A tiny city folder for tests: a feed, some bytes, and what came of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import duckdb

from pipelines.city import load as load_city
from pipelines.intake.limits import Limits
from pipelines.intake.load import Intake, Partition, load

CITY = """
city_id = "town"
name = "小城"
name_en = "Town"
jurisdiction = "CN"
crs = "EPSG:4547"
utc_offset = "+08:00"
bbox_deg = [113.0, 34.0, 114.5, 35.5]
"""
SMALL = Limits(memory="400MB")
READINGS = 'columns = { station_id = "站点编码", observed_at = "时间", pm25_ugm3 = "PM2.5" }'
ENTERPRISES = (
    'columns = { enterprise_id = "编号", name = "名称", lon = "经度", lat = "纬度", is_key_unit = "重点", graded_on = "评级日期" }'
)


def build(folder: Path, feeds: str, files: Mapping[str, bytes]) -> None:
    """Write the city's folder."""
    (folder / "raw").mkdir(parents=True, exist_ok=True)
    (folder / "city.toml").write_text(CITY, encoding="utf-8")
    (folder / "feeds.toml").write_text(feeds, encoding="utf-8")
    for name, data in files.items():
        path = folder / "raw" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


def feed(table: str, body: str, *, files: str = "*.*") -> str:
    """One `[[feed]]`."""
    return f'[[feed]]\nname = "f"\ntable = "{table}"\nfiles = ["{files}"]\n{body}\n'


def intake(folder: Path, limits: Limits = SMALL) -> Intake:
    """Load the city and hold its accounts to the identity."""
    found = load(load_city(folder), raw_dir=folder / "raw", limits=limits)
    for partition in found.partitions:
        balanced(partition)
    return found


def balanced(partition: Partition) -> None:
    """Every physical line has exactly one disposition, and the rejects are all kept."""
    assert sum(partition.lines.values()) == partition.line_count
    assert len(rows(partition, "rejected_rows")) == partition.lines["rejected"]


def rows(partition: Partition, name: str = "rows") -> list[dict[str, Any]]:
    """The rows of one of the partition's files."""
    relation = duckdb.connect().execute(f"select * from read_parquet('{partition.folder / name}.parquet')")
    names = [column[0] for column in relation.description]
    return [dict(zip(names, row, strict=True)) for row in relation.fetchall()]


def reasons(partition: Partition) -> Counter[str]:
    """How often each reason rejected a row (`row:`) or emptied a cell (`cell:`)."""
    found = Counter(f"row:{row['reasons']}" for row in rows(partition, "rejected_rows"))
    return found + Counter(f"cell:{row['reason']}" for row in rows(partition, "rejected_cells"))
