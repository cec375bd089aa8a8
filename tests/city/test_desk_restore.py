"""A desk is backed up and restored: what it had acknowledged is asked for again, sent again, and nothing is doubled."""

import shutil
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest

from hn_desk.actions.packets import packet_rows, receive, seal_packet
from hn_desk.city.authority import CityPlan, set_up_city
from hn_desk.city.board import GOOD, MISSING, board
from hn_desk.city.collect import collect, collect_folder
from hn_desk.city.desk import CityDesk, open_desk
from hn_desk.city.desk_backups import (
    back_up_desk,
    back_up_desk_daily,
    choose_desk_second,
    desk_backups,
    desk_folder,
)
from hn_desk.city.desk_log import check_desk_log
from hn_desk.city.desk_officers import DeskOfficerDraft, add_officer
from hn_desk.city.desk_restoring import DeskRestored, DeskRestorePlan, restore_desk
from hn_desk.city.overview import counts
from hn_desk.city.receipts import issue_receipt
from hn_desk.city.request_page import request_pages
from hn_desk.errors import DeskError, InputError, RoleError, SignInError
from hn_desk.models import audit
from hn_desk.models.audit import Act
from tests.actions.conftest import NOW, QUICK
from tests.actions.records import add_event
from tests.city.test_roles import NEW
from tests.pair import CITY_PASSPHRASE, KEY_PASSPHRASE, Pair, at_now

OFFICE = "00070"


def sent(pair: Pair, desk: CityDesk, title: str) -> bytes:
    """An event, and the packet that tells the desk of it, taken there."""
    add_event(pair.office, title)
    data = seal_packet(pair.clerk, desk.code, KEY_PASSPHRASE).path.read_bytes()
    assert collect(desk, data).decision == "applied"
    return data


def lose_inbox(pair: Pair) -> None:
    """The packets as they came are lost as well."""
    for path in (pair.city / "desks" / "STC" / "inbox").iterdir():
        path.unlink()


def restored(pair: Pair, *receipts: Path, hours: int = 2) -> DeskRestored:
    folder = pair.city / "desks" / "STC" / "backups"
    plan = DeskRestorePlan("STC", (folder,), "", CITY_PASSPHRASE, receipts)
    return restore_desk(pair.city, plan, clock=lambda: NOW + timedelta(hours=hours))


def reopened(pair: Pair) -> CityDesk:
    return open_desk(pair.city, "STC", CITY_PASSPHRASE, clock=lambda: NOW + timedelta(hours=2))


def test_a_backup_is_made_once_a_day_copied_and_expires_by_the_rules(pair: Pair, tmp_path: Path) -> None:
    desk = pair.desk("STC")
    assert desk_backups(desk).days is None
    name = back_up_desk_daily(desk).id
    assert back_up_desk_daily(desk).id == ""
    assert [one.name for one in desk_backups(desk).backups] == [name]
    (tmp_path / "stick").mkdir()
    choose_desk_second(desk, tmp_path / "stick")
    assert (tmp_path / "stick" / name).read_bytes() == (desk_folder(desk.places) / name).read_bytes()
    with pytest.raises(InputError, match="can't be copied there"):
        choose_desk_second(desk, desk.places.folder)
    for day in (28, 29):
        back_up_desk(replace(desk, clock=partial(NOW.__add__, timedelta(days=day))))
    assert len(desk_backups(desk).backups) == 3
    assert check_desk_log(desk).is_whole


def test_a_log_that_was_cut_after_a_backup_is_told(pair: Pair) -> None:
    desk = pair.desk("STC")
    back_up_desk(desk)
    with desk.write() as session:
        session.connection().exec_driver_sql("DELETE FROM audit_entries WHERE sequence >= 2")
    assert not check_desk_log(desk).is_whole


def test_what_was_acknowledged_is_asked_for_again_sent_again_and_counted_once(pair: Pair, tmp_path: Path) -> None:
    desk = pair.desk("STC")
    sent(pair, desk, "Một")
    back_up_desk(desk)
    first = issue_receipt(desk, OFFICE)
    again = [sent(pair, desk, title) for title in ("Hai", "Ba")]
    receive(pair.clerk, issue_receipt(desk, OFFICE).pdf)
    before = counts(desk)
    desk.close()
    lose_inbox(pair)

    found = restored(pair)

    assert [office.code for office in found.lost] == [OFFICE]
    assert [stream.lost for stream in found.lost[0].streams] == [((2, 3),)]
    with closing(reopened(pair)) as back:
        assert board(back).offices[0].state == MISSING
        assert request_pages(back, (OFFICE,)).pdf.startswith(b"%PDF")
        lower = issue_receipt(back, OFFICE)
        assert (lower.is_new, lower.name) == (True, "BN-STC-00070-000003.pdf")
        assert lower.pdf != first.pdf
        clerk = replace(pair.clerk, clock=lambda: NOW + timedelta(hours=3))
        told = receive(clerk, lower.pdf).lines
        assert any("no longer has packets 2–3" in line for line in told)
        assert not any("no longer has" in line for line in receive(clerk, first.pdf).lines)
        assert {row.state for row in packet_rows(clerk)} == {"received"}
        add_event(pair.office, "Bốn")
        fourth = seal_packet(clerk, "STC", KEY_PASSPHRASE).path.read_bytes()
        assert collect(back, fourth).decision == "waiting"
        assert [collect(back, data).decision for data in again] == ["applied", "applied"]
        assert board(back).offices[0].state == GOOD
        assert counts(back)["events"] == before["events"] + 1
        told = receive(clerk, issue_receipt(replace(back, clock=lambda: NOW + timedelta(hours=4)), OFFICE).pdf).lines
        assert not any("no longer has" in line for line in told)
        assert {row.state for row in packet_rows(clerk)} == {"received"}


