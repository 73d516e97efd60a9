"""Write the lists of enterprises: six systems, three datums, several spellings."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np

from pipelines.demo.chance import stream
from pipelines.demo.codes import with_wrong_check
from pipelines.demo.county import COUNTY
from pipelines.demo.datum import degrees_minutes, gcj02
from pipelines.demo.dirt import day_text, full_width, serial
from pipelines.demo.firms import Firm
from pipelines.demo.names import variant, words
from pipelines.demo.profiles import working_hours
from pipelines.demo.scribe import Cell, Page, Scribe
from pipelines.demo.world import World

PERMITS = "企业/排污许可企业清单.xlsx"
SHOPS = "企业/加油站和汽修单位.csv"
CATERING = "企业/餐饮单位台账.csv"
KEY_UNITS = "企业/重点排污单位名录.csv"
ONLINE = "企业/在线监控企业.csv"
FUME = "企业/油烟在线监测单位.xlsx"
FOOD = "企业/食品经营许可单位.csv"
PERMIT_HEADINGS = words(
    "企业编号 企业名称 统一社会信用代码 行业代码 行业名称 地址 乡镇 经度 纬度 许可证编号 管理类别 有效期至 绩效分级 评级日期 "
    "主要污染物 SO2排放量(吨) NOx排放量(吨) 颗粒物排放量(吨) "
    "VOCs排放量(吨) 生产时段 企业状态 用电监控 视频监控 联系人 联系电话 曾用名"
)
PERMIT_GROUPS = (
    (0, 6, "基本信息"),
    (7, 8, "位置(WGS84)"),
    (9, 11, "排污许可"),
    (12, 13, "绩效"),
    (14, 18, "排放"),
    (19, 22, "生产与监控"),
    (23, 25, "联系"),
)


@dataclass(frozen=True, kw_only=True)
class Picks:
    """Which rows of a list get which fault in their coordinates."""

    swapped: tuple[int, ...]
    zero: tuple[int, ...]
    minutes: tuple[int, ...]
    blank: tuple[int, ...]
    outside: tuple[int, ...]
    stacked: tuple[int, ...]


def picks(rng: np.random.Generator, firms: list[Firm], sizes: tuple[int, int, int, int, int, int], spared: frozenset[str]) -> Picks:
    """Disjoint rows for each fault; the firms whose misdeeds tests look for keep their places."""
    able = [i for i, firm in enumerate(firms) if firm.enterprise_id not in spared]
    order = [able[int(i)] for i in rng.permutation(len(able))[: sum(sizes)]]
    cuts = np.cumsum([0, *sizes])
    parts = [tuple(sorted(order[cuts[i] : cuts[i + 1]])) for i in range(6)]
    return Picks(swapped=parts[0], zero=parts[1], minutes=parts[2], blank=parts[3], outside=parts[4], stacked=parts[5])


def coordinates(lon: np.ndarray, lat: np.ndarray, faults: Picks) -> list[tuple[str, str]]:
    """The two cells of every row."""
    cells = [(f"{x:.6f}", f"{y:.6f}") for x, y in zip(lon, lat, strict=True)]
    for i in faults.swapped:
        cells[i] = cells[i][::-1]
    for i in faults.zero:
        cells[i] = ("0", "0")
    for i in faults.minutes:
        cells[i] = (degrees_minutes(float(lon[i])), degrees_minutes(float(lat[i])))
    for i in faults.blank:
        cells[i] = ("", "")
    for i in faults.outside:
        cells[i] = (f"{lon[i] + 1.9:.6f}", f"{lat[i] - 1.4:.6f}")
    for i in faults.stacked:
        cells[i] = cells[faults.stacked[0]]
    return cells


def plant_places(scribe: Scribe, file: str, faults: Picks, keys: list[str], line: list[int]) -> None:
    """Enter the coordinate faults of one list."""
    for trap, rows, outcome in (
        ("swapped_lon_lat", faults.swapped, "place"),
        ("zero_zero", faults.zero, "place"),
        ("degrees_minutes", faults.minutes, "loaded"),
        ("blank_coordinates", faults.blank, "place"),
        ("outside_city", faults.outside, "place"),
        ("stacked_points", faults.stacked, "place"),
    ):
        for i in rows:
            scribe.plant(trap, outcome, file, line=line[i], key=keys[i])


def _turn(firm: Firm) -> int:
    """Which of its other names a firm gets; the list of analysers takes the next one."""
    return int(firm.enterprise_id[2:])


def _pollutants(firm: Firm) -> str:
    names = (("颗粒物", firm.pm_t), ("二氧化硫", firm.so2_t), ("氮氧化物", firm.nox_t), ("VOCs", firm.voc_t))
    return "；".join(name for name, tonnes in names if tonnes > 0.05)


def _permit_row(firm: Firm, i: int, town: str, place: tuple[str, str]) -> list[Cell]:
    valid_to: Cell = day_text(firm.permit_valid_to, 1)
    if firm.permit_valid_to and i % 5 == 0:
        valid_to = serial(firm.permit_valid_to)
    elif firm.permit_valid_to and i % 4 == 1:
        valid_to = day_text(firm.permit_valid_to, 2)
    amounts: list[Cell] = [f"{t:.3f}" for t in (firm.so2_t, firm.nox_t, firm.pm_t, firm.voc_t)]
    yes = {True: "是", False: "否"}
    trade = firm.trade.code if firm.trade else ""
    return [
        firm.enterprise_id, firm.name, firm.uscc, trade, firm.industry, firm.address, town, *place, firm.permit_no, firm.permit, valid_to,
        firm.grade, day_text(firm.graded_on, 0), _pollutants(firm), *amounts, working_hours(firm.shifts), firm.status,
        yes[firm.has_power_meter],
        yes[firm.has_video], firm.liaison_name, firm.liaison_phone, "",
    ]  # fmt: skip


def _spoil_amounts(rng: np.random.Generator, scribe: Scribe, rows: list[list[Cell]], line: list[int]) -> None:
    """Missing marks, a detection limit and full-width digits among the yearly tonnes."""
    column = PERMIT_HEADINGS.index("SO2排放量(吨)")
    spots = rng.permutation(len(rows) * 4)
    faults = [("—", 60), ("/", 40), ("-9999", 12), ("＜0.5", 9), ("full", 18)]
    start = 0
    names = {"—": "dash", "/": "slash", "-9999": "minus_9999", "＜0.5": "below_detection", "full": "full_width_digits"}
    outcomes = {"—": "missing", "/": "missing", "-9999": "missing", "＜0.5": "rejected_cell", "full": "loaded"}
    for text, count in faults:
        for spot in spots[start : start + count]:
            i, k = int(spot) // 4, column + int(spot) % 4
            rows[i][k] = full_width(str(rows[i][k])) if text == "full" else text
            scribe.plant(names[text], outcomes[text], PERMITS, line=line[i], column=PERMIT_HEADINGS[k], text=str(rows[i][k]))
        start += count


def write_permits(world: World, scribe: Scribe) -> None:
    """The list of permits: 1,653 works in a workbook made by hand, WGS84."""
    rng = stream(world.seed, "list of permits")
    firms = [firm for firm in world.firms if firm.source_type == "industry"]
    faults = picks(rng, firms, (6, 4, 9, 5, 3, 7), frozenset(d.enterprise_id for d in world.deeds))
    cells = coordinates(np.array([f.lon for f in firms]), np.array([f.lat for f in firms]), faults)
    rows = [_permit_row(f, i, world.county.townships[f.township].name, cells[i]) for i, f in enumerate(firms)]
    for i in rng.permutation(len(rows))[:24]:
        rows[int(i)][-1] = variant(firms[int(i)].name, COUNTY, 3).replace(firms[int(i)].brand, firms[int(i)].brand[::-1])
    for i in (700, 1400):
        rows.insert(i, ["", f"{COUNTY}待编号企业{i}", *[""] * (len(PERMIT_HEADINGS) - 2)])
    page = Page(
        name="企业清单",
        headings=PERMIT_HEADINGS,
        rows=rows,
        titles=("岚汀县排污许可企业清单（演示数据）", "填报单位：市生态环境局岚汀分局    截止日期：2026年11月30日"),
        groups=PERMIT_GROUPS,
        repeat_every=600,
        totals=["合计", f"{len(firms)}家"],
        hidden=(("代码", "含义"), ("3391", "黑色金属铸造"), ("3021", "水泥制品制造")),
    )
    kept = [i for i, row in enumerate(rows) if row[0]]
    line = [page.line(i) for i in kept]
    for i in (700, 1400):
        scribe.plant("row_without_code", "rejected_row", PERMITS, line=page.line(i), column="企业编号")
    _spoil_amounts(rng, scribe, [rows[i] for i in kept], line)
    plant_places(scribe, PERMITS, faults, [firm.enterprise_id for firm in firms], line)
    dates = [row[11] for row in rows]
    scribe.plant("excel_serial", "loaded", PERMITS, column="有效期至", count=sum(not isinstance(d, str) for d in dates))
    scribe.plant("chinese_date", "loaded", PERMITS, column="有效期至", count=sum("年" in str(d) for d in dates))
    scribe.plant("slash_date", "loaded", PERMITS, column="有效期至", count=sum("/" in str(d) for d in dates))
    scribe.xlsx(PERMITS, page, received_at=dt.datetime(2026, 12, 1, 9, 12))


def write_shops(world: World, scribe: Scribe) -> None:
    """Petrol stations and repair shops (CGCS2000), and the restaurants (GCJ-02, from a map service)."""
    rng = stream(world.seed, "lists of shops")
    towns = world.county.townships
    firms = [f for f in world.firms if f.source_type in {"gas_station", "auto_repair"}]
    kinds = {"gas_station": "加油站", "auto_repair": "汽车维修"}
    headings = words("编号 单位名称 统一社会信用代码 类别 地址 乡镇 经度 纬度 VOCs排放量(吨) 营业时间 经营状态 联系人 联系电话")
    rows = [
        (
            f.enterprise_id, f.name, f.uscc, kinds[f.source_type], f.address, towns[f.township].name, f"{f.lon:.6f}", f"{f.lat:.6f}",
            f"{f.voc_t:.3f}", working_hours(f.shifts), f.status, f.liaison_name, f.liaison_phone,
        )
        for f in firms
    ]  # fmt: skip
    scribe.csv(SHOPS, headings, rows, received_at=dt.datetime(2026, 11, 18, 16, 40), encoding="gb18030")
    eaters = [f for f in world.firms if f.source_type == "catering"]
    faults = picks(rng, eaters, (2, 3, 0, 4, 0, 9), frozenset(d.enterprise_id for d in world.deeds))
    lon, lat = gcj02(np.array([f.lon for f in eaters]), np.array([f.lat for f in eaters]))
    cells = coordinates(lon, lat, faults)
    headings = words("编号 店铺名称 信用代码 地址 街道 经度 纬度 营业时间 经营状态 联系人 联系电话")
    eater_rows = [
        (
            f.enterprise_id,
            f.name,
            f.uscc,
            f.address,
            towns[f.township].name,
            *cells[i],
            working_hours(f.shifts),
            f.status,
            f.liaison_name,
            f.liaison_phone,
        )
        for i, f in enumerate(eaters)
    ]
    scribe.csv(CATERING, headings, eater_rows, received_at=dt.datetime(2026, 11, 20, 10, 5), encoding="utf-8-sig")
    plant_places(scribe, CATERING, faults, [f.enterprise_id for f in eaters], list(range(2, len(eaters) + 2)))


def write_key_units(world: World, scribe: Scribe) -> None:
    """The key units under other names, in two datums as a column says; one code has a wrong check digit, five have none."""
    rng = stream(world.seed, "key units")
    firms = [f for f in world.firms if f.is_key_unit]
    lon, lat = np.array([f.lon for f in firms]), np.array([f.lat for f in firms])
    lon, lat = lon + rng.normal(0, 1.2e-4, len(firms)), lat + rng.normal(0, 1e-4, len(firms))
    is_gcj = rng.random(len(firms)) < 0.42
    g_lon, g_lat = gcj02(lon, lat)
    x, y = np.where(is_gcj, g_lon, lon), np.where(is_gcj, g_lat, lat)
    codes = [f.uscc for f in firms]
    # The wrong digit is at a firm that the list of analysers has too: one plant under three names.
    wrong = next(i for i, f in enumerate(firms) if f.has_cems and i > 6)
    none = tuple(i for i in (12, 25, 38, 51, 64) if i != wrong)
    codes[wrong] = with_wrong_check(codes[wrong])
    for i in none:
        codes[i] = ""
    headings = words("名录编号 单位名称 统一社会信用代码 是否重点排污单位 主要污染物 地址 经度 纬度 坐标系")
    rows = [
        (
            f"ZD{i + 1:03d}",
            variant(f.name, COUNTY, _turn(f)),
            codes[i],
            "是",
            _pollutants(f),
            f.address,
            f"{x[i]:.6f}",
            f"{y[i]:.6f}",
            "GCJ-02" if is_gcj[i] else "CGCS2000",
        )
        for i, f in enumerate(firms)
    ]
    scribe.csv(KEY_UNITS, headings, rows, received_at=dt.datetime(2026, 4, 2, 11, 30), titles=("2026年岚汀县重点排污单位名录（演示数据）",))
    scribe.plant(
        "wrong_check_digit", "loaded", KEY_UNITS, line=wrong + 3, column="统一社会信用代码", text=codes[wrong], key=f"ZD{wrong + 1:03d}"
    )
    scribe.plant("two_datums_in_one_file", "loaded", KEY_UNITS, column="坐标系", text="GCJ-02", count=int(is_gcj.sum()))
    scribe.plant("other_name_of_same_firm", "merged", KEY_UNITS, count=len(firms))


def write_online(world: World, scribe: Scribe) -> None:
    """The firms with analysers, under third names."""
    firms = [f for f in world.firms if f.has_cems]
    headings = words("序号 企业名称 社会信用代码 在线监控 经度 纬度")
    rows = [
        (f"ZX{i + 1:03d}", variant(f.name, COUNTY, _turn(f) + 1), f.uscc, "是", f"{f.lon:.5f}", f"{f.lat:.5f}") for i, f in enumerate(firms)
    ]
    scribe.csv(ONLINE, headings, rows, received_at=dt.datetime(2026, 10, 9, 8, 50), encoding="gb18030")
    scribe.plant("other_name_of_same_firm", "merged", ONLINE, count=len(firms))


def write_food(world: World, scribe: Scribe) -> None:
    """Restaurants as another department surveyed them (CGCS2000): the third witness when two lists contradict each other."""
    firms = [f for f in world.firms if f.source_type == "catering"][::2]
    headings = words("许可编号 经营者名称 统一社会信用代码 经营场所 经度 纬度")
    rows = [(f"SP{i + 1:03d}", f.name.removeprefix(COUNTY), f.uscc, f.address, f"{f.lon:.6f}", f"{f.lat:.6f}") for i, f in enumerate(firms)]
    scribe.csv(FOOD, headings, rows, received_at=dt.datetime(2026, 8, 12, 9, 30), encoding="gb18030")
    scribe.plant("other_name_of_same_firm", "merged", FOOD, count=len(firms))


def write_fume(world: World, scribe: Scribe) -> None:
    """Restaurants with fume monitors: the columns say WGS84 and hold GCJ-02."""
    firms = [f for f in world.firms if f.source_type == "catering"][::3][:128]
    lon, lat = gcj02(np.array([f.lon for f in firms]), np.array([f.lat for f in firms]))
    headings = ("监测点编号", "单位名称", "统一社会信用代码", "经度(WGS84)", "纬度(WGS84)", "净化器状态")
    rows = [(f"YY{i + 1:03d}", f.name.removeprefix(COUNTY), f.uscc, f"{lon[i]:.6f}", f"{lat[i]:.6f}", "在线") for i, f in enumerate(firms)]
    page = Page(name="在线监测", headings=headings, rows=rows, titles=("餐饮油烟在线监测单位一览（演示数据）",))
    scribe.xlsx(FUME, page, received_at=dt.datetime(2026, 9, 3, 15, 20))
    scribe.plant("wgs84_columns_hold_gcj02", "place", FUME, column="经度(WGS84)", count=len(firms))
    scribe.plant("other_name_of_same_firm", "merged", FUME, count=len(firms))
