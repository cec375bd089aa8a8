"""Updating the program from a stick: what the release is, what follows, and the way to it."""

from pathlib import Path
from typing import Final

from PySide6.QtWidgets import QPlainTextEdit, QVBoxLayout

from hn_desk import __version__
from hn_desk.actions.office import Office
from hn_desk.actions.updates import Offer, Prepared, installed, leave_for_update, look_at_update, prepare_update
from hn_desk.errors import DeskError
from hn_desk.i18n import _
from hn_desk.settings import default_data
from hn_desk.ui.dialogs.packet_files import FileDrop, Wanted, ask_files
from hn_desk.ui.dialogs.packet_words import label
from hn_desk.ui.jobs import Jobs
from hn_desk.ui.pages.admin_part import Part
from hn_desk.ui.widgets.form import Form
from hn_desk.ui.widgets.question import Question, ask
from hn_desk.updates.setup import Setup

NOTES_HEIGHT: Final = 220


class UpdatePart(Part):
    """The tab of updates."""

    def __init__(self, office: Office, jobs: Jobs) -> None:
        super().__init__(office, jobs)
        self.setup = Setup()
        self._path: Path | None = None
        self.form = Form()
        self.form.section(_("Update from a stick"))
        self.state = label(_("Version {current} is at work.").format(current=__version__))
        self.form.add_widget(self.state)
        self.form.add_widget(
            label(
                _(
                    "Choose the setup on the stick; its list SHA256SUMS and the signature lie beside it. A backup is"
                    " made, HN Desk closes, installs and opens again by itself. If the new version can't open the"
                    " records, this one comes back with the records as they are now."
                )
            )
        )
        self.choose_button = self.form.add_button(_("Choose the &update…"), self._choose)
        self.offer = label("", "section")
        self.form.add_widget(self.offer)
        self.notes = QPlainTextEdit(self)
        self.notes.setReadOnly(True)
        self.notes.setTabChangesFocus(True)
        self.notes.setAccessibleName(_("What is new"))
        self.notes.setMinimumHeight(NOTES_HEIGHT)
        self.form.add_widget(self.notes)
        self.install_button = self.form.add_button(_("&Install this version…"), self._ask, is_main=True)
        FileDrop(self).dropped.connect(lambda paths: self.look_at(paths[0]))
        self._show_nothing()
        room = QVBoxLayout(self)
        room.setContentsMargins(0, 0, 0, 0)
        room.addWidget(self.form, 1)

    def look_at(self, path: Path) -> None:
        """Check a release and show what it would install."""
        self._show_nothing()
        self._path = path
        self.jobs.run(look_at_update, self.office, path, then=self._show, on_refused=self.form.refuse)

    def _show(self, offer: Offer) -> None:
        self.form.summary.forget()
        day = f" ({offer.day})" if offer.day else ""
        words = _("✓ Version {new}{day} in place of {current}; signed by: {publisher}.")
        if offer.is_for_training:
            words = _("✓ Version {new}{day} in place of {current}; signed with the key for training ({publisher}).")
        self.offer.setText(words.format(new=offer.version, day=day, current=offer.current, publisher=offer.signed_by))
        self.notes.setPlainText(offer.notes)
        self.notes.setVisible(bool(offer.notes))
        self.offer.show()
        self.install_button.show()

    def _show_nothing(self) -> None:
        self.form.summary.forget()
        for widget in (self.offer, self.notes, self.install_button):
            widget.hide()

    def _choose(self) -> None:
        wanted = Wanted(_("Setup of HN Desk"), _("&Look at it"), "HN Desk (HN-Desk-*-setup.exe SHA256SUMS)")
        ask_files(self, wanted, lambda paths: self.look_at(paths[0]))

    def _ask(self) -> None:
        try:
            installed(self.setup)
        except DeskError as error:
            self.form.refuse(error)
            return
        question = Question(
            _("Install it now? HN Desk closes and opens again in a few minutes."),
            _("Leave the PC on meanwhile. The stick can be taken out once HN Desk has closed."),
            yes=_("&Install"),
            no=_("&Not now"),
        )
        ask(self, question, self._prepare)

    def _prepare(self) -> None:
        self._set_busy(is_busy=True)
        self.said.emit(_("A backup is made and this version is kept for the way back…"))
        call = (_prepared, self.office, self._path, self.setup)
        self.jobs.run(*call, then=self._leave, on_refused=self._refused)

    def _leave(self, prepared: Prepared) -> None:
        """What is typed on other pages is kept as a draft first."""
        self.closing.emit()
        call = (leave_for_update, self.office, prepared, self.setup)
        self.jobs.run(*call, then=lambda _nothing: self.ended.emit(), on_refused=self._left_in_vain)

    def _refused(self, error: DeskError) -> None:
        self._set_busy(is_busy=False)
        self.said.emit("")
        self.form.refuse(error)

    def _left_in_vain(self, error: DeskError) -> None:
        """The office is closed already: sign in again; the refusal is said over that screen."""
        self.closed.emit()
        self.jobs.run(_say_again, error)

    def _set_busy(self, *, is_busy: bool) -> None:
        for button in (self.install_button, self.choose_button):
            button.setEnabled(not is_busy)


def _prepared(office: Office, path: Path, setup: Setup) -> Prepared:
    is_usual = office.folder == default_data()
    return prepare_update(office, path, setup, window=() if is_usual else ("--data", str(office.folder.resolve())))


def _say_again(error: DeskError) -> None:
    raise error
