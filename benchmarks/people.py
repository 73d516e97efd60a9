"""Twenty people on one process, each with a change every 8 s and a page that looks for newer data: `python -m benchmarks.people [N]`."""

from __future__ import annotations

import asyncio
import sys
import time
from dataclasses import dataclass, field
from statistics import quantiles

from benchmarks.machine import machine, now_text
from benchmarks.server import CITY_DIR, Server, load, served
from benchmarks.visitor import Visitor

PEOPLE, EVERY_S, ROUNDS = 20, 8.0, 8
# who sits where and what they press, in turn
DESKS = (
    ("positive_list", "list-view"),
    ("candidates", "candidates-state"),
    ("complaints", "complaint-span"),
    ("station", "station-pollutant"),
    ("ranking", "ranking-part"),
    ("positive_list", "list-batch"),
    ("candidates", "candidates-zone"),
    ("station", "station-period"),
    ("complaints", "complaint-category"),
    ("station", "station_choice"),
)


@dataclass
class Tally:
    """What was waited for."""

    opened_s: list[float] = field(default_factory=list)
    changed_s: list[float] = field(default_factory=list)
    looked_s: list[float] = field(default_factory=list)
    received_bytes: list[int] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)


async def _person(number: int, people: int, server: Server, tally: Tally) -> None:
    page, key = DESKS[number % len(DESKS)]
    async with Visitor(port=server.port, page=page) as visitor:
        await asyncio.sleep(number * EVERY_S / people)
        opened = await visitor.open()
        tally.opened_s.append(opened.seconds)
        tally.faults += opened.faults
        due_s = time.perf_counter() + EVERY_S
        for turn in range(ROUNDS):
            await _look_until(due_s, visitor, tally)
            options = visitor.widgets[key].options
            answer = await visitor.press(key, options[(number // len(DESKS) + turn + 1) % len(options)])
            # from the moment the person meant to press: what kept the page busy counts too
            tally.changed_s.append(time.perf_counter() - due_s)
            tally.received_bytes.append(answer.received_bytes)
            tally.faults += answer.faults
            due_s += EVERY_S


async def _look_until(due_s: float, visitor: Visitor, tally: Tally) -> None:
    """Let the page's timers run until the next change is due."""
    for fragment_id, interval_s in [*visitor.auto.items()][:1]:
        while time.perf_counter() + interval_s < due_s:
            await asyncio.sleep(interval_s)
            answer = await visitor.tick(fragment_id)
            tally.looked_s.append(answer.seconds)
            tally.faults += answer.faults
    await asyncio.sleep(max(0.0, due_s - time.perf_counter()))


def shares(seconds: list[float]) -> str:
    """Say the median and the 95th percentile."""
    cuts = quantiles(seconds, n=20, method="inclusive")
    return f"p50 {cuts[9]:.2f} s, p95 {cuts[18]:.2f} s, worst {max(seconds):.2f} s of {len(seconds)}"


async def _all(people: int, server: Server) -> Tally:
    tally = Tally()
    await asyncio.gather(*(_person(number, people, server, tally) for number in range(people)))
    return tally


async def _warm(server: Server) -> None:
    for page in dict.fromkeys(page for page, _ in DESKS):
        async with Visitor(port=server.port, page=page) as visitor:
            await visitor.open()


def main() -> None:
    """Let them work for a minute; print what they waited."""
    people = int(sys.argv[1]) if len(sys.argv) > 1 else PEOPLE
    print(f"{people} people, a change every {EVERY_S:g} s each, one process; {machine()}; {now_text()}")
    with served(CITY_DIR) as server:
        asyncio.run(_warm(server))
        cpu_s, began_s, before = server.cpu_s(), time.perf_counter(), load()
        tally = asyncio.run(_all(people, server))
        used = (server.cpu_s() - cpu_s) / (time.perf_counter() - began_s)
        print(f"opened  {shares(tally.opened_s)}")
        print(f"changed {shares(tally.changed_s)}; {sum(tally.received_bytes) / len(tally.received_bytes) / 1024:.0f} kB each")
        print(f"looked for newer data {shares(tally.looked_s)}")
        print(f"faults {len(tally.faults)}; {used:.2f} of a core; {server.rss_mib():.0f} MiB; {before} before, {load()} after")
        for fault in dict.fromkeys(tally.faults):
            print(f"  {fault}")


if __name__ == "__main__":
    main()
