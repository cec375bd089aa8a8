"""Lists of applications are sorted and narrowed by columns that only Python can read."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from hn_desk.actions.credit import ApplicationDraft, application_ids, check, save_application
from hn_desk.actions.credit_listing import PART, in_parts, line_ids
from hn_desk.actions.lists import save_list
from hn_desk.actions.office import Office
from hn_desk.actions.query import Query
from hn_desk.models.tables import LoanApplication
from tests.actions.credit_samples import LINE, POLICE_LIST, WOMAN, WORK


def saved(office: Office, draft: ApplicationDraft) -> str:
    return save_application(office, draft).id


@pytest.fixture
def three(office: Office) -> tuple[str, str, str]:
    """Applications of An (no amount), Bình (100 million, checked) and Ân (80 million, on a list)."""
    nobody = replace(WOMAN, name="Lê An", id_number="")
    empty = saved(office, replace(WORK, person=nobody, facts={"resides_here": True}))
    checked = saved(office, WORK)
    check(office, checked)
    return empty, checked, saved(office, replace(LINE, list_id=save_list(office, POLICE_LIST).id))


def test_what_is_absent_comes_first_and_last_when_turned_round(office: Office, three: tuple[str, str, str]) -> None:
    empty, hundred, eighty = three
    assert application_ids(office, Query(sort="amount")) == (empty, eighty, hundred)
    assert application_ids(office, Query(sort="amount", descending=True)) == (hundred, eighty, empty)


def test_equal_values_stand_by_name(office: Office) -> None:
    people = [saved(office, replace(WORK, person=replace(WOMAN, name=f"Lê {name}", id_number=""))) for name in "CAB"]
    by_name = application_ids(office, Query(sort="name"))
    assert by_name == (people[1], people[2], people[0])
    assert application_ids(office, Query(sort="state")) == by_name
    assert application_ids(office, Query(sort="state", descending=True)) == by_name[::-1]


def test_filters_words_and_order_go_together(office: Office, three: tuple[str, str, str]) -> None:
    _empty, checked, on_list = three
    assert application_ids(office, Query(filters={"programme": "gqvl", "state": "checked"})) == (checked,)
    assert application_ids(office, Query(filters={"programme": "qd22", "state": ""})) == (on_list,)
    assert application_ids(office, Query(text="binh", sort="purpose", filters={"applicant": "person"})) == (checked,)
    assert application_ids(office, Query(text="binh", filters={"programme": "qd22"})) == ()


def test_lines_of_a_list_are_found_by_state(office: Office, three: tuple[str, str, str]) -> None:
    with office.database.read() as session:
        list_id = session.scalars(select(LoanApplication.list_id).where(LoanApplication.id == three[2])).one()
        assert line_ids(session, list_id or "") == [three[2]]
        assert line_ids(session, list_id or "", {"listed"}) == [three[2]]
        assert line_ids(session, list_id or "", {"checked"}) == []


def test_ids_are_asked_for_in_parts() -> None:
    parts = list(in_parts(str(number) for number in range(PART + 1)))
    assert [len(part) for part in parts] == [PART, 1]
    assert list(in_parts(())) == []
