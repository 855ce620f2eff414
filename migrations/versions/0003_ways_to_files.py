"""indexes from a page to its files, and from an address to its reports"""

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index(op.f("ix_url_discovered_from"), "url", ["discovered_from"])
    op.create_index(op.f("ix_sighting_url"), "sighting", ["url"])


def downgrade() -> None:
    op.drop_index(op.f("ix_sighting_url"), "sighting")
    op.drop_index(op.f("ix_url_discovered_from"), "url")
