"""Creating and upgrading the database with Alembic: all revisions of one upgrade in one transaction."""

from pathlib import Path
from typing import Any, Final

from alembic.config import Config
from alembic.environment import EnvironmentContext
from alembic.runtime.migration import MigrationContext, RevisionStep
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

from hn_desk.errors import StorageError
from hn_desk.i18n import _
from hn_desk.models.columns import Table
from hn_desk.models.database import make_engine, plain_errors

MIGRATIONS: Final = Path(__file__).resolve().parent / "migrations"


def revisions() -> tuple[str, ...]:
    """The revisions this program knows, oldest first."""
    walked = [script.revision for script in _scripts().walk_revisions()]
    return tuple(reversed(walked))


def format_number() -> int:
    """The number of this program's database format, written into the clear key file."""
    return len(revisions())


def upgrade(path: Path, key: bytes) -> None:
    """Bring the file to this program's format, creating it when new; StorageError when it comes from a newer one."""
    engine = make_engine(path, key, foreign_keys=False)
    try:
        with plain_errors(), engine.begin() as connection:
            current = _current(connection)
            if current is not None and current not in revisions():
                raise newer_database()
            if current != revisions()[-1]:
                _run(connection)
                _refuse_broken_references(connection)
    finally:
        engine.dispose()


def newer_database() -> StorageError:
    """The refusal of a database that a newer program wrote; its bytes stay untouched."""
    return StorageError(
        _("These records were written by a newer version of HN Desk."),
        do=_("Install the newest version on this PC; the records were not touched."),
        reason="newer-database",
    )


def _scripts() -> ScriptDirectory:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.set_main_option("path_separator", "os")
    return ScriptDirectory.from_config(config)


def _current(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()


def _run(connection: Connection) -> None:
    scripts = _scripts()

    def steps(revision: Any, _context: MigrationContext) -> list[RevisionStep]:
        return scripts._upgrade_revs("head", revision)

    config = Config()
    with EnvironmentContext(config, scripts, fn=steps) as environment:
        environment.configure(
            connection=connection, target_metadata=Table.metadata, transactional_ddl=True, render_as_batch=True
        )
        environment.run_migrations()


def _refuse_broken_references(connection: Connection) -> None:
    broken = connection.execute(text("PRAGMA foreign_key_check")).fetchall()
    if broken:
        raise StorageError(
            _("The upgrade would leave records without what they belong to; nothing was changed."),
            do=_("Send the support bundle to whoever looks after HN Desk; go on with the old version."),
            reason="upgrade",
        )
