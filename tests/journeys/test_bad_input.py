"""What a person types or opens by mistake gets a plain sentence in the window, and nothing typed is lost."""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot
from sqlalchemy import text

from hn_desk.actions.credit import application_ids
from hn_desk.actions.households import household, household_ids
from hn_desk.actions.office import Office
from hn_desk.actions.query import Query
from hn_desk.actions.rulebook import rule_book
from hn_desk.ui import hands
from hn_desk.ui.dialogs.sign_in import SignIn
from hn_desk.ui.jobs import Jobs
from hn_desk.ui.main_window import MainWindow
from hn_desk.ui.pages.credit import CreditPage
from hn_desk.ui.pages.households import HouseholdsPage
from tests.actions.conftest import PASSPHRASE
from tests.fourth import overlay
from tests.ui.credit_hands import WOMAN, WORK, begin, fill, form_of, opened, save
from tests.ui.test_households import TYPED

Show = Callable[[QWidget], QWidget]
MISREAD = {
    "registered_on": [
        ("30/02/2024", "Month 2/2024 has 29 days"),
        ("31/4/2024", "Month 4/2024 has 30 days"),
        ("1/13/2024", "There is no month 13"),
        ("hôm nào", "is not a day"),
        ("1/2/24024", "is not a day"),
    ],
    "capital": [
        ("hai tỏi", "can be read in more than one way or not at all"),
        ("1.23.456", "can be read in more than one way or not at all"),
        ("2 tỷ rưỡi rưỡi", "can be read in more than one way or not at all"),
        ("-5", "can be read in more than one way or not at all"),
        ("0,5", "part of a đồng"),
    ],
    "owner.birth": [("31/11/1988", "has 30 days"), ("1/1/1788", "")],
    "owner.id_number": [
        ("00118801234", "11 digits; a leading zero may be missing"),
        ("0011880123456", "The number has 13 digits"),
        ("00118801234O", "digits only"),
    ],
    "tax_code": [("12345", "A tax code has 10 digits")],
}
DOUBTS = [
    ({"owner.id_number": "001088012345"}, "does not fit the sex"),
    ({"owner.id_number": "001177012345"}, "1977"),
]


@pytest.fixture
def page(office: Office, jobs: Jobs, show: Show) -> HouseholdsPage:
    made = HouseholdsPage(office, jobs)
    show(made)
    made.reload()
    hands.settle(jobs)
    hands.press(made.new_button)
    return made


def put_in(page: HouseholdsPage, typed: dict[str, str]) -> None:
    for name, value in typed.items():
        hands.fill(page.form, name, value)
        hands.settle(page.jobs)


def press_save(page: HouseholdsPage) -> None:
    hands.press(page.save_button)
    hands.settle(page.jobs)


@pytest.mark.parametrize(
    ("field", "typed", "said"), [(field, *each) for field, mistakes in MISREAD.items() for each in mistakes]
)
def test_what_cannot_be_read_is_told_under_its_field_and_stays(
    page: HouseholdsPage, office: Office, field: str, typed: str, said: str
) -> None:
    put_in(page, TYPED | {field: typed})
    press_save(page)
    sentence = page.form.problem_at(field)
    assert said in sentence
    assert sentence.endswith(".")
    assert page.form.field(field).raw() == typed
    assert page.form.field("name").value() == TYPED["name"]
    assert household_ids(office, Query()) == ()


def test_a_paste_that_is_too_long_is_told_and_not_cut(page: HouseholdsPage, office: Office) -> None:
    pasted = "001188012345 cấp ngày 1/2/2021 tại Cục Cảnh sát"
    put_in(page, TYPED | {"owner.id_number": pasted})
    press_save(page)
    assert "at most 20" in page.form.problem_at("owner.id_number")
    assert page.form.field("owner.id_number").raw() == pasted
    assert household_ids(office, Query()) == ()


def test_two_billion_and_a_half_is_read_as_it_is_spoken(page: HouseholdsPage, office: Office) -> None:
    put_in(page, TYPED | {"capital": "2 tỷ rưỡi"})
    press_save(page)
    (id_,) = household_ids(office, Query())
    assert household(office, id_).draft.capital == 2_500_000_000


@pytest.mark.parametrize(("typed", "said"), DOUBTS)
def test_an_id_that_speaks_against_sex_or_birth_wants_a_reason(
    page: HouseholdsPage, office: Office, typed: dict[str, str], said: str
) -> None:
    put_in(page, TYPED | typed)
    press_save(page)
    assert said in " ".join(hands.visible_texts(page.form.summary))
    assert household_ids(office, Query()) == ()
    for code in page.form.summary.codes():
        hands.type_text(page.form.summary.reason_line(code), "Đã xem thẻ gốc")
    press_save(page)
    assert len(household_ids(office, Query())) == 1


