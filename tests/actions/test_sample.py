"""The training office: invented, the same for the same seed, found like any other."""

from pathlib import Path

import pytest
from sqlalchemy import func, select

from hn_desk.actions.households import household_ids
from hn_desk.actions.office import TRAINING_FILE, Office, unlock
from hn_desk.actions.query import Query
from hn_desk.actions.sample import TRAINING_PASSPHRASE, SamplePlan, make_sample, training_officers
from hn_desk.models.audit_check import first_break
from hn_desk.models.tables import HouseholdBusiness, Person
from hn_desk.rules.identifiers import check_citizen_id, check_tax_code
from tests.actions.conftest import NOW, QUICK

Names = list[tuple[str, str]]


def sample(folder: Path, plan: SamplePlan) -> Office:
    make_sample(folder, plan, cost=QUICK, clock=lambda: NOW)
    return unlock(folder, "lan", TRAINING_PASSPHRASE, clock=lambda: NOW)


@pytest.fixture
def names(tmp_path: Path) -> Names:
    return people_of(tmp_path / "first", SamplePlan(6, 10, seed=3))


def people_of(folder: Path, plan: SamplePlan) -> Names:
    office = sample(folder, plan)
    try:
        with office.database.read() as session:
            return [(name, number) for name, number in session.execute(select(Person.name, Person.id_number))]
    finally:
        office.close()


def test_the_same_seed_makes_the_same_people(names: Names, tmp_path: Path) -> None:
    assert sorted(people_of(tmp_path / "again", SamplePlan(6, 10, seed=3))) == sorted(names)


def test_another_seed_makes_others(names: Names, tmp_path: Path) -> None:
    assert sorted(people_of(tmp_path / "other", SamplePlan(6, 10, seed=4))) != sorted(names)


def test_invented_numbers_raise_no_doubts(tmp_path: Path) -> None:
    office = sample(tmp_path / "office", SamplePlan(12, 5))
    with office.database.read() as session:
        people = session.scalars(select(Person)).all()
        codes = session.scalars(select(HouseholdBusiness.tax_code)).all()
        broken = first_break(session)
    office.close()

    checks = [check_citizen_id(one.id_number, sex=one.sex, birth=one.birth) for one in people]
    assert [check.warnings for check in checks if check.warnings or check.problems] == []
    assert [code for code in codes if check_tax_code(code).warnings] == []
    assert broken is None


def test_a_household_is_found_by_its_owners_name(tmp_path: Path) -> None:
    office = sample(tmp_path / "office", SamplePlan(8))
    with office.database.read() as session:
        household = session.scalars(select(HouseholdBusiness)).first()
        assert household
        words = f"{household.owner.name} {household.owner.id_number}"
    found = household_ids(office, Query(text=words))
    office.close()

    assert found == (household.id,)


def test_a_sample_is_marked_as_training(tmp_path: Path) -> None:
    office = sample(tmp_path / "office", SamplePlan(2))
    with office.database.read() as session:
        marked = session.scalar(
            select(func.count(HouseholdBusiness.id)).where(
                HouseholdBusiness.origin == "sample", HouseholdBusiness.note.contains("tập huấn")
            )
        )
    office.close()

    assert (office.environment, marked) == ("training", 2)
    assert {officer.login for officer in training_officers()} == {"lan", "minh", "hung", "mai", "anh"}


def test_an_empty_sample_is_an_office_without_households(tmp_path: Path) -> None:
    office = sample(tmp_path / "office", SamplePlan(0))
    assert household_ids(office, Query()) == ()
    office.close()


def test_the_sign_in_screen_can_tell_who_may_sign_in(tmp_path: Path) -> None:
    sample(tmp_path / "office", SamplePlan(0)).close()
    told = (tmp_path / "office" / TRAINING_FILE).read_text(encoding="utf-8")
    assert TRAINING_PASSPHRASE in told
    assert "hung: Trần Văn Hùng (Chủ tịch, Phó Chủ tịch)" in told
    assert all(f"{officer.login}: {officer.name}" in told for officer in training_officers())
