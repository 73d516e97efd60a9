"""The public page of a trial city, opened as a phone would open it, with expectations counted from the file by hand."""

from pathlib import Path

from streamlit.testing.v1 import AppTest

import dashboard.public
from pipelines.city import City

SCRIPT = Path(dashboard.public.__file__).parent / "frame" / "main.py"


def opened(city: City, *, language: str = "zh") -> AppTest:
    """Run the page once with the secrets that the application gives it."""
    page = AppTest.from_file(str(SCRIPT), default_timeout=60)
    page.secrets.update(
        {
            "city_name": city.name,
            "city_name_en": city.name_en,
            "is_demo": city.is_demo,
            "public_dir": str(city.public_dir),
            "map_approval_no": city.map_approval_no or "",
        }
    )
    page.query_params["lang"] = language
    return page.run()


def text(page: AppTest) -> str:
    """Everything the page says in HTML."""
    return "\n".join(element.proto.body for element in page.get("html"))
