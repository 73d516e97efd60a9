"""Small words for values that may be missing."""

from __future__ import annotations

import pandas as pd

from dashboard.wording import Wording


def is_known(value: object) -> bool:
    """Whether there is a value; an empty text is none."""
    return value is not None and not pd.isna(value) and value != ""


def day(value: object) -> str:
    """Write a day as the bureau does; a dash when it is missing."""
    return f"{pd.Timestamp(value):%Y-%m-%d}" if is_known(value) else "—"


def yes_no(value: object, wording: Wording) -> str:
    """Say yes, no, or that nobody wrote it down."""
    return wording(f"yes_no.{bool(value)}") if is_known(value) else wording("yes_no.unknown")
