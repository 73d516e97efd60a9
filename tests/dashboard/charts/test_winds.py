"""What the wind rose and the polar plot count, recounted with numpy from the rows themselves."""

from datetime import datetime, timedelta
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd
import pytest

from dashboard.charts.look import png
from dashboard.charts.polar import Kernel, polar_plot, surface
from dashboard.charts.wind_rose import SPEED_EDGES_MS, petals, speed_names, wind_rose
from dashboard.internal.reading import station_winds
from dashboard.internal.reading.warehouse import Published
from dashboard.maps.palette import DARK, LIGHT
from dashboard.wording import Wording

UNTIL_AT = datetime(2026, 12, 8, 8)
HOURS = 3000


@pytest.fixture(scope="module")
def winds() -> pd.DataFrame:
    """Hours of whole and half degrees, speeds on and off the edges of the cells, calm hours, daily winds and gaps."""
    draw = np.random.default_rng(7)
    speed_ms = np.round(draw.gamma(2.0, 1.3, HOURS), 1)
    from_deg = np.where(draw.random(HOURS) < 0.5, draw.integers(0, 360, HOURS), np.round(draw.random(HOURS) * 360, 1))
    return pd.DataFrame(
        {
            "station_id": "S1",
            "observed_at": [UNTIL_AT - timedelta(hours=i) for i in range(HOURS)],
            "met_id": "W1",
            "distance_m": 1000.0,
            "wind_from_deg": np.where(draw.random(HOURS) < 0.02, np.nan, from_deg % 360),
            "wind_ms": speed_ms,
            "is_calm": speed_ms < 1,
            "step_h": np.where(draw.random(HOURS) < 0.05, 24, 1),
            "pm25_ugm3": np.where(draw.random(HOURS) < 0.1, np.nan, np.round(draw.gamma(3, 20, HOURS))),
        }
    )


@pytest.fixture(scope="module")
def build(winds: pd.DataFrame) -> Published:
    connection = duckdb.connect()
    connection.register("given", winds)
    connection.execute(
        "create table station_winds as select station_id, observed_at, met_id, distance_m, case when not isnan(wind_from_deg) then"
        " wind_from_deg end as wind_from_deg, wind_ms, sin(radians(wind_from_deg)) as ux, cos(radians(wind_from_deg)) as uy, is_calm,"
        " step_h, cos(radians(45)) as half_angle_cos from given"
    )
    connection.execute(
        "create table station_hours as select station_id, observed_at, case when not isnan(pm25_ugm3) then pm25_ugm3 end as pm25_ugm3,"
        " 0.0 as pm10_ugm3, 0.0 as so2_ugm3, 0.0 as no2_ugm3, 0.0 as o3_ugm3, 0.0 as co_mgm3 from given"
    )
    return Published(build_id="trial", path=Path("trial"), connection=connection)


def counted(winds: pd.DataFrame, hours: int) -> pd.DataFrame:
    """The hours that say something of a direction, by the text of the rule and not by the SELECT."""
    kept = winds[winds["observed_at"] > UNTIL_AT - timedelta(hours=hours)]
    return kept[(kept["step_h"] == 1) & ~kept["is_calm"] & kept["wind_from_deg"].notna()]


def nearest(from_deg: np.ndarray, centres: np.ndarray) -> np.ndarray:
    """The centre that is nearest on the circle; half way between two, the one further clockwise."""
    apart = (from_deg[:, None] - centres[None, :] + 180) % 360 - 180
    return np.argmin(np.abs(apart) + 1e-9 * (apart > 0), axis=1)


@pytest.mark.parametrize("hours", [24, 720, HOURS])
def test_the_rose_counts_every_hour_once(build: Published, winds: pd.DataFrame, hours: int) -> None:
    kept = counted(winds, hours)
    sector = nearest(kept["wind_from_deg"].to_numpy(), np.arange(16) * 22.5)
    speed_class = np.digitize(kept["wind_ms"].to_numpy(), SPEED_EDGES_MS)
    expected = {(s, c): int(((sector == s) & (speed_class == c)).sum()) for s in range(16) for c in range(5)}
    rows = station_winds.rose(build, station_id="S1", until_at=UNTIL_AT, count=hours)
    found = {(int(row.sector), int(row.speed_class)): int(row.hours) for row in rows.itertuples()}
    assert found == {key: count for key, count in expected.items() if count}
    assert rows["hours"].sum() == len(kept)


@pytest.mark.parametrize("hours", [72, HOURS])
def test_the_polar_grid_counts_and_averages_every_hour_once(build: Published, winds: pd.DataFrame, hours: int) -> None:
    kept = counted(winds, hours).dropna(subset="pm25_ugm3")
    direction = nearest(kept["wind_from_deg"].to_numpy(), np.arange(36) * 10.0)
    edges = np.arange(0.0, 40.0, 0.5)
    speed = np.searchsorted(edges, kept["wind_ms"].to_numpy(), side="right") - 1
    values = kept["pm25_ugm3"].to_numpy()
    rows = station_winds.cells(build, station_id="S1", pollutant="pm25", until_at=UNTIL_AT, count=hours)
    found = {(int(row.direction_cell), int(row.speed_cell)): (int(row.hours), float(row.mean)) for row in rows.itertuples()}
    for key in set(zip(direction.tolist(), speed.tolist(), strict=True)) | found.keys():
        inside = (direction == key[0]) & (speed == key[1])
        assert found[key][0] == inside.sum(), key
        assert found[key][1] == pytest.approx(values[inside].mean()), key
    assert rows["hours"].sum() == len(kept)


