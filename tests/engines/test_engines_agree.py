"""The same SQL text on DuckDB, on Sail and on Spark gives the same tables."""

import shutil
from datetime import datetime
from importlib.util import find_spec
from pathlib import Path

import pytest

from pipelines import city as cities
from pipelines import warehouse
from pipelines.build import Options, build
from pipelines.engines.sessions import require
from pipelines.errors import ConfigurationError
from pipelines.model import read_models
from tests.engines import comparison

KEPT = {name for name, model in read_models().items() if not model.is_view}


def _lack(engine: str) -> str | None:
    """Why an engine cannot run here, in its own words."""
    try:
        require(engine)
    except ConfigurationError as fault:
        return str(fault)
    return None


def _build(engine: str, demo_city: Path, folder: Path) -> Path:
    for name in ("city.toml", "feeds.toml"):
        shutil.copy(demo_city / name, folder / name)
    shutil.copytree(demo_city / "work", folder / "work", ignore=shutil.ignore_patterns("spark", "spill"))
    shutil.copytree(demo_city / "archive", folder / "archive")
    result = build(cities.load(folder), options=Options(raw_dir=demo_city / "raw", engine=engine), now=datetime(2026, 1, 1))
    assert not (folder / "work" / "spark").exists(), "what the engine kept beside the build is gone with it"
    return result.build.path


@pytest.mark.skipif(find_spec("pysail") is None, reason="Sail is in the developers' lock")
def test_every_table_is_the_same_on_sail(demo_city: Path, tmp_path: Path) -> None:
    ours, theirs = warehouse.current(demo_city / "warehouse").path, _build("sail", demo_city, tmp_path)
    assert comparison.tables(ours) == comparison.tables(theirs) >= KEPT
    assert comparison.differences(ours, theirs) == []


@pytest.mark.soak
@pytest.mark.skipif(_lack("spark") is not None, reason=str(_lack("spark")))
def test_every_table_is_the_same_on_spark(demo_city: Path, tmp_path: Path) -> None:
    ours, theirs = warehouse.current(demo_city / "warehouse").path, _build("spark", demo_city, tmp_path)
    assert comparison.tables(ours) == comparison.tables(theirs) >= KEPT
    assert comparison.differences(ours, theirs) == []
