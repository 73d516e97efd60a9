"""Point data for the maps: small, binary, fetched by the browser by address."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import urlencode

import anyio.to_thread
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from dashboard.internal.access.login import Login
from dashboard.internal.access.person import Person
from dashboard.internal.access.visitor import of_request
from dashboard.internal.reading import places, station, warehouse
from dashboard.maps.points import packed
from pipelines.errors import NoBuildError

PATH = "/api/points/enterprises"
# A build never changes, so neither does the answer to its address; where people log in, the next one at this browser may see less.
CACHING = {True: "private, max-age=86400, immutable", False: "no-store"}
RIGHTS = ("station", "data")
DISTANCE = re.compile(r"[0-9]{1,3}(\.[0-9]{1,3})?")
METRES_PER_KM = 1000.0


def points_url(build_id: str, *, station_id: str | None = None, reach_km: float | None = None) -> str:
    """Give the address of a build's enterprises; the build is in it, so a new build is never drawn from an old answer.

    With a station and a distance, only those around the station: the rows count from nought in the order of `station.points`.
    """
    around = {} if station_id is None or reach_km is None else {"station": station_id, "km": f"{reach_km:g}"}
    return f"{PATH}?{urlencode({'build': build_id, **around})}"


def _distance_m(text: str) -> float:
    """Read a distance in kilometres; ValueError for anything that is none."""
    if not DISTANCE.fullmatch(text):
        raise ValueError(f"km={text!r} is no distance")
    return float(text) * METRES_PER_KM


def _packed(city_dir: Path, build_id: str, person: Person, station_id: str | None, km: str) -> bytes:
    build = warehouse.published(city_dir, build_id).within(person.districts)
    rows = places.enterprises(build) if station_id is None else station.points(build, station_id=station_id, reach_m=_distance_m(km))
    return packed(rows["lat"].to_numpy(float), rows["lon"].to_numpy(float), rows["source_type"].tolist())


def points_route(city_dir: Path, login: Login) -> Route:
    """Make the route, for people who may open a page with this map; they get what lies in their districts."""

    async def answer(request: Request) -> Response:
        person = of_request(request, login)
        if person is None or not any(person.may(right) for right in RIGHTS):
            return PlainTextResponse("403", status_code=403)
        asked = request.query_params
        try:
            content = await anyio.to_thread.run_sync(
                _packed, city_dir, asked.get("build", ""), person, asked.get("station"), asked.get("km", "")
            )
        except (NoBuildError, ValueError) as fault:
            return PlainTextResponse(str(fault), status_code=404)
        return Response(content, media_type="application/octet-stream", headers={"Cache-Control": CACHING[login.mode == "off"]})

    return Route(PATH, answer)
