"""A PC that died: restored from backup, outbox and receipts; numbers go on; the list of what is missing is exact."""

import shutil
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from uuid import uuid4

import pytest
from sqlalchemy import select

from hn_desk import office_keys
from hn_desk.actions import backups, restoring_list
from hn_desk.actions.audit_labels import action_label
from hn_desk.actions.backup_making import BACKUPS, LOST, backup_files
from hn_desk.actions.confirmations import confirm, next_number, record_number
from hn_desk.actions.credit import save_application
from hn_desk.actions.file_codes import FILE_CODES
from hn_desk.actions.office import DATABASE_FILE, KEY_FILE, OUTBOX, Office, unlock
from hn_desk.actions.packets import packet_rows, receive, seal_packet, streams
from hn_desk.actions.restoring import Floor, Restored, RestorePlan, Who, members_of, packed_numbers, restore
from hn_desk.actions.restoring_search import Found, Place, by_passphrase, by_words, newest_good
from hn_desk.city.collect import collect
from hn_desk.city.desk import open_desk
from hn_desk.city.receipts import issue_receipt
from hn_desk.errors import DeskError, InputError, SignInError, StorageError
from hn_desk.models.audit_check import check_log, first_break
from hn_desk.models.tables import AuditEntry, CityRecord, LoanApplication, OfficeRow, OutreachEvent
from hn_desk.packets.subjects import FigureRow
from hn_desk.recovery import new_recovery, recovery_words
from tests.actions.conftest import NOW, PASSPHRASE, QUICK
from tests.actions.credit_samples import WORK, issued, numbered, presented
from tests.actions.records import add_contact, add_conversion, add_event, add_household
from tests.pair import CITY_PASSPHRASE, KEY_PASSPHRASE, Pair, at_now, pair, pair_template

__all__ = ["pair", "pair_template"]
LATER = NOW + timedelta(days=1)
SHEET = new_recovery()


class Dead:
    """What is left of a PC: its folder with backups and outbox, receipts on a stick; the database is gone."""

    def __init__(self, pair: Pair, tmp_path: Path) -> None:
        self.pair = pair
        self.folder = pair.office.folder
        self.stick = tmp_path / "stick"
        self.stick.mkdir()

    def kill(self) -> None:
        self.pair.office.close()
        (self.folder / DATABASE_FILE).unlink()

    def receipt(self, desk: str, data: bytes) -> None:
        """The city reads a packet; its receipt lies on the stick."""
        with closing(open_desk(self.pair.city, desk, CITY_PASSPHRASE, clock=at_now)) as opened:
            collect(opened, data)
            issued_now = issue_receipt(opened, "00070")
        (self.stick / issued_now.name).write_bytes(issued_now.pdf)

    def found(self, login: str = "lan", *folders: Path, words: bytes | None = None) -> Found:
        opens = by_words(" ".join(recovery_words(words))) if words else by_passphrase(login, PASSPHRASE)
        return newest_good(Place(folders or (self.folder / BACKUPS,), self.folder, opens)).good

    def restored(self, login: str = "lan", **plan: object) -> Restored:
        made = RestorePlan(self.found(login), Who(login), receipts=(self.stick,))
        return restore(self.folder, replace(made, **plan), clock=lambda: LATER)  # type: ignore[arg-type]  # by name

    def open(self, login: str = "lan", passphrase: str = PASSPHRASE) -> Office:
        return unlock(self.folder, login, passphrase, clock=lambda: LATER)


@pytest.fixture
def dead(pair: Pair, tmp_path: Path) -> Dead:
    return Dead(pair, tmp_path)


def seal(pair: Pair, desk: str = "STC") -> bytes:
    return seal_packet(pair.clerk, desk, KEY_PASSPHRASE).path.read_bytes()


def with_sheet(pair: Pair) -> None:
    keys = office_keys.load(pair.office.folder / KEY_FILE)
    office_keys.save(office_keys.with_recovery(keys, pair.office.keys, SHEET), pair.office.folder / KEY_FILE)


