"""Confirmations in the database: opened when presented, found by what they confirm, closed to who entered it."""

import secrets
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import Final

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from hn_desk.actions.credit_facts import ConfirmationFacts, Subject
from hn_desk.actions.credit_listing import in_parts, line_ids
from hn_desk.actions.freezing import Frozen
from hn_desk.actions.office import Office, stamp
from hn_desk.actions.remarks import gone
from hn_desk.actions.signatures import sign_step
from hn_desk.errors import DeskError
from hn_desk.i18n import _
from hn_desk.models import audit
from hn_desk.models.pseudonyms import pseudonyms
from hn_desk.models.tables import (
    AuditEntry,
    BeneficiaryList,
    Confirmation,
    HouseholdBusiness,
    LoanApplication,
    OfficerRow,
)
from hn_desk.rules.credit import PRESENTED, check_confirmer
from hn_desk.rules.programme import BY_LIST

NONCE_BYTES: Final = 16
PART: Final = 50
"""Confirmations read at once: each holds all that stands on a paper, a list's many lines."""
EDITING: Final = ("applications.save", "lists.save")
EDITING_APPLICANT: Final = ("people.save", "households.save", "applications.save")
TABLES: Final = {"application": "applications", "plan": "applications", BY_LIST: "lists"}


def subject_of(office: Office, row: LoanApplication) -> Subject:
    """What is confirmed for this application: itself, its plan, or the list it stands on (an empty id for none yet)."""
    kind = office.book.programmes[row.programme].confirmation_of(row.applicant)
    return Subject(kind, (row.list_id or "") if kind == BY_LIST else row.id)


def newest(session: Session, subject: Subject) -> Confirmation | None:
    """The last edition of a subject's confirmation."""
    return newest_of(session, (subject,))


def newest_of(session: Session, subjects: Iterable[Subject]) -> Confirmation | None:
    """The last edition of the confirmations of any of `subjects`."""
    names = [name for one in subjects for name in pseudonyms(session, one.kind, one.id)]
    editions = select(Confirmation).where(Confirmation.pseudonym.in_(names))
    return session.scalar(editions.order_by(Confirmation.edition.desc()).limit(1))


def required(session: Session, subject: Subject) -> Confirmation:
    """The last edition; DeskError when the subject was never presented."""
    return _presented(newest(session, subject))


def required_each(session: Session, subjects: Iterable[Subject]) -> Iterator[Confirmation]:
    """The last edition of each of `subjects`, in their order, so many in one question. As `required`."""
    for part in in_parts(subjects, PART):
        names = [pseudonyms(session, one.kind, one.id) for one in part]
        editions = select(Confirmation).where(Confirmation.pseudonym.in_(chain.from_iterable(names)))
        found = {row.pseudonym: row for row in session.scalars(editions.order_by(Confirmation.edition))}
        for mine in names:
            rows = [found[name] for name in mine if name in found]
            yield _presented(max(rows, key=lambda row: row.edition, default=None))


def _presented(row: Confirmation | None) -> Confirmation:
    if row is None:
        raise DeskError(
            _("This has not been presented for signature yet."),
            do=_("Have it presented first."),
            reason="not-presented",
        )
    return row


def open_confirmation(session: Session, office: Office, subject: Subject, frozen: Frozen) -> Confirmation:
    """Present the frozen facts: a new edition with its hash and a random nonce."""
    before = newest(session, subject)
    programme = _programme_of(session, subject)
    row = Confirmation(
        kind=subject.kind,
        subject_id=subject.id,
        programme=programme,
        edition=before.edition + 1 if before else 1,
        state=PRESENTED,
        presented_by=office.officer.id,
        presented_at=stamp(office.now()),
        lines=frozen.lines,
        amount=frozen.amount,
        frozen=frozen.content,
        hash=audit.sha256_of(frozen.content),
        nonce=secrets.token_hex(NONCE_BYTES),
    )
    session.add(row)
    session.flush()
    sign_step(session, row)
    return row


def close_confirmation(session: Session, subject: Subject, state: str, reason: str) -> None:
    """Bring the newest edition, if there is one, into `state` (returned, refused, withdrawn) with its reason."""
    row = newest(session, subject)
    if row is not None:
        row.state, row.reason = state, reason
        sign_step(session, row)


def refuse_enterer(session: Session, office: Office, subject: Subject, action: str) -> None:
    """Raise RoleError when this officer, who asks for `action`, entered or edited it, or one of its lines."""
    for editor in editors(session, subject):
        check_confirmer(editor, office.officer.id, action=action, kind=TABLES[subject.kind])


