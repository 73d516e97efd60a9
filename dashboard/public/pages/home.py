"""Everything that was published, on one page: first the air, then the lists, then the counts."""

from __future__ import annotations

import html

import streamlit as st

from dashboard.public import air, complaints, lists, notes, stations
from dashboard.public.parts import part
from dashboard.public.reading.publication import Publication
from dashboard.wording import Wording

PARTS = ("air", "stations", "list", "checks", "complaints", "notes")


def show(title: str, *, shown: Publication, wording: Wording, map_approval_no: str) -> None:
    """Draw the whole page."""
    about = shown.about
    links = "".join(f'<a href="#{name}">{wording(f"public.to_{name}")}</a>' for name in PARTS)
    time = wording("public.data_time", at=f"{about['data_at']:%Y-%m-%d %H:%M}", bureau=html.escape(str(about["bureau"])))
    st.html(
        f'<h1>{html.escape(title)}</h1><p class="quiet">{time}</p><nav class="parts" aria-label="{wording("public.parts")}">{links}</nav>'
        + part("air", wording("public.air"))
    )
    air.show(shown, wording)
    stations.show(shown, wording, map_approval_no=map_approval_no)
    lists.positive_list(shown, wording)
    lists.checks(shown, wording)
    complaints.show(shown, wording)
    notes.show(shown, wording)
