"""One receiving desk of the city, opened by one of its officers with the own passphrase."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Final, Literal
from uuid import uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from hn_desk import files, keys
from hn_desk.actions.office import stamp
from hn_desk.city import sums
from hn_desk.city.desk_entries import called, note_format, open_entry
from hn_desk.city.desk_keys import OPENING, RECEIPT, own_signers
from hn_desk.city.own_keys import Behind, begin_own
from hn_desk.city.places import DeskPlaces, desk_places, read_facts
from hn_desk.city.reading import Ground, unsealed
from hn_desk.city.roles import city_roles
from hn_desk.city.server_file import database_place
from hn_desk.errors import DeskError, RoleError, SignInError, StorageError
from hn_desk.i18n import _
from hn_desk.models import audit
from hn_desk.models.audit import Act
from hn_desk.models.changes import Author
from hn_desk.models.database import Database, open_database
from hn_desk.models.places import refuse_unsafe_place
from hn_desk.models.tables import AuditEntry, CityOfficer
from hn_desk.models.upgrade import refuse_absent, upgrade
from hn_desk.office_keys import Opened
from hn_desk.packets.certificates import Trust
from hn_desk.packets.cms import Signer
from hn_desk.packets.seal import packet_password, seal
from hn_desk.packets.trust_folder import read_trust_folder
from hn_desk.rules.city_roles import KEEPER

Clock = Callable[[], datetime]
FACTS: Final = frozenset({"code", "name", "environment", "instance"})
Environment = Literal["real", "training"]
NEW_OFFICER: Final = "city.officer"
"""The act by which somebody got a role at the desk."""


@dataclass(frozen=True, slots=True)
class DeskOfficer:
    """Who opened the desk, in which role."""

    id: str
    name: str
    role: str


@dataclass(frozen=True, slots=True)
class CityDesk:
    """What the desk's actions need: its place, open database, who acts, keys, clock."""

    places: DeskPlaces
    database: Database
    code: str
    name: str
    environment: Environment
    instance: str
    opening: Signer
    receipt: Signer
    clock: Clock
    officer: DeskOfficer
    secrets: Opened = field(repr=False)
    older: tuple[Signer, ...] = ()
    """Keys from before the last renewal: what was sealed for them still opens."""

    def now(self) -> datetime:
        """The moment by this PC's clock, in UTC, to the second."""
        return self.clock().astimezone(UTC).replace(microsecond=0)

    def today(self) -> date:
        """The day by this PC's clock, where the PC stands."""
        return self.clock().astimezone().date()

    def may(self, action: str) -> bool:
        """Whether this officer's role allows `action`."""
        return city_roles().may(self.officer.role, action)

    def require(self, action: str) -> None:
        """Raise RoleError, and log the attempt, when this officer's role doesn't allow `action`.

        Ask before a transaction is begun: the attempt is logged in one of its own.
        """
        if self.may(action):
            return
        with self.write() as session:
            audit.log(session, Act("denied", content={"action": action}))
        raise RoleError(
            _("Your role does not allow this."),
            do=_("Ask one of: {roles}.").format(roles=city_roles().able(action)),
            action=action,
        )

    def trust(self) -> Trust:
        """What the desk trusts now: the folder is read anew each time, since the authority may have renewed it."""
        return read_trust_folder(self.places.trust)

    def unseal(self, data: bytes) -> bytes:
        """The signed workbook in a packet sealed for this desk, still unverified. PacketError with its reason."""
        return unsealed(data, (self.opening, *self.older))

    def ground(self) -> Ground:
        """What reading packets needs of this desk, as it stands now."""
        return Ground((self.opening, *self.older), self.trust(), self.code, self.environment)

    def seal(self, data: bytes) -> bytes:
        """Encrypt a file for this desk alone, as `unseal` opens it: the password beside its key is thrown away."""
        return seal(data, self.opening.certificate, packet_password(keys.new_secret(), uuid4()))

    @contextmanager
    def write(self) -> Iterator[Session]:
        """One transaction: kept whole at the end, or not at all."""
        with self.database.begin(Author(self.officer.id, self.instance, stamp(self.now()))) as session:
            yield session

    def close(self) -> None:
        """Let go of the database."""
        self.database.close()


