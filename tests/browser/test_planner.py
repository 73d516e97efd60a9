"""The planner's desk in Chromium: the list moves the map and the map moves the list."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Frame, Page

from tests.browser.conftest import PICTURES, serve
from tests.browser.test_screens import DESK, WAIT_MS, Watch, cut_off, is_wider_than_the_screen, opened

pytestmark = pytest.mark.browser
LAYER = "Object.values(map_div._layers).find(layer => layer instanceof L.BinPoints)"
CANVAS = "document.querySelector('iframe[title*=folium]')?.contentDocument?.querySelector('canvas.bin-points[data-drawn]')"
CARD = "document.querySelector('[data-card]')?.dataset.card"
ROW_PX, HALF_PX, TICK_PX = 35, 17, 25


@pytest.fixture(scope="module")
def demo_url(demo_city: Path) -> Iterator[str]:
    yield from serve("serve_internal", demo_city)


@pytest.fixture
def desk(browser: Browser, demo_url: str) -> Iterator[Watch]:
    watch = opened(browser, f"{demo_url}/?lang=zh", DESK)
    watch.page.get_by_role("link", name="拟查对象").click()
    watch.page.wait_for_function(f"{CANVAS}?.dataset.chosen === '0'", timeout=WAIT_MS)
    watch.page.wait_for_timeout(500)
    yield watch
    watch.page.context.close()


def the_frame(page: Page) -> Frame:
    return page.query_selector("iframe[title*=folium]").content_frame()


def choose_row(page: Page, row: int) -> None:
    box = page.query_selector("[data-testid=stDataFrame]").bounding_box()
    page.mouse.click(box["x"] + TICK_PX, box["y"] + ROW_PX * (row + 1) + HALF_PX)
    page.wait_for_function(f"{CANVAS}?.dataset.chosen === '{row}'", timeout=WAIT_MS)


def click_point(page: Page, row: int) -> None:
    """Bring a point to the middle of a near view and click it."""
    x, y = the_frame(page).evaluate(
        f"""(() => {{ const p = {LAYER}._points, at = map_div.unproject(L.point(p[2 * {row}] * 256, p[2 * {row} + 1] * 256), 0);
            map_div.setView(at, 18, {{ animate: false }}); const c = map_div.latLngToContainerPoint(at); return [c.x, c.y]; }})()"""
    )
    page.wait_for_timeout(300)
    box = page.query_selector("iframe[title*=folium]").bounding_box()
    page.mouse.click(box["x"] + x, box["y"] + y)
    page.wait_for_function(f"{CANVAS}?.dataset.chosen === '{row}'", timeout=WAIT_MS)


def test_a_row_moves_the_map_and_a_point_turns_the_list(desk: Watch) -> None:
    page = desk.page
    choose_row(page, 4)
    page.wait_for_function(f"{CARD}", timeout=WAIT_MS)
    fifth = page.evaluate(CARD)
    inside = the_frame(page).evaluate(
        f"""(() => {{ const p = {LAYER}._points, c = {LAYER}._chosen;
            return map_div.getBounds().contains(map_div.unproject(L.point(p[2 * c] * 256, p[2 * c + 1] * 256), 0)); }})()"""
    )
    assert inside
    click_point(page, 100)
    page.wait_for_function(f"{CARD} !== '{fifth}'", timeout=WAIT_MS)
    page.wait_for_timeout(500)
    page.screenshot(path=PICTURES / "planner-candidates.png")
    # a hundred rows down stands on the sixth page of eighteen
    page.wait_for_function("document.querySelector('[data-testid=stPagination] [aria-current]')?.textContent === '6'", timeout=WAIT_MS)
    hundredth = page.evaluate(CARD)
    table = page.query_selector("[data-testid=stDataFrame]").bounding_box()
    page.mouse.click(table["x"] + TICK_PX, table["y"] + ROW_PX + HALF_PX)
    page.wait_for_function(f"{CANVAS}?.dataset.chosen === '90'", timeout=WAIT_MS)
    # the very point that was clicked last answers again after the table has chosen another
    click_point(page, 100)
    page.wait_for_function(f"{CARD} === '{hundredth}'", timeout=WAIT_MS)
    assert (desk.elsewhere, desk.failed, desk.complaints) == ([], [], [])


def test_a_filter_narrows_the_map_without_reloading_it(desk: Watch) -> None:
    page = desk.page
    page.evaluate("document.querySelector('iframe[title*=folium]').dataset.mark = 'same'")
    page.get_by_text("已排除", exact=True).click()
    page.wait_for_function(f"{CANVAS}?.dataset.points === document.querySelector('[data-rows]').dataset.rows", timeout=WAIT_MS)
    assert page.evaluate("document.querySelector('iframe[title*=folium]').dataset.mark") == "same"
    assert desk.complaints == []


def test_the_grid_finds_what_a_scan_of_all_points_finds(desk: Watch) -> None:
    """2,000 places at each of several zooms against the nearest of all points within the same reach."""
    wrong = the_frame(desk.page).evaluate(
        f"""(() => {{
            const layer = {LAYER}, p = layer._points, n = p.length / 2, wrong = [];
            let seed = 7; const chance = () => (seed = (seed * 16807) % 2147483647) / 2147483647;
            for (const zoom of [4, 9, 12, 15, 18]) {{
                map_div.setZoom(zoom, {{ animate: false }});
                const world = 256 * Math.pow(2, map_div.getZoom());
                for (let k = 0; k < 2000; k++) {{
                    const i = Math.floor(chance() * n);
                    const x = p[2 * i] + (chance() - 0.5) * 40 / world, y = p[2 * i + 1] + (chance() - 0.5) * 40 / world;
                    if (!isFinite(x)) continue;
                    const latlng = map_div.unproject(L.point(x * world, y * world)), at = map_div.project(latlng);
                    let best = -1, least = 100;
                    for (let j = 0; j < n; j++) {{
                        const dx = p[2 * j] * world - at.x, dy = p[2 * j + 1] * world - at.y, d = dx * dx + dy * dy;
                        if (d < least) {{ least = d; best = j; }}
                    }}
                    const found = layer._nearest(latlng);
                    const far = j => Math.hypot(p[2 * j] * world - at.x, p[2 * j + 1] * world - at.y);
                    const isAsNear = found >= 0 && best >= 0 && Math.abs(far(found) - far(best)) < 1e-6;
                    if (found !== best && !isAsNear) wrong.push([zoom, found, best]);
                }}
            }}
            return wrong;
        }})()"""
    )
    assert wrong == []


@pytest.mark.parametrize("way", ["拟查对象", "正面清单"])
def test_a_planner_s_page_fits_the_screen(browser: Browser, demo_url: str, way: str) -> None:
    watch = opened(browser, f"{demo_url}/?lang=zh", DESK)
    watch.page.get_by_role("link", name=way).click()
    watch.page.wait_for_function(f"{CANVAS}?.dataset.chosen === '0'", timeout=WAIT_MS)
    assert not is_wider_than_the_screen(watch.page)
    assert cut_off(watch.page) == []
    watch.page.context.close()


def test_the_sandbox_shows_who_comes_and_goes(browser: Browser, demo_url: str) -> None:
    watch = opened(browser, f"{demo_url}/?lang=zh", DESK)
    page = watch.page
    page.get_by_role("link", name="正面清单").click()
    page.get_by_text("规则沙盘", exact=True).click(timeout=WAIT_MS)
    value = page.locator('[class*="-IN-6-grade"] input').first
    value.fill("5", timeout=WAIT_MS)
    value.press("Enter")
    page.wait_for_selector("[data-moved]:not([data-moved=none])", timeout=WAIT_MS)
    leaving = int(page.get_attribute("[data-moved]", "data-moved").split(",")[1])
    page.wait_for_function(
        "n => document.querySelector('iframe[title*=folium]')?.contentDocument?.querySelectorAll('.change').length >= n - 5",
        arg=leaving,
        timeout=WAIT_MS,
    )
    page.screenshot(path=PICTURES / "planner-sandbox.png")
    assert (watch.elsewhere, watch.failed, watch.complaints) == ([], [], [])
    watch.page.context.close()
