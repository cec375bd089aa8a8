"""Writing an official report: its words, freezing it with its figures, văn thư's number, sending, taking it back."""

from collections.abc import Mapping
from datetime import date
from typing import Final

from sqlalchemy.orm import Session

from hn_desk.actions.credit_facts import NumberDraft, Subject
from hn_desk.actions.due_requests import REQUEST
from hn_desk.actions.office import Changed, Office, stamp
from hn_desk.actions.office_report_facts import (
    DRAFT,
    FROZEN,
    SENT,
    ReportFreeze,
    ReportNumber,
    ReportSending,
    ReportTexts,
)
from hn_desk.actions.office_report_keeping import (
    ISSUE,
    REPORTS,
    WRITE,
    file_of,
    is_draft,
    keep,
    period_of,
    refuse_off,
    row_of,
    texts_of,
    writable,
)
from hn_desk.actions.office_report_log import COLUMNS, FREEZE, NUMBER, SENDING, WITHDRAW, values_at
from hn_desk.actions.office_report_making import Asked, figures_hash, make, to_content
from hn_desk.actions.register import given_number, take_number
from hn_desk.actions.remarks import Remarks, gone, refuse_stale
from hn_desk.errors import DeskError
from hn_desk.i18n import _
from hn_desk.models import audit
from hn_desk.models.audit import Act
from hn_desk.models.tables import Instruction, OfficeReport
from hn_desk.reports.document import sha256_of
from hn_desk.rules.periods import NamedPeriod
from hn_desk.rules.report_file import ReportFile
from hn_desk.rules.text import clean_line, clean_text

SUBJECTS: Final = frozenset({REPORTS, "deadlines", "log"})
DIGITS: Final = 6


def save_texts(office: Office, draft: ReportTexts) -> Changed:
    """Keep the free words of a report that isn't frozen. RoleError, InputError, DeskError (stale, frozen, period …)."""
    file = writable(office, draft.code)
    period = period_of(office, file, draft.period)
    _refuse_unknown(file, draft.texts)
    texts = {slot: clean_text(text) for slot, text in draft.texts.items()}
    with office.write() as session:
        row = _row(session, file, period, draft)
        keep(session, file, row, {**texts_of(session, file, row), **texts}, {})
        _log(session, file, row, "reports.texts")
        return Changed(SUBJECTS, row.id)


def freeze(office: Office, draft: ReportFreeze) -> Changed:
    """Freeze document and figures as they are now, with their SHA-256.

    RoleError, DeskError (stale, frozen, period, `report-figures` when they are no longer those shown).
    """
    file = writable(office, draft.code)
    period = period_of(office, file, draft.period)
    with office.write() as session:
        refuse_off(session, file)
        row = _row(session, file, period, draft)
        texts = texts_of(session, file, row)
        counted_on = min(period.ends_on, office.today())
        made = make(session, office, Asked(file, period, counted_on, texts, row.id, is_final=True))
        if draft.shown not in ("", figures_hash(made)):
            raise _are_others()
        content = to_content(made)
        row.state, row.counted_on, row.sha256 = FROZEN, counted_on, sha256_of(content)
        row.frozen_at, row.frozen_by = stamp(office.now()), office.officer.id
        keep(session, file, row, texts, content)
        _log(session, file, row, FREEZE)
        return Changed(SUBJECTS, row.id)


def number_report(office: Office, draft: ReportNumber) -> Changed:
    """Keep văn thư's number and day of a frozen report, unique within year and series. InputError, DeskError."""
    office.require(ISSUE, REPORTS)
    file = writable(office, _code_of(office, draft.id), ISSUE)
    with office.write() as session:
        row = _kept(session, draft.id, draft.version)
        _refuse_unless(row, FROZEN)
        number, day = _checked_number(office, session, file, row, draft)
        _give_back(session, file, row)
        take_number(session, _number(file, row, number, day), row.id)
        row.number, row.issued_on = str(number), day
        _log(session, file, row, NUMBER)
        return Changed(SUBJECTS, row.id)


def send_report(office: Office, draft: ReportSending) -> Changed:
    """Keep that a numbered report was sent; the request that asked for it is closed. InputError, DeskError."""
    office.require(ISSUE, REPORTS)
    file = writable(office, _code_of(office, draft.id), ISSUE)
    with office.write() as session:
        row = _kept(session, draft.id, draft.version)
        _refuse_unless(row, FROZEN)
        row.sent_on = _checked_sending(office, row, draft.sent_on)
        row.sent_to, row.sent_way, row.state = clean_line(draft.sent_to), clean_line(draft.sent_way), SENT
        request = session.get(Instruction, row.request_id) if row.request_id else None
        if request is not None and request.closed_on is None:
            request.closed_on = row.sent_on
        _log(session, file, row, SENDING)
        return Changed(SUBJECTS | {"registers"}, row.id)


def withdraw_report(office: Office, report_id: str, version: int, reason: str) -> Changed:
    """Make a frozen report that wasn't sent a draft again; the reason is logged. InputError, DeskError."""
    office.require(WRITE, REPORTS)
    file = writable(office, _code_of(office, report_id))
    remarks = Remarks()
    remarks.required("reason", clean_line(reason), _("Write the reason."))
    remarks.settle({})
    with office.write() as session:
        row = _kept(session, report_id, version)
        _refuse_unless(row, FROZEN)
        number = row.number
        _give_back(session, file, row)
        row.state, row.sha256, row.frozen_at, row.frozen_by = DRAFT, "", "", ""
        row.counted_on, row.number, row.issued_on = None, "", None
        keep(session, file, row, texts_of(session, file, row), {})
        _log(session, file, row, WITHDRAW, {"reason": clean_line(reason), "number": number})
        return Changed(SUBJECTS, row.id)


