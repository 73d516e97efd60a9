"""Tell how a text file is encoded, strictly, and count its lines without reading its cells."""

from __future__ import annotations

import codecs
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from pipelines.errors import InputError
from pipelines.intake.limits import Limits

BLOCK = 1 << 20
_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


@dataclass(frozen=True, kw_only=True)
class Survey:
    """What a file's bytes say before anything is parsed."""

    line_count: int
    crlf: int
    cr: int
    lf: int
    has_controls: bool
    underscores: int
    quotes: int
    has_high_bytes: bool
    is_utf8: bool

    @property
    def is_even(self) -> bool:
        """Every line ends alike, so that any reader counts the same lines."""
        return self.cr == 0 or self.cr == self.crlf == self.lf


def survey(path: Path, *, limits: Limits, place: str) -> Survey:
    """Count line ends and look at the bytes of a file; refuses an endless line with InputError."""
    lf = cr = crlf = underscores = quotes = 0
    has_controls = has_high = False
    decoder = codecs.getincrementaldecoder("utf-8")("strict")
    is_utf8, since_newline, last = True, 0, b""
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            codes = np.frombuffer(block, np.uint8)
            ends, returns, is_odd = _ends(codes, block)
            lf, cr = lf + ends, cr + returns
            underscores, quotes = underscores + _count(block, b"_"), quotes + _count(block, b'"')
            crlf += (block.count(b"\r\n") if returns else 0) + (last == b"\r" and block[:1] == b"\n")
            has_controls = has_controls or is_odd
            has_high = has_high or not block.isascii()
            if is_utf8 and has_high:
                try:
                    decoder.decode(block)
                except UnicodeDecodeError:
                    is_utf8 = False
            since_newline = _tail(block, since_newline)
            if since_newline > limits.line_bytes:
                raise InputError(
                    f"{place}, line {lf + 1} is longer than {limits.line_bytes >> 20} MB; it is no table, export the file again"
                )
            last = block[-1:]
    # What the decoder still holds is a letter that the end of the file cut in two.
    is_utf8 = is_utf8 and not decoder.getstate()[0]
    ends = lf if lf else cr
    line_count = ends + (last not in (b"", b"\n") and not (lf == 0 and last == b"\r"))
    return Survey(
        line_count=line_count,
        crlf=crlf,
        cr=cr,
        lf=lf,
        has_controls=has_controls,
        underscores=underscores,
        quotes=quotes,
        has_high_bytes=has_high,
        is_utf8=is_utf8,
    )


def _ends(codes: np.ndarray, block: bytes) -> tuple[int, int, bool]:
    """How many line feeds and carriage returns stand there, and whether any other control character but a tab does."""
    feeds, low = int(np.count_nonzero(codes == 10)), int(np.count_nonzero(codes < 32))
    returns = int(np.count_nonzero(codes == 13)) if low != feeds else 0
    tabs = int(np.count_nonzero(codes == 9)) if low != feeds + returns else 0
    return feeds, returns, low != feeds + returns + tabs or b"\x7f" in block


def _count(block: bytes, code: bytes) -> int:
    """How often a rare byte stands there: most blocks hold none, and looking is ten times faster than counting."""
    return block.count(code) if code in block else 0


def _tail(block: bytes, before: int) -> int:
    end = max(block.rfind(b"\n"), block.rfind(b"\r"))
    return before + len(block) if end < 0 else len(block) - end - 1


def marked(path: Path) -> str | None:
    """The encoding a byte order mark declares."""
    with path.open("rb") as file:
        head = file.read(4)
    return next((encoding for bom, encoding in _BOMS if head.startswith(bom)), None)


def transcode(source: Path, target: Path, *, encoding: str, place: str, limits: Limits) -> None:
    """Write a UTF-8 copy; refuses bytes the encoding does not have with InputError naming the line."""
    try:
        decoder = codecs.getincrementaldecoder(encoding)("strict")
    except LookupError:
        raise InputError(f"{place}: encoding {encoding!r} is unknown; use utf-8, gb18030 or utf-16 in feeds.toml") from None
    lines = written = 0
    with source.open("rb") as file, target.open("wb") as copy:
        while True:
            block = file.read(BLOCK)
            try:
                text = decoder.decode(block, final=not block)
            except UnicodeDecodeError as fault:
                line = lines + 1 + str(fault.object[: fault.start], encoding, "replace").count("\n")
                bad = bytes(fault.object[fault.start : fault.start + 2]).hex(" ")
                raise InputError(
                    f"{place}, line {line}: bytes {bad} are not {encoding}; set encoding in feeds.toml or save as UTF-8"
                ) from fault
            lines += text.count("\n")
            data = text.encode("utf-8")
            written += len(data)
            if written > limits.unpacked_bytes * 4:
                raise InputError(f"{place} is larger than the limit once it is UTF-8; split it")
            copy.write(data.removeprefix(codecs.BOM_UTF8) if written == len(data) else data)
            if not block:
                return


def is_damaged_utf8(path: Path) -> bool:
    """Whether most lines with letters beyond ASCII are good UTF-8: a few bad lines then are damage, not another encoding.

    GBK text is hardly ever valid UTF-8 line after line; without this a single broken byte would turn a UTF-8 file into gb18030 mojibake.
    """
    good = bad = 0
    with path.open("rb") as file:
        for line in file:
            if not line.isascii():
                try:
                    line.decode("utf-8")
                    good += 1
                except UnicodeDecodeError:
                    bad += 1
    return good > bad
