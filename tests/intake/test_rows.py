"""Rows that are no data are known, and no data is taken for them."""

from collections import Counter
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hn_desk.actions.rulebook import rule_book
from hn_desk.intake.opening import Sheet
from tests.intake.books import read

HEADINGS = ["STT", "Tên hộ kinh doanh", "Chủ hộ", "Địa chỉ", "Vốn"]
LINE: list[Any] = [1.0, "Tạp hoá A", "Nguyễn Văn A", "12 Hàng Bông", 5_000_000.0]


def kinds(*rows: list[Any], headings: list[Any] = HEADINGS) -> list[str]:
    return [row.kind for row in read(Sheet("S", [headings, *rows]))]


@pytest.mark.parametrize(
    "row",
    [
        ["Tổng cộng", "", "", "", 5_000_000.0],
        ["", "Cộng", "", "", 5_000_000.0],
        ["", "TỔNG SỐ: 25 hộ"],
        ["", "Cộng:", "25", "", "5.000.000"],
        ["", "Cộng tổ 1", "", "", 5_000_000.0],
        ["", "Cộng tổ dân phố số 2", "2 hộ", "", 5_000_000.0],
        ["Tổng tổ dân phố 3", "", "", "", 5_000_000.0],
        ["", "Cộng (2 hộ)", "", "", 5_000_000.0],
        ["", "Mang sang", "", "", 5_000_000.0],
        ["", "Chuyển trang sau", "", "", 5_000_000.0],
        ["TC", "", "", "", 5_000_000.0],
        ["", "Cộng trang", "", "", 5_000_000.0],
        ["", "Lũy kế", "", "", 5_000_000.0],
    ],
)
def test_a_row_of_totals_is_known(row: list[Any]) -> None:
    assert kinds(LINE, row) == ["data", "total"]


def test_a_subtotal_is_nothing_that_the_next_row_repeats() -> None:
    lines = [LINE, ["", "Cộng tổ 1", "", "", 9.0], [2.0, "Quán B", "Lê B", "nt", ""]]

    assert read(Sheet("S", [HEADINGS, *lines]))[-1].values["address"] == "12 Hàng Bông"


def test_a_row_of_totals_in_an_old_code_is_known() -> None:
    lines = [[n, f"Phë {name}", f"NguyÔn V¨n {name}", "Sè 5 phè HuÕ", 5.0] for n, name in enumerate(("¸nh", "Bé"))]

    rows = kinds(*lines, ["Tæng céng", "", "", "", 5.0], headings=["TT", "Tªn hé", "Chñ hé", "§Þa chØ", "Vèn"])

    assert rows == ["data", "data", "total"]


@pytest.mark.parametrize(
    "row",
    [
        [2.0, "Công ty con", "Công Văn A", "12 Hàng Bông", 5.0],
        [2.0, "Tổng Công ty May", "Nguyễn Văn A", "12 Hàng Bông", 5.0],
        ["", "Cộng đồng Cafe", "Nguyễn Văn A", "12 Hàng Bông", 5.0],
        [2.0, "Tổng hợp Minh Anh", "Nguyễn Văn A", "12 Hàng Bông", ""],
        [2.0, "Tổng kho Minh", "Lê Minh", "15 Hàng Bài", ""],
        [2.0, "Công", "Công Văn Tổng", "14 Hàng Bài", ""],
        [2.0, "Cộng 1", "Lê Minh", "", 5.0],
        [2.0, "Mang Sang", "Lê Minh", "", ""],
        [2.0, "Chỉ có tên", "", "", ""],
        ["", "Chỉ có tên", "", "", ""],
        ["", "", "", "Chỉ có địa chỉ", 5.0],
    ],
)
def test_data_is_not_taken_for_something_else(row: list[Any]) -> None:
    assert kinds(LINE, row, LINE)[1] == "data"


