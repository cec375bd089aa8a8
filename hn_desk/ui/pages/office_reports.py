"""Official reports: choose one and its period, read it as on paper with every figure open, write, freeze, send."""

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from html import escape
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QSplitter, QTabWidget, QVBoxLayout, QWidget

from hn_desk.actions.office import Changed, Office
from hn_desk.actions.office_report_facts import (
    DRAFT,
    Composed,
    Figure,
    FigureRecord,
    ReportKind,
    ReportTexts,
    WrittenReport,
)
from hn_desk.actions.office_report_freezing import save_texts
from hn_desk.actions.office_reports import composed, figure_records, report_kinds, written_reports
from hn_desk.actions.register_instructions import instructions
from hn_desk.errors import DeskError
from hn_desk.i18n import _
from hn_desk.rules.dates import format_date, weekday_name
from hn_desk.ui.dialogs.figure_records import FigureRecordsDialog
from hn_desk.ui.jobs import Jobs
from hn_desk.ui.pages.office_report_acts import Acts
from hn_desk.ui.pages.office_report_choice import Place, ReportChoice
from hn_desk.ui.pages.office_report_side import Adjustments, Comparison, Written, state_label
from hn_desk.ui.pages.office_report_view import PaperView
from hn_desk.ui.pages.office_report_words import Words
from hn_desk.ui.theme import WRONG
from hn_desk.ui.widgets.question import Question, ask

_SIZES: Final = (730, 430)
_BETWEEN: Final = " · "


