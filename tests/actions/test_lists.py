"""Police lists: kept, presented as a whole, returned whole or line by line."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from hn_desk.actions.confirmations import confirm, confirmation
from hn_desk.actions.credit import (
    application,
    application_ids,
    check,
    present,
    refuse,
    return_to_enterer,
    save_application,
    withdraw,
)
from hn_desk.actions.lists import beneficiary_list, lists, present_list, return_list, save_list, withdraw_list
from hn_desk.actions.office import Office
from hn_desk.actions.people import PersonDraft
from hn_desk.actions.query import Query
from hn_desk.errors import DeskError, InputError, RoleError
from tests.actions.conftest import PASSPHRASE
from tests.actions.credit_samples import LINE, MAN, POLICE_LIST, As, issued, listed, presented_list, with_facts

OTHER = PersonDraft(name="Phạm Thị Yến", birth="1979", sex="female", id_number="001179033333", address="Số 5 Hàng Gai")


def test_a_list_is_kept_with_the_polices_number_and_day(office: Office) -> None:
    kept = beneficiary_list(office, save_list(office, POLICE_LIST).id)
    assert (kept.name, kept.state, kept.file_code) == ("15/DS-CAP · 04/11/2026", "draft", "2026-000001")
    assert kept.draft.month == "2026-11"
    assert kept.may == {"save", "present"}


def test_every_wrong_field_of_a_list_is_named_at_once(office: Office) -> None:
    with pytest.raises(InputError) as refused:
        save_list(office, replace(POLICE_LIST, programme="gqvl", month="11/2026", police_number=" ", police_on=None))
    assert {one.field for one in refused.value.problems} == {"programme", "month", "police_number", "police_on"}


def test_a_list_can_not_come_from_the_future_or_change_its_programme(office: Office) -> None:
    kept = beneficiary_list(office, save_list(office, POLICE_LIST).id).draft
    with pytest.raises(InputError) as refused:
        save_list(office, replace(kept, programme="qd08", police_on=date(2026, 12, 1)))
    assert {one.field for one in refused.value.problems} == {"programme", "police_on"}


def test_a_stale_or_missing_list_is_refused(office: Office) -> None:
    kept = beneficiary_list(office, save_list(office, POLICE_LIST).id).draft
    save_list(office, replace(kept, month="2026-10"))
    with pytest.raises(DeskError) as stale:
        save_list(office, replace(kept, month="2026-09"))
    with pytest.raises(DeskError) as gone:
        beneficiary_list(office, "nowhere")
    assert (stale.value.reason, gone.value.reason) == ("stale", "gone")


def test_a_line_is_listed_then_checked(office: Office) -> None:
    list_id = save_list(office, POLICE_LIST).id
    line = save_application(office, replace(LINE, list_id=list_id)).id
    assert application(office, line).state == "listed"
    assert application(office, line).list_name == "15/DS-CAP · 04/11/2026"
    check(office, line)
    assert application(office, line).may == {"save", "refuse", "withdraw"}
    assert application_ids(office, Query(filters={"list": list_id})) == (line,)


def test_a_line_fits_only_a_list_of_its_programme(office: Office) -> None:
    list_id = save_list(office, replace(POLICE_LIST, programme="qd08")).id
    with pytest.raises(InputError) as refused:
        save_application(office, replace(LINE, list_id=list_id))
    assert [one.field for one in refused.value.problems] == ["list_id"]


def test_a_list_is_presented_with_its_checked_lines_and_confirmed_as_a_whole(office: Office, as_officer: As) -> None:
    subject, lines = presented_list(office, MAN, OTHER)
    kept = confirmation(office, subject)
    assert kept is not None
    assert (kept.lines, kept.amount, kept.state) == (2, 160_000_000, "presented")
    assert beneficiary_list(as_officer("hung"), subject.id).may == {"return", "withdraw", "confirm", "print"}
    confirm(as_officer("hung"), (subject,), PASSPHRASE)
    assert {application(office, line).state for line in lines} == {"signed"}
    assert beneficiary_list(office, subject.id).state == "signed"


def test_a_line_is_not_presented_singly(office: Office) -> None:
    _list_id, lines = listed(office, MAN)
    with pytest.raises(DeskError) as refused:
        present(office, lines)
    assert refused.value.reason == "line-of-list"


def test_a_list_without_a_checked_line_is_not_presented(office: Office) -> None:
    list_id = save_list(office, POLICE_LIST).id
    with pytest.raises(DeskError) as refused:
        present_list(office, list_id)
    assert refused.value.reason == "no-checked-line"


def test_a_single_line_is_returned_and_the_list_frozen_again_without_it(office: Office, as_officer: As) -> None:
    subject, (first, second) = presented_list(office, MAN, OTHER)
    before = confirmation(office, subject)
    return_to_enterer(as_officer("hung"), second, "Thiếu giấy tờ")
    after = confirmation(office, subject)
    assert before is not None
    assert after is not None
    assert (after.edition, after.lines, after.state) == (2, 1, "presented")
    assert after.hash != before.hash
    assert application(office, first).state == "presented"
    assert application(office, second).state == "returned"


def test_a_mended_line_joins_the_presented_list_again(office: Office, as_officer: As) -> None:
    subject, (_first, second) = presented_list(office, MAN, OTHER)
    return_to_enterer(as_officer("hung"), second, "Thiếu thời hạn")
    save_application(office, with_facts(application(office, second).draft, term_months=36))
    check(office, second)
    present_list(office, subject.id)
    kept = confirmation(office, subject)
    assert kept is not None
    assert (kept.edition, kept.lines) == (3, 2)


@pytest.mark.parametrize("leave", [refuse, withdraw, return_to_enterer])
def test_a_presented_list_that_loses_its_only_line_goes_back(office: Office, as_officer: As, leave: object) -> None:
    subject, (only,) = presented_list(office, MAN)
    assert callable(leave)
    leave(as_officer("hung"), only, "Không đủ điều kiện")
    assert beneficiary_list(office, subject.id).state == "returned"
    kept = confirmation(office, subject)
    assert kept is not None
    assert kept.state == "returned"


def test_a_whole_list_is_returned_mended_and_presented_again(office: Office, as_officer: As) -> None:
    subject, lines = presented_list(office, MAN, OTHER)
    return_list(as_officer("hung"), subject.id, "Sai tháng")
    kept = beneficiary_list(office, subject.id)
    assert (kept.state, kept.reason) == ("returned", "Sai tháng")
    assert [step.state for step in application(office, lines[0]).history][-2:] == ["returned", "checked"]
    save_list(office, replace(kept.draft, month="2026-10"))
    present_list(office, subject.id)
    again = confirmation(office, subject)
    assert again is not None
    assert (again.edition, again.lines) == (2, 2)


def test_a_presented_list_can_not_be_changed_and_a_signed_one_takes_no_line(office: Office, as_officer: As) -> None:
    subject, (line,) = presented_list(office, MAN)
    with pytest.raises(DeskError) as refused:
        save_list(office, beneficiary_list(office, subject.id).draft)
    assert refused.value.reason == "presented"
    confirm(as_officer("hung"), (subject,), PASSPHRASE)
    with pytest.raises(InputError) as full:
        save_application(office, replace(LINE, person=OTHER, list_id=subject.id))
    assert [one.field for one in full.value.problems] == ["list_id"]
    with pytest.raises(DeskError) as single:
        return_to_enterer(as_officer("hung"), line, "Thiếu giấy tờ")
    assert single.value.reason == "line-of-list"
    with pytest.raises(DeskError) as again:
        present_list(office, subject.id)
    assert again.value.reason == "step"


def test_lists_show_their_lines_and_number(office: Office, as_officer: As) -> None:
    subject, (line, _other) = presented_list(office, MAN, OTHER)
    withdraw(as_officer("hung"), line, "Xin rút")
    issued(office, as_officer, subject, 7)
    (row,) = lists(office)
    assert (row.lines, row.state, row.number, row.month) == (1, "issued", "07/XN-UBND", "2026-11")


def test_only_those_who_may_return_return_a_list(office: Office) -> None:
    subject, _lines = presented_list(office, MAN)
    with pytest.raises(RoleError):
        return_list(office, subject.id, "Sai tháng")


def test_an_issued_list_is_withdrawn_with_all_its_lines(office: Office, as_officer: As) -> None:
    subject, lines = presented_list(office, MAN, OTHER)
    issued(office, as_officer, subject)
    with pytest.raises(RoleError):
        withdraw_list(office, subject.id, "Sai danh sách")
    withdraw_list(as_officer("hung"), subject.id, "Sai danh sách")
    kept = beneficiary_list(office, subject.id)
    assert (kept.state, kept.reason, kept.may) == ("withdrawn", "Sai danh sách", frozenset())
    assert {application(office, line).state for line in lines} == {"withdrawn"}
    assert kept.confirmation is not None
    assert kept.confirmation.state == "withdrawn"


def test_a_line_whose_time_ran_out_since_it_was_checked_is_not_presented(office: Office) -> None:
    list_id, (line,) = listed(office, MAN)
    until = application(office, line).until
    assert until == date(2030, 6, 1)
    later = replace(office, clock=lambda: datetime(2030, 6, 2, 3, 0, tzinfo=UTC))
    with pytest.raises(DeskError) as refused:
        present_list(later, list_id)
    assert refused.value.reason == "refused-by-check"
    assert application(office, line).state == "checked"
    in_time = replace(office, clock=lambda: datetime(2030, 5, 20, 3, 0, tzinfo=UTC))
    with pytest.raises(DeskError) as hurried:
        present_list(in_time, list_id)
    assert hurried.value.reason == "new-doubt"
    assert application(office, line).file_code in hurried.value.what
