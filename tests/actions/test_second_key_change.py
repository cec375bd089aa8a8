"""Another second key: papers are found, streams know what they sent, and the log is as whole as before."""

from pathlib import Path

import pytest
from sqlalchemy import select

from hn_desk.actions.city_states import PACKED, city_state
from hn_desk.actions.confirmations import confirmation
from hn_desk.actions.credit import application
from hn_desk.actions.office import Office
from hn_desk.actions.packets import preview_packet, seal_packet
from hn_desk.errors import StorageError
from hn_desk.models.audit import shown_content
from hn_desk.models.audit_check import first_break
from hn_desk.models.hidden import use_keys
from hn_desk.models.rekey import hide_anew
from hn_desk.models.tables import AuditEntry, Confirmation
from tests.actions.credit_samples import WORK, issued, presented
from tests.city.conftest import pair, pair_template
from tests.pair import KEY_PASSPHRASE, Pair

__all__ = ["pair", "pair_template"]

NEW = bytes(range(32))


def changed(office: Office) -> None:
    """Let the office stand under another second key."""
    old = office.keys.seconds[0]
    with office.database.engine.begin() as connection:
        hide_anew(connection, old, NEW, lambda _done, _total: None)
    use_keys(office.database.engine, (NEW,))


def test_a_paper_is_found_and_read_under_the_new_key(pair: Pair) -> None:
    subject = issued(pair.office, pair.as_officer, presented(pair.office))
    before = confirmation(pair.office, subject)
    assert before is not None
    changed(pair.office)
    assert confirmation(pair.office, subject) == before
    assert application(pair.office, subject.id).draft.facts["amount"] == WORK.facts["amount"]


def test_a_stream_knows_under_the_new_key_what_it_has_sent(pair: Pair) -> None:
    subject = issued(pair.office, pair.as_officer, presented(pair.office))
    seal_packet(pair.clerk, "NHCS", KEY_PASSPHRASE)
    kept = confirmation(pair.office, subject)
    assert kept is not None
    changed(pair.office)
    assert {sheet.subject: sheet.rows for sheet in preview_packet(pair.clerk, "NHCS")} == {
        "officers": 0,
        "papers": 0,
        "paper_lines": 0,
    }
    with pair.office.database.read() as session:
        assert city_state(session, "confirmations", kept.id) == PACKED


def test_the_log_is_whole_and_its_hidden_contents_are_read_under_the_new_key(office: Office) -> None:
    presented(office)
    with office.database.read() as session:
        before = [shown_content(session, content) for content in session.scalars(select(AuditEntry.content))]
    changed(office)
    with office.database.read() as session:
        assert first_break(session) is None
        assert [shown_content(session, content) for content in session.scalars(select(AuditEntry.content))] == before


def test_nothing_is_left_under_the_old_key(office: Office, office_folder: Path) -> None:
    presented(office)
    changed(office)
    use_keys(office.database.engine, office.keys.seconds)
    with office.database.read() as session:
        with pytest.raises(StorageError):
            session.scalars(select(Confirmation)).all()
        hidden = [one for one in session.scalars(select(AuditEntry.content)) if one and "hidden" in one]
        assert hidden
        for one in hidden:
            with pytest.raises(StorageError):
                shown_content(session, one)
