"""Write polygons, devices, people, calendar, targets, alerts, events and corrections."""

from __future__ import annotations

import datetime as dt
import io
import json

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import shapely
from shapely.geometry import Polygon

from pipelines.demo import office, published
from pipelines.demo.county import COUNTY, DIVISION, unproject
from pipelines.demo.devices import FLAGS
from pipelines.demo.dirt import hour_labels
from pipelines.demo.holidays import day_kinds
from pipelines.demo.names import words
from pipelines.demo.scribe import Page, Scribe
from pipelines.demo.world import World

MORNING = dt.datetime(2026, 12, 8, 8, 0)


def ring_deg(polygon: Polygon) -> Polygon:
    """The polygon in WGS84 degrees."""
    x_m, y_m = np.array(polygon.exterior.coords).T
    return Polygon(np.column_stack(unproject(x_m, y_m)))


def _collection(features: list[tuple[dict[str, str], Polygon]]) -> bytes:
    body = {
        "type": "FeatureCollection",
        "features": [{"type": "Feature", "properties": p, "geometry": json.loads(shapely.to_geojson(g))} for p, g in features],
    }
    return json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()


def write_polygons(world: World, scribe: Scribe) -> None:
    """County and townships, and two control zones bounded by roads."""
    towns = [({"区划代码": t.code, "名称": t.name, "级别": "乡镇"}, ring_deg(t.polygon)) for t in world.county.townships]
    whole = shapely.union_all([polygon for _, polygon in towns])
    features = [({"区划代码": DIVISION, "名称": COUNTY, "级别": "区县"}, whole), *towns]
    scribe.put("区划/区划.geojson", _collection(features), received_at=dt.datetime(2024, 12, 2, 10, 0))
    shapes = (
        ("GK01", 0, ((-1100, -700), (-300, -1050), (900, -800), (1150, 300), (500, 1000), (-600, 900), (-1200, 200))),
        ("GK02", 1, ((-800, -900), (700, -1000), (1300, -200), (900, 950), (-200, 1150), (-1050, 500))),
    )
    zones = []
    for zone_id, place, corners in shapes:
        site = world.sites[place]
        polygon = Polygon([(site.x_m + dx, site.y_m + dy) for dx, dy in corners])
        text = {
            "管控区编号": zone_id,
            "站点编码": site.station_id,
            "名称": f"{site.name}站点周边管控区",
            "管控措施": "道路保洁加密；餐饮油烟巡查；禁止露天烧烤",
        }
        zones.append((text, ring_deg(polygon)))
    scribe.put("区划/管控区.geojson", _collection(zones), received_at=dt.datetime(2026, 3, 10, 10, 0))


def write_devices(world: World, scribe: Scribe) -> None:
    """Meters, outlets, power as Parquet, analysers' hours as CSV by month."""
    d, span = world.devices, world.span
    rows = [
        (m.meter_id, m.enterprise_id, m.line, {"production": "生产设施", "treatment": "治污设施"}[m.side], f"{m.rated_kw:g}")
        for m in d.meters
    ]
    scribe.csv(
        "监控/用电监测点.csv",
        words("监测点编号 企业编号 生产线 产治类型 额定功率(kW)"),
        rows,
        received_at=dt.datetime(2026, 10, 8, 9, 0),
        encoding="utf-8-sig",
    )
    outlet_rows = [(o.outlet_id, o.enterprise_id, o.factor, f"{o.limit_mgm3:g}") for o in d.outlets]
    scribe.csv("监控/排口.csv", words("排口编号 企业编号 污染物 排放限值"), outlet_rows, received_at=dt.datetime(2026, 10, 8, 9, 0))
    ends = span.ends_at[d.power_first : span.known].astype("datetime64[us]")
    sent = ~np.isnan(d.power_kw)
    meter, hour = np.nonzero(sent)
    table = pa.table(
        {
            "监测点编号": pa.DictionaryArray.from_arrays(pa.array(meter, pa.int32()), [m.meter_id for m in d.meters]).cast(pa.string()),
            "采集时间": pa.array(ends[hour]),
            "功率": pa.array(d.power_kw[sent]),
        }
    )
    buffer = io.BytesIO()
    pq.write_table(table, buffer, compression="zstd")
    scribe.put("监控/用电小时值.parquet", buffer.getvalue(), received_at=dt.datetime(2026, 12, 8, 8, 15))
    labels = hour_labels(span.ends_at[d.cems_first : span.known], "")
    months = [label[:7] for label in labels]
    values = np.where(np.isnan(d.emitted_mgm3), "", np.char.mod("%.2f", d.emitted_mgm3))
    for month in dict.fromkeys(months):
        lines = ["排口编号,监测因子,监测时间,折算浓度,数据标记"]
        at = [i for i, other in enumerate(months) if other == month]
        for o, outlet in enumerate(d.outlets):
            head = f"{outlet.outlet_id},{outlet.factor},"
            lines += [f"{head}{labels[i]},{values[o, i]},{FLAGS[d.flags[o, i]]}" for i in at]
        scribe.text(f"监控/排放小时值_{month}.csv", lines, received_at=dt.datetime(2026, 12, 1, 7, 0) if month == "2026-11" else MORNING)


