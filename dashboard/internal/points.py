"""Point data for the maps: small, binary, fetched by the browser by address."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote, urlencode

import anyio.to_thread
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from dashboard.internal.access.login import Login
from dashboard.internal.access.visitor import of_request
from dashboard.internal.reading import places, point_sets, warehouse
from dashboard.internal.reading.point_sets import PointSet
from dashboard.internal.reading.warehouse import Published
from dashboard.maps.points import packed
from pipelines.errors import LanxunError

PATH = "/api/points/{key}"
EVERYTHING = "enterprises"
# A build never changes, so neither does the answer to its address; where people log in, the next one at this browser may see less.
CACHING = {True: "private, max-age=86400, immutable", False: "no-store"}
RIGHTS = ("station", "data")


def points_url(build_id: str) -> str:
    """Give the address of a build's enterprises; the build is in it, so a new build is never drawn from an old answer."""
    return f"{PATH.format(key=EVERYTHING)}?{urlencode({'build': build_id})}"


def set_url(points: PointSet, build_id: str, **given: str | None) -> str:
    """Give the address of a set of points with the build and what it is filtered by."""
    asked = {"build": build_id} | {f"p.{name}": value for name, value in given.items() if value is not None}
    return f"{PATH.format(key=quote(points.listing.key))}?{urlencode(asked)}"


def _packed(build: Published, points: PointSet | None, given: dict[str, str]) -> bytes:
    if points is not None:
        return points.packed(build, **given)
    rows = places.enterprises(build)
    return packed(rows["lat"].to_numpy(float), rows["lon"].to_numpy(float), rows["source_type"].tolist())


def points_route(city_dir: Path, login: Login) -> Route:
    """Make the route, for people who may open a page with this map; they get what lies in their districts."""

    async def answer(request: Request) -> Response:
        person, key, asked = of_request(request, login), request.path_params["key"], request.query_params
        points = point_sets.known().get(key)
        if points is None and key != EVERYTHING:
            return PlainTextResponse("404", status_code=404)
        rights = RIGHTS if points is None else (points.listing.right,)
        if person is None or not any(person.may(right) for right in rights):
            return PlainTextResponse("403", status_code=403)
        names = () if points is None else points.listing.parameters
        given = {name: asked[f"p.{name}"] for name in names if f"p.{name}" in asked}
        try:
            build = warehouse.published(city_dir, asked.get("build", "")).within(person.districts)
            content = await anyio.to_thread.run_sync(_packed, build, points, given)
        except LanxunError as fault:
            return PlainTextResponse(str(fault), status_code=404)
        return Response(content, media_type="application/octet-stream", headers={"Cache-Control": CACHING[login.mode == "off"]})

    return Route(PATH, answer)
