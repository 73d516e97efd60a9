"""The internal application as one ASGI program: pages, point data, downloads and assets on one origin."""

from __future__ import annotations

from pathlib import Path

from starlette.middleware import Middleware
from streamlit.starlette import App

from dashboard import settings
from dashboard.assets import assets_route
from dashboard.internal.access.gate import Gate
from dashboard.internal.access.login import Login
from dashboard.internal.downloads import downloads_route
from dashboard.internal.ground import ground_route
from dashboard.internal.papers import papers_route
from dashboard.internal.points import points_route
from dashboard.maps.ground import TIANDITU_HOSTS
from dashboard.security import Security
from pipelines.city import City

SCRIPT = Path(__file__).parent / "frame" / "main.py"


def application(city: City) -> App:
    """Compose the application of one city; the city's folder reaches the pages as a setting, not as a global."""
    told = settings.load(city.folder)
    login = Login.of(told.access)
    image_hosts = TIANDITU_HOSTS if told.tianditu_key is not None else ()
    secrets: dict[str, object] = {"city_dir": str(city.folder.resolve())}
    if login.provider:
        secrets["auth"] = dict(login.provider)
    return App(
        SCRIPT,
        secrets=secrets,
        routes=[
            assets_route(),
            points_route(city.folder, login),
            downloads_route(city, login),
            papers_route(city, login),
            ground_route(city.folder, login),
        ],
        middleware=[Middleware(Security, image_hosts=image_hosts), Middleware(Gate, login=login)],
    )
