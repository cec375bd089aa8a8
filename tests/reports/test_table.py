"""What of a table may be posted."""

from hypothesis import given
from hypothesis import strategies as st

from hn_desk.reports.table import Column, Table, postable

COLUMNS = (Column("Chương trình"), Column("Số", "count"), Column("Tiền", "money"))


def table(*counts: int) -> Table:
    return Table("Bảng", COLUMNS, tuple(("A", count, count * 1_000_000) for count in counts))


def test_counts_from_one_to_four_hide_the_whole_row_of_figures() -> None:
    assert postable(table(0, 1, 4, 5)).rows == (
        ("A", 0, 0),
        ("A", "< 5", "< 5"),
        ("A", "< 5", "< 5"),
        ("A", 5, 5_000_000),
    )


def test_figures_that_count_nobody_stay() -> None:
    columns = (Column("Tổ"), Column("Đợt", "number"))
    shown = Table("Bảng", columns, (("A", 2),))
    assert postable(shown) == shown


@given(st.lists(st.integers(min_value=0, max_value=50)))
def test_no_posted_figure_lies_between_one_and_four(counts: list[int]) -> None:
    posted = postable(table(*counts))
    assert not any(row[1] in (1, 2, 3, 4) for row in posted.rows)
    assert [row[1] for row in posted.rows if row[1] != "< 5"] == [count for count in counts if count == 0 or count >= 5]
