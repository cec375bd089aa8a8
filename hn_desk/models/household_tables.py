"""People, household businesses, their contacts and conversions."""

from datetime import date
from typing import Any

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
    """Hộ kinh doanh. Money in đồng; codes are text; `likeness` is the folded name and address, to point out twins.

    `intention`, `last_contact_on`, `contacted_by`, `obstacles` (codes as `|cost|capital|`) and `next_on` are taken over
    from the newest contact, so that lists filter by them. One that was merged stays, unlisted, under `merged_into`.
    """

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
    contacted_by: Mapped[str] = mapped_column(default="")
    obstacles: Mapped[str] = mapped_column(default="")
    next_on: Mapped[date | None] = mapped_column(index=True)
    merged_into: Mapped[str | None]
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
    next_on: Mapped[date | None]
    next_step: Mapped[str] = mapped_column(default="")


class Conversion(Record):
    """Chuyển đổi HKD thành doanh nghiệp; one open conversion a household.

    `dossier` maps the code of each paper that is ready to the day (ISO) it was seen.
    """

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
    dossier: Mapped[dict[str, Any]] = mapped_column(default=dict)
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


class FollowUp(Record):
    """What came after a registration: a support received (`kind` support), or still in business (alive) after `months`.

    `support` is a code of the scheme's supports; `is_alive` is None for a support.
    """

    __tablename__ = "follow_ups"

    conversion_id: Mapped[str] = mapped_column(ForeignKey("conversions.id"), index=True)
    kind: Mapped[str]
    day: Mapped[date]
    support: Mapped[str] = mapped_column(default="")
    months: Mapped[int | None]
    is_alive: Mapped[bool | None]
    note: Mapped[str] = mapped_column(default="")
    officer_id: Mapped[str]


class HouseholdHistory(Table):
    """One change of a household business or its owner: `changes` maps a field to its value before and after, as JSON.

    `way` is typed, import, undo, merge or unmerge.
    """

    __tablename__ = "household_history"

    household_id: Mapped[str] = mapped_column(
        ForeignKey("household_businesses.id", ondelete="CASCADE"), primary_key=True
    )
    position: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[str]
    officer_id: Mapped[str]
    way: Mapped[str]
    changes: Mapped[dict[str, Any]]


class DistinctHouseholds(Table):
    """Two records that look like one household business and are not, as an officer said; `left_id` sorts first."""

    __tablename__ = "distinct_households"

    left_id: Mapped[str] = mapped_column(ForeignKey("household_businesses.id", ondelete="CASCADE"), primary_key=True)
    right_id: Mapped[str] = mapped_column(
        ForeignKey("household_businesses.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    officer_id: Mapped[str]
    at: Mapped[str]


class HouseholdMerge(Record):
    """Two records of one household business made one: what moved and what stood before, so that it can be undone."""

    __tablename__ = "household_merges"

    kept_id: Mapped[str] = mapped_column(ForeignKey("household_businesses.id"), index=True)
    gone_id: Mapped[str] = mapped_column(ForeignKey("household_businesses.id"), index=True)
    content: Mapped[dict[str, Any]]
    is_undone: Mapped[bool] = mapped_column(default=False)
