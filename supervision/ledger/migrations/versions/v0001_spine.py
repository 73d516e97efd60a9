"""The spine: audit, corrections, headlines, opinions, signatures, exports."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from supervision.ledger.migrations import guards

revision = "0001"
down_revision = None
NUMBER = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def _changes() -> tuple[sa.Column[object], ...]:
    return (
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("changed_by", sa.String(80), nullable=False),
        sa.Column("changed_at", sa.DateTime, nullable=False),
    )


def _audit() -> None:
    op.create_table(
        "audit",
        sa.Column("seq", NUMBER, primary_key=True, autoincrement=False),
        sa.Column("at", sa.String(26), nullable=False),
        sa.Column("who", sa.String(80), nullable=False),
        sa.Column("roles", sa.String(200), nullable=False),
        sa.Column("via", sa.String(20), nullable=False),
        sa.Column("action", sa.String(60), nullable=False),
        sa.Column("subject", sa.String(120), nullable=False, index=True),
        sa.Column("before", sa.Text),
        sa.Column("after", sa.Text),
        sa.Column("previous", sa.String(64), nullable=False),
        sa.Column("hash", sa.String(64), nullable=False, unique=True),
    )


def _corrections() -> None:
    op.create_table(
        "corrections",
        sa.Column("correction_id", NUMBER, primary_key=True),
        sa.Column("table_name", sa.String(60), nullable=False),
        sa.Column("row_key", sa.String(400), nullable=False),
        sa.Column("column_name", sa.String(60), nullable=False),
        sa.Column("old_text", sa.Text),
        sa.Column("new_text", sa.Text),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("build_id", sa.String(80)),
        sa.Column("state", sa.String(20), nullable=False, index=True),
        sa.Column("proposed_by", sa.String(80)),
        sa.Column("proposed_at", sa.DateTime),
        sa.Column("decided_by", sa.String(80)),
        sa.Column("decided_at", sa.DateTime),
        sa.Column("decision_note", sa.Text),
        sa.Column("superseded_by", NUMBER, sa.ForeignKey("corrections.correction_id")),
        sa.Column("is_alone", sa.Boolean, nullable=False),
        *_changes(),
    )


def _headlines() -> None:
    op.create_table(
        "headlines",
        sa.Column("headline_id", NUMBER, primary_key=True),
        sa.Column("build_id", sa.String(80), nullable=False, index=True),
        sa.Column("original", sa.Text, nullable=False),
        sa.Column("edited", sa.Text, nullable=False),
        sa.Column("data_state", sa.String(20), nullable=False),
        sa.Column("edited_by", sa.String(80)),
        sa.Column("edited_at", sa.DateTime),
        sa.Column("reviewed_by", sa.String(80)),
        sa.Column("reviewed_at", sa.DateTime),
        sa.Column("superseded_by", NUMBER, sa.ForeignKey("headlines.headline_id")),
        sa.Column("is_alone", sa.Boolean, nullable=False),
        *_changes(),
    )


def _opinions() -> None:
    op.create_table(
        "opinions",
        sa.Column("opinion_id", NUMBER, primary_key=True),
        sa.Column("for_on", sa.Date, nullable=False, index=True),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("said_by", sa.String(80), nullable=False),
        sa.Column("typed_by", sa.String(80)),
        sa.Column("typed_at", sa.DateTime),
        sa.Column("build_id", sa.String(80)),
        sa.Column("superseded_by", NUMBER, sa.ForeignKey("opinions.opinion_id")),
        *_changes(),
    )


def _signoffs_and_exports() -> None:
    op.create_table(
        "signoffs",
        sa.Column("signoff_id", NUMBER, primary_key=True),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("title", sa.String(200), nullable=False),
        sa.Column("step_no", sa.Integer, nullable=False),
        sa.Column("step", sa.String(20), nullable=False),
        sa.Column("signed_by", sa.String(80)),
        sa.Column("signed_at", sa.DateTime),
        sa.Column("note", sa.Text),
        sa.Column("is_alone", sa.Boolean, nullable=False),
        sa.UniqueConstraint("kind", "sha256", "step_no", name="one_signature_a_step"),
    )
    op.create_table(
        "exports",
        sa.Column("export_id", NUMBER, primary_key=True),
        sa.Column("what", sa.String(120), nullable=False),
        sa.Column("row_count", NUMBER, nullable=False),
        sa.Column("build_id", sa.String(80)),
        sa.Column("parameters", sa.Text, nullable=False),
        sa.Column("taken_by", sa.String(80)),
        sa.Column("taken_at", sa.DateTime),
    )


def upgrade() -> None:
    """Make the tables and the triggers that guard them."""
    guards.install()
    _audit()
    _corrections()
    _headlines()
    _opinions()
    _signoffs_and_exports()
    guards.keep_lines("audit")
    guards.keep_rows("audit", "corrections", "headlines", "opinions", "signoffs", "exports")
