"""Write what the next build reads of the ledger as files."""

from __future__ import annotations

import csv
import io
import json
import os
from pathlib import Path

from sqlalchemy import Connection, select

from supervision.errors import LedgerError
from supervision.ledger.engine import Ledger, open_ledger
from supervision.ledger.tables import audit, corrections

COLUMNS = ("correction_id", "table", "key", "column", "old", "new", "reason", "by", "at")
CORRECTIONS = "corrections.csv"
HEAD = "head.json"


def _corrections(con: Connection) -> str:
    """Accepted corrections in the order of their decision, those since superseded too: a replay of an earlier day needs them."""
    table = corrections.c
    query = select(corrections).where(table.state == "accepted").order_by(table.decided_at, table.correction_id)
    sink = io.StringIO()
    writer = csv.writer(sink, lineterminator="\n")
    writer.writerow(COLUMNS)
    for row in con.execute(query).mappings():
        who = row["proposed_by"] if row["is_alone"] else f"{row['proposed_by']}，审核 {row['decided_by']}"
        told = (row["table_name"], row["row_key"], row["column_name"], row["old_text"], row["new_text"], _flat(row["reason"]), who)
        writer.writerow((f"LX{row['correction_id']:09d}", *("" if cell is None else cell for cell in told), f"{row['decided_at']:%F %T}"))
    return sink.getvalue()


def _flat(text: str) -> str:
    """A reason may have several lines, a line of the file is one row."""
    return " ".join(text.split())


def _head(con: Connection) -> str:
    last = con.execute(select(audit.c.seq, audit.c.hash).order_by(audit.c.seq.desc()).limit(1)).first()
    return json.dumps({"seq": 0 if last is None else last.seq, "hash": None if last is None else last.hash}) + "\n"


def anchor(folder: Path) -> tuple[int, str] | None:
    """Read back the number and hash that the last export noted; None when there is none."""
    path = folder / HEAD
    if not path.is_file():
        return None
    noted = json.loads(path.read_text(encoding="utf-8"))
    return None if noted["hash"] is None else (int(noted["seq"]), str(noted["hash"]))


def export(ledger: Ledger, folder: Path) -> Path:
    """Write the files, each whole or not at all, and leave an unchanged one alone; the folder.

    `head.json` keeps the number and hash of the last line of the audit outside the ledger, so that a chain cut short is found.
    """
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    with ledger.reading() as con:
        texts = {CORRECTIONS: _corrections(con), HEAD: _head(con)}
    for name, text in texts.items():
        _put(folder / name, text)
    return folder


def _put(path: Path, text: str) -> None:
    content = text.encode()
    if path.is_file() and path.read_bytes() == content:
        return
    aside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with aside.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        aside.replace(path)
    finally:
        aside.unlink(missing_ok=True)


def refreshed(address: str, folder: Path) -> tuple[Path, str | None]:
    """Export for a build: the folder to read, and a note when the ledger did not answer and an earlier export stands in.

    LedgerError when it does not answer and there is none: a build without the decisions would silently take them back.
    """
    try:
        ledger = open_ledger(address)
        try:
            return export(ledger, folder), None
        finally:
            ledger.close()
    except LedgerError as fault:
        if not (folder / HEAD).is_file():
            raise
        return folder, f"沿用上一次的台账导出：{fault.told('zh')}"
