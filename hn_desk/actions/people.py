"""People: owners, applicants, representatives, each kept once and found by words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

from sqlalchemy import BindParameter, bindparam, func, or_, select
from sqlalchemy.orm import Session

from hn_desk.actions.household_notes import TYPED, note_owner
from hn_desk.actions.listing import Listing, in_order, page, sorted_ids
from hn_desk.actions.office import Changed, Office
from hn_desk.actions.query import Query
from hn_desk.actions.remarks import Remarks, gone, refuse_stale
from hn_desk.actions.search_texts import PEOPLE, index_person, index_under, named_texts, person_texts
from hn_desk.actions.unseen import seen_people
from hn_desk.i18n import _
from hn_desk.models import audit
from hn_desk.models.audit import Act
from hn_desk.models.prepared import Prepared, connection_of
from hn_desk.models.records import add_record, change_record
from hn_desk.models.tables import HouseholdBusiness, LoanApplication, Person, ResidentialGroup
from hn_desk.rules.dates import parse_birth
from hn_desk.rules.identifiers import SEXES, check_citizen_id, check_phone
from hn_desk.rules.text import clean_line, name_key

WRITERS: Final = ("households.write", "credit.enter")
CREDIT: Final = "credit.read"
READERS: Final = ("households.read", CREDIT)
FIELDS: Final = ("name", "birth", "sex", "id_number", "old_id_number", "phone", "address", "group_id")
OLD_DIGITS: Final = 9
_KEPT: Final = Prepared(
    select(Person.id, Person.version, *(getattr(Person, name) for name in FIELDS)).where(
        Person.id == bindparam("of_id")
    )
)
_GROUP: Final = Prepared(select(ResidentialGroup.id).where(ResidentialGroup.id == bindparam("of_id")))
_NUMBERS: Final[BindParameter[Any]] = bindparam("numbers", expanding=True)
_SAME_NUMBER: Final = (
    select(Person.name)
    .where(or_(Person.id_number.in_(_NUMBERS), Person.old_id_number.in_(_NUMBERS)), Person.id != bindparam("of_id"))
    .limit(1)
)
LISTING: Final = Listing(
    PEOPLE,
    Person.id,
    sorts={
        "name": (Person.sort_key,),
        "birth": (Person.birth, Person.sort_key),
        "id_number": (Person.id_number, Person.sort_key),
        "address": (Person.address, Person.sort_key),
    },
    filters={"group": Person.group_id, "sex": Person.sex},
    walked=frozenset({"name"}),
)


@dataclass(frozen=True, slots=True)
class PersonDraft:
    """A person as typed; `birth` is `YYYY`, `YYYY-MM-DD` or a typed day, `sex` male, female or empty."""

    id: str | None = None
    version: int | None = None
    name: str = ""
    birth: str = ""
    sex: str = ""
    id_number: str = ""
    old_id_number: str = ""
    phone: str = ""
    address: str = ""
    group_id: str | None = None
    accepted: Mapping[str, str] = field(default_factory=dict)
    before: "PersonDraft | None" = field(default=None, compare=False, repr=False)
    """What is kept so far, put in by `check_person`."""


@dataclass(frozen=True, slots=True)
class PersonFacts:
    """A person as its screen shows it, and how many records stand under the name."""

    draft: PersonDraft
    group_name: str
    households: int
    applications: int


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One line of the list of people."""

    id: str
    name: str
    birth: str
    sex: str
    id_number: str
    phone: str
    address: str
    group_name: str


def save_person(office: Office, draft: PersonDraft) -> Changed:
    """Keep a person. InputError, WarningsError, DeskError (stale, gone)."""
    require_one_of(office, WRITERS)
    with office.write() as session:
        remarks = Remarks()
        cleaned = check_person(session, office, draft, remarks)
        remarks.settle(draft.accepted)
        person_id = keep_person(session, cleaned)
        audit.log(session, Act("people.save", "people", person_id, {"accepted": remarks.reasons(draft.accepted)}))
        return Changed(frozenset({"people", "households", "applications"}), person_id)


def check_person(session: Session, office: Office, draft: PersonDraft, remarks: Remarks) -> PersonDraft:
    """The cleaned draft; what is wrong or doubtful in it goes to `remarks`, whose prefix says whose person it is."""
    before = kept_draft(session, draft.id)
    cleaned = _cleaned(draft, before, office, remarks)
    remarks.required("name", cleaned.name, _("Type the person's name."))
    remarks.one_of("sex", cleaned.sex, SEXES)
    if cleaned.group_id != before.group_id:
        check_group(session, cleaned.group_id, remarks)
    cleaned = replace(_check_numbers(cleaned, before, remarks), before=before)
    _point_out_same_number(session, office, cleaned, remarks)
    return cleaned


def require_one_of(office: Office, actions: Sequence[str]) -> None:
    """Raise RoleError unless this officer may do at least one of `actions`."""
    office.require(next(filter(office.may, actions), actions[0]), "people")


def check_group(session: Session, group_id: str | None, remarks: Remarks) -> None:
    """Note a problem when the residential group chosen is unknown."""
    if group_id and _GROUP.first(session, {"of_id": group_id}) is None:
        remarks.problem("group_id", _("Choose one of the residential groups."))


