"""Backups: one file, verified, nothing personal in clear, copied to a second place, the old ones expire."""

import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from hn_desk.actions import backups
from hn_desk.actions.backup_file import check_whole, read_head, take_out
from hn_desk.actions.backup_making import BACKUPS, DATABASE, KEYS, backup_files
from hn_desk.actions.office import DATABASE_FILE, Office, unlock
from hn_desk.errors import InputError, RoleError, StorageError
from hn_desk.models.backup import check_copy, is_in_use
from hn_desk.models.tables import AuditEntry
from tests.actions.conftest import NOW
from tests.actions.records import add_household


def only(folder: Path) -> Path:
    (path,) = backup_files(folder / BACKUPS)
    return path


def at(office: Office, moment: datetime) -> Office:
    return replace(office, clock=lambda: moment)


def test_a_backup_holds_the_database_as_it_is_and_the_key_file(office: Office, tmp_path: Path) -> None:
    add_household(office)

    made = backups.back_up(office)

    path = only(office.folder)
    assert made.id == path.name == f"HN-00070-{office.instance[:4]}-1-{NOW:%Y%m%dT%H%M%S}.hnbackup"
    head = check_whole(path, office.keys.master)
    take_out(path, DATABASE, tmp_path / "copy.db")
    take_out(path, KEYS, tmp_path / "copy.keys")
    assert check_copy(tmp_path / "copy.db", office.keys.database_keys[0]) == head.facts
    assert (tmp_path / "copy.keys").read_bytes() == (office.folder / KEYS).read_bytes()
    assert head.facts.sequence >= 2
    assert (head.facts.office, head.facts.instance, head.facts.epoch) == ("00070", office.instance, 1)


def test_a_backup_is_logged(office: Office) -> None:
    backups.back_up(office)

    with office.database.read() as session:
        newest = session.query(AuditEntry).order_by(AuditEntry.sequence.desc()).first()
    assert newest is not None
    assert (newest.action, (newest.content or {})["reason"]) == ("backup", "asked")


def test_nothing_personal_stands_in_a_backup_in_clear(office: Office) -> None:
    add_household(office, "Nguyễn Văn Kỳ Lạ", "001080055555")

    backups.back_up(office)

    data = only(office.folder).read_bytes()
    for secret in ("Kỳ Lạ", "001080055555", "Nguyễn Thị Lan", "Cửa hàng An", "lan@"):
        assert secret.encode() not in data


def test_nothing_temporary_is_left(office: Office) -> None:
    backups.back_up(office)

    assert [path.name for path in (office.folder / BACKUPS).iterdir()] == [only(office.folder).name]


@pytest.mark.parametrize("part", ["magic", "length", "head", "keys", "database", "end", "seal", "cut", "longer"])
def test_a_changed_bit_anywhere_is_noticed(office: Office, part: str) -> None:
    backups.back_up(office)
    path = only(office.folder)
    data = bytearray(path.read_bytes())
    places = {"magic": 3, "length": 20, "head": 200, "keys": 2500, "database": 60_000, "end": -40, "seal": -3}
    if part == "cut":
        data = data[:-5000]
    elif part == "longer":
        data += b"\0"
    else:
        data[places[part]] ^= 4
    before = path.read_bytes()
    path.write_bytes(data)
    assert path.read_bytes() != before

    with pytest.raises(StorageError) as refused:
        check_whole(path, office.keys.master)

    assert refused.value.reason == "backup"


def test_another_office_can_not_pass_off_its_backup(office: Office) -> None:
    backups.back_up(office)

    check_whole(only(office.folder))
    with pytest.raises(StorageError):
        check_whole(only(office.folder), bytes(32))


def test_the_day_has_one_backup_of_its_own(office: Office) -> None:
    assert backups.back_up_daily(office).subjects
    assert not backups.back_up_daily(at(office, NOW + timedelta(hours=2))).subjects
    assert backups.back_up_daily(at(office, NOW + timedelta(days=1))).subjects
    assert [one.reason for one in backups.backups(office)] == ["daily", "daily"]


def test_old_backups_expire_and_others_are_left_alone(office: Office) -> None:
    place = office.folder / BACKUPS
    place.mkdir()
    (place / "broken.hnbackup").write_bytes(b"not ours")
    (place / "notes.txt").write_text("keep")
    for day in range(12):
        backups.back_up(at(office, NOW + timedelta(days=day)))

    names = {path.name for path in place.iterdir()}
    good = [one for one in backups.backups(office) if not one.problem]
    assert 7 <= len(good) < 12
    assert good[0].made_at == "2026-12-01T03:00:00Z"
    assert {"broken.hnbackup", "notes.txt"} <= names


