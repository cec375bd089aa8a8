"""The child's own eyes: when a writing transaction begins and ends, and where the database would stand after it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy import Connection, Engine, event
from sqlalchemy.engine.default import DefaultDialect
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.orm import Session

from hn_desk.models import migrating
from hn_desk.models.changes import Author
from hn_desk.models.database import Database
from tests.campaigns.crash.marks import COMMITTING, INSIDE, OUTSIDE, Phase, Teller
from tests.campaigns.crash.standing import Standing


@dataclass(frozen=True, slots=True)
class Watch:
    """Marks the phases of every writing transaction of this process, of actions and of migrations."""

    phase: Phase
    teller: Teller

    def begin(self) -> None:
        """Patch this process; it never goes back, for it is killed."""
        self._watch_actions()
        self._watch_migrations()
        self._watch_commits()

    def _watch_actions(self) -> None:
        real, phase = Database.begin, self.phase

        @contextmanager
        def begin(database: Database, author: Author) -> Iterator[Session]:
            phase.now = INSIDE
            try:
                with real(database, author) as session:
                    yield session
            finally:
                phase.now = OUTSIDE

        Database.begin = begin  # type: ignore[method-assign, assignment]

    def _watch_migrations(self) -> None:
        real, phase = migrating.migrate, self.phase

        def migrate(connection: Connection) -> None:
            phase.now = INSIDE
            real(connection)

        migrating.migrate = migrate

    def _watch_commits(self) -> None:
        phase, teller = self.phase, self.teller
        real: Callable[[DefaultDialect, DBAPIConnection], None] = DefaultDialect.do_commit

        def about_to_commit(connection: Connection) -> None:
            if phase.now == INSIDE:
                teller.tell(intent=Standing.of(connection.connection.driver_connection).told())
                phase.now = COMMITTING

        def do_commit(dialect: DefaultDialect, connection: DBAPIConnection) -> None:
            real(dialect, connection)
            phase.now = OUTSIDE

        event.listen(Engine, "commit", about_to_commit)
        DefaultDialect.do_commit = do_commit  # type: ignore[method-assign]
