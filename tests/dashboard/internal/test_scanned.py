"""What a code on a wall, an address or a keyboard says is the same enterprise."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.internal.scanned import asked_for


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("LT00872", "LT00872"),
        ("  岑筝铸件 ", "岑筝铸件"),
        ("https://code.invalid/e/91519021MAURN8D65L", "91519021MAURN8D65L"),
        ("https://code.invalid/e/91519021MAURN8D65L/", "91519021MAURN8D65L"),
        ("https://code.invalid/show?from=wall&code=LT00872", "LT00872"),
        ("http://127.0.0.1:8501/enterprise?id=LT00872&lang=zh", "LT00872"),
        ("https://code.invalid/#/e/LT00872", "LT00872"),
        ("https://code.invalid/#/e?code=LT00872", "LT00872"),
        ("一企一码：https://code.invalid/e/%E5%B2%91%E7%AD%9D", "岑筝"),
        ("ＬＴ００８７２", "LT00872"),
        ("http://[x", "http://[x"),
        ("", ""),
    ],
)
def test_a_text_says_which_enterprise_is_meant(text: str, meant: str) -> None:
    assert asked_for(text) == meant


@given(st.text(max_size=600))
def test_any_text_is_read_without_a_fault(text: str) -> None:
    assert isinstance(asked_for(text), str)
