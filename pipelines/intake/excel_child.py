"""Read a workbook inside a process of its own, with little memory and time: a hostile file kills only this process.

Run as `python -m pipelines.intake.excel_child FILE OUT MEMORY_BYTES CPU_S`; writes one JSON list per sheet row to OUT/<n>.jsonl
and what it knows of the sheets to OUT/sheets.json.
"""

from __future__ import annotations

import datetime as dt
import json
import resource
import sys
from pathlib import Path

import python_calamine as calamine

Merge = tuple[tuple[int, int], tuple[int, int]]
# Excel keeps 15 digits: a whole number with more has lost some, and the ladder must see that.
EXACT = 1e15


def text_of(value: object) -> str:
    """A cell as text that the ladder reads back exactly."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float):
        if abs(value) < EXACT and float(value).is_integer():
            return str(int(value))
        return repr(float(value)) if abs(value) < EXACT else f"{value:.14e}"
    if isinstance(value, dt.datetime):
        return value.isoformat(sep=" ", timespec="seconds")
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    return "" if value is None else str(value)


def _filled(rows: list[list[str]], merges: list[Merge]) -> None:
    """Give every cell of a merged range its text, as the reader of the sheet sees it."""
    for (top, left), (bottom, right) in merges:
        if top >= len(rows) or left >= len(rows[top]):
            continue
        text = rows[top][left]
        for row in rows[top : bottom + 1]:
            for column in range(left, min(right + 1, len(row))):
                row[column] = text


def main(arguments: list[str]) -> int:
    """Limit this process, then read."""
    path, out = Path(arguments[0]), Path(arguments[1])
    memory, seconds = int(arguments[2]), int(arguments[3])
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    sheets: list[dict[str, object]] = []
    try:
        with path.open("rb") as file:
            workbook = calamine.CalamineWorkbook.from_filelike(file)
            for number, meta in enumerate(workbook.sheets_metadata):
                is_hidden = meta.visible != calamine.SheetVisibleEnum.Visible
                is_table = meta.typ == calamine.SheetTypeEnum.WorkSheet
                sheets.append({"name": meta.name, "number": number, "is_hidden": is_hidden, "is_table": is_table})
                if is_table:
                    sheet = workbook.get_sheet_by_index(number)
                    rows = [[text_of(value) for value in row] for row in sheet.to_python(skip_empty_area=False)]
                    _filled(rows, list(sheet.merged_cell_ranges or []))
                    with (out / f"{number}.jsonl").open("w", encoding="utf-8") as lines:
                        for row in rows:
                            lines.write(json.dumps(row, ensure_ascii=False) + "\n")
    except calamine.PasswordError:
        (out / "fault").write_text("password", encoding="utf-8")
        return 3
    except calamine.CalamineError as fault:
        (out / "fault").write_text(str(fault)[:300], encoding="utf-8")
        return 4
    (out / "sheets.json").write_text(json.dumps(sheets, ensure_ascii=False), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
