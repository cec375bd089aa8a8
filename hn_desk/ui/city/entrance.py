"""The first screen of the city: which folder, which desk, its passphrase; or on to the authority."""

from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from hn_desk.actions.rulebook import rule_book
from hn_desk.city.desk import CityDesk, Clock, open_desk
from hn_desk.city.places import authority_places, desk_codes
from hn_desk.errors import DeskError, InputError, Problem
from hn_desk.i18n import _
from hn_desk.ui.dialogs.packet_files import Wanted, ask_folder
from hn_desk.ui.dialogs.packet_words import button, label
from hn_desk.ui.jobs import Jobs
from hn_desk.ui.widgets.choices import ChoiceField
from hn_desk.ui.widgets.field import SecretField, TextField
from hn_desk.ui.widgets.form import Form

_WIDTH: Final = 620
_HEIGHT: Final = 540


@dataclass(frozen=True, slots=True)
class Place:
    """What a folder holds: desks as (code, words), and whether the city's authority lies there."""

    folder: Path
    desks: tuple[tuple[str, str], ...]
    has_authority: bool


def look(folder: Path) -> Place:
    """What of a city lies in `folder`."""
    known = rule_book().desks
    desks = [(code, known[code].name if code in known else code) for code in desk_codes(folder)]
    names = tuple((code, f"{code} – {name}") for code, name in desks)
    return Place(folder, names, authority_places(folder).facts.exists())


class Entrance(QWidget):
    """Opens a desk; `opened` gives the `CityDesk`. The other ways lead to the authority and to a new city."""

    opened = Signal(object)
    folder_chosen = Signal(object)
    wants_authority = Signal()
    wants_new_city = Signal()
    wants_restore = Signal()

    def __init__(self, jobs: Jobs, folder: Path, clock: Clock) -> None:
        super().__init__()
        self._jobs, self._clock = jobs, clock
        self._place = Place(folder, (), False)
        self.form = Form()
        self.title = self.form.section(_("Open a desk"))
        self.where = label("", "hint")
        self.form.add_widget(self.where)
        self.desk = self.form.add("desk", _("&Desk"), ChoiceField())
        self.officer = self.form.add("name", _("Your &name"), TextField())
        self.officer.explain(
            _("As the desk's keeper wrote it. A desk that had one passphrase takes it as the keeper's.")
        )
        self.passphrase = self.form.add("passphrase", _("&Passphrase"), SecretField())
        self.wait = label(_("Opening the desk…"), "hint")
        self.wait.hide()
        self.form.add_widget(self.wait)
        self.open_button = self.form.add_button(_("&Open the desk"), self._open, is_main=True)
        self.passphrase.line.returnPressed.connect(self._open)
        self.folder_button = button(_("Other &folder…"))
        self.authority_button = button(_("&Authority: certificates and trust packs…"))
        self.new_button = button(_("Set &up a city…"))
        self.restore_button = button(_("&Restore a desk…"))
        self._connect()
        self._lay_out()

    def reload(self) -> None:
        """Look into the folder again."""
        self._jobs.run_latest("city place", look, self._place.folder, then=self._show)

    def choose_folder(self, folder: Path) -> None:
        """Take another folder as the city's."""
        self._place = Place(folder, (), False)
        self.folder_chosen.emit(folder)
        self.reload()

    def _show(self, place: Place) -> None:
        self._place = place
        words = _("Folder: {folder}").format(folder=place.folder)
        if not place.desks:
            words += "\n" + _("No desk is set up in this folder yet. Set up a city first, or choose another folder.")
        self.where.setText(words)
        self.desk.offer(place.desks)
        if len(place.desks) == 1:
            self.desk.put(place.desks[0][0])
        for part in (self.desk, self.officer, self.passphrase, self.open_button):
            part.setEnabled(bool(place.desks))
        self.authority_button.setVisible(place.has_authority)
        self.new_button.setVisible(not place.has_authority)

    def _open(self) -> None:
        values = self.form.values()
        if values is None or not self.open_button.isEnabled():
            return
        if not values["desk"]:
            problem = Problem("desk", _("Choose the desk."))
            self.form.refuse(InputError(_("The desk is not open yet."), problems=(problem,)))
            return
        self._show_waiting(is_waiting=True)
        opening = partial(open_desk, name=values["name"], clock=self._clock)
        call = (opening, self._place.folder, values["desk"], values["passphrase"])
        self._jobs.run(*call, then=self._opened, on_refused=self._refused)

    def _opened(self, desk: CityDesk) -> None:
        self._show_waiting(is_waiting=False)
        self.passphrase.put("")
        self.form.summary.forget()
        self.opened.emit(desk)

    def _refused(self, error: DeskError) -> None:
        self._show_waiting(is_waiting=False)
        self.passphrase.put("")
        self.form.refuse(error)
        self.passphrase.setFocus()

    def _show_waiting(self, *, is_waiting: bool) -> None:
        self.open_button.setEnabled(not is_waiting)
        self.wait.setVisible(is_waiting)

    def _ask_folder(self) -> None:
        ask_folder(self, Wanted(_("The city's folder"), _("&Use this folder")), self.choose_folder)

    def _connect(self) -> None:
        self.folder_button.clicked.connect(self._ask_folder)
        self.authority_button.clicked.connect(self.wants_authority)
        self.new_button.clicked.connect(self.wants_new_city)
        self.restore_button.clicked.connect(self.wants_restore)

    def _lay_out(self) -> None:
        frame = QFrame()
        frame.setObjectName("card")
        frame.setFixedWidth(_WIDTH)
        frame.setMaximumHeight(_HEIGHT)
        inner = QVBoxLayout(frame)
        inner.setContentsMargins(8, 12, 8, 12)
        inner.addWidget(self.form)
        others = QHBoxLayout()
        for part in (self.folder_button, self.new_button, self.authority_button, self.restore_button):
            others.addWidget(part)
        others.addStretch(1)
        around = QWidget()
        around.setFixedWidth(_WIDTH)
        around.setLayout(others)
        others.setContentsMargins(0, 0, 0, 0)
        room = QVBoxLayout(self)
        room.addStretch(1)
        title = label(_("HN Desk – the city's desks"), "title")
        title.setWordWrap(False)
        room.addWidget(title, 0, Qt.AlignmentFlag.AlignHCenter)
        room.addWidget(frame, 4, Qt.AlignmentFlag.AlignHCenter)
        room.addWidget(around, 0, Qt.AlignmentFlag.AlignHCenter)
        room.addStretch(1)
