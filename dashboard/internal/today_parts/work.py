"""What to do today and what became of yesterday's orders."""

from __future__ import annotations

import html
from datetime import date, timedelta
from typing import Any

import pandas as pd
import streamlit as st

from dashboard.internal.decisions import refusals
from dashboard.internal.reading.today_work import Proposals, proposals
from dashboard.internal.screen import Screen
from dashboard.internal.today_parts.compass import direction
from dashboard.wording import Wording
from supervision.ledger import orders
from supervision.ledger.engine import Ledger
from supervision.ledger.orders import Order

NAMES_KEY = "today-names"
ORDERS_SHOWN = 3


def place(row: Any, wording: Wording) -> str:
    """Say where a proposal lies: township, then direction and distance from the nearest station and its ring."""
    township = wording("today.no_township") if pd.isna(row.township) else row.township
    if pd.isna(row.station):
        return township if pd.isna(row.township) else wording("today.place_far", township=township)
    return wording(
        "today.place",
        township=township,
        station=row.station,
        direction=direction(row.bearing_deg, wording),
        distance=f"{row.distance_m / 1000:.1f}",
        ring=f"{row.ring_km:g}",
    )


def _item(row: Any, wording: Wording, *, has_names: bool) -> str:
    name = f"<b>{html.escape(str(row.name_))}</b>　" if has_names else ""
    within = "" if pd.isna(row.within_hours) else wording("today.within", hours=f"{row.within_hours:g}")
    what = f"<b>{html.escape(str(row.action) + within)}</b>　"
    kind = "" if has_names else "　" + html.escape(wording.label("source_type", row.source_type))
    return f"<li>{what}{name}{html.escape(place(row, wording))}{kind}</li>"


def listed(found: Proposals, wording: Wording, *, has_names: bool) -> str:
    """Write the proposals by competent body."""
    parts, top = [], found.top.rename(columns={"name": "name_"})
    for body, counts in found.counts.groupby("competent_body", sort=False):
        said = "、".join(wording("today.count", action=row.action, count=row.candidates) for row in counts.itertuples(index=False))
        rows = top[top["competent_body"] == body].itertuples(index=False)
        items = "".join(_item(row, wording, has_names=has_names) for row in rows)
        parts.append(f'<div class="body">{html.escape(wording("today.body", body=body, counts=said))}</div><ol>{items}</ol>')
    return f'<div class="work" data-proposals>{"".join(parts)}</div>'


def _heading(text: str) -> str:
    return f'<h2 class="today-title" style="padding:0">{html.escape(text)}</h2>'


@st.fragment
def show_proposals(screen: Screen) -> None:
    """Show the top of the list: direction and zone; names only when somebody who may see them asks for them."""
    wording, found = screen.wording, proposals(screen.build)
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        st.html(_heading(wording("today.proposals")))
        has_names = screen.person.may("names") and st.toggle(wording("today.names"), key=NAMES_KEY)
    if not found.is_known:
        st.html(f'<div class="work">{html.escape(wording("today.proposals_unknown"))}</div>')
    elif found.counts.empty:
        st.html(f'<div class="work">{html.escape(wording("today.proposals_none"))}</div>')
    else:
        st.html(listed(found, wording, has_names=has_names))


def _order(order: Order, wording: Wording, *, on: date) -> str:
    step = wording.label("order_step", order.step)
    due = "" if order.due_on is None else wording("today.order_due", day=f"{order.due_on:%m-%d}")
    late = f'　<b class="late">{html.escape(wording("today.order_late"))}</b>' if order.is_overdue(on) else ""
    said = "　".join(part for part in (wording.label("order_kind", order.kind), order.title, order.addressee, step, due) if part)
    return f"<li>{html.escape(said)}{late}</li>"


def show_orders(screen: Screen, ledger: Ledger | None, *, on: date) -> None:
    """Show the orders of the day before with the step each has reached; late ones say so."""
    wording, heading = screen.wording, _heading(screen.wording("today.orders"))
    if ledger is None:
        st.html(f'{heading}<div class="work">{html.escape(wording("today.orders_unknown"))}</div>')
        return
    with refusals(screen):
        given = orders.listed(ledger, on=on - timedelta(days=1))
        if not given:
            st.html(f'{heading}<div class="work">{html.escape(wording("today.orders_none"))}</div>')
            return
        items = "".join(_order(order, wording, on=on) for order in given[:ORDERS_SHOWN])
        more = wording("today.orders_more", count=len(given) - ORDERS_SHOWN) if len(given) > ORDERS_SHOWN else ""
        st.html(f'{heading}<div class="work" data-orders><ol>{items}</ol>{html.escape(more)}</div>')
