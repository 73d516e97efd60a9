"""Make credit codes with the right check characters (GB 32100, GB 11714) and keyed identifiers of people."""

from __future__ import annotations

import hashlib
import hmac

import numpy as np

LETTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_USCC_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
_ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)


def uscc_check(first_17: str) -> str:
    """The 18th character of a unified social credit code."""
    total = sum(LETTERS.index(c) * w for c, w in zip(first_17, _USCC_WEIGHTS, strict=True))
    return LETTERS[(31 - total % 31) % 31]


def organisation_check(first_8: str) -> str:
    """The 9th character of an organisation code."""
    total = sum((int(c) if c.isdigit() else ord(c) - 55) * w for c, w in zip(first_8, _ORGANISATION_WEIGHTS, strict=True))
    return "0123456789X0"[11 - total % 11]


def usccs(rng: np.random.Generator, division: str, kind: str, count: int) -> list[str]:
    """`count` different valid codes of issuer and type `kind` (91 company, 92 one-person business) in one division."""
    made: dict[str, None] = {}
    while len(made) < count:
        body = "MA" + "".join(LETTERS[int(i)] for i in rng.integers(0, 31, 6))
        first_17 = kind + division + body + organisation_check(body)
        made[first_17 + uscc_check(first_17)] = None
    return list(made)


def with_wrong_check(uscc: str) -> str:
    """The same code with another last character, as after a slip of the pen."""
    return uscc[:-1] + LETTERS[(LETTERS.index(uscc[-1]) + 7) % 31]


def reporter_key(seed: int, person: str) -> str:
    """A keyed HMAC of a person, so that the same person is seen again and a phone number cannot be tried out."""
    return hmac.new(f"lanxun-demo-{seed}".encode(), person.encode(), hashlib.sha256).hexdigest()[:24]
