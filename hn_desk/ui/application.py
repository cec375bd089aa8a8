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
from hn_desk.ui.single import SingleInstance, hand_over, pipe_name

if TYPE_CHECKING:
    from hn_desk.ui.city.window import CityWindow

CITY_FOLDER: Final = "hn-desk-city"


def main(words: Sequence[str] = ()) -> int:
    """Open the office's window on the folder of `--data`, or the city's on that of `--city`; the code it ended with."""
    options = _parser().parse_args(list(words))
    use_language(options.lang)
    bugs.leave_no_memory_behind()
    application = start()
    folder, is_usual = options.data or default_data(), options.data is None
    name = pipe_name(options.city or folder, is_usual=is_usual)
    if hand_over(name, options.file):
        return 0
    single = SingleInstance(name)
    windows = [_window(options, folder)]
    single.wanted.connect(lambda path: windows[-1].open_file(Path(path) if path else None))
    if isinstance(windows[0], MainWindow):
        windows[0].city_wanted.connect(lambda: _change_to_city(windows, folder))
    watch(windows[0])
    show_fitting(windows[0])
    if options.file is not None:
        windows[0].open_file(options.file.resolve())
    code = application.exec()
    single.close()
    for window in windows:
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


def _window(options: argparse.Namespace, folder: Path) -> "MainWindow | CityWindow":
    """The city's window when it is asked for, or where a city lies in the usual place and no office."""
    if options.city is not None:
        return loader.city_window()(options.city)
    city = _city_beside(folder)
    if options.data is None and city.is_dir() and not folder.is_dir():
        return loader.city_window()(city)
    return MainWindow(folder)


def _change_to_city(windows: "list[MainWindow | CityWindow]", folder: Path) -> None:
    """On the first start this PC turned out to be a desk of the city."""
    windows.append(loader.city_window()(_city_beside(folder)))
    watch(windows[-1])
    show_fitting(windows[-1])
    windows[0].close()


def _city_beside(folder: Path) -> Path:
    return folder.with_name(CITY_FOLDER)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="hn-desk", allow_abbrev=False)
    parser.add_argument("--lang", choices=LANGUAGES, default="vi", help=_("language of the answers"))
    parser.add_argument("--data", type=Path, help=_("folder that holds the office's data"))
    city = default_data().with_name(CITY_FOLDER)
    parser.add_argument(
        "file", type=Path, nargs="?", metavar="FILE", help=_("a packet, receipt or trust pack to be opened")
    )
    parser.add_argument("--city", type=Path, nargs="?", const=city, help=_("open the city's desks in this folder"))
    return parser
