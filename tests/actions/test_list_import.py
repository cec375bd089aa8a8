"""A police list is taken in from its workbook: every row has an outcome first, and all new rows are written at once."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import func, select

from hn_desk.actions.credit import application, check, save_application, withdraw
from hn_desk.actions.list_correction import correct_list
from hn_desk.actions.list_import import DOUBT, NEW, SAME, WRONG, ListReading, import_list, look_through
from hn_desk.actions.list_reading import read_lines
from hn_desk.actions.lists import beneficiary_list, lists, present_list
from hn_desk.actions.office import Office
from hn_desk.errors import DeskError, InputError
from hn_desk.models.tables import AuditEntry, LoanApplication, Person
from tests.actions.credit_samples import LINE, MAN, POLICE_LIST, TODAY, As, issued, presented_list
from tests.actions.list_workbooks import TITLES, row_of, workbook

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


def test_of_two_columns_the_one_named_in_most_words_is_read() -> None:
    headings = ("Họ và tên", "Số CMND", "Số CCCD", "Chỗ ở hiện nay", "Nơi thường trú", "Số tiền", "Số tiền đề nghị vay")
    cells = ("Trần Văn Ân", "123456789", "001085012346", "Số 5", "Số 3", 1, 80_000_000)
    (line,) = read_lines(workbook([cells], headings=headings, titles=(), ends=()), TODAY)
    assert (line.id_number, line.address, line.amount) == ("001085012346", "Số 3", 80_000_000)
    assert line.problems == ()
    (line,) = read_lines(workbook([(*cells, 2)], headings=(*headings, "Nơi cư trú cũ"), titles=(), ends=()), TODAY)
    assert line.address == "Số 3"


def test_two_columns_named_alike_are_said() -> None:
    headings = ("Họ và tên", "Số CCCD", "Số tiền vay", "Số tiền vay", "STT", "STT")
    (line,) = read_lines(
        workbook([("An", "001085012346", 80_000_000, 70_000_000, 1, 1)], headings=headings, titles=(), ends=()), TODAY
    )
    (problem,) = line.problems
    assert "“Số tiền vay” and “Số tiền vay” can both be meant" in problem


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
    "unit",
    [
        (None, None, "ĐVT: triệu đồng"),
        (None, "Đơn vị tính:", "Triệu đồng"),
        ("(Triệu đồng)",),
        ("Đơn vị: Công an phường", "Đơn vị: 1.000.000 đồng"),
        ("Số: 15/DS-CAP", "ĐVT: triệu đ"),
    ],
)
def test_a_unit_above_the_table_counts(unit: list[object]) -> None:
    rows = [row_of("Trần Văn Ân", "001085012346", amount=80), row_of("Lê Văn Dũng", "001085012399", amount=80_000_000)]
    lines = read_lines(workbook(rows, titles=(*TITLES, unit)), TODAY)
    assert [(line.amount, line.problems) for line in lines] == [(80_000_000, ()), (80_000_000, ())]


def test_the_unit_in_the_heading_goes_before_the_one_above() -> None:
    headings = ["STT", "Họ và tên", "CCCD", "Số tiền (nghìn đồng)"]
    rows = [[1, "Trần Văn Ân", "001085012346", 80_000]]
    (line,) = read_lines(workbook(rows, headings=headings, titles=[("ĐVT: triệu đồng",)]), TODAY)
    assert line.amount == 80_000_000


def test_a_unit_of_thousands_counts() -> None:
    (line,) = read_lines(workbook([row_of("Trần Văn Ân", "1", amount=80_000)], titles=[("ĐVT: nghìn đồng",)]), TODAY)
    assert line.amount == 80_000_000


def test_a_title_that_speaks_of_millions_is_no_unit() -> None:
    titles = (("Danh sách vay trên 100 triệu đồng",), ("Đơn vị: Công an phường",))
    (line,) = read_lines(workbook([row_of("Trần Văn Ân", "001085012346", amount=800_000)], titles=titles), TODAY)
    assert line.amount == 800_000


@pytest.mark.parametrize("amount", [80, 99_999, "80.000 đồng"])
def test_an_amount_too_small_for_a_loan_is_a_problem_of_its_row(amount: object) -> None:
    (line,) = read_lines(workbook([row_of("Trần Văn Ân", "001085012346", amount=amount)]), TODAY)
    assert "unit" in " ".join(line.problems)


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
        (b"khong phai", "workbook-kind"),
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


HUNG = row_of("Nguyễn Văn Hùng", "001090012341", born=1990)
OTHER_HUNG = row_of("Nguyễn Văn Hưng", "001090012358", born=1990)


def test_another_number_makes_another_person_of_the_same_name_a_doubt(office: Office, tmp_path: Path) -> None:
    path = kept(tmp_path, HUNG, OTHER_HUNG)
    looked = look_through(office, path, POLICE_LIST)
    assert outcomes(looked) == [NEW, DOUBT]
    assert "the same name and birth" in looked.rows[1].why
    imported = import_list(office, path, POLICE_LIST, "Hai người khác nhau")
    assert outcomes(imported.reading) == [NEW, NEW]
    again = look_through(office, path, POLICE_LIST)
    assert outcomes(again) == [SAME, SAME]


@pytest.mark.parametrize(("number", "outcome"), [("012345678", SAME), ("012345679", DOUBT)])
def test_old_numbers_tell_people_apart_too(number: str, outcome: str, office: Office, tmp_path: Path) -> None:
    rows = [row_of("Nguyễn Văn Hùng", one, born=1990) for one in ("012345678", number)]
    assert outcomes(look_through(office, kept(tmp_path, *rows), POLICE_LIST)) == [NEW, outcome]


def test_the_name_decides_where_one_has_the_old_number_only(office: Office, tmp_path: Path) -> None:
    path = kept(tmp_path, HUNG, row_of("Nguyễn Văn Hùng", "012345678", born=1990))
    assert outcomes(look_through(office, path, POLICE_LIST)) == [NEW, SAME]


def test_a_wrong_row_does_not_stand_on_the_list(office: Office, tmp_path: Path) -> None:
    wrong = row_of("Nguyễn Văn Hùng", "001090012341", born=1990, amount="nhiều")
    assert outcomes(look_through(office, kept(tmp_path, wrong, HUNG), POLICE_LIST)) == [WRONG, NEW]


def test_rows_join_the_open_correction_of_an_issued_list(office: Office, as_officer: As, tmp_path: Path) -> None:
    subject, _lines = presented_list(office, MAN)
    issued(office, as_officer, subject)
    correction = correct_list(office, subject.id, "Thiếu một người").id
    imported = import_list(office, kept(tmp_path, AN, BINH), POLICE_LIST)
    assert imported.changed.id == correction
    assert outcomes(imported.reading) == [SAME, NEW]
    assert len(beneficiary_list(office, subject.id).lines) == 1


@pytest.mark.parametrize(
    ("name", "cells", "kept_so", "said_so"),
    [
        ("Nguyễn Văn Hưng", {"born": 1990}, "Nguyễn Văn Hùng", "Nguyễn Văn Hưng"),
        ("Nguyễn Văn Hùng", {"born": 1991}, "1990", "1991"),
        ("Nguyễn Văn Hùng", {"born": 1990, "sex": "Nữ"}, "Male", "Female"),
    ],
)
def test_what_differs_from_the_person_kept_is_a_doubt(
    name: str, cells: dict[str, object], kept_so: str, said_so: str, office: Office, tmp_path: Path
) -> None:
    import_list(office, kept(tmp_path, HUNG), POLICE_LIST)
    withdraw(office, beneficiary_list(office, lists(office)[0].id).lines[0].id, "Không còn nhu cầu")
    path = kept(tmp_path, row_of(name, "001090012341", **cells))
    (row,) = look_through(office, path, POLICE_LIST).rows
    assert row.outcome == DOUBT
    assert kept_so in row.why.split(";")[0]
    assert said_so in row.why.split(";")[1]
    (row,) = import_list(office, path, POLICE_LIST, "Đã đối chiếu căn cước").reading.rows
    assert row.outcome == NEW
    assert said_so in row.why


@pytest.mark.parametrize(("name", "born"), [("NGUYỄN VĂN HÒA", "1990"), ("Nguyễn Văn Hoà", "03/5/1990")])
def test_another_way_of_writing_the_same_is_no_doubt(name: str, born: str, office: Office, tmp_path: Path) -> None:
    import_list(office, kept(tmp_path, row_of("Nguyễn Văn Hòa", "001090012341", born=1990)), POLICE_LIST)
    withdraw(office, beneficiary_list(office, lists(office)[0].id).lines[0].id, "Không còn nhu cầu")
    (row,) = look_through(office, kept(tmp_path, row_of(name, "001090012341", born=born)), POLICE_LIST).rows
    assert row.outcome == NEW