def editors(session: Session, subject: Subject) -> frozenset[str]:
    """The officers who ever entered or edited the subject or one of its lines, by the log; of a list it corrects too.

    Also those who, since it was entered, edited an applicant elsewhere: on the page of people, with a household
    business, or in another application.
    """
    corrected = _corrected_by(session, subject)
    return _editors(session, subject) | (editors(session, corrected) if corrected else frozenset())


def _corrected_by(session: Session, subject: Subject) -> Subject | None:
    if subject.kind != BY_LIST:
        return None
    corrects = session.scalar(select(BeneficiaryList.corrects_id).where(BeneficiaryList.id == subject.id))
    return Subject(BY_LIST, corrects) if corrects else None


def _editors(session: Session, subject: Subject) -> frozenset[str]:
    entered = dict(_entered_by(session, subject))
    wrote = select(AuditEntry.officer_id).where(AuditEntry.record_id.in_(entered), AuditEntry.action.in_(EDITING))
    first = select(func.min(AuditEntry.sequence)).where(AuditEntry.record_id.in_(entered)).scalar_subquery()
    elsewhere = select(AuditEntry.officer_id).where(
        AuditEntry.record_id.in_(_applicants_elsewhere(session, list(entered))),
        AuditEntry.action.in_(EDITING_APPLICANT),
        AuditEntry.sequence > first,
    )
    return frozenset(entered.values()).union(session.scalars(wrote.union(elsewhere)))


def confirmation_facts(session: Session, subject: Subject) -> ConfirmationFacts | None:
    """The newest edition as screens show it."""
    row = newest(session, subject)
    if row is None:
        return None
    presenter = session.scalar(select(OfficerRow.name).where(OfficerRow.id == row.presented_by))
    return ConfirmationFacts(
        id=row.id,
        subject=subject,
        edition=row.edition,
        state=row.state,
        file_code=row.frozen["facts"]["letter"]["file_code"],
        presented_by=presenter or "",
        presented_at=row.presented_at,
        way=row.way,
        signed_on=row.signed_on,
        signer_name=row.signer_name,
        signer_title=row.signer_title,
        number=row.number,
        series=row.series,
        year=row.year,
        number_text=number_text(row),
        issued_on=row.issued_on,
        sent_on=row.sent_on,
        lines=row.lines,
        amount=row.amount,
        hash=row.hash,
        prints=row.prints,
        reason=row.reason,
    )


def number_text(row: Confirmation) -> str:
    """Văn thư's number as paper shows it, such as `05/XN-UBND` (NĐ 30/2020: below 10 with a leading 0); else empty."""
    return f"{row.number:02}/{row.series}" if row.number is not None else ""


def _entered_by(session: Session, subject: Subject) -> list[tuple[str, str]]:
    applications = select(LoanApplication.id, LoanApplication.entered_by)
    if subject.kind != BY_LIST:
        mine = applications.where(LoanApplication.id == subject.id)
        return [(row.id, row.entered_by) for row in session.execute(mine)]
    lists = select(BeneficiaryList.id, BeneficiaryList.entered_by).where(BeneficiaryList.id == subject.id)
    parts = (applications.where(LoanApplication.id.in_(part)) for part in in_parts(line_ids(session, subject.id)))
    return [(row.id, row.entered_by) for statement in (lists, *parts) for row in session.execute(statement)]


def _applicants_elsewhere(session: Session, entered: Sequence[str]) -> set[str]:
    """The people who apply, their household businesses, and other applications of theirs: the ids of those records."""
    mine = LoanApplication.id.in_(entered)
    people = set(session.scalars(select(LoanApplication.person_id).where(mine, LoanApplication.person_id.is_not(None))))
    establishments = select(LoanApplication.establishment_id).where(mine, LoanApplication.establishment_id.is_not(None))
    households = select(HouseholdBusiness.id).where(HouseholdBusiness.owner_id.in_(people))
    others = select(LoanApplication.id).where(
        or_(LoanApplication.person_id.in_(people), LoanApplication.establishment_id.in_(establishments))
    )
    return {*(one for one in people if one), *session.scalars(households), *session.scalars(others)}


def _programme_of(session: Session, subject: Subject) -> str:
    table: type[BeneficiaryList | LoanApplication] = BeneficiaryList if subject.kind == BY_LIST else LoanApplication
    programme = session.scalar(select(table.programme).where(table.id == subject.id))
    if programme is None:
        raise gone()
    return programme
