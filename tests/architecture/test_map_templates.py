"""A map's script is a template twice over: folium's, then the component's; data reach it by `scripted` alone."""

from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
MODULES = sorted((ROOT / "dashboard").rglob("*.py"))


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_text_is_written_into_a_map_by_tojson(path: Path) -> None:
    assert "| tojson" not in path.read_text(encoding="utf-8")
