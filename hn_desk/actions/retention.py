"""Records whose time is over: proposed, and deleted once an officer agrees, so that nothing of them is left.

Deleting takes the rows, the words they were found by and what the log says of them; the entries of the log and their
hashes stay. Free pages are overwritten (`secure_delete`), backups expire by rotation, and each desk that got a record
is told in the next packet to erase it.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, partial
from typing import Any, Final

from sqlalchemy import delete, or_, select, update
from sqlalchemy.orm import Session

from hn_desk.actions.answer_erasing import answers_here, forget_answers
from hn_desk.actions.confirmation_rows import subject_of
from hn_desk.actions.credit_facts import Subject
from hn_desk.actions.credit_listing import line_ids
from hn_desk.actions.erasing_traces import forget_merge, forget_owners, forget_said
from hn_desk.actions.household_merged import is_one_person, together
from hn_desk.actions.import_undo import forget_values
from hn_desk.actions.office import OUTBOX, Changed, Office, stamp
from hn_desk.actions.register_retention import drop_row, ended_examples, settled_difficulties
from hn_desk.actions.retention_ended import contacts, day_of, ended_households, events, received_packets
from hn_desk.actions.rulebook import read_toml
from hn_desk.actions.scan_rows import delete_scans
from hn_desk.errors import DeskError
from hn_desk.files import take_away
from hn_desk.i18n import _
from hn_desk.models import audit
from hn_desk.models.audit import ERASING, Act
from hn_desk.models.pseudonyms import pseudonyms
from hn_desk.models.search import forget_words
from hn_desk.models.tables import (
    AuditEntry,
    BeneficiaryList,
    Confirmation,
    Contact,
    Conversion,
    Erasure,
    Establishment,
    EventSeries,
    FollowUp,
    HouseholdBusiness,
    HouseholdMerge,
    LoanApplication,
    OutreachEvent,
    PacketRow,
    Person,
)
from hn_desk.rules.credit import BANK_REFUSED, ISSUED, REFUSED, SENT, SETTLED, WITHDRAWN
from hn_desk.rules.retention import RetentionRules, load_retention
from hn_desk.settings import resource

FILE: Final = "retention.toml"
PEOPLE: Final = "people"
HOUSEHOLDS: Final = "households"
CONTACTS: Final = "contacts"
EVENTS: Final = "events"
APPLICATIONS: Final = "applications"
LISTS: Final = "lists"
PACKETS: Final = "packets"
REGISTERS: Final = "registers"
LOG: Final = "log"
IMPORTED: Final = frozenset({PEOPLE, HOUSEHOLDS})
ERASED: Final = "erased"
"""In a session: the ids of `IMPORTED` that it deleted."""
CONFIRMED: Final = (ISSUED, SENT, BANK_REFUSED, SETTLED)
UNCONFIRMED: Final = (REFUSED, WITHDRAWN)
MOST: Final = 500
"""Records proposed at once, and entries of the log named by one erasure."""
SUBJECTS: Final = frozenset(
    {PEOPLE, HOUSEHOLDS, CONTACTS, EVENTS, APPLICATIONS, LISTS, "conversions", PACKETS, LOG, REGISTERS}
)


@dataclass(frozen=True, slots=True)
class Due:
    """A record whose time is over: its kind and id, what it is called, when it was last needed, since when it is due.

    The log's line stands for all entries of that age; its id is the number of the newest of them.
    """

    subject: str
    id: str
    name: str
    last_on: date
    due_on: date


@cache
def retention_rules() -> RetentionRules:
    """The periods in force."""
    return load_retention(read_toml(resource(FILE)), FILE)


def due_deletions(office: Office) -> tuple[Due, ...]:
    """What is due for deletion today, the oldest first; at most `MOST` of each kind."""
    office.require("retention.read")
    with office.database.read() as session:
        return tuple(sorted(_due(session, office), key=lambda one: (one.due_on, one.subject, one.name)))


def delete_due(office: Office, chosen: Sequence[tuple[str, str]]) -> Changed:
    """Delete these (subject, id) for good. DeskError when one of them isn't due."""
    office.require("retention.delete")
    wanted = set(chosen)
    with office.write() as session:
        due = {(one.subject, one.id): one for one in _due(session, office)}
        if not wanted <= due.keys():
            raise DeskError(
                _("Not everything that was chosen is due for deletion any more; nothing was deleted."),
                do=_("Read the list again."),
                reason="not-due",
            )
        answered = answers_here(session, office)
        for subject, record_id in sorted(wanted):
            _DELETING[subject](session, office, record_id)
        _forget_traces(session, office, answered)
        audit.log(session, Act("retention.delete", content={"records": len(wanted)}))
    return Changed(SUBJECTS)


