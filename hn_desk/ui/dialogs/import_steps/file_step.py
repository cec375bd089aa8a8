"""Step 1: what is taken in, and from which file; what is known of the file already."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from hn_desk.actions.import_facts import ROWS, BatchRow, OpenedFile
from hn_desk.i18n import _
from hn_desk.ui.dialogs.import_steps.course import Course
from hn_desk.ui.dialogs.import_steps.step import Step
from hn_desk.ui.dialogs.import_steps.words import KINDS, dotted, subject_label
from hn_desk.ui.dialogs.packet_files import FileDrop, Wanted, ask_files
from hn_desk.ui.dialogs.packet_words import button, hash_groups, label, shown_moment
from hn_desk.ui.widgets.cell import Cell
from hn_desk.ui.widgets.choices import ChoiceField


class FileStep(Step):
    """A file is chosen or dropped; it is read, and nothing is written."""

    def __init__(self, course: Course, subjects: Sequence[str]) -> None:
        super().__init__(course, _("Nothing is written before the last step, and you can go back at any time."))
        self.subject = ChoiceField([(code, subject_label(code)) for code in subjects], has_empty=False)
        self.choose_button = button(_("Choose the &file…"))
        self.name = label("", "section")
        self.facts = label("")
        self.known = label("", "note")
        self._is_reading = False
        self._lay_out()
        self.subject.edited.connect(lambda: course.change_subject(self.subject.value()))
        self.choose_button.clicked.connect(self._ask)
        course.moved.connect(self._came)

    def enter(self) -> None:
        """Say what is known of the file."""
        file = self.course.file
        self.subject.put(self.course.subject)
        self.name.setText(file.opened.name if file else _("No file chosen yet. You can also drop one here."))
        self.facts.setText(
            _told(file) if file else _("Excel (.xlsx, .xls), LibreOffice (.ods) or .csv, at most 20 MB.")
        )
        self.known.setText("\n".join(_known(row) for row in file.imported) if file else "")
        self.known.setVisible(bool(self.known.text()))
        self.changed.emit()

    def is_ready(self) -> bool:
        """Whether a file was read."""
        return self.course.file is not None

    def first(self) -> QWidget:
        """The button that chooses the file."""
        return self.choose_button

    def choose(self, path: Path) -> None:
        """Read this file."""
        self.facts.setText(_("{name} is being read…").format(name=path.name))
        self.course.open(path)

    def _came(self) -> None:
        if self.isVisible():
            self.enter()

    def _ask(self) -> None:
        wanted = Wanted(_("Choose the file to take in"), _("&Open"), f"{_('Lists')} ({KINDS})")
        ask_files(self, wanted, lambda found: self.choose(found[0]))

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        subject = Cell(_("&What to take in"), self.subject)
        top.addWidget(subject, 1)
        subject.setVisible(len(self.subject.codes()) > 1)
        top.addWidget(self.choose_button, 0, Qt.AlignmentFlag.AlignBottom)
        top.addStretch(2)
        self.room.addLayout(top)
        for part in (self.name, self.facts, self.known):
            self.room.addWidget(part)
        self.room.addStretch(1)
        FileDrop(self).dropped.connect(lambda paths: self.choose(paths[0]))


def _told(file: OpenedFile) -> str:
    sheets = [f"{sheet.name} ({dotted(len(sheet.rows))})" for sheet in file.opened.sheets]
    return "\n".join(
        (
            _("Sheets with their rows: {sheets}").format(sheets=", ".join(sheets)),
            _("SHA-256: {sha256}").format(sha256=hash_groups(file.opened.sha256)),
        )
    )


def _known(row: BatchRow) -> str:
    told = _("This very file was taken in before: {moment}, {officer}, {n} rows. What is the same stays as it is.")
    return told.format(moment=shown_moment(row.at), officer=row.officer_name, n=dotted(row.totals.get(ROWS, 0)))