def test_a_dead_pc_is_recovered_by_passphrase_and_the_list_is_exact(dead: Dead) -> None:
    pair = dead.pair
    kept = add_event(pair.office, "Trước sao lưu")
    changed = add_event(pair.office, "Sửa sau sao lưu")
    dead.receipt("STC", seal(pair))
    backups.back_up(pair.office)
    lost = add_event(pair.office, "Mất khi hỏng máy")
    with pair.office.write() as session:
        session.get_one(OutreachEvent, changed).people = 99
    household = add_household(pair.office)
    add_contact(pair.office, household)
    add_conversion(pair.office, household)
    dead.receipt("STC", seal(pair))
    never_packed = add_event(pair.office, "Chưa đóng gói")
    dead.kill()

    restored = dead.restored()

    items = {item.id: item for item in restored.lost.items if item.subject != "figures"}
    assert {item.subject for item in items.values()} == {"events", "conversions", "contact_counts"}
    assert {id_ for id_ in items if id_.startswith("events/")} == {f"events/{lost}", f"events/{changed}"}
    new, mended = items[f"events/{lost}"], items[f"events/{changed}"]
    assert (new.kind, new.what) == ("new", "Mất khi hỏng máy, 05/10/2026")
    assert ("Số người dự", "45") in new.facts
    assert [value for heading, value in new.facts if heading == "Tổ được tuyên truyền"] != []
    assert (mended.kind, mended.facts) == ("changed", (("Số người dự", "99 (here: 45)"),))
    (conversion,) = [item for item in items.values() if item.subject == "conversions"]
    assert ("Mã số doanh nghiệp", "0101234567") in conversion.facts
    assert never_packed not in str(items)
    assert kept not in str(items)
    assert (restored.lost.missing, restored.lost.unread) == ((), ())
    assert (restored.lost.span.backup_at, restored.lost.span.restored_at) == (
        "2026-11-20T03:00:00Z",
        "2026-11-21T03:00:00Z",
    )
    assert (restored.receipts, restored.unread_receipts) == (2, ())


def test_a_restore_begins_a_new_numbering_which_the_city_takes_from_number_1(dead: Dead) -> None:
    pair = dead.pair
    add_event(pair.office)
    dead.receipt("STC", seal(pair))
    backups.back_up(pair.office)
    add_event(pair.office, "Mất")
    dead.receipt("STC", seal(pair))
    dead.kill()

    assert dead.restored().epoch == 2

    with closing(dead.open("mai")) as office:
        assert [(one.number, one.state) for one in packet_rows(office)] == [(2, "received"), (1, "received")]
        assert [one.next_number for one in streams(office) if one.desk == "STC"] == [1]
        sealed = seal_packet(office, "STC", KEY_PASSPHRASE)
        desk = pair.desk("STC", now=LATER)
        collected = collect(desk, sealed.path.read_bytes())
        assert (collected.decision, collected.reason) == ("applied", "")
        assert receive(office, issue_receipt(desk, "00070").pdf).kind == "receipt"
        with office.database.read() as session:
            row = session.scalars(select(OfficeRow)).one()
            assert (row.epoch, row.parent_epoch) == (2, 1)
            restored_at = session.scalars(select(AuditEntry.sequence).where(AuditEntry.action == "restore")).one()
            assert [one for one in check_log(session) if one.sequence >= restored_at] == []


def test_what_was_packed_after_the_backup_and_is_lost_is_withdrawn_at_the_city(dead: Dead) -> None:
    pair = dead.pair
    backups.back_up(pair.office)
    lost = add_event(pair.office, "Mất")
    dead.receipt("STC", seal(pair))
    dead.kill()
    dead.restored()

    with closing(dead.open("mai")) as office:
        sealed = seal_packet(office, "STC", KEY_PASSPHRASE)
    desk = pair.desk("STC", now=LATER)
    collect(desk, sealed.path.read_bytes())

    with desk.database.read() as session:
        left = set(session.scalars(select(CityRecord.record_id).where(CityRecord.subject == "events")))
    assert lost not in left


def test_two_dead_pcs_in_a_row_never_use_a_numbering_twice(dead: Dead) -> None:
    backups.back_up(dead.pair.office)
    dead.kill()
    dead.restored()
    with closing(dead.open("mai")) as office:
        seal_packet(office, "STC", KEY_PASSPHRASE, allow_empty=True)
    (dead.folder / DATABASE_FILE).unlink()

    assert dead.restored().epoch == 3