def erase_person(session: Session, office: Office, person_id: str) -> None:
    """Delete a person and every record under the name in this transaction; a household goes with its contacts.

    One that was merged goes with all that it became. DeskError, reason `merged`, when another person's is among it.
    """
    answered = answers_here(session, office)
    for application_id in session.scalars(select(LoanApplication.id).where(LoanApplication.person_id == person_id)):
        _delete_application(session, office, application_id)
    owned = select(HouseholdBusiness.id).where(HouseholdBusiness.owner_id == person_id)
    for household_id in session.scalars(owned).all():
        whole = together(session, household_id)
        if not all(is_one_person(whole[0].owner, one.owner) for one in whole):
            raise _merged_with_another(whole[0])
        if whole:
            _delete_household(session, office, whole[0].id)
    if session.get(Person, person_id) is not None:
        _delete_person(session, office, person_id)
    _forget_traces(session, office, answered)


def _merged_with_another(kept: HouseholdBusiness) -> DeskError:
    return DeskError(
        _("A household business of this person is merged with one of another owner, as “{name}”.").format(
            name=kept.name
        ),
        do=_("Take the merge apart first (Household businesses, Duplicates…, Merged so far), then answer again."),
        reason="merged",
    )


def _due(session: Session, office: Office) -> Iterator[Due]:
    rules, today = retention_rules(), office.today()
    for subject, kind, found in (
        (HOUSEHOLDS, "households", ended_households(session, MOST)),
        (CONTACTS, "contacts", contacts(session, MOST)),
        (EVENTS, "events", events(session, MOST)),
        (REGISTERS, "examples", ended_examples(session, office, MOST)),
        (REGISTERS, "difficulties", settled_difficulties(session, office, MOST)),
        (PEOPLE, "people", _bare_people(session)),
        (PACKETS, "packets", received_packets(session, MOST)),
        (LOG, "log", _entries(session, rules, today)),
    ):
        yield from _over(subject, found, partial(rules.due_on, kind), today)
    if office.may("credit.read"):
        for kind, states in (("confirmed", CONFIRMED), ("unconfirmed", UNCONFIRMED)):
            ended = _applications(session, states)
            yield from _over(APPLICATIONS, ended, partial(rules.due_on, kind), today)


def _over(
    subject: str, found: Iterable[tuple[str, str, date]], due_on: Callable[[date], date], today: date
) -> Iterator[Due]:
    for record_id, name, last in found:
        if due_on(last) <= today:
            yield Due(subject, record_id, name, last, due_on(last))


def _bare_people(session: Session) -> Iterator[tuple[str, str, date]]:
    bare = _without_records(select(Person.id, Person.name, Person.written_at))
    for id_, name, at in session.execute(bare.order_by(Person.written_at).limit(MOST)):
        yield id_, name, day_of(at)


def _without_records(people: Any) -> Any:
    return people.where(
        Person.id.not_in(select(HouseholdBusiness.owner_id)),
        Person.id.not_in(select(LoanApplication.person_id).where(LoanApplication.person_id.is_not(None))),
    )


def _entries(session: Session, rules: RetentionRules, today: date) -> Iterator[tuple[str, str, date]]:
    told = select(AuditEntry.sequence, AuditEntry.at).where(
        AuditEntry.content.is_not(None), AuditEntry.action != ERASING
    )
    old = [
        (sequence, day_of(at))
        for sequence, at in session.execute(told.order_by(AuditEntry.sequence).limit(MOST))
        if rules.due_on("log", day_of(at)) <= today
    ]
    if old:
        yield str(old[-1][0]), _("{n} entries of the log").format(n=len(old)), old[-1][1]


