"""Where the real data lie that tests may read in place."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real data beside the repository; the test is skipped by name where it is absent."""
    root = Path(__file__).resolve().parent.parent
    for folder in (root.parent / "shared" / "data", Path("../shared/data")):
        if folder.is_dir():
            return folder
    pytest.skip("../shared/data is absent: the real data this test reads are not here")
