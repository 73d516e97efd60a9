"""A change in words: which way it goes and whether that is better, never by colour alone."""

from __future__ import annotations

import pandas as pd

from dashboard.wording import Wording


def change(value: object, *, unit: str, is_lower_better: bool, wording: Wording, decimals: int = 1) -> str:
    """Say a change; an unknown one is said to be unknown.

    Parameters
    ----------
    value
        The change, in the unit named; positive is a rise.
    is_lower_better
        Whether a fall is an improvement.
    """
    if value is None or pd.isna(value):
        return wording("change.unknown")
    number = float(str(value))
    if round(number, decimals) == 0:
        return wording("change.same")
    is_better = (number < 0) == is_lower_better
    arrow = "↑" if number > 0 else "↓"
    return f"{arrow}{abs(number):.{decimals}f}{unit} {wording('change.better' if is_better else 'change.worse')}"
