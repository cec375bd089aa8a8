"""A chart of a report's table: the rows' first figure, the longest first."""

from hn_desk.reports.compose_tables import chart_of
from hn_desk.reports.document import TableOfFigures
from hn_desk.reports.table import Column

ROWS = (("Một", 3), ("Hai", 5), ("Tổng cộng", 8))


def test_of_several_figures_the_bars_are_named() -> None:
    columns = (Column("Tổ"), Column("Số buổi", "count"), Column("Lượt người", "count"))
    rows = (("Một", 3, 30), ("Hai", 5, 20))
    chart = chart_of(TableOfFigures("Theo tổ", columns, rows, (("", "", ""),) * 2))
    assert (chart.legend, [bar.value for bar in chart.bars]) == ("Theo tổ: số buổi", [5, 3])


def test_the_row_that_sums_up_is_no_bar() -> None:
    columns = (Column("Tổ"), Column("Số buổi", "count"))
    table = TableOfFigures("Theo tổ", columns, ROWS, (("", ""),) * 3, has_total=True)
    assert [bar.label for bar in chart_of(table).bars] == ["Hai", "Một"]
    assert len(chart_of(TableOfFigures("Theo tổ", columns, ROWS, (("", ""),) * 3)).bars) == 3
