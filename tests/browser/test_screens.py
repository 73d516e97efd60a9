"""What people see: nothing asked of other hosts, the map drawn, nothing cut off, no name that runs."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Frame, Page, Request

from tests.browser.conftest import PICTURES
from tests.browser.hostile import NAMES

pytestmark = pytest.mark.browser
DESK, PHONE = (1920, 1080), (390, 844)
WAIT_MS = 30_000


@dataclass
class Watch:
    """What a page asked for and complained of while it was open."""

    page: Page
    elsewhere: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)


def is_ours(url: str) -> bool:
    return urlsplit(url).scheme in {"data", "blob", "about"} or urlsplit(url).hostname == "127.0.0.1"


def is_search_for_the_base(url: str) -> bool:
    """Opened below its root, Streamlit asks there first where its server is; the answer 404 is part of its protocol."""
    return bool(re.search(r"/[a-z_]+/_stcore/(health|host-config)$", url))


def opened(browser: Browser, url: str, size: tuple[int, int], *, scheme: str = "light") -> Watch:
    width, height = size
    context = browser.new_context(viewport={"width": width, "height": height}, locale="zh-CN", color_scheme=scheme)
    watch = Watch(context.new_page())

    def asked(request: Request) -> None:
        if not is_ours(request.url):
            watch.elsewhere.append(request.url)

    watch.page.on("request", asked)
    watch.page.on("websocket", lambda socket: None if is_ours(socket.url) else watch.elsewhere.append(socket.url))
    watch.page.on("requestfailed", lambda request: watch.failed.append(request.url))
    watch.page.on(
        "response",
        lambda answer: watch.failed.append(answer.url) if answer.status >= 400 and not is_search_for_the_base(answer.url) else None,
    )
    watch.page.on(
        "console",
        lambda line: (
            watch.complaints.append(line.text) if line.type == "error" and not is_search_for_the_base(line.location["url"]) else None
        ),
    )
    watch.page.on("pageerror", lambda fault: watch.complaints.append(str(fault)))
    watch.page.goto(url)
    return watch


def the_map(page: Page, *, caption: str = "") -> Frame:
    """Wait until the map is drawn with a caption that holds these words; a frame that is being replaced does not count."""
    drawn = """caption => {
        const inside = document.querySelector('iframe[title*=folium]')?.contentDocument;
        const words = inside?.querySelector('.map-about')?.getClientRects().length && inside.querySelector('.map-about').textContent;
        return words && words.includes(caption) && inside.querySelector('canvas.bin-points[data-drawn]');
    }"""
    page.wait_for_function(drawn, arg=caption, timeout=WAIT_MS)
    page.wait_for_timeout(800)
    return page.query_selector("iframe[title*=folium]").content_frame()


def is_wider_than_the_screen(page: Page) -> bool:
    return page.evaluate("document.documentElement.scrollWidth > window.innerWidth")


def cut_off(page: Page) -> list[str]:
    """Texts of our own that reach beyond the screen's sides."""
    return page.evaluate(
        """() => [...document.querySelectorAll('h1, h2, h3, p, .card, .demo, .promise, iframe, [data-testid=stDataFrame]')]
            .filter(e => { const r = e.getBoundingClientRect(); return r.width && (r.left < -1 || r.right > innerWidth + 1); })
            .map(e => e.className + ': ' + e.textContent.slice(0, 40))"""
    )


def plain(name: str) -> str:
    return " ".join(name.split())


def names_in(frame: Frame, kind: str) -> list[str]:
    found = frame.evaluate("kind => [...document.querySelectorAll(kind)].map(e => e.textContent)", kind)
    return sorted(found, key=lambda name: plain(name.removesuffix("（迟报）")))


@pytest.fixture(scope="module", params=[DESK, PHONE], ids=["desk", "phone"])
def internal(request: pytest.FixtureRequest, browser: Browser, internal_url: str) -> Iterator[Watch]:
    watch = opened(browser, f"{internal_url}/data?part=sites", request.param)
    the_map(watch.page)
    watch.page.screenshot(path=PICTURES / f"internal-{request.param[0]}.png")
    yield watch
    watch.page.context.close()


@pytest.fixture(scope="module", params=[DESK, PHONE], ids=["desk", "phone"])
def public(request: pytest.FixtureRequest, browser: Browser, public_url: str) -> Iterator[Watch]:
    watch = opened(browser, public_url, request.param)
    watch.page.wait_for_selector(".promise", timeout=WAIT_MS)
    watch.page.wait_for_timeout(500)
    watch.page.screenshot(path=PICTURES / f"public-{request.param[0]}.png")
    yield watch
    watch.page.context.close()


def test_the_internal_page_asks_no_other_host_and_complains_of_nothing(internal: Watch) -> None:
    assert (internal.elsewhere, internal.failed, internal.complaints) == ([], [], [])


def test_the_public_page_asks_no_other_host_and_complains_of_nothing(public: Watch) -> None:
    assert (public.elsewhere, public.failed, public.complaints) == ([], [], [])


def test_the_internal_page_fits_the_screen(internal: Watch) -> None:
    assert not is_wider_than_the_screen(internal.page)
    assert cut_off(internal.page) == []


def test_the_public_page_fits_the_screen(public: Watch) -> None:
    assert not is_wider_than_the_screen(public.page)
    assert cut_off(public.page) == []


