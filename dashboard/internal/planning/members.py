"""The list's members one screenful at a time, and the rules one by one for the chosen one."""

from __future__ import annotations

import html

import pandas as pd
import streamlit as st

from dashboard.internal.downloads import show_download
from dashboard.internal.planning.rows import Shown
from dashboard.internal.reading import positive_list
from dashboard.internal.screen import Screen

MARKS = {True: "✓", False: "✗", None: "？"}
CHECKS_PX = 330


def _readable(rows: pd.DataFrame, view: str, screen: Screen) -> pd.DataFrame:
    """Put words for codes."""
    wording = screen.wording
    shown = rows.copy()
    shown["name"] = shown["name"].fillna(shown["enterprise_id"])
    shown["standing"] = [wording.label("standing", code) for code in shown["standing"]]
    # among the warnings the warning comes first, elsewhere what is not met
    first, second = ("warning", "reason") if view == "warnings" else ("reason", "warning")
    shown["why"] = [one if isinstance(one, str) else other for one, other in zip(shown[first], shown[second], strict=True)]
    return shown


COLUMNS = {"members": ("name", "batch", "standing", "why"), "entry": ("name", "standing", "open_conditions")}
WIDTHS = {"name": 196, "batch": 62, "standing": 92, "why": 300}


def members(view: str, screen: Screen) -> Shown:
    """Give the look of the list of one view."""
    wording, column = screen.wording, st.column_config
    config: dict[str, object] = {name: column.TextColumn(wording(f"column.{name}"), width=width) for name, width in WIDTHS.items()}
    config["open_conditions"] = column.NumberColumn(wording("column.open_conditions"), width=90)
    return Shown(
        columns=COLUMNS.get(view, ("name", "standing", "why")),
        config=config,
        readable=lambda rows: _readable(rows, view, screen),
        alt=wording("list.table_alt"),
    )


def _compared(row: object, screen: Screen) -> str:
    """Write a condition as `observed ≥ threshold unit`."""
    observed, threshold = getattr(row, "observed", None), getattr(row, "threshold", None)
    if threshold is None or pd.isna(threshold):
        return "—"
    found = "—" if observed is None or pd.isna(observed) else f"{observed:g}"
    unit = getattr(row, "unit", None)
    asked = f"{screen.wording.label('comparator', getattr(row, 'comparator', ''))} {threshold:g}{unit if isinstance(unit, str) else ''}"
    return f"{found}（{asked}）"


def show_checks(member: pd.Series, screen: Screen) -> None:
    """Show the rules one by one for one enterprise, what is not met first."""
    wording, enterprise_id = screen.wording, str(member["enterprise_id"])
    checks = positive_list.CHECKS.rows(screen.build, enterprise_id=enterprise_id)
    tally = {mark: int((checks["is_met"].astype(object).where(checks["is_met"].notna(), None) == mark).sum()) for mark in (True, False)}
    said = wording("list.tally", met=tally[True], failed=tally[False], open=len(checks) - tally[True] - tally[False])
    name = html.escape(str(member["name"] if isinstance(member["name"], str) else enterprise_id))
    parts = [wording.label("standing", member["standing"])]
    if isinstance(member["category"], str):
        title = positive_list.categories(screen.build).get(member["category"], "")
        parts += [f"{member['batch']} {member['listed_on']:%Y-%m-%d}", f"{member['category']} {title}"]
    standing = html.escape("　".join(parts))
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center", key="checks-head"):
        st.html(
            f'<div data-card="{html.escape(enterprise_id)}" style="font-size:20px;font-weight:700">{name}'
            f'　<span style="font-size:15px;font-weight:500">{standing}　{html.escape(said)}</span></div>'
        )
        with st.container(horizontal=True, width="content"):
            if "enterprise" in screen.pages:
                screen.link("enterprise", wording("candidates.open_enterprise"), id=enterprise_id)
            show_download(positive_list.CHECKS, screen, enterprise_id=enterprise_id)
    met = [None if pd.isna(value) else bool(value) for value in checks["is_met"]]
    shown = pd.DataFrame(
        {
            "is_met": [f"{MARKS[value]} {wording(f'met.{value}')}" for value in met],
            "rule_title": checks["rule_id"] + " " + checks["rule_title"],
            "compared": [_compared(row, screen) for row in checks.itertuples()],
            "evidence": checks["evidence"],
            "clause": [f"{row.clause}（{wording.label('status', row.status)}）" for row in checks.itertuples()],
        }
    )
    widths = {"is_met": 112, "rule_title": 290, "compared": 130, "evidence": 330, "clause": 330}
    config = {column: st.column_config.TextColumn(wording(f"column.{column}"), width=width) for column, width in widths.items()}
    st.dataframe(shown, hide_index=True, width="stretch", height=CHECKS_PX, column_config=config, placeholder="")
