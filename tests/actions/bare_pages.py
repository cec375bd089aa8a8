"""An office's database as somebody sees it who has the database key, a debugger and all the time, but no second key."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sqlcipher3
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from hn_desk.actions.office import DATABASE_FILE, Office

PAGE = 4096
RESERVED = 80
VECTOR = 16
SALT = 16
Shape = tuple[tuple[str, str, int], ...]


@dataclass(frozen=True, slots=True)
class Bare:
    """All tables' rows by column, and all pages as SQLite wrote them, free ones too."""

    tables: dict[str, list[dict[str, Any]]]
    pages: bytes

    def telling(self, words: frozenset[str]) -> list[str]:
        """Which of `words` stand in a value, or anywhere in the pages."""
        values = [(place, str(value)) for place, value in self.values()]
        found = [f"{place}: {word}" for word in words for place, value in values if _has(value, word)]
        return sorted(found) + [f"pages: {word}" for word in sorted(self.sought(words)) if word.encode() in self.pages]

    def sought(self, words: frozenset[str]) -> frozenset[str]:
        """Those of `words` that are looked for in the pages: not part of what columns and acts are called."""
        names = [row["sql"] or "" for row in self.tables["sqlite_master"]]
        names += [row["action"] for row in self.tables["audit_entries"]]
        return frozenset(word for word in words if not any(word in name for name in names))

    def values(self) -> Iterator[tuple[str, Any]]:
        """Every value with its table and column."""
        for table, rows in self.tables.items():
            for row in rows:
                yield from ((f"{table}.{column}", value) for column, value in row.items())

    def shapes(self, table: str) -> Counter[Shape]:
        """How rows of a table look: the type and length of each value."""
        return Counter(
            tuple(
                (column, type(value).__name__, len(value) if hasattr(value, "__len__") else 0)
                for column, value in row.items()
            )
            for row in self.tables[table]
        )


def laid_bare(office: Office) -> Bare:
    """Read the file of an office (and let go of it) with its database key alone."""
    key = office.keys.database_keys[0]
    office.database.close()
    path = office.folder / DATABASE_FILE
    return Bare(_tables(path, key), b"".join(decrypted(path.read_bytes(), key)))


def decrypted(data: bytes, key: bytes) -> Iterator[bytes]:
    """The pages of a SQLCipher file under a raw key: AES-256-CBC, the vector in the reserved end of each page."""
    for start in range(0, len(data), PAGE):
        page = data[start : start + PAGE]
        vector = page[PAGE - RESERVED : PAGE - RESERVED + VECTOR]
        decryptor = Cipher(algorithms.AES(key), modes.CBC(vector)).decryptor()
        yield decryptor.update(page[SALT if start == 0 else 0 : PAGE - RESERVED]) + decryptor.finalize()


def _tables(path: Path, key: bytes) -> dict[str, list[dict[str, Any]]]:
    connection = sqlcipher3.connect(str(path))
    try:
        connection.execute(f"PRAGMA key=\"x'{key.hex()}'\"")
        names = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type='table'")]
        return {name: list(_rows(connection, name)) for name in ("sqlite_master", *names)}
    finally:
        connection.close()


def _rows(connection: Any, table: str) -> Iterator[dict[str, Any]]:
    cursor = connection.execute(f'SELECT * FROM "{table}"')
    columns = [column[0] for column in cursor.description]
    for row in cursor:
        yield dict(zip(columns, row, strict=True))


def _has(value: str, word: str) -> bool:
    is_code = word.isascii() and " " not in word and not word.isdigit()
    return value == word if is_code else word in value