def _applications(session: Session, states: Sequence[str]) -> Iterator[tuple[str, str, date]]:
    """Ended applications; a line of a list only when the whole list has ended, since one paper names them all."""
    rows = session.scalars(select(LoanApplication)).all()
    open_lists = {row.list_id for row in rows if row.list_id and row.state not in (*CONFIRMED, *UNCONFIRMED)}
    for row in rows:
        if row.state in states and row.steps and row.list_id not in open_lists:
            yield row.id, row.file_code, day_of(row.steps[-1].at)


def _delete_application(session: Session, office: Office, application_id: str) -> None:
    row = session.get(LoanApplication, application_id)
    if row is None:
        return
    person_id, list_id, subject = row.person_id, row.list_id, subject_of(office, row)
    establishment_id = row.establishment_id
    session.delete(row)
    session.flush()
    _forget(session, office, APPLICATIONS, application_id)
    is_last = list_id is None or not line_ids(session, list_id)
    _delete_editions(session, office, subject, keeps_papers=not is_last)
    if list_id and is_last:
        _delete_list(session, office, list_id)
    _delete_bare(session, office, person_id)
    _delete_bare_establishment(session, establishment_id)


def _delete_bare_establishment(session: Session, establishment_id: str | None) -> None:
    """An establishment whose last application went goes with it."""
    others = select(LoanApplication.id).where(LoanApplication.establishment_id == establishment_id).limit(1)
    if establishment_id and session.scalar(others) is None:
        session.execute(delete(Establishment).where(Establishment.id == establishment_id))


def _delete_list(session: Session, office: Office, list_id: str) -> None:
    """Delete a list without lines, and then the one it corrects; one that a kept list corrects stays until then."""
    corrected = select(BeneficiaryList.id).where(BeneficiaryList.corrects_id == list_id)
    if line_ids(session, list_id) or session.scalar(corrected.limit(1)) is not None:
        return
    corrects = session.scalar(select(BeneficiaryList.corrects_id).where(BeneficiaryList.id == list_id))
    session.execute(delete(BeneficiaryList).where(BeneficiaryList.id == list_id))
    _forget(session, office, LISTS, list_id)
    if corrects is not None:
        _delete_list(session, office, corrects)


def _delete_editions(session: Session, office: Office, subject: Subject, *, keeps_papers: bool) -> None:
    """Delete a subject's editions; while other lines of a list live, those that became papers stay."""
    names = pseudonyms(session, subject.kind, subject.id)
    for edition in session.scalars(select(Confirmation).where(Confirmation.pseudonym.in_(names))).all():
        if keeps_papers and edition.number is not None:
            continue
        session.delete(edition)
        delete_scans(session, edition.id)
        _forget(session, office, "confirmations", edition.id)
    session.flush()


def _delete_household(session: Session, office: Office, household_id: str) -> None:
    row = session.get(HouseholdBusiness, household_id)
    if row is None:
        return
    owner_id = row.owner_id
    for gone_id in _merged_into(session, household_id):
        _delete_household(session, office, gone_id)
    for contact_id in session.scalars(select(Contact.id).where(Contact.household_id == household_id)).all():
        _drop_contact(session, office, contact_id)
    conversion = session.scalar(select(Conversion).where(Conversion.household_id == household_id))
    if conversion is not None:
        session.execute(delete(FollowUp).where(FollowUp.conversion_id == conversion.id))
        _forget(session, office, "conversions", conversion.id)
        session.delete(conversion)
        session.flush()
    session.delete(row)
    _forget(session, office, HOUSEHOLDS, household_id)
    session.flush()
    _delete_bare(session, office, owner_id)


def _merged_into(session: Session, household_id: str) -> list[str]:
    """Records that were merged into this one, which go with it; what merging kept of all of them goes first."""
    of_it = or_(HouseholdMerge.kept_id == household_id, HouseholdMerge.gone_id == household_id)
    for one in session.scalars(select(HouseholdMerge).where(of_it)).all():
        forget_merge(session, one, one.gone_id if one.kept_id == household_id else one.kept_id)
    session.execute(delete(HouseholdMerge).where(of_it))
    return list(session.scalars(select(HouseholdBusiness.id).where(HouseholdBusiness.merged_into == household_id)))


