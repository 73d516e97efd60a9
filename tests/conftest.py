"""Fixtures for every test."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The real data beside the repository; a test that needs it is skipped by name where it is absent."""
    for parent in Path(__file__).resolve().parents:
        found = parent / "shared" / "data"
        if found.is_dir():
            return found
    # A worktree lies elsewhere: go by the repository it belongs to.
    marker = Path(__file__).resolve().parent.parent / ".git"
    if marker.is_file():
        common = Path(marker.read_text(encoding="utf-8").removeprefix("gitdir:").strip())
        for parent in common.parents:
            found = parent / "shared" / "data"
            if found.is_dir():
                return found
    pytest.skip("shared_data: no shared/data beside the repository")
