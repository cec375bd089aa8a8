"""Starting: options, look, and bugs that escape a slot."""

import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from hn_desk.i18n import _, use_language
from hn_desk.ui import application, theme
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


def test_a_bug_that_escapes_is_shown(qapp: QApplication, tmp_path: Path) -> None:
    before = sys.excepthook
    window = MainWindow(tmp_path, ())
    application.watch(window)
    window.show()
    try:
        sys.excepthook(ValueError, ValueError("Nguyễn Văn A"), None)
    finally:
        sys.excepthook = before
    assert "Something went wrong" in window.problems.text()
    assert "Nguyễn" not in (tmp_path / "program.log").read_text(encoding="utf-8")
    window.hide()
    window.shut()
