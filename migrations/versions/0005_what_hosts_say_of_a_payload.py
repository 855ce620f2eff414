"""what hosts say of a payload, to be asked by"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

NAMES = ("etag", "last_modified")


def upgrade() -> None:
    for name in NAMES:
        op.add_column("capture", sa.Column(name, sa.Text(), nullable=True))


def downgrade() -> None:
    for name in NAMES:
        op.drop_column("capture", name)
