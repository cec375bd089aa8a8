"""Police lists: kept with their own number and day, presented as a whole, returned as a whole or line by line."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from hn_desk.actions.city_listing import city_ways
from hn_desk.actions.city_states import NOWHERE, Way, way_of
from hn_desk.actions.confirmation_rows import close_confirmation, confirmation_facts, newest, number_text
from hn_desk.actions.credit_acts import EDITABLE, acts_on_list
from hn_desk.actions.credit_facts import ListDraft, ListFacts, ListRow, Subject
from hn_desk.actions.credit_listing import applications_with
from hn_desk.actions.credit_log import log_lines, log_list
from hn_desk.actions.credit_reads import list_lines, list_name
from hn_desk.actions.credit_save import add_step
from hn_desk.actions.credit_steps import cleaned_reason, lines_of, present_lines, rejudge
from hn_desk.actions.file_codes import next_file_code
from hn_desk.actions.list_changes import correction_of
from hn_desk.actions.office import Changed, Office
from hn_desk.actions.remarks import Remarks, gone, refuse_stale
from hn_desk.errors import DeskError
from hn_desk.i18n import _
from hn_desk.models.tables import BeneficiaryList, Confirmation, LoanApplication
from hn_desk.rules.credit import CHECKED, DRAFT, LIST_STEPS, PRESENTED, REFUSED, RETURNED, SIGNED, STATES, WITHDRAWN
from hn_desk.rules.programme import BY_LIST
from hn_desk.rules.text import clean_line

__all__ = [
    "ListDraft",
    "ListFacts",
    "ListRow",
    "beneficiary_list",
    "lists",
    "present_list",
    "return_list",
    "save_list",
    "withdraw_list",
]

CONFIRMATIONS: Final = "confirmations"
MONTH: Final = re.compile(r"20[0-9]{2}-(0[1-9]|1[0-2])")
SUBJECTS: Final = frozenset({"lists", "applications", "confirmations"})
NOT_COUNTED: Final = (WITHDRAWN, REFUSED)
WITHDRAWABLE: Final = frozenset(state for state, following in STATES.items() if WITHDRAWN in following)


def save_list(office: Office, draft: ListDraft) -> Changed:
    """Keep a police list. InputError, DeskError (stale, gone, presented)."""
    office.require("credit.enter", "lists")
    with office.write() as session:
        return Changed(frozenset({"lists", "applications"}), keep_list(session, office, draft).id)


def keep_list(session: Session, office: Office, draft: ListDraft) -> BeneficiaryList:
    """Write a police list into this transaction, with its entry in the log. As `save_list`."""
    row = _row_for(session, office, draft)
    cleaned = _checked(office, draft, row)
    row.programme, row.month = cleaned.programme, cleaned.month
    row.police_number, row.police_on = cleaned.police_number, cleaned.police_on or office.today()
    session.add(row)
    session.flush()
    log_list(session, "lists.save", row.id, {"file_code": row.file_code, "month": row.month})
    return row


def lists(office: Office) -> tuple[ListRow, ...]:
    """All police lists, the newest month first."""
    office.require("credit.read", "lists")
    with office.database.read() as session:
        found = applications_with(session, LoanApplication.list_id, LoanApplication.state)
        counted = Counter(of for _id, of, state in found if of and state not in NOT_COUNTED)
        rows = sorted(session.scalars(select(BeneficiaryList)), key=lambda row: row.id)
        rows.sort(key=lambda row: (row.month, row.police_on), reverse=True)
        papers = {row.id: newest(session, Subject(BY_LIST, row.id)) for row in rows}
        kept = [paper.id for paper in papers.values() if paper]
        ways = city_ways(session, CONFIRMATIONS, kept, office.today())
        return tuple(_list_row(office, row, counted[row.id], papers[row.id], ways) for row in rows)


def beneficiary_list(office: Office, list_id: str) -> ListFacts:
    """One list whole with its lines; looking at it is logged. DeskError when gone."""
    office.require("credit.read", "lists")
    with office.write() as session:
        row = _existing(session, list_id)
        log_list(session, "lists.read", row.id)
        subject = Subject(BY_LIST, row.id)
        way = _city_way(session, office, subject)
        return ListFacts(
            draft=ListDraft(row.id, row.version, row.programme, row.month, row.police_number, row.police_on),
            file_code=row.file_code,
            name=list_name(row.police_number, row.police_on),
            programme_name=office.book.programmes[row.programme].name,
            state=row.state,
            reason=row.reason,
            lines=list_lines(session, office, row.id),
            confirmation=confirmation_facts(session, subject),
            may=acts_on_list(session, office, row.id, row.state),
            city_state=way.state,
            city_way=way,
            corrects=_corrects(session, row),
            correction=_correction(session, office, row),
        )


def present_list(office: Office, list_id: str) -> Changed:
    """Freeze the checked lines of a list and lay them before the approver; again while it lies there, to add lines."""
    office.require("credit.present", "lists")
    with office.write() as session:
        return Changed(SUBJECTS, present_listed(session, office, list_id).id)


def present_listed(session: Session, office: Office, list_id: str) -> BeneficiaryList:
    """Freeze the checked lines of a list in this transaction. As `present_list`."""
    row = _existing(session, list_id)
    checked = lines_of(session, row.id, frozenset({CHECKED}))
    _refuse_presenting(row, checked)
    if row.corrects_id:
        _refuse_unchecked(lines_of(session, row.id, EDITABLE - {CHECKED}))
    for line in checked:
        rejudge(session, office, line)
        add_step(line, office, PRESENTED)
    if row.state == PRESENTED:
        close_confirmation(session, Subject(BY_LIST, row.id), RETURNED, _("Presented again with further lines."))
    row.state, row.reason = PRESENTED, ""
    session.flush()
    present_lines(session, office, row, lines_of(session, row.id, frozenset({PRESENTED})))
    return row


def return_list(office: Office, list_id: str, reason: str) -> Changed:
    """Give a presented or signed list back to be mended; its lines are checked ones again."""
    office.require("credit.return", "lists")
    why = cleaned_reason(reason)
    with office.write() as session:
        row = _existing(session, list_id)
        LIST_STEPS.check(row.state, RETURNED)
        before = row.state
        row.state, row.reason = RETURNED, why
        close_confirmation(session, Subject(BY_LIST, row.id), RETURNED, why)
        lines = lines_of(session, row.id, frozenset({PRESENTED, SIGNED}))
        for line in lines:
            add_step(line, office, RETURNED, why)
            add_step(line, office, CHECKED)
        log_lines(session, "applications.returned", [line.id for line in lines], {"before": before}, list_id=row.id)
        return Changed(SUBJECTS, row.id)


def withdraw_list(office: Office, list_id: str, reason: str) -> Changed:
    """Take a list with all its lines back, or an issued one out of force; only before it is sent to the bank."""
    office.require("credit.return", "lists")
    why = cleaned_reason(reason)
    with office.write() as session:
        row = _existing(session, list_id)
        LIST_STEPS.check(row.state, WITHDRAWN)
        before = row.state
        row.state, row.reason = WITHDRAWN, why
        close_confirmation(session, Subject(BY_LIST, row.id), WITHDRAWN, why)
        lines = lines_of(session, row.id, WITHDRAWABLE)
        for line in lines:
            add_step(line, office, WITHDRAWN, why)
        log_lines(session, "applications.withdrawn", [line.id for line in lines], {"before": before}, list_id=row.id)
        return Changed(SUBJECTS, row.id)


def _row_for(session: Session, office: Office, draft: ListDraft) -> BeneficiaryList:
    if draft.id is None:
        code = next_file_code(session, office.today().year)
        return BeneficiaryList(file_code=code, entered_by=office.officer.id)
    row = _existing(session, draft.id)
    refuse_stale(row.version, draft.version)
    if row.state not in EDITABLE:
        raise DeskError(
            _("This list is presented or confirmed and can't be changed."),
            do=_("Have it returned first; then mend it."),
            reason="presented",
        )
    return row


def _checked(office: Office, draft: ListDraft, row: BeneficiaryList) -> ListDraft:
    remarks = Remarks()
    cleaned = replace(draft, police_number=clean_line(draft.police_number), month=clean_line(draft.month))
    remarks.one_of("programme", cleaned.programme, _list_programmes(office))
    remarks.required("programme", cleaned.programme, _("Choose the programme."))
    remarks.required("police_number", cleaned.police_number, _("Type the number of the police's list."))
    remarks.required("police_on", cleaned.police_on, _("Type the day of the police's list."))
    if cleaned.police_on and cleaned.police_on > office.today():
        remarks.problem("police_on", _("This day lies in the future."))
    if not MONTH.fullmatch(cleaned.month):
        remarks.problem("month", _("Type the month as 2026-11."))
    if row.programme and row.programme != cleaned.programme:
        remarks.problem("programme", _("The programme of a kept list can't change; make a new list."))
    remarks.settle({})
    return cleaned


def _list_programmes(office: Office) -> frozenset[str]:
    return frozenset(
        one.code
        for one in office.book.programmes.values()
        if any(rules.confirmation == BY_LIST for rules in one.applicants.values())
    )


def _refuse_presenting(row: BeneficiaryList, checked: list[LoanApplication]) -> None:
    if row.state not in EDITABLE | {PRESENTED}:
        LIST_STEPS.check(row.state, PRESENTED)
    if not checked:
        raise DeskError(
            _("No line of this list is checked."), do=_("Check its applications first."), reason="no-checked-line"
        )


def _refuse_unchecked(lines: Sequence[LoanApplication]) -> None:
    """Whom a correction doesn't name it takes out; nobody is taken out for not having been looked at."""
    if lines:
        names = ", ".join(line.person.name if line.person else line.file_code for line in lines)
        raise DeskError(
            _("Lines of this correction are neither checked nor withdrawn ({n}): {names}.").format(
                n=len(lines), names=names
            ),
            do=_("Check each of them, or withdraw it with a reason; then present the correction."),
            reason="unchecked-lines",
        )


