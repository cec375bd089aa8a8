"""Policy credit: applications with what the checks said, police lists, confirmations.

What tells one programme from another stands in hidden columns, under the second key: also which list an application
stands on, and when lists and confirmations were written, because a moment shared with applications would tell as much.
"""

from datetime import date
from typing import Any, Final

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.engine.default import DefaultExecutionContext
from sqlalchemy.orm import Mapped, mapped_column, relationship

from hn_desk.models.columns import Record, Table
from hn_desk.models.hidden import hidden, hidden_late
from hn_desk.models.household_tables import Person
from hn_desk.models.pseudonyms import pseudonym

WORDS: Final = 256
LINE: Final = 512
FACTS: Final = 1024
WORKERS: Final = 4 * 1024
FINDINGS: Final = 8 * 1024
FROZEN: Final = 16 * 1024
SIGNATURES: Final = 8 * 1024
"""Padded lengths within which every programme's values lie."""


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
    programme: Mapped[str] = hidden("beneficiary_lists.programme")
    month: Mapped[str] = hidden("beneficiary_lists.month")
    police_number: Mapped[str] = hidden("beneficiary_lists.police_number")
    police_on: Mapped[date] = hidden("beneficiary_lists.police_on")
    state: Mapped[str] = hidden("beneficiary_lists.state", default="draft")
    entered_by: Mapped[str] = mapped_column(ForeignKey("officers.id"))
    reason: Mapped[str] = hidden("beneficiary_lists.reason", WORDS, default="")
    edition: Mapped[int] = hidden("beneficiary_lists.edition", default=1)
    corrects_id: Mapped[str | None] = mapped_column(ForeignKey("beneficiary_lists.id"))
    version: Mapped[int] = hidden("beneficiary_lists.version", default=0)
    change: Mapped[int] = hidden("beneficiary_lists.change", default=0)
    written_by: Mapped[str] = hidden("beneficiary_lists.written_by", default="")
    written_at: Mapped[str] = hidden("beneficiary_lists.written_at", default="")


class LoanApplication(Record):
    """Đề nghị vay vốn of a person or an establishment; `facts` holds what the programme's checks ask.

    `papers` holds number, day and issuer of documents by their codes; `representative` who signs for a minor or a
    household; `intake` the receipt number and the day an answer is due; `workers` the establishment's, in their order,
    each as the values of `rules.workers.Worker`: one value, padded alike for who has none.
    `findings` holds what each check said when it was last saved or decided, as plain values by the names of
    `credit_facts.KeptFinding`: one value, because their number alone would name the programme.
    """

    __tablename__ = "loan_applications"

    file_code: Mapped[str] = mapped_column(unique=True)
    person_id: Mapped[str | None] = mapped_column(ForeignKey("people.id"), index=True)
    establishment_id: Mapped[str | None] = mapped_column(ForeignKey("establishments.id"), index=True)
    sort_key: Mapped[str] = mapped_column(index=True)
    entered_by: Mapped[str] = mapped_column(ForeignKey("officers.id"))
    received_on: Mapped[date]
    programme: Mapped[str] = hidden("loan_applications.programme")
    applicant: Mapped[str] = hidden("loan_applications.applicant")
    list_id: Mapped[str | None] = hidden("loan_applications.list_id")
    state: Mapped[str] = hidden("loan_applications.state", default="draft")
    purpose: Mapped[str] = hidden("loan_applications.purpose", default="")
    amount: Mapped[int | None] = hidden("loan_applications.amount")
    term_months: Mapped[int | None] = hidden("loan_applications.term_months")
    verdict: Mapped[str] = hidden("loan_applications.verdict", default="ask")
    eligible_until: Mapped[date | None] = hidden("loan_applications.eligible_until")
    review_on: Mapped[date | None] = hidden("loan_applications.review_on")
    review_place: Mapped[str] = hidden("loan_applications.review_place", WORDS, default="")
    review_present: Mapped[int | None] = hidden("loan_applications.review_present")
    review_result: Mapped[str] = hidden("loan_applications.review_result", WORDS, default="")
    savings_group: Mapped[str] = hidden("loan_applications.savings_group", WORDS, default="")
    association: Mapped[str] = hidden("loan_applications.association", WORDS, default="")
    reason: Mapped[str] = hidden("loan_applications.reason", WORDS, default="")
    facts: Mapped[dict[str, Any]] = hidden("loan_applications.facts", FACTS)
    findings: Mapped[list[dict[str, Any]]] = hidden("loan_applications.findings", FINDINGS, default=list)
    papers: Mapped[dict[str, Any] | None] = hidden_late("loan_applications.papers", FACTS, default=dict)
    representative: Mapped[dict[str, Any] | None] = hidden_late("loan_applications.representative", LINE)
    intake: Mapped[dict[str, Any] | None] = hidden_late("loan_applications.intake", WORDS)
    workers: Mapped[list[list[Any]] | None] = hidden_late("loan_applications.workers", WORKERS, default=list)
    person: Mapped[Person | None] = relationship(lazy="joined")
    establishment: Mapped[Establishment | None] = relationship(lazy="joined")
    steps: Mapped[list["ApplicationStep"]] = relationship(
        cascade="all, delete-orphan", lazy="selectin", order_by="ApplicationStep.position"
    )


