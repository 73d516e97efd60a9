"""Every way a name reaches a map or a chart, with every hostile name: none runs, no map breaks, each reads as it is."""

import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Frame

from tests.browser.conftest import START_S, free_port, is_up
from tests.browser.hostile import NAMES
from tests.browser.test_screens import DESK, WAIT_MS, Watch, opened, plain

pytestmark = pytest.mark.browser
ROOT = Path(__file__).resolve().parents[2]
APPLICATION = """
import uvicorn
from starlette.middleware import Middleware
from streamlit.starlette import App
from dashboard.assets import assets_route
from dashboard.security import Security
app = App({script!r}, routes=[assets_route()], middleware=[Middleware(Security)])
uvicorn.run(app, host="127.0.0.1", port={port}, log_config=None)
"""
# Where the names stand at once, and which are shown on pointing.
STANDING = {
    "stations": ".station-name",
    "outlines": ".area-name",
    "discs": ".station-name",
    "circles": ".station-name",
    "chosen": ".station-name",
}
POINTED = ("levels", "marks", "reports", "upwind", "zones", "shapes")
TOLD = """async () => {
    const said = [];
    for (const layer of Object.values(map_div._layers).filter(one => one.getTooltip && one.getTooltip())) {
        layer.openTooltip(); said.push(layer.getTooltip().getElement().textContent); layer.closeTooltip();
    }
    return said;
}"""


@pytest.fixture(scope="module")
def trial_url() -> Iterator[str]:
    port = free_port()
    code = APPLICATION.format(script=str(ROOT / "tests" / "browser" / "trial" / "hostile_maps.py"), port=port)
    process = subprocess.Popen([sys.executable, "-c", code], cwd=ROOT)
    try:
        end = time.monotonic() + START_S
        while not is_up(port):
            assert process.poll() is None
            assert time.monotonic() < end
            time.sleep(0.2)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(timeout=20)


def drawn(browser: Browser, url: str, sink: str) -> tuple[Watch, Frame]:
    watch = opened(browser, f"{url}/?sink={sink}", DESK)
    whole = (
        "document.querySelector('.ready') && document.querySelector('iframe[title*=folium]')?.contentDocument?.querySelector('.map-tools')"
    )
    watch.page.wait_for_function(whole, timeout=WAIT_MS)
    watch.page.wait_for_timeout(1200)
    return watch, watch.page.query_selector("iframe[title*=folium]").content_frame()


def is_whole(watch: Watch) -> None:
    assert watch.page.evaluate("window.wasRun") is None
    assert (watch.elsewhere, watch.failed, watch.complaints) == ([], [], [])
    # the component sets the frame's height last: a map that broke half way has none
    assert watch.page.query_selector("iframe[title*=folium]").bounding_box()["height"] >= 780


@pytest.mark.parametrize("sink", STANDING)
def test_a_name_that_stands_on_the_map_reads_as_it_is(browser: Browser, trial_url: str, sink: str) -> None:
    watch, frame = drawn(browser, trial_url, sink)
    found = frame.evaluate("kind => [...document.querySelectorAll(kind)].map(e => e.textContent)", STANDING[sink])
    assert sorted(map(plain, found)) == sorted(map(plain, NAMES))
    is_whole(watch)
    watch.page.context.close()


@pytest.mark.parametrize("sink", POINTED)
def test_a_name_that_is_shown_on_pointing_reads_as_it_is(browser: Browser, trial_url: str, sink: str) -> None:
    watch, frame = drawn(browser, trial_url, sink)
    assert sorted(map(plain, frame.evaluate(TOLD))) == sorted(map(plain, NAMES))
    is_whole(watch)
    watch.page.context.close()


def test_the_words_of_the_hours_read_as_they_are(browser: Browser, trial_url: str) -> None:
    watch, frame = drawn(browser, trial_url, "hours")
    slider = "document.querySelector('input[type=range]')"
    for place, name in enumerate(NAMES):
        frame.evaluate(f"n => {{ const s = {slider}; s.value = n; s.dispatchEvent(new Event('input', {{ bubbles: true }})); }}", place)
        assert plain(name) in plain(frame.evaluate(f"{slider}.getAttribute('aria-valuetext')")), place
    is_whole(watch)
    watch.page.context.close()


def test_the_caption_and_the_tool_read_as_they_are(browser: Browser, trial_url: str) -> None:
    watch, frame = drawn(browser, trial_url, "furniture")
    words = plain(" | ".join(NAMES))
    captions = frame.evaluate("[...document.querySelectorAll('.map-caption')].map(e => e.textContent)")
    assert words in [plain(text) for text in captions]
    assert plain(frame.evaluate("document.querySelector('[data-tool=area]').textContent")) == words
    assert plain(frame.evaluate("document.querySelector('[data-tool=area]').title")) == words
    is_whole(watch)
    watch.page.context.close()


def test_the_tooltip_of_a_chart_reads_as_it_is(browser: Browser, trial_url: str) -> None:
    watch = opened(browser, f"{trial_url}/?sink=chart", (1920, 1400))
    page = watch.page
    page.wait_for_selector("[data-testid=stVegaLiteChart] canvas, [data-testid=stVegaLiteChart] svg", timeout=WAIT_MS)
    page.wait_for_timeout(800)
    box = page.query_selector("[data-testid=stVegaLiteChart] canvas, [data-testid=stVegaLiteChart] svg").bounding_box()
    seen = set()
    for step in range(int(box["height"] / 8)):
        page.mouse.move(box["x"] + 133 + step % 2, box["y"] + 8 * step)
        text = page.evaluate("document.querySelector('#vg-tooltip-element.visible')?.textContent || ''")
        seen.update(name for name in NAMES if plain(name)[:60] and plain(name)[:60] in plain(text))
    assert page.evaluate("window.wasRun") is None
    assert (watch.elsewhere, watch.complaints) == ([], [])
    assert len(seen) >= len(NAMES) - 2, sorted(set(NAMES) - seen)
    watch.page.context.close()
