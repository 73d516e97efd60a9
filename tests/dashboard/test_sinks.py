"""Names from outside reach a page only on roads that were shown to run no script."""

import ast
from pathlib import Path

import pytest

DASHBOARD = Path(__file__).resolve().parents[2] / "dashboard"
MODULES = sorted(DASHBOARD.rglob("*.py"))
# folium writes these into a JavaScript template literal or as bare HTML
BANNED_KEYWORDS = {"popup", "tooltip", "popups", "unsafe_allow_html", "unsafe_allow_javascript"}
BANNED_CALLS = {"Popup", "Tooltip", "Icon", "DivIcon", "Marker", "CircleMarker", "iframe", "declare_component"}
# Altair's tooltips are written as text by vega-tooltip, which escapes them; folium is not imported there
CHARTS = DASHBOARD / "charts"
PLAIN = {"title", "header", "subheader", "markdown", "write", "caption", "info", "warning", "error", "success"}


def name_of(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def calls(path: Path) -> list[ast.Call]:
    return [node for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Call)]


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(DASHBOARD)))
def test_no_name_is_written_into_a_popup_or_as_bare_html(path: Path) -> None:
    if path.is_relative_to(CHARTS):
        assert "folium" not in path.read_text(encoding="utf-8")
        return
    for call in calls(path):
        assert name_of(call) not in BANNED_CALLS, f"{path.name}:{call.lineno}"
        assert not {keyword.arg for keyword in call.keywords} & BANNED_KEYWORDS, f"{path.name}:{call.lineno}"


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(DASHBOARD)))
def test_markdown_is_made_of_wording_only(path: Path) -> None:
    """Markdown can hold a picture's address, which a browser would fetch; data go into tables or escaped HTML."""
    for call in calls(path):
        if name_of(call) in PLAIN and isinstance(call.func, ast.Attribute) and getattr(call.func.value, "id", "") == "st":
            (argument, *_) = call.args
            assert isinstance(argument, ast.Call), f"{path.name}:{call.lineno}"
            assert name_of(argument) == "wording", f"{path.name}:{call.lineno}"


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(DASHBOARD)))
def test_only_readers_keep_anything_in_a_cache(path: Path) -> None:
    if "reading" not in path.parts:
        assert not [word for word in ("cache_data", "cache_resource") if word in path.read_text(encoding="utf-8")]