def test_a_second_restore_still_asks_for_what_the_first_one_found_lost(pair: Pair) -> None:
    desk = pair.desk("STC")
    sent(pair, desk, "Một")
    back_up_desk(desk)
    issue_receipt(desk, OFFICE)
    sent(pair, desk, "Hai")
    issue_receipt(desk, OFFICE)
    desk.close()
    lose_inbox(pair)
    first = restored(pair)
    with closing(open_desk(pair.city, "STC", CITY_PASSPHRASE, clock=lambda: NOW + timedelta(hours=3))) as back:
        issue_receipt(back, OFFICE)
    for found in (first, restored(pair, hours=4)):
        assert [stream.lost for office in found.lost for stream in office.streams] == [((2, 2),)]


def test_packets_that_still_lie_in_the_inbox_are_taken_again_and_none_is_passed_over(
    pair: Pair, tmp_path: Path
) -> None:
    desk = pair.desk("STC")
    sent(pair, desk, "Một")
    back_up_desk(desk)
    folder = tmp_path / "fed"
    folder.mkdir()
    add_event(pair.office, "Hai")
    shutil.copy(seal_packet(pair.clerk, "STC", KEY_PASSPHRASE).path, folder)
    assert [one.decision for one in collect_folder(desk, folder)] == ["applied"]
    issue_receipt(desk, OFFICE)
    before = counts(desk)
    desk.close()

    found = restored(pair)

    assert (found.lost, found.receipts) == ((), 1)
    with closing(reopened(pair)) as back:
        assert counts(back) == before
        assert [one.is_repeat for one in collect_folder(back, folder)] == [True]


def test_a_new_pc_restores_all_that_opens_the_desk_and_learns_from_the_office_what_it_had(
    pair: Pair, tmp_path: Path
) -> None:
    desk = pair.desk("STC")
    (tmp_path / "stick").mkdir()
    choose_desk_second(desk, tmp_path / "stick")
    back_up_desk(desk)
    sent(pair, desk, "Một")
    (tmp_path / "came").mkdir()
    (tmp_path / "came" / "BN.pdf").write_bytes(issue_receipt(desk, OFFICE).pdf)
    desk.close()
    shutil.rmtree(pair.city / "desks" / "STC")
    plan = DeskRestorePlan("STC", (tmp_path / "stick",), "", CITY_PASSPHRASE, (tmp_path / "came",))

    found = restore_desk(pair.city, plan, clock=lambda: NOW + timedelta(hours=2))

    assert (found.receipts, [office.code for office in found.lost]) == (1, [OFFICE])
    with closing(reopened(pair)) as back:
        assert back.unseal(back.seal(b"PK")) == b"PK"


def test_nobody_but_the_keeper_restores_and_a_damaged_backup_is_passed_over(pair: Pair) -> None:
    desk = pair.desk("STC")
    add_officer(desk, DeskOfficerDraft("Trần Thị Bình", "receiver", NEW))
    good = back_up_desk(desk).id
    bad = desk_folder(desk.places) / back_up_desk(replace(desk, clock=lambda: NOW + timedelta(days=1))).id
    desk.close()
    data = bytearray(bad.read_bytes())
    data[-100] ^= 1
    bad.write_bytes(data)
    folder = (desk_folder(desk.places),)
    with pytest.raises(RoleError):
        restore_desk(pair.city, DeskRestorePlan("STC", folder, "Trần Thị Bình", NEW), clock=at_now)
    with pytest.raises(SignInError):
        restore_desk(pair.city, DeskRestorePlan("STC", folder, "", NEW), clock=at_now)
    found = restored(pair)
    assert (found.backup, found.bad) == (good, (bad.name,))
    with pytest.raises(DeskError, match="no good backup"):
        restore_desk(pair.city, DeskRestorePlan("SNV", (), "", CITY_PASSPHRASE), clock=at_now)


def test_a_newer_backup_of_a_foreign_desk_is_passed_over(pair: Pair, tmp_path: Path) -> None:
    desk = pair.desk("STC")
    back_up_desk(desk)
    desk.close()
    foreign = "mat khau cua noi khac"
    set_up_city(tmp_path / "other", foreign, ("STC",), CityPlan(bits=2048, rounds=1000, cost=QUICK), clock=at_now)
    with closing(open_desk(tmp_path / "other", "STC", foreign, clock=at_now)):
        pass
    with closing(open_desk(tmp_path / "other", "STC", foreign, clock=at_now)) as other:
        for _time in range(9):
            with other.write() as session:
                audit.log(session, Act("test"))
        back_up_desk(other)
    plan = DeskRestorePlan("STC", (desk_folder(other.places),), "", CITY_PASSPHRASE)
    found = restore_desk(pair.city, plan, clock=lambda: NOW + timedelta(hours=2))
    assert found.backup in {path.name for path in desk_folder(desk.places).iterdir()}
    assert len(found.bad) == 1
    with pytest.raises(SignInError):
        restore_desk(pair.city, replace(plan, passphrase="mat khau sai mat khau"), clock=at_now)
