"""Point data for the maps: small, binary, fetched by the browser by address."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlencode

import anyio.to_thread
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from dashboard.internal.reading import places, warehouse
from dashboard.maps.points import packed
from pipelines.errors import NoBuildError

PATH = "/api/points/enterprises"
# A build never changes, so neither does the answer to its address.
CACHING = "private, max-age=86400, immutable"


def points_url(build_id: str) -> str:
    """Give the address of a build's enterprises; the build is in it, so a new build is never drawn from an old answer."""
    return f"{PATH}?{urlencode({'build': build_id})}"


def _packed(city_dir: Path, build_id: str) -> bytes:
    rows = places.enterprises(warehouse.published(city_dir, build_id))
    return packed(rows["lat"].to_numpy(float), rows["lon"].to_numpy(float), rows["source_type"].tolist())


def points_route(city_dir: Path) -> Route:
    """Make the route; access is as for the pages: this machine only, until roles are configured."""

    async def answer(request: Request) -> Response:
        build_id = request.query_params.get("build", "")
        try:
            content = await anyio.to_thread.run_sync(_packed, city_dir, build_id)
        except NoBuildError as fault:
            return PlainTextResponse(str(fault), status_code=404)
        return Response(content, media_type="application/octet-stream", headers={"Cache-Control": CACHING})

    return Route(PATH, answer)
