"""The window opens fast, signs officers in, shows the pages of their roles, locks, and loses nothing typed."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from hn_desk.errors import DeskError
from hn_desk.ui import bugs, hands, loader
from hn_desk.ui.desk import Desk
from hn_desk.ui.dialogs.first_run import FirstRun
from hn_desk.ui.dialogs.sign_in import SignIn
from hn_desk.ui.loader import Place
from hn_desk.ui.main_window import MainWindow
from hn_desk.ui.pages.admin import AdminPage
from hn_desk.ui.pages.admin_groups import Groups
from tests.actions.conftest import PASSPHRASE

PLACES = tuple(place for place in loader.PLACES if place.name in ("home", "admin"))
HEAVY = "sqlalchemy", "openpyxl", "docx", "reportlab", "cryptography", "lxml", "pydantic", "holidays"


@pytest.fixture
def window(office_folder: Path, qtbot: QtBot) -> Iterator[MainWindow]:
    opened = MainWindow(office_folder, PLACES)
    with qtbot.waitSignal(opened.ready, timeout=20_000):
        opened.show()
    yield opened
    opened.hide()
    opened.shut()
    opened.deleteLater()


def sign_in(window: MainWindow, login: str, passphrase: str = PASSPHRASE) -> None:
    screen = window.screens.currentWidget()
    assert isinstance(screen, SignIn)
    hands.fill(screen.form, "login", login)
    hands.type_text(screen.form.field("passphrase"), passphrase)
    hands.press(hands.button(screen, "Sign in"))
    hands.settle(window.jobs)


def desk_of(window: MainWindow) -> Desk:
    desk = window.desk()
    assert desk is not None
    return desk


def test_nothing_heavy_is_imported_before_the_first_paint(tmp_path: Path) -> None:
    program = f"""
import sys
from pathlib import Path
from hn_desk.ui import application
from hn_desk.ui.main_window import MainWindow
app = application.start()
window = MainWindow(Path({str(tmp_path)!r}))
seen = []
window.painted.connect(lambda: (seen.extend(m for m in {HEAVY!r} if m in sys.modules), app.quit()))
window.show()
app.exec()
window.shut()
print(seen)
"""
    answer = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=True)
    assert answer.stdout.strip() == "[]"


def test_an_empty_folder_begins_with_the_first_run(tmp_path: Path, qtbot: QtBot) -> None:
    window = MainWindow(tmp_path / "nothing", PLACES)
    with qtbot.waitSignal(window.ready, timeout=20_000):
        window.show()
    assert isinstance(window.screens.currentWidget(), FirstRun)
    hands.settle(window.jobs)
    window.hide()
    window.shut()


def test_an_officer_signs_in_and_sees_the_pages_of_the_roles(window: MainWindow) -> None:
    sign_in(window, "mai")
    assert desk_of(window).names() == ["home", "admin"]
    assert desk_of(window).shown() == "home"


def test_a_training_office_says_so_all_the_time(window: MainWindow) -> None:
    sign_in(window, "anh")
    bands = [label for label in hands.visible_texts(window) if "TRAINING" in label]
    assert len(bands) == 1


def test_no_title_carries_a_name(window: MainWindow) -> None:
    sign_in(window, "lan")
    assert window.windowTitle() == "HN Desk"


def test_a_wrong_passphrase_is_refused_in_place_and_emptied(window: MainWindow) -> None:
    sign_in(window, "lan", "sai mật khẩu rồi")
    screen = window.screens.currentWidget()
    assert isinstance(screen, SignIn)
    assert screen.form.summary.isVisible()
    assert screen.form.field("passphrase").value() == ""
    assert screen.form.field("login").value() == "lan"
    assert window.desk() is None


def test_signing_out_lets_another_officer_in(window: MainWindow) -> None:
    sign_in(window, "mai")
    hands.press(hands.button(window, "Sign out"))
    hands.settle(window.jobs)
    assert window.desk() is None
    sign_in(window, "anh")
    hands.wait_until(lambda: window.desk() is not None)
    assert desk_of(window).names() == ["home", "admin"]


def test_a_locked_desk_opens_only_with_the_passphrase_and_as_it_was_left(window: MainWindow) -> None:
    sign_in(window, "anh")
    groups = admin_groups(window)
    hands.fill(groups.form, "name", "Đang gõ dở")
    hands.press(hands.button(window, "Lock"))
    lock = window.screens.currentWidget()
    assert isinstance(lock, SignIn)
    hands.type_text(lock.form.field("passphrase"), "không phải mật khẩu")
    hands.press(hands.button(lock, "Open"))
    hands.settle(window.jobs)
    assert window.screens.currentWidget() is lock
    hands.type_text(lock.form.field("passphrase"), PASSPHRASE)
    hands.press(hands.button(lock, "Open"))
    hands.settle(window.jobs)
    assert window.screens.currentWidget() is window.desk()
    assert groups.form.field("name").value() == "Đang gõ dở"


def test_closing_asks_before_typed_things_are_lost(window: MainWindow) -> None:
    sign_in(window, "anh")
    groups = admin_groups(window)
    hands.fill(groups.form, "name", "Đang gõ dở")
    desk_of(window).go("home")
    assert not window.close()
    hands.press(hands.button(hands.dialog(window), "Keep typing"))
    assert window.isVisible()
    assert desk_of(window).shown() == "admin"
    assert not window.close()
    hands.press(hands.button(hands.dialog(window), "Throw it away"))
    hands.wait_until(lambda: not window.isVisible())


def test_a_page_is_read_again_when_its_subject_changed(window: MainWindow) -> None:
    sign_in(window, "anh")
    groups = admin_groups(window)
    before = len(groups.table.rows())
    hands.press(groups.new)
    hands.fill(groups.form, "name", "Tổ dân phố số 99")
    hands.press(hands.button(groups, "Save"))
    hands.settle(window.jobs)
    assert len(groups.table.rows()) == before + 1
    assert window.statusBar().currentMessage() == "Saved."


def test_a_refusal_that_no_form_takes_is_shown_with_what_to_do(window: MainWindow) -> None:
    window.jobs.run(refuse)
    hands.settle(window.jobs)
    assert window.problems.text() == "✗ The disk is full. Make room."
    hands.press(hands.button(window.problems, "Close"))
    assert not window.problems.isVisible()


def test_a_bug_is_written_down_without_what_was_typed(window: MainWindow, office_folder: Path) -> None:
    window.jobs.run(blunder)
    hands.settle(window.jobs)
    log = (office_folder / bugs.LOG_NAME).read_text(encoding="utf-8")
    assert "Something went wrong" in window.problems.text()
    assert "KeyError" in log
    assert "001190012345" not in log


def test_a_page_that_is_missing_is_a_bug_shown_not_a_crash(office_folder: Path, qtbot: QtBot) -> None:
    window = MainWindow(office_folder, (Place("odd", "hn_desk.ui.pages.no_such_page", "OddPage"),))
    with qtbot.waitSignal(window.jobs.failed, timeout=20_000):
        window.show()
    hands.settle(window.jobs)
    assert window.problems.isVisible()
    window.hide()
    window.shut()


def admin_groups(window: MainWindow) -> Groups:
    desk = desk_of(window)
    desk.go("admin")
    page = desk.page("admin")
    assert isinstance(page, AdminPage)
    groups = page.part(Groups)
    assert isinstance(groups, Groups)
    page.tabs.setCurrentWidget(groups)
    hands.settle(window.jobs)
    return groups


def refuse() -> None:
    raise DeskError("The disk is full.", do="Make room.")


def blunder() -> None:
    raise KeyError("001190012345")
