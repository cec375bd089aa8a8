"""What an earlier version left can still be opened, verified and read: each folder beside this file is a version."""

import json
import shutil
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, text

from hn_desk import __version__
from hn_desk.actions.credit import application
from hn_desk.actions.households import household_ids, household_rows
from hn_desk.actions.office import DATABASE_FILE, Office, unlock
from hn_desk.actions.papers import print_form
from hn_desk.actions.query import Query
from hn_desk.errors import PacketError
from hn_desk.models.audit_check import first_break
from hn_desk.models.tables import LoanApplication
from hn_desk.packets import opc
from hn_desk.packets.contents import Packet, read_contents
from hn_desk.packets.receipt import read_receipt
from hn_desk.packets.seal import open_with_password
from hn_desk.packets.trust_folder import read_trust_folder

RELEASES = sorted(path.parent for path in Path(__file__).parent.glob("*/expected.json"))
MOVED = "findings"
"""They stood in a table of their own and stand with their application since 0.2."""
MOST_BYTES = 1_450_000
"""An empty database of 0.5 alone takes 700 000: each table and index has a page; encrypted pages don't compress."""


@pytest.fixture(params=RELEASES, ids=lambda path: path.name)
def release(request: pytest.FixtureRequest) -> Path:
    """The folder of one version."""
    folder: Path = request.param
    return folder


@pytest.fixture
def told(release: Path) -> dict[str, Any]:
    """What the version said it left."""
    expected: dict[str, Any] = json.loads((release / "expected.json").read_text(encoding="utf-8"))
    return expected


@pytest.fixture
def office(release: Path, told: dict[str, Any], tmp_path: Path) -> Iterator[Office]:
    """A copy of the version's office, opened and so upgraded by this version."""
    shutil.copytree(release / "office", tmp_path / "office")
    with closing(unlock(tmp_path / "office", told["login"], told["passphrase"], clock=lambda: moment(told))) as opened:
        yield opened


def moment(told: dict[str, Any]) -> datetime:
    """When the sample was made."""
    return datetime.fromisoformat(told["at"]).astimezone(UTC)


def read(data: bytes, release: Path, told: dict[str, Any]) -> Packet:
    """A packet's content once it has verified."""
    return read_contents(opc.verify(data, read_trust_folder(release / "trust"), moment(told)))


def test_this_version_has_its_sample() -> None:
    assert __version__ in [folder.name for folder in RELEASES]


def test_a_sample_is_small_and_of_the_version_it_stands_under(release: Path, told: dict[str, Any]) -> None:
    assert told["version"] == release.name
    assert sum(path.stat().st_size for path in release.rglob("*") if path.is_file()) < MOST_BYTES


def test_every_row_is_there_after_opening(office: Office, told: dict[str, Any]) -> None:
    with office.database.read() as session:
        counted = {
            table: session.scalar(text(f"SELECT count(*) FROM {table}")) for table in told["tables"] if table != MOVED
        }
        if MOVED in told["tables"]:
            counted[MOVED] = sum(map(len, session.scalars(select(LoanApplication.findings))))
    assert counted == told["tables"]
    assert counted["household_businesses"] == told["made"]["households"]


def test_its_log_is_whole(office: Office) -> None:
    with office.database.read() as session:
        assert first_break(session) is None


def test_its_records_are_found_without_accents(office: Office, told: dict[str, Any]) -> None:
    ids = household_ids(office, Query())
    name = household_rows(office, ids[:1])[0].name
    assert len(ids) == told["made"]["households"]
    assert ids[0] in household_ids(office, Query(text=name))


def test_its_confirmed_loan_is_read_and_printed(office: Office, told: dict[str, Any]) -> None:
    said = told["loan"]
    loan = application(office, said["id"])
    assert (loan.state, loan.draft.facts["amount"]) == ("issued", said["amount"])
    assert loan.draft.person is not None
    assert loan.draft.person.name == said["name"]
    assert loan.confirmation is not None
    assert (loan.confirmation.number, loan.confirmation.series) == (said["number"], said["series"])
    assert print_form(office, loan.confirmation.subject).pdf.startswith(b"%PDF")


def test_its_database_is_not_readable_without_the_key(release: Path, told: dict[str, Any]) -> None:
    data = (release / "office" / DATABASE_FILE).read_bytes()
    assert not data.startswith(b"SQLite")
    assert told["loan"]["name"].encode() not in data


def test_its_packets_verify_and_say_what_they_were_asked_to(release: Path, told: dict[str, Any]) -> None:
    for desk, packet in told["packets"].items():
        data = (release / "inner" / f"{desk}.xlsx").read_bytes()
        found = read(data, release, told)
        said = {subject: [row.model_dump(mode="json") for row in rows] for subject, rows in found.rows.items()}
        assert (found.cover.desk, found.cover.number, found.refused) == (desk, packet["number"], ())
        assert said == packet["rows"]
        assert sum(map(len, said.values())) > 0


@pytest.mark.usefixtures("real_spins")
def test_its_packets_open_with_their_passwords(release: Path, told: dict[str, Any]) -> None:
    for desk, packet in told["packets"].items():
        sealed = (release / "sealed" / f"{desk}.xlsx").read_bytes()
        inner = (release / "inner" / f"{desk}.xlsx").read_bytes()
        assert sealed != inner
        assert open_with_password(sealed, packet["password"]) == inner


def test_a_changed_byte_in_a_packet_is_refused(release: Path, told: dict[str, Any]) -> None:
    data = bytearray((release / "inner" / "STC.xlsx").read_bytes())
    data[len(data) // 2] ^= 1
    with pytest.raises(PacketError):
        read(bytes(data), release, told)


def test_its_receipts_name_the_packets_they_answer(release: Path, told: dict[str, Any]) -> None:
    trust = read_trust_folder(release / "trust")
    answers = sorted((release / "receipts").glob("*.pdf"))
    assert answers
    for path in answers:
        receipt = read_receipt(path.read_bytes(), trust, now=moment(told)).receipt
        assert receipt.desk == path.stem
        assert told["packets"][path.stem]["sha256"] in str(receipt.streams)
