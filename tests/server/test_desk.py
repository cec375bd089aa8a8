"""A city desk on a real PostgreSQL does what one in a file does, and nobody reads a name in the server's files."""

import json
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest
from sqlalchemy import delete, select

from hn_desk.city.collect import collect
from hn_desk.city.desk import CityDesk, open_desk
from hn_desk.city.desk_backups import back_up_desk, desk_folder
from hn_desk.city.desk_restoring import DeskRestorePlan, restore_desk
from hn_desk.city.moving import move_desk, where
from hn_desk.city.overview import records
from hn_desk.city.question_finding import find, settle
from hn_desk.city.receipts import receipts
from hn_desk.city.server_file import keep_place
from hn_desk.cli import main
from hn_desk.commands.access import PASSPHRASE_FILE
from hn_desk.errors import StorageError
from hn_desk.models import audit
from hn_desk.models.audit import Act
from hn_desk.models.audit_check import check_log
from hn_desk.models.bulk import add_rows
from hn_desk.models.formats import LEFT_TABLE
from hn_desk.models.sealed import SealedJson
from hn_desk.models.server_address import ServerAddress, read_address
from hn_desk.models.tables import CityQuestion, CityRecord
from tests.city import own_desk
from tests.city import test_collect as collecting
from tests.city import test_numbers as numbering
from tests.city import test_orders as ordering
from tests.city import test_people as opening
from tests.city import test_questions as asking
from tests.city import test_withdrawals as withdrawing
from tests.city.orders import Arrival, Schedule
from tests.city.own_desk import make_own_desk
from tests.pair import CITY_PASSPHRASE, Pair, at_now
from tests.server.conftest import ServerPair, put_on_server

SCENARIOS = (
    collecting.test_a_packet_arrives_and_its_receipt_turns_records_to_received,
    collecting.test_another_packet_with_a_number_that_came_before_raises_the_alarm,
    numbering.test_what_came_after_a_closing_stands_beside_it,
    numbering.test_figures_that_were_due_and_did_not_come_are_told,
    opening.test_a_list_covers_persons_and_one_is_opened_with_a_reason_that_is_logged,
    asking.test_a_question_is_asked_answered_and_closed,
)
EVERYTHING = Schedule(tuple(map(Arrival, (5, 4, 2, 3, 5, 1))))


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda scenario: scenario.__name__)
def test_a_desk_does_on_a_server_what_it_does_in_a_file(pair: Pair, scenario: Callable[[Pair], None]) -> None:
    scenario(pair)


def test_any_order_and_an_erasure_end_as_the_packets_say(tmp_path: Path, server_url: str) -> None:
    make_own_desk(tmp_path)
    put_on_server(open_desk(tmp_path, own_desk.DESK, own_desk.PASSPHRASE, clock=lambda: own_desk.NOW), server_url)
    desk = open_desk(tmp_path, own_desk.DESK, own_desk.PASSPHRASE, clock=lambda: own_desk.NOW)
    with closing(desk):
        found = ordering.outcome(desk, EVERYTHING)
    assert found == (EVERYTHING.records, [1, 2, 3, 4, 5], set())


def test_the_same_code_in_two_offices_is_found_though_the_server_can_t_see_it(pair: ServerPair) -> None:
    desk = pair.desk("STC")
    place = {"instance_id": "a", "epoch": 1, "packet_number": 1, "record_version": 1, "subject": "conversions"}
    codes = {"00070": "0100100079", "00004": "0100100079", "00006": "0100100080"}
    rows = [
        place | {"office": office, "record_id": office, "payload": {"enterprise_code": code}}
        for office, code in codes.items()
    ]
    with desk.write() as session:
        add_rows(session, CityRecord, tuple(rows[0]), [tuple(row.values()) for row in rows])
        assert find(session, desk) == 2
        settle(session, desk.today())
        assert sorted(session.scalars(select(CityQuestion.office))) == ["00004", "00070"]
        session.execute(delete(CityRecord).where(CityRecord.office == "00004"))
        settle(session, desk.today())
        assert session.scalars(select(CityQuestion.office)).all() == []


def test_no_name_stands_in_the_server_s_files_or_in_its_log(pair: ServerPair) -> None:
    bank = pair.desk("NHCS")
    withdrawing.sent_application(pair, bank)
    receipts(bank, "00070")
    names = {row["name"] for row in withdrawing.held(bank, "paper_lines").values()}
    assert len(names) == 1
    with pair.cluster.admin() as admin:
        admin.execute("CHECKPOINT")

    raw = b"".join(path.read_bytes() for path in sorted(pair.cluster.folder.rglob("*")) if path.is_file())

    assert b"paper_lines" in raw, "subjects stand there in the clear, so the search finds what is there"
    words = {word for name in names for word in (str(name), str(name).upper(), json.dumps(name))}
    assert {word for word in words if word.encode() in raw} == set()
    assert b"%PDF" not in raw


