"""Alembic's entry: the connection comes from `archive.database`, or from ARCHIVE_DATABASE for the `alembic` command."""

from alembic import context

from archive.database import make_engine
from archive.home import find_home
from archive.models import Base


def run() -> None:
    connection = context.config.attributes.get("connection")
    if connection is not None:
        migrate(connection)
        return
    with make_engine(find_home()).begin() as own:
        migrate(own)


def migrate(connection) -> None:
    # Batch mode: SQLite changes a table by copying it.
    context.configure(
        connection=connection, target_metadata=Base.metadata, render_as_batch=True, transactional_ddl=True
    )
    with context.begin_transaction():
        context.run_migrations()


run()
