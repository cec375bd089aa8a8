"""The events of one series: what was held, what is still planned; the rest is changed or cancelled."""

from functools import partial
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QLabel, QVBoxLayout, QWidget

from hn_desk.actions import labels
from hn_desk.actions.event_series import SeriesEvent, cancel_rest, change_rest, series_events
from hn_desk.actions.labels import PLANNED
from hn_desk.actions.office import Changed, Office
from hn_desk.actions.outreach_facts import EventDraft
from hn_desk.i18n import _
from hn_desk.rules.dates import format_date, weekday_name
from hn_desk.ui.fitting import fit
from hn_desk.ui.jobs import Jobs
from hn_desk.ui.widgets.form import Form
from hn_desk.ui.widgets.question import Question, ask, ask_reason
from hn_desk.ui.widgets.rows import Column
from hn_desk.ui.widgets.small_table import SmallTable

SIZE: Final = (560, 520)


class SeriesRestDialog(QDialog):
    """`draft` is the event as it stands in the form: what is typed there goes to the later planned ones too."""

    saved = Signal(object)
    """What was kept, as a Changed."""

    def __init__(self, parent: QWidget, office: Office, jobs: Jobs, draft: EventDraft, series_id: str) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("HN Desk")
        fit(self, *SIZE)
        self._office, self._jobs, self._draft = office, jobs, draft
        self.form = Form(keeps_drafts=False)
        self.words = QLabel(self)
        self.table = SmallTable(_columns())
        self._fill()
        room = QVBoxLayout(self)
        room.setContentsMargins(0, 0, 0, 0)
        room.addWidget(self.form)
        jobs.run(series_events, office, series_id, then=self._put, on_refused=self.form.refuse)

    def _fill(self) -> None:
        self.form.section(_("Series: {title}").format(title=self._draft.title))
        self.words.setObjectName("hint")
        self.words.setWordWrap(True)
        self.form.add_widget(self.words)
        self.table.setMinimumHeight(350)
        self.form.add_widget(self.table)
        may_write = self._office.may("outreach.write") and self._draft.state == PLANNED
        self.cancel_button = self.form.add_button(_("Cancel the &rest…"), self._ask_cancel)
        self.form.add_button(_("C&lose"), self.reject)
        self.change_button = self.form.add_button(_("&Change the rest"), self._ask_change, is_main=True)
        for button in (self.cancel_button, self.change_button):
            button.setVisible(may_write)

    def _put(self, rows: tuple[SeriesEvent, ...]) -> None:
        self.table.put(rows)
        self.table.choose(self._draft.id or "")
        day = self._draft.starts_on
        rest = sum(row.state == PLANNED and day is not None and row.day >= day for row in rows)
        self.words.setText(
            _("{rest} of {n} events are still planned from this one on; what was held stays as it is.").format(
                rest=rest, n=len(rows)
            )
        )

    def _ask_change(self) -> None:
        question = Question(
            _("Give all later planned events what stands in the form?"),
            _("Topic, title, content, groups, figures planned; each keeps its own day."),
            _("&Change them"),
            _("&Go back"),
        )
        ask(self, question, self._change)

    def _change(self) -> None:
        self._jobs.run(change_rest, self._office, self._draft, then=self._saved, on_refused=self.form.refuse)

    def _ask_cancel(self) -> None:
        question = Question(
            _("Why are the planned events cancelled from this one on?"), "", _("&Cancel them"), _("&Go back")
        )
        ask_reason(self, question, partial(self._cancel, self._draft.id or ""))

    def _cancel(self, id_: str, why: str) -> None:
        self._jobs.run(cancel_rest, self._office, id_, why, then=self._saved, on_refused=self.form.refuse)

    def _saved(self, changed: Changed) -> None:
        self.saved.emit(changed)
        self.accept()


def _columns() -> tuple[Column, ...]:
    states = labels.event_states()
    return (
        Column(_("Day"), lambda row: f"{weekday_name(row.day)} {format_date(row.day)}", letters=20),
        Column(_("State"), lambda row: states[row.state], letters=14),
    )
