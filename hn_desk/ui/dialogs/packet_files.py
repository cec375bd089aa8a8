"""Choosing files and folders with the system's dialog, and files dropped onto a widget."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from hn_desk.i18n import _
from hn_desk.ui.widgets.file_dialog import FileDialog

_DRAGS = (QEvent.Type.DragEnter, QEvent.Type.DragMove)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be chosen: the dialog's title, the words on its button, the kinds of file (`PDF (*.pdf)`)."""

    title: str
    accepts: str
    kinds: str = ""


def ask_folder(parent: QWidget, wanted: Wanted, then: Callable[[Path], object]) -> QFileDialog:
    """Ask for a folder; `then` gets it."""
    dialog = _dialog(parent, wanted)
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    dialog.setOption(QFileDialog.Option.ShowDirsOnly)
    dialog.fileSelected.connect(lambda chosen: then(Path(chosen)))
    dialog.open()
    return dialog


def ask_files(parent: QWidget, wanted: Wanted, then: Callable[[tuple[Path, ...]], object]) -> QFileDialog:
    """Ask for one or more files; `then` gets them."""
    dialog = _dialog(parent, wanted)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
    dialog.setNameFilters([wanted.kinds, _("All files (*)")] if wanted.kinds else [_("All files (*)")])
    dialog.filesSelected.connect(lambda chosen: then(tuple(Path(each) for each in chosen)))
    dialog.open()
    return dialog


class FileDrop(QObject):
    """Lets files be dropped onto `target`; `dropped` gives their paths."""

    dropped = Signal(object)

    def __init__(self, target: QWidget) -> None:
        super().__init__(target)
        target.setAcceptDrops(True)
        target.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take files of this PC; leave everything else alone."""
        if event.type() in _DRAGS and _paths(event):
            event.accept()
            return True
        if event.type() == QEvent.Type.Drop and _paths(event):
            event.accept()
            self.dropped.emit(_paths(event))
            return True
        return super().eventFilter(watched, event)


def _paths(event: Any) -> tuple[Path, ...]:
    return tuple(Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile())


def _dialog(parent: QWidget, wanted: Wanted) -> QFileDialog:
    dialog = FileDialog(parent, wanted.title)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setLabelText(QFileDialog.DialogLabel.Accept, wanted.accepts)
    dialog.setLabelText(QFileDialog.DialogLabel.Reject, _("&Cancel"))
    dialog.setLabelText(QFileDialog.DialogLabel.LookIn, _("Look in:"))
    dialog.setLabelText(QFileDialog.DialogLabel.FileName, _("Name:"))
    dialog.setLabelText(QFileDialog.DialogLabel.FileType, _("Kind of file:"))
    return dialog
