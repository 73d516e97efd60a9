"""The published page in a browser: on a phone and on a desk, nothing of other hosts, nothing cut off, in colours people can read."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser.conftest import PICTURES, serve
from tests.browser.test_screens import CONTRAST, WAIT_MS, Watch, is_wider_than_the_screen, opened
from tests.pipelines.disclosure.test_publish import published
from tests.pipelines.disclosure.trial_city import COUNTS, write

pytestmark = pytest.mark.browser
DESK, PHONE = (1280, 900), (390, 844)
# a table's own texts and the card's, beside what every page is asked about
TEXTS = (
    "h1, h2, h3, p, label, summary, .demo, .now b, .now span, .now small, .tile div, .tile b, .days div, .days b, .legend b,"
    " td, th, td small, button, nav a"
)
FIRST_PAINT_S = 2.0
LARGE = """const isLarge = e => {
    const s = getComputedStyle(e), px = parseFloat(s.fontSize);
    return px >= 24 || px >= 18.66 && +s.fontWeight >= 700;
};"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("published") / "trial"


@pytest.fixture(scope="module")
def url(folder: Path) -> Iterator[str]:
    published(write(folder, months={"2026-10": COUNTS, "2026-11": COUNTS}))
    yield from serve("serve_public", folder)


@pytest.fixture(params=[DESK, PHONE], ids=["desk", "phone"])
def page(request: pytest.FixtureRequest, browser: Browser, url: str) -> Iterator[Watch]:
    watch = opened(browser, url, request.param)
    watch.page.wait_for_selector("#notes", timeout=WAIT_MS)
    yield watch
    watch.page.context.close()


def test_the_page_asks_no_other_host_fits_the_screen_and_can_be_looked_at(page: Watch) -> None:
    page.page.wait_for_timeout(500)
    width = page.page.viewport_size["width"]
    page.page.screenshot(path=PICTURES / f"published-{width}.png")
    assert (page.elsewhere, page.failed, page.complaints) == ([], [], [])
    assert not is_wider_than_the_screen(page.page)
    assert page.page.query_selector("input[type=file]") is None
    assert page.page.query_selector("iframe") is None, "no map without an approval number"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_text_stands_out_from_its_ground(browser: Browser, url: str, scheme: str) -> None:
    """WCAG 2 AA: 4.5 to 1, and 3 to 1 for large bold text, which the coloured grounds carry alone."""
    watch = opened(browser, url, PHONE, scheme=scheme)
    watch.page.wait_for_selector("#notes", timeout=WAIT_MS)
    selector = "'h1, h2, h3, p, label, summary, code, .card div, .demo, [data-testid=stHtml] div, button'"
    assert selector in CONTRAST
    asked = CONTRAST.replace(selector, f"'{TEXTS}'").replace("ratio < 4.5", "ratio < (isLarge(e) ? 3 : 4.5)")
    faint = watch.page.evaluate(asked.replace("const faint = [];", f"{LARGE} const faint = [];"))
    watch.page.context.close()
    assert faint == []


def test_a_station_is_chosen_with_the_keyboard_and_the_card_follows(page: Watch) -> None:
    box = page.page.get_by_role("combobox").first
    box.focus()
    page.page.keyboard.press("ArrowDown")
    page.page.keyboard.type("公园")
    page.page.keyboard.press("Enter")
    page.page.wait_for_function("document.querySelector('.now .where').textContent.startsWith('公园')", timeout=WAIT_MS)
    assert page.page.inner_text(".now .figure b") == "145"
    assert page.complaints == []


def test_a_link_of_the_page_leads_to_its_part(page: Watch) -> None:
    page.page.click("nav.parts a[href='#complaints']")
    page.page.wait_for_function("Math.abs(document.querySelector('#complaints').getBoundingClientRect().top) < 400", timeout=WAIT_MS)


def test_the_card_stands_two_seconds_after_opening_once_the_server_is_warm(browser: Browser, url: str) -> None:
    """The best of five; on a machine that is busy with other things only the part after Streamlit's own start is held to it."""
    whole, own = [], []
    for _ in range(5):
        watch = opened(browser, url, PHONE)
        watch.page.wait_for_selector("[data-testid=stMain]", timeout=WAIT_MS)
        started = watch.page.evaluate("performance.now()") / 1000
        watch.page.wait_for_selector(".now", timeout=WAIT_MS)
        whole.append(watch.page.evaluate("performance.now()") / 1000)
        own.append(whole[-1] - started)
        watch.page.context.close()
    is_quiet = os.getloadavg()[0] < (os.cpu_count() or 1)
    assert min(whole if is_quiet else own) <= FIRST_PAINT_S
