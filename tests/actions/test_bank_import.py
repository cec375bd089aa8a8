"""The bank's workbook: each row matched, its outcome shown, nothing written before, and all of it at once."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from hn_desk.actions.bank import BankDraft, record_bank
from hn_desk.actions.bank_import import AnswersReading, import_answers, look_at_answers
from hn_desk.actions.credit import application, save_application
from hn_desk.actions.office import Office
from hn_desk.actions.warnings import WarningsError
from hn_desk.errors import DeskError, InputError
from hn_desk.sheets import SheetColumn, make_workbook
from tests.actions import credit_samples as samples
from tests.actions.bank_workbooks import HEADINGS, bank_workbook
from tests.actions.credit_samples import TODAY

As = Callable[[str], Office]
NOBODY = ("2026-999999", None, None, "Đồng ý", 1_000_000, TODAY)


@pytest.fixture
def lines(office: Office, as_officer: As) -> list[str]:
    """Two people of a list that went to the bank today: Trần Văn Ân and Nguyễn Thị Bình."""
    subject, found = samples.presented_list(office, samples.MAN, samples.WOMAN)
    samples.sent(office, as_officer, subject)
    return found


def file_of(folder: Path, *rows: Sequence[Any], headings: Sequence[str] = HEADINGS) -> Path:
    path = folder / "tra-loi.xlsx"
    path.write_bytes(bank_workbook(rows, headings))
    return path


def outcomes(reading: AnswersReading) -> list[str]:
    return [row.outcome for row in reading.rows]


def code(office: Office, id_: str) -> str:
    return application(office, id_).file_code


def test_rows_are_matched_by_code_and_by_number_and_nothing_is_written_yet(
    office: Office, lines: list[str], tmp_path: Path
) -> None:
    path = file_of(
        tmp_path,
        (code(office, lines[0]), "TRẦN VĂN ÂN", None, "Đồng ý cho vay", "80.000.000", TODAY, "12/TB", None, 60),
        (None, "Nguyễn Thị Bình", 1_190_012_345, "Từ chối", None, "20/11/2026", None, "Còn nợ quá hạn"),
        NOBODY,
    )
    reading = look_at_answers(office, path)
    assert outcomes(reading) == ["apply", "apply", "wrong"]
    assert [application(office, one).state for one in lines] == ["sent", "sent"]
    import_answers(office, path)
    first, second = (application(office, one) for one in lines)
    assert (first.state, second.state) == ("bank_approved", "bank_refused")
    (entry,) = first.bank.entries
    assert (entry.amount, entry.term_months, entry.number, entry.is_imported) == (80_000_000, 60, "12/TB", True)
    assert second.bank.entries[0].reason == "Còn nợ quá hạn"


def test_a_second_import_finds_everything_entered_already(office: Office, lines: list[str], tmp_path: Path) -> None:
    path = file_of(tmp_path, (code(office, lines[0]), None, None, "Đồng ý", 80_000_000, TODAY, "12/TB"))
    import_answers(office, path)
    assert outcomes(look_at_answers(office, path)) == ["same"]
    with pytest.raises(DeskError) as refused:
        import_answers(office, path)
    assert refused.value.reason == "nothing-new"


def test_rows_of_one_file_follow_one_another(office: Office, lines: list[str], tmp_path: Path) -> None:
    file = code(office, lines[0])
    path = file_of(
        tmp_path,
        (file, None, None, "Phê duyệt", 80_000_000, TODAY),
        (file, None, None, "Đã giải ngân", 80_000_000, TODAY),
        (file, None, None, "Nợ quá hạn", 20_000_000, TODAY),
        (file, None, None, "Tất toán", None, TODAY),
        (file, None, None, "Đã giải ngân", 1_000_000, TODAY),
    )
    assert outcomes(look_at_answers(office, path)) == ["apply", "apply", "apply", "apply", "wrong"]
    import_answers(office, path)
    assert application(office, lines[0]).state == "settled"


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (NOBODY, "no file 2026-999999"),
        ((None, "Trần Văn Ân", None, "Đồng ý", 1_000_000, TODAY), "code or citizen's number"),
        ((None, "Trần Văn Anh", "001085012346", "Đồng ý", 1_000_000, TODAY), "another name"),
        ((None, None, "001085099999", "Đồng ý", 1_000_000, TODAY), "Nobody"),
        ((None, None, "001085012346", "Xem xét", 1_000_000, TODAY), "Xem xét"),
        ((None, None, "001085012346", None, 1_000_000, TODAY), "result is missing"),
        ((None, None, "001085012346", "Không đồng ý cho vay", None, TODAY), "Write the reason"),
        ((None, None, "001085012346", "Đồng ý", None, TODAY), "Type the amount"),
        ((None, None, "001085012346", "Đồng ý", 1_000_000, None), "Type the day"),
        ((None, None, "001085012346", "Đồng ý", "tám mươi", TODAY), "tám mươi"),
        ((None, None, "001085012346", "Đồng ý", 1_000_000, "30/11/2026"), "future"),
        ((None, None, "001085012346", "Đã giải ngân", 1_000_000, TODAY), "can't be entered"),
    ],
)
def test_a_wrong_row_says_why(office: Office, lines: list[str], tmp_path: Path, row: Sequence[Any], said: str) -> None:
    (outcome,) = look_at_answers(office, file_of(tmp_path, row)).rows
    assert outcome.outcome == "wrong"
    assert said in outcome.why
    assert application(office, lines[0]).bank.entries == ()


def test_a_code_with_another_person_s_number_is_refused(office: Office, lines: list[str], tmp_path: Path) -> None:
    path = file_of(tmp_path, (code(office, lines[0]), None, "001190012345", "Đồng ý", 1_000_000, TODAY))
    (outcome,) = look_at_answers(office, path).rows
    assert (outcome.outcome, "another citizen's number" in outcome.why) == ("wrong", True)


def test_a_doubtful_row_wants_a_reason_and_holds_up_the_rest(office: Office, lines: list[str], tmp_path: Path) -> None:
    path = file_of(
        tmp_path,
        (code(office, lines[0]), None, None, "Đồng ý", 90_000_000, TODAY),
        (code(office, lines[1]), None, None, "Đồng ý", 80_000_000, TODAY),
    )
    assert outcomes(look_at_answers(office, path)) == ["doubt", "apply"]
    with pytest.raises(InputError) as refused:
        import_answers(office, path)
    assert [problem.field for problem in refused.value.problems] == ["reason"]
    assert application(office, lines[1]).state == "sent"
    import_answers(office, path, "Ngân hàng duyệt thêm")
    assert [application(office, one).state for one in lines] == ["bank_approved", "bank_approved"]


def with_second_file(office: Office, as_officer: As, amount: int) -> str:
    """Trần Văn Ân's other application at the bank."""
    draft = samples.with_facts(replace(samples.WORK, person=samples.MAN), amount=amount)
    with pytest.raises(WarningsError) as known:
        save_application(office, draft)
    accepted = {warning.code: "Cùng một người" for warning in known.value.warnings}
    return samples.sent(office, as_officer, samples.presented(office, replace(draft, accepted=accepted)), 126).id


