"""Staff the bureau: responsible bodies, officers, duty, targets, ranks, events, corrections."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from pipelines.demo.chance import stream
from pipelines.demo.county import COUNTY, County
from pipelines.demo.names import person, phone

OFFICERS = 46


@dataclass(frozen=True, kw_only=True)
class Officer:
    """One officer."""

    licence: str
    name: str
    valid_to: dt.date
    unit: str
    team: str
    skills: str
    on_leave: str
    avoids: str


def departments() -> tuple[str, ...]:
    """The 39 departments that share the work; the names follow the usual pattern of a county."""
    stems = (
        "市生态环境局岚汀分局 县发展和改革局 县经济和信息化局 县公安局 县公安局交警大队 县财政局 县自然资源和规划局 "
        "县住房和城乡建设局 县交通运输局 县水务局 县农业农村局 "
        "县商务局 县卫生健康局 县应急管理局 县市场监督管理局 县综合行政执法局 县城市管理局 县林业和草原局 县气象局 县教育局 "
        "县科学技术局 县民政局 县司法局 "
        "县人力资源和社会保障局 县文化和旅游局 县审计局 县统计局 县信访局 县行政审批局 县机关事务服务中心 县融媒体中心 "
        "县供电公司 县消防救援大队 县人民法院 县人民检察院 "
        "岚汀经济开发区管委会 霁曜新材料产业园管委会 砚池食品轻工产业园管委会 县目标绩效办公室"
    )
    return tuple(stems.split())


def organisations(seed: int, county: County) -> list[tuple[str, ...]]:
    """Rows of responsible bodies: code, name, kind, district, contact."""
    rng = stream(seed, "organisations")
    rows: list[tuple[str, ...]] = [
        (f"BM{i + 1:02d}", name, "部门", COUNTY, f"{person(rng)} {phone(rng)}") for i, name in enumerate(departments())
    ]
    for i, town in enumerate(county.townships):
        body = "街道办事处" if town.name.endswith("街道") else "人民政府"
        rows.append((f"XZ{i + 1:02d}", town.name.removesuffix("街道") + body, "乡镇", town.name, f"{person(rng)} {phone(rng)}"))
    return rows


def officers(seed: int, enterprise_ids: list[str]) -> list[Officer]:
    """The 46 officers; two licences have run out, four are on leave, five must avoid a firm."""
    rng = stream(seed, "officers")
    units = (("综合行政执法大队", 30), ("大气科", 6), ("水科", 4), ("信访投诉科", 3), ("监测站", 3))
    found: list[Officer] = []
    for unit, count in units:
        for i in range(count):
            n = len(found)
            valid_to = dt.date(2026, 10, 31) if n in {11, 29} else dt.date(2027, 1, 31) + dt.timedelta(days=int(rng.integers(0, 1400)))
            found.append(
                Officer(
                    licence=f"51902100{n + 1:04d}",
                    name=person(rng),
                    valid_to=valid_to,
                    unit=unit,
                    team=f"{'一二三四五'[i % 5]}中队" if unit == "综合行政执法大队" else unit,
                    skills=("在线监控", "VOCs治理", "噪声", "危险废物", "用电监控", "油气回收")[int(rng.integers(6))],
                    on_leave="2026-12-07至2026-12-11" if n in {3, 17, 24, 40} else "",
                    avoids=enterprise_ids[int(rng.integers(len(enterprise_ids)))] if n in {2, 8, 19, 27, 33} else "",
                )
            )
    return found


def roster(staff: list[Officer], first_on: dt.date, days: int) -> list[tuple[str, ...]]:
    """Rows of duty: day, leader, four officers."""
    able = [o for o in staff if o.valid_to > dt.date(2026, 12, 31)]
    return [
        (
            str(first_on + dt.timedelta(days=i)),
            able[(3 * i) % 7].name,
            "；".join(able[(4 * i + k + 7) % len(able)].name for k in range(4)),
        )
        for i in range(days)
    ]


def targets(county: County) -> list[tuple[str, ...]]:
    """Rows of targets: area, indicator, period, value, document."""
    paper = "云澜环委〔2026〕3号"
    rows: list[tuple[str, ...]] = [
        (COUNTY, "PM2.5", "2025", "36", "云澜环委〔2025〕2号"),
        (COUNTY, "优良天数", "2025", "300", "云澜环委〔2025〕2号"),
        (COUNTY, "综合指数", "2025", "4.00", "云澜环委〔2025〕2号"),
        (COUNTY, "PM2.5", "2026", "35", paper),
        (COUNTY, "PM10", "2026", "58", paper),
        (COUNTY, "优良天数", "2026", "296", paper),
        (COUNTY, "综合指数", "2026", "3.90", paper),
    ]
    months = (56, 50, 38, 32, 26, 22, 20, 21, 25, 33, 45, 57)
    rows += [(COUNTY, "PM2.5", f"2026-{i + 1:02d}", str(value), paper) for i, value in enumerate(months)]
    rows += [(town.name, "PM10", "2026-12", str(78 + 2 * (i % 7)), "岚环委办〔2026〕21号") for i, town in enumerate(county.townships)]
    return rows
