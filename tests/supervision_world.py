"""A small world of supervision: input tables with their types, rules from data/standards, models run in order."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from pipelines.contract import contracts
from pipelines.rules import load_rules
from tests.model_harness import MODELS_DIR, SOURCE_COLUMNS, Rows, create

OWN = ("inspections", "cases", "positive_list", "outlets", "emissions", "meters", "power", "emergency_plan", "officers", "duty_roster")
RAW = (*OWN, "enterprises")
CHAIN = (
    *(f"stg_{name}" for name in OWN), "stg_enterprise_versions",
    "enterprise_codes", "visits", "enforcement_cases", "positive_listings", "outlet_days", "meter_months", "meter_days", "line_days",
    "supervision_events", "monitoring_events", "city_problem_rate", "visit_facts", "listing_facts", "monitoring_facts",
    "register_facts", "category_facts", "frequency_used", "complaint_radius", "complaint_events", "enterprise_events", "event_facts",
    "candidate_facts", "candidate_points", "candidate_verdicts", "candidate_exclusions", "candidate_totals", "patrol_candidates",
    "positive_list_checks", "positive_list_standings", "visits_spared", "positive_list_expiries", "enterprise_changes",
    "enterprise_versions", "enterprise_evidence",
    "enforcement_events", "enforcement_tallies", "enforcement_statistics",
)  # fmt: skip
TEXTS = "VARCHAR"
OTHERS: dict[str, dict[str, str]] = {
    "run_moment": {"as_of_at": "TIMESTAMP", "as_of_on": "DATE", "known_at": "TIMESTAMP"},
    "run_months": {"month_id": "INTEGER"},
    "run_city": {"name": TEXTS, "mean_level": TEXTS},
    "enterprise_links": {"source_key": TEXTS, "enterprise_id": TEXTS, "rule": TEXTS, "linked_to": TEXTS},
    "stg_enterprises": {"source_key": TEXTS, "enterprise_id": TEXTS, "uscc": TEXTS},
    "stg_alerts": {"level": TEXTS, "starts_at": "TIMESTAMP", "ends_at": "TIMESTAMP", "document": TEXTS},
    "enterprises": {
        **dict.fromkeys(("enterprise_id", "name", "source_type", "industry_code", "district", "township", "place_quality"), TEXTS),
        **dict.fromkeys(("permit_category", "grade", "status", "district_code"), TEXTS),
        **dict.fromkeys(("permit_valid_to", "graded_on"), "DATE"),
        **dict.fromkeys(("is_key_unit", "has_cems", "has_power_meter", "has_video", "is_on_positive_list"), "BOOLEAN"),
    },
    "complaints": {
        **dict.fromkeys(("complaint_id", "channel", "category", "object_name", "repeat_group_id", "district", "district_code"), TEXTS),
        "received_at": "TIMESTAMP", "month_id": "INTEGER", "is_verified": "BOOLEAN", "is_repeat": "BOOLEAN",
    },
    "complaint_enterprises": {
        "complaint_id": TEXTS, "enterprise_id": TEXTS, "month_id": "INTEGER", "distance_m": "DOUBLE", "wind_match": TEXTS,
        "rank_no": "BIGINT",
    },
}  # fmt: skip


def model_path(name: str) -> Path:
    """The file of a model."""
    (path,) = MODELS_DIR.glob(f"*/{name}.sql")
    return path


class World:
    """One in-memory database with every input table there, empty unless rows are given."""

    def __init__(self, tables: Mapping[str, Rows], *, rules: Mapping[str, pa.Table] | None = None, chain: Iterable[str] = CHAIN) -> None:
        self.con = duckdb.connect()
        tables = {"run_city": [{"name": "晴川市", "mean_level": "national"}], **tables}
        self.inputs: list[str] = []
        for name, rule in (load_rules(jurisdiction="CN") | dict(rules or {})).items():
            self.con.register("arrow_rule", rule)
            self._keep(f"create table {name} as select * from arrow_rule", name)
        types = {f"raw_{name}": {f.name: f.sql_type for f in contracts()[name].fields} | SOURCE_COLUMNS for name in RAW} | OTHERS
        for name, columns in types.items():
            self._keep(f"create table {name} ({', '.join(f'{column} {kind}' for column, kind in columns.items())})", name)
            for row in tables.get(name, ()):
                assert set(row) <= set(columns), f"{name} has no {set(row) - set(columns)}"
                self.con.execute(f"insert into {name} ({', '.join(row)}) values ({', '.join('?' for _ in row)})", list(row.values()))
        for name in sorted(set(tables) - set(types)):
            create(self.con, name, tables[name])
            self.inputs.append(name)
        for name in chain:
            self.con.execute(f"create table {name} as {model_path(name).read_text(encoding='utf-8')}")

    def _keep(self, statement: str, name: str) -> None:
        self.con.execute(statement)
        self.inputs.append(name)

    def rows(self, query: str) -> list[dict[str, Any]]:
        """The rows of a query."""
        result = self.con.execute(query)
        names = [column[0] for column in result.description]
        return [dict(zip(names, row, strict=True)) for row in result.fetchall()]