def test_the_recovery_sheet_alone_opens_everything_and_lets_an_officer_in(dead: Dead) -> None:
    pair = dead.pair
    with_sheet(pair)
    backups.back_up(pair.office)
    subject = issued(pair.office, pair.as_officer, presented(pair.office, WORK))
    seal(pair, "NHCS")
    seal(pair, "SNV")
    dead.kill()

    found = dead.found(words=SHEET)
    assert [member.login for member in members_of(found)] == ["anh", "hung", "lan", "mai"]
    plan = RestorePlan(found, Who("mai", "mot cau moi de nho", QUICK), receipts=(dead.stick,))
    restored = restore(dead.folder, plan, clock=lambda: LATER)

    by_subject = {item.subject: item for item in restored.lost.items}
    assert by_subject["cases"].id == f"cases/{subject.id}"
    assert by_subject["cases"].what == "Nguyễn Thị Bình"
    assert by_subject["papers"].what == "Paper 125/XN-UBND of 2026"
    assert any("001190012345" in value for _heading, value in by_subject["papers"].facts)
    with pytest.raises(SignInError):
        dead.open("mai")
    with closing(dead.open("mai", "mot cau moi de nho")) as office:
        known = restoring_list.lost_list(office)
        assert known is not None
        assert {item.subject for item in known.items} >= {"cases", "papers"}
        with office.database.read() as session:
            assert first_break(session) is None
        assert office.keys.second is not None
    with closing(dead.open("hung")):
        pass


def test_numbers_go_on_above_the_highest_in_backup_outbox_and_register(dead: Dead) -> None:
    pair = dead.pair
    issued(pair.office, pair.as_officer, presented(pair.office, WORK), number=120)
    backups.back_up(pair.office)
    other = replace(WORK, person=replace(WORK.person, name="Lê Thị Hai", id_number="001190012346"))  # type: ignore[type-var]
    second = presented(pair.office, other)
    issued(pair.office, pair.as_officer, second, number=130)
    seal(pair, "NHCS")
    dead.kill()

    dead.restored(floors=(Floor(2026, "XN-UBND", 128), Floor(2026, FILE_CODES, 17)))

    with closing(dead.open()) as office:
        assert next_number(office, "XN-UBND", 2026) == 131
        again = presented(office, other)
        with office.database.read() as session:
            assert session.get_one(LoanApplication, again.id).file_code == "2026-000018"


def test_a_lost_paper_is_typed_again_under_its_own_number(dead: Dead) -> None:
    backups.back_up(dead.pair.office)
    dead.kill()
    dead.restored(floors=(Floor(2026, "xn-ubnd", 125),))

    with closing(dead.open()) as office:
        whose = Pair(office, dead.pair.city, dead.pair.stack)
        subject = presented(office, WORK)
        confirm(whose.as_officer("hung"), (subject,), PASSPHRASE)
        record_number(whose.as_officer("mai"), replace(numbered(subject), issued_on=LATER.date()))
        other = replace(WORK, person=replace(WORK.person, name="Lê Thị Hai", id_number="001190012346"))  # type: ignore[type-var]
        second = presented(office, other)
        confirm(whose.as_officer("hung"), (second,), PASSPHRASE)
        with pytest.raises(InputError) as refused:
            record_number(whose.as_officer("mai"), replace(numbered(second), issued_on=LATER.date()))
    assert [problem.field for problem in refused.value.problems] == ["number"]


def test_the_number_of_a_report_in_a_packet_is_not_given_again(dead: Dead) -> None:
    def row(number: str | None, report: str) -> FigureRow:
        return FigureRow(
            id=str(uuid4()), version=1, operation="put", report=report, number=number, issued_on=NOW.date()
        )

    rows = [row("125", "kh297"), row("125", "kh297"), row("126", "unheard"), row(None, "kh297")]
    packet = SimpleNamespace(packet=SimpleNamespace(rows={"figures": rows}))
    assert list(packed_numbers([packet], {"kh297": "BC-UBND"})) == [Floor(NOW.year, "BC-UBND", 125)]  # type: ignore[list-item]  # as far as it is read


