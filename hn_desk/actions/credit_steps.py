"""The steps of an application: checked, presented, returned, refused, withdrawn; a list's line also singly."""

from collections.abc import Sequence
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from hn_desk.actions.confirmation_rows import close_confirmation, newest, open_confirmation, subject_of
from hn_desk.actions.credit_acts import role_to_leave
from hn_desk.actions.credit_draft import warning_codes
from hn_desk.actions.credit_facts import Judgement, Subject
from hn_desk.actions.credit_findings import judged_by_law, judged_today, keep_findings, kept_findings
from hn_desk.actions.credit_listing import in_parts, line_ids
from hn_desk.actions.credit_log import log_file, log_lines
from hn_desk.actions.credit_save import add_step
from hn_desk.actions.freezing import freeze_application, freeze_list
from hn_desk.actions.list_changes import required_correction
from hn_desk.actions.office import Changed, Office
from hn_desk.actions.remarks import gone
from hn_desk.errors import DeskError, InputError, Problem
from hn_desk.i18n import _
from hn_desk.models.hidden import SecondKeyError
from hn_desk.models.tables import BeneficiaryList, LoanApplication
from hn_desk.rules.credit import CHECKED, PRESENTED, REFUSED, RETURNED, SIGNED, STEPS, WITHDRAWN, allowed_for
from hn_desk.rules.findings import ASK, REFUSE, WARN, Finding
from hn_desk.rules.programme import BY_LIST
from hn_desk.rules.text import clean_line, clean_text

SUBJECTS: Final = frozenset({"applications", "confirmations", "lists"})


def check(office: Office, application_id: str) -> Changed:
    """Find an application right on today's law: it may be presented. DeskError says which check refuses or asks."""
    office.require("credit.enter")
    with office.write() as session:
        row = application_row(session, application_id)
        _require_step(office, row, CHECKED)
        rejudge(session, office, row)
        add_step(row, office, CHECKED)
        log_file(session, "applications.check", row.id, {"verdict": row.verdict})
        return Changed(SUBJECTS, row.id)


def present(office: Office, ids: Sequence[str]) -> Changed:
    """Freeze these applications and lay them before the approver, all or none; lines of a list go with their list."""
    office.require("credit.present")
    with office.write() as session:
        for one in ids:
            present_application(session, office, one)
        return Changed(SUBJECTS, ids[0] if len(ids) == 1 else "")


def present_application(session: Session, office: Office, application_id: str) -> None:
    """Freeze one application in this transaction and lay it before the approver. DeskError when it may not be."""
    row = application_row(session, application_id)
    subject = subject_of(office, row)
    _refuse_line(subject)
    _require_step(office, row, PRESENTED)
    rejudge(session, office, row)
    add_step(row, office, PRESENTED)
    session.flush()
    kept = open_confirmation(session, office, subject, freeze_application(session, office, row))
    log_file(session, "applications.present", row.id, {"edition": kept.edition, "hash": kept.hash})


def return_to_enterer(office: Office, application_id: str, reason: str) -> Changed:
    """Give an application, or one line of a presented list, back to be mended."""
    office.require("credit.return")
    return _leave(office, application_id, RETURNED, reason)


def refuse(office: Office, application_id: str, reason: str) -> Changed:
    """Decide that an application is not confirmed."""
    _require_by_state(office, application_id)
    return _leave(office, application_id, REFUSED, reason)


def withdraw(office: Office, application_id: str, reason: str) -> Changed:
    """Take an application back, or an issued confirmation out of force; only before it is sent to the bank."""
    _require_by_state(office, application_id)
    return _leave(office, application_id, WITHDRAWN, reason)


def application_row(session: Session, application_id: str) -> LoanApplication:
    """The application's row; DeskError when gone."""
    row = session.get(LoanApplication, application_id)
    if row is None:
        raise gone()
    return row


def cleaned_reason(reason: str) -> str:
    """A reason as it is stored; InputError when nothing is written."""
    cleaned = clean_text(reason)
    if not cleaned:
        problem = Problem("reason", _("Write the reason."))
        raise InputError(_("This needs a reason."), do=_("Write it in a few words."), problems=(problem,))
    return cleaned


def rejudge(session: Session, office: Office, row: LoanApplication) -> None:
    """Judge a kept application on today's law. DeskError when refused, when facts lack, or when a doubt is new."""
    found = kept_findings(row)
    codes = warning_codes([finding.check for finding in found])
    accepted = {code: finding.accepted_reason for code, finding in zip(codes, found, strict=True)}
    judged = judged_today(session, office, row)
    _refuse_verdict(row.file_code, judged)
    pairs = zip(judged.codes, judged.findings, strict=True)
    new = [found for code, found in pairs if found.verdict == WARN and not accepted.get(code)]
    if new:
        raise DeskError(
            _("File {code} has a new doubt: {why}").format(code=row.file_code, why=_said(new)),
            do=_("Open it, write the reason beside the doubt, save and check it again."),
            reason="new-doubt",
        )
    keep_findings(row, judged, accepted)


