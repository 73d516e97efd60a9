"""Let the bureau act: visits and remote checks by channel of the clue, and the cases that follow."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass

import numpy as np

from pipelines.demo.chance import pick, stream
from pipelines.demo.complaints import Complaint
from pipelines.demo.firms import Firm
from pipelines.demo.listing import Listing, is_listed
from pipelines.demo.span import Span

CAMPAIGN = "大气“一号行动”"


@dataclass(frozen=True, kw_only=True)
class Channel:
    """How many checks came from one kind of clue, and how many of them became cases."""

    name: str
    kind: str
    mode: str
    checks: int
    cases: int
    problems: int
    first_on: dt.date
    last_on: dt.date


@dataclass(frozen=True, kw_only=True)
class Visit:
    """One check."""

    enterprise_id: str
    visited_at: dt.datetime
    channel: str
    kind: str
    mode: str
    is_random: bool
    is_joint: bool
    is_re_check: bool
    officers: tuple[int, ...]
    problems: int
    is_case: bool
    campaign: str


@dataclass(frozen=True, kw_only=True)
class Case:
    """One enforcement case and the check it came from (place in the list of visits)."""

    enterprise_id: str
    opened_on: dt.date
    decided_on: dt.date | None
    kind: str
    fine_cny: int | None
    clause: str
    visit: int


def channels() -> tuple[Channel, ...]:
    """The demo county's checks: 1,475 in two years, 127 problems (8.6 %), 77 cases (5.2 %); and 48 visits to help, which are no checks."""
    start, end, d = dt.date(2024, 12, 3), dt.date(2026, 12, 4), dt.date
    c = Channel
    return (
        c(name="信访投诉", kind="个案", mode="on_site", checks=264, cases=26, problems=32, first_on=start, last_on=end),
        c(name="双随机", kind="日常", mode="on_site", checks=46, cases=9, problems=12, first_on=d(2025, 3, 3), last_on=d(2026, 11, 20)),
        c(name="专项行动", kind="专项", mode="on_site", checks=381, cases=7, problems=22, first_on=d(2026, 9, 14), last_on=d(2026, 11, 27)),
        c(name="用电监控", kind="个案", mode="off_site", checks=305, cases=8, problems=14, first_on=d(2025, 10, 20), last_on=end),
        c(name="在线监控", kind="个案", mode="off_site", checks=180, cases=9, problems=14, first_on=start, last_on=end),
        c(name="正面清单远程核查", kind="日常", mode="off_site", checks=105, cases=0, problems=2, first_on=d(2026, 1, 6), last_on=end),
        c(name="日常巡查", kind="日常", mode="on_site", checks=150, cases=12, problems=23, first_on=start, last_on=end),
        c(name="上级转办", kind="个案", mode="on_site", checks=24, cases=4, problems=5, first_on=start, last_on=end),
        c(name="企业服务日", kind="日常", mode="assistance", checks=48, cases=0, problems=0, first_on=d(2025, 1, 5), last_on=end),
        c(name="部门移送", kind="个案", mode="on_site", checks=20, cases=2, problems=3, first_on=start, last_on=end),
    )


class Desk:
    """Chooses whom to check on which day: the yearly limit of two site checks, and the positive list, are kept."""

    def __init__(
        self, rng: np.random.Generator, span: Span, *, firms: tuple[Firm, ...], listings: tuple[Listing, ...], unseen: frozenset[str]
    ) -> None:
        self._rng, self._span, self._listings, self._unseen = rng, span, listings, unseen
        self._used: Counter[tuple[str, int]] = Counter()
        self._works = [f for f in firms if f.source_type == "industry"]
        self._pools = {
            "双随机": [f for f in self._works if f.is_key_unit],
            "用电监控": [f for f in self._works if f.has_power_meter],
            "在线监控": [f for f in self._works if f.has_cems],
            "正面清单远程核查": [f for f in self._works if any(row.enterprise_id == f.enterprise_id for row in listings)],
            "日常巡查": list(firms),
        }

    def day(self, channel: Channel) -> dt.date:
        """A workday of the channel's period."""
        while True:
            on = channel.first_on + dt.timedelta(days=int(self._rng.integers((channel.last_on - channel.first_on).days + 1)))
            i = self._span.index(dt.datetime.combine(on, dt.time(13)))
            if not self._span.is_rest[i]:
                return on

    def whom(self, channel: Channel, on: dt.date) -> Firm:
        """A firm that may be checked on that day."""
        pool = self._pools.get(channel.name, self._works)
        while True:
            firm = pool[int(self._rng.integers(len(pool)))]
            if is_unseen(self._span, firm.enterprise_id, on, self._unseen):
                continue
            if channel.mode == "on_site" and channel.kind != "个案":
                if self._used[firm.enterprise_id, on.year] >= 2 or is_listed(self._listings, firm.enterprise_id, on):
                    continue
                self._used[firm.enterprise_id, on.year] += 1
            return firm


def _moment(rng: np.random.Generator, on: dt.date, *, is_night: bool) -> dt.datetime:
    hour = int(rng.integers(20, 24)) if is_night else int(rng.integers(9, 17))
    return dt.datetime(on.year, on.month, on.day, hour, int(rng.integers(0, 60)))


def is_unseen(span: Span, enterprise_id: str, on: dt.date, unseen: frozenset[str]) -> bool:
    """Whether nobody looked there on that day: those who misbehave now have not been visited for two months."""
    return enterprise_id in unseen and on > span.open_on - dt.timedelta(days=60)


