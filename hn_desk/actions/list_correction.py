"""A correction of an issued list: a new list that begins with the old one's lines, and replaces it once it is issued.

The old list keeps what was frozen; until the new one has its number the old one stays in force.
"""

from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from hn_desk.actions.confirmation_rows import close_confirmation, newest, number_text, required
from hn_desk.actions.credit_facts import Subject
from hn_desk.actions.credit_listing import line_ids
from hn_desk.actions.credit_log import log_file, log_lines, log_list
from hn_desk.actions.credit_save import SAVED, add_step
from hn_desk.actions.credit_steps import cleaned_reason, lines_of
from hn_desk.actions.file_codes import next_file_code
from hn_desk.actions.office import Changed, Office
from hn_desk.actions.people import draft_of
from hn_desk.actions.remarks import gone
from hn_desk.actions.search_texts import APPLICATIONS, application_texts
from hn_desk.errors import DeskError
from hn_desk.i18n import _
from hn_desk.models.search import index_words
from hn_desk.models.tables import BeneficiaryList, LoanApplication
from hn_desk.rules.credit import DRAFT, ISSUED, LISTED, LOCKED, SENT, SIGNED, WITHDRAWN
from hn_desk.rules.programme import BY_LIST

CORRECTABLE: Final = frozenset({ISSUED, SENT})
ANSWERED: Final = LOCKED - {SIGNED, *CORRECTABLE}
SUBJECTS: Final = frozenset({"lists", "applications", "confirmations"})
COPIED: Final = (
    *("person_id", "establishment_id", "sort_key", "received_on", "programme", "applicant", "purpose", "amount"),
    *("term_months", "verdict", "eligible_until", "review_on", "review_place", "review_present", "review_result"),
    *("savings_group", "association", "facts", "findings", "papers", "representative", "workers"),
)


def correct_list(office: Office, list_id: str, reason: str) -> Changed:
    """Begin the correction of an issued or sent list, with its lines to be checked again; its id in what is returned.

    DeskError when the list is not in force, another correction is under way, or the bank has answered.
    """
    office.require("credit.enter", "lists")
    why = cleaned_reason(reason)
    with office.write() as session:
        old = session.get(BeneficiaryList, list_id)
        if old is None:
            raise gone()
        _refuse_correcting(session, old)
        row = BeneficiaryList(
            file_code=next_file_code(session, office.today().year),
            programme=old.programme,
            month=old.month,
            police_number=old.police_number,
            police_on=old.police_on,
            state=DRAFT,
            entered_by=office.officer.id,
            edition=old.edition + 1,
            corrects_id=old.id,
        )
        session.add(row)
        session.flush()
        log_list(session, "lists.save", row.id, {"file_code": row.file_code, "month": row.month})
        for line in lines_of(session, old.id, CORRECTABLE):
            _copy(session, office, line, row, why)
        log_list(session, "lists.correct", old.id, {"corrects": old.file_code, "reason": why})
        return Changed(SUBJECTS, row.id)


def open_correction(session: Session, list_id: str) -> BeneficiaryList | None:
    """The correction of a list that is under way or in force."""
    found = session.scalars(select(BeneficiaryList).where(BeneficiaryList.corrects_id == list_id))
    return next((row for row in found if row.state != WITHDRAWN), None)


def is_replaced(session: Session, list_id: str) -> bool:
    """Whether a correction of the list, or a later one of that correction, has its number and is in force."""
    found = session.scalars(select(BeneficiaryList).where(BeneficiaryList.corrects_id == list_id)).all()
    return any(row.state in CORRECTABLE or is_replaced(session, row.id) for row in found)


def replace_corrected(session: Session, office: Office, row: BeneficiaryList) -> None:
    """Take the list that the newly issued `row` corrects out of force. DeskError when the bank has answered on it."""
    old = session.get(BeneficiaryList, row.corrects_id) if row.corrects_id else None
    if old is None or old.state not in CORRECTABLE:
        return
    _refuse_answered(session, old)
    why = _("Replaced by the corrected list {number}.").format(
        number=number_text(required(session, Subject(BY_LIST, row.id)))
    )
    lines = lines_of(session, old.id, CORRECTABLE)
    before, old.state, old.reason = old.state, WITHDRAWN, why
    close_confirmation(session, Subject(BY_LIST, old.id), WITHDRAWN, why)
    for line in lines:
        line.reason = why
        add_step(line, office, WITHDRAWN, why)
    log_lines(session, "applications.withdrawn", [line.id for line in lines], {"before": before}, list_id=old.id)


def _refuse_correcting(session: Session, old: BeneficiaryList) -> None:
    if old.state not in CORRECTABLE or newest(session, Subject(BY_LIST, old.id)) is None:
        raise DeskError(
            _("Only a list that has its number is corrected."),
            do=_("Have this list returned, mend it and present it again."),
            reason="not-issued",
        )
    if open_correction(session, old.id) is not None:
        raise DeskError(
            _("A correction of this list is under way already."),
            do=_("Open it under “Police lists”."),
            reason="correction-open",
        )
    _refuse_answered(session, old)


def _refuse_answered(session: Session, old: BeneficiaryList) -> None:
    if line_ids(session, old.id, ANSWERED):
        raise DeskError(
            _("The bank has answered for people on this list: it can't be replaced any more."),
            do=_("Have a further list made for what is to be changed, and tell the bank."),
            reason="bank-answered",
        )


def _copy(session: Session, office: Office, line: LoanApplication, row: BeneficiaryList, why: str) -> None:
    code = next_file_code(session, office.today().year)
    copied = LoanApplication(
        file_code=code,
        entered_by=office.officer.id,
        state="",
        list_id=row.id,
        **{name: getattr(line, name) for name in COPIED},
    )
    add_step(copied, office, LISTED, why)
    session.add(copied)
    session.flush()
    person = draft_of(line.person) if line.person else None
    index_words(session, APPLICATIONS, copied.id, application_texts(code, person, None))
    log_file(session, SAVED, copied.id, {"file_code": code, "verdict": line.verdict, "accepted": []})