def test_a_desk_moves_to_a_server_and_back_with_every_row(pair: ServerPair, empty_url: str) -> None:
    desk = Pair.desk(pair, "STC")
    collect(desk, collecting.sealed_packet(pair).path.read_bytes())
    pdf, held, file = receipts(desk, "00070"), records(desk, "groups"), desk.places.database

    moved = move_desk(desk, empty_url)

    there = Pair.desk(pair, "STC")
    assert (file.exists(), moved.before, moved.to) == (False, "city.db", where(there.database.place))
    assert "127.0.0.1" in where(there.database.place)
    assert str(urlsplit(empty_url).password) not in desk.places.server.read_text(encoding="utf-8") + where(
        there.database.place
    )
    assert (receipts(there, "00070"), records(there, "groups")) == (pdf, held)
    collected = collect(there, collecting.sealed_packet(pair).path.read_bytes())
    assert (collected.decision, collected.number) == ("applied", 2)

    back = move_desk(there, "")

    assert (back.to, file.exists(), there.places.server.exists()) == ("city.db", True, False)
    assert back.rows > moved.rows
    here = Pair.desk(pair, "STC")
    assert records(here, "groups") == held
    with here.database.read() as session:
        assert check_log(session) == ()
    with psycopg.connect(empty_url) as connection:
        left = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
    assert left == [(LEFT_TABLE,)]
    assert move_desk(here, empty_url).rows >= back.rows, "a database that was left may be used again"


def test_a_desk_on_a_server_is_backed_up_and_put_back_into_its_folder(pair: ServerPair) -> None:
    desk = pair.desk("STC")
    collect(desk, collecting.sealed_packet(pair).path.read_bytes())
    held = records(desk, "groups")
    back_up_desk(desk)
    desk.close()

    plan = DeskRestorePlan("STC", (desk_folder(desk.places),), "", CITY_PASSPHRASE)
    restored = restore_desk(pair.city, plan, clock=at_now)

    assert (restored.bad, desk.places.server.exists()) == ((), False)
    here = Pair.desk(pair, "STC")
    assert where(here.database.place) == "city.db"
    assert records(here, "groups") == held


def test_a_desk_whose_copy_reads_differently_stays_where_it_is(
    pair: ServerPair, empty_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = Pair.desk(pair, "STC")
    collect(desk, collecting.sealed_packet(pair).path.read_bytes())
    monkeypatch.setattr(SealedJson, "_to_bytes", lambda *_value: b"{}")

    with pytest.raises(StorageError) as refused:
        move_desk(desk, empty_url)

    assert refused.value.reason == "moving"
    assert not desk.places.server.exists()
    assert records(desk, "groups").total > 0


def test_no_database_is_written_over(pair: ServerPair, server_url: str) -> None:
    desk = Pair.desk(pair, "STC")
    with pytest.raises(StorageError) as refused:
        move_desk(desk, server_url)
    assert refused.value.reason == "database-used"


def test_the_database_of_other_keys_and_an_empty_one_are_refused(pair: ServerPair, empty_url: str) -> None:
    first, second = pair.desk("STC"), pair.desk("SNV")
    for desk in (first, second):
        with desk.write() as session:
            audit.log(session, Act("test", content={"a": 1}))
    reasons = []
    for url in (_url(second), empty_url):
        keep_place(first.places, first.database.key, read_address(url))
        with pytest.raises(StorageError) as refused:
            Pair.desk(pair, "STC")
        reasons.append(refused.value.reason)
    assert reasons == ["other-database", "damaged"]


def _url(desk: CityDesk) -> str:
    assert isinstance(desk.database.place, ServerAddress)
    return desk.database.place.url


def test_the_command_tells_where_the_records_lie_and_moves_them(
    pair: ServerPair,
    tmp_path: Path,
    empty_url: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    (tmp_path / "pass").write_text(CITY_PASSPHRASE, encoding="utf-8")
    (tmp_path / "address").write_text(f"{empty_url}\n", encoding="utf-8")
    monkeypatch.setenv(PASSPHRASE_FILE, str(tmp_path / "pass"))
    asked = ["database", "--city", str(pair.city), "--desk", "STC", "--json"]

    answers = []
    for more in ([], ["--to-in", str(tmp_path / "address")], [], ["--to-file"]):
        assert main([*asked, *more]) == 0
        answers.append(json.loads(capsys.readouterr().out))

    before, moved, there, back = answers
    assert (before["database"], there["database"], back["to"]) == ("city.db", moved["to"], "city.db")
    assert main([*asked, "--to", "mysql://a@b/c"]) == 1