class ApplicationStep(Table):
    """One step of an application's history."""

    __tablename__ = "application_steps"

    application_id: Mapped[str] = mapped_column(
        ForeignKey("loan_applications.id", ondelete="CASCADE"), primary_key=True
    )
    position: Mapped[int] = mapped_column(primary_key=True)
    state: Mapped[str] = hidden("application_steps.state")
    at: Mapped[str]
    officer_id: Mapped[str]
    reason: Mapped[str] = hidden("application_steps.reason", WORDS, default="")


def _named(context: DefaultExecutionContext) -> str:
    values: dict[str, Any] = context.get_current_parameters()  # type: ignore[no-untyped-call]  # SQLAlchemy's own
    return pseudonym(context.dialect, values["kind"], values["subject_id"])


class Confirmation(Record):
    """Xác nhận của UBND cấp xã: of an application, an establishment's plan, or a list.

    `frozen` holds the facts as they were presented; `hash` is the SHA-256 of its canonical bytes, `nonce` (hex) the
    salt of the check code's commitment. `pseudonym` names kind and subject under the second key. `signatures` are the
    officers' own (`actions.signatures`).
    """

    __tablename__ = "confirmations"
    __table_args__ = (UniqueConstraint("pseudonym", "edition"),)

    pseudonym: Mapped[str] = mapped_column(default=_named)
    edition: Mapped[int] = mapped_column(default=1)
    kind: Mapped[str] = hidden("confirmations.kind")
    subject_id: Mapped[str] = hidden("confirmations.subject_id")
    programme: Mapped[str] = hidden("confirmations.programme")
    state: Mapped[str] = hidden("confirmations.state")
    presented_by: Mapped[str] = hidden("confirmations.presented_by")
    presented_at: Mapped[str] = hidden("confirmations.presented_at")
    way: Mapped[str] = hidden("confirmations.way", default="")
    confirmed_by: Mapped[str] = hidden("confirmations.confirmed_by", default="")
    confirmed_at: Mapped[str] = hidden("confirmations.confirmed_at", default="")
    signed_on: Mapped[date | None] = hidden("confirmations.signed_on")
    signer_name: Mapped[str] = hidden("confirmations.signer_name", WORDS, default="")
    signer_title: Mapped[str] = hidden("confirmations.signer_title", WORDS, default="")
    recorded_by: Mapped[str] = hidden("confirmations.recorded_by", default="")
    number: Mapped[int | None] = hidden("confirmations.number")
    series: Mapped[str] = hidden("confirmations.series", default="")
    year: Mapped[int | None] = hidden("confirmations.year")
    issued_on: Mapped[date | None] = hidden("confirmations.issued_on")
    sent_on: Mapped[date | None] = hidden("confirmations.sent_on")
    lines: Mapped[int] = hidden("confirmations.lines", default=1)
    amount: Mapped[int | None] = hidden("confirmations.amount")
    hash: Mapped[str] = hidden("confirmations.hash", WORDS)
    nonce: Mapped[str] = hidden("confirmations.nonce")
    prints: Mapped[int] = hidden("confirmations.prints", default=0)
    reason: Mapped[str] = hidden("confirmations.reason", WORDS, default="")
    version: Mapped[int] = hidden("confirmations.version", default=0)
    change: Mapped[int] = hidden("confirmations.change", default=0)
    written_by: Mapped[str] = hidden("confirmations.written_by", default="")
    written_at: Mapped[str] = hidden("confirmations.written_at", default="")
    frozen: Mapped[dict[str, Any]] = hidden("confirmations.frozen", FROZEN)
    signatures: Mapped[dict[str, Any] | None] = hidden_late("confirmations.signatures", SIGNATURES)
