"""The log: who did what when, for the auditor; narrowed, read page by page, kept as a workbook, proved."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout

from hn_desk.actions.audit_log import PAGE, LogChoices, LogQuery, audit_log, export_log, log_choices
from hn_desk.actions.log_check import LogState, check_office_log
from hn_desk.actions.office import Office
from hn_desk.actions.staff_facts import AuditRow
from hn_desk.i18n import _
from hn_desk.rules.dates import format_date
from hn_desk.ui.dialogs.packet_files import Wanted, ask_folder
from hn_desk.ui.jobs import Jobs
from hn_desk.ui.pages.admin_part import Part
from hn_desk.ui.widgets.choices import ChoiceField
from hn_desk.ui.widgets.dates import DateField
from hn_desk.ui.widgets.field import TextField
from hn_desk.ui.widgets.form import Form
from hn_desk.ui.widgets.rows import Column
from hn_desk.ui.widgets.small_table import SmallTable

FIRST_BREAKS: Final = 5


@dataclass(frozen=True, slots=True)
class LogActs:
    """What the tab asks for: what the log can be narrowed to, its acts, a workbook of them, its proof."""

    choices: Callable[..., LogChoices]
    read: Callable[..., tuple[AuditRow, ...]]
    export: Callable[..., object]
    check: Callable[..., LogState]


OFFICE: Final = LogActs(log_choices, audit_log, export_log, check_office_log)


class Log(Part):
    """The tab of the log; the last acts first."""

    def __init__(self, office: Office, jobs: Jobs, acts: LogActs = OFFICE) -> None:
        super().__init__(office, jobs)
        self._acts = acts
        self.form = self._filters()
        self.table = SmallTable(
            (
                Column(_("No."), lambda row: str(row.sequence), letters=6, is_number=True),
                Column(_("When"), lambda row: _moment(row.at), letters=20),
                Column(_("Officer"), lambda row: row.officer_name, letters=22),
                Column(_("Act"), lambda row: row.action_label, letters=26),
                Column(_("Detail"), lambda row: row.detail, letters=64),
            )
        )
        self.older = self._button(_("Show &older"), self._ask_older)
        self.export = self._button(_("Save as &Excel…"), self._ask_folder)
        self.check = self._button(_("&Prove the log"), self._check)
        self.count = QLabel(self)
        self.count.setObjectName("hint")
        self.proof = QLabel(self)
        self.proof.setWordWrap(True)
        self._rows: tuple[AuditRow, ...] = ()
        self._lay_out()

    def reload(self) -> None:
        """Read who and what occurs in the log, then the last acts that answer."""
        self.jobs.run_latest("log choices", self._acts.choices, self.office, then=self._offer)

    def export_into(self, folder: Path) -> None:
        """Keep what answers as a workbook in `folder`."""
        path = folder / f"NHAT-KY-{self.office.today():%Y%m%d}.xlsx"
        kept = _("Kept as {name}.").format(name=path.name)
        self.jobs.run(self._acts.export, self.office, self._query(), path, then=lambda _changed: self.said.emit(kept))

    def _offer(self, choices: LogChoices) -> None:
        for name, offered in (
            ("officer_id", choices.officers),
            ("action", choices.actions),
            ("subject", choices.kinds),
        ):
            field = self.form.field(name)
            assert isinstance(field, ChoiceField)
            before = str(field.value())
            field.offer(list(offered))
            field.put(before if before in dict(offered) else "")
        self._ask()

    def _ask(self) -> None:
        if self.form.values() is not None:
            self.jobs.run_latest("log", self._acts.read, self.office, self._query(), then=self._show)

    def _ask_older(self) -> None:
        if self._rows:
            wanted = self._query(before=self._rows[-1].sequence)
            self.jobs.run_latest("log", self._acts.read, self.office, wanted, then=self._add)

    def _show(self, rows: tuple[AuditRow, ...]) -> None:
        self._rows = ()
        self._add(rows)

    def _add(self, rows: tuple[AuditRow, ...]) -> None:
        self._rows += rows
        self.table.put(self._rows)
        self.older.setEnabled(len(rows) == PAGE)
        self.count.setText(_("Found: {n}").format(n=len(self._rows)))

    def _check(self) -> None:
        self.check.setEnabled(False)
        self.jobs.run(self._acts.check, self.office, then=self._proved, on_refused=self._not_proved)

    def _not_proved(self, error: Exception) -> None:
        self.check.setEnabled(True)
        self.proof.setText(str(error))

    def _proved(self, state: LogState) -> None:
        self.check.setEnabled(True)
        if state.is_whole:
            whole = _("The log is whole: {n} entries, the newest is {head}.")
            self.proof.setText(whole.format(n=state.entries, head=state.head[:16]))
        else:
            found = [words for _number, words in state.breaks]
            more = _("… and {n} more.").format(n=len(found) - FIRST_BREAKS) if len(found) > FIRST_BREAKS else ""
            self.proof.setText("\n".join([*found[:FIRST_BREAKS], *filter(None, [more])]))

    def _query(self, before: int | None = None) -> LogQuery:
        values: dict[str, Any] = self.form.values() or {}
        return LogQuery(
            text=values.get("text", ""),
            officer_id=values.get("officer_id", ""),
            action=values.get("action", ""),
            subject=values.get("subject", ""),
            first=values.get("first"),
            last=values.get("last"),
            before=before,
        )

    def _filters(self) -> Form:
        form = Form(keeps_drafts=False)
        form.add("text", _("&Search"), TextField())
        form.beside("officer_id", _("O&fficer"), ChoiceField([]))
        form.beside("action", _("A&ct"), ChoiceField([]))
        form.add("subject", _("Kind of &record"), ChoiceField([]))
        form.beside("first", _("F&rom"), DateField(self.office.today))
        form.beside("last", _("T&o"), DateField(self.office.today))
        form.setMaximumHeight(150)
        form.edited.connect(self._ask)
        return form

    def _button(self, text: str, pressed: Any) -> QPushButton:
        button = QPushButton(text, self)
        button.setAutoDefault(False)
        button.clicked.connect(lambda: pressed())
        return button

    def _ask_folder(self) -> None:
        ask_folder(self, Wanted(_("Choose a folder"), _("&Save here")), self.export_into)

    def _lay_out(self) -> None:
        below = QHBoxLayout()
        below.addWidget(self.count, 1)
        for button in (self.older, self.export, self.check):
            below.addWidget(button)
        room = QVBoxLayout(self)
        room.addWidget(self.form)
        room.addWidget(self.table, 1)
        room.addLayout(below)
        room.addWidget(self.proof)


def _moment(stamp: str) -> str:
    """A stored UTC moment by the clock of this PC."""
    moment = datetime.fromisoformat(stamp).astimezone()
    return f"{format_date(moment.date())} {moment:%H:%M}"
