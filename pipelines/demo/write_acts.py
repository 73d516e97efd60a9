"""Write complaints, checks, cases, the positive list and the emergency plan."""

from __future__ import annotations

import datetime as dt

import numpy as np

from pipelines.demo.chance import pick, stream
from pipelines.demo.complaints import Complaint
from pipelines.demo.county import COUNTY, unproject
from pipelines.demo.datum import gcj02
from pipelines.demo.devices import may_run
from pipelines.demo.dirt import day_text, moment_text, serial
from pipelines.demo.firms import Firm
from pipelines.demo.names import words
from pipelines.demo.scribe import Cell, Page, Scribe
from pipelines.demo.world import World

CHECK_HEADINGS = words(
    "检查编号 企业编号 企业名称 检查时间 检查方式 检查类型 双随机 联合检查 夜间 节假日 回头看 检查依据 计划编号 批准人 "
    "批准时间 检查机关 科室 参与部门 执法证号 线索来源 "
    "发现问题数 处理结果 专项行动"
)
AGENCY = "云澜市生态环境局岚汀分局"


def complaint_ids(complaints: tuple[Complaint, ...]) -> list[str]:
    """The number each complaint gets: LX, day, count of the day."""
    seen: dict[dt.date, int] = {}
    found = []
    for complaint in complaints:
        on = complaint.received_at.date()
        seen[on] = seen.get(on, 0) + 1
        found.append(f"LX{on:%Y%m%d}{seen[on]:03d}")
    return found


def _complaint_places(world: World, scribe: Scribe, file_of: list[str], ids: list[str]) -> list[tuple[str, str]]:
    """GCJ-02 as picked on a phone's map; a few blank, zero or swapped."""
    heard = world.complaints
    lon, lat = gcj02(*unproject(np.array([c.x_m for c in heard]), np.array([c.y_m for c in heard])))
    cells = [(f"{a:.6f}", f"{b:.6f}") for a, b in zip(lon, lat, strict=True)]
    alone = [i for i, c in enumerate(heard) if c.group == 0]
    order = [alone[int(i)] for i in stream(world.seed, "complaint files").permutation(len(alone))[:17]]
    for k, i in enumerate(order):
        trap = "blank_coordinates" if k < 12 else "zero_zero" if k < 15 else "swapped_lon_lat"
        cells[i] = ("", "") if k < 12 else ("0", "0") if k < 15 else cells[i][::-1]
        scribe.plant(trap, "place", file_of[i], key=ids[i])
    return cells


def write_complaints(world: World, scribe: Scribe) -> None:
    """Two ledgers in GB18030; one line stands there five times, three texts run over two lines."""
    heard, ids = world.complaints, complaint_ids(world.complaints)
    file_of = [f"信访/信访举报台账_{'2026' if c.received_at.year == 2026 else '2025'}.csv" for c in heard]
    cells = _complaint_places(world, scribe, file_of, ids)
    headings = words(
        "受理编号 受理时间 来源渠道 污染类型 投诉内容 被投诉对象 事发地址 乡镇街道 经度 纬度 办理状态 办结日期 是否属实 举报人标识"
    )
    for name, style, repeated in (("信访/信访举报台账_2025.csv", 2, 31), ("信访/信访举报台账_2026.csv", 1, None)):
        rows: list[tuple[str, ...]] = []
        for i, c in enumerate(heard):
            if file_of[i] != name:
                continue
            text = c.content
            if len(rows) in {20, 60, 100} and style == 1:
                text = text.replace("，", "，\n", 1)
                scribe.plant("text_over_two_lines", "loaded", name, key=ids[i])
            town = world.county.townships[c.township].name
            row = (
                ids[i], moment_text(c.received_at, style), c.channel, c.category, text, c.object_name, c.address, town, *cells[i], c.status,
                day_text(c.closed_on, style), c.verdict, c.reporter,
            )  # fmt: skip
            rows += [row] * (5 if len(rows) == repeated else 1)
            if len(rows) > 5 and rows[-5] == row:
                scribe.plant("exact_duplicate_line", "exact_duplicate", name, key=ids[i], count=4)
        scribe.plant({1: "slash_date", 2: "chinese_date"}[style], "loaded", name, column="受理时间", count=len(rows))
        received = dt.datetime(2026, 1, 4, 9, 0) if style == 2 else dt.datetime(2026, 12, 8, 8, 5)
        scribe.csv(name, headings, rows, received_at=received, encoding="gb18030")


