"""Cut a damaged CSV into records and still know on which physical line each begins."""

from __future__ import annotations

import csv
from collections import deque
from collections.abc import Callable, Iterator
from pathlib import Path

from pipelines.intake.limits import Limits
from pipelines.intake.sheet import Record, Refused

BLOCK = 1 << 20
UNCLOSED = "unexpected end of data"


def lines_of(path: Path, *, newline: bytes) -> Iterator[bytes]:
    """The physical lines of a file with their ends, cut at `newline` only."""
    if newline == b"\n":
        with path.open("rb") as file:
            yield from file
        return
    rest = b""
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            *whole, rest = (rest + block).split(newline)
            for line in whole:
                yield line + newline
    if rest:
        yield rest


class Reader:
    """Records of a UTF-8 file from a given line on; lines that are no record are counted or refused.

    After iteration `non_data` holds blank and continuation lines, `refused` the lines that could not be cut, `seen` every line read.
    """

    def __init__(
        self, path: Path, *, newline: bytes, delimiter: str, skip: int, width: int, limits: Limits, is_note: Callable[[list[str]], bool]
    ) -> None:
        self._source = lines_of(path, newline=newline)
        self._pending: deque[tuple[int, str]] = deque()
        self._delimiter, self._skip, self._width, self._limits = delimiter, skip, width, limits
        self._is_note = is_note
        self.non_data = 0
        self.seen = 0
        self.refused: list[Refused] = []
        csv.field_size_limit(limits.line_bytes * 2)

    def _line(self) -> tuple[int, str] | None:
        while not self._pending:
            raw = next(self._source, None)
            if raw is None:
                return None
            self.seen += 1
            if self.seen <= self._skip:
                self.non_data += 1
                continue
            try:
                return self.seen, raw.decode("utf-8")
            except UnicodeDecodeError:
                self._refuse(self.seen, "undecodable_bytes", raw.decode("utf-8", "backslashreplace"))
        return self._pending.popleft()

    def _refuse(self, line: int, reason: str, text: str) -> None:
        self.refused.append(Refused(line=line, reason=reason, raw_text=text.rstrip("\r\n")))

    def __iter__(self) -> Iterator[Record]:
        """Each record that has cells, in order."""
        while (item := self._line()) is not None:
            line, text = item
            body = text.rstrip("\r\n")
            if not body.strip():
                self.non_data += 1
                continue
            if '"' not in body:
                cells, raw = body.split(self._delimiter), body
            else:
                parsed = self._quoted(line, text)
                if parsed is None:
                    continue
                cells, raw = parsed
            record = self._checked(line, cells, raw)
            if record is not None:
                yield record

    def _quoted(self, line: int, text: str) -> tuple[list[str], str] | None:
        """The cells of a record with quotes, which may run over several lines; None when refused."""
        taken: list[tuple[int, str]] = [(line, text)]

        def feed() -> Iterator[str]:
            yield text
            while len(taken) < self._limits.record_lines:
                more = self._line()
                if more is None:
                    return
                taken.append(more)
                yield more[1]

        try:
            cells = next(csv.reader(feed(), delimiter=self._delimiter, strict=True))
        except (csv.Error, StopIteration) as fault:
            # Only the first line is given up; the others may be good records of their own.
            self._pending.extendleft(reversed(taken[1:]))
            self._refuse(line, "unclosed_quote" if UNCLOSED in str(fault) else "unreadable_record", text)
            return None
        self.non_data += len(taken) - 1
        return cells, "".join(part for _, part in taken).rstrip("\r\n")

    def _checked(self, line: int, cells: list[str], raw: str) -> Record | None:
        if not any(cell.strip() for cell in cells):
            self.non_data += 1
            return None
        extra = cells[self._width :]
        if any(cell.strip() for cell in extra):
            self._refuse(line, "too_many_cells", raw)
            return None
        if len(cells) < self._width:
            if self._is_note(cells):
                self.non_data += 1
            else:
                self._refuse(line, "too_few_cells", raw)
            return None
        return Record(line=line, cells=cells[: self._width], raw_text=raw)
