"""The line of the home page that tells the backup's age, and after a restore what must still be typed again."""

from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from hn_desk.actions.backups import BackupState, back_up, backup_state
from hn_desk.actions.office import Changed, Office
from hn_desk.actions.restoring_list import LostList, lost_list
from hn_desk.i18n import _
from hn_desk.ui.dialogs.restore_list import LostDialog
from hn_desk.ui.jobs import Jobs


class BackupLine(QWidget):
    """Quiet while the backup is fresh, amber when it is old."""

    def __init__(self, office: Office, jobs: Jobs) -> None:
        super().__init__()
        self._office, self._jobs = office, jobs
        self.words = QLabel(self)
        self.words.setWordWrap(True)
        self.make = _link(_("Back &up now"), self)
        self.make.clicked.connect(self._back_up)
        self.lost = QPushButton(self)
        self.lost.setAutoDefault(False)
        self.lost.setObjectName("main")
        self.lost.clicked.connect(self._open)
        self.lost.hide()
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.words, 1)
        row.addWidget(self.make)
        room = QVBoxLayout(self)
        room.setContentsMargins(0, 0, 0, 0)
        room.addLayout(row)
        room.addWidget(self.lost)

    def reload(self) -> None:
        """Read how old the backups are, and whether something must still be typed again."""
        self._jobs.run_latest("backup age", backup_state, self._office, then=self._show)
        self._jobs.run_latest("typed again", lost_list, self._office, then=self._show_lost)

    def _show(self, state: BackupState) -> None:
        lines, is_old = told(state)
        self.words.setText("\n".join(lines))
        self.words.setObjectName("note" if is_old else "hint")
        self.words.style().polish(self.words)
        self.make.setEnabled(True)

    def _show_lost(self, known: LostList | None) -> None:
        self.lost.setVisible(known is not None)
        if known is not None:
            self.lost.setText(_("After the restore: {n} lines must still be &typed again…").format(n=known.left))

    def _back_up(self) -> None:
        self.make.setEnabled(False)
        self._jobs.run(back_up, self._office, then=self._made)

    def _made(self, _changed: Changed) -> None:
        self.reload()

    def _open(self) -> None:
        LostDialog(self._office, self._jobs, self).open()


def told(state: BackupState) -> tuple[list[str], bool]:
    """The sentences about the backups' age, and whether one of them is a warning."""
    if state.days is None:
        lines = [_("⚠ There is no backup yet.")]
    elif state.days == 0:
        lines = [_("Backup: today.")]
    else:
        lines = [_("Backup: {n} days ago.").format(n=state.days)]
    if state.is_old and state.days is not None:
        lines = [_("⚠ The newest backup is {n} days old.").format(n=state.days)]
    if state.is_second_old:
        old = _("⚠ No backup was copied to the stick for {n} days: plug it in.")
        lines.append(old.format(n=state.second_days) if state.second_days is not None else _never())
    return lines, state.is_old or state.is_second_old


def _never() -> str:
    return _("⚠ No backup was copied to the stick yet: plug it in.")


def _link(words: str, parent: QWidget) -> QPushButton:
    button = QPushButton(words, parent)
    button.setObjectName("link")
    button.setAutoDefault(False)
    return button
