"""Found the county's 2,265 sources: industry, petrol stations, repair shops, restaurants."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

import numpy as np

from pipelines.demo import places
from pipelines.demo.chance import pick, stream
from pipelines.demo.codes import usccs
from pipelines.demo.county import COUNTY, DIVISION, County
from pipelines.demo.names import brands, person, phone
from pipelines.demo.trades import Trade, trades

COUNTS = {"industry": 1653, "gas_station": 69, "auto_repair": 126, "catering": 417}


@dataclass(frozen=True, kw_only=True)
class Firm:
    """One source as it really is; lists later write it down well or badly. Rates are tonnes a year."""

    enterprise_id: str
    uscc: str
    name: str
    brand: str
    source_type: str
    trade: Trade | None
    industry: str
    address: str
    township: int
    x_m: float
    y_m: float
    lon: float
    lat: float
    pm_t: float
    so2_t: float
    nox_t: float
    voc_t: float
    shifts: str
    permit: str
    permit_no: str
    permit_valid_to: dt.date | None
    grade: str
    graded_on: dt.date | None
    status: str
    liaison_name: str
    liaison_phone: str
    is_key_unit: bool = False
    has_cems: bool = False
    has_power_meter: bool = False
    has_video: bool = False


def _industry_trades(rng: np.random.Generator) -> list[Trade]:
    kinds = trades()
    weights = np.array([kind.weight for kind in kinds])
    counts = np.floor(weights / weights.sum() * COUNTS["industry"]).astype(int)
    counts[-1] += COUNTS["industry"] - counts.sum()
    found = [kind for kind, count in zip(kinds, counts, strict=True) for _ in range(int(count))]
    return [found[int(i)] for i in rng.permutation(len(found))]


def _permit(tonnes: float, trade: Trade) -> str:
    if tonnes > 12 or trade.code in {"3041", "2614", "4430"}:
        return "重点管理"
    return "简化管理" if tonnes > 2.2 else "登记管理"


def _grade(rng: np.random.Generator, permit: str) -> str:
    if permit == "登记管理":
        return ("", "引领性", "非引领性")[int(rng.choice(3, p=(0.7, 0.06, 0.24)))]
    words = ("A", "B", "B-", "C", "D", "引领性")
    return words[int(rng.choice(6, p=(0.05, 0.19, 0.06, 0.42, 0.2, 0.08)))]


def _permit_end(rng: np.random.Generator, permit: str) -> dt.date | None:
    if permit == "登记管理" and rng.random() < 0.12:
        return None
    return dt.date(2026, 12, 8) + dt.timedelta(days=int(rng.integers(20, 1700)))


def _grading_day(rng: np.random.Generator, grade: str) -> dt.date | None:
    return dt.date(2025, 9, 1) + dt.timedelta(days=int(rng.integers(0, 90))) if grade else None


def _works(seed: int, county: County, marks: list[str]) -> list[Firm]:
    rng = stream(seed, "industry")
    kinds = _industry_trades(rng)
    codes = usccs(rng, DIVISION, "91", len(kinds))
    spots = places.for_industry(rng, county, len(kinds))
    found = []
    for i, kind in enumerate(kinds):
        scale = float(np.exp(1.05 * rng.standard_normal() - 0.35))
        tonnes = {k: round(getattr(kind, k) * scale, 3) for k in ("pm_t", "so2_t", "nox_t", "voc_t")}
        permit = _permit(sum(tonnes.values()), kind)
        grade = _grade(rng, permit)
        found.append(
            Firm(
                enterprise_id=f"LT{i + 1:05d}",
                uscc=codes[i],
                name=f"{COUNTY}{marks[i]}{pick(rng, kind.products)}有限公司",
                brand=marks[i],
                source_type="industry",
                trade=kind,
                industry=kind.title,
                shifts=kind.shifts,
                permit=permit,
                permit_no=codes[i] + ("001X" if permit == "登记管理" else "001P"),
                permit_valid_to=_permit_end(rng, permit),
                grade=grade,
                graded_on=_grading_day(rng, grade),
                status="停产" if rng.random() < 0.015 else "正常生产",
                liaison_name=person(rng),
                liaison_phone=phone(rng),
                **tonnes,
                **spots[i],
            )
        )
    return found


def _shop_name(rng: np.random.Generator, source_type: str, mark: str, town: str) -> str:
    if source_type == "gas_station":
        return f"{COUNTY}{mark}加油站"
    if source_type == "auto_repair":
        return f"{COUNTY}{town[:2]}{mark}{pick(rng, ('汽车维修服务部', '汽车修理厂', '汽车养护中心'))}"
    return f"{COUNTY}{town[:2]}{mark}{pick(rng, ('火锅店', '烧烤店', '家常菜馆', '小炒店', '串串店', '酒楼', '面馆', '烤鱼店'))}"


def _shops(seed: int, county: County, source_type: str, prefix: str, marks: list[str]) -> list[Firm]:
    rng = stream(seed, source_type)
    count = COUNTS[source_type]
    codes = usccs(rng, DIVISION, "92", count)
    spots = {
        "gas_station": places.for_gas_stations,
        "auto_repair": places.for_repair_shops,
        "catering": places.for_restaurants,
    }[source_type](rng, county, count)
    rates = {"gas_station": (0.0, 1.4), "auto_repair": (0.02, 0.35), "catering": (0.14, 0.3)}[source_type]
    found = []
    for i in range(count):
        scale = float(np.exp(0.7 * rng.standard_normal() - 0.2))
        town = county.townships[int(spots[i]["township"])].name
        found.append(
            Firm(
                enterprise_id=f"{prefix}{i + 1:04d}",
                uscc=codes[i],
                name=_shop_name(rng, source_type, marks[i], town),
                brand=marks[i],
                source_type=source_type,
                trade=None,
                industry={"gas_station": "机动车燃油零售", "auto_repair": "汽车修理与维护", "catering": "正餐服务"}[source_type],
                shifts={"gas_station": "round", "auto_repair": "day", "catering": "dinner"}[source_type],
                pm_t=round(rates[0] * scale, 3),
                so2_t=0.0,
                nox_t=0.0,
                voc_t=round(rates[1] * scale, 3),
                permit="" if source_type == "catering" else "登记管理",
                permit_no="" if source_type == "catering" else codes[i] + "001X",
                permit_valid_to=None,
                grade="",
                graded_on=None,
                status="正常营业",
                liaison_name=person(rng),
                liaison_phone=phone(rng),
                **spots[i],
            )
        )
    return found


def found_firms(seed: int, county: County) -> tuple[Firm, ...]:
    """Every source of the county, in the order of the bureau's lists."""
    marks = brands(stream(seed, "brands"), sum(COUNTS.values()))
    cut = np.cumsum([0, *COUNTS.values()])
    works = _works(seed, county, marks[: cut[1]])
    gas = _shops(seed, county, "gas_station", "JY", marks[cut[1] : cut[2]])
    repair = _shops(seed, county, "auto_repair", "QX", marks[cut[2] : cut[3]])
    catering = _shops(seed, county, "catering", "CY", marks[cut[3] :])
    return (*equip(seed, works), *gas, *repair, *catering)


def equip(seed: int, works: list[Firm]) -> list[Firm]:
    """Put the largest emitters on the key-unit list and give meters, analysers and cameras to the larger ones."""
    rng = stream(seed, "equipment")
    order = sorted(works, key=lambda firm: (-(firm.pm_t + firm.so2_t + firm.nox_t + firm.voc_t), firm.enterprise_id))
    place = {firm.enterprise_id: i for i, firm in enumerate(order)}
    cameras = {order[int(i)].enterprise_id for i in rng.permutation(400)[:150]}
    return [
        replace(
            firm,
            is_key_unit=place[firm.enterprise_id] < 86,
            has_cems=place[firm.enterprise_id] < 65,
            has_power_meter=place[firm.enterprise_id] < 320,
            has_video=firm.enterprise_id in cameras,
        )
        for firm in works
    ]
