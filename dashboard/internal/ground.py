"""The map of a city, as every internal page begins it: its ground, its caption, its furniture."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import folium
import pandas as pd
from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, Response
from starlette.routing import Route

from dashboard.internal.access.login import Login
from dashboard.internal.access.visitor import of_request
from dashboard.internal.screen import Screen
from dashboard.maps.base import Bounds, base_map
from dashboard.maps.ground import Ground, add_ground
from dashboard.maps.palette import Palette
from dashboard.maps.sketch import add_sketch
from dashboard.settings import Settings
from dashboard.wording import Wording
from pipelines import basemap

PATH = f"/api/basemap/{basemap.TILES}"


def _source(settings: Settings, made: basemap.Basemap | None, wording: Wording) -> str:
    """Name where the ground comes from and under which number it may be shown."""
    if settings.tianditu_key is not None:
        number = settings.map.get("tianditu_approval_no")
        return wording("map.source_tianditu") + (wording("map.source_approval", approval_no=number) if number else "")
    if made is None:
        return ""
    return wording("map.source", source=str(settings.map.get("base_source") or "、".join(made.files)))


def _caption(as_of_at: datetime | None, screen: Screen, made: basemap.Basemap | None) -> str:
    """Write what every map says of itself: time of the data, coordinates, approval number or internal use, source of the ground."""
    approval_no, wording = screen.city.map_approval_no, screen.wording
    as_of = "—" if pd.isna(as_of_at) else f"{as_of_at:%Y-%m-%d %H:%M}"
    said = wording("map.caption_approved" if approval_no else "map.caption", as_of=as_of, approval_no=approval_no)
    return said + _source(screen.settings, made, wording)


def screen_map(bounds: Bounds, as_of_at: datetime | None, screen: Screen, *, palette: Palette, can_draw: bool = False) -> folium.Map:
    """Begin a map: its ground, its caption, its furniture; pages draw upon it."""
    made = basemap.read(screen.city.folder)
    said = _caption(as_of_at, screen, made)
    drawn = base_map(bounds, caption=said, palette=palette, wording=screen.wording)
    add_sketch(drawn, can_draw=can_draw, palette=palette, wording=screen.wording)
    url = None if made is None else f"{PATH}?v={made.digest}"
    add_ground(drawn, Ground(url=url, tianditu_key=screen.settings.tianditu_key), palette=palette)
    return drawn


def ground_route(city_dir: Path, login: Login) -> Route:
    """Make the route of the tiles, for people who have logged in; a browser asks it for pieces of the file."""

    async def answer(request: Request) -> Response:
        if of_request(request, login) is None:
            return PlainTextResponse("403", status_code=403)
        path = city_dir / basemap.FOLDER / basemap.TILES
        if not path.is_file():
            return PlainTextResponse("404", status_code=404)
        caching = "private, max-age=86400, immutable" if login.mode == "off" else "private, no-cache"
        return FileResponse(path, media_type="application/octet-stream", headers={"Cache-Control": caching})

    return Route(PATH, answer)
