"""Lists hold ids, fetch the pages that are looked at, search, sort, and keep what was chosen."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from hn_desk.rules.text import fold
from hn_desk.ui import hands
from hn_desk.ui.jobs import Jobs
from hn_desk.ui.widgets.field import TextField
from hn_desk.ui.widgets.form import Form
from hn_desk.ui.widgets.page import ListWithForm
from hn_desk.ui.widgets.rows import Column, Source
from hn_desk.ui.widgets.search_list import SearchList
from hn_desk.ui.widgets.small_table import SmallTable
from tests.ui.conftest import Show


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


@dataclass(slots=True)
class Register:
    """Stands for an office: names by id, and what was asked of it."""

    names: dict[str, str]
    asked: list[Sequence[str]] = field(default_factory=list)


def ids(register: Register, query: Query) -> tuple[str, ...]:
    found = [id_ for id_, name in register.names.items() if fold(query.text) in fold(name)]
    return tuple(sorted(found, key=lambda id_: register.names[id_], reverse=query.descending))


def rows(register: Register, wanted: Sequence[str]) -> tuple[Row, ...]:
    register.asked.append(wanted)
    return tuple(Row(id_, register.names[id_]) for id_ in wanted)


@pytest.fixture
def register() -> Register:
    return Register({"1": "Nguyễn Thị Ánh", "2": "Đặng Dương", "3": "Trần Bình"})


@pytest.fixture
def list_(register: Register, jobs: Jobs, show: Show) -> SearchList:
    columns = (Column("Name", lambda row: row.name, sort="name"), Column("Number", lambda row: row.id))
    made = SearchList(jobs, Source(register, ids, rows, Query, columns))
    show(made)
    made.reload()
    hands.settle(jobs)
    return made


def names(list_: SearchList, jobs: Jobs) -> list[str]:
    hands.settle(jobs)
    for row in range(list_.rows.rowCount()):
        list_.rows.row(row)
    hands.settle(jobs)
    return [list_.rows.data(list_.rows.index(row, 0)) for row in range(list_.rows.rowCount())]


def test_rows_are_shown_and_counted(list_: SearchList, jobs: Jobs) -> None:
    assert names(list_, jobs) == ["Nguyễn Thị Ánh", "Trần Bình", "Đặng Dương"]
    assert "3" in list_.count.text()


def test_typing_searches(list_: SearchList, jobs: Jobs) -> None:
    assert hands.find(list_, jobs, "dang") == 1
    assert names(list_, jobs) == ["Đặng Dương"]


def test_a_click_on_a_title_turns_the_order_round(list_: SearchList, jobs: Jobs) -> None:
    header = list_.table.horizontalHeader()
    QTest.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(20, 8))
    assert names(list_, jobs) == ["Đặng Dương", "Trần Bình", "Nguyễn Thị Ánh"]


def test_a_click_chooses_and_reloading_keeps_it(list_: SearchList, jobs: Jobs, register: Register) -> None:
    chosen: list[str] = []
    list_.chosen.connect(chosen.append)
    hands.pick(list_.table, 1)
    register.names["0"] = "An"
    list_.reload()
    hands.settle(jobs)
    assert chosen == ["3"]
    assert list_.chosen_id() == "3"
    assert list_.table.currentIndex().row() == 2


def test_a_record_that_is_gone_is_no_longer_chosen(list_: SearchList, jobs: Jobs, register: Register) -> None:
    hands.pick(list_.table, 1)
    chosen: list[str] = []
    list_.chosen.connect(chosen.append)
    del register.names["3"]
    list_.reload()
    hands.settle(jobs)
    assert chosen == [""]
    assert list_.chosen_id() == ""


def test_a_record_can_be_chosen_before_its_list_is_there(list_: SearchList, jobs: Jobs, register: Register) -> None:
    chosen: list[str] = []
    list_.chosen.connect(chosen.append)
    register.names["9"] = "Vũ Hà"
    list_.choose("9")
    list_.reload()
    hands.settle(jobs)
    assert chosen == ["9"]


def test_enter_in_the_search_goes_to_the_first_row_and_enter_there_opens_it(list_: SearchList, jobs: Jobs) -> None:
    opened: list[str] = []
    list_.opened.connect(opened.append)
    QTest.keyClick(list_.search, Qt.Key.Key_Return)
    QTest.keyClick(list_.table, Qt.Key.Key_Return)
    assert opened == ["1"]


def test_of_a_long_list_only_the_pages_on_the_screen_are_fetched(
    list_: SearchList, jobs: Jobs, register: Register
) -> None:
    register.names = {str(number): f"{number:07d}" for number in range(50_000)}
    register.asked.clear()
    list_.reload()
    hands.settle(jobs)
    list_.table.scrollToBottom()
    hands.settle(jobs)
    assert list_.rows.rowCount() == 50_000
    assert {next(iter(page)) for page in register.asked} <= {"0", "49950", "49900"}
    assert list_.rows.data(list_.rows.index(49_999, 0)) == "0049999"


def test_going_to_another_record_asks_before_typed_things_are_lost(register: Register, jobs: Jobs, show: Show) -> None:
    column = Column("Name", lambda row: row.name, sort="name")
    list_ = SearchList(jobs, Source(register, ids, rows, Query, (column,)))
    form = Form()
    form.add("name", "Name", TextField())
    pair = ListWithForm(list_, form, form.is_changed)
    opened: list[str] = []
    pair.chosen.connect(opened.append)
    pair.chosen.connect(lambda id_: form.put({"name": register.names[id_]}))
    pair.chosen.connect(pair.show_detail)
    show(pair)
    list_.reload()
    hands.settle(jobs)
    hands.pick(list_.table, 0)
    hands.fill(form, "name", "Đã sửa")

    hands.pick(list_.table, 1)
    hands.press(hands.button(hands.dialog(pair), "Keep typing"))
    hands.settle(jobs)
    assert opened == ["1"]
    assert list_.chosen_id() == "1"
    assert form.field("name").value() == "Đã sửa"

    hands.pick(list_.table, 1)
    hands.press(hands.button(hands.dialog(pair), "Throw it away"))
    hands.settle(jobs)
    assert opened == ["1", "3"]
    assert list_.chosen_id() == "3"
    assert not form.is_changed()


def test_a_short_table_keeps_its_current_row_by_id(show: Show) -> None:
    table = SmallTable((Column("Name", lambda row: row.name),))
    show(table)
    table.put([Row("1", "A"), Row("2", "B")])
    hands.pick(table, 1)
    table.put([Row("0", "Z"), Row("1", "A"), Row("2", "B")])
    assert table.chosen_row() == Row("2", "B")


def test_an_empty_list_says_whether_the_search_is_the_reason(list_: SearchList, jobs: Jobs, register: Register) -> None:
    assert hands.find(list_, jobs, "nobody") == 0
    assert "Nothing found" in list_.count.text()
    register.names.clear()
    hands.find(list_, jobs, "")
    assert list_.count.text() == "Nothing here yet."


def first_ids(register: Register, query: Query) -> tuple[str, ...]:
    return ids(register, query)[: query.most or None]


def test_the_first_rows_come_at_once_and_the_others_when_the_typing_rests(
    register: Register, jobs: Jobs, show: Show
) -> None:
    register.names = {str(number): f"{number:04d}" for number in range(500)}
    list_ = SearchList(
        jobs, Source(register, first_ids, rows, Query, (Column("N", lambda row: row.name, sort="name"),))
    )
    show(list_)
    found: list[int] = []
    list_.loaded.connect(found.append)
    list_.choose("444")
    list_.reload()
    hands.settle(jobs)
    assert (found, list_.chosen_id(), list_.is_whole()) == ([50, 500], "444", True)
    list_.choose("3")
    list_.reload()
    hands.settle(jobs)
    assert (found[2:], list_.chosen_id(), list_.is_whole()) == ([50], "3", False)
    hands.wait_until(list_.is_whole)
    assert (found[2:], list_.chosen_id(), list_.rows.rowCount()) == ([50, 500], "3", 500)
