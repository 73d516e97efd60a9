"""Make a text from outside safe to stand in a map."""

from __future__ import annotations

import html

# folium writes popups and tooltips into a JavaScript template literal, where these stay alive after HTML escaping
LITERAL_MARKS = "\\`${"


def full(text: object) -> str:
    """Escape a text for HTML inside a JavaScript template literal; it reads as it was."""
    escaped = html.escape(str(text))
    for mark in LITERAL_MARKS:
        escaped = escaped.replace(mark, f"&#{ord(mark)};")
    return escaped
