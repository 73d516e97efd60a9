"""The first view: what was found, the gravest first, as figures that open."""

from __future__ import annotations

import html
import json
from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd
import streamlit as st

from dashboard.internal.figures import Figure, show_figures
from dashboard.internal.reading import data_findings, data_state
from dashboard.internal.reading.facts import Origin
from dashboard.internal.screen import Screen
from pipelines.linkage import FAR_M

SEVERITIES = ("act", "check", "note")
# two findings are indicators of other pages too
INDICATORS = {"late_stations": "late_station_count", "rejected": "rejected_row_count"}
IN_A_ROW = 7
STYLE = """<style>
.severity { font-size: 17px; font-weight: 700; border-left: 8px solid; padding: 4px 10px; min-height: 92px; }
.severity.act { border-color: #c0392b; } .severity.check { border-color: #d9a400; } .severity.note { border-color: #7a8694; }
.severity span { display: block; font-weight: 400; font-size: 14px; line-height: 1.4; }
</style>"""


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One kind of fault: how many, and where they are.

    Attributes
    ----------
    key
        `data.finding.<key>` names it.
    count
        None when the build cannot tell.
    """

    key: str
    severity: str
    count: int | None
    note: str = ""
    origin: Origin | None = None


def _origin(mart: str, *terms: tuple[str, str, str, object]) -> Origin:
    return Origin(mart=mart, filter=json.dumps([list(term) for term in terms], ensure_ascii=False))


def found(screen: Screen) -> list[Finding]:
    """Ask the build for every kind of fault."""
    return [*_late(screen), *_readings(screen), *_places(screen), *_links(screen), *_rejected(screen)]


def _late(screen: Screen) -> list[Finding]:
    stations = data_findings.listed(screen.build, data_findings.STATIONS)
    feeds = data_findings.listed(screen.build, data_findings.FEEDS)
    covered = 0 if feeds is None else int((feeds["state"] == "covered").sum())
    longest = "" if stations is None or stations.empty else _longest(stations, screen)
    return [
        Finding(
            key="late_stations",
            severity="act",
            count=None if stations is None else len(stations),
            note=longest,
            origin=_origin("station_freshness", ("is_late", "=", "boolean", "true")),
        ),
        Finding(
            key="late_feeds",
            severity="act",
            count=None if feeds is None else int((feeds["state"] == "late").sum()),
            note=screen.wording("data.covered", count=covered) if covered else "",
            origin=_origin("feed_freshness", ("state", "=", "text", "late")),
        ),
    ]


def _longest(stations: pd.DataFrame, screen: Screen) -> str:
    hours = stations["hours_late"].max()
    return "" if pd.isna(hours) else screen.wording("data.longest", hours=f"{hours:.0f}")


def _readings(screen: Screen) -> list[Finding]:
    doubts, negatives = data_findings.doubts(screen.build), data_findings.negatives(screen.build)
    flat = None if doubts is None else doubts.get(("flat", True), 0) + doubts.get(("flat", False), 0)
    lasting = 0 if doubts is None else doubts.get(("flat", True), 0)
    jumped = None if doubts is None else doubts.get(("jump", True), 0) + doubts.get(("jump", False), 0)
    is_below = (("table_name", "<=", "text", "readings_daily"), ("table_name", ">=", "text", "readings"))
    return [
        Finding(
            key="flat",
            severity="act" if lasting else "check",
            count=flat,
            note=screen.wording("data.lasting", count=lasting) if lasting else screen.wording("data.fortnight"),
            origin=_origin("reading_doubts", ("doubt", "=", "text", "flat")),
        ),
        Finding(
            key="jump",
            severity="check",
            count=jumped,
            note=screen.wording("data.fortnight"),
            origin=_origin("reading_doubts", ("doubt", "=", "text", "jump")),
        ),
        Finding(
            key="negative",
            severity="check",
            count=negatives,
            origin=_origin("rejected_cells", *is_below, ("raw_text", ">=", "text", "-"), ("raw_text", "<", "text", ".")),
        ),
    ]


def _places(screen: Screen) -> list[Finding]:
    counts = data_findings.place_counts(screen.build)

    def finding(key: str, quality: str, severity: str, note: str = "") -> Finding:
        return Finding(
            key=key,
            severity=severity,
            count=None if counts is None else counts.get(quality, (0, 0))[0],
            note=note,
            origin=_origin("places", ("place_quality", "=", "text", quality), ("kind", "<>", "text", "complaint")),
        )

    swapped = 0 if counts is None else counts.get("outside_city", (0, 0))[1]
    lists = int(data_state.doubtful_datums(screen.build)["is_wrong"].sum())
    return [
        finding("datum", "suspected_datum", "act", screen.wording("data.whole_lists", count=lists) if lists else ""),
        finding("outside", "outside_city", "act", screen.wording("data.swapped", count=swapped) if swapped else ""),
        finding("stacked", "duplicate", "check"),
        finding("no_place", "missing", "note"),
    ]


def _links(screen: Screen) -> list[Finding]:
    counts = data_findings.link_counts(screen.build)
    # the rows behind these hold names
    may = screen.person.may("names")

    def finding(key: str, *terms: tuple[str, str, str, object], note: str = "") -> Finding:
        return Finding(
            key=key,
            severity="check",
            count=None if counts is None else counts[key],
            note=note,
            origin=_origin("enterprise_links", *terms) if may else None,
        )

    return [
        finding("by_name", ("rule", "=", "text", "name_and_distance")),
        finding("far_apart", ("rule", "=", "text", "uscc"), ("distance_m", ">", "number", FAR_M)),
        finding("wrong_codes", ("is_uscc_valid", "=", "boolean", "false")),
    ]


def _rejected(screen: Screen) -> list[Finding]:
    lines = data_state.lines(screen.build)
    cells = int(data_state.counts(screen.build)["faulty_cells"])
    return [
        Finding(
            key="rejected",
            severity="check",
            count=lines.get("rejected", 0),
            origin=_origin("source_lines", ("disposition", "=", "text", "rejected"), ("lines", ">", "integer", 0)),
        ),
        Finding(key="cells", severity="note", count=cells, origin=_origin("rejected_cells")),
    ]


def show(findings: Sequence[Finding], screen: Screen) -> None:
    """Show what was found by severity; what was looked for and not found is said in one line, what nobody can tell in another."""
    wording = screen.wording
    st.html(STYLE)
    for severity in SEVERITIES:
        own = [finding for finding in findings if finding.severity == severity and finding.count]
        if own:
            _row(severity, own, screen)
    clear = [wording(f"data.finding.{finding.key}") for finding in findings if finding.count == 0]
    unknown = [wording(f"data.finding.{finding.key}") for finding in findings if finding.count is None]
    between = wording("data.between")
    if clear:
        st.text(wording("data.clear", names=between.join(clear)))
    if unknown:
        st.text(wording("data.unknown", names=between.join(unknown)))


def _row(severity: str, findings: Sequence[Finding], screen: Screen) -> None:
    wording = screen.wording
    # always as many columns, so that cards of all severities are of one width
    columns = st.columns(1 + max(IN_A_ROW, len(findings)), gap="small")
    title, told = wording(f"data.severity.{severity}"), wording(f"data.severity_told.{severity}")
    columns[0].html(f'<div class="severity {severity}">{html.escape(title)}<span>{html.escape(told)}</span></div>')
    for column, finding in zip(columns[1:], findings, strict=False):
        with column:
            show_figures([_figure(finding, screen)], screen)


def _figure(finding: Finding, screen: Screen) -> Figure:
    return Figure(
        key=f"data-{finding.key.replace('_', '-')}",
        label=screen.wording(f"data.finding.{finding.key}"),
        value=f"{finding.count:,}",
        unit=screen.wording(f"data.finding_unit.{finding.key}"),
        note=finding.note,
        indicator=INDICATORS.get(finding.key, f"data_{finding.key}"),
        origin=finding.origin,
    )
