"""Order the models by what their SQL reads, and compute what is no longer true.

A SQL model is one SELECT in `models/<layer>/<table>.sql`; an analysis is `analyses/<table>.py` with `LAYER`, `INPUTS`,
`ROW_BOUND`, `run` and, where it needs few of many, `COLUMNS`. What reads `run_months` is computed month by month: only
months whose inputs changed are computed anew. Everything else is kept when neither its text nor the content of its inputs
changed.
"""

from __future__ import annotations

import ast
import graphlib
import hashlib
import importlib
import inspect
import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from pipelines.city import City
from pipelines.engines.engine import Digest, Engine
from pipelines.errors import ModelError

PACKAGE_DIR = Path(__file__).resolve().parent
LAYERS = ("staging", "core", "marts")
INPUT_PREFIXES = ("raw_", "rule_", "run_")
SILENT_ROOMS = {"build.py", "warehouse.py", "runner.py", "states.py", "replay.py", "raw.py", "accounting.py", "catalogue.py"}
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

    @property
    def is_monthly(self) -> bool:
        """Whether only changed months are computed anew."""
        return "run_months" in self.inputs

    @property
    def is_view(self) -> bool:
        """Whether the table is only a step of others and not worth keeping; its first comment then ends in `(view)`."""
        return not self.is_analysis and self.text.partition("\n")[0].rstrip().endswith("(view)")


@dataclass(frozen=True, kw_only=True)
class Step:
    """What the runner did for one table."""

    table: str
    layer: str
    inputs: tuple[str, ...]
    action: str
    months: tuple[int, ...]
    rows: int
    wall_s: float


@dataclass(frozen=True, kw_only=True)
class State:
    """What a kept table was computed from, and what it holds."""

    text: str
    inputs: str
    months: dict[int, str]
    digest: Digest


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
                if name in {"LAYER", "INPUTS", "ROW_BOUND", "COLUMNS"}:
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


def _hash(*parts: str) -> str:
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:24]


def month_hashes(model: Model, known: Mapping[str, Digest]) -> dict[int, str]:
    """For each month that any input holds: the hash of all the model reads for it."""
    monthly = sorted(table for table in model.inputs if table != "run_months" and known[table].months)
    fixed = [f"{table}={known[table].whole}" for table in sorted(model.inputs) if table not in {*monthly, "run_months"}]
    months = sorted({month for table in monthly for month in known[table].months})
    return {month: _hash(model.text, *fixed, *(f"{t}={known[t].months.get(month, '')}" for t in monthly)) for month in months}


class Runner:
    """Compute the models of a build on an engine, given what is already there."""

    def __init__(self, engine: Engine, *, city: City, inputs: Mapping[str, Digest], kept: Mapping[str, State]) -> None:
        self.engine = engine
        self.city = city
        self.kept = dict(kept)
        self.known: dict[str, Digest] = dict(inputs)
        self.states: dict[str, State] = {}
        # an analysis is given the city: with other words in city.toml or feeds.toml it may find otherwise
        told = repr(replace(city, folder=Path()))
        self.models = {name: replace(m, text=f"{m.text}\x1f{told}") if m.is_analysis else m for name, m in read_models().items()}

    def run(self, *, progress: Callable[[str, int, int], None] | None = None) -> list[Step]:
        """Compute every table in order and say what was done."""
        steps: list[Step] = []
        present = self.engine.tables()
        for stale in sorted(present - {name for name, model in self.models.items() if not model.is_view}):
            self.engine.drop(stale)
        self.kept = {name: state for name, state in self.kept.items() if name in present}
        for number, model in enumerate(self.models.values()):
            if progress is not None:
                progress(model.name, number, len(self.models))
            steps.append(self._step(model))
        return steps

    def _step(self, model: Model) -> Step:
        started = time.perf_counter()
        inputs = _hash(model.text, *(f"{t}={self.known[t].whole}" for t in sorted(model.inputs - {"run_months"})))
        months = month_hashes(model, self.known) if model.is_monthly else {}
        if model.is_view:
            self.engine.view(model.name, model.text)
            self.known[model.name] = Digest(rows=0, whole=inputs, months=months)
            return Step(
                table=model.name, layer=model.layer, inputs=tuple(sorted(model.inputs)), action="view", months=(), rows=0, wall_s=0.0
            )
        old = self.kept.get(model.name)
        action: str = "kept"
        changed: tuple[int, ...] = ()
        if old is None or old.inputs != inputs:
            try:
                action, changed = self._compute(model, months, old)
            except Exception as fault:
                fault.add_note(f"while computing {model.name}")
                raise
            digest = self._digest(model, action, changed, old)
        else:
            digest = old.digest
        self.known[model.name] = digest
        self.states[model.name] = State(text=_hash(model.text), inputs=inputs, months=months, digest=digest)
        return Step(
            table=model.name,
            layer=model.layer,
            inputs=tuple(sorted(model.inputs)),
            action=action,
            months=changed,
            rows=digest.rows,
            wall_s=time.perf_counter() - started,
        )

    def _digest(self, model: Model, action: str, changed: tuple[int, ...], old: State | None) -> Digest:
        if old is not None and action == "kept":
            return old.digest
        if old is None or action != "months" or not old.digest.months:
            return self.engine.digest(model.name)
        untouched = {month: told for month, told in old.digest.months.items() if month not in changed}
        return Digest.of_months(untouched | self.engine.digest(model.name, months=changed).months)

    def _compute(self, model: Model, months: dict[int, str], old: State | None) -> tuple[str, tuple[int, ...]]:
        if not model.is_monthly:
            if model.is_analysis:
                self.engine.store(model.name, self._analyse(model))
            else:
                self.engine.create(model.name, model.text)
            return "computed", ()
        is_partial = old is not None and self.engine.is_incremental and old.text == _hash(model.text)
        before = old.months if old is not None and is_partial else {}
        changed = tuple(sorted(m for m in months.keys() | before.keys() if months.get(m) != before.get(m)))
        if is_partial and not changed:
            return "kept", ()
        replaced = changed if is_partial else ()
        if model.is_analysis:
            self.engine.store_months(model.name, self._analyse(model, months=replaced), months=replaced)
        else:
            self.engine.put("run_months", pa.table({"month_id": pa.array(changed, pa.int32())}))
            self.engine.replace_months(model.name, model.text, months=replaced)
        return ("months" if is_partial else "computed"), changed

    def _analyse(self, model: Model, *, months: tuple[int, ...] = ()) -> pa.Table:
        given: dict[str, pa.Table] = {}
        for table in sorted(model.inputs - {"run_months"}):
            rows = self.engine.count(table)
            if model.row_bound is not None and rows > model.row_bound:
                raise ModelError(
                    f"analysis {model.name} reads {rows:,} rows of {table}, its bound is {model.row_bound:,}; "
                    "narrow its input or raise ROW_BOUND"
                )
            only = months if self.known[table].months else ()
            given[table] = self.engine.fetch(table, columns=model.columns.get(table, ()), months=only)
        module = importlib.import_module(f"pipelines.analyses.{model.name}")
        has_city = "city" in inspect.signature(module.run).parameters
        result = module.run(given, city=self.city) if has_city else module.run(given)
        assert isinstance(result, pa.Table)
        return result
