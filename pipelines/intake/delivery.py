"""Name one raw file of one feed."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from pipelines.city import Feed


@dataclass(frozen=True, kw_only=True)
class Delivery:
    """One raw file of one feed."""

    feed: Feed
    path: Path
    name: str
