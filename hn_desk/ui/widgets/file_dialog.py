"""Choosing a file or a folder without leaving on the disk where one was: Qt writes it into its settings otherwise."""

from typing import ClassVar

from PySide6.QtCore import QDir
from PySide6.QtWidgets import QFileDialog, QWidget


class FileDialog(QFileDialog):
    """Qt's own dialog; the folder last chosen is remembered until the program ends, and nowhere else."""

    _last: ClassVar[str] = ""

    def __init__(self, parent: QWidget, title: str) -> None:
        super().__init__(parent, title)
        self.setOption(QFileDialog.Option.DontUseNativeDialog)
        if FileDialog._last:
            self.setDirectory(FileDialog._last)

    def done(self, result: int) -> None:
        """End, and show another folder before Qt writes down which one was shown."""
        super().done(result)
        if result == QFileDialog.DialogCode.Accepted:
            FileDialog._last = self.directory().absolutePath()
        self.setDirectory(QDir.rootPath())
        self.setHistory([])
        self.setSidebarUrls([])