class OfficeReports(QWidget):
    """The tab of official reports."""

    said = Signal(str)
    wanted = Signal(str, str)

    def __init__(self, office: Office, jobs: Jobs) -> None:
        super().__init__()
        self.office, self.jobs = office, jobs
        self.report: Composed | None = None
        self.dialog: FigureRecordsDialog | None = None
        self._kinds: dict[str, ReportKind] = {}
        self._shown: Place = ("", "", "")
        self._read = 0
        """The version of the report whose words were read into the fields."""
        self._after: Callable[[], object] | None = None
        self.choice = ReportChoice(office, jobs)
        self.form = self.choice.form
        self.state = QLabel(self)
        self.state.setObjectName("hint")
        self.state.setTextFormat(Qt.TextFormat.RichText)
        self.state.setWordWrap(True)
        self.state.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.state.setContentsMargins(16, 0, 16, 4)
        self.view = PaperView()
        self.words, self.comparison = Words(), Comparison()
        self.adjustments, self.written = Adjustments(), Written()
        self.acts = Acts(office, jobs)
        self._lay_out()
        self._connect()

    def reload(self) -> None:
        """Read again which reports there are, and the one shown."""
        self.jobs.run_latest("report kinds", report_kinds, self.office, then=self._offer_kinds)
        self.jobs.run_latest("written reports", written_reports, self.office, then=self.written.put)
        if self.office.may("registers.read"):
            self.jobs.run_latest("requests for reports", instructions, self.office, then=self.choice.know_requests)

    def is_changed(self) -> bool:
        """Whether words typed here aren't saved yet."""
        return self.words.form.is_changed()

    def place(self) -> str:
        """Which report is shown, for drafts: its code, period and request."""
        return _BETWEEN.join(self._shown) if self._shown[0] else ""

    def open_report(self, place: Place) -> None:
        """Show the report of a period, after asking when words aren't saved."""
        if not self._kinds:
            self.reload()
        self._leave(partial(self.choice.show_report, *place))

    def go_to(self, place: str) -> None:
        """Show a report again."""
        code, period, request = (*place.split(_BETWEEN), "", "", "")[:3]
        self.choice.show_report(code, period, request)

    def _lay_out(self) -> None:
        self.side = QTabWidget(self)
        self.side.setDocumentMode(True)
        for part, title in (
            (self.words, _("Words")),
            (self.comparison, _("Compared")),
            (self.adjustments, _("Adjustments")),
            (self.written, _("Written reports")),
        ):
            self.side.addTab(part, title)
        both = QSplitter(Qt.Orientation.Horizontal, self)
        both.setChildrenCollapsible(False)
        both.addWidget(self.view)
        both.addWidget(self.side)
        both.setSizes(_SIZES)
        both.setStretchFactor(0, 1)
        room = QVBoxLayout(self)
        room.setContentsMargins(0, 0, 0, 0)
        room.setSpacing(0)
        room.addWidget(self.choice)
        room.addWidget(self.state)
        room.addWidget(both, 1)
        room.addWidget(self.acts)

    def _connect(self) -> None:
        self.choice.before_leaving = self._leave
        self.choice.chosen.connect(self._compose)
        self.view.figure.connect(self._ask_records)
        self.comparison.figure.connect(self._ask_records)
        self.view.slot.connect(self._go_to_words)
        self.words.saved.connect(lambda texts: self._save(texts, None))
        self.written.opened.connect(self._open_written)
        self.acts.said.connect(self.said)
        self.acts.done.connect(self._done)
        self.acts.refused.connect(self._look_again)
        self.acts.before_freezing = self._save_first

    def _compose(self, _place: object = None) -> None:
        asked = self.choice.asked()
        if asked is not None:
            show, refuse = partial(self._show, asked), self._refuse
            self.jobs.run_latest("official report", composed, self.office, *asked, then=show, on_refused=refuse)

    def _show(self, place: Place, report: Composed) -> None:
        is_other, self._shown, self.report = place != self._shown, place, report
        kind = self._kinds.get(place[0])
        is_written = report.state == DRAFT and kind is not None and kind.may_write and kind.is_on
        self.form.summary.forget()
        self.state.setText(self._told(report, kind))
        self.view.put(report.document, is_written=is_written, is_other=is_other)
        if is_other or not self.is_changed():
            self._read = report.version
        self.words.put(report.slots, is_written=is_written, is_other=is_other)
        self.comparison.put(report)
        self.adjustments.put(report)
        self.acts.put(kind, report, place[2])
        after, self._after = self._after, None
        if after is not None:
            after()

    def _offer_kinds(self, kinds: Sequence[ReportKind]) -> None:
        self._kinds = {one.code: one for one in kinds}
        self.choice.offer_kinds(kinds)

    def _refuse(self, error: DeskError) -> None:
        self._after = None
        self.report, self._shown = None, ("", "", "")
        self.state.setText("")
        self.view.put(None)
        self.words.put((), is_written=False, is_other=True)
        self.comparison.put(None)
        self.adjustments.put(None)
        self.acts.put(None, None)
        self.form.refuse(error)

    def _told(self, report: Composed, kind: ReportKind | None) -> str:
        """Where the report stands, in a line or two."""
        document, due = report.document, self.choice.due()
        counted = _("counted up to {day}").format(day=format_date(document.counted_on))
        told = [f"<b>{state_label(report.state)}</b>, {counted}"]
        if document.number and document.issued_on:
            numbered = _("number {number}/{notation} of {day}")
            day = format_date(document.issued_on)
            told.append(numbered.format(number=document.number, notation=document.notation, day=day))
        if report.sent_on:
            sent = _("sent on {day} to {receiver}")
            told.append(sent.format(day=format_date(report.sent_on), receiver=escape(report.sent_to or "…")))
        elif due is not None:
            told.append(_due(*due))
        if report.sha256:
            told.append(f"SHA-256 {report.sha256}")
        if kind is not None and not kind.is_on:
            told.append(escape(kind.why_off))
        return _BETWEEN.join(told)

    def _ask_records(self, code: str) -> None:
        if self.report is not None:
            figure = next(one for one in self.report.figures if one.code == code)
            open_ = partial(self._open_records, figure)
            asked = (self.office, self._shown[0], self._shown[1], code, self._shown[2])
            self.jobs.run_latest("records of a figure", figure_records, *asked, then=open_)

    def _open_records(self, figure: Figure, records: Sequence[FigureRecord]) -> None:
        self.dialog = FigureRecordsDialog(self, figure, records)
        self.dialog.wanted.connect(self.wanted)
        self.dialog.open()

    def _go_to_words(self, code: str) -> None:
        self.side.setCurrentWidget(self.words)
        self.words.go(code)

    def _open_written(self, row: WrittenReport) -> None:
        self.open_report((row.code, row.period, row.request_id))

    def _save_first(self, then: Callable[[], object]) -> None:
        """Keep the words typed, then go on."""
        texts = self.words.texts() if self.is_changed() else None
        if texts is None:
            then()
        else:
            self._save(texts, then)

    def _save(self, texts: dict[str, str], then: Callable[[], object] | None) -> None:
        report, (code, period, request) = self.report, self._shown
        if report is not None:
            draft = ReportTexts(code, period, texts, report.id, self._read, request)
            saved, refuse = partial(self._saved, draft, then), partial(self._not_saved, then)
            self.jobs.run(save_texts, self.office, draft, then=saved, on_refused=refuse)

    def _saved(self, draft: ReportTexts, then: Callable[[], object] | None, _changed: Changed) -> None:
        """What was typed since it was handed over stays, as not saved."""
        if self._shown == (draft.code, draft.period, draft.request_id):
            self._read = draft.version + 1
            if self.words.texts() == draft.texts:
                self.words.form.keep()
        self.said.emit(_("Saved."))
        self._after = then
        self._compose()

    def _not_saved(self, then: Callable[[], object] | None, error: DeskError) -> None:
        """Say why; when other words were kept since these were read, show those and ask whose are to stay."""
        self.words.form.refuse(error)
        if error.reason == "stale":
            self._after = partial(self._ask_whose, then)
            self._compose()

    def _ask_whose(self, then: Callable[[], object] | None) -> None:
        report, mine = self.report, self.words.texts()
        if report is None or report.state != DRAFT or mine is None:
            return
        theirs = [one.text for one in report.slots if one.text and one.text != mine.get(one.code)]
        told = _("Other words were saved here while you were typing.")
        question = Question(told, "\n\n".join(theirs), yes=_("&Save mine in their place"), no=_("&Keep typing"))
        ask(self, question, partial(self._save_over, report.version, then))

    def _save_over(self, version: int, then: Callable[[], object] | None) -> None:
        self._read = version
        texts = self.words.texts()
        if texts is not None:
            self._save(texts, then)

    def _done(self, _changed: Changed) -> None:
        self.said.emit(_("Recorded."))
        self.reload()

    def _look_again(self, error: DeskError) -> None:
        """Show the report as it is now, and why it wasn't frozen."""
        self._after = partial(self.form.refuse, error)
        self._compose()

    def _leave(self, then: Callable[[], object]) -> None:
        """Go to another report, after asking when words aren't saved."""
        if not self.is_changed():
            then()
            return
        told = _("What you typed here is not saved yet.")
        question = Question(told, yes=_("&Throw it away"), no=_("&Keep typing"))
        ask(self, question, partial(self._throw_away, then)).rejected.connect(self.choice.stay)

    def _throw_away(self, then: Callable[[], object]) -> None:
        self.words.form.keep()
        then()


def _due(day: date, is_missed: bool) -> str:
    """The day it is owed, and that it was missed."""
    due = _("due on {day}").format(day=f"{weekday_name(day)} {format_date(day)}")
    late = escape(_("overdue"))
    return f'{due}, <span style="color: {WRONG}; font-weight: bold;">{late}</span>' if is_missed else due
