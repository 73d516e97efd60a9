"""The four real cities, each built once for all tests and test processes by the command line itself."""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cities.built import Built

CITIES_DIR = Path(__file__).resolve().parents[2] / "data" / "cities"


def lanxun(*arguments: object) -> subprocess.CompletedProcess[str]:
    """Run the command line as a person would."""
    return subprocess.run([sys.executable, "-m", "lanxun.cli", *map(str, arguments)], capture_output=True, text=True, check=False)


@pytest.fixture(scope="session")
def shared_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that all test processes of this session share."""
    base = tmp_path_factory.getbasetemp()
    return base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base


@pytest.fixture(scope="session")
def built_city(shared_folder: Path) -> Callable[..., Built]:
    """Build one of `data/cities` on a raw folder, once for all test processes; `options` are those of `lanxun build`."""

    def make(name: str, raw_dir: Path, *options: str, folder_name: str | None = None) -> Built:
        folder = shared_folder / f"city-{folder_name or name}"
        built = Built(folder=folder)
        with (shared_folder / f"{folder.name}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not built.code_file.is_file():
                folder.mkdir()
                for file in ("city.toml", "feeds.toml"):
                    shutil.copy(CITIES_DIR / name / file, folder / file)
                built.note(lanxun("build", folder, "--raw", raw_dir, *options))
        assert built.code == 0, built.errors
        return built

    return make


@pytest.fixture(scope="session")
def zhengzhou(built_city: Callable[..., Built], shared_data: Path) -> Built:
    """Zhengzhou: restaurants beside national stations."""
    return built_city("zhengzhou", shared_data)


@pytest.fixture(scope="session")
def ningxia(built_city: Callable[..., Built], shared_data: Path) -> Built:
    """Ningxia: key enterprises beside national stations, no weather."""
    return built_city("ningxia", shared_data)


@pytest.fixture(scope="session")
def chicago(built_city: Callable[..., Built], shared_data: Path) -> Built:
    """Chicago: another country, days instead of hours."""
    return built_city("chicago", shared_data)
