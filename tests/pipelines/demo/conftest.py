"""The demo city, made once for all its tests."""

from __future__ import annotations

import pytest

from pipelines.demo.world import World, create
from pipelines.demo.write import SEED


@pytest.fixture(scope="session")
def world() -> World:
    """The truth."""
    return create(SEED, lambda _: None)
