"""The internal application, served for a measurement as `lanxun serve` serves it, and what its process costs."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path

CITY_DIR = Path(__file__).resolve().parent.parent / "data" / "cities" / "demo"
START_S = 60
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, kw_only=True)
class Server:
    """One process that answers at an address of its own."""

    port: int
    pid: int

    @property
    def url(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self.port}"

    def cpu_s(self) -> float:
        """Give the processor time it took so far, all threads."""
        return cpu_s(self.pid)

    def rss_mib(self) -> float:
        """Give the memory it holds."""
        pages = int(Path(f"/proc/{self.pid}/statm").read_text().split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def cpu_s(pid: int) -> float:
    """Give the processor time of one process, user and system."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def load() -> str:
    """Say how busy the machine is: every figure is printed with it."""
    return f"load {os.getloadavg()[0]:.1f}"


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
def started(command: Sequence[str], *, port: int) -> Iterator[Server]:
    """Run a command that serves at a port, until the block ends."""
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        end = time.monotonic() + START_S
        while not _is_up(port):
            if process.poll() is not None or time.monotonic() > end:
                raise SystemExit("the application did not start")
            time.sleep(0.1)
        yield Server(port=port, pid=process.pid)
    finally:
        process.terminate()
        process.wait()


@contextmanager
def served(city_dir: Path) -> Iterator[Server]:
    """Serve a city."""
    port = _free_port()
    with started([sys.executable, "-m", "lanxun.cli", "serve", str(city_dir), "--port", str(port)], port=port) as server:
        yield server


@contextmanager
def served_script(script: Path) -> Iterator[Server]:
    """Serve one bare Streamlit script in the same way, without anything of ours around it."""
    port = _free_port()
    code = (
        "import uvicorn; from streamlit.starlette import App;"
        f" uvicorn.run(App({str(script)!r}), host='127.0.0.1', port={port}, log_config=None, access_log=False)"
    )
    with started([sys.executable, "-c", code], port=port) as server:
        yield server