def test_somebody_with_two_files_is_asked_for_the_code(
    office: Office, as_officer: As, lines: list[str], tmp_path: Path
) -> None:
    other = with_second_file(office, as_officer, 100_000_000)
    row = (None, None, "001085012346", "Đồng ý", 1_000_000, TODAY)
    (outcome,) = look_at_answers(office, file_of(tmp_path, row)).rows
    assert "several files" in outcome.why
    record_bank(office, BankDraft(lines[0], "approved", TODAY, amount=1_000_000, number="12/TB"))
    (outcome,) = look_at_answers(office, file_of(tmp_path, row)).rows
    assert (outcome.outcome, outcome.file_code) == ("same", code(office, lines[0]))
    differing = (None, None, "001085012346", "Đồng ý", 2_000_000, TODAY)
    (outcome,) = look_at_answers(office, file_of(tmp_path, differing, (code(office, other), *differing[1:]))).rows[:1]
    assert "several files" in outcome.why


@pytest.mark.parametrize(("asked", "found"), [(80_000_000, 0), (100_000_000, 1), (70_000_000, None)])
def test_the_amount_asked_decides_between_two_files(
    office: Office, as_officer: As, lines: list[str], tmp_path: Path, asked: int, found: int | None
) -> None:
    files = (lines[0], with_second_file(office, as_officer, 100_000_000))
    headings = ("Số CCCD", "Số tiền đề nghị vay", "Kết quả", "Số tiền phê duyệt", "Ngày phê duyệt")
    path = file_of(tmp_path, ("001085012346", asked, "Đồng ý", 60_000_000, TODAY), headings=headings)
    (outcome,) = look_at_answers(office, path).rows
    assert outcome.file_code == ("" if found is None else code(office, files[found]))
    assert outcome.answer.amount == 60_000_000


