"""Time until a page of the internal application can be read, and until a change in it is drawn: `python -m benchmarks.pages [PAGE …]`.

A page counts as readable when its heading is painted, its script has ended, and every map in it has drawn its canvas and its
caption. A change counts from the press to the last thing drawn before the page comes to rest. The floor is a Streamlit page that
holds one heading and nothing of ours.
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path
from statistics import median

from playwright.sync_api import Browser, Page

from benchmarks.chromium import READABLE, WAIT_MS, change_s, children_cpu_s, chromium, watch_changes
from benchmarks.machine import machine, now_text
from benchmarks.server import CITY_DIR, Server, load, served, served_script
from dashboard.internal.entries import PAGES
from pipelines import warehouse

OPENED, CHANGED = 5, 3
BUSIEST = "select enterprise_id from patrol_candidates order by rank_no nulls last, enterprise_id limit 1"
# a filter of each page, and the options pressed in turn, each before the first again
FILTERS = {
    "today": (".st-key-today-names", (None, None)),
    "station": (".st-key-station-pollutant", ("O₃", "PM2.5")),
    "ranking": (".st-key-ranking-part", ("执法统计", "空气质量排名")),
    "emergency": ("[data-testid=stMain] [data-testid=stButtonGroup]:not(.st-key-language *)", ("橙色", "黄色")),
    "candidates": (".st-key-candidates-state", ("已排除", "建议")),
    "positive_list": (".st-key-list-view", ("预警", "在单企业")),
    "enterprise": ("[class*=st-key-span-]", ("近 30 天", "近 7 天")),
    "complaints": (".st-key-complaint-span", ("近一年", "近 90 天")),
    "rules": (".st-key-rules-status", ("转引", "正式文本")),
}
VALUE = '[class*="-IN-6-grade"] input'


def _open(browser: Browser, url: str) -> tuple[Page, float]:
    """Open a page in a browser session of its own, nothing kept from before; the seconds until it can be read."""
    context = browser.new_context(viewport={"width": 1920, "height": 1080}, locale="zh-CN")
    page = context.new_page()
    began_s = time.perf_counter()
    page.goto(url, wait_until="commit")
    page.wait_for_function(READABLE, timeout=WAIT_MS, polling="raf")
    return page, time.perf_counter() - began_s


def _opening(browser: Browser, server: Server, url: str, name: str) -> None:
    before_s, taken, first_s, browser_s = 0.0, [], 0.0, []
    for turn in range(OPENED + 1):
        if turn == 1:
            before_s = server.cpu_s()
        began_s = children_cpu_s() - server.cpu_s()
        page, seconds = _open(browser, url)
        browser_s.append(children_cpu_s() - server.cpu_s() - began_s)
        page.context.close()
        if turn:
            taken.append(seconds)
        else:
            first_s = seconds
    server_s = (server.cpu_s() - before_s) / OPENED
    print(
        f"{name:14} median {median(taken):5.2f} s, best {min(taken):5.2f} s, worst {max(taken):5.2f} s of {OPENED}; first {first_s:5.2f} s;"
        f" CPU server {server_s:4.2f} s, browser {median(browser_s):4.2f} s; {load()}",
        flush=True,
    )


def _say(name: str, what: str, taken: list[float]) -> None:
    print(f"{name:14} {what} median {median(taken):5.2f} s, best {min(taken):5.2f} s, worst {max(taken):5.2f} s; {load()}", flush=True)


def _filtering(browser: Browser, url: str, key: str) -> None:
    selector, options = FILTERS[key]
    page, _ = _open(browser, url)
    page.wait_for_timeout(1000)
    watch_changes(page)
    taken = []
    for turn in range(2 * CHANGED):
        field = page.locator(selector).first
        option = options[turn % len(options)]
        (field.locator("label").last if option is None else field.get_by_text(option, exact=True)).click(timeout=WAIT_MS)
        taken.append(change_s(page))
    page.context.close()
    _say(key, "filter ", taken)


def _what_if(browser: Browser, url: str) -> None:
    page, _ = _open(browser, url)
    page.get_by_text("规则沙盘", exact=True).click(timeout=WAIT_MS)
    value = page.locator(VALUE).first
    value.wait_for(timeout=WAIT_MS)
    page.wait_for_timeout(1500)
    watch_changes(page)
    taken = []
    for turn in range(CHANGED):
        value.fill(str(5 - turn))
        value.press("Enter")
        taken.append(change_s(page))
    page.context.close()
    _say("positive_list", "what-if", taken)


def _address(key: str, enterprise_id: str) -> str:
    return f"/{key}?id={enterprise_id}" if key == "enterprise" else f"/{key}"


def _floor(browser: Browser) -> None:
    with tempfile.TemporaryDirectory() as folder:
        script = Path(folder) / "bare.py"
        script.write_text("import streamlit as st\n\nst.title('bare')\n", encoding="utf-8")
        with served_script(script) as server:
            _opening(browser, server, server.url, "(floor)")


def main() -> None:
    """Open each page once to warm the process, then five times; change what can be changed; print the medians."""
    keys = sys.argv[1:] or [entry.key for entry in PAGES]
    with warehouse.connect(CITY_DIR / "warehouse") as connection:
        enterprise_id = str(connection.execute(BUSIEST).fetchall()[0][0])
    print(f"pages of the demo city, 1920×1080, a new session each; {machine()}; {now_text()}")
    with chromium() as browser:
        _floor(browser)
        with served(CITY_DIR) as server:
            for key in keys:
                _opening(browser, server, server.url + _address(key, enterprise_id), key)
            for key in keys:
                if key in FILTERS:
                    _filtering(browser, server.url + _address(key, enterprise_id), key)
            if "positive_list" in keys:
                _what_if(browser, f"{server.url}/positive_list")


if __name__ == "__main__":
    main()
