"""Applications, lists and officers' acts that the tests of policy credit share."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime

from hn_desk.actions.confirmations import (
    NumberDraft,
    SignatureDraft,
    Subject,
    confirm,
    mark_sent,
    record_number,
)
from hn_desk.actions.credit import ApplicationDraft, EstablishmentDraft, check, present, save_application
from hn_desk.actions.lists import ListDraft, present_list, save_list
from hn_desk.actions.office import Office
from hn_desk.actions.people import PersonDraft
from hn_desk.rules.dated import Dated, Period
from tests.actions.conftest import PASSPHRASE

GAP: Mapping[str, str] = {"number.gap": "Cấp cho văn bản khác"}
As = Callable[[str], Office]
TODAY = date(2026, 11, 20)
WOMAN = PersonDraft(
    name="Nguyễn Thị Bình",
    birth="1990-05-03",
    sex="female",
    id_number="001190012345",
    address="Số 12 phố Hàng Bông",
)
MAN = PersonDraft(
    name="Trần Văn Ân",
    birth="1985",
    sex="male",
    id_number="001085012346",
    address="Số 3 ngõ Hội Vũ",
)
WORK_FACTS: Mapping[str, object] = {
    "resides_here": True,
    "priority_group": "poor",
    "purpose": "create",
    "amount": 100_000_000,
    "term_months": 60,
    "documents": frozenset({"loan_application"}),
}
LISTED_FACTS: Mapping[str, object] = {
    "completed_on": date(2025, 6, 1),
    "obeys_law": True,
    "purpose": "business",
    "amount": 80_000_000,
    "term_months": 60,
    "open_loan_purposes": frozenset[str](),
    "documents": frozenset({"completion_certificate"}),
}
PLAN_FACTS: Mapping[str, object] = {
    "is_lawful": True,
    "plan_here": True,
    "workers_total": 41,
    "workers_qualifying": 5,
    "purpose": "business",
    "amount": 1_000_000_000,
    "term_months": 60,
    "documents": frozenset({"loan_plan", "labour_contracts"}),
}
WORK = ApplicationDraft(programme="gqvl", applicant="person", person=WOMAN, facts=WORK_FACTS)
LINE = ApplicationDraft(programme="qd22", applicant="person", person=MAN, facts=LISTED_FACTS)
PLAN = ApplicationDraft(
    programme="qd22",
    applicant="establishment",
    establishment=EstablishmentDraft(
        name="Cơ sở mộc Hòa Bình",
        code="0101234567",
        address="Số 8 phố Hàng Quạt",
        representative="Lê Thị Cúc",
        plan_place="Số 8 phố Hàng Quạt",
        project_cost=1_500_000_000,
    ),
    facts=PLAN_FACTS,
)
POLICE_LIST = ListDraft(programme="qd22", month="2026-11", police_number="15/DS-CAP", police_on=date(2026, 11, 4))


def with_facts(draft: ApplicationDraft, **facts: object) -> ApplicationDraft:
    """`draft` with some facts answered otherwise."""
    return replace(draft, facts={**draft.facts, **facts})


def presented(office: Office, draft: ApplicationDraft = WORK) -> Subject:
    """An application saved, checked and presented by the clerk."""
    kept = save_application(office, draft).id
    check(office, kept)
    present(office, (kept,))
    return Subject("application" if draft.applicant == "person" else "plan", kept)


def listed(office: Office, *people: PersonDraft) -> tuple[str, list[str]]:
    """A police list with a checked line for each of `people`: its id and the lines' ids."""
    kept = save_list(office, POLICE_LIST).id
    lines = [save_application(office, replace(LINE, person=one, list_id=kept)).id for one in people]
    for line in lines:
        check(office, line)
    return kept, lines


def presented_list(office: Office, *people: PersonDraft) -> tuple[Subject, list[str]]:
    """The same, presented."""
    kept, lines = listed(office, *people)
    present_list(office, kept)
    return Subject("list", kept), lines


def issued(office: Office, as_officer: As, subject: Subject, number: int = 125) -> Subject:
    """`subject` confirmed by the approver in the window and numbered by the records clerk."""
    confirm(as_officer("hung"), (subject,), PASSPHRASE)
    record_number(as_officer("mai"), numbered(subject, number))
    return subject


def sent(office: Office, as_officer: As, subject: Subject, number: int = 125) -> Subject:
    """`subject` issued and sent to the bank today."""
    mark_sent(as_officer("mai"), issued(office, as_officer, subject, number))
    return subject


def numbered(subject: Subject, number: int = 125) -> NumberDraft:
    """Văn thư's number, given today; numbers before it went to other papers."""
    return NumberDraft(subject, number, 2026, "XN-UBND", TODAY, GAP)


def signed_on_paper(subject: Subject, day: date = TODAY) -> SignatureDraft:
    """The leader's signature on paper, as the records clerk records it."""
    return SignatureDraft(subject, "Hoàng Minh Đức", "Chủ tịch", day, "paper")


def under_law(office: Office, day: date, programme: str, **numbers: int) -> Office:
    """The same office on a later `day`, from which these numbers of a programme hold."""
    law = office.book.programmes[programme]
    periods = {name: Period(day, value, "A later law.") for name, value in numbers.items()}
    later = {name: Dated((*law.numbers[name].periods, period)) for name, period in periods.items()}
    book = replace(
        office.book,
        programmes={**office.book.programmes, programme: replace(law, numbers={**law.numbers, **later})},
    )
    return replace(office, book=book, clock=lambda: datetime(day.year, day.month, day.day, 3, tzinfo=UTC))
