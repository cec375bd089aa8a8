"""What SQLAlchemy compiled for one office serves the next one in the same process: a third of most tests went there.

Compiled statements belong to an engine's dialect, which also holds the second keys. So an engine gets the dialect of
one that was closed, writes its own keys there as ever, and hands it on when it is closed itself: no two have it at a
time. A test that changes a column's type begins without what was compiled: fixture `nothing_compiled`.
"""

from functools import partial
from typing import Any, Final

import sqlcipher3
from sqlalchemy import Dialect, Engine, create_engine
from sqlalchemy.util import LRUCache

from hn_desk.models import database

_MOST: Final = 2000
"""How many statements are kept."""

Kit = tuple[Dialect, Any]
free: list[Kit] = []


def share() -> None:
    """From now on each database of this process takes over what the closed ones compiled."""
    database.create_engine = _engine  # type: ignore[attr-defined]  # the database imports it and names it nowhere


def _engine(*place: Any, **options: Any) -> Engine:
    engine = create_engine(*place, **options)
    own: Kit = (engine.dialect, engine._compiled_cache)
    kit = free.pop() if free else _new()
    engine.dialect, engine._compiled_cache = kit
    engine.dispose = partial(_dispose, engine, own, kit)  # type: ignore[method-assign]  # an event slows statements
    return engine


def _new() -> Kit:
    """A dialect that has seen the library once, as SQLAlchemy does at an engine's first connection."""
    engine = create_engine("sqlite://", module=sqlcipher3)
    with engine.connect():
        pass
    engine.dispose()
    return engine.dialect, LRUCache(_MOST)


def _dispose(engine: Engine, own: Kit, kit: Kit) -> None:
    """Close the file; who goes on with the engine has a dialect without keys."""
    Engine.dispose(engine)
    if engine.dialect is kit[0]:
        own[0].do_begin = kit[0].do_begin  # type: ignore[method-assign]  # each database sets it
        engine.dialect, engine._compiled_cache = own
        free.append(kit)
