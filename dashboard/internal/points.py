"""Point data for the maps: small, binary, fetched by the browser by address."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlencode

import anyio.to_thread
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from dashboard.internal.access.login import Login
from dashboard.internal.access.person import Person
from dashboard.internal.access.visitor import of_request
from dashboard.internal.reading import places, warehouse
from dashboard.maps.points import packed
from pipelines.errors import NoBuildError

PATH = "/api/points/enterprises"
# A build never changes, so neither does the answer to its address; where people log in, the next one at this browser may see less.
CACHING = {True: "private, max-age=86400, immutable", False: "no-store"}
RIGHTS = ("station", "data")


def points_url(build_id: str) -> str:
    """Give the address of a build's enterprises; the build is in it, so a new build is never drawn from an old answer."""
    return f"{PATH}?{urlencode({'build': build_id})}"


def _packed(city_dir: Path, build_id: str, person: Person) -> bytes:
    rows = places.enterprises(warehouse.published(city_dir, build_id).within(person.districts))
    return packed(rows["lat"].to_numpy(float), rows["lon"].to_numpy(float), rows["source_type"].tolist())


def points_route(city_dir: Path, login: Login) -> Route:
    """Make the route, for people who may open a page with this map; they get what lies in their districts."""

    async def answer(request: Request) -> Response:
        person = of_request(request, login)
        if person is None or not any(person.may(right) for right in RIGHTS):
            return PlainTextResponse("403", status_code=403)
        build_id = request.query_params.get("build", "")
        try:
            content = await anyio.to_thread.run_sync(_packed, city_dir, build_id, person)
        except NoBuildError as fault:
            return PlainTextResponse(str(fault), status_code=404)
        return Response(content, media_type="application/octet-stream", headers={"Cache-Control": CACHING[login.mode == "off"]})

    return Route(PATH, answer)
