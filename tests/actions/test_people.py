"""People: kept, doubted, found."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select

from hn_desk.actions.household_facts import HouseholdDraft
from hn_desk.actions.households import save_household
from hn_desk.actions.office import Office
from hn_desk.actions.people import PersonDraft, people_ids, people_rows, person, save_person
from hn_desk.actions.query import Query
from hn_desk.actions.warnings import WarningsError
from hn_desk.errors import DeskError, InputError, RoleError
from hn_desk.models.search import matching
from hn_desk.models.tables import LoanApplication
from hn_desk.rules.text import name_key

LAN = PersonDraft(name="Nguyễn Thị  Lan", birth="1985", sex="female", id_number="001 185 012345", phone="0912 345 678")


def names(office: Office, query: Query) -> list[str]:
    return [row.name for row in people_rows(office, people_ids(office, query))]


def test_a_person_is_kept_clean(office: Office) -> None:
    saved = save_person(office, LAN)
    kept = person(office, saved.id).draft
    assert (kept.name, kept.birth, kept.id_number, kept.phone) == (
        "Nguyễn Thị Lan",
        "1985",
        "001185012345",
        "0912345678",
    )
    assert kept.version == 1
    assert "people" in saved.subjects


def test_every_wrong_field_is_told_at_once(office: Office) -> None:
    draft = PersonDraft(birth="30/02/1985", sex="x", id_number="12345", old_id_number="12", phone="abc", group_id="no")
    with pytest.raises(InputError) as refused:
        save_person(office, draft)
    fields = {problem.field for problem in refused.value.problems}
    assert fields == {"name", "birth", "sex", "id_number", "old_id_number", "phone", "group_id"}


def test_a_number_against_the_sex_wants_a_reason(office: Office) -> None:
    odd = replace(LAN, sex="male")
    with pytest.raises(WarningsError) as asked:
        save_person(office, odd)
    assert [(one.code, one.field) for one in asked.value.warnings] == [("id_number.unusual", "id_number")]
    assert save_person(office, replace(odd, accepted={"id_number.unusual": "Đã đối chiếu thẻ"})).id


def test_a_kept_doubt_is_not_asked_again(office: Office) -> None:
    odd = replace(LAN, sex="male", accepted={"id_number.unusual": "Đã đối chiếu thẻ"})
    saved = save_person(office, odd)
    kept = person(office, saved.id).draft
    save_person(office, replace(kept, address="Số 1 phố Huế"))
    assert person(office, saved.id).draft.version == 2


def test_a_second_person_with_the_same_number_is_pointed_out(office: Office) -> None:
    save_person(office, LAN)
    with pytest.raises(WarningsError) as asked:
        save_person(office, replace(LAN, name="Nguyễn Lan"))
    assert [one.code for one in asked.value.warnings] == ["id_number.duplicate"]


def test_the_old_number_of_one_finds_the_same_number_of_another(office: Office) -> None:
    save_person(office, PersonDraft(name="Trần Văn Bình", old_id_number="012345678"))
    number = PersonDraft(name="Trần Bình", id_number="012345678")
    with pytest.raises(WarningsError) as asked:
        save_person(office, number)
    assert "id_number.duplicate" in {one.code for one in asked.value.warnings}


def test_a_stale_save_is_refused(office: Office) -> None:
    saved = save_person(office, LAN)
    kept = person(office, saved.id).draft
    save_person(office, replace(kept, address="Số 1"))
    with pytest.raises(DeskError) as refused:
        save_person(office, replace(kept, address="Số 2"))
    assert refused.value.reason == "stale"


def test_an_unknown_person_is_gone(office: Office) -> None:
    with pytest.raises(DeskError) as refused:
        person(office, "nobody")
    assert refused.value.reason == "gone"
    with pytest.raises(DeskError) as refused:
        save_person(office, replace(LAN, id="nobody", version=1))
    assert refused.value.reason == "gone"


def test_people_are_listed_by_given_name(office: Office) -> None:
    for name in ("Nguyễn Văn Đức", "Trần Thị An", "Lê Văn Dũng", "Phạm Hoà"):
        save_person(office, PersonDraft(name=name))
    assert names(office, Query()) == ["Trần Thị An", "Lê Văn Dũng", "Nguyễn Văn Đức", "Phạm Hoà"]
    assert names(office, Query(descending=True))[0] == "Phạm Hoà"


@pytest.mark.parametrize("typed", ["duc nguyen", "Đức", "ngu du", "hien 0987"])
def test_people_are_found_without_marks(office: Office, typed: str) -> None:
    save_person(office, PersonDraft(name="Nguyễn Văn Đức"))
    save_person(office, PersonDraft(name="Lê Thị Hiền", phone="0987654321"))
    assert len(people_ids(office, Query(typed))) == 1


def test_a_renamed_person_is_found_by_the_new_name_only(office: Office) -> None:
    saved = save_person(office, LAN)
    save_person(office, replace(person(office, saved.id).draft, name="Nguyễn Thị Mơ"))
    assert people_ids(office, Query("mơ")) == (saved.id,)
    assert people_ids(office, Query("lan")) == ()


def test_rows_come_in_the_order_asked(office: Office) -> None:
    one, two = save_person(office, PersonDraft(name="A")).id, save_person(office, PersonDraft(name="B")).id
    assert [row.id for row in people_rows(office, (two, "gone", one))] == [two, one]


def test_the_administrator_sees_nobody(as_officer: Callable[[str], Office]) -> None:
    with pytest.raises(RoleError):
        people_ids(as_officer("anh"), Query())
    with pytest.raises(RoleError):
        save_person(as_officer("anh"), LAN)


def test_an_applicant_renamed_here_is_found_by_the_new_name_in_credit(office: Office) -> None:
    saved = save_person(office, LAN)
    with office.write() as session:
        session.add(
            LoanApplication(
                id="one",
                file_code="2026-000001",
                programme="gqvl",
                applicant="person",
                person_id=saved.id,
                sort_key="",
                entered_by=office.officer.id,
                received_on=date(2026, 11, 1),
                facts={},
            )
        )
    save_person(office, replace(person(office, saved.id).draft, name="Nguyễn Thị Mơ"))
    with office.database.read() as session:
        found = session.scalars(select(LoanApplication.id).where(*matching("applications", "mo", LoanApplication.id)))
        assert found.all() == ["one"]
        assert session.scalars(select(LoanApplication.sort_key)).one() == name_key("Nguyễn Thị Mơ")


def test_who_does_not_work_with_credit_files_sees_no_applicant(office: Office) -> None:
    save_household(office, HouseholdDraft(name="Quán An", owner=PersonDraft(name="Vũ An")))
    save_person(office, PersonDraft(name="Lý Thị Cam", birth="1990"))
    economy = replace(office, officer=replace(office.officer, roles=frozenset({"economy"})))
    assert len(people_ids(office, Query())) == 2
    seen = people_rows(economy, people_ids(office, Query()))
    assert [row.name for row in seen] == ["Vũ An"]
    assert [row.id for row in seen] == list(people_ids(economy, Query()))
    hidden = next(id_ for id_ in people_ids(office, Query()) if id_ != seen[0].id)
    with pytest.raises(DeskError):
        person(economy, hidden)
