"""The recovery sheet on the screen: shown to be printed, typed back, and only then used."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QLabel, QVBoxLayout, QWidget

from hn_desk.actions.backups import back_up
from hn_desk.actions.office import Changed, Office
from hn_desk.actions.recovery_sheet import NewSheet, check_typed, renew_sheet, sheet_for
from hn_desk.errors import DeskError
from hn_desk.i18n import _
from hn_desk.ui.dialogs.preview import PreviewDialog
from hn_desk.ui.fitting import fit
from hn_desk.ui.jobs import Jobs
from hn_desk.ui.widgets.field import MultiLine
from hn_desk.ui.widgets.form import Form


class Words(MultiLine):
    """The words of a sheet as typed or scanned; they are kept nowhere."""

    is_secret = True


class SheetForm(Form):
    """A sheet to be printed, and all of its words to be typed back."""

    def __init__(self) -> None:
        super().__init__()
        self._drawn: NewSheet | None = None
        self._what = QLabel(self)
        self._what.setTextFormat(Qt.TextFormat.PlainText)
        self._what.setWordWrap(True)
        self.add_widget(self._what)
        self.show_button = self.add_button(_("Show the sheet to &print it…"), self._show)
        self.add("typed", _("The &words on the printed sheet"), Words(rows=5), is_required=True).explain(
            _("Type all 18 words in their order, with or without marks, or scan the QR on the sheet.")
        )
        self.show_button.setEnabled(False)

    @property
    def sheet(self) -> NewSheet | None:
        """The sheet that was drawn."""
        return self._drawn

    def put_sheet(self, sheet: NewSheet) -> None:
        """Offer a sheet that was just drawn."""
        self._drawn = sheet
        self.put({})
        self.show_button.setEnabled(True)
        self._what.setText(
            _(
                "This sheet opens the office when no passphrase does. Print it, put it into the office's safe, and "
                "show it to nobody. Number of the sheet: {number}"
            ).format(number=sheet.number)
        )

    def typed(self) -> str:
        """What was typed back."""
        return str(self.field("typed").value())

    def is_typed_back(self) -> bool:
        """Whether all words are there; what is wrong is shown."""
        if self._drawn is None:
            return False
        try:
            check_typed(self._drawn, self.typed())
        except DeskError as error:
            self.refuse(error)
            return False
        self.summary.forget()
        return True

    def _show(self) -> None:
        if self._drawn is not None:
            PreviewDialog(self._drawn.paper, self._printed, self).open()

    def _printed(self, _copies: int) -> None:
        self.jump("typed")


class RenewDialog(QDialog):
    """A new sheet for an office that works: the old one is void once the words were typed back."""

    renewed = Signal(object)

    def __init__(self, parent: QWidget, office: Office, jobs: Jobs) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("HN Desk")
        fit(self, 620, 460)
        self._office, self._jobs = office, jobs
        self.form = SheetForm()
        self.save_button = self.form.add_button(_("&Use this sheet from now on"), self._save, is_main=True)
        self.form.add_button(_("&Cancel"), self.reject)
        room = QVBoxLayout(self)
        room.setContentsMargins(0, 0, 0, 0)
        room.addWidget(self.form)
        jobs.run(sheet_for, office, then=self.form.put_sheet, on_refused=self.form.refuse)

    def _save(self) -> None:
        sheet = self.form.sheet
        if sheet is not None and self.form.is_typed_back():
            call = (renew_sheet, self._office, sheet, self.form.typed())
            self._jobs.run(*call, then=self._renewed, on_refused=self.form.refuse)

    def _renewed(self, changed: Changed) -> None:
        """The newest backup must belong to the newest sheet."""
        self._jobs.run(back_up, self._office)
        self.renewed.emit(changed)
        self.accept()
