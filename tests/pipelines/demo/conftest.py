"""The demo city, made once for all its tests."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipelines.demo.world import World, create
from pipelines.demo.write import SEED, write


@pytest.fixture(scope="session")
def world() -> World:
    """The truth."""
    return create(SEED, lambda _: None)


@pytest.fixture(scope="session")
def demo_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with raw/ and truth/."""
    folder = tmp_path_factory.mktemp("demo")
    write(folder, seed=SEED)
    return folder
