"""A Chromium that can reach no other host, and when a page in it can be read or has come to rest."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from benchmarks.server import cpu_s

WAIT_MS = 60_000
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
ARGUMENTS = (
    *("--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"),
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)
# Readable: the heading is painted, the script has ended, and every map has drawn its canvas and its caption.
READABLE = """() => {
    const app = document.querySelector('[data-testid=stApp]');
    const heading = document.querySelector('[data-testid=stMain] :is(h1, h2, [data-conclusion])');
    if (!app || app.dataset.testScriptState !== 'notRunning' || !heading || !heading.getClientRects().length) { return false; }
    return [...document.querySelectorAll('iframe[title*=folium]')].every(frame => {
        const inside = frame.contentDocument, caption = inside && inside.querySelector('.map-about');
        return caption && caption.getClientRects().length && inside.querySelector('canvas, svg.leaflet-zoom-animated');
    });
}"""
# At rest: the script has ended and nothing was drawn for a while; what counts is when the last thing was drawn.
WATCH = """() => {
    const state = window.watched = { began: null, last: null, ran: false };
    const isRunning = () => document.querySelector('[data-testid=stApp]').dataset.testScriptState !== 'notRunning';
    const seen = new WeakSet();
    const changed = () => { if (state.began !== null) { state.last = performance.now(); } if (isRunning()) { state.ran = true; } };
    const look = inside => { if (inside && inside.documentElement && !seen.has(inside)) { seen.add(inside);
        new MutationObserver(changed).observe(inside.documentElement,
            { subtree: true, childList: true, characterData: true, attributeFilter: ['data-drawn', 'data-points', 'd', 'src'] }); } };
    look(document);
    for (const kind of ['pointerdown', 'keydown']) {
        addEventListener(kind, event => { state.began = performance.now(); state.last = null; state.ran = false; }, true); }
    const turn = () => { for (const frame of document.querySelectorAll('iframe')) { try { look(frame.contentDocument); } catch {} }
        if (state.began !== null && isRunning()) { state.ran = true; state.last = performance.now(); } requestAnimationFrame(turn); };
    turn();
}"""
RESTS = """quiet => { const state = window.watched;
    return state.began !== null && state.ran && state.last !== null
        && document.querySelector('[data-testid=stApp]').dataset.testScriptState === 'notRunning'
        && performance.now() - state.last > quiet && (state.last - state.began) / 1000; }"""
QUIET_MS = 400


@contextmanager
def chromium() -> Iterator[Browser]:
    """Open a browser until the block ends."""
    path = next((found for name in BROWSERS if (found := shutil.which(name))), None)
    if path is None:
        raise SystemExit("Chromium is not installed; run: sudo apt-get install -y chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=[*ARGUMENTS])
        yield browser
        browser.close()


def children_cpu_s(*, of: int | None = None) -> float:
    """Give the processor time of every living process below this one, the browser's with it."""
    parents: dict[int, list[int]] = {}
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                parent = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
            except OSError:
                continue
            parents.setdefault(parent, []).append(int(folder.name))
    below, total = list(parents.get(of or os.getpid(), [])), 0.0
    while below:
        pid = below.pop()
        below += parents.get(pid, [])
        try:
            total += cpu_s(pid)
        except OSError:
            continue
    return total


def watch_changes(page: Page) -> None:
    """Watch a page from now on: every press of a key or the mouse begins a change."""
    page.evaluate(WATCH)


def change_s(page: Page) -> float:
    """Wait until the change has come to rest; the seconds from the press to the last thing drawn."""
    return float(page.wait_for_function(RESTS, arg=QUIET_MS, timeout=WAIT_MS).json_value())
