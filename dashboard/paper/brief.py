"""What a daily brief says, apart from how it is laid out: the same content goes to Word and to PDF."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from pipelines.errors import LanxunError


class PaperError(LanxunError):
    """A paper cannot be made."""


@dataclass(frozen=True, kw_only=True)
class Paragraph:
    """One paragraph; every figure in it comes from the facts named.

    Attributes
    ----------
    addressee
        Whom the paragraph asks to do something; stands before it in 【】.
    facts
        Keys in `briefing_facts` the paragraph quotes; empty for a paragraph without figures of its own.
    """

    text: str
    addressee: str = ""
    facts: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Table:
    """A table with a head row that is repeated on each page."""

    caption: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    note: str = ""

    def __post_init__(self) -> None:
        """Refuse rows that do not fit the head."""
        if any(len(row) != len(self.headings) for row in self.rows):
            raise PaperError(f"table {self.caption!r} has rows of another width than its head; this is a fault of the program")


@dataclass(frozen=True, kw_only=True)
class Picture:
    """A picture with a caption under it."""

    png: bytes
    caption: str

    @property
    def is_tall(self) -> bool:
        """Whether it is higher than five sixths of its width; such a picture is held to a height (a PNG tells both in bytes 16 to 24)."""
        width, height = (int.from_bytes(self.png[start : start + 4], "big") for start in (16, 20))
        return 6 * height > 5 * width


Part = Paragraph | Table | Picture


@dataclass(frozen=True, kw_only=True)
class Heading:
    """A heading of the second order: （一）."""

    title: str
    parts: tuple[Part, ...]


@dataclass(frozen=True, kw_only=True)
class Section:
    """A heading of the first order: 一、."""

    title: str
    headings: tuple[Heading, ...] = ()
    parts: tuple[Part, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Brief:
    """One daily brief.

    Attributes
    ----------
    is_demo
        Made from invented data: says so on every page.
    drafted_by, reviewed_by, issued_by
        拟稿, 审核, 签发; empty leaves a line to sign on.
    about
        Data time, version, standard, state of review, in one line at the end.
    """

    bureau: str
    title: str
    dated_on: date
    sections: tuple[Section, ...]
    about: str
    is_demo: bool = False
    mark: str = ""
    drafted_by: str = ""
    reviewed_by: str = ""
    issued_by: str = ""

    def paragraphs(self) -> Sequence[Paragraph]:
        """List every paragraph in order of reading."""
        parts = [part for section in self.sections for part in (*section.parts, *(p for h in section.headings for p in h.parts))]
        return [part for part in parts if isinstance(part, Paragraph)]

    @property
    def sha256(self) -> str:
        """Name the content, so that a signature holds for these words and no others; the pictures show the same facts."""
        said = [
            [section.title, _words(section.parts), [[second.title, _words(second.parts)] for second in section.headings]]
            for section in self.sections
        ]
        content = json.dumps([self.bureau, self.title, str(self.dated_on), said, self.about], ensure_ascii=False)
        return hashlib.sha256(content.encode()).hexdigest()


def _words(parts: Sequence[Part]) -> list[list[object]]:
    paragraphs = [[part.addressee, part.text] for part in parts if isinstance(part, Paragraph)]
    return [*paragraphs, *([part.caption, part.headings, part.rows, part.note] for part in parts if isinstance(part, Table))]


CHINESE_DIGITS = "〇一二三四五六七八九"


def chinese_number(number: int) -> str:
    """Write 1 to 99 as 一, 十, 十一, 二十 …; ValueError beyond."""
    if not 1 <= number <= 99:
        raise ValueError(f"{number} is not between 1 and 99")
    tens, ones = divmod(number, 10)
    if tens == 0:
        return CHINESE_DIGITS[ones]
    head = "" if tens == 1 else CHINESE_DIGITS[tens]
    return f"{head}十{CHINESE_DIGITS[ones] if ones else ''}"


def chinese_date(day: date) -> str:
    """Write a day as 2026年12月8日, without leading zeros (GB/T 9704 7.3.5.4)."""
    return f"{day.year}年{day.month}月{day.day}日"
