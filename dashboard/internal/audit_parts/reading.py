"""Say lines of the audit in words: what was done to what, and what changed."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

import pandas as pd

from dashboard.internal.screen import Screen
from pipelines.contract import contracts
from supervision.ledger.audit import Line
from supervision.ledger.exports import Export
from supervision.ledger.tables import NAMES

# what every row carries says nothing about the act
SILENT = frozenset({"version", "changed_by", "changed_at"})
# the fields that say what an act was about come first
FIRST = ("table_name", "row_key", "column_name", "old_text", "new_text", "state", "decision_note", "reason", "title", "text", "what")
CELLS = frozenset({"old_text", "new_text"})
# by field: the group of words its codes are in
CODES = {"state": "correction_state", "what": "listing", "table_name": "table"}
LONGEST = 200


def table(lines: Sequence[Line], screen: Screen) -> pd.DataFrame:
    """Give the lines as a table for people."""
    wording = screen.wording
    return pd.DataFrame(
        {
            "seq": line.seq,
            "acted_at": line.at[:19].replace("T", " "),
            "who": line.who,
            "act": action(line.action, screen),
            "act_subject": subject(line.subject, screen),
            "act_change": change(line, screen),
            "via": wording.label("via", line.via),
            "roles": "、".join(wording.label("role", role) for role in line.roles.split(",") if role),
        }
        for line in lines
    )


def exported(found: Sequence[Export], screen: Screen) -> pd.DataFrame:
    """Give the exports as a table for people."""
    return pd.DataFrame(
        {
            "taken_at": one.taken_at,
            "taken_by": one.taken_by,
            "export": screen.wording.label("listing", one.what),
            "export_rows": one.row_count,
            "export_filter": "，".join(f"{name}={value}" for name, value in one.given.items()),
            "export_build": one.build_id,
        }
        for one in found
    )


def action(name: str, screen: Screen) -> str:
    """Name an act."""
    return screen.wording.label("audit_action", name)


def subject(name: str, screen: Screen) -> str:
    """Name the row of the ledger that was changed."""
    kind, _, number = name.partition(":")
    title = NAMES[kind][0 if screen.wording.language == "zh" else 1] if kind in NAMES else kind
    return f"{title} {number}"


def change(line: Line, screen: Screen) -> str:
    """Tell what a line changed, field by field: all that a new row holds, of an old one only what is different."""
    before, after = _read(line.before), _read(line.after)
    if before is None and after is None:
        return "" if line.before is None and line.after is None else screen.wording("audit.unreadable")
    is_hidden = _is_private(after or before or {}) and not screen.person.may("private")
    names = sorted(
        (before or {}).keys() | (after or {}).keys(), key=lambda name: (FIRST.index(name) if name in FIRST else len(FIRST), name)
    )
    parts = []
    for name in names:
        was, is_now = (before or {}).get(name), (after or {}).get(name)
        if name in SILENT or was == is_now or (before is None and not is_now):
            continue
        told = screen.wording.label("audit_field", name)
        if is_hidden and name in CELLS:
            parts.append(f"{told}：{screen.wording('data.private_change')}")
        elif before is None:
            parts.append(f"{told}：{_short(name, is_now, screen)}")
        else:
            parts.append(f"{told}：{_short(name, was, screen)} → {_short(name, is_now, screen)}")
    return "；".join(parts)


def _order(name: str) -> tuple[int, str]:
    return (FIRST.index(name) if name in FIRST else len(FIRST), name)


def _read(text: str | None) -> Mapping[str, object] | None:
    try:
        found = None if text is None else json.loads(text)
    except ValueError:
        return None
    return found if isinstance(found, dict) else None


def _is_private(row: Mapping[str, object]) -> bool:
    contract = contracts().get(str(row.get("table_name")))
    return contract is not None and any(field.name == row.get("column_name") and field.is_private for field in contract.fields)


def _short(name: str, value: object, screen: Screen) -> str:
    if value is None or value == "":
        return screen.wording("data.empty_cell")
    if name in CODES or isinstance(value, bool):
        return screen.wording.label(CODES.get(name, "cell_word"), str(value).lower() if isinstance(value, bool) else value)
    if name.endswith("_at"):
        return str(value)[:16].replace("T", " ")
    text = str(value)
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"
