"""From household business to enterprise: the next step, and the advice slip handed to the household."""

from dataclasses import replace
from datetime import date
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from hn_desk.actions.conversion_reading import ENTERPRISE, conversion_row, support_of
from hn_desk.actions.freezing import form_of
from hn_desk.actions.household_facts import ConversionDraft, ConversionFacts
from hn_desk.actions.household_notes import TYPED, note_change
from hn_desk.actions.labels import CONVERTED, enterprise_kinds
from hn_desk.actions.letters import letter_of
from hn_desk.actions.office import Changed, Office
from hn_desk.actions.paper_file import Paper
from hn_desk.actions.remarks import Remarks, gone
from hn_desk.forms import conversion_slip
from hn_desk.forms.facts import ConversionAdvice, DossierItem, Signer
from hn_desk.i18n import _
from hn_desk.models import audit
from hn_desk.models.audit import Act
from hn_desk.models.tables import Conversion, ConversionStep, HouseholdBusiness
from hn_desk.rules.conversion import LISTED, REFUSED, REGISTERED, RETURNED, STEPS, SUBMITTED, WITHDRAWN, allowed
from hn_desk.rules.identifiers import check_enterprise_code
from hn_desk.rules.text import clean_line

__all__ = ["ConversionDraft", "ConversionFacts", "advice_slip", "conversion_steps", "move_conversion"]

WANT_REASON: Final = frozenset({REFUSED, RETURNED, WITHDRAWN})
ADVISER: Final = "NGƯỜI TƯ VẤN"


def move_conversion(office: Office, draft: ConversionDraft) -> Changed:
    """Take a conversion one step on, opening it as listed when there is none; the same state again mends its facts.

    Registered needs enterprise code, kind and the certificate's day, and turns the household's status to converted.
    InputError, WarningsError, DeskError (step, gone).
    """
    office.require("conversions.write")
    with office.write() as session:
        household = session.get(HouseholdBusiness, draft.household_id)
        if household is None or household.merged_into is not None:
            raise gone()
        row = conversion_row(session, household.id)
        cleaned, remarks = _checked(session, office, draft, row)
        remarks.settle(draft.accepted)
        row = _write(session, office, row or _opened(session, office, cleaned), cleaned)
        if row.state == REGISTERED and household.status != CONVERTED:
            note_change(session, household.id, TYPED, {"status": (household.status, CONVERTED)})
            household.status = CONVERTED
        content = {"state": row.state, "accepted": remarks.reasons(draft.accepted)}
        audit.log(session, Act("conversions.move", "conversions", row.id, content))
        return Changed(frozenset({"conversions", "households"}), row.id)


def conversion_steps(office: Office, household_id: str) -> tuple[str, ...]:
    """The states that may follow; `listed` alone when the household has no conversion yet."""
    office.require("households.read", "conversions")
    with office.database.read() as session:
        row = conversion_row(session, household_id)
        return allowed(row.state) if row else (LISTED,)


def advice_slip(office: Office, household_id: str, enterprise_kind: str) -> Paper:
    """The advice slip with the dossier of one enterprise kind, as a PDF. DeskError when the household is gone."""
    office.require("forms.print", "households")
    office.require("households.read")
    kinds = {kind.code: kind for kind in office.book.conversion.kinds}
    with office.database.read() as session:
        household = session.get(HouseholdBusiness, household_id)
        if household is None or enterprise_kind not in kinds:
            raise gone()
        support = support_of(office, household, conversion_row(session, household_id))
        letter = letter_of(session, "", signer=Signer((ADVISER,), office.officer.name))
        facts = ConversionAdvice(
            letter=replace(letter, issued_on=office.today()),
            household=household.name,
            owner=household.owner.name,
            address=household.address,
            business_code=household.business_code,
            target_kind=kinds[enterprise_kind].label,
            items=tuple(DossierItem(item.label) for item in kinds[enterprise_kind].dossier),
            supported_from=support.from_day,
            officer=office.officer.name,
        )
    form = form_of(office, conversion_slip.LAYOUT)
    return Paper(f"TU-VAN-{office.today():%Y%m%d}.pdf", conversion_slip.draw(form, facts), form.title)


def _checked(
    session: Session, office: Office, draft: ConversionDraft, row: Conversion | None
) -> tuple[ConversionDraft, Remarks]:
    state = row.state if row else LISTED
    if state != draft.state:
        STEPS.check(state, draft.state)
    remarks = Remarks()
    cleaned = replace(
        draft,
        reason=clean_line(draft.reason),
        enterprise_name=clean_line(draft.enterprise_name),
        enterprise_industry=clean_line(draft.enterprise_industry),
        enterprise_code=_enterprise_code(session, draft, row, remarks),
    )
    _check_step(cleaned, row, office.today(), remarks)
    remarks.one_of("enterprise_kind", cleaned.enterprise_kind, enterprise_kinds(office))
    remarks.not_negative(cleaned, "enterprise_capital", "enterprise_workers")
    if cleaned.state == REGISTERED:
        _check_registration(cleaned, remarks)
    return cleaned, remarks


def _check_step(draft: ConversionDraft, row: Conversion | None, today: date, remarks: Remarks) -> None:
    if draft.day > today:
        remarks.problem("day", _("This day lies in the future."))
    if row and draft.day < row.steps[-1].day:
        remarks.problem("day", _("This day lies before the conversion's last step."))
    if draft.certificate_on and draft.certificate_on > today:
        remarks.problem("certificate_on", _("This day lies in the future."))
    if draft.state in WANT_REASON:
        remarks.required("reason", draft.reason, _("Write the reason."))


def _check_registration(draft: ConversionDraft, remarks: Remarks) -> None:
    remarks.required("enterprise_code", draft.enterprise_code, _("Type the enterprise's code."))
    remarks.required("enterprise_kind", draft.enterprise_kind, _("Choose the enterprise's kind."))
    remarks.required("certificate_on", draft.certificate_on, _("Type the day of the certificate."))


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


def _opened(session: Session, office: Office, draft: ConversionDraft) -> Conversion:
    row = Conversion(household_id=draft.household_id, state=LISTED, listed_on=draft.day)
    row.steps.append(ConversionStep(position=0, state=LISTED, day=draft.day, officer_id=office.officer.id))
    session.add(row)
    return row


def _write(session: Session, office: Office, row: Conversion, draft: ConversionDraft) -> Conversion:
    if row.state != draft.state:
        step = (len(row.steps), draft.state, draft.day, office.officer.id, draft.reason)
        names = ("position", "state", "day", "officer_id", "reason")
        row.steps.append(ConversionStep(**dict(zip(names, step, strict=True))))
    row.state, row.reason = draft.state, draft.reason
    if draft.state == SUBMITTED:
        row.submitted_on = draft.day
    for name in ENTERPRISE:
        setattr(row, name, getattr(draft, name))
    session.flush()
    return row
