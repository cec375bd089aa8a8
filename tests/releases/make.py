"""Makes the sample of this version: `python -m tests.releases.make`; run again, it replaces the folder of this version.

A small filled training office with its key file, a packet for two desks (sealed and signed), the trust folder that
verifies them, a receipt, and what they hold. Everybody in it is invented; keys and passphrases open nothing else.
"""

import json
import shutil
import tempfile
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from sqlalchemy import func, select

from hn_desk import __version__
from hn_desk.actions import keyring
from hn_desk.actions.confirmations import NumberDraft, confirm, record_number
from hn_desk.actions.credit import ApplicationDraft, Subject, check, present, save_application
from hn_desk.actions.office import DATABASE_FILE, KEY_FILE, Office, set_up, stamp, unlock
from hn_desk.actions.packet_delta import DELTA, delta_of
from hn_desk.actions.packet_facts import Sealed
from hn_desk.actions.packet_source import Source
from hn_desk.actions.packets import packet_password, receive, seal_packet
from hn_desk.actions.people import PersonDraft
from hn_desk.actions.rulebook import read_toml
from hn_desk.actions.sample import TRAINING_PASSPHRASE, SamplePlan, fill, training_officers
from hn_desk.actions.sample_acts import record_acts
from hn_desk.actions.set_up import SetUp
from hn_desk.city.authority import CityPlan, issue_office, set_up_city, trust_pack
from hn_desk.city.collect import collect
from hn_desk.city.desk import open_desk
from hn_desk.city.places import authority_places
from hn_desk.city.receipts import issue_receipt
from hn_desk.keys import Cost
from hn_desk.models.tables import PacketRow, Table
from hn_desk.settings import resource
from tests.releases import duties

HERE: Final = Path(__file__).parent
NOW: Final = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)
OFFICE: Final = "00070"
DESKS: Final = ("STC", "NHCS")
ANSWERS: Final = "STC"
"""One receipt is enough: each holds fonts."""
QUICK: Final = Cost(memory_kib=8, time=1, lanes=1)
"""Passphrases of a sample are public: they need not be slow to try."""
GROUPS: Final = tuple(f"Tổ dân phố số {number}" for number in range(1, 5))
MOVING: Final = frozenset({"audit_entries", "change_numbers"})
"""Signing in writes into these."""
BORROWER: Final = PersonDraft(
    name="Nguyễn Thị Bình",
    birth="1990-05-03",
    sex="female",
    id_number="001190012345",
    address="Số 12 phố Hàng Bông",
)
NUMBER: Final = 7
SERIES: Final = "XN-UBND"
LOAN: Final[Mapping[str, object]] = {
    "resides_here": True,
    "priority_group": "poor",
    "purpose": "create",
    "amount": 100_000_000,
    "term_months": 60,
    "documents": frozenset({"loan_application"}),
}


@dataclass(frozen=True, slots=True)
class Places:
    """Where the sample is made, and where it is kept."""

    office: Path
    city: Path
    kept: Path


def main() -> None:
    """Make the sample of this version."""
    kept = HERE / __version__
    shutil.rmtree(kept, ignore_errors=True)
    for part in ("office", "sealed", "inner", "receipts"):
        (kept / part).mkdir(parents=True)
    with tempfile.TemporaryDirectory() as folder:
        make(Places(Path(folder) / "office", Path(folder) / "city", kept))


