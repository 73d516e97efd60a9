"""What part of the complaints is looked at."""

from __future__ import annotations

from datetime import timedelta

import pandas as pd
import streamlit as st

from dashboard.internal.reading import complaints as reading
from dashboard.internal.reading.complaints import Given
from dashboard.internal.screen import Screen

SPANS_DAYS = {"30": 30, "90": 90, "365": 365, "all": 36_500}
DEFAULT_SPAN = "90"
CHOICES = ("category", "channel", "status", "district")


def show_filters(screen: Screen, until: pd.Timestamp) -> Given:
    """Show the filters in one line; gives the parameters of every SELECT below."""
    wording = screen.wording
    options = reading.options(screen.build)
    with st.container(horizontal=True, vertical_alignment="bottom", key="complaint-filters"):
        span = st.segmented_control(
            wording("complaints.span"),
            list(SPANS_DAYS),
            default=DEFAULT_SPAN,
            format_func=lambda span: wording(f"complaints.span_{span}"),
            key="complaint-span",
            required=True,
            width="content",
        )
        given: Given = {
            name: st.selectbox(
                wording(f"complaints.{name}"),
                options.get(name, []),
                index=None,
                placeholder=wording("complaints.any"),
                format_func=lambda value, name=name: wording.label(name, value),
                key=f"complaint-{name}",
                width=190,
            )
            for name in CHOICES
        }
    since = until - timedelta(days=SPANS_DAYS[span or DEFAULT_SPAN])
    return given | {"since": since.isoformat(sep=" "), "until": until.isoformat(sep=" ")}
