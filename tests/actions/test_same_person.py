"""A person who applies twice, in two programmes, or under an old number is pointed out; a reason lets it stand."""

from dataclasses import replace
from typing import Any

import pytest

from hn_desk.actions import warnings as asked_for
from hn_desk.actions.credit import ApplicationDraft, application, check, judge, refuse, save_application
from hn_desk.actions.list_correction import correct_list
from hn_desk.actions.lists import beneficiary_list, save_list
from hn_desk.actions.office import Office
from hn_desk.actions.people import PersonDraft
from hn_desk.actions.rights import held_on
from hn_desk.errors import DeskError
from hn_desk.models.tables import LoanApplication
from tests.actions.credit_samples import LINE, MAN, POLICE_LIST, TODAY, WOMAN, WORK, As, issued, presented_list

AGAIN = replace(LINE, person=WOMAN)


def doubts(office: Office, draft: ApplicationDraft) -> tuple[asked_for.Warning, ...]:
    """What saving this draft asks a reason for, of the same person."""
    try:
        save_application(office, draft)
    except asked_for.WarningsError as asked:
        return tuple(one for one in asked.warnings if one.code.startswith("check.same_person"))
    return ()


def put_state(office: Office, id_: str, state: str, **values: object) -> None:
    with office.write() as session:
        row = session.get_one(LoanApplication, id_)
        row.state = state
        for name, value in values.items():
            setattr(row, name, value)


def test_another_programme_is_pointed_out_with_its_neutral_name_and_why(office: Office) -> None:
    first = application(office, save_application(office, WORK).id)
    kept = first.draft.person
    (doubt,) = doubts(office, replace(LINE, person=kept))
    assert (doubt.code, doubt.field) == ("check.same_person.2026-000001", "person.name")
    assert doubt.what == (
        "The same person stands in file 2026-000001 of another programme, Chương trình việc làm: "
        "the same person of this office."
    )


@pytest.mark.parametrize(
    ("first", "second", "why"),
    [
        ({}, {"name": "Tên Khác Hẳn"}, "the same ID number."),
        (
            {"id_number": "", "old_id_number": "012345678"},
            {"name": "Tên Khác Hẳn", "old_id_number": "012345678"},
            "the same old ID number (CMND).",
        ),
        ({"id_number": ""}, {}, "the same name and birth."),
        ({"id_number": "", "name": "NGUYEN THI BINH"}, {}, "the same name and birth."),
        ({"id_number": "", "birth": "1990"}, {}, "the same name and birth."),
    ],
)
def test_the_same_person_is_known_again(
    first: dict[str, Any], second: dict[str, Any], why: str, office: Office
) -> None:
    save_application(office, replace(WORK, person=replace(WOMAN, **first)))
    (doubt,) = doubts(office, replace(WORK, person=replace(WOMAN, **second)))
    assert doubt.what == f"The same person stands in file 2026-000001 of this programme already: {why}"


@pytest.mark.parametrize(
    "other",
    [
        replace(WOMAN, id_number="", birth="1991-05-03"),
        replace(WOMAN, id_number="", birth="1990-05-04"),
        replace(WOMAN, id_number="", name="Nguyễn Thị Bình An"),
        replace(WOMAN, id_number="", birth=""),
    ],
)
def test_another_person_is_not(other: PersonDraft, office: Office) -> None:
    save_application(office, WORK)
    assert not doubts(office, replace(WORK, person=other))


@pytest.mark.parametrize("state", ["refused", "withdrawn", "bank_refused", "settled"])
def test_a_file_that_is_over_is_not_pointed_out(state: str, office: Office) -> None:
    put_state(office, save_application(office, WORK).id, state)
    assert not doubts(office, AGAIN)


def test_a_second_loan_within_the_window_of_a_settled_one_is_pointed_out(office: Office) -> None:
    first = save_application(office, AGAIN).id
    put_state(office, first, "settled", eligible_until=TODAY)
    (doubt,) = doubts(office, AGAIN)
    assert "of this programme already" in doubt.what
    put_state(office, first, "settled", eligible_until=TODAY.replace(day=TODAY.day - 1))
    assert not doubts(office, AGAIN)


def test_a_reason_lets_it_stand_and_is_kept_and_shown(office: Office) -> None:
    save_application(office, WORK)
    (doubt,) = doubts(office, AGAIN)
    reasons = {doubt.code: "Vay cho hai mục đích khác nhau", "person.id_number.duplicate": "Cùng một người"}
    kept = application(office, save_application(office, replace(AGAIN, accepted=reasons)).id)
    assert [one.accepted_reason for one in kept.findings if one.check.startswith("same_person")] == [
        "Vay cho hai mục đích khác nhau"
    ]
    assert not doubts(office, kept.draft)


def test_the_clerk_sees_it_while_typing(office: Office) -> None:
    save_application(office, WORK)
    judged = judge(office, ApplicationDraft(programme="qd22", applicant="person", person=WOMAN))
    assert [one.check for one in judged.findings if one.verdict == "warn"] == ["same_person.2026-000001"]


def test_a_file_that_came_meanwhile_is_a_new_doubt_of_the_first(office: Office) -> None:
    first = save_application(office, WORK).id
    other = replace(AGAIN, person=replace(WOMAN, id_number=""))
    (doubt,) = doubts(office, other)
    second = save_application(office, replace(other, accepted={doubt.code: "Hai mục đích"})).id
    with pytest.raises(DeskError) as refused:
        check(office, first)
    assert refused.value.reason == "new-doubt"
    refuse(office, second, "Nhập nhầm")
    check(office, first)


def test_a_correction_of_a_list_is_not_a_second_file(office: Office, as_officer: As) -> None:
    subject, _lines = presented_list(office, MAN, WOMAN)
    issued(office, as_officer, subject)
    corrected = correct_list(office, subject.id, "Sai số tiền").id
    lines = [line.id for line in beneficiary_list(office, corrected).lines]
    assert len(lines) == 2
    for line in lines:
        check(office, line)
    assert {one.verdict for line in lines for one in application(office, line).findings} == {"pass"}


def test_who_asks_what_is_held_reads_nothing_of_the_other_file(office: Office, as_officer: As) -> None:
    save_application(office, replace(WORK, person=replace(WOMAN, id_number="")))
    (doubt,) = doubts(office, AGAIN)
    second = save_application(office, replace(AGAIN, accepted={doubt.code: "Người khác, trùng tên"})).id
    asker = application(office, second).draft.person
    told = [one.value for one in held_on(as_officer("mai"), str(asker.id if asker else ""))]
    assert WOMAN.name in told
    assert not [value for value in told if "2026-000001" in value]


def test_the_same_person_twice_on_one_list_is_pointed_out(office: Office) -> None:
    kept = save_list(office, POLICE_LIST).id
    first = save_application(office, replace(LINE, person=MAN, list_id=kept)).id
    assert {one.verdict for one in application(office, first).findings} == {"pass"}
    (doubt,) = doubts(office, replace(LINE, person=MAN, list_id=kept))
    assert doubt.what.endswith("of this programme already: the same ID number.")
