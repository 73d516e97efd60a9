"""Name the tables of the ledger as the newest migration leaves them.

Instants are the city's own time, as in the warehouse. A row that can change carries `version` and who changed it last.
"""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Column, Date, DateTime, ForeignKey, Integer, MetaData, String, Table, Text, UniqueConstraint

HEAD = "0002"
# What a row of each table is called in a sentence.
NAMES = {
    "corrections": ("更正", "correction"),
    "headlines": ("标题", "headline"),
    "opinions": ("会商意见", "opinion"),
    "signoffs": ("签署", "signature"),
    "exports": ("导出记录", "export"),
    "orders": ("指令", "order"),
    "order_steps": ("指令步骤", "step of an order"),
    "publications": ("公开版记录", "publication"),
}
METADATA = MetaData()
# SQLite numbers rows by itself only under the type INTEGER.
NUMBER = BigInteger().with_variant(Integer, "sqlite")


def _who(name: str) -> tuple[Column[str], Column[object]]:
    """Who did something and when; both stay empty until it is done."""
    return Column(f"{name}_by", String(80)), Column(f"{name}_at", DateTime)


def _changes() -> tuple[Column[object], ...]:
    """What a version-checked row carries."""
    return (
        Column("version", Integer, nullable=False),
        Column("changed_by", String(80), nullable=False),
        Column("changed_at", DateTime, nullable=False),
    )


audit = Table(
    "audit",
    METADATA,
    Column("seq", NUMBER, primary_key=True, autoincrement=False),
    # As text: a damaged moment must be read to be named.
    Column("at", String(26), nullable=False),
    Column("who", String(80), nullable=False),
    Column("roles", String(200), nullable=False),
    Column("via", String(20), nullable=False),
    Column("action", String(60), nullable=False),
    Column("subject", String(120), nullable=False, index=True),
    Column("before", Text),
    Column("after", Text),
    Column("previous", String(64), nullable=False),
    Column("hash", String(64), nullable=False, unique=True),
)
corrections = Table(
    "corrections",
    METADATA,
    Column("correction_id", NUMBER, primary_key=True),
    Column("table_name", String(60), nullable=False),
    Column("row_key", String(400), nullable=False),
    Column("column_name", String(60), nullable=False),
    Column("old_text", Text),
    Column("new_text", Text),
    Column("reason", Text, nullable=False),
    Column("build_id", String(80)),
    Column("state", String(20), nullable=False, index=True),
    *_who("proposed"),
    *_who("decided"),
    Column("decision_note", Text),
    Column("superseded_by", NUMBER, ForeignKey("corrections.correction_id")),
    Column("is_alone", Boolean, nullable=False),
    *_changes(),
)
headlines = Table(
    "headlines",
    METADATA,
    Column("headline_id", NUMBER, primary_key=True),
    Column("build_id", String(80), nullable=False, index=True),
    Column("original", Text, nullable=False),
    Column("edited", Text, nullable=False),
    Column("data_state", String(20), nullable=False),
    *_who("edited"),
    *_who("reviewed"),
    Column("superseded_by", NUMBER, ForeignKey("headlines.headline_id")),
    Column("is_alone", Boolean, nullable=False),
    *_changes(),
)
opinions = Table(
    "opinions",
    METADATA,
    Column("opinion_id", NUMBER, primary_key=True),
    Column("for_on", Date, nullable=False, index=True),
    Column("text", Text, nullable=False),
    Column("said_by", String(80), nullable=False),
    *_who("typed"),
    Column("build_id", String(80)),
    Column("superseded_by", NUMBER, ForeignKey("opinions.opinion_id")),
    *_changes(),
)
signoffs = Table(
    "signoffs",
    METADATA,
    Column("signoff_id", NUMBER, primary_key=True),
    Column("kind", String(40), nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("title", String(200), nullable=False),
    Column("step_no", Integer, nullable=False),
    Column("step", String(20), nullable=False),
    *_who("signed"),
    Column("note", Text),
    Column("is_alone", Boolean, nullable=False),
    UniqueConstraint("kind", "sha256", "step_no", name="one_signature_a_step"),
)
exports = Table(
    "exports",
    METADATA,
    Column("export_id", NUMBER, primary_key=True),
    Column("what", String(120), nullable=False),
    Column("row_count", NUMBER, nullable=False),
    Column("build_id", String(80)),
    Column("parameters", Text, nullable=False),
    *_who("taken"),
)
orders = Table(
    "orders",
    METADATA,
    Column("order_id", NUMBER, primary_key=True),
    Column("kind", String(20), nullable=False),
    Column("title", String(200), nullable=False),
    Column("body", Text, nullable=False),
    Column("addressee", String(120), nullable=False),
    Column("source", String(200), nullable=False),
    Column("due_on", Date),
    Column("step", String(20), nullable=False, index=True),
    Column("build_id", String(80)),
    Column("evidence", Text, nullable=False),
    Column("evidence_sha256", String(64), nullable=False),
    *_who("issued"),
    *_changes(),
)
order_steps = Table(
    "order_steps",
    METADATA,
    Column("order_step_id", NUMBER, primary_key=True),
    Column("order_id", NUMBER, ForeignKey("orders.order_id"), nullable=False, index=True),
    Column("step", String(20), nullable=False),
    *_who("taken"),
    Column("note", Text),
    UniqueConstraint("order_id", "step", name="one_line_a_step"),
)
publications = Table(
    "publications",
    METADATA,
    Column("publication_id", NUMBER, primary_key=True),
    Column("sha256", String(64), nullable=False),
    Column("path", String(400), nullable=False),
    Column("build_id", String(80), nullable=False),
    Column("suppressed", Text, nullable=False),
    Column("drafted_by", String(80), nullable=False),
    Column("reviewed_by", String(80), nullable=False),
    Column("approved_by", String(80), nullable=False),
    *_who("published"),
)
