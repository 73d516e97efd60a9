"""Write stations, readings, weather and forecasts."""

from __future__ import annotations

import datetime as dt

import numpy as np

from pipelines.demo.chance import stream
from pipelines.demo.dirt import full_width, hour_labels
from pipelines.demo.names import words
from pipelines.demo.published import daily
from pipelines.demo.scribe import Scribe
from pipelines.demo.sites import Site
from pipelines.demo.weather import met_stations
from pipelines.demo.world import World

HEADINGS = "时间,站点编码,站点名称,PM2.5,PM10,SO2,NO2,O3,CO"
LATE_SITE, LATE_FROM = "XZ06", dt.datetime(2026, 12, 8, 3)
MOVED_SITE, RENAMED_SITE, RESENT_SITE, CORRECTED_SITE = "XZ11", "XZ14", "XZ09", "519C2"
MARKS = {"2025-01": "—", "2025-02": "/", "2025-03": "-9999", "2025-09": "—", "2026-02": "/"}
STYLES = {"2025-01": "slash", "2025-02": "chinese", "2025-03": "24:00", "2025-04": "24:00"}
MARK_NAMES = {"—": "dash", "/": "slash", "-9999": "minus_9999"}


class Values:
    """Turns whole numbers into texts through tables, because formatting a million numbers one by one is slow."""

    def __init__(self) -> None:
        self._whole = np.array([str(i) for i in range(10_001)], dtype=object)
        self._tenth = np.array([f"{i / 10:.1f}" for i in range(10_001)], dtype=object)

    def whole(self, values: np.ndarray, mark: str) -> np.ndarray:
        """Whole numbers; a negative one is missing."""
        return np.where(values < 0, mark, self._whole[np.clip(values, 0, 10_000)])

    def milligrams(self, values: np.ndarray, mark: str) -> np.ndarray:
        """Whole µg/m³ as mg/m³ with one decimal."""
        return np.where(values < 0, mark, self._tenth[np.clip(np.rint(values / 100).astype(np.int64), 0, 10_000)])


def reading_lines(
    values: np.ndarray, labels: list[str], site: Site, *, texts: Values, mark: str, co_unit: str
) -> tuple[list[str], np.ndarray]:
    """The lines of one station, and which hours they are; hours without any value have no line."""
    kept = np.flatnonzero((values >= 0).any(axis=1))
    columns = [texts.whole(values[kept, k], mark) for k in range(5)]
    columns.append(texts.whole(values[kept, 5], mark) if co_unit == "ug" else texts.milligrams(values[kept, 5], mark))
    head = f",{site.station_id},{site.name},"
    lines = [labels[i] + head + ",".join(cells) for i, cells in zip(kept, zip(*columns, strict=True), strict=True)]
    return lines, kept


def _shown(world: World) -> np.ndarray:
    """The readings as they first came in: one station late, one month of one station sent later, one with a wrong NO2 span."""
    span = world.span
    shown = world.readings.values[:, : span.known].copy()
    names = [site.station_id for site in world.sites]
    shown[names.index(LATE_SITE), span.index(LATE_FROM) + 1 :] = -1
    first = span.index(dt.datetime(2026, 6, 18, 1))
    shown[names.index(RESENT_SITE), first : first + 36] = -1
    first = span.index(dt.datetime(2026, 9, 14, 1))
    wrong = shown[names.index(CORRECTED_SITE), first : first + 72, 3]
    shown[names.index(CORRECTED_SITE), first : first + 72, 3] = np.where(wrong < 0, wrong, wrong * 3 + 40)
    return shown


def _spoil(rng: np.random.Generator, scribe: Scribe, name: str, lines: list[str], *, before: int) -> None:
    """Detection limits and full-width digits in one month."""
    whole = [i for i in rng.permutation(len(lines)).tolist() if all(cell.isdigit() for cell in lines[i].split(",")[4:6])]
    for n, i in enumerate(whole[:34]):
        cells = lines[i].split(",")
        if n < 14:
            cells[5] = "＜0.5"
            scribe.plant("below_detection", "rejected_cell", name, line=before + i + 1, column="SO2", text="＜0.5")
        else:
            cells[4] = full_width(cells[4])
            scribe.plant("full_width_digits", "loaded", name, line=before + i + 1, column="PM10", text=cells[4])
        lines[i] = ",".join(cells)


