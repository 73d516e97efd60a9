"""Time until a page of the internal application can be read, in Chromium: `python -m benchmarks.pages [PAGE …]`.

A page counts as readable when its heading is painted, its script has ended, and every map in it has drawn its canvas and its caption.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from statistics import median

from playwright.sync_api import Browser, sync_playwright

from benchmarks.machine import machine, now_text
from dashboard.internal.entries import PAGES

CITY_DIR = Path(__file__).resolve().parent.parent / "data" / "cities" / "demo"
OPENED = 5
START_S, WAIT_MS = 60, 60_000
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
ARGUMENTS = ("--no-sandbox", "--disable-gpu", "--no-first-run", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1")
READABLE = """() => {
    const app = document.querySelector('[data-testid=stApp]');
    const heading = document.querySelector('[data-testid=stMain] :is(h1, h2, [data-conclusion])');
    if (!app || app.dataset.testScriptState !== 'notRunning' || !heading || !heading.getClientRects().length) { return false; }
    return [...document.querySelectorAll('iframe[title*=folium]')].every(frame => {
        const inside = frame.contentDocument, caption = inside && inside.querySelector('.map-caption');
        return caption && caption.getClientRects().length && inside.querySelector('canvas, svg.leaflet-zoom-animated');
    });
}"""


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _is_up(port: int) -> bool:
    try:
        connection = HTTPConnection("127.0.0.1", port, timeout=1)
        connection.request("GET", "/_stcore/health")
        return connection.getresponse().status == 200
    except OSError:
        return False


@contextmanager
def served(city_dir: Path) -> Iterator[str]:
    """Serve a city as `lanxun serve` does, until the block ends."""
    port = _free_port()
    process = subprocess.Popen([sys.executable, "-m", "lanxun.cli", "serve", str(city_dir), "--port", str(port)])
    try:
        end = time.monotonic() + START_S
        while not _is_up(port):
            if process.poll() is not None or time.monotonic() > end:
                raise SystemExit("the application did not start")
            time.sleep(0.2)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait()


def seconds(browser: Browser, url: str) -> float:
    """Open a page in a browser session of its own; the seconds until it can be read."""
    context = browser.new_context(viewport={"width": 1920, "height": 1080}, locale="zh-CN")
    page = context.new_page()
    began_s = time.perf_counter()
    page.goto(url, wait_until="commit")
    page.wait_for_function(READABLE, timeout=WAIT_MS, polling="raf")
    taken_s = time.perf_counter() - began_s
    context.close()
    return taken_s


def main() -> None:
    """Open each page once to warm the process, then five times; print the medians."""
    path = next((found for name in BROWSERS if (found := shutil.which(name))), None)
    if path is None:
        raise SystemExit("Chromium is not installed; run: sudo apt-get install -y chromium")
    keys = sys.argv[1:] or [entry.key for entry in PAGES]
    print(f"pages of the demo city, 1920×1080, a new session each; {machine()}; {now_text()}")
    with served(CITY_DIR) as url, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=[*ARGUMENTS])
        for key in keys:
            first_s = seconds(browser, f"{url}/{key}")
            taken = [seconds(browser, f"{url}/{key}") for _ in range(OPENED)]
            print(
                f"{key:14} median {median(taken):5.2f} s, worst {max(taken):5.2f} s of {OPENED}; first since the start {first_s:5.2f} s; "
                f"load {os.getloadavg()[0]:.1f}",
                flush=True,
            )
        browser.close()


if __name__ == "__main__":
    main()
