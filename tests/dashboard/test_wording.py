"""Both languages say the same things."""

import re
from string import Formatter

import pytest

from dashboard.maps.points import SOURCE_TYPES
from dashboard.wording import TEXTS, Wording
from pipelines.contract import contracts


def blanks(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def test_every_language_has_the_same_keys() -> None:
    assert {language: sorted(texts) for language, texts in TEXTS.items()} == dict.fromkeys(TEXTS, sorted(TEXTS["zh"]))


@pytest.mark.parametrize("key", sorted(TEXTS["zh"]))
def test_every_language_leaves_the_same_blanks_and_says_something(key: str) -> None:
    assert all(texts[key].strip() for texts in TEXTS.values())
    assert len({frozenset(blanks(texts[key])) for texts in TEXTS.values()}) == 1


@pytest.mark.parametrize("key", sorted(key for key in TEXTS["zh"] if not key.startswith("language.")))
def test_chinese_uses_chinese_punctuation(key: str) -> None:
    assert not re.search(r"[一-鿿][,;:!?]|[,;:!?][一-鿿]", TEXTS["zh"][key])


def test_every_table_and_every_kind_of_source_has_a_name() -> None:
    for language in TEXTS:
        wording = Wording(language)
        assert all(wording.label("table", name) != name for name in contracts() if language == "zh")
        assert all(wording.label("source_type", category.code) != category.code for category in SOURCE_TYPES)


def test_a_code_without_a_name_is_shown_as_it_is() -> None:
    assert Wording("zh").label("reason", "a_new_reason") == "a_new_reason"


def test_an_unknown_language_is_chinese() -> None:
    assert Wording.of("xx") == Wording.of(None) == Wording("zh")
