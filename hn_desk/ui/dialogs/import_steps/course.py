"""What an import has come to so far: the file, how its columns are read, the preview, what was written.

Every step reads it. Whatever changes voids what follows from it, and an answer that is no longer asked for is dropped.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal

from hn_desk.actions.import_facts import NEW, POSSIBLE, UPDATE, ImportDone, OpenedFile, Preview, RowOutcome
from hn_desk.actions.import_plan import ImportPlan
from hn_desk.actions.imports import open_file, preview, save_template, suggest, undo_import, write
from hn_desk.actions.office import Changed, Office
from hn_desk.errors import DeskError
from hn_desk.i18n import _
from hn_desk.ui.dialogs.import_steps.row_detail import update_of
from hn_desk.ui.dialogs.import_steps.sheet_facts import SheetFacts
from hn_desk.ui.jobs import CancelledError, Jobs

Report = Callable[[int, int], None]


class Course(QObject):
    """File → plan → preview → done."""

    moved = Signal()
    """Something came, or was voided."""
    refused = Signal(object)
    """A DeskError, or None when the last one is settled."""
    written = Signal(object)
    """The `Changed` of a writing or an undoing."""

    def __init__(self, parent: QObject, office: Office, jobs: Jobs, subject: str) -> None:
        super().__init__(parent)
        self.office, self.jobs = office, jobs
        self.subject = subject
        self.template_name = ""
        self.file: OpenedFile | None = None
        self.plan: ImportPlan | None = None
        self.preview: Preview | None = None
        self.done: ImportDone | None = None
        self.is_undone = self.is_looking = self.is_writing = False
        self._path: Path | None = None
        self._round = 0

    def facts(self) -> SheetFacts | None:
        """What the chosen sheet says of itself, read as the plan says."""
        return SheetFacts(self.office, self.file.opened, self.plan) if self.file and self.plan else None

    def open(self, path: Path) -> None:
        """Read a file."""
        self._path = path
        self.file = None
        self._void()
        self.ask(open_file, self.office, path, then=self._opened)

    def change_subject(self, subject: str) -> None:
        """Take in something else from the same file."""
        self.subject = subject
        self._void()
        self.moved.emit()

    def suggest(self, sheet: str, *headings: int) -> None:
        """Propose how a sheet is read; `headings`: its last heading row (from 0) and how many they are."""
        if self.file is not None:
            self._void()
            self.ask(suggest, self.office, self.file.opened, self.subject, sheet, *headings, then=self._suggested)

    def change(self, **what: Any) -> None:
        """Change the plan: what was looked through is void."""
        if self.plan is not None:
            self.plan = replace(self.plan, **what)
            self.preview = None
            self._round += 1
            self.moved.emit()

    def assign(self, column: int, code: str) -> int | None:
        """Let a column hold a field, or none (""); the column that held the field before, if another did."""
        if self.plan is None:
            return None
        before = self.plan.mapping.get(code)
        kept = {name: place for name, place in self.plan.mapping.items() if place != column and name != code}
        gone = {name for name in self.plan.mapping if name not in kept}
        edits = {cell: text for cell, text in self.plan.edits.items() if cell[1] not in gone}
        self.change(mapping=kept | ({code: column} if code else {}), edits=edits, template="")
        return before if before != column else None

    def type_cell(self, row: int, field: str, text: str) -> None:
        """Type over a cell, and look through all rows again."""
        self.mend({(row, field): text}, {})

    def mend(self, edits: Mapping[tuple[int, str], str], accepted: Mapping[str, str]) -> None:
        """Type over several cells and answer mistakes all alike, and look through all rows again."""
        if self.plan is not None:
            self.plan = replace(
                self.plan, edits={**self.plan.edits, **edits}, accepted={**self.plan.accepted, **accepted}
            )
            self.look()

    def forget_answers(self) -> None:
        """Take back what was answered for all alike."""
        if self.plan is not None:
            self.plan = replace(self.plan, accepted={})
            self.look()

    def decide(self, row: RowOutcome, choice: str) -> None:
        """Decide about one possible duplicate; "" takes the decision back."""
        self._choose({row.row: choice})

    def decide_all(self, choice: str) -> None:
        """Decide about every possible duplicate alike; an update needs a kept record that it fits."""
        rows = self.preview.rows if self.preview else ()
        decided = self.plan.choices if self.plan else {}
        doubtful = [row for row in rows if row.outcome == POSSIBLE or row.row in decided]
        self._choose({row.row: update_of(row) if choice.startswith("update:") else choice for row in doubtful})

    def look(self) -> None:
        """Look through all rows; what is shown stays until the answer comes."""
        if self.file is None or self.plan is None:
            return
        self._round += 1
        self.is_looking = True
        self._run_long(preview, self._looked)
        self.moved.emit()

    def write(self) -> None:
        """Write what the preview says."""
        if self.preview is not None and not self.is_looking and not self.is_writing:
            self.is_writing = True
            self._run_long(write, self._written)
            self.moved.emit()

    def undo(self) -> None:
        """Take back what was written."""
        if self.done is not None:
            self.ask(undo_import, self.office, self.done.batch_id, then=self._undone)

    def end(self) -> None:
        """Wait for no answer any more."""
        self._round += 1

    def will_write(self) -> int:
        """How many rows would be written."""
        totals = self.preview.totals if self.preview else {}
        return totals.get(NEW, 0) + totals.get(UPDATE, 0)

    def is_begun(self) -> bool:
        """Whether closing now would lose work."""
        return self.file is not None and self.done is None

    def ask(self, action: Callable[..., Any], *args: object, then: Callable[[Any], object]) -> None:
        """Run an action; its answer is dropped once something else was asked for."""
        self._round += 1
        self._told(None)
        self.jobs.run(
            action, *args, then=partial(self._answered, self._round, then), on_refused=partial(self._no, self._round)
        )

    def _run_long(self, action: Callable[..., Any], then: Callable[[Any], object]) -> None:
        mine = self._round
        self._told(None)
        call = partial(_reporting, action, lambda: self._round == mine)
        plan = (self.office, self.file.opened if self.file else None, self.plan)
        self.jobs.run_long(call, *plan, then=partial(self._answered, mine, then), on_refused=partial(self._no, mine))

    def _answered(self, asked_in: int, then: Callable[[Any], object], answer: Any) -> None:
        if asked_in == self._round:
            then(answer)
            self.moved.emit()

    def _no(self, asked_in: int, error: DeskError) -> None:
        if asked_in == self._round:
            self.is_looking = self.is_writing = False
            self._told(error)
            self.moved.emit()

    def _told(self, error: DeskError | None) -> None:
        self.refused.emit(error)

    def _opened(self, file: OpenedFile) -> None:
        self.file = file

    def _suggested(self, plan: ImportPlan) -> None:
        self.plan = replace(plan, path=self._path)

    def _looked(self, found: Preview) -> None:
        self.is_looking = False
        self.preview = found

    def _written(self, done: ImportDone) -> None:
        self.is_writing = False
        self.done = done
        self.written.emit(done.changed)
        if self.template_name and self.plan is not None:
            self.jobs.run(save_template, self.office, self.plan, self.template_name)

    def _undone(self, changed: Changed) -> None:
        self.is_undone = True
        self.written.emit(changed)

    def _choose(self, choices: Mapping[int, str]) -> None:
        if self.plan is not None:
            chosen = {**self.plan.choices, **choices}
            self.plan = replace(self.plan, choices={row: choice for row, choice in chosen.items() if choice})
            self.look()

    def _void(self) -> None:
        self.plan = self.preview = self.done = None
        self.is_undone = self.is_looking = False
        self._round += 1


def _reporting(
    action: Callable[..., Any], is_wanted: Callable[[], bool], office: Office, opened: Any, plan: Any, report: Report
) -> Any:
    """Run `action` with its progress, and end it once nobody waits for its answer any more."""

    def progress(done: int, total: int) -> None:
        if not is_wanted():
            raise CancelledError(_("You stopped it. Nothing was changed."))
        report(done, total)

    return action(office, opened, plan, progress)
