"""Place enterprises, stations and met stations.

Complaints come every day and have their own table, so that a new one does not place and link every enterprise again.
"""

from __future__ import annotations

from collections.abc import Mapping

import pyarrow as pa

from pipelines import placing
from pipelines.city import City

LAYER = "core"
INPUTS = ("stg_enterprises", "stg_stations", "stg_met_stations", "stg_districts", "site_datum_votes")
ROW_BOUND = 2_000_000


def run(inputs: Mapping[str, pa.Table], *, city: City) -> pa.Table:
    """One row per delivered point of these kinds."""
    return placing.place(inputs, votes=inputs["site_datum_votes"], city=city)
