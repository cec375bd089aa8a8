"""Cells as people and spreadsheets leave them, and what they are read as, by which rule or with which problem."""

from datetime import date
from typing import Any

import pytest

from hn_desk.intake.cells import Reading
from hn_desk.intake.letters import Encoding
from hn_desk.intake.opening import Cell
from tests.intake.books import TODAY, households

BIRTH, ID, OLD, TAX, CODE, PHONE = "owner_birth", "owner_id", "owner_old_id", "tax_code", "business_code", "owner_phone"
DAY, MONEY, WORKERS, NAME, OWNER, SEX = "registered_on", "capital", "workers", "name", "owner_name", "owner_sex"
STATUS, BAND, NOTE, GROUP = "status", "revenue_band", "note", "group"


def reading(field: str, **how: Any) -> Reading:
    subject = households()
    return Reading(subject.spec(field), 0, Encoding.UNICODE, subject.words, TODAY, **how)


@pytest.mark.parametrize(
    ("field", "cell", "value", "rules"),
    [
        (ID, "001203000123", "001203000123", []),
        (ID, 1203000123.0, "001203000123", ["leading-zero"]),
        (ID, "1203000123", "001203000123", ["leading-zero"]),
        (ID, 36188001234, "036188001234", ["leading-zero"]),
        (ID, "001 203 000 123", "001203000123", ["digits"]),
        (ID, "'001203000123", "001203000123", ["digits"]),
        (ID, "CCCD: 001203000123", "001203000123", ["digits"]),
        (ID, "1080012345.0", "001080012345", ["leading-zero"]),
        (ID, "012345678", "012345678", []),
        (ID, 12345678, "012345678", ["leading-zero"]),
        (ID, "3.6188001234E+10", "036188001234", ["leading-zero"]),
        (OLD, "012 345 678", "012345678", ["digits"]),
        (TAX, "0101234567", "0101234567", []),
        (TAX, 101234567, "0101234567", ["leading-zero"]),
        (TAX, "0101234567-001", "0101234567-001", []),
        (TAX, 1203000123, "001203000123", ["leading-zero"]),
        (CODE, "01R8017431", "01R8017431", []),
        (CODE, "01r8017431", "01R8017431", ["digits"]),
        (PHONE, 912345678, "0912345678", ["leading-zero"]),
        (PHONE, "+84 912 345 678", "0912345678", ["phone"]),
        (PHONE, "0912345678; 0987654321", "0912345678", ["first-of-several"]),
        (DAY, 32874, date(1990, 1, 1), ["serial-date"]),
        (DAY, "32874", date(1990, 1, 1), ["serial-date"]),
        (DAY, "31/12/88", date(1988, 12, 31), ["short-year"]),
        (DAY, "5/3/2020", date(2020, 3, 5), []),
        (DAY, "05.03.2020", date(2020, 3, 5), []),
        (DAY, "2020-03-05 00:00:00", date(2020, 3, 5), []),
        (DAY, "2020/03/05", date(2020, 3, 5), ["year-first"]),
        (DAY, date(2020, 3, 5), date(2020, 3, 5), []),
        (BIRTH, 1985.0, "1985", []),
        (BIRTH, "1985", "1985", []),
        (BIRTH, "00/00/1985", "1985", ["year-only"]),
        (BIRTH, "31/12/88", "1988-12-31", ["short-year"]),
        (BIRTH, 32874, "1990-01-01", ["serial-date"]),
        (BIRTH, date(1990, 5, 6), "1990-05-06", []),
        (MONEY, 50_000_000.0, 50_000_000, []),
        (MONEY, "50.000.000", 50_000_000, ["money-marks"]),
        (MONEY, "50.000.000 đ", 50_000_000, ["money-marks"]),
        (MONEY, "50 triệu", 50_000_000, ["money-word"]),
        (MONEY, "1,5 tỷ", 1_500_000_000, ["money-word"]),
        (MONEY, "một trăm triệu đồng", 100_000_000, ["money-word"]),
        (MONEY, "Năm mươi triệu đồng chẵn", 50_000_000, ["money-word"]),
        (MONEY, "tám trăm hai mươi bốn triệu năm trăm ngàn đồng", 824_500_000, ["money-word"]),
        (MONEY, "Một tỷ hai trăm linh năm triệu", 1_205_000_000, ["money-word"]),
        (MONEY, "50 triệu (năm mươi triệu đồng)", 50_000_000, ["money-word"]),
        (MONEY, "50 Tr.đ", 50_000_000, ["money-word"]),
        (MONEY, "1tỷ2", 1_200_000_000, ["money-word"]),
        (MONEY, "VND 50,000,000", 50_000_000, ["money-word"]),
        (MONEY, "50.000.000 đồng/năm", 50_000_000, ["money-word"]),
        (MONEY, "50.000.000.", 50_000_000, ["money-marks"]),
        (MONEY, "~50 triệu", 50_000_000, ["money-word"]),
        (MONEY, "khoảng 50 triệu", 50_000_000, ["money-word"]),
        (MONEY, "-", None, ["empty-mark"]),
        (WORKERS, 3.0, 3, []),
        (WORKERS, "03 người", 3, ["whole-number"]),
        (OWNER, "NGUYỄN VĂN A", "Nguyễn Văn A", ["case"]),
        (OWNER, "nguyễn văn an", "Nguyễn Văn An", ["case"]),
        (OWNER, "Nguyễn  Văn A ", "Nguyễn Văn A", ["spaces"]),
        (OWNER, "Nguyê\u0303n Va\u0306n A", "Nguyễn Văn A", ["nfc"]),
        (NAME, "PHỞ THÌN", "PHỞ THÌN", []),
        (NAME, 24.0, "24", []),
        (SEX, "Nữ", "female", []),
        (SEX, "NAM", "male", []),
        (STATUS, "Tạm ngừng kinh doanh", "suspended", []),
        (STATUS, "00", "active", []),
        (STATUS, "NNT đang hoạt động", "active", []),
        (STATUS, "NNT ngừng hoạt động và đã đóng MST", "closed", []),
        (BAND, "Dưới 500 triệu đồng", "Dưới 500 triệu đồng", []),
        (BAND, "600 triệu", 600_000_000, ["money-word"]),
        (NOTE, date(2020, 3, 5), "5/3/2020", []),
        (NOTE, "một\nhai", "một\nhai", []),
        (GROUP, "", None, []),
        (GROUP, None, None, []),
    ],
)
def test_a_cell_is_read(field: str, cell: Cell, value: object, rules: list[str]) -> None:
    read, normalised, problems = reading(field).read(cell)

    assert (read, [one.rule for one in normalised], problems) == (value, rules, ())


