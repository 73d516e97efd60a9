"""The reason card of one candidate: what is proposed on what basis, what speaks for it, what against, and where each word comes from."""

from __future__ import annotations

import html

import pandas as pd
import streamlit as st

from dashboard.internal.reading import candidates
from dashboard.internal.screen import Screen

STYLE = """<style>
.reason-grid { display: grid; grid-template-columns: 1fr 1fr; gap: 4px 28px; }
.reason-grid h4 { font-size: 16px; margin: 2px 0; padding: 0; }
.reason { display: grid; grid-template-columns: 64px 1fr; gap: 0 10px; padding: 3px 0; font-size: 15px; line-height: 1.35;
  border-top: 1px solid color-mix(in srgb, currentColor 16%, transparent); }
.reason b { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
.reason small { display: block; font-size: 13px; overflow-wrap: anywhere; }
.proposal { display: flex; flex-wrap: wrap; gap: 2px 22px; font-size: 15px; line-height: 1.5; margin: 2px 0 4px; }
.proposal strong { font-size: 17px; }
@media (max-width: 900px) { .reason-grid { grid-template-columns: 1fr; } }
</style>"""


def _text(value: object) -> str:
    return html.escape("—" if pd.isna(value) else str(value))


def _source(row: object, screen: Screen) -> str:
    """Name the row a fact was read from: file and line where there is one, else the table and its key."""
    file, line = getattr(row, "source_file", None), getattr(row, "source_line", None)
    if file is not None and not pd.isna(file):
        number = "" if pd.isna(line) else screen.wording("candidates.line", line=int(line))
        return screen.wording("candidates.source", source=f"{file}{number}")
    table, key = getattr(row, "source_table", None), getattr(row, "source_key", None)
    return screen.wording("candidates.source", source=f"{table} {'' if pd.isna(key) else key}") if table and not pd.isna(table) else ""


def _for(rows: pd.DataFrame, screen: Screen) -> str:
    parts = []
    for row in rows.itertuples():
        points = f"{row.points:g} {screen.wording('candidates.points')}"
        status = html.escape(screen.wording.label("status", row.status))
        parts.append(
            f'<div class="reason"><b>{points}</b><div>{_text(row.title_zh)}：{_text(row.evidence)}'
            f"<small>{_text(_source(row, screen))}　{_text(row.clause)}（{status}）</small></div></div>"
        )
    return "".join(parts)


def _against(rows: pd.DataFrame, screen: Screen) -> str:
    if rows.empty:
        return f'<div class="reason"><b>—</b><div>{screen.wording("candidates.against_none")}</div></div>'
    return "".join(
        f'<div class="reason"><b>{screen.wording(f"candidates.against_{row.kind}")}</b><div>{_text(row.words)}'
        f"<small>{_text(_source(row, screen))}</small></div></div>"
        for row in rows.itertuples()
    )


def _proposal(found: pd.Series, screen: Screen) -> str:
    wording = screen.wording
    action = wording("candidates.left_out") if found["is_excluded"] else wording.label("action", found["action"])
    said = [f"<strong>{wording('candidates.proposal')}{html.escape(action)}</strong>"]
    if found["is_excluded"]:
        said.append(_text(found["exclusion"]))
    else:
        said += [_text(found["basis"])] if not pd.isna(found["basis"]) else []
        if not pd.isna(found["within_hours"]):
            said.append(wording("candidates.within", hours=f"{found['within_hours']:.0f}"))
    if not pd.isna(found["frequency_limit"]):
        said.append(wording("candidates.used", used=f"{found['frequency_used']:.0f}", limit=f"{found['frequency_limit']:.0f}"))
    said.append(wording("candidates.listed" if found["is_on_positive_list"] else "candidates.not_listed"))
    bodies = "、".join(str(body) for body in (found["competent_body"], found["second_body"]) if not pd.isna(body))
    if bodies:
        said.append(wording("candidates.body", body=html.escape(bodies)))
    if not pd.isna(found["measures"]):
        said.append(wording("candidates.measures", measures=html.escape(str(found["measures"]))))
    return f'<div class="proposal">{"".join(f"<span>{part}</span>" for part in said)}</div>'


def show_card(enterprise_id: str, screen: Screen) -> None:
    """Show the card of a candidate."""
    wording = screen.wording
    found = candidates.one(screen.build, enterprise_id)
    if found is None:
        return
    name = str(enterprise_id if pd.isna(found["name"]) else found["name"])
    rank = wording("candidates.rank", rank=int(found["rank_no"]), total=f"{found['total']:g}", band=wording.label("band", found["band"]))
    where = "　".join(str(part) for part in (wording.label("source_type", found["source_type"]), found["township"]) if not pd.isna(part))
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center", key="card-head"):
        st.html(
            f'<div data-card="{html.escape(enterprise_id)}" style="font-size:20px;font-weight:700">{html.escape(name)}'
            f'　<span style="font-size:15px;font-weight:500">{html.escape(where)}　{html.escape(rank)}</span></div>'
        )
        if "enterprise" in screen.pages:
            screen.link("enterprise", wording("candidates.open_enterprise"), id=enterprise_id)
    summed = wording("candidates.for", total=f"{found['total']:g}")
    reasons, doubts = candidates.speaks_for(screen.build, enterprise_id), candidates.speaks_against(screen.build, enterprise_id)
    st.html(
        f"{STYLE}{_proposal(found, screen)}"
        f'<div class="reason-grid"><div><h4>{html.escape(summed)}</h4>{_for(reasons, screen)}</div>'
        f"<div><h4>{wording('candidates.against')}</h4>{_against(doubts, screen)}</div></div>"
    )
