"""Every supervision model says the same on Sail as on DuckDB."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

import pytest

from tests.air_town import BRIEFING, air
from tests.supervision_town import town
from tests.supervision_world import CHAIN, World, model_path

MODELS = (*CHAIN, *BRIEFING)


@pytest.fixture(scope="module")
def world() -> World:
    return World(town() | air(), chain=MODELS)


@pytest.fixture(scope="module")
def sail(world: World, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    server_module = pytest.importorskip("pysail.spark")
    from pyspark.sql import SparkSession

    server = server_module.SparkConnectServer(port=0)
    server.start(background=True)
    folder = tmp_path_factory.mktemp("tables")
    session = SparkSession.builder.remote(f"sc://localhost:{server.listening_address[1]}").getOrCreate()
    for name in (*world.inputs, *MODELS):
        world.con.execute(f"copy {name} to '{folder / name}.parquet' (format parquet)")
        session.read.parquet(f"{folder / name}.parquet").createOrReplaceTempView(name)
    yield session
    session.stop()
    server.stop()


def same(one: Any, other: Any) -> bool:
    if isinstance(one, float) and isinstance(other, float):
        return math.isclose(one, other, rel_tol=1e-9, abs_tol=1e-12)
    return bool(one == other)


@pytest.mark.parametrize("name", MODELS)
def test_a_supervision_model_says_the_same_on_sail(name: str, world: World, sail: Any) -> None:
    expected = sorted(world.con.execute(f"select * from {name}").fetchall(), key=repr)
    frame = sail.sql(model_path(name).read_text(encoding="utf-8"))
    columns = [column[0] for column in world.con.execute(f"select * from {name} limit 0").description]
    assert frame.columns == columns
    found = sorted((tuple(row) for row in frame.collect()), key=repr)
    assert len(found) == len(expected)
    for one, other in zip(found, expected, strict=True):
        differing = [(c, a, b) for c, a, b in zip(columns, one, other, strict=True) if not same(a, b)]
        assert not differing
