"""whose turn it is, and what a portal has, is found without a look at all other addresses"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

FORMER = "ix_url_crawl_id_state_priority_number"


def upgrade() -> None:
    op.create_index(op.f("ix_url_portal"), "url", ["portal"])
    op.create_index("ix_url_turn", "url", ["crawl_id", "state", sa.text("priority DESC"), "number"])
    op.drop_index(op.f(FORMER), "url")


def downgrade() -> None:
    op.create_index(op.f(FORMER), "url", ["crawl_id", "state", "priority", "number"])
    op.drop_index("ix_url_turn", "url")
    op.drop_index(op.f("ix_url_portal"), "url")
