"""A fault on Sail or Spark ends in one sentence that says what to do."""

from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pyarrow as pa
import pytest

from lanxun.cli import main
from pipelines.build import _sentences
from pipelines.engines import sessions
from pipelines.engines.duckdb import DuckEngine
from pipelines.engines.spark import SparkEngine
from pipelines.errors import ConfigurationError, ModelError
from tests.engines.test_engines_agree import _lack


@pytest.mark.parametrize(
    ("engine", "installed", "java", "word"),
    [
        ("sail", (), "java", "make setup-dev"),
        ("sail", ("pyspark",), "java", "pysail"),
        ("spark", (), "java", "make setup-bench"),
        ("spark", ("pyspark", "pysail"), "java", "only its client"),
        ("spark", ("pyspark", "pyspark.core"), None, "JAVA_HOME"),
    ],
)
def test_a_missing_package_is_said_with_what_to_install(
    engine: str,
    installed: tuple[str, ...],
    java: str | None,
    word: str,
    demo_city: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(sessions, "find_spec", lambda name: SimpleNamespace() if name in installed else None)
    monkeypatch.setattr(sessions, "_java", lambda: java)
    before = (demo_city / "warehouse" / "current").read_text()
    assert main(["build", str(demo_city), "--engine", engine]) == 2
    (said,) = capsys.readouterr().err.splitlines()
    assert said.startswith(f"lanxun: engine {engine} needs ")
    assert word in said
    assert (demo_city / "warehouse" / "current").read_text() == before


def test_java_home_without_java_is_no_java(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sessions, "find_spec", lambda name: SimpleNamespace())
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    with pytest.raises(ConfigurationError, match="Java"):
        sessions.require("spark")


@pytest.fixture(params=["sail", pytest.param("spark", marks=pytest.mark.soak)])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[SparkEngine]:
    if lack := _lack(request.param):
        pytest.skip(lack)
    duck = DuckEngine(tmp_path / "x.duckdb", memory_limit_gb=0.5, threads=1, spill_dir=tmp_path)
    opened = SparkEngine(request.param, into=duck, work_dir=tmp_path / "spark", memory_limit_gb=1.0, threads=1)
    yield opened
    opened.close()
    assert not (tmp_path / "spark").exists()


def test_a_fault_of_a_model_is_one_sentence_and_no_rows_is_a_table(engine: SparkEngine, tmp_path: Path) -> None:
    engine.put("raw_rows", pa.table({"a": pa.array([1, 2], pa.int64()), "month_id": pa.array([202601, 202602], pa.int32())}))
    with (
        pytest.raises(ModelError, match=r"the build stopped: .*published build is untouched") as fault,
        _sentences(tmp_path / "x", trace=tmp_path / "trace.txt"),
    ):
        engine.create("wrong", "select no_such_function(a) as b from raw_rows")
    assert "\n" not in str(fault.value)
    assert "no_such_function" in str(fault.value)
    engine.create("nothing", "select a, month_id from raw_rows where a > 5")
    engine.create("something", "select a, month_id from raw_rows")
    assert (engine.digest("nothing").rows, engine.digest("something").rows) == (0, 2)
    assert engine.digest("something").months.keys() == {202601, 202602}
    for month in (202601, 202602):
        engine.put("run_months", pa.table({"month_id": pa.array([month], pa.int32())}))
        if month == 202601:
            engine.view("rows_now", "select a, month_id from raw_rows join run_months using (month_id)")
        engine.create("now", "select a, month_id from rows_now")
        assert engine.digest("now").months.keys() == {month}, "a view reads the months of the moment"
    assert engine.fetch("something").schema == engine.fetch("raw_rows").schema
