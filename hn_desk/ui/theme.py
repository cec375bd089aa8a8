"""How everything looks: fonts that come with the program, one accent colour, a focus ring that is seen."""

from typing import Final

from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication, QWidget

from hn_desk import settings

FAMILY: Final = "Liberation Sans"
POINTS: Final = 10
_FONTS: Final = ("LiberationSans-Regular.ttf", "LiberationSans-Bold.ttf")

INK: Final = "#1b2430"
QUIET: Final = "#55606e"
PAPER: Final = "#ffffff"
GROUND: Final = "#f2f4f6"
LINE: Final = "#8b95a1"
SOFT_LINE: Final = "#d5dae0"
ACCENT: Final = "#0b5394"
ACCENT_DARK: Final = "#083e6f"
CHOSEN: Final = "#d6e6f5"
WRONG: Final = "#a61b1b"
WRONG_GROUND: Final = "#fdeeee"
TRAINING: Final = "#7a4a00"
TRAINING_GROUND: Final = "#ffe9bf"
GOOD: Final = "#17603a"

_SHEET: Final = f"""
QWidget {{ color: {INK}; }}
QMainWindow, QDialog {{ background: {GROUND}; }}
QLabel#title {{ font-size: 16pt; font-weight: bold; }}
QLabel#section {{
    font-size: 11pt; font-weight: bold; color: {ACCENT_DARK}; padding: 6px 0 2px 0; qproperty-indent: 0;
}}
QLabel#label {{ color: {INK}; }}
QLabel#hint {{ color: {QUIET}; }}
QLabel#problem {{ color: {WRONG}; font-weight: bold; }}
QLabel#good {{ color: {GOOD}; font-weight: bold; }}
QLabel#figure {{ font-size: 20pt; font-weight: bold; }}
QLabel#office {{ font-weight: bold; font-size: 11pt; }}
QLabel#officer {{ font-weight: bold; }}
QLabel#note {{ background: {TRAINING_GROUND}; color: {TRAINING}; padding: 8px 10px; }}
QLabel#training {{ background: {TRAINING_GROUND}; color: {TRAINING}; font-weight: bold; padding: 4px 12px; }}
QFrame#summary {{ background: {WRONG_GROUND}; border: 1px solid {WRONG}; border-left: 6px solid {WRONG}; }}
QFrame#bar {{
    background: {WRONG_GROUND}; border: 0; border-left: 6px solid {WRONG}; border-bottom: 1px solid {WRONG};
}}
QFrame#drafts {{
    background: {CHOSEN}; border: 0; border-left: 6px solid {ACCENT}; border-bottom: 1px solid {ACCENT};
}}
QFrame#card {{ background: {PAPER}; border: 1px solid {SOFT_LINE}; border-radius: 4px; }}
QWidget#sheet {{ background: {PAPER}; }}
QLineEdit, QPlainTextEdit, QComboBox {{
    background: {PAPER}; border: 1px solid {LINE}; border-radius: 3px; padding: 4px 6px; min-height: 20px;
    selection-background-color: {ACCENT}; selection-color: {PAPER};
}}
QComboBox::drop-down {{ border: 0; width: 22px; }}
QComboBox::down-arrow {{ image: url("ICONS/down.svg"); width: 12px; height: 12px; }}
QComboBox QAbstractItemView {{ background: {PAPER}; selection-background-color: {CHOSEN}; selection-color: {INK}; }}
QLineEdit:focus, QPlainTextEdit:focus, QComboBox:focus {{ border: 2px solid {ACCENT}; padding: 3px 5px; }}
QLineEdit[readOnly="true"], QPlainTextEdit[readOnly="true"], QComboBox:disabled {{
    background: {GROUND}; color: {INK}; border-color: {SOFT_LINE};
}}
QLineEdit[wrong="true"], QPlainTextEdit[wrong="true"], QComboBox[wrong="true"] {{
    border: 2px solid {WRONG}; padding: 3px 5px; background: {WRONG_GROUND};
}}
QPushButton {{
    background: {PAPER}; border: 1px solid {LINE}; border-radius: 3px; padding: 5px 14px; min-height: 20px; outline: 0;
}}
QPushButton:hover {{ background: {CHOSEN}; }}
QPushButton:pressed {{ background: {CHOSEN}; border-color: {ACCENT}; }}
QPushButton:checked {{ background: {CHOSEN}; border-color: {ACCENT}; font-weight: bold; }}
QPushButton:focus {{ border: 2px solid {ACCENT}; padding: 4px 13px; }}
QPushButton:disabled {{ color: {LINE}; border-color: {SOFT_LINE}; background: {GROUND}; }}
QPushButton#main {{ background: {ACCENT}; color: {PAPER}; border-color: {ACCENT}; font-weight: bold; }}
QPushButton#main:hover {{ background: {ACCENT_DARK}; }}
QPushButton#main:focus {{ border: 2px solid {INK}; }}
QPushButton#main:disabled {{ background: {SOFT_LINE}; border-color: {SOFT_LINE}; color: {QUIET}; }}
QPushButton#link {{
    background: transparent; border: 1px solid transparent; color: {ACCENT}; text-align: left; padding: 3px 6px;
    margin-left: 6px;
}}
QPushButton#link:hover {{ text-decoration: underline; }}
QPushButton#link:focus {{ border: 2px solid {ACCENT}; padding: 2px 5px; }}
QCheckBox:focus, QRadioButton:focus {{ outline: 0; background: {CHOSEN}; }}
QTableView, QListWidget {{
    background: {PAPER}; alternate-background-color: #f7f9fa; border: 2px solid {SOFT_LINE};
    selection-background-color: {CHOSEN}; selection-color: {INK};
}}
QTableView {{ outline: 0; }}
QTableView::item {{ border: 0; padding: 0 6px; }}
QTableView::item:selected {{ background: {CHOSEN}; color: {INK}; }}
QTableView:focus, QListWidget:focus {{ border-color: {ACCENT}; }}
QScrollArea#chart {{ border: 2px solid transparent; }}
QScrollArea#chart:focus {{ border-color: {ACCENT}; }}
QListWidget#matches {{ border: 1px solid {ACCENT}; }}
QHeaderView::section {{
    background: {GROUND}; border: 0; border-bottom: 1px solid {LINE}; border-right: 1px solid {SOFT_LINE};
    padding: 5px 8px; font-weight: bold;
}}
QHeaderView::up-arrow {{ image: url("ICONS/up.svg"); width: 10px; height: 10px; right: 6px; }}
QHeaderView::down-arrow {{ image: url("ICONS/down.svg"); width: 10px; height: 10px; right: 6px; }}
QListWidget#navigation {{ background: {GROUND}; border: 0; outline: 0; }}
QFrame#side {{ border: 0; border-right: 1px solid {SOFT_LINE}; }}
QListWidget#navigation::item {{ padding: 9px 10px; border-left: 4px solid transparent; }}
QListWidget#navigation::item:selected {{
    background: {CHOSEN}; color: {ACCENT_DARK}; border-left: 4px solid {ACCENT};
}}
QListWidget#navigation:focus {{ border: 2px solid {ACCENT}; }}
QSplitter::handle {{ background: {SOFT_LINE}; width: 3px; }}
QToolTip {{ background: {PAPER}; color: {INK}; border: 1px solid {LINE}; padding: 3px; }}
"""


