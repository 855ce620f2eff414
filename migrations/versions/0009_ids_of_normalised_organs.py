"""ids of reports are made of the organ in its one spelling

No table changes. `archive.migrate` files every report under its id before 0011 is noted, so that an upgrade that is
killed meanwhile goes on.
"""

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    """Reports stay where they were moved."""
