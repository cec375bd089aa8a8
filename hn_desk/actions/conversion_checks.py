"""What is wrong or doubtful in the next step of a conversion."""

from dataclasses import replace
from datetime import date
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from hn_desk.actions.conversion_reading import papers_of
from hn_desk.actions.household_facts import ConversionDraft
from hn_desk.actions.labels import enterprise_kinds
from hn_desk.actions.office import Office
from hn_desk.actions.remarks import Remarks
from hn_desk.i18n import _
from hn_desk.models.tables import Conversion
from hn_desk.rules.conversion import (
    LISTED,
    REFUSED,
    REGISTERED,
    RETURNED,
    STEPS,
    SUBMITTED,
    WITHDRAWN,
    missing_papers,
)
from hn_desk.rules.identifiers import check_enterprise_code
from hn_desk.rules.text import clean_line

WANT_REASON: Final = frozenset({REFUSED, RETURNED, WITHDRAWN})


def check_step(
    session: Session, office: Office, draft: ConversionDraft, row: Conversion | None
) -> tuple[ConversionDraft, Remarks]:
    """The cleaned draft and all that is said of it. DeskError, reason `step`, when the state may not follow."""
    is_step = draft.state != (row.state if row else LISTED)
    if is_step:
        STEPS.check(row.state if row else LISTED, draft.state)
    remarks = Remarks()
    cleaned = replace(
        draft,
        reason=clean_line(draft.reason),
        enterprise_name=clean_line(draft.enterprise_name),
        enterprise_industry=clean_line(draft.enterprise_industry),
        enterprise_code=_enterprise_code(session, draft, row, remarks),
    )
    _check_days(cleaned, row, office.today(), remarks)
    _check_papers(office, cleaned, remarks)
    remarks.one_of("enterprise_kind", cleaned.enterprise_kind, enterprise_kinds(office))
    remarks.not_negative(cleaned, "enterprise_capital", "enterprise_workers")
    if is_step and cleaned.state in WANT_REASON:
        remarks.required("reason", cleaned.reason, _("Write the reason."))
    if is_step and cleaned.state == SUBMITTED:
        _point_out_missing(office, cleaned, row, remarks)
    if cleaned.state == REGISTERED:
        _check_registration(cleaned, row, remarks)
    return cleaned, remarks


def _check_days(draft: ConversionDraft, row: Conversion | None, today: date, remarks: Remarks) -> None:
    if draft.day > today:
        remarks.problem("day", _("This day lies in the future."))
    if row and draft.state != row.state and draft.day < row.steps[-1].day:
        remarks.problem("day", _("This day lies before the conversion's last step."))
    if draft.certificate_on and draft.certificate_on > today:
        remarks.problem("certificate_on", _("This day lies in the future."))


def _check_papers(office: Office, draft: ConversionDraft, remarks: Remarks) -> None:
    papers = draft.dossier or {}
    known = {item.code: item for kind in office.book.conversion.kinds for item in kind.dossier}
    remarks.all_of("dossier", frozenset(papers), known)
    if any(day > office.today() for day in papers.values()):
        remarks.problem("dossier", _("A paper can't have been seen in the future."))


def _point_out_missing(office: Office, draft: ConversionDraft, row: Conversion | None, remarks: Remarks) -> None:
    if not draft.enterprise_kind:
        remarks.warn("dossier", "missing", _("No kind of enterprise is chosen, so the dossier was not checked."))
        return
    kinds = {kind.code: kind.dossier for kind in office.book.conversion.kinds}
    seen = papers_of(row) if draft.dossier is None else draft.dossier
    missing = missing_papers(kinds.get(draft.enterprise_kind, ()), seen)
    if missing:
        sentence = _("The dossier still lacks: {papers}.")
        remarks.warn("dossier", "missing", sentence.format(papers="; ".join(item.label for item in missing)))


def _check_registration(draft: ConversionDraft, row: Conversion | None, remarks: Remarks) -> None:
    remarks.required("enterprise_code", draft.enterprise_code, _("Type the enterprise's code."))
    remarks.required("enterprise_kind", draft.enterprise_kind, _("Choose the enterprise's kind."))
    remarks.required("certificate_on", draft.certificate_on, _("Type the day of the certificate."))
    if draft.certificate_on is None:
        return
    if row and row.submitted_on and draft.certificate_on < row.submitted_on:
        remarks.problem("certificate_on", _("The certificate lies before the day its dossier was submitted."))
    if draft.certificate_on > draft.day:
        remarks.problem("certificate_on", _("The certificate lies after the day of this step."))


def _enterprise_code(session: Session, draft: ConversionDraft, row: Conversion | None, remarks: Remarks) -> str:
    typed = clean_line(draft.enterprise_code)
    if not typed:
        return ""
    check = check_enterprise_code(typed)
    is_new = row is None or row.enterprise_code != check.value
    code = remarks.identifier("enterprise_code", check, is_new=is_new)
    same = select(Conversion.id).where(Conversion.enterprise_code == code, Conversion.id != (row.id if row else ""))
    if is_new and session.scalar(same.limit(1)):
        remarks.warn("enterprise_code", "duplicate", _("Another conversion has this enterprise code."))
    return code
