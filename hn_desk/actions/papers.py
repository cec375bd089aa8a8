"""Papers of policy credit and outreach: drawn from frozen facts, every print counted and logged."""

from dataclasses import replace
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from hn_desk.actions.check_code import CheckCodes, check_codes
from hn_desk.actions.confirmation_rows import newest, number_text, required, subject_of
from hn_desk.actions.credit_facts import Subject
from hn_desk.actions.credit_log import log_file, log_lines
from hn_desk.actions.credit_steps import application_row
from hn_desk.actions.event_minutes import event_minutes
from hn_desk.actions.freezing import PaperFacts, form_of, overlay_form, programme_on_paper, thaw
from hn_desk.actions.letters import authority_of, letter_of
from hn_desk.actions.office import Changed, Office
from hn_desk.actions.paper_file import Paper, file_name
from hn_desk.errors import DeskError, InputError, Problem
from hn_desk.forms import confirm_overlay, confirmation, notice
from hn_desk.forms import facts as paper
from hn_desk.forms.text import FormText
from hn_desk.i18n import _
from hn_desk.models import audit
from hn_desk.models.audit import Act
from hn_desk.models.tables import AuditEntry, Confirmation, LoanApplication
from hn_desk.rules.credit import ISSUED, PRESENTED, REFUSED, RETURNED, SENT, SIGNED, WITHDRAWN
from hn_desk.rules.programme import BY_APPLICATION, BY_LIST

__all__ = ["Paper", "event_minutes", "note_printed", "print_form", "print_notice", "print_overlay"]

PRINTED: Final = "papers.printed"
COPY: Final = "copy"
REPRINT: Final = "reprint"
PRINTABLE: Final = frozenset({PRESENTED, SIGNED, ISSUED, SENT})
CONFIRMED_KINDS: Final = frozenset({"application", "plan", BY_LIST})
BESIDE: Final = frozenset({"overlay", "notice"})
"""Papers of an application besides its confirmation's own: logged with the application, hidden as it is."""
SUBJECTS: Final = {"application": "applications", "plan": "applications", BY_LIST: "lists"} | dict.fromkeys(
    BESIDE, "applications"
)
NOTICES: Final = {REFUSED: notice.REFUSAL, RETURNED: notice.RETURN, WITHDRAWN: notice.CLOSURE}
"""What stands in a notice by the application's state; of what was withdrawn with a number, another (`WITHDRAWAL`)."""
PROVISIONAL: Final = "provisional"
MOST_COPIES: Final = 1000
CREDIT: Final = ("credit.read", "applications")
READ_WITH: Final = {"event": ("outreach.read", "events"), "slip": ("households.read", "households")}
"""Whoever prints must also read what is printed: the action and the kind of record, for other papers than credit's."""


def print_form(office: Office, subject: Subject) -> Paper:
    """The paper of a presented confirmation, from its frozen facts only. DeskError when there is none to print."""
    office.require("forms.print", "applications")
    office.require("credit.read")
    with office.database.read() as session:
        form, facts = form_to_print(required(session, subject), check_codes(session, office))
    return _paper(facts.letter.file_code, form, confirmation.draw(form, facts))


def print_overlay(office: Office, application_id: str, spot: str, shift: paper.Shift) -> Paper:
    """The confirmation of one application for the form of others that lies in the printer, moved by `shift` mm.

    DeskError when it was never presented, or is confirmed by other papers; InputError when it does not fit.
    """
    office.require("forms.print", "applications")
    office.require("credit.read")
    with office.database.read() as session:
        row = printable(required(session, Subject(BY_APPLICATION, application_id)))
        _form, facts = thaw(row.frozen)
        form = overlay_form(office, row.frozen)
        letter = _letter(row, facts.letter)
    if not isinstance(facts, paper.PersonConfirmation):
        raise DeskError(
            _("Only a single application is confirmed on forms of others."),
            do=_("Print its own paper."),
            reason="no-overlay",
        )
    drawn = confirm_overlay.draw(form, paper.Overlay(replace(facts, letter=letter), spot, shift))
    return _paper(letter.file_code, form, drawn)


def form_to_print(row: Confirmation, codes: CheckCodes) -> tuple[FormText, PaperFacts]:
    """The form and the frozen facts that are printed of a confirmation now. As `printable`."""
    form, facts = thaw(printable(row).frozen)
    check = codes(row, facts.letter.file_code)
    return form, replace(facts, letter=replace(_letter(row, facts.letter), check=check))


def printable(row: Confirmation) -> Confirmation:
    """The confirmation when its paper may be printed now. DeskError when it may not, or its facts were changed."""
    if row.state not in PRINTABLE:
        raise DeskError(
            _("This paper was returned or withdrawn and is no longer printed."),
            do=_("Have it presented again first."),
            reason="not-printable",
        )
    _check_whole(row)
    return row


