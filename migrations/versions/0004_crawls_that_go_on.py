"""what a crawl needs to go on where it was"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

NUMBERS = ("score", "priority", "number")


def upgrade() -> None:
    for name in NUMBERS:
        op.add_column("url", sa.Column(name, sa.Integer(), server_default="0", nullable=False))
    op.add_column("url", sa.Column("way", sa.JSON(none_as_null=True), nullable=True))
    op.create_index(op.f("ix_url_crawl_id_state_priority_number"), "url", ["crawl_id", "state", "priority", "number"])
    op.drop_index(op.f("ix_url_crawl_id_state"), "url")
    op.create_table(
        "memory",
        sa.Column("crawl_id", sa.String(36), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("value", sa.JSON(none_as_null=True), nullable=False),
        sa.ForeignKeyConstraint(["crawl_id"], ["crawl.id"], name=op.f("fk_memory_crawl_id_crawl")),
        sa.PrimaryKeyConstraint("crawl_id", "kind", "key", name=op.f("pk_memory")),
    )
    op.create_table(
        "lease",
        sa.Column("portal", sa.Text(), nullable=False),
        sa.Column("token", sa.Integer(), nullable=False),
        sa.Column("holder", sa.Text(), nullable=True),
        sa.Column("until", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("portal", name=op.f("pk_lease")),
    )


def downgrade() -> None:
    op.drop_table("lease")
    op.drop_table("memory")
    op.create_index(op.f("ix_url_crawl_id_state"), "url", ["crawl_id", "state"])
    op.drop_index(op.f("ix_url_crawl_id_state_priority_number"), "url")
    for name in ("way", *NUMBERS):
        op.drop_column("url", name)
