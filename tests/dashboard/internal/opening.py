"""Open one page of the internal application as Streamlit's own test runner does."""

from pathlib import Path

from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

import dashboard.internal

SCRIPT = Path(dashboard.internal.__file__).parent / "frame" / "main.py"


def opened(city: Path, key: str = "", *, language: str = "zh", **asked: str) -> AppTest:
    """Open a page by its key, the first one when there is none; `asked` are the parameters of its address."""
    page = AppTest.from_file(str(SCRIPT), default_timeout=60)
    page.secrets["city_dir"] = str(city)
    page.query_params["lang"] = language
    for name, value in asked.items():
        page.query_params[name] = value
    # Streamlit names a page by the hash of its address and has no public way to open one that is not a file
    page._page_hash = calc_hash(key) if key else ""
    page.run()
    assert not page.exception, [fault.message for fault in page.exception]
    return page


def said(page: AppTest) -> str:
    """Everything the page says in words."""
    elements = [*page.title, *page.subheader, *page.caption, *page.info, *page.warning, *page.text, *page.code, *page.get("html")]
    return "\n".join(str(getattr(element, "value", None) or getattr(element.proto, "body", "")) for element in elements)