def test_packets_whose_file_is_gone_are_named(dead: Dead) -> None:
    pair = dead.pair
    backups.back_up(pair.office)
    add_event(pair.office)
    dead.receipt("STC", seal(pair))
    add_event(pair.office, "Hai")
    dead.receipt("STC", seal(pair))
    shutil.rmtree(dead.folder / OUTBOX)
    dead.kill()

    restored = dead.restored()

    assert restored.lost.missing == ("STC 1/1", "STC 1/2")
    with closing(dead.open("mai")) as office:
        receive(office, next(iter(sorted(dead.stick.glob("*.pdf")))).read_bytes())


def test_nothing_of_the_old_office_is_deleted(dead: Dead) -> None:
    backups.back_up(dead.pair.office)
    dead.pair.office.close()
    damaged = b"damaged" * 5000
    (dead.folder / DATABASE_FILE).write_bytes(damaged)
    keys = (dead.folder / KEY_FILE).read_bytes()

    restored = dead.restored()

    assert (dead.folder / restored.aside / DATABASE_FILE).read_bytes() == damaged
    assert (dead.folder / restored.aside / KEY_FILE).read_bytes() == keys
    assert not (dead.folder / "restoring").exists()


def test_a_database_that_is_open_is_not_replaced(dead: Dead) -> None:
    backups.back_up(dead.pair.office)
    found = dead.found()

    with pytest.raises(StorageError) as refused:
        restore(dead.folder, RestorePlan(found, Who("lan")), clock=lambda: LATER)

    assert refused.value.reason == "locked"


def test_the_newest_good_of_five_is_found_and_each_bad_one_says_why(dead: Dead) -> None:
    office = dead.pair.office
    for day in range(5):
        add_event(office, f"Ngày {day}")
        backups.back_up(replace(office, clock=partial(NOW.__add__, timedelta(days=day))))
    dead.kill()
    *_older, fourth, newest = backup_files(dead.folder / BACKUPS)
    newest.write_bytes(newest.read_bytes()[:-7000])
    data = bytearray(fourth.read_bytes())
    data[80_000] ^= 1
    fourth.write_bytes(data)

    search = newest_good(Place((dead.folder,), dead.folder, by_passphrase("lan", PASSPHRASE)))

    assert search.good.head.made_at == "2026-11-22T03:00:00Z"
    assert [(one.name, one.why) for one in search.bad] == [
        (newest.name, "This backup is damaged."),
        (fourth.name, "This backup is damaged."),
    ]


def test_without_a_good_one_every_reason_is_told(dead: Dead, tmp_path: Path) -> None:
    backups.back_up(dead.pair.office)
    dead.kill()
    (path,) = backup_files(dead.folder / BACKUPS)
    path.write_bytes(path.read_bytes()[:1000])

    with pytest.raises(DeskError) as refused:
        dead.found()
    with pytest.raises(DeskError) as empty:
        dead.found("lan", tmp_path / "stick")

    assert refused.value.reason == "no-good-backup"
    assert path.name in refused.value.problems[0].what
    assert empty.value.reason == "no-backup"


def test_a_wrong_passphrase_is_told_as_such(dead: Dead) -> None:
    backups.back_up(dead.pair.office)
    dead.kill()

    with pytest.raises(SignInError):
        newest_good(Place((dead.folder,), dead.folder, by_passphrase("lan", "khong phai mat khau")))


def test_a_passphrase_changed_since_the_backup_opens_it_by_the_key_file_that_is_there(dead: Dead) -> None:
    pair = dead.pair
    backups.back_up(pair.office)
    keys = office_keys.load(dead.folder / KEY_FILE)
    new = office_keys.NewEntry("lan", "mot cau khac hoan toan", QUICK)
    office_keys.save(office_keys.new_passphrase(keys, pair.office.keys, new), dead.folder / KEY_FILE)
    dead.kill()

    place = Place((dead.folder,), dead.folder, by_passphrase("lan", "mot cau khac hoan toan"))
    restore(dead.folder, RestorePlan(newest_good(place).good, Who("lan")), clock=lambda: LATER)

    dead.open("lan", "mot cau khac hoan toan").close()


