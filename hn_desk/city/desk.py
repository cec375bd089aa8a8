"""One receiving desk of the city, opened with its passphrase."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Final, Literal
from uuid import uuid4

from sqlalchemy.orm import Session

from hn_desk import files, key_file, keys
from hn_desk.actions.office import stamp
from hn_desk.city import sums
from hn_desk.city.desk_setup import DESK_KEY_ID, OPENING, RECEIPT
from hn_desk.city.places import LARGEST_KEY, DeskPlaces, desk_places, read_facts
from hn_desk.errors import DeskError, StorageError
from hn_desk.i18n import _
from hn_desk.models import audit
from hn_desk.models.audit import Act
from hn_desk.models.changes import Author
from hn_desk.models.database import Database, open_database
from hn_desk.models.formats import format_number, newer_database
from hn_desk.models.places import refuse_unsafe_place
from hn_desk.models.upgrade import refuse_absent, upgrade
from hn_desk.packets.certificates import Trust
from hn_desk.packets.cms import Signer
from hn_desk.packets.desk_key import open_as_desk
from hn_desk.packets.seal import packet_password, seal
from hn_desk.packets.trust_folder import read_trust_folder
from hn_desk.packets.trust_keeping import certificate_of

Clock = Callable[[], datetime]
FACTS: Final = frozenset({"code", "name", "environment", "instance"})
Environment = Literal["real", "training"]


@dataclass(frozen=True, slots=True)
class CityDesk:
    """What the desk's actions need: its place, open database, keys, clock."""

    places: DeskPlaces
    database: Database
    code: str
    name: str
    environment: Environment
    instance: str
    opening: Signer
    receipt: Signer
    clock: Clock

    def now(self) -> datetime:
        """The moment by this PC's clock, in UTC, to the second."""
        return self.clock().astimezone(UTC).replace(microsecond=0)

    def today(self) -> date:
        """The day by this PC's clock where it stands."""
        return self.now().astimezone().date()

    def trust(self) -> Trust:
        """What the desk trusts now: the folder is read anew each time, since the authority may have renewed it."""
        return read_trust_folder(self.places.trust)

    def unseal(self, data: bytes) -> bytes:
        """The signed workbook in a packet sealed for this desk, still unverified. PacketError with its reason."""
        return open_as_desk(data, self.opening)

    def seal(self, data: bytes) -> bytes:
        """Encrypt a file for this desk alone, as `unseal` opens it: the password beside its key is thrown away."""
        return seal(data, self.opening.certificate, packet_password(keys.new_secret(), uuid4()))

    @contextmanager
    def write(self) -> Iterator[Session]:
        """One transaction: kept whole at the end, or not at all."""
        with self.database.begin(Author(self.code, self.instance, stamp(self.now()))) as session:
            yield session

    def close(self) -> None:
        """Let go of the database."""
        self.database.close()


def open_desk(folder: Path, desk: str, passphrase: str, *, clock: Clock = lambda: datetime.now(UTC)) -> CityDesk:
    """Open a desk. DeskError when there is none, SignInError for a wrong passphrase, StorageError for damaged files."""
    places = desk_places(folder, desk)
    if not places.facts.exists():
        raise DeskError(
            _("There is no desk {desk} in this folder.").format(desk=desk),
            do=_("Choose the city's folder, or set up the desk."),
            reason="desk",
        )
    refuse_unsafe_place(folder)
    facts = read_facts(places.facts, FACTS)
    database_key = _database_key(places, passphrase)
    opening, receipt = (_signer(places, use, passphrase) for use in (OPENING, RECEIPT))
    refuse_absent(places.database)
    upgrade(places.database, database_key)
    database = open_database(places.database, database_key)
    opened = CityDesk(
        places=places,
        database=database,
        code=facts["code"],
        name=facts["name"],
        environment=_environment(facts["environment"]),
        instance=facts["instance"],
        opening=opening,
        receipt=receipt,
        clock=clock,
    )
    with opened.write() as session:
        sums.bring_up(session, sums.terms_of(opened.code, opened.today()))
        audit.log(session, Act("city.open"))
    return opened


def _database_key(places: DeskPlaces, passphrase: str) -> bytes:
    stored = key_file.load(places.key_file)
    if stored.database_format > format_number():
        raise newer_database()
    return key_file.open_keys(stored, DESK_KEY_ID, passphrase).database_keys[0]


def _signer(places: DeskPlaces, use: str, passphrase: str) -> Signer:
    key = keys.open_private_key(files.read_whole(places.keys / f"{use}.key", LARGEST_KEY), passphrase)
    certificate = files.read_whole(places.keys / f"{use}.pem", LARGEST_KEY)
    return Signer(key, certificate_of(certificate.decode()))


def _environment(value: str) -> Environment:
    if value == "real":
        return "real"
    if value == "training":
        return "training"
    raise StorageError(_("The desk's file is damaged."), do=_("Put the city's folder back from its last backup."))