def open_desk(
    folder: Path, desk: str, passphrase: str, *, name: str = "", clock: Clock = lambda: datetime.now(UTC)
) -> CityDesk:
    """Open a desk as the officer called `name`, the first keeper when none is named.

    DeskError when there is no such desk, SignInError for a wrong name or passphrase, StorageError for damaged files.
    """
    places = desk_places(folder, desk)
    if not places.facts.exists():
        raise DeskError(
            _("There is no desk {desk} in this folder.").format(desk=desk),
            do=_("Choose the city's folder, or set up the desk."),
            reason="desk",
        )
    refuse_unsafe_place(folder)
    facts = read_facts(places.facts, FACTS)
    opened = open_entry(places, name, passphrase, clock())
    begin_own(places, opened.master)
    behind = Behind(opened.master, passphrase)
    opening, older = _openers(places, facts["code"], behind)
    receipt = own_signers(places, RECEIPT, behind)[-1]
    key = opened.database_keys[0]
    place = database_place(places, key)
    refuse_absent(place)
    upgrade(place, key)
    note_format(places)
    for kept in (places.inbox, places.quarantine, places.receipts):
        files.clear_left(kept)
    database = open_database(place, key)
    try:
        return _desk_of(places, database, Facts(**facts), SignedIn(opened, opening, receipt, name, clock, older))
    except BaseException:
        database.close()
        raise


@dataclass(frozen=True, slots=True)
class Facts:
    """What the desk's file says of it."""

    code: str
    name: str
    environment: str
    instance: str


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Who came with which keys, and the clock."""

    keys: Opened
    opening: Signer
    receipt: Signer
    name: str
    clock: Clock
    older: tuple[Signer, ...] = ()


def _desk_of(places: DeskPlaces, database: Database, facts: Facts, who: SignedIn) -> CityDesk:
    desk = CityDesk(
        places=places,
        database=database,
        code=facts.code,
        name=facts.name,
        environment=_environment(facts.environment),
        instance=facts.instance,
        opening=who.opening,
        receipt=who.receipt,
        clock=who.clock,
        officer=DeskOfficer(facts.code, facts.name, KEEPER),
        secrets=who.keys,
        older=who.older,
    )
    opened = replace(desk, officer=_officer_of(desk, who))
    with opened.write() as session:
        sums.bring_up(session, sums.terms_of(opened.code, opened.today()))
        audit.log(session, Act("city.open"))
    return opened


def _officer_of(desk: CityDesk, who: SignedIn) -> DeskOfficer:
    """Whose entry it is; who opens a desk that never had an officer is its first keeper."""
    with desk.database.read() as session:
        row = session.scalars(select(CityOfficer).where(CityOfficer.tag == who.keys.entry)).first()
        is_first = row is None and not _ever_had_officers(session)
    if is_first:
        return _first_keeper(desk, who)
    if row is None or row.ended_on is not None:
        raise SignInError(
            _("This officer no longer works at this desk."), do=_("Ask the desk's keeper."), reason="inactive"
        )
    return DeskOfficer(row.id, row.name, row.role)


def _ever_had_officers(session: Session) -> bool:
    """By the log too: who can write the table alone makes nobody the keeper by emptying it."""
    entered = select(AuditEntry.sequence).where(AuditEntry.action == NEW_OFFICER)
    return any(session.scalar(found.limit(1)) is not None for found in (select(CityOfficer.id), entered))


def _first_keeper(desk: CityDesk, who: SignedIn) -> DeskOfficer:
    with desk.write() as session:
        row = CityOfficer(name=called(who.name), role=KEEPER, tag=who.keys.entry, started_on=desk.today())
        session.add(row)
        session.flush()
        audit.log(session, Act(NEW_OFFICER, "officers", row.id, {"role": KEEPER}))
        return DeskOfficer(row.id, row.name, row.role)


def _openers(places: DeskPlaces, code: str, behind: Behind) -> tuple[Signer, tuple[Signer, ...]]:
    """The key that packets are sealed for now, as the trust pack says, and the others."""
    known, published = own_signers(places, OPENING, behind), read_trust_folder(places.trust).desks.get(code)
    now = next((one for one in known if one.certificate == published), known[-1])
    return now, tuple(one for one in known if one is not now)


def _environment(value: str) -> Environment:
    if value == "real":
        return "real"
    if value == "training":
        return "training"
    raise StorageError(_("The desk's file is damaged."), do=_("Put the city's folder back from its last backup."))
