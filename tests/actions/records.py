"""Records put straight into an office's tables, so that packets have something to carry."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from hn_desk.actions.office import Office
from hn_desk.models.tables import (
    Contact,
    Conversion,
    ConversionStep,
    EventGroup,
    HouseholdBusiness,
    OutreachEvent,
    Person,
    ResidentialGroup,
)
from hn_desk.rules.text import name_key, text_key


def group_ids(session: Session) -> list[str]:
    return list(session.scalars(select(ResidentialGroup.id).order_by(ResidentialGroup.sort_key)))


def add_event(office: Office, title: str = "Phổ biến Đề án", topic: str = "sme", *, groups: int = 2) -> str:
    with office.write() as session:
        event = OutreachEvent(
            topic=topic,
            title=title,
            sort_key=text_key(title),
            form="conference",
            state="done",
            starts_on=date(2026, 10, 5),
            place="Nhà văn hóa số 3",
            leader="Hội Phụ nữ",
            audiences=[],
            people=45,
            women=20,
            officer_id=office.officer.id,
        )
        event.groups = [EventGroup(group_id=one) for one in group_ids(session)[:groups]]
        session.add(event)
        session.flush()
        return event.id


def plan_event(office: Office, day: date) -> str:
    """An event that is planned for this day."""
    id_ = add_event(office, f"Phát thanh ngày {day:%d/%m}", groups=1)
    with office.write() as session:
        event = session.get_one(OutreachEvent, id_)
        event.state, event.starts_on = "planned", day
    return id_


def add_household(office: Office, name: str = "Nguyễn Văn An", id_number: str = "001080012345") -> str:
    with office.write() as session:
        group = group_ids(session)[0]
        owner = Person(name=name, sort_key=name_key(name), birth="1980-05-01", sex="male", id_number=id_number)
        household = HouseholdBusiness(
            name="Cửa hàng An",
            sort_key=text_key("Cửa hàng An"),
            owner=owner,
            business_code=id_number,
            group_id=group,
            started_on=date(2020, 1, 1),
        )
        session.add(household)
        session.flush()
        return household.id


def add_contact(office: Office, household: str, day: date = date(2026, 9, 3), *, intention: str = "agreed") -> None:
    with office.write() as session:
        session.add(
            Contact(
                household_id=household,
                day=day,
                officer_id=office.officer.id,
                way="home",
                said="Chị Lan kể chuyện riêng",
                intention=intention,
                obstacles=["cost"],
                supports=["credit"],
                capital_demand=200_000_000,
            )
        )


def add_conversion(office: Office, household: str, state: str = "registered") -> str:
    with office.write() as session:
        conversion = Conversion(
            household_id=household,
            state=state,
            listed_on=date(2026, 8, 1),
            enterprise_name="Công ty TNHH An Phát",
            enterprise_code="0101234567",
            enterprise_kind="tnhh1",
            certificate_on=date(2026, 11, 2),
            enterprise_capital=500_000_000,
            enterprise_workers=4,
        )
        step = ConversionStep(position=0, state=state, day=date(2026, 11, 2), officer_id=office.officer.id)
        conversion.steps.append(step)
        session.add(conversion)
        session.flush()
        return conversion.id
