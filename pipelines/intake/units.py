"""Turn a feed's unit into the contract's; a pair without a row here is refused, because a factor is never guessed."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipelines.contract import Field
from pipelines.errors import ConfigurationError


@dataclass(frozen=True, kw_only=True)
class Conversion:
    """`(value + before) * times / by`: division keeps 300 / 1000 = 0.3 exact where a factor 0.001 would not."""

    times: float = 1.0
    by: float = 1.0
    before: float = 0.0

    def apply(self, value: float) -> float:
        """The value in the contract's unit."""
        return (value + self.before) * self.times / self.by

    def sql(self, expression: str) -> str:
        """The same in SQL, in the same order of operations, so that both give the same bits."""
        if self == Conversion():
            return expression
        return f"(({expression}) + {self.before!r}::double) * {self.times!r}::double / {self.by!r}::double"


AS_IS = Conversion()
_TABLE: dict[tuple[str, str], Conversion] = {
    ("ug/m3", "mg/m3"): Conversion(by=1000.0),
    ("mg/m3", "ug/m3"): Conversion(times=1000.0),
    ("ng/m3", "ug/m3"): Conversion(by=1000.0),
    ("mph", "m/s"): Conversion(times=0.44704),
    ("km/h", "m/s"): Conversion(by=3.6),
    ("kn", "m/s"): Conversion(times=1852.0, by=3600.0),
    ("ft/s", "m/s"): Conversion(times=0.3048),
    ("degF", "degC"): Conversion(before=-32.0, times=5.0, by=9.0),
    ("K", "degC"): Conversion(before=-273.15),
    ("Pa", "hPa"): Conversion(by=100.0),
    ("kPa", "hPa"): Conversion(times=10.0),
    ("inHg", "hPa"): Conversion(times=33.863886666667),
    ("mmHg", "hPa"): Conversion(times=1.33322387415),
    ("in", "mm"): Conversion(times=25.4),
    ("cm", "mm"): Conversion(times=10.0),
    ("kg", "t/a"): Conversion(by=1000.0),
    ("g", "t/a"): Conversion(by=1_000_000.0),
    ("lb", "t/a"): Conversion(times=0.00045359237),
    ("10k t", "t/a"): Conversion(times=10_000.0),
    ("W", "kW"): Conversion(by=1000.0),
    ("MW", "kW"): Conversion(times=1000.0),
    ("10k CNY", "CNY"): Conversion(times=10_000.0),
    ("1", "%"): Conversion(times=100.0),
    ("%", "1"): Conversion(by=100.0),
    ("0.1 degC", "degC"): Conversion(by=10.0),
    ("0.1 m/s", "m/s"): Conversion(by=10.0),
}
_WORDS = {
    "微克/立方米": "ug/m3", "毫克/立方米": "mg/m3", "公里/小时": "km/h", "米/秒": "m/s", "节": "kn", "万吨": "10k t",
    "吨": "t", "千克": "kg", "公斤": "kg", "克": "g", "磅": "lb", "万元": "10k CNY", "元": "CNY", "千瓦": "kW", "瓦": "W",
    "百帕": "hPa", "毫米": "mm", "℃": "degC", "℉": "degF", "knots": "kn", "knot": "kn", "kmh": "km/h", "kph": "km/h",
    "mi/h": "mph", "lbs": "lb", "pounds": "lb", "grams": "g", "tonne": "t", "tonnes": "t", "C": "degC", "F": "degF",
    "inch": "in", "mb": "hPa", "mbar": "hPa", "fraction": "1", "°": "deg", "degree": "deg",
}  # fmt: skip
_SAME = {("t", "t/a"), ("mm/h", "mm")}


def _plain(unit: str) -> str:
    text = unit.strip().replace("μ", "u").replace("µ", "u").replace("³", "3").replace("^3", "3")
    text = re.sub(r"\s*/\s*", "/", text)
    yearly = re.sub(r"/(a|yr|year|年)$", "", text)
    return _WORDS.get(yearly, _WORDS.get(text, yearly if yearly != text else text))


def conversion(field: Field, unit: str | None, *, feed: str) -> Conversion:
    """How a feed's unit becomes the field's; an unknown pair is refused with ConfigurationError."""
    if unit is None:
        return Conversion()
    if field.unit is None:
        raise ConfigurationError(f"feeds.toml, feed {feed!r}: {field.name} has no unit, so units cannot name {unit!r}; remove it")
    source, wanted = _plain(unit), field.unit
    if source in (wanted, _plain(wanted)) or (source, wanted) in _SAME:
        return Conversion()
    found = _TABLE.get((source, wanted))
    if found is None:
        known = sorted({pair[0] for pair in _TABLE if pair[1] == wanted} | {wanted})
        why = "; a volume ratio needs the temperature of the standard, convert it before delivery" if source in ("ppb", "ppm") else ""
        raise ConfigurationError(
            f"feeds.toml, feed {feed!r}: unit {unit!r} of {field.name} cannot be turned into {wanted}{why}; use one of {', '.join(known)}"
        )
    return found