def _received(quarter: str) -> dt.datetime:
    year, number = int(quarter[:4]), int(quarter[5])
    return dt.datetime(year + number // 4, number % 4 * 3 + 1, 1, 9, 30) if quarter != "2026Q4" else dt.datetime(2026, 12, 8, 1, 20)


def _month(world: World, scribe: Scribe, shown: np.ndarray, month: str, *, name: str, before: int, texts: Values) -> list[str]:
    """The lines of one month of the 25 stations that count, which follow `before` lines of the file `name`."""
    span, mark = world.span, MARKS.get(month, "")
    at = np.flatnonzero(
        ((span.ends_at[: span.known] - 1).astype("datetime64[M]").astype(str) == month)
        & (span.days[: span.known] < np.datetime64("2026-12-08"))
    )
    labels = hour_labels(span.ends_at[at], STYLES.get(month, ""))
    lines: list[str] = []
    marked = 0
    for r, site in enumerate(world.sites):
        if site.level != "micro":
            part, kept = reading_lines(shown[r, at], labels, site, texts=texts, mark=mark, co_unit="mg")
            lines += part
            marked += int((shown[r, at[kept]] < 0).sum())
    if mark:
        scribe.plant(MARK_NAMES[mark], "missing", name, text=mark, count=marked)
    if month == "2025-05":
        _spoil(stream(world.seed, "spoilt readings"), scribe, name, lines, before=before)
    if STYLES.get(month):
        style = {"slash": "slash_date", "chinese": "chinese_date", "24:00": "hour_24"}[STYLES[month]]
        count = sum(" 24:00" in line for line in lines) if style == "hour_24" else len(lines)
        scribe.plant(style, "loaded", name, column="时间", count=count)
    if month == "2026-04":
        scribe.plant("exact_duplicate_line", "exact_duplicate", name, count=24)
        lines += lines[480:504]
    return lines


def _quarters(world: World, scribe: Scribe, shown: np.ndarray, texts: Values) -> None:
    """A file a quarter, as the months were pasted together; one is in GB18030."""
    months = np.unique((world.span.ends_at[: world.span.known] - 1).astype("datetime64[M]")).astype(str).tolist()
    for quarter in dict.fromkeys(f"{month[:4]}Q{(int(month[5:]) + 2) // 3}" for month in months):
        name, lines = f"空气/小时/{quarter}.csv", [HEADINGS]
        for month in months:
            if f"{month[:4]}Q{(int(month[5:]) + 2) // 3}" == quarter:
                lines += _month(world, scribe, shown, month, name=name, before=len(lines), texts=texts)
        scribe.text(name, lines, received_at=_received(quarter), encoding="gb18030" if quarter == "2025Q3" else "utf-8")


def write_readings(world: World, scribe: Scribe) -> None:
    """Files by quarter, two later deliveries, the micro stations by year, the last day's hours in an archive."""
    span, texts, shown = world.span, Values(), _shown(world)
    _quarters(world, scribe, shown, texts)
    names = [site.station_id for site in world.sites]
    for station, moment, count, name, received, trap in (
        (RESENT_SITE, dt.datetime(2026, 6, 18, 1), 36, "空气/补传/2026-06_XZ09补传.csv", dt.datetime(2026, 7, 9, 14, 0), "late_hours"),
        (
            CORRECTED_SITE,
            dt.datetime(2026, 9, 14, 1),
            72,
            "空气/补传/2026-09_519C2订正.csv",
            dt.datetime(2026, 10, 12, 10, 15),
            "corrected_hours",
        ),
    ):
        r, first = names.index(station), span.index(moment)
        part = slice(first, first + count)
        labels = hour_labels(span.ends_at[part], "")
        lines, _ = reading_lines(world.readings.values[r, part], labels, world.sites[r], texts=texts, mark="", co_unit="mg")
        scribe.text(name, [HEADINGS, *lines], received_at=received)
        scribe.plant(trap, "superseded" if trap == "corrected_hours" else "loaded", name, count=len(lines), key=station)
    _micro(world, scribe, texts)
    _live(world, scribe, shown, texts)
    scribe.plant("late_station", "missing", "空气/实时/20261208.zip", key=LATE_SITE, count=span.known - span.index(LATE_FROM) - 1)
    absent = sum(int((shown[r] < 0).all(axis=1).sum()) for r, site in enumerate(world.sites) if site.level != "micro")
    scribe.plant("hours_missing", "missing", "空气/小时", count=absent)


def _micro(world: World, scribe: Scribe, texts: Values) -> None:
    """Micro stations: one file a year, CO in µg/m³ although the heading does not say so."""
    span = world.span
    for year, received in ((2025, dt.datetime(2026, 1, 5, 9, 0)), (2026, dt.datetime(2026, 12, 8, 8, 20))):
        lines: list[str] = []
        for r, site in enumerate(world.sites):
            if site.level == "micro":
                own = (span.days[: span.known] >= np.datetime64(site.active_from)) & (
                    span.days[: span.known].astype("datetime64[Y]") == np.datetime64(str(year))
                )
                at = np.flatnonzero(own)
                part, _ = reading_lines(
                    world.readings.values[r, at], hour_labels(span.ends_at[at], ""), site, texts=texts, mark="", co_unit="ug"
                )
                lines += part
        name = f"空气/微站/微站_{year}.csv"
        scribe.text(name, [HEADINGS, *lines], received_at=received)
        scribe.plant("co_in_micrograms", "loaded", name, column="CO", count=len(lines))


def _live(world: World, scribe: Scribe, shown: np.ndarray, texts: Values) -> None:
    span = world.span
    members = []
    for i in np.flatnonzero(span.days[: span.known] >= np.datetime64("2026-12-08")):
        labels, lines = hour_labels(span.ends_at[i : i + 1], ""), []
        for r, site in enumerate(world.sites):
            if site.level != "micro":
                lines += reading_lines(shown[r, i : i + 1], labels, site, texts=texts, mark="", co_unit="mg")[0]
        stamp = span.ends_at[i].item().strftime("%Y%m%d%H")
        members.append((f"{stamp}.csv", ("\n".join([HEADINGS, *lines]) + "\n").encode()))
    scribe.zip("空气/实时/20261208.zip", members, received_at=dt.datetime(2026, 12, 8, 8, 20))


def write_stations(world: World, scribe: Scribe) -> None:
    """The list of 2024 and the list of today: one station has moved, one carries another name, the micro stations are new."""
    levels = {"national": "国控", "provincial": "省控", "city": "市控", "township": "乡镇站", "micro": "微站"}
    headings = words("站点编码 站点名称 站点级别 区县 经度 纬度 启用日期 停用日期")
    for year, received in ((2024, dt.datetime(2024, 12, 2, 10, 0)), (2026, dt.datetime(2026, 11, 2, 9, 0))):
        rows = []
        for site in world.sites:
            if year == 2024 and site.level == "micro":
                continue
            lon, lat, name = site.lon, site.lat, site.name
            if year == 2024 and site.station_id == MOVED_SITE:
                lon, lat = lon - 0.0163, lat + 0.0102
            if year == 2024 and site.station_id == RENAMED_SITE:
                name = "老镇政府站"
            rows.append((site.station_id, name, levels[site.level], "岚汀县", f"{lon:.6f}", f"{lat:.6f}", str(site.active_from), ""))
        scribe.csv(f"空气/监测站点_{year}.csv", headings, rows, received_at=received)
    scribe.plant("station_moved", "superseded", "空气/监测站点_2024.csv", key=MOVED_SITE)
    scribe.plant("station_renamed", "superseded", "空气/监测站点_2024.csv", key=RENAMED_SITE)


def write_weather(world: World, scribe: Scribe) -> None:
    """The met stations and their hours: a calm has no direction, M5903 has gaps, its sensors sometimes answer −9999."""
    span, sky, rng = world.span, world.weather, stream(world.seed, "weather files")
    places = world.met_places()
    rows = [(met.met_id, met.name, f"{lon:.5f}", f"{lat:.5f}") for met, (lon, lat) in zip(met_stations(), places, strict=True)]
    scribe.csv("气象/气象站.csv", ("区站号", "站名", "经度", "纬度"), rows, received_at=dt.datetime(2024, 12, 2, 10, 0))
    gaps = np.zeros(span.known, dtype=bool)
    gaps[span.index(dt.datetime(2025, 7, 3, 5)) : span.index(dt.datetime(2025, 7, 14, 17))] = True
    gaps[rng.permutation(span.known)[:420]] = True
    for year in (2024, 2025, 2026):
        at = np.flatnonzero((span.ends_at[: span.known] - 1).astype("datetime64[Y]") == np.datetime64(str(year)))
        lines = ["区站号,观测时间,风向,风速,气温,相对湿度,降水量,气压"]
        labels, name, calm, odd = hour_labels(span.ends_at[at], ""), f"气象/逐时_{year}.csv", 0, 0
        for m, met in enumerate(met_stations()):
            for label, i in zip(labels, at, strict=True):
                if met.met_id == "M5903" and gaps[i]:
                    continue
                speed = round(float(sky.wind_ms[m, i]), 1)
                turn = "/" if speed == 0 else str(round(float(sky.wind_from_deg[m, i])) % 360)
                calm += speed == 0
                damp = "-9999" if m == 2 and i % 97 == 5 else str(round(float(sky.humidity_pct[m, i])))
                odd += damp == "-9999"
                rest = f"{sky.temp_c[m, i]:.1f},{damp},{sky.rain_mm[m, i]:.1f},{sky.pressure_hpa[m, i]:.1f}"
                lines.append(f"{met.met_id},{label},{turn},{speed},{rest}")
        scribe.text(name, lines, received_at=dt.datetime(2026, 12, 8, 8, 12) if year == 2026 else dt.datetime(year + 1, 1, 3, 8, 0))
        scribe.plant("slash", "missing", name, column="风向", text="/", count=calm)
        scribe.plant("minus_9999", "missing", name, column="相对湿度", text="-9999", count=odd)
    scribe.plant("weather_gaps", "missing", "气象", key="M5903", count=int(gaps.sum()))


def write_forecasts(world: World, scribe: Scribe) -> None:
    """A forecast of four days at every day's end: what came, seen with growing error."""
    span, rng = world.span, stream(world.seed, "forecasts")
    days, found = daily(span, world.readings, hours=len(span.ends_at))
    mean, ozone = found[:, 0], found[:, 4]
    rows = []
    for n, day in enumerate(days[:-5]):
        issued_at = dt.datetime.combine(day.item(), dt.time(17))
        if issued_at >= span.opens_at:
            break
        for ahead in range(1, 5):
            k = n + ahead
            error = np.exp(0.09 * ahead * rng.standard_normal())
            pm = float(np.interp(mean[k] * error, (0, 35, 60, 115, 150, 250, 350, 500), (0, 50, 100, 150, 200, 300, 400, 500)))
            o3 = float(np.interp(ozone[k] * error, (0, 100, 160, 215, 265, 800), (0, 50, 100, 150, 200, 300)))
            middle, noon = max(pm, o3), span.index(dt.datetime.combine(days[k].item(), dt.time(14)))
            primary = "" if middle <= 50 else "PM2.5" if pm >= o3 else "O3"
            low, high = round(middle * 0.86), min(500, round(middle * 1.14 + 6))
            wind = world.weather.wind_ms[0, noon] * error
            rain = world.weather.rain_mm[0, span.days == days[k]].sum()
            turn = round(float(world.weather.wind_from_deg[0, noon]) + 18 * float(rng.standard_normal())) % 360
            rows.append(
                (f"{issued_at:%Y-%m-%d %H:%M}", str(days[k]), low, high, primary, turn, f"{wind:.1f}", f"{rain:.1f}", "云澜市环境监测中心")
            )
    headings = words("发布时间 预报日期 AQI下限 AQI上限 首要污染物 风向 风速 降水量 发布单位")
    scribe.csv("空气/预报.csv", headings, rows, received_at=dt.datetime(2026, 12, 7, 17, 30))
