"""Place complaints.

Apart from the sites, because complaints come every day and sites do not.
"""

from __future__ import annotations

from collections.abc import Mapping

import pyarrow as pa

from pipelines import placing
from pipelines.city import City

LAYER = "core"
INPUTS = ("stg_complaints", "stg_districts", "complaint_datum_votes")
ROW_BOUND = 2_000_000


def run(inputs: Mapping[str, pa.Table], *, city: City) -> pa.Table:
    """One row per delivered point of these kinds."""
    return placing.place(inputs, votes=inputs["complaint_datum_votes"], city=city)
