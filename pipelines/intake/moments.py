"""Read dates and instants as bureaus write them, strictly: what is ambiguous is refused, never guessed."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, timezone

_DATE = r"(\d{4})\s*(?:-|/|\.|年)\s*(\d{1,2})\s*(?:-|/|\.|月)\s*(\d{1,2})\s*日?"
_CLOCK = r"(\d{1,2})\s*(?:[:时点]\s*(?:(\d{1,2})\s*(?:[:分]\s*(?:(\d{1,2})(?:\.\d+)?\s*秒?)?)?)?)?"
_ZONE = r"\s*(Z|[+-]\d{2}:?\d{2})?"
_DATED = re.compile(rf"{_DATE}(?:[\sT]*{_CLOCK}{_ZONE})?")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})(?:T?(\d{2})(?:(\d{2})(\d{2})?)?)?")
_SHORT_CLOCK = re.compile(r"(\d{4})-(\d{2})-(\d{2})T(\d{2})(\d{2})?")
_SERIAL = re.compile(r"\d{5}(?:\.\d+)?")
_NUMBER = re.compile(r"\d+(?:\.0+)?")
# 2000-01-01 … 2099-12-31 as days since 1899-12-30: outside it a bare five-digit number is no date.
_SERIALS = (36_526.0, 73_050.0)
_EPOCH_S = {"epoch_s": 1.0, "epoch_ms": 1000.0}


class UnreadableError(ValueError):
    """A text that is no moment; its text is the reason code."""


def _moment(parts: tuple[str | None, ...]) -> datetime:
    year, month, day, hour, minute, second = (int(part or 0) for part in parts)
    try:
        start = datetime(year, month, day)
    except ValueError:
        raise UnreadableError("no_such_date") from None
    if minute > 59 or second > 59 or hour > 24 or (hour == 24 and (minute or second)):
        raise UnreadableError("no_such_time")
    return start + timedelta(hours=hour, minutes=minute, seconds=second)


def _zoned(moment: datetime, zone: str | None, clock: timedelta) -> datetime:
    if not zone:
        return moment
    shift = timedelta()
    if zone != "Z":
        digits = zone[1:].replace(":", "")
        shift = (-1 if zone[0] == "-" else 1) * timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    # The caller adds (city − feed clock) to every moment; taking the feed's clock here keeps that the only shift.
    return moment - shift + clock


def _joined(text: str, clock: timedelta) -> datetime:
    """A moment spread over several headings, already joined by `|`: date|hour, date|time, year|month|day(|hour)."""
    parts = [re.sub(r"(?<=\d)\.0+$", "", part.strip()) for part in text.split("|")]
    if len(parts) in (3, 4) and all(_NUMBER.fullmatch(part) for part in parts) and len(parts[0]) == 4:
        return _moment((*parts, *("0",) * (6 - len(parts))))
    if len(parts) != 2:
        raise UnreadableError("not_a_date")
    day = instant(parts[0], time_format=None, clock=clock)
    if day.time().hour or day.time().minute:
        raise UnreadableError("ambiguous_date")
    match = re.fullmatch(_CLOCK, parts[1])
    if match is None:
        raise UnreadableError("no_such_time")
    return _moment((str(day.year), str(day.month), str(day.day), *match.groups()))


def _formatted(text: str, time_format: str, clock: timedelta) -> datetime | None:
    if time_format in _EPOCH_S:
        if not re.fullmatch(r"-?\d+(\.\d+)?", text):
            return None
        return datetime.fromtimestamp(float(text) / _EPOCH_S[time_format], UTC).replace(tzinfo=None) + clock
    try:
        moment = datetime.strptime(text, time_format)
    except ValueError:
        return None
    if moment.tzinfo is not None:
        moment = moment.astimezone(timezone(clock)).replace(tzinfo=None)
    return moment


def instant(text: str, *, time_format: str | None, clock: timedelta) -> datetime:
    """The moment a text names on the feed's clock (`clock` = its offset from UTC); refuses with UnreadableError."""
    if time_format is not None:
        moment = _formatted(text, time_format, clock)
        if moment is not None:
            return moment
    if "|" in text:
        return _joined(text, clock)
    match = _DATED.fullmatch(text)
    if match:
        return _zoned(_moment(match.groups()[:6]), match[7], clock)
    match = _SHORT_CLOCK.fullmatch(text)
    if match:
        return _moment((*match.groups(), None))
    match = _COMPACT.fullmatch(text)
    if match:
        return _moment(match.groups())
    if _SERIAL.fullmatch(text) and _SERIALS[0] <= float(text) < _SERIALS[1]:
        seconds = round(float(text) * 86_400)
        return datetime(1899, 12, 30) + timedelta(seconds=seconds)
    if re.fullmatch(r"[\d\s./:-]+", text):
        raise UnreadableError("ambiguous_date")
    raise UnreadableError("not_a_date")


def day(moment: datetime) -> date:
    """The calendar day of a moment that is used as a date."""
    return moment.date()
