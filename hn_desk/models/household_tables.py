"""People, household businesses, their contacts and conversions."""

from datetime import date

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from hn_desk.models.columns import Record, Table, ordered


class Person(Record):
    """A person: owner, applicant or representative. `birth` is `YYYY` or `YYYY-MM-DD`."""

    __tablename__ = "people"
    __table_args__ = (ordered("people", "sort_key", "id"),)

    name: Mapped[str]
    sort_key: Mapped[str]
    birth: Mapped[str] = mapped_column(default="")
    sex: Mapped[str] = mapped_column(default="")
    id_number: Mapped[str] = mapped_column(default="", index=True)
    old_id_number: Mapped[str] = mapped_column(default="", index=True)
    phone: Mapped[str] = mapped_column(default="")
    address: Mapped[str] = mapped_column(default="")
    group_id: Mapped[str | None] = mapped_column(ForeignKey("residential_groups.id"))


class HouseholdBusiness(Record):
    """Hộ kinh doanh. Money in đồng; codes are text; `likeness` is the folded name and address, to point out twins."""

    __tablename__ = "household_businesses"
    __table_args__ = (ordered("household_businesses", "sort_key", "id"),)

    name: Mapped[str]
    sort_key: Mapped[str]
    owner_id: Mapped[str] = mapped_column(ForeignKey("people.id"), index=True)
    business_code: Mapped[str] = mapped_column(default="", index=True)
    tax_code: Mapped[str] = mapped_column(default="", index=True)
    address: Mapped[str] = mapped_column(default="")
    group_id: Mapped[str | None] = mapped_column(ForeignKey("residential_groups.id"), index=True)
    capital: Mapped[int | None]
    workers: Mapped[int | None]
    registered_on: Mapped[date | None]
    changed_on: Mapped[date | None]
    started_on: Mapped[date | None]
    revenue_band: Mapped[str] = mapped_column(default="")
    status: Mapped[str] = mapped_column(default="active")
    origin: Mapped[str] = mapped_column(default="typed")
    note: Mapped[str] = mapped_column(default="")
    likeness: Mapped[str] = mapped_column(default="", index=True)
    intention: Mapped[str] = mapped_column(default="not_asked")
    last_contact_on: Mapped[date | None]
    owner: Mapped[Person] = relationship(lazy="joined")
    industries: Mapped[list["Industry"]] = relationship(
        cascade="all, delete-orphan", lazy="selectin", order_by="Industry.position"
    )


class Industry(Table):
    """One industry of a household business: VSIC code of 4–5 digits as text."""

    __tablename__ = "industries"

    household_id: Mapped[str] = mapped_column(
        ForeignKey("household_businesses.id", ondelete="CASCADE"), primary_key=True
    )
    position: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str]
    name: Mapped[str]
    edition: Mapped[str]
    is_main: Mapped[bool] = mapped_column(default=False)


class Contact(Record):
    """Lần tiếp cận, vận động: one visit, call or meeting with a household."""

    __tablename__ = "contacts"

    household_id: Mapped[str] = mapped_column(ForeignKey("household_businesses.id"), index=True)
    day: Mapped[date]
    officer_id: Mapped[str] = mapped_column(ForeignKey("officers.id"))
    way: Mapped[str]
    said: Mapped[str] = mapped_column(default="")
    intention: Mapped[str]
    obstacles: Mapped[list[str]]
    supports: Mapped[list[str]]
    capital_demand: Mapped[int | None]
    event_id: Mapped[str | None] = mapped_column(ForeignKey("outreach_events.id"))


class Conversion(Record):
    """Chuyển đổi HKD thành doanh nghiệp; one open conversion a household."""

    __tablename__ = "conversions"

    household_id: Mapped[str] = mapped_column(ForeignKey("household_businesses.id"), unique=True)
    state: Mapped[str] = mapped_column(index=True)
    listed_on: Mapped[date]
    submitted_on: Mapped[date | None]
    reason: Mapped[str] = mapped_column(default="")
    enterprise_name: Mapped[str] = mapped_column(default="")
    enterprise_code: Mapped[str] = mapped_column(default="")
    enterprise_kind: Mapped[str] = mapped_column(default="")
    certificate_on: Mapped[date | None]
    enterprise_capital: Mapped[int | None]
    enterprise_workers: Mapped[int | None]
    enterprise_industry: Mapped[str] = mapped_column(default="")
    steps: Mapped[list["ConversionStep"]] = relationship(
        cascade="all, delete-orphan", lazy="selectin", order_by="ConversionStep.position"
    )


class ConversionStep(Table):
    """One step of a conversion's history."""

    __tablename__ = "conversion_steps"

    conversion_id: Mapped[str] = mapped_column(ForeignKey("conversions.id", ondelete="CASCADE"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    state: Mapped[str]
    day: Mapped[date]
    officer_id: Mapped[str]
    reason: Mapped[str] = mapped_column(default="")
