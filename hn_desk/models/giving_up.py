"""A long reading that is given up in the middle: what was asked is no longer wanted."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from hn_desk.models.database import PRIMARY_CODE, code_of
from hn_desk.models.prepared import connection_of

SQLITE_INTERRUPT: Final = 9 & PRIMARY_CODE
STEPS: Final = 20_000
"""Steps of SQLite's machine between two questions: about a millisecond."""


@contextmanager
def until_given_up(session: Session, is_given_up: Callable[[], bool] | None) -> Iterator[None]:
    """Stop a statement run within as soon as `is_given_up()`; what was read of it is lost, nothing is raised."""
    if is_given_up is None:
        yield
        return
    driver = connection_of(session).connection.driver_connection
    assert driver is not None, "a session without a connection"
    driver.set_progress_handler(is_given_up, STEPS)
    try:
        yield
    except DatabaseError as error:
        if code_of(error.orig) != SQLITE_INTERRUPT:
            raise
    finally:
        driver.set_progress_handler(None, 0)