def refuse_what_law_refuses(session: Session, office: Office, subject: Subject) -> None:
    """Raise DeskError when today's law refuses what was presented: a window closed or a number changed since."""
    is_list = subject.kind == BY_LIST
    rows = lines_of(session, subject.id, frozenset({PRESENTED})) if is_list else [application_row(session, subject.id)]
    for row in rows:
        judged = judged_by_law(session, office, row)
        if judged.verdict == REFUSE:
            why = _said([finding for finding in judged.findings if finding.verdict == REFUSE])
            raise DeskError(
                _("A check refuses file {code}: {why}").format(code=row.file_code, why=why),
                do=_("It was right when it was presented. Return it to be mended, or refuse it with a reason."),
                reason="refused-by-check",
            )


def present_lines(session: Session, office: Office, row: BeneficiaryList, lines: Sequence[LoanApplication]) -> None:
    """Freeze a list with these lines as its newest edition."""
    frozen = freeze_list(session, office, row, lines, required_correction(session, office, row, lines))
    kept = open_confirmation(session, office, Subject(BY_LIST, row.id), frozen)
    content = {"edition": kept.edition, "hash": kept.hash}
    log_lines(session, "applications.present", [line.id for line in lines], content, list_id=row.id)


def lines_of(session: Session, list_id: str, states: frozenset[str]) -> list[LoanApplication]:
    """The lines of a list that are in one of `states`, by name."""
    session.flush()
    ids = line_ids(session, list_id, states)
    for part in in_parts(ids):
        session.scalars(select(LoanApplication).where(LoanApplication.id.in_(part))).all()
    return [application_row(session, one) for one in ids]


def _refuse_verdict(file_code: str, judged: Judgement) -> None:
    why = _said([finding for finding in judged.findings if finding.verdict == judged.verdict])
    if judged.verdict == REFUSE:
        raise DeskError(
            _("A check refuses file {code}: {why}").format(code=file_code, why=why),
            do=_("Keep it as a draft, mend what is wrong, or refuse it with a reason."),
            reason="refused-by-check",
        )
    if judged.verdict == ASK:
        raise DeskError(
            _("Facts are missing in file {code}: {why}").format(code=file_code, why=why),
            do=_("Fill them in and save."),
            reason="facts-missing",
        )


def _said(findings: Sequence[Finding]) -> str:
    return " ".join(clean_line(f"{finding.sentence} {finding.figure}") for finding in findings)


def _require_step(office: Office, row: LoanApplication, state: str) -> None:
    confirmation = office.book.programmes[row.programme].confirmation_of(row.applicant)
    if state not in allowed_for(row.state, confirmation):
        STEPS.check(row.state, state)
        raise DeskError(
            _("The person is not on a police list yet."), do=_("Choose the list, then save."), reason="not-listed"
        )


def _refuse_line(subject: Subject) -> None:
    if subject.kind == BY_LIST:
        raise DeskError(
            _("This person stands on a police list, which is confirmed as a whole."),
            do=_("Present the list."),
            reason="line-of-list",
        )


def _require_by_state(office: Office, application_id: str) -> None:
    """Who may not is denied, and that is logged, also who can't read the state for want of the second key."""
    state = ""
    try:
        with office.database.read() as session:
            state = session.scalar(select(LoanApplication.state).where(LoanApplication.id == application_id)) or ""
    except SecondKeyError:
        if not office.may("credit.enter"):
            office.require("credit.return")
        raise
    office.require(role_to_leave(state))


def _leave(office: Office, application_id: str, state: str, reason: str) -> Changed:
    why = cleaned_reason(reason)
    with office.write() as session:
        row = application_row(session, application_id)
        subject, before = subject_of(office, row), row.state
        _require_step(office, row, state)
        if subject.kind == BY_LIST and before == SIGNED and state == RETURNED:
            raise DeskError(
                _("The list with this line is signed already."), do=_("Return the whole list."), reason="line-of-list"
            )
        row.reason = why
        add_step(row, office, state, why)
        session.flush()
        if subject.kind != BY_LIST:
            close_confirmation(session, subject, state, why)
        elif before == PRESENTED:
            _take_line_out(session, office, subject, why)
        log_file(session, f"applications.{state}", row.id, {"before": before})
        return Changed(SUBJECTS, row.id)


def _take_line_out(session: Session, office: Office, subject: Subject, why: str) -> None:
    """Freeze the presented list again without the line that left; a list without lines goes back to be mended."""
    row, kept = session.get(BeneficiaryList, subject.id), newest(session, subject)
    if row is None or kept is None or row.state != PRESENTED:
        return
    close_confirmation(session, subject, RETURNED, why)
    lines = lines_of(session, row.id, frozenset({PRESENTED}))
    if lines:
        present_lines(session, office, row, lines)
    else:
        row.state, row.reason = RETURNED, why
