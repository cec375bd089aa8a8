"""The page of reports: demand by parts of a period, printed; totals for posting hide what is small."""

from collections.abc import Callable

import pytest

from hn_desk.actions.office import Office
from hn_desk.ui import hands
from hn_desk.ui.dialogs.preview import PreviewDialog
from hn_desk.ui.jobs import Jobs
from hn_desk.ui.pages.reports import ReportsPage
from tests.actions import credit_samples as samples
from tests.ui.conftest import Show

As = Callable[[str], Office]


@pytest.fixture
def page(office: Office, jobs: Jobs, show: Show) -> ReportsPage:
    samples.presented(office)
    made = ReportsPage(office, jobs)
    show(made).resize(1366, 728)
    made.tabs.setCurrentIndex(1)
    made.reload()
    hands.settle(jobs)
    hands.choose(made.chosen, "demand")
    hands.settle(jobs)
    return made


def cells(page: ReportsPage) -> list[list[str]]:
    """The texts of the table shown."""
    table = page.table
    return [
        [item.text() if (item := table.item(row, column)) else "" for column in range(table.columnCount())]
        for row in range(table.rowCount())
    ]


def test_demand_is_divided_by_quarters(page: ReportsPage) -> None:
    assert [row[0] for row in cells(page)] == ["Chương trình việc làm", "Total"]
    hands.fill(page.form, "step", "quarter")
    hands.settle(page.jobs)
    shown = cells(page)
    assert [row[0] for row in shown] == ["Quarter 1/2026", "Quarter 2/2026", "Quarter 3/2026", *["Quarter 4/2026"] * 2]
    assert shown[-1][4:6] == ["1", "100.000.000"]
    hands.choose(page.chosen, "loans")
    hands.settle(page.jobs)
    assert not page.form.field("step").isVisible()


def test_totals_for_posting_hide_the_one_loan_and_are_printed(page: ReportsPage) -> None:
    hands.fill(page.form, "is_posted", True)
    hands.settle(page.jobs)
    assert ["Chương trình việc làm", "Wanted", "×", "×"] in cells(page)
    hands.press(page.print_button)
    hands.settle(page.jobs)
    dialog = hands.dialog(page)
    assert isinstance(dialog, PreviewDialog)
    assert dialog.page_count() == 1