def keep_person(session: Session, draft: PersonDraft, *, household_id: str = "", way: str = TYPED) -> str:
    """Write a checked draft into this transaction, with its sort key and search words; the person's id.

    Households under the name note the change in their history as `way`, but for `household_id`, saved with it.
    It is written beside the ORM: a `Person` loaded before in this session is not renewed. DeskError when stale or gone.
    """
    before = draft.before or kept_draft(session, draft.id)
    if draft.id is None:
        return _add(session, draft)
    if before.version is None:
        raise gone()
    refuse_stale(before.version, draft.version)
    values = {name: getattr(draft, name) for name in FIELDS if getattr(draft, name) != getattr(before, name)}
    if values:
        changes = {name: (getattr(before, name), value) for name, value in values.items()}
        note_owner(session, draft.id, changes, apart=household_id, way=way)
    if "name" in values:
        values["sort_key"] = name_key(draft.name)
    change_record(session, Person, draft.id, values)
    if person_texts(draft) != person_texts(before):
        index_person(session, draft.id, draft)
    if named_texts(draft) != named_texts(before):
        index_under(session, draft.id, draft)
    return draft.id


def draft_of(person: Person) -> PersonDraft:
    """The draft that a screen starts from."""
    return PersonDraft(person.id, person.version, **{name: getattr(person, name) for name in FIELDS})


def kept_draft(session: Session, person_id: str | None) -> PersonDraft:
    """What is kept of this person so far; an empty draft for a new one."""
    kept = _KEPT.first(session, {"of_id": person_id}) if person_id else None
    return PersonDraft(*kept) if kept else PersonDraft()


def person(office: Office, person_id: str) -> PersonFacts:
    """One person; looking at a person is logged. DeskError when gone."""
    require_one_of(office, READERS)
    with office.write() as session:
        row = session.scalar(seen_people(office, select(Person).where(Person.id == person_id)))
        if row is None:
            raise gone()
        audit.log(session, Act("people.read", "people", row.id))
        group = session.get(ResidentialGroup, row.group_id) if row.group_id else None
        return PersonFacts(
            draft_of(row),
            group.name if group else "",
            session.scalar(
                select(func.count()).where(
                    HouseholdBusiness.owner_id == person_id, HouseholdBusiness.merged_into.is_(None)
                )
            )
            or 0,
            _applications(session, person_id) if office.may(CREDIT) else 0,
        )


def people_ids(office: Office, query: Query) -> tuple[str, ...]:
    """Everybody who answers `query`; sorts: name, birth, id_number, address; filters: group, sex."""
    require_one_of(office, READERS)
    with office.database.read() as session:
        return sorted_ids(session, seen_people(office, select(Person.id)), LISTING, query)


def people_rows(office: Office, ids: Sequence[str]) -> tuple[PersonRow, ...]:
    """The lines of these people, in the order of `ids`."""
    require_one_of(office, READERS)
    wanted = page(ids)
    columns = (Person.id, Person.name, Person.birth, Person.sex, Person.id_number, Person.phone, Person.address)
    statement = select(*columns, func.coalesce(ResidentialGroup.name, "")).outerjoin(
        ResidentialGroup, ResidentialGroup.id == Person.group_id
    )
    asked = seen_people(office, statement.where(Person.id.in_(wanted)))
    with office.database.read() as session:
        return in_order(wanted, (PersonRow(*row) for row in session.execute(asked)))


def _applications(session: Session, person_id: str) -> int:
    return session.scalar(select(func.count()).where(LoanApplication.person_id == person_id)) or 0


def _add(session: Session, draft: PersonDraft) -> str:
    values = {name: getattr(draft, name) for name in FIELDS}
    person_id = add_record(session, Person, {**values, "sort_key": name_key(draft.name)})
    index_person(session, person_id, draft)
    return person_id


def _cleaned(draft: PersonDraft, before: PersonDraft, office: Office, remarks: Remarks) -> PersonDraft:
    birth = clean_line(draft.birth)
    if birth != before.birth and birth:
        birth = remarks.read("birth", lambda: parse_birth(birth, today=office.today()), "")
    return replace(
        draft,
        name=clean_line(draft.name),
        birth=birth,
        id_number=clean_line(draft.id_number),
        old_id_number=clean_line(draft.old_id_number),
        phone=clean_line(draft.phone),
        address=clean_line(draft.address),
        group_id=draft.group_id or None,
    )


def _check_numbers(draft: PersonDraft, before: PersonDraft, remarks: Remarks) -> PersonDraft:
    number, old, phone = draft.id_number, draft.old_id_number, draft.phone
    if number:
        check = check_citizen_id(number, sex=draft.sex or None, birth=draft.birth or None)
        is_new = (check.value, draft.sex, draft.birth) != (before.id_number, before.sex, before.birth)
        number = remarks.identifier("id_number", check, is_new=is_new)
    if old:
        old = check_citizen_id(old).value
        if len(old) != OLD_DIGITS or not old.isascii() or not old.isdigit():
            remarks.problem("old_id_number", _("The old number has 9 digits."))
    if phone:
        phone_check = check_phone(phone)
        phone = remarks.identifier("phone", phone_check, is_new=phone_check.value != before.phone)
    return replace(draft, id_number=number, old_id_number=old, phone=phone)


def _point_out_same_number(session: Session, office: Office, draft: PersonDraft, remarks: Remarks) -> None:
    before = draft.before or PersonDraft()
    numbers = {draft.id_number, draft.old_id_number} - {"", before.id_number, before.old_id_number}
    if not numbers:
        return
    asked = {"numbers": sorted(numbers), "of_id": draft.id or ""}
    other = connection_of(session).execute(seen_people(office, _SAME_NUMBER), asked).scalar()
    if other is not None:
        remarks.warn("id_number", "duplicate", _("{name} is kept here with the same number.").format(name=other))
