"""How long the program's first window takes in Wine, beside a bare PySide6 window in the same run."""

import statistics
import time
from typing import Final

from installer.windows_test.ground import CheckError, Ground, expect

TRIES: Final = 3
SLOWEST: Final = 6.0
"""So many times a bare window's time; more would mean that something is loaded that the first window doesn't need."""
BARE: Final = """
import os
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMainWindow, QTableWidget
application, window = QApplication([]), QMainWindow()
window.setCentralWidget(QTableWidget(20, 5))
window.resize(1366, 728)
window.show()
application.processEvents()
def answer():
    print("painted", flush=True)
    os._exit(0)
QTimer.singleShot(0, answer)
application.exec()
"""
OURS: Final = """
import os
from pathlib import Path
from tempfile import mkdtemp
from hn_desk.i18n import use_language
from hn_desk.ui import application
from hn_desk.ui.main_window import MainWindow
use_language("vi")
started, window = application.start(), MainWindow(Path(mkdtemp()))
window.painted.disconnect()
def answer():
    print("painted", flush=True)
    os._exit(0)
window.painted.connect(answer)
window.show()
started.exec()
"""


def shows_its_window(ground: Ground) -> str:
    """From start to the first painted window, beside a bare PySide6 window in the same run."""
    pairs = [(_seconds(ground, OURS), _seconds(ground, BARE)) for _try in range(TRIES)]
    ours, bare = (statistics.median(one) for one in zip(*pairs, strict=True))
    told = f"HN Desk {ours:.2f} s, a bare window {bare:.2f} s: {ours / bare:.2f} times"
    expect(ours <= SLOWEST * bare, told)
    return told


def _seconds(ground: Ground, code: str) -> float:
    python = str(ground.program / "runtime" / "python.exe")
    start = time.monotonic()
    process = ground.wine.start(python, "-I", "-B", "-X", "utf8", "-c", code)
    try:
        lines = iter(process.stdout.readline, b"") if process.stdout else iter(())
        if not any(b"painted" in line for line in lines):
            raise CheckError("no window was painted")
        return time.monotonic() - start
    finally:
        process.kill()
