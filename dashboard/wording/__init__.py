"""Keep every text a user reads, in Chinese and English; a room has one module in each language."""

from __future__ import annotations

import pkgutil
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from types import ModuleType

from dashboard.wording import en, zh_cn

DEFAULT_LANGUAGE = "zh"


def _gathered(language: ModuleType) -> Mapping[str, str]:
    """Put the rooms of one language together; a key that two rooms claim is refused, since one would silently win."""
    texts: dict[str, str] = {}
    for room in sorted(found.name for found in pkgutil.iter_modules(language.__path__)):
        own: Mapping[str, str] = import_module(f"{language.__name__}.{room}").TEXTS
        twice = texts.keys() & own.keys()
        if twice:
            raise ValueError(f"{language.__name__}.{room} says again what another room says: {', '.join(sorted(twice))}")
        texts.update(own)
    return texts


TEXTS: Mapping[str, Mapping[str, str]] = {"zh": _gathered(zh_cn), "en": _gathered(en)}


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

    def has(self, key: str) -> bool:
        """Whether there is a text of this key."""
        return key in TEXTS[self.language]

    def label(self, group: str, code: object) -> str:
        """Give the name of a code, or the code itself when it has none: data may know more than the wording."""
        return TEXTS[self.language].get(f"{group}.{code}", str(code))
