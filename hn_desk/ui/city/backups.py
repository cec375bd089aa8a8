"""The backups of a desk: those on this PC, one made now, the second folder that each is copied to."""

from pathlib import Path

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from hn_desk.city.desk import CityDesk
from hn_desk.city.desk_backups import DeskBackup, DeskBackupState, back_up_desk, choose_desk_second, desk_backups
from hn_desk.i18n import _
from hn_desk.rules.money import format_dong
from hn_desk.ui.dialogs.packet_files import Wanted, ask_folder
from hn_desk.ui.dialogs.packet_words import button, label, shown_moment
from hn_desk.ui.jobs import Jobs
from hn_desk.ui.pages.admin_part import Part
from hn_desk.ui.widgets.rows import Column
from hn_desk.ui.widgets.small_table import SmallTable

_KILOBYTE = 1024


class DeskBackups(Part):
    """What there is, how old it is, and the two buttons."""

    def __init__(self, desk: CityDesk, jobs: Jobs) -> None:
        super().__init__(desk, jobs)  # type: ignore[arg-type]  # a part of the city's desk
        self.desk = desk
        self.age = label("")
        self.second = label("")
        self.table = SmallTable(_columns())
        self.table.setAccessibleName(_("Backups"))
        self.make_button = button(_("&Back up now"), is_main=True)
        self.make_button.clicked.connect(self._make)
        self.second_button = button(_("&Second folder or stick…"))
        self.second_button.clicked.connect(self._ask_folder)
        self.second_button.setVisible(desk.may("backup.write"))
        self._lay_out()

    def reload(self) -> None:
        """Look what there is."""
        self.jobs.run_latest("desk backups", desk_backups, self.desk, then=self._show)

    def choose_second(self, folder: Path) -> None:
        """Copy every backup into this folder too."""
        self.jobs.run(choose_desk_second, self.desk, folder, then=self._done)

    def _make(self) -> None:
        self.make_button.setEnabled(False)
        self.jobs.run(back_up_desk, self.desk, then=self._done, on_refused=self._refused)

    def _done(self, _changed: object) -> None:
        self.make_button.setEnabled(True)
        self.said.emit(_("Saved."))
        self.reload()

    def _refused(self, error: Exception) -> None:
        self.make_button.setEnabled(True)
        self.jobs.refused.emit(error)

    def _show(self, state: DeskBackupState) -> None:
        self.table.put(state.backups)
        if state.days is None:
            self.age.setText(_("There is no backup of this desk yet."))
        else:
            words = _("The newest backup is {n} days old. Make one now.") if state.is_old else _("The backups are new.")
            self.age.setText(words.format(n=state.days))
        self.second.setText(_second_words(state))

    def _ask_folder(self) -> None:
        ask_folder(self, Wanted(_("Second folder for backups"), _("&Copy there")), self.choose_second)

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.addWidget(self.make_button)
        top.addWidget(self.second_button)
        top.addWidget(self.age, 1)
        room = QVBoxLayout(self)
        room.setContentsMargins(16, 12, 16, 12)
        room.addLayout(top)
        room.addWidget(self.second)
        room.addWidget(self.table, 1)
        hint = _("A desk is restored from its first screen (“Restore a desk…”). Keep the second folder off this PC.")
        room.addWidget(label(hint, "hint"))


def _second_words(state: DeskBackupState) -> str:
    if not state.second:
        return _("No second folder is chosen: when this PC's disk fails, its backups are lost with it.")
    if not state.second_at:
        return _("Second folder: {folder}.").format(folder=state.second)
    return _("Second folder: {folder}, last copied {at}.").format(folder=state.second, at=shown_moment(state.second_at))


def _reason(row: DeskBackup) -> str:
    return row.problem or {"daily": _("daily"), "asked": _("asked for")}.get(row.reason, row.reason)


def _columns() -> tuple[Column, ...]:
    return (
        Column(_("Made"), lambda row: shown_moment(row.made_at), letters=16),
        Column(_("Why"), _reason, letters=16),
        Column(_("Size (kB)"), lambda row: format_dong(row.size // _KILOBYTE), letters=12, is_number=True),
        Column(_("File"), lambda row: row.name, letters=44),
    )
