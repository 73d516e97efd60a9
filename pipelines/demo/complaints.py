"""Let people complain: mostly downwind of something real, sometimes of nothing a list holds."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np

from pipelines.demo.chance import pick, stream
from pipelines.demo.codes import reporter_key
from pipelines.demo.county import COUNTY, County
from pipelines.demo.firms import Firm
from pipelines.demo.misdeeds import Misdeed
from pipelines.demo.names import phone
from pipelines.demo.phrases import CHANNELS, HISTORY, OPENINGS, PLACES, REQUESTS, TIMES, WORDINGS, Wording
from pipelines.demo.span import Span
from pipelines.demo.weather import Weather

TOTAL = 359
GROUP_SIZES = (6, 5, 4, 3, 3)
APART_M, APART_DAYS = 650.0, 33


@dataclass(frozen=True, kw_only=True)
class Complaint:
    """One report, with the firm that truly caused it (empty: none on any list) and the repeat group it belongs to (0: none)."""

    received_at: dt.datetime
    channel: str
    category: str
    content: str
    address: str
    township: int
    object_name: str
    x_m: float
    y_m: float
    status: str
    closed_on: dt.date | None
    verdict: str
    reporter: str
    cause: str
    group: int


def _wording(category: str) -> Wording:
    return next(w for w in WORDINGS if w.category == category)


def _category(rng: np.random.Generator, firm: Firm | None) -> str:
    if firm is None:
        return str(rng.choice(["扬尘", "噪声", "恶臭异味"], p=[0.5, 0.35, 0.15]))
    if firm.source_type == "catering":
        return str(rng.choice(["餐饮油烟", "噪声"], p=[0.85, 0.15]))
    if firm.trade is not None and firm.trade.code in {"3021", "3031"}:
        return str(rng.choice(["扬尘", "噪声", "工业废气"], p=[0.7, 0.15, 0.15]))
    if firm.voc_t > firm.pm_t:
        return str(rng.choice(["恶臭异味", "噪声", "工业废气"], p=[0.66, 0.2, 0.14]))
    return str(rng.choice(["工业废气", "噪声", "扬尘"], p=[0.5, 0.3, 0.2]))


def _text(rng: np.random.Generator, category: str, hour: int, place: str, name: str) -> str:
    words = _wording(category)
    part = "night" if hour >= 22 or hour < 5 else "evening" if hour >= 17 else "day"
    whom = f"{name}" if name else pick(rng, ("一家没有招牌的作坊", "不知名的厂子", "工地上", "路边的堆场"))
    order = int(rng.integers(3))
    first, second = (words.feelings[int(i)] for i in rng.permutation(len(words.feelings))[:2])
    when, nuisance = pick(rng, TIMES[part]), pick(rng, words.nuisances)
    body = (
        f"{place}{pick(rng, PLACES)}的{whom}，{when}{nuisance}，{first}。",
        f"{when}，{place}{pick(rng, PLACES)}，{whom}{nuisance}，{first}。",
        f"{whom}（{place}{pick(rng, PLACES)}）{when}{nuisance}，{first}，{second}。",
    )[order]
    text = pick(rng, OPENINGS) + body + pick(rng, HISTORY) + pick(rng, REQUESTS)
    if rng.random() < 0.05:
        text += f"联系电话{phone(rng)}。"
    return text


def _when(rng: np.random.Generator, span: Span, firm: Firm | None, first: int, last: int) -> int:
    """An hour in which the source works; people complain a little more about recent things."""
    wanted = {"night": (22, 4), "dinner": (18, 22), None: (8, 20)}.get(firm.shifts if firm else None, (8, 22))
    while True:
        i = first + int((last - first) * rng.random() ** 0.85)
        clock = int(span.clock[i])
        inside = wanted[0] <= clock < wanted[1] if wanted[0] < wanted[1] else clock >= wanted[0] or clock < wanted[1]
        if inside or rng.random() < 0.12:
            return i


def _where(rng: np.random.Generator, county: County, weather: Weather, firm: Firm | None, i: int) -> tuple[float, float]:
    """Downwind of the firm when there is wind, anywhere around it in a calm."""
    while True:
        if firm is None:
            town = county.townships[int(rng.integers(18))]
            x, y = town.x_m + 900 * rng.standard_normal(), town.y_m + 900 * rng.standard_normal()
        else:
            reach = float(rng.uniform(60, 160)) if firm.source_type == "catering" else float(rng.uniform(220, 950))
            windy = weather.wind_ms[0, i] >= 0.5
            towards = weather.wind_from_deg[0, i] + 180 + 22 * rng.standard_normal() if windy else rng.uniform(0, 360)
            x, y = firm.x_m + reach * np.sin(np.radians(towards)), firm.y_m + reach * np.cos(np.radians(towards))
        if county.township_of(np.array([x]), np.array([y]))[0] >= 0:
            return float(x), float(y)


def _closing(rng: np.random.Generator, span: Span, received_at: dt.datetime, *, is_caused: bool) -> tuple[str, dt.date | None, str]:
    closed_on = received_at.date() + dt.timedelta(days=int(rng.integers(4, 38)))
    if closed_on >= span.open_on:
        return ("办理中" if (span.opens_at - received_at).days > 2 else "未受理"), None, ""
    verdict = rng.choice(["属实", "部分属实", "不属实"], p=[0.46, 0.3, 0.24] if is_caused else [0.15, 0.2, 0.65])
    return "已办结", closed_on, str(verdict)


class Book:
    """Writes complaints down; refuses one that would by accident join others into a repeat group."""

    def __init__(self, rng: np.random.Generator, *, seed: int, span: Span, county: County, weather: Weather) -> None:
        self._rng, self._seed, self._span, self._county, self._weather = rng, seed, span, county, weather
        self.found: list[Complaint] = []

    def _is_apart(self, category: str, x_m: float, y_m: float, received_at: dt.datetime) -> bool:
        return all(
            other.category != category
            or abs((other.received_at - received_at).days) > APART_DAYS
            or np.hypot(other.x_m - x_m, other.y_m - y_m) > APART_M
            for other in self.found
        )

    def write(
        self, firm: Firm | None, i: int, category: str, *, group: int = 0, reporter: str = "", near: tuple[float, float] | None = None
    ) -> bool:
        """Try to write one complaint about `firm` in hour `i`; False when it lies too close to another."""
        rng = self._rng
        received_at = self._span.ends_at[i].item() + dt.timedelta(minutes=int(rng.integers(0, 60)))
        x_m, y_m = near or _where(rng, self._county, self._weather, firm, i)
        if received_at >= self._span.opens_at or (not group and not self._is_apart(category, x_m, y_m, received_at)):
            return False
        township = int(self._county.township_of(np.array([x_m]), np.array([y_m]))[0])
        town = self._county.townships[township].name
        named = firm is not None and rng.random() < 0.8
        name = firm.name if named and firm else ""
        status, closed_on, verdict = _closing(rng, self._span, received_at, is_caused=firm is not None)
        channels, weights = zip(*CHANNELS, strict=True)
        self.found.append(
            Complaint(
                received_at=received_at,
                channel=str(rng.choice(channels, p=weights)),
                category=category,
                content=_text(rng, category, int(self._span.clock[i]), town, name),
                address=f"{COUNTY}{town}{pick(rng, PLACES)}",
                township=township,
                object_name=name,
                x_m=x_m,
                y_m=y_m,
                status=status,
                closed_on=closed_on,
                verdict=verdict,
                reporter=reporter_key(self._seed, reporter or f"person-{int(rng.integers(2600))}"),
                cause=firm.enterprise_id if firm else "",
                group=group,
            )
        )
        return True


def _groups(book: Book, rng: np.random.Generator, span: Span, firms: dict[str, Firm], deeds: tuple[Misdeed, ...]) -> None:
    """The repeat groups: several people, one matter, within weeks, close together, in hours in which it truly happened."""
    for number, (size, deed) in enumerate(zip(GROUP_SIZES, deeds, strict=False), start=1):
        firm = firms[deed.enterprise_id]
        category = {"open_dust": "扬尘", "fume_unfiltered": "餐饮油烟", "treatment_off": "恶臭异味"}.get(deed.kind, "工业废气")
        recent = deed.hours[(deed.hours > deed.hours[-1] - 24 * 24)]
        reach = 120.0 if firm.source_type == "catering" else 480.0
        angle = float(rng.uniform(0, 2 * np.pi))
        home = (firm.x_m + reach * np.sin(angle), firm.y_m + reach * np.cos(angle))
        for k in range(size):
            near = (home[0] + float(rng.uniform(-120, 120)), home[1] + float(rng.uniform(-120, 120)))
            hour = int(recent[int((k + 0.5) / size * len(recent))])
            hour = min(hour + int(rng.integers(0, 3)), span.known - 2)
            book.write(firm, hour, category, group=number, reporter=f"group-{number}-{k % max(2, size - 1)}", near=near)


def hear(
    seed: int, span: Span, *, county: County, weather: Weather, firms: tuple[Firm, ...], deeds: tuple[Misdeed, ...]
) -> tuple[Complaint, ...]:
    """All 359 complaints in the order of their receipt; 16 of them repeat an earlier one of their group."""
    rng = stream(seed, "complaints")
    book = Book(rng, seed=seed, span=span, county=county, weather=weather)
    _groups(book, rng, span, {firm.enterprise_id: firm for firm in firms}, deeds)
    weights = np.array([0.6 + 3 * (f.source_type == "catering") + f.voc_t + f.pm_t if f.status != "停产" else 0.0 for f in firms])
    weights = np.minimum(weights, 6) / np.minimum(weights, 6).sum()
    while len(book.found) < TOTAL:
        firm = None if rng.random() < 0.2 else firms[int(rng.choice(len(firms), p=weights))]
        i = _when(rng, span, firm, 24, span.known - 1)
        book.write(firm, i, _category(rng, firm))
    return tuple(sorted(book.found, key=lambda complaint: (complaint.received_at, complaint.content)))
