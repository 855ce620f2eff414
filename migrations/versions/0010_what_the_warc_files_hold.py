"""what was read and with what, what earlier readers made of it, and the parts of WARC files

What the WARC files hold is taken in by the next command that appends to them.
"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

READ = """
INSERT INTO page (capture_id, url, portal, anchor, portal_division, is_part, read_at, reader, outcome)
SELECT capture.id, min(version.url), coalesce(min(sighting.portal), min(url.portal)), min(url.anchor), NULL, :no,
       min(capture.fetched_at), min(variant.reader), 'report: kept'
FROM version
JOIN variant ON variant.id = version.variant_id
JOIN capture ON capture.id = version.capture_id
             OR (capture.url = version.url AND capture.fetched_at = version.last_seen)
LEFT JOIN url ON url.url = version.url
LEFT JOIN sighting ON sighting.url = version.url AND sighting.report_id = variant.report_id
GROUP BY capture.id
"""
"""Of archives made before, the pages that said a text first and last; the divisions of their portals were not noted."""


def upgrade() -> None:
    op.add_column("capture", sa.Column("has_body", sa.Boolean(), server_default=sa.true(), nullable=False))
    op.create_table(
        "page",
        sa.Column("capture_id", sa.String(length=36), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("portal", sa.Text(), nullable=True),
        sa.Column("anchor", sa.Text(), nullable=True),
        sa.Column("portal_division", sa.String(length=12), nullable=True),
        sa.Column("is_part", sa.Boolean(), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reader", sa.Text(), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["capture_id"], ["capture.id"], name=op.f("fk_page_capture_id_capture")),
        sa.PrimaryKeyConstraint("capture_id", name=op.f("pk_page")),
    )
    op.create_index(op.f("ix_page_url"), "page", ["url"])
    op.execute(sa.text(READ).bindparams(no=False))
    op.create_table(
        "earlier",
        sa.Column("variant_id", sa.String(length=32), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("report_id", sa.String(length=32), nullable=False),
        sa.Column("capture_id", sa.String(length=36), nullable=False),
        sa.Column("text_hash", sa.String(length=64), nullable=False),
        sa.Column("reader", sa.Text(), nullable=True),
        sa.Column("replaced", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reading", sa.JSON(none_as_null=True), nullable=False),
        sa.PrimaryKeyConstraint("variant_id", "number", name=op.f("pk_earlier")),
    )
    op.create_index(op.f("ix_earlier_report_id"), "earlier", ["report_id"])
    op.create_table(
        "part",
        sa.Column("warc_file", sa.Text(), nullable=False),
        sa.Column("start", sa.BigInteger(), nullable=False),
        sa.Column("end", sa.BigInteger(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("written", sa.DateTime(timezone=True), nullable=False),
        sa.Column("verified", sa.DateTime(timezone=True), nullable=True),
        sa.Column("is_sound", sa.Boolean(), nullable=True),
        sa.PrimaryKeyConstraint("warc_file", "start", name=op.f("pk_part")),
    )
    op.create_index(op.f("ix_part_written"), "part", ["written"])


def downgrade() -> None:
    """The WARC files keep what was read and with what (`archive.journal`)."""
    op.drop_index(op.f("ix_part_written"), "part")
    op.drop_table("part")
    op.drop_index(op.f("ix_earlier_report_id"), "earlier")
    op.drop_table("earlier")
    op.drop_index(op.f("ix_page_url"), "page")
    op.drop_table("page")
    op.drop_column("capture", "has_body")
