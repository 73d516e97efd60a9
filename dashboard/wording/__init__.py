"""Keep every text a user reads, in Chinese and English."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from dashboard.wording import en, zh_cn

DEFAULT_LANGUAGE = "zh"
TEXTS: Mapping[str, Mapping[str, str]] = {"zh": zh_cn.TEXTS, "en": en.TEXTS}


@dataclass(frozen=True)
class Wording:
    """The texts of one language."""

    language: str = DEFAULT_LANGUAGE

    @classmethod
    def of(cls, language: object) -> Wording:
        """Choose a language by its code; anything unknown is the default."""
        return cls(language) if isinstance(language, str) and language in TEXTS else cls()

    def __call__(self, key: str, **values: object) -> str:
        """Give the text of a key with its values filled in; an unknown key is a KeyError."""
        return TEXTS[self.language][key].format(**values)

    def label(self, group: str, code: object) -> str:
        """Give the name of a code, or the code itself when it has none: data may know more than the wording."""
        return TEXTS[self.language].get(f"{group}.{code}", str(code))
