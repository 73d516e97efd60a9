"""Check unified social credit codes (GB 32100-2015) and the organisation codes inside them (GB 11714-1997)."""

from __future__ import annotations

import unicodedata

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
VALUES = {character: value for value, character in enumerate(ALPHABET)}
WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
LENGTH = 18


def normalise(text: str | None) -> str:
    """The code in half-width capitals without blanks and dashes; an empty string for nothing."""
    if text is None:
        return ""
    return "".join(unicodedata.normalize("NFKC", text).split()).replace("-", "").upper()


def check_character(code: str) -> str:
    """The 18th character of the first 17; refuses a character that no code may hold with ValueError."""
    total = 0
    for weight, character in zip(WEIGHTS, code[:17], strict=True):
        if character not in VALUES:
            raise ValueError(f"character {character!r} of code {code!r} is not in the alphabet of GB 32100; check the source")
        total += weight * VALUES[character]
    return ALPHABET[(31 - total % 31) % 31]


def organisation_check_character(code: str) -> str:
    """The 9th character of an organisation code's first 8 (10 is written X, 11 is written 0)."""
    total = sum(weight * int(character, 36) for weight, character in zip(ORGANISATION_WEIGHTS, code[:8], strict=True))
    remainder = 11 - total % 11
    return {10: "X", 11: "0"}.get(remainder, str(remainder))


def is_valid(code: str | None) -> bool:
    """Whether a normalised code has 18 characters of the alphabet and the right check character.

    The organisation code inside is not asked for: codes of sole traders exist whose inner check does not hold.
    """
    if code is None or len(code) != LENGTH or any(character not in VALUES for character in code):
        return False
    return check_character(code) == code[17]


def has_valid_organisation_code(code: str) -> bool:
    """Whether characters 9 to 17 of a code are an organisation code with the right check character."""
    return len(code) == LENGTH and code[8:16].isalnum() and organisation_check_character(code[8:16]) == code[16]