def make(places: Places) -> None:
    """Live through a short day in a fresh office and a fresh city, and keep what they leave."""
    set_up_both(places)
    words = read_toml(resource("reference/sample.toml")) | {"applicants": []}
    with closing(signed_in(places, "lan")) as office:
        filled = SamplePlan(households=5, people=3, seed=1, office_code=OFFICE)
        made = {**fill(office, filled), **record_acts(office, words, 1)}
        draft = ApplicationDraft(programme="gqvl", applicant="person", person=BORROWER, facts=LOAN)
        duties.clerk(office, places.office.parent)
        loan = save_application(office, draft).id
        check(office, loan)
        present(office, (loan,))
    subject = Subject("application", loan)
    acting(places, "hung", lambda office: confirm(office, (subject,), TRAINING_PASSPHRASE))
    acting(
        places, "mai", lambda office: record_number(office, NumberDraft(subject, NUMBER, NOW.year, SERIES, NOW.date()))
    )
    acting(places, "mai", duties.records)
    acting(places, "anh", duties.administrator)
    packets = {desk: exchange(places, desk) for desk in DESKS}
    shutil.copytree(authority_places(places.city).trust, places.kept / "trust")
    told = {
        "version": __version__,
        "at": stamp(NOW),
        "login": "lan",
        "passphrase": TRAINING_PASSPHRASE,
        "made": made,
        "loan": {"id": loan, "name": BORROWER.name, "amount": LOAN["amount"], "number": NUMBER, "series": SERIES},
        "packets": packets,
    }
    with closing(signed_in(places, "lan")) as office:
        told |= {"tables": counts(office)}
    for name in (DATABASE_FILE, KEY_FILE):
        shutil.copy(places.office / name, places.kept / "office")
    (places.kept / "expected.json").write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def set_up_both(places: Places) -> None:
    """An office with a certificate of a city; small, quick keys."""
    set_up_city(places.city, TRAINING_PASSPHRASE, DESKS, CityPlan(bits=2048, rounds=1_000, cost=QUICK), clock=at_now)
    set_up(places.office, SetUp(OFFICE, "training", training_officers(), GROUPS), cost=QUICK, clock=at_now)
    with closing(signed_in(places, "anh")) as office:
        request = keyring.make_request(office, TRAINING_PASSPHRASE, bits=2048)
        issue_office(places.city, TRAINING_PASSPHRASE, request, clock=at_now)
        keyring.install_trust(office, trust_pack(places.city, TRAINING_PASSPHRASE, clock=at_now))


def exchange(places: Places, desk: str) -> dict[str, Any]:
    """Seal a packet for a desk, and let one desk answer; what the packet was asked to say."""
    with closing(signed_in(places, "mai")) as office:
        asked = rows_asked(office, desk)
        sealed = seal_packet(office, desk, TRAINING_PASSPHRASE)
        password = packet_password(office, sealed.packet_id, "Mẫu của phiên bản")
        keep(places, office, sealed)
        if desk == ANSWERS:
            answer(places, office, sealed)
    return {"sha256": sealed.sha256, "number": sealed.number, "password": password, "rows": asked}


def answer(places: Places, office: Office, sealed: Sealed) -> None:
    """Let the desk take the packet and the office read the receipt."""
    with closing(open_desk(places.city, sealed.desk, TRAINING_PASSPHRASE, clock=at_now)) as desk:
        collect(desk, sealed.path.read_bytes())
        receipt = issue_receipt(desk, OFFICE).pdf
    receive(office, receipt)
    (places.kept / "receipts" / f"{sealed.desk}.pdf").write_bytes(receipt)


def rows_asked(office: Office, desk: str) -> dict[str, list[dict[str, Any]]]:
    """The rows that the next packet will carry, as the office draws them from its records."""
    with office.database.read() as session:
        delta = delta_of(Source(session, office, office.book.desks[desk]), office.epoch, DELTA)
    return {subject: [row.model_dump(mode="json") for row in rows] for subject, rows in delta.rows.items()}


def keep(places: Places, office: Office, sealed: Sealed) -> None:
    """Keep the packet as it travels and as it was signed."""
    with office.database.read() as session:
        inner = session.scalars(select(PacketRow.inner).where(PacketRow.id == sealed.packet_id)).one()
    (places.kept / "sealed" / f"{sealed.desk}.xlsx").write_bytes(sealed.path.read_bytes())
    (places.kept / "inner" / f"{sealed.desk}.xlsx").write_bytes(inner)


def counts(office: Office) -> dict[str, int]:
    """How many rows each table holds, empty ones and moving ones left out."""
    with office.database.read() as session:
        counted = {
            table.name: session.scalar(select(func.count()).select_from(table)) or 0
            for table in Table.metadata.sorted_tables
            if table.name not in MOVING
        }
    return {name: number for name, number in counted.items() if number}


def signed_in(places: Places, login: str) -> Office:
    """The office, opened by one officer."""
    return unlock(places.office, login, TRAINING_PASSPHRASE, clock=at_now)


def acting(places: Places, login: str, act: Callable[[Office], object]) -> None:
    """Let one officer do one thing."""
    with closing(signed_in(places, login)) as office:
        act(office)


def at_now() -> datetime:
    """The moment of the sample."""
    return NOW


if __name__ == "__main__":
    main()
