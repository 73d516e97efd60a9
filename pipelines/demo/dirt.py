"""Write values the many ways hands write them."""

from __future__ import annotations

import datetime as dt

import numpy as np

WIDE = str.maketrans("0123456789.", "０１２３４５６７８９．")


def full_width(text: str) -> str:
    """The digits as a Chinese input method leaves them."""
    return text.translate(WIDE)


def serial(moment: dt.date | dt.datetime) -> float:
    """The number under which Excel keeps a date."""
    if not isinstance(moment, dt.datetime):
        moment = dt.datetime(moment.year, moment.month, moment.day)
    return round((moment - dt.datetime(1899, 12, 30)).total_seconds() / 86_400, 6)


def day_text(on: dt.date | None, style: int) -> str:
    """A day in one of three ways of writing."""
    if on is None:
        return ""
    return (str(on), f"{on.year}/{on.month}/{on.day}", f"{on.year}年{on.month}月{on.day}日")[style]


def moment_text(at: dt.datetime, style: int) -> str:
    """An instant in one of three ways of writing."""
    return (
        f"{at:%Y-%m-%d %H:%M:%S}",
        f"{at.year}/{at.month}/{at.day} {at.hour}:{at.minute:02d}",
        f"{at.year}年{at.month}月{at.day}日{at.hour}时{at.minute:02d}分",
    )[style]


def hour_labels(ends_at: np.ndarray, style: str) -> list[str]:
    """The hours of a file: plain, slash, chinese, or with 24:00 for the last hour of a day."""
    found = []
    for end in ends_at.astype("datetime64[s]").tolist():
        if style == "24:00" and end.hour == 0:
            found.append(f"{end - dt.timedelta(days=1):%Y-%m-%d} 24:00")
        elif style == "slash":
            found.append(f"{end.year}/{end.month}/{end.day} {end.hour}:00")
        elif style == "chinese":
            found.append(f"{end.year}年{end.month}月{end.day}日{end.hour}时")
        elif style == "24:00":
            found.append(f"{end:%Y-%m-%d %H:%M}")
        else:
            found.append(f"{end:%Y-%m-%d %H:%M:%S}")
    return found
