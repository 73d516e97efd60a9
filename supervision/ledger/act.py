"""One act of one person: every row it adds or changes is checked against its version and noted for the audit."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Table, select, update

from supervision.errors import LedgerError, StaleError
from supervision.ledger import audit
from supervision.ledger.actor import Actor
from supervision.ledger.audit import Change
from supervision.ledger.tables import NAMES

LIMIT = 4000
# A word in Chinese and in English.
Words = tuple[str, str]


@dataclass(frozen=True, kw_only=True)
class Act:
    """What a command does between the beginning and the end of its transaction."""

    con: Connection
    actor: Actor
    action: str
    at: datetime
    needs_second_person: bool
    changes: list[Change] = field(default_factory=list)

    def row(self, table: Table, number: int) -> dict[str, Any]:
        """Read one row; LedgerError when there is none."""
        (key,) = table.primary_key.columns
        found = self.con.execute(select(table).where(key == number)).mappings().first()
        if found is None:
            raise LedgerError("nothing", what=NAMES[table.name], number=number)
        return dict(found)

    def add(self, table: Table, **values: Any) -> int:
        """Add a row; its number."""
        if "version" in table.c:
            values |= {"version": 1, "changed_by": self.actor.name, "changed_at": self.at}
        done = self.con.execute(table.insert().values(**values))
        assert done.inserted_primary_key is not None
        number = int(done.inserted_primary_key[0])
        self.changes.append(Change(subject=audit.subject(table, number), before=None, after=self.row(table, number)))
        return number

    def change(self, table: Table, number: int, *, version: int, **values: Any) -> None:
        """Change a row that is still as the person saw it; StaleError names who was first otherwise."""
        before = self.row(table, number)
        (key,) = table.primary_key.columns
        told = values | {"version": version + 1, "changed_by": self.actor.name, "changed_at": self.at}
        done = self.con.execute(update(table).where(key == number, table.c.version == version).values(**told))
        if done.rowcount != 1:
            raise self.stale(table, before)
        self.changes.append(Change(subject=audit.subject(table, number), before=before, after=self.row(table, number)))

    @staticmethod
    def stale(table: Table, row: dict[str, Any]) -> StaleError:
        """Say who was first."""
        return StaleError("taken", who=row["changed_by"], at=moment(row["changed_at"]), what=NAMES[table.name])

    def second(self, *, first: str, before: Words, step: Words) -> bool:
        """Refuse the person who took the step before; True when the house works alone and lets it pass, which the row then says."""
        if first != self.actor.name:
            return False
        if self.needs_second_person:
            raise LedgerError("second_person", who=first, before=before, step=step)
        return True

    def finish(self) -> None:
        """Write the lines of the audit; the transaction commits right after."""
        for change in self.changes:
            audit.append(self.con, actor=self.actor, action=self.action, at=self.at, change=change)


def moment(at: datetime) -> str:
    """Write a moment as sentences do."""
    return f"{at:%Y-%m-%d %H:%M}"


def said(text: str | None, field_name: Words, *, limit: int = LIMIT, is_line: bool = False) -> str:
    """Check a text that somebody typed; the text without blanks at its ends."""
    clean = (text or "").strip()
    if not clean:
        raise LedgerError("empty", field=field_name)
    if len(clean) > limit:
        raise LedgerError("too_long", field=field_name, length=len(clean), limit=limit)
    if any(not letter.isprintable() and (is_line or letter not in "\n\t") for letter in clean):
        raise LedgerError("one_line", field=field_name)
    return clean


def chosen(value: str, choices: tuple[str, ...], field_name: Words) -> str:
    """Check a word against its list."""
    if value not in choices:
        raise LedgerError("unknown", field=field_name, value=value, choices=("、".join(choices), ", ".join(choices)))
    return value
