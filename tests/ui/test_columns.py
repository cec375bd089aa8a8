"""What a clerk needs stands whole in every list: names, states and titles break or scroll, and are never cut."""

import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from hn_desk import settings
from hn_desk.actions.credit import ApplicationRow
from hn_desk.actions.office import Office
from hn_desk.i18n import use_language
from hn_desk.rules.credit import STATES
from hn_desk.rules.findings import REFUSE
from hn_desk.ui import hands
from hn_desk.ui.jobs import Jobs
from hn_desk.ui.pages.credit import CreditPage
from hn_desk.ui.pages.credit_columns import application_columns, line_columns
from hn_desk.ui.pages.households import HouseholdsPage
from hn_desk.ui.pages.outreach import OutreachPage
from hn_desk.ui.widgets.page import Page
from hn_desk.ui.widgets.rows import Column, Source
from hn_desk.ui.widgets.search_list import SearchList
from hn_desk.ui.widgets.small_table import SmallTable
from tests.actions.records import add_conversion, add_event, add_household
from tests.ui.conftest import Show
from tests.ui.reading import is_all_in_reach, is_shortened

BESIDE_THE_NAVIGATION = 1366 - 196
HEIGHT = 640
LIST_OF_APPLICATIONS = 438
AnyPage = TypeVar("AnyPage", bound=Page)
LONG_TITLE = "Hội nghị phổ biến chính sách hỗ trợ doanh nghiệp nhỏ và vừa đợt 1"


@dataclass(frozen=True, slots=True)
class Query:
    text: str = ""
    sort: str = "name"
    descending: bool = False
    filters: Mapping[str, str] = field(default_factory=dict)
    most: int = 0
    is_given_up: Callable[[], bool] | None = None


@dataclass(frozen=True, slots=True)
class Row:
    id: str
    name: str


@pytest.fixture
def in_vietnamese() -> Iterator[None]:
    use_language("vi")
    yield
    use_language("en")


def longest_name() -> str:
    words = tomllib.loads(settings.resource("reference/sample.toml").read_text("utf-8"))
    parts = ("families", "middles_female", "givens_female")
    return " ".join(max(words[part], key=len) for part in parts)


def applications() -> list[ApplicationRow]:
    """Someone with the longest name of the sample in every state."""
    return [
        ApplicationRow(
            id=str(place),
            file_code=f"2026-{place:06}",
            applicant_name=longest_name(),
            programme_name="Chương trình việc làm",
            amount=1_200_000_000,
            state=state,
            verdict=REFUSE,
            until=date(2027, 11, 17),
            purpose="Sản xuất, kinh doanh, tạo việc làm",
            list_name="15/DS-CAP",
        )
        for place, state in enumerate(STATES)
    ]


def listed(rows: Sequence[Any], columns: Sequence[Column], jobs: Jobs) -> SearchList:
    known = {row.id: row for row in rows}
    source = Source(None, lambda _o, _q: tuple(known), lambda _o, ids: [known[id_] for id_ in ids], Query, columns)
    return SearchList(jobs, source)


def names_list(jobs: Jobs, *names: str) -> SearchList:
    columns = (
        Column("Day", lambda _row: "26/09/2026", sort="name", letters=10),
        Column("Name", lambda row: row.name, letters=24),
        Column("Remark", lambda row: row.name, letters=24),
    )
    return listed([Row(str(place), name) for place, name in enumerate(names)], columns, jobs)


def shown_wide(list_: SearchList, width: int, jobs: Jobs, show: Show) -> QWidget:
    window = beside_it(show(list_))
    window.resize(width, 400)
    list_.reload()
    hands.settle(jobs)
    return window


def beside_it(window: QWidget) -> QWidget:
    """The window without a margin, so that its width is the list's or the page's."""
    layout = window.layout()
    assert layout is not None
    layout.setContentsMargins(0, 0, 0, 0)
    return window


def opened(made: AnyPage, jobs: Jobs, show: Show, width: int = BESIDE_THE_NAVIGATION) -> AnyPage:
    beside_it(show(made)).resize(width, HEIGHT)
    made.reload()
    hands.settle(jobs)
    return made


def test_a_narrow_list_breaks_names_and_scrolls_to_its_last_column(jobs: Jobs, show: Show) -> None:
    made = names_list(jobs, "Nguyễn Thị Phương Thảo", "An")
    shown_wide(made, 320, jobs, show)
    assert is_all_in_reach(made.table)
    assert made.table.horizontalScrollBar().isVisible()
    assert made.table.rowHeight(0) > made.table.rowHeight(1)
    assert not is_shortened(made.table)


def test_a_wide_list_has_every_name_on_one_line_and_no_scroll_bar(jobs: Jobs, show: Show) -> None:
    made = names_list(jobs, "Nguyễn Thị Phương Thảo", "An")
    shown_wide(made, 320, jobs, show).resize(900, 400)
    hands.settle(jobs)
    assert not made.table.horizontalScrollBar().isVisible()
    assert made.table.rowHeight(0) == made.table.rowHeight(1)
    assert not is_shortened(made.table)