def test_the_map_draws_every_enterprise_and_every_station(internal: Watch) -> None:
    frame = the_map(internal.page)
    canvas = frame.query_selector("canvas.bin-points")
    assert canvas.get_attribute("data-points") == "2265"
    assert int(canvas.get_attribute("data-drawn")) > 2000
    painted = canvas.evaluate(
        "c => { const d = c.getContext('2d').getImageData(0, 0, c.width, c.height).data; let n = 0;"
        " for (let i = 3; i < d.length; i += 4) n += d[i] > 0; return n; }"
    )
    assert painted > 5000
    assert len(frame.query_selector_all(".station-name")) == len(NAMES)
    assert frame.query_selector(".map-north") is not None
    assert "km" in frame.inner_text(".leaflet-control-scale-line")
    assert "2026-12-08 08:00" in frame.inner_text(".map-about")


def test_no_name_runs_and_every_name_reads_as_it_is(internal: Watch) -> None:
    frame = the_map(internal.page)
    assert internal.page.evaluate("window.wasRun") is None
    assert [plain(name.removesuffix("（迟报）")) for name in names_in(frame, ".station-name")] == sorted(map(plain, NAMES))
    assert [plain(name) for name in names_in(frame, ".area-name")] == sorted(map(plain, NAMES))


@pytest.fixture
def desk(browser: Browser, internal_url: str) -> Iterator[Watch]:
    watch = opened(browser, f"{internal_url}/data?part=sites", DESK)
    yield watch
    watch.page.context.close()


def test_a_click_on_a_source_says_who_it_is_even_when_its_name_is_hostile(desk: Watch) -> None:
    frame = the_map(desk.page)
    layer = "Object.values(map_div._layers).find(l => l instanceof L.BinPoints)"
    for row in (0, 1, 3, 1234):
        place = frame.evaluate(
            f"""(() => {{ const p = {layer}._points, s = 256;
                return map_div.unproject(L.point(p[2*{row}] * s, p[2*{row}+1] * s), 0); }})()"""
        )
        frame.evaluate("place => { map_div.setView(place, 17, {animate: false}); }", place)
        desk.page.query_selector("iframe[title*=folium]").scroll_into_view_if_needed()
        box = desk.page.query_selector("iframe[title*=folium]").bounding_box()
        desk.page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        desk.page.wait_for_selector(f'[data-selected="E{row:06d}"]', timeout=WAIT_MS)
        said = desk.page.inner_text(f'[data-selected="E{row:06d}"]')
        assert said.startswith(NAMES[row % len(NAMES)])
    assert desk.page.evaluate("window.wasRun") is None
    assert desk.complaints == []


def test_the_page_speaks_english_when_asked(desk: Watch) -> None:
    the_map(desk.page)
    desk.page.get_by_text("English", exact=True).click()
    desk.page.wait_for_selector("h1:has-text('Data check-up')", timeout=WAIT_MS)
    frame = the_map(desk.page, caption="Data time")
    assert frame.inner_text(".map-north-letter") == "N"
    desk.page.screenshot(path=PICTURES / "internal-english.png")
    assert desk.complaints == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_texts_stand_out_from_their_ground(browser: Browser, internal_url: str, scheme: str) -> None:
    """WCAG 2 AA: 4.5 to 1 for text; what is semi-transparent counts as it is seen."""
    watch = opened(browser, f"{internal_url}/data?part=sites", DESK, scheme=scheme)
    the_map(watch.page)
    watch.page.screenshot(path=PICTURES / f"internal-{scheme}.png")
    faint = watch.page.evaluate(CONTRAST)
    watch.page.context.close()
    assert faint == []


CONTRAST = """() => {
    const parse = c => { const m = c.match(/[\\d.]+/g).map(Number), scale = c.startsWith('color(') ? 255 : 1;
        return [m[0] * scale, m[1] * scale, m[2] * scale, m[3] ?? 1]; };
    const over = (a, b) => [0, 1, 2].map(i => a[i] * a[3] + b[i] * (1 - a[3])).concat(1);
    const linear = v => v <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4;
    const light = c => { const [r, g, b] = c.slice(0, 3).map(v => linear(v / 255)); return .2126 * r + .7152 * g + .0722 * b; };
    const ground = e => { let stack = []; for (let n = e; n; n = n.parentElement) stack.push(parse(getComputedStyle(n).backgroundColor));
        return stack.reverse().reduce((under, c) => over(c, under), [255, 255, 255, 1]); };
    const faint = [];
    for (const e of document.querySelectorAll('h1, h2, h3, p, label, summary, code, .card div, .demo, [data-testid=stHtml] div, button')) {
        const own = [...e.childNodes].some(n => n.nodeType === 3 && n.textContent.trim());
        if (!own || !e.getClientRects().length) continue;
        let opacity = 1; for (let n = e; n; n = n.parentElement) opacity *= +getComputedStyle(n).opacity;
        if (!opacity) continue; // the button over a figure's card is there for a click and the keyboard, not to be read
        const under = ground(e), c = parse(getComputedStyle(e).color), text = over([c[0], c[1], c[2], c[3] * opacity], under);
        const [a, b] = [light(text), light(under)].sort((x, y) => y - x), ratio = (a + .05) / (b + .05);
        if (ratio < 4.5) faint.push(ratio.toFixed(2) + ' ' + e.textContent.trim().slice(0, 30));
    }
    return faint;
}"""
