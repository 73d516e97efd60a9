"""Read what people decided: the files that the ledger exports before a build, as feeds that every city has."""

from __future__ import annotations

from pathlib import Path

from pipelines.city import City, Feed
from pipelines.errors import ConfigurationError
from pipelines.intake.delivery import Delivery

# A row of the ledger was known when it was recorded there, not when the file was written: a delay of nothing after its moment.
FEEDS = (
    Feed(
        name="ledger", table="corrections", files=("corrections.csv",), format="csv", encoding="utf-8", delimiter=",",
        header_row=1, publication_delay_h=0.0, source="台账",
    ),
)  # fmt: skip


def deliveries(city: City, folder: Path) -> list[Delivery]:
    """The exported files that are there; a ledger in which nothing was accepted exports none."""
    taken = {feed.name for feed in city.feeds} & {feed.name for feed in FEEDS}
    if taken:
        raise ConfigurationError(f"feeds.toml: the name {taken.pop()!r} belongs to the ledger's own feed; give that feed another name")
    return [
        Delivery(feed=feed, path=folder / file, name=f"ledger/{file}") for feed in FEEDS for file in feed.files if (folder / file).is_file()
    ]
