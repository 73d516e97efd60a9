"""Put firms on the positive list, in four batches, and take some off again."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from pipelines.demo.chance import shares, stream
from pipelines.demo.firms import Firm

BATCHES = (
    ("第一批", dt.date(2025, 12, 20), 40),
    ("第二批", dt.date(2026, 3, 25), 76),
    ("第三批", dt.date(2026, 6, 25), 98),
    ("第四批", dt.date(2026, 9, 25), 112),
)
REMOVED = 12


@dataclass(frozen=True, kw_only=True)
class Listing:
    """One firm on the list."""

    enterprise_id: str
    batch: str
    category: str
    listed_on: dt.date
    valid_to: dt.date
    removed_on: dt.date | None
    reason: str


def _category(firm: Firm) -> str:
    code = firm.trade.code if firm.trade else ""
    if code in {"1340", "1461"}:
        return "C1"
    if code in {"3981", "1751", "2438"}:
        return "C2"
    if firm.grade in {"A", "引领性"}:
        return "C6"
    if firm.has_cems or firm.has_power_meter:
        return "C5"
    return "C4" if code in {"3670", "3484"} else "C7"


def list_firms(seed: int, firms: tuple[Firm, ...], *, barred: frozenset[str]) -> tuple[Listing, ...]:
    """326 listings of which 12 ended: 314 stand, 19.0 % of 1,653; `barred` never come onto it."""
    rng = stream(seed, "listing")
    fit = [
        f
        for f in firms
        if f.source_type == "industry" and f.grade not in {"C", "D"} and f.enterprise_id not in barred and f.status != "停产"
    ]
    first = [f for f in fit if f.has_power_meter or f.has_cems or f.grade in {"A", "B", "引领性"}]
    chosen = {f.enterprise_id for f in first}
    others = [f for f in fit if f.enterprise_id not in chosen and _category(f) in {"C1", "C2", "C4"}]
    pool = [first[int(i)] for i in rng.permutation(len(first))] + [others[int(i)] for i in rng.permutation(len(others))]
    ended = {int(i) for i in shares(rng, 200, REMOVED)}
    found: list[Listing] = []
    for batch, listed_on, count in BATCHES:
        for firm in pool[len(found) : len(found) + count]:
            is_ended = len(found) in ended
            removed_on = listed_on + dt.timedelta(days=int(rng.integers(40, 160))) if is_ended else None
            reason = ("发现环境违法行为", "被投诉并查实", "企业搬迁", "治理设施未正常运行")[int(rng.integers(4))] if is_ended else ""
            found.append(
                Listing(
                    enterprise_id=firm.enterprise_id,
                    batch=batch,
                    category=_category(firm),
                    listed_on=listed_on,
                    valid_to=listed_on + dt.timedelta(days=364),
                    removed_on=removed_on,
                    reason=reason,
                )
            )
    return tuple(found)


def is_listed(listings: tuple[Listing, ...], enterprise_id: str, on: dt.date) -> bool:
    """Whether the firm stands on the list on that day."""
    return any(
        row.enterprise_id == enterprise_id and row.listed_on <= on <= row.valid_to and (row.removed_on is None or on < row.removed_on)
        for row in listings
    )
