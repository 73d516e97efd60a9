"""How many complaints by district and type; what is too few to show is said to be withheld."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from dashboard.public.parts import Head, part, safe, table
from dashboard.public.reading.publication import Publication
from dashboard.wording import Wording

MONTHS_DRAWN = 12


def _name(value: object, wording: Wording) -> str:
    """A district or type by its name; none stands for all of them."""
    return wording("public.all") if value is None or pd.isna(value) else wording.label("public.complaint", value)


def matrix(shown: Publication, month: str) -> pd.DataFrame:
    """The counts of one month: one row a type, one column a district, the totals last; empty cells are withheld."""
    rows = shown["complaint_counts"]
    rows = rows[rows["month"] == month].astype({"district": object, "category": object})
    return rows.fillna({"district": "", "category": ""}).pivot(index="category", columns="district", values="reports")


def _cell(value: object, wording: Wording) -> str:
    return (
        f'<span title="{wording("public.withheld_why")}">{wording("public.withheld")}</span>'
        if pd.isna(value)
        else f"{int(str(value).split('.')[0]):,}"
    )


def _table(shown: Publication, month: str, wording: Wording) -> str:
    counts = matrix(shown, month)
    districts = [name for name in counts.columns if name]
    columns = [*districts, ""] if len(districts) > 1 else [""]
    categories = [*(name for name in counts.index if name), ""]
    heads = [Head(title=wording("public.type"))]
    heads += [Head(title=districts[0] if len(districts) == 1 else _name(name or None, wording), is_number=True) for name in columns]
    body = ([safe(_name(one or None, wording)), *(_cell(counts.loc[one, column], wording) for column in columns)] for one in categories)
    return table(heads, body, caption=wording("public.complaints"))


def _bars(shown: Publication, wording: Wording) -> str:
    """The total of each month as a bar with its number."""
    rows = shown["complaint_counts"]
    rows = rows[rows["scope"] == "all"].sort_values("month").tail(MONTHS_DRAWN)
    most = rows["reports"].max()
    if rows.empty or pd.isna(most):
        return ""
    bars = "".join(
        f"<span>{row.month}</span>"
        + (f"<span></span><span>{wording('public.withheld')}</span>" if row.is_withheld else
           f'<i style="width:{100 * float(row.reports) / max(float(most), 1):.0f}%"></i><span>{int(row.reports)}</span>')
        for row in rows.itertuples()
    )  # fmt: skip
    return f'<section class="box"><h3>{wording("public.by_month")}</h3><div class="bars">{bars}</div></section>'


@st.fragment
def show(shown: Publication, wording: Wording) -> None:
    """Draw one month's table and the totals of the last months."""
    st.html(part("complaints", wording("public.complaints")) + f'<p class="quiet">{wording("public.complaints_say")}</p>')
    states = shown["complaint_months"]
    months = sorted(shown["complaint_counts"]["month"].unique(), reverse=True)
    if not months:
        st.html(f'<p class="note">{wording("public.no_complaints")}</p>')
        return
    month = st.selectbox(wording("public.month"), months, key="month")
    state = dict(zip(states["month"], states["state"], strict=True)).get(month, "first")
    said = f'<p class="quiet">{wording("public.withheld_why")} {wording(f"public.state_{state}")}</p>'
    st.html(f'<div class="air"><div>{_table(shown, str(month), wording)}{said}</div>{_bars(shown, wording)}</div>')
