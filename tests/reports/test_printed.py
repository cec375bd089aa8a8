"""A report's table on paper: how wide its columns are."""

from hn_desk.reports.printed import ruled_table
from hn_desk.reports.table import Column, Table

COLUMNS = (Column("Tên"), Column("Điện thoại"), Column("Ghi chép", "blank"))


def test_what_is_written_by_hand_gets_the_most_room_then_the_longest_texts() -> None:
    rows = (("Cửa hàng tạp hóa Hồng Hạnh và con", "0912345678", " \n \n "),)
    name, phone, notes = (column.width for column in ruled_table(Table("", COLUMNS, rows)).columns)
    assert notes > name > phone
