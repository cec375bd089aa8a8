"""A database is created and upgraded whole, and a newer one is left alone."""

import subprocess
import sys
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, text

from hn_desk.errors import StorageError
from hn_desk.models import upgrade as module
from hn_desk.models.database import make_engine
from hn_desk.models.formats import REVISIONS, format_number
from hn_desk.models.migrating import script_revisions
from hn_desk.models.tables import Table
from hn_desk.models.upgrade import upgrade
from tests.models.conftest import KEY


def execute(path: Path, statement: str) -> None:
    engine = make_engine(path, KEY, foreign_keys=False)
    with engine.begin() as connection:
        connection.execute(text(statement))
    engine.dispose()


def test_the_migrations_make_exactly_the_tables_of_the_code(path: Path) -> None:
    engine = make_engine(path, KEY, foreign_keys=False)
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Table.metadata) == []
    engine.dispose()


def test_an_upgrade_of_the_newest_changes_no_byte(path: Path) -> None:
    before = path.read_bytes()
    upgrade(path, KEY)
    assert path.read_bytes() == before


def test_a_newer_database_is_refused_and_untouched(path: Path) -> None:
    execute(path, "UPDATE alembic_version SET version_num='9999'")
    before = path.read_bytes()
    with pytest.raises(StorageError) as refused:
        upgrade(path, KEY)
    assert refused.value.reason == "newer-database"
    assert path.read_bytes() == before


def test_an_upgrade_that_fails_leaves_the_old_database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def break_off(connection: Connection) -> None:
        raise StorageError("broken references", reason="upgrade")

    monkeypatch.setattr(module, "_refuse_broken_references", break_off)
    with pytest.raises(StorageError):
        upgrade(tmp_path / "new.db", KEY)
    engine = make_engine(tmp_path / "new.db", KEY, foreign_keys=False)
    with engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM sqlite_master")).scalar() == 0
    engine.dispose()


def test_an_upgrade_refuses_rows_without_what_they_belong_to(path: Path) -> None:
    execute(path, "INSERT INTO officer_roles (officer_id, role) VALUES ('nobody', 'head')")
    execute(path, "DELETE FROM alembic_version")
    execute(path, "DROP TABLE search_words")
    engine = make_engine(path, KEY, foreign_keys=False)
    with engine.begin() as connection, pytest.raises(StorageError) as refused:
        module._refuse_broken_references(connection)
    engine.dispose()
    assert refused.value.reason == "upgrade"


def test_the_format_number_counts_the_revisions() -> None:
    assert format_number() == len(REVISIONS) >= 1


def test_the_revisions_known_are_those_of_the_scripts() -> None:
    assert script_revisions() == REVISIONS


def test_a_start_on_the_newest_format_does_not_load_alembic(path: Path) -> None:
    words = (
        "import sys; from pathlib import Path; from hn_desk.models.upgrade import upgrade;"
        f"upgrade(Path({str(path)!r}), bytes.fromhex({KEY.hex()!r})); print('alembic' in sys.modules)"
    )
    answer = subprocess.run([sys.executable, "-c", words], capture_output=True, text=True, check=True)
    assert answer.stdout.strip() == "False"
