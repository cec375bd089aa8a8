"""While a desk leaves a server's database, what another PC was told is kept stays kept, or that PC is refused."""

import shutil
import threading
import time
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import Connection

from hn_desk.city import moving
from hn_desk.city.collect import collect
from hn_desk.city.desk import CityDesk, open_desk
from hn_desk.city.desk_backups import back_up_desk, desk_folder
from hn_desk.city.desk_restoring import UNTOLD, DeskRestorePlan, restore_desk
from hn_desk.city.moving import move_desk, where
from hn_desk.city.overview import packets
from hn_desk.errors import StorageError
from hn_desk.models.moving import move_rows
from hn_desk.models.server_address import ServerAddress
from tests.actions.records import add_event
from tests.city.test_collect import sealed_packet
from tests.pair import CITY_PASSPHRASE, Pair, at_now
from tests.server.conftest import ServerPair

WAITING = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted AND database = "
LONGEST = 10.0


def second_pc(pair: ServerPair, folder: Path) -> CityDesk:
    """The desk on another PC: a copy of its folder, the same database."""
    shutil.copytree(pair.city, folder / "city")
    desk = open_desk(folder / "city", "STC", CITY_PASSPHRASE, clock=at_now)
    pair.stack.callback(desk.close)
    return desk


def url_of(desk: CityDesk) -> str:
    assert isinstance(desk.database.place, ServerAddress)
    return desk.database.place.url


def wait_for_a_waiting_writer(url: str) -> None:
    until = time.monotonic() + LONGEST
    with psycopg.connect(url, autocommit=True) as connection:
        here = "(SELECT oid FROM pg_database WHERE datname = current_database())"
        while connection.execute(WAITING + here).fetchone() == (0,) and time.monotonic() < until:
            time.sleep(0.02)


def test_who_waits_while_a_desk_moves_off_is_refused_and_nothing_acknowledged_is_lost(
    pair: ServerPair, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mine = pair.desk("STC")
    collect(mine, sealed_packet(pair).path.read_bytes())
    other = second_pc(pair, tmp_path)
    add_event(pair.office, "Hai")
    data, url, told = sealed_packet(pair).path.read_bytes(), url_of(mine), []

    def take() -> None:
        try:
            told.append(collect(other, data).decision)
        except StorageError as error:
            told.append(error.reason)

    writer = threading.Thread(target=take)

    def copy_while_another_waits(source: Connection, target: Connection) -> int:
        count = move_rows(source, target)
        writer.start()
        wait_for_a_waiting_writer(url)
        return count

    monkeypatch.setattr(moving, "move_rows", copy_while_another_waits)
    monkeypatch.setattr(moving, "drop_tables", lambda *_place: writer.join(LONGEST))
    move_desk(mine, "")

    here = Pair.desk(pair, "STC")
    assert (told, [one.number for one in packets(here)]) == (["server-moved"], [1])
    with pytest.raises(StorageError) as refused:
        open_desk(tmp_path / "city", "STC", CITY_PASSPHRASE, clock=at_now)
    assert refused.value.reason == "server-moved"
    assert collect(here, data).decision == "applied"


def test_a_move_whose_last_step_fails_leaves_the_server_in_use(
    pair: ServerPair, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_place: object) -> None:
        raise StorageError("full", reason="disk-full")

    monkeypatch.setattr(moving, "keep_place", full)
    with pytest.raises(StorageError):
        move_desk(pair.desk("STC"), "")

    there = pair.desk("STC")
    assert there.database.is_on_server
    assert collect(there, sealed_packet(pair).path.read_bytes()).decision == "applied"


def test_a_restore_lets_nobody_go_on_with_the_records_on_the_server(pair: ServerPair, tmp_path: Path) -> None:
    mine = pair.desk("STC")
    collect(mine, sealed_packet(pair).path.read_bytes())
    back_up_desk(mine)
    mine.close()
    plan = DeskRestorePlan("STC", (desk_folder(mine.places),), "", CITY_PASSPHRASE)
    name = url_of(mine).rpartition("/")[2]
    with pair.cluster.admin() as admin:
        admin.execute(f"ALTER DATABASE {name} RENAME TO {name}_away")
    with pytest.raises(StorageError) as untold:
        restore_desk(pair.city, plan, clock=at_now)
    assert (untold.value.reason, mine.places.server.exists()) == (UNTOLD, True)
    with pair.cluster.admin() as admin:
        admin.execute(f"ALTER DATABASE {name}_away RENAME TO {name}")
    other = second_pc(pair, tmp_path)

    restore_desk(pair.city, plan, clock=at_now)

    add_event(pair.office, "Hai")
    data = sealed_packet(pair).path.read_bytes()
    with pytest.raises(StorageError) as refused:
        collect(other, data)
    assert refused.value.reason == "server-moved"
    here = Pair.desk(pair, "STC")
    assert (where(here.database.place), collect(here, data).decision) == ("city.db", "applied")


def test_a_desk_whose_server_is_gone_is_restored_when_the_keeper_says_so(pair: ServerPair) -> None:
    mine = pair.desk("STC")
    back_up_desk(mine)
    mine.close()
    pair.cluster.drop(url_of(mine).rpartition("/")[2])
    plan = DeskRestorePlan("STC", (desk_folder(mine.places),), "", CITY_PASSPHRASE, server_lost=True)
    restore_desk(pair.city, plan, clock=at_now)
    assert where(Pair.desk(pair, "STC").database.place) == "city.db"
