"""Places, links and their marts are the same rows on Sail as on DuckDB."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pyarrow as pa
import pytest

from pipelines import voting
from pipelines.analyses import complaint_places, enterprise_links, site_places
from pipelines.contract import contracts
from tests.model_chain import assert_same, on_duckdb, on_sail, rows_of, sail
from tests.model_harness import SOURCE_COLUMNS
from tests.pipelines.place_tables import city_of

STAGING = {
    "stg_enterprises": ("source_key",),
    "stg_met_stations": ("met_id",),
    "stg_complaints": ("complaint_id",),
    "stg_districts": ("code",),
    "stg_zones": ("zone_id",),
    "stg_organisations": ("org_id",),
    "stg_corrections": ("correction_id",),
}
LATER = {
    "places": ("kind", "source_key"),
    "datum_votes": ("kind", "source_feed", "declared"),
    "enterprise_codes": ("code",),
    "enterprise_points": ("enterprise_id",),
    "station_points": ("station_id",),
    "listed_enterprises": ("enterprise_id",),
    "complaint_points": ("complaint_id",),
    "enterprise_records": ("enterprise_id",),
    "enterprises": ("enterprise_id",),
    "stations": ("station_id",),
}
ARROW = {
    "VARCHAR": pa.string(),
    "DOUBLE": pa.float64(),
    "BIGINT": pa.int64(),
    "INTEGER": pa.int32(),
    "BOOLEAN": pa.bool_(),
    "DATE": pa.date32(),
    "TIMESTAMP": pa.timestamp("us"),
}
SPOT = {"lon": 113.63, "lat": 34.74, "datum": "gcj02"}
SQUARE = '{"type":"Polygon","coordinates":[[[113.0,34.0],[114.0,34.0],[114.0,35.0],[113.0,34.0]]]}'
WHEN = dt.datetime(2026, 3, 1)


@pytest.fixture(scope="module")
def session() -> Iterator[Any]:
    pytest.importorskip("pysail")
    with sail() as opened:
        yield opened


def raw(name: str, *rows: dict[str, Any]) -> pa.Table:
    """`raw_<name>`: every contract column, absent ones null."""
    types = {f.name: f.sql_type for f in contracts()[name].fields} | SOURCE_COLUMNS
    return pa.table({column: pa.array([row.get(column) for row in rows], ARROW[kind]) for column, kind in types.items()})


def world() -> dict[str, pa.Table]:
    """Two lists that share an enterprise, an older version of a row, a correction, and one point of every other kind."""
    first = {"source_feed": "a", "source_file": "a.csv", "source_line": 2, "source_received_at": WHEN}
    second = first | {"source_feed": "b", "source_file": "b.csv"}
    code = {"uscc": "914403001922038216", "is_key_unit": True}
    stations = [
        SPOT
        | {
            "station_id": f"S{n}",
            "name": f"站{n}",
            "level": "national",
            "district": "中原区",
            "active_from": WHEN.date(),
            "active_to": WHEN.date(),
        }
        for n in range(3)
    ]
    return {
        "raw_enterprises": raw(
            "enterprises",
            first | SPOT | code | {"enterprise_id": "1", "name": "宏达化工有限公司", "so2_t": 1.5},
            first | SPOT | {"enterprise_id": "1", "name": "旧名", "source_received_at": dt.datetime(2025, 1, 1)},
            second | SPOT | code | {"enterprise_id": "7", "name": "宏达化工", "grade": "A", "graded_on": dt.date(2026, 1, 1)},
            second | {"enterprise_id": "8", "name": "国正水泥", "has_cems": False},
        ),
        "raw_met_stations": raw("met_stations", *(SPOT | {"met_id": f"M{n}", "name": "气象站", "lon": 113.7 + n / 10} for n in range(2))),
        "raw_complaints": raw("complaints", SPOT | {"complaint_id": "C", "received_at": WHEN, "month_id": 202603}),
        "raw_districts": raw("districts", {"code": "1", "name": "中原区", "level": "district", "geometry": SQUARE, "source_line": 1}),
        "raw_zones": raw("zones", {"zone_id": "Z", "name": "管控区", "geometry": SQUARE, "source_line": 1}),
        "raw_organisations": raw("organisations", {"org_id": "1", "name": "分局"}),
        "raw_corrections": raw(
            "corrections",
            *({"correction_id": str(n), "table": "enterprises", "key": "1", "column": "name", "new": str(n), "at": WHEN} for n in range(2)),
        ),
        "stg_stations": pa.Table.from_pylist(stations),
        "run_months": pa.table({"month_id": pa.array([202603], pa.int32())}),
        "run_moment": pa.table({"as_of_on": pa.array([dt.date(2026, 4, 30)])}),
        "stg_positive_list": pa.table(
            {
                "enterprise_id": ["7"],
                "listed_on": pa.array([dt.date(2026, 1, 1)]),
                "valid_to": pa.array([None], pa.date32()),
                "removed_on": pa.array([None], pa.date32()),
            }
        ),
    }


def test_every_place_model_is_the_same_on_sail(session: Any) -> None:
    inputs = world()
    staged = on_duckdb(list(STAGING), inputs)
    city = city_of("a", "b")
    tables = {"stg_stations": inputs["stg_stations"], **staged}
    sites = {name: table for name, table in tables.items() if name != "stg_complaints"}
    reports = {name: tables[name] for name in ("stg_complaints", "stg_districts")}
    for kind, part, places in (("site", sites, site_places), ("complaint", reports, complaint_places)):
        inputs[f"{kind}_datum_votes"] = voting.vote(part, city=city)
        inputs[f"{kind}_places"] = places.run({**part, f"{kind}_datum_votes": inputs[f"{kind}_datum_votes"]}, city=city)
    inputs["enterprise_links"] = enterprise_links.run({**tables, "site_places": inputs["site_places"]}, city=city)
    every = STAGING | LATER
    ours, theirs = on_duckdb(list(every), inputs), on_sail(session, list(every), inputs)
    for name, key in every.items():
        assert_same(rows_of(theirs[name], *key), rows_of(ours[name], *key))
    assert [row["is_on_positive_list"] for row in rows_of(ours["enterprises"], "enterprise_id")] == [True, False]