def _delete_contact(session: Session, office: Office, contact_id: str) -> None:
    household_id = session.scalar(select(Contact.household_id).where(Contact.id == contact_id))
    _drop_contact(session, office, contact_id)
    if household_id is not None:
        forget_said(session, household_id, contact_id)


def _drop_contact(session: Session, office: Office, contact_id: str) -> None:
    session.execute(delete(Contact).where(Contact.id == contact_id))
    _forget(session, office, CONTACTS, contact_id)


def _delete_event(session: Session, office: Office, event_id: str) -> None:
    session.execute(update(Contact).where(Contact.event_id == event_id).values(event_id=None))
    row = session.get(OutreachEvent, event_id)
    series_id = row.series_id if row is not None else ""
    if row is not None:
        session.delete(row)
    _forget(session, office, EVENTS, event_id)
    session.flush()
    if series_id and not session.scalar(select(OutreachEvent.id).where(OutreachEvent.series_id == series_id).limit(1)):
        session.execute(delete(EventSeries).where(EventSeries.id == series_id))


def _delete_register_row(session: Session, office: Office, record_id: str) -> None:
    drop_row(session, record_id)
    _forget(session, office, REGISTERS, record_id)


def _delete_person(session: Session, office: Office, person_id: str) -> None:
    session.execute(delete(Person).where(Person.id == person_id))
    _forget(session, office, PEOPLE, person_id)


def _delete_bare(session: Session, office: Office, person_id: str | None) -> None:
    """A person whose last record went goes with it."""
    if person_id and session.scalar(_without_records(select(Person.id)).where(Person.id == person_id)):
        _delete_person(session, office, person_id)


def _empty_packet(session: Session, office: Office, packet_id: str) -> None:
    row = session.get(PacketRow, packet_id)
    if row is not None:
        row.inner, row.is_emptied = b"", True
        take_away(office.folder / OUTBOX / row.file_name)


def _empty_entries(session: Session, _office: Office, newest: str) -> None:
    old = select(AuditEntry.sequence).where(
        AuditEntry.sequence <= int(newest), AuditEntry.content.is_not(None), AuditEntry.action != ERASING
    )
    _empty(session, session.scalars(old).all())


def _forget(session: Session, office: Office, subject: str, record_id: str) -> None:
    """Take away what is left of a deleted record: its words, what the log says of it; note that it was erased."""
    forget_words(session, subject, record_id)
    if subject in IMPORTED:
        session.info.setdefault(ERASED, set()).add(record_id)
    told = select(AuditEntry.sequence).where(AuditEntry.record_id == record_id, AuditEntry.content.is_not(None))
    _empty(session, session.scalars(told).all())
    session.add(Erasure(subject=subject, record_id=record_id, at=stamp(office.now())))


def _forget_traces(session: Session, office: Office, answered: Collection[str]) -> None:
    """Take what imports, histories and answers keep of what was deleted in this transaction, in one pass."""
    forget_answers(session, office, answered)
    erased: set[str] = session.info.pop(ERASED, set())
    if erased:
        forget_values(session, erased)
        forget_owners(session, erased)


def _empty(session: Session, entries: Sequence[int]) -> None:
    for start in range(0, len(entries), MOST):
        batch = list(entries[start : start + MOST])
        session.execute(update(AuditEntry).where(AuditEntry.sequence.in_(batch)).values(content=None))
        audit.log(session, Act(ERASING, content={"entries": batch}))


_DELETING: Final[dict[str, Callable[[Session, Office, str], None]]] = {
    APPLICATIONS: _delete_application,
    HOUSEHOLDS: _delete_household,
    CONTACTS: _delete_contact,
    EVENTS: _delete_event,
    REGISTERS: _delete_register_row,
    PEOPLE: _delete_person,
    PACKETS: _empty_packet,
    LOG: _empty_entries,
}
