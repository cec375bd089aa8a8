"""Starting: options, look, and bugs that escape a slot."""

import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from hn_desk.i18n import _, use_language
from hn_desk.ui import application, bugs, hands, theme
from hn_desk.ui.main_window import MainWindow


def test_the_window_opens_in_the_language_asked_for_and_closes(qapp: QApplication, tmp_path: Path) -> None:
    QTimer.singleShot(0, qapp.closeAllWindows)
    assert application.main(["--data", str(tmp_path), "--lang", "en"]) == 0
    assert _("Saved.") == "Saved."


def test_wrong_options_are_wrong_use(qapp: QApplication) -> None:
    with pytest.raises(SystemExit) as ended:
        application.main(["--colour", "red"])
    assert ended.value.code == 2
    use_language("en")


def test_the_fonts_come_with_the_program(qapp: QApplication) -> None:
    application.start()
    assert qapp.font().family() == theme.FAMILY
    assert qapp.font().pointSize() >= 10


def test_a_window_has_the_sheet_and_the_application_none(qapp: QApplication, tmp_path: Path) -> None:
    """With a sheet of the application each part of a page was drawn anew at every step of its building."""
    window = MainWindow(tmp_path, ())
    try:
        assert "QPushButton#main" in window.styleSheet()
        assert not qapp.styleSheet()
    finally:
        window.shut()


@pytest.fixture
def watched(qapp: QApplication, tmp_path: Path) -> Iterator[MainWindow]:
    """A window that shows what escapes; the hooks are put back."""
    before = sys.excepthook, threading.excepthook, sys.unraisablehook
    window = MainWindow(tmp_path, ())
    application.watch(window)
    window.show()
    yield window
    sys.excepthook, threading.excepthook, sys.unraisablehook = before
    window.hide()
    window.shut()


def log_of(window: MainWindow) -> str:
    hands.wait_until(window.problems.isVisible)
    return (window.folder / bugs.LOG_NAME).read_text(encoding="utf-8")


def test_a_bug_in_a_thread_of_its_own_is_shown_without_its_words(watched: MainWindow) -> None:
    def stumble() -> None:
        raise KeyError("Nguyễn Văn A")

    thread = threading.Thread(target=stumble)
    thread.start()
    thread.join()
    assert "KeyError" in log_of(watched)
    assert "Nguyễn" not in log_of(watched)


def test_a_bug_that_nobody_can_raise_is_shown_without_its_words(watched: MainWindow) -> None:
    class Falls:
        def __del__(self) -> None:
            raise ValueError("Nguyễn Văn A")

    Falls()
    assert "ValueError" in log_of(watched)
    assert "Nguyễn" not in log_of(watched)


@given(st.text(min_size=3), st.text(min_size=3))
def test_no_word_of_an_error_its_cause_or_its_note_is_written_down(first: str, second: str) -> None:
    plain = bugs.describe(stumbled("?", "?"))
    assert bugs.describe(stumbled(first, second)) == plain


def stumbled(first: str, second: str) -> BaseException:
    try:
        try:
            raise UnicodeDecodeError("utf-8", first.encode("utf-8", "surrogatepass"), 0, 1, second)
        except UnicodeDecodeError as error:
            error.add_note(first)
            raise ExceptionGroup(second, [KeyError(first)]) from error
    except ExceptionGroup as error:
        return error


def test_a_fall_leaves_no_memory_on_the_disk(tmp_path: Path) -> None:
    program = """
import resource
from hn_desk.ui import bugs
bugs.leave_no_memory_behind()
print(resource.getrlimit(resource.RLIMIT_CORE)[0])
"""
    answer = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=tmp_path)
    assert answer.stdout.strip() == "0"


def test_a_bug_that_escapes_is_shown(watched: MainWindow) -> None:
    sys.excepthook(ValueError, ValueError("Nguyễn Văn A"), None)
    assert "Something went wrong" in watched.problems.text()
    assert "Nguyễn" not in log_of(watched)
