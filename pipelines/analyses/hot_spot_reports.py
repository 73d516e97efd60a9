"""Put the links of hot spots together: hot spots that share a report are one."""

from __future__ import annotations

from collections.abc import Mapping

import pyarrow as pa

from pipelines import nearby
from pipelines.city import City

LAYER = "core"
INPUTS = ("hot_spot_links",)
ROW_BOUND = 5_000_000


def run(inputs: Mapping[str, pa.Table], *, city: City) -> pa.Table:
    """One row per complaint in a hot spot, which is named after its first report."""
    del city  # links know no city
    return nearby.groups(inputs["hot_spot_links"]).rename_columns(["complaint_id", "month_id", "hot_spot_id"])
