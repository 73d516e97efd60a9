"""今日研判 on the wall: one dark screen, nothing asked of other hosts, keys without a mouse, a conclusion that a person may edit."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.conftest import PICTURES, serve
from tests.browser.test_screens import CONTRAST, DESK, Watch, opened
from tests.dashboard.morning_build import ROWS, TABLES
from tests.dashboard.small_build import TABLES as SMALL
from tests.dashboard.small_build import write_city

pytestmark = pytest.mark.browser
WAIT_MS = 60_000
DRAWN = """() => {
    const inside = document.querySelector('iframe[title*=folium]')?.contentDocument;
    return inside?.querySelector('.map-about')?.getClientRects().length && inside.querySelector('canvas')
        && document.documentElement.dataset.presenter === 'ready' && document.querySelector('[data-proposals]');
}"""

LISTENS = """() => document.documentElement.dataset.presenter === 'ready'
    && document.querySelector('[data-testid=stApp]').dataset.testScriptState === 'notRunning'"""
OVERFLOW = """() => {
    const main = document.querySelector('[data-testid=stMain]');
    return [main.scrollHeight - main.clientHeight, main.scrollWidth - main.clientWidth];
}"""


@pytest.fixture(scope="module")
def today_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder: Path = write_city(tmp_path_factory.mktemp("cities") / "morning", tables=SMALL + TABLES, rows=ROWS)
    yield from serve("serve_internal", folder)


def shown(browser: Browser, url: str, *, scheme: str = "light") -> Watch:
    watch = opened(browser, url, DESK, scheme=scheme)
    watch.page.wait_for_function(DRAWN, timeout=WAIT_MS)
    watch.page.wait_for_timeout(1500)
    return watch


def ground(page: Page) -> str:
    return str(page.evaluate("() => getComputedStyle(document.querySelector('.stApp')).backgroundColor"))


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_one_dark_screen_without_scrolling(browser: Browser, today_url: str, scheme: str) -> None:
    watch = shown(browser, today_url, scheme=scheme)
    page = watch.page
    page.screenshot(path=PICTURES / f"today-{scheme}.png")
    high, wide = page.evaluate(OVERFLOW)
    assert (high, wide) == (0, 0)
    assert ground(page) == "rgb(11, 21, 36)"
    # large letters need 3 to 1: the level in its colour, white on red, has 4.0; the button over a figure is not seen at all
    assert [text for text in page.evaluate(CONTRAST) if "轻度至中度污染" not in text and "打开“" not in text] == []
    assert watch.elsewhere == watch.failed == watch.complaints == []
    page.context.close()


def test_the_arrows_turn_the_pages_and_f_fills_the_screen(browser: Browser, today_url: str) -> None:
    watch = shown(browser, today_url)
    page = watch.page
    page.keyboard.press("f")
    page.wait_for_function("() => document.fullscreenElement !== null")
    page.keyboard.press("f")
    page.wait_for_function("() => document.fullscreenElement === null")
    page.keyboard.press("ArrowRight")
    page.wait_for_url("**/station*", timeout=WAIT_MS)
    page.wait_for_function("() => getComputedStyle(document.querySelector('.stApp')).backgroundColor !== 'rgb(11, 21, 36)'")
    page.wait_for_function(LISTENS, timeout=WAIT_MS)
    page.wait_for_timeout(500)
    page.keyboard.press("ArrowLeft")
    page.wait_for_url("**/today*", timeout=WAIT_MS)
    page.context.close()


def test_a_person_edits_the_conclusion_and_the_screen_says_who(browser: Browser, today_url: str) -> None:
    watch = shown(browser, today_url)
    page = watch.page
    page.get_by_role("button", name="修改结论").click()
    box = page.get_by_role("dialog").get_by_role("textbox")
    box.fill("今天先管砖厂，午后复盘。")
    box.blur()
    page.get_by_role("dialog").get_by_role("button", name="保存").click()
    page.wait_for_function("() => document.querySelector('[data-conclusion]').textContent === '今天先管砖厂，午后复盘。'", timeout=WAIT_MS)
    page.wait_for_function("() => document.querySelector('[data-about]').textContent.includes('待审核')", timeout=WAIT_MS)
    page.get_by_role("button", name="审核", exact=True).click()
    page.wait_for_function("() => document.querySelector('[data-about]').textContent.includes('结论已审核')", timeout=WAIT_MS)
    assert "单人使用" in page.locator("[data-about]").inner_text()
    page.context.close()
