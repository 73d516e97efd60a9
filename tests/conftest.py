"""Where the real data lie that tests may read in place."""

from __future__ import annotations

import os
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real data beside the repository (or where LANXUN_SHARED_DATA says); the test is skipped by name where it is absent."""
    beside = Path(__file__).resolve().parent.parent.parent / "shared" / "data"
    folder = Path(os.environ.get("LANXUN_SHARED_DATA", beside))
    if not folder.is_dir():
        pytest.skip(f"{folder} is absent: the real data this test reads are not here")
    return folder
