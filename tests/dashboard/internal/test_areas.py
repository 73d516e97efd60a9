"""A drawn area keeps what lies in it, as another program counts it, and refuses what is none."""

from collections.abc import Iterator

import duckdb
import numpy as np
import pytest
import shapely

from dashboard.internal.reading.areas import MOST_CORNERS, AreaError, checked, inside, size_km2
from dashboard.internal.reading.warehouse import Published
from tests.dashboard.small_build import many_rows, write_city

SQUARE = "113.5,34.6;113.6,34.6;113.6,34.7;113.5,34.7"


@pytest.fixture(scope="module")
def build(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Published]:
    city = write_city(
        tmp_path_factory.mktemp("areas") / "city", rows=many_rows(enterprises=5000, stations=[("S", "national", 113.6, 34.7)])
    )
    (path,) = (city / "warehouse").glob("*.duckdb")
    with duckdb.connect(str(path), read_only=True) as con:
        yield Published(build_id=path.stem, path=path, connection=con)


def star(corners: int, *, seed: int) -> str:
    """A star-shaped area: corners in the order of their angles never cross."""
    chance = np.random.default_rng(seed)
    turn, reach = np.sort(chance.uniform(0, 2 * np.pi, corners)), chance.uniform(0.05, 0.2, corners)
    places = zip(113.65 + reach * np.cos(turn), 34.75 + reach * np.sin(turn), strict=True)
    return ";".join(f"{lon:.6f},{lat:.6f}" for lon, lat in places)


@pytest.mark.parametrize("corners", [5, 17, MOST_CORNERS])
@pytest.mark.parametrize("seed", range(4))
def test_the_sql_counts_what_geos_counts(build: Published, corners: int, seed: int) -> None:
    text = checked(star(corners, seed=seed))
    places = build.rows("select lon, lat, source_type from enterprises")
    shape = shapely.Polygon([tuple(map(float, corner.split(","))) for corner in text.split(";")])
    held = places[shapely.contains_xy(shape, places["lon"].to_numpy(), places["lat"].to_numpy())]
    found = inside(build, text)
    assert dict(zip(found["source_type"], found["sources"], strict=True)) == held["source_type"].value_counts().to_dict()


def test_either_turn_of_the_corners_is_the_same_area(build: Published) -> None:
    back = ";".join(reversed(SQUARE.split(";")))
    assert inside(build, SQUARE).equals(inside(build, back))
    assert size_km2(SQUARE) == pytest.approx(size_km2(back))


def test_a_square_at_this_latitude_has_its_known_size() -> None:
    # a tenth of a degree on WGS84 at 34.65°: 11.094 km northward, 9.168 km eastward
    assert size_km2(SQUARE) == pytest.approx(11.094 * 9.168, rel=0.001)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", "corners"),
        ("113.5,34.6;113.6,34.6", "corners"),
        (";".join(["113.5,34.6"] * (MOST_CORNERS + 1)), "corners"),
        ("113.5,34.6;113.6,34.7;113.6,34.6;113.5,34.7", "crossed"),
        ("113.5,34.6;113.55,34.6;113.6,34.6", "crossed"),
        ("113.5,34.6;nan,34.6;113.6,34.7", "unreadable"),
        ("113.5,34.6;113.6,34.6;1) or true --,34.7", "unreadable"),
    ],
)
def test_what_is_no_area_is_refused(text: str, fault: str) -> None:
    with pytest.raises(AreaError) as caught:
        checked(text)
    assert caught.value.fault == fault
