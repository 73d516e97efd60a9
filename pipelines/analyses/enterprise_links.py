"""Say which rows of several enterprise lists are one enterprise, by which rule and how sure.

First an accepted correction, then the same valid USCC, then the name and the distance; what is left stands alone. A link names
the row it was made to, so that a correction (table `enterprise_links`, key the source key, column `enterprise_id`) undoes it.
The id is the code of the first list in feeds.toml order.
"""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
import pyarrow as pa

from pipelines import linkage, projection, uscc
from pipelines.city import City

LAYER = "core"
INPUTS = ("stg_enterprises", "site_places", "stg_corrections")
ROW_BOUND = 2_000_000
SCHEMA = pa.schema(
    [
        ("source_key", pa.string()),
        ("enterprise_id", pa.string()),
        ("rule", pa.string()),
        ("score", pa.float64()),
        ("distance_m", pa.float64()),
        ("linked_to", pa.string()),
        ("feed_rank", pa.int64()),
        ("rank_no", pa.int64()),
        ("uscc", pa.string()),
        ("is_uscc_valid", pa.bool_()),
        ("names_merged", pa.string()),
        ("source_count", pa.int64()),
        ("link_note", pa.string()),
    ]
)


def run(inputs: Mapping[str, pa.Table], *, city: City) -> pa.Table:
    """One row per delivered enterprise row; the first row of each enterprise has rank_no 1."""
    rows = _rows(inputs, city=city)
    corrected = _corrections(inputs["stg_corrections"])
    rows["corrected"] = pd.Series([corrected.get(key) for key in rows["source_key"]], index=rows.index, dtype=object)
    links = linkage.link(rows)
    rows = rows.assign(**{name: links[name] for name in ("leader", "rule", "score", "distance_m", "linked_to")})
    _name_ids(rows)
    rows = rows.sort_values(["enterprise_id", "order"], ignore_index=True)
    rows["rank_no"] = rows.groupby("enterprise_id").cumcount() + 1
    grouped = rows.groupby("enterprise_id")
    rows["source_count"] = grouped["source_key"].transform("size")
    merged: dict[str, dict[str, None]] = {}
    for enterprise_id, name in zip(rows["enterprise_id"].tolist(), rows["name"].tolist(), strict=True):
        merged.setdefault(enterprise_id, {})[name] = None
    rows["names_merged"] = ["；".join(merged[enterprise_id]) for enterprise_id in rows["enterprise_id"].tolist()]
    rows["link_note"] = [_note(row) for row in rows[["code_as_given", "is_uscc_valid", "rule", "distance_m"]].itertuples(index=False)]
    rows["uscc"] = rows["code_as_given"].where(rows["code_as_given"] != "", None)
    rows["is_uscc_valid"] = rows["is_uscc_valid"].astype(object).where(rows["code_as_given"] != "", None)
    rows = rows.sort_values("source_key", ignore_index=True)
    return pa.Table.from_pandas(rows[SCHEMA.names], schema=SCHEMA, preserve_index=False)


def _rows(inputs: Mapping[str, pa.Table], *, city: City) -> pd.DataFrame:
    rows = inputs["stg_enterprises"].select(["source_key", "source_feed", "enterprise_id", "uscc", "name"]).to_pandas()
    rows = rows.rename(columns={"enterprise_id": "code"})
    ranks = {feed.name: rank for rank, feed in enumerate(city.feeds)}
    rows["feed_rank"] = rows["source_feed"].map(ranks).fillna(len(ranks)).astype("int64")
    rows["code_as_given"] = [uscc.normalise(text) if isinstance(text, str) else "" for text in rows["uscc"]]
    rows["is_uscc_valid"] = [uscc.is_valid(code) for code in rows["code_as_given"]]
    rows["valid_uscc"] = rows["code_as_given"].where(rows["is_uscc_valid"], "")
    rows = rows.sort_values(["feed_rank", "source_feed", "code"], ignore_index=True)
    rows["order"] = range(len(rows))
    placed: pd.DataFrame = rows.merge(_metres(inputs["site_places"], city=city), on="source_key", how="left")
    return placed


def _metres(places: pa.Table, *, city: City) -> pd.DataFrame:
    """Where a row most likely is: the proposed place where the datum is in doubt, no place where it is outside the city."""
    frame = places.select(["kind", "source_key", "x_m", "y_m", "place_quality", "proposed_lon", "proposed_lat"]).to_pandas()
    frame = frame[frame["kind"] == "enterprise"]
    usable = frame["place_quality"].isin(("ok", "duplicate", "suspected_datum"))
    better = usable & frame["proposed_lon"].notna()
    x_m, y_m = projection.to_metres(frame["proposed_lon"], frame["proposed_lat"], crs=city.crs)
    frame = frame.assign(x_m=frame["x_m"].where(usable).mask(better, x_m), y_m=frame["y_m"].where(usable).mask(better, y_m))
    metres: pd.DataFrame = frame[["source_key", "x_m", "y_m"]]
    return metres


def _corrections(table: pa.Table) -> dict[str, str]:
    frame = table.to_pandas()
    frame = frame[(frame["table_name"] == "enterprise_links") & (frame["column_name"] == "enterprise_id") & frame["new_text"].notna()]
    return dict(zip(frame["row_key"], frame["new_text"], strict=True))


def _name_ids(rows: pd.DataFrame) -> None:
    """Give each enterprise its first row's code; where two lists use one code for two enterprises, the later keeps its source key."""
    leaders = rows[(rows["leader"] == rows["order"]) & rows["corrected"].isna()].sort_values("order")
    is_taken = leaders["code"].duplicated()
    ids = leaders["code"].mask(is_taken, leaders["source_key"])
    by_leader = dict(zip(leaders["order"], ids, strict=True))
    rows["enterprise_id"] = rows["corrected"].where(rows["corrected"].notna(), rows["leader"].map(by_leader))


def _note(row: tuple[object, ...]) -> str | None:
    code, is_valid, rule, distance_m = row
    notes = []
    if code and not is_valid:
        notes.append("统一社会信用代码校验不符，不用于合并。")
    if rule == "uscc" and isinstance(distance_m, float) and distance_m > linkage.FAR_M:
        notes.append(f"同一信用代码的两处相距 {distance_m:.0f} 米，请核实是否同一场所。")
    return "".join(notes) or None
