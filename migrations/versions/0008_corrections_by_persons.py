"""what persons say a value really is"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

INDEXED = ("text_hash", "report_id")


def upgrade() -> None:
    op.create_table(
        "correction",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("capture_id", sa.String(length=36), nullable=False),
        sa.Column("payload_sha256", sa.String(length=64), nullable=False),
        sa.Column("text_hash", sa.String(length=64), nullable=True),
        sa.Column("read_as", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("report_id", sa.String(length=32), nullable=True),
        sa.Column("report", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("field", sa.Text(), nullable=False),
        sa.Column("read", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("value", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("undone", sa.Boolean(), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("made", sa.DateTime(timezone=True), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("warc_file", sa.Text(), nullable=False),
        sa.Column("warc_offset", sa.BigInteger(), nullable=False),
        sa.Column("warc_length", sa.BigInteger(), nullable=False),
        sa.Column("record_sha256", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_correction")),
        sa.UniqueConstraint("url", "number", name=op.f("uq_correction_url_number")),
        sa.UniqueConstraint("warc_file", "warc_offset", name=op.f("uq_correction_warc_file_warc_offset")),
    )
    for name in INDEXED:
        op.create_index(op.f(f"ix_correction_{name}"), "correction", [name])


def downgrade() -> None:
    """The corrections stay in the WARC files; reports stay where they were moved."""
    for name in INDEXED:
        op.drop_index(op.f(f"ix_correction_{name}"), "correction")
    op.drop_table("correction")
