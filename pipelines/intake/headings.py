"""Find the heading row of a hand-made file and the columns a feed names."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from pipelines.city import Feed
from pipelines.contract import Contract
from pipelines.errors import InputError

FILE_NAME = "@file"
SITES_HEADINGS = ("date", "hour", "type")


@lru_cache(maxsize=1 << 14)
def normal(heading: str) -> str:
    """A heading without blanks, full-width forms and case, as two exports of one system may differ."""
    text = unicodedata.normalize("NFKC", heading.replace("\ufeff", "").replace("\u200b", ""))
    return "".join(text.split()).casefold()


def parts(heading: str, known: Sequence[str]) -> tuple[str, ...]:
    """The headings that `date|hour` joins; a heading that itself holds `|` stays whole."""
    if "|" not in heading or normal(heading) in {normal(name) for name in known}:
        return (heading,)
    return tuple(part.strip() for part in heading.split("|"))


def columns(feed: Feed, contract: Contract, known: Sequence[str]) -> dict[str, str]:
    """The heading of each field: as the feed says; when it names none, the headings that are the contract's own names."""
    if feed.columns or feed.layout != "wide":
        return dict(feed.columns)
    own = {normal(name): name for name in known}
    return {field.name: own[normal(field.name)] for field in contract.fields if normal(field.name) in own}


def wanted(feed: Feed, contract: Contract, known: Sequence[str]) -> dict[str, str]:
    """Every heading the feed needs and what for."""
    if feed.layout == "china_sites":
        return dict.fromkeys(SITES_HEADINGS, "layout china_sites")
    found: dict[str, str] = {}
    for field, heading in columns(feed, contract, known).items():
        for part in parts(heading, known):
            if not part.startswith("@"):
                found[part] = field
    for key in ("variable", "value"):
        if key in feed.long:
            found[feed.long[key]] = f"long.{key}"
    for heading in feed.where:
        found[heading] = "where"
    return found


@dataclass(frozen=True, kw_only=True)
class HeadingRow:
    """Where the headings stand (index into the rows looked at) and what they are."""

    index: int
    headings: tuple[str, ...]


def position(heading: str, known: Sequence[str]) -> int | None:
    """The index of a heading: an exact match first, then a match of normal forms; None when absent or twice there."""
    exact = [i for i, name in enumerate(known) if name.strip() == heading.strip()]
    if exact:
        return exact[0] if len(exact) == 1 else None
    loose = [i for i, name in enumerate(known) if normal(name) == normal(heading)]
    return loose[0] if len(loose) == 1 else None


def _score(feed: Feed, contract: Contract, row: Sequence[str]) -> tuple[int, int]:
    needed = wanted(feed, contract, row)
    return sum(position(heading, row) is not None for heading in needed), len(needed)


def find(feed: Feed, contract: Contract, rows: Sequence[Sequence[str]], *, header_row: int | None = None) -> HeadingRow | None:
    """The first row that has every heading the feed needs; None when no row has."""
    candidates = enumerate(rows) if header_row is None else [(header_row, rows[header_row])] if header_row < len(rows) else []
    for index, row in candidates:
        found, needed = _score(feed, contract, row)
        if needed and found == needed:
            return HeadingRow(index=index, headings=tuple(cell.strip() for cell in row))
    return None


def best(feed: Feed, contract: Contract, rows: Sequence[Sequence[str]]) -> int:
    """How many of the needed headings the best row has."""
    return max((_score(feed, contract, row)[0] for row in rows), default=0)


def refusal(feed: Feed, contract: Contract, rows: Sequence[Sequence[str]], *, place: str) -> InputError:
    """The sentence for a file without its headings."""
    if not rows:
        return InputError(f"{place} has no rows at all; export it again or exclude it in feed {feed.name!r} of feeds.toml")
    index = max(range(len(rows)), key=lambda i: (_score(feed, contract, rows[i])[0], -i))
    row = [cell.strip() for cell in rows[index] if cell.strip()]
    needed = wanted(feed, contract, rows[index])
    if not needed:
        return InputError(
            f"{place}: feed {feed.name!r} names no columns; give [feed.columns] in feeds.toml (headings found: {_shown(row)})"
        )
    missing = [heading for heading in needed if position(heading, rows[index]) is None]
    twice = [heading for heading in missing if sum(normal(name) == normal(heading) for name in rows[index]) > 1]
    what = f"heading {(twice or missing)[0]!r} (for {needed[(twice or missing)[0]]}) {'stands there twice' if twice else 'is missing'}"
    where = f"line {index + 1} has {_shown(row)}" if len(missing) < len(needed) else f"found {_shown(row)}"
    return InputError(f"{place}: {what}; {where}; correct feed {feed.name!r} in feeds.toml or the file")


def _shown(row: Sequence[str]) -> str:
    shown = ", ".join(cell[:30] for cell in row[:25])
    return (shown + (", …" if len(row) > 25 else "")) or "nothing"
