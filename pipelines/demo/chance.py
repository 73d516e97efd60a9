"""Give every part of the demo city its own stream of chance."""

from __future__ import annotations

import zlib

import numpy as np


def stream(seed: int, part: str) -> np.random.Generator:
    """The generator of `part`: a change in one part leaves the draws of all others as they were."""
    return np.random.default_rng([seed, zlib.crc32(part.encode())])


def pick(rng: np.random.Generator, words: tuple[str, ...]) -> str:
    """One of the words, each as likely as the next."""
    return words[int(rng.integers(len(words)))]


def shares(rng: np.random.Generator, total: int, count: int) -> np.ndarray:
    """`count` distinct places out of `total`, in rising order."""
    return np.sort(rng.permutation(total)[:count])
