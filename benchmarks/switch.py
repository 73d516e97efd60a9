"""New builds appear while people click: how soon each page knows, and how many met a fault: `python -m benchmarks.switch`."""

from __future__ import annotations

import asyncio
import shutil
import tempfile
import time
from dataclasses import dataclass, field
from http.client import HTTPConnection
from pathlib import Path

from benchmarks.machine import machine, now_text
from benchmarks.people import DESKS, shares
from benchmarks.server import CITY_DIR, Server, load, served
from benchmarks.visitor import Visitor
from pipelines import warehouse

PEOPLE, EVERY_S = 10, 1.0
# one more than the process keeps in mind, so that the first is forgotten under those who still look at it
BUILDS, BUILD_EVERY_S = 4, 8.0
NEWER = "data-newer"


@dataclass
class Seen:
    """What the people met."""

    known_s: list[float] = field(default_factory=list)
    answers: int = 0
    faults: list[str] = field(default_factory=list)


@dataclass
class City:
    """A copy of a city whose warehouse takes new builds."""

    folder: Path
    published_at_s: float = 0.0
    number: int = 0

    def publish(self) -> None:
        """Publish the same data under a new name."""
        made = warehouse.current(CITY_DIR / "warehouse")
        folder = self.folder / "warehouse"
        folder.mkdir(exist_ok=True)
        aside = folder / f"next{warehouse.ASIDE}"
        shutil.copyfile(made.path, aside)
        warehouse.publish(aside, warehouse_dir=folder, build_id=f"{made.build_id}-{self.number + 1}")
        self.number, self.published_at_s = self.number + 1, time.perf_counter()


async def _person(number: int, server: Server, city: City, seen: Seen, until_s: float) -> None:
    """Click on; whoever is told of newer data renews the page, every third never does and stays with the old build."""
    page, key = DESKS[number % len(DESKS)]
    stays, known, turn = number % 3 == 0, city.number, 0
    async with Visitor(port=server.port, page=page) as visitor:
        answer = await visitor.open()
        while time.perf_counter() < until_s:
            seen.answers += 1
            seen.faults += answer.faults
            turn += 1
            await asyncio.sleep(EVERY_S)
            options = visitor.widgets[key].options
            answer = await visitor.press(key, options[turn % len(options)])
            seen.faults += answer.faults
            for fragment_id in list(visitor.auto) if turn % 3 == number % 3 else []:
                told = await visitor.tick(fragment_id)
                seen.faults += told.faults
                if known != city.number and any(NEWER in text for text in told.texts):
                    seen.known_s.append(time.perf_counter() - city.published_at_s)
                    known = city.number
                    answer = answer if stays else await visitor.open()


def _points(server: Server, build_id: str) -> int:
    connection = HTTPConnection("127.0.0.1", server.port, timeout=10)
    connection.request("GET", f"/api/points/enterprises?build={build_id}")
    return connection.getresponse().status


async def _publishing(city: City) -> None:
    for _ in range(BUILDS):
        await asyncio.sleep(BUILD_EVERY_S)
        await asyncio.to_thread(city.publish)


async def _all(server: Server, city: City) -> Seen:
    seen, until_s = Seen(), time.perf_counter() + (BUILDS + 1) * BUILD_EVERY_S
    await asyncio.gather(_publishing(city), *(_person(number, server, city, seen, until_s) for number in range(PEOPLE)))
    return seen


def main() -> None:
    """Publish while ten people click every second."""
    print(f"{BUILDS} builds published while {PEOPLE} people click every {EVERY_S:g} s; {machine()}; {now_text()}")
    with tempfile.TemporaryDirectory() as folder:
        city = City(folder=Path(folder))
        for name in ("city.toml", "feeds.toml", "serve.toml"):
            shutil.copy(CITY_DIR / name, city.folder / name)
        city.publish()
        first = warehouse.current(city.folder / "warehouse").build_id
        with served(city.folder) as server:
            seen = asyncio.run(_all(server, city))
            print(f"a page knew of a new build after {shares(seen.known_s)}; {load()}")
            print(f"{seen.answers} answers, {len(seen.faults)} faults; points of the first build: HTTP {_points(server, first)}")
            for fault in dict.fromkeys(seen.faults):
                print(f"  {fault}")


if __name__ == "__main__":
    main()
