"""Orders with their steps, and the record of public extracts."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from supervision.ledger.migrations import guards

revision = "0002"
down_revision = "0001"
NUMBER = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def _orders() -> None:
    op.create_table(
        "orders",
        sa.Column("order_id", NUMBER, primary_key=True),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("title", sa.String(200), nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("addressee", sa.String(120), nullable=False),
        sa.Column("source", sa.String(200), nullable=False),
        sa.Column("due_on", sa.Date),
        sa.Column("step", sa.String(20), nullable=False, index=True),
        sa.Column("build_id", sa.String(80)),
        sa.Column("evidence", sa.Text, nullable=False),
        sa.Column("evidence_sha256", sa.String(64), nullable=False),
        sa.Column("issued_by", sa.String(80)),
        sa.Column("issued_at", sa.DateTime),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("changed_by", sa.String(80), nullable=False),
        sa.Column("changed_at", sa.DateTime, nullable=False),
    )
    op.create_table(
        "order_steps",
        sa.Column("order_step_id", NUMBER, primary_key=True),
        sa.Column("order_id", NUMBER, sa.ForeignKey("orders.order_id"), nullable=False, index=True),
        sa.Column("step", sa.String(20), nullable=False),
        sa.Column("taken_by", sa.String(80)),
        sa.Column("taken_at", sa.DateTime),
        sa.Column("note", sa.Text),
        sa.UniqueConstraint("order_id", "step", name="one_line_a_step"),
    )


def _publications() -> None:
    op.create_table(
        "publications",
        sa.Column("publication_id", NUMBER, primary_key=True),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("path", sa.String(400), nullable=False),
        sa.Column("build_id", sa.String(80), nullable=False),
        sa.Column("suppressed", sa.Text, nullable=False),
        sa.Column("drafted_by", sa.String(80), nullable=False),
        sa.Column("reviewed_by", sa.String(80), nullable=False),
        sa.Column("approved_by", sa.String(80), nullable=False),
        sa.Column("published_by", sa.String(80)),
        sa.Column("published_at", sa.DateTime),
    )


def upgrade() -> None:
    """Make the tables and guard them."""
    _orders()
    _publications()
    guards.keep_rows("orders", "order_steps", "publications")
