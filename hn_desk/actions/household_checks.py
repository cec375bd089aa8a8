"""What is wrong or doubtful in a household business as typed, and which others look like it."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from hn_desk.actions.household_facts import HouseholdDraft, IndustryDraft
from hn_desk.actions.household_keeping import likeness
from hn_desk.actions.labels import CONVERTED, STATUSES, revenue_bands
from hn_desk.actions.office import Office
from hn_desk.actions.people import check_group, check_person
from hn_desk.actions.remarks import Remarks
from hn_desk.i18n import _
from hn_desk.models.tables import HouseholdBusiness, Person
from hn_desk.rules.identifiers import check_business_code, check_tax_code
from hn_desk.rules.text import clean_line, clean_text

MOST_TWINS: Final = 5
SAME_NUMBER: Final = "owner.id_number.duplicate"
INDUSTRY_DIGITS: Final = (4, 5)


@dataclass(frozen=True, slots=True)
class Likeness:
    """By what a household business is compared with the others; empty text compares with nothing."""

    household_id: str
    owner_id: str
    numbers: frozenset[str]
    tax_code: str
    name_and_address: str


def check_household(
    session: Session, office: Office, draft: HouseholdDraft, kept: HouseholdDraft | None
) -> tuple[HouseholdDraft, Remarks]:
    """The cleaned draft and all that is said of it; `kept` is the record as it stands, None for a new one."""
    remarks = Remarks()
    cleaned = replace(
        draft,
        name=clean_line(draft.name),
        address=clean_line(draft.address),
        note=clean_text(draft.note),
        group_id=draft.group_id or None,
        industries=_checked_industries(draft.industries, remarks),
        owner=check_person(session, office, draft.owner, remarks.within("owner.")),
    )
    remarks.required("name", cleaned.name, _("Type the name of the household business."))
    cleaned = _check_codes(cleaned, kept, remarks)
    if kept is None or kept.group_id != cleaned.group_id:
        check_group(session, cleaned.group_id, remarks)
    remarks.not_negative(cleaned, "capital", "workers")
    if kept is None or kept.revenue_band != cleaned.revenue_band:
        remarks.one_of("revenue_band", cleaned.revenue_band, revenue_bands(office))
    _check_status(cleaned, kept, remarks)
    _check_days(cleaned, office.today(), remarks)
    _point_out_twins(session, cleaned, kept, remarks)
    return cleaned, remarks


def likeness_of(household: HouseholdDraft) -> Likeness:
    """By what a household business is compared."""
    owner = household.owner
    numbers = frozenset({owner.id_number, owner.old_id_number} - {""})
    place = likeness(household.name, household.address)
    return Likeness(household.id or "", owner.id or "", numbers, household.tax_code, place)


def twins(session: Session, one: Likeness) -> dict[str, tuple[str, ...]]:
    """Names of other household businesses by what they share: owner, tax_code, name_and_address; none is left out."""
    shared: dict[str, ColumnElement[bool]] = {}
    if one.owner_id or one.numbers:
        owned = HouseholdBusiness.owner_id == one.owner_id
        same_person = or_(Person.id_number.in_(one.numbers), Person.old_id_number.in_(one.numbers))
        shared["owner"] = or_(owned, HouseholdBusiness.owner_id.in_(select(Person.id).where(same_person)))
    if one.tax_code:
        shared["tax_code"] = HouseholdBusiness.tax_code == one.tax_code
    if one.name_and_address:
        shared["name_and_address"] = HouseholdBusiness.likeness == one.name_and_address
    found = {kind: _names(session, one, condition) for kind, condition in shared.items()}
    return {kind: names for kind, names in found.items() if names}


def twin_sentence(kind: str, names: tuple[str, ...]) -> str:
    """The sentence that points out twins of one kind."""
    sentence = {
        "owner": _("The same owner also has: {names}."),
        "tax_code": _("The same tax code stands with: {names}."),
        "name_and_address": _("The same name and address stand with: {names}."),
    }[kind]
    return sentence.format(names="; ".join(names))


def _changed(new: Likeness, old: Likeness) -> Likeness:
    """What of `new` was not there before: only that can bring a new twin."""
    is_same_owner = (new.owner_id, new.numbers) == (old.owner_id, old.numbers)
    return Likeness(
        new.household_id,
        "" if is_same_owner else new.owner_id,
        frozenset() if is_same_owner else new.numbers,
        "" if new.tax_code == old.tax_code else new.tax_code,
        "" if new.name_and_address == old.name_and_address else new.name_and_address,
    )


def _names(session: Session, one: Likeness, condition: ColumnElement[bool]) -> tuple[str, ...]:
    others = and_(condition, HouseholdBusiness.id != one.household_id, HouseholdBusiness.merged_into.is_(None))
    statement = select(HouseholdBusiness.name).where(others).order_by(HouseholdBusiness.sort_key).limit(MOST_TWINS)
    return tuple(session.scalars(statement))


def _checked_industries(industries: tuple[IndustryDraft, ...], remarks: Remarks) -> tuple[IndustryDraft, ...]:
    cleaned = [replace(one, code=clean_line(one.code), name=clean_line(one.name)) for one in industries]
    kept = [one for one in cleaned if one.code or one.name]
    for row, one in enumerate(kept):
        if not (one.code.isascii() and one.code.isdigit() and len(one.code) in INDUSTRY_DIGITS):
            remarks.problem("industries", _("An industry code has 4 or 5 digits."), row=row)
        if one.code in [other.code for other in kept[:row]]:
            remarks.problem("industries", _("This industry stands twice."), row=row)
    if sum(one.is_main for one in kept) > 1:
        remarks.problem("industries", _("Only one industry is the main one."))
    if kept and not any(one.is_main for one in kept):
        kept[0] = replace(kept[0], is_main=True)
    return tuple(kept)


def _check_codes(draft: HouseholdDraft, kept: HouseholdDraft | None, remarks: Remarks) -> HouseholdDraft:
    business, tax = clean_line(draft.business_code), clean_line(draft.tax_code)
    if business:
        check = check_business_code(business)
        is_new = kept is None or kept.business_code != check.value
        business = remarks.identifier("business_code", check, is_new=is_new)
    if tax:
        check = check_tax_code(tax)
        tax = remarks.identifier("tax_code", check, is_new=kept is None or kept.tax_code != check.value)
    return replace(draft, business_code=business, tax_code=tax)


def _check_status(draft: HouseholdDraft, kept: HouseholdDraft | None, remarks: Remarks) -> None:
    remarks.one_of("status", draft.status, STATUSES)
    was_converted = kept is not None and kept.status == CONVERTED
    if (draft.status == CONVERTED) != was_converted:
        remarks.problem("status", _("This status is set by the conversion's registration alone."))


def _check_days(draft: HouseholdDraft, today: date, remarks: Remarks) -> None:
    for name in ("registered_on", "changed_on", "started_on"):
        day = getattr(draft, name)
        if day and day > today:
            remarks.problem(name, _("This day lies in the future."))
    if draft.changed_on and draft.registered_on and draft.changed_on < draft.registered_on:
        remarks.problem("changed_on", _("The change lies before the first registration."))


def _point_out_twins(session: Session, draft: HouseholdDraft, kept: HouseholdDraft | None, remarks: Remarks) -> None:
    new = likeness_of(draft)
    changed = _changed(new, likeness_of(kept)) if kept else new
    fields = {"owner": "owner.id_number", "tax_code": "tax_code", "name_and_address": "name"}
    told = {"owner"} if any(warning.code == SAME_NUMBER for warning in remarks.warnings) else set()
    for kind, names in twins(session, changed).items():
        if kind not in told:
            remarks.warn(fields[kind], f"twin_{kind}", twin_sentence(kind, names))
