"""The program's own offices and desk on databases in memory, so that ten thousand schedules take minutes."""

import sqlite3
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Final

from sqlalchemy import create_engine, select
from sqlalchemy.pool import PoolProxiedConnection, StaticPool

from hn_desk.actions.office import OUTBOX, Office, Officer, stamp
from hn_desk.actions.rulebook import RuleBook, rule_book
from hn_desk.city.desk import CityDesk, DeskOfficer
from hn_desk.city.places import DeskPlaces
from hn_desk.keys import PrivateKey
from hn_desk.models import changes, hidden
from hn_desk.models.changes import Author
from hn_desk.models.columns import Table
from hn_desk.models.database import Database
from hn_desk.models.tables import OfficeRow, PacketRow, SigningKey, TrustRow
from hn_desk.office_keys import Opened
from hn_desk.officer_keys import Box, Signer
from hn_desk.packets import authority
from hn_desk.packets.certificates import Trust
from hn_desk.packets.office_request import office_request
from hn_desk.packets.trust import make_pack
from hn_desk.packets.trust_keeping import Certificate, pem_of, to_plain
from hn_desk.rules.desks import GROUPS
from hn_desk.rules.roles import ROLES
from tests.campaigns.model import quick
from tests.packets import keyring

DESK: Final = "STC"
CLERK: Final = "00000000-0000-4000-8000-000000000001"
SECOND: Final = bytes(range(32))


@dataclass(slots=True)
class Watch:
    """A clock that a schedule moves: the true time and how wrong it is."""

    true: datetime
    wrong: timedelta = timedelta()

    def __call__(self) -> datetime:
        """The time it shows."""
        return self.true + self.wrong


class QuickOffice(Office):
    """An office without the anchor's file."""

    __slots__ = ()

    def keep_anchor(self, heads: object = None) -> None:
        """Write nothing."""


TRUSTED: Final[list[Trust]] = []
"""What stands in the desk's folder of trust."""


class QuickDesk(CityDesk):
    """A desk that takes packets as `quick` makes them, and keeps its evidence as it came."""

    __slots__ = ()

    def trust(self) -> Trust:
        """Whom the whole made-up city trusts, as its authority wrote it last."""
        return TRUSTED[0]

    def seal(self, data: bytes) -> bytes:
        """As it came: to seal it takes longer than all the rest of a schedule."""
        return data


@dataclass(slots=True)
class Store:
    """A database in memory that can be copied out and put back."""

    database: Database
    raw: sqlite3.Connection

    @classmethod
    def made(cls) -> "Store":
        """An empty one with every table."""
        raw = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
        engine = create_engine("sqlite://", creator=lambda: raw, poolclass=StaticPool)
        engine.dialect.do_begin = _begin  # type: ignore[method-assign]
        hidden.use_keys(engine, (SECOND,))
        changes.listen()
        return cls(Database(Path(":memory:"), engine), raw)

    def copied(self) -> bytes:
        """All of it."""
        return self.raw.serialize()

    def put_back(self, data: bytes) -> None:
        """As it was copied."""
        self.raw.deserialize(data)


@dataclass(slots=True)
class Place:
    """One PC of the office: its folder, its database, its clock."""

    folder: Path
    store: Store
    watch: Watch

    def office(self) -> Office:
        """The open office as its database stands."""
        with self.store.database.read() as session:
            row = session.scalars(select(OfficeRow)).one()
            place = (row.code, row.name, row.environment, row.instance_id, row.epoch)
        who = Officer(CLERK, "Mai", frozenset(ROLES))
        return QuickOffice(self.folder, self.store.database, who, book(), self.watch, *place, nobody())

    def make(self) -> None:
        """Its empty folders."""
        (self.folder / OUTBOX).mkdir(parents=True)

    def kept(self, sha256: str) -> bytes:
        """A packet's bytes as the database keeps them."""
        with self.store.database.read() as session:
            return session.scalars(select(PacketRow.inner).where(PacketRow.sha256 == sha256)).one()


def _begin(dbapi_connection: PoolProxiedConnection) -> None:
    dbapi_connection.cursor().execute("BEGIN")


@cache
def book() -> RuleBook:
    """The rules, with one desk that gets the residential groups alone."""
    desk = replace(rule_book().desks[DESK], subjects=(GROUPS,))
    return replace(rule_book(), desks={DESK: desk})


@cache
def nobody() -> Opened:
    """Keys of an officer."""
    return Opened("", bytes(32), (bytes(32),), (SECOND,), Signer(bytes(32)), Box(bytes(32)))


@cache
def empty() -> bytes:
    """A database with every table and nothing in it."""
    store = Store.made()
    Table.metadata.create_all(store.database.engine)
    return store.copied()


@dataclass(frozen=True, slots=True)
class OfficeKey:
    """A signing key of the office, its request and the certificate that the city would issue."""

    key: PrivateKey
    request: bytes
    certificate: Certificate


@cache
def office_key(number: int) -> OfficeKey:
    """The office's keys from the first (0) on."""
    key = authority.new_curve_key()
    request = office_request(key, authority.new_curve_key(), keyring.OFFICE)
    certificate = keyring.certified(key, keyring.OFFICE, "office")
    quick.CERTIFICATES[certificate.serial_number] = certificate
    return OfficeKey(key, request, certificate)


@cache
def first_trust() -> Trust:
    """What the city's first trust pack says: the office's first key."""
    return replace(keyring.trust(), offices={keyring.OFFICE.code: (office_key(0).certificate,)})


@cache
def new_office() -> bytes:
    """The database of an office that has its certificate."""
    store = Store.made()
    store.put_back(empty())
    pack = make_pack(first_trust(), "training", keyring.NOW)
    with store.database.begin(Author(CLERK, "", stamp(keyring.NOW))) as session:
        facts = {"code": keyring.OFFICE.code, "name": "Hoàn Kiếm", "kind": "ward", "environment": "training"}
        session.add(OfficeRow(**facts, instance_id=""))
        key = office_key(0)
        session.add(
            SigningKey(
                request=key.request,
                encrypted_key=b"sealed",
                certificate=pem_of(key.certificate).decode(),
                check_key=b"",
                check_passphrase="",
                made_at=stamp(keyring.NOW - timedelta(days=9)),
            )
        )
        at = stamp(keyring.NOW - timedelta(days=9))
        due = stamp(pack.next_update)
        session.add(TrustRow(number=pack.number, read_at=at, next_update=due, content=to_plain(pack)))
    return store.copied()


def desk_at(folder: Path, store: Store, watch: Watch) -> CityDesk:
    """The open desk."""
    places = DeskPlaces(folder)
    places.make()
    return QuickDesk(
        places,
        store.database,
        DESK,
        "Sở Tài chính",
        "training",
        "0" * 32,
        keyring.receipts(),
        keyring.receipts(),
        watch,
        DeskOfficer("nobody", "Nobody", "keeper"),
        nobody(),
    )
