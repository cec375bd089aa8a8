"""A new encrypted database and who writes into it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from hn_desk.models.changes import Author
from hn_desk.models.database import Database, open_database
from hn_desk.models.upgrade import upgrade

KEY = bytes(range(32))
AUTHOR = Author("officer-1", "a" * 32, "2026-11-20T03:00:00Z")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    file = tmp_path / "office.db"
    upgrade(file, KEY)
    return file


@pytest.fixture
def database(path: Path) -> Iterator[Database]:
    opened = open_database(path, KEY)
    yield opened
    opened.close()
