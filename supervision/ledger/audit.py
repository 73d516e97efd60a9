"""Keep one line for every change, each bound to the line before it by its hash."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Table, select

from supervision.ledger.actor import Actor
from supervision.ledger.tables import METADATA, audit

if TYPE_CHECKING:
    from supervision.ledger.engine import Ledger

GENESIS = "0" * 64
BATCH = 1000


@dataclass(frozen=True, kw_only=True)
class Change:
    """What one act did to one row; `before` is None for a new row."""

    subject: str
    before: Mapping[str, object] | None
    after: Mapping[str, object] | None


@dataclass(frozen=True, kw_only=True)
class Line:
    """One line of the audit as it is written; `at`, `before` and `after` are texts, because a damaged one must be read too."""

    seq: int
    at: str
    who: str
    roles: str
    via: str
    action: str
    subject: str
    before: str | None
    after: str | None


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """What was found when the chain was read.

    Attributes
    ----------
    lines
        How many lines were read before the fault, or all.
    head
        The hash of the last sound line; kept elsewhere, it shows later that nothing was cut off.
    broken_seq
        The first line that does not fit, None when the chain is whole.
    fault
        `changed` (the line does not give its hash), `missing` (a number is left out), `unbound` (it does not carry the hash of
        the line before), `cut` (the chain ends before the given anchor, or differs there).
    """

    lines: int
    head: str
    broken_seq: int | None = None
    fault: str | None = None

    @property
    def is_whole(self) -> bool:
        """Whether every line fits."""
        return self.broken_seq is None


def canonical(value: object) -> str:
    """Write a value as JSON that is the same on every engine, for the same value."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=_told, allow_nan=False)


def _told(value: object) -> str:
    if isinstance(value, date | datetime):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no canonical text")


def subject(table: Table, number: object) -> str:
    """Name a row in the audit."""
    return f"{table.name}:{number}"


def line_hash(line: Mapping[str, object]) -> str:
    """Give the hash of a line: its own fields and the hash of the line before."""
    told = {name: line[name] for name in audit.c.keys() if name != "hash"}  # noqa: SIM118 (columns, not a mapping)
    return hashlib.sha256(canonical(told).encode()).hexdigest()


def append(con: Connection, *, actor: Actor, action: str, at: datetime, change: Change) -> None:
    """Add a line; the caller holds the ledger's only write lock."""
    last = con.execute(select(audit.c.seq, audit.c.hash).order_by(audit.c.seq.desc()).limit(1)).first()
    line: dict[str, Any] = {
        "seq": 1 if last is None else last.seq + 1,
        "at": at.isoformat(timespec="microseconds"),
        "who": actor.name,
        "roles": ",".join(sorted(actor.roles)),
        "via": actor.via,
        "action": action,
        "subject": change.subject,
        "before": None if change.before is None else canonical(dict(change.before)),
        "after": None if change.after is None else canonical(dict(change.after)),
        "previous": GENESIS if last is None else last.hash,
    }
    con.execute(audit.insert().values(**line, hash=line_hash(line)))


def _lines(con: Connection) -> Iterator[Mapping[str, Any]]:
    seen = 0
    while True:
        batch = con.execute(select(audit).where(audit.c.seq > seen).order_by(audit.c.seq).limit(BATCH)).mappings().all()
        yield from batch  # type: ignore[misc]
        if len(batch) < BATCH:
            return
        seen = batch[-1]["seq"]


def listed(ledger: Ledger, *, who: str | None = None, action: str | None = None, on: date | None = None, limit: int = 500) -> list[Line]:
    """List the lines of a person, an action or a day, the newest first."""
    query = select(*(audit.c[field.name] for field in fields(Line))).order_by(audit.c.seq.desc()).limit(limit)
    if who is not None:
        query = query.where(audit.c.who == who)
    if action is not None:
        query = query.where(audit.c.action == action)
    if on is not None:
        query = query.where(audit.c.at.startswith(on.isoformat(), autoescape=True))
    return ledger.listed(query, Line)


def named(ledger: Ledger) -> tuple[list[str], list[str]]:
    """Name everybody who ever acted, and every kind of act."""
    with ledger.reading() as con:
        people = con.execute(select(audit.c.who).distinct().order_by(audit.c.who)).scalars().all()
        actions = con.execute(select(audit.c.action).distinct().order_by(audit.c.action)).scalars().all()
    return list(people), list(actions)


def length(ledger: Ledger) -> int:
    """Give the number of the last line, 0 when there is none."""
    with ledger.reading() as con:
        return int(con.execute(select(audit.c.seq).order_by(audit.c.seq.desc()).limit(1)).scalar() or 0)


def verify(ledger: Ledger, *, anchor: tuple[int, str] | None = None) -> Verdict:
    """Read the whole chain and name the first line that does not fit.

    Parameters
    ----------
    anchor
        A number and its hash that were noted earlier, elsewhere (each export notes them): the chain must still pass through it.
    """
    head, count, is_passed = GENESIS, 0, anchor is None or anchor[0] == 0
    with ledger.reading() as con:
        for line in _lines(con):
            fault = _fault(line, count=count, head=head)
            if fault is None and anchor is not None and line["seq"] == anchor[0]:
                is_passed = line["hash"] == anchor[1]
                fault = None if is_passed else "cut"
            if fault is not None:
                return Verdict(lines=count, head=head, broken_seq=count + 1, fault=fault)
            head, count = line["hash"], count + 1
    if not is_passed:
        return Verdict(lines=count, head=head, broken_seq=count + 1, fault="cut")
    return Verdict(lines=count, head=head)


def _fault(line: Mapping[str, Any], *, count: int, head: str) -> str | None:
    if line["seq"] != count + 1:
        return "missing"
    if line["previous"] != head:
        return "unbound"
    return None if line_hash(line) == line["hash"] else "changed"


def drifted(ledger: Ledger) -> list[str]:
    """Name the rows that are not as their last line in the audit left them: they were changed behind the ledger's back."""
    told: dict[str, str | None] = {}
    found: dict[str, str] = {}
    with ledger.reading() as con:
        for line in _lines(con):
            if line["after"] is not None or line["before"] is not None:
                told[line["subject"]] = line["after"]
        for table in METADATA.sorted_tables:
            if table is not audit:
                (key,) = table.primary_key.columns
                for row in con.execute(select(table)).mappings():
                    found[subject(table, row[key.name])] = canonical(dict(row))
    return sorted(name for name in told.keys() | found.keys() if told.get(name) != found.get(name))
