"""Which folder was shown in a dialog is written down nowhere, and no page makes a dialog that would."""

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest

import hn_desk

HOUSE = Path(hn_desk.__file__).parent
DOOR = HOUSE / "ui" / "widgets" / "file_dialog.py"
PROGRAM = """
import sys
from pathlib import Path
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget
from hn_desk.ui import hands
from hn_desk.ui.widgets.file_dialog import FileDialog
app = QApplication([])
window = QWidget()
window.show()
kind = {"own": lambda: FileDialog(window, "x"), "Qt's": lambda: QFileDialog(window, "x")}[sys.argv[1]]
for folder in sys.argv[2:]:
    chosen, gone = [], []
    dialog = kind()
    print(dialog.directory().absolutePath() == str(Path(folder).parent / "first"))
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    dialog.setDirectory(folder)
    dialog.fileSelected.connect(chosen.append)
    dialog.destroyed.connect(lambda: gone.append(True))
    dialog.open()
    app.processEvents()
    dialog.accept()
    hands.wait_until(lambda: bool(gone))
    assert chosen == [folder], chosen
"""


def written(home: Path, kind: str) -> tuple[str, str]:
    """What a process that chose two folders wrote into its home, and what it said."""
    usb = home.parent / "usb"
    folders = [usb / "first", usb / "Nguyễn Văn Bí Mật"]
    for folder in (*folders, home):
        folder.mkdir(parents=True, exist_ok=True)
    env = os.environ | {"HOME": str(home), "XDG_CONFIG_HOME": str(home), "QT_QPA_PLATFORM": "offscreen"}
    command = [sys.executable, "-c", PROGRAM, kind, *map(str, folders)]
    answer = subprocess.run(command, env=env, cwd=HOUSE.parent, capture_output=True, text=True, check=True)
    return "".join(path.read_text(encoding="utf-8") for path in home.rglob("*") if path.is_file()), answer.stdout


def test_no_folder_is_written_down_and_the_last_one_is_remembered_meanwhile(tmp_path: Path) -> None:
    left, said = written(tmp_path / "home", "own")
    assert "usb" not in left
    assert "Nguyễn" not in left
    assert said.split() == ["False", "True"]


def test_qts_own_dialog_would_write_it_down(tmp_path: Path) -> None:
    left, _said = written(tmp_path / "home", "Qt's")
    assert "Nguyễn" in left


@pytest.mark.parametrize("path", sorted(set((HOUSE / "ui").rglob("*.py")) - {DOOR}), ids=lambda path: path.name)
def test_no_page_makes_qts_own_dialog(path: Path) -> None:
    calls = [node.func for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Call)]
    assert not [call for call in calls if isinstance(call, ast.Name) and call.id == "QFileDialog"]
    assert not [
        call
        for call in calls
        if isinstance(call, ast.Attribute) and call.attr.startswith(("getOpenFile", "getSaveFile", "getExistingDir"))
    ]
