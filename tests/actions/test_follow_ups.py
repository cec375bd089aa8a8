"""After a registration: supports received, alive after 6, 12 and 24 months, what is due."""

from dataclasses import replace
from datetime import date

import pytest

from hn_desk.actions.follow_ups import ALIVE, FollowUpDraft, follow_ups, save_follow_up
from hn_desk.actions.home import today
from hn_desk.actions.office import Office
from hn_desk.errors import DeskError, InputError
from hn_desk.models.tables import Conversion
from tests.actions.records import add_conversion, add_household

CERTIFICATE = date(2025, 11, 20)
"""A year before the office's today."""


@pytest.fixture
def shop(office: Office) -> str:
    household = add_household(office)
    conversion = add_conversion(office, household)
    with office.write() as session:
        row = session.get(Conversion, conversion)
        assert row is not None
        row.certificate_on = CERTIFICATE
    return household


def alive(shop: str, months: int, *, is_alive: bool = True) -> FollowUpDraft:
    return FollowUpDraft(household_id=shop, kind=ALIVE, day=date(2026, 11, 19), months=months, is_alive=is_alive)


def due(office: Office, shop: str) -> list[int]:
    return [check.months for check in follow_ups(office, shop).due]


def asked(office: Office) -> list[str]:
    return [one.text for one in today(office).waiting if one.kind == "alive"]


def test_questions_fall_due_after_six_and_twelve_months_until_they_are_answered(office: Office, shop: str) -> None:
    assert due(office, shop) == [6, 12]
    assert asked(office) == ["Enterprises to ask whether they are still in business: 1."]
    save_follow_up(office, alive(shop, 6))
    assert due(office, shop) == [12]
    save_follow_up(office, alive(shop, 12))
    assert due(office, shop) == []
    assert asked(office) == []


def test_an_enterprise_that_closed_is_not_asked_after_again(office: Office, shop: str) -> None:
    save_follow_up(office, alive(shop, 6, is_alive=False))
    assert due(office, shop) == []


def test_a_support_received_comes_back_and_is_mended(office: Office, shop: str) -> None:
    draft = FollowUpDraft(household_id=shop, day=date(2026, 3, 2), support="training", note="  Lớp kế toán ")
    saved = save_follow_up(office, draft)
    (kept,) = follow_ups(office, shop).rows
    assert kept.draft == replace(draft, id=saved.id, version=1, note="Lớp kế toán")
    save_follow_up(office, replace(kept.draft, support="credit"))
    assert [one.draft.support for one in follow_ups(office, shop).rows] == ["credit"]
    with pytest.raises(DeskError, match="meantime"):
        save_follow_up(office, kept.draft)


@pytest.mark.parametrize(
    ("change", "fields"),
    [
        ({"day": None}, ["day"]),
        ({"day": date(2026, 11, 21)}, ["day"]),
        ({"day": date(2025, 11, 19)}, ["day"]),
        ({"support": ""}, ["support"]),
        ({"support": "gold"}, ["support"]),
        ({"kind": ALIVE, "months": 7}, ["months", "is_alive"]),
    ],
)
def test_what_cannot_be_is_told_at_its_field(
    office: Office, shop: str, change: dict[str, object], fields: list[str]
) -> None:
    draft = FollowUpDraft(household_id=shop, day=date(2026, 3, 2), support="training")
    with pytest.raises(InputError) as refused:
        save_follow_up(office, replace(draft, **change))  # type: ignore[arg-type]  # by name
    assert [problem.field for problem in refused.value.problems] == fields


def test_a_question_is_answered_once(office: Office, shop: str) -> None:
    save_follow_up(office, alive(shop, 6))
    with pytest.raises(InputError) as refused:
        save_follow_up(office, alive(shop, 6, is_alive=False))
    assert [problem.field for problem in refused.value.problems] == ["months"]


def test_nothing_is_followed_before_the_certificate(office: Office) -> None:
    shop = add_household(office)
    add_conversion(office, shop, "submitted")
    with pytest.raises(DeskError, match="no enterprise yet"):
        save_follow_up(office, FollowUpDraft(household_id=shop, day=date(2026, 11, 19), support="credit"))
    assert follow_ups(office, shop).due == ()