def test_what_was_asked_and_when_it_came_is_not_taken_for_the_answer(
    office: Office, lines: list[str], tmp_path: Path
) -> None:
    headings = (
        *("Mã hồ sơ", "Ngày sinh", "Ngày cấp CCCD", "Số tiền đề nghị vay", "Kết quả", "Số tiền phê duyệt"),
        *("Ngày nhận hồ sơ", "Ngày phê duyệt", "Lý do từ chối", "Ghi chú"),
    )
    approved = ("1/1/1980", "2/2/2020", 80_000_000, "Đồng ý", 60_000_000, "1/11/2026", TODAY, None, "Đủ điều kiện")
    refused = ("1/1/1990", "2/2/2021", 80_000_000, "Từ chối", None, "1/11/2026", TODAY, "Hết vốn", "Gọi lại")
    path = file_of(tmp_path, (code(office, lines[0]), *approved), (code(office, lines[1]), *refused), headings=headings)
    import_answers(office, path)
    first, second = (application(office, one).bank.entries[0] for one in lines)
    assert (first.amount, first.day, first.note) == (60_000_000, TODAY, "Đủ điều kiện")
    assert (second.kind, second.day, second.reason) == ("refused", TODAY, "Hết vốn")


def test_two_columns_that_can_both_be_meant_are_said(office: Office, lines: list[str], tmp_path: Path) -> None:
    headings = ("Mã hồ sơ", "Kết quả", "Số tiền", "Số tiền phê duyệt", "Ngày phê duyệt", "Ngày giải ngân")
    path = file_of(tmp_path, (code(office, lines[0]), "Đồng ý", 1, 60_000_000, TODAY, "22/11/2026"), headings=headings)
    (outcome,) = look_at_answers(office, path).rows
    assert outcome.outcome == "wrong"
    assert "“Ngày phê duyệt” and “Ngày giải ngân” can both be meant" in outcome.why
    assert "Số tiền" not in outcome.why


def test_a_wrong_workbook_is_told_in_a_sentence(office: Office, lines: list[str], tmp_path: Path) -> None:
    path = tmp_path / "khac.xlsx"
    path.write_bytes(make_workbook("Khác", [SheetColumn("Cột")], [("a",)]))
    with pytest.raises(InputError, match="headings of the bank's answers"):
        look_at_answers(office, path)
    path.write_bytes(b"%PDF-1.7")
    with pytest.raises(InputError, match="no table that can be read"):
        look_at_answers(office, path)
    with pytest.raises(InputError, match="no answer"):
        look_at_answers(office, file_of(tmp_path))


def test_a_payment_typed_with_its_contract_is_not_counted_again(
    office: Office, lines: list[str], tmp_path: Path
) -> None:
    record_bank(office, BankDraft(lines[0], "approved", TODAY, amount=80_000_000))
    record_bank(office, BankDraft(lines[0], "paid_out", TODAY, amount=30_000_000, number="HD-7"))
    path = file_of(
        tmp_path,
        (code(office, lines[0]), None, None, "Đã giải ngân", 30_000_000, TODAY),
        (code(office, lines[0]), None, None, "Đã giải ngân", 30_000_000, TODAY, "HD-8"),
    )
    assert outcomes(look_at_answers(office, path)) == ["same", "apply"]


def test_a_small_rest_of_a_debt_is_taken_and_a_small_loan_is_not(
    office: Office, lines: list[str], tmp_path: Path
) -> None:
    record_bank(office, BankDraft(lines[0], "approved", TODAY, amount=80_000_000))
    record_bank(office, BankDraft(lines[0], "paid_out", TODAY, amount=80_000_000))
    rest = (code(office, lines[0]), None, None, "Nợ trong hạn", 50_000, TODAY)
    small = (code(office, lines[1]), None, None, "Đồng ý", 80, TODAY)
    assert outcomes(look_at_answers(office, file_of(tmp_path, rest, small))) == ["apply", "wrong"]