def test_the_age_is_told_and_becomes_a_warning(office: Office) -> None:
    assert backups.backup_state(office).is_old
    assert backups.backup_state(office).days is None

    backups.back_up(office)

    assert backups.backup_state(office).days == 0
    assert not backups.backup_state(office).is_old
    later = backups.backup_state(at(office, NOW + timedelta(days=3)))
    assert (later.days, later.is_old) == (3, True)


def test_each_backup_goes_to_the_second_place_too(
    office: Office, as_officer: Callable[[str], Office], tmp_path: Path
) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    backups.back_up(office)

    backups.choose_second(as_officer("anh"), stick)
    backups.back_up(at(office, NOW + timedelta(days=1)))

    assert [path.name for path in backup_files(stick)] == [path.name for path in backup_files(office.folder / BACKUPS)]
    state = backups.backup_state(at(office, NOW + timedelta(days=1)))
    assert (state.second, state.second_days, state.is_second_there) == (str(stick), 0, True)


def test_a_stick_that_is_not_there_stops_no_backup_and_its_age_is_told(
    office: Office, as_officer: Callable[[str], Office], tmp_path: Path
) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    backups.back_up(office)
    backups.choose_second(as_officer("anh"), stick)
    shutil.rmtree(stick)

    later = at(office, NOW + timedelta(days=11))
    backups.back_up(later)

    state = backups.backup_state(later)
    assert (state.days, state.second_days, state.is_second_old, state.is_second_there) == (0, 11, True, False)
    with pytest.raises(StorageError):
        backups.copy_newest(later)


def test_the_second_place_is_not_written_in_clear(
    office: Office, as_officer: Callable[[str], Office], tmp_path: Path
) -> None:
    stick = tmp_path / "Nguyen Van Bi Mat"
    stick.mkdir()

    backups.choose_second(as_officer("anh"), stick)

    assert backups.backup_state(office).second == str(stick)
    assert all(b"Bi Mat" not in path.read_bytes() for path in office.folder.rglob("*") if path.is_file())
    backups.choose_second(as_officer("anh"), None)
    assert backups.backup_state(office).second == ""


def test_the_office_s_own_folder_is_no_second_place(office: Office, as_officer: Callable[[str], Office]) -> None:
    with pytest.raises(InputError):
        backups.choose_second(as_officer("anh"), office.folder / BACKUPS)


def test_only_the_administrator_chooses_the_place(office: Office, tmp_path: Path) -> None:
    with pytest.raises(RoleError):
        backups.choose_second(office, tmp_path)


def test_a_damaged_database_makes_no_backup_and_the_earlier_ones_stay(office: Office) -> None:
    backups.back_up(office)
    before = only(office.folder).read_bytes()
    with (office.folder / DATABASE_FILE).open("r+b") as stream:
        stream.seek(-2000, 2)
        stream.write(bytes(1000))

    with office.database.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA shrink_memory")
    office.database.close()
    with pytest.raises(StorageError) as refused:
        backups.back_up(at(office, datetime(2026, 11, 25, tzinfo=UTC)))

    assert refused.value.reason in ("damaged", "backup")
    assert only(office.folder).read_bytes() == before


def test_a_database_in_use_is_told_apart(office: Office) -> None:
    path = office.folder / DATABASE_FILE

    assert is_in_use(path)
    office.close()
    assert not is_in_use(path)
    path.write_bytes(b"damaged" * 1000)
    assert not is_in_use(path)


def test_a_head_that_can_be_read_tells_why_it_was_made(office: Office) -> None:
    backups.back_up_daily(office)

    assert read_head(only(office.folder)).reason == "daily"


def test_an_older_database_is_backed_up_before_it_is_upgraded(tmp_path: Path) -> None:
    release = Path(__file__).parents[1] / "releases" / "0.1.0"
    told = json.loads((release / "expected.json").read_text(encoding="utf-8"))
    shutil.copytree(release / "office", tmp_path / "office")

    moment = datetime.fromisoformat(told["at"]).astimezone(UTC)
    unlock(tmp_path / "office", told["login"], told["passphrase"], clock=lambda: moment).close()

    head = check_whole(only(tmp_path / "office"))
    assert (head.reason, head.facts.revision) == ("upgrade", "0001")


def test_an_upgrade_without_room_for_its_backup_is_not_begun(tmp_path: Path) -> None:
    release = Path(__file__).parents[1] / "releases" / "0.1.0"
    told = json.loads((release / "expected.json").read_text(encoding="utf-8"))
    folder = Path(shutil.copytree(release / "office", tmp_path / "office"))
    (folder / BACKUPS).write_text("a file in the way")
    before = (folder / DATABASE_FILE).read_bytes()

    with pytest.raises(StorageError):
        unlock(folder, told["login"], told["passphrase"])

    assert (folder / DATABASE_FILE).read_bytes() == before
