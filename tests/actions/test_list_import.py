"""A police list is taken in from its workbook: every row has an outcome first, and all new rows are written at once."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import func, select

from hn_desk.actions.credit import application, check, save_application
from hn_desk.actions.list_import import DOUBT, NEW, SAME, WRONG, ListReading, import_list, look_through
from hn_desk.actions.list_reading import read_lines
from hn_desk.actions.lists import beneficiary_list, lists, present_list
from hn_desk.actions.office import Office
from hn_desk.errors import DeskError, InputError
from hn_desk.models.tables import AuditEntry, LoanApplication, Person
from tests.actions.credit_samples import LINE, MAN, POLICE_LIST, TODAY
from tests.actions.list_workbooks import row_of, workbook

AN = row_of("Trần Văn Ân", "001085012346", sex="Nam", born=1985)
BINH = row_of("Nguyễn Thị Bình", "001190012345", sex="Nữ", born="03/5/1990")


def kept(folder: Path, *rows: list[object]) -> Path:
    path = folder / "danh-sach.xlsx"
    path.write_bytes(workbook(rows))
    return path


def outcomes(reading: ListReading) -> list[str]:
    return [row.outcome for row in reading.rows]


def written(office: Office) -> int:
    with office.database.read() as session:
        return session.scalars(select(func.count()).select_from(LoanApplication)).one()


def test_a_line_is_read_under_headings_below_title_rows() -> None:
    (line,) = read_lines(workbook([row_of("Trần  Văn Ân", 1_085_012_346, born=date(1985, 5, 3))]), TODAY)
    assert (line.name, line.birth, line.sex, line.id_number) == ("Trần Văn Ân", "1985-05-03", "male", "001085012346")
    assert (line.entitled_on, line.amount, line.term_months) == (date(2025, 6, 1), 80_000_000, 60)
    assert (line.row, line.problems) == (6, ())


def test_headings_in_two_rows_and_numbered_columns_are_understood() -> None:
    rows: list[list[object]] = [
        ["TT", "Họ tên", None, "Nhu cầu vay", None],
        [None, None, "CCCD", "Số tiền (triệu đồng)", "Thời hạn (năm)"],
        ["(1)", "(2)", "(3)", "(4)", "(5)"],
        [1, "Công Thị Cúc", "001185012346", 80, 5],
        [2, "Lê Văn Dũng", "123456789", "-nt-", "-nt-"],
    ]
    first, second = read_lines(workbook(rows[1:], headings=rows[0], titles=(), ends=()), TODAY)
    assert (first.name, first.amount, first.term_months) == ("Công Thị Cúc", 80_000_000, 60)
    assert (second.old_id_number, second.id_number, second.amount) == ("123456789", "", 80_000_000)


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ({"born": "32/13/1985"}, "There is no month 13."),
        ({"sex": "Bê đê"}, "neither"),
        ({"completed": "tháng trước"}, "is not a day"),
        ({"amount": "nhiều"}, "can be read in more than one way"),
        ({"months": "lâu"}, "is not a number of months"),
    ],
)
def test_what_cannot_be_read_is_named(cells: dict[str, object], said: str) -> None:
    (line,) = read_lines(workbook([row_of("Trần Văn Ân", "001085012346", **cells)]), TODAY)
    assert said in " ".join(line.problems)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (workbook([AN], headings=("Một", "Hai")), "no-headings"),
        (workbook([]), "no-lines"),
        (b"khong phai", "workbook-broken"),
    ],
)
def test_a_wrong_workbook_is_refused_plainly(data: bytes, reason: str, office: Office, tmp_path: Path) -> None:
    path = tmp_path / "sai.xlsx"
    path.write_bytes(data)
    with pytest.raises(InputError) as refused:
        look_through(office, path, POLICE_LIST)
    assert refused.value.reason == reason
    assert refused.value.do


def test_looking_through_keeps_nothing(office: Office, tmp_path: Path) -> None:
    reading = look_through(office, kept(tmp_path, AN, BINH), POLICE_LIST)
    assert outcomes(reading) == [NEW, NEW]
    assert lists(office) == ()
    assert written(office) == 0
    with office.database.read() as session:
        assert session.scalars(select(func.count()).select_from(Person)).one() == 0
        assert session.scalars(select(AuditEntry).where(AuditEntry.action == "lists.save")).all() == []


def test_every_row_is_new_the_same_or_wrong_and_new_ones_are_written_at_once(office: Office, tmp_path: Path) -> None:
    path = kept(tmp_path, AN, BINH, AN, row_of("Lê Văn Dũng", ""), row_of("Đỗ Văn Em", "001099012347", amount="nhiều"))
    looked = look_through(office, path, POLICE_LIST)
    imported = import_list(office, path, POLICE_LIST)
    assert outcomes(looked) == outcomes(imported.reading) == [NEW, NEW, SAME, WRONG, WRONG]
    assert sum(imported.reading.count(one) for one in (NEW, SAME, WRONG)) == len(imported.reading.rows)
    facts = beneficiary_list(office, imported.changed.id)
    assert sorted(line.applicant_name for line in facts.lines) == ["Nguyễn Thị Bình", "Trần Văn Ân"]
    assert {line.state for line in facts.lines} == {"listed"}
    (row,) = lists(office)
    assert (row.police_number, row.police_on, row.month) == ("15/DS-CAP", POLICE_LIST.police_on, "2026-11")


def test_the_same_workbook_again_adds_nothing(office: Office, tmp_path: Path) -> None:
    path = kept(tmp_path, AN, BINH)
    import_list(office, path, POLICE_LIST)
    again = look_through(office, path, POLICE_LIST)
    assert outcomes(again) == [SAME, SAME]
    assert again.is_known
    with pytest.raises(DeskError) as refused:
        import_list(office, path, POLICE_LIST)
    assert refused.value.reason == "nothing-new"
    assert written(office) == 2


def test_more_people_on_a_kept_list_join_it(office: Office, tmp_path: Path) -> None:
    first = import_list(office, kept(tmp_path, AN), POLICE_LIST)
    second = import_list(office, kept(tmp_path, AN, BINH), POLICE_LIST)
    assert second.changed.id == first.changed.id
    assert outcomes(second.reading) == [SAME, NEW]
    assert len(beneficiary_list(office, first.changed.id).lines) == 2


def test_what_the_log_says_of_a_list_it_says_of_no_line(office: Office, tmp_path: Path) -> None:
    list_id = import_list(office, kept(tmp_path, AN, BINH), POLICE_LIST).changed.id
    beneficiary_list(office, list_id)
    with office.database.read() as session:
        entries = session.scalars(select(AuditEntry).where(AuditEntry.action.startswith("lists."))).all()
    assert {(one.action, one.subject, one.record_id) for one in entries} == {
        ("lists.save", "lists", list_id),
        ("lists.read", "lists", list_id),
    }


def test_a_list_that_is_presented_is_not_added_to(office: Office, tmp_path: Path) -> None:
    list_id = import_list(office, kept(tmp_path, AN), POLICE_LIST).changed.id
    (line,) = beneficiary_list(office, list_id).lines
    draft = application(office, line.id).draft
    save_application(office, replace(draft, facts={**draft.facts, **LINE.facts}))
    check(office, line.id)
    present_list(office, list_id)
    with pytest.raises(DeskError, match="presented or confirmed") as refused:
        look_through(office, kept(tmp_path, AN, BINH), POLICE_LIST)
    assert refused.value.reason == "presented"


def test_a_doubtful_row_needs_a_reason_that_is_kept(office: Office, tmp_path: Path) -> None:
    path = kept(tmp_path, row_of("Trần Văn Ân", "001185012346", sex="Nam"), BINH)
    assert outcomes(look_through(office, path, POLICE_LIST)) == [DOUBT, NEW]
    with pytest.raises(InputError) as refused:
        import_list(office, path, POLICE_LIST)
    assert [problem.field for problem in refused.value.problems] == ["reason"]
    assert written(office) == 0
    imported = import_list(office, path, POLICE_LIST, "Đã đối chiếu căn cước")
    assert outcomes(imported.reading) == [NEW, NEW]
    assert imported.reading.rows[0].why


def test_what_a_check_refuses_is_said_before_it_is_written(office: Office, tmp_path: Path) -> None:
    late = row_of("Trần Văn Ân", "001085012346", completed=date(2019, 1, 1))
    (row,) = look_through(office, kept(tmp_path, late), POLICE_LIST).rows
    assert row.outcome == NEW
    assert "5" in row.why


def test_a_person_who_is_kept_already_is_not_kept_twice(office: Office, tmp_path: Path) -> None:
    save_application(office, replace(LINE, programme="gqvl", person=MAN, facts={}))
    import_list(
        office, kept(tmp_path, row_of(MAN.name, MAN.id_number, born=1985, place="Nơi khác")), POLICE_LIST, "Đúng"
    )
    with office.database.read() as session:
        (person,) = session.scalars(select(Person))
        assert person.address == MAN.address


def test_a_list_without_number_names_the_field(office: Office, tmp_path: Path) -> None:
    with pytest.raises(InputError) as refused:
        look_through(office, kept(tmp_path, AN), replace(POLICE_LIST, police_number="", month=""))
    assert {problem.field for problem in refused.value.problems} == {"police_number", "month"}


def test_an_unclear_purpose_is_left_to_the_clerk(office: Office, tmp_path: Path) -> None:
    (row,) = look_through(
        office, kept(tmp_path, row_of("Trần Văn Ân", "001085012346", purpose="Mua xe")), POLICE_LIST
    ).rows
    assert "Mua xe" in row.why