def test_signatures_and_the_names_below_them_are_known() -> None:
    end: list[list[Any]] = [
        ["", "", "", "Cửa Nam, ngày 5 tháng 3 năm 2026"],
        ["", "NGƯỜI LẬP BIỂU", "", "KT. CHỦ TỊCH"],
        [],
        ["", "(Ký, ghi rõ họ tên)"],
        ["", "Nguyễn Văn Lập", "", "Trần Thị Ký"],
    ]

    assert kinds(LINE, [], *end) == ["data", "blank", "signature", "signature", "blank", "signature", "signature"]


def test_data_after_a_signature_is_data_again() -> None:
    assert kinds(LINE, ["", "Người lập biểu"], ["", "Lê C"], LINE) == ["data", "signature", "signature", "data"]


@pytest.mark.parametrize(
    "row", [["(1)", "(2)", "(3)", "(4)", "(5)"], [1.0, 2.0, 3.0, 4.0, 5.0], ["A", "B", "1", "2", "3=1+2"]]
)
def test_the_row_that_numbers_the_columns_is_known(row: list[Any]) -> None:
    assert kinds(row, LINE) == ["order", "data"]


def test_headings_that_stand_again_and_parts_are_titles() -> None:
    part = ["I", "Tổ dân phố số 1", "", "", ""]

    assert kinds(["Tổ dân phố số 1"], LINE, HEADINGS, LINE, ["II. Khu chợ"], LINE)[::2] == ["title", "title", "title"]
    assert kinds(LINE, part, LINE)[1] == "title"


def test_blank_rows_at_the_end_are_not_there() -> None:
    assert kinds(LINE, ["", " "], LINE, [], ["", None]) == ["data", "blank", "data"]


def test_a_list_of_names_alone_is_all_data() -> None:
    names = ["Tổ dân phố số 1", "Tổ 2", "Cụm 3", "Tổng cộng: 3"]
    rows: list[list[Any]] = [["STT", "Tên tổ dân phố"], *([number, name] for number, name in enumerate(names, 1))]

    read_kinds = [row.kind for row in read(Sheet("S", rows), rule_book().imports["groups"])]

    assert Counter(read_kinds) == {"data": 3, "total": 1}


def test_what_was_typed_over_makes_a_row_data_even_without_a_column() -> None:
    rows = read(
        Sheet("S", [HEADINGS, LINE, ["", "Khu chợ A"]]), edits={(3, "tax_code"): "0101234567", (2, "name"): "Khác"}
    )

    assert (rows[0].values["name"], rows[1].values["tax_code"]) == ("Khác", "0101234567")
    assert rows[1].kind == "data"


def test_the_cells_of_every_row_stay_as_they_stood() -> None:
    assert read(Sheet("S", [HEADINGS, LINE]))[0].raw == ("1", "Tạp hoá A", "Nguyễn Văn A", "12 Hàng Bông", "5000000")


CELLS = st.one_of(
    st.none(),
    st.text(max_size=12),
    st.floats(allow_nan=True),
    st.booleans(),
    st.dates(),
    st.sampled_from(["nt", "Tổng cộng", "#N/A", "1E+99"]),
)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.lists(CELLS, max_size=7), max_size=12))
def test_whatever_stands_in_the_cells_every_row_is_told(rows: list[list[Any]]) -> None:
    read_rows = read(Sheet("S", [HEADINGS, LINE, *rows, LINE]))

    assert [row.row for row in read_rows] == list(range(read_rows[0].row, len(rows) + 4))


def test_headings_of_two_rows_that_stand_again_are_titles() -> None:
    upper = ["STT", "Tên hộ kinh doanh", "Chủ hộ", "", "", "Vốn"]
    lower = ["", "", "Họ và tên", "Số CCCD", "Điện thoại", ""]
    line: list[Any] = [1.0, "Tạp hoá A", "Nguyễn Văn A", "001085000123", "0912345678", 5_000_000.0]

    rows = read(Sheet("S", [upper, lower, line, line, upper, lower, line]))

    assert [row.kind for row in rows] == ["data", "data", "title", "title", "data"]