@pytest.mark.parametrize(
    ("field", "cell", "code"),
    [
        (ID, "1.203E+09", "digits-lost"),
        (ID, "########", "digits-lost"),
        (ID, "0011985", "wrong-number"),
        (ID, "99999999999", "wrong-number"),
        (ID, "chưa rõ", "wrong-number"),
        (ID, True, "no-text"),
        (TAX, "12", "wrong-number"),
        (PHONE, "12", "wrong-number"),
        (DAY, "31/02/2020", "no-day"),
        (DAY, "12/31/1988", "no-day"),
        (DAY, "2015", "year-only"),
        (DAY, 2015.0, "year-only"),
        (DAY, "tháng 5", "no-day"),
        (BIRTH, "31/02/1990", "no-day"),
        (BIRTH, "5/5/2090", "no-day"),
        (MONEY, "không rõ", "no-money"),
        (MONEY, "năm", "no-money"),
        (MONEY, "hai triệu năm", "no-money"),
        (MONEY, "50 triệu (sáu mươi triệu đồng)", "no-money"),
        (MONEY, "50.000.001 năm", "no-money"),
        (MONEY, -5.0, "no-amount"),
        (MONEY, 0.5, "no-amount"),
        (WORKERS, "nhiều", "no-number"),
        (WORKERS, 2.5, "no-number"),
        (SEX, "khác", "unknown-word"),
        (STATUS, "lạ", "unknown-word"),
        (NAME, "#N/A", "cell-error"),
        (NAME, date(2020, 5, 12), "day-in-text"),
        (GROUP, "nt", "nothing-above"),
    ],
)
def test_what_cannot_be_read_is_a_problem_with_a_code_and_a_sentence(field: str, cell: Cell, code: str) -> None:
    read, normalised, problems = reading(field).read(cell)

    assert (read, normalised) == (None, ())
    assert [(one.field, one.code) for one in problems] == [(field, code)]
    assert problems[0].what


@pytest.mark.parametrize("ditto", ["nt", "NT", "như trên", "-nt-", '"', "''", "”"])
def test_as_above_takes_the_value_of_the_row_above(ditto: str) -> None:
    column = reading(GROUP)
    column.read("TDP 5")

    assert column.read(ditto)[0] == column.read(ditto)[0] == "TDP 5"
    assert column.read(ditto)[1][0].rule == "same-as-above"


def test_as_above_takes_over_what_is_wrong_above() -> None:
    column = reading(DAY)
    wrong = column.read("31/02/2020")[2]

    assert column.read("nt")[2] == wrong


def test_days_counted_from_1904_are_four_years_later() -> None:
    assert reading(DAY, is_1904=True).read(31412)[0] == date(1990, 1, 1)


@pytest.mark.parametrize(
    ("cell", "value", "rules"),
    [
        (50.0, 50_000_000, ["money-unit"]),
        (50.5, 50_500_000, ["money-unit"]),
        ("50", 50_000_000, ["money-unit"]),
        (50_000_000, 50_000_000, []),
        ("50 triệu", 50_000_000, ["money-word"]),
    ],
)
def test_small_amounts_count_millions_where_the_heading_says_so(cell: Cell, value: int, rules: list[str]) -> None:
    read, normalised, _problems = reading(MONEY, unit=10**6).read(cell)

    assert (read, [one.rule for one in normalised]) == (value, rules)


def test_what_was_typed_over_a_cell_is_read_like_a_cell() -> None:
    column = reading(MONEY)

    assert column.read_edit("50 triệu")[0] == 50_000_000
    assert column.read_edit("nt")[0] == 50_000_000
    assert column.read_edit(" ") == (None, (), ())