def dress(application: QApplication) -> None:
    """Give the application its fonts and colours, the same on every system."""
    for name in _FONTS:
        QFontDatabase.addApplicationFont(str(settings.resource("fonts") / name))
    application.setStyle("Fusion")
    application.setPalette(_palette())
    application.setFont(QFont(FAMILY, POINTS))


def dress_window(window: QWidget) -> None:
    """Give a window without a parent the sheet; its dialogs take it over.

    The application has none: while a page is built, each of its fields would be drawn anew at every step into another
    widget, which took three quarters of a page's opening.
    """
    window.setStyleSheet(_SHEET.replace("ICONS", settings.resource("icons").as_posix()))


def _palette() -> QPalette:
    palette = QPalette()
    roles = {
        QPalette.ColorRole.Window: GROUND,
        QPalette.ColorRole.WindowText: INK,
        QPalette.ColorRole.Base: PAPER,
        QPalette.ColorRole.AlternateBase: GROUND,
        QPalette.ColorRole.Text: INK,
        QPalette.ColorRole.Button: PAPER,
        QPalette.ColorRole.ButtonText: INK,
        QPalette.ColorRole.Highlight: ACCENT,
        QPalette.ColorRole.HighlightedText: PAPER,
        QPalette.ColorRole.PlaceholderText: QUIET,
        QPalette.ColorRole.Link: ACCENT,
        QPalette.ColorRole.ToolTipBase: PAPER,
        QPalette.ColorRole.ToolTipText: INK,
    }
    for role, colour in roles.items():
        palette.setColor(role, QColor(colour))
    return palette
