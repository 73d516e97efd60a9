"""Hide what names a person in a text from outside: telephone numbers, identity numbers, number plates.

It rather hides too much: of digits that could be a number to call or a person's, only dates and short figures stay.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date

PHONE, IDENTITY, PLATE = "［电话］", "［证件号］", "［车牌］"
# blanks, dashes, dots and invisible marks that people put between digits
GAP = r"[\s\-－—–·•.．_\u00ad\u200b-\u200f\u2060\ufeff]{0,3}"
PROVINCES = "京津冀晋蒙辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝川贵云藏陕甘青宁新"
SPOKEN = "零〇一二三四五六七八九幺两"
PATTERNS = (
    (re.compile(rf"(?<!\d)[1-9](?:{GAP}\d){{16}}{GAP}[\dX](?!\d)"), IDENTITY),
    (re.compile(r"(?<!\d)[1-9]\d{14}(?!\d)"), IDENTITY),
    (re.compile(rf"(?:\+?86{GAP})?1{GAP}[3-9](?:{GAP}\d){{9}}"), PHONE),
    (re.compile(rf"(?<!\d)[(]?0\d{{2,3}}[)]?{GAP}[2-9](?:{GAP}\d){{6,7}}(?!\d)"), PHONE),
    (re.compile(rf"(?<!\d)[48]00(?:{GAP}\d){{7}}(?!\d)"), PHONE),
    (re.compile(rf"[{SPOKEN}](?:{GAP}[{SPOKEN}]){{6,}}"), PHONE),
    (re.compile(rf"[{PROVINCES}]{GAP}[A-Z]{GAP}[A-Z0-9](?:{GAP}[A-Z0-9]){{3,4}}{GAP}(?:[A-Z0-9]|[挂学警港澳])"), PLATE),
)
RUN = re.compile(r"\d{7,}")


def _half_width(text: str) -> str:
    """Write full-width digits, letters and signs as usual ones, one for one, so that places stay the same."""
    return "".join(found if len(found := unicodedata.normalize("NFKC", mark).upper()) == 1 else mark for mark in text)


def _is_date(digits: str) -> bool:
    try:
        return len(digits) <= 14 and digits[:2] in {"19", "20"} and bool(date.fromisoformat(f"{digits[:4]}-{digits[4:6]}-{digits[6:8]}"))
    except ValueError:
        return False


def _spans(text: str) -> list[tuple[int, int, str]]:
    found = [(match.start(), match.end(), mark) for pattern, mark in PATTERNS for match in pattern.finditer(text)]
    found += [(match.start(), match.end(), PHONE) for match in RUN.finditer(text) if not _is_date(match[0])]
    return sorted(found, key=lambda span: (span[0], -span[1]))


def redacted(text: str) -> str:
    """Give the text with every such number replaced by a word that says what stood there."""
    parts, at = [], 0
    for start, end, mark in _spans(_half_width(text)):
        if start >= at:
            parts += [text[at:start], mark]
        at = max(at, end)
    return "".join(parts) + text[at:]
