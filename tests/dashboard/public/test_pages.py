"""The public page before anything is published."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

import dashboard.public
from dashboard.wording import TEXTS, Wording

SCRIPT = Path(dashboard.public.__file__).parent / "frame" / "main.py"


@pytest.mark.parametrize("language", sorted(TEXTS))
@pytest.mark.parametrize("is_demo", [True, False])
def test_the_public_page_says_what_will_come_and_marks_demo_data(language: str, is_demo: bool) -> None:
    page = AppTest.from_file(str(SCRIPT), default_timeout=30)
    page.secrets.update({"city_name": "试验县", "city_name_en": "Trial County", "is_demo": is_demo})
    page.query_params["lang"] = language
    page.run()
    assert not page.exception
    text = "\n".join(element.proto.body for element in page.get("html"))
    wording = Wording(language)
    for part in ("air", "list", "complaints"):
        assert wording(f"public.{part}") in text
    assert (wording("app.demo") in text) is is_demo
