"""From household business to enterprise: the next step, and the advice slip handed to the household."""

from dataclasses import replace
from typing import Final

from sqlalchemy.orm import Session

from hn_desk.actions.conversion_checks import check_step
from hn_desk.actions.conversion_reading import ENTERPRISE, conversion_row, papers_of, support_of
from hn_desk.actions.freezing import form_of
from hn_desk.actions.household_facts import ConversionDraft, ConversionFacts
from hn_desk.actions.household_notes import TYPED, note_change
from hn_desk.actions.labels import CONVERTED
from hn_desk.actions.letters import letter_of
from hn_desk.actions.office import Changed, Office
from hn_desk.actions.paper_file import Paper
from hn_desk.actions.remarks import gone
from hn_desk.forms import conversion_slip
from hn_desk.forms.facts import ConversionAdvice, DossierItem, Signer
from hn_desk.models import audit
from hn_desk.models.audit import Act
from hn_desk.models.tables import Conversion, ConversionStep, HouseholdBusiness
from hn_desk.rules import conversion as rules
from hn_desk.rules.conversion import LISTED, REGISTERED, SUBMITTED, allowed
from hn_desk.rules.dates import format_date

__all__ = ["ConversionDraft", "ConversionFacts", "advice_slip", "conversion_steps", "move_conversion"]

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
        cleaned, remarks = check_step(session, office, draft, row)
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
        row = conversion_row(session, household_id)
        support = support_of(office, household, row)
        letter = letter_of(session, "", signer=Signer((ADVISER,), office.officer.name))
        facts = ConversionAdvice(
            letter=replace(letter, issued_on=office.today()),
            household=household.name,
            owner=household.owner.name,
            address=household.address,
            business_code=household.business_code,
            target_kind=kinds[enterprise_kind].label,
            items=_items(row, kinds[enterprise_kind]),
            supported_from=support.from_day,
            officer=office.officer.name,
        )
    form = form_of(office, conversion_slip.LAYOUT)
    return Paper(f"TU-VAN-{office.today():%Y%m%d}.pdf", conversion_slip.draw(form, facts), form.title)


def _opened(session: Session, office: Office, draft: ConversionDraft) -> Conversion:
    row = Conversion(household_id=draft.household_id, state=LISTED, listed_on=draft.day)
    row.steps.append(ConversionStep(position=0, state=LISTED, day=draft.day, officer_id=office.officer.id))
    session.add(row)
    return row


def _items(row: Conversion | None, kind: rules.EnterpriseKind) -> tuple[DossierItem, ...]:
    """The checklist as it stands: papers seen with their day; boxes stay open for the rest until one was seen."""
    seen = papers_of(row)
    if not seen.keys() & {item.code for item in kind.dossier}:
        return tuple(DossierItem(item.label) for item in kind.dossier)
    missing = rules.missing_papers(kind.dossier, seen)
    return tuple(
        DossierItem(
            item.label,
            True if item.code in seen else (False if item in missing else None),
            format_date(seen[item.code]) if item.code in seen else "",
        )
        for item in kind.dossier
    )


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
    if draft.dossier is not None:
        row.dossier = {code: day.isoformat() for code, day in sorted(draft.dossier.items())}
    session.flush()
    return row
