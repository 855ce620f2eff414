"""sightings are found by their portal

Each crawl asks how many reports its portal had, and went through the sightings of every portal.
"""

from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_sighting_portal", "sighting", ["portal"])


def downgrade() -> None:
    op.drop_index("ix_sighting_portal", "sighting")
