"""the addresses of a portal are found without a look at all others"""

from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index(op.f("ix_url_portal"), "url", ["portal"])


def downgrade() -> None:
    op.drop_index(op.f("ix_url_portal"), "url")
