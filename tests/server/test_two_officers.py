"""Two officers on one server at the same moment: what the tables promise an office whose PCs share them."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import replace
from threading import Barrier

import pytest
from sqlalchemy import select

from hn_desk.actions.confirmations import confirm, record_number
from hn_desk.actions.credit_facts import Subject
from hn_desk.actions.office import Office
from hn_desk.errors import DeskError
from hn_desk.models.audit_check import check_log
from hn_desk.models.database import Database, open_database
from hn_desk.models.moving import move_rows
from hn_desk.models.server_address import read_address
from hn_desk.models.tables import AuditEntry, RegisterNumber
from tests.actions.conftest import PASSPHRASE
from tests.actions.credit_samples import MAN, WORK, numbered, presented
from tests.server.conftest import ServerPair

Act = Callable[[Office], object]


@pytest.fixture
def papers(pair: ServerPair) -> tuple[Subject, Subject]:
    """Two applications that wait for the approver."""
    return presented(pair.office), presented(pair.office, replace(WORK, person=MAN))


@pytest.fixture
def windows(pair: ServerPair, papers: object, server_url: str) -> Iterator[tuple[Database, Database]]:
    """The office's rows on the server, opened twice as two PCs would."""
    keys = pair.office.keys
    opened = [open_database(read_address(server_url), keys.database_keys[0], keys.seconds) for _pc in range(2)]
    with ExitStack() as stack:
        for database in opened:
            stack.callback(database.close)
        with pair.office.database.read() as session, opened[0].engine.begin() as connection:
            move_rows(session.connection(), connection)
        yield opened[0], opened[1]


def at_once(pair: ServerPair, login: str, windows: tuple[Database, Database], acts: tuple[Act, Act]) -> list[str]:
    """What two officers get who act at the same moment: nothing, or the sentence of a refusal."""
    together = Barrier(2)

    def go(act: Act, database: Database) -> str:
        office = replace(pair.as_officer(login), database=database)
        together.wait()
        try:
            act(office)
        except DeskError as refused:
            return refused.what
        return ""

    with ThreadPoolExecutor(2) as pool:
        return list(pool.map(go, acts, windows))


def test_of_two_who_act_at_the_same_moment_one_wins_or_both_do(
    pair: ServerPair, papers: tuple[Subject, Subject], windows: tuple[Database, Database]
) -> None:
    first, second = papers

    def confirming(paper: Subject) -> Act:
        return lambda office: confirm(office, (paper,), PASSPHRASE)

    def numbering(paper: Subject) -> Act:
        return lambda office: record_number(office, numbered(paper))

    same = at_once(pair, "hung", windows, (confirming(first), confirming(first)))
    others = at_once(pair, "hung", windows, (confirming(second), lambda _office: None))
    same_number = at_once(pair, "mai", windows, (numbering(first), numbering(second)))

    assert sorted(map(bool, same)) == [False, True]
    assert others == ["", ""]
    assert sorted(map(bool, same_number)) == [False, True]
    with windows[0].read() as session:
        assert session.scalars(select(RegisterNumber.number)).all() == [125]
        sequences = session.scalars(select(AuditEntry.sequence).order_by(AuditEntry.sequence)).all()
        assert list(sequences) == list(range(1, len(sequences) + 1))
        assert check_log(session) == ()
