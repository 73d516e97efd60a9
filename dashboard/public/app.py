"""The public application as one ASGI program."""

from __future__ import annotations

from pathlib import Path

from starlette.middleware import Middleware
from streamlit.starlette import App

from dashboard.assets import assets_route
from dashboard.bundle import Bundle
from dashboard.security import Security
from pipelines.city import City

SCRIPT = Path(__file__).parent / "frame" / "main.py"


def application(city: City) -> App:
    """Compose the application of one city; it is given the city's names and its public folder, and no other."""
    return App(
        SCRIPT,
        secrets={
            "city_name": city.name,
            "city_name_en": city.name_en,
            "is_demo": city.is_demo,
            "public_dir": str(city.public_dir),
            "map_approval_no": city.map_approval_no or "",
        },
        routes=[assets_route()],
        middleware=[Middleware(Security), Middleware(Bundle)],
    )
