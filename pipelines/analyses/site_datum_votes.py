"""Vote on the declared datums of enterprises, stations and met stations."""

from __future__ import annotations

from collections.abc import Mapping

import pyarrow as pa

from pipelines import voting
from pipelines.city import City

LAYER = "core"
INPUTS = ("stg_enterprises", "stg_stations", "stg_met_stations", "stg_districts")
ROW_BOUND = 2_000_000


def run(inputs: Mapping[str, pa.Table], *, city: City) -> pa.Table:
    """One row per feed, kind and declared datum."""
    return voting.vote(inputs, city=city)
