"""Who it is: names and codes, permit and grade, what it must do under an alert, and which lists it was put together from."""

from __future__ import annotations

import html

import pandas as pd
import streamlit as st

from dashboard.internal.enterprise_parts.words import day, is_known, yes_no
from dashboard.internal.reading import enterprise as reading
from dashboard.internal.screen import Screen
from dashboard.wording import Wording

STYLE = """<style>
.known { display: grid; grid-template-columns: 9em 1fr; gap: 3px 12px; font-size: 15px; line-height: 1.5;
  overflow-wrap: anywhere; margin: 0; padding: 0; }
.known dt { opacity: .85; } .known dd { margin: 0; }
.enterprise-name { font-size: 30px; font-weight: 700; line-height: 1.3; margin: 0; padding: 0 !important; overflow-wrap: anywhere; }
.enterprise-line { font-size: 15px; overflow-wrap: anywhere; }
</style>"""


def show_name(row: pd.Series, screen: Screen) -> None:
    """Show the name as the page's heading with one line under it."""
    wording = screen.wording
    parts = [
        wording.label("source_type", row["source_type"]) if is_known(row["source_type"]) else None,
        row.get("industry"),
        row.get("district"),
        row.get("township"),
        row.get("status"),
        wording("enterprise.codes", enterprise_id=row["enterprise_id"], uscc=row["uscc"] if is_known(row.get("uscc")) else "—"),
    ]
    name = row["name"] if is_known(row["name"]) and screen.person.may("names") else row["enterprise_id"]
    line = "　".join(str(part) for part in parts if is_known(part))
    mark = html.escape(str(row["enterprise_id"]))
    st.html(
        f'{STYLE}<div class="enterprise-line">{html.escape(wording("page.enterprise"))}</div>'
        f'<h1 class="enterprise-name" data-enterprise="{mark}">{html.escape(str(name))}</h1>'
        f'<div class="enterprise-line">{html.escape(line)}</div>'
    )


def show_identity(row: pd.Series, screen: Screen) -> None:
    """Show what the registers know, line by line; what nobody wrote down is a dash."""
    wording = screen.wording
    st.subheader(wording("enterprise.identity"))
    items = [*_register(row, screen), *_permit(row, screen), *_devices(row, wording), *_private(row, screen)]
    lines = "".join(f"<dt>{html.escape(name)}</dt><dd>{html.escape(str(said))}</dd>" for name, said in items)
    st.html(f'{STYLE}<dl class="known">{lines}</dl>')


def _text(row: pd.Series, column: str) -> str:
    return str(row[column]) if is_known(row.get(column)) else "—"


def _register(row: pd.Series, screen: Screen) -> list[tuple[str, str]]:
    wording = screen.wording
    code = _text(row, "uscc")
    if is_known(row.get("is_uscc_valid")) and not bool(row["is_uscc_valid"]):
        code += wording("enterprise.uscc_invalid")
    place = wording.label("place", row["place_quality"]) if is_known(row.get("place_quality")) else "—"
    note = f"　{row['place_note']}" if is_known(row.get("place_note")) else ""
    return [
        (wording("enterprise.names"), _text(row, "names_merged")),
        (wording("enterprise.uscc"), code),
        (wording("enterprise.industry"), f"{_text(row, 'industry_code')}　{_text(row, 'industry')}"),
        (wording("enterprise.address"), _text(row, "address")),
        (wording("enterprise.place"), place + note),
    ]


def _permit(row: pd.Series, screen: Screen) -> list[tuple[str, str]]:
    wording, today = screen.wording, reading.as_of_at(screen.build)
    valid_to = day(row.get("permit_valid_to"))
    if is_known(row.get("permit_valid_to")):
        is_over = pd.Timestamp(row["permit_valid_to"]) < today.normalize()
        valid_to = wording("enterprise.permit_over" if is_over else "enterprise.permit_valid", until=valid_to)
    grade = _text(row, "grade")
    duty = reading.duty(screen.build, row.get("grade"), today)
    if duty is not None:
        grade = wording(
            "enterprise.grade_duty",
            grade=grade,
            on=day(row.get("graded_on")),
            duty=duty["duty_en" if wording.language == "en" else "duty_zh"],
        )
    return [
        (wording("enterprise.permit"), "　".join((_text(row, "permit_category"), _text(row, "permit_no"), valid_to))),
        (wording("enterprise.key_unit"), yes_no(row.get("is_key_unit"), wording)),
        (wording("enterprise.grade"), grade),
    ]


TONNES = (("so2_t", "SO₂"), ("nox_t", "NOₓ"), ("pm_t", "PM"), ("voc_t", "VOCs"))


def _devices(row: pd.Series, wording: Wording) -> list[tuple[str, str]]:
    devices = "　".join(
        wording(f"enterprise.{column}", has=yes_no(row.get(column), wording)) for column in ("has_cems", "has_power_meter", "has_video")
    )
    tonnes = "　".join(f"{name} {row[column]:,.3g} t/a" for column, name in TONNES if is_known(row.get(column)))
    return [
        (wording("enterprise.devices"), devices),
        (wording("enterprise.shift"), _text(row, "shift_hours")),
        (wording("enterprise.pollutants"), _text(row, "pollutants")),
        (wording("enterprise.emissions"), tonnes or "—"),
    ]


def _private(row: pd.Series, screen: Screen) -> list[tuple[str, str]]:
    """The person to call, only for who may see a person."""
    if not screen.person.may("private"):
        return []
    return [(screen.wording("enterprise.liaison"), f"{_text(row, 'liaison_name')}　{_text(row, 'liaison_phone')}")]