def test_every_mistake_of_an_application_is_told_at_once(office: Office, jobs: Jobs, show: Show) -> None:
    part = begin(opened(CreditPage(office, jobs), show), "gqvl")
    wrong = {"person.birth": "30/02/1990", "person.id_number": "00119001234", "amount": "trăm triệu mốt"}
    fill(part, WOMAN, WORK, wrong)
    save(part)
    form = form_of(part)
    assert {name: form.field(name).raw() for name in wrong} == wrong
    assert all(form.problem_at(name) for name in ("person.birth", "amount"))
    fill(part, {"person.birth": "3/5/1990", "amount": "100 triệu"})
    save(part)
    assert "11 digits" in form.problem_at("person.id_number")
    assert application_ids(office, Query()) == ()


def let_grow(office: Office, pages: int) -> None:
    """Let the database grow to so many pages, as a disk of that size would."""
    with office.database.read() as session:
        session.execute(text(f"PRAGMA max_page_count={pages}"))


def test_a_full_disk_keeps_what_was_typed_until_there_is_room(page: HouseholdsPage, office: Office) -> None:
    long = " ".join(f"Lần hẹn thứ {number}" for number in range(1000))
    put_in(page, TYPED | {"note": long})
    with office.database.read() as session:
        pages = session.execute(text("PRAGMA page_count")).scalar_one()
    let_grow(office, pages)
    press_save(page)
    told = page.form.summary.text()
    assert "The disk is full" in told
    assert "Free some space" in told
    assert page.form.is_changed()
    let_grow(office, pages + 1000)
    press_save(page)
    (id_,) = household_ids(office, Query())
    assert household(office, id_).draft.note == long


def window_of(folder: Path, qtbot: QtBot) -> MainWindow:
    window = MainWindow(folder)
    with qtbot.waitSignal(window.ready, timeout=30_000):
        window.show()
    hands.settle(window.jobs)
    return window


def sign_in(window: MainWindow) -> SignIn:
    """Sign in as the clerk, without success; the screen that says why."""
    screen = window.screens.currentWidget()
    assert isinstance(screen, SignIn)
    hands.fill(screen.form, "login", "lan")
    hands.type_text(screen.form.field("passphrase"), PASSPHRASE)
    hands.press(hands.button(screen, "Sign in"))
    hands.settle(window.jobs)
    assert window.screens.currentWidget() is screen
    return screen


@pytest.fixture
def open_window(qtbot: QtBot) -> Iterator[Callable[[Path], MainWindow]]:
    windows: list[MainWindow] = []

    def opened_on(folder: Path) -> MainWindow:
        windows.append(window_of(folder, qtbot))
        return windows[-1]

    yield opened_on
    for window in windows:
        window.hide()
        window.shut()
        window.deleteLater()


@pytest.fixture
def wrong_programme(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The program's data with a key too many in one programme."""
    place = overlay(tmp_path)
    file = place / "programmes" / "gqvl.toml"
    file.write_text(f'colour = "red"\n{file.read_text(encoding="utf-8")}', encoding="utf-8")
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)
    rule_book.cache_clear()
    yield
    rule_book.cache_clear()


@pytest.mark.usefixtures("wrong_programme")
def test_a_programme_with_a_wrong_key_is_named_where_one_signs_in(
    office_folder: Path, open_window: Callable[[Path], MainWindow]
) -> None:
    told = sign_in(open_window(office_folder)).form.summary.text()
    assert "gqvl.toml" in told
    assert "colour: is not a key the program knows" in told


DAMAGE = {
    "the first page": lambda data: bytes(4096) + data[4096:],
    "all pages but the first": lambda data: data[:4096] + bytes(len(data) - 4096),
    "the second half cut off": lambda data: data[: len(data) // 2],
    "nothing left": lambda _data: b"",
    "another file": lambda data: b"PK\x03\x04" + data[:4096],
}


@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE)
def test_a_damaged_database_is_told_and_nothing_is_written(
    office_folder: Path, open_window: Callable[[Path], MainWindow], damage: Callable[[bytes], bytes]
) -> None:
    file = office_folder / "office.db"
    data = file.read_bytes()
    damaged = damage(data)
    file.write_bytes(damaged)
    told = sign_in(open_window(office_folder)).form.summary.text()
    assert damaged != data
    assert "The database is damaged" in told
    assert "restore the newest backup" in told
    assert file.read_bytes() == damaged


def test_a_database_that_is_gone_is_not_made_anew(
    office_folder: Path, open_window: Callable[[Path], MainWindow]
) -> None:
    (office_folder / "office.db").unlink()
    assert "restore the newest backup" in sign_in(open_window(office_folder)).form.summary.text()
    assert not (office_folder / "office.db").exists()
