"""Write three enterprise lists of one invented town, with the truth of who is who beside them.

Half the enterprises stand in crowded parks beside firms of the same trade; chains have branches, companies have several plants.
The later lists spell the names as bureaus do, lose half the codes, mistype some, and place the points up to 600 m off.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from pipelines import uscc

SIGNS = "宏达发盛兴隆华瑞祥泰鑫源恒丰金鼎中天成龙凤鸣康乐福安顺利远航"
TRADES = ("机械制造", "精细化工", "建材", "水泥制品", "铸造", "涂料", "家具", "包装印刷", "食品", "塑料制品", "汽车维修", "木业")
ENDS = ("有限公司", "有限责任公司", "厂", "股份有限公司")
SIZE = 1200


def _code(number: int) -> str:
    body = f"91410799{number:09d}"
    return body + uscc.check_character(body)


def _truth(rng: np.random.Generator) -> pd.DataFrame:
    parks = rng.uniform(0, 12_000, (6, 2))
    rows = []
    for n in range(SIZE):
        x, y = parks[rng.integers(6)] + rng.normal(0, 500, 2) if n % 2 else rng.uniform(0, 12_000, 2)
        sign = "".join(rng.choice(list(SIGNS), int(rng.integers(2, 4))))
        trade = TRADES[rng.integers(len(TRADES))]
        rows.append({"who": n, "name": f"长垣市{sign}{trade}{ENDS[rng.integers(4)]}", "uscc": _code(n), "x_m": x, "y_m": y})
        if n % 15 == 0:  # a second plant of the same company, near enough to be confused
            rows.append(rows[-1] | {"who": SIZE + n, "name": rows[-1]["name"] + "第二分公司", "uscc": _code(SIZE + n), "x_m": x + 300})
        if n % 20 == 0:  # a chain with three shops in one street
            rows += [
                {"who": 2 * SIZE + 3 * n + k, "name": f"{sign}火锅({street}店)", "uscc": "", "x_m": x + 200 * k, "y_m": y + 100}
                for k, street in enumerate(("人民路", "宏力大道", "蒲西"))
            ]
    return pd.DataFrame(rows)


def _spelt(name: str, rng: np.random.Generator) -> str:  # noqa: PLR0911
    choice = rng.integers(8)
    if choice == 0:
        return name.replace("长垣市", "")
    if choice == 1:
        return name.replace("长垣市", "长垣")
    if choice == 2:
        return name.replace("有限责任公司", "有限公司")
    if choice == 3:
        return name.replace("(", "\uff08").replace(")", "\uff09").replace("长垣市", "河南省长垣市")
    if choice == 4:
        return name.replace("制造", "").replace("制品", "")
    if choice == 5 and "有限" in name and "分公司" not in name:
        return name[:-4] + "公司"
    if choice == 6 and len(name) > 9 and "店" not in name:
        at = 6  # one character of the trade mistyped
        return name[:at] + "口" + name[at + 1 :]
    return name


def lists(seed: int) -> pd.DataFrame:
    """Rows for `linkage.link` with a column `who`; the first list is clean but lacks 15 % of the town."""
    rng = np.random.default_rng(seed)
    truth = _truth(rng)
    parts = [truth[rng.random(len(truth)) < 0.85].assign(source_feed="permits")]
    for feed, share in (("survey", 0.8), ("map", 0.5)):
        part = truth[rng.random(len(truth)) < share].sample(frac=1.0, random_state=seed).reset_index(drop=True)
        far, angle = rng.uniform(0, 600, len(part)), rng.uniform(0, 2 * np.pi, len(part))
        part = part.assign(source_feed=feed, name=[_spelt(name, rng) for name in part["name"]])
        part = part.assign(x_m=part["x_m"] + far * np.sin(angle), y_m=part["y_m"] + far * np.cos(angle))
        kept = rng.random(len(part)) < 0.5
        part["uscc"] = [code if keep else "" for code, keep in zip(part["uscc"], kept, strict=True)]
        slip = rng.random(len(part)) < 0.05
        part["uscc"] = [code[:-1] + "I" if code and bad else code for code, bad in zip(part["uscc"], slip, strict=True)]
        parts.append(part)
    rows = pd.concat(parts, ignore_index=True)
    valid = [code if uscc.is_valid(code) else "" for code in rows["uscc"]]
    return rows.assign(source_key=rows["source_feed"] + ":" + rows.index.astype(str), valid_uscc=valid, corrected=None)
