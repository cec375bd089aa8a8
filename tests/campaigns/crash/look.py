"""The parent's look at an office after its child was killed: everything acknowledged, nothing half, all sound."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from hn_desk.actions.backup_file import SUFFIX, check_whole
from hn_desk.actions.office import DATABASE_FILE, Office, open_keys
from hn_desk.errors import DeskError, PacketError, SignInError, StorageError
from hn_desk.models.audit_check import first_break
from hn_desk.models.database import Database, open_database
from hn_desk.models.formats import is_newest
from hn_desk.models.integrity import full_check
from hn_desk.packets.container import read_container
from tests.campaigns.crash.acts import SIGN_IN
from tests.campaigns.crash.ledger import Ledger
from tests.campaigns.crash.site import Site
from tests.campaigns.crash.standing import Standing

RECORDS: Final = (
    *("people", "household_businesses", "contacts", "outreach_events", "loan_applications", "packets"),
    "packet_copies",
)
"""Tables whose change numbers stand in clear in every version."""
LAST_CHANGE: Final = " UNION ALL ".join(f"SELECT max(change) AS c FROM {table}" for table in RECORDS)
RULES: Final[Mapping[str, str]] = {
    "a record bears a change number that was never drawn": (
        f"SELECT 1 WHERE (SELECT max(c) FROM ({LAST_CHANGE})) > (SELECT last FROM change_numbers)"
    ),
    "a person has no search words": (
        "SELECT id FROM people WHERE NOT EXISTS (SELECT 1 FROM search_words w WHERE w.record_id = people.id)"
    ),
    "an application has no step": (
        "SELECT id FROM loan_applications a WHERE NOT EXISTS"
        " (SELECT 1 FROM application_steps s WHERE s.application_id = a.id)"
    ),
    "an application was saved without its log entry": (
        "SELECT id FROM loan_applications a WHERE NOT EXISTS"
        " (SELECT 1 FROM audit_entries e WHERE e.record_id = a.id AND e.action = 'applications.save')"
    ),
    "a packet was sealed without its log entry": (
        "SELECT id FROM packets p WHERE NOT EXISTS"
        " (SELECT 1 FROM audit_entries e WHERE e.record_id = p.id AND e.action = 'packets.seal')"
    ),
    "the packets of a stream are not numbered in a row": (
        "SELECT desk FROM packets GROUP BY desk, epoch HAVING max(number) <> count(*) OR min(number) <> 1"
    ),
}
"""What must never be found, whatever was killed."""


def look(site: Site, key: bytes, ledger: Ledger) -> list[str]:
    """Say everything that is wrong with the office; each line begins with its kind: lost, half or broken."""
    try:
        faults = [*ledger.faults, *_looked_at(site, site.right_key(key), ledger)]
        return faults or [*_opened(site, ledger)]
    except (DeskError, SQLAlchemyError) as error:
        return [f"broken: {str(error)[:300]}"]


def standing_of(site: Site, key: bytes) -> Standing:
    """Where an untouched office stands."""
    database = open_database(site.office / DATABASE_FILE, key)
    try:
        with database.read() as session:
            return _standing(session)
    finally:
        database.close()


def _standing(session: Session) -> Standing:
    return Standing.of(session.connection().connection.driver_connection)


def _looked_at(site: Site, key: bytes, ledger: Ledger) -> Iterator[str]:
    """What the first opening after the kill finds, of whatever format the database is."""
    database = open_database(site.office / DATABASE_FILE, key)
    try:
        yield from _faults(database, ledger)
        yield from _files(site, ledger)
    finally:
        database.close()


def _opened(site: Site, ledger: Ledger) -> Iterator[str]:
    """What the program itself finds when the next officer signs in; a killed upgrade is left for the next child."""
    if not ledger.is_newest:
        return
    office = site.sign_in()
    try:
        yield from _whole(office)
        yield from _shut_out(site, ledger)
        with office.database.read() as session:
            ledger.settle(_standing(session), "signing in")
    finally:
        office.close()


def _shut_out(site: Site, ledger: Ledger) -> Iterator[str]:
    """The newest officer who was let in and can't sign in."""
    logins = [wrote["id"] for wrote in ledger.records.values() if wrote["table"] == SIGN_IN]
    for login in logins[-1:]:
        try:
            open_keys(site.office, login, site.passphrase, clock=site.clock)
        except SignInError:
            yield f"lost: the officer {login} can't sign in"


def _whole(office: Office) -> Iterator[str]:
    with office.database.read() as session:
        broken = first_break(session)
    if broken is not None:
        yield f"broken: the log at entry {broken}"
    for path in office.folder.rglob(f"*{SUFFIX}"):
        try:
            check_whole(path, office.keys.master)
        except StorageError:
            yield f"half: the backup {path.name}"


def _faults(database: Database, ledger: Ledger) -> Iterator[str]:
    with database.read() as session:
        full_check(session.connection())
        ledger.is_newest = is_newest(session.connection())
        found = _standing(session)
        verdict = ledger.judge(found)
        if verdict:
            yield f"{verdict}: stands at {found}, acknowledged {ledger.standing}, later {ledger.later}"
        for rule, sql in RULES.items():
            if session.execute(text(sql)).first() is not None:
                yield f"half: {rule}"
        for wrote in ledger.records.values():
            if wrote["table"] not in ("", SIGN_IN):
                yield from _missing(session, wrote)
    known = len(ledger.faults)
    ledger.settle(found, "a killed act")
    yield from ledger.faults[known:]


def _missing(session: Session, wrote: Mapping[str, Any]) -> Iterator[str]:
    columns = ", ".join(("version", *wrote["values"]))
    row = session.execute(text(f"SELECT {columns} FROM {wrote['table']} WHERE id = :id"), {"id": wrote["id"]}).first()
    if row is None or row[0] < wrote["version"]:
        yield f"lost: {wrote['table']} {wrote['id']} version {wrote['version']}, found {row}"
    elif row[0] == wrote["version"] and list(row[1:]) != list(wrote["values"].values()):
        yield f"half: {wrote['table']} {wrote['id']} holds {row}, typed {wrote['values']}"


def _files(site: Site, ledger: Ledger) -> Iterator[str]:
    """Every file that was acknowledged is there; no packet, in the outbox or on the stick, is cut off."""
    for wrote in ledger.records.values():
        if not wrote["table"] and not (site.folder / wrote["id"]).is_file():
            yield f"lost: the file {wrote['id']}"
    for path in site.folder.rglob("*.xlsx"):
        try:
            read_container(path.read_bytes())
        except PacketError:
            yield f"half: the file {path.name}"
