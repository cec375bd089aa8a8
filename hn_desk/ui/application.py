"""Starting the window: language, look, the window itself, and one place where a bug that escapes is caught."""

import argparse
import sys
import threading
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Final

import shiboken6
from PySide6.QtWidgets import QApplication

from hn_desk.i18n import LANGUAGES, _, use_language
from hn_desk.settings import default_data
from hn_desk.ui import bugs, loader, theme
from hn_desk.ui.fitting import show_fitting
from hn_desk.ui.main_window import MainWindow
from hn_desk.ui.qt_words import speak

if TYPE_CHECKING:
    from hn_desk.ui.city.window import CityWindow

CITY_FOLDER: Final = "hn-desk-city"


def main(words: Sequence[str] = ()) -> int:
    """Open the office's window on the folder of `--data`, or the city's on that of `--city`; the code it ended with."""
    options = _parser().parse_args(list(words))
    use_language(options.lang)
    bugs.leave_no_memory_behind()
    application = start()
    window = _window(options)
    watch(window)
    show_fitting(window)
    code = application.exec()
    window.shut()
    return code


def start() -> QApplication:
    """The application with its look; the one there is already, when there is one."""
    found = QApplication.instance()
    application = found if isinstance(found, QApplication) else QApplication(["hn-desk"])
    application.setApplicationName("HN Desk")
    theme.dress(application)
    speak(application)
    return application


def watch(window: "MainWindow | CityWindow") -> None:
    """Show bugs that escape in `window`, without their words, instead of printing them with what was typed."""

    def show(_kind: type[BaseException], error: BaseException, _trace: TracebackType | None) -> None:
        window.problems.show_bug(bugs.describe(error))

    def hand_over(error: BaseException | None) -> None:
        if error is not None and shiboken6.isValid(window.jobs):
            window.jobs.failed.emit(bugs.describe(error))

    sys.excepthook = show
    threading.excepthook = lambda what: hand_over(what.exc_value)
    sys.unraisablehook = lambda what: hand_over(what.exc_value)


def _window(options: argparse.Namespace) -> "MainWindow | CityWindow":
    if options.city is None:
        return MainWindow(options.data or default_data())
    return loader.city_window()(options.city)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="hn-desk", allow_abbrev=False)
    parser.add_argument("--lang", choices=LANGUAGES, default="vi", help=_("language of the answers"))
    parser.add_argument("--data", type=Path, help=_("folder that holds the office's data"))
    city = default_data().with_name(CITY_FOLDER)
    parser.add_argument("--city", type=Path, nargs="?", const=city, help=_("open the city's desks in this folder"))
    return parser
