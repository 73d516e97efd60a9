"""Words that would have people disturb a monitor (干扰监测) instead of its sources; no screen may propose such a thing.

Spraying, closing roads or covering an inlet near a station makes its reading better and the air no cleaner; it is an offence
under the law on monitoring data. A text of our own is tested to hold none of these; a text that a bureau delivered is shown
with a warning beside it, never silently and never cut.
"""

from __future__ import annotations

import re

STATION = r"(?:采样|监测点|监测站|站点|站房|点位|进气|仪器)"
PROPOSALS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"雾炮|雾森|喷雾|喷淋|喷水|喷洒|洒水|水炮|水幕|高压冲洗",
        r"封路|封闭[^。；，]{0,6}(?:道路|路段|路口)|封控|断路|断交|交通管制|(?:禁止|限制)[^。；，]{0,8}(?:通行|驶入|进入)|禁行|限行|绕行",
        rf"(?:遮挡|围挡|遮盖|罩住|堵塞|堵住|包裹|封堵|加装滤|覆盖)[^。；，]{{0,8}}{STATION}",
        rf"{STATION}[^。；，]{{0,8}}(?:遮挡|围挡|遮盖|罩|堵|包裹|棉纱|空气净化|冲洗)",
        r"(?:移动|搬迁|断电|停运)[^。；，]{0,4}(?:采样|监测站|站房|监测点|仪器)",
        r"\bspray|mist cannon|fog cannon|water cannon|sprinkl",
        r"(?:close|block|divert)\w*[^.;,]{0,20}\b(?:road|street|traffic)",
        r"(?:cover|block|shield|obstruct)\w*[^.;,]{0,20}\b(?:inlet|sampl|monitor|station)",
    )
)
FORBIDDING = re.compile(r"严禁|禁止|不得|不准|不许|杜绝|must not|never|no\b|forbid", re.IGNORECASE)
CLAUSE = re.compile(r"[^。；;，,\n.]+")


def proposals(text: str | None) -> list[str]:
    """List what a text proposes that would disturb a monitor; a clause that forbids it proposes nothing."""
    found: list[str] = []
    for clause in CLAUSE.findall(text or ""):
        for pattern in PROPOSALS:
            for match in pattern.finditer(clause):
                if not FORBIDDING.search(clause[: match.start()]) and match[0] not in found:
                    found.append(match[0])
    return found
