"""Every page of the demo city as it is served: no other host, nothing cut off, readable, reached by keyboard, its picture kept."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from benchmarks.chromium import READABLE
from dashboard.internal.entries import PAGES
from pipelines import city as cities
from pipelines import warehouse
from pipelines.disclosure.publish import Publisher, publish
from pipelines.disclosure.signoffs import Signoffs
from tests.browser.conftest import PICTURES, serve
from tests.browser.test_public_page import LARGE
from tests.browser.test_screens import CONTRAST, DESK, PHONE, WAIT_MS, Watch, cut_off, is_wider_than_the_screen, opened

pytestmark = pytest.mark.browser
BUSIEST = "select enterprise_id from patrol_candidates order by rank_no nulls last, enterprise_id limit 1"
# an officer at a gate looks these up on a telephone
LOOKS = [*((entry.key, DESK) for entry in PAGES), ("public", DESK), ("enterprise", PHONE), ("rules", PHONE), ("public", PHONE)]
PUBLISHED = """() => document.querySelector('#notes')
    && document.querySelector('[data-testid=stApp]').dataset.testScriptState === 'notRunning'"""
FIGURES = "() => [...document.querySelectorAll('[data-figure]')].map(figure => figure.dataset.figure)"
FOCUSED = "() => document.activeElement?.closest('[class*=st-key-figure-]')?.querySelector('[data-figure]')?.dataset.figure"
KEYS_PRESSED = 150
# a text of ours in a box too small for it; tables and menus cut on purpose and show the whole on demand
CLIPPED = """() => [...document.querySelectorAll('[data-testid=stMain] *')].filter(e => {
    const own = [...e.childNodes].some(n => n.nodeType === 3 && n.textContent.trim()), s = getComputedStyle(e);
    return own && e.getClientRects().length && (s.overflowX === 'hidden' || s.overflowX === 'clip') && s.textOverflow !== 'ellipsis'
        && (e.scrollWidth > e.clientWidth + 1 && e.clientWidth > 1);
}).map(e => e.className + ': ' + e.textContent.trim().slice(0, 40))"""
SWITCHED_OFF = """() => [...document.querySelectorAll('label')].filter(e => e.closest('[disabled], [aria-disabled=true]')
    || e.parentElement.querySelector(':disabled, [aria-disabled=true]')).map(e => e.textContent.trim().slice(0, 30))"""
TITLE = """() => { const e = document.querySelector('[data-testid=stMain] :is(h1, h2, [data-conclusion])'), r = e.getBoundingClientRect();
    return e.textContent.trim().length > 0 && r.top >= 0 && r.bottom <= innerHeight && r.left >= 0 && r.right <= innerWidth + 1; }"""
SCROLL = """() => { const main = document.querySelector('[data-testid=stMain]');
    return [main.scrollHeight - main.clientHeight, main.scrollTop]; }"""


@pytest.fixture(scope="module")
def internal_demo(demo_city: Path) -> Iterator[str]:
    yield from serve("serve_internal", demo_city)


@pytest.fixture(scope="module")
def public_demo(demo_city: Path) -> Iterator[str]:
    signoffs = Signoffs(drafted_by="甲", reviewed_by="乙", approved_by="丙")
    publisher = Publisher(bureau="生态环境局（演示）", contact="举报污染请拨 12369（演示）")
    publish(cities.load(demo_city), signoffs=signoffs, publisher=publisher, now=datetime(2026, 12, 8, 1, 0))
    yield from serve("serve_public", demo_city)


@pytest.fixture(scope="module")
def enterprise_id(demo_city: Path) -> str:
    with warehouse.connect(demo_city / "warehouse") as connection:
        return str(connection.execute(BUSIEST).fetchall()[0][0])


@pytest.fixture(scope="module", params=LOOKS, ids=[f"{key}-{size[0]}" for key, size in LOOKS])
def look(request: pytest.FixtureRequest, browser: Browser, internal_demo: str, public_demo: str, enterprise_id: str) -> Iterator[Watch]:
    """One page at one size, opened once for all that is asked of it."""
    key, size = request.param
    address = f"{public_demo}/" if key == "public" else f"{internal_demo}/{key}"
    watch = opened(browser, f"{address}?id={enterprise_id}" if key == "enterprise" else address, size)
    watch.page.wait_for_function(PUBLISHED if key == "public" else READABLE, timeout=WAIT_MS)
    watch.page.wait_for_timeout(600)
    watch.page.screenshot(path=PICTURES / f"every-{key}-{size[0]}.png")
    yield watch
    watch.page.context.close()


def is_meeting_screen(page: Page) -> bool:
    return page.query_selector("[data-conclusion]") is not None


def test_it_asks_no_other_host_and_complains_of_nothing(look: Watch) -> None:
    assert (look.elsewhere, look.failed, look.complaints) == ([], [], [])


def test_it_fits_the_screen_and_cuts_nothing_off(look: Watch) -> None:
    assert not is_wider_than_the_screen(look.page)
    assert cut_off(look.page) == []
    assert look.page.evaluate(CLIPPED) == []


def test_its_title_is_the_first_thing_seen(look: Watch) -> None:
    assert look.page.evaluate(TITLE)


def test_its_texts_stand_out_from_their_ground(look: Watch) -> None:
    """WCAG 2 AA: 4.5 to 1, 3 to 1 for large letters; a field that is switched off need not, the button over a figure is not seen."""
    asked = CONTRAST.replace("ratio < 4.5", "ratio < (isLarge(e) ? 3 : 4.5)").replace("const faint = [];", f"{LARGE} const faint = [];")
    off = look.page.evaluate(SWITCHED_OFF)
    faint = [text.partition(" ")[2] for text in look.page.evaluate(asked)]
    assert [text for text in faint if "打开“" not in text and text not in off] == []


def test_the_keyboard_reaches_every_figure_and_enter_opens_one(look: Watch) -> None:
    figures = look.page.evaluate(FIGURES)
    if not figures:
        pytest.skip("no figure on this page")
    reached: list[str] = []
    look.page.evaluate("() => document.activeElement.blur()")
    for _ in range(KEYS_PRESSED):
        look.page.keyboard.press("Tab")
        on = look.page.evaluate(FOCUSED)
        if on is not None and on not in reached:
            reached.append(on)
        if len(reached) == len(figures):
            break
    assert reached == figures, "the order of the keyboard is the order of the screen"
    look.page.keyboard.press("Enter")
    look.page.wait_for_selector("[role=dialog] .figure-value", timeout=WAIT_MS)
    look.page.keyboard.press("Escape")
    look.page.wait_for_selector("[role=dialog]", state="detached", timeout=WAIT_MS)


def test_the_meeting_screen_does_not_scroll(look: Watch) -> None:
    if not is_meeting_screen(look.page):
        pytest.skip("this page may be longer than the screen")
    assert look.page.evaluate(SCROLL) == [0, 0]
