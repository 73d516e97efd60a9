"""Memory of the process over 300 browser sessions, each opened, used and closed: `python -m benchmarks.sessions [N]`."""

from __future__ import annotations

import asyncio
import sys
from http.client import HTTPConnection

from benchmarks.machine import machine, now_text
from benchmarks.people import DESKS
from benchmarks.server import CITY_DIR, Server, load, served
from benchmarks.visitor import Visitor

SESSIONS, STEP = 300, 50
# Streamlit keeps the latest 128 closed sessions for two minutes, in case one of them comes back
WARM = 150


async def _session(number: int, server: Server) -> list[str]:
    page, key = DESKS[number % len(DESKS)]
    async with Visitor(port=server.port, page=page) as visitor:
        opened = await visitor.open()
        options = visitor.widgets[key].options
        pressed = await visitor.press(key, options[number % len(options)])
        return [*opened.faults, *pressed.faults]


def _active(server: Server) -> str:
    connection = HTTPConnection("127.0.0.1", server.port, timeout=10)
    connection.request("GET", "/_stcore/metrics")
    lines = connection.getresponse().read().decode().splitlines()
    return next((line.split()[-1] for line in lines if line.startswith("active_sessions ")), "?")


def main() -> None:
    """Open, use and close; print the memory on the way."""
    sessions = int(sys.argv[1]) if len(sys.argv) > 1 else SESSIONS
    print(f"{sessions} sessions one after the other, one process; {machine()}; {now_text()}")
    with served(CITY_DIR) as server:
        print(f"    0 sessions: {server.rss_mib():6.0f} MiB")
        faults: list[str] = []
        seen: dict[int, float] = {}
        for number in range(sessions):
            faults += asyncio.run(_session(number, server))
            if (number + 1) % STEP == 0:
                seen[number + 1] = server.rss_mib()
                print(f"{number + 1:5} sessions: {seen[number + 1]:6.0f} MiB; {load()}", flush=True)
        settled = [mib for count, mib in seen.items() if count >= WARM]
        if settled:
            print(f"from {WARM} on: {min(settled):.0f} to {max(settled):.0f} MiB; open at the end {_active(server)}; faults {len(faults)}")
        for fault in dict.fromkeys(faults):
            print(f"  {fault}")


if __name__ == "__main__":
    main()