def test_a_new_pc_goes_on_from_a_copy_of_the_old_folder(dead: Dead, tmp_path: Path) -> None:
    event = add_event(dead.pair.office)
    dead.pair.office.close()
    copy = Path(shutil.copytree(dead.folder, tmp_path / "usb" / "office"))
    new = tmp_path / "new-pc" / "office"

    found = newest_good(Place((copy,), new, by_passphrase("lan", PASSPHRASE))).good
    restored = restore(new, RestorePlan(found, Who("lan"), (copy,)), clock=lambda: LATER)

    assert (restored.epoch, restored.lost.items, restored.aside) == (2, (), "")
    assert not (new / LOST).exists()
    with closing(unlock(new, "lan", PASSPHRASE, clock=lambda: LATER)) as office, office.database.read() as session:
        assert session.get(OutreachEvent, event) is not None
        assert office.instance == dead.pair.office.instance


def test_the_list_is_ticked_off_line_by_line_and_then_put_away(dead: Dead) -> None:
    backups.back_up(dead.pair.office)
    add_event(dead.pair.office, "Mất")
    seal(dead.pair)
    dead.kill()
    dead.restored()

    with closing(dead.open("lan")) as office:
        known = restoring_list.lost_list(office)
        assert known is not None
        with pytest.raises(DeskError):
            restoring_list.finish_lost(office)
        for item in known.items:
            restoring_list.tick_lost(office, item.id, is_done=True)
        restoring_list.tick_lost(office, restoring_list.REST, is_done=True)
        known = restoring_list.lost_list(office)
        assert known is not None
        assert known.left == 0
        restoring_list.finish_lost(office)
        assert restoring_list.lost_list(office) is None
        assert action_label("restore.typed") != "restore.typed"


def test_an_officer_sees_only_the_lines_of_own_work(dead: Dead) -> None:
    backups.back_up(dead.pair.office)
    add_event(dead.pair.office, "Mất")
    issued(dead.pair.office, dead.pair.as_officer, presented(dead.pair.office, WORK))
    seal(dead.pair, "SNV")
    seal(dead.pair)
    dead.kill()
    dead.restored()

    with closing(dead.open("anh")) as office:
        known = restoring_list.lost_list(office)
        assert known is not None
        assert {item.subject for item in known.items} <= {"groups"}
        assert known.others > 0
    data = (dead.folder / LOST).read_bytes()
    assert "Mất".encode() not in data


def test_who_lacks_the_second_key_is_told_who_can_restore(dead: Dead) -> None:
    backups.back_up(dead.pair.office)
    dead.kill()

    with pytest.raises(DeskError) as refused:
        dead.restored("anh")

    assert refused.value.reason == "second-key"
    assert not (dead.folder / DATABASE_FILE).exists()


def test_a_packet_that_could_not_be_read_is_read_later(dead: Dead) -> None:
    backups.back_up(dead.pair.office)
    lost = add_event(dead.pair.office, "Mất")
    whole = seal(dead.pair)
    (packet,) = (dead.folder / OUTBOX).iterdir()
    packet.write_bytes(whole[:-4000])
    dead.kill()

    restored = dead.restored()
    assert [one.name for one in restored.lost.unread] == [packet.name]
    packet.write_bytes(whole)

    with closing(dead.open("mai")) as office:
        restoring_list.read_rest(office)
        known = restoring_list.lost_list(office)
        assert known is not None
        assert f"events/{lost}" in {item.id for item in known.items}
        assert known.unread == ()


def test_a_restore_cut_off_before_the_end_is_simply_done_again(dead: Dead) -> None:
    backups.back_up(dead.pair.office)
    dead.kill()

    def cut(done: int, total: int) -> None:
        if done == total:
            raise StorageError("pulled plug")

    for _turn in range(2):
        with pytest.raises(StorageError):
            restore(dead.folder, RestorePlan(dead.found(), Who("lan")), clock=lambda: LATER, report=cut)
        assert not (dead.folder / DATABASE_FILE).exists()
    assert dead.restored().epoch == 2
    save = replace(WORK, person=replace(WORK.person, name="Lê Thị Hai", id_number="001190012346"))  # type: ignore[type-var]
    with closing(dead.open()) as office:
        save_application(office, save)
    assert at_now() == NOW
