"""The two applications, served as `lanxun serve` serves them, and a Chromium that can reach no other host."""

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.browser.hostile import NAMES
from tests.dashboard.small_build import many_rows, write_city

PICTURES = Path(__file__).with_name("pictures")
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
QUIET = ("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-sync")
ALONE = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"
START_S = 60


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def is_up(port: int) -> bool:
    try:
        connection = HTTPConnection("127.0.0.1", port, timeout=1)
        connection.request("GET", "/_stcore/health")
        return connection.getresponse().status == 200
    except OSError:
        return False


def serve(which: str, city: Path, *, port: int | None = None) -> Iterator[str]:
    port = port or free_port()
    code = f"from pathlib import Path; from dashboard.serve import {which}; {which}(Path({str(city)!r}), port={port})"
    process = subprocess.Popen([sys.executable, "-c", code], cwd=Path(__file__).resolve().parents[2])
    try:
        end = time.monotonic() + START_S
        while not is_up(port):
            assert process.poll() is None, f"{which} ended with {process.returncode}"
            assert time.monotonic() < end, f"{which} did not answer in {START_S} s"
            time.sleep(0.2)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        try:
            process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


@pytest.fixture(scope="session")
def city(tmp_path_factory: pytest.TempPathFactory) -> Path:
    levels = ("national", "national", "provincial", "township", "micro")
    stations = [(name, levels[i % 5], 113.48 + 0.04 * (i % 9), 34.58 + 0.09 * (i // 9)) for i, name in enumerate(NAMES)]
    return write_city(tmp_path_factory.mktemp("cities") / "trial", rows=many_rows(enterprises=2265, stations=stations, names=NAMES))


@pytest.fixture(scope="session")
def internal_url(city: Path) -> Iterator[str]:
    yield from serve("serve_internal", city)


@pytest.fixture(scope="session")
def public_url(city: Path) -> Iterator[str]:
    yield from serve("serve_public", city)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    named = os.environ.get("LANXUN_CHROMIUM")
    path = named or next((found for name in BROWSERS if (found := shutil.which(name))), None)
    if path is None:
        pytest.skip("Chromium is not installed; run: sudo apt-get install -y chromium")
    PICTURES.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=path, args=[*QUIET, ALONE])
        yield opened
        opened.close()
