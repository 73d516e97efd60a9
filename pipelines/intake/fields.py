"""Cast one text to one field, strictly: the single ladder behind every format.

SQL (`casting.py`) takes over the easy values; what it leaves comes here, each distinct text once. A text ends as a value, as *not measured*
(null without a fault), or as a reason code. Nothing is guessed: what may mean two things is a reason.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from dataclasses import field as entry
from datetime import date, datetime, timedelta

from pipelines.contract import Field, Kind
from pipelines.intake.moments import UnreadableError, instant
from pipelines.intake.units import AS_IS, Conversion

Value = str | float | int | bool | date | datetime | None
BLANKS = " \t\r\n\v\f\u3000\u00a0\ufeff\u200b"
NOT_MEASURED = ("—", "——", "-", "--", "－", "–", "/", "\\", "NA", "N/A", "n/a", "NULL", "null", "None", "#N/A")
# -9999 is never a reading; the shorter ones are readings where the contract admits them (longitude -99, power -99 kW).
ALWAYS_MISSING = (-9999.0,)
MISSING_OUT_OF_RANGE = (-99.0, -999.0)
TRUE_WORDS = ("是", "有", "true", "yes", "y", "1", "1.0", "√", "✓", "属实", "t")
FALSE_WORDS = ("否", "无", "false", "no", "n", "0", "0.0", "×", "✗", "不属实", "没有", "f")
EARLIEST, LATEST, LATEST_MOMENT = datetime(1900, 1, 1), datetime(9999, 12, 31), datetime(2200, 1, 1)
_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?")
_GROUPED = re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d+)?")
_LIMIT = re.compile(r"[<≤>≥]=?\s*[\d.]+.*|.*(未检出|低于检出限|ND)")
_ANGLE = re.compile(
    r"([+-]?)(\d{1,3})\s*[°度º]\s*(?:(\d{1,2}(?:\.\d+)?)\s*[′'’分]\s*(?:(\d{1,2}(?:\.\d+)?)\s*(?:[″\"”秒]|'')\s*)?)?([NSEWnsew东西南北]?)"
)
_LOST_DIGITS = re.compile(r"\d(\.\d+)?[eE]\+\d+")
_EXCEL_ERROR = re.compile(r"#(REF!|DIV/0!|VALUE!|NAME\?|NUM!|NULL!|SPILL!|CALC!|####+)|#{3,}")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


@dataclass(frozen=True, kw_only=True)
class Reading:
    """What a text means: a value, or null for *not measured*, or null with the reason why it is refused."""

    value: Value = None
    reason: str | None = None


@dataclass(frozen=True, kw_only=True)
class Rule:
    """How one feed writes one field."""

    field: Field
    conversion: Conversion = AS_IS
    words: Mapping[str, str] = entry(default_factory=dict)
    time_format: str | None = None
    feed_clock: timedelta = timedelta()
    city_clock: timedelta = timedelta()
    is_moment: bool = False

    @property
    def shift(self) -> timedelta:
        """What turns the feed's clock into the city's."""
        return self.city_clock - self.feed_clock


def read(text: str, rule: Rule) -> Reading:
    """The meaning of one cell under one rule."""
    trimmed = text.strip(BLANKS)
    replaced = rule.words.get(trimmed, rule.words.get(unicodedata.normalize("NFKC", trimmed)))
    if replaced is not None:
        trimmed = replaced.strip(BLANKS)
    if trimmed == "" or trimmed in NOT_MEASURED:
        return Reading()
    if _CONTROL.search(trimmed):
        return Reading(reason="control_character")
    if _EXCEL_ERROR.fullmatch(trimmed):
        return Reading(reason="excel_error")
    return _READERS[rule.field.kind](trimmed, rule)


def missing(rule: Rule) -> tuple[float, ...]:
    """The numbers that mean *not measured* for this field."""
    low = rule.field.minimum
    return (*ALWAYS_MISSING, *(n for n in MISSING_OUT_OF_RANGE if low is None or n < low))


def _ranged(value: float, rule: Rule) -> Reading:
    converted = rule.conversion.apply(value)
    if not math.isfinite(converted):
        return Reading(reason="not_finite")
    low, high = rule.field.minimum, rule.field.maximum
    if (low is not None and converted < low) or (high is not None and converted > high):
        return Reading(reason="out_of_range")
    return Reading(value=converted)


def _angle(text: str, name: str) -> float | None:
    match = _ANGLE.fullmatch(text)
    if match is None or name not in ("lon", "lat"):
        return None
    minute, second = float(match[3] or 0), float(match[4] or 0)
    if minute >= 60 or second >= 60:
        return None
    value = int(match[2]) + minute / 60 + second / 3600
    return -value if match[1] == "-" or (match[5] in ("S", "W", "s", "w", "西", "南") and match[5]) else value


def _number(text: str, rule: Rule) -> Reading:
    plain = unicodedata.normalize("NFKC", text).replace("−", "-").strip(BLANKS)
    if _LIMIT.fullmatch(plain):
        return Reading(reason="below_detection" if plain[0] not in ">≥" else "above_detection")
    if _GROUPED.fullmatch(plain):
        plain = plain.replace(",", "")
    if not _NUMBER.fullmatch(plain):
        angle = _angle(text, rule.field.name)
        if angle is None:
            angle = _angle(plain, rule.field.name)
        return Reading(reason="not_a_number") if angle is None else _ranged(angle, rule)
    value = float(plain)
    if value in missing(rule):
        return Reading()
    return _ranged(value, rule)


def _integer(text: str, rule: Rule) -> Reading:
    reading = _number(text, rule)
    if isinstance(reading.value, float):
        if not reading.value.is_integer():
            return Reading(reason="not_an_integer")
        if abs(reading.value) > 2**53:
            return Reading(reason="out_of_range")
        return Reading(value=int(reading.value))
    return reading


def _boolean(text: str, _rule: Rule) -> Reading:
    word = unicodedata.normalize("NFKC", text).lower()
    if word in TRUE_WORDS or text in TRUE_WORDS:
        return Reading(value=True)
    if word in FALSE_WORDS or text in FALSE_WORDS:
        return Reading(value=False)
    return Reading(reason="not_a_boolean")


def _instant(text: str, rule: Rule) -> datetime:
    if len(text) > 64:
        raise UnreadableError("not_a_date")
    plain = unicodedata.normalize("NFKC", text).strip(BLANKS)
    try:
        return instant(plain, time_format=rule.time_format, clock=rule.feed_clock)
    except OverflowError:
        raise UnreadableError("date_out_of_range") from None


def _datetime(text: str, rule: Rule) -> Reading:
    try:
        moment = _instant(text, rule) + rule.shift
    except UnreadableError as refusal:
        return Reading(reason=str(refusal))
    except OverflowError:
        return Reading(reason="date_out_of_range")
    if not EARLIEST <= moment < LATEST_MOMENT:
        return Reading(reason="date_out_of_range")
    return Reading(value=moment)


def _date(text: str, rule: Rule) -> Reading:
    try:
        moment = _instant(text, rule)
    except UnreadableError as refusal:
        return Reading(reason=str(refusal))
    if not EARLIEST <= moment <= (LATEST_MOMENT if rule.is_moment else LATEST):
        return Reading(reason="date_out_of_range")
    return Reading(value=moment.date())


def _string(text: str, rule: Rule) -> Reading:
    if rule.field.words:
        for word in (text, unicodedata.normalize("NFKC", text)):
            if word in rule.field.words:
                return Reading(value=word)
            if word.lower() in rule.field.words:
                return Reading(value=word.lower())
        return Reading(reason="unknown_word")
    if _LOST_DIGITS.fullmatch(text):
        return Reading(reason="digits_lost")
    return Reading(value=text)


def _geometry(text: str, _rule: Rule) -> Reading:
    if re.match(r'\{.*"type"\s*:', text, re.DOTALL) and '"coordinates"' in text:
        return Reading(value=text)
    return Reading(reason="not_a_geometry")


_READERS: dict[Kind, Callable[[str, Rule], Reading]] = {
    "number": _number,
    "integer": _integer,
    "boolean": _boolean,
    "datetime": _datetime,
    "date": _date,
    "string": _string,
    "geojson": _geometry,
}