def test_a_name_that_comes_later_widens_its_column(jobs: Jobs, show: Show) -> None:
    made = names_list(jobs, *["An"] * 150, "Nguyễnphươngthảo Trầnthịphươnganh")
    shown_wide(made, 320, jobs, show)
    before = made.table.columnWidth(1)
    made.table.scrollToBottom()
    hands.settle(jobs)
    assert made.table.columnWidth(1) > before
    assert not is_shortened(made.table)


def test_a_text_that_had_to_be_cut_would_be_noticed(jobs: Jobs, show: Show) -> None:
    made = names_list(jobs, "Nguyễn Thị Phương Thảo")
    shown_wide(made, 900, jobs, show)
    made.table.setColumnWidth(1, 60)
    assert is_shortened(made.table)


def test_a_short_table_breaks_and_scrolls_too(show: Show) -> None:
    table = SmallTable(tuple(Column(f"Column {n}", lambda row: row.name, letters=20) for n in range(4)))
    show(table).resize(420, 300)
    table.put([Row("1", "Ngân hàng Chính sách xã hội quản lý địa bàn"), Row("2", "Sở Nội vụ")])
    hands.wait_until(table.horizontalScrollBar().isVisible)
    assert is_all_in_reach(table)
    assert not is_shortened(table)


def test_rows_are_high_enough_after_a_scroll_bar_took_some_width(show: Show) -> None:
    explained = "Gói này được niêm phong cho nơi nhận khác, hoặc cho khóa cũ của nơi nhận này. Hãy chuyển gói đi."
    file, why = Column("File", lambda row: row.id, letters=27), Column("Why", lambda row: row.name, letters=46)
    table = SmallTable((file, *(Column("Number of rows", lambda _row: "12") for _place in range(3)), why))
    window = beside_it(show(table))
    for width in range(780, 860, 5):
        table.put([])
        window.resize(width, 300)
        hands.wait_until(lambda: not table.verticalScrollBar().isVisible())
        table.put([Row(f"GOI-10015-CATP-THA-9d19-{place:06}.xlsx", explained * 2) for place in range(6)])
        hands.wait_until(table.verticalScrollBar().isVisible)
        assert not is_shortened(table)
        assert sum(table.columnWidth(place) for place in range(5)) == table.viewport().width()


@pytest.mark.usefixtures("in_vietnamese")
def test_the_longest_name_and_every_state_stand_whole_in_the_list_of_applications(jobs: Jobs, show: Show) -> None:
    made = listed(applications(), application_columns(), jobs)
    shown_wide(made, LIST_OF_APPLICATIONS, jobs, show)
    assert is_all_in_reach(made.table)
    assert not is_shortened(made.table)
    in_sight = sum(made.table.columnWidth(place) for place in range(3))
    assert in_sight <= made.table.viewport().width(), "name, state and amount stand side by side"


def test_the_list_of_applications_has_that_width_beside_its_form(office: Office, jobs: Jobs, show: Show) -> None:
    assert opened(CreditPage(office, jobs), jobs, show).applications.list.width() >= LIST_OF_APPLICATIONS


@pytest.mark.usefixtures("in_vietnamese")
def test_the_people_of_a_police_list_stand_whole(show: Show) -> None:
    table = SmallTable(line_columns())
    show(table).resize(470, 500)
    table.put(applications())
    hands.wait_until(table.horizontalScrollBar().isVisible)
    assert is_all_in_reach(table)
    assert not is_shortened(table)


@pytest.mark.usefixtures("in_vietnamese")
def test_owners_and_conversions_stand_whole_beside_the_form(office: Office, jobs: Jobs, show: Show) -> None:
    name = longest_name()
    add_conversion(office, add_household(office, f"Cửa hàng tạp hóa {name}"))
    table = opened(HouseholdsPage(office, jobs), jobs, show).list.table
    assert is_all_in_reach(table)
    assert not is_shortened(table)


@pytest.mark.usefixtures("in_vietnamese")
def test_the_title_of_an_event_stands_whole_beside_the_form(office: Office, jobs: Jobs, show: Show) -> None:
    add_event(office, LONG_TITLE)
    table = opened(OutreachPage(office, jobs), jobs, show).list.table
    assert table.model().index(0, 1).data() == LONG_TITLE
    assert is_all_in_reach(table)
    assert not is_shortened(table)


@pytest.mark.usefixtures("in_vietnamese")
@pytest.mark.parametrize("page", [HouseholdsPage, OutreachPage, CreditPage])
@pytest.mark.parametrize("width", [BESIDE_THE_NAVIGATION, 1093 - 196])
def test_every_title_stands_whole(page: type[Page], width: int, office: Office, jobs: Jobs, show: Show) -> None:
    made = opened(page(office, jobs), jobs, show, width)
    found: Any = made.findChildren(SearchList)
    lists = [list_ for list_ in found if list_.isVisible()]
    assert lists
    for list_ in lists:
        header = list_.table.horizontalHeader()
        assert header.textElideMode() == Qt.TextElideMode.ElideRight
        assert is_all_in_reach(list_.table)
        assert not is_shortened(list_.table)
