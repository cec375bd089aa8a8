"""Policy credit: applications, findings, police lists, confirmations."""

from datetime import date
from typing import Any

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from hn_desk.models.columns import Record, Table
from hn_desk.models.household_tables import Person


class Establishment(Record):
    """Cơ sở sản xuất kinh doanh that applies for a loan."""

    __tablename__ = "establishments"

    name: Mapped[str]
    sort_key: Mapped[str]
    code: Mapped[str] = mapped_column(default="")
    address: Mapped[str] = mapped_column(default="")
    representative: Mapped[str] = mapped_column(default="")
    plan_place: Mapped[str] = mapped_column(default="")
    project_cost: Mapped[int | None]
    own_capital: Mapped[int | None]


class BeneficiaryList(Record):
    """Danh sách of QĐ 22 / QĐ 08, handed over by Công an cấp xã with its own number and day."""

    __tablename__ = "beneficiary_lists"

    file_code: Mapped[str] = mapped_column(unique=True)
    programme: Mapped[str] = mapped_column(index=True)
    month: Mapped[str]
    police_number: Mapped[str]
    police_on: Mapped[date]
    state: Mapped[str] = mapped_column(default="draft")
    entered_by: Mapped[str] = mapped_column(ForeignKey("officers.id"))
    reason: Mapped[str] = mapped_column(default="")
    edition: Mapped[int] = mapped_column(default=1)
    corrects_id: Mapped[str | None] = mapped_column(ForeignKey("beneficiary_lists.id"))


class LoanApplication(Record):
    """Đề nghị vay vốn of a person or an establishment; `facts` holds what the programme's checks ask."""

    __tablename__ = "loan_applications"

    file_code: Mapped[str] = mapped_column(unique=True)
    programme: Mapped[str] = mapped_column(index=True)
    applicant: Mapped[str]
    person_id: Mapped[str | None] = mapped_column(ForeignKey("people.id"), index=True)
    establishment_id: Mapped[str | None] = mapped_column(ForeignKey("establishments.id"), index=True)
    list_id: Mapped[str | None] = mapped_column(ForeignKey("beneficiary_lists.id"), index=True)
    sort_key: Mapped[str] = mapped_column(index=True)
    state: Mapped[str] = mapped_column(default="draft", index=True)
    entered_by: Mapped[str] = mapped_column(ForeignKey("officers.id"))
    received_on: Mapped[date]
    purpose: Mapped[str] = mapped_column(default="")
    amount: Mapped[int | None]
    term_months: Mapped[int | None]
    facts: Mapped[dict[str, Any]]
    review_on: Mapped[date | None]
    review_place: Mapped[str] = mapped_column(default="")
    review_present: Mapped[int | None]
    review_result: Mapped[str] = mapped_column(default="")
    savings_group: Mapped[str] = mapped_column(default="")
    association: Mapped[str] = mapped_column(default="")
    reason: Mapped[str] = mapped_column(default="")
    verdict: Mapped[str] = mapped_column(default="ask")
    eligible_until: Mapped[date | None]
    person: Mapped[Person | None] = relationship(lazy="joined")
    establishment: Mapped[Establishment | None] = relationship(lazy="joined")
    findings: Mapped[list["FindingRow"]] = relationship(
        cascade="all, delete-orphan", lazy="selectin", order_by="FindingRow.position"
    )
    steps: Mapped[list["ApplicationStep"]] = relationship(
        cascade="all, delete-orphan", lazy="selectin", order_by="ApplicationStep.position"
    )


class FindingRow(Table):
    """What one check said of an application when it was last saved or decided."""

    __tablename__ = "findings"

    application_id: Mapped[str] = mapped_column(
        ForeignKey("loan_applications.id", ondelete="CASCADE"), primary_key=True
    )
    position: Mapped[int] = mapped_column(primary_key=True)
    check: Mapped[str]
    verdict: Mapped[str]
    sentence: Mapped[str]
    figure: Mapped[str] = mapped_column(default="")
    article: Mapped[str] = mapped_column(default="")
    until: Mapped[date | None]
    accepted_reason: Mapped[str] = mapped_column(default="")


class ApplicationStep(Table):
    """One step of an application's history."""

    __tablename__ = "application_steps"

    application_id: Mapped[str] = mapped_column(
        ForeignKey("loan_applications.id", ondelete="CASCADE"), primary_key=True
    )
    position: Mapped[int] = mapped_column(primary_key=True)
    state: Mapped[str]
    at: Mapped[str]
    officer_id: Mapped[str]
    reason: Mapped[str] = mapped_column(default="")


class Confirmation(Record):
    """Xác nhận của UBND cấp xã: of an application, an establishment's plan, or a list.

    `frozen` holds the facts as they were presented; `hash` is the SHA-256 of its canonical bytes, `nonce` (hex) the
    salt of the check code's commitment.
    """

    __tablename__ = "confirmations"
    __table_args__ = (UniqueConstraint("kind", "subject_id", "edition"),)

    kind: Mapped[str]
    subject_id: Mapped[str] = mapped_column(index=True)
    programme: Mapped[str] = mapped_column(index=True)
    edition: Mapped[int] = mapped_column(default=1)
    state: Mapped[str] = mapped_column(index=True)
    presented_by: Mapped[str]
    presented_at: Mapped[str]
    way: Mapped[str] = mapped_column(default="")
    confirmed_by: Mapped[str] = mapped_column(default="")
    confirmed_at: Mapped[str] = mapped_column(default="")
    signed_on: Mapped[date | None]
    signer_name: Mapped[str] = mapped_column(default="")
    signer_title: Mapped[str] = mapped_column(default="")
    recorded_by: Mapped[str] = mapped_column(default="")
    number: Mapped[int | None]
    series: Mapped[str] = mapped_column(default="")
    year: Mapped[int | None]
    issued_on: Mapped[date | None]
    sent_on: Mapped[date | None]
    lines: Mapped[int] = mapped_column(default=1)
    amount: Mapped[int | None]
    frozen: Mapped[dict[str, Any]]
    hash: Mapped[str]
    nonce: Mapped[str]
    prints: Mapped[int] = mapped_column(default=0)
    reason: Mapped[str] = mapped_column(default="")
