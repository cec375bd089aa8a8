"""Starting the window: language, look, the window itself, and one place where a bug that escapes is caught."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType

from PySide6.QtWidgets import QApplication

from hn_desk.i18n import LANGUAGES, _, use_language
from hn_desk.settings import default_data
from hn_desk.ui import bugs, theme
from hn_desk.ui.main_window import MainWindow


def main(words: Sequence[str] = ()) -> int:
    """Open the window on the data folder of `--data` in the language of `--lang`; the exit code when it was closed."""
    options = _parser().parse_args(list(words))
    use_language(options.lang)
    application = start()
    window = MainWindow(options.data or default_data())
    watch(window)
    window.show()
    code = application.exec()
    window.shut()
    return code


def start() -> QApplication:
    """The application with its look; the one there is already, when there is one."""
    found = QApplication.instance()
    application = found if isinstance(found, QApplication) else QApplication(["hn-desk"])
    application.setApplicationName("HN Desk")
    theme.dress(application)
    return application


def watch(window: MainWindow) -> None:
    """Show bugs that escape a slot in `window` instead of losing them on a console nobody sees."""

    def show(_kind: type[BaseException], error: BaseException, _trace: TracebackType | None) -> None:
        window.problems.show_bug(bugs.describe(error))

    sys.excepthook = show


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="hn-desk", allow_abbrev=False)
    parser.add_argument("--lang", choices=LANGUAGES, default="vi", help=_("language of the answers"))
    parser.add_argument("--data", type=Path, help=_("folder that holds the office's data"))
    return parser
