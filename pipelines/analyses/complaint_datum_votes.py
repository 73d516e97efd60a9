"""Vote on the declared datums of complaints."""

from __future__ import annotations

from collections.abc import Mapping

import pyarrow as pa

from pipelines import voting
from pipelines.city import City

LAYER = "core"
INPUTS = ("stg_complaints", "stg_districts")
COLUMNS = {
    "stg_complaints": (
        "complaint_id",
        "object_name",
        "district",
        "datum",
        "lon",
        "lat",
        "source_feed",
        "source_datum",
    ),
}
ROW_BOUND = 2_000_000


def run(inputs: Mapping[str, pa.Table], *, city: City) -> pa.Table:
    """One row per feed, kind and declared datum."""
    return voting.vote(inputs, city=city)
