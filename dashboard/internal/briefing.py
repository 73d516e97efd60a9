"""Put the facts of a morning together: 研判日报 in three parts, and the short report of the air alone.

Every sentence with a figure is a fact of `briefing_facts`, word for word; what a person typed stands with the person's name.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from dashboard.charts import look
from dashboard.charts.lines import lines
from dashboard.internal.headline import compose
from dashboard.internal.reading import briefing, today
from dashboard.internal.reading.outlines import outlines
from dashboard.internal.reading.warehouse import Published
from dashboard.maps.palette import LIGHT
from dashboard.paper.brief import Brief, Heading, PaperError, Paragraph, Part, Picture, Section, Table
from dashboard.paper.bulletin import Bulletin, Card, StationLine
from dashboard.paper.map_picture import Disc, map_picture
from dashboard.settings import Settings
from dashboard.wording import Wording, interference
from pipelines.city import City
from supervision.ledger.headlines import Headline
from supervision.ledger.opinions import Opinion

CHART_HEIGHT_PX = 240
CHART_WIDTH_PX = 620
# what fits a telephone's screen, all of the air: a picture in a group chat is public within the hour
BULLETIN_FACTS = ("aqi_yesterday", "pm25_now", "worst_station_now", "pm25_month", "good_days_month", "alert")
FORECAST_DAYS = 3


@dataclass(frozen=True, kw_only=True)
class Source:
    """What a paper is made from.

    Attributes
    ----------
    headline
        The edition of the conclusion a person made, None while it is as the rules wrote it.
    signers
        拟稿, 审核, 签发; empty where nobody has signed.
    """

    build: Published
    city: City
    settings: Settings
    wording: Wording
    headline: Headline | None = None
    opinions: Sequence[Opinion] = ()
    signers: tuple[str, str, str] = ("", "", "")

    @property
    def bureau(self) -> str:
        """Name the bureau as the settings do, else the city."""
        return str(self.settings.bodies.get("bureau", self.city.name))


class Facts:
    """The facts by section."""

    def __init__(self, build: Published) -> None:
        self.rows = briefing.facts(build)

    def said(self, section: str, *, without: frozenset[str] = frozenset()) -> Paragraph | None:
        """Give a section as one paragraph, None when the build has no such fact."""
        own = self.rows[(self.rows["section"] == section) & ~self.rows["fact_key"].isin(without)]
        return None if own.empty else Paragraph(text="".join(own["text"]), facts=tuple(own["fact_key"]))

    def one(self, key: str) -> Paragraph | None:
        """Give one fact as a paragraph."""
        own = self.rows[self.rows["fact_key"] == key]
        return None if own.empty else Paragraph(text=own["text"].iloc[0], facts=(key,))

    def of(self, section: str) -> pd.DataFrame:
        """List the facts of a section."""
        return self.rows[self.rows["section"] == section]


def _kept(*parts: Part | None) -> tuple[Part, ...]:
    return tuple(part for part in parts if part is not None)


def _stations(facts: Facts, wording: Wording) -> Table | None:
    rows = []
    for text in facts.of("stations")["text"]:
        name, _, said = str(text).rstrip("。").partition("：")
        index, level, primary = (*said.removeprefix("AQI ").split("，"), "", "")[:3]
        rows.append((name, index, level, primary.removeprefix("首要污染物 ") or "—"))
    if not rows:
        return None
    headings = tuple(wording(f"brief.table_{name}") for name in ("station", "aqi", "level", "primary"))
    return Table(caption=wording("brief.table"), headings=headings, rows=tuple(rows))


def _discs(read: today.Morning, city: City, wording: Wording) -> list[Disc]:
    discs = []
    for row in read.stations[read.stations["level"] != "micro"].itertuples():
        level = read.level(row.aqi)
        known = level is not None
        discs.append(
            Disc(
                name=row.name,
                lon_deg=row.lon,
                lat_deg=row.lat,
                text=str(int(row.aqi)) if known else wording("brief.no_value"),
                fill=level.fill if level is not None else "#9aa4b2",
                ink=level.ink if level is not None else "#000000",
                is_control=row.level in city.control_levels,
            )
        )
    return discs


def _map(read: today.Morning, source: Source) -> Picture | None:
    wording, number = source.wording, source.city.map_approval_no
    caption = wording("map.caption_approved" if number else "map.caption", as_of=f"{read.at:%Y-%m-%d %H:%M}", approval_no=number)
    radii_km = today.radii_km(source.build)
    png = map_picture(_discs(read, source.city, wording), outlines(source.build), radii_km, caption=caption)
    return Picture(png=png, caption=wording("brief.map")) if png else None


def _curves(read: today.Morning, source: Source) -> Picture | None:
    rows = today.rows(source.build, today.LINES, levels=list(source.city.control_levels), at=read.at)
    if rows.empty or rows["aqi"].isna().all():
        return None
    shown = rows.rename(columns={"aqi": "value"}).assign(role="peer")
    shown["place"] = shown["name"].rank(method="dense")
    chart = lines(shown, unit="AQI", is_daily=False, palette=LIGHT, wording=source.wording, height_px=CHART_HEIGHT_PX)
    return Picture(png=look.png(chart.properties(width=CHART_WIDTH_PX)), caption=source.wording("brief.curves"))


def _conclusion(read: today.Morning, source: Source) -> str:
    if source.headline is not None:
        return source.headline.edited
    return compose(today.situation(read, mean_level=source.city.mean_level, language=source.wording.language), source.wording)


def _opinions(source: Source) -> list[Paragraph]:
    said = []
    for opinion in source.opinions:
        proposed = interference.proposals(opinion.text)
        if proposed:
            raise PaperError(source.wording("brief.interference", name=opinion.said_by, words="、".join(proposed)))
        day = source.wording("today.day", month=opinion.for_on.month, day=opinion.for_on.day)
        said.append(Paragraph(text=source.wording("brief.opinion", day=day, name=opinion.said_by, text=opinion.text)))
    return said


def _outlook(read: today.Morning, facts: Facts, source: Source, *, has_pictures: bool) -> tuple[Part, ...]:
    forecast, typed = facts.said("forecast"), _opinions(source)
    curves = _curves(read, source) if has_pictures else None
    nothing = Paragraph(text=source.wording("brief.no_forecast")) if forecast is None and not typed else None
    return _kept(Paragraph(text=_conclusion(read, source)), facts.one("alert"), forecast, *typed, nothing, curves)


def _actions(facts: Facts, wording: Wording) -> tuple[Part, ...]:
    rows = facts.of("action")
    if rows.empty:
        return (Paragraph(text=wording("brief.no_action")),)
    asked = [
        Paragraph(text=row.text, addressee=str(row.fact_key).removeprefix("action_"), facts=(row.fact_key,)) for row in rows.itertuples()
    ]
    emergency = Paragraph(text=wording("brief.emergency"), addressee=wording("brief.all_bodies")) if facts.one("alert") else None
    return (*_kept(emergency, facts.one("focus")), *asked, Paragraph(text=wording("brief.leads")))


def _about(read: today.Morning, source: Source) -> str:
    wording = source.wording
    state = wording.label("data_state", "live" if source.headline is None else source.headline.data_state)
    return wording("brief.about", as_of=f"{read.at:%Y-%m-%d %H:%M}", build_id=source.build.build_id, state=state)


def brief(source: Source, *, has_pictures: bool = True) -> Brief:
    """Compose 研判日报; PaperError when an opinion proposes to disturb a monitor.

    Without its pictures it says the same words, in a tenth of the time: enough to know what was signed.
    """
    wording, facts = source.wording, Facts(source.build)
    read = today.morning(source.build, mean_level=source.city.mean_level)
    work = facts.said("work", without=frozenset({"alert", "candidates"}))
    air = (
        Heading(title=wording("brief.yesterday"), parts=_kept(facts.said("yesterday"))),
        Heading(
            title=wording("brief.today"),
            parts=_kept(facts.said("today"), _stations(facts, wording), _map(read, source) if has_pictures else None),
        ),
        Heading(title=wording("brief.standing"), parts=_kept(facts.said("month"), facts.said("year"))),
        Heading(title=wording("brief.work"), parts=_kept(work)),
    )
    drafted_by, reviewed_by, issued_by = source.signers
    return Brief(
        bureau=source.bureau,
        title=wording("brief.title", city=source.city.name),
        dated_on=read.at.date(),
        sections=(
            Section(title=wording("brief.air"), headings=tuple(heading for heading in air if heading.parts)),
            Section(title=wording("brief.outlook"), parts=_outlook(read, facts, source, has_pictures=has_pictures)),
            Section(title=wording("brief.actions"), parts=_actions(facts, wording)),
        ),
        about=_about(read, source),
        is_demo=source.city.is_demo,
        mark=wording("file.demo") if source.city.is_demo else "",
        drafted_by=drafted_by,
        reviewed_by=reviewed_by,
        issued_by=issued_by,
    )


def bulletin(source: Source) -> Bulletin:
    """Compose the short report: the air, the alert and the days to come; no enterprise, no complaint, no task."""
    wording, facts = source.wording, Facts(source.build)
    read = today.morning(source.build, mean_level=source.city.mean_level)
    said = [one.text for one in map(facts.one, BULLETIN_FACTS) if one is not None]
    named = read.stations[read.stations["level"].isin(source.city.control_levels)]
    stations = []
    for row in named.sort_values(["aqi", "station_id"], ascending=[False, True]).itertuples():
        level = read.level(row.aqi)
        name = level.names[wording.language] if level is not None else wording("brief.no_value")
        fill, ink = (level.fill, level.ink) if level is not None else ("#d0d6de", "#000000")
        stations.append(StationLine(name=row.name, text="—" if level is None else str(int(row.aqi)), level=name, fill=fill, ink=ink))
    return Bulletin(
        title=wording("brief.bulletin", city=source.city.name, hour=f"{read.at:%H}"),
        about=wording(
            "brief.bulletin_about", year=read.at.year, month=read.at.month, day=read.at.day, hour=read.at.hour, bureau=source.bureau
        ),
        lines=(*said, *facts.of("forecast")["text"].head(FORECAST_DAYS)),
        card=_card(read, source),
        headings=(wording("brief.table_station"), wording("brief.table_aqi"), wording("brief.table_level")),
        stations=stations,
        foot=_about(read, source),
        mark=wording("app.demo") if source.city.is_demo else "",
    )


def _card(read: today.Morning, source: Source) -> Card:
    yesterday = today.day(read)
    level = None if yesterday is None else read.level(yesterday["aqi"])
    if yesterday is None or level is None:
        return Card()
    text = f"AQI {int(yesterday['aqi'])}　{level.names[source.wording.language]}"
    return Card(label=source.wording("brief.card"), text=text, fill=level.fill, ink=level.ink)
