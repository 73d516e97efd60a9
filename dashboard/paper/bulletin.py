"""The short report of the morning, as plain text to paste and as a picture for group chats: the air only.

No enterprise, no complaint and no task is in it: a picture in a group chat is public within the hour.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import typst

WIDTH_PX = 1080
DPI = 144
TEMPLATE = Path(__file__).with_name("bulletin.typ")


@dataclass(frozen=True, kw_only=True)
class Card:
    """The figure in large: a label, an index with its level in words, the level's colours."""

    label: str = ""
    text: str = ""
    fill: str = "#ffffff"
    ink: str = "#000000"


@dataclass(frozen=True, kw_only=True)
class StationLine:
    """One station: name, index and level in words with the level's colours."""

    name: str
    text: str
    level: str
    fill: str
    ink: str


@dataclass(frozen=True, kw_only=True)
class Bulletin:
    """One short report.

    Attributes
    ----------
    lines
        Whole sentences, in order.
    mark
        The mark of invented data; empty for real ones.
    foot
        State of review and where the figures come from.
    """

    title: str
    about: str
    lines: tuple[str, ...]
    card: Card
    headings: tuple[str, str, str]
    stations: Sequence[StationLine]
    foot: str
    mark: str = ""


def plain(bulletin: Bulletin) -> str:
    """Write it as text: what a person pastes into a chat."""
    stations = [f"{station.name} {station.text} {station.level}" for station in bulletin.stations]
    parts = [bulletin.mark, bulletin.title, bulletin.about, *bulletin.lines, *stations, bulletin.foot]
    return "\n".join(part for part in parts if part)


def picture(bulletin: Bulletin) -> bytes:
    """Draw it as PNG, 1080 px wide and as long as it needs."""
    with TemporaryDirectory() as scratch:
        folder = Path(scratch)
        (folder / TEMPLATE.name).write_bytes(TEMPLATE.read_bytes())
        content = json.dumps(asdict(bulletin), ensure_ascii=False)
        made = typst.compile(folder / TEMPLATE.name, root=folder, format="png", ppi=DPI, sys_inputs={"bulletin": content})
    assert isinstance(made, bytes)
    return made