def test_the_highest_tenth_is_counted_by_direction(build: Published, winds: pd.DataFrame) -> None:
    kept = counted(winds, HOURS).dropna(subset="pm25_ugm3")
    limit = np.quantile(kept["pm25_ugm3"], 0.9)
    sector = nearest(kept["wind_from_deg"].to_numpy(), np.arange(16) * 22.5)
    rows = station_winds.high(build, station_id="S1", pollutant="pm25", until_at=UNTIL_AT, count=HOURS).set_index("sector")
    for number in range(16):
        inside = kept[sector == number]
        assert rows.loc[number, "hours"] == len(inside)
        assert rows.loc[number, "high_hours"] == (inside["pm25_ugm3"] >= limit).sum()


def test_every_hour_of_the_axis_is_there(build: Published) -> None:
    rows = station_winds.hours(build, station_id="S1", until_at=UNTIL_AT + timedelta(hours=3), count=72)
    assert len(rows) == 72
    assert rows["wind_ms"].isna().tolist() == [False] * 69 + [True] * 3


def cells(direction: int, speed: int, hours: int, mean: float) -> pd.DataFrame:
    return pd.DataFrame({"direction_cell": [direction], "speed_cell": [speed], "hours": [hours], "mean": [mean]})


def test_too_few_hours_show_nothing() -> None:
    """The kernel weighs at most one per hour: five hours can nowhere weigh six."""
    assert surface(cells(9, 4, 5, 80.0), kernel=Kernel()).empty
    assert polar_plot(cells(9, 4, 5, 80.0), unit="", label="", palette=LIGHT, wording=Wording()) is None


def test_the_surface_by_hand() -> None:
    """A hundred hours of 80 from the east and a hundred of 40 from the west: each side keeps its own value."""
    both = pd.concat([cells(9, 4, 100, 80.0), cells(27, 4, 100, 40.0)])
    smooth = surface(both, kernel=Kernel(direction_deg=20, speed_ms=1.5, fewest_hours=6))
    east, west = smooth[smooth["from_deg"].between(80, 95)], smooth[smooth["from_deg"].between(260, 275)]
    assert east["mean"].to_numpy() == pytest.approx(80.0, abs=0.01)
    assert west["mean"].to_numpy() == pytest.approx(40.0, abs=0.01)
    # a hundred hours weigh six where exp(-(apart/20)²/2) is 0.06: 47°; nothing is drawn beyond
    assert smooth["from_deg"].between(90 - 50, 90 + 50).sum() + smooth["from_deg"].between(270 - 50, 270 + 50).sum() == len(smooth)


def test_the_kernel_mean_against_the_sum_over_hours() -> None:
    """At one place, weight by weight with plain loops."""
    draw = np.random.default_rng(3)
    grid = pd.DataFrame(
        {
            "direction_cell": draw.integers(0, 36, 60),
            "speed_cell": draw.integers(2, 12, 60),
            "hours": draw.integers(1, 30, 60),
            "mean": draw.random(60) * 100,
        }
    ).drop_duplicates(["direction_cell", "speed_cell"])
    smooth = surface(grid, kernel=Kernel(direction_deg=20, speed_ms=1.5, fewest_hours=6))
    place = smooth.iloc[len(smooth) // 2]
    weights = values = 0.0
    for cell in grid.itertuples():
        turn = abs((place["from_deg"] + 2.5) - cell.direction_cell * 10) % 360
        apart = min(turn, 360 - turn)
        stretch = ((place["from_ms"] + 0.125) - (cell.speed_cell * 0.5 + 0.25)) / 1.5
        weight = np.exp(-(apart**2) / 800) * max(0.0, 1 - stretch**2) * cell.hours
        weights, values = weights + weight, values + weight * cell.mean
    assert place["hours"] == pytest.approx(weights)
    assert place["mean"] == pytest.approx(values / weights)


def test_petals_make_a_whole(build: Published) -> None:
    arcs = petals(station_winds.rose(build, station_id="S1", until_at=UNTIL_AT, count=HOURS))
    assert arcs["share"].sum() == pytest.approx(100)
    assert len(speed_names()) == len(SPEED_EDGES_MS) + 1


@pytest.mark.parametrize("palette", [LIGHT, DARK])
def test_charts_become_pictures_without_a_browser(build: Published, palette: object) -> None:
    span = {"station_id": "S1", "until_at": UNTIL_AT, "count": HOURS}
    rose = wind_rose(station_winds.rose(build, **span), palette=palette, wording=Wording())
    polar = polar_plot(
        station_winds.cells(build, pollutant="pm25", **span), unit="μg/m³", label="PM2.5", palette=palette, wording=Wording()
    )
    assert all(png(chart, scale=1).startswith(b"\x89PNG") for chart in (rose, polar))
