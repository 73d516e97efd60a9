"""Say in one Chinese sentence what a vote found and on what evidence."""

from __future__ import annotations

import pandas as pd

from pipelines import datum
from pipelines.city import City
from pipelines.election import MIN_SUPPORT, SEPARATOR, Conflict, Election

LABELS = {"wgs84": "WGS84", "cgcs2000": "CGCS2000", "gcj02": "GCJ-02", "bd09": "BD-09", "unknown": "未声明"}
KINDS = {"enterprise": "污染源", "station": "监测站点", "met_station": "气象站", "complaint": "信访投诉"}


def title(feed: str, *, city: City) -> str:
    """A list as people call it: the `source` of its feed in quotation marks, else its key; both where two feeds of a table share one."""
    told = next((known for known in city.feeds if known.name == feed), None)
    if told is None or not told.source.strip():
        return f"「{feed}」"
    twins = [known for known in city.feeds if known.table == told.table and known.source.strip() == told.source.strip()]
    # inside 「」 a quotation takes 『』
    name = told.source.strip().translate(str.maketrans("「」", "『』"))
    return f"「{name}」" if len(twins) == 1 else f"「{name}」（{feed}）"


def note(rows: pd.DataFrame, election: Election, offset_m: float | None, *, city: City) -> str:
    """The verdict on one group and its reasons, in one sentence."""
    group, label = str(rows["group"].iat[0]), LABELS[str(rows["declared"].iat[0])]
    what = f"{title(str(rows['feed'].iat[0]), city=city)}的{KINDS[str(rows['kind'].iat[0])]}坐标"
    stated = f"{what}未声明坐标系（按 WGS84 处理）" if label == "未声明" else f"{what}申报为 {label}"
    voted = election.accused.get(group)
    if voted is not None:
        evidence = _evidence(group, election, declared=str(rows["declared"].iat[0]), city=city)
        return f"{stated}，疑为 {LABELS[voted]}（两者相差约 {offset_m:.0f} 米）：{evidence}；坐标未移动，请核实。"
    verdict = election.verdict(group)
    if verdict == "disputed":
        return f"{stated}，{_apart(election.disputes_of(group)[0], city=city)}，两份清单必有一份坐标系有误，现有资料无法判断是哪一份。"
    if verdict == "agrees":
        return f"{stated}，表决未见异常。"
    return f"{stated}，可供核对的点不足 {MIN_SUPPORT} 个或不足以区分，无法判断。"


def _apart(conflict: Conflict, *, city: City) -> str:
    return f"与{title(conflict.right.split(SEPARATOR)[1], city=city)}的 {conflict.support} 个相同点相差约 {conflict.offset_m:.0f} 米"


def _evidence(group: str, election: Election, *, declared: str, city: City) -> str:
    ballot, parts = election.ballots[group], []
    if ballot.accuses:
        now, then = 100 * (ballot.share_declared or 0.0), 100 * (ballot.share_best or 0.0)
        parts.append(f"申报坐标系下 {now:.1f}% 的点在所填区县、乡镇内，改按 {LABELS[ballot.best]} 为 {then:.1f}%")
        parts[-1] += f"（{ballot.gained} 点支持，{ballot.lost} 点反对）"
    parts += [_apart(conflict, city=city) for conflict in election.conflicts_of(group)[:1]]
    witnesses = election.conflicts_of(group)
    if not ballot.accuses and len(witnesses) == 1 and declared in datum.WGS84_LIKE:
        other = witnesses[0].right
        if election.ballots[other].clears:
            parts.append("后者经所填区县、乡镇核对无误")
        elif other.split(SEPARATOR)[2] not in datum.WGS84_LIKE and declared != "unknown":
            parts.append("WGS84 栏误填地图坐标最为常见，据此推断")
    accusing = [name for name, other in election.ballots.items() if other.accuses]
    if ballot.accuses and len(accusing) > 1 and not any(other.clears for other in election.ballots.values()):
        parts.append("多份清单同时如此，也可能是区划边界自身的坐标系申报有误")
    return "，".join(parts)
