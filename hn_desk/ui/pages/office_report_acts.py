"""What can be done with an official report: print, export, freeze, number, send, take back; each asked before."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from hn_desk.actions.office import Changed, Office
from hn_desk.actions.office_report_facts import DRAFT, FROZEN, Composed, ReportFreeze, ReportKind
from hn_desk.actions.office_report_files import export_office_report, print_office_report
from hn_desk.actions.office_report_freezing import freeze, withdraw_report
from hn_desk.actions.paper_file import Paper
from hn_desk.i18n import _
from hn_desk.rules.dates import format_date
from hn_desk.ui.dialogs.office_report_steps import NumberDialog, SendingDialog
from hn_desk.ui.dialogs.packet_files import Wanted, ask_folder
from hn_desk.ui.dialogs.preview import PreviewDialog
from hn_desk.ui.jobs import Jobs
from hn_desk.ui.widgets.question import Question, ask, ask_reason

MOST_REASON: Final = 300


class Acts(QWidget):
    """The buttons under a report, those alone that its state and the officer's role permit."""

    said = Signal(str)
    done = Signal(object)
    """`Changed`: the report is another by now."""
    refused = Signal(object)
    """`DeskError`: the report was not frozen."""

    def __init__(self, office: Office, jobs: Jobs) -> None:
        super().__init__()
        self.office, self.jobs = office, jobs
        self.report: Composed | None = None
        self.request_id = ""
        self.before_freezing: Callable[[Callable[[], object]], object] = lambda then: then()
        """Called with what is to follow: keeps the words typed first."""
        self._room = QHBoxLayout(self)
        self._room.setContentsMargins(12, 6, 12, 8)
        self._room.setSpacing(8)
        self._room.addStretch(1)
        self.withdraw = self._button(_("Take &back…"), self._ask_reason)
        self.print = self._button(_("&View the paper…"), self._print)
        self.export = self._button(_("E&xport PDF, Word, Excel…"), self._ask_folder)
        self.freeze = self._button(_("&Freeze the figures…"), self._begin_freezing, is_main=True)
        self.number = self._button(_("N&umber and day…"), self._ask_number, is_main=True)
        self.send = self._button(_("&Sent…"), self._ask_sending, is_main=True)
        self.put(None, None)

    def put(self, kind: ReportKind | None, report: Composed | None, request_id: str = "") -> None:
        """Show what can be done with this report, which answers a request or not."""
        self.report, self.request_id = report, request_id
        state = report.state if report else ""
        may_write = kind is not None and kind.may_write and kind.is_on
        may_issue = kind is not None and kind.may_issue
        is_numbered = report is not None and bool(report.document.number)
        for button in (self.print, self.export):
            button.setVisible(report is not None)
        self.freeze.setVisible(state == DRAFT and may_write)
        self.withdraw.setVisible(state == FROZEN and may_write)
        self.number.setVisible(state == FROZEN and may_issue)
        self.number.setObjectName("" if is_numbered else "main")
        self.send.setVisible(state == FROZEN and may_issue and is_numbered)
        for button in (self.number, self.send):
            button.style().unpolish(button)
            button.style().polish(button)

    def export_into(self, folder: Path) -> None:
        """Write PDF, Word and Excel files into `folder`."""
        report = self._report()
        export = partial(export_office_report, request_id=self.request_id)
        code, period = report.document.code, report.document.period
        self.jobs.run(export, self.office, code, period, folder, then=partial(self._exported, folder))

    def _report(self) -> Composed:
        assert self.report is not None, "its buttons are hidden without a report"
        return self.report

    def _print(self) -> None:
        document = self._report().document
        wanted = (self.office, document.code, document.period, self.request_id)
        self.jobs.run(print_office_report, *wanted, then=self._preview)

    def _preview(self, paper: Paper) -> None:
        PreviewDialog(paper, lambda _copies: None, self).open()

    def _ask_folder(self) -> None:
        ask_folder(self, Wanted(_("Choose a folder"), _("&Save here")), self.export_into)

    def _exported(self, folder: Path, _changed: Changed) -> None:
        self.said.emit(_("Kept in {folder}.").format(folder=folder.name))

    def _begin_freezing(self) -> None:
        self.before_freezing(self._ask_freezing)

    def _ask_freezing(self) -> None:
        document = self._report().document
        day = format_date(document.counted_on)
        more = _(
            "Figures as counted up to {day} stay as they are. What changes in records later is told by the next report "
            "as an adjustment. Until it is sent, the report can be taken back."
        ).format(day=day)
        told = _("Freeze the figures of this report?")
        question = Question(f"{told} {document.subject}.", more, yes=_("&Freeze them"), no=_("&Not yet"))
        ask(self, question, self._freeze)

    def _freeze(self) -> None:
        report = self._report()
        document = report.document
        draft = ReportFreeze(document.code, document.period, report.id, report.version, self.request_id, report.shown)
        self.jobs.run(freeze, self.office, draft, then=self.done.emit, on_refused=self.refused.emit)

    def _ask_number(self) -> None:
        self._open(NumberDialog(self, self.office, self.jobs))

    def _ask_sending(self) -> None:
        self._open(SendingDialog(self, self.office, self.jobs))

    def _open(self, dialog: NumberDialog | SendingDialog) -> None:
        dialog.recorded.connect(self.done)
        dialog.begin(self._report())

    def _ask_reason(self) -> None:
        told = _("Take this report back, to be written on?")
        more = _("Its frozen figures, number and day are given up; the log keeps that it was taken back, and why.")
        question = Question(told, more, yes=_("&Take it back"), no=_("&Leave it"))
        ask_reason(self, question, self._withdraw, MOST_REASON)

    def _withdraw(self, reason: str) -> None:
        report = self._report()
        self.jobs.run(withdraw_report, self.office, report.id or "", report.version, reason, then=self.done.emit)

    def _button(self, text: str, pressed: Callable[[], object], *, is_main: bool = False) -> QPushButton:
        button = QPushButton(text, self)
        button.setAutoDefault(False)
        button.setObjectName("main" if is_main else "")
        button.clicked.connect(lambda: pressed())
        self._room.addWidget(button)
        return button
