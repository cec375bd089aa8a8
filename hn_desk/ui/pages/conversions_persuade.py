"""Whom to persuade: households that would gain from converting, with every reason and where it comes from."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from hn_desk.actions import labels
from hn_desk.actions.conversions import move_conversion
from hn_desk.actions.household_facts import ConversionDraft
from hn_desk.actions.office import Changed, Office
from hn_desk.actions.query import Query
from hn_desk.actions.screening import REASON, ScreenedRow, screened_ids, screened_rows
from hn_desk.i18n import _
from hn_desk.rules.conversion import LISTED
from hn_desk.rules.screening import REASONS, reason_label
from hn_desk.ui.jobs import Jobs
from hn_desk.ui.pages.household_conversion import reasons_text
from hn_desk.ui.widgets.choices import ChoiceField
from hn_desk.ui.widgets.rows import Column, Source
from hn_desk.ui.widgets.search_list import SearchList


class Persuade(QWidget):
    """By name, never by points; the reasons of the line chosen stand below with their sources."""

    said = Signal(str)

    def __init__(self, office: Office, jobs: Jobs) -> None:
        super().__init__()
        self._office = office
        self._jobs = jobs
        self.list = SearchList(jobs, Source(office, screened_ids, screened_rows, Query, _columns(office)))
        self.why = QLabel(self)
        self.why.setTextFormat(Qt.TextFormat.PlainText)
        self.why.setWordWrap(True)
        self.why.setMinimumHeight(5 * self.why.fontMetrics().lineSpacing())
        self.why.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self._add_filter()
        self._lay_out()
        self.list.chosen.connect(self._chosen)
        self.list.rows.came.connect(self._chosen)

    def reload(self) -> None:
        """Search again."""
        self.list.reload()

    def _add_filter(self) -> None:
        reasons = [(code, reason_label(code)) for code in REASONS]
        self.reason = ChoiceField([("", _("All reasons")), *reasons], has_empty=False)
        self.reason.edited.connect(self._filter)
        self.list.bar.addWidget(self.reason)

    def _filter(self) -> None:
        chosen = str(self.reason.value())
        self.list.filter({REASON: chosen} if chosen else {})

    def _chosen(self, _id: str = "") -> None:
        row: ScreenedRow | None = self.list.chosen_row()
        self.why.setText(reasons_text(row.reasons) if row else "")
        self.open_button.setEnabled(row is not None)
        self.list_button.setEnabled(row is not None and not row.state)

    def _open(self) -> None:
        if self.list.chosen_id():
            self.list.opened.emit(self.list.chosen_id())

    def _put_on_list(self) -> None:
        draft = ConversionDraft(self.list.chosen_id(), LISTED, self._office.today())
        self._jobs.run(move_conversion, self._office, draft, then=self._listed)

    def _listed(self, _changed: Changed) -> None:
        self.said.emit(_("Saved."))
        self.reload()

    def _lay_out(self) -> None:
        self.open_button = _button(_("Open the household"))
        self.open_button.clicked.connect(self._open)
        self.list_button = _button(_("&Put on the list for conversion"))
        self.list_button.clicked.connect(self._put_on_list)
        self.list_button.setVisible(self._office.may("conversions.write"))
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self.open_button)
        buttons.addWidget(self.list_button)
        low = QVBoxLayout()
        low.setContentsMargins(14, 0, 14, 10)
        low.addWidget(self.why)
        low.addLayout(buttons)
        room = QVBoxLayout(self)
        room.setContentsMargins(0, 0, 0, 0)
        room.addWidget(self.list, 1)
        room.addLayout(low)


def _button(words: str) -> QPushButton:
    button = QPushButton(words)
    button.setAutoDefault(False)
    button.setEnabled(False)
    return button


def _columns(office: Office) -> list[Column]:
    intentions, states = labels.intentions(office), labels.conversion_states()
    return [
        Column(_("Name"), lambda row: row.name, sort="name", letters=26),
        Column(_("Owner"), lambda row: row.owner_name, letters=22),
        Column(_("Why"), lambda row: "\n".join(reason.sentence for reason in row.reasons), letters=70),
        Column(_("Intention"), lambda row: intentions.get(row.intention, ""), letters=13),
        Column(_("Conversion"), lambda row: states.get(row.state, ""), letters=16),
    ]