def _check_rows(world: World) -> list[tuple[dt.datetime, list[Cell]]]:
    rng, firms = stream(world.seed, "check files"), {f.enterprise_id: f for f in world.firms}
    yes = {True: "是", False: "否"}
    rows: list[tuple[dt.datetime, list[Cell]]] = []
    for n, v in enumerate(world.visits):
        approved = v.visited_at - dt.timedelta(days=int(rng.integers(1, 6)), hours=int(rng.integers(0, 4)))
        outcome = "立案查处" if v.is_case else pick(rng, ("责令改正", "当场整改")) if v.problems else "未发现问题"
        rest = world.span.is_rest[world.span.index(v.visited_at.replace(minute=0) + dt.timedelta(hours=1))]
        plan = f"JH{v.visited_at.year}-{'SSJ' if v.is_random else 'ZX'}" if v.kind != "个案" else ""
        row: list[Cell] = [
            f"JC{v.visited_at:%Y}{n + 1:05d}", v.enterprise_id, firms[v.enterprise_id].name, "",
            {"on_site": "现场检查", "off_site": "非现场检查", "assistance": "帮扶"}[v.mode], v.kind, yes[v.is_random], yes[v.is_joint],
            yes[v.visited_at.hour >= 20],
            yes[bool(rest)], yes[v.is_re_check], {"日常": "年度检查计划", "专项": "专项行动方案", "个案": "线索核查"}[v.kind], plan,
            world.officers[1].name, moment_text(approved, 0), AGENCY, "综合行政执法大队", "市场监管；住建" if v.is_joint else "",
            "；".join(world.officers[k].licence for k in v.officers), v.channel, v.problems, outcome, v.campaign,
        ]  # fmt: skip
        rows.append((v.visited_at, row))
    return rows


def write_checks(world: World, scribe: Scribe) -> None:
    """Checks by year, times as Chinese text, as slashes and as Excel's own numbers."""
    rows = _check_rows(world)
    for year, received in ((2025, dt.datetime(2026, 1, 6, 15, 0)), (2026, dt.datetime(2026, 12, 7, 18, 10))):
        name = f"执法/检查记录_{year}.xlsx"
        mine = [(at, list(row)) for at, row in rows if (at.year == 2026) == (year == 2026)]
        for i, (at, row) in enumerate(mine):
            row[3] = serial(at) if i % 3 == 0 else moment_text(at, 2 if year == 2025 else 1)
        scribe.plant("excel_serial", "loaded", name, column="检查时间", count=(len(mine) + 2) // 3)
        page = Page(
            name="检查记录",
            headings=CHECK_HEADINGS,
            rows=[row for _, row in mine],
            titles=(f"{year}年现场检查与非现场检查记录（演示数据）",),
            repeat_every=400,
            totals=["合计", "", "", f"{len(mine)}次"],
        )
        scribe.xlsx(name, page, received_at=received)


def write_cases(world: World, scribe: Scribe) -> None:
    """Cases; fines in ten thousand yuan."""
    headings = words("案件编号 企业编号 立案日期 处罚决定日期 违法行为类型 罚款金额(万元) 适用条款")
    rows = [
        (
            f"云澜岚环立〔{c.opened_on.year}〕{n + 1}号", c.enterprise_id, day_text(c.opened_on, 0), day_text(c.decided_on, 0), c.kind,
            "" if c.fine_cny is None else c.fine_cny / 10_000, c.clause,
        )
        for n, c in enumerate(world.cases)
    ]  # fmt: skip
    fines = sum(c.fine_cny or 0 for c in world.cases)
    page = Page(
        name="案件", headings=headings, rows=rows, titles=("行政处罚案件台账（演示数据）",), totals=["合计", "", "", "", "", fines / 10_000]
    )
    scribe.xlsx("执法/案件台账.xlsx", page, received_at=dt.datetime(2026, 12, 7, 18, 20))


def write_listings(world: World, scribe: Scribe) -> None:
    """The positive list, its four batches one below the other."""
    names = {f.enterprise_id: f.name for f in world.firms}
    headings = words("企业编号 企业名称 批次 纳入类别 纳入日期 有效期至 移出日期 移出原因")
    rows = [
        (
            r.enterprise_id, names[r.enterprise_id], r.batch, r.category, day_text(r.listed_on, 1), day_text(r.valid_to, 1),
            day_text(r.removed_on, 2), r.reason,
        )
        for r in world.listings
    ]  # fmt: skip
    page = Page(name="正面清单", headings=headings, rows=rows, titles=("生态环境监督执法正面清单（第一批至第四批）（演示数据）",))
    scribe.xlsx("执法/正面清单.xlsx", page, received_at=dt.datetime(2026, 12, 1, 10, 0))


def _measure(firm: Firm, level: str) -> tuple[str, float, str]:
    share = may_run(firm)
    if level != "yellow":
        share = max(0.0, round(share - (0.15 if level == "orange" else 0.35) * (share < 1), 2))
    if share == 0:
        return "停产", 0.0, "预警启动时"
    return ("自主减排" if share == 1 else f"限产{round(100 - share * 100)}%"), share, ""


def write_plan(world: World, scribe: Scribe) -> None:
    """What every metered or key works must do at each level of alert."""
    levels = {"yellow": "黄色预警", "orange": "橙色预警", "red": "红色预警"}
    rows: list[list[Cell]] = []
    for firm in world.firms:
        if firm.has_power_meter or firm.is_key_unit:
            for level, word in levels.items():
                measure, share, stop = _measure(firm, level)
                rows.append([firm.enterprise_id, firm.name, "1号生产线", word, measure, round(share * 100), stop])
    headings = words("企业编号 企业名称 生产线 预警级别 减排措施 目标负荷(%) 停产时段")
    page = Page(name="减排清单", headings=headings, rows=rows, titles=(f"{COUNTY}重污染天气应急减排清单（2026年修订）（演示数据）",))
    scribe.xlsx("应急/应急减排清单.xlsx", page, received_at=dt.datetime(2026, 10, 20, 17, 0))
