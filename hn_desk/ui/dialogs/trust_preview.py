"""What a trust pack of the city changes here, shown before it is applied; another root wants its four words."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from hn_desk.actions.keyring import install_trust, pin_root
from hn_desk.actions.office import Changed, Office
from hn_desk.actions.trust_changes import TrustPreview, preview_trust
from hn_desk.errors import DeskError, InputError, Problem
from hn_desk.files import read_whole
from hn_desk.i18n import _
from hn_desk.rules.dates import format_date
from hn_desk.ui.dialogs.packet_words import button, label
from hn_desk.ui.fitting import fit
from hn_desk.ui.jobs import Jobs
from hn_desk.ui.widgets.choices import FlagField
from hn_desk.ui.widgets.field import TextField
from hn_desk.ui.widgets.form import Form

LARGEST: Final = 50_000_000
Then = Callable[[Changed], object]
Refused = Callable[[DeskError], object]


class TrustDialog(QDialog):
    """The pack's number and days, what it changes, and what has to be compared; `wanted(words)` asks to apply it."""

    wanted = Signal(str)

    def __init__(self, preview: TrustPreview, parent: QWidget) -> None:
        super().__init__(parent)
        self.preview = preview
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("HN Desk")
        fit(self, 680, 460)
        self.form = Form(keeps_drafts=False)
        self._tell(preview)
        self._ask(preview)
        self.apply_button = button(_("&Apply it"), is_main=True)
        self.apply_button.clicked.connect(self._apply)
        self.cancel_button = button(_("&Cancel"))
        self.cancel_button.clicked.connect(self.reject)
        self._lay_out()

    def refuse(self, error: DeskError) -> None:
        """Say why it was not applied; the dialog stays."""
        self.form.refuse(error)

    def _apply(self) -> None:
        if self.preview.is_first and not self.form.field("compared").value():
            words = _("Compare the four words with the city first.")
            self.form.refuse(InputError(_("Nothing was changed."), problems=(Problem("compared", words),)))
        else:
            self.wanted.emit(self.form.field("words").value() if self.preview.is_new_root else "")

    def _tell(self, preview: TrustPreview) -> None:
        self.form.section(_("What changes for this office"))
        for line in preview.own or (_("Nothing changes for this office's own keys."),):
            self.form.add_widget(label(line))
        self.form.section(_("What changes for all"))
        for line in preview.lines or (_("No other certificate or paper changes."),):
            self.form.add_widget(label(line))

    def _ask(self, preview: TrustPreview) -> None:
        if preview.is_first:
            self.form.section(_("The city's root"))
            self.form.add_widget(label("  ·  ".join(preview.root_words), "figure"))
            told = FlagField(_("The city read me these four words by phone or on paper."))
            self.form.add("compared", _("&Compared"), told)
        elif preview.is_new_root:
            self.form.section(_("The city's new root"))
            words = self.form.add("words", _("&Four words"), TextField())
            words.explain(_("Ask the city for them by phone, by a number that you know, and type what it reads out."))

    def _lay_out(self) -> None:
        preview, words = self.preview, _("Trust pack {number} of {day}")
        title = label(words.format(number=preview.number, day=format_date(preview.made_on)), "title")
        due = _("The next one is due by {day}.").format(day=format_date(preview.due_on))
        room = QVBoxLayout(self)
        room.setContentsMargins(20, 16, 20, 16)
        room.addWidget(title)
        room.addWidget(label(due, "hint"))
        room.addWidget(self.form, 1)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.cancel_button)
        row.addWidget(self.apply_button)
        room.addLayout(row)


class TrustPacks:
    """Trust packs that are looked at over `parent`, then applied: `then` gets what changed, `refused` why not."""

    def __init__(self, parent: QWidget, office: Office, jobs: Jobs) -> None:
        self._parent, self._office, self._jobs = parent, office, jobs

    def look_at(self, file: Path, then: Then, refused: Refused | None = None) -> None:
        """Show what the pack in this file changes, and apply it when the officer says so."""
        shown = partial(self._show, file, then)
        self._jobs.run(_preview, self._office, file, then=shown, on_refused=refused)

    def _show(self, file: Path, then: Then, preview: TrustPreview) -> None:
        dialog = TrustDialog(preview, self._parent)
        dialog.wanted.connect(partial(self._apply, dialog, file, then))
        dialog.open()

    def _apply(self, dialog: TrustDialog, file: Path, then: Then, words: str) -> None:
        def applied(changed: Changed) -> None:
            dialog.accept()
            then(changed)

        apply = partial(pin_root, words=words) if dialog.preview.is_new_root else install_trust
        self._jobs.run(_install, self._office, file, apply, then=applied, on_refused=dialog.refuse)


def _preview(office: Office, file: Path) -> TrustPreview:
    return preview_trust(office, read_whole(file, LARGEST))


def _install(office: Office, file: Path, apply: Callable[[Office, bytes], Changed]) -> Changed:
    return apply(office, read_whole(file, LARGEST))
