"""站点周边作战图 in Chromium: the slider works by keyboard and at once, a click names a source, nothing overflows, no text is faint."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Frame

from tests.browser.conftest import PICTURES, serve
from tests.browser.hostile import NAMES
from tests.browser.test_screens import CONTRAST, DESK, WAIT_MS, Watch, cut_off, is_wider_than_the_screen, opened, the_map
from tests.dashboard.small_build import text
from tests.dashboard.station_build import STATIONS, source, station_city, winds, zone

pytestmark = pytest.mark.browser
SLIDE = """() => { const s = document.querySelector('.upwind-slider'), took = [];
    for (let i = +s.max; i >= 0; i--) {
        s.value = i; const began = performance.now(); s.dispatchEvent(new Event('input')); took.push(performance.now() - began); }
    return Math.max(...took); }"""


@pytest.fixture(scope="module")
def station_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    named = f"update stations set name = {text(NAMES[1])} where station_id = 'S1'; update enterprises set name = {text(NAMES[2])};"
    rows = STATIONS + winds(calm_hours=4) + source("E1") + source("E2", bearing_deg=95) + zone("道路保洁加密") + named
    yield from serve("serve_internal", station_city(tmp_path_factory.mktemp("cities") / "station", rows))


@pytest.fixture
def desk(browser: Browser, station_url: str) -> Iterator[Watch]:
    watch = opened(browser, f"{station_url}/station?id=S1", DESK)
    yield watch
    watch.page.context.close()


def complaints(watch: Watch) -> list[str]:
    """What the console said; Streamlit first asks for its health below the page's own address, which is not there."""
    return [line for line in watch.complaints if "404" not in line]


def words(frame: Frame) -> str:
    return frame.inner_text(".upwind-words")


def test_the_slider_moves_by_keyboard_without_asking_the_server(desk: Watch) -> None:
    frame = the_map(desk.page)
    assert "静风" in words(frame)
    assert frame.query_selector(".leaflet-sector-pane path") is None
    asked: list[str] = []
    desk.page.on("request", lambda request: asked.append(request.url))
    frame.focus(".upwind-slider")
    for _ in range(4):
        desk.page.keyboard.press("ArrowLeft")
    assert "±45°" in words(frame)
    assert "2 家" in words(frame)
    assert frame.query_selector(".leaflet-sector-pane path") is not None
    assert frame.evaluate(SLIDE) < 600
    assert asked == []
    assert complaints(desk) == []


def test_a_click_on_a_source_tells_who_it_is(desk: Watch) -> None:
    frame = the_map(desk.page)
    frame.evaluate("map_div.setView([34.75, 113.64], 16, {animate: false})")
    box = desk.page.query_selector("iframe[title*=folium]").bounding_box()
    desk.page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    desk.page.wait_for_selector("[data-testid=stHtml] [data-selected]", timeout=WAIT_MS)
    assert "东" in desk.page.inner_text("[data-testid=stHtml] [data-selected]")
    assert desk.page.evaluate("window.wasRun") is None


def test_the_charts_are_drawn_and_nothing_overflows(desk: Watch) -> None:
    the_map(desk.page)
    desk.page.wait_for_function(
        "document.querySelectorAll('[data-testid=stVegaLiteChart] canvas, [data-testid=stVegaLiteChart] svg').length >= 2"
    )
    desk.page.wait_for_timeout(1000)
    desk.page.screenshot(path=Path(PICTURES) / "station-1920.png")
    assert not is_wider_than_the_screen(desk.page)
    assert cut_off(desk.page) == []
    assert (desk.elsewhere, complaints(desk)) == ([], [])
    assert desk.page.evaluate("window.wasRun") is None


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_texts_stand_out(browser: Browser, station_url: str, scheme: str) -> None:
    watch = opened(browser, f"{station_url}/station?id=S1", DESK, scheme=scheme)
    the_map(watch.page)
    faint = watch.page.evaluate(CONTRAST)
    # white on the red of level 4 is prescribed (HJ 633); a figure's button lies unseen over its card
    prescribed = watch.page.evaluate(
        "[...document.querySelectorAll('[data-figure=aqi] div, .stButton *')].map(e => e.textContent.trim().slice(0, 30))"
    )
    faint = [line for line in faint if line.split(" ", 1)[1] not in prescribed]
    watch.page.context.close()
    assert faint == []
