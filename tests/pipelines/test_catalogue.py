"""The catalogue of tables says what the models do today; every model runs on a city without rows."""

from pathlib import Path

from pipelines import catalogue

ROOT = Path(__file__).resolve().parents[2]


def test_every_model_runs_on_inputs_without_rows(tmp_path: Path) -> None:
    runner, engine = catalogue.empty_build(tmp_path)
    assert engine.tables() == {name for name, model in runner.models.items() if not model.is_view}
    engine.close()


def test_the_catalogue_is_current() -> None:
    told = (ROOT / "data" / "README.md").read_text(encoding="utf-8")
    assert told == catalogue.catalogue(), "run `make catalogue` and commit data/README.md"


def test_a_unit_is_read_from_the_name() -> None:
    assert catalogue.unit("distance_m") == "m"
    assert catalogue.unit("pm25_ngm3").startswith("ng/m³")
    assert catalogue.unit("co_ugm3").startswith("µg/m³（整数")
    assert catalogue.unit("name") == ""
