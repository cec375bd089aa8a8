"""The support bundle: what helps whoever looks after the program, and nothing that names a person."""

import json
import platform
import sqlite3
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any, Final
from zipfile import ZIP_DEFLATED, ZipFile

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from hn_desk import __version__, files
from hn_desk.actions.office import DATABASE_FILE, Changed, Office
from hn_desk.models import audit
from hn_desk.models.audit import Act
from hn_desk.models.columns import Table
from hn_desk.models.database import PRAGMAS
from hn_desk.models.formats import REVISIONS

PROGRAM_LOGS: Final = ("program.log", "program.old.log")
LARGEST_LOG: Final = 2_000_000


def support_bundle(office: Office, path: Path) -> Changed:
    """Write the bundle at `path`, whole or not at all; logged. It holds counts, versions, sizes, the program's log."""
    office.require("support.write")
    with office.database.read() as session:
        facts = {
            "program": __version__,
            "python": sys.version.split()[0],
            "system": platform.platform(),
            "sqlite": sqlite3.sqlite_version,
            "environment": office.environment,
            "format": REVISIONS[-1],
            "epoch": office.epoch,
            "settings": _settings(session),
            "rows": _counts(session),
            "log": dict(zip(("entries", "head"), audit.newest(session), strict=True)),
            "files": dict(_sizes(office.folder)),
        }
    members = {"facts.json": json.dumps(facts, indent=1).encode(), **dict(_program_logs(office.folder))}
    files.write_whole(path, _zipped(members))
    with office.write() as session:
        audit.log(session, Act("support.write", content={"members": sorted(members)}))
    return Changed(frozenset({"log"}))


def _settings(session: Session) -> dict[str, Any]:
    return {name: session.execute(text(f"PRAGMA {name}")).scalar() for name in PRAGMAS}


def _counts(session: Session) -> dict[str, int]:
    tables = sorted(Table.metadata.tables.values(), key=lambda table: table.name)
    return {table.name: session.scalar(select(func.count()).select_from(table)) or 0 for table in tables}


def _sizes(folder: Path) -> Iterator[tuple[str, int]]:
    """Sizes by kind of file: names of packets name the desk, so only their endings are told."""
    sizes: dict[str, int] = {}
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            kind = path.name if path.name.startswith(DATABASE_FILE) else path.suffix or "other"
            sizes[kind] = sizes.get(kind, 0) + path.stat().st_size
    yield from sizes.items()


def _program_logs(folder: Path) -> Iterator[tuple[str, bytes]]:
    for name in PROGRAM_LOGS:
        if (folder / name).exists():
            yield name, files.read_whole(folder / name, LARGEST_LOG)


def _zipped(members: dict[str, bytes]) -> bytes:
    stream = BytesIO()
    with ZipFile(stream, "w", ZIP_DEFLATED) as bundle:
        for name, data in members.items():
            bundle.writestr(name, data)
    return stream.getvalue()
