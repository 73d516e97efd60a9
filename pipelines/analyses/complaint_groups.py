"""Put the links of repeated complaints together: groups that share a report are one.

Never a proof: complaints show where people are, not only where pollution is.
"""

from __future__ import annotations

from collections.abc import Mapping

import pyarrow as pa
import pyarrow.compute as pc

from pipelines import nearby
from pipelines.city import City

LAYER = "core"
INPUTS = ("repeat_links",)
ROW_BOUND = 5_000_000


def run(inputs: Mapping[str, pa.Table], *, city: City) -> pa.Table:
    """One row per complaint that belongs to a repeat group or repeats an earlier report word for word."""
    del city  # links know no city
    links = inputs["repeat_links"]
    groups = nearby.groups(links.filter(pc.equal(links["kind"], "group")))
    copies = links.filter(pc.equal(links["kind"], "copy")).select(["complaint_id", "month_id", "first_complaint_id"])
    groups = groups.rename_columns(["complaint_id", "month_id", "repeat_group_id"])
    copies = copies.rename_columns(["complaint_id", "month_id", "repeats_complaint_id"])
    found = groups.join(copies, ["complaint_id", "month_id"], join_type="full outer")
    is_later = pc.not_equal(found["repeat_group_id"], found["complaint_id"])  # unknown outside a group: then it is a copy
    is_repeat = pc.or_kleene(is_later, pc.is_valid(found["repeats_complaint_id"]))
    return found.append_column("is_repeat", is_repeat)
