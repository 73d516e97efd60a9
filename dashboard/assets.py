"""Serve what the pages load: our own scripts and the front-end packages that set-up fetched."""

from __future__ import annotations

from pathlib import Path

from starlette.routing import Mount
from starlette.staticfiles import StaticFiles

from pipelines.errors import ConfigurationError

STATIC_DIR = Path(__file__).resolve().parent / "static"
ICON = STATIC_DIR / "icon.png"


def assets_route() -> Mount:
    """Make the route `/assets`; refuses to start without the front-end packages, since maps would stay blank in silence."""
    if not (STATIC_DIR / "vendor" / "leaflet" / "leaflet.js").is_file():
        raise ConfigurationError("the map's front-end files are missing; run `make setup`")
    return Mount("/assets", StaticFiles(directory=STATIC_DIR), name="assets")
