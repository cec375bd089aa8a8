"""Everything that is held on a person's household businesses, for the answer to a request: facts, contacts, history."""

from collections.abc import Collection, Iterator, Mapping
from datetime import date
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from hn_desk.actions import labels
from hn_desk.actions.conversion_reading import papers_of
from hn_desk.actions.erasing_traces import with_owners, without_owner
from hn_desk.actions.household_facts import FIELDS
from hn_desk.actions.household_history import way_label
from hn_desk.actions.household_merged import survivor
from hn_desk.actions.household_notes import OWNER_ID
from hn_desk.actions.household_words import Words, field_labels
from hn_desk.actions.import_undo import values_before
from hn_desk.actions.office import Office
from hn_desk.i18n import _
from hn_desk.models.tables import (
    Contact,
    Conversion,
    FollowUp,
    HouseholdBusiness,
    HouseholdMerge,
    Industry,
)
from hn_desk.rules.dates import format_date
from hn_desk.rules.money import format_dong

Line = tuple[str, str, str]
_OF_OTHERS: Final = frozenset({OWNER_ID, "merged"})
"""What a history says of other people's records."""


def household_lines(session: Session, office: Office, household: HouseholdBusiness) -> Iterator[Line]:
    """Heading, what it is, what it says: all that is kept of a household business and under it."""
    words, names = Words.of(session, office), field_labels()
    kept = {name: words.told(name, getattr(household, name)) for name in FIELDS}
    rows = session.scalars(select(Industry).where(Industry.household_id == household.id).order_by(Industry.position))
    kept["industries"] = words.told("industries", [{"code": row.code, "name": row.name} for row in rows])
    yield from ((_("Household business"), names[name], value) for name, value in kept.items() if value)
    into = survivor(session, household.id)
    if into is not None and into.id != household.id:
        yield _("Household business"), _("Merged into"), into.name
    yield from _contacts(session, office, household.id)
    conversion = session.scalar(select(Conversion).where(Conversion.household_id == household.id))
    if conversion is not None:
        yield from _conversion(office, conversion)
        yield from _after(session, office, conversion.id)
    for row, *owners in with_owners(session, household.id):
        are_others = (owners[0] != household.owner_id, owners[1] != household.owner_id)
        for field, pair in row.changes.items():
            told = f"{row.at} · {way_label(row)} · {names.get(field, field)}"
            if field not in _OF_OTHERS:
                yield _("History"), told, _changed(words, field, without_owner(field, pair, are_others))
    for merge in session.scalars(select(HouseholdMerge).where(HouseholdMerge.kept_id == household.id)):
        for field, pair in merge.content["changes"].items():
            yield _("Merged with another record"), names.get(field, field), _changed(words, field, pair)


def import_lines(session: Session, office: Office, person_id: str, household_ids: Collection[str]) -> Iterator[Line]:
    """What stood in the records of a person before imports changed it, kept so that they can be undone."""
    words, names = Words.of(session, office), field_labels()
    for record_id, before in values_before(session, [person_id, *household_ids]):
        for name, value in before.items():
            field = f"owner.{name}" if record_id == person_id else name
            yield _("From a workbook"), names.get(field, field), _told(words, field, value)


def _contacts(session: Session, office: Office, household_id: str) -> Iterator[Line]:
    ways, intentions = labels.contact_ways(office), labels.intentions(office)
    for row in session.scalars(select(Contact).where(Contact.household_id == household_id).order_by(Contact.day)):
        told = {
            _("How"): ways.get(row.way, row.way),
            _("Intention"): intentions.get(row.intention, row.intention),
            _("What was said"): row.said,
            _("Obstacles"): _all(labels.obstacles(office), row.obstacles),
            _("Support wanted"): _all(labels.supports(office), row.supports),
            _("Capital"): _money(row.capital_demand),
            _("Next step"): _joined(_day(row.next_on), row.next_step),
        }
        yield from ((_("Contact"), _joined(format_date(row.day), name), value) for name, value in told.items() if value)


def _conversion(office: Office, row: Conversion) -> Iterator[Line]:
    states, section = labels.conversion_states(), _("Conversion")
    kind = labels.enterprise_kinds(office).get(row.enterprise_kind, row.enterprise_kind)
    workers = "" if row.enterprise_workers is None else str(row.enterprise_workers)
    facts = (row.enterprise_name, row.enterprise_code, kind, _day(row.certificate_on))
    more = (_money(row.enterprise_capital), workers, row.enterprise_industry, _day(row.submitted_on))
    yield section, states.get(row.state, row.state), _joined(_day(row.listed_on), *facts, *more, row.reason)
    for step in row.steps:
        yield section, states.get(step.state, step.state), _joined(_day(step.day), step.reason)
    papers = {item.code: item.label for one in office.book.conversion.kinds for item in one.dossier}
    for code, day in papers_of(row).items():
        yield section, _("Paper"), _joined(papers.get(code, code), _day(day))


def _after(session: Session, office: Office, conversion_id: str) -> Iterator[Line]:
    supports = labels.supports(office)
    for row in session.scalars(select(FollowUp).where(FollowUp.conversion_id == conversion_id).order_by(FollowUp.day)):
        months = "" if row.months is None else str(row.months)
        answer = "" if row.is_alive is None else _("Yes") if row.is_alive else _("No")
        name = _("Support") if row.is_alive is None else _("Still in business")
        yield (
            _("Conversion"),
            name,
            _joined(_day(row.day), supports.get(row.support, row.support), months, answer, row.note),
        )


def _changed(words: Words, field: str, pair: list[Any]) -> str:
    return " → ".join(_told(words, field, value) or "–" for value in pair)


def _told(words: Words, field: str, value: Any) -> str:
    if field == "industries" and value:
        value = [one if isinstance(one, Mapping) else {"code": one[0], "name": one[1]} for one in value]
    return words.told(field, value)


def _all(names: Mapping[str, str], codes: Collection[str]) -> str:
    return "; ".join(names.get(code, code) for code in codes)


def _joined(*parts: str) -> str:
    return " · ".join(filter(None, parts))


def _day(day: date | None) -> str:
    return format_date(day) if day else ""


def _money(amount: int | None) -> str:
    return "" if amount is None else format_dong(amount)
