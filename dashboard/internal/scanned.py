"""Read what a person typed, pasted or scanned into the search box."""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import parse_qs, unquote, urlsplit

LONGEST = 500
ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://\S+")
NAMES = ("code", "id")


def asked_for(text: str) -> str:
    """Give the code or the name in a text: of an address its `code=` or `id=`, else what follows the last `/`."""
    said = unicodedata.normalize("NFKC", text[:LONGEST]).strip()
    address = ADDRESS.search(said)
    if address is None:
        return said
    try:
        parts = urlsplit(address[0])
    except ValueError:  # an address that is none is a name
        return said
    given = parse_qs(parts.query) | parse_qs(parts.fragment.partition("?")[2])
    for name in NAMES:
        if given.get(name):
            return given[name][0].strip()
    path = (parts.fragment or parts.path).partition("?")[0].rstrip("/")
    return unquote(path.rpartition("/")[2]).strip()