def _existing(session: Session, list_id: str) -> BeneficiaryList:
    row = session.get(BeneficiaryList, list_id)
    if row is None:
        raise gone()
    return row


def _list_row(
    office: Office, row: BeneficiaryList, count: int, kept: Confirmation | None, ways: Mapping[str, Way]
) -> ListRow:
    return ListRow(
        id=row.id,
        name=list_name(row.police_number, row.police_on),
        programme_name=office.book.programmes[row.programme].name,
        month=row.month,
        police_number=row.police_number,
        police_on=row.police_on,
        lines=count,
        state=row.state,
        number=number_text(kept) if kept else "",
        city=ways.get(kept.id, NOWHERE) if kept else NOWHERE,
    )


def _corrects(session: Session, row: BeneficiaryList) -> str:
    old = session.get(BeneficiaryList, row.corrects_id) if row.corrects_id else None
    return list_name(old.police_number, old.police_on) if old else ""


def _correction(session: Session, office: Office, row: BeneficiaryList) -> str:
    """What a correction changes: as it was presented, else as its lines stand now."""
    kept = newest(session, Subject(BY_LIST, row.id)) if row.corrects_id else None
    if kept is not None and row.state not in EDITABLE:
        return str(kept.frozen["facts"].get("correction", ""))
    return correction_of(session, office, row, lines_of(session, row.id, EDITABLE - {DRAFT, RETURNED}))


def _city_way(session: Session, office: Office, subject: Subject) -> Way:
    row = newest(session, subject)
    return way_of(session, (CONFIRMATIONS, row.id), office.today()) if row else NOWHERE
