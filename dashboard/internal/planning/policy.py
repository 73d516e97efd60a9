"""The values of the list's rules as they might be: what a person moves is marked, and nothing of it is kept."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from dashboard.internal.reading.positive_list import MoveKey
from dashboard.internal.screen import Screen

KEY = "policy"
HEIGHT_PX = 600
STYLE = """<style>
[class*="st-key-moved-"] { border-left: 4px solid #b04a00; padding-left: 8px; }
.rule { font-size: 14px; line-height: 1.35; }
.rule small { font-size: 13px; }
</style>"""
STEPS = {"%": 1.0, "天": 30.0}


def _key(rule: Any, column: str) -> str:
    return f"{KEY}-{rule.rule_id}-{rule.part}-{column}"


def _set(rule: Any, column: str) -> float:
    """Give the value as it stands now: moved, or the rule's own (an emptied field is the rule's own)."""
    value = st.session_state.get(_key(rule, column))
    return float(getattr(rule, column) if value is None else value)


def _reset() -> None:
    for key in [key for key in st.session_state if str(key).startswith(f"{KEY}-")]:
        del st.session_state[key]


def _number(rule: Any, column: str, screen: Screen) -> MoveKey | None:
    """Show one value; gives the move when it differs from the rule in force."""
    wording, now = screen.wording, float(getattr(rule, column))
    is_window = column == "window_days"
    unit = wording("list.days") if is_window else wording.label("unit", rule.unit)
    label = wording("list.window" if is_window else "list.threshold", comparator=wording.label("comparator", rule.comparator), unit=unit)
    value = st.number_input(
        label,
        min_value=1.0 if is_window else 0.0,
        value=now,
        step=30.0 if is_window else STEPS.get(rule.unit, 1.0),
        format="%g",
        key=_key(rule, column),
        help=f"{rule.clause}（{wording.label('status', rule.status)}）",
    )
    return None if value is None or float(value) == now else (rule.rule_id, rule.part, column, float(value))


def show_policy(rules: pd.DataFrame, screen: Screen) -> tuple[MoveKey, ...]:
    """Show every value that can be moved and give those that were."""
    wording = screen.wording
    moves: list[MoveKey] = []
    is_english = wording.language == "en"
    st.html(STYLE)
    top = st.container(gap="xsmall", key="policy-top")
    with st.container(height=HEIGHT_PX, border=True, key="policy-rules"):
        for rule in rules.itertuples():
            columns = ["threshold"] + ([] if pd.isna(rule.window_days) else ["window_days"])
            is_moved = any(float(_set(rule, column)) != float(getattr(rule, column)) for column in columns)
            with st.container(key=f"{'moved' if is_moved else 'rule'}-{rule.rule_id}-{rule.part}", gap="xsmall"):
                mark = wording("list.moved") if is_moved else ""
                title = rule.title_en if is_english else rule.title_zh
                st.html(
                    f'<div class="rule"><b>{rule.rule_id}</b> {title} <b>{mark}</b><br>'
                    f"<small>{wording('list.failing', members=int(rule.members_failing), others=int(rule.others_failing))}</small></div>"
                )
                for place, column in zip(st.columns(2), columns, strict=False):
                    with place:
                        move = _number(rule, column, screen)
                    if move is not None:
                        moves.append(move)
    with top:
        st.button(wording("list.reset"), on_click=_reset, disabled=not moves, key="reset-policy", width="stretch")
    return tuple(moves)
