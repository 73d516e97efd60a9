"""Place complaints.

Apart from the sites, because complaints come every day and sites do not.
"""

from __future__ import annotations

from collections.abc import Mapping

import pyarrow as pa

from pipelines import placing
from pipelines.city import City

LAYER = "core"
INPUTS = ("stg_complaints", "stg_districts", "complaint_datum_votes", "run_months")
COLUMNS = {
    "stg_complaints": (
        "complaint_id",
        "object_name",
        "district",
        "datum",
        "lon",
        "lat",
        "month_id",
        "source_feed",
        "source_datum",
    ),
}
ROW_BOUND = 2_000_000


def run(inputs: Mapping[str, pa.Table], *, city: City) -> pa.Table:
    """One row per complaint of the months given, with its `month_id`."""
    placed = placing.place(inputs, votes=inputs["complaint_datum_votes"], city=city)
    complaints = inputs["stg_complaints"].select(["complaint_id", "month_id"]).rename_columns(["source_key", "month_id"])
    return placed.join(complaints, keys="source_key", join_type="left outer")
