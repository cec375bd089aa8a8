"""Qt's own words are said in the language of the screen."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit

from hn_desk.i18n import use_language
from hn_desk.ui.qt_words import QtWords


@pytest.fixture
def vietnamese(qapp: QApplication) -> Iterator[None]:
    use_language("vi")
    translator = QtWords(qapp)
    qapp.installTranslator(translator)
    yield
    qapp.removeTranslator(translator)
    use_language("en")


@pytest.mark.usefixtures("vietnamese")
def test_the_menu_of_a_field_is_vietnamese() -> None:
    line = QLineEdit()
    menu = line.createStandardContextMenu()
    shown = [action.text().split("\t")[0] for action in menu.actions() if not action.isSeparator()]
    assert shown == ["&Hoàn tác", "&Làm lại", "&Cắt", "&Sao chép", "&Dán", "Xóa", "Chọn tất cả"]


@pytest.mark.usefixtures("vietnamese")
def test_the_headings_of_a_file_dialog_are_vietnamese() -> None:
    dialog = QFileDialog()
    dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
    assert dialog.labelText(QFileDialog.DialogLabel.FileType) == "Loại tệp:"


@pytest.mark.usefixtures("vietnamese")
def test_unknown_words_stay_as_they_are() -> None:
    assert QCoreApplication.translate("QLineEdit", "Something else") == "Something else"
