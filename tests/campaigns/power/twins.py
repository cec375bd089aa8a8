"""The same program with a fault put in, from here and never by a switch of its own: each must lose something."""

import os
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from typing import Any, Final

from hn_desk import files
from hn_desk.models.database import PRAGMAS

SYNCHRONOUS: Final = {"OFF": 0, "NORMAL": 1, "FULL": 2, "EXTRA": 3}
TWINS: Final[Mapping[str, Mapping[str, str]]] = {
    "delete-full": {"journal_mode": "DELETE", "synchronous": "FULL", "locking_mode": "NORMAL"},
    "wal-normal": {"journal_mode": "WAL", "synchronous": "NORMAL"},
    "sync-off": {"synchronous": "OFF"},
    "writer-without-flush": {},
    "name-without-flush": {},
}
"""Name → the database's settings that differ. DELETE needs NORMAL locking: with EXCLUSIVE, SQLite never deletes it."""


@contextmanager
def program(twin: str, *, is_windows: bool) -> Iterator[None]:
    """The program as it runs on this family of systems, with the twin's fault in it ("" for none)."""
    with ExitStack() as stack:
        stack.enter_context(_settings(TWINS[twin] if twin else {}))
        if is_windows:
            stack.enter_context(_put(files, "FLUSHES_FOLDERS", new=False))
        if twin == "writer-without-flush":
            stack.enter_context(_put(os, "fsync", _flush_nothing))
        if twin == "name-without-flush":
            stack.enter_context(_put(files, "flush_name", _flush_nothing))
        yield


@contextmanager
def _settings(differing: Mapping[str, str]) -> Iterator[None]:
    before = dict(PRAGMAS)
    for name, value in differing.items():
        PRAGMAS[name] = (value, SYNCHRONOUS[value] if name == "synchronous" else value.lower())
    try:
        yield
    finally:
        PRAGMAS.update(before)


@contextmanager
def _put(place: Any, name: str, new: object) -> Iterator[None]:
    before = getattr(place, name)
    setattr(place, name, new)
    try:
        yield
    finally:
        setattr(place, name, before)


def _flush_nothing(*_what: object) -> None:
    """Return at once."""
