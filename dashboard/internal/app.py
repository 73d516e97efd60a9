"""The internal application as one ASGI program: pages, point data, downloads and assets on one origin."""

from __future__ import annotations

import contextlib
import gc
from collections.abc import AsyncIterator
from importlib import import_module
from pathlib import Path

import anyio.to_thread
from starlette.middleware import Middleware
from streamlit.starlette import App

from dashboard import settings
from dashboard.assets import assets_route
from dashboard.bundle import Bundle
from dashboard.internal.access.gate import Gate
from dashboard.internal.access.login import Login
from dashboard.internal.downloads import downloads_route
from dashboard.internal.ground import ground_route
from dashboard.internal.papers import papers_route
from dashboard.internal.points import points_route
from dashboard.internal.reading import warehouse
from dashboard.internal.reading.configuration import configuration
from dashboard.internal.reading.outlines import outlines
from dashboard.maps.ground import TIANDITU_HOSTS
from dashboard.security import Security
from pipelines.city import City
from pipelines.errors import LanxunError

HEAVY = ("altair", "folium.plugins", "pyarrow.compute", "dashboard.paper.workbook")
SCRIPT = Path(__file__).parent / "frame" / "main.py"


def _prepare(city: City) -> None:
    """Load what takes long to load, and open the build.

    The pages themselves are left to the first visitor: a component that is imported outside a page is never served.
    """
    for heavy in HEAVY:
        import_module(heavy)
    with contextlib.suppress(LanxunError):
        configuration(city.folder)
        build = warehouse.current(city.folder)
        outlines(build)
        build.tables()
    # what is loaded by now stays for good: collections need not walk through it
    gc.collect()
    gc.freeze()


@contextlib.asynccontextmanager
async def _warm(city: City) -> AsyncIterator[None]:
    """Make the first visitor wait no longer than the second."""
    await anyio.to_thread.run_sync(_prepare, city)
    yield


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
        middleware=[Middleware(Security, image_hosts=image_hosts), Middleware(Gate, login=login), Middleware(Bundle)],
        lifespan=lambda _app: _warm(city),
    )
