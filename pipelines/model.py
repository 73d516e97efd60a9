"""Read the models: what each table is computed from, in the order the SQL itself gives.

A SQL model is one SELECT in `models/<layer>/<table>.sql`; an analysis is `analyses/<table>.py` with `LAYER`, `INPUTS`,
`ROW_BOUND`, `run` and, where it needs few of many, `COLUMNS`. A monthly analysis may read as many months before its own as
`LOOK_BACK` says; it then is given `run_months` and answers for those only.
"""

from __future__ import annotations

import ast
import graphlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import duckdb

from pipelines.errors import ModelError

PACKAGE_DIR = Path(__file__).resolve().parent
LAYERS = ("staging", "core", "marts")
INPUT_PREFIXES = ("raw_", "rule_", "run_")
SILENT_ROOMS = {"build.py", "warehouse.py", "model.py", "runner.py", "states.py", "replay.py", "raw.py", "accounting.py", "catalogue.py"}
SILENT_ROOMS |= {"what_if.py"}
INPUT_TABLES = ("source_lines", "source_files")


@dataclass(frozen=True, kw_only=True)
class Model:
    """One table to compute: its layer, its text and what it reads."""

    name: str
    layer: str
    text: str
    inputs: frozenset[str]
    is_analysis: bool
    row_bound: int | None = None
    columns: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    look_back: int = 0

    @property
    def is_monthly(self) -> bool:
        """Whether only changed months are computed anew."""
        return "run_months" in self.inputs

    @property
    def is_view(self) -> bool:
        """Whether the table is only a step of others and not worth keeping; its first comment then ends in `(view)`."""
        return not self.is_analysis and self.text.partition("\n")[0].rstrip().endswith("(view)")


def references(sql: str) -> frozenset[str]:
    """Name the real tables a SELECT reads; names of its own CTEs are not among them.

    DuckDB parses its own SQL to JSON without binding, so absent tables do no harm. A CTE may not be named like a table.
    """
    row = _parser().execute("select json_serialize_sql(?)", [sql]).fetchone()
    assert row is not None
    tree = json.loads(row[0])
    if tree.get("error"):
        raise ModelError(f"a model does not parse: {tree.get('error_message')}")
    tables: set[str] = set()
    steps: set[str] = set()
    pending: list[Any] = [tree]
    while pending:
        node = pending.pop()
        if isinstance(node, dict):
            if node.get("type") == "BASE_TABLE":
                tables.add(str(node["table_name"]))
            steps |= {str(entry["key"]) for entry in (node.get("cte_map") or {}).get("map", [])}
            pending += node.values()
        elif isinstance(node, list):
            pending += node
    return frozenset(tables - steps)


@cache
def _parser() -> duckdb.DuckDBPyConnection:
    return duckdb.connect()


def is_input(table: str) -> bool:
    """Whether a table is given to the models rather than computed by one."""
    return table.startswith(INPUT_PREFIXES) or table in INPUT_TABLES


def _sql_model(path: Path) -> Model:
    text = path.read_text(encoding="utf-8").strip().rstrip(";")
    return Model(name=path.stem, layer=path.parent.name, text=text, inputs=references(text), is_analysis=False)


def _literal(value: ast.expr, analysis: str) -> Any:
    try:
        return ast.literal_eval(value)
    except ValueError as fault:
        raise ModelError(f"analysis {analysis}, line {value.lineno}: LAYER, INPUTS and ROW_BOUND must be written out") from fault


def _analysis(path: Path) -> Model | None:
    """Read an analysis's constants without importing it: imports cost more than a day's increment."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    told: dict[str, Any] = {}
    for node in tree.body:
        match node:
            case ast.Assign(targets=[ast.Name(id=name)], value=value) | ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value):
                if name in {"LAYER", "INPUTS", "ROW_BOUND", "COLUMNS", "LOOK_BACK"}:
                    told[name] = _literal(value, path.stem)
            case _:
                pass
    if "LAYER" not in told:
        return None
    # the text of an analysis is that of every room it may call: small modules of the package, read together
    rooms = sorted(PACKAGE_DIR.glob("*.py")) + sorted((PACKAGE_DIR / "analyses").glob("*.py"))
    text = "\n".join(room.read_text(encoding="utf-8") for room in rooms if room.name not in SILENT_ROOMS)
    return Model(
        name=path.stem,
        layer=told["LAYER"],
        text=text,
        inputs=frozenset(told["INPUTS"]),
        is_analysis=True,
        row_bound=told["ROW_BOUND"],
        columns=told.get("COLUMNS", {}),
        look_back=told.get("LOOK_BACK", 0),
    )


@cache
def read_models() -> Mapping[str, Model]:
    """Every model and analysis, in an order in which each comes after what it reads.

    Refuses with ModelError two models of one name, a read of an unknown table, and a cycle.
    """
    models: dict[str, Model] = {}
    found = [_sql_model(path) for layer in LAYERS for path in sorted((PACKAGE_DIR / "models" / layer).glob("*.sql"))]
    analyses = [_analysis(path) for path in sorted((PACKAGE_DIR / "analyses").glob("*.py")) if path.stem != "__init__"]
    for model in [*found, *(analysis for analysis in analyses if analysis is not None)]:
        if model.name in models:
            raise ModelError(f"two models are named {model.name}; a table has one file")
        models[model.name] = model
    for model in models.values():
        for table in sorted(model.inputs):
            if table not in models and not is_input(table):
                raise ModelError(f"model {model.name} reads {table}, which no model and no input is called; mend the name or add it")
    graph = {name: sorted(model.inputs & models.keys()) for name, model in sorted(models.items())}
    try:
        ordered = list(graphlib.TopologicalSorter(graph).static_order())
    except graphlib.CycleError as fault:
        raise ModelError(f"models read each other in a circle: {' → '.join(fault.args[1])}") from fault
    return {name: models[name] for name in ordered}
