"""Make a text from outside safe to stand in a map."""

from __future__ import annotations

import html
import json
import re

# folium writes popups and tooltips into a JavaScript template literal, where these stay alive after HTML escaping
LITERAL_MARKS = "\\`${"


def full(text: object) -> str:
    """Escape a text for HTML inside a JavaScript template literal; it reads as it was."""
    escaped = html.escape(str(text))
    for mark in LITERAL_MARKS:
        escaped = escaped.replace(mark, f"&#{ord(mark)};")
    return escaped


# The Streamlit component reads the finished script as a template once more, so a brace in a text would run on the server.
ALIVE_IN_SCRIPT = "<>&'{}%#`$\u2028\u2029"
STRING = re.compile(r'"(?:[^"\\]|\\.)*"')


def scripted(value: object) -> str:
    """Write a value as JavaScript that no template, tag or literal around it can read otherwise."""
    written = json.dumps(value, ensure_ascii=False)

    def quiet(found: re.Match[str]) -> str:
        return "".join(f"\\u{ord(mark):04x}" if mark in ALIVE_IN_SCRIPT else mark for mark in found[0])

    return STRING.sub(quiet, written)
