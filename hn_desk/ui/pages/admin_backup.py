"""Backups: how old they are, a new one, the second place, and checking everything now."""

from pathlib import Path

from PySide6.QtWidgets import QLabel, QPushButton, QSizePolicy, QVBoxLayout

from hn_desk.actions.backups import BackupFacts, BackupState, back_up, backup_state, backups, choose_second, copy_newest
from hn_desk.actions.office import Changed, Office
from hn_desk.actions.restoring_list import shown
from hn_desk.actions.upkeep import check_now
from hn_desk.i18n import _
from hn_desk.ui.dialogs.packet_files import Wanted, ask_folder
from hn_desk.ui.jobs import Jobs
from hn_desk.ui.pages.admin_part import Part
from hn_desk.ui.pages.home_backup import told
from hn_desk.ui.widgets.form import Form
from hn_desk.ui.widgets.rows import Column
from hn_desk.ui.widgets.small_table import SmallTable


class Backups(Part):
    """The tab of backups."""

    def __init__(self, office: Office, jobs: Jobs) -> None:
        super().__init__(office, jobs)
        self.form = Form()
        self.form.section(_("Backups of this office"))
        self.state = QLabel(self)
        self.state.setWordWrap(True)
        self.form.add_widget(self.state)
        self.make = self._button(_("Back &up now"), self._back_up)
        self.check = self._button(_("Check the &database now"), self._check)
        self.form.section(_("Second place: another disk, a stick, a shared folder"))
        self.second = QLabel(self)
        self.second.setWordWrap(True)
        self.form.add_widget(self.second)
        self.choose = self._button(_("Choose the second &place…"), self._ask_place)
        self.copy = self._button(_("&Copy the newest backup there now"), self._copy)
        self.drop = self._button(_("&No second place"), self._drop)
        self.form.section(_("On this PC"))
        self.table = SmallTable(_columns())
        self.table.setMinimumHeight(220)
        self.form.add_widget(self.table)
        room = QVBoxLayout(self)
        room.setContentsMargins(0, 0, 0, 0)
        room.addWidget(self.form, 1)

    def reload(self) -> None:
        """Read the backups and their ages."""
        self.jobs.run_latest("backup state", backup_state, self.office, then=self._show)
        self.jobs.run_latest("backups", backups, self.office, then=self._list)

    def choose_place(self, folder: Path) -> None:
        """Copy backups to `folder` too, from now on."""
        call = (choose_second, self.office, folder)
        self.jobs.run(*call, then=self._chosen, on_refused=self.form.refuse)

    def _show(self, state: BackupState) -> None:
        lines, is_old = told(state)
        self.state.setText("\n".join([*lines, _("Newest: {moment}").format(moment=shown(state.newest_at))]))
        self.state.setObjectName("note" if is_old else "plain")
        self.state.style().polish(self.state)
        self.second.setText(_place_words(state))
        self.copy.setEnabled(bool(state.second))
        self.drop.setEnabled(bool(state.second))

    def _list(self, found: tuple[BackupFacts, ...]) -> None:
        self.table.put(found)

    def _back_up(self) -> None:
        self.jobs.run(back_up, self.office, then=self._made, on_refused=self.form.refuse)

    def _made(self, _changed: Changed) -> None:
        self._good(_("The backup was made and checked."))

    def _check(self) -> None:
        self.jobs.run(check_now, self.office, then=self._checked)

    def _checked(self, _changed: Changed) -> None:
        self._good(_("Every page of the database is as it was written."))

    def _copy(self) -> None:
        self.jobs.run(copy_newest, self.office, then=self._copied, on_refused=self.form.refuse)

    def _copied(self, _changed: Changed) -> None:
        self._good(_("The newest backup was copied, and read back. The stick can be taken out."))

    def _drop(self) -> None:
        self.jobs.run(choose_second, self.office, None, then=self._chosen, on_refused=self.form.refuse)

    def _chosen(self, _changed: Changed) -> None:
        self._good(_("Saved."))

    def _good(self, sentence: str) -> None:
        self.form.summary.forget()
        self.said.emit(sentence)
        self.reload()

    def _ask_place(self) -> None:
        ask_folder(self, Wanted(_("Choose a folder"), _("&Use this folder")), self.choose_place)

    def _button(self, words: str, pressed: object) -> QPushButton:
        button = QPushButton(words, self)
        button.setAutoDefault(False)
        button.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        button.clicked.connect(pressed)
        self.form.add_widget(button)
        return button


def _columns() -> tuple[Column, ...]:
    return (
        Column(_("Made on"), lambda row: shown(row.made_at), letters=18),
        Column(_("Why"), lambda row: row.problem or _reason(row.reason), letters=26),
        Column(_("Numbering"), lambda row: str(row.epoch or ""), letters=10, is_number=True),
        Column(_("Size"), lambda row: _("{n} MB").format(n=-(-row.size // 1_000_000)), letters=10, is_number=True),
        Column(_("File"), lambda row: row.name, letters=46),
    )


def _reason(reason: str) -> str:
    reasons = {"daily": _("the day's backup"), "upgrade": _("before an upgrade"), "asked": _("asked for")}
    return reasons.get(reason, reason)


def _place_words(state: BackupState) -> str:
    if not state.second:
        return _("None. When this PC's disk breaks, the backups on it are gone too: choose a stick or another disk.")
    there = _("it is there now") if state.is_second_there else _("⚠ it is not there now")
    return _("{folder} ({there}); last copied: {moment}").format(
        folder=state.second, there=there, moment=shown(state.second_at)
    )