def _about_complaints(
    rng: np.random.Generator, span: Span, complaints: tuple[Complaint, ...], count: int, *, unseen: frozenset[str]
) -> list[tuple[str, dt.date]]:
    last_on = span.open_on - dt.timedelta(days=4)
    able = [c for c in complaints if c.cause and c.received_at.date() < last_on]
    able = [c for c in able if not is_unseen(span, c.cause, c.received_at.date() + dt.timedelta(days=6), unseen)]
    chosen = [able[int(i)] for i in np.sort(rng.permutation(len(able))[:count])]
    return [(c.cause, min(c.received_at.date() + dt.timedelta(days=int(rng.integers(1, 6))), last_on)) for c in chosen]


def _visit(rng: np.random.Generator, channel: Channel, *, enterprise_id: str, on: dt.date, rank: int, officer_count: int) -> Visit:
    """One check; the first `rank`s of a channel are those that find problems, the very first become cases."""
    single = round(channel.problems * 0.85)
    with_problem = rank < min(channel.problems, max(channel.cases, single))
    is_double = with_problem and rank < channel.problems - single
    crew = rng.permutation(officer_count)[: int(rng.choice([2, 3, 4], p=[0.42, 0.48, 0.10]))]
    return Visit(
        enterprise_id=enterprise_id,
        visited_at=_moment(rng, on, is_night=channel.mode == "on_site" and rng.random() < 0.12),
        channel=channel.name,
        kind=channel.kind,
        mode=channel.mode,
        is_random=channel.name == "双随机",
        is_joint=channel.name in {"双随机", "日常巡查"} and rng.random() < 0.18,
        is_re_check=channel.name == "日常巡查" and rng.random() < 0.15,
        officers=tuple(int(k) for k in crew),
        problems=(2 if is_double else 1) if with_problem else 0,
        is_case=rank < channel.cases,
        campaign=CAMPAIGN if channel.name == "专项行动" else "",
    )


def visits(
    seed: int,
    span: Span,
    *,
    firms: tuple[Firm, ...],
    listings: tuple[Listing, ...],
    complaints: tuple[Complaint, ...],
    officer_count: int,
    unseen: frozenset[str],
) -> list[Visit]:
    """Every check, in the order of its day."""
    rng = stream(seed, "visits")
    desk, found = Desk(rng, span, firms=firms, listings=listings, unseen=unseen), []
    for channel in channels():
        if channel.name == "信访投诉":
            plan = _about_complaints(rng, span, complaints, channel.checks, unseen=unseen)
        else:
            days = [desk.day(channel) for _ in range(channel.checks)]
            plan = [(desk.whom(channel, on).enterprise_id, on) for on in days]
        troubled = rng.permutation(len(plan)).tolist()
        found += [
            _visit(rng, channel, enterprise_id=enterprise_id, on=on, rank=rank, officer_count=officer_count)
            for (enterprise_id, on), rank in zip(plan, troubled, strict=True)
        ]
    return sorted(found, key=lambda v: (v.visited_at, v.enterprise_id))


def _fines(rng: np.random.Generator, count: int) -> list[int]:
    """Yuan, mostly a few ten thousands, with a heavy tail."""
    values = np.clip(np.exp(rng.normal(np.log(34_000), 0.75, count)), 5_000, 380_000)
    values[count // 3], values[2 * count // 3] = 864_000, 412_000
    return [int(round(v / 100) * 100) for v in values]


def cases(seed: int, span: Span, found: list[Visit]) -> list[Case]:
    """The case of every check that led to one; recent ones are not decided yet, some end without a fine."""
    rng = stream(seed, "cases")
    kinds = (
        ("未按规定使用污染防治设施", "《大气污染防治法》第一百零八条第一项"),
        ("未采取有效措施减少无组织排放", "《大气污染防治法》第一百零八条第五项"),
        ("超标排放大气污染物", "《大气污染防治法》第九十九条第二项"),
        ("未执行重污染天气应急措施", "《大气污染防治法》第一百二十一条第二款"),
        ("未按证排污", "《排污许可管理条例》第三十四条"),
        ("自动监测设备运行不正常", "《大气污染防治法》第一百条第三项"),
    )
    troubled = [i for i, visit in enumerate(found) if visit.is_case]
    fines, made = _fines(rng, len(troubled)), []
    for k, i in enumerate(troubled):
        opened_on = found[i].visited_at.date() + dt.timedelta(days=int(rng.integers(2, 12)))
        # The next check of the same firm comes after the case is opened, so that the case has one cause.
        later = [v.visited_at.date() for v in found[i + 1 :] if v.enterprise_id == found[i].enterprise_id]
        opened_on = max(
            min(opened_on, span.open_on - dt.timedelta(days=1), *(on - dt.timedelta(days=1) for on in later[:1])),
            found[i].visited_at.date(),
        )
        decided_on = opened_on + dt.timedelta(days=int(rng.integers(35, 110)))
        is_decided = decided_on < span.open_on
        is_forgiven = bool(rng.random() < 0.13) and fines[k] < 400_000
        kind, clause = kinds[int(rng.integers(len(kinds)))]
        made.append(
            Case(
                enterprise_id=found[i].enterprise_id,
                opened_on=opened_on,
                decided_on=decided_on if is_decided else None,
                kind=pick(rng, ("首违不罚", "轻微不罚")) if is_decided and is_forgiven else kind,
                fine_cny=(0 if is_forgiven else fines[k]) if is_decided else None,
                clause=clause,
                visit=i,
            )
        )
    return made
