"""Keeping an application: who applies, what is asked, what the checks say, why doubts were accepted."""

from typing import Final

from sqlalchemy.orm import Session, lazyload

from hn_desk.actions.credit_acts import EDITABLE
from hn_desk.actions.credit_draft import CheckedApplication, checked_application, judged_draft
from hn_desk.actions.credit_facts import ApplicationDraft, EstablishmentDraft, Judgement
from hn_desk.actions.credit_findings import keep_findings
from hn_desk.actions.credit_log import log_file
from hn_desk.actions.credit_parts import write_parts
from hn_desk.actions.file_codes import next_file_code
from hn_desk.actions.freezing import loan_amount
from hn_desk.actions.office import Changed, Office, stamp
from hn_desk.actions.people import keep_person
from hn_desk.actions.remarks import gone, refuse_stale
from hn_desk.actions.search_texts import APPLICATIONS, application_texts
from hn_desk.errors import DeskError
from hn_desk.i18n import _
from hn_desk.models.columns import new_id
from hn_desk.models.search import index_words
from hn_desk.models.tables import ApplicationStep, Establishment, LoanApplication
from hn_desk.rules.credit import DRAFT, LISTED
from hn_desk.rules.facts import facts_to_plain
from hn_desk.rules.programme import BY_LIST
from hn_desk.rules.text import name_key, text_key

_ALONE: Final = (lazyload(LoanApplication.person), lazyload(LoanApplication.establishment))
"""An application is written by the ids of who applies; who it is was read by the checks."""
SAVED: Final = "applications.save"
SUBJECTS: Final = frozenset({"applications", "people", "lists"})


def judge(office: Office, draft: ApplicationDraft) -> Judgement:
    """What the programme's checks say of a draft, also a half typed one; nothing is written."""
    office.require("credit.enter")
    with office.database.read() as session:
        return judged_draft(office, session, draft)


def save_application(office: Office, draft: ApplicationDraft) -> Changed:
    """Keep an application. InputError, WarningsError, DeskError (stale, gone, presented)."""
    office.require("credit.enter")
    with office.write() as session:
        return Changed(SUBJECTS, keep_application(session, office, draft).id)


def keep_application(session: Session, office: Office, draft: ApplicationDraft) -> LoanApplication:
    """Write an application into this transaction, with its words and its entry in the log. As `save_application`."""
    row = _row_of(session, office, draft)
    checked = checked_application(office, session, draft)
    establishment = _write_applicant(session, row, checked)
    _write_row(row, checked)
    keep_findings(row, checked.judged, checked.draft.accepted)
    _settle_state(row, office, checked)
    session.add(row)
    session.flush()
    texts = application_texts(row.file_code, checked.draft.person, establishment)
    index_words(session, APPLICATIONS, row.id, texts)
    reasons = {code: why for code, why in checked.draft.accepted.items() if why.strip()}
    content = {"file_code": row.file_code, "verdict": row.verdict, "accepted": sorted(reasons)}
    log_file(session, SAVED, row.id, content)
    return row


def add_step(row: LoanApplication, office: Office, state: str, reason: str = "") -> None:
    """Bring an application into `state` and write it into its history."""
    row.state = state
    at = stamp(office.now())
    step = ApplicationStep(position=len(row.steps), state=state, at=at, officer_id=office.officer.id, reason=reason)
    row.steps.append(step)


def _row_of(session: Session, office: Office, draft: ApplicationDraft) -> LoanApplication:
    if draft.id is None:
        code = next_file_code(session, office.today().year)
        return LoanApplication(file_code=code, entered_by=office.officer.id, state="")
    row = session.get(LoanApplication, draft.id, options=_ALONE)
    if row is None:
        raise gone()
    refuse_stale(row.version, draft.version)
    if row.state not in EDITABLE:
        raise DeskError(
            _("This application is presented or decided and can't be changed."),
            do=_("Have it returned first; then mend it."),
            reason="presented",
        )
    return row


def _write_applicant(session: Session, row: LoanApplication, checked: CheckedApplication) -> Establishment | None:
    """Keep who applies; the establishment when it is one."""
    draft = checked.draft
    establishment = _kept_establishment(session, draft.establishment) if draft.establishment else None
    if draft.person is not None:
        row.person_id, row.sort_key = keep_person(session, draft.person), name_key(draft.person.name)
        row.establishment_id = None
    elif establishment is not None:
        row.establishment_id, row.sort_key = establishment.id, establishment.sort_key
        row.person_id = None
    return establishment


def _kept_establishment(session: Session, draft: EstablishmentDraft) -> Establishment:
    row = Establishment(id=new_id()) if draft.id is None else session.get(Establishment, draft.id)
    if row is None:
        raise gone()
    if draft.id is not None:
        refuse_stale(row.version, draft.version)
    row.name, row.sort_key, row.code = draft.name, text_key(draft.name), draft.code
    row.address, row.representative, row.plan_place = draft.address, draft.representative, draft.plan_place
    row.project_cost, row.own_capital = draft.project_cost, draft.own_capital
    session.add(row)
    return row


def _write_row(row: LoanApplication, checked: CheckedApplication) -> None:
    draft, facts = checked.draft, checked.facts
    row.programme, row.applicant, row.list_id = draft.programme, draft.applicant, draft.list_id
    row.facts = facts_to_plain(facts)
    row.purpose, row.term_months = facts.purpose or "", facts.term_months
    row.amount = loan_amount(facts) or None
    row.received_on = draft.received_on or row.received_on
    row.review_on, row.review_place, row.review_present = draft.review_on, draft.review_place, draft.review_present
    row.review_result, row.savings_group, row.association = (
        draft.review_result,
        draft.savings_group,
        draft.association,
    )
    write_parts(row, draft)


def _settle_state(row: LoanApplication, office: Office, checked: CheckedApplication) -> None:
    state = LISTED if checked.rules.confirmation == BY_LIST and row.list_id else DRAFT
    if row.state != state:
        add_step(row, office, state)
