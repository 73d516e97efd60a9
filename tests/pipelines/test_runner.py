"""The order comes from the SQL; what did not change is kept."""

from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pytest

from pipelines import runner
from pipelines.city import City
from pipelines.engines.duckdb import DuckEngine
from pipelines.engines.engine import Digest
from pipelines.errors import ModelError
from pipelines.model import Model, references
from pipelines.runner import Runner, month_hashes


def test_names_of_ctes_are_not_references() -> None:
    sql = "with a as (select * from raw_x), b as (select * from a join core_y using (id)) select * from b cross join rule_z as z"
    assert references(sql) == {"raw_x", "core_y", "rule_z"}


def test_every_model_comes_after_what_it_reads() -> None:
    models = runner.read_models()
    seen: set[str] = set()
    for name, model in models.items():
        assert {table for table in model.inputs if table in models} <= seen
        seen.add(name)


def _model(name: str, text: str) -> Model:
    return Model(name=name, layer="core", text=text, inputs=references(text), is_analysis=False)


HOURS = _model("hours", "select k, month_id, v * 2 as v from raw_hours inner join run_months using (month_id)")
TOTAL = _model("total", "select sum(v) as v from hours")


@pytest.fixture
def city(tmp_path: Path) -> City:
    return City(
        folder=tmp_path, city_id="x", name="X", name_en="X", jurisdiction="*", crs="EPSG:4547", utc_offset="+08:00", bbox_deg=(0, 0, 1, 1)
    )


def _run(
    path: Path, city: City, rows: list[tuple[int, int, int]], kept: dict[str, runner.State], monkeypatch: pytest.MonkeyPatch
) -> Runner:
    monkeypatch.setattr(runner, "read_models", lambda: {"hours": HOURS, "total": TOTAL})
    engine = DuckEngine(path, memory_limit_gb=0.5, threads=1, spill_dir=path.parent)
    keys, months, values = zip(*rows, strict=True)
    engine.put("raw_hours", pa.table({"k": keys, "month_id": pa.array(months, pa.int32()), "v": values}))
    engine.put("run_months", pa.table({"month_id": pa.array([], pa.int32())}))
    contents = {month: str(sorted(row for row in rows if row[1] == month)) for month in months}
    digests = {
        "raw_hours": Digest(rows=len(rows), whole=str(contents), months=contents),
        "run_months": Digest(rows=0, whole="", months={}),
    }
    run = Runner(engine, city=city, inputs=digests, kept=kept)
    run.steps = run.run()  # type: ignore[attr-defined]
    run.rows = sorted(engine.con.execute("select k, month_id, v from hours").fetchall())  # type: ignore[attr-defined]
    run.total = engine.con.execute("select v from total").fetchone()  # type: ignore[attr-defined]
    engine.finish()
    engine.close()
    return run


def test_only_a_changed_month_is_computed_anew_and_the_result_is_that_of_a_full_run(
    tmp_path: Path, city: City, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = [(1, 202601, 10), (2, 202602, 20), (3, 202602, 30)]
    after = [(1, 202601, 10), (2, 202602, 21), (4, 202603, 40)]
    first = _run(tmp_path / "a.db", city, before, {}, monkeypatch)
    second = _run(tmp_path / "a.db", city, after, first.states, monkeypatch)
    full = _run(tmp_path / "b.db", city, after, {}, monkeypatch)
    assert [(step.action, step.months) for step in second.steps] == [("months", (202602, 202603)), ("computed", ())]
    assert second.rows == full.rows == [(1, 202601, 20), (2, 202602, 42), (4, 202603, 80)]
    assert second.total == full.total == (142,)
    third = _run(tmp_path / "a.db", city, after, second.states, monkeypatch)
    assert [step.action for step in third.steps] == ["kept", "kept"]


def test_a_changed_text_computes_every_month_anew(tmp_path: Path, city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [(1, 202601, 10), (2, 202602, 20)]
    first = _run(tmp_path / "a.db", city, rows, {}, monkeypatch)
    monkeypatch.setattr("tests.pipelines.test_runner.HOURS", _model("hours", HOURS.text.replace("v * 2", "v * 3")))
    second = _run(tmp_path / "a.db", city, rows, first.states, monkeypatch)
    assert second.rows == [(1, 202601, 30), (2, 202602, 60)]


def test_a_month_depends_on_its_own_rows_and_on_every_table_without_months() -> None:
    model = _model("m", "select month_id from raw_a inner join run_months using (month_id) cross join rule_b")
    known = {"raw_a": Digest(rows=2, whole="ab", months={1: "a", 2: "b"}), "rule_b": Digest(rows=1, whole="r", months={})}
    before = month_hashes(model, known)
    other_month = month_hashes(model, known | {"raw_a": Digest(rows=2, whole="ac", months={1: "a", 2: "c"})})
    other_rule = month_hashes(model, known | {"rule_b": Digest(rows=1, whole="s", months={})})
    assert before[1] == other_month[1]
    assert before[2] != other_month[2]
    assert before[1] != other_rule[1]


def test_a_month_that_looks_back_depends_on_the_months_before_it_across_the_year() -> None:
    text = "select month_id from raw_a inner join run_months using (month_id)"
    model = replace(_model("m", text), look_back=2)
    months = {202511: "a", 202512: "b", 202601: "c", 202602: "d", 202603: "e"}
    before = month_hashes(model, {"raw_a": Digest(rows=5, whole="", months=months)})
    after = month_hashes(model, {"raw_a": Digest(rows=5, whole="", months=months | {202512: "x"})})
    assert [month for month in months if before[month] != after[month]] == [202512, 202601, 202602]


def test_what_changed_is_told_by_month(tmp_path: Path, city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    first = _run(tmp_path / "a.db", city, [(1, 202601, 10), (2, 202602, 20)], {}, monkeypatch)
    second = _run(tmp_path / "a.db", city, [(1, 202601, 10), (2, 202602, 21)], first.states, monkeypatch)
    assert second.changed_months() == {"hours": (202602,)}
    third = _run(tmp_path / "a.db", city, [(1, 202601, 10), (2, 202602, 21)], second.states, monkeypatch)
    assert third.changed_months() == {"hours": (), "total": ()}


def test_an_analysis_over_its_bound_is_refused(tmp_path: Path, city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    model = Model(name="places", layer="core", text="", inputs=frozenset({"raw_hours"}), is_analysis=True, row_bound=1)
    monkeypatch.setattr("tests.pipelines.test_runner.HOURS", model)
    with pytest.raises(ModelError, match="its bound is 1"):
        _run(tmp_path / "a.db", city, [(1, 202601, 10), (2, 202602, 20)], {}, monkeypatch)
