"""What a desk no longer needs is proposed and deleted by the keeper; what an office erases leaves the evidence too."""

import os
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import func, select

from hn_desk.city.applying import apply_packet
from hn_desk.city.collect import collect
from hn_desk.city.desk import CityDesk
from hn_desk.city.desk_backups import back_up_desk
from hn_desk.city.desk_log import desk_log
from hn_desk.city.desk_retention import delete_due_at_desk, due_at_desk
from hn_desk.city.quarantine import quarantine
from hn_desk.city.reading import Content, Entry, verified_packet
from hn_desk.city.sums import terms_of
from hn_desk.models.tables import CityPacket, CityRecord
from tests.actions.conftest import NOW
from tests.city.test_desk_restore import sent
from tests.city.test_withdrawals import sent_application
from tests.pair import Pair

YEARS = timedelta(days=731)


def evidence(desk: CityDesk) -> int:
    """How many packets still have their signed workbook."""
    with desk.database.read() as session:
        return session.scalar(select(func.count(CityPacket.id)).where(func.length(CityPacket.inner) > 0)) or 0


def age(folder: Path, moment: datetime) -> None:
    for path in folder.iterdir():
        os.utime(path, (moment.timestamp(), moment.timestamp()))


def test_what_is_due_is_proposed_and_deleted_and_the_log_holds_counts_only(pair: Pair) -> None:
    desk = pair.desk("STC")
    sent(pair, desk, "Một")
    collect(desk, b"no packet")
    for folder in (desk.places.inbox, desk.places.quarantine):
        age(folder, NOW)
    assert {one.id: one.count for one in due_at_desk(desk)} == {"inbox": 0, "packets": 0, "quarantine": 0}
    later = replace(desk, clock=lambda: NOW + YEARS)
    assert {one.id: one.count for one in due_at_desk(later)} == {"inbox": 0, "packets": 1, "quarantine": 1}
    back_up_desk(later)
    due = {one.id: one.count for one in due_at_desk(later)}
    assert due == {"inbox": 2, "packets": 1, "quarantine": 1}

    assert [one.is_there for one in quarantine(desk)] == [True]
    delete_due_at_desk(later, tuple(due))
    assert [one.is_there for one in quarantine(desk)] == [False]

    assert {one.count for one in due_at_desk(later)} == {0}
    assert (evidence(desk), list(desk.places.inbox.iterdir()), list(desk.places.quarantine.iterdir())) == (0, [], [])
    assert desk_log(desk)[0].action_label == "What the retention rules end deleted"


def test_what_an_office_erases_leaves_the_evidence_of_its_packets(pair: Pair) -> None:
    bank = pair.desk("NHCS")
    sent_application(pair, bank)
    assert evidence(bank) == 1
    with bank.write() as session:
        line = session.scalars(select(CityRecord.record_id).where(CityRecord.subject == "paper_lines")).one()
        kept = session.scalars(select(CityPacket)).one()
        cover = verified_packet(kept.inner, bank.trust(), bank.now()).cover
        erased = Content(cover, ("paper_lines",), {}, {"paper_lines": (Entry(line, 99, "erase", {}),)}, ())
        apply_packet(session, erased, terms_of(bank.code, bank.today()))
    assert evidence(bank) == 0
