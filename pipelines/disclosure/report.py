"""Write what a person reads before and after a publication: what is published, what is withheld and why, which checks ran."""

from __future__ import annotations

import html
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from pipelines.disclosure.grid import Table
from pipelines.disclosure.revision import STATES, Month
from pipelines.disclosure.scan import Check
from pipelines.disclosure.suppression import named
from pipelines.disclosure.terms import Terms

STATUS = {"official": "正式文本", "reported": "转引", "unconfirmed": "待核实"}
STYLE = """
body { font: 16px/1.7 "Microsoft YaHei", "PingFang SC", "Noto Sans CJK SC", sans-serif; color: #13233a; background: #f6f8fb;
  max-width: 1080px; margin: 0 auto; padding: 24px; }
h1 { font-size: 26px; } h2 { font-size: 20px; margin-top: 32px; }
table { border-collapse: collapse; width: 100%; background: #fff; }
th, td { border: 1px solid #d8e0ea; padding: 6px 10px; text-align: left; vertical-align: top; overflow-wrap: anywhere; }
th { background: #eef2f6; white-space: nowrap; } td:first-child { white-space: nowrap; }
.demo, .inner { background: #fff4d6; border: 1px solid #d9a400; border-radius: 6px; padding: 6px 12px; font-weight: 600; }
.ok { color: #0a6b2d; font-weight: 600; } .bad { color: #b00020; font-weight: 600; }
code { font-size: 14px; overflow-wrap: anywhere; }
"""


@dataclass(frozen=True, kw_only=True)
class Account:
    """Everything the report tells."""

    city: str
    is_demo: bool
    publication_id: str
    published_at: datetime
    data_at: datetime
    build_id: str
    build_sha256: str
    file_sha256: str
    signoffs: Mapping[str, str]
    terms: Terms
    rows: Mapping[str, int]
    months: Sequence[Month]
    true_totals: Mapping[str, Mapping[tuple[str | None, str | None], int]]
    checks: Sequence[Check]


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Rows of cells that are already safe HTML."""
    body = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
    return f"<table><thead><tr>{''.join(f'<th>{name}</th>' for name in head)}</tr></thead><tbody>{body}</tbody></table>"


def _about(account: Account) -> str:
    rows = [
        ("公布编号", html.escape(account.publication_id)),
        ("公布时间", f"{account.published_at:%Y-%m-%d %H:%M}"),
        ("数据时间", f"{account.data_at:%Y-%m-%d %H:%M}"),
        ("来源数据版本", f"<code>{html.escape(account.build_id)}</code>"),
        ("来源文件 SHA-256", f"<code>{account.build_sha256}</code>"),
        ("公开文件 SHA-256", f"<code>{account.file_sha256}</code>"),
        *((role, html.escape(name)) for role, name in account.signoffs.items()),
    ]
    return _table(("事项", "内容"), rows)


def _published(account: Account) -> str:
    rows = []
    for table, columns in sorted(account.terms.allowed.items()):
        titles = "、".join(html.escape(column.title_zh) for column in columns)
        grounds = "；".join(dict.fromkeys(f"{html.escape(column.clause)}（{STATUS[column.status]}）" for column in columns))
        rows.append((f"<code>{table}</code>", f"{account.rows[table]:,}", titles, grounds))
    return _table(("表", "行数", "公布的列", "依据"), rows)


def _withheld(account: Account) -> str:
    k = account.terms.small_count
    rows = []
    for month in account.months:
        if month.table is None:
            rows.append((month.month, STATES[month.state], "全部", "按现行下限重新核对，沿用上次的数字会泄露"))
            continue
        small, others = _reasons(month.table, account.true_totals[month.month], small_count=k)
        why = [f"少于 {k} 件：{'；'.join(small)}"] if small else []
        why += [f"为防止由合计推出而一并不公布：{'；'.join(others)}"] if others else []
        rows.append((month.month, STATES[month.state], f"{len(month.table.hidden)} / {len(month.table.values)}", "<br>".join(why) or "—"))
    return _table(("月份", "与以前公布相比", "不公布的格数 / 全部格数", "哪些格、为什么"), rows)


def _reasons(table: Table, totals: Mapping[tuple[str | None, str | None], int], *, small_count: int) -> tuple[list[str], list[str]]:
    small: list[str] = []
    others: list[str] = []
    for statistic in sorted(table.hidden, key=named):
        (small if 0 < totals.get(statistic, 0) < small_count else others).append(html.escape(named(statistic)))
    return small, others


def _checks(account: Account) -> str:
    def outcome(check: Check) -> str:
        return '<span class="bad">未通过</span>：' + html.escape("；".join(check.found)) if check.found else '<span class="ok">通过</span>'

    return _table(
        ("检查", "核对范围", "结果"), ((html.escape(check.name), html.escape(check.looked_at), outcome(check)) for check in account.checks)
    )


def written(account: Account) -> str:
    """Compose the report as one HTML page that needs no other file."""
    title = f"{html.escape(account.city)}公开数据披露报告"
    k = account.terms.small_count
    demo = '<p class="demo">演示数据：虚构的城市、企业与读数。</p>' if account.is_demo else ""
    return f"""<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8"><title>{title}</title><style>{STYLE}</style></head><body>
<h1>{title}</h1>{demo}
<p class="inner">本报告供内部审核留存，不公开：它写明了哪些数字因为太小而不公布。</p>
<h2>一、公布事项与责任人</h2>{_about(account)}
<h2>二、公布了什么</h2><p>只有下列表和列；清单之外的一律不公布。</p>{_published(account)}
<h2>三、信访投诉举报件数中不公布的格</h2>
<p>下限为 {k} 件。零件照常公布；1—{k - 1} 件的不公布，另隐去若干格，使任何一格都不能由合计推出，
也不能由本次与以前各次公布之差推出。</p>{_withheld(account)}
<h2>四、公布前的检查</h2>{_checks(account)}
</body></html>
"""
