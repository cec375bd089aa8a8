"""The signature and what follows: confirmed by the approver, recorded from paper, numbered, sent."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from hn_desk.actions.accounts import reauthenticate
from hn_desk.actions.confirmation_rows import confirmation_facts, refuse_enterer, required
from hn_desk.actions.confirmed_check import refuse_changed_since
from hn_desk.actions.credit_facts import ConfirmationFacts, NumberDraft, SignatureDraft, Subject
from hn_desk.actions.credit_log import log_lines
from hn_desk.actions.credit_save import add_step
from hn_desk.actions.credit_steps import application_row, lines_of, refuse_what_law_refuses
from hn_desk.actions.list_correction import replace_corrected
from hn_desk.actions.office import Changed, Office, stamp
from hn_desk.actions.register import given_number, highest_number, point_out_gap, take_number
from hn_desk.actions.remarks import Remarks, gone
from hn_desk.actions.rulebook import RuleBook
from hn_desk.actions.signatures import approve, sign_issue, sign_step
from hn_desk.errors import DeskError
from hn_desk.i18n import _
from hn_desk.models.tables import BeneficiaryList, Confirmation, OfficeRow
from hn_desk.rules.credit import ISSUED, PRESENTED, SENT, SIGNED, STEPS
from hn_desk.rules.programme import BY_LIST
from hn_desk.rules.text import clean_line

__all__ = [
    "ConfirmationFacts",
    "NumberDraft",
    "SignatureDraft",
    "Subject",
    "confirm",
    "confirmation",
    "mark_sent",
    "next_number",
    "record_number",
    "record_signature",
    "usual_series",
]

WINDOW: Final = "window"
PAPER: Final = "paper"
WAYS: Final = (WINDOW, PAPER)
SUBJECTS: Final = frozenset({"applications", "confirmations", "lists"})
LAYOUT_OF: Final = {BY_LIST: "list-beneficiaries", "plan": "confirmation-plan", "application": "confirmation-person"}


def confirm(office: Office, subjects: Sequence[Subject], passphrase: str) -> Changed:
    """The approver, asked for the passphrase again, confirms what is presented and signs it, all or none.

    RoleError for who entered one of them; SignInError for a wrong passphrase; DeskError when what was presented has
    been changed since, or today's law refuses it.
    """
    office.require("credit.confirm")
    signer = reauthenticate(office, passphrase).signer
    with office.write() as session:
        title = office.officer.position or session.scalars(select(OfficeRow.approver_title)).one()
        for subject in subjects:
            refuse_enterer(session, office, subject, "credit.confirm")
            row = required(session, subject)
            STEPS.check(row.state, SIGNED)
            refuse_changed_since(session, row)
            refuse_what_law_refuses(session, office, subject)
            row.way, row.confirmed_by, row.confirmed_at = WINDOW, office.officer.id, stamp(office.now())
            row.signer_name, row.signer_title, row.signed_on = office.officer.name, title, office.today()
            _move(session, office, subject, SIGNED)
            approve(session, office, row, signer, office.today())
            _log(session, "confirmations.confirm", row, {"edition": row.edition, "hash": row.hash})
        return Changed(SUBJECTS, subjects[0].id if len(subjects) == 1 else "")


def record_signature(office: Office, draft: SignatureDraft, passphrase: str) -> Changed:
    """The records clerk, asked for the passphrase again, records who signed the paper and when, and signs that.

    RoleError for who entered it; InputError; SignInError for a wrong passphrase.
    """
    office.require("credit.record_signature")
    signer = reauthenticate(office, passphrase).signer
    with office.write() as session:
        refuse_enterer(session, office, draft.subject, "credit.record_signature")
        row = required(session, draft.subject)
        cleaned = _checked_signature(office, draft, row)
        _require_way(row, cleaned.way)
        row.way, row.recorded_by = cleaned.way, office.officer.id
        row.signer_name, row.signer_title = cleaned.signer_name, cleaned.signer_title
        row.signed_on = cleaned.signed_on
        if row.state == PRESENTED:
            refuse_changed_since(session, row)
            _move(session, office, draft.subject, SIGNED)
            approve(session, office, row, signer, cleaned.signed_on)
        else:
            sign_step(session, row)
        _log(session, "confirmations.signature", row, {"edition": row.edition, "way": cleaned.way})
        return Changed(SUBJECTS, draft.subject.id)


def record_number(office: Office, draft: NumberDraft) -> Changed:
    """Record văn thư's number: the paper is issued.

    InputError when the number is taken or does not fit; WarningsError when numbers before it are left out without a
    reason, which stands in the register, the log and the history.
    """
    office.require("credit.record_signature")
    with office.write() as session:
        row = required(session, draft.subject)
        STEPS.check(row.state, ISSUED)
        cleaned = _checked_number(session, office, draft, row)
        row.number, row.series, row.year = cleaned.number, cleaned.series, cleaned.year
        row.issued_on = cleaned.issued_on
        why = take_number(session, cleaned, row.id)
        _move(session, office, draft.subject, ISSUED, why)
        sign_issue(session, office, row)
        content = {"number": cleaned.number, "series": cleaned.series, "year": cleaned.year}
        if why:
            content["gap"] = why
        _log(session, "confirmations.number", row, content)
        return Changed(SUBJECTS, draft.subject.id)


def mark_sent(office: Office, subject: Subject) -> Changed:
    """Note that the issued paper went to the bank today."""
    office.require("credit.record_signature")
    with office.write() as session:
        row = required(session, subject)
        STEPS.check(row.state, SENT)
        row.sent_on = office.today()
        _move(session, office, subject, SENT)
        sign_step(session, row)
        _log(session, "confirmations.sent", row, {"edition": row.edition})
        return Changed(SUBJECTS, subject.id)


def next_number(office: Office, series: str, year: int) -> int:
    """The number to propose: one above the highest of the year and series in this register."""
    office.require("credit.read")
    with office.database.read() as session:
        return highest_number(session, clean_line(series).upper(), year) + 1


def usual_series(office: Office, kind: str) -> str:
    """The series that a kind of paper usually has, such as `XN-UBND`, from its form."""
    blank: object = office.form_data(LAYOUT_OF[kind]).get("number_blank", "")
    return str(blank).lstrip("/")


def series_of_forms(book: RuleBook) -> tuple[str, ...]:
    """The series that the numbered kinds of paper usually have."""
    blanks = (str(book.forms[layout].get("number_blank", "")).lstrip("/") for layout in LAYOUT_OF.values())
    return tuple(dict.fromkeys(filter(None, blanks)))


def confirmation(office: Office, subject: Subject) -> ConfirmationFacts | None:
    """The newest confirmation of a subject; None when it was never presented."""
    office.require("credit.read")
    with office.database.read() as session:
        return confirmation_facts(session, subject)


def _checked_signature(office: Office, draft: SignatureDraft, row: Confirmation) -> SignatureDraft:
    remarks = Remarks()
    cleaned = replace(draft, signer_name=clean_line(draft.signer_name), signer_title=clean_line(draft.signer_title))
    remarks.required("signer_name", cleaned.signer_name, _("Type the name of who signed."))
    remarks.required("signer_title", cleaned.signer_title, _("Type the position of who signed."))
    remarks.one_of("way", cleaned.way, WAYS)
    remarks.required("way", cleaned.way, _("Choose how it was signed."))
    presented = datetime.fromisoformat(row.presented_at).astimezone().date()
    if not presented <= cleaned.signed_on <= office.today():
        remarks.problem("signed_on", _("The day lies between the presenting and today."))
    remarks.settle({})
    return cleaned


def _require_way(row: Confirmation, way: str) -> None:
    if way == WINDOW and not row.confirmed_by:
        raise DeskError(
            _("The approver has not confirmed this in the window."),
            do=_("Choose “signed on paper”, or have it confirmed first."),
            reason="not-confirmed",
        )
    if way == PAPER or row.state != SIGNED:
        STEPS.check(row.state, SIGNED)


def _checked_number(session: Session, office: Office, draft: NumberDraft, row: Confirmation) -> NumberDraft:
    remarks = Remarks()
    cleaned = replace(draft, series=clean_line(draft.series).upper())
    remarks.required("series", cleaned.series, _("Type the series, such as XN-UBND."))
    if cleaned.number < 1:
        remarks.problem("number", _("A number begins at 1."))
    if cleaned.issued_on > office.today() or (row.signed_on and cleaned.issued_on < row.signed_on):
        remarks.problem("issued_on", _("The day lies between the signature and today."))
    if cleaned.year != cleaned.issued_on.year:
        remarks.problem("year", _("The year is the one of the day of issue."))
    given = given_number(session, cleaned)
    if given is not None and given.confirmation_id is not None:
        sentence = _("The number {number}/{series} of {year} is already given to another paper.")
        said = sentence.format(number=cleaned.number, series=cleaned.series, year=cleaned.year)
        remarks.problem("number", said)
    point_out_gap(session, cleaned, remarks)
    remarks.settle(cleaned.accepted)
    return cleaned


def _move(session: Session, office: Office, subject: Subject, state: str, why: str = "") -> None:
    """Bring a confirmation and what it confirms into `state` together."""
    row = required(session, subject)
    before, row.state = row.state, state
    if subject.kind != BY_LIST:
        add_step(application_row(session, subject.id), office, state, why)
        return
    parent = session.get(BeneficiaryList, subject.id)
    if parent is None:
        raise gone()
    parent.state = state
    for line in lines_of(session, subject.id, frozenset({before})):
        add_step(line, office, state, why)
    if state == ISSUED:
        replace_corrected(session, office, parent)


def _log(session: Session, action: str, row: Confirmation, content: dict[str, object]) -> None:
    log_lines(session, action, [line["id"] for line in row.frozen["lines"]], content, list_id=row.subject_id)
