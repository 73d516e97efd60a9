"""`make run` publishes for the invented city only: three people must answer for a real one."""

import os
from pathlib import Path

import pytest

from tools.run import DEMO_NAMES, _is_due


def city(folder: Path, *, is_demo: bool) -> Path:
    (folder / "warehouse").mkdir(parents=True)
    (folder / "city.toml").write_text(f"is_demo = {str(is_demo).lower()}\n", encoding="utf-8")
    (folder / "warehouse" / "current").write_text("b.duckdb\n", encoding="utf-8")
    return folder


@pytest.mark.parametrize("is_demo", [True, False])
def test_only_the_demo_city_is_published(tmp_path: Path, is_demo: bool) -> None:
    assert _is_due(city(tmp_path, is_demo=is_demo)) is is_demo


def test_a_publication_newer_than_the_build_is_left_alone(tmp_path: Path) -> None:
    folder = city(tmp_path, is_demo=True)
    (folder / "public").mkdir()
    (folder / "public" / "current").write_text("p.duckdb\n", encoding="utf-8")
    assert not _is_due(folder)
    os.utime(folder / "public" / "current", (0, 0))
    assert _is_due(folder)


def test_the_demo_s_names_say_that_they_are_none() -> None:
    names = DEMO_NAMES[1::2]
    assert len(set(names)) == 3
    assert all(name.startswith("演示") for name in names)
