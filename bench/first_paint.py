"""Child: start the program's window, or a bare one with a table, up to its first paint; CPU and modules loaded."""

import json
import sys
from pathlib import Path
from tempfile import mkdtemp

from bench.measure import cpu

HEAVY = ("sqlalchemy", "openpyxl", "docx", "reportlab", "cryptography", "pydantic", "lxml")


def ours() -> None:
    from hn_desk.i18n import use_language
    from hn_desk.ui import application
    from hn_desk.ui.main_window import MainWindow

    use_language("vi")
    app = application.start()
    window = MainWindow(Path(mkdtemp()))
    window.painted.disconnect()
    window.painted.connect(answer)
    window.show()
    app.exec()


def bare() -> None:
    from PySide6.QtCore import QTimer
    from PySide6.QtGui import QStandardItem, QStandardItemModel
    from PySide6.QtWidgets import QApplication, QMainWindow, QTableView

    app = QApplication([])
    model = QStandardItemModel(20, 5)
    for row in range(20):
        model.setItem(row, 0, QStandardItem(str(row)))
    table = QTableView()
    table.setModel(model)
    window = QMainWindow()
    window.setCentralWidget(table)
    window.resize(1366, 728)
    window.show()
    app.processEvents()
    QTimer.singleShot(0, answer)
    app.exec()


def answer() -> None:
    import os

    print(json.dumps({"cpu": cpu(), "heavy": [name for name in HEAVY if name in sys.modules]}), flush=True)
    os._exit(0)


if __name__ == "__main__":
    {"ours": ours, "bare": bare}[sys.argv[1]]()
