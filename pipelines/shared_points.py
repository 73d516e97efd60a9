"""Find the same place in two lists: by a valid USCC that both hold once, else by a name that both hold once."""

from __future__ import annotations

import numpy as np
import pandas as pd

from pipelines import names

SHARED_WITHIN_M = 2000.0  # beyond it two rows of one name are two places; the largest datum error (BD-09) is 1.3 km


def pairs(points: pd.DataFrame) -> pd.DataFrame:
    """Rows `left`, `right` (positions in `points`) and `by` ('uscc' or 'name') of the same place in two groups.

    `points` needs kind, group, code, name, x_m and y_m (under the declared datum); only enterprises and stations are matched.
    """
    usable = points[points["kind"].isin(("enterprise", "station")) & points["x_m"].notna()]
    if usable.empty:
        return pd.DataFrame({"left": pd.Series(dtype=np.int64), "right": pd.Series(dtype=np.int64), "by": pd.Series(dtype=object)})
    by_code = _matches(usable[usable["code"] != ""], key="code").assign(by="uscc")
    plain = usable.assign(plain=[names.plain(name) if isinstance(name, str) else "" for name in usable["name"]])
    by_name = _matches(plain[plain["plain"] != ""], key="plain").assign(by="name")
    found = pd.concat([by_code, by_name], ignore_index=True).drop_duplicates(["left", "right"], ignore_index=True)
    x, y = points["x_m"].to_numpy(), points["y_m"].to_numpy()
    left, right = found["left"].to_numpy(dtype=np.int64), found["right"].to_numpy(dtype=np.int64)
    distance_m = np.hypot(x[left] - x[right], y[left] - y[right])
    near: pd.DataFrame = found[distance_m <= SHARED_WITHIN_M].reset_index(drop=True)
    return near


def _matches(rows: pd.DataFrame, *, key: str) -> pd.DataFrame:
    once = rows.reset_index(names="row")[["row", "kind", "group", key]].drop_duplicates(["kind", "group", key], keep=False)
    both = once.merge(once, on=["kind", key], suffixes=("_left", "_right"))
    both = both[both["group_left"] < both["group_right"]]
    return pd.DataFrame({"left": both["row_left"], "right": both["row_right"]}).astype(np.int64).reset_index(drop=True)
