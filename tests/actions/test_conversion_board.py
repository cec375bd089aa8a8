"""The board: every conversion in the column of its state, who waits longest first; the same as a list."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from hn_desk.actions import conversion_board
from hn_desk.actions.conversion_board import begin_step, board, conversion_ids, conversion_rows
from hn_desk.actions.conversions import move_conversion
from hn_desk.actions.household_facts import ContactDraft, ConversionDraft, HouseholdDraft
from hn_desk.actions.households import save_contact, save_household
from hn_desk.actions.office import Office
from hn_desk.actions.people import PersonDraft
from hn_desk.actions.query import Query
from hn_desk.errors import DeskError
from hn_desk.models.tables import HouseholdBusiness
from hn_desk.rules.conversion import BOARD

DAY = date(2026, 11, 10)


def shop(office: Office, name: str, *states: str, day: date = DAY) -> str:
    made = save_household(office, HouseholdDraft(name=name, owner=PersonDraft(name=f"Vũ {name}"))).id
    for state in states:
        move_conversion(office, ConversionDraft(made, state, day, reason="Chưa muốn"))
    return made


def columns(office: Office) -> dict[str, list[str]]:
    return {column.state: [card.name for card in column.cards] for column in board(office) if column.count}


def test_each_stands_in_the_column_of_its_state_the_longest_waiting_first(office: Office) -> None:
    shop(office, "An", "contacted", day=DAY)
    shop(office, "Bình", "contacted", day=DAY - timedelta(days=3))
    shop(office, "Chi", "contacted", "refused")
    shop(office, "Dung")
    assert columns(office) == {"contacted": ["Bình", "An"], "refused": ["Chi"]}
    assert [column.state for column in board(office)] == list(BOARD)


def test_a_card_says_how_long_and_what_is_promised(office: Office) -> None:
    made = shop(office, "An", "contacted")
    contact = ContactDraft(household_id=made, day=DAY, way="home", intention="considering")
    save_contact(office, replace(contact, next_on=date(2026, 11, 19), next_step="Mang phiếu"))
    (card,) = next(column.cards for column in board(office) if column.count)
    assert (card.owner_name, card.days, card.next_on, card.next_step, card.is_late) == (
        "Vũ An",
        10,
        date(2026, 11, 19),
        "Mang phiếu",
        True,
    )


def test_a_long_column_shows_its_first_cards_and_counts_all(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(conversion_board, "MOST_CARDS", 2)
    for name in ("An", "Bình", "Chi"):
        shop(office, name, "listed")
    column = board(office)[0]
    assert (column.count, len(column.cards)) == (3, 2)


def test_a_merged_household_is_on_no_board(office: Office) -> None:
    kept, gone = shop(office, "An", "listed"), shop(office, "An", "listed")
    with office.write() as session:
        session.get_one(HouseholdBusiness, gone).merged_into = kept
    assert columns(office) == {"listed": ["An"]}
    assert conversion_ids(office, Query()) == (kept,)


def test_a_step_is_begun_only_where_it_may_follow(office: Office) -> None:
    made = shop(office, "An", "contacted")
    assert begin_step(office, made, "agreed").draft.id == made
    with pytest.raises(DeskError, match="can't follow") as refused:
        begin_step(office, made, "registered")
    assert refused.value.reason == "step"


def test_the_list_is_searched_filtered_and_sorted(office: Office) -> None:
    first = shop(office, "An", "contacted", day=DAY)
    second = shop(office, "Bình", "contacted", "considering", day=DAY - timedelta(days=2))
    shop(office, "Chi")
    assert conversion_ids(office, Query()) == (first, second)
    assert conversion_ids(office, Query(text="binh")) == (second,)
    assert conversion_ids(office, Query(filters={"state": "contacted"})) == (first,)
    assert conversion_ids(office, Query(filters={"due": "alive"})) == ()
    for sort in ("owner", "state", "since", "next_on"):
        assert set(conversion_ids(office, Query(sort=sort))) == {first, second}
    assert [card.id for card in conversion_rows(office, (second, first))] == [second, first]