def _refuse_unknown(file: ReportFile, texts: Mapping[str, str]) -> None:
    remarks, known = Remarks(), frozenset(one.slot for one in file.slots)
    for slot in texts:
        remarks.one_of(slot, slot, known)
    remarks.settle({})


def _row(session: Session, file: ReportFile, period: NamedPeriod, draft: ReportTexts | ReportFreeze) -> OfficeReport:
    """The report of the draft, a new one before anything was kept; DeskError when it is frozen or was changed since."""
    refuse_off(session, file)
    row = row_of(session, file.code, period.code, draft.request_id)
    if not is_draft(row):
        raise _is_frozen()
    if row is None:
        if draft.id is not None:
            raise gone()
        _check_request(session, file, draft.request_id)
        return _begun(session, file, period, draft.request_id)
    refuse_stale(row.version, draft.version)
    return row


def _check_request(session: Session, file: ReportFile, request_id: str) -> None:
    """DeskError (reason `request`) unless the paper that the report answers is kept and asks for this very report."""
    request = session.get(Instruction, request_id) if request_id else None
    if request_id and (request is None or request.kind != REQUEST or request.report != file.code):
        raise DeskError(
            _("The paper chosen does not ask for this report."),
            do=_("Choose a paper that asks for it, or none."),
            reason="request",
        )


def _begun(session: Session, file: ReportFile, period: NamedPeriod, request_id: str) -> OfficeReport:
    days = {"starts_on": period.starts_on, "ends_on": period.ends_on}
    row = OfficeReport(code=file.code, period=period.code, state=DRAFT, request_id=request_id, **days)
    session.add(row)
    session.flush()
    return row


def _kept(session: Session, report_id: str, version: int) -> OfficeReport:
    row = session.get(OfficeReport, report_id)
    if row is None:
        raise gone()
    refuse_stale(row.version, version)
    return row


def _code_of(office: Office, report_id: str) -> str:
    """The code of a kept report."""
    with office.database.read() as session:
        row = session.get(OfficeReport, report_id)
        if row is None:
            raise gone()
        return file_of(office, row.code).code


def _refuse_unless(row: OfficeReport, state: str) -> None:
    if row.state == SENT:
        raise DeskError(
            _("This report was sent already."),
            do=_("What was wrong in it is told as an adjustment by the next report."),
            reason="report-sent",
        )
    if row.state != state:
        raise DeskError(
            _("This report is not frozen yet."), do=_("Freeze its figures first."), reason="report-not-frozen"
        )


def _are_others() -> DeskError:
    return DeskError(
        _("Figures of this report changed since it was shown."),
        do=_("Look at them again, then freeze them."),
        reason="report-figures",
    )


def _is_frozen() -> DeskError:
    return DeskError(
        _("This report is frozen."),
        do=_("Take it back first, if it was not sent yet."),
        reason="report-frozen",
    )


def _checked_number(
    office: Office, session: Session, file: ReportFile, row: OfficeReport, draft: ReportNumber
) -> tuple[int, date]:
    remarks, typed = Remarks(), clean_line(draft.number).removesuffix(f"/{file.notation}")
    is_number = typed.isascii() and typed.isdigit() and int(typed) > 0 and len(typed) <= DIGITS
    if not is_number:
        remarks.problem("number", _("Type the number alone, such as 125."))
    remarks.required("issued_on", draft.issued_on, _("Type the day."))
    day = draft.issued_on
    if day and day > office.today():
        remarks.problem("issued_on", _("This day lies in the future."))
    if day and row.counted_on and day < row.counted_on:
        remarks.problem("issued_on", _("A report can't be older than the last day it counts."))
    if day and is_number:
        given = given_number(session, _number(file, row, int(typed), day))
        if given is not None and given.confirmation_id not in (None, row.id):
            remarks.problem("number", _("Another paper has this number."))
    remarks.settle({})
    return int(typed), day or office.today()


def _number(file: ReportFile, row: OfficeReport, number: int, day: date) -> NumberDraft:
    return NumberDraft(Subject(REPORTS, row.id or ""), number, day.year, file.notation, day)


def _give_back(session: Session, file: ReportFile, row: OfficeReport) -> None:
    """A number that was typed wrong, or given up with its report, is free again."""
    if row.number and row.issued_on:
        wrong = given_number(session, _number(file, row, int(row.number), row.issued_on))
        if wrong is not None and wrong.confirmation_id == row.id:
            session.delete(wrong)
            session.flush()


def _checked_sending(office: Office, row: OfficeReport, day: date | None) -> date:
    remarks = Remarks()
    if not row.number or row.issued_on is None:
        raise DeskError(
            _("This report has no number yet."), do=_("Enter văn thư's number and day first."), reason="report-number"
        )
    remarks.required("sent_on", day, _("Type the day."))
    if day and day > office.today():
        remarks.problem("sent_on", _("This day lies in the future."))
    if day and day < row.issued_on:
        remarks.problem("sent_on", _("It can't be sent before the day of its number."))
    remarks.settle({})
    return day or office.today()


def _log(
    session: Session, file: ReportFile, row: OfficeReport, action: str, more: Mapping[str, str] | None = None
) -> None:
    session.flush()
    told = values_at(row, action) if action in COLUMNS else {}
    content = {"report": row.code, "period": row.period, **told, **(more or {})}
    audit.log(session, Act(action, REPORTS, row.id, content, is_private=file.is_protected))
