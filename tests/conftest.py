"""Cities and real data that several tests read."""

from __future__ import annotations

import fcntl
import gc
import os
import shutil
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(autouse=True, scope="module")
def _pages_let_go_of_their_builds() -> Iterator[None]:
    """A test that opens a build in its own way must not meet one that pages of this process still hold open with other settings."""
    yield
    if "streamlit" in sys.modules:
        sys.modules["streamlit"].cache_resource.clear()
        gc.collect()


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real data beside the repository (or where LANXUN_SHARED_DATA says); the test is skipped by name where it is absent."""
    folder = Path(os.environ.get("LANXUN_SHARED_DATA", ROOT.parent / "shared" / "data"))
    if not folder.is_dir():
        pytest.skip(f"{folder} is absent: the real data this test reads are not here")
    return folder


@pytest.fixture(scope="session")
def demo_city(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo city, written and built once for all test processes: city.toml, feeds.toml, raw, truth, warehouse."""
    from pipelines import city
    from pipelines.build import build
    from pipelines.demo.write import SEED, write

    base = tmp_path_factory.getbasetemp()
    shared = base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base
    folder = shared / "demo-city"
    with (shared / "demo-city.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "warehouse" / "current").is_file():
            folder.mkdir(exist_ok=True)
            for name in ("city.toml", "feeds.toml"):
                shutil.copy(ROOT / "data" / "cities" / "demo" / name, folder / name)
            write(folder, seed=SEED)
            build(city.load(folder), now=datetime(2026, 12, 8, 0, 30))
    return folder