def write_people(world: World, scribe: Scribe) -> None:
    """Responsible bodies, officers, duty."""
    page = Page(
        name="责任单位",
        headings=words("单位编号 单位名称 类型 乡镇 联系方式"),
        rows=office.organisations(world.seed, world.county),
        titles=("大气污染防治责任单位（演示数据）",),
    )
    scribe.xlsx("机构/责任单位.xlsx", page, received_at=dt.datetime(2026, 2, 20, 9, 0))
    rows = [(o.licence, o.name, str(o.valid_to), o.unit, o.team, o.skills, o.on_leave, o.avoids) for o in world.officers]
    scribe.csv(
        "机构/执法人员.csv",
        words("执法证号 姓名 有效期至 单位 班组 专业特长 请假 回避企业"),
        rows,
        received_at=dt.datetime(2026, 11, 30, 9, 0),
        encoding="gb18030",
    )
    duty = office.roster(world.officers, dt.date(2026, 10, 1), 92)
    scribe.xlsx(
        "机构/值班表.xlsx",
        Page(name="值班", headings=("日期", "带班领导", "值班人员"), rows=duty, titles=("四季度值班安排（演示数据）",)),
        received_at=dt.datetime(2026, 9, 28, 9, 0),
    )
    days = day_kinds(dt.date(2024, 12, 1), dt.date(2026, 12, 31))
    scribe.csv(
        "机构/工作日历.csv",
        ("日期", "是否工作日", "节假日名称"),
        [(str(d.day_on), "是" if d.is_workday else "否", d.holiday) for d in days],
        received_at=dt.datetime(2025, 11, 10, 9, 0),
    )


def write_papers(world: World, scribe: Scribe) -> None:
    """Targets, ranks, alerts, exceptional events."""
    scribe.csv(
        "考核/目标.csv", words("考核对象 指标 考核期 目标值 依据"), office.targets(world.county), received_at=dt.datetime(2026, 1, 30, 9, 0)
    )
    page = Page(
        name="排名",
        headings=words("地区 指标 时段 数值 排名 总数 来源"),
        rows=published.ranks(world.seed, world.span, world.readings),
        titles=("云澜市22个区（市）县空气质量排名（演示数据）",),
    )
    scribe.xlsx("考核/排名通报.xlsx", page, received_at=dt.datetime(2026, 12, 5, 16, 0))
    alerts = (
        ("黄色", "2024-12-21 12:00", "2024-12-25 09:00", "岚重污办〔2024〕6号"),
        ("橙色", "2025-01-06 18:00", "2025-01-11 12:00", "岚重污办〔2025〕1号"),
        ("黄色", "2025-12-12 08:00", "2025-12-15 08:00", "岚重污办〔2025〕4号"),
        ("橙色", "2026-01-13 00:00", "2026-01-18 00:00", "岚重污办〔2026〕1号"),
        ("黄色", "2026-12-06 12:00", "", "岚重污办〔2026〕5号"),
    )
    scribe.csv("应急/预警记录.csv", words("级别 启动时间 解除时间 文号"), alerts, received_at=dt.datetime(2026, 12, 6, 12, 30))
    events = (
        ("SC2025-01", "沙尘", "2025-04-11 09:00", "2025-04-13 01:00", "PM10；PM2.5", "云澜市环境监测中心", "云澜环监〔2025〕18号"),
        ("SC2026-01", "沙尘", "2026-04-16 14:00", "2026-04-18 00:00", "PM10；PM2.5", "云澜市环境监测中心", "云澜环监〔2026〕15号"),
    )
    scribe.csv(
        "空气/异常事件.csv",
        words("事件编号 事件类型 开始时间 结束时间 影响污染物 批准单位 文号"),
        events,
        received_at=dt.datetime(2026, 5, 8, 9, 0),
    )


def write_corrections(world: World, scribe: Scribe) -> None:
    """Three accepted corrections: a swapped pair put right, and the kind of one complaint."""
    swapped = next(t.key for t in scribe.traps if t.trap == "swapped_lon_lat" and t.file.startswith("企业/排污"))
    firm = next(f for f in world.firms if f.enterprise_id == swapped)
    lon, lat, by, at = f"{firm.lon:.6f}", f"{firm.lat:.6f}", world.officers[1].name, "2026-12-03 10:20:00"
    rows = [
        ("GZ0001", "enterprises", firm.enterprise_id, "lon", lat, lon, "经纬度填反，现场核实", by, at),
        ("GZ0002", "enterprises", firm.enterprise_id, "lat", lon, lat, "经纬度填反，现场核实", by, at),
        (
            "GZ0003",
            "enterprises",
            world.firms[41].enterprise_id,
            "status",
            world.firms[41].status,
            "停产",
            "企业来函说明",
            by,
            "2026-12-04 16:05:00",
        ),
    ]
    scribe.csv(
        "机构/更正记录.csv",
        words("编号 数据表 主键 字段 原值 新值 原因 更正人 更正时间"),
        rows,
        received_at=dt.datetime(2026, 12, 4, 17, 0),
    )
    for row in rows:
        scribe.plant("accepted_correction", "loaded", "机构/更正记录.csv", key=row[2], column=row[3])
