"""Compute what is no longer true.

What reads `run_months` is computed month by month: only months whose inputs changed are computed anew. Everything else is
kept when neither its text nor the content of its inputs changed. An analysis runs beside the SQL that does not wait for it; where
most is kept, small SQL runs beside other SQL too (a whole build needs its memory for one big step at a time).
"""

from __future__ import annotations

import graphlib
import hashlib
import importlib
import inspect
import time
from collections.abc import Callable, Mapping
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, replace
from pathlib import Path

import pyarrow as pa

from pipelines.city import City
from pipelines.engines.engine import Digest, Engine
from pipelines.errors import ModelError
from pipelines.model import Model, read_models

LANES = 2


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


@dataclass(frozen=True, kw_only=True)
class Work:
    """One table on its way: what was decided, and the result to wait for (rows of an analysis, nothing of SQL)."""

    model: Model
    inputs: str
    months: dict[int, str]
    action: str
    changed: tuple[int, ...]
    started_s: float
    result: Future[pa.Table | None] | None = None


def _hash(*parts: str) -> str:
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:24]


def months_before(month: int, count: int) -> list[int]:
    """A month, written yyyymm, and as many before it."""
    number = month // 100 * 12 + month % 100 - 1
    return [(number - back) // 12 * 100 + (number - back) % 12 + 1 for back in range(count + 1)]


def month_hashes(model: Model, known: Mapping[str, Digest]) -> dict[int, str]:
    """For each month that any input holds: the hash of all the model reads for it."""
    monthly = sorted(table for table in model.inputs if table != "run_months" and known[table].months)
    fixed = [f"{table}={known[table].whole}" for table in sorted(model.inputs) if table not in {*monthly, "run_months"}]
    months = sorted({month for table in monthly for month in known[table].months})

    def read(month: int) -> list[str]:
        return [f"{table}={known[table].months.get(m, '')}" for table in monthly for m in months_before(month, model.look_back)]

    return {month: _hash(model.text, *fixed, *read(month)) for month in months}


def heights(models: Mapping[str, Model]) -> dict[str, int]:
    """How many tables, one after the other, wait for each: what most waits for is computed first."""
    height = dict.fromkeys(models, 0)
    for name in reversed(list(models)):
        for table in models[name].inputs & models.keys():
            height[table] = max(height[table], height[name] + 1)
    return height


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
        self.read = frozenset(table for model in self.models.values() for table in model.inputs)
        self.height = heights(self.models)

    def run(self, *, progress: Callable[[str, int, int], None] | None = None) -> list[Step]:
        """Compute every table after what it reads, and say what was done; the order is the same each time."""
        self._forget()
        graph = graphlib.TopologicalSorter({name: sorted(m.inputs & self.models.keys()) for name, m in self.models.items()})
        graph.prepare()
        place = {name: number for number, name in enumerate(self.models)}
        ready: list[str] = []
        waiting: dict[Future[pa.Table | None], Work] = {}
        steps: list[Step] = []
        lanes = LANES if self.kept else 1
        with ThreadPoolExecutor(max_workers=lanes) as pool:
            while graph.is_active():
                ready = sorted([*ready, *graph.get_ready()], key=lambda name: (-self.height[name], place[name]))
                number = self._choose(ready, waiting=len(waiting), lanes=lanes)
                if number is not None:
                    name = ready.pop(number)
                    if progress is not None:
                        progress(name, len(steps), len(self.models))
                    work = self._begin(self.models[name], pool, is_wide=lanes > 1)
                    if work.result is not None:
                        waiting[work.result] = work
                        continue
                else:
                    work = waiting.pop(next(iter(wait(waiting, return_when=FIRST_COMPLETED).done)))
                steps.append(self._finish(work))
                graph.done(work.model.name)
        return sorted(steps, key=lambda step: place[step.table])

    def _choose(self, ready: list[str], *, waiting: int, lanes: int) -> int | None:
        """Which of the ready tables comes next: an analysis where only it runs aside, none while every lane has enough to do."""
        if lanes > 1:
            return 0 if ready and waiting <= lanes else None
        return min(range(len(ready)), key=lambda number: not self.models[ready[number]].is_analysis, default=None)

    def changed_months(self) -> dict[str, tuple[int, ...]]:
        """By table that was there before: the months that now hold something else, none where nothing changed.

        What changed and cannot say in which months is not named.
        """
        told: dict[str, tuple[int, ...]] = {}
        for name, state in self.states.items():
            old = self.kept.get(name)
            if old is not None and old.digest.whole == state.digest.whole:
                told[name] = ()
            elif old is not None and old.digest.months and state.digest.months:
                before, now = old.digest.months, state.digest.months
                told[name] = tuple(sorted(month for month in before.keys() | now.keys() if before.get(month) != now.get(month)))
        return told

    def _forget(self) -> None:
        present = self.engine.tables()
        for stale in sorted(present - {name for name, model in self.models.items() if not model.is_view}):
            self.engine.drop(stale)
        self.kept = {name: state for name, state in self.kept.items() if name in present}

    def _begin(self, model: Model, pool: ThreadPoolExecutor, *, is_wide: bool) -> Work:
        """Decide what of a table is no longer true; compute it if it is SQL, set it going if it is an analysis or lanes are free."""
        inputs = _hash(model.text, *(f"{t}={self.known[t].whole}" for t in sorted(model.inputs - {"run_months"})))
        months = month_hashes(model, self.known) if model.is_monthly else {}
        action, changed = self._decide(model, inputs=inputs, months=months)
        work = Work(model=model, inputs=inputs, months=months, action=action, changed=changed, started_s=time.perf_counter())
        if action == "kept":
            return work
        if model.is_analysis or (is_wide and not model.is_view):
            return replace(work, result=pool.submit(self._analyse if model.is_analysis else self._compute, work))
        try:
            self._compute(work)
        except Exception as fault:
            fault.add_note(f"while computing {model.name}")
            raise
        return work

    def _decide(self, model: Model, *, inputs: str, months: dict[int, str]) -> tuple[str, tuple[int, ...]]:
        if model.is_view:
            return "view", ()
        old = self.kept.get(model.name)
        if old is not None and old.inputs == inputs:
            return "kept", ()
        if not model.is_monthly:
            return "computed", ()
        is_partial = old is not None and self.engine.is_incremental and old.text == _hash(model.text)
        before = old.months if old is not None and is_partial else {}
        changed = tuple(sorted(m for m in months.keys() | before.keys() if months.get(m) != before.get(m)))
        return ("months" if changed else "kept") if is_partial else "computed", changed

    def _compute(self, work: Work) -> None:
        model = work.model
        if model.is_view:
            self.engine.view(model.name, model.text)
        elif model.is_monthly:
            self.engine.months(work.changed)
            self.engine.replace_months(model.name, model.text, months=work.changed if work.action == "months" else ())
        else:
            self.engine.create(model.name, model.text)

    def _analyse(self, work: Work) -> pa.Table:
        model = work.model
        months = sorted({m for month in work.changed for m in months_before(month, model.look_back)}) if work.action == "months" else ()
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
        if model.look_back:
            given["run_months"] = pa.table({"month_id": pa.array(work.changed, pa.int32())})
        return _run(model.name, given, self.city)

    def _finish(self, work: Work) -> Step:
        """Keep a result and name its content."""
        model, name = work.model, work.model.name
        if work.result is not None:
            try:
                rows = work.result.result()
                if rows is not None:
                    self.engine.store_months(name, rows, months=work.changed if work.action == "months" else ())
            except Exception as fault:
                fault.add_note(f"while computing {name}")
                raise
        digest = self._digest(work)
        self.known[name] = digest
        if not model.is_view:
            self.states[name] = State(text=_hash(model.text), inputs=work.inputs, months=work.months, digest=digest)
        return Step(
            table=name,
            layer=model.layer,
            inputs=tuple(sorted(model.inputs)),
            action=work.action,
            months=work.changed,
            rows=digest.rows,
            wall_s=time.perf_counter() - work.started_s,
        )

    def _digest(self, work: Work) -> Digest:
        """What a table holds; of a table that no other reads only the number of rows is counted."""
        name, old = work.model.name, self.kept.get(work.model.name)
        if work.model.is_view:
            return Digest(rows=0, whole=work.inputs, months=work.months)
        if work.action == "kept":
            assert old is not None
            return old.digest
        if name not in self.read:
            return Digest(rows=self.engine.count(name), whole=work.inputs, months=work.months)
        if old is None or work.action != "months" or not old.digest.months:
            return self.engine.digest(name)
        untouched = {month: told for month, told in old.digest.months.items() if month not in work.changed}
        return Digest.of_months(untouched | self.engine.digest(name, months=work.changed).months)


def _run(name: str, given: Mapping[str, pa.Table], city: City) -> pa.Table:
    module = importlib.import_module(f"pipelines.analyses.{name}")
    has_city = "city" in inspect.signature(module.run).parameters
    result = module.run(given, city=city) if has_city else module.run(given)
    assert isinstance(result, pa.Table)
    return result
