"""A bureau's first ten minutes: `lanxun init` on its files, one answer of a person, `lanxun build`."""

from __future__ import annotations

import tomllib
from pathlib import Path
from shutil import copytree, ignore_patterns

import pytest

from lanxun.cli import main
from tests.cities.built import Built
from tests.cities.conftest import CITIES_DIR, lanxun

UNSURE = '"unknown"'


def test_the_draft_of_the_restaurants_builds_once_their_datum_is_said(tmp_path: Path, shared_data: Path) -> None:
    folder, raw_dir = tmp_path / "zz", shared_data / "zhengzhou" / "restaurants_poi"
    begun = lanxun("init", folder, raw_dir, "--name", "郑州市")
    assert (begun.returncode, begun.stderr) == (0, "")
    assert "待确认" in begun.stdout
    assert tomllib.loads((folder / "city.toml").read_text(encoding="utf-8"))["name"] == "郑州市"
    feeds = folder / "feeds.toml"
    text = feeds.read_text(encoding="utf-8")
    assert UNSURE in text
    feeds.write_text(text.replace(UNSURE, '"gcj02"'), encoding="utf-8")
    built = Built(folder=folder)
    built.note(lanxun("build", folder, "--raw", raw_dir))
    assert built.code == 0, built.errors
    assert "Traceback" not in built.printed + built.errors
    assert built.value("select count(*) from stg_enterprises where lon is not null") >= 17574
    assert built.value("select sum(lines) from source_lines where disposition = 'loaded'") == 17574 + 2177
    # the box is that of the first lines of each file; a person widens it
    outside = built.value("select count(*) from places where kind = 'enterprise' and place_quality = 'outside_city'")
    assert outside <= 17574 / 100


def test_a_draft_overwrites_nothing(tmp_path: Path) -> None:
    (tmp_path / "feeds.toml").write_text("# checked by hand\n", encoding="utf-8")
    (tmp_path / "list.csv").write_text("企业编码,企业名称\ne1,某厂\n", encoding="utf-8")
    refused = lanxun("init", tmp_path, tmp_path / "list.csv")
    assert refused.returncode == 2
    assert refused.stderr.startswith("lanxun: ")
    assert "feeds.toml exists already" in refused.stderr
    assert (tmp_path / "feeds.toml").read_text(encoding="utf-8") == "# checked by hand\n"


@pytest.mark.parametrize("name", ["zhengzhou", "ningxia", "chicago", "national"])
@pytest.mark.parametrize("is_there", [False, True])
def test_a_wrong_raw_folder_is_one_sentence_and_nothing_is_published(
    name: str, is_there: bool, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    built = ignore_patterns("work", "archive", "warehouse")
    folder, raw_dir = copytree(CITIES_DIR / name, tmp_path / name, ignore=built), tmp_path / "elsewhere"
    if is_there:
        raw_dir.mkdir()
    assert main(["build", str(folder), "--raw", str(raw_dir)]) == 2
    said = capsys.readouterr().err
    assert said.startswith("lanxun: ")
    assert said.count("\n") == 1
    assert str(raw_dir) in said
    assert not (folder / "warehouse" / "current").exists()
