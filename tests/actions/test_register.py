"""Văn thư's numbers: those that are left out carry a reason, in the register, in the log, in the history."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from hn_desk.actions.confirmations import Subject, confirm, record_number
from hn_desk.actions.credit import application
from hn_desk.actions.office import Office
from hn_desk.actions.warnings import WarningsError
from hn_desk.models.tables import RegisterNumber
from tests.actions.conftest import PASSPHRASE
from tests.actions.credit_samples import MAN, PLAN, WORK, As, issued, numbered, presented

REASON = "126, 127: giấy xác nhận khác của văn phòng"


@pytest.fixture
def second(office: Office, as_officer: As) -> Subject:
    """A signed paper that waits for its number; 125 is given already."""
    issued(office, as_officer, presented(office))
    subject = presented(office, replace(WORK, person=MAN))
    confirm(as_officer("hung"), (subject,), PASSPHRASE)
    return subject


@pytest.mark.parametrize("reasons", [{}, {"number.gap": "  "}])
def test_numbers_left_out_want_a_reason(second: Subject, reasons: dict[str, str], as_officer: As) -> None:
    with pytest.raises(WarningsError) as asked:
        record_number(as_officer("mai"), replace(numbered(second, 128), accepted=reasons))
    (warning,) = asked.value.warnings
    assert (warning.code, warning.field) == ("number.gap", "number")
    assert warning.what == "The numbers 126 to 127 are left out: write which papers have them, or why."


def test_the_reason_stands_in_the_register_the_log_and_the_history(
    second: Subject, office: Office, as_officer: As
) -> None:
    record_number(as_officer("mai"), replace(numbered(second, 128), accepted={"number.gap": f" {REASON} "}))
    with office.database.read() as session:
        row = session.scalars(select(RegisterNumber).where(RegisterNumber.number == 128)).one()
        assert row.note == REASON
    assert application(office, second.id).history[-1].reason == REASON


@pytest.mark.parametrize("number", [126, 124, 1])
def test_the_next_number_and_one_that_was_left_out_want_none(second: Subject, number: int, as_officer: As) -> None:
    record_number(as_officer("mai"), replace(numbered(second, number), accepted={}))


def test_the_first_number_of_a_year_and_series_wants_none(office: Office, as_officer: As, second: Subject) -> None:
    plan = presented(office, PLAN)
    confirm(as_officer("hung"), (plan,), PASSPHRASE)
    record_number(as_officer("mai"), replace(numbered(plan, 40), series="PA-UBND", accepted={}))
    assert second.id != plan.id
