"""The same SQL text on DuckDB and on Sail gives the same tables."""

import shutil
from datetime import datetime
from pathlib import Path

import pytest

from pipelines import city as cities
from pipelines.build import Options, build
from pipelines.runner import read_models
from tests.engines import comparison

pytest.importorskip("pysail", reason="Sail is in the developers' lock")


@pytest.fixture(scope="module")
def both(demo_city: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    folder = tmp_path_factory.mktemp("engines")
    found = []
    for engine in ("duckdb", "sail"):
        own = folder / engine
        own.mkdir()
        for name in ("city.toml", "feeds.toml"):
            shutil.copy(demo_city / name, own / name)
        shutil.copytree(demo_city / "work", own / "work", ignore=shutil.ignore_patterns("spark", "spill"))
        shutil.copytree(demo_city / "archive", own / "archive")
        result = build(cities.load(own), options=Options(raw_dir=demo_city / "raw", engine=engine), now=datetime(2026, 1, 1))
        found.append(result.build.path)
    return found[0], found[1]


def test_both_engines_compute_every_model(both: tuple[Path, Path]) -> None:
    assert comparison.tables(both[0]) == comparison.tables(both[1]) == set(read_models())


@pytest.mark.parametrize("table", sorted(read_models()))
def test_a_table_is_the_same_on_both_engines(both: tuple[Path, Path], table: str) -> None:
    assert comparison.difference(both[0], both[1], table) is None
