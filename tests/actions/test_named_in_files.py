"""A person named in the file of another is found, told about, and not erased out of it unseen."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import func, select

from hn_desk.actions.credit import Intake, Paper, application, refuse, save_application
from hn_desk.actions.office import Office
from hn_desk.actions.people import PersonDraft, save_person
from hn_desk.actions.retention import delete_due
from hn_desk.actions.rights import answer_request, held_on, requests, take_request
from hn_desk.errors import DeskError
from hn_desk.models.tables import Establishment, LoanApplication
from tests.actions.credit_samples import WORK
from tests.actions.test_credit_parts import CONTRACTED, MOTHER, PLANT, YOUNG

AsOfficer = Callable[[str], Office]
PAPERS = {"loan_application": Paper("", "15/GCN", date(2026, 6, 1), "Tổ 3")}
CHILD_S_FILE = replace(YOUNG, representative=MOTHER, papers=PAPERS, intake=Intake("H29-0007"))


@pytest.fixture
def head(office: Office, as_officer: AsOfficer) -> Office:
    """Who answers requests and holds the second key."""
    return as_officer("mai")


def told(head: Office, person_id: str) -> dict[tuple[str, str], str]:
    return {(one.section, one.name): one.value for one in held_on(head, person_id)}


def erase(head: Office, person_id: str) -> None:
    take_request(head, person_id, "erase", date(2026, 11, 20))
    (asked,) = [one for one in requests(head) if one.person_id == person_id]
    answer_request(head, asked.id, asked.version)


def test_a_file_s_parts_are_told(office: Office, head: Office) -> None:
    kept = application(office, save_application(office, CHILD_S_FILE).id)
    assert kept.draft.person
    assert kept.draft.person.id
    held = told(head, kept.draft.person.id)
    section = f"Loan application {kept.file_code}"
    assert held[section, "Representative"] == "Lê Thị Cúc · 001188012349 · mẹ · 0912345678"
    assert held[section, "Paper"] == "loan_application · 15/GCN · 01/06/2026 · Tổ 3"
    assert held[section, "Receipt"] == "H29-0007"


def test_a_representative_is_told_of_the_other_s_file(office: Office, head: Office) -> None:
    kept = application(office, save_application(office, CHILD_S_FILE).id)
    mother = save_person(office, PersonDraft(name=MOTHER.name, id_number=MOTHER.id_number)).id
    assert told(head, mother)[f"Named in file {kept.file_code}", "Representative"].startswith("Lê Thị Cúc · mẹ")


def test_a_worker_is_told_of_the_establishment_s_file(office: Office, head: Office) -> None:
    kept = application(office, save_application(office, PLANT).id)
    worker = save_person(office, PersonDraft(name="trần văn ân 7", birth="1985-03-05")).id
    other = save_person(office, PersonDraft(name="trần văn ân 7", birth="1986")).id
    assert ("Trần Văn Ân 7" in told(head, worker)[f"Named in file {kept.file_code}", "Worker"]) is True
    assert not [section for section, _name in told(head, other) if section.startswith("Named")]


def test_who_is_named_in_another_s_file_is_erased_only_once_it_is_mended(office: Office, head: Office) -> None:
    kept = application(office, save_application(office, CHILD_S_FILE).id)
    mother = str(save_person(office, PersonDraft(name=MOTHER.name, id_number=MOTHER.id_number)).id)
    take_request(head, mother, "erase", date(2026, 11, 20))
    (asked,) = requests(head)
    with pytest.raises(DeskError, match=kept.file_code):
        answer_request(head, asked.id, asked.version)
    father = replace(MOTHER, name="Trần Văn Ân", id_number="001088012345", relation="bố")
    save_application(office, replace(kept.draft, representative=father))
    answer_request(head, asked.id, asked.version)
    with pytest.raises(DeskError):
        told(head, mother)


def test_an_erased_borrower_takes_the_representative_along(office: Office, head: Office) -> None:
    kept = application(office, save_application(office, CHILD_S_FILE).id)
    assert kept.draft.person
    erase(head, str(kept.draft.person.id))
    with pytest.raises(DeskError):
        application(office, str(kept.draft.id))


def test_workers_and_establishment_go_with_the_last_file(office: Office, head: Office) -> None:
    kept = save_application(office, replace(PLANT, workers=(CONTRACTED,))).id
    refuse(office, kept, "Không đủ điều kiện")
    later = replace(head, clock=lambda: head.clock().replace(year=2040))
    delete_due(later, [("applications", kept)])
    with office.database.read() as session:
        assert session.scalar(select(func.count()).select_from(LoanApplication)) == 0
        assert session.scalar(select(func.count()).select_from(Establishment)) == 0


def test_a_file_without_parts_tells_of_none(office: Office, head: Office) -> None:
    kept = application(office, save_application(office, WORK).id)
    assert kept.draft.person
    names = {name for _section, name in told(head, str(kept.draft.person.id))}
    assert not names & {"Representative", "Paper", "Receipt", "Worker"}
