"""The one door to Alembic: the scripts of `migrations`, and running those that are due."""

from pathlib import Path
from typing import Any, Final

from alembic.config import Config
from alembic.environment import EnvironmentContext
from alembic.runtime.migration import MigrationContext, RevisionStep
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from hn_desk.models.tables import Table

MIGRATIONS: Final = Path(__file__).resolve().parent / "migrations"
SUFFIX: Final = Path(__file__).suffix
"""`.pyc` where the program was installed compiled, without its sources."""


def script_revisions() -> tuple[str, ...]:
    """The revisions whose scripts are there, oldest first."""
    return tuple(sorted(path.stem.partition("_")[0] for path in (MIGRATIONS / "versions").glob(f"[0-9]*{SUFFIX}")))


def migrate(connection: Connection) -> None:
    """Run every revision that is due in the transaction of `connection`."""
    scripts = _scripts()

    def steps(revision: Any, _context: MigrationContext) -> list[RevisionStep]:
        return scripts._upgrade_revs("head", revision)

    config = Config()
    with EnvironmentContext(config, scripts, fn=steps) as environment:
        environment.configure(
            connection=connection, target_metadata=Table.metadata, transactional_ddl=True, render_as_batch=True
        )
        environment.run_migrations()


def _scripts() -> ScriptDirectory:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.set_main_option("path_separator", "os")
    config.set_main_option("sourceless", "true" if SUFFIX == ".pyc" else "false")
    return ScriptDirectory.from_config(config)
