"""Let no map load anything from another host."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NoReturn

import folium.plugins  # noqa: F401  its classes must exist before their addresses are rewritten
from folium.elements import JSCSSMixin

from pipelines.errors import ConfigurationError

ASSETS = "/assets"
# file name in folium's address -> where set-up has put the same file
VENDORED = {
    "leaflet.js": "vendor/leaflet/leaflet.js",
    "leaflet.css": "vendor/leaflet/leaflet.css",
}
# Needed by `folium.Icon` alone; the maps here draw their own marks.
UNUSED = frozenset(
    {
        "jquery-3.7.1.min.js",
        "bootstrap.bundle.min.js",
        "leaflet.awesome-markers.js",
        "bootstrap.min.css",
        "bootstrap-glyphicons.css",
        "all.min.css",
        "leaflet.awesome-markers.css",
        "leaflet.awesome.rotate.min.css",
    }
)


class _NotVendored:
    """Stands in for a list of addresses of which one has no local file; refuses when a map asks for it."""

    def __init__(self, owner: str, url: str) -> None:
        self.owner, self.url = owner, url

    def __get__(self, instance: object, owner: type | None = None) -> NoReturn:
        name = self.url.rsplit("/", 1)[-1]
        raise ConfigurationError(
            f"folium's {self.owner} loads {name}, which is not served from here; "
            "add its npm package to package.json, its file to tools/front_end.py and its name to dashboard/maps/offline.py"
        )


def _subclasses(root: type) -> Iterator[type]:
    for child in root.__subclasses__():
        yield child
        yield from _subclasses(child)


def local(url: str) -> str | None:
    """Give the local address of a file that folium loads; None when the maps do without it; KeyError when it is unknown."""
    if url.startswith(f"{ASSETS}/"):
        return url
    name = url.rsplit("/", 1)[-1]
    return None if name in UNUSED else f"{ASSETS}/{VENDORED[name]}"


def _localised(owner: str, links: list[tuple[str, str]]) -> list[tuple[str, str]] | _NotVendored:
    kept = []
    for name, url in links:
        try:
            address = local(url)
        except KeyError:
            return _NotVendored(owner, url)
        if address is not None:
            kept.append((name, address))
    return kept


def serve_locally() -> None:
    """Rewrite the addresses of every folium class; one whose files are not here refuses to be drawn. Harmless when repeated."""
    for cls in _subclasses(JSCSSMixin):
        for attribute in ("default_js", "default_css"):
            links = cls.__dict__.get(attribute)
            if isinstance(links, list):
                setattr(cls, attribute, _localised(cls.__name__, links))