def print_notice(office: Office, application_id: str) -> Paper:
    """The notice to an applicant whose application was refused, returned or closed, or its confirmation withdrawn."""
    office.require("forms.print", "applications")
    office.require("credit.read")
    with office.database.read() as session:
        row = application_row(session, application_id)
        if row.state not in NOTICES:
            raise DeskError(
                _("A notice is written only of what was refused, returned or withdrawn."),
                do=_("Refuse, return or withdraw it with a reason first."),
                reason="no-notice",
            )
        facts = _notice(session, office, row)
        is_numbered = row.state == WITHDRAWN and bool(facts.paper_number)
        form = form_of(office, notice.WITHDRAWAL if is_numbered else NOTICES[row.state])
    return _paper(row.file_code, form, notice.draw(form, facts))


def note_printed(office: Office, subject_kind: str, record_id: str, *, copies: int) -> Changed:
    """Log that a paper left the printer: a copy first, a reprint after.

    `subject_kind` is what a confirmation is of, or `overlay` or `notice` of an application, `event` or `slip`.
    """
    office.require("forms.print", READ_WITH.get(subject_kind, CREDIT)[1])
    office.require(*READ_WITH.get(subject_kind, CREDIT))
    with office.write() as session:
        row = keep_printed(session, subject_kind, record_id, copies)
    subject = SUBJECTS.get(subject_kind, f"{subject_kind}s")
    return Changed(frozenset({subject, "confirmations"} if row else {subject}), record_id)


def keep_printed(session: Session, subject_kind: str, record_id: str, copies: int) -> Confirmation | None:
    """Count and log in this transaction that a paper was printed; its confirmation, where it has one."""
    if not 0 < copies <= MOST_COPIES:
        problem = Problem("copies", _("Type a number of copies from 1."))
        raise InputError(_("Nothing was printed."), do=_("Mend the marked fields."), problems=(problem,))
    row = newest(session, Subject(subject_kind, record_id)) if subject_kind in CONFIRMED_KINDS else None
    what = REPRINT if _was_printed(session, row, subject_kind, record_id) else COPY
    if row is not None:
        row.prints += copies
    edition = row.edition if row else 0
    content = {"paper": subject_kind, "what": what, "copies": copies, "edition": edition}
    if subject_kind in CONFIRMED_KINDS:
        lines = [line["id"] for line in row.frozen["lines"]] if row else []
        log_lines(session, PRINTED, lines, content, list_id=record_id)
    elif subject_kind in BESIDE:
        log_file(session, PRINTED, record_id, content)
    else:
        audit.log(session, Act(PRINTED, SUBJECTS.get(subject_kind, f"{subject_kind}s"), record_id, content))
    return row


def _letter(row: Confirmation, frozen: paper.Letter) -> paper.Letter:
    """The frozen letter with what came after it was presented: signer, number, day."""
    signer = frozen.signer
    if row.signer_name:
        signer = replace(signer, authority=authority_of(signer.authority, row.signer_title), name=row.signer_name)
    return replace(frozen, signer=signer, number=number_text(row), issued_on=row.issued_on)


def _paper(file_code: str, form: FormText, pdf: bytes) -> Paper:
    title = _("Paper of file {code}").format(code=file_code)
    return Paper(file_name(file_code), pdf, title, form.status == PROVISIONAL)


def _notice(session: Session, office: Office, row: LoanApplication) -> paper.Notice:
    person, establishment = row.person, row.establishment
    kept = newest(session, subject_of(office, row))
    return paper.Notice(
        letter_of(session, row.file_code),
        programme_on_paper(office.book.programmes[row.programme]),
        person.name if person else establishment.name if establishment else "",
        person.address if person else establishment.address if establishment else "",
        number_text(kept) if kept else "",
        kept.issued_on if kept else None,
        row.reason,
    )


def _check_whole(row: Confirmation) -> None:
    if audit.sha256_of(row.frozen) != row.hash:
        raise DeskError(
            _("The facts of this paper are not those that were presented; nothing is printed."),
            do=_("Tell the administrator; restore the newest backup."),
            reason="frozen-changed",
        )


def _was_printed(session: Session, row: Confirmation | None, kind: str, record_id: str) -> bool:
    if row is not None:
        return row.prints > 0
    before = select(AuditEntry.content).where(AuditEntry.record_id == record_id, AuditEntry.action == PRINTED)
    said = [audit.shown_content(session, content) or {} for content in session.scalars(before)]
    return any(one.get("paper") == kind for one in said)
